"""Builders of small battles: every number is round, and every default is the simplest case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from shieldwall.engagement.battle import run_battles
from shieldwall.engagement.orders import (
    FIXED_SALVO,
    NO_COORDINATION,
    ONE_PLAN,
    SECTOR_DECONFLICTION,
    SPREAD_EVENLY,
    ColumnMap,
    DoctrineNumbers,
    FiringUnits,
    Luck,
    RaidDraw,
    Setting,
)
from shieldwall.opportunity.looks import NEVER, K, LookTable

LOOK_MS = 200_000
FLIGHT_OF_INTERCEPTOR_MS = 90_000
BETWEEN_LOOKS_MS = 120_000
LOWER_MS = 900_000


def whole(values: Sequence[int] | int, kind: Any = np.int32) -> Any:
    """An integer array."""
    return np.atleast_1d(np.array(values, kind))


def look_table(
    groups: Sequence[int],
    looks: int = 1,
    flights: int = 1,
    lower: Sequence[int] = (),
    delay_ms: int = 0,
) -> LookTable:
    """Every upper shooter can make every look at every flight, every lower shooter can fire.

    ``groups`` names each shooter's firing group, ``lower`` the shooters of the lower tier; group g's looks
    come ``g * delay_ms`` after the first group's.
    """
    shooters, count = len(groups), 1 + max(groups, default=0)
    index = [np.full(shooters, -1, np.int32) for _ in range(2)]
    for tier, members in enumerate(([s for s in range(shooters) if s not in lower], list(lower))):
        index[tier][members] = np.arange(len(members))
    masks = np.zeros((2, count), np.uint64)
    for tier in range(2):
        for shooter, group in enumerate(groups):
            if index[tier][shooter] >= 0:
                masks[tier, group] |= np.uint64(1) << np.uint64(index[tier][shooter])
    shape = (count, flights, K)
    launch = np.full(shape, NEVER, np.int32)
    intercept = np.full(shape, NEVER, np.int32)
    upper = np.zeros(shape, np.uint64)
    for g in range(count):
        for look in range(looks):
            launch[g, :, look] = LOOK_MS + look * BETWEEN_LOOKS_MS + g * delay_ms
            upper[g, :, look] = masks[0][g]
    intercept[launch != NEVER] = launch[launch != NEVER] + FLIGHT_OF_INTERCEPTOR_MS
    fires_low = np.repeat(masks[1][:, None], flights, axis=1)
    return LookTable(
        group_of_shooter=np.array(groups, np.int8),
        upper_index=index[0],
        lower_index=index[1],
        assigned_group=np.full(flights, -1, np.int8),
        look_count=np.where(masks[0][:, None] != 0, looks, 0).astype(np.uint8).repeat(flights, axis=1),
        look_launch_ms=launch,
        look_intercept_ms=intercept,
        look_shooters=upper,
        lower_shooters=fires_low,
        lower_launch_ms=np.where(fires_low != 0, LOWER_MS, NEVER).astype(np.int32),
        lower_intercept_ms=np.where(fires_low != 0, LOWER_MS + 10_000, NEVER).astype(np.int32),
    )


def units(magazine: Sequence[int], party: Sequence[int] | None = None, kill: float = 0.8) -> FiringUnits:
    """One magazine type per party, one kill probability for all."""
    owner = [0] * len(magazine) if party is None else list(party)
    none = np.zeros(len(magazine), np.int32)
    return FiringUnits(
        magazine=np.array(magazine, np.int32),
        reserve=none,
        replenishment=none,
        magazine_type=np.array(owner, np.int32),
        party=np.array(owner, np.int8),
        kill_probability=np.full((1 + max(owner, default=0), 1), kill),
    )


def raid(size: int, flights: int = 1) -> RaidDraw:
    """Reliable missiles of one class at one beneficiary of party 0, launched together."""
    return RaidDraw(
        size=whole(size),
        second_size=whole(0),
        flight_start=whole([0, flights]),
        flight_weight=np.ones(flights),
        beneficiary=np.zeros(flights, np.int32),
        beneficiary_party=np.zeros(1, np.int8),
        reliability=np.ones(1),
        leaks=np.ones(1, np.bool_),
        offset_ms=np.zeros(0, np.int32),
    )


@dataclass(frozen=True)
class Battle:
    """One setting: what the kernel is given, and what it returns by name."""

    looks: LookTable
    units: FiringUnits
    raid: RaidDraw
    doctrine: DoctrineNumbers = field(default_factory=DoctrineNumbers)
    luck: Luck = field(default_factory=lambda: Luck(seed=20151202, draw=0))

    @property
    def setting(self) -> Setting:
        return Setting(self.looks, self.units, self.raid, self.doctrine, self.luck)

    @property
    def columns(self) -> ColumnMap:
        return self.setting.columns

    def play(self, battles: int) -> Any:
        """The rows of counts."""
        return run_battles(self.setting, battles)

    def leakers(self, battles: int) -> Any:
        """Leakers of each battle, over all beneficiaries."""
        return self.play(battles)[:, self.columns.leakers].sum(axis=1)

    def but(self, **changes: Any) -> Battle:
        """The same setting with some of its records changed."""
        return replace(self, **changes)


def setting(
    magazine: Sequence[int],
    size: int,
    *,
    groups: Sequence[int] | None = None,
    looks: int = 1,
    kill: float = 0.8,
    lower: Sequence[int] = (),
    **doctrine: Any,
) -> Battle:
    """A raid of alike missiles against shooters that all reach them; groups are parties."""
    owner = [0] * len(magazine) if groups is None else list(groups)
    return Battle(
        look_table(owner, looks, lower=lower),
        units(magazine, owner, kill),
        raid(size),
        DoctrineNumbers(**doctrine),
    )


def random_battle(rng: np.random.Generator) -> Battle:
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
        expected_kill=np.array([0.4, 0.4, 0.7, 0.2]) if rng.integers(0, 2) else None,
    )
    bounds = np.sort(rng.integers(1, flights, components - 1))
    raid = RaidDraw(
        size=rng.integers(0, 6, components).astype(np.int32),
        second_size=(rng.integers(0, 4, components) * rng.integers(0, 2)).astype(np.int32),
        flight_start=np.concatenate(([0], bounds, [flights])).astype(np.int32),
        flight_weight=rng.integers(1, 4, flights).astype(np.float64),
        beneficiary=rng.integers(0, 3, flights).astype(np.int32),
        beneficiary_party=np.array([0, 1, -1], np.int8),
        reliability=rng.choice([0.8, 1.0], components),
        leaks=np.array([True, False])[:components],
        offset_ms=np.sort(100 * rng.integers(0, 3, 4)).astype(np.int32),
    )
    rule = int(rng.choice([FIXED_SALVO, SPREAD_EVENLY]))
    first, second, third, fourth = (int(n) for n in rng.integers(0, 4, K))
    doctrine = DoctrineNumbers(
        rule=rule,
        coordination=coordination,
        salvo=(first, second, third, fourth),
        lower_salvo=int(rng.integers(0, 6)),
        p_track=float(rng.choice([0.9, 1.0])),
        track_per_raid=bool(rng.integers(0, 2)),
        p_discrimination=float(rng.choice([0.9, 1.0])),
        false_kill=float(rng.choice([0.0, 0.3])),
        false_miss=float(rng.choice([0.0, 0.3])),
        assessment_ms=50,
        veto_chance=float(rng.choice([0.0, 0.4])),
    )
    return Battle(looks, units, raid, doctrine, Luck(int(rng.integers(0, 2**63)), int(rng.integers(0, 99))))
