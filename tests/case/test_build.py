"""The frozen case: facts that resolve, flights that weigh one, odds from the record."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from shieldwall.case.build import Case, build_case
from shieldwall.case.raid_flights import LEVELS
from shieldwall.catalogue.load import Catalogue
from shieldwall.catalogue.readings import tallies
from shieldwall.model.errors import InputError
from shieldwall.model.scenario import Scenario


def test_every_fact_used_resolves(case: Case, known: Catalogue) -> None:
    assert len(case.used) > 100
    for used in case.used:
        assert known.fact(used.fact).value == used.value, used.fact
    read = {used.fact for used in case.used}
    assert {
        "nodong.max_range_km",
        "nodong.burn_time_s",
        "sm3_1a.burnout_speed_km_s",
        "pac3.max_range_km",
    } <= read


def test_flights_weigh_one_and_areas_alike(case: Case) -> None:
    flights = case.flights
    assert flights.weight.sum() == pytest.approx(1.0, rel=1e-12)
    assert flights.count == len(flights.aim) == len(flights.area)
    assert flights.library.impact_ms.shape[0] == LEVELS * flights.count
    # a flight's weight goes with the people at its aim
    people = case.aims.people[flights.aim]
    assert flights.weight / people == pytest.approx(1.0 / people.sum(), rel=1e-12)


def test_every_burn_time_is_held_by_about_a_third_of_the_draws(
    scenario: Scenario, known: Catalogue, case: Case
) -> None:
    assert set(np.unique(case.flights.level)) <= set(range(LEVELS))
    assert case.flights.rows(0).stop - case.flights.rows(0).start == case.flights.count


def test_missiles_come_down_at_their_aims(case: Case) -> None:
    library, count = case.flights.library, case.flights.count
    for level in range(LEVELS):
        aims = library.aim_deg[level * count : (level + 1) * count]
        assert np.array_equal(aims, case.aims.position_deg[case.flights.aim])


def test_kill_odds_are_the_posterior_of_the_tests_flown_by_the_date(case: Case, known: Catalogue) -> None:
    by_the_date = tallies(known, "default", case.scenario.date)["sm3_1a"]
    today = tallies(known, "default", None)["sm3_1a"]
    chance = case.kill_chances["sm3_1a"]
    assert (chance.hits, chance.attempts) == (by_the_date.hits, by_the_date.attempts)
    assert by_the_date.attempts <= today.attempts
    # 32 draws from the posterior, less the discount: the mean lies within four standard errors above zero
    posterior = stats.beta(chance.hits + 0.5, chance.attempts - chance.hits + 0.5)
    assert 0.0 < chance.draws.min() <= chance.draws.max() < 1.0
    assert chance.draws.mean() <= posterior.mean() + 4.0 * posterior.std() / np.sqrt(case.draws)


def test_one_type_has_one_chance_in_a_draw(case: Case) -> None:
    for column, (_, interceptor) in enumerate(case.forces.magazine_types):
        assert np.array_equal(case.samples.kill[:, column], case.kill_chances[interceptor].draws)


def test_prices_are_of_one_year(case: Case, known: Catalogue) -> None:
    assert case.price_year == 2015
    assert case.samples.price.shape == (case.draws, len(case.forces.magazine_types))
    for column, (_, interceptor) in enumerate(case.forces.magazine_types):
        fact = known.fact(f"{interceptor}.unit_price_million_usd")
        low, high = (bound / 1e6 for bound in fact.bounds_si)
        # prices of the fact's year and of 2015 differ by less than a quarter over 2008 to 2022
        assert 0.75 * low <= case.samples.price[:, column].min()
        assert case.samples.price[:, column].max() <= 1.25 * high


def test_remarks_follow_from_date_and_geometry(case: Case, scenario: Scenario, known: Catalogue) -> None:
    assert any("Block IIA has no effect on this date" in remark for remark in case.remarks)
    later = build_case(scenario.but(date="2026-06-01"), ("unconnected",), known, seed=1, draws=2)
    assert not any("has no effect on this date" in remark for remark in later.remarks)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"raid_threat": "scud_b"}, "scud_b reaches nobody from the launch areas prk_southeast"),
        ({"raid_threat": "df_17"}, "df_17 is a glide vehicle"),
        ({"people": "flight_tests"}, "table flight_tests is not of places with people"),
        ({"parties": ["JPN"]}, "arrangement unconnected has parties USA that scenario japan_2015 has not"),
    ],
    ids=str,
)
def test_a_scenario_that_cannot_be_run_says_why(
    scenario: Scenario, known: Catalogue, changes: dict[str, object], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        build_case(scenario.but(**changes), ("unconnected",), known, seed=1, draws=2)
