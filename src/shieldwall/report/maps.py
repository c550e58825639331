"""The map of units and engageable places, one panel an arrangement.

Land is Natural Earth's, de facto, which is itself a position: the foot says so. Disputed islands belong to no
party and are drawn apart; seas bear no names. Launch areas are hatched and labelled hypothetical.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import replace
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
    beside,
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
TITLE_LETTER_INCHES: Final = 0.073
"""Width of a letter of a panel's title, on average."""

TICK_STEPS: Final = ((8.0, 1.0), (40.0, 5.0), (80.0, 10.0), (math.inf, 20.0))
"""Widest span of a map, and the degrees between its ticks."""

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
    rows = map_rows(result)
    result = in_one_piece(result)
    window = map_window(result, land)
    with look():
        figure, panels = _layout(result, window)
        outlines = land_outlines(land, window)
        crowd = crowded_place(result, window)
        for axes, name in zip(panels, result.arrangements, strict=True):
            draw_land(axes, outlines)
            draw_launch_areas(axes, result.launch_areas, window[0])
            away = (absent or {}).get(name, ())
            units = [unit for unit in result.units if unit.party not in away]
            draw_sectors(axes, units)
            draw_places(axes, result.places, name)
            draw_units(axes, units)
            if crowd is not None:
                detail = detail_frame(axes, crowd)
                draw_land(detail, outlines)
                draw_places(detail, result.places, name, enlarged=1.6)
                draw_units(detail, units)
        return save(figure, folder, "map", rows)


def in_one_piece(result: Comparison) -> Comparison:
    """Return a comparison whose longitudes run on past 180 degrees where what is drawn lies on both sides.

    The cut is put opposite the middle of the places, units and launch areas; longitudes that go on to the
    east of it are above 180.
    """
    lons = [place.lon for place in result.places] + [area.lon for area in result.launch_areas]
    lons += [unit.lon for unit in result.units if unit.kind in SYMBOLS]
    turned = np.exp(1j * np.radians(lons))
    middle = float(np.degrees(np.angle(turned.mean())))
    return replace(
        result,
        places=tuple(replace(place, lon=beside(place.lon, middle)) for place in result.places),
        units=tuple(replace(unit, lon=beside(unit.lon, middle)) for unit in result.units),
        launch_areas=tuple(replace(area, lon=beside(area.lon, middle)) for area in result.launch_areas),
    )


def map_window(result: Comparison, land: Mapping[str, Any]) -> Window:
    """Return the edges of what is drawn, and of every island with a place on it, but not of radar sectors."""
    places = [(place.lon, place.lat) for place in result.places]
    points = places + [(unit.lon, unit.lat) for unit in result.units if unit.kind in SYMBOLS]
    for area in result.launch_areas:
        points += [(x, y) for x, y in sector_outline(area.lat, area.lon, area.radius_km, 0.0, 360.0)]
    islands = shapely.get_parts([shape(feature["geometry"]) for feature in land["features"]])
    tree = shapely.STRtree(islands)
    for turn in (-360.0, 0.0, 360.0):
        moved = shapely.points([(lon - turn, lat) for lon, lat in places])
        lived_on = tree.query(moved, predicate="intersects")[1]
        for west, south, east, north in shapely.bounds(islands[np.unique(lived_on)]):
            points += [(west + turn, south), (east + turn, north)]
    lons, lats = zip(*points, strict=True)
    return min(lons) - 0.8, max(lons) + 0.8, min(lats) - 0.7, max(lats) + 0.7


