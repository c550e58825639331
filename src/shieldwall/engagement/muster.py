"""From the floors' frozen records to the arrays that the battle's kernel reads."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from shieldwall.engagement.board import (
    ARM,
    LOOK,
    LOWER,
    STOCK_UNIT,
    UPPER,
    WORTH_SHIFT,
    Board,
    Int64s,
    Masks,
    Orders,
    Records,
    Rules,
    Stream,
    lay_out,
)
from shieldwall.engagement.orders import (
    LATEST_MS,
    SECTOR_DECONFLICTION,
    SPREAD_EVENLY,
    ColumnMap,
    DoctrineNumbers,
    FiringUnits,
    Setting,
)
from shieldwall.opportunity.looks import K, LookTable

WORD_BITS: Final = 32
WORD_MASK: Final = (1 << WORD_BITS) - 1


def stack_looks(looks: LookTable, coordination: int) -> Records:
    """Return a table's two tiers as LOOK[2, G, F, K], without the looks that sectors forbid.

    Under sectors a group's upper tier fires at the flights assigned to it, and its lower tier also at those
    that the assigned group's lower tier cannot reach. The same table is stacked once for each coordination.
    """
    if coordination not in looks.stacked:
        looks.stacked[coordination] = _stacked_looks(looks, coordination)
    return looks.stacked[coordination]


def _stacked_looks(looks: LookTable, coordination: int) -> Records:
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
    if bool(np.any(stacked["launch_ms"][stacked["shooters"] != 0] >= LATEST_MS)):
        raise ValueError("a look launches within about six days of the threat's launch")
    return stacked


def stack_arms(
    looks: LookTable, units: FiringUnits, parties: int, column: int
) -> tuple[Records, Int64s, Masks]:
    """Return the shooters by tier: ARM[2, U, C], stocks by raid and tier, and masks by party.

    ``column`` is the first column that counts rounds fired. The same units in the same places are stacked
    once.
    """
    key = (looks.upper_index.tobytes(), looks.lower_index.tobytes(), parties, column)
    if key not in units.stacked:
        units.stacked[key] = _stacked_arms((looks.upper_index, looks.lower_index), units, parties, column)
    return units.stacked[key]


def _stacked_arms(
    indices: tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]],
    units: FiringUnits,
    parties: int,
    column: int,
) -> tuple[Records, Int64s, Masks]:
    widest = 1 + max(int(index.max(initial=0)) for index in indices)
    if widest > STOCK_UNIT:
        raise ValueError(f"a tier has at most {STOCK_UNIT} shooters, not {widest}")
    kept = np.minimum(units.reserve, units.magazine)
    rounds = STOCK_UNIT * np.stack((units.magazine - kept, kept + units.replenishment)).astype(np.int64)
    arms = np.zeros((2, widest, units.kill_probability.shape[1]), ARM)
    stock = np.zeros((2, 2, widest), np.int64)
    stock[0] = STOCK_UNIT - 1 - np.arange(widest)
    party_shooters = np.zeros((2, parties), np.uint64)
    for tier, index in enumerate(indices):
        fires = np.flatnonzero(index >= 0)
        place = index[fires]
        types = units.magazine_type[fires]
        arms["kill"][tier, place] = units.kill_threshold[types]
        arms["column"][tier, place] = (column + types)[:, None]
        arms["party"][tier, place] = units.party[fires, None]
        stock[:, tier, place] += rounds[:, fires]
        stock[0, tier, place] += units.worth[types] << WORTH_SHIFT
        bits = np.uint64(1) << place.astype(np.uint64)
        for party in range(parties):
            party_shooters[tier, party] = bits[units.party[fires] == party].sum()
    return arms, stock, party_shooters


def as_rules(doctrine: DoctrineNumbers, columns: ColumnMap, *, tiers: int, writes: bool) -> Rules:
    """Return the doctrine and the places of the counts as plain numbers."""
    thresholds = doctrine.thresholds
    return Rules(
        rule=doctrine.rule,
        shares=doctrine.rule == SPREAD_EVENLY and max(doctrine.salvo[1:]) > 1,
        coordination=doctrine.coordination,
        assessment_ms=doctrine.assessment_ms,
        track=thresholds["p_track"],
        track_per_raid=doctrine.track_per_raid,
        discrimination=thresholds["p_discrimination"],
        false_kill=thresholds["false_kill"],
        false_miss=thresholds["false_miss"],
        veto=thresholds["veto_chance"],
        writes=writes,
        tiers=tiers,
        types=columns.magazine_types,
        tally=columns.reliable,
    )


def set_up(setting: Setting, shots_kept: int) -> tuple[Orders, Board, Rules, Stream]:
    """Return what the kernel plays a setting's battles with.

    ``shots_kept`` is how many shots are written down; none, where only counts are wanted.
    """
    looks, units, raid, columns = setting.looks, setting.units, setting.raid, setting.columns
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
    stacked = stack_looks(looks, setting.doctrine.coordination)
    salvos = stack_salvos(setting.doctrine)
    board = lay_out(stacked, arms, salvos, raid.numbers.shape[1], columns.count, shots_kept)
    tiers = 2 if bool(looks.lower_shooters.any()) else 1
    rules = as_rules(setting.doctrine, columns, tiers=tiers, writes=shots_kept > 0)
    luck = setting.luck
    words = (luck.first_battle, luck.draw, luck.seed & WORD_MASK, luck.seed >> WORD_BITS)
    return orders, board, rules, Stream(*(np.uint64(word) for word in words))


def stack_salvos(doctrine: DoctrineNumbers) -> Int64s:
    """Return the most rounds per target by tier and look, int64[2, K]."""
    salvo = np.zeros((2, K), np.int64)
    salvo[UPPER] = doctrine.salvo
    salvo[LOWER, 0] = doctrine.lower_salvo
    return salvo
