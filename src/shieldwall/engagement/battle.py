"""The battle: a raid against two tiers of defence, played again and again on keyed luck.

Who comes
    Each target draws its flight from its component's weights. A missile that does not fly (a dud) is not
    engaged and never leaks. A target that is not tracked is engaged by nobody.
Who plans
    A firing group sees the whole raid, including targets yet to be launched, and plans its first look at
    every target that it can engage (see `shieldwall.engagement.shot_plan`). Under ``none`` and
    ``sector_deconfliction`` each party is a group, plans alone and takes targets in a random order of its
    own; under sectors, it fires its upper tier only at flights assigned to it, and its lower tier at those
    and at flights that the assigned group's lower tier cannot reach. Under ``one_plan`` all are one group,
    and a party may veto its shots for another (then another shooter takes them, where one can).
How looks follow
    First looks take the rounds planned for them. Later looks come in order of time and take what is free:
    the salvo, or an even share of the free rounds. Ties go by each group's own order, then by group.
What is known
    At a look after its own salvo a group judges the result: a live target is called dead with the chance
    ``false_kill`` (the group gives it up, in this tier), a dead one is called alive with the chance
    ``false_miss`` (the shots are wasted). Another group's kill is known once it has been assessed; before
    that, the group fires all the same. Rounds planned for a target that is seen to be dead are free again.
The lower tier
    Fires after the upper one is over, at targets that are alive, or not known to be dead, when its time
    comes. It plans over all of them. Discrimination concerns the upper tier only.
Duplicate shots
    A shot is a duplicate if another group's shots at the same target are still in flight or not yet
    assessed when it is fired, and the one plan would have sent it elsewhere: either the shots together
    exceed the doctrine's salvo for the look (the one plan keeps the round), or, at a first look, the same
    shooter could reach another target for which all groups together have planned at least two rounds fewer
    (the one plan moves it there; each move is counted once).
The second raid
    Comes when the first is over, with what the magazines then hold, the reserve and the replenishment.

Everything is counted in whole numbers, so a battle depends on its own number only: any split of the work
gives the same rows.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from shieldwall.engagement.arrival import arrive, begin_tier
from shieldwall.engagement.board import (
    ENGAGED,
    NO_ROUND,
    NO_SECOND_ROUND,
    SECOND_LOOK,
    SECOND_RAID_LEAKERS,
    Board,
    Orders,
    Rules,
    Stream,
)
from shieldwall.engagement.fire import play_tier
from shieldwall.engagement.muster import WORD_MASK, set_up
from shieldwall.engagement.orders import Setting
from shieldwall.physics.kernel import kernel, part, stage

Counts = npt.NDArray[np.int32]


@part
def take_stock(wave: int, orders: Orders, board: Board) -> None:
    """Fill the magazines for the first raid, or add what a second raid may use."""
    for tier in range(2):
        for shooter in range(board.stock.shape[1]):
            left = board.stock[tier, shooter] if wave > 0 else 0
            board.stock[tier, shooter] = left + orders.initial_stock[wave, tier, shooter]


@part
def count_raid(wave: int, count: int, orders: Orders, board: Board, rules: Rules) -> None:
    """Count what became of a raid's targets; the missiles that leaked, by beneficiary."""
    tally = rules.tally
    for place in range(count):
        target = board.targets[place]
        board.counts[tally + ENGAGED] += target.engaged_high | target.engaged_low
        board.counts[tally + SECOND_LOOK] += target.second_look
        board.counts[tally + NO_ROUND] += target.reachable & (target.engaged_high ^ 1)
        board.counts[tally + NO_SECOND_ROUND] += target.ran_out
        if target.flies and target.alive and orders.components[target.component].leaks:
            board.counts[orders.flights[target.flight].beneficiary] += 1
            board.counts[tally + SECOND_RAID_LEAKERS] += wave


@stage
def play_all(orders: Orders, board: Board, rules: Rules, stream: Stream, out: Counts) -> None:
    """Play one battle per row of ``out``, numbered from ``stream.battle``, and write its counts there."""
    for battle in range(len(out)):
        luck = Stream(stream.battle + np.uint64(battle), stream.draw, stream.key_0, stream.key_1)
        first = 0
        for wave in range(2):
            take_stock(wave, orders, board)
            count = orders.raid_size[wave]
            if count > 0:
                arrive(wave, first, count, orders, board, rules, luck)
                for tier in range(rules.tiers):
                    begin_tier(tier, count, orders, board, rules, luck)
                    play_tier(tier, count, board, rules, luck)
                count_raid(wave, count, orders, board, rules)
            first += count
        for column in range(out.shape[1]):
            out[battle, column] = board.counts[column]
            board.counts[column] = 0


@kernel
def play_battles(orders: Orders, board: Board, rules: Rules, stream: Stream, out: Counts) -> None:
    """Play the battles: the compiled entry to `play_all`."""
    play_all(orders, board, rules, stream, out)


def run_battles(setting: Setting, battle_count: int) -> Counts:
    """Return what happened in each of ``battle_count`` battles of one draw of the facts.

    Parameters
    ----------
    setting : Setting
        What is played; battle ``i`` of the result is number ``setting.luck.first_battle + i`` and depends on
        nothing else of the call.
    battle_count : int
        Number of battles, at least 0.

    Returns
    -------
    int32[battle_count, columns]
        Counts; ``setting.columns`` says which column is what.

    Raises
    ------
    ValueError
        More than 64 shooters in a tier, looks later than about six days, or battles past 2**32.
    """
    if battle_count < 0 or setting.luck.first_battle + battle_count > WORD_MASK + 1:
        raise ValueError("battles are numbered from 0 to 2**32 - 1")
    orders, board, rules, stream = set_up(setting, shots_kept=0)
    out = np.zeros((battle_count, setting.columns.count), np.int32)
    play_battles(orders, board, rules, stream, out)
    return out
