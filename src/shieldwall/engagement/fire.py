"""One tier's fight in one battle: each group plans its first looks, then looks follow in order of time.

See `shieldwall.engagement.battle` for what the rules mean.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from shieldwall.engagement.arrival import FOR_ASSESSMENT, FOR_ORDER, shot_luck, word_for
from shieldwall.engagement.board import (
    ARRIVAL_WORD,
    DUPLICATES,
    FIRST_LOOKS,
    IN_ORDER,
    LATER_LOOKS,
    NO_BITS,
    NO_ROUND,
    NO_SECOND_ROUND,
    ONE,
    SECOND_LOOK,
    STOCK_UNIT,
    TARGET_BITS,
    TARGET_MASK,
    UNSORTED,
    UPPER,
    part,
    stage,
)
from shieldwall.engagement.orders import ONE_PLAN, SPREAD_EVENLY
from shieldwall.engagement.shot_plan import best_shooter, plan_first_look, planned_shooter, sort_keys
from shieldwall.opportunity.looks import K

GROUP_SHIFT: Final = TARGET_BITS
GROUP_BITS: Final = 4
RANK_SHIFT: Final = GROUP_SHIFT + GROUP_BITS
TIME_SHIFT: Final = 32
"""A key of events: time, then place in the group's own order, then group, then target."""
SCARCITY_SHIFT: Final = TARGET_BITS + 32
"""A key of a group's order: in one plan the number of able shooters, then a random word, then target."""


@part
def bit_count(bits):  # type: ignore[no-untyped-def]
    """Return the number of set bits of a uint64."""
    count = 0
    while bits != NO_BITS:
        bits &= bits - ONE
        count += 1
    return count


@part
def is_known_dead(group, place, time_ms, board, rules):  # type: ignore[no-untyped-def]
    """Return whether the target is dead and the group can know it.

    A group knows the result of its own salvo at its next look; a result of another group, or of the upper
    tier, is known once it has been assessed.
    """
    target = board.targets[place]
    own = target.killer == group and board.plans[group, place].fired > 0
    return target.alive == 0 and (own or target.dead_ms + rules.assessment_ms <= time_ms)


@part
def list_targets(tier, group, count, board, rules, stream):  # type: ignore[no-untyped-def]
    """Find a group's targets in this tier, with the keys of its order; return how many there are.

    The order is random, the group's own; in one plan, the targets that fewest shooters can reach come first.
    """
    found = 0
    for place in range(count):
        target = board.targets[place]
        plan = board.plans[group, place]
        plan.mask = NO_BITS
        plan.planned = 0
        plan.number = 0
        plan.fired = 0
        plan.cover = 0
        plan.short = False
        plan.look = ((tier * len(board.plans) + group) * board.flights + target.flight) * K
        look = board.looks[plan.look]
        mask = look.shooters & target.allowed
        known_dead = is_known_dead(group, place, target.offset_ms + look.launch_ms, board, rules)
        if target.seen and mask != NO_BITS and not known_dead:
            plan.mask = mask
            if group < 2:
                word = np.int64(board.words[ARRIVAL_WORD + 2 + group, place])
            else:
                word = np.int64(word_for(FOR_ORDER, group, target.number, stream))
            scarcity = bit_count(mask) if rules.coordination == ONE_PLAN else 0
            board.lists[UNSORTED, found] = scarcity << SCARCITY_SHIFT | word << TARGET_BITS | place
            found += 1
    return found


@part
def plan_group(tier, group, count, board, rules, stream):  # type: ignore[no-untyped-def]
    """Let one group order its targets and plan its first look at each."""
    found = list_targets(tier, group, count, board, rules, stream)
    keys = board.lists[IN_ORDER]
    sort_keys(board.lists[UNSORTED], found, keys)
    for rank in range(found):
        board.plans[group, keys[rank] & TARGET_MASK].rank = rank
    board.open_targets[group] = found
    salvo = board.salvo[tier, 0]
    in_common = rules.coordination == ONE_PLAN
    plan_first_look(keys, found, board.plans[group], board.stock[tier], rules.rule, salvo, in_common)


