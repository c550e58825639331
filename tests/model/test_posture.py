"""A unit is somewhere, for a time; an agreement permits a mechanism in a direction."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shieldwall.model.law import OPERATIONAL, VALUES, Permit
from shieldwall.model.posture import PostureUnit

DAYS = st.dates(dt.date(1998, 1, 1), dt.date(2028, 12, 31))


def unit(**changes: Any) -> PostureUnit:
    fields: dict[str, Any] = {
        "id": "hill", "kind": "ground_battery", "name": "The hill", "party": "XAA", "system": "battery",
        "site": "The hill", "lat": 10.0, "lon": 20.0, "from": dt.date(2000, 1, 1), "basis": "assumed",
        "derivation": "Invented.",
    }  # fmt: skip
    return PostureUnit.model_validate(fields | changes)


STATION = {"name": "The strait", "lat": 11.0, "lon": 25.0, "basis": "assumed", "derivation": "Invented."}


def test_a_unit_is_at_its_station_else_at_its_place() -> None:
    assert unit().position == (10.0, 20.0)
    assert unit(kind="ship", station=STATION).position == (11.0, 25.0)
    assert unit(kind="command", lat=None, lon=None).position is None


@given(start=DAYS, days=st.integers(1, 5000), on=DAYS)
def test_a_unit_stands_from_its_first_day_until_its_last(start: dt.date, days: int, on: dt.date) -> None:
    until = start + dt.timedelta(days)
    stay = unit(**{"from": start, "until": until})
    assert stay.stands(on, frozenset()) == (0 <= (on - start).days < days)
    assert unit(**{"from": start}).stands(on, frozenset()) == (on >= start)


@given(on=DAYS)
def test_a_unit_of_an_option_stands_when_it_is_named(on: dt.date) -> None:
    imagined = unit(option="build_it")
    assert imagined.stands(on, frozenset({"build_it"}))
    assert not imagined.stands(on, frozenset({"another"}))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kind": "ship"}, "a ship needs a station"),
        ({"station": STATION}, "only ships have a station"),
        ({"lon": None}, "lat and lon come together"),
        ({"site": None}, "needs site, lat and lon"),
        ({"until": dt.date(2000, 1, 1)}, "is not after from"),
        ({"derivation": None}, "needs its reason in derivation"),
        ({"basis": "derived", "derivation": None}, "needs its derivation"),
        ({"basis": "reported"}, "needs at least one cite"),
    ],
)
def test_a_unit_that_is_nowhere_or_never_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError) as refused:
        unit(**changes)
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("mechanism", "fields", "message"),
    [
        ("warning", {"giver": "JPN", "value": "on"}, "needs a giver and a receiver"),
        ("tracks", {"giver": "JPN", "receiver": "JPN", "value": "launch_on_remote"}, "two different"),
        ("tracks", {"giver": "JPN", "receiver": "USA", "value": "on"}, "it can be launch_on_remote"),
        ("fire_coordination", {"parties": ("JPN",), "value": "one_plan"}, "two or more parties"),
        (
            "fire_coordination",
            {"giver": "JPN", "parties": ("JPN", "USA"), "value": "one_plan"},
            "no giver or receiver",
        ),
    ],
)
def test_a_permit_that_does_not_fit_its_mechanism_is_refused(
    mechanism: str, fields: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        Permit.model_validate({"mechanism": mechanism, **fields})
    assert message in str(refused.value)


def test_the_operational_mechanisms_are_among_those_that_can_be_permitted() -> None:
    assert set(OPERATIONAL) < set(VALUES)
