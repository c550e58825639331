"""Warning times as a chart: at the main places of each region, by arrangement, beside the flight time."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from matplotlib.figure import Figure

from shieldwall.report.panels import legend_columns
from shieldwall.report.style import GREY, PALE, Cell, Saved, foot, headline, look, mark, plain, save
from shieldwall.study.warning import ArrangementWarned, PlaceWarned, crowded

LARGEST: Final = 24
SPREAD: Final = 0.62
"""Share of a row's height over which its arrangements are spread."""
WIDTH_INCHES: Final = 9.5
LEFT_INCHES: Final = 1.75

EXPLAINED: Final = (
    "Mark: mean over launch areas and draws; line: 5th to 95th percentile. Grey bar: flight time, 5th to "
    "95th percentile, mean as a tick. A place hit without warning counts as zero."
)


def warning_chart(
    warned: Mapping[str, ArrangementWarned], names: Mapping[str, str], folder: Path, lines: Sequence[str]
) -> Saved:
    """Draw warning and flight times at the most crowded places, as ``warning.svg`` and so on.

    Parameters
    ----------
    warned : mapping of str to ArrangementWarned
        By id of arrangement, in the order in which they are drawn.
    names : mapping of str to str
        What each arrangement is called.
    folder : Path
        Where the files go.
    lines : sequence of str
        For the foot: what is counted, and what was run.
    """
    ids = list(warned)
    everywhere = warned[ids[0]].places
    regions = dict.fromkeys(place.beneficiary for place in everywhere)
    each = max(1, LARGEST // len(regions))
    places = [
        place
        for region in regions
        for place in crowded([p for p in everywhere if p.beneficiary == region], each)
    ]
    places.sort(key=lambda place: place.flight_time_s)
    by_id = {name: {place.id: place for place in each.places} for name, each in warned.items()}
    with look():
        labels = [*(names[name] for name in ids), "flight time"]
        columns = legend_columns(labels, WIDTH_INCHES - LEFT_INCHES, 0.3)
        top = 0.62 + 0.17 * (math.ceil(len(labels) / columns) - 1)
        height = 0.045 * len(places) * (len(ids) + 2) + 1.13 + top
        figure = Figure(figsize=(WIDTH_INCHES, height))
        headline(figure, "Time between the public alert and impact")
        bottom = foot(figure, [EXPLAINED, *lines]) + 0.38 / height
        left = LEFT_INCHES / WIDTH_INCHES
        axes = figure.add_axes((left, bottom, 0.985 - left, 1.0 - bottom - top / height))
        for row, place in enumerate(places):
            if row % 2:
                axes.axhspan(row - 0.5, row + 0.5, color=PALE, alpha=0.35, linewidth=0, zorder=0)
            span = place.flight_time_high_s - place.flight_time_low_s
            axes.barh(row, span, 0.7, place.flight_time_low_s, color=GREY, alpha=0.35)
            axes.plot([place.flight_time_s] * 2, [row - 0.35, row + 0.35], color=GREY, linewidth=1.5)
            for position, name in enumerate(ids):
                at = row + SPREAD * ((position + 0.5) / len(ids) - 0.5)
                here, drawn = by_id[name][place.id], mark(position)
                ends = (here.warning_time_low_s, here.warning_time_high_s)
                axes.plot(ends, (at, at), color=drawn.colour, linewidth=1.0)
                axes.plot([here.warning_time_s], [at], drawn.marker, color=drawn.colour, markersize=4.0)
        for position, name in enumerate(ids):
            axes.plot([], [], mark(position).marker, color=mark(position).colour, label=names[name])
        axes.barh([0], [0], 0.0, color=GREY, alpha=0.35, label="flight time")
        axes.set_yticks(range(len(places)), [place.name for place in places])
        axes.set_ylim(len(places) - 0.5, -0.5)
        axes.set_xlim(left=0.0)
        axes.grid(visible=False, axis="y")
        axes.tick_params(axis="y", length=0)
        axes.set_xlabel("seconds before impact (grey: seconds after launch)", labelpad=2)
        axes.legend(
            loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=columns, fontsize=8.0,
            handletextpad=0.3, columnspacing=1.2,
        )  # fmt: skip
        return save(figure, folder, "warning", [_row(name, p) for name in ids for p in warned[name].places])


def _row(name: str, place: PlaceWarned) -> dict[str, Cell]:
    return {
        "arrangement": plain(name),
        "place": place.name,
        "region": place.beneficiary,
        "people": place.people,
        "warning_time_s": place.warning_time_s,
        "warning_5": place.warning_time_low_s,
        "warning_95": place.warning_time_high_s,
        "flight_time_s": place.flight_time_s,
        "flight_5": place.flight_time_low_s,
        "flight_95": place.flight_time_high_s,
        "alert_s": place.alert_s,
        "public_alert_s": place.public_alert_s,
        "unwarned_share": place.unwarned_share,
    }
