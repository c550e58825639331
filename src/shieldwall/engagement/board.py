"""What the battle's kernels pass to one another: one board of arrays, and a few plain numbers.

``N`` targets of both raids, ``W`` targets of the larger raid, ``F`` flights, ``G`` firing groups, ``U``
shooters in the larger tier, ``M`` magazine types, ``C`` raid components, ``B`` beneficiaries, ``P`` parties,
``K`` looks. Tier 0 is the upper one; the lower tier has one look. A threshold is the number of 32-bit words,
out of 2**32, that count as a success. A stock is ``rounds * 64 + 63 - shooter``, so that the greatest stock
names its shooter.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from shieldwall.engagement.orders import MAX_SALVO
from shieldwall.physics.kernel import kernel
from numba import njit


def part(function):
    return njit(nogil=True, error_model="numpy", forceinline=True, _nrt=False)(function)


Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint32]
Masks = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.uint8]

UPPER: Final = 0
STOCK_UNIT: Final = 64
ONE: Final = np.uint64(1)
NO_BITS: Final = np.uint64(0)
ALL_BITS: Final = np.uint64(0xFFFFFFFFFFFFFFFF)
ALWAYS: Final = np.uint64(1 << 32)
"""The threshold of a certainty."""
NEVER_DEAD_MS: Final = 1 << 40

RELIABLE: Final = 0
"""Places in the tally, in the order of `shieldwall.engagement.orders.ColumnMap`."""
DUPLICATES: Final = 1
ENGAGED: Final = 2
SECOND_LOOK: Final = 3
NO_ROUND: Final = 4
NO_SECOND_ROUND: Final = 5
SECOND_RAID_LEAKERS: Final = 6
TALLY_SIZE: Final = 7


class Stream(NamedTuple):
    """The luck of one battle: what its counters and key share (each below 2**32)."""

    battle: np.uint64
    draw: np.uint64
    key_0: np.uint64
    key_1: np.uint64


class Rules(NamedTuple):
    """The doctrine's numbers, its probabilities as thresholds."""

    rule: int
    coordination: int
    assessment_ms: int
    track: np.uint64
    track_per_raid: bool
    discrimination: np.uint64
    false_kill: np.uint64
    false_miss: np.uint64
    veto: np.uint64


class Orders(NamedTuple):
    """What a call fixes for all its battles."""

    raid_size: Int32s  # [2]
    raid_component: Int32s  # [N]
    raid_number: Masks  # [N]: the target's number in the luck
    raid_offset_ms: Int32s  # [N]
    flight_threshold: Masks  # [F]: the component's first flight above the word is the one drawn
    flight_guide: Int32s  # [C, 2**GUIDE_BITS]: where to start looking for it
    flight_beneficiary: Int32s  # [F]
    flight_party: Int32s  # [F]: whose territory or forces it is aimed at
    reliability: Masks  # [C]: thresholds
    leaks: Flags  # [C]
    look_count: Flags  # [2, G, F]
    launch_ms: Int32s  # [2, G, F, K]
    intercept_ms: Int32s  # [2, G, F, K]
    look_shooters: Masks  # [2, G, F, K]
    salvo: Int32s  # [2, K]
    initial_stock: Int64s  # [2, 2, U]: by raid and tier; the second raid's is added to what is left
    magazine_type: Int32s  # [2, U]
    party_shooters: Masks  # [2, P]
    party_of_type: Int32s  # [M]
    kill: Masks  # [M, C]: thresholds
    rules: Rules


class Board(NamedTuple):
    """The orders, and the state of the battle being played."""

    look_count: Flags  # orders
    launch_ms: Int32s
    intercept_ms: Int32s
    look_shooters: Masks
    salvo: Int32s
    magazine_type: Int32s
    party_of_type: Int32s
    kill: Masks
    number: Masks  # [W], the targets' state from here
    component: Int32s
    offset_ms: Int64s
    flight: Int32s
    party: Int32s
    flies: Flags
    seen: Flags
    discriminated: Flags
    alive: Flags
    dead_ms: Int64s
    killer: Int32s  # the group whose shot it was
    allowed: Masks  # shooters that no party withholds
    shots: Int32s  # by the tier being played
    engaged: Flags
    arrival_word: Words  # [4, W]: flight, reliability, orders of groups 0 and 1
    shot_word: Words  # [4, W]: the current block of shots
    stock: Int64s  # [2, U]
    mask: Masks  # [G, W], the groups' plans from here: shooters for the first look; none: not its target
    rank: Int64s  # place in the group's order
    planned: Int32s  # rounds of the first look
    shooter_of: Flags  # [G, W, MAX_SALVO]
    next_look: Int64s
    fired: Int32s  # looks at which it fired
    short: Flags  # wanted a further look and had no round
    cover: Int32s  # rounds of its last salvo
    cover_ms: Int64s  # when that salvo's result is known
    cover_planned: Int32s  # [W]: rounds planned by all groups
    open_targets: Int32s  # [G]: targets taken for alive, with looks to come
    key: Int64s  # [G * W]
    candidate: Int32s  # [W]
    place: Int32s  # [G * W]
    event: Int64s  # [G * W]: first looks, in order
    later: Int64s  # [G * W]: later looks, the latest first
    leakers: Int64s  # [B]
    expended: Int64s  # [M]
    expended_for_others: Int64s  # [M]
    tally: Int64s  # [TALLY_SIZE]


@njit(nogil=True, error_model='numpy')
def lay_out(orders, most, beneficiaries):  # type: ignore[no-untyped-def]
    """Return a board for raids of up to ``most`` targets."""
    groups = orders.look_count.shape[1]
    shooters = orders.magazine_type.shape[1]
    types = len(orders.party_of_type)
    return Board(
        orders.look_count,
        orders.launch_ms,
        orders.intercept_ms,
        orders.look_shooters,
        orders.salvo,
        orders.magazine_type,
        orders.party_of_type,
        orders.kill,
        np.zeros(most, np.uint64),
        np.zeros(most, np.int32),
        np.zeros(most, np.int64),
        np.zeros(most, np.int32),
        np.zeros(most, np.int32),
        np.zeros(most, np.uint8),
        np.zeros(most, np.uint8),
        np.zeros(most, np.uint8),
        np.zeros(most, np.uint8),
        np.zeros(most, np.int64),
        np.zeros(most, np.int32),
        np.zeros(most, np.uint64),
        np.zeros(most, np.int32),
        np.zeros(most, np.uint8),
        np.zeros((4, most), np.uint32),
        np.zeros((4, most), np.uint32),
        np.zeros((2, shooters), np.int64),
        np.zeros((groups, most), np.uint64),
        np.zeros((groups, most), np.int64),
        np.zeros((groups, most), np.int32),
        np.zeros((groups, most, MAX_SALVO), np.uint8),
        np.zeros((groups, most), np.int64),
        np.zeros((groups, most), np.int32),
        np.zeros((groups, most), np.uint8),
        np.zeros((groups, most), np.int32),
        np.zeros((groups, most), np.int64),
        np.zeros(most, np.int32),
        np.zeros(groups, np.int32),
        np.zeros(groups * most, np.int64),
        np.zeros(most, np.int32),
        np.zeros(groups * most, np.int32),
        np.zeros(groups * most, np.int64),
        np.zeros(groups * most, np.int64),
        np.zeros(beneficiaries, np.int64),
        np.zeros(types, np.int64),
        np.zeros(types, np.int64),
        np.zeros(TALLY_SIZE, np.int64),
    )
