"""Who stands where on a day, and what named options change."""

from __future__ import annotations

import datetime as dt

import pytest

from shieldwall.catalogue.load import Catalogue
from shieldwall.catalogue.on_the_day import loads_of
from shieldwall.model.posture import PostureUnit


def ids(units: tuple[PostureUnit, ...]) -> list[str]:
    return [unit.id for unit in units]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2003, 12, 31), []),
        (dt.date(2004, 1, 1), ["tower"]),
        (dt.date(2007, 5, 31), ["swift", "tower"]),
        (dt.date(2009, 12, 31), ["hill", "swift", "tower"]),
        (dt.date(2010, 1, 1), ["hill", "swift_refitted", "tower"]),
        (dt.date(2028, 1, 1), ["hill", "swift_refitted", "tower"]),
    ],
)
def test_units_come_on_their_first_day_and_are_gone_on_their_last(
    day: dt.date, expected: list[str], toy_catalogue: Catalogue
) -> None:
    assert ids(toy_catalogue.posture(day)) == expected


def test_an_option_enters_by_name_whatever_the_day(toy_catalogue: Catalogue) -> None:
    assert "fort" not in ids(toy_catalogue.posture(dt.date(2020, 1, 1)))
    assert "fort" in ids(toy_catalogue.posture(dt.date(2005, 1, 1), ["build_the_fort"]))


def test_a_swap_changes_loads_of_the_named_party_and_nothing_else(toy_catalogue: Catalogue) -> None:
    day = dt.date(2012, 1, 1)
    before = {unit.id: unit for unit in toy_catalogue.posture(day)}
    after = {unit.id: unit for unit in toy_catalogue.posture(day, ["short_for_long"])}
    assert set(before) - set(after) == {"tower"}
    assert after["hill"] is before["hill"]
    (load,) = loads_of(toy_catalogue, after["swift_refitted"])
    assert (load.interceptor, load.load.value) == ("short_arrow", 12.0)


def test_loads_are_the_units_own_else_the_platforms(toy_catalogue: Catalogue) -> None:
    loads = {
        unit.id: [(load.interceptor, load.load.value) for load in loads_of(toy_catalogue, unit)]
        for unit in (*toy_catalogue.posture(dt.date(2009, 1, 1)), *toy_catalogue.posture(dt.date(2011, 1, 1)))
    }
    assert loads == {
        "hill": [("short_arrow", 16.0)],
        "swift": [("long_arrow", 8.0)],
        "swift_refitted": [("long_arrow", 12.0)],
        "tower": [],
    }
