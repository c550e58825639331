"""What it costs to blend flights between nodes some 100 km apart, and where the nodes lie."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from shieldwall.coverage.courses import (
    END_SAMPLES,
    END_STEP_S,
    PATH_COLUMNS,
    blended,
    fill_path,
    square_of,
)
from shieldwall.coverage.fans import NODE_SPACING_M, bearings, farthest_m, lay_fan
from shieldwall.physics.earth import destination, geodesic
from shieldwall.physics.flight import fly
from shieldwall.physics.in_range import in_range

LAUNCH = (40.0, 127.0)


def paths(theatre: Any, tracks: Any) -> list[Any]:
    """The blended flight to each cell, in ECEF metres."""
    found = []
    path = np.empty((tracks.shape[2], PATH_COLUMNS))
    for azimuth_deg, distance_m in zip(theatre.seen.azimuth_deg, theatre.seen.distance_m, strict=True):
        azimuth = math.radians(azimuth_deg)
        fill_path(square_of(theatre.course, azimuth, distance_m), azimuth, tracks, path)
        found.append((path[:, :3] * path[:, 4:5]) @ theatre.course.frame)
    return found


def test_a_blended_flight_is_the_flight(theatre: Any, plain: SimpleNamespace) -> None:
    flown = plain.samples(theatre.booster, LAUNCH, theatre.cells_deg, "minimum_energy", 0.25)
    course = theatre.course
    samples = course.whole.shape[2]
    off_m, off_s = [], []
    for cell, (position, (time_s, true_m, _)) in enumerate(
        zip(paths(theatre, course.whole), flown, strict=True)
    ):
        square = square_of(
            course, math.radians(theatre.seen.azimuth_deg[cell]), theatre.seen.distance_m[cell]
        )
        impact_s, burnout_s = blended(square, course.impact_s), blended(square, course.burnout_s)
        off_s.append(abs(impact_s - time_s[-1]))
        share = np.linspace(0.0, 1.0, samples)
        at = np.stack([np.interp(share, np.linspace(0, 1, len(time_s)), axis) for axis in true_m.T], -1)
        off_m.append(np.linalg.norm(position - at, axis=-1).max())
        assert burnout_s == pytest.approx(time_s[0], abs=0.5)  # cut-off moves by seconds between nodes
    # against interceptors that cover 3 km a second and lethal windows of minutes
    assert max(off_s) < 0.3
    assert max(off_m) < 1500.0
    assert float(np.median(off_m)) < 500.0


def test_the_last_part_is_sampled_by_the_time_left(theatre: Any, plain: SimpleNamespace) -> None:
    flown = plain.samples(theatre.booster, LAUNCH, theatre.cells_deg, "minimum_energy", 0.25)
    left_s = END_STEP_S * np.arange(END_SAMPLES - 1, -1, -1)
    off_m = []
    for position, (time_s, true_m, _) in zip(paths(theatre, theatre.course.end), flown, strict=True):
        at = np.stack([np.interp(time_s[-1] - left_s, time_s, axis) for axis in true_m.T], -1)
        off_m.append(np.linalg.norm(position - at, axis=-1).max())
    # a lower-tier interceptor reaches some 20 km
    assert max(off_m) < 600.0


def test_cells_lie_between_needed_nodes_no_more_than_the_spacing_apart(theatre: Any) -> None:
    fan, course = theatre.fan, theatre.course
    for azimuth_deg, distance_m in zip(theatre.seen.azimuth_deg, theatre.seen.distance_m, strict=True):
        square = square_of(course, math.radians(azimuth_deg), distance_m)
        assert 0.0 <= square.share_over <= 1.0 + 1e-9
        assert 0.0 <= square.share_along <= 1.0 + 1e-9
        corners = fan.needed[square.over : square.over + 2, square.along : square.along + 2]
        assert corners.all()
    step_m = math.radians(fan.step_deg) * fan.farthest_m.max()
    assert step_m < NODE_SPACING_M * 1.01
    assert np.diff(np.linspace(fan.nearest_m, fan.farthest_m.max(), fan.needed.shape[1])).max() <= (
        NODE_SPACING_M * 1.01
    )


def test_a_course_ends_where_the_range_does(booster: Any) -> None:
    azimuth_deg = np.linspace(30.0, 150.0, 7)
    edge_m = farthest_m(booster, LAUNCH, azimuth_deg, "minimum_energy")
    assert np.ptp(edge_m) > 5e3  # the Earth turns: farther to the east
    starts = np.broadcast_to(np.array(LAUNCH), (7, 2))
    for share, reached in ((0.998, True), (1.003, False)):
        aims = np.array(
            [destination(LAUNCH, each, share * far) for each, far in zip(azimuth_deg, edge_m, strict=True)]
        )
        assert (in_range(booster, starts, aims, "minimum_energy") == reached).all()


def test_cells_beyond_the_range_are_not_reached(booster: Any) -> None:
    near, far = destination(LAUNCH, 100.0, 1200e3), destination(LAUNCH, 100.0, 1450e3)
    seen = bearings(LAUNCH, np.array([near, far]))
    fan = lay_fan(booster, LAUNCH, "minimum_energy", seen)
    assert fan is not None
    assert float(fan.farthest_m.max()) < 1400e3
    beyond = bearings(LAUNCH, np.array([far, far]))
    assert lay_fan(booster, LAUNCH, "minimum_energy", beyond) is None


def test_bearings_run_on_past_north(booster: Any) -> None:
    cells = np.array([destination(LAUNCH, azimuth, 900e3) for azimuth in (-30.0, -5.0, 5.0, 30.0)])
    seen = bearings(LAUNCH, cells)
    # rounding of a geodesic forward and back
    assert np.diff(seen.azimuth_deg) == pytest.approx([25.0, 10.0, 25.0], abs=1e-6)
    length_m, _, _ = geodesic(np.array(LAUNCH), cells)
    assert seen.distance_m == pytest.approx(length_m, rel=1e-12)
    assert lay_fan(booster, LAUNCH, "minimum_energy", seen) is not None


def test_one_cell_alone_gets_a_square_of_nodes(booster: Any) -> None:
    cell = destination(LAUNCH, 100.0, 900e3)
    seen = bearings(LAUNCH, np.array([cell]))
    fan = lay_fan(booster, LAUNCH, "minimum_energy", seen)
    assert fan is not None
    assert fan.needed.sum() == 4
    flight = fly(booster, LAUNCH, (float(fan.aims_deg[0, 0]), float(fan.aims_deg[0, 1])))
    assert flight.flight_time_s > 0.0
