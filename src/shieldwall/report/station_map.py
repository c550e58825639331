"""The map of stations: those that the programme chose, beside those in place on the date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from shieldwall.report.maps import MAP_POLICY, lay_out_map, stretch_of
from shieldwall.report.style import (
    BLUE,
    GREY,
    VERMILION,
    Cell,
    Saved,
    foot,
    headline,
    look,
    made_with,
    plain,
    save,
)
from shieldwall.report.symbols import (
    COAST,
    HATCHING,
    SYMBOLS,
    Window,
    draw_land,
    draw_launch_areas,
    land_outlines,
    sector_outline,
)
from shieldwall.study.coverage.station_record import Group, StationRecord, Stood

WIDTH_INCHES: Final = 8.4
GROUPS: Final = (("chosen", VERMILION, 12.0), ("in place", GREY, 9.0), ("named in the question", BLUE, 10.0))


def station_map(record: StationRecord, land: Sequence[Mapping[str, Any]], folder: Path) -> Saved:
    """Draw stations as ``stations.svg``, ``stations.png`` and ``stations.csv``.

    Parameters
    ----------
    record : StationRecord
        The answer.
    land : sequence of mapping
        Features of the land layer.
    folder : Path
        Where the files go.
    """
    groups = _groups(record)
    window = _window(record, groups, land)
    with look():
        west, east, south, north = window
        panel = WIDTH_INCHES - 0.65
        height = panel * (north - south) * stretch_of(window) / (east - west) + 2.8
        figure = Figure(figsize=(WIDTH_INCHES, height))
        bottom = foot(figure, (_supposed(record), *record.remarks, MAP_POLICY, _credit(record)))
        headline(figure, _headline(record))
        figure.subplots_adjust(
            left=0.45 / WIDTH_INCHES, right=1.0 - 0.12 / WIDTH_INCHES, top=1.0 - 0.5 / height,
            bottom=bottom + 0.98 / height,
        )  # fmt: skip
        axes = figure.add_subplot(1, 1, 1)
        lay_out_map(axes, window)
        draw_land(axes, land_outlines({"features": list(land)}, window))
        draw_launch_areas(axes, record.launch_areas, west)
        marker = SYMBOLS["ship" if record.where == "sea" else "ground_battery"][1]
        handles: list[Any] = []
        scale = 1.25 if record.where == "sea" else 0.55
        for (name, colour, size), stood, words in groups:
            lons, lats = [place.lon for place in stood], [place.lat for place in stood]
            drawn: dict[str, Any] = {
                "linestyle": "none", "marker": marker, "markersize": scale * size, "markerfacecolor": colour,
                "markeredgecolor": "black", "markeredgewidth": 0.7,
            }  # fmt: skip
            axes.plot(lons, lats, **drawn, alpha=0.9, zorder=5 if name == "chosen" else 4)
            handles.append(Line2D([], [], **drawn, label=words))
        handles.append(
            Patch(facecolor="none", edgecolor=HATCHING, hatch="/////", label="launch area (hypothetical)")
        )
        handles.append(
            Patch(facecolor="white", edgecolor=COAST, hatch="......", label="unassigned (disputed)")
        )
        figure.legend(
            handles=handles, loc="lower left", bbox_to_anchor=(0.01, bottom), ncols=2, fontsize=8,
            columnspacing=1.6, handletextpad=0.7, labelspacing=0.6, borderaxespad=0.0,
        )  # fmt: skip
        return save(figure, folder, "stations", _rows(groups))


Drawn = tuple[tuple[str, str, float], tuple[Stood, ...], str]


def _groups(record: StationRecord) -> list[Drawn]:
    """Return what is drawn: look, stations and the words of the legend, in order of layers."""
    noun = "station" if record.where == "sea" else "site"

    def words(name: str, group: Group) -> str:
        plural = "" if group.ships == 1 else "s"
        return f"{name}: {group.ships} {noun}{plural}, {group.covered_population_share:.1%} of residents"

    drawn: list[Drawn] = [(GROUPS[1], record.today.stations, words("in place", record.today))]
    if record.given is not None:
        drawn.append((GROUPS[2], record.given.stations, words("named in the question", record.given)))
    if record.ships is not None and record.covered_population_share is not None:
        plural = "" if record.ships == 1 else "s"
        text = f"chosen: {record.ships} {noun}{plural}, {record.covered_population_share:.1%} of residents"
        drawn.append((GROUPS[0], record.stations, text))
    return drawn


def _window(record: StationRecord, groups: Sequence[Drawn], land: Sequence[Mapping[str, Any]]) -> Window:
    """Return the edges of what is drawn: the region, the stations chosen or named, and the launch areas."""
    shapes = [each["shape"] for each in land if each["properties"].get("region") == record.region]
    parts = shapely.get_parts(shapes)
    large = [part for part in parts if part.area > 0.02 * max(each.area for each in parts)] or list(parts)
    west, south, east, north = shapely.total_bounds(large)
    points = [(west - 0.8, south - 0.8), (east + 0.8, north + 0.8)]
    near = max(east - west, north - south)
    for look_of, stood, _ in groups:
        for place in stood:
            is_near = west - near < place.lon < east + near and south - near < place.lat < north + near
            if look_of[0] != "in place" or is_near:
                points += [(place.lon - 0.8, place.lat - 0.8), (place.lon + 0.8, place.lat + 0.8)]
    for area in record.launch_areas:
        if west - 2.0 * near < area.lon < east + 2.0 * near:
            points += [
                (x, y) for x, y in sector_outline(area.lat, area.lon, area.radius_km + 40.0, 0.0, 360.0)
            ]
    lons, lats = np.array(points).T
    return float(lons.min()), float(lons.max()), float(lats.min()), float(lats.max())


def _headline(record: StationRecord) -> str:
    shots = "one shot" if record.shots == 1 else "two shots with a look between"
    what = f"{record.interceptor_name}, {shots}, {plain(record.region)}"
    if record.ships is None:
        return f"{what}: no number of sites covers everyone"
    return f"{what}: {record.goal}"


def _supposed(record: StationRecord) -> str:
    said = "; ".join(supposed(record))
    proof = (
        "" if record.optimal is None else f" Optimum {'proved' if record.optimal else 'not proved'} (HiGHS)."
    )
    return f"Supposed: {said}.{proof}"


def supposed(record: StationRecord) -> list[str]:
    """Return the suppositions of an answer in words, each number with its unit."""
    said = []
    for name, value in record.assumptions.items():
        if isinstance(value, str):
            said.append(f"{plain(name)} {plain(value)}")
            continue
        unit = next((each for each in ("km", "s") if name.endswith(f"_{each}")), "")
        said.append(f"{plain(name).removesuffix(f' {unit}')} {value:g} {unit}".rstrip())
    return said


def _credit(record: StationRecord) -> str:
    return f"Scenario {record.scenario}, posture of {record.date}. {made_with(record.versions)}."


def _rows(groups: Sequence[Drawn]) -> list[dict[str, Cell]]:
    return [
        {
            "group": name,
            "unit": place.unit,
            "lat": place.lat,
            "lon": place.lon,
            "covers_alone_share": place.covers_alone_share,
        }
        for (name, _, _), stood, _ in groups
        for place in stood
    ]
