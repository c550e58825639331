"""The coverage map: for each tier, how many shots each part of the land can count on in the worst case.

Land is Natural Earth's, de facto, which is itself a position: the foot says so. One hue runs from light to
dark, so that classes are told apart with any colour vision and in grey. Units stand by party and kind, paler
where they are less often available; launch areas are hatched and labelled hypothetical. Where fire units
crowd, their surroundings are drawn again, enlarged.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.path import Path as Outline
from shapely.geometry import shape

from shieldwall.case.law import AS_OF
from shieldwall.model.outcomes import UnitPlaced
from shieldwall.report.maps import MAP_POLICY, lay_out_map, stretch_of
from shieldwall.report.style import Cell, Saved, foot, headline, look, made_with, plain, save
from shieldwall.report.symbols import (
    COAST,
    HATCHING,
    SYMBOLS,
    Window,
    draw_land,
    draw_launch_areas,
    draw_units,
    land_outlines,
    party_colour,
    sector_outline,
)
from shieldwall.study.coverage.record import CoverageRecord

COLOURS: Final = ("#FFFFFF", "#D9F0D3", "#A6DBA0", "#5AAE61", "#1B7837", "#00441B")
"""Classes of shots from fewest to most."""
BEYOND: Final = "#D8D8D8"
OUTLINE: Final = "#5B5B5B"

TITLES: Final = {"upper": "Upper tier", "lower": "Lower tier", "layered": "Both tiers"}
READING: Final = (
    "Expected number of shots at a missile aimed there, against the worst launch area and flight shape, over "
    "who is on station: at most two upper-tier shots with a look between, and one of the lower tier. Ship "
    "stations are notional."
)
WIDTH_INCHES: Final = 13.4
LEGEND_COLUMNS: Final = 6
CROWD_DEGREES: Final = (6.2, 2.6)
CROWDED_UNITS: Final = 4
DETAIL_SHARE: Final = (0.5, 0.25)


def coverage_map(record: CoverageRecord, land: Sequence[Mapping[str, Any]], folder: Path) -> Saved:
    """Draw a coverage map, a panel a tier, as ``coverage.svg``, ``coverage.png`` and ``coverage.csv``.

    Parameters
    ----------
    record : CoverageRecord
        With its GeoJSON.
    land : sequence of mapping
        Features of the land layer; they carry ``party``, None where unassigned.
    folder : Path
        Where the files go.
    """
    features = record.geojson["features"]
    window = window_of(record)
    with look():
        figure, panels = _layout(record, window)
        outlines = land_outlines({"features": list(land)}, window)
        units = [unit for unit in record.units if within(window, unit.lat, unit.lon)]
        crowd = _crowd(units, window)
        for axes, tier in zip(panels, TITLES, strict=True):
            draw_land(axes, outlines)
            draw_launch_areas(axes, record.launch_areas, window[0])
            of_tier = [feature for feature in features if feature["properties"]["tier"] == tier]
            for feature in of_tier:
                _draw_class(axes, feature)
            draw_units(axes, [unit for unit in units if unit.kind == "ship"])
            _draw_fire_units(axes, units, 2.6)
            if crowd is not None:
                detail = _detail(axes, crowd)
                draw_land(detail, outlines)
                for feature in of_tier:
                    _draw_class(detail, feature)
                _draw_fire_units(detail, units, 3.6)
        return save(figure, folder, "coverage", _rows(record))


def window_of(record: CoverageRecord) -> Window:
    """Return the edges of what is drawn: land in reach, units near it, and the launch areas."""
    shapes = [shape(each["geometry"]) for each in record.geojson["features"]]
    reached = [
        part
        for part, each in zip(shapes, record.geojson["features"], strict=True)
        if each["properties"]["class"] >= 0
    ]
    west, south, east, north = shapely.total_bounds(reached or shapes)
    points = [(west - 0.6, south - 0.6), (east + 0.6, north + 0.6)]
    for area in record.launch_areas:
        points += [(x, y) for x, y in sector_outline(area.lat, area.lon, area.radius_km + 40.0, 0.0, 360.0)]
    lons, lats = np.array(points).T
    return float(lons.min()), float(lons.max()), float(lats.min()), float(lats.max())


def within(window: Window, lat: float, lon: float) -> bool:
    """Say whether a place is inside a window."""
    west, east, south, north = window
    return west < lon < east and south < lat < north


def _layout(record: CoverageRecord, window: Window) -> tuple[Figure, list[Axes]]:
    west, east, south, north = window
    panel = (WIDTH_INCHES - 0.54) / (len(TITLES) + 0.05 * (len(TITLES) - 1))
    panel_height = panel * (north - south) * stretch_of(window) / (east - west)
    handles = _legend(record, window)
    legend_height = 0.2 * math.ceil(len(handles) / LEGEND_COLUMNS) + 0.36
    figure = Figure(figsize=(WIDTH_INCHES, panel_height + legend_height + 1.62))
    height = figure.get_size_inches()[1]
    bottom = foot(figure, (READING, MAP_POLICY, credit_line(record)))
    figure.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(0.01, bottom), ncols=LEGEND_COLUMNS, fontsize=8,
        columnspacing=1.4, handletextpad=0.5, labelspacing=0.5, borderaxespad=0.0,
    )  # fmt: skip
    options = f" with {', '.join(plain(name) for name in record.options)}" if record.options else ""
    title = (
        f"What can be engaged on {record.date}{options}: threat {plain(record.threat)} (hypothetical), "
        f"{arranged(record.arrangement)}"
    )
    headline(figure, title)
    figure.subplots_adjust(
        left=0.42 / WIDTH_INCHES, right=1.0 - 0.12 / WIDTH_INCHES, top=1.0 - 0.78 / height,
        bottom=bottom + legend_height / height, wspace=0.05,
    )  # fmt: skip
    panels = [figure.add_subplot(1, len(TITLES), place + 1) for place in range(len(TITLES))]
    for place, (axes, tier) in enumerate(zip(panels, TITLES, strict=True)):
        lay_out_map(axes, window)
        axes.tick_params(labelleft=place == 0)
        axes.set_title(_title(record, tier), fontsize=8.5, pad=5)
    return figure, panels


def arranged(name: str) -> str:
    """Return an arrangement in words.

    Examples
    --------
    >>> arranged("as_of"), arranged("integrated")
    ('what the law of the date allows', 'arrangement integrated')
    """
    return "what the law of the date allows" if name == AS_OF else f"arrangement {plain(name)}"


def _title(record: CoverageRecord, tier: str) -> str:
    words = []
    for number, shares in record.engageable_share[tier].items():
        people, land = shares.people["all"].worst, shares.land["all"].worst
        shots = "shot" if number == "one" else "shots"
        words.append(f"{number} {shots} for {people:.0%} of people, {land:.0%} of land")
    return f"{TITLES[tier]}: " + ";\n".join(words)


def _draw_class(axes: Axes, feature: Mapping[str, Any]) -> None:
    number = feature["properties"]["class"]
    outlines = []
    for polygon in shapely.get_parts(shape(feature["geometry"])):
        rings = (polygon.exterior, *polygon.interiors)
        closed = [Outline(np.asarray(ring.coords), closed=True) for ring in rings]
        outlines.append(Outline.make_compound_path(*closed))
    colour = BEYOND if number < 0 else COLOURS[number]
    axes.add_collection(
        PathCollection(outlines, facecolor=colour, edgecolor=OUTLINE, linewidth=0.15, zorder=1.8),
        autolim=False,
    )


def _legend(record: CoverageRecord, window: Window) -> list[Any]:
    names: dict[int, str] = {}
    for feature in record.geojson["features"]:
        names[feature["properties"]["class"]] = feature["properties"]["shots"]
    handles: list[Any] = [
        Patch(
            facecolor=BEYOND if number < 0 else COLOURS[number], edgecolor=OUTLINE, linewidth=0.5,
            label=names[number] if number < 0 else f"{names[number]} shots",
        )
        for number in sorted(names)
    ]  # fmt: skip
    handles += unit_handles([unit for unit in record.units if within(window, unit.lat, unit.lon)])
    handles.append(
        Patch(facecolor="none", edgecolor=HATCHING, hatch="/////", label="launch area (hypothetical)")
    )
    handles.append(Patch(facecolor="white", edgecolor=COAST, hatch="......", label="unassigned (disputed)"))
    return handles


def _draw_fire_units(axes: Axes, units: Sequence[UnitPlaced], size: float) -> None:
    """Draw fire units small, so that what they cover is seen around them."""
    for unit in units:
        if unit.kind == "ground_battery" and unit.available_share > 0.0:
            axes.plot(
                [unit.lon], [unit.lat], linestyle="none", marker=SYMBOLS[unit.kind][1], markersize=size,
                markerfacecolor=party_colour(unit.party), markeredgecolor="black", markeredgewidth=0.4,
                alpha=0.35 + 0.65 * unit.available_share, zorder=5,
            )  # fmt: skip


def _crowd(units: Sequence[UnitPlaced], window: Window) -> Window | None:
    """Return the edges of the surroundings of most fire units, where they crowd in a large map."""
    width = window[1] - window[0]
    places = np.array([(unit.lon, unit.lat) for unit in units if unit.kind == "ground_battery"])
    if width < 2.0 * CROWD_DEGREES[0] or len(places) < CROWDED_UNITS:
        return None
    half = 0.5 * np.array(CROWD_DEGREES)
    near = (np.abs(places[:, None] - places[None]) <= half).all(axis=2)
    thickest = int(near.sum(axis=1).argmax())
    if near[thickest].sum() < CROWDED_UNITS:
        return None
    middle = 0.5 * (places[near[thickest]].min(axis=0) + places[near[thickest]].max(axis=0))
    low, high = middle - half, middle + half
    return float(low[0]), float(high[0]), float(low[1]), float(high[1])


def _detail(axes: Axes, crowd: Window) -> Axes:
    """Return a frame in the upper left corner that shows a part of the map enlarged."""
    west, east, south, north = crowd
    detail = axes.inset_axes((0.012, 0.985 - DETAIL_SHARE[1], *DETAIL_SHARE))
    detail.set_xlim(west, east)
    detail.set_ylim(south, north)
    detail.set_aspect(stretch_of(crowd), anchor="NW")
    detail.set_autoscale_on(False)
    detail.set_xticks([])
    detail.set_yticks([])
    detail.set_zorder(7)
    detail.spines[["top", "right"]].set_visible(True)
    axes.add_patch(
        Rectangle(
            (west, south),
            east - west,
            north - south,
            fill=False,
            edgecolor="#444444",
            linewidth=0.7,
            zorder=6,
        )
    )
    return detail


def unit_handles(units: Sequence[UnitPlaced]) -> list[Line2D]:
    """Return the legend's entries of the units that shoot, by party and kind."""
    kinds = [kind for kind in SYMBOLS if kind != "radar_site"]
    drawn = {(unit.party, unit.kind) for unit in units if unit.kind in kinds and unit.available_share > 0.0}
    handles = []
    for party, kind in sorted(drawn, key=lambda pair: (pair[0], kinds.index(pair[1]))):
        name, marker, size = SYMBOLS[kind]
        handles.append(
            Line2D(
                [], [], linestyle="none", marker=marker, markersize=size, markeredgecolor="black",
                markerfacecolor=party_colour(party), markeredgewidth=0.6, label=f"{party} {name}",
            )
        )  # fmt: skip
    return handles