def _layout(result: Comparison, window: Window) -> tuple[Figure, list[Axes]]:
    """Return the figure with its title, legend and foot, and one empty panel an arrangement."""
    west, east, south, north = window
    names = list(result.arrangements)
    columns = len(names) if len(names) <= 3 else math.ceil(math.sqrt(len(names)))
    rows = math.ceil(len(names) / columns)
    panel_width = min(WIDEST_PANEL_INCHES, WIDEST_MAP_INCHES / columns)
    panel_height = panel_width * (north - south) * stretch_of(window) / (east - west)
    titles = {name: _panel_title(result, name) for name in names}
    is_narrow = max(map(len, titles.values())) * TITLE_LETTER_INCHES > panel_width
    title_height = 0.16 if is_narrow else 0.0
    handles = legend_handles(result)
    width = columns * panel_width + 0.7
    legend_columns = max(2, int(width / LEGEND_COLUMN_INCHES))
    legend_height = 0.2 * math.ceil(len(handles) / legend_columns) + 0.4
    figure = Figure(figsize=(width, rows * (panel_height + 0.42 + title_height) + legend_height + 1.3))
    height = figure.get_size_inches()[1]
    bottom = foot(figure, (READING, MAP_POLICY, credit(result)))
    figure.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(0.01, bottom), ncols=legend_columns, fontsize=8,
        columnspacing=1.2, handletextpad=0.5, labelspacing=0.5, borderaxespad=0.0,
    )  # fmt: skip
    headline(figure, f"{result.scenario.title}: what can be engaged")
    figure.subplots_adjust(
        left=0.4 / width, right=1.0 - 0.12 / width, top=1.0 - (0.62 + title_height) / height,
        bottom=bottom + legend_height / height, wspace=0.06, hspace=0.1,
    )  # fmt: skip
    panels = [figure.add_subplot(rows, columns, place + 1) for place in range(len(names))]
    for place, (axes, name) in enumerate(zip(panels, names, strict=True)):
        lay_out_map(axes, window)
        axes.tick_params(labelleft=place % columns == 0)
        axes.set_title(titles[name].replace(": ", ":\n" if is_narrow else ": "), fontsize=8.5)
    return figure, panels


def _panel_title(result: Comparison, name: str) -> str:
    shares = result.arrangements[name]
    one, two = shares.engageable_share.mean, shares.engageable_share_two_shots.mean
    return f"{plain(name)}: one shot for {one:.0%} of people, two for {two:.0%}"


def lay_out_map(axes: Axes, window: Window) -> None:
    """Set the edges, the stretch and the ticks of a map."""
    west, east, south, north = window
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set_aspect(stretch_of(window))
    axes.set_autoscale_on(False)
    axes.grid(linewidth=0.4)
    axes.spines[["top", "right"]].set_visible(True)
    span = max(east - west, north - south)
    step = next(step for limit, step in TICK_STEPS if span <= limit)
    room = 0.06 * (east - west)
    ticks = MultipleLocator(step).tick_values(west, east)
    axes.set_xticks([tick for tick in ticks if west + 0.3 * room < tick < east - room])
    axes.yaxis.set_major_locator(MultipleLocator(step))
    axes.xaxis.set_major_formatter(lambda x, _: _meridian(x))
    axes.yaxis.set_major_formatter(lambda y, _: f"{abs(y):.0f}°{'N' if y >= 0 else 'S'}")
    axes.tick_params(labelsize=7, length=2)


def _meridian(lon: float) -> str:
    """Return a longitude as text, also one that runs on past 180 degrees."""
    wrapped = (lon + 180.0) % 360.0 - 180.0
    return "180°" if abs(wrapped) == 180.0 else f"{abs(wrapped):.0f}°{'E' if wrapped >= 0 else 'W'}"


def stretch_of(window: Window) -> float:
    """Return how much longer a degree of latitude is than one of longitude in the middle of a window."""
    return 1.0 / math.cos(math.radians((window[2] + window[3]) / 2.0))


def crowded_place(result: Comparison, window: Window) -> tuple[float, float] | None:
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


def detail_frame(axes: Axes, crowd: tuple[float, float]) -> Axes:
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


def legend_handles(result: Comparison) -> list[Any]:
    """Return what the legend explains: looks, rings, parties by kind of unit, launch areas, disputed land."""

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


def map_rows(result: Comparison) -> list[dict[str, Cell]]:
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
