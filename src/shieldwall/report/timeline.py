"""The timeline as a figure: one band to a category, events in it packed so that no two labels meet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from shieldwall.catalogue.events import Event
from shieldwall.model.scenario import EARLIEST
from shieldwall.report.style import GREY, Cell, Mark, Saved, foot, headline, look, mark, save

TITLES: Final[Mapping[str, str]] = {
    "law": "Law and policy",
    "agreement": "Agreements",
    "deployment": "Deployments",
    "test": "Tests",
    "programme": "Programmes",
    "launch": "Launches",
    "use": "Use in war",
}
"""What the band of a category is called; a category of an overlay is called by its own word."""

WIDTH_INCHES: Final = 15.0
LEFT_INCHES: Final = 1.15
RIGHT_INCHES: Final = 0.25
ROW_INCHES: Final = 0.165
TOP_INCHES: Final = 0.6
LABEL_POINTS: Final = 6.6
BAND: Final = "#F6F6F4"
GAP_INCHES: Final = 0.15
OFFSET_INCHES: Final = 0.07
ACROSS_INCHES: Final = WIDTH_INCHES - LEFT_INCHES - RIGHT_INCHES
CROWDED_FROM: Final = EARLIEST
"""Earlier events are few, and their years are drawn at `EARLY_SCALE` where both are shown."""
EARLY_SCALE: Final = 0.2
FEW_YEARS: Final = 4
MANY_YEARS: Final = 35

EXPLAINED: Final = (
    "Filled mark: the day is known. Hollow mark with a line: only the month, year or decade is, and the line "
    "spans it. Height within a band means nothing. Sources of all events are in the CSV."
)
COMPRESSED: Final = f"Years before {CROWDED_FROM.year} (dashed line) are drawn at a fifth of the scale."


@dataclass(frozen=True)
class TimeScale:
    """Where a day lies across the figure, in inches from the left edge of the bands.

    Days before ``crowded_from`` take `EARLY_SCALE` of the room of later ones.
    """

    start: dt.date
    end: dt.date

    @property
    def is_broken(self) -> bool:
        """Whether the span has both early and crowded years."""
        return self.start < CROWDED_FROM < self.end

    def inches(self, day: dt.date) -> float:
        """Return the place of a day."""
        return ACROSS_INCHES * self._weight(day) / self._weight(self.end)

    def _weight(self, day: dt.date) -> float:
        if not self.is_broken:
            return float((day - self.start).days)
        early = (min(day, CROWDED_FROM) - self.start).days
        return EARLY_SCALE * early + max((day - CROWDED_FROM).days, 0)

    def ticks(self) -> list[tuple[float, str]]:
        """Return places and labels of round dates: quarters, years or decades, as there is room."""
        years = range(self.start.year, self.end.year + 1)
        if len(years) <= FEW_YEARS:
            days = [dt.date(year, month, 1) for year in years for month in (1, 4, 7, 10)]
            return [(self.inches(day), f"{day:%Y-%m}") for day in days if self.start <= day <= self.end]
        step = 1 if len(years) <= MANY_YEARS or self.is_broken else 5
        days = [
            dt.date(year, 1, 1)
            for year in years
            if year % (10 if self.is_broken and year < CROWDED_FROM.year else step) == 0
        ]
        return [(self.inches(day), str(day.year)) for day in days if self.start <= day <= self.end]


@dataclass(frozen=True)
class Placed:
    """An event with the row of its band and the side of its mark on which its label stands."""

    event: Event
    row: int
    on_left: bool


def timeline_chart(
    events: Sequence[Event], categories: Sequence[str], folder: Path, credit: str = ""
) -> Saved:
    """Draw events by category against time, as ``timeline.svg`` and so on.

    Parameters
    ----------
    events : sequence of Event
        At least one.
    categories : sequence of str
        The order of the bands, from the top; those without an event are left out.
    folder : Path
        Where the files go.
    credit : str
        What the data are, for the foot.
    """
    scale = _scale(events)
    bands = {
        category: pack(chosen, scale)
        for category in categories
        if (chosen := [event for event in events if event.category == category])
    }
    years = (events[0].first.year, events[-1].last.year)
    row_count = sum(_rows_of(placed) for placed in bands.values())
    lines = [EXPLAINED, *([COMPRESSED] if scale.is_broken else []), *([credit] if credit else [])]
    with look():
        height = TOP_INCHES + ROW_INCHES * row_count + 1.0
        figure = Figure(figsize=(WIDTH_INCHES, height))
        headline(figure, f"Dated events, {' to '.join(dict.fromkeys(map(str, years)))}")
        bottom = foot(figure, lines) + 0.25 / height
        left, width = LEFT_INCHES / WIDTH_INCHES, ACROSS_INCHES / WIDTH_INCHES
        axes = figure.add_axes((left, bottom, width, 1.0 - bottom - TOP_INCHES / height))
        _frame(axes, scale, row_count)
        top = 0
        for place, (category, placed) in enumerate(bands.items()):
            _band(axes, category, top, _rows_of(placed), shaded=place % 2 == 0)
            for each in placed:
                _draw(axes, each, top, mark(place), scale)
            top += _rows_of(placed)
        return save(figure, folder, "timeline", [_row(event) for event in events])


def pack(events: Sequence[Event], scale: TimeScale) -> list[Placed]:
    """Return events with rows such that no label or mark meets another in its row.

    Each event takes the first row with room for it, its label to the right of its mark, or to the left where
    the right edge of the figure is too near.

    Parameters
    ----------
    events : sequence of Event
        In order of date.
    scale : TimeScale
        Where days lie.
    """
    taken: list[list[tuple[float, float]]] = []
    found: list[Placed] = []
    for event in events:
        first, last = scale.inches(event.first), scale.inches(event.last)
        width = label_inches(event.event) + OFFSET_INCHES
        on_left = last + width > ACROSS_INCHES
        span = (first - width, last + GAP_INCHES) if on_left else (first - GAP_INCHES, last + width)
        row = next(
            (place for place, spans in enumerate(taken) if all(_apart(span, other) for other in spans)),
            len(taken),
        )
        if row == len(taken):
            taken.append([])
        taken[row].append(span)
        found.append(Placed(event, row, on_left))
    return found


def label_inches(text: str) -> float:
    """Return how wide a label is."""
    font = FontProperties(family="DejaVu Sans", size=LABEL_POINTS)
    return float(text_to_path.get_text_width_height_descent(text, font, ismath=False)[0]) / 72.0


def _apart(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[1] + GAP_INCHES < other[0] or other[1] + GAP_INCHES < one[0]


def _rows_of(placed: Sequence[Placed]) -> int:
    return 1 + max(each.row for each in placed)


def _scale(events: Sequence[Event]) -> TimeScale:
    first, last = min(event.first for event in events), max(event.last for event in events)
    margin = dt.timedelta(max(20, round(0.01 * (last - first).days)))
    return TimeScale(first - margin, last + margin)


def _frame(axes: Axes, scale: TimeScale, row_count: int) -> None:
    axes.set_xlim(0.0, ACROSS_INCHES)
    axes.set_ylim(row_count - 0.5, -0.5)
    axes.set_yticks([])
    ticks = scale.ticks()
    axes.set_xticks([place for place, _ in ticks], [label for _, label in ticks])
    axes.tick_params(axis="x", top=True, labeltop=True, length=0)
    axes.grid(visible=True, axis="x")
    for side in ("top", "bottom", "left", "right"):
        axes.spines[side].set_visible(False)
    if scale.is_broken:
        axes.axvline(scale.inches(CROWDED_FROM), color=GREY, linewidth=0.9, linestyle=(0, (4, 3)))


def _band(axes: Axes, category: str, top: int, rows: int, *, shaded: bool) -> None:
    if shaded:
        axes.axhspan(top - 0.5, top + rows - 0.5, color=BAND, zorder=0)
    axes.text(
        -0.1, top + (rows - 1) / 2.0, TITLES.get(category, category), ha="right", va="center",
        fontsize=8.5, fontweight="bold",
    )  # fmt: skip


def _draw(axes: Axes, placed: Placed, top: int, drawn: Mark, scale: TimeScale) -> None:
    event, y = placed.event, top + placed.row
    first, last = scale.inches(event.first), scale.inches(event.last)
    exact = event.precision == "day"
    if not exact:
        axes.plot((first, last), (y, y), color=drawn.colour, linewidth=1.1, solid_capstyle="butt")
    axes.plot(
        [first], [y], drawn.marker, color=drawn.colour, markersize=4.2, markeredgewidth=0.9,
        markerfacecolor=drawn.colour if exact else "white",
    )  # fmt: skip
    axes.text(
        first - OFFSET_INCHES if placed.on_left else last + OFFSET_INCHES, y, event.event,
        fontsize=LABEL_POINTS, va="center_baseline", ha="right" if placed.on_left else "left",
        color="#222222",
    )  # fmt: skip


def _row(event: Event) -> dict[str, Cell]:
    return {
        "id": event.id,
        "first_day": str(event.first),
        "last_day": str(event.last),
        "precision": event.precision,
        "category": event.category,
        "event": event.event,
        "source": event.source,
    }
