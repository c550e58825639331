"""One tier's fight in one battle: each group plans its first looks, then looks follow in order of time.

See `shieldwall.engagement.battle` for what the rules mean.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from shieldwall.engagement.arrival import FOR_ASSESSMENT, FOR_ORDER, shot_luck, word_for
from shieldwall.engagement.board import (
    DUPLICATES,
    NO_BITS,
    NO_ROUND,
    NO_SECOND_ROUND,
    ONE,
    SECOND_LOOK,
    STOCK_UNIT,
    UPPER,
    part,
)
from shieldwall.engagement.orders import ONE_PLAN, SPREAD_EVENLY
from shieldwall.engagement.shot_plan import best_shooter, plan_first_look, rank_order

TIME_SHIFT: Final = 32
RANK_SHIFT: Final = 16
GROUP_SHIFT: Final = 12
TARGET_MASK: Final = (1 << GROUP_SHIFT) - 1
GROUP_MASK: Final = (1 << (RANK_SHIFT - GROUP_SHIFT)) - 1
WORD_SHIFT: Final = 12
SCARCITY_SHIFT: Final = 44


@part
def bit_count(bits):  # type: ignore[no-untyped-def]
    """Return the number of set bits of a uint64."""
    count = 0
    while bits != NO_BITS:
        bits &= bits - ONE
        count += 1
    return count


@part
def is_known_dead(group, target, time_ms, board, rules):  # type: ignore[no-untyped-def]
    """Return whether the target is dead and the group can know it.

    A group knows the result of its own salvo at its next look; a result of another group, or of the upper
    tier, is known once it has been assessed.
    """
    if board.alive[target]:
        return False
    if board.killer[target] == group and board.fired[group, target] > 0:
        return True
    return board.dead_ms[target] + rules.assessment_ms <= time_ms


@part
def list_targets(tier, group, count, board, rules, stream):  # type: ignore[no-untyped-def]
    """Find a group's targets in this tier, with the keys of its order; return how many there are.

    The order is random, the group's own; in one plan, the targets that fewest shooters can reach come first.
    """
    found = 0
    for target in range(count):
        board.mask[group, target] = NO_BITS
        board.planned[group, target] = 0
        board.next_look[group, target] = 0
        board.fired[group, target] = 0
        board.short[group, target] = 0
        board.cover[group, target] = 0
        flight = board.flight[target]
        if not board.seen[target] or board.look_count[tier, group, flight] == 0:
            continue
        mask = board.look_shooters[tier, group, flight, 0] & board.allowed[target]
        time_ms = board.offset_ms[target] + board.launch_ms[tier, group, flight, 0]
        if mask == NO_BITS or is_known_dead(group, target, time_ms, board, rules):
            continue
        board.mask[group, target] = mask
        if group < 2:
            word = np.int64(board.arrival_word[2 + group, target])
        else:
            word = np.int64(word_for(FOR_ORDER, group, board.number[target], stream))
        key = word << WORD_SHIFT | target
        if rules.coordination == ONE_PLAN:
            key |= bit_count(mask) << SCARCITY_SHIFT
        board.key[found] = key
        board.candidate[found] = target
        found += 1
    return found


@part
def plan_group(tier, group, count, board, rules, stream):  # type: ignore[no-untyped-def]
    """Let one group order its targets and plan its first look at each."""
    found = list_targets(tier, group, count, board, rules, stream)
    rank_order(board.key, found, board.place)
    for place in range(found):
        target = board.candidate[board.place[place]]
        board.place[place] = target
        board.rank[group, target] = place
    board.open_targets[group] = found
    plan_first_look(
        board.place,
        found,
        board.mask[group],
        board.stock[tier],
        (rules.rule, np.int64(board.salvo[tier, 0]), rules.coordination == ONE_PLAN),
        board.planned[group],
        board.shooter_of[group],
    )


@part
def event_key(tier, group, target, look, board):  # type: ignore[no-untyped-def]
    """Return the key that orders events: by time, then by place in the group's own order, then by group."""
    time_ms = board.offset_ms[target] + board.launch_ms[tier, group, board.flight[target], look]
    return time_ms << TIME_SHIFT | board.rank[group, target] << RANK_SHIFT | group << GROUP_SHIFT | target


