"""What the battle's kernels pass to one another: a few arrays of records, and plain numbers.

``N`` targets of both raids, ``W`` targets of the larger raid, ``F`` flights, ``G`` firing groups, ``U``
shooters in the larger tier, ``M`` magazine types, ``C`` raid components, ``P`` parties, ``K`` looks. Tier 0
is the upper one; the lower tier has one look. A threshold is the number of 32-bit words, out of 2**32, that
count as a success. A stock is ``worth << 32 | rounds * 64 + 63 - shooter``, so that the greatest stock
that has a round names its shooter.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

Records = npt.NDArray[np.void]
Int32s = npt.NDArray[np.int32]
Words = npt.NDArray[np.uint32]
Int64s = npt.NDArray[np.int64]
Masks = npt.NDArray[np.uint64]

UPPER: Final = 0
LOWER: Final = 1
STOCK_UNIT: Final = 64
ROUNDS_MASK: Final = (1 << 32) - STOCK_UNIT
"""The bits of a stock that hold its rounds."""
WORTH_SHIFT: Final = 32
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

SHOOTER_BITS: Final = 8
"""Width of each shooter in the list of a plan's rounds."""
TARGET_BITS: Final = 12
"""Width of the target in a sorting key."""
TARGET_MASK: Final = (1 << TARGET_BITS) - 1
GROUP_SHIFT: Final = TARGET_BITS
GROUP_BITS: Final = 4
GROUP_MASK: Final = (1 << GROUP_BITS) - 1

UNSORTED: Final = 0
"""Rows of the lists: keys as found, a group's targets in its order, first looks as found, and later looks in
order of time."""
IN_ORDER: Final = 1
FIRST_LOOKS: Final = 2
LATER_LOOKS: Final = 3
SHOTS: Final = 4
"""The row in which shots are written down where that is asked for: their number, then a shot each."""
TIER_SHIFT: Final = 16
LOOK_SHIFT: Final = 17
DUPLICATE_SHIFT: Final = 19
KILL_SHIFT: Final = 20
SHOOTER_SHIFT: Final = 21
"""A shot in one number: target, group (where an event's key has them), tier, look, what it was, shooter."""

ARRIVAL_WORD: Final = 0
"""Rows of the words: flight, reliability, orders of groups 0 and 1; then the current four shots; then
whether it is tracked and told from what flies with it."""
SHOT_WORD: Final = 4
CONDITION_WORD: Final = 8
WORD_ROWS: Final = 10

ENTRY: Final = np.dtype([("component", "u4"), ("offset_ms", "i4")], align=True)
"""One target of the raid: its component and its launch after the raid's start."""

FLIGHT: Final = np.dtype([("threshold", "u8"), ("beneficiary", "u4"), ("party", "i4")], align=True)
"""A flight: drawn where it is its component's first above the word; who is there, and of which party."""

COMPONENT: Final = np.dtype([("reliability", "u8"), ("leaks", "u1")], align=True)

LOOK: Final = np.dtype([("shooters", "u8"), ("launch_ms", "i4"), ("intercept_ms", "i4")], align=True)
"""One look of a group at a flight; no shooters means no such look, and none after it."""

ARM: Final = np.dtype([("kill", "u8"), ("column", "u4"), ("party", "i4")], align=True)
"""A shooter against a component: threshold, the column that counts its rounds, whose it is."""

TARGET: Final = np.dtype(
    [
        ("number", "u8"),
        ("allowed", "u8"),  # shooters that no party withholds
        ("dead_ms", "i8"),
        ("offset_ms", "i8"),
        ("component", "u4"),
        ("flight", "u4"),
        ("party", "i4"),  # whose territory or forces it is aimed at
        ("killer", "i4"),  # the group whose shot it was
        ("shots", "i4"),  # by the tier being played
        ("cover_planned", "i4"),  # rounds that all groups plan for their first looks
        ("flies", "u1"),
        ("seen", "u1"),
        ("discriminated", "u1"),
        ("alive", "u1"),
        ("reachable", "u1"),  # some group's upper tier could engage it
        ("engaged_high", "u1"),
        ("engaged_low", "u1"),
        ("second_look", "u1"),  # one group fired at two upper-tier looks or more
        ("ran_out", "u1"),  # a group that had fired wanted a further upper-tier look and had no round
    ],
    align=True,
)
"""The state of a target of the raid being played."""

