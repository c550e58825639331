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

from shieldwall.engagement.arrival import allow_shooters, arrive
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
from shieldwall.engagement.scene import (
    STOCK_UNIT,
    UPPER,
    Arms,
    Columns,
    Raid,
    Rules,
    Scene,
    Stream,
    Tables,
    blank_groups,
    blank_targets,
)
from shieldwall.opportunity.looks import K, LookTable
from shieldwall.physics.kernel import kernel

WORD_MASK = (1 << 32) - 1
LOWER = 1 - UPPER


@kernel
def play_battles(raid, tables, arms, rules, columns, stream, out):  # type: ignore[no-untyped-def]
    """Play one battle per row of ``out``, numbered from ``stream.battle``, and write its counts there."""
    most = max(raid.size[0], raid.size[1])
    targets = blank_targets(most)
    groups = blank_groups(most, tables.look_count.shape[1], arms.stock.shape[2])
    scene = Scene(raid, tables, arms, rules, columns, targets, groups)
    for battle in range(len(out)):
        row = out[battle]
        luck = Stream(stream.battle + np.uint64(battle), stream.draw, stream.key_0, stream.key_1)
        groups.stock[:] = 0
        first = 0
        for wave in range(2):
            groups.stock[:] += arms.stock[wave]
            count = raid.size[wave]
            if count > 0:
                row[columns.reliable] += arrive(first, count, raid, rules, luck, targets)
                for tier in range(2):
                    targets.shots[:count] = 0
                    allow_shooters(tier, count, arms.party_shooters, rules, luck, targets)
                    play_tier(tier, count, scene, luck, row)
                    if tier == UPPER:
                        count_looks(count, scene, row)
                count_leakers(wave, count, scene, row)
            first += count


@kernel(inline=True)
def count_leakers(wave, count, scene, row):  # type: ignore[no-untyped-def]
    """Count the targets engaged and, by beneficiary, the missiles that leaked."""
    targets, raid, columns = scene.targets, scene.raid, scene.columns
    for target in range(count):
        row[columns.engaged] += targets.engaged[target]
        if targets.flies[target] and targets.alive[target] and raid.leaks[targets.component[target]]:
            row[raid.beneficiary[targets.flight[target]]] += 1
            row[columns.second_raid_leakers] += wave


def stack_tables(looks: LookTable, coordination: int) -> Tables:
    """Return a look table's two tiers as one set of arrays, with looks that sectors forbid left out."""
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
        free = looks.assigned_group < 0
        owns = (looks.assigned_group == np.arange(groups)[:, None]) | free
        owner_fires_low = look_count[LOWER][np.maximum(looks.assigned_group, 0), np.arange(flights)] > 0
        look_count[UPPER][~owns] = 0
        look_count[LOWER][~owns & owner_fires_low] = 0
    return Tables(look_count, launch_ms, intercept_ms, shooters)


def stack_arms(looks: LookTable, units: FiringUnits, parties: int) -> Arms:
    """Return the shooters by tier: rounds, magazine types and masks by party."""
    indices = (looks.upper_index, looks.lower_index)
    widest = 1 + max((int(index.max(initial=-1)) for index in indices), default=0)
    if widest > STOCK_UNIT:
        raise ValueError(f"a tier has at most {STOCK_UNIT} shooters, not {widest}")
    widest = max(widest, 1)
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
        bits = np.uint64(1) << place.astype(np.uint64)
        np.bitwise_or.at(party_shooters[tier], units.party[fires], bits)
    return Arms(stock, magazine_type, party_shooters, party_of_type, word_threshold(units.kill_probability))


def as_rules(doctrine: DoctrineNumbers) -> Rules:
    """Return the doctrine with its probabilities as thresholds of 32-bit words."""
    salvo = np.zeros((2, K), np.int32)
    salvo[UPPER] = doctrine.salvo
    salvo[LOWER, 0] = doctrine.lower_salvo
    chances = (doctrine.p_track, doctrine.p_discrimination, doctrine.false_kill, doctrine.false_miss)
    track, discrimination, false_kill, false_miss, veto = word_threshold((*chances, doctrine.veto_chance))
    return Rules(
        doctrine.rule,
        doctrine.coordination,
        salvo,
        doctrine.assessment_ms,
        track,
        doctrine.track_per_raid,
        discrimination,
        false_kill,
        false_miss,
        veto,
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
        raise ValueError(f"1 to {MAX_GROUPS} groups and one look per flight of the raid, not {groups}, {flights}")
    component, number, offset_ms = raid.targets
    size = np.array((raid.size.sum(), raid.second_size.sum()), np.int32)
    map_ = ColumnMap(len(raid.beneficiary_party), len(units.kill_probability))
    out = np.zeros((battle_count, map_.count), np.int32)
    parties = 1 + max(int(units.party.max(initial=0)), int(raid.beneficiary_party.max(initial=0)))
    play_battles(
        Raid(
            size,
            component,
            number,
            offset_ms,
            raid.flight_threshold,
            raid.flight_guide,
            raid.beneficiary,
            raid.beneficiary_party,
            word_threshold(raid.reliability),
            raid.leaks,
        ),
        stack_tables(looks, doctrine.coordination),
        stack_arms(looks, units, parties),
        as_rules(doctrine),
        Columns(
            map_.expended.start,
            map_.expended_for_others.start,
            map_.reliable,
            map_.duplicates,
            map_.engaged,
            map_.second_look,
            map_.no_round,
            map_.no_second_round,
            map_.second_raid_leakers,
        ),
        Stream(
            np.uint64(luck.first_battle),
            np.uint64(luck.draw),
            np.uint64(luck.seed & WORD_MASK),
            np.uint64(luck.seed >> 32),
        ),
        out,
    )
    return out
