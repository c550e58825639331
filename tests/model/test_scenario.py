"""Scenarios: changed like a file is read, and refused like one."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shieldwall.model.errors import InputError, suggestion
from shieldwall.model.raid import LARGEST_RAID
from shieldwall.model.scenario import EARLIEST, LATEST, MOST_TRIALS, Scenario

SCENARIO = Scenario.model_validate(
    {
        "id": "toy", "title": "Toy", "question": "What does it buy?", "author": "A tester",
        "cites": ({"source": "handbook"},), "date": dt.date(2015, 12, 2), "parties": ("JPN", "USA"),
        "home_party": "JPN", "people": "toy_people", "doctrine": "toy_doctrine",
        "raid": {"threat": "stone", "size": 20, "launch_areas": ("far_shore",)},
        "arrangements": ("unconnected", "integrated"),
    }
)  # fmt: skip


def test_changes_leave_the_rest_and_the_original_alone() -> None:
    changed = SCENARIO.but(date="2018-06-01", options=["sm3_2a_for_1a"], raid_size=40, seed=9)
    assert (changed.date, changed.options, changed.raid.size, changed.seed) == (
        dt.date(2018, 6, 1), ("sm3_2a_for_1a",), 40, 9,
    )  # fmt: skip
    assert (SCENARIO.date, SCENARIO.options, SCENARIO.raid.size, SCENARIO.seed) == (
        dt.date(2015, 12, 2), (), 20, 0,
    )  # fmt: skip
    assert changed.but(date=SCENARIO.date, options=[], raid_size=20, seed=0) == SCENARIO


def test_no_change_is_the_same_scenario() -> None:
    assert SCENARIO.but() == SCENARIO


@given(st.dates(EARLIEST, LATEST), st.integers(1, LARGEST_RAID), st.sampled_from(["all", "typical", "low"]))
def test_whatever_is_allowed_is_taken(day: dt.date, size: int, availability: str) -> None:
    changed = SCENARIO.but(date=day, raid_size=size, availability=availability)
    assert (changed.date, changed.raid.size, changed.availability) == (day, size, availability)
    assert SCENARIO.but(date=str(day)).date == day


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"raid_sise": 3}, "no field 'raid_sise'; did you mean 'raid_size'"),
        ({"datum": "2015-12-02"}, "no field 'datum'; did you mean 'date'"),
        ({"date": "2015-02-30"}, "toy, date '2015-02-30': should be a valid date"),
        ({"date": "1066-01-01"}, "the catalogue runs from 1998-01-01 to 2028-12-31, not 1066-01-01"),
        ({"date": dt.date(2029, 1, 1)}, "not 2029-01-01"),
        ({"raid_size": 0}, "raid.size 0: should be greater than or equal to 1"),
        ({"raid_size": LARGEST_RAID + 1}, "raid.size 201: should be less than or equal to 200"),
        ({"raid_size": 2.5}, "raid.size 2.5"),
        ({"raid_launch_areas": []}, "raid.launch_areas"),
        ({"raid_launch_window_s": -1.0}, "raid.launch_window_s -1.0"),
        ({"trials": MOST_TRIALS + 1}, "trials 10000001: should be less than or equal to 10000000"),
        ({"trials": True}, "trials True"),
        ({"seed": -1}, "seed -1"),
        ({"seed": 2**32}, "seed 4294967296"),
        ({"availability": "most"}, "availability 'most': should be 'all', 'typical' or 'low'"),
        ({"without": "tpy2"}, "without 'tpy2'"),
        ({"home_party": "KOR"}, "the home party KOR is not among the parties JPN, USA"),
        ({"parties": ["JPN", "JPN"]}, "the parties JPN, JPN repeat one"),
        ({"parties": ["JPN", "Usa"]}, "parties.1 'Usa'"),
        ({"cites": []}, "cites"),
    ],
    ids=str,
)
def test_whatever_is_not_is_refused_in_one_line(changes: dict[str, object], said: str) -> None:
    with pytest.raises(InputError) as refused:
        SCENARIO.but(**changes)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_scenario_is_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        SCENARIO.seed = 4  # type: ignore[misc]


def test_suggestions_prefer_a_slip_of_order_to_a_wrong_letter() -> None:
    known = ["sm3_1a", "sm3_1b", "sm3_2a", "pac3"]
    assert suggestion("sm3_a1", known) == "; did you mean 'sm3_1a'?"
    assert suggestion("zzz", known) == "; known: pac3, sm3_1a, sm3_1b, sm3_2a"
    assert suggestion("zzz", [f"name_{number:02d}" for number in range(20)]).endswith("name_11 ...")


def test_a_name_in_capitals_finds_the_small_one() -> None:
    assert suggestion("NODONG", ["nodong", "musudan"]) == "; did you mean 'nodong'?"
    assert suggestion("jpy", ["JPY", "USD"]) == "; did you mean 'JPY'?"


@pytest.mark.parametrize("text", ["1449014400", "20151202", "2015-12-02T00:00:00", "", "２０１５-12-02"])
def test_a_date_is_written_one_way_only(text: str) -> None:
    with pytest.raises(InputError, match=r"date .*should be a valid date in the format YYYY-MM-DD"):
        SCENARIO.but(date=text)


def test_numpy_numbers_change_a_scenario_as_plain_ones_do() -> None:
    assert SCENARIO.but(raid_size=np.int64(7)) == SCENARIO.but(raid_size=7)
    assert SCENARIO.but(raid_launch_window_s=np.float32(30.0)) == SCENARIO.but(raid_launch_window_s=30.0)


def test_a_launch_area_that_stands_twice_is_refused() -> None:
    area = SCENARIO.raid.launch_areas[0]
    with pytest.raises(InputError, match=f"launch_areas.*'{area}' stands twice"):
        SCENARIO.but(raid_launch_areas=[area, area])


def test_what_is_no_id_is_said_in_words() -> None:
    with pytest.raises(InputError, match=r"without\.0 'js kongo': should be an id: small letters"):
        SCENARIO.but(without=["js kongo"])
