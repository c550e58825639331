"""The kernel against the battle written again: equal rows on equal luck, equal odds over all luck."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from shieldwall.engagement.orders import (
    FIXED_SALVO,
    NO_COORDINATION,
    ONE_PLAN,
    SECTOR_DECONFLICTION,
    SPREAD_EVENLY,
    DoctrineNumbers,
    FiringUnits,
    Luck,
    RaidDraw,
)
from shieldwall.opportunity.looks import NEVER, K, LookTable


def random_battle(toy: ModuleType, rng: np.random.Generator) -> Any:
    """A setting with everything on at random: groups, tiers, looks, errors, vetoes, a second raid."""
    coordination = int(rng.choice([NO_COORDINATION, SECTOR_DECONFLICTION, ONE_PLAN]))
    groups = 1 if coordination == ONE_PLAN else int(rng.integers(1, 4))
    shooters, flights, components = int(rng.integers(2, 8)), int(rng.integers(2, 6)), int(rng.integers(1, 3))
    party = np.sort(rng.integers(0, 2, shooters)).astype(np.int8)
    group = np.sort(rng.integers(0, groups, shooters)).astype(np.int8)
    upper = rng.random(shooters) < 0.7
    upper[0], upper[-1] = True, False
    index = [np.where(tier, np.cumsum(tier) - 1, -1).astype(np.int32) for tier in (upper, ~upper)]
    count = rng.integers(0, K + 1, (groups, flights)).astype(np.uint8)
    # Coarse times make looks coincide; looks of one group at one flight follow the assessment delay.
    launch = (200 + 100 * np.cumsum(rng.integers(1, 4, (groups, flights, K)), axis=2)).astype(np.int32)
    intercept = launch + 50
    masks = np.zeros((groups, flights, K), np.uint64)
    low = np.zeros((groups, flights), np.uint64)
    for s in range(shooters):
        bit = np.uint64(1) << np.uint64(max(index[0][s], index[1][s]))
        where = rng.random((flights, K)) < 0.7
        if upper[s]:
            masks[group[s]] |= np.where(where, bit, np.uint64(0))
        else:
            low[group[s]] |= np.where(where[:, 0], bit, np.uint64(0))
    # A look without a shooter is no look: the count ends before the first of them.
    empty = (masks == 0) | (np.arange(K) >= count[:, :, None])
    count = np.where(empty.any(axis=2), empty.argmax(axis=2), K).astype(np.uint8)
    looks = LookTable(
        group_of_shooter=group,
        upper_index=index[0],
        lower_index=index[1],
        assigned_group=rng.integers(-1, groups, flights).astype(np.int8),
        look_count=count,
        look_launch_ms=launch,
        look_intercept_ms=intercept,
        look_shooters=masks,
        lower_shooters=low,
        lower_launch_ms=np.where(low != 0, 100 * rng.integers(5, 9, (groups, flights)), NEVER).astype(
            np.int32
        ),
        lower_intercept_ms=np.where(low != 0, 930, NEVER).astype(np.int32),
    )
    types = (2 * party + ~upper).astype(np.int32)
    units = FiringUnits(
        magazine=rng.integers(0, 5, shooters).astype(np.int32),
        reserve=rng.integers(0, 3, shooters).astype(np.int32),
        replenishment=rng.integers(0, 3, shooters).astype(np.int32),
        magazine_type=types,
        party=party,
        kill_probability=rng.random((4, components)),
    )
    bounds = np.sort(rng.integers(1, flights, components - 1))
    raid = RaidDraw(
        size=rng.integers(0, 6, components).astype(np.int32),
        second_size=(rng.integers(0, 4, components) * rng.integers(0, 2)).astype(np.int32),
        flight_start=np.concatenate(([0], bounds, [flights])).astype(np.int32),
        flight_weight=rng.integers(0, 3, flights) + 1.0,
        beneficiary=rng.integers(0, 3, flights).astype(np.int32),
        beneficiary_party=np.array([0, 1, -1], np.int8),
        reliability=rng.choice([0.8, 1.0], components),
        leaks=np.array([True, False])[:components],
        offset_ms=np.sort(100 * rng.integers(0, 3, 4)).astype(np.int32),
    )
    doctrine = DoctrineNumbers(
        rule=int(rng.choice([FIXED_SALVO, SPREAD_EVENLY])),
        coordination=coordination,
        salvo=tuple(int(n) for n in rng.integers(0, 4, K)),
        lower_salvo=int(rng.integers(0, 6)),
        p_track=float(rng.choice([0.9, 1.0])),
        track_per_raid=bool(rng.integers(0, 2)),
        p_discrimination=float(rng.choice([0.9, 1.0])),
        false_kill=float(rng.choice([0.0, 0.3])),
        false_miss=float(rng.choice([0.0, 0.3])),
        assessment_ms=50,
        veto_chance=float(rng.choice([0.0, 0.4])),
    )
    return toy.Battle(
        looks, units, raid, doctrine, Luck(int(rng.integers(0, 2**63)), int(rng.integers(0, 99)))
    )


@pytest.mark.parametrize("part", range(4))
def test_rows_equal_the_plain_battle_on_the_same_luck(toy: ModuleType, plain: ModuleType, part: int) -> None:
    rng = np.random.default_rng(part)
    seen = 0
    for _ in range(40):
        battle = random_battle(toy, rng)
        rows = battle.play(12)
        np.testing.assert_array_equal(rows, plain.play(battle, 12))
        seen |= int((rows.sum(axis=0) > 0) @ (1 << np.arange(rows.shape[1])))
    # Every column has counted something: the settings are not all trivial.
    assert seen == (1 << rows.shape[1]) - 1


@pytest.mark.nightly
def test_rows_equal_the_plain_battle_on_much_luck(toy: ModuleType, plain: ModuleType) -> None:
    rng = np.random.default_rng(99)
    for _ in range(1500):
        battle = random_battle(toy, rng)
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
