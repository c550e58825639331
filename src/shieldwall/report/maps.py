"""The map of units and engageable places, one panel an arrangement.

Land is Natural Earth's, de facto, which is itself a position: the foot says so. Disputed islands belong to no
party and are drawn apart; seas bear no names. Launch areas are hatched and labelled hypothetical.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import MultipleLocator
from shapely.geometry import shape

from shieldwall.model.outcomes import Comparison
from shieldwall.report.style import GREY, Cell, Saved, credit, foot, headline, look, plain, save
from shieldwall.report.symbols import (
    COAST,
    HATCHING,
    LOOKS,
    SYMBOLS,
    Window,
    draw_land,
    draw_launch_areas,
    draw_places,
    draw_sectors,
    draw_units,
    land_outlines,
    party_colour,
    sector_outline,
)

READING: Final = (
    "Discs: places, sized by people, coloured by the mean number of upper-tier looks at a missile aimed "
    "there (over launch areas and draws). Paler units are less often available; ship stations are notional."
)
MAP_POLICY: Final = (
    "Land: Natural Earth 4 (public domain), which draws de facto boundaries, itself a position; disputed "
    "islands are left unassigned and count in no party's shares. Seas are not named."
)
WIDEST_PANEL_INCHES: Final = 5.0
WIDEST_MAP_INCHES: Final = 12.6
LEGEND_COLUMN_INCHES: Final = 2.1

CROWDED_PLACES: Final = 12
CROWD_DEGREES: Final = 0.62
DETAIL_SHARE: Final = 0.34


def arrangement_map(
    result: Comparison,
    land: Mapping[str, Any],
    folder: Path,
    absent: Mapping[str, Collection[str]] | None = None,
) -> Saved:
    """Draw units, places and launch areas for every arrangement, as ``map.svg``, ``map.png`` and ``map.csv``.

    Parameters
    ----------
    result : Comparison
        With its units, places and launch areas.
    land : mapping
        The GeoJSON land layer; features carry ``party``, None where unassigned.
    folder : Path
        Where the files go.
    absent : mapping of str to collection of str, optional
        Parties whose forces an arrangement leaves out, by arrangement; their units are not drawn there.

    Raises
    ------
    ValueError
        The result has no place to draw.
    """
    if not result.places:
        raise ValueError("this comparison has no places to draw")
    window = _window(result, land)
    with look():
        figure, panels = _layout(result, window)
        outlines = land_outlines(land, window)
        crowd = _crowd(result, window)
        for axes, name in zip(panels, result.arrangements, strict=True):
            draw_land(axes, outlines)
            draw_launch_areas(axes, result.launch_areas, window[0])
            away = (absent or {}).get(name, ())
            units = [unit for unit in result.units if unit.party not in away]
            draw_sectors(axes, units)
            draw_places(axes, result.places, name)
            draw_units(axes, units)
            if crowd is not None:
                detail = _detail(axes, crowd)
                draw_land(detail, outlines)
                draw_places(detail, result.places, name, enlarged=1.6)
                draw_units(detail, units)
        return save(figure, folder, "map", _rows(result))


def _window(result: Comparison, land: Mapping[str, Any]) -> Window:
    """Return the edges of what is drawn, and of every island with a place on it, but not of radar sectors."""
    places = [(place.lon, place.lat) for place in result.places]
    points = places + [(unit.lon, unit.lat) for unit in result.units if unit.kind in SYMBOLS]
    for area in result.launch_areas:
        points += [(x, y) for x, y in sector_outline(area.lat, area.lon, area.radius_km, 0.0, 360.0)]
    islands = shapely.get_parts([shape(feature["geometry"]) for feature in land["features"]])
    lived_on = shapely.STRtree(islands).query(shapely.points(places), predicate="intersects")[1]
    for west, south, east, north in shapely.bounds(islands[np.unique(lived_on)]):
        points += [(west, south), (east, north)]
    lons, lats = zip(*points, strict=True)
    return min(lons) - 0.8, max(lons) + 0.8, min(lats) - 0.7, max(lats) + 0.7


def _layout(result: Comparison, window: Window) -> tuple[Figure, list[Axes]]:
    """Return the figure with its title, legend and foot, and one empty panel an arrangement."""
    west, east, south, north = window
    names = list(result.arrangements)
    stretch = 1.0 / math.cos(math.radians((south + north) / 2.0))
    columns = len(names) if len(names) <= 3 else math.ceil(math.sqrt(len(names)))
    rows = math.ceil(len(names) / columns)
    panel_width = min(WIDEST_PANEL_INCHES, WIDEST_MAP_INCHES / columns)
    panel_height = panel_width * (north - south) * stretch / (east - west)
    handles = _legend(result)
    width = columns * panel_width + 0.7
    legend_columns = max(2, int(width / LEGEND_COLUMN_INCHES))
    legend_height = 0.2 * math.ceil(len(handles) / legend_columns) + 0.4
    figure = Figure(figsize=(width, rows * (panel_height + 0.42) + legend_height + 1.3))
    height = figure.get_size_inches()[1]
    bottom = foot(figure, (READING, MAP_POLICY, credit(result)))
    figure.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(0.01, bottom), ncols=legend_columns, fontsize=8,
        columnspacing=1.2, handletextpad=0.5, labelspacing=0.5, borderaxespad=0.0,
    )  # fmt: skip
    title = f"{result.scenario.title}: what can be engaged"
    headline(figure, title)
    figure.subplots_adjust(
        left=0.4 / width, right=1.0 - 0.12 / width, top=1.0 - 0.62 / height,
        bottom=bottom + legend_height / height, wspace=0.06, hspace=0.1,
    )  # fmt: skip
    panels = [figure.add_subplot(rows, columns, place + 1) for place in range(len(names))]
    for place, (axes, name) in enumerate(zip(panels, names, strict=True)):
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
        axes.set_title(f"{plain(name)}: one shot for {one:.0%} of people, two for {two:.0%}", fontsize=8.5)
    return figure, panels


def _crowd(result: Comparison, window: Window) -> tuple[float, float] | None:
    """Return the place (lat, lon) in the thickest crowd, where there is one and room for a detail of it."""
    west, east, south, north = window
    at = np.array([(place.lat, place.lon) for place in result.places])
    near = np.abs(at[:, None, :] - at[None, :, :]).max(axis=2) < CROWD_DEGREES
    thickest = int(near.sum(axis=1).argmax())
    inner_lon, inner_lat = east - DETAIL_SHARE * (east - west), south + DETAIL_SHARE * (north - south)
    drawn = [(unit.lat, unit.lon) for unit in result.units if unit.kind in SYMBOLS]
    covered = any(lat < inner_lat and lon > inner_lon for lat, lon in [*map(tuple, at), *drawn])
    if near[thickest].sum() < CROWDED_PLACES or covered:
        return None
    middle = at[near[thickest]].mean(axis=0)
    return float(middle[0]), float(middle[1])


def _detail(axes: Axes, crowd: tuple[float, float]) -> Axes:
    """Return a frame in the lower right corner that shows the surroundings of a place enlarged."""
    lat, lon = crowd
    stretch = 1.0 / math.cos(math.radians(lat))
    box = (lon - CROWD_DEGREES * stretch, lat - CROWD_DEGREES)
    size = (2.0 * CROWD_DEGREES * stretch, 2.0 * CROWD_DEGREES)
    side = DETAIL_SHARE - 0.015
    detail = axes.inset_axes((1.0 - side - 0.012, 0.012, side, side))
    detail.set_xlim(box[0], box[0] + size[0])
    detail.set_ylim(box[1], box[1] + size[1])
    detail.set_aspect(stretch, anchor="SE")
    detail.set_autoscale_on(False)
    detail.set_xticks([])
    detail.set_yticks([])
    detail.spines[["top", "right"]].set_visible(True)
    detail.set_title("detail", fontsize=7, fontweight="normal", pad=2)
    axes.add_patch(Rectangle(box, *size, fill=False, edgecolor="#444444", linewidth=0.8, zorder=6))
    return detail


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
    kinds = list(SYMBOLS)
    for party, kind in sorted({(u.party, u.kind) for u in drawn}, key=lambda p: (p[0], kinds.index(p[1]))):
        name, marker, size = SYMBOLS[kind]
        handles.append(dot(party_colour(party), "black", 0.6, f"{party} {name}", marker, size))
    launch = Patch(facecolor="none", edgecolor=HATCHING, hatch="/////", label="launch area (hypothetical)")
    disputed = Patch(facecolor="white", edgecolor=COAST, hatch="......", label="unassigned (disputed)")
    return [*handles, launch, disputed]


def _rows(result: Comparison) -> list[dict[str, Cell]]:
    """Return what was drawn, a row a mark: places by arrangement, then units, then launch areas."""
    columns = (
        "arrangement", "what", "id", "party", "kind", "lat", "lon", "people", "reachable_share", "looks",
        "lower_tier", "available_share", "radius_km",
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for name in result.arrangements:
        rows += [
            (name, "place", place.id, place.beneficiary, None, place.lat, place.lon, place.people,
             place.reachable_share, place.looks[name], place.lower_tier[name], None, None)
            for place in result.places
        ]  # fmt: skip
    rows += [
        (None, "unit", unit.id, unit.party, unit.kind, unit.lat, unit.lon, None, None, None, None,
         unit.available_share, unit.range_km)
        for unit in result.units
    ]  # fmt: skip
    rows += [
        (None, "launch area", area.id, area.party, "hypothetical", area.lat, area.lon, None, None, None, None,
         None, area.radius_km)
        for area in result.launch_areas
    ]  # fmt: skip
    return [dict(zip(columns, row, strict=True)) for row in rows]
