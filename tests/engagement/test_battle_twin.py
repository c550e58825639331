"""The kernel against the battle written again: equal rows on equal luck, equal odds over all luck."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from shieldwall.engagement.orders import FIXED_SALVO, ONE_PLAN


@pytest.mark.parametrize("part", range(4))
def test_rows_equal_the_plain_battle_on_the_same_luck(toy: ModuleType, plain: ModuleType, part: int) -> None:
    rng = np.random.default_rng(part)
    seen = 0
    for _ in range(40):
        battle = toy.random_battle(rng)
        rows = battle.play(12)
        np.testing.assert_array_equal(rows, plain.play(battle, 12))
        seen |= int((rows.sum(axis=0) > 0) @ (1 << np.arange(rows.shape[1])))
    # Every column has counted something: the settings are not all trivial.
    assert seen == (1 << rows.shape[1]) - 1


@pytest.mark.nightly
def test_rows_equal_the_plain_battle_on_much_luck(toy: ModuleType, plain: ModuleType) -> None:
    rng = np.random.default_rng(99)
    for _ in range(1500):
        battle = toy.random_battle(rng)
        np.testing.assert_array_equal(battle.play(20), plain.play(battle, 20))


def two_by_two(toy: ModuleType, **doctrine: Any) -> Any:
    """Two targets, two parties with a shooter of two rounds each, two looks."""
    return toy.setting([2, 2], size=2, groups=[0, 1], looks=2, kill=0.6, **doctrine)


CASES: dict[str, dict[str, Any]] = {
    "alone": {},
    "salvos_of_two": {"salvo": (2, 1, 0, 0)},
    "fixed": {"rule": FIXED_SALVO, "salvo": (2, 2, 0, 0)},
    "assessment_errors": {"false_kill": 0.25, "false_miss": 0.5},
    "late_assessment": {"assessment_ms": 60_000},
    "unseen": {"p_track": 0.75, "p_discrimination": 0.5},
}


@pytest.mark.parametrize("name", CASES)
def test_frequencies_equal_the_enumerated_distribution(toy: ModuleType, plain: ModuleType, name: str) -> None:
    battle = two_by_two(toy, **CASES[name])
    exact = plain.distribution(battle)
    assert sum(exact.values()) == pytest.approx(1.0, abs=1e-12)  # rounding of a few thousand terms
    battles = 100_000
    rows, counts = np.unique(battle.play(battles), axis=0, return_counts=True)
    found = {tuple(int(n) for n in row): count / battles for row, count in zip(rows, counts, strict=True)}
    assert set(found) <= set(exact)
    for row, chance in exact.items():
        # Five standard errors for each of up to a hundred rows; one count for the rows that hardly occur.
        error = 5.0 * (chance * (1.0 - chance) / battles) ** 0.5 + 1.0 / battles
        assert found.get(row, 0.0) == pytest.approx(chance, abs=error)


def test_one_plan_of_two_parties_equals_the_enumerated_distribution(
    toy: ModuleType, plain: ModuleType
) -> None:
    battle = toy.setting([1, 2], size=2, looks=2, kill=0.6, coordination=ONE_PLAN, veto_chance=0.5)
    parties = replace(
        battle.units,
        party=np.array([0, 1], np.int8),
        magazine_type=np.array([0, 1], np.int32),
        kill_probability=np.array([[0.6], [0.5]]),
    )
    battle = battle.but(units=parties)
    exact = plain.distribution(battle)
    battles = 100_000
    mean = battle.play(battles).mean(axis=0)
    expected = sum(np.array(row) * chance for row, chance in exact.items())
    spread = sum(np.array(row) ** 2 * chance for row, chance in exact.items()) - expected**2
    # Four standard errors for each of ten columns.
    assert np.all(np.abs(mean - expected) <= 4.0 * np.sqrt(np.maximum(spread, 0.0) / battles) + 1e-12)