@part
def event_key(group, place, board):  # type: ignore[no-untyped-def]
    """Return the key that orders a group's next look at a target among all events."""
    plan = board.plans[group, place]
    time_ms = board.targets[place].offset_ms + board.looks[plan.look].launch_ms
    rank = np.int64(plan.rank)
    return time_ms << TIME_SHIFT | rank << RANK_SHIFT | group << GROUP_SHIFT | place


@part
def list_first_looks(count, board):  # type: ignore[no-untyped-def]
    """List every group's first looks in order of time; return how many there are."""
    found = 0
    for place in range(count):
        planned = 0
        for group in range(len(board.plans)):
            if board.plans[group, place].mask != NO_BITS:
                planned += board.plans[group, place].planned
                board.lists[UNSORTED, found] = event_key(group, place, board)
                found += 1
        board.targets[place].cover_planned = planned
    sort_keys(board.lists[UNSORTED], found, board.lists[FIRST_LOOKS])
    return found


@part
def takes_for_alive(group, place, time_ms, board, rules, stream):  # type: ignore[no-untyped-def]
    """Return whether a group takes a target for alive at its next look, with both kinds of error."""
    target = board.targets[place]
    plan = board.plans[group, place]
    number = group << 4 | plan.number << 2
    if is_known_dead(group, place, time_ms, board, rules):
        return rules.false_miss > NO_BITS and (
            word_for(FOR_ASSESSMENT, number, target.number, stream) < rules.false_miss
        )
    if target.alive and plan.fired > 0 and rules.false_kill > NO_BITS:
        return word_for(FOR_ASSESSMENT, number, target.number, stream) >= rules.false_kill
    return True


