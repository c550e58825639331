"""Attribution: the orders that precedence permits, exact sums, and the axioms that make a Shapley value."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shieldwall.model.arrangement import MECHANISMS, Mechanism
from shieldwall.study.attribution import (
    PRECEDENCE,
    all_cells,
    cell_name,
    first_and_last,
    permitted_orders,
    shapley_exact,
    shapley_weights,
)

CELLS = all_cells()
NAMES = [cell_name(cell) for cell in CELLS]

values_by_cell = st.lists(st.fractions(-100, 100, max_denominator=97), min_size=16, max_size=16)


def averaged(values: list[Fraction], mechanism: Mechanism) -> Fraction:
    """The definition in plain Python: the added difference, averaged over the permitted orders."""
    by_cell = dict(zip(CELLS, values, strict=True))
    gains = []
    for order in itertools.permutations(MECHANISMS):
        if order.index("tracks") > order.index("fire_coordination"):
            continue
        before = frozenset(order[: order.index(mechanism)])
        gains.append(by_cell[before | {mechanism}] - by_cell[before])
    assert len(gains) == 12
    return sum(gains, Fraction(0)) / len(gains)


def test_twelve_of_the_twenty_four_orders_are_permitted() -> None:
    orders = permitted_orders()
    assert len(orders) == len(set(orders)) == 12
    assert all(order.index("tracks") < order.index("fire_coordination") for order in orders)
    assert len(permitted_orders(precedence=())) == 24
    assert PRECEDENCE == (("tracks", "fire_coordination"),)


def test_the_sixteen_cells_are_all_combinations() -> None:
    assert len(set(CELLS)) == 16
    assert [f"{number:04b}" for number in range(16)] == NAMES


@settings(max_examples=25)  # exact laws in sixteen fractions: a wrong weight shows at once
@given(values_by_cell)
def test_the_values_sum_to_the_whole_difference_exactly(values: list[Fraction]) -> None:
    shares = shapley_exact(values)
    assert sum(shares.values()) == values[NAMES.index("1111")] - values[NAMES.index("0000")]


@settings(max_examples=25)  # exact laws in sixteen fractions: a wrong weight shows at once
@given(values_by_cell)
def test_the_values_are_the_average_over_the_permitted_orders(values: list[Fraction]) -> None:
    assert shapley_exact(values) == {name: averaged(values, name) for name in MECHANISMS}


@settings(max_examples=25)  # exact laws in sixteen fractions: a wrong weight shows at once
@given(values_by_cell, st.sampled_from(MECHANISMS))
def test_a_mechanism_that_changes_nothing_has_no_value(values: list[Fraction], idle: Mechanism) -> None:
    by_cell = dict(zip(CELLS, values, strict=True))
    without = [by_cell[cell - {idle}] for cell in CELLS]
    assert shapley_exact(without)[idle] == 0
    assert first_and_last(without, idle) == (0, 0)


@settings(max_examples=25)  # exact laws in sixteen fractions: a wrong weight shows at once
@given(values_by_cell, values_by_cell)
def test_values_of_a_sum_are_the_sums_of_the_values(one: list[Fraction], two: list[Fraction]) -> None:
    both = [first + second for first, second in zip(one, two, strict=True)]
    first, second = shapley_exact(one), shapley_exact(two)
    assert shapley_exact(both) == {name: first[name] + second[name] for name in MECHANISMS}


@given(st.lists(st.integers(-1000, 1000), min_size=4, max_size=4))
def test_mechanisms_that_do_not_interact_keep_their_own_difference(worth: list[int]) -> None:
    own = dict(zip(MECHANISMS, worth, strict=True))
    values = [Fraction(sum(own[name] for name in cell)) for cell in CELLS]
    assert shapley_exact(values) == own
    assert all(first_and_last(values, name) == (own[name], own[name]) for name in MECHANISMS)


def test_whole_number_weights_do_not_lose_anything() -> None:
    weights, divisor = shapley_weights()
    assert (weights.shape, divisor) == ((4, 16), 12)
    assert weights.dtype == np.int64
    # over every order one cell is left and one is entered, so each row adds up to nothing
    assert weights.sum(axis=1).tolist() == [0, 0, 0, 0]
    assert weights[:, NAMES.index("1111")].tolist() == [3, 0, 3, 6]
    assert weights[:, NAMES.index("0000")].tolist() == [-3, -6, -3, 0]


def test_first_in_and_last_in() -> None:
    values = [Fraction(number * number) for number in range(16)]
    assert first_and_last(values, "warning") == (64, 15**2 - 7**2)
    assert first_and_last(values, "fire_coordination") == (1, 15**2 - 14**2)


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_last_in_and_first_in_are_of_the_cells_that_differ_by_one(mechanism: Mechanism) -> None:
    marked = [Fraction(1) if cell == frozenset({mechanism}) else Fraction(0) for cell in CELLS]
    assert first_and_last(marked, mechanism)[0] == 1
    missing = frozenset(MECHANISMS) - {mechanism}
    marked = [Fraction(1) if cell == missing else Fraction(0) for cell in CELLS]
    assert first_and_last(marked, mechanism)[1] == -1
