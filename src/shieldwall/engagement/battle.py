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
    ARM,
    COMPONENT,
    ENGAGED,
    ENTRY,
    FLIGHT,
    LOOK,
    LOWER,
    NO_ROUND,
    NO_SECOND_ROUND,
    SECOND_LOOK,
    SECOND_RAID_LEAKERS,
    STOCK_UNIT,
    UPPER,
    Int64s,
    Masks,
    Orders,
    Records,
    Rules,
    Stream,
    lay_out,
    part,
    stage,
)
from shieldwall.engagement.fire import play_tier
from shieldwall.engagement.orders import (
    MAX_GROUPS,
    SECTOR_DECONFLICTION,
    ColumnMap,
    DoctrineNumbers,
    FiringUnits,
    Luck,
    RaidDraw,
    word_threshold,
)
from shieldwall.opportunity.looks import K, LookTable
from shieldwall.physics.kernel import kernel

WORD_MASK = (1 << 32) - 1


@part
def take_stock(wave, orders, board):  # type: ignore[no-untyped-def]
    """Fill the magazines for the first raid, or add what a second raid may use."""
    for tier in range(2):
        for shooter in range(board.stock.shape[1]):
            left = board.stock[tier, shooter] if wave > 0 else 0
            board.stock[tier, shooter] = left + orders.initial_stock[wave, tier, shooter]


@part
def count_raid(wave, count, orders, board, rules):  # type: ignore[no-untyped-def]
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
def play_all(orders, board, rules, stream, out):  # type: ignore[no-untyped-def]
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
def play_battles(orders, board, rules, stream, out):  # type: ignore[no-untyped-def]
    """Play the battles: the compiled entry to `play_all`."""
    play_all(orders, board, rules, stream, out)


def stack_looks(looks: LookTable, coordination: int) -> Records:
    """Return a table's two tiers as LOOK[2, G, F, K], without the looks that sectors forbid."""
    groups, flights = looks.look_count.shape
    stacked = np.zeros((2, groups, flights, K), LOOK)
    made = np.arange(K) < looks.look_count[:, :, None]
    stacked["shooters"][UPPER] = np.where(made, looks.look_shooters, np.uint64(0))
    stacked["launch_ms"][UPPER] = looks.look_launch_ms
    stacked["intercept_ms"][UPPER] = looks.look_intercept_ms
    stacked["shooters"][LOWER, :, :, 0] = looks.lower_shooters
    stacked["launch_ms"][LOWER, :, :, 0] = looks.lower_launch_ms
    stacked["intercept_ms"][LOWER, :, :, 0] = looks.lower_intercept_ms
    if coordination == SECTOR_DECONFLICTION:
        owner = looks.assigned_group
        others = (owner != np.arange(groups)[:, None]) & (owner >= 0)
        owner_fires_low = looks.lower_shooters[np.maximum(owner, 0), np.arange(flights)] != 0
        stacked["shooters"][UPPER][others] = 0
        stacked["shooters"][LOWER][others & owner_fires_low] = 0
    return stacked


def stack_arms(
    looks: LookTable, units: FiringUnits, parties: int, column: int
) -> tuple[Records, Int64s, Masks]:
    """Return the shooters by tier: ARM[2, U, C], stocks by raid and masks by party."""
    indices = (looks.upper_index, looks.lower_index)
    widest = 1 + max(int(index.max(initial=0)) for index in indices)
    if widest > STOCK_UNIT:
        raise ValueError(f"a tier has at most {STOCK_UNIT} shooters, not {widest}")
    kept = np.minimum(units.reserve, units.magazine)
    arms = np.zeros((2, widest, units.kill_probability.shape[1]), ARM)
    stock = np.zeros((2, 2, widest), np.int64)
    stock[0] = STOCK_UNIT - 1 - np.arange(widest)
    party_shooters = np.zeros((2, parties), np.uint64)
    for tier, index in enumerate(indices):
        fires = np.flatnonzero(index >= 0)
        place = index[fires]
        types = units.magazine_type[fires]
        arms["kill"][tier, place] = word_threshold(units.kill_probability)[types]
        arms["column"][tier, place] = (column + types)[:, None]
        arms["party"][tier, place] = units.party[fires, None]
        stock[0, tier, place] += STOCK_UNIT * (units.magazine - kept)[fires].astype(np.int64)
        stock[1, tier, place] += STOCK_UNIT * (kept + units.replenishment)[fires].astype(np.int64)
        np.bitwise_or.at(party_shooters[tier], units.party[fires], np.uint64(1) << place.astype(np.uint64))
    return arms, stock, party_shooters


