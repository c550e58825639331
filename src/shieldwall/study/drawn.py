"""Which flight of the library a battle draws for its n-th missile.

The luck of a battle is the battle's own business, so it is asked, not imitated: the flight that a raid of N
missiles flies more often than one of N - 1 is that of the N-th.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from shieldwall.case.build import Case
from shieldwall.engagement.orders import DoctrineNumbers, FiringUnits, Luck, RaidDraw, Setting
from shieldwall.engagement.record import record_battle
from shieldwall.model.errors import InputError
from shieldwall.opportunity.looks import NEVER, K, LookTable

FIRST_DRAW: Final = 0


def drawn_flight(case: Case, number: int, draw: int = FIRST_DRAW) -> int:
    """Return the row (of one burn time) that the raid's ``number``-th missile flies in the first battle.

    Parameters
    ----------
    case : Case
        The case; its seed decides.
    number : int
        From 1 to the size of the raid: a missile's luck does not depend on how many there are.
    draw : int
        Epistemic draw.

    Raises
    ------
    InputError
        No such missile.
    """
    check_number(number, case.scenario.raid.size)
    more, fewer = (_flights_flown(case, count, draw) for count in (number, number - 1))
    return int(np.flatnonzero(more - fewer)[0])


def check_number(number: int, size: int) -> None:
    """Refuse a missile that the raid has not, before any work.

    Raises
    ------
    InputError
        Not from 1 to the size of the raid.
    """
    if not 1 <= number <= size:
        raise InputError(f"--threat {number}: the missiles of this raid are numbered from 1 to {size}")


def _flights_flown(case: Case, count: int, draw: int) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    """Return how many of the first ``count`` missiles fly each flight (F,) in the first battle of a draw."""
    flights, parts = case.flights.count, len(case.scenario.raid.parts)
    if count == 0:
        return np.zeros(flights, np.int32)
    raid = RaidDraw(
        size=np.array(case.scenario.raid.counts(count), np.int32),
        second_size=np.zeros(parts, np.int32),
        flight_start=case.flights.part_start,
        flight_weight=case.flights.weight,
        beneficiary=np.arange(flights, dtype=np.int32),
        beneficiary_party=np.zeros(flights, np.int8),
        reliability=np.ones(parts),
        leaks=np.ones(parts, np.bool_),
        offset_ms=np.zeros(0, np.int32),
    )
    setting = Setting(_no_looks(flights), _no_units(parts), raid, DoctrineNumbers(), Luck(case.seed, draw))
    flown = [target.flight for target in record_battle(setting, 0).targets]
    return np.bincount(flown, minlength=flights).astype(np.int32)


def _no_units(parts: int) -> FiringUnits:
    none = np.zeros(0, np.int32)
    return FiringUnits(none, none, none, none, none.astype(np.int8), np.zeros((1, parts)))


def _no_looks(flights: int) -> LookTable:
    none, never = np.zeros((1, flights), np.uint64), np.full((1, flights), NEVER, np.int32)
    looks = np.full((1, flights, K), NEVER, np.int32)
    return LookTable(
        group_of_shooter=np.zeros(0, np.int8),
        upper_index=np.zeros(0, np.int32),
        lower_index=np.zeros(0, np.int32),
        assigned_group=np.full(flights, -1, np.int8),
        look_count=np.zeros((1, flights), np.uint8),
        look_launch_ms=looks,
        look_intercept_ms=looks,
        look_shooters=np.zeros((1, flights, K), np.uint64),
        lower_shooters=none,
        lower_launch_ms=never,
        lower_intercept_ms=never,
    )
