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

from typing import Any

import numpy as np
import numpy.typing as npt

from shieldwall.engagement.arrival import allow_shooters, arrive
from shieldwall.engagement.board import (
    ENGAGED,
    SECOND_RAID_LEAKERS,
    STOCK_UNIT,
    UPPER,
    Orders,
    Rules,
    Stream,
    lay_out,
    part,
)
from shieldwall.engagement.fire import count_looks, play_tier
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
LOWER = 1 - UPPER


@part
def take_stock(wave, orders, board):  # type: ignore[no-untyped-def]
    """Fill the magazines for the first raid, or add what a second raid may use."""
    for tier in range(2):
        for shooter in range(board.stock.shape[1]):
            left = board.stock[tier, shooter] if wave > 0 else 0
            board.stock[tier, shooter] = left + orders.initial_stock[wave, tier, shooter]


@part
def count_leakers(wave, count, orders, board):  # type: ignore[no-untyped-def]
    """Count the targets engaged and, by beneficiary, the missiles that leaked."""
    for target in range(count):
        board.tally[ENGAGED] += board.engaged[target]
        if board.flies[target] and board.alive[target] and orders.leaks[board.component[target]]:
            board.leakers[orders.flight_beneficiary[board.flight[target]]] += 1
            board.tally[SECOND_RAID_LEAKERS] += wave


@part
def write_row(board, row):  # type: ignore[no-untyped-def]
    """Write a battle's counts in the order of `shieldwall.engagement.orders.ColumnMap`, and clear them."""
    column = 0
    for counts in (board.leakers, board.expended, board.expended_for_others, board.tally):
        for place in range(len(counts)):
            row[column] = counts[place]
            counts[place] = 0
            column += 1


@part
def play_all(orders, board, stream, out):  # type: ignore[no-untyped-def]
    """Play one battle per row of ``out``, numbered from ``stream.battle``, and write its counts there."""
    for battle in range(len(out)):
        luck = Stream(stream.battle + np.uint64(battle), stream.draw, stream.key_0, stream.key_1)
        first = 0
        for wave in range(2):
            take_stock(wave, orders, board)
            count = orders.raid_size[wave]
            if count > 0:
                arrive(first, count, orders, board, luck)
                for tier in range(2):
                    allow_shooters(tier, count, orders, board, luck)
                    play_tier(tier, count, board, orders.rules, luck)
                    if tier == UPPER:
                        count_looks(count, board)
                count_leakers(wave, count, orders, board)
            first += count
        write_row(board, out[battle])


@kernel
def play_battles(orders, beneficiaries, stream, out):  # type: ignore[no-untyped-def]
    """Lay out a board, and play on it."""
    board = lay_out(orders, max(orders.raid_size[0], orders.raid_size[1]), beneficiaries)
    play_all(orders, board, stream, out)


def stack_looks(looks: LookTable, coordination: int) -> tuple[npt.NDArray[Any], ...]:
    """Return a table's two tiers as look counts, launches, intercepts and masks.

    Looks that sectors forbid are left out.
    """
    groups, flights = looks.look_count.shape
    shape = (2, groups, flights)
    look_count = np.zeros(shape, np.uint8)
    launch_ms = np.zeros((*shape, K), np.int32)
    intercept_ms = np.zeros((*shape, K), np.int32)
    shooters = np.zeros((*shape, K), np.uint64)
    look_count[UPPER], look_count[LOWER] = looks.look_count, looks.lower_shooters != 0
    launch_ms[UPPER], launch_ms[LOWER, :, :, 0] = looks.look_launch_ms, looks.lower_launch_ms
    intercept_ms[UPPER], intercept_ms[LOWER, :, :, 0] = looks.look_intercept_ms, looks.lower_intercept_ms
    shooters[UPPER], shooters[LOWER, :, :, 0] = looks.look_shooters, looks.lower_shooters
    if coordination == SECTOR_DECONFLICTION:
        owner = looks.assigned_group
        owns = (owner == np.arange(groups)[:, None]) | (owner < 0)
        owner_fires_low = look_count[LOWER][np.maximum(owner, 0), np.arange(flights)] > 0
        look_count[UPPER][~owns] = 0
        look_count[LOWER][~owns & owner_fires_low] = 0
    return look_count, launch_ms, intercept_ms, shooters