def credit_line(record: CoverageRecord) -> str:
    """Return the line that says what was run."""
    shapes = ", ".join(plain(name) for name in record.shapes)
    return (
        f"{record.title}. Threat {plain(record.threat)} (hypothetical), {shapes}; availability "
        f"{record.availability}; cells of {record.cell_km:g} km. The missile reaches "
        f"{record.people_reached_share:.0%} of {record.people:,} residents; shares are of those. "
        f"{made_with(record.versions)}."
    )


def _rows(record: CoverageRecord) -> list[dict[str, Cell]]:
    columns = (
        "what",
        "tier",
        "shots",
        "people",
        "land_km2",
        "id",
        "party",
        "kind",
        "lat",
        "lon",
        "available_share",
    )
    rows: list[tuple[Cell, ...]] = []
    for feature in record.geojson["features"]:
        about = feature["properties"]
        rows.append(
            ("class", about["tier"], about["shots"], about["people"], about["land_km2"], *([None] * 6))
        )
    rows += [
        (
            "unit",
            None,
            None,
            None,
            None,
            unit.id,
            unit.party,
            unit.kind,
            unit.lat,
            unit.lon,
            unit.available_share,
        )
        for unit in record.units
    ]
    return [dict(zip(columns, row, strict=True)) for row in rows]
