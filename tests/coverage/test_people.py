"""People stay whole when they are spread over cells, and shares are shares."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shieldwall.coverage.people import Discs, Grid, disc_points, share, spread


def grid_of(columns: int, rows: int, land_share: np.ndarray | None = None) -> Grid:
    square = np.stack(np.meshgrid(np.arange(columns), np.arange(rows), indexing="ij"), -1).reshape(-1, 2)
    return Grid(square, 5e3, np.ones(len(square)) if land_share is None else land_share)


def test_points_of_a_disc_are_spread_evenly() -> None:
    points = disc_points(10e3, 5e3)
    assert np.hypot(*points.T).max() < 10e3
    # a quarter of the area lies within half the radius; four hundred points tell it to a point or two
    assert (np.hypot(*points.T) < 5e3).mean() == pytest.approx(0.25, abs=0.01)
    assert np.abs(points.mean(axis=0)).max() < 200.0
    assert len(disc_points(200e3, 5e3)) > 16 * math.pi * 40**2 - 1


@settings(max_examples=30)
@given(seed=st.integers(0, 10_000))
def test_nobody_is_lost_and_nobody_lives_at_sea(seed: int) -> None:
    generator = np.random.default_rng(seed)
    grid = grid_of(12, 9, np.where(generator.random(108) < 0.5, 0.0, generator.random(108)))
    grid.land_share[0] = 0.3
    places = 6
    discs = Discs(
        centre_m=generator.uniform(-20e3, 80e3, (places, 2)),
        radius_m=generator.uniform(100.0, 15e3, places),
        people=generator.uniform(1.0, 1e6, places),
        group=generator.integers(0, 3, places),
    )
    people = spread(discs, grid, 3)
    totals = np.bincount(discs.group, discs.people, 3)
    # rounding of sums
    assert people.sum(axis=0) == pytest.approx(totals, rel=1e-12)
    touches = [
        bool(spread(Discs(*(part[[place]] for part in _parts(discs))), grid, 3)[grid.land_share == 0].any())
        for place in range(places)
    ]
    # only a disc that touches no land puts its people on the nearest cell, whatever that is
    assert (people[grid.land_share == 0.0].sum() > 0.0) == any(touches)


def _parts(discs: Discs) -> tuple[np.ndarray, ...]:
    return discs.centre_m, discs.radius_m, discs.people, discs.group


def test_a_cell_half_at_sea_holds_half_as_many() -> None:
    grid = grid_of(2, 1, np.array([1.0, 0.5]))
    discs = Discs(np.array([[5e3, 2.5e3]]), np.array([2e3]), np.array([300.0]), np.array([0]))
    # the disc lies evenly across the border, to the grain of its points
    assert spread(discs, grid, 1)[:, 0] == pytest.approx([200.0, 100.0], rel=0.02)


def test_a_share_counts_only_what_counts() -> None:
    weight, counts = np.array([1.0, 3.0, 4.0]), np.array([True, True, False])
    assert share(np.array([0.0, 1.0, 1.0]), weight, counts) == 0.75
    assert math.isnan(share(np.ones(3), weight, np.zeros(3, np.bool_)))