def stack_arms(looks: LookTable, units: FiringUnits, parties: int) -> tuple[npt.NDArray[Any], ...]:
    """Return the shooters by tier: stocks by raid, magazine types, masks by party; and each type's party."""
    indices = (looks.upper_index, looks.lower_index)
    widest = 1 + max(int(index.max(initial=0)) for index in indices)
    if widest > STOCK_UNIT:
        raise ValueError(f"a tier has at most {STOCK_UNIT} shooters, not {widest}")
    kept = np.minimum(units.reserve, units.magazine)
    stock = np.zeros((2, 2, widest), np.int64)
    stock[0] = STOCK_UNIT - 1 - np.arange(widest)
    magazine_type = np.zeros((2, widest), np.int32)
    party_shooters = np.zeros((2, parties), np.uint64)
    party_of_type = np.full(len(units.kill_probability), -1, np.int32)
    party_of_type[units.magazine_type] = units.party
    for tier, index in enumerate(indices):
        fires = np.flatnonzero(index >= 0)
        place = index[fires]
        stock[0, tier, place] += STOCK_UNIT * (units.magazine - kept)[fires].astype(np.int64)
        stock[1, tier, place] += STOCK_UNIT * (kept + units.replenishment)[fires].astype(np.int64)
        magazine_type[tier, place] = units.magazine_type[fires]
        np.bitwise_or.at(party_shooters[tier], units.party[fires], np.uint64(1) << place.astype(np.uint64))
    return stock, magazine_type, party_shooters, party_of_type


def as_rules(doctrine: DoctrineNumbers) -> Rules:
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
    )


def as_orders(looks: LookTable, units: FiringUnits, raid: RaidDraw, doctrine: DoctrineNumbers) -> Orders:
    """Return what all battles of a call share, as the kernel reads it."""
    component, number, offset_ms = raid.targets
    parties = 1 + max(int(units.party.max(initial=0)), int(raid.beneficiary_party.max(initial=0)))
    look_count, launch_ms, intercept_ms, look_shooters = stack_looks(looks, doctrine.coordination)
    stock, magazine_type, party_shooters, party_of_type = stack_arms(looks, units, parties)
    salvo = np.zeros((2, K), np.int32)
    salvo[UPPER] = doctrine.salvo
    salvo[LOWER, 0] = doctrine.lower_salvo
    return Orders(
        raid_size=np.array((raid.size.sum(), raid.second_size.sum()), np.int32),
        raid_component=component,
        raid_number=number,
        raid_offset_ms=offset_ms,
        flight_threshold=raid.flight_threshold,
        flight_guide=raid.flight_guide,
        flight_beneficiary=raid.beneficiary,
        flight_party=raid.beneficiary_party[raid.beneficiary].astype(np.int32),
        reliability=word_threshold(raid.reliability),
        leaks=raid.leaks.astype(np.uint8),
        look_count=look_count,
        launch_ms=launch_ms,
        intercept_ms=intercept_ms,
        look_shooters=look_shooters,
        salvo=salvo,
        initial_stock=stock,
        magazine_type=magazine_type,
        party_shooters=party_shooters,
        party_of_type=party_of_type,
        kill=word_threshold(units.kill_probability),
        rules=as_rules(doctrine),
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
    beneficiaries = len(raid.beneficiary_party)
    columns = ColumnMap(beneficiaries, len(units.kill_probability)).count
    out = np.zeros((battle_count, columns), np.int32)
    halves = (luck.seed & WORD_MASK, luck.seed >> 32)
    stream = Stream(*(np.uint64(word) for word in (luck.first_battle, luck.draw, *halves)))
    play_battles(as_orders(looks, units, raid, doctrine), beneficiaries, stream, out)
    return out
