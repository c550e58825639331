"""Every shipped scenario: signed, cited, neutral, and run with few trials under the laws that must hold."""

from __future__ import annotations

import math
import re

import pytest

from shieldwall.catalogue.load import shipped
from shieldwall.model.outcomes import Comparison
from shieldwall.model.scenario import Scenario
from shieldwall.study.compare import Settings, run_comparison

KNOWN = shipped()
SCENARIOS = {scenario.id: scenario for scenario in KNOWN.records(Scenario)}
NAMED = (
    "japan_2007 japan_2010 japan_2015 japan_2018 japan_2025 japan_2018_aegis_ashore japan_2018_thaad "
    "okinawa_2025 guam_with_japans_radars korea_joins medium_range_from_the_west mixed_cruise_raid"
)
SHARES = (
    "engageable_share engageable_share_two_shots engageable_share_upper engageable_share_upper_two_shots "
    "engageable_share_lower p_no_leak"
)
TRIALS, DRAWS = 512, 8
NOT_NEUTRAL = re.compile(
    r"\b(attack|enem|strike plan|optimal raid|casualt|shield grew|earned)", re.IGNORECASE
)


def test_the_issues_list_is_there() -> None:
    assert set(NAMED.split()) <= set(SCENARIOS)


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=list(SCENARIOS))
def test_signed_cited_and_hypothetical(scenario: Scenario) -> None:
    assert scenario.author == "The Shieldwall contributors"
    assert scenario.cites
    assert all(cite.note or cite.locator for cite in scenario.cites)
    assert (scenario.raid.label, scenario.raid.aim) == ("hypothetical", "population")
    assert scenario.question.endswith("?")
    words = " ".join((scenario.title, scenario.question, *scenario.remarks))
    assert NOT_NEUTRAL.findall(words) == []


def test_scenarios_to_be_set_side_by_side_have_one_raid_and_seed() -> None:
    for ones in (
        ("japan_2018", "japan_2018_aegis_ashore", "japan_2018_thaad"),
        ("japan_2025", "korea_joins"),
    ):
        first, *others = (SCENARIOS[name] for name in ones)
        assert all(
            (each.raid, each.seed, each.date) == (first.raid, first.seed, first.date) for each in others
        )
    by_date = [SCENARIOS[f"japan_{year}"] for year in (2007, 2010, 2015, 2018, 2025)]
    assert len({scenario.raid for scenario in by_date}) == 1


def run_few(scenario: Scenario) -> Comparison:
    asked = scenario.but(attribution=None)
    settings = Settings(asked.arrangements, TRIALS, None, asked.seed, workers=1, draws=DRAWS)
    return run_comparison(asked, KNOWN, settings)


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=list(SCENARIOS))
def test_runs_and_keeps_the_laws(scenario: Scenario) -> None:
    result = run_few(scenario)
    assert result.answer
    assert set(result.arrangements) == set(scenario.arrangements)
    for outcomes in result.arrangements.values():
        for name, estimate in outcomes.items():
            assert math.isfinite(estimate.mean), name
            for low, high in (estimate.epistemic, estimate.predictive):
                assert low <= high, name
        for name in SHARES.split():
            assert 0.0 <= getattr(outcomes, name).mean <= 1.0 + 1e-12
        assert 0.0 <= outcomes.expected_leakers.mean <= scenario.raid.size
        assert outcomes.expected_leakers.predictive[0] >= 0.0
        assert outcomes.expected_leakers.predictive[1] <= scenario.raid.size
        assert outcomes.engageable_share_two_shots.mean <= outcomes.engageable_share.mean + 1e-12
        assert outcomes.engageable_share_upper.mean <= outcomes.engageable_share.mean + 1e-12
        assert outcomes.warning_time_s.mean >= 0.0
        assert outcomes.interceptors_expended.mean >= 0.0
        assert outcomes.duplicate_shots.mean <= outcomes.interceptors_expended.mean


def test_cruise_missiles_are_met_by_nobody_and_said_to_be() -> None:
    scenario = SCENARIOS["mixed_cruise_raid"]
    result = run_few(scenario)
    ballistic, cruise = scenario.raid.counts(scenario.raid.size)
    reliability = KNOWN.fact("cj_10.reliability")
    assert reliability.low is not None
    for outcomes in result.arrangements.values():
        assert outcomes.engageable_share.mean <= ballistic / scenario.raid.size + 1e-12
        # every cruise missile that flies leaks, and reliability is at least its low end in every draw
        assert outcomes.expected_leakers.mean >= 0.9 * reliability.low * cruise
    assert any("below every interceptor in place" in remark for remark in result.remarks)
