"""The figures of a brief: drawn once, at the width of its page, for every output.

They share the marks, colours and symbols of all other figures; title and foot are the document's own words.
With a folder each is also saved as SVG and PNG with its numbers as CSV.
"""

from __future__ import annotations

import contextlib
import io
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.path import Path as Outline
from matplotlib.ticker import MaxNLocator

from shieldwall.model.arrangement import MECHANISMS, Arrangement
from shieldwall.model.outcomes import Comparison, PlaceEngageable
from shieldwall.report.brief.words import SHOWN
from shieldwall.report.figures import TITLES, draw_bars, estimate_row
from shieldwall.report.maps import (
    crowded_place,
    detail_frame,
    in_one_piece,
    lay_out_map,
    legend_handles,
    map_rows,
    map_window,
    stretch_of,
)
from shieldwall.report.panels import name_rows
from shieldwall.report.style import GREY, Cell, look, mark, plain, save
from shieldwall.report.symbols import (
    DOTS,
    draw_land,
    draw_launch_areas,
    draw_places,
    draw_sectors,
    draw_units,
    land_outlines,
)
from shieldwall.report.typst_document import font_folder

WIDTH_INCHES: Final = 6.62
"""Width of the text on A4; on Letter a figure is enlarged by a few per cent."""

TALLEST_INCHES: Final = 7.8
"""Height that a figure may have, so that its caption and notes stand on the same page of Letter."""

WIDEST_PANEL_INCHES: Final = 4.6
FINEST_DEGREE: Final = 0.03
"""Coast finer than this, a tenth of a millimetre on the page, is left out of the map's large panels."""

FEWER_DOTS: Final = ".."
"""The pattern of land that no party holds, in a drawing of fewer strokes."""

HEADLINES: Final = (
    "engageable_share", "engageable_share_two_shots", "p_no_leak",
    "expected_leakers", "warning_time_s", "interceptors_expended",
)  # fmt: skip
CHANCES: Final = frozenset({"p_no_leak"})
"""Measures of which a single raid is all or nothing, so that its interval says nothing."""

ATTRIBUTED: Final = ("expected_leakers", "warning_time_s", "interceptors_expended")
CURVE: Final = ("p_no_leak", "expected_leakers", "interceptors_expended")

Rows = list[dict[str, Cell]]


@dataclass(frozen=True)
class Drawing:
    """A figure drawn: its SVG, and where its files lie if they were asked for."""

    svg: str
    files: tuple[Path, ...] = ()


@contextlib.contextmanager
def _look_with_native_names() -> Iterator[None]:
    """Draw under the one look, with the letters of native names behind those of the figures' font."""
    from matplotlib import font_manager

    file = font_folder() / "ipaexg.ttf"
    if not any(entry.fname == str(file) for entry in font_manager.fontManager.ttflist):
        font_manager.fontManager.addfont(str(file))
    with look():
        mpl.rcParams["font.family"] = [mpl.rcParams["font.family"][0], "IPAexGothic"]
        yield


def _finish(figure: Figure, name: str, rows: Rows, parts: Path | None) -> Drawing:
    files: tuple[Path, ...] = ()
    if parts is not None:
        saved = save(figure, parts, name, rows)
        return Drawing(saved.svg.read_text(encoding="utf-8"), (saved.svg, saved.png, saved.csv))
    stream = io.StringIO()
    figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": "Shieldwall"}, facecolor="white")
    return Drawing(stream.getvalue(), files)


def _percent(measure: str) -> float:
    return SHOWN[measure].factor


def outcome_figure(result: Comparison, names: Mapping[str, str], parts: Path | None) -> Drawing:
    """Draw the six headline outcomes of every arrangement with both intervals."""
    ids = list(result.arrangements)
    rows: Rows = []
    with look():
        figure, panels = _grid(HEADLINES, 3, 0.26 * len(ids) + 0.25, _room_for(names[name] for name in ids))
        for axes, measure in zip(panels, HEADLINES, strict=True):
            for row, name in enumerate(ids):
                estimate = getattr(result.arrangements[name], measure)
                drawn = replace(estimate, predictive=estimate.epistemic) if measure in CHANCES else estimate
                draw_bars(axes, row, drawn, mark(row))
                rows.append({"arrangement": name, "measure": measure, **estimate_row(estimate)})
            _name_rows(axes, [names[name] for name in ids])
            _share_axis(axes, measure)
        return _finish(figure, "outcomes", rows, parts)