PLAN: Final = np.dtype(
    [
        ("mask", "u8"),  # shooters for the first look; none where the target is not the group's
        ("shooters", "u8"),  # of the planned rounds, eight bits each
        ("cover_ms", "i8"),  # when the result of its last salvo is known
        ("look", "u4"),  # the group's next look at the target
        ("number", "u4"),  # of the next look, from 0
        ("rank", "i4"),  # the target's place in the group's order
        ("planned", "i4"),  # rounds of the first look
        ("fired", "i4"),  # looks at which it fired
        ("cover", "i4"),  # rounds of its last salvo
        ("open", "u1"),  # looks are to come, and the group has not given the target up
    ],
    align=True,
)
"""What a group plans for a target and knows of it, in the tier being played."""


class Stream(NamedTuple):
    """The luck of one battle: what its counters and key share (each below 2**32)."""

    battle: np.uint64
    draw: np.uint64
    key_0: np.uint64
    key_1: np.uint64


class Event(NamedTuple):
    """A group's look at a target, and when it launches."""

    tier: int
    group: int
    place: int
    time_ms: int


class Rules(NamedTuple):
    """The doctrine's numbers, its probabilities as thresholds; and where the counts go."""

    rule: int
    shares: bool  # later looks divide the free rounds
    coordination: int
    assessment_ms: int
    track: np.uint64
    track_per_raid: bool
    discrimination: np.uint64
    false_kill: np.uint64
    false_miss: np.uint64
    veto: np.uint64
    writes: bool  # shots are written down
    tiers: int  # 1 where no lower shooter can fire
    types: int
    tally: int  # the tally's first column


class Orders(NamedTuple):
    """What a call fixes for all its battles."""

    numbers: Masks  # [2, W], padded to whole vectors: the targets' numbers in the luck, by raid
    roster: Records  # ENTRY[N]: the first raid's targets first
    raid_size: Int64s  # [2]
    flights: Records  # FLIGHT[F]
    guide: Int32s  # [C, 2**GUIDE_BITS]: where to start looking for a flight
    components: Records  # COMPONENT[C]
    initial_stock: Int64s  # [2, 2, U]: by raid and tier; the second raid's is added to what is left
    party_shooters: Masks  # [2, P]


class Board(NamedTuple):
    """The looks and arms, and the state of the battle being played."""

    looks: Records  # LOOK[2 * G * F * K]
    arms: Records  # ARM[2, U, C]
    salvo: Int64s  # [2, K]
    flights: int
    targets: Records  # TARGET[W]
    plans: Records  # PLAN[G, W]
    stock: Int64s  # [2, U]
    lists: Int64s  # [5, G * W * K or more]
    words: Words  # [WORD_ROWS, W], padded like the numbers
    counts: Int64s  # [columns]
    sharers: Int64s  # [G]: targets of each group with a look after the first to come


def lay_out(looks: Records, arms: Records, salvo: Int64s, width: int, columns: int, shots_kept: int) -> Board:
    """Return a board for raids of up to ``width`` targets, on which so many shots are written down."""
    groups, shooters = looks.shape[1], arms.shape[1]
    return Board(
        looks=looks.reshape(-1),
        arms=arms,
        salvo=salvo,
        flights=looks.shape[2],
        targets=np.zeros(width, TARGET),
        plans=np.zeros((groups, width), PLAN),
        stock=np.zeros((2, shooters), np.int64),
        lists=np.zeros((5, max(groups * width * looks.shape[3], shots_kept + 1)), np.int64),
        words=np.zeros((WORD_ROWS, width), np.uint32),
        counts=np.zeros(columns, np.int64),
        sharers=np.zeros(groups, np.int64),
    )
