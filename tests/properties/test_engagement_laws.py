"""Laws of the closed forms, exact where they are laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shieldwall.engagement.orders import FIXED_SALVO, SPREAD_EVENLY
from shieldwall.engagement.salvo import (
    expected_leakers,
    expected_leakers_at_random,
    expected_leakers_of_parties,
    fixed_salvo,
    leak_chances,
    leaker_distribution,
    p_no_leak,
    shoot_look_shoot,
    shots_needed,
    spread_evenly,
)
from shieldwall.engagement.shot_plan import plan_shots

ROUNDING = 1e-12

chance = st.floats(0.0, 1.0)
targets = st.integers(1, 30)
shots = st.integers(0, 60)


@given(targets, chance, shots, st.integers(1, 4))
def test_one_interceptor_more_never_raises_expected_leakers(
    size: int, kill: float, many: int, salvo: int
) -> None:
    plans = [(spread_evenly(size, n), fixed_salvo(size, n, salvo)) for n in (many, many + 1)]
    for before, after in zip(plans[0], plans[1], strict=True):
        assert expected_leakers(size, kill, after) <= expected_leakers(size, kill, before) + ROUNDING
    assert expected_leakers_at_random(size, kill, many + 1) <= expected_leakers_at_random(size, kill, many)


@given(targets, chance, shots)
def test_one_target_more_never_lowers_expected_leakers(size: int, kill: float, many: int) -> None:
    before = expected_leakers(size, kill, spread_evenly(size, many))
    after = expected_leakers(size + 1, kill, spread_evenly(size + 1, many))
    assert before <= after + ROUNDING * size


@given(targets, chance, st.lists(st.integers(0, 30), min_size=1, max_size=4))
def test_one_plan_never_leaks_more_than_separate_plans_nor_these_than_chance(
    size: int, kill: float, own: list[int]
) -> None:
    together = expected_leakers(size, kill, spread_evenly(size, sum(own)))
    apart = expected_leakers_of_parties(size, kill, own)
    random = expected_leakers_at_random(size, kill, sum(own))
    slack = ROUNDING * size
    assert together <= apart + slack
    assert apart <= random + slack


@given(targets, chance, shots, st.integers(1, 4))
def test_spreading_evenly_is_never_worse_than_a_fixed_salvo(
    size: int, kill: float, many: int, salvo: int
) -> None:
    even = expected_leakers(size, kill, spread_evenly(size, min(many, size * salvo)))
    assert even <= expected_leakers(size, kill, fixed_salvo(size, many, salvo)) + ROUNDING * size


@given(targets, chance, chance, st.integers(0, 6))
def test_a_common_mode_never_lowers_the_chance_of_no_leaker(
    size: int, kill: float, track: float, many: int
) -> None:
    per_target = p_no_leak(size, kill, many, track, "target")
    assert per_target <= p_no_leak(size, kill, many, track, "raid") + ROUNDING


@given(targets, st.floats(0.01, 0.99), st.floats(0.01, 0.99), st.floats(0.5, 1.0))
def test_shots_needed_reach_the_goal_and_one_fewer_does_not(
    size: int, kill: float, goal: float, track: float
) -> None:
    needed = shots_needed(size, kill, goal, track).shots_per_target
    if needed is None:
        assert track**size <= goal + ROUNDING
    else:
        assert p_no_leak(size, kill, needed, track) >= goal - ROUNDING
        assert needed == 0 or p_no_leak(size, kill, needed - 1, track) < goal + ROUNDING


@given(st.lists(chance, max_size=12))
def test_a_distribution_of_leakers_sums_to_one_and_keeps_its_mean(chances: list[float]) -> None:
    distribution = leaker_distribution(np.array(chances))
    assert distribution.sum() == pytest.approx(1.0, abs=ROUNDING)
    mean = float(distribution @ np.arange(len(distribution)))
    assert mean == pytest.approx(sum(chances), abs=ROUNDING * 100)


@given(chance, st.lists(st.integers(0, 3), min_size=1, max_size=4), chance, chance)
def test_assessment_errors_never_help(kill: float, salvos: list[int], lost: float, wasted: float) -> None:
    clean = shoot_look_shoot(kill, salvos)
    assert clean.p_leak <= shoot_look_shoot(kill, salvos, lost, wasted).p_leak + ROUNDING
    assert clean.expected_shots <= shoot_look_shoot(kill, salvos, 0.0, wasted).expected_shots + ROUNDING
    assert clean.p_leak == pytest.approx(float(leak_chances(1, kill, [sum(salvos)])[0]), abs=ROUNDING)


@given(
    st.integers(1, 8).flatmap(
        lambda size: st.integers(1, 6).flatmap(
            lambda many: st.tuples(
                st.lists(st.lists(st.booleans(), min_size=many, max_size=many), min_size=size, max_size=size),
                st.lists(st.integers(0, 4), min_size=many, max_size=many),
            )
        )
    ),
    st.integers(0, 4),
    st.sampled_from([FIXED_SALVO, SPREAD_EVENLY]),
    st.booleans(),
)
def test_plans_respect_magazines_reach_and_salvo(
    case: tuple[list[list[bool]], list[int]], salvo: int, rule: int, alone: bool
) -> None:
    feasible, rounds = np.array(case[0]), np.array(case[1])
    order = np.arange(len(feasible), dtype=np.int32) if alone else None
    plan = plan_shots(feasible, rounds, salvo, rule, order)
    assert (plan.sum(axis=0) <= rounds).all()
    assert (plan.sum(axis=1) <= salvo).all()
    assert not plan[~feasible].any()
    # No round is kept back that could still be fired.
    left = rounds - plan.sum(axis=0)
    short = plan.sum(axis=1) < salvo
    assert not (feasible[short] & (left > 0)).any()
    if rule == SPREAD_EVENLY and feasible.all():
        assert plan.sum(axis=1).max() - plan.sum(axis=1).min() <= 1
