"""What a battle refuses to be given, and where its counts lie."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from shieldwall.engagement.orders import ColumnMap, DoctrineNumbers, Luck, word_threshold


def test_thresholds_are_exact_at_the_ends_and_halves() -> None:
    assert word_threshold([0.0, 0.5, 1.0]).tolist() == [0, 1 << 31, 1 << 32]


def test_columns_do_not_overlap_and_leave_no_gap() -> None:
    columns = ColumnMap(beneficiaries=3, magazine_types=2)
    places = [
        *range(columns.count)[columns.leakers],
        *range(columns.count)[columns.expended],
        *range(columns.count)[columns.expended_for_others],
        columns.reliable,
        columns.duplicates,
        columns.engaged,
        columns.second_look,
        columns.no_round,
        columns.no_second_round,
        columns.second_raid_leakers,
    ]
    assert places == list(range(columns.count))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rule": 7}, "unknown allocation rule 7"),
        ({"coordination": 5}, "unknown fire coordination 5"),
        ({"salvo": (9, 0, 0, 0)}, "0 to 8 rounds"),
        ({"salvo": (1, 1)}, "0 to 8 rounds"),
        ({"lower_salvo": -1}, "0 to 8 rounds"),
        ({"assessment_ms": -1}, "not below zero"),
        ({"p_track": 1.5}, "between 0 and 1"),
        ({"false_miss": float("nan")}, "between 0 and 1"),
    ],
)
def test_doctrines_that_make_no_sense_are_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        DoctrineNumbers(**change)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"size": np.array([5000], np.int32)}, "0 to 4096 targets"),
        ({"size": np.array([-1], np.int32)}, "0 to 4096 targets"),
        ({"size": np.zeros(0, np.int32)}, "1 to 256 components"),
        ({"flight_start": np.array([0, 2], np.int32)}, "bounds every component"),
        ({"flight_weight": np.zeros(1)}, "weight above zero"),
        ({"reliability": np.array([1.2])}, "between 0 and 1"),
        ({"offset_ms": np.array([-5], np.int32)}, "about six days"),
        ({"offset_ms": np.array([2**30], np.int32)}, "about six days"),
    ],
)
def test_raids_that_make_no_sense_are_refused(toy: ModuleType, change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        replace(toy.raid(3), **change)


def test_a_weight_below_zero_is_refused(toy: ModuleType) -> None:
    with pytest.raises(ValueError, match="weight of a flight"):
        replace(toy.raid(3, flights=2), flight_weight=np.array([2.0, -1.0]))


def test_units_that_make_no_sense_are_refused(toy: ModuleType) -> None:
    units = toy.units([3, 4])
    with pytest.raises(ValueError, match="counts, one per shooter"):
        replace(units, magazine=np.array([3, -1], np.int32))
    with pytest.raises(ValueError, match="counts, one per shooter"):
        replace(units, reserve=np.zeros(3, np.int32))
    with pytest.raises(ValueError, match="no row in kill_probability"):
        replace(units, magazine_type=np.array([0, 1], np.int32))
    with pytest.raises(ValueError, match="between 0 and 1"):
        replace(units, kill_probability=np.array([[1.1]]))


def test_luck_out_of_range_is_refused(toy: ModuleType) -> None:
    with pytest.raises(ValueError, match="a seed is"):
        Luck(-1, 0)
    with pytest.raises(ValueError, match="draws and battles"):
        Luck(0, 1 << 32)
    late = toy.setting([1], size=1).but(luck=Luck(0, 0, (1 << 32) - 2))
    with pytest.raises(ValueError, match="battles are numbered"):
        late.play(3)


def test_tables_that_do_not_fit_are_refused(toy: ModuleType) -> None:
    battle = toy.setting([1], size=1)
    with pytest.raises(ValueError, match="the raid's flights"):
        battle.but(looks=toy.look_table([0], flights=2)).play(1)
    with pytest.raises(ValueError, match="1 to 16 groups"):
        toy.setting([1] * 17, size=1, groups=range(17)).play(1)
    with pytest.raises(ValueError, match="at most 64 shooters"):
        toy.setting([1] * 65, size=1).but(looks=many_shooters(toy)).play(1)
    days = replace(battle.looks, look_launch_ms=np.full((1, 1, 4), 1 << 30, np.int32))
    with pytest.raises(ValueError, match="about six days"):
        battle.but(looks=days).play(1)


def many_shooters(toy: ModuleType) -> Any:
    """A table whose last shooter has no bit in a mask."""
    looks = toy.look_table([0])
    return replace(
        looks,
        group_of_shooter=np.zeros(65, np.int8),
        upper_index=np.arange(65, dtype=np.int32),
        lower_index=np.full(65, -1, np.int32),
    )
