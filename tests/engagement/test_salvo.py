"""Closed forms against enumeration, direct sampling and one another."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from scipy import integrate, stats

from shieldwall.engagement.lethality import BetaPosterior
from shieldwall.engagement.salvo import (
    TrackScope,
    averaged_expected_leakers,
    averaged_p_no_leak,
    expected_leakers,
    expected_leakers_at_random,
    expected_leakers_of_parties,
    fixed_salvo,
    kill_chance,
    leak_chances,
    leaker_distribution,
    p_no_leak,
    shoot_look_shoot,
    shots_needed,
    spread_evenly,
)

ROUNDING = 1e-12


def test_no_shots_and_certain_shots() -> None:
    assert kill_chance(0.7, 0) == 0.0
    assert kill_chance(1.0, 1) == 1.0
    assert kill_chance(0.0, 5) == 0.0
    assert p_no_leak(0, 0.5, 1, 0.1) == 1.0
    assert p_no_leak(3, 1.0, 1) == 1.0


def test_a_small_kill_probability_keeps_its_digits() -> None:
    assert kill_chance(1e-15, 2) == pytest.approx(2e-15, rel=1e-9)  # second order is 1e-30


@pytest.mark.parametrize("scope", ["target", "raid"])
@pytest.mark.parametrize(
    ("targets", "kill", "goal", "track"), [(20, 0.8, 0.5, 0.98), (1, 0.5, 0.75, 1.0), (5, 0.3, 0.9, 0.999)]
)
def test_shots_needed_are_the_least_that_reach_the_goal(
    targets: int, kill: float, goal: float, track: float, scope: TrackScope
) -> None:
    needed = shots_needed(targets, kill, goal, track, scope)
    assert needed.shots_per_target is not None
    reached = [
        p_no_leak(targets, kill, shots, track, scope)
        for shots in (needed.shots_per_target - 1, needed.shots_per_target)
    ]
    assert reached[0] < goal - ROUNDING
    assert reached[1] >= goal - ROUNDING


def test_a_goal_met_exactly_needs_no_shot_more() -> None:
    # 1 - (1/2)^2 and 1 - (2/3)^3 computed in doubles: rounding must not add a shot.
    assert shots_needed(1, 0.5, 0.75).shots_per_target == 2
    assert shots_needed(1, 1.0 / 3.0, 19.0 / 27.0).shots_per_target == 3


@pytest.mark.parametrize(
    ("targets", "kill", "goal", "track", "scope"),
    [(20, 0.8, 0.8, 0.98, "target"), (20, 0.8, 0.99, 0.98, "raid"), (3, 0.0, 0.1, 1.0, "target"),
     (3, 0.9, 0.5, 0.0, "raid"), (3, 0.9, 1.0, 1.0, "target")],
)  # fmt: skip
def test_unreachable_goals_answer_none(
    targets: int, kill: float, goal: float, track: float, scope: TrackScope
) -> None:
    assert shots_needed(targets, kill, goal, track, scope).shots_per_target is None


def test_goals_that_ask_for_nothing_or_get_certainty() -> None:
    assert shots_needed(0, 0.5, 0.9).shots_per_target == 0
    assert shots_needed(5, 0.5, 0.0).shots_per_target == 0
    assert shots_needed(5, 1.0, 1.0).shots_per_target == 1
    assert shots_needed(5, 1.0, 0.98**5, 0.98).shots_per_target == 1


def test_plans_of_shots() -> None:
    assert spread_evenly(10, 16) == [2] * 6 + [1] * 4
    assert fixed_salvo(10, 16, 2) == [2] * 8 + [0] * 2
    assert fixed_salvo(3, 5, 2) == [2, 2, 1]
    np.testing.assert_array_equal(leak_chances(3, 0.75, [1, 2]), [0.25, 0.0625, 1.0])


def test_distribution_of_leakers_against_enumeration() -> None:
    chances = np.array([0.1, 0.35, 0.8, 0.0])
    exact = np.zeros(5)
    for leaks in itertools.product((0, 1), repeat=4):
        exact[sum(leaks)] += math.prod(p if leak else 1.0 - p for p, leak in zip(chances, leaks, strict=True))
    np.testing.assert_allclose(leaker_distribution(chances), exact, rtol=0, atol=ROUNDING)
    assert leaker_distribution(np.zeros(0)).tolist() == [1.0]


def test_separate_parties_against_enumeration() -> None:
    # Two parties with one and two shots at three targets: every choice of targets, equally likely.
    kill, total, cases = 0.6, 0.0, 0
    for one in itertools.combinations(range(3), 1):
        for other in itertools.combinations(range(3), 2):
            shots = [(t in one) + (t in other) for t in range(3)]
            total += expected_leakers(3, kill, shots)
            cases += 1
    assert expected_leakers_of_parties(3, kill, (1, 2)) == pytest.approx(total / cases, rel=ROUNDING)


def test_random_shots_against_enumeration() -> None:
    kill = 0.6
    plans = [np.bincount(choice, minlength=3) for choice in itertools.product(range(3), repeat=4)]
    mean = np.mean([expected_leakers(3, kill, plan.tolist()) for plan in plans])
    assert expected_leakers_at_random(3, kill, 4) == pytest.approx(mean, rel=ROUNDING)


def test_looks_without_errors_have_the_textbook_sum() -> None:
    kill, salvos = 0.4, (2, 1, 3)
    expected = sum(n * (1.0 - kill) ** sum(salvos[:look]) for look, n in enumerate(salvos))
    found = shoot_look_shoot(kill, salvos)
    assert found.expected_shots == pytest.approx(expected, rel=ROUNDING)
    assert found.p_leak == pytest.approx((1.0 - kill) ** sum(salvos), rel=ROUNDING)


def test_looks_with_errors_against_enumeration() -> None:
    kill, lost, wasted = 0.4, 0.2, 0.3

    def follow(look: int, alive: bool) -> tuple[float, float]:
        """Chance to leak and shots to come, for a target engaged at this look."""
        leaks, shots = 0.0, 1.0
        for dies, chance in ((True, kill), (False, 1.0 - kill)) if alive else ((False, 1.0),):
            lives = alive and not dies
            goes_on = (1.0 - lost if lives else wasted) if look < 2 else 0.0
            after = follow(look + 1, lives) if look < 2 else (0.0, 0.0)
            leaks += chance * (goes_on * after[0] + (1.0 - goes_on) * lives)
            shots += chance * goes_on * after[1]
        return leaks, shots

    found = shoot_look_shoot(kill, (1, 1, 1), lost, wasted)
    assert (found.p_leak, found.expected_shots) == pytest.approx(follow(0, True), rel=ROUNDING)


@pytest.mark.parametrize(("targets", "shots"), [(8, 2), (1, 1), (30, 3), (0, 2)])
def test_averages_over_the_kill_probability_against_quadrature(targets: int, shots: int) -> None:
    belief = BetaPosterior(25.5, 6.5)
    density = stats.beta(belief.alpha, belief.beta).pdf

    def average(function: object) -> float:
        assert callable(function)
        return float(integrate.quad(lambda kill: function(kill) * density(kill), 0.0, 1.0)[0])

    none = average(lambda kill: p_no_leak(targets, kill, shots))
    leakers = average(lambda kill: expected_leakers(targets, kill, [shots] * targets))
    # Of the adaptive quadrature.
    assert averaged_p_no_leak(targets, belief, shots) == pytest.approx(none, rel=1e-7)
    assert averaged_expected_leakers(targets, belief, shots) == pytest.approx(leakers, rel=1e-7)


def test_impossible_figures_are_refused() -> None:
    for bad in (-0.1, 1.5):
        with pytest.raises(ValueError, match="between 0 and 1"):
            p_no_leak(5, bad, 1)
        with pytest.raises(ValueError, match="between 0 and 1"):
            shots_needed(5, 0.5, bad)
        with pytest.raises(ValueError, match="between 0 and 1"):
            shoot_look_shoot(0.5, (1, 1), false_miss=bad)
    with pytest.raises(ValueError, match="not below zero"):
        p_no_leak(-1, 0.5, 1)
