"""The timeline's figure: nothing overlaps, nothing is lost, and the same events give the same bytes."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
from pathlib import Path

import pytest

from shieldwall.catalogue.events import Event, categories, events
from shieldwall.catalogue.load import shipped
from shieldwall.report.timeline import (
    ACROSS_INCHES,
    CROWDED_FROM,
    OFFSET_INCHES,
    TimeScale,
    label_inches,
    pack,
    timeline_chart,
)

LONG_AGO = TimeScale(dt.date(1960, 1, 1), dt.date(2026, 12, 31))
LATELY = TimeScale(dt.date(2014, 1, 1), dt.date(2016, 12, 31))


def event(day: str, text: str = "Something happened", precision: str = "day") -> Event:
    first = dt.date.fromisoformat(day)
    last = first if precision == "day" else dt.date(first.year, 12, 31)
    return Event("e", first, last, precision, "law", text, "handbook")


@pytest.mark.parametrize("scale", [LONG_AGO, LATELY])
def test_days_lie_between_the_edges_in_order(scale: TimeScale) -> None:
    days = [scale.start + dt.timedelta(step) for step in range(0, (scale.end - scale.start).days, 97)]
    places = [scale.inches(day) for day in days]
    assert places == sorted(places)
    assert places[0] == 0.0
    # the last day is the right edge up to rounding
    assert scale.inches(scale.end) == pytest.approx(ACROSS_INCHES, rel=1e-12)


def test_early_years_take_a_fifth_of_the_room() -> None:
    year = dt.timedelta(365)
    early = LONG_AGO.inches(dt.date(1980, 1, 1) + year) - LONG_AGO.inches(dt.date(1980, 1, 1))
    late = LONG_AGO.inches(CROWDED_FROM + year) - LONG_AGO.inches(CROWDED_FROM)
    # one fifth by definition, up to rounding
    assert early / late == pytest.approx(0.2, rel=1e-9)


def test_ticks_are_quarters_years_or_decades() -> None:
    assert LATELY.ticks()[1][1] == "2014-04"
    labels = [label for _, label in LONG_AGO.ticks()]
    assert labels[:5] == ["1960", "1970", "1980", "1990", "1998"]


def test_labels_of_a_row_never_meet() -> None:
    chosen = [found for found in events(shipped()) if found.category == "deployment"]
    placed = pack(chosen, LONG_AGO)
    assert [each.event for each in placed] == chosen
    spans: dict[int, list[tuple[float, float]]] = {}
    for each in placed:
        first, last = LONG_AGO.inches(each.event.first), LONG_AGO.inches(each.event.last)
        width = label_inches(each.event.event) + OFFSET_INCHES
        spans.setdefault(each.row, []).append(
            (first - width, last) if each.on_left else (first, last + width)
        )
    for row in spans.values():
        for (_, end), (start, _) in itertools.pairwise(sorted(row)):
            assert end < start


def test_a_label_that_would_leave_the_figure_stands_on_the_left() -> None:
    near, far = pack([event("2014-01-02", "x" * 40), event("2016-12-30", "x" * 40)], LATELY)
    assert (near.on_left, far.on_left) == (False, True)


def test_the_figure_is_drawn_with_its_numbers_and_the_same_each_time(tmp_path: Path) -> None:
    chosen = events(shipped(), dt.date(1999, 1, 1), dt.date(2004, 12, 31))
    first = timeline_chart(chosen, categories(shipped()), tmp_path / "one", "Data.")
    again = timeline_chart(chosen, categories(shipped()), tmp_path / "two", "Data.")
    assert first.png.read_bytes() == again.png.read_bytes()
    assert first.svg.read_bytes() == again.svg.read_bytes()
    with first.csv.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["id"] for row in rows] == [found.id for found in chosen]
    assert {row["source"] for row in rows} <= set(shipped().ids("source"))


def test_a_category_of_an_overlay_gets_a_band(tmp_path: Path) -> None:
    odd = Event("o", dt.date(2001, 1, 1), dt.date(2001, 1, 1), "day", "regatta", "The cup", "handbook")
    saved = timeline_chart([odd], ["law", "regatta"], tmp_path)
    assert saved.png.stat().st_size > 0
