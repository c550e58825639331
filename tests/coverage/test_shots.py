"""Shots counted by bits beside a loop over draws, and the laws that any count must keep."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shieldwall.command.shooters import LOWER, UPPER
from shieldwall.coverage.footprint import Opportunities
from shieldwall.coverage.shots import MOST_SHOTS, STATISTICS, TIERS, firing_of, shots
from shieldwall.sensing.clock import NEVER

ASSESSMENT_S = 20.0


def made_up(
    seed: int, courses: int = 3, shooters: int = 9, cells: int = 40
) -> tuple[Opportunities, Any, Any]:
    """Opportunities, groups and tiers of no meaning, with holes of every kind."""
    generator = np.random.default_rng(seed)
    courses, shooters = 3, 9
    shape = (courses, shooters, cells)
    first = generator.integers(200_000, 400_000, shape).astype(np.int32)
    last = (first + generator.integers(-60_000, 60_000, shape)).astype(np.int32)
    none = generator.random(shape) < 0.5
    first[none], last[none] = NEVER, -1
    impact = np.where(generator.random((courses, cells)) < 0.8, 600_000, NEVER).astype(np.int32)
    group = generator.integers(0, 2, shooters)
    tier = np.where(np.arange(shooters) < 6, UPPER, LOWER).astype(np.int8)
    return Opportunities(first, last, impact), group, tier


def plain_shots(found: Opportunities, group: Any, tier: Any, present: Any) -> tuple[Any, Any]:
    """Shots of every draw at every cell (tiers, courses, draws, C), and which courses come (courses, C)."""
    courses, shooters, cells = found.first_ms.shape
    draws = present.shape[1]
    counted = np.zeros((3, courses, draws, cells), int)
    for q in range(courses):
        for draw in range(draws):
            for c in range(cells):
                upper = lower = 0
                for one in np.unique(group):
                    able = [
                        s
                        for s in range(shooters)
                        if tier[s] == UPPER and group[s] == one and present[s, draw]
                        and found.first_ms[q, s, c] < NEVER
                    ]  # fmt: skip
                    if able:
                        first = min(int(found.first_ms[q, s, c]) for s in able)
                        last = max(int(found.last_ms[q, s, c]) for s in able)
                        upper = max(upper, 2 if last >= first + ASSESSMENT_S * 1e3 else 1)
                for s in range(shooters):
                    if tier[s] == LOWER and present[s, draw] and found.first_ms[q, s, c] < NEVER:
                        lower = 1
                counted[:, q, draw, c] = upper, lower, upper + lower
    return counted, found.impact_ms < NEVER


@pytest.mark.parametrize("draws", [1, 5, 64, 70])
def test_every_chance_is_that_of_a_loop_over_draws(draws: int) -> None:
    found, group, tier = made_up(draws)
    present = np.random.default_rng(1).random((len(group), draws)) < 0.6
    weight = np.random.default_rng(2).random((2, found.impact_ms.shape[1]))
    got = shots(found, firing_of(group, tier, present, ASSESSMENT_S), weight)
    counted, comes = plain_shots(found, group, tier, present)
    reached = comes.any(axis=0)
    for t in range(len(TIERS)):
        worst = np.where(comes[:, np.newaxis], counted[t], MOST_SHOTS).min(axis=0)
        for number in range(MOST_SHOTS):
            over = np.where(comes[:, np.newaxis], counted[t] > number, 0)
            mean = over.sum(axis=0) / np.maximum(comes.sum(axis=0), 1)
            least = (worst > number) & reached
            # sums of ones and tenths in another order
            assert got.chance[t, 0, number] == pytest.approx(least.mean(axis=0), abs=1e-12)
            assert got.chance[t, 1, number] == pytest.approx(mean.mean(axis=0), abs=1e-12)
            for w in range(2):
                assert got.drawn[t, 0, number, w] == pytest.approx(least @ weight[w], abs=1e-9)
                assert got.drawn[t, 1, number, w] == pytest.approx(mean @ weight[w], abs=1e-9)
    assert got.reached == pytest.approx(comes.mean(axis=0), abs=1e-12)  # shares of three courses


def test_workers_change_nothing() -> None:
    found, group, tier = made_up(7, cells=3000)
    present = np.random.default_rng(1).random((len(group), 128)) < 0.6
    weight = np.random.default_rng(2).random((2, 3000))
    firing = firing_of(group, tier, present, ASSESSMENT_S)
    one, three = shots(found, firing, weight, workers=1), shots(found, firing, weight, workers=3)
    assert (one.chance == three.chance).all()
    assert (one.drawn == three.drawn).all()


@settings(max_examples=25)
@given(seed=st.integers(0, 10_000), gone=st.integers(0, 8))
def test_a_shooter_less_never_adds_a_shot_and_one_plan_never_loses_one(seed: int, gone: int) -> None:
    found, group, tier = made_up(seed)
    present = np.random.default_rng(seed).random((len(group), 32)) < 0.7
    weight = np.ones((1, found.impact_ms.shape[1]))
    whole = shots(found, firing_of(group, tier, present, ASSESSMENT_S), weight)
    fewer = present.copy()
    fewer[gone] = False
    without = shots(found, firing_of(group, tier, fewer, ASSESSMENT_S), weight)
    together = shots(found, firing_of(np.zeros_like(group), tier, present, ASSESSMENT_S), weight)
    assert (without.chance <= whole.chance).all()
    assert (together.chance >= whole.chance).all()
    # worst against mean, more shots against fewer, both tiers against either
    assert (whole.chance[:, 0] <= whole.chance[:, 1] + 1e-12).all()
    assert (np.diff(whole.chance, axis=2) <= 0.0).all()
    assert (whole.chance[2] >= np.maximum(whole.chance[0], whole.chance[1]) - 1e-12).all()
    assert whole.expected.shape == (len(TIERS), len(STATISTICS), found.impact_ms.shape[1])


def test_where_nothing_comes_there_are_no_shots() -> None:
    found, group, tier = made_up(3)
    nothing = Opportunities(found.first_ms, found.last_ms, np.full_like(found.impact_ms, NEVER))
    got = shots(nothing, firing_of(group, tier, np.ones((9, 1), np.bool_), ASSESSMENT_S), np.ones((1, 40)))
    assert not got.chance.any()
    assert not got.drawn.any()
    assert not got.reached.any()
