"""One tier's fight in one battle: each group plans its first looks, then looks follow in order of time.

See `shieldwall.engagement.battle` for what the rules mean.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from shieldwall.engagement.arrival import FOR_ASSESSMENT, FOR_ORDER, shot_luck, word_for
from shieldwall.engagement.board import (
    ARRIVAL_WORD,
    DUPLICATE_SHIFT,
    DUPLICATES,
    FIRST_LOOKS,
    GROUP_BITS,
    GROUP_MASK,
    GROUP_SHIFT,
    IN_ORDER,
    KILL_SHIFT,
    LATER_LOOKS,
    LOOK_SHIFT,
    NO_BITS,
    ONE,
    ROUNDS_MASK,
    SHOOTER_SHIFT,
    SHOTS,
    STOCK_UNIT,
    TARGET_BITS,
    TARGET_MASK,
    TIER_SHIFT,
    UNSORTED,
    UPPER,
    Board,
    Event,
    Rules,
    Stream,
)
from shieldwall.engagement.orders import ONE_PLAN, SPREAD_EVENLY
from shieldwall.engagement.shot_plan import (
    best_shooter,
    lowest_bit,
    plan_first_look,
    planned_shooter,
    sort_keys,
)
from shieldwall.opportunity.looks import K
from shieldwall.physics.kernel import part, stage

RANK_SHIFT: Final = GROUP_SHIFT + GROUP_BITS
TIME_SHIFT: Final = 32
"""A key of events: time, then place in the group's own order, then group, then target."""
SCARCITY_SHIFT: Final = TARGET_BITS + 32
"""A key of a group's order: in one plan the number of able shooters, then a random word, then target."""


@part
def bit_count(bits: np.uint64) -> int:
    """Return the number of set bits of a uint64."""
    count = 0
    while bits != NO_BITS:
        bits &= bits - ONE
        count += 1
    return count


@part
def is_known_dead(group: int, place: int, time_ms: int, board: Board, rules: Rules) -> bool:
    """Return whether the target is dead and the group can know it.

    A group knows the result of its own salvo at its next look; a result of another group, or of the upper
    tier, is known once it has been assessed.
    """
    target = board.targets[place]
    if target.alive:
        return False
    own = target.killer == group and board.plans[group, place].fired > 0
    return bool(own or target.dead_ms + rules.assessment_ms <= time_ms)


@part
def has_later_look(plan: Any, board: Board) -> bool:
    """Return whether a look follows the next one."""
    return bool(board.looks[plan.look + 1].shooters != NO_BITS)


@part
def list_targets(tier: int, group: int, count: int, board: Board, rules: Rules, stream: Stream) -> int:
    """Find a group's targets in this tier, with the keys of its order; return how many there are.

    The order is random, the group's own; in one plan, the targets that fewest shooters can reach come first.
    """
    found = 0
    board.sharers[group] = 0
    for place in range(count):
        target = board.targets[place]
        plan = board.plans[group, place]
        plan.mask = NO_BITS
        plan.look = ((tier * len(board.plans) + group) * board.flights + target.flight) * K
        plan.number = 0
        plan.planned = 0
        plan.fired = 0
        plan.cover = 0
        plan.open = False
        look = board.looks[plan.look]
        mask = look.shooters & target.allowed
        known_dead = is_known_dead(group, place, target.offset_ms + look.launch_ms, board, rules)
        if target.seen and mask != NO_BITS and not known_dead:
            plan.mask = mask
            plan.open = True
            board.sharers[group] += has_later_look(plan, board)
            target.reachable |= tier == UPPER and board.salvo[UPPER, 0] > 0
            if group < 2:
                word = np.int64(board.words[ARRIVAL_WORD + 2 + group, place])
            else:
                word = np.int64(word_for(FOR_ORDER, group, target.number, stream))
            scarcity = bit_count(mask) if rules.coordination == ONE_PLAN else 0
            board.lists[UNSORTED, found] = scarcity << SCARCITY_SHIFT | word << TARGET_BITS | place
            found += 1
    return found


@part
def next_look_ms(group: int, place: int, board: Board) -> int:
    """Return when a group's next look at a target launches."""
    return int(board.targets[place].offset_ms + board.looks[board.plans[group, place].look].launch_ms)


@part
def event_key(group: int, place: int, board: Board) -> int:
    """Return the key that orders a group's next look at a target among all events."""
    rank = int(board.plans[group, place].rank)
    moment = next_look_ms(group, place, board)
    return moment << TIME_SHIFT | rank << RANK_SHIFT | group << GROUP_SHIFT | place


