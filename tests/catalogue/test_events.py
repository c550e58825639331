"""The timeline is in order, knows how well it knows its dates, and takes events of overlays in."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from shieldwall.catalogue.events import categories, events, last_day
from shieldwall.catalogue.load import Catalogue, shipped
from shieldwall.model.errors import InputError


@pytest.mark.parametrize(
    ("first", "precision", "last"),
    [
        ("2007-12-17", "day", "2007-12-17"),
        ("2007-04-01", "month", "2007-04-30"),
        ("2005-01-01", "year", "2005-12-31"),
        ("1990-01-01", "decade", "1999-12-31"),
    ],
)
def test_a_period_lasts_as_long_as_its_precision_says(first: str, precision: str, last: str) -> None:
    assert last_day(dt.date.fromisoformat(first), precision) == dt.date.fromisoformat(last)


def test_all_events_come_in_order_with_known_categories() -> None:
    found = events(shipped())
    assert len(found) == len(shipped().table("timeline").rows)
    assert [event.first for event in found] == sorted(event.first for event in found)
    assert {event.category for event in found} == set(categories(shipped()))


def test_a_span_takes_in_events_of_which_any_day_may_lie_in_it() -> None:
    day = dt.date(2005, 6, 30)
    texts = [event.event for event in events(shipped(), day, day)]
    assert texts == ["BMD Framework MOU and Joint Analysis Study"]
    day = dt.date(2007, 12, 17)
    assert [event.id for event in events(shipped(), day, day)] == ["t102", "t026"]


def test_a_span_that_runs_backwards_is_refused() -> None:
    with pytest.raises(InputError, match="cannot run from 2010-01-01 to 2009-01-01"):
        events(shipped(), dt.date(2010, 1, 1), dt.date(2009, 1, 1))


def test_an_overlay_adds_events(alliance: Path) -> None:
    laid_over = events(Catalogue(alliance))
    assert len(laid_over) == len(events(shipped())) + 3
    assert "The tower on the cape is lit" in [event.event for event in laid_over]
