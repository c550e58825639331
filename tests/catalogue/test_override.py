"""Facts at a study's values: in memory, checked like a file, and nothing else moved."""

from __future__ import annotations

import pytest

from shieldwall.catalogue.facts import facts_of
from shieldwall.catalogue.load import shipped
from shieldwall.catalogue.override import overridden, range_of
from shieldwall.model.errors import InputError


def test_a_fact_stands_at_its_value_and_no_other_moves() -> None:
    base = shipped()
    other = overridden(base, {"sm3_1a.burnout_speed_km_s": 2.75, "sm3_1a.max_range_km": 650.0})
    facts, before = (facts_of(each.find("sm3_1a")[1]) for each in (other, base))
    assert (facts["burnout_speed_km_s"].value, facts["max_range_km"].value) == (2.75, 650.0)
    assert facts["burnout_speed_km_s"].bounds_si == (2750.0, 2750.0)
    set_ones = {"burnout_speed_km_s", "max_range_km"}
    assert {name: fact for name, fact in facts.items() if name not in set_ones} == {
        name: fact for name, fact in before.items() if name not in set_ones
    }
    assert base.fact("sm3_1a.burnout_speed_km_s").value != 2.75, "the catalogue itself is as it was"
    assert other.find("tpy2")[1] is base.find("tpy2")[1], "what is not set is shared"


def test_facts_in_lists_may_be_set() -> None:
    name = "us_bmd_destroyer.interceptors.0.load"
    assert overridden(shipped(), {name: 11.0}).fact(name).value == 11.0


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("sm3_1b.burnout_sped_km_s", 1.0, "did you mean 'burnout_speed_km_s'"),
        ("sm3_9.max_range_km", 1.0, "unknown name 'sm3_9'"),
        ("shoot_look_shoot.track_probability", 1.2, "lies between 0 and 1"),
        ("tpy2.reference_range_km", -1.0, "below the least that makes sense"),
        ("nodong.burn_time_s", 1000.0, "of a threat a study asks only within what is published"),
        ("prk_southeast.lat", 39.0, "of a raid's geometry"),
    ],
)
def test_what_a_fact_cannot_be_is_refused(name: str, value: float, words: str) -> None:
    with pytest.raises(InputError, match=words):
        overridden(shipped(), {name: value})


def test_a_range_comes_from_the_catalogue() -> None:
    assert range_of(shipped(), "tpy2.reference_range_km") == shipped().fact("tpy2.reference_range_km")
    with pytest.raises(InputError, match="of a raid's geometry"):
        range_of(shipped(), "prk_southeast.lat")