@part
def wanted_rounds(tier, group, place, mask, board, rules):  # type: ignore[no-untyped-def]
    """Return how many rounds a group wants to fire at its next look at a target.

    At the first look, what it planned. Later, the salvo; where rounds are spread evenly, no more than an
    even share, over the group's targets with looks to come, of the free rounds that can reach this one.
    """
    plan = board.plans[group, place]
    if plan.number == 0:
        return np.int64(plan.planned)
    wanted = np.int64(board.salvo[tier, plan.number])
    if rules.rule == SPREAD_EVENLY and wanted > 1:
        free = 0
        for shooter in range(board.stock.shape[1]):
            if (mask >> np.uint64(shooter)) & ONE != NO_BITS:
                free += board.stock[tier, shooter] // STOCK_UNIT
        wanted = min(wanted, max(1, free // board.open_targets[group]))
    return wanted


@part
def is_duplicate(shooter, salvo_so_far, tier, group, place, time_ms, count, board):  # type: ignore[no-untyped-def]
    """Return whether a shot duplicates another group's (defined in `shieldwall.engagement.battle`).

    ``salvo_so_far`` counts the group's rounds of this salvo, this one included.
    """
    number = board.plans[group, place].number
    others = 0
    for other in range(len(board.plans)):
        if other != group and board.plans[other, place].cover_ms > time_ms:
            others += board.plans[other, place].cover
    if others == 0:
        return False
    if others + salvo_so_far > board.salvo[tier, number]:
        return True
    target = board.targets[place]
    for elsewhere in range(count if number == 0 else 0):
        able = (board.plans[group, elsewhere].mask >> np.uint64(shooter)) & ONE
        if able != NO_BITS and board.targets[elsewhere].cover_planned + 2 <= target.cover_planned:
            board.targets[elsewhere].cover_planned += 1
            target.cover_planned -= 1
            return True
    return False


@part
def settle_shot(tier, group, place, shooter, intercept_ms, board, rules, stream):  # type: ignore[no-untyped-def]
    """Expend one round at a target, and draw whether it kills."""
    target = board.targets[place]
    arm = board.arms[tier, shooter, target.component]
    board.counts[arm.column] += 1
    if arm.party != target.party:
        board.counts[arm.column + rules.types] += 1
    word = shot_luck(tier, place, board, stream)
    if word < arm.kill and (tier != UPPER or target.discriminated):
        target.alive = False
        if intercept_ms < target.dead_ms:
            target.dead_ms = intercept_ms
            target.killer = group


@part
def fire_salvo(tier, group, place, time_ms, count, board, rules, stream):  # type: ignore[no-untyped-def]
    """Fire what is wanted and available at a look, and settle each shot; return the rounds fired."""
    target = board.targets[place]
    plan = board.plans[group, place]
    look = board.looks[plan.look]
    mask = look.shooters & target.allowed
    intercept_ms = target.offset_ms + look.intercept_ms
    fired = 0
    for shot in range(wanted_rounds(tier, group, place, mask, board, rules)):
        if plan.number == 0:
            shooter = planned_shooter(plan, shot)
        else:
            shooter = best_shooter(mask, board.stock[tier])
            if shooter < 0:
                plan.short = True
                break
            board.stock[tier, shooter] -= STOCK_UNIT
        fired += 1
        if len(board.plans) > 1 and is_duplicate(shooter, fired, tier, group, place, time_ms, count, board):
            board.counts[rules.tally + DUPLICATES] += 1
        settle_shot(tier, group, place, shooter, intercept_ms, board, rules, stream)
    plan.cover = fired
    plan.cover_ms = intercept_ms + rules.assessment_ms
    return fired


@part
def give_up(tier, group, place, board):  # type: ignore[no-untyped-def]
    """Leave a target that the group takes for dead, and free the rounds planned for it."""
    plan = board.plans[group, place]
    if plan.number == 0:
        for shot in range(plan.planned):
            board.stock[tier, planned_shooter(plan, shot)] += STOCK_UNIT
    board.open_targets[group] -= 1


@part
def look_again(group, place, done, end, board):  # type: ignore[no-untyped-def]
    """Queue the group's next look at a target, if there is one; return where the queue now ends.

    The queue rises, and its looks up to ``done`` have been made: nearly always the new one goes last.
    """
    plan = board.plans[group, place]
    plan.number += 1
    plan.look += 1
    if plan.number == K or board.looks[plan.look].shooters == NO_BITS:
        board.open_targets[group] -= 1
        return end
    key = event_key(group, place, board)
    queue = board.lists[LATER_LOOKS]
    position = end
    while position > done and queue[position - 1] > key:
        queue[position] = queue[position - 1]
        position -= 1
    queue[position] = key
    return end + 1


@stage
def play_tier(tier, count, board, rules, stream):  # type: ignore[no-untyped-def]
    """Play every look of one tier, by all groups, in order of time."""
    for group in range(len(board.plans)):
        plan_group(tier, group, count, board, rules, stream)
    firsts = list_first_looks(count, board)
    first_looks, later_looks = board.lists[FIRST_LOOKS], board.lists[LATER_LOOKS]
    first = 0
    later = 0
    end = 0
    while first < firsts or later < end:
        if later == end or (first < firsts and first_looks[first] < later_looks[later]):
            event = first_looks[first]
            first += 1
        else:
            event = later_looks[later]
            later += 1
        place = np.uint32(event & TARGET_MASK)
        group = np.uint32((event >> GROUP_SHIFT) & ((1 << GROUP_BITS) - 1))
        time_ms = event >> TIME_SHIFT
        if takes_for_alive(group, place, time_ms, board, rules, stream):
            if fire_salvo(tier, group, place, time_ms, count, board, rules, stream) > 0:
                board.plans[group, place].fired += 1
                board.targets[place].engaged = True
            end = look_again(group, place, later, end, board)
        else:
            give_up(tier, group, place, board)


@part
def count_looks(count, board, rules):  # type: ignore[no-untyped-def]
    """Count, after the upper tier, targets given a second look and targets for which rounds ran out."""
    for place in range(count):
        reachable = False
        second = False
        short = False
        for group in range(len(board.plans)):
            plan = board.plans[group, place]
            reachable = reachable or plan.mask != NO_BITS
            second = second or plan.fired > 1
            short = short or (plan.short and plan.fired > 0)
        board.counts[rules.tally + SECOND_LOOK] += 1 if second else 0
        board.counts[rules.tally + NO_ROUND] += 1 if reachable and not board.targets[place].engaged else 0
        board.counts[rules.tally + NO_SECOND_ROUND] += 1 if short else 0
