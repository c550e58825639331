"""What stands on a map: land, launch areas, units by party and kind, and places by the looks they have."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.path import Path as Outline
from pyproj import Geod
from shapely.geometry import shape

from shieldwall.model.outcomes import LaunchAreaUsed, PlaceEngageable, UnitPlaced
from shieldwall.report.style import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PURPLE,
    SKY,
    VERMILION,
    YELLOW,
)

Floats = npt.NDArray[np.float64]
Window = tuple[float, float, float, float]
"""West, east, south and north edge in degrees."""

PARTY_COLOURS: Final[Mapping[str, str]] = {
    "JPN": BLUE,
    "USA": PURPLE,
    "KOR": SKY,
    "AUS": YELLOW,
    "TWN": VERMILION,
}
OTHER_COLOURS: Final = (BLACK, GREEN, ORANGE)
"""Of Okabe and Ito's colours, those that no party has."""

LAND: Final = "#E9E6DF"
COAST: Final = "#A9A49A"
SEA: Final = "#F7FAFC"
DOTS: Final = "......"
"""The pattern of land that no party holds."""
HATCHING: Final = "#8A8A8A"
EARTH: Final = Geod(ellps="WGS84")
FINEST_DEGREE: Final = 0.01

HULL: Final = Outline([(-1.0, 0.35), (1.0, 0.35), (0.6, -0.45), (-0.6, -0.45), (-1.0, 0.35)], closed=True)
SYMBOLS: Final[Mapping[str, tuple[str, Any, float]]] = {
    "ship": ("ship", HULL, 12.0),
    "ground_battery": ("fire unit", "s", 5.0),
    "radar_site": ("radar, with its sector", "^", 7.0),
}
"""Name, marker and size of a unit of each kind that stands on the map."""

LOOKS: Final[tuple[tuple[float, str, str], ...]] = (
    (0.5, "white", "fewer than 0.5"),
    (1.5, ORANGE, "0.5 to 1.5"),
    (math.inf, GREEN, "1.5 or more"),
)
"""Classes of the mean number of upper-tier looks at a place: upper bound, colour, name."""

LARGEST_DISC: Final = 150.0
WIDE_DEG: Final = 40.0
"""A map that shows more degrees of longitude has smaller marks."""

SMALLEST_DISC: Final = 5.0
LIKELY: Final = 0.5


def party_colour(party: str) -> str:
    """Return the colour of a party; one without its own gets one by its code, the same in every figure."""
    return PARTY_COLOURS.get(party, OTHER_COLOURS[sum(party.encode()) % len(OTHER_COLOURS)])


def looks_colour(looks: float) -> str:
    """Return the colour of the class that a mean number of looks falls in.

    Examples
    --------
    >>> looks_colour(0.2)
    'white'
    """
    return next(colour for bound, colour, _ in LOOKS if looks < bound)


def beside(lon: Any, middle: float) -> Any:
    """Return longitudes within half a turn of another, so that they may run on past 180 degrees.

    Examples
    --------
    >>> beside(-157.0, 160.0)
    203.0
    """
    return middle + (lon - middle + 180.0) % 360.0 - 180.0


def sector_outline(lat: float, lon: float, radius_km: float, centre_deg: float, width_deg: float) -> Floats:
    """Return the (lon, lat) outline of a sector on the ground; a whole circle from 360 degrees on."""
    bearings = np.linspace(centre_deg - width_deg / 2.0, centre_deg + width_deg / 2.0, 73)
    ones = np.ones_like(bearings)
    lons, lats, _ = EARTH.fwd(lon * ones, lat * ones, bearings, radius_km * 1e3 * ones)
    rim = np.column_stack([beside(lons, lon), lats])
    return rim if width_deg >= 360.0 else np.vstack([[lon, lat], rim, [lon, lat]])


def land_outlines(
    collection: Mapping[str, Any], window: Window, finest_degree: float = FINEST_DEGREE
) -> dict[bool, list[Outline]]:
    """Return the outlines in the window of a GeoJSON land layer, by whether a party holds the land."""
    west, east, south, north = window
    outlines: dict[bool, list[Outline]] = {True: [], False: []}
    for feature in collection["features"]:
        whole = shape(feature["geometry"])
        held = feature["properties"]["party"] is not None
        for turn in (-360.0, 0.0, 360.0):
            edges = (west - 1.0 - turn, south - 1.0, east + 1.0 - turn, north + 1.0)
            seen = shapely.clip_by_rect(whole, *edges)
            for polygon in shapely.get_parts(seen.simplify(finest_degree) if held else seen):
                rings = (polygon.exterior, *polygon.interiors)
                closed = [
                    Outline(np.asarray(ring.coords) + np.array((turn, 0.0)), closed=True) for ring in rings
                ]
                outlines[held].append(Outline.make_compound_path(*closed))
    return outlines