def attribution_figure(result: Comparison, names: Mapping[str, str], parts: Path | None) -> Drawing:
    """Draw the Shapley value of every mechanism for leakers, warning and interceptors."""
    mechanisms = [name for name in MECHANISMS if name in result.attribution[ATTRIBUTED[0]]]
    rows: Rows = []
    with look():
        figure, panels = _grid(ATTRIBUTED, 3, 0.32 * len(mechanisms) + 0.2, _room_for(names.values()))
        for axes, measure in zip(panels, ATTRIBUTED, strict=True):
            axes.axvline(0.0, color=GREY, linewidth=1.0, zorder=1.5)
            for row, name in enumerate(mechanisms):
                share = result.attribution[measure][name]
                draw_bars(axes, row, share, mark(row))
                for end, symbol in ((share.first_in, ">"), (share.last_in, "<")):
                    axes.plot(
                        [end], [row + 0.32], symbol, markersize=4.0, color="white",
                        markeredgecolor=mark(row).colour, markeredgewidth=0.8,
                    )  # fmt: skip
                rows.append({"mechanism": name, "measure": measure, **estimate_row(share)})
                rows[-1] |= {"first_in": share.first_in, "last_in": share.last_in}
            _name_rows(axes, [names[name] for name in mechanisms])
        return _finish(figure, "attribution", rows, parts)


def _room_for(labels: Iterable[str]) -> float:
    """Return the inches to the left of the panels that the longest label of a row needs."""
    return max(1.0, 0.075 * max(len(label) for label in labels) + 0.12)


def _across(labels: Sequence[str]) -> int:
    """Return how many entries of a legend stand side by side."""
    return max(1, min(len(labels), int(WIDTH_INCHES / (0.068 * max(map(len, labels)) + 0.5))))


def _grid(
    measures: Sequence[str], columns: int, panel_inches: float, left_inches: float
) -> tuple[Figure, list[Axes]]:
    """Return a figure of the page's width with one titled panel a measure."""
    count = math.ceil(len(measures) / columns)
    height = count * (panel_inches + 0.62) + 0.1
    figure = Figure(figsize=(WIDTH_INCHES, height))
    figure.subplots_adjust(
        left=left_inches / WIDTH_INCHES, right=0.985, top=1.0 - 0.3 / height, bottom=0.4 / height,
        wspace=0.13, hspace=0.62 / panel_inches,
    )  # fmt: skip
    panels = [figure.add_subplot(count, columns, place + 1) for place in range(len(measures))]
    for axes, measure in zip(panels, measures, strict=True):
        shown = SHOWN[measure]
        axes.set_title(TITLES[measure], pad=4, fontsize=8.0)
        axes.set_xlabel(shown.unit or "interceptors", labelpad=1, fontsize=7.5)
        axes.tick_params(axis="x", labelsize=7.0, pad=2)
        axes.xaxis.set_major_locator(MaxNLocator(4, min_n_ticks=3))
    return figure, panels


def _name_rows(axes: Axes, names: Sequence[str]) -> None:
    name_rows(axes, names)
    axes.tick_params(axis="y", labelsize=8.0)


def _share_axis(axes: Axes, measure: str) -> None:
    if _percent(measure) > 1.0:
        axes.set_xlim(-0.03, 1.03)
        axes.set_xticks([0.0, 0.25, 0.5, 0.75, 1.0], ["0", "25", "50", "75", "100"])
    else:
        axes.set_xlim(left=min(0.0, axes.get_xlim()[0]))


