"""How a raid arrives in one battle: each target's flight, whether it flies, and whether it is seen.

The luck of a battle is keyed by the seed and counted by (battle, draw, target, purpose). The n-th shot of a
tier at a target has the same luck in every arrangement, whoever fires it, so that arrangements are compared
on common luck; one more shot appends a number and leaves the others as they were.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from shieldwall.chance.streams import philox4x32
from shieldwall.engagement.board import ALL_BITS, ALWAYS, NEVER_DEAD_MS, NO_BITS, RELIABLE, UPPER, part
from shieldwall.engagement.orders import GUIDE_BITS

FOR_ARRIVAL: Final = 0
"""Purposes: the fourth word of the counter, before its running number is added."""
FOR_CONDITIONS: Final = 1 << 24
FOR_ORDER: Final = 2 << 24
FOR_VETO: Final = 3 << 24
FOR_ASSESSMENT: Final = 4 << 24
FOR_SHOT: Final = 5 << 24
TIER_STRIDE: Final = 1 << 20
"""The lower tier's shots are numbered from here."""
RAID_WIDE: Final = np.uint64(0xFFFFFFFF)
"""The target number of the luck that a whole raid shares."""
GUIDE_SHIFT: Final = np.uint64(32 - GUIDE_BITS)


@part
def word_for(purpose, number, target_number, stream):  # type: ignore[no-untyped-def]
    """Return the ``number``-th 32-bit word of luck that a target has for a purpose."""
    block = np.uint64(purpose + (number >> 2))
    words = philox4x32(stream.battle, stream.draw, target_number, block, stream.key_0, stream.key_1)
    return words[number & 3]


@part
def draw_words(purpose, count, numbers, stream, words):  # type: ignore[no-untyped-def]
    """Write the first four words of luck of ``count`` targets for a purpose, ``uint32[4, W]``."""
    for target in range(count):
        first, second, third, fourth = philox4x32(
            stream.battle, stream.draw, numbers[target], np.uint64(purpose), stream.key_0, stream.key_1
        )
        words[0, target] = first
        words[1, target] = second
        words[2, target] = third
        words[3, target] = fourth


@part
def shot_luck(tier, target, board, stream):  # type: ignore[no-untyped-def]
    """Return the word of the target's next shot by a tier, and count the shot.

    The upper tier's first four words are drawn beforehand, for all targets together.
    """
    shot = board.shots[target]
    board.shots[target] = shot + 1
    if shot & 3 == 0 and (tier != UPPER or shot > 0):
        block = np.uint64(FOR_SHOT + tier * TIER_STRIDE + (shot >> 2))
        number = board.number[target]
        words = philox4x32(stream.battle, stream.draw, number, block, stream.key_0, stream.key_1)
        board.shot_word[0, target] = words[0]
        board.shot_word[1, target] = words[1]
        board.shot_word[2, target] = words[2]
        board.shot_word[3, target] = words[3]
    return np.uint64(board.shot_word[shot & 3, target])


@part
def arrive(first, count, orders, board, stream):  # type: ignore[no-untyped-def]
    """Set up one raid's targets.

    A target's flight is drawn by inversion: the first flight of its component whose cumulative weight
    exceeds the word, found from a guide table. Reliability, tracking (per target, or one draw for the raid)
    and discrimination follow.
    """
    for target in range(count):
        board.number[target] = orders.raid_number[first + target]
    draw_words(FOR_ARRIVAL, count, board.number, stream, board.arrival_word)
    draw_words(FOR_SHOT, count, board.number, stream, board.shot_word)
    for target in range(count):
        component = orders.raid_component[first + target]
        word = np.uint64(board.arrival_word[0, target])
        flight = orders.flight_guide[component, word >> GUIDE_SHIFT]
        while word >= orders.flight_threshold[flight]:
            flight += 1
        flies = np.uint64(board.arrival_word[1, target]) < orders.reliability[component]
        board.tally[RELIABLE] += 1 if flies and orders.leaks[component] else 0
        board.component[target] = component
        board.offset_ms[target] = orders.raid_offset_ms[first + target]
        board.flight[target] = flight
        board.party[target] = orders.flight_party[flight]
        board.flies[target] = flies
        board.seen[target] = flies
        board.discriminated[target] = 1
        board.alive[target] = 1
        board.dead_ms[target] = NEVER_DEAD_MS
        board.killer[target] = -1
        board.engaged[target] = 0
    if orders.rules.track < ALWAYS or orders.rules.discrimination < ALWAYS:
        look_at_conditions(count, orders.rules, board, stream)


@part
def look_at_conditions(count, rules, board, stream):  # type: ignore[no-untyped-def]
    """Draw which targets are tracked, and which the upper tier tells from what flies with them."""
    for target in range(count):
        number = board.number[target]
        tracked_by = RAID_WIDE if rules.track_per_raid else number
        if word_for(FOR_CONDITIONS, 0, tracked_by, stream) >= rules.track:
            board.seen[target] = 0
        if word_for(FOR_CONDITIONS, 1, number, stream) >= rules.discrimination:
            board.discriminated[target] = 0


@part
def allow_shooters(tier, count, orders, board, stream):  # type: ignore[no-untyped-def]
    """Write, per target, the mask of a tier's shooters that no party withholds.

    A party refuses, with the chance of a veto and once per target, to fire for another party.
    """
    for target in range(count):
        allowed = ALL_BITS
        if orders.rules.veto > NO_BITS:
            for party in range(orders.party_shooters.shape[1]):
                if party != board.party[target]:
                    word = word_for(FOR_VETO, party, board.number[target], stream)
                    if word < orders.rules.veto:
                        allowed &= ~orders.party_shooters[tier, party]
        board.allowed[target] = allowed
        board.shots[target] = 0