def draw_land(axes: Axes, outlines: Mapping[bool, Sequence[Outline]], dots: str = DOTS) -> None:
    """Draw land, that which no party holds dotted."""
    axes.set_facecolor(SEA)
    for held, colour, hatch in ((True, LAND, ""), (False, "white", dots)):
        shapes = PathCollection(outlines[held], facecolor=colour, edgecolor=COAST, linewidth=0.4, zorder=1)
        shapes.set_hatch(hatch)
        axes.add_collection(shapes, autolim=False)


def draw_launch_areas(axes: Axes, areas: Sequence[LaunchAreaUsed], west: float) -> None:
    """Draw launch areas hatched, with a label that says hypothetical where there is room beside the units."""
    if not areas:
        return
    rings = [sector_outline(area.lat, area.lon, area.radius_km, 0.0, 360.0) for area in areas]
    for ring in rings:
        axes.fill(*ring.T, fill=False, hatch="/////", edgecolor=HATCHING, linewidth=0.7, zorder=2)
    if span_deg(axes) > WIDE_DEG:
        return
    top = max(float(ring[:, 1].max()) for ring in rings)
    middle = float(np.mean([area.lon for area in areas]))
    axes.text(
        max(west + 0.3, middle - 3.0), top + 0.15, "launch areas (hypothetical)", fontsize=7.5,
        color="#444444", style="italic", ha="left", va="bottom", zorder=6,
    )  # fmt: skip


def draw_sectors(axes: Axes, units: Sequence[UnitPlaced]) -> None:
    """Draw the sectors of the radars that stand alone, out to the range that the run used."""
    for unit in units:
        if unit.kind != "radar_site" or not unit.range_km or unit.sector_centre_deg is None:
            continue
        width_deg = unit.sector_width_deg or 360.0
        outline = sector_outline(unit.lat, unit.lon, unit.range_km, unit.sector_centre_deg, width_deg)
        colour = party_colour(unit.party)
        axes.fill(*outline.T, color=colour, alpha=0.05, linewidth=0, zorder=1.5)
        axes.plot(*outline.T, color=colour, alpha=0.55, linewidth=0.6, zorder=1.6)


def span_deg(axes: Axes) -> float:
    """Return how many degrees of longitude a map shows."""
    west, east = axes.get_xlim()
    return east - west


def draw_units(axes: Axes, units: Sequence[UnitPlaced]) -> None:
    """Draw units by party and kind, paler where they are less often available, smaller on a wide map."""
    smaller = min(1.0, max(0.5, WIDE_DEG / span_deg(axes)))
    for unit in units:
        if unit.kind in SYMBOLS and unit.available_share > 0.0:
            _, marker, size = SYMBOLS[unit.kind]
            axes.plot(
                [unit.lon], [unit.lat], linestyle="none", marker=marker, markersize=size * smaller,
                markerfacecolor=party_colour(unit.party), markeredgecolor="black",
                markeredgewidth=0.6 * smaller,
                alpha=0.35 + 0.65 * unit.available_share, zorder=5,
            )  # fmt: skip


def draw_places(
    axes: Axes, places: Sequence[PlaceEngageable], arrangement: str, enlarged: float = 1.0
) -> None:
    """Draw places as discs sized by people and coloured by looks, ringed where a salvo is likely."""
    beyond = [place for place in places if place.reachable_share <= 0.0]
    lons, lats = [place.lon for place in beyond], [place.lat for place in beyond]
    axes.scatter(lons, lats, s=9, marker="x", color=GREY, linewidths=0.8, zorder=3)
    reached = sorted((p for p in places if p.reachable_share > 0.0), key=lambda place: -place.people)
    if not reached:
        return
    most = max(place.people for place in places)
    areas = [max(SMALLEST_DISC, LARGEST_DISC * place.people / most) * enlarged for place in reached]
    ringed = [place.lower_tier[arrangement] >= LIKELY for place in reached]
    axes.scatter(
        [place.lon for place in reached], [place.lat for place in reached], s=areas,
        c=[looks_colour(place.looks[arrangement]) for place in reached],
        edgecolors=["black" if ring else "#8C8C8C" for ring in ringed],
        linewidths=[1.0 if ring else 0.4 for ring in ringed], alpha=0.9, zorder=3.5,
    )  # fmt: skip
