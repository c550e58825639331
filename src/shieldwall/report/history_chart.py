"""Coverage by year: shares of people and land by tier and number of shots, with deployments marked."""

from __future__ import annotations

import datetime as dt
import math
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MultipleLocator, PercentFormatter

from shieldwall.report.coverage_map import arranged
from shieldwall.report.style import GREY, Cell, Saved, foot, headline, look, made_with, mark, plain, save
from shieldwall.study.coverage.history_record import EventMarked, HistoryRecord

LINES: Final = (
    ("upper", "one", "upper tier, one shot"),
    ("upper", "two", "upper tier, two shots"),
    ("lower", "one", "lower tier, one shot"),
    ("layered", "two", "both tiers, two shots"),
)
PANELS: Final = (("people", "Share of residents"), ("land", "Share of land"))
READING: Final = (
    "What can be engaged against the worst launch area, of what the threat reaches. Line: mean over who is "
    "on station; band: 5th to 95th percentile. Two shots have a look between. Numbers: deployments of the "
    "timeline, listed above with their sources in its CSV."
)
WIDTH_INCHES: Final = 12.6
CHART_INCHES: Final = 3.3
STRIP_INCHES: Final = 0.62
EVENT_COLUMNS: Final = 3
EVENT_LINE_INCHES: Final = 0.135
EVENT_CHARACTERS: Final = 74
ROWS_OF_NUMBERS: Final = 4


def history_chart(record: HistoryRecord, folder: Path) -> Saved:
    """Draw coverage by year as ``history.svg``, ``history.png`` and ``history.csv``.

    Parameters
    ----------
    record : HistoryRecord
        With its years and events.
    folder : Path
        Where the files go.
    """
    listed = _listed(record.events)
    deep = math.ceil(len(listed) / EVENT_COLUMNS)
    with look():
        height = CHART_INCHES + STRIP_INCHES + deep * EVENT_LINE_INCHES + 2.2
        figure = Figure(figsize=(WIDTH_INCHES, height))
        span = f"{record.years[0].year} to {record.years[-1].year}"
        headline(figure, f"What could be engaged, {span}: threat {plain(record.threat)} (hypothetical)")
        bottom = foot(figure, (READING, *record.remarks, _credit(record)))
        _list_events(figure, listed, bottom, deep)
        floor = bottom + (deep * EVENT_LINE_INCHES + 0.44) / height
        left, gap = 0.55 / WIDTH_INCHES, 0.45 / WIDTH_INCHES
        wide = (1.0 - left - gap - 0.12 / WIDTH_INCHES) / 2.0
        for place, (of, name) in enumerate(PANELS):
            corner = left + place * (wide + gap)
            strip = figure.add_axes((corner, floor, wide, STRIP_INCHES / height))
            axes = figure.add_axes(
                (corner, floor + STRIP_INCHES / height, wide, CHART_INCHES / height), sharex=strip
            )
            _draw_lines(axes, record, of)
            axes.set_title(name)
            _draw_numbers(strip, record)
        handles, labels = axes.get_legend_handles_labels()
        figure.legend(
            handles, labels, loc="upper left", bbox_to_anchor=(0.006, 1.0 - 0.34 / height), ncols=len(LINES),
            handlelength=3.2, columnspacing=2.2, borderaxespad=0.2,
        )  # fmt: skip
        return save(figure, folder, "history", _rows(record))


def _draw_lines(axes: Axes, record: HistoryRecord, of: str) -> None:
    years = [each.year for each in record.years]
    for place, (tier, shots, name) in enumerate(LINES):
        found = [each.at(tier, shots, of) for each in record.years]
        drawn = mark(place)
        low = [share.worst_range[0] if share.worst_range else share.worst for share in found]
        high = [share.worst_range[1] if share.worst_range else share.worst for share in found]
        axes.fill_between(years, low, high, color=drawn.colour, alpha=0.1, linewidth=0)
        axes.plot(
            years, [share.worst for share in found], color=drawn.colour, linestyle=drawn.dash, linewidth=1.5,
            marker=drawn.marker, markersize=3.8, label=name,
        )  # fmt: skip
    axes.set_ylim(-0.02, 1.03)
    axes.yaxis.set_major_formatter(PercentFormatter(1.0))
    axes.tick_params(labelbottom=False, length=0)


def _draw_numbers(strip: Axes, record: HistoryRecord) -> None:
    """Draw the number of each event below the year in which it was, in rows so that no two meet."""
    first, last = record.years[0].year, record.years[-1].year
    strip.set_xlim(first - 0.6, last + 1.2)
    strip.set_ylim(ROWS_OF_NUMBERS, -0.35)
    strip.set_yticks([])
    strip.spines[["left"]].set_visible(False)
    strip.grid(visible=False, axis="y")
    strip.xaxis.set_major_locator(MultipleLocator(5 if last - first > 12 else 1))
    for number, event in enumerate(record.events, start=1):
        day = dt.date.fromisoformat(event.date)
        year = day.year + (day.timetuple().tm_yday - 1) / 365.0
        row = (number - 1) % ROWS_OF_NUMBERS
        strip.plot([year, year], [-0.35, row], color=GREY, linewidth=0.4, zorder=1)
        strip.text(
            year, row + 0.45, str(number), fontsize=5.8, ha="center", va="center", zorder=3,
            bbox={"boxstyle": "round,pad=0.12", "facecolor": "white", "edgecolor": "none"},
        )  # fmt: skip


def _listed(events: Sequence[EventMarked]) -> list[str]:
    return [
        textwrap.shorten(f"{number}  {event.date[:7]}  {event.event}", EVENT_CHARACTERS, placeholder=" ...")
        for number, event in enumerate(events, start=1)
    ]


def _list_events(figure: Figure, listed: Sequence[str], bottom: float, deep: int) -> None:
    height = figure.get_size_inches()[1]
    top = bottom + (deep * EVENT_LINE_INCHES + 0.06) / height
    for column in range(EVENT_COLUMNS):
        words = listed[column * deep : (column + 1) * deep]
        figure.text(
            0.01 + column / EVENT_COLUMNS, top, "\n".join(words), fontsize=6.4, va="top", ha="left",
            linespacing=1.36, color="#333333",
        )  # fmt: skip


def _credit(record: HistoryRecord) -> str:
    shapes = ", ".join(plain(name) for name in record.shapes)
    return (
        f"Threat {plain(record.threat)} (hypothetical), {shapes}; {arranged(record.arrangement)}, "
        f"availability {record.availability}, regions {', '.join(plain(name) for name in record.regions)}, "
        f"cells of {record.cell_km:g} km. {made_with(record.versions)}."
    )


def _rows(record: HistoryRecord) -> list[dict[str, Cell]]:
    rows: list[dict[str, Cell]] = []
    for each in record.years:
        for row in each.shares:
            low, high = row.share.worst_range or (None, None)
            rows.append(
                {
                    "year": each.year,
                    "on": each.on,
                    "ships": each.ships,
                    "batteries": each.batteries,
                    "radar_sites": each.radars,
                    "tier": row.tier,
                    "shots": row.shots,
                    "of": row.of,
                    "worst": row.share.worst,
                    "worst_5": low,
                    "worst_95": high,
                    "mean": row.share.mean,
                }
            )
    return rows
