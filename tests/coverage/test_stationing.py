"""The programme's optimum beside every choice tried out, and beside HiGHS without merging."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from shieldwall.coverage.footprint import Opportunities
from shieldwall.coverage.stationing import (
    Rows,
    best_sites,
    covered_by,
    covered_together,
    fewest,
    leading_rows,
    merge,
    most_covered,
    rows_of,
)
from shieldwall.sensing.clock import NEVER


def made_up(seed: int, sites: int = 7, cells: int = 30, courses: int = 3) -> tuple[Rows, Any]:
    generator = np.random.default_rng(seed)
    number = cells * courses
    # one site in four is another's twin, and cells come in blocks, so that there is something to merge
    serves = np.repeat(generator.random((number // 3, sites)) < 0.35, 3, axis=0)
    serves[:, -1] = serves[:, 0]
    cell = np.repeat(np.arange(cells), courses)
    return Rows(serves, cell), generator.integers(0, 5, cells).astype(float)


def by_trial(rows: Rows, weight: Any, count: int) -> float:
    sites = range(rows.serves.shape[1])
    return max(
        float(weight[covered_by(rows, list(chosen), len(weight))].sum())
        for chosen in itertools.combinations(sites, count)
    )


@settings(max_examples=25)
@given(seed=st.integers(0, 10_000), count=st.integers(1, 4))
def test_most_covered_is_the_best_of_all_choices(seed: int, count: int) -> None:
    rows, weight = made_up(seed)
    placed = most_covered(rows, weight, count)
    best = by_trial(rows, weight, count)
    assert placed.optimal
    assert len(placed.sites) <= count
    # sums of whole numbers through a solver of tolerance 1e-6
    assert float(weight[placed.covered].sum()) == pytest.approx(best, abs=1e-6)
    assert placed.bound == pytest.approx(best, abs=1e-4)


@settings(max_examples=25)
@given(seed=st.integers(0, 10_000))
def test_fewest_is_the_fewest_of_all_choices(seed: int) -> None:
    rows, weight = made_up(seed)
    rows.serves[rows.cell % 2 == 0, 2] = True  # one site serves half of all, so that a few may serve all
    placed = fewest(rows, weight)
    needed = [
        count
        for count in range(rows.serves.shape[1] + 1)
        for chosen in itertools.combinations(range(rows.serves.shape[1]), count)
        if rows.serves[:, list(chosen)].any(axis=1).all()
    ]
    assert (placed is None) == (not needed)
    if placed is not None:
        assert len(placed.sites) == placed.bound == min(needed)
        assert placed.optimal
        assert placed.covered.all()


def test_no_number_of_sites_covers_what_none_serves() -> None:
    rows, weight = made_up(1)
    rows.serves[4] = False
    assert fewest(rows, weight) is None
    nobody = Rows(np.zeros_like(rows.serves), rows.cell)
    placed = most_covered(nobody, weight, 2)
    assert (len(placed.sites), placed.bound, placed.optimal) == (0, 0.0, True)


def plain_highs(rows: Rows, weight: Any, count: int) -> float:
    """The same programme with a row for every row and a column for every cell and site."""
    number, sites = rows.serves.shape
    cells = len(weight)
    claims = np.zeros((number, cells))
    claims[np.arange(number), rows.cell] = 1.0
    counts = np.isin(np.arange(cells), rows.cell)
    answer = milp(
        np.r_[np.zeros(sites), -weight * counts],
        integrality=np.r_[np.ones(sites), np.zeros(cells)],
        bounds=Bounds(0.0, 1.0),
        constraints=[
            LinearConstraint(np.hstack([rows.serves.astype(float), -claims]), 0.0, np.inf),
            LinearConstraint(np.r_[np.ones(sites), np.zeros(cells)][np.newaxis], 0.0, float(count)),
        ],
        options={"mip_rel_gap": 0.0},
    )
    return -float(answer.fun)


@pytest.mark.parametrize("seed", range(4))
def test_merging_leaves_the_optimum_of_plain_highs(seed: int) -> None:
    rows, weight = made_up(seed, sites=14, cells=60)
    merged = merge(rows, weight)
    assert merged.rows.shape[0] < rows.serves.shape[0]
    assert merged.rows.shape[1] < rows.serves.shape[1]
    assert merged.weight.sum() == weight.sum()
    placed = most_covered(rows, weight, 4)
    # a solver's tolerance
    assert float(weight[placed.covered].sum()) == pytest.approx(plain_highs(rows, weight, 4), abs=1e-5)


def test_a_row_that_follows_and_a_site_that_is_outdone_go() -> None:
    rows = np.array([[True, True, False], [True, False, False], [False, True, True]])
    assert leading_rows(rows).tolist() == [1, 2]  # whoever serves the second row serves the first
    assert best_sites(rows).tolist() == [0, 1]  # the third serves nothing that the second does not


def opportunities_of(first_s: Any, last_s: Any, impact_s: Any) -> Opportunities:
    def to_ms(values: Any, none: int) -> Any:
        array = np.array(values, dtype=float)
        return np.where(np.isfinite(array), array * 1e3, none).astype(np.int32)

    return Opportunities(to_ms(first_s, NEVER), to_ms(last_s, -1), to_ms(impact_s, NEVER))


def test_two_shots_are_asked_of_one_ship_and_may_come_of_two() -> None:
    never, none = np.inf, -np.inf
    # one course, two sites, three cells: the first site has both shots at cell 0; at cell 1 each has one and
    # together they have two; nothing comes to cell 2
    found = opportunities_of(
        [[[100.0, 100.0, never], [300.0, 300.0, never]]],
        [[[150.0, 90.0, none], [200.0, 200.0, none]]],
        [[500.0, 500.0, never]],
    )
    weight = np.ones(3)
    one, two = (rows_of(found, weight, shots, 20_000) for shots in (1, 2))
    assert covered_by(one, [1], 3).tolist() == [True, True, False]
    assert covered_by(two, [0, 1], 3).tolist() == [True, False, False]
    assert covered_together(found, weight, [0, 1], 20_000).tolist() == [True, True, False]
    assert covered_together(found, weight, [1], 20_000).tolist() == [False, False, False]


def test_cells_worth_nothing_ask_for_nothing() -> None:
    found = opportunities_of([[[100.0, 100.0]]], [[[150.0, 150.0]]], [[500.0, 500.0]])
    assert rows_of(found, np.array([1.0, 0.0]), 1, 0).cell.tolist() == [0]