@part
def plan_group(
    tier: int, group: int, firsts: int, count: int, board: Board, rules: Rules, stream: Stream
) -> int:
    """Let one group order its targets and plan its first look at each.

    The looks join the ``firsts`` listed already, in the group's order; returns how many there are now.
    """
    found = list_targets(tier, group, count, board, rules, stream)
    keys = board.lists[IN_ORDER]
    sort_keys(board.lists[UNSORTED], found, keys)
    for rank in range(found):
        place = keys[rank] & TARGET_MASK
        board.plans[group, place].rank = rank
        board.lists[FIRST_LOOKS, firsts + rank] = event_key(group, place, board)
    salvo = board.salvo[tier, 0]
    in_common = rules.coordination == ONE_PLAN
    plan_first_look(keys, found, board.plans[group], board.stock[tier], rules.rule, salvo, in_common)
    return firsts + found


@part
def event_of(key: int, tier: int) -> Event:
    """Return the event that a key stands for."""
    return Event(tier, int((key >> GROUP_SHIFT) & GROUP_MASK), int(key & TARGET_MASK), int(key >> TIME_SHIFT))


@part
def takes_for_alive(event: Event, board: Board, rules: Rules, stream: Stream) -> bool:
    """Return whether a group takes a target for alive at a look, with both kinds of error."""
    target = board.targets[event.place]
    plan = board.plans[event.group, event.place]
    # Every look of every group has a block of its own.
    number = (event.group * K + int(np.int64(plan.number))) << 2
    if is_known_dead(event.group, event.place, event.time_ms, board, rules):
        if rules.false_miss == NO_BITS:
            return False
        return bool(word_for(FOR_ASSESSMENT, number, target.number, stream) < rules.false_miss)
    if target.alive and plan.fired > 0 and rules.false_kill > NO_BITS:
        return bool(word_for(FOR_ASSESSMENT, number, target.number, stream) >= rules.false_kill)
    return True