def as_rules(doctrine: DoctrineNumbers, columns: ColumnMap, tiers: int) -> Rules:
    """Return the doctrine with its probabilities as thresholds of 32-bit words."""
    chances = (doctrine.p_track, doctrine.p_discrimination, doctrine.false_kill, doctrine.false_miss)
    track, discrimination, false_kill, false_miss, veto = word_threshold((*chances, doctrine.veto_chance))
    return Rules(
        rule=doctrine.rule,
        coordination=doctrine.coordination,
        assessment_ms=doctrine.assessment_ms,
        track=track,
        track_per_raid=doctrine.track_per_raid,
        discrimination=discrimination,
        false_kill=false_kill,
        false_miss=false_miss,
        veto=veto,
        tiers=tiers,
        types=columns.magazine_types,
        tally=columns.reliable,
    )


def run_battles(
    looks: LookTable,
    units: FiringUnits,
    raid: RaidDraw,
    doctrine: DoctrineNumbers,
    luck: Luck,
    battle_count: int,
) -> npt.NDArray[np.int32]:
    """Return what happened in each of ``battle_count`` battles of one draw of the facts.

    Parameters
    ----------
    looks : LookTable
        Who can fire at which flight, when (``S`` shooters, ``G`` groups, ``F`` flights).
    units : FiringUnits
        Rounds, types, parties and kill probabilities of the same shooters.
    raid : RaidDraw
        Components, flights and their weights, beneficiaries.
    doctrine : DoctrineNumbers
        Allocation rule, salvos and chances.
    luck : Luck
        Seed, draw and the number of the first battle; battle ``i`` of the result is number
        ``first_battle + i`` and depends on nothing else of the call.
    battle_count : int
        Number of battles, at least 0.

    Returns
    -------
    int32[battle_count, columns]
        Counts; ``ColumnMap(B, M)`` says which column is what.

    Raises
    ------
    ValueError
        More than 16 groups or 64 shooters in a tier, or events later than about 24 days.
    """
    groups, flights = looks.look_count.shape
    if not 0 < groups <= MAX_GROUPS or flights != len(raid.flight_weight):
        raise ValueError(
            f"1 to {MAX_GROUPS} groups and one look per flight of the raid, not {groups}, {flights}"
        )
    columns = ColumnMap(len(raid.beneficiary_party), len(units.kill_probability))
    parties = 1 + max(int(units.party.max(initial=0)), int(raid.beneficiary_party.max(initial=0)))
    arms, stock, party_shooters = stack_arms(looks, units, parties, columns.expended.start)
    orders = Orders(
        numbers=raid.numbers,
        roster=raid.roster,
        raid_size=np.array((raid.size.sum(), raid.second_size.sum()), np.int64),
        flights=raid.flights,
        guide=raid.flight_guide,
        components=raid.components,
        initial_stock=stock,
        party_shooters=party_shooters,
    )
    salvo = np.zeros((2, K), np.int64)
    salvo[UPPER] = doctrine.salvo
    salvo[LOWER, 0] = doctrine.lower_salvo
    board = lay_out(stack_looks(looks, doctrine.coordination), arms, salvo, raid.numbers.shape[1], columns.count)
    words = (luck.first_battle, luck.draw, luck.seed & WORD_MASK, luck.seed >> 32)
    stream = Stream(*(np.uint64(word) for word in words))
    out = np.zeros((battle_count, columns.count), np.int32)
    tiers = 2 if bool(looks.lower_shooters.any()) else 1
    play_battles(orders, board, as_rules(doctrine, columns, tiers), stream, out)
    return out