def raid_size_figure(result: Comparison, names: Mapping[str, str], parts: Path | None) -> Drawing:
    """Draw outcomes against the size of the hypothetical raid, with the interval over what is not known."""
    ids = list(dict.fromkeys(point.arrangement for point in result.raid_size_curve))
    rows: Rows = []
    with look():
        across = _across([names[name] for name in ids])
        height = 2.57 + 0.18 * math.ceil(len(ids) / across)
        figure = Figure(figsize=(WIDTH_INCHES, height))
        panels = [figure.add_subplot(1, 3, place + 1) for place in range(3)]
        top = 1.0 - (0.37 + 0.18 * math.ceil(len(ids) / across)) / height
        figure.subplots_adjust(left=0.055, right=0.985, top=top, bottom=0.44 / height, wspace=0.22)
        for axes, measure in zip(panels, CURVE, strict=True):
            for place, name in enumerate(ids):
                points = [point for point in result.raid_size_curve if point.arrangement == name]
                sizes = [point.raid_size for point in points]
                found = [getattr(point, measure) for point in points]
                factor, drawn = _percent(measure), mark(place)
                axes.fill_between(
                    sizes, [factor * e.epistemic[0] for e in found], [factor * e.epistemic[1] for e in found],
                    color=drawn.colour, alpha=0.12, linewidth=0,
                )  # fmt: skip
                axes.plot(
                    sizes, [factor * e.mean for e in found], color=drawn.colour, linestyle=drawn.dash,
                    marker=drawn.marker, markersize=4.0, linewidth=1.3, label=names[name],
                )  # fmt: skip
                for size, estimate in zip(sizes, found, strict=True):
                    rows.append({"arrangement": name, "raid_size": size, "measure": measure})
                    rows[-1] |= estimate_row(estimate)
            unit = SHOWN[measure].unit
            axes.set_title(f"{TITLES[measure]}, %" if unit == "%" else TITLES[measure], pad=4, fontsize=8.5)
            axes.set_xlabel("missiles in the raid (hypothetical)", labelpad=1, fontsize=7.5)
            axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
            axes.tick_params(labelsize=7.0, pad=2)
            axes.set_ylim(bottom=0.0)
        handles, labels = panels[0].get_legend_handles_labels()
        figure.legend(
            handles, labels, loc="upper left", bbox_to_anchor=(0.04, 1.01), ncols=across,
            handlelength=3.2, fontsize=8.0, columnspacing=1.6,
        )  # fmt: skip
        return _finish(figure, "raid_size", rows, parts)


def warning_figure(
    result: Comparison, places: Sequence[PlaceEngageable], names: Mapping[str, str],
    labels: Callable[[PlaceEngageable], str], parts: Path | None,
) -> Drawing:  # fmt: skip
    """Draw the mean warning time at each place, by arrangement."""
    ids = list(result.arrangements)
    rows: Rows = []
    with _look_with_native_names():
        across = _across([names[name] for name in ids])
        legend = 0.17 + 0.18 * math.ceil(len(ids) / across)
        height = 0.19 * len(places) + 0.5 + legend
        figure = Figure(figsize=(WIDTH_INCHES, height))
        axes = figure.add_axes((0.27, 0.4 / height, 0.715, 1.0 - (0.4 + legend) / height))
        for row, place in enumerate(places):
            for position, name in enumerate(ids):
                drawn = mark(position)
                at = row + 0.5 * ((position + 0.5) / len(ids) - 0.5)
                axes.plot(
                    [place.warning_time_s[name]], [at], drawn.marker, color=drawn.colour, markersize=4.6,
                    markeredgecolor="white", markeredgewidth=0.5, label=names[name] if row == 0 else None,
                    zorder=4.0 - 0.1 * position,
                )  # fmt: skip
                rows.append({"arrangement": name, "place": place.name, "people": place.people})
                rows[-1] |= {"warning_time_s": place.warning_time_s[name]}
        axes.set_yticks(range(len(places)), [labels(place) for place in places])
        axes.set_ylim(len(places) - 0.4, -0.6)
        axes.set_xlim(left=0.0)
        axes.tick_params(axis="y", length=0, labelsize=7.5)
        axes.tick_params(axis="x", labelsize=7.0, pad=2)
        axes.set_xlabel("seconds from the public alert to impact, mean", labelpad=1, fontsize=7.5)
        axes.legend(
            loc="lower left", bbox_to_anchor=(-0.3, 0.99), ncols=across, fontsize=8.0,
            handletextpad=0.3, columnspacing=1.4, borderaxespad=0.2,
        )  # fmt: skip
        return _finish(figure, "warning", rows, parts)


