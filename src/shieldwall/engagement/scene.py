"""What the battle's kernels pass to one another: the board as arrays of whole numbers.

``N`` targets of both raids, ``W`` targets of the larger raid, ``F`` flights, ``G`` firing groups, ``U``
shooters in the larger tier, ``M`` magazine types, ``C`` raid components, ``B`` beneficiaries, ``P`` parties,
``K`` looks. A threshold is the number of 32-bit words, out of 2**32, that count as a success. Tier 0 is the
upper one. A stock is ``rounds * 64 + 63 - shooter``, so that the greatest stock names its shooter.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from shieldwall.engagement.orders import MAX_SALVO
from shieldwall.physics.kernel import kernel

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


class Stream(NamedTuple):
    """The luck of one battle: what its counters and key share (each below 2**32)."""

    battle: np.uint64
    draw: np.uint64
    key_0: np.uint64
    key_1: np.uint64


class Raid(NamedTuple):
    """Who comes: the arrays of `shieldwall.engagement.orders.RaidDraw`."""

    size: Int32s  # [2]: targets of each raid
    component: Int32s  # [N]
    number: Masks  # [N]: the target's number in the luck
    offset_ms: Int32s  # [N]
    flight_threshold: Masks  # [F]
    flight_guide: Int32s  # [C, 2**GUIDE_BITS]
    beneficiary: Int32s  # [F]
    beneficiary_party: npt.NDArray[np.int8]  # [B]
    reliability: Masks  # [C]: thresholds
    leaks: npt.NDArray[np.bool_]  # [C]


class Tables(NamedTuple):
    """Who can fire when, by tier; the lower tier has one look."""

    look_count: Flags  # [2, G, F]
    launch_ms: Int32s  # [2, G, F, K]
    intercept_ms: Int32s  # [2, G, F, K]
    shooters: Masks  # [2, G, F, K]


class Arms(NamedTuple):
    """What they fire, by tier."""

    stock: Int64s  # [2, 2, U]: by raid and tier; the second raid's rounds are added to what is left
    magazine_type: Int32s  # [2, U]
    party_shooters: Masks  # [2, P]
    party_of_type: Int32s  # [M]
    kill: Masks  # [M, C]: thresholds


class Rules(NamedTuple):
    """The doctrine, with its probabilities as thresholds."""

    rule: int
    coordination: int
    salvo: Int32s  # [2, K]
    assessment_ms: int
    track: np.uint64
    track_per_raid: bool
    discrimination: np.uint64
    false_kill: np.uint64
    false_miss: np.uint64
    veto: np.uint64


class Targets(NamedTuple):
    """The state of each target of the raid being played."""

    number: Masks  # [W]
    component: Int32s  # [W]
    offset_ms: Int64s  # [W]
    flight: Int32s  # [W]
    party: Int32s  # [W]: whose territory or forces it is aimed at
    flies: Flags  # [W]
    seen: Flags  # [W]
    discriminated: Flags  # [W]
    alive: Flags  # [W]
    dead_ms: Int64s  # [W]
    killer: Int32s  # [W]: the group whose shot it was
    allowed: Masks  # [W]: shooters that no party withholds
    shots: Int32s  # [W]: by the tier being played
    engaged: Flags  # [W]
    arrival_word: Words  # [4, W]: flight, reliability, orders of groups 0 and 1
    shot_word: Words  # [4, W]: the current block of shots


class Groups(NamedTuple):
    """What each group holds, plans and knows in the tier being played."""

    stock: Int64s  # [2, U]: by tier
    mask: Masks  # [G, W]: shooters for the first look; none where the target is not the group's
    rank: Int64s  # [G, W]: place in the group's order
    planned: Int32s  # [G, W]: rounds of the first look
    shooter_of: Flags  # [G, W, MAX_SALVO]
    next_look: Int64s  # [G, W]
    fired: Int32s  # [G, W]: looks at which it fired
    short: Flags  # [G, W]: wanted a further look and had no round
    cover: Int32s  # [G, W]: rounds of its last salvo
    cover_ms: Int64s  # [G, W]: when that salvo's result is known
    cover_planned: Int32s  # [W]: rounds planned by all groups
    open_targets: Int32s  # [G]: targets taken for alive, with looks to come
    key: Int64s  # [G * W]
    candidate: Int32s  # [W]
    place: Int32s  # [G * W]
    event: Int64s  # [G * W]: first looks, in order
    later: Int64s  # [G * W]: later looks, the latest first


class Columns(NamedTuple):
    """Where each count goes in a battle's row: `shieldwall.engagement.orders.ColumnMap`, as numbers."""

    expended: int
    expended_for_others: int
    reliable: int
    duplicates: int
    engaged: int
    second_look: int
    no_round: int
    no_second_round: int
    second_raid_leakers: int


class Scene(NamedTuple):
    """Everything that a battle needs, but its luck."""

    raid: Raid
    tables: Tables
    arms: Arms
    rules: Rules
    columns: Columns
    targets: Targets
    groups: Groups


@kernel(inline=True)
def blank_targets(most):  # type: ignore[no-untyped-def]
    """Return the working state for raids of up to ``most`` targets."""
    return Targets(
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
    )


@kernel(inline=True)
def blank_groups(most, groups, shooters):  # type: ignore[no-untyped-def]
    """Return the working state of ``groups`` firing groups against up to ``most`` targets."""
    return Groups(
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
    )
