"""Sobol indices, break-even and regret on functions whose answers are known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import sobol_indices, uniform

from shieldwall.study.sweep.break_even import LOOKS, crossing
from shieldwall.study.sweep.points import base_points
from shieldwall.study.sweep.regret import regrets
from shieldwall.study.sweep.sensitivity import indices, resampled

A, B = 7.0, 0.1
"""Constants of the Ishigami function (Ishigami and Homma 1990), for which the indices are known exactly."""


def ishigami(x: np.ndarray) -> np.ndarray:
    return np.sin(x[0]) + A * np.sin(x[1]) ** 2 + B * x[2] ** 4 * np.sin(x[0])


def exact_indices() -> tuple[list[float], list[float]]:
    of_first = 0.5 * (1.0 + B * math.pi**4 / 5.0) ** 2
    of_second = A**2 / 8.0
    of_both = 8.0 * B**2 * math.pi**8 / 225.0
    whole = of_first + of_second + of_both
    first = [of_first / whole, of_second / whole, 0.0]
    total = [(of_first + of_both) / whole, of_second / whole, of_both / whole]
    return first, total


def test_sobol_indices_of_ishigami_are_the_exact_ones() -> None:
    points = 16_384
    values = ishigami(math.pi * (2.0 * base_points(3, points, seed=2015).T - 1.0))
    found = indices(["x1", "x2", "x3"], values, points, seed=1)
    first, total = exact_indices()
    # the tolerance; quasi-random points of this number come within a third of it
    assert [each.first for each in found] == pytest.approx(first, abs=0.01)
    assert [each.total for each in found] == pytest.approx(total, abs=0.01)
    for each, exact in zip(found, total, strict=True):
        assert each.total_interval[0] - 0.01 <= exact <= each.total_interval[1] + 0.01


def test_sobol_indices_agree_with_scipy_called_directly() -> None:
    points = 4096
    values = ishigami(math.pi * (2.0 * base_points(3, points, seed=5).T - 1.0))
    found = indices(["x1", "x2", "x3"], values, points, seed=1)
    peer = sobol_indices(
        func=ishigami,
        n=points,
        dists=[uniform(loc=-math.pi, scale=2.0 * math.pi)] * 3,
        rng=np.random.default_rng(8),
    )
    # other points of the same sequence: the tolerance
    assert [each.first for each in found] == pytest.approx(list(peer.first_order), abs=0.01)
    assert [each.total for each in found] == pytest.approx(list(peer.total_order), abs=0.01)


def test_all_points_resampled_once_are_scipy_s_indices() -> None:
    points = 64
    values = ishigami(math.pi * (2.0 * base_points(3, points, seed=5).T - 1.0))
    found = indices(["x1", "x2", "x3"], values, points, seed=1)
    again = resampled(values.reshape(5, points), np.arange(points))
    # the same sums in another order: rounding only
    assert list(again[0]) == pytest.approx([each.first for each in found], rel=1e-9, abs=1e-12)
    assert list(again[1]) == pytest.approx([each.total for each in found], rel=1e-9, abs=1e-12)


def test_what_does_not_vary_has_no_indices_to_speak_of() -> None:
    found = indices(["a", "b"], np.full(32, 3.0), 8, seed=0)
    assert [(each.first, each.total) for each in found] == [(0.0, 0.0), (0.0, 0.0)]


@given(st.floats(0.05, 0.95), st.floats(1e-6, 1e-2), st.booleans())
def test_a_break_even_is_found_to_tolerance(share: float, tolerance: float, falling: bool) -> None:
    asked = []

    def quantity(x: float) -> float:
        asked.append(x)
        return (share - x) ** 3 if falling else (x - share) ** 3

    found = crossing(quantity, (0.0, 1.0), 0.0, tolerance)
    assert found.verdict == "found"
    assert found.low is not None
    assert found.high is not None
    assert found.value is not None
    assert found.low <= share <= found.high
    assert found.high - found.low <= tolerance
    assert found.low <= found.value <= found.high
    assert len(asked) == len(set(asked)) <= LOOKS + 20, "no point is worked out twice"


def test_a_break_even_of_steps_is_found_all_the_same() -> None:
    found = crossing(lambda x: math.floor(x * 8.0), (0.0, 1.0), 2.5, 1e-4)
    assert found.verdict == "found"
    # whole missiles: the quantity jumps from 2 to 3 at three eighths
    assert found.value == pytest.approx(0.375, abs=1e-4)


@given(st.integers(3, 190))
def test_a_break_even_in_whole_numbers_ends_between_neighbours(size: int) -> None:
    found = crossing(lambda x: 1.0 if x >= size else -1.0, (1.0, 200.0), 0.0, 0.5, is_whole=True)
    assert (found.low, found.high) == (size - 1.0, float(size))


def test_a_break_even_that_is_not_there_is_reported_absent() -> None:
    found = crossing(lambda x: 1.0 + x, (0.0, 1.0), 0.5, 1e-3)
    assert (found.verdict, found.value, found.low, found.high) == ("absent", None, None, None)
    assert len(found.evaluated) == LOOKS


def test_a_quantity_that_crosses_and_comes_back_is_seen() -> None:
    found = crossing(lambda x: (x - 0.3) * (x - 0.7), (0.0, 1.0), 0.0, 1e-3)
    assert (found.verdict, found.crossings) == ("found", 2)
    assert found.value == pytest.approx(0.3, abs=1e-3)  # the tolerance asked for


def test_a_quantity_that_is_not_defined_is_reported_so() -> None:
    assert crossing(lambda _x: None, (0.0, 1.0), 0.0, 1e-3).verdict == "not_defined"
    found = crossing(lambda x: None if x < 0.5 else x, (0.0, 1.0), 0.8, 1e-3)
    assert found.value == pytest.approx(0.8, abs=1e-3)  # the tolerance asked for


def test_regret_by_hand() -> None:
    values = np.array([[1.0, 5.0, 3.0], [2.0, 2.0, 2.0], [4.0, 1.0, 2.0]])
    first, second, third = regrets(["a", "b", "c"], values, "less", 2.0)
    assert (first.greatest_regret, second.greatest_regret, third.greatest_regret) == (4.0, 1.0, 3.0)
    assert (first.mean_regret, first.worst_state, first.worst_value) == (5.0 / 3.0, 1, 5.0)
    assert [each.enough_share for each in (first, second, third)] == [1.0 / 3.0, 1.0, 2.0 / 3.0]
    assert [each.least_share for each in (first, second, third)] == [1.0 / 3.0, 1.0 / 3.0, 2.0 / 3.0]


def test_regret_where_more_is_better_is_the_mirror() -> None:
    values = np.random.default_rng(1).random((4, 9))
    less = regrets(list("abcd"), values, "less", 0.4)
    more = regrets(list("abcd"), -values, "more", -0.4)
    for one, other in zip(less, more, strict=True):
        assert (one.mean_regret, one.greatest_regret) == (other.mean_regret, other.greatest_regret)
        assert (one.enough_share, one.least_share) == (other.enough_share, other.least_share)
        assert one.worst_value == -other.worst_value


@given(st.integers(0, 2**32 - 1))
def test_in_every_state_some_choice_has_no_regret(seed: int) -> None:
    values = np.random.default_rng(seed).random((3, 5))
    found = regrets(["a", "b", "c"], values, "less", None)
    assert sum(each.least_share for each in found) >= 1.0 - 1e-12
    assert all(each.greatest_regret >= each.mean_regret >= 0.0 for each in found)
    assert all(each.enough_share is None for each in found)