def map_figure(
    result: Comparison, land: Mapping[str, Any], arrangements: Mapping[str, Arrangement], parts: Path | None
) -> Drawing:
    """Draw what can be engaged under every arrangement: units, places, launch areas."""
    rows = map_rows(result)
    result = in_one_piece(result)
    window = map_window(result, land)
    west, east, south, north = window
    ids = list(result.arrangements)
    with look():
        handles = legend_handles(result)
        legend = 0.17 * math.ceil(len(handles) / 3) + 0.18
        shape = (north - south) * stretch_of(window) / (east - west)
        columns, width = _panels_that_fit(len(ids), shape, TALLEST_INCHES - legend - 0.2)
        count, panel = math.ceil(len(ids) / columns), width * shape
        aside = 0.3 + 0.5 * (WIDTH_INCHES - 0.38 - columns * (width + 0.1) + 0.1)
        height = count * (panel + 0.26) + legend + 0.2
        figure = Figure(figsize=(WIDTH_INCHES, height))
        outlines, crowd = _large(land_outlines(land, window, FINEST_DEGREE)), crowded_place(result, window)
        for handle in handles:
            if isinstance(handle, Patch) and handle.get_hatch() == DOTS:
                handle.set_hatch(FEWER_DOTS)
        for place, name in enumerate(ids):
            row, column = divmod(place, columns)
            left = aside + column * (width + 0.1)
            bottom = height - 0.22 - row * (panel + 0.26) - panel
            box = (left / WIDTH_INCHES, bottom / height, width / WIDTH_INCHES, panel / height)
            axes = figure.add_axes(box)
            lay_out_map(axes, window)
            last = place + columns >= len(ids)
            axes.tick_params(labelsize=6.0, pad=1.5, labelleft=column == 0, labelbottom=last)
            axes.set_title(arrangements[name].name, fontsize=8.5, pad=3)
            away = arrangements[name].absent
            units = [unit for unit in result.units if unit.party not in away]
            draw_land(axes, outlines, FEWER_DOTS)
            draw_launch_areas(axes, result.launch_areas, west)
            draw_sectors(axes, units)
            draw_places(axes, result.places, name, enlarged=0.55)
            draw_units(axes, units)
            if crowd is not None:
                detail = detail_frame(axes, crowd)
                (detail_west, detail_east), (detail_south, detail_north) = (
                    detail.get_xlim(),
                    detail.get_ylim(),
                )
                inside = land_outlines(land, (detail_west, detail_east, detail_south, detail_north))
                draw_land(detail, inside, FEWER_DOTS)
                draw_places(detail, result.places, name, enlarged=0.9)
                draw_units(detail, units)
        figure.legend(
            handles=handles, loc="lower left", bbox_to_anchor=(0.03, 0.0), ncols=3, fontsize=7.2,
            columnspacing=1.3, handletextpad=0.5, labelspacing=0.45, borderaxespad=0.1,
        )  # fmt: skip
        return _finish(figure, "map", rows, parts)


def _panels_that_fit(panels: int, shape: float, height_inches: float) -> tuple[int, float]:
    """Return how many columns of panels, height to width as ``shape``, make them largest, and their width."""
    widths = {}
    for columns in range(1, min(4, panels) + 1):
        across = (WIDTH_INCHES - 0.38 - 0.1 * (columns - 1)) / columns
        down = height_inches / math.ceil(panels / columns) - 0.26
        widths[columns] = min(across, down / shape, WIDEST_PANEL_INCHES)
    best = max(widths, key=lambda columns: widths[columns])
    return best, widths[best]


def _large(outlines: Mapping[bool, list[Outline]]) -> dict[bool, list[Outline]]:
    """Return outlines without the islets of a party that a large panel cannot show; disputed ones stay."""

    def is_large(outline: Outline) -> bool:
        return bool(np.ptp(outline.vertices, axis=0).max() > 2.0 * FINEST_DEGREE)

    return {True: [each for each in outlines[True] if is_large(each)], False: outlines[False]}


def map_alt(result: Comparison) -> str:
    """Return what a reader who cannot see the map is told."""
    kinds = ", ".join(sorted({plain(unit.kind) for unit in result.units}))
    return (
        f"Map, one panel an arrangement, of {kinds} by party, of places by the looks that the upper tier has "
        "at a missile aimed there, and of the hypothetical launch areas."
    )