@part
def even_share(event: Event, mask: np.uint64, board: Board) -> int:
    """Return an even share of the free rounds that can make a look, and at least one.

    The rounds are shared over the group's targets that have a look after the first to come, this one
    included: rounds for first looks are not free.
    """
    free = 0
    while mask != NO_BITS:
        free += int(board.stock[event.tier, np.int64(lowest_bit(mask))] & ROUNDS_MASK) // STOCK_UNIT
        mask &= mask - ONE
    return max(1, free // int(board.sharers[event.group]))


@part
def wanted_rounds(event: Event, mask: np.uint64, board: Board, rules: Rules) -> int:
    """Return how many rounds a group wants to fire: what it planned, or later the salvo or an even share."""
    plan = board.plans[event.group, event.place]
    if plan.number == 0:
        return int(plan.planned)
    salvo = int(board.salvo[event.tier, plan.number])
    if rules.rule == SPREAD_EVENLY and salvo > 1:
        return min(salvo, even_share(event, mask, board))
    return salvo


@part
def cover_by_others(event: Event, board: Board) -> int:
    """Return how many rounds of other groups at the target are in flight, or not yet assessed."""
    others = 0
    for other in range(len(board.plans)):
        if other != event.group and board.plans[other, event.place].cover_ms > event.time_ms:
            others += int(board.plans[other, event.place].cover)
    return others


@stage
def moves_elsewhere(shooter: int, event: Event, count: int, board: Board) -> bool:
    """Return whether the one plan would send a round of a first look to a target with two rounds fewer.

    A move is made in the count of rounds planned, so that each is counted once.
    """
    target = board.targets[event.place]
    for elsewhere in range(count):
        able = (board.plans[event.group, elsewhere].mask >> np.uint64(shooter)) & ONE
        if able != NO_BITS and board.targets[elsewhere].cover_planned + 2 <= target.cover_planned:
            board.targets[elsewhere].cover_planned += 1
            target.cover_planned -= 1
            return True
    return False


@part
def settle_shot(
    shooter: int, intercept_ms: int, event: Event, board: Board, rules: Rules, stream: Stream
) -> int:
    """Expend one round at a target; return 1 where it kills, else 0."""
    target = board.targets[event.place]
    arm = board.arms[event.tier, shooter, target.component]
    board.counts[arm.column] += 1
    if arm.party != target.party:
        board.counts[arm.column + rules.types] += 1
    word = shot_luck(event.tier, event.place, board, stream)
    if word >= arm.kill or (event.tier == UPPER and not target.discriminated):
        return 0
    target.alive = False
    if intercept_ms < target.dead_ms:
        target.dead_ms = intercept_ms
        target.killer = event.group
    return 1


@part
def write_down(shooter: int, became: int, event: Event, board: Board) -> None:
    """Add one shot, with the bits of what became of it, to those written down."""
    shots = board.lists[SHOTS]
    shots[0] += 1
    look = int(np.int64(board.plans[event.group, event.place].number))
    where = event.tier << TIER_SHIFT | look << LOOK_SHIFT | event.group << GROUP_SHIFT | event.place
    shots[shots[0]] = shooter << SHOOTER_SHIFT | became | where


@part
def fire_salvo(event: Event, count: int, board: Board, rules: Rules, stream: Stream) -> int:
    """Fire what is wanted and available at a look, and settle each shot; return the rounds fired."""
    target = board.targets[event.place]
    plan = board.plans[event.group, event.place]
    look = board.looks[plan.look]
    mask = look.shooters & target.allowed
    intercept_ms = target.offset_ms + look.intercept_ms
    others = cover_by_others(event, board)
    most = board.salvo[event.tier, plan.number]
    fired = 0
    for shot in range(wanted_rounds(event, mask, board, rules)):
        if plan.number == 0:
            shooter = planned_shooter(plan, shot)
        else:
            shooter = best_shooter(mask, board.stock[event.tier])
            if shooter < 0:
                target.ran_out |= event.tier == UPPER and plan.fired > 0 and fired == 0
                break
            board.stock[event.tier, shooter] -= STOCK_UNIT
        fired += 1
        duplicates = 0  # as `shieldwall.engagement.battle` defines them
        if others > 0 and (
            others + fired > most or (plan.number == 0 and moves_elsewhere(shooter, event, count, board))
        ):
            board.counts[rules.tally + DUPLICATES] += 1
            duplicates = 1
        kills = settle_shot(shooter, intercept_ms, event, board, rules, stream)
        if rules.writes:
            write_down(shooter, kills << KILL_SHIFT | duplicates << DUPLICATE_SHIFT, event, board)
    plan.cover = fired
    plan.cover_ms = intercept_ms + rules.assessment_ms
    return fired


@part
def note_engagement(event: Event, board: Board) -> None:
    """Note that a group has fired at a target at one more look."""
    target = board.targets[event.place]
    plan = board.plans[event.group, event.place]
    plan.fired += 1
    if event.tier == UPPER:
        target.engaged_high = True
        target.second_look |= plan.fired > 1
    else:
        target.engaged_low = True


@part
def give_up(event: Event, board: Board) -> None:
    """Leave a target that the group takes for dead, and free the rounds planned for it."""
    plan = board.plans[event.group, event.place]
    plan.open = False
    board.sharers[event.group] -= plan.number > 0 or has_later_look(plan, board)
    if plan.number == 0:
        for shot in range(plan.planned):
            board.stock[event.tier, planned_shooter(plan, shot)] += STOCK_UNIT


@part
def look_again(event: Event, begin: int, end: int, board: Board, rules: Rules) -> int:
    """Queue the group's next look at a target, if there is one; return where the queue now ends.

    The queue rises from ``begin``. A look at which the target will be seen to be dead needs no place in it,
    unless others share rounds with it until then.
    """
    plan = board.plans[event.group, event.place]
    plan.number += 1
    plan.look += 1
    plan.open = plan.number < K and board.looks[plan.look].shooters != NO_BITS
    if not plan.open:
        board.sharers[event.group] -= plan.number > 1
        return end
    if rules.false_miss == NO_BITS and not rules.shares:
        moment = next_look_ms(event.group, event.place, board)
        if is_known_dead(event.group, event.place, moment, board, rules):
            return end
    key = event_key(event.group, event.place, board)
    queue = board.lists[LATER_LOOKS]
    position = end
    while position > begin and queue[position - 1] > key:
        queue[position] = queue[position - 1]
        position -= 1
    queue[position] = key
    return end + 1


@part
def make_look(
    event: Event, begin: int, end: int, count: int, board: Board, rules: Rules, stream: Stream
) -> int:
    """Make one look at a target; return where the queue of later looks now ends."""
    if not takes_for_alive(event, board, rules, stream):
        give_up(event, board)
        return end
    if fire_salvo(event, count, board, rules, stream) > 0:
        note_engagement(event, board)
    return look_again(event, begin, end, board, rules)


@stage
def add_up_plans(count: int, board: Board) -> None:
    """Write how many rounds all groups together plan for their first looks at each target."""
    for place in range(count):
        planned = 0
        for group in range(len(board.plans)):
            planned += board.plans[group, place].planned
        board.targets[place].cover_planned = planned


@stage
def play_tier(tier: int, count: int, board: Board, rules: Rules, stream: Stream) -> None:
    """Play every look of one tier, by all groups, in order of time.

    The first looks of a lone group depend on nothing but its plan, and need no order.
    """
    firsts = 0
    for group in range(len(board.plans)):
        firsts = plan_group(tier, group, firsts, count, board, rules, stream)
    lone = len(board.plans) == 1
    if not lone:
        add_up_plans(count, board)
        sort_keys(board.lists[FIRST_LOOKS], firsts, board.lists[UNSORTED])
    first_looks = board.lists[FIRST_LOOKS if lone else UNSORTED]
    later_looks = board.lists[LATER_LOOKS]
    first, begin, end = 0, 0, 0
    while first < firsts or begin < end:
        if first < firsts and (lone or begin == end or first_looks[first] < later_looks[begin]):
            key = first_looks[first]
            first += 1
        else:
            key = later_looks[begin]
            begin += 1
        end = make_look(event_of(key, tier), begin, end, count, board, rules, stream)
