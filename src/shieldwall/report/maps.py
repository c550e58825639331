"""The map of units and engageable places, one panel an arrangement.

Land is Natural Earth's, de facto, which is itself a position: the foot says so. Disputed islands belong to no
party and are drawn apart; seas bear no names. Launch areas are hatched and labelled hypothetical.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.path import Path as Outline
from matplotlib.ticker import MultipleLocator
from pyproj import Geod
from shapely.geometry import shape

from shieldwall.model.outcomes import Comparison, LaunchAreaUsed, PlaceEngageable, UnitPlaced
from shieldwall.report.style import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PURPLE,
    SKY,
    YELLOW,
    Cell,
    Saved,
    credit,
    foot,
    look,
    plain,
    save,
)

Floats = npt.NDArray[np.float64]
Window = tuple[float, float, float, float]

PARTY_COLOURS: Final[Mapping[str, str]] = {"JPN": BLUE, "USA": PURPLE, "KOR": SKY, "AUS": YELLOW}
LAND: Final = "#E9E6DF"
COAST: Final = "#A9A49A"
SEA: Final = "#F7FAFC"
EARTH: Final = Geod(ellps="WGS84")

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
FINEST_DEGREE: Final = 0.01
MAP_POLICY: Final = (
    "Land: Natural Earth 4 (public domain), which draws de facto boundaries, itself a position; disputed "
    "islands are left unassigned and count in no party's shares. Seas are not named."
)


def _outlines(collection: Mapping[str, Any], window: Window) -> dict[bool, list[Outline]]:
    """Return the outlines in the window of a GeoJSON land layer, by whether a party holds the land."""
    west, east, south, north = window
    outlines: dict[bool, list[Outline]] = {True: [], False: []}
    for feature in collection["features"]:
        seen = shapely.clip_by_rect(
            shape(feature["geometry"]), west - 1.0, south - 1.0, east + 1.0, north + 1.0
        )
        held = feature["properties"]["party"] is not None
        for polygon in shapely.get_parts(seen.simplify(FINEST_DEGREE) if held else seen):
            rings = [
                Outline(np.asarray(ring.coords), closed=True)
                for ring in (polygon.exterior, *polygon.interiors)
            ]
            outlines[held].append(Outline.make_compound_path(*rings))
    return outlines


def _circle(lat: float, lon: float, radius_km: float) -> Floats:
    return _fan(lat, lon, radius_km, 0.0, 360.0)


def _fan(lat: float, lon: float, radius_km: float, centre_deg: float, width_deg: float) -> Floats:
    """Return the (lon, lat) outline of a sector on the ground, or of a whole circle."""
    bearings = np.linspace(centre_deg - width_deg / 2.0, centre_deg + width_deg / 2.0, 73)
    ones = np.ones_like(bearings)
    lons, lats, _ = EARTH.fwd(lon * ones, lat * ones, bearings, radius_km * 1e3 * ones)
    rim = np.column_stack([lons, lats])
    return rim if width_deg >= 360.0 else np.vstack([[lon, lat], rim, [lon, lat]])


def _colour(party: str) -> str:
    return PARTY_COLOURS.get(party, GREY)


def _window(result: Comparison, land: Mapping[str, Any]) -> Window:
    """Return west, east, south, north of what is drawn, and of every island with a place on it.

    The far ends of radar sectors are left out.
    """
    places = [(place.lon, place.lat) for place in result.places]
    points = places + [(unit.lon, unit.lat) for unit in result.units if unit.kind in SYMBOLS]
    for area in result.launch_areas:
        points += [(lon, lat) for lon, lat in _circle(area.lat, area.lon, area.radius_km)]
    islands = shapely.get_parts([shape(feature["geometry"]) for feature in land["features"]])
    lived_on = shapely.STRtree(islands).query(shapely.points(places), predicate="intersects")[1]
    for west, south, east, north in shapely.bounds(islands[np.unique(lived_on)]):
        points += [(west, south), (east, north)]
    lons, lats = zip(*points, strict=True)
    return min(lons) - 0.8, max(lons) + 0.8, min(lats) - 0.7, max(lats) + 0.7


def _draw_land(axes: Axes, land: Mapping[bool, Sequence[Outline]]) -> None:
    for held, colour, hatch in ((True, LAND, ""), (False, "white", "......")):
        shapes = PathCollection(land[held], facecolor=colour, edgecolor=COAST, linewidth=0.4, zorder=1)
        shapes.set_hatch(hatch)
        axes.add_collection(shapes, autolim=False)


def _draw_launch_areas(axes: Axes, areas: Sequence[LaunchAreaUsed]) -> None:
    if not areas:
        return
    for area in areas:
        ring = _circle(area.lat, area.lon, area.radius_km)
        axes.fill(
            ring[:, 0], ring[:, 1], fill=False, hatch="/////", edgecolor="#8A8A8A", linewidth=0.7, zorder=2
        )
    top = max(areas, key=lambda area: area.lat)
    height = float(_circle(top.lat, top.lon, top.radius_km)[:, 1].max())
    axes.text(
        float(np.mean([area.lon for area in areas])), height + 0.15, "launch areas (hypothetical)",
        fontsize=7.5, style="italic", color="#444444", ha="center", va="bottom", zorder=6,
    )  # fmt: skip


def _draw_units(axes: Axes, units: Sequence[UnitPlaced]) -> None:
    for unit in units:
        if unit.kind not in SYMBOLS or unit.available_share <= 0.0:
            continue
        _, marker, size = SYMBOLS[unit.kind]
        colour = _colour(unit.party)
        if unit.kind == "radar_site" and unit.range_km and unit.sector_centre_deg is not None:
            outline = _fan(
                unit.lat, unit.lon, unit.range_km, unit.sector_centre_deg, unit.sector_width_deg or 360.0
            )
            axes.fill(outline[:, 0], outline[:, 1], color=colour, alpha=0.05, linewidth=0, zorder=1.5)
            axes.plot(outline[:, 0], outline[:, 1], color=colour, alpha=0.55, linewidth=0.6, zorder=1.6)
        axes.plot(
            [unit.lon], [unit.lat], linestyle="none", marker=marker, markersize=size, markerfacecolor=colour,
            markeredgecolor="black", markeredgewidth=0.6, alpha=0.35 + 0.65 * unit.available_share, zorder=5,
        )  # fmt: skip


def _disc_areas(places: Sequence[PlaceEngageable]) -> Floats:
    people = np.array([place.people for place in places], dtype=np.float64)
    areas: Floats = np.maximum(5.0, LARGEST_DISC * people / people.max())
    return areas


def looks_colour(looks: float) -> str:
    """Return the colour of the class that a mean number of looks falls in.

    Examples
    --------
    >>> looks_colour(0.2)
    'white'
    """
    return next(colour for bound, colour, _ in LOOKS if looks < bound)


def _draw_places(axes: Axes, places: Sequence[PlaceEngageable], arrangement: str) -> None:
    reachable = sorted((p for p in places if p.reachable_share > 0.0), key=lambda place: -place.people)
    beyond = [place for place in places if place.reachable_share <= 0.0]
    axes.scatter(
        [p.lon for p in beyond],
        [p.lat for p in beyond],
        s=9,
        marker="x",
        color=GREY,
        linewidths=0.8,
        zorder=3,
    )
    if not reachable:
        return
    salvo = [place.lower_tier[arrangement] >= 0.5 for place in reachable]
    axes.scatter(
        [p.lon for p in reachable], [p.lat for p in reachable], s=_disc_areas(reachable),
        c=[looks_colour(p.looks[arrangement]) for p in reachable],
        edgecolors=["black" if ringed else "#8C8C8C" for ringed in salvo],
        linewidths=[1.0 if ringed else 0.4 for ringed in salvo], alpha=0.9, zorder=3.5,
    )  # fmt: skip


def _legend(result: Comparison) -> list[Any]:
    def dot(face: str, edge: str, width: float, label: str, marker: Any = "o", size: float = 8.0) -> Line2D:
        return Line2D(
            [], [], linestyle="none", marker=marker, markersize=size, markerfacecolor=face,
            markeredgecolor=edge, markeredgewidth=width, label=label,
        )  # fmt: skip

    handles: list[Any] = [dot(face, "#8C8C8C", 0.5, f"looks: {label}") for _, face, label in LOOKS]
    handles.append(dot("white", "black", 1.0, "ring: lower-tier salvo likely"))
    if any(place.reachable_share <= 0.0 for place in result.places):
        handles.append(dot(GREY, GREY, 0.8, "beyond the threat's reach", "x", 5.0))
    drawn = [unit for unit in result.units if unit.kind in SYMBOLS and unit.available_share > 0.0]
    pairs = sorted(
        {(unit.party, unit.kind) for unit in drawn}, key=lambda p: (p[0], list(SYMBOLS).index(p[1]))
    )
    for party, kind in pairs:
        name, marker, size = SYMBOLS[kind]
        handles.append(dot(_colour(party), "black", 0.6, f"{party} {name}", marker, size))
    handles.append(
        Patch(facecolor="none", edgecolor="#8A8A8A", hatch="/////", label="launch area (hypothetical)")
    )
    handles.append(Patch(facecolor="white", edgecolor=COAST, hatch="......", label="unassigned (disputed)"))
    return handles


def _rows(result: Comparison) -> list[dict[str, Cell]]:
    rows: list[dict[str, Cell]] = []
    for name in result.arrangements:
        rows += [
            {
                "arrangement": name, "what": "place", "id": place.id, "party": place.beneficiary,
                "kind": "place", "lat": place.lat, "lon": place.lon, "people": place.people,
                "reachable_share": place.reachable_share, "looks": place.looks[name],
                "lower_tier": place.lower_tier[name], "available_share": None, "range_km": None,
            }
            for place in result.places
        ]  # fmt: skip
    blank = {"people": None, "reachable_share": None, "looks": None, "lower_tier": None}
    rows += [
        {
            "arrangement": None, "what": "unit", "id": unit.id, "party": unit.party, "kind": unit.kind,
            "lat": unit.lat, "lon": unit.lon, **blank,
            "available_share": unit.available_share, "range_km": unit.range_km,
        }
        for unit in result.units
    ]  # fmt: skip
    rows += [
        {
            "arrangement": None, "what": "launch_area", "id": area.id, "party": area.party,
            "kind": "hypothetical", "lat": area.lat, "lon": area.lon, **blank,
            "available_share": None, "range_km": area.radius_km,
        }
        for area in result.launch_areas
    ]  # fmt: skip
    return rows


def arrangement_map(result: Comparison, land: Mapping[str, Any], folder: Path) -> Saved:
    """Draw units, places and launch areas for every arrangement, as ``map.svg``, ``map.png`` and ``map.csv``.

    Parameters
    ----------
    result : Comparison
        With its units, places and launch areas.
    land : mapping
        The GeoJSON land layer; features carry ``party``, None where unassigned.
    folder : Path
        Where the files go.

    Raises
    ------
    ValueError
        The result has no place to draw.
    """
    if not result.places:
        raise ValueError("this comparison has no places to draw")
    names = list(result.arrangements)
    west, east, south, north = _window(result, land)
    stretch = 1.0 / math.cos(math.radians((south + north) / 2.0))
    columns = len(names) if len(names) <= 3 else math.ceil(math.sqrt(len(names)))
    rows = math.ceil(len(names) / columns)
    panel_width = min(5.0, 12.6 / columns)
    panel_height = panel_width * (north - south) * stretch / (east - west)
    with look():
        figure = Figure(figsize=(columns * panel_width + 0.7, rows * (panel_height + 0.42) + 2.1))
        width, height = figure.get_size_inches()
        reading = (
            "Discs: places, sized by people, coloured by the mean number of upper-tier looks at a missile aimed "
            "there (over launch areas and draws). Paler units are less often available; ship stations are "
            "notional."
        )
        bottom = foot(figure, (reading, MAP_POLICY, credit(result)))
        handles = _legend(result)
        legend = figure.legend(
            handles=handles, loc="lower left", bbox_to_anchor=(0.01, bottom), ncols=max(3, int(width / 2.1)),
            columnspacing=1.2, handletextpad=0.5, labelspacing=0.5, fontsize=8, borderaxespad=0.0,
        )  # fmt: skip
        legend_rows = math.ceil(len(handles) / max(3, int(width / 2.1)))
        legend.set_zorder(10)
        figure.text(
            0.01, 1.0 - 0.1 / height, f"{result.scenario.title}: what can be engaged", fontsize=12,
            fontweight="bold", va="top",
        )  # fmt: skip
        figure.subplots_adjust(
            left=0.4 / width, right=1.0 - 0.12 / width, top=1.0 - 0.62 / height,
            bottom=bottom + (0.2 * legend_rows + 0.4) / height, wspace=0.06, hspace=0.1,
        )  # fmt: skip
        shapes = _outlines(land, (west, east, south, north))
        for place, name in enumerate(names):
            axes = figure.add_subplot(rows, columns, place + 1)
            axes.set_facecolor(SEA)
            _draw_land(axes, shapes)
            _draw_launch_areas(axes, result.launch_areas)
            _draw_places(axes, result.places, name)
            _draw_units(axes, result.units)
            axes.set_xlim(west, east)
            axes.set_ylim(south, north)
            axes.set_aspect(stretch)
            axes.grid(linewidth=0.4)
            axes.spines[["top", "right"]].set_visible(True)
            axes.xaxis.set_major_locator(MultipleLocator(5.0))
            axes.yaxis.set_major_locator(MultipleLocator(5.0))
            axes.xaxis.set_major_formatter("{x:.0f}°E")
            axes.yaxis.set_major_formatter("{x:.0f}°N")
            axes.tick_params(labelsize=7, length=2, labelleft=place % columns == 0)
            shares = result.arrangements[name]
            one, two = shares.engageable_share.mean, shares.engageable_share_two_shots.mean
            axes.set_title(
                f"{plain(name)}: one shot for {one:.0%} of people, two for {two:.0%}", fontsize=8.5
            )
        return save(figure, folder, "map", _rows(result))
