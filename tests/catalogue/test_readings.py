"""The test record is read in several ways, which differ by what they say and by nothing else."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from scipy.stats import beta

from shieldwall.case.lethality import posteriors
from shieldwall.catalogue.load import Catalogue, shipped
from shieldwall.catalogue.readings import READINGS, Tally, reading_named, tallies
from shieldwall.model.errors import InputError
from shieldwall.model.scenario import Reading

SM3 = ("sm3_1", "sm3_1a")
CRITICS_WROTE = dt.date(2010, 5, 18)


def rows() -> list[dict[str, object]]:
    return list(shipped().table("flight_tests").rows)


@pytest.mark.parametrize(
    ("reading", "interceptor", "expected"),
    [
        ("default", "sm3_1a", Tally(17.0, 21)),
        ("agency", "sm3_1a", Tally(18.0, 22)),
        ("missile_only", "sm3_1a", Tally(17.0, 20)),
        ("default", "sm3_2a", Tally(6.0, 8)),
        ("missile_only", "sm3_2a", Tally(6.0, 7)),
        ("default", "pac3", Tally(13.0, 19)),
        ("missile_only", "pac3", Tally(13.0, 16)),
        ("combat", "pac3", Tally(2.0, 2)),
        ("combat", "thaad", Tally(1.0, 1)),
        ("combat", "sm3_1a", Tally(0.0, 0)),
    ],
)
def test_readings_count_what_the_sources_count(reading: Reading, interceptor: str, expected: Tally) -> None:
    assert tallies(shipped(), reading)[interceptor] == expected


def test_the_critics_ten_are_the_hits_on_unitary_targets() -> None:
    # Nine in ten: the Times reports one or two successes in ten tests, the agency that all misses were on
    # unitary targets and that five of six on separating ones hit. Both fit the record to May 2010.
    flown = [row for row in rows() if row["interceptor"] in SM3 and row["date"] < CRITICS_WROTE]
    read_again = [row for row in flown if row["critics_hits"] is not None]
    assert sum(int(str(row["hits"])) for row in read_again) == 10
    # one and a half of ten, the middle of "one or two"; exact to the rounding of the decimals in the table
    assert sum(float(str(row["critics_hits"])) for row in read_again) == pytest.approx(1.5, abs=1e-9)
    assert not any("separating" in str(row["target_class"]) for row in read_again)
    others = [row for row in flown if row["critics_hits"] is None and row["in_default"]]
    against = [
        row for row in others if "MRBM" in str(row["target_class"]) or "sep" in str(row["target_class"])
    ]
    assert (sum(int(str(row["hits"])) for row in against), len(against)) == (5, 6)


def test_the_agency_reading_stays_within_the_agencys_own_tally() -> None:
    # the tally holds all Aegis tests, SM-2 and other terminal ones with them, so the record is within it
    for tally in shipped().table("aegis_tallies").rows:
        known = tallies(shipped(), "agency", tally["date"])
        blocks = [known[name] for name in (*SM3, "sm3_1b", "sm3_2a")]
        assert sum(block.attempts for block in blocks) <= tally["attempts"]
        assert sum(block.hits for block in blocks) <= tally["hits"]


def test_readings_stand_in_the_order_that_their_meaning_gives() -> None:
    default, missile, critics = (tallies(shipped(), name) for name in ("default", "missile_only", "critics"))
    for name, tally in default.items():
        assert missile[name].hits == tally.hits
        assert missile[name].attempts <= tally.attempts
        assert critics[name].attempts == tally.attempts
        assert critics[name].hits <= tally.hits


def test_a_test_counts_from_the_day_on_which_it_was_flown() -> None:
    before = tallies(shipped(), "default", dt.date(2007, 12, 16))["sm3_1a"]
    after = tallies(shipped(), "default", dt.date(2007, 12, 17))["sm3_1a"]
    assert (after.hits - before.hits, after.attempts - before.attempts) == (1.0, 1)


def test_an_overlay_adds_a_record_of_its_own(alliance: Path) -> None:
    known = tallies(Catalogue(alliance), "default")
    assert known["toy_long_arrow"] == Tally(2.0, 4)
    assert known["sm3_1a"] == tallies(shipped(), "default")["sm3_1a"]


def test_posteriors_are_those_of_jeffreys_prior() -> None:
    found = {each.interceptor: each for each in posteriors(shipped(), "default")}
    block = found["sm3_1a"]
    exact = beta(17.5, 4.5)
    # both are double-precision inversions of the same function
    assert block.mean == pytest.approx(exact.mean(), rel=1e-12)
    assert block.interval == pytest.approx(exact.ppf([0.05, 0.95]), rel=1e-9)
    assert found["sm3_1"].mean_as_used is None


def test_war_is_not_discounted_as_scripted_tests_are() -> None:
    tests, war = (
        {each.interceptor: each for each in posteriors(shipped(), reading)}["pac3"]
        for reading in ("default", "combat")
    )
    assert tests.discount is not None
    assert tests.discount > 0.0
    assert war.mean_as_used == war.mean


def test_a_supposed_discount_stands_in_for_an_interceptors_own() -> None:
    tests, supposed = (
        {each.interceptor: each for each in posteriors(shipped(), reading)}["sm3_1a"]
        for reading in ("default", "halved")
    )
    assert (supposed.hits, supposed.attempts, supposed.mean) == (tests.hits, tests.attempts, tests.mean)
    assert tests.discount not in (None, 0.5)
    assert supposed.mean_as_used == supposed.mean * 0.5  # by one half, exactly


def test_every_reading_says_what_it_counts() -> None:
    assert all(READINGS.values())
    assert reading_named("critics") == "critics"
    with pytest.raises(InputError, match=r"^unknown reading 'critic'; did you mean 'critics'\?$"):
        reading_named("critic")
