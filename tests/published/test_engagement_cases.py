"""Published figures on engagements beside the closed forms and the test record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from shieldwall.catalogue.load import shipped
from shieldwall.catalogue.readings import tallies
from shieldwall.engagement.lethality import clopper_pearson, posterior
from shieldwall.engagement.salvo import (
    averaged_expected_leakers,
    averaged_p_no_leak,
    expected_leakers,
    expected_leakers_at_random,
    expected_leakers_of_parties,
    fixed_salvo,
    kill_chance,
    p_no_leak,
    shots_needed,
    spread_evenly,
)

CASES: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "engagement_cases.yaml").read_text(encoding="utf-8")
)


def test_p01_wilkenings_shots_for_a_goal() -> None:
    case = CASES["P01"]
    needed = shots_needed(case["targets"], case["kill_probability"], case["goal"])
    assert needed.kill_chance_needed == pytest.approx(case["kill_chance_needed"], rel=case["tolerance"])
    # Given to three decimals, of which the last may round: 2.797 within half a unit.
    assert needed.shots_real == pytest.approx(case["shots_real"], abs=5e-4)
    assert needed.shots_per_target == case["shots_per_target"]


def test_p04_tracking_bounds_the_effect_of_any_number_of_shots() -> None:
    case = CASES["P04"]
    bound = p_no_leak(case["targets"], 0.8, 1e6, case["p_track"])
    assert bound == pytest.approx(case["p_no_leak"], abs=case["tolerance"])
    needed = shots_needed(case["targets"], 0.8, case["unreachable_goal"], case["p_track"])
    assert (needed.kill_chance_needed, needed.shots_real, needed.shots_per_target) == (None, None, None)


def test_common_mode_per_target_and_per_raid() -> None:
    case = CASES["common_mode"]
    given = (case["targets"], case["kill_probability"], case["shots_per_target"], case["p_track"])
    assert p_no_leak(*given, "target") == pytest.approx(case["per_target"], abs=case["tolerance"])
    assert p_no_leak(*given, "raid") == pytest.approx(case["per_raid"], abs=case["tolerance"])


def test_p05_eight_warheads_at_eighty_per_cent() -> None:
    case = CASES["P05"]
    found = p_no_leak(case["targets"], case["kill_probability"], 1)
    assert found == pytest.approx(case["p_no_leak"], abs=case["tolerance"])


def test_p06_four_interceptors_a_target() -> None:
    case = CASES["P06"]
    engaged = case["inventory"] // case["shots_per_target"]
    each = kill_chance(case["kill_probability"], case["shots_per_target"])
    assert engaged == case["targets_engaged"]
    assert each == pytest.approx(case["p_kill_each"], abs=case["tolerance"])
    # Given to one decimal.
    assert engaged * each == pytest.approx(case["expected_kills"], abs=0.05)


def test_p07_two_shots_at_the_claimed_and_the_tested_chance() -> None:
    case = CASES["P07"]
    claimed = kill_chance(case["kill_probability"], case["shots"])
    assert claimed == pytest.approx(case["p_kill"], abs=case["tolerance"])
    tested = kill_chance(case["tested"], case["shots"])
    assert tested == pytest.approx(case["p_kill_tested"], abs=case["tolerance"])


@pytest.mark.parametrize("row", range(4))
def test_t12_intervals_of_the_aegis_record(row: int) -> None:
    case = CASES["T12"]
    hits, attempts = case["hits_over_attempts"][row]
    found = clopper_pearson(hits, attempts)
    assert found == pytest.approx(tuple(case["clopper_pearson_95"][row]), abs=case["tolerance"])


def test_t14_record_of_block_iia() -> None:
    case = CASES["T14"]
    known = tallies(shipped(), "default", until=max(case["days"]))["sm3_2a"]
    assert (known.hits, known.attempts) == (case["hits"], case["attempts"])
    assert len(case["days"]) == case["attempts"]


def test_one_uncertain_kill_probability_for_every_shot() -> None:
    case = CASES["averaged"]
    belief = posterior(case["hits"], case["attempts"])
    targets, shots, slack = case["targets"], case["shots_per_target"], case["tolerance"]
    assert averaged_p_no_leak(targets, belief, shots) == pytest.approx(case["p_no_leak"], abs=slack)
    found = averaged_expected_leakers(targets, belief, shots)
    assert found == pytest.approx(case["expected_leakers"], abs=slack)
    plugged = p_no_leak(targets, belief.mean, shots)
    assert plugged == pytest.approx(case["plug_in_p_no_leak"], abs=slack)
    plugged = expected_leakers(targets, belief.mean, [shots] * targets)
    assert plugged == pytest.approx(case["plug_in_expected_leakers"], abs=slack)


def test_what_one_plan_is_worth() -> None:
    case = CASES["coordination"]
    targets, shots, kill = case["targets"], case["shots"], case["kill_probability"]
    together = expected_leakers(targets, kill, spread_evenly(targets, sum(shots)))
    assert together == pytest.approx(case["one_plan"], abs=case["tolerance"])
    apart = expected_leakers_of_parties(targets, kill, shots)
    assert apart == pytest.approx(case["separate_plans"], abs=case["tolerance"])
    random = expected_leakers_at_random(targets, kill, sum(shots))
    assert random == pytest.approx(case["at_random"], abs=case["tolerance"])


def test_a_fixed_doctrine_empties_magazines() -> None:
    case = CASES["fixed_doctrine"]
    targets, shots, kill = case["targets"], case["shots"], case["kill_probability"]
    fixed = expected_leakers(targets, kill, fixed_salvo(targets, shots, case["salvo"]))
    assert fixed == pytest.approx(case["fixed_salvo"], abs=case["tolerance"])
    even = expected_leakers(targets, kill, spread_evenly(targets, shots))
    assert even == pytest.approx(case["spread_evenly"], abs=case["tolerance"])
