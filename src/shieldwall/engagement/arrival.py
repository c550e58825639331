"""How a raid arrives in one battle: each target's flight, whether it flies, and whether it is seen.

The luck of a battle is keyed by the seed and counted by (battle, draw, target, purpose). The n-th shot of a
tier at a target has the same luck in every arrangement, whoever fires it, so that arrangements are compared
on common luck; one more shot appends a number and leaves the others as they were.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from shieldwall.chance.streams import philox4x32
from shieldwall.engagement.board import (
    ALL_BITS,
    ALWAYS,
    ARRIVAL_WORD,
    CONDITION_WORD,
    NEVER_DEAD_MS,
    NO_BITS,
    RELIABLE,
    SHOT_WORD,
    UPPER,
    Board,
    Masks,
    Orders,
    Rules,
    Stream,
    Words,
)
from shieldwall.engagement.orders import GUIDE_BITS
from shieldwall.physics.kernel import part, stage

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


@stage
def word_for(purpose: int, number: int, target_number: np.uint64, stream: Stream) -> np.uint64:
    """Return the ``number``-th 32-bit word of luck that a target has for a purpose."""
    block = np.uint64(purpose + (number >> 2))
    words = philox4x32(stream.battle, stream.draw, target_number, block, stream.key_0, stream.key_1)
    return words[number & 3]


@stage
def draw_words(numbers: Masks, words: Words, stream: Stream) -> None:
    """Write the words of luck that nearly every target needs: its arrival, and its first four upper shots."""
    for place in range(len(numbers)):
        arrival = philox4x32(
            stream.battle, stream.draw, numbers[place], np.uint64(FOR_ARRIVAL), stream.key_0, stream.key_1
        )
        shot = philox4x32(
            stream.battle, stream.draw, numbers[place], np.uint64(FOR_SHOT), stream.key_0, stream.key_1
        )
        words[ARRIVAL_WORD, place] = arrival[0]
        words[ARRIVAL_WORD + 1, place] = arrival[1]
        words[ARRIVAL_WORD + 2, place] = arrival[2]
        words[ARRIVAL_WORD + 3, place] = arrival[3]
        words[SHOT_WORD, place] = shot[0]
        words[SHOT_WORD + 1, place] = shot[1]
        words[SHOT_WORD + 2, place] = shot[2]
        words[SHOT_WORD + 3, place] = shot[3]


@part
def shot_luck(tier: int, place: int, board: Board, stream: Stream) -> np.uint64:
    """Return the word of the target's next shot by a tier, and count the shot.

    The upper tier's first four words are drawn beforehand, for all targets together.
    """
    target = board.targets[place]
    shot = int(target.shots)
    target.shots = shot + 1
    if shot & 3 == 0 and (tier != UPPER or shot > 0):
        block = np.uint64(FOR_SHOT + tier * TIER_STRIDE + (shot >> 2))
        words = philox4x32(stream.battle, stream.draw, target.number, block, stream.key_0, stream.key_1)
        for word in range(4):
            board.words[SHOT_WORD + word, place] = words[word]
    return np.uint64(board.words[SHOT_WORD + (shot & 3), place])


@stage
def arrive(
    wave: int, first: int, count: int, orders: Orders, board: Board, rules: Rules, stream: Stream
) -> None:
    """Set up one raid's targets.

    A target's flight is drawn by inversion: the first flight of its component whose cumulative weight
    exceeds the word, found from a guide table. Reliability, tracking (per target, or one draw for the raid)
    and discrimination follow.
    """
    numbers = orders.numbers[wave]
    draw_words(numbers, board.words, stream)
    for place in range(count):
        entry = orders.roster[first + place]
        component = orders.components[entry.component]
        word = np.uint64(board.words[ARRIVAL_WORD, place])
        flight = orders.guide[entry.component, word >> GUIDE_SHIFT]
        while word >= orders.flights[flight].threshold:
            flight += 1
        flies = np.uint64(board.words[ARRIVAL_WORD + 1, place]) < component.reliability
        board.counts[rules.tally + RELIABLE] += 1 if flies and component.leaks else 0
        target = board.targets[place]
        target.number = numbers[place]
        target.component = entry.component
        target.offset_ms = entry.offset_ms
        target.flight = flight
        target.party = orders.flights[flight].party
        target.flies = flies
        target.seen = flies
        target.discriminated = True
        target.alive = True
        target.dead_ms = NEVER_DEAD_MS
        target.killer = -1
        target.reachable = False
        target.engaged_high = False
        target.engaged_low = False
        target.second_look = False
        target.ran_out = False
    if rules.track < ALWAYS or rules.discrimination < ALWAYS:
        look_at_conditions(count, numbers, board, rules, stream)


@stage
def draw_conditions(numbers: Masks, words: Words, stream: Stream) -> None:
    """Write the words that decide whether each target is tracked, and told from what flies with it."""
    for place in range(len(numbers)):
        block = philox4x32(
            stream.battle, stream.draw, numbers[place], np.uint64(FOR_CONDITIONS), stream.key_0, stream.key_1
        )
        words[CONDITION_WORD, place] = block[0]
        words[CONDITION_WORD + 1, place] = block[1]


@stage
def look_at_conditions(count: int, numbers: Masks, board: Board, rules: Rules, stream: Stream) -> None:
    """Decide which targets are tracked, and which the upper tier tells from what flies with them."""
    words = board.words
    draw_conditions(numbers, words, stream)
    raid_word = word_for(FOR_CONDITIONS, 0, RAID_WIDE, stream)
    for place in range(count):
        target = board.targets[place]
        word = raid_word if rules.track_per_raid else np.uint64(words[CONDITION_WORD, place])
        if word >= rules.track:
            target.seen = False
        if np.uint64(words[CONDITION_WORD + 1, place]) >= rules.discrimination:
            target.discriminated = False


@stage
def begin_tier(tier: int, count: int, orders: Orders, board: Board, rules: Rules, stream: Stream) -> None:
    """Reset the count of shots, and write which of a tier's shooters no party withholds from each target.

    A party refuses, with the chance of a veto and once per target, to fire for another party.
    """
    for place in range(count):
        target = board.targets[place]
        target.shots = 0
        allowed = ALL_BITS
        if rules.veto > NO_BITS:
            for party in range(orders.party_shooters.shape[1]):
                if party != target.party and word_for(FOR_VETO, party, target.number, stream) < rules.veto:
                    allowed &= ~orders.party_shooters[tier, party]
        target.allowed = allowed