@part
def list_first_looks(tier, count, board):  # type: ignore[no-untyped-def]
    """List every group's first looks in order of time; return how many there are."""
    found = 0
    for target in range(count):
        planned = 0
        for group in range(len(board.mask)):
            if board.mask[group, target] != NO_BITS:
                planned += board.planned[group, target]
                board.key[found] = event_key(tier, group, target, 0, board)
                found += 1
        board.cover_planned[target] = planned
    rank_order(board.key, found, board.place)
    for place in range(found):
        board.event[place] = board.key[board.place[place]]
    return found


@part
def takes_for_alive(group, target, time_ms, board, rules, stream):  # type: ignore[no-untyped-def]
    """Return whether a group takes a target for alive at its next look, with both kinds of error."""
    number = group << 4 | board.next_look[group, target] << 2
    if is_known_dead(group, target, time_ms, board, rules):
        if rules.false_miss == NO_BITS:
            return False
        return word_for(FOR_ASSESSMENT, number, board.number[target], stream) < rules.false_miss
    if board.alive[target] and board.fired[group, target] > 0 and rules.false_kill != NO_BITS:
        return word_for(FOR_ASSESSMENT, number, board.number[target], stream) >= rules.false_kill
    return True


@part
def wanted_rounds(tier, group, target, mask, board, rules):  # type: ignore[no-untyped-def]
    """Return how many rounds a group wants to fire at its next look at a target.

    At the first look, what it planned. Later, the salvo; where rounds are spread evenly, no more than an
    even share, over the group's targets with looks to come, of the free rounds that can reach this one.
    """
    look = board.next_look[group, target]
    if look == 0:
        return np.int64(board.planned[group, target])
    wanted = np.int64(board.salvo[tier, look])
    if rules.rule == SPREAD_EVENLY and wanted > 1:
        free = 0
        for shooter in range(board.stock.shape[1]):
            if (mask >> np.uint64(shooter)) & ONE != NO_BITS:
                free += board.stock[tier, shooter] // STOCK_UNIT
        wanted = min(wanted, max(1, free // board.open_targets[group]))
    return wanted


@part
def is_duplicate(shooter, salvo_so_far, tier, group, target, time_ms, count, board):  # type: ignore[no-untyped-def]
    """Return whether a shot duplicates another group's (defined in `shieldwall.engagement.battle`).

    ``salvo_so_far`` counts the group's rounds of this salvo, this one included.
    """
    look = board.next_look[group, target]
    others = 0
    for other in range(len(board.mask)):
        if other != group and board.cover_ms[other, target] > time_ms:
            others += board.cover[other, target]
    if others == 0:
        return False
    if others + salvo_so_far > board.salvo[tier, look]:
        return True
    if look > 0:
        return False
    for elsewhere in range(count):
        able = (board.mask[group, elsewhere] >> np.uint64(shooter)) & ONE
        if able != NO_BITS and board.cover_planned[elsewhere] + 2 <= board.cover_planned[target]:
            board.cover_planned[elsewhere] += 1
            board.cover_planned[target] -= 1
            return True
    return False


@part
def settle_shot(tier, group, target, shooter, intercept_ms, board, stream):  # type: ignore[no-untyped-def]
    """Expend one round at a target, and draw whether it kills."""
    magazine = board.magazine_type[tier, shooter]
    board.expended[magazine] += 1
    if board.party_of_type[magazine] != board.party[target]:
        board.expended_for_others[magazine] += 1
    word = shot_luck(tier, target, board, stream)
    told_apart = tier != UPPER or board.discriminated[target] != 0
    if told_apart and word < board.kill[magazine, board.component[target]]:
        board.alive[target] = 0
        if intercept_ms < board.dead_ms[target]:
            board.dead_ms[target] = intercept_ms
            board.killer[target] = group


@part
def fire_salvo(tier, group, target, time_ms, count, board, rules, stream):  # type: ignore[no-untyped-def]
    """Fire what is wanted and available at a look, and settle each shot; return the rounds fired."""
    look = board.next_look[group, target]
    flight = board.flight[target]
    mask = board.look_shooters[tier, group, flight, look] & board.allowed[target]
    intercept_ms = board.offset_ms[target] + board.intercept_ms[tier, group, flight, look]
    fired = 0
    for shot in range(wanted_rounds(tier, group, target, mask, board, rules)):
        if look == 0:
            shooter = np.int64(board.shooter_of[group, target, shot])
        else:
            shooter = best_shooter(mask, board.stock[tier])
            if shooter < 0:
                board.short[group, target] = 1
                break
            board.stock[tier, shooter] -= STOCK_UNIT
        fired += 1
        if len(board.mask) > 1 and is_duplicate(shooter, fired, tier, group, target, time_ms, count, board):
            board.tally[DUPLICATES] += 1
        settle_shot(tier, group, target, shooter, intercept_ms, board, stream)
    board.cover[group, target] = fired
    board.cover_ms[group, target] = intercept_ms + rules.assessment_ms
    return fired


@part
def hold_fire(tier, group, target, board):  # type: ignore[no-untyped-def]
    """Give up a target that the group takes for dead, and free the rounds planned for it."""
    if board.next_look[group, target] == 0:
        for shot in range(board.planned[group, target]):
            board.stock[tier, board.shooter_of[group, target, shot]] += STOCK_UNIT
    board.open_targets[group] -= 1


@part
def look_again(tier, group, target, waiting, board):  # type: ignore[no-untyped-def]
    """Queue the group's next look at a target, if there is one; return how many looks wait.

    The queue falls, so that the next look is at its end.
    """
    look = board.next_look[group, target] + 1
    if look >= board.look_count[tier, group, board.flight[target]]:
        board.open_targets[group] -= 1
        return waiting
    board.next_look[group, target] = look
    key = event_key(tier, group, target, look, board)
    place = waiting
    while place > 0 and board.later[place - 1] < key:
        board.later[place] = board.later[place - 1]
        place -= 1
    board.later[place] = key
    return waiting + 1


@part
def play_tier(tier, count, board, rules, stream):  # type: ignore[no-untyped-def]
    """Play every look of one tier, by all groups, in order of time."""
    for group in range(len(board.mask)):
        plan_group(tier, group, count, board, rules, stream)
    firsts = list_first_looks(tier, count, board)
    done = 0
    waiting = 0
    while done < firsts or waiting > 0:
        if waiting == 0 or (done < firsts and board.event[done] < board.later[waiting - 1]):
            event = board.event[done]
            done += 1
        else:
            waiting -= 1
            event = board.later[waiting]
        target = event & TARGET_MASK
        group = (event >> GROUP_SHIFT) & GROUP_MASK
        time_ms = event >> TIME_SHIFT
        if takes_for_alive(group, target, time_ms, board, rules, stream):
            if fire_salvo(tier, group, target, time_ms, count, board, rules, stream) > 0:
                board.fired[group, target] += 1
                board.engaged[target] = 1
            waiting = look_again(tier, group, target, waiting, board)
        else:
            hold_fire(tier, group, target, board)


@part
def count_looks(count, board):  # type: ignore[no-untyped-def]
    """Count, after the upper tier, targets given a second look and targets for which rounds ran out."""
    for target in range(count):
        reachable = False
        looks = 0
        short = False
        for group in range(len(board.mask)):
            reachable = reachable or board.mask[group, target] != NO_BITS
            looks = max(looks, board.fired[group, target])
            short = short or (board.short[group, target] != 0 and board.fired[group, target] > 0)
        board.tally[SECOND_LOOK] += 1 if looks > 1 else 0
        board.tally[NO_ROUND] += 1 if reachable and board.engaged[target] == 0 else 0
        board.tally[NO_SECOND_ROUND] += 1 if short else 0
