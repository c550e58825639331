"""Arcs in space against SciPy's DOP853 and heyoka, and the fused visitor against the whole track."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable
from typing import Any

import numba
import numpy as np
import numpy.typing as npt
import pytest
from scipy.integrate import solve_ivp

from shieldwall.physics.arcs import sample_arcs, visit_arc
from shieldwall.physics.earth import (
    EQUATORIAL_RADIUS_M,
    GRAVITATIONAL_PARAMETER_M3_S2,
    J2,
    MEAN_RADIUS_M,
    ROTATION_RATE_RAD_S,
    acceleration,
    ecef_m,
    local_frame,
)

Floats = npt.NDArray[np.float64]


def states(count: int, seed: int = 3) -> Floats:
    """Climbing bodies above the air, everywhere and in all directions."""
    generator = np.random.default_rng(seed)
    latitude, longitude = generator.uniform(-85.0, 85.0, count), generator.uniform(-180.0, 180.0, count)
    frames = local_frame(latitude, longitude)
    elevation, azimuth = generator.uniform(0.5, 1.4, count), generator.uniform(0.0, 2.0 * np.pi, count)
    along = np.sin(azimuth)[:, None] * frames[:, 0] + np.cos(azimuth)[:, None] * frames[:, 1]
    direction = np.cos(elevation)[:, None] * along + np.sin(elevation)[:, None] * frames[:, 2]
    speed = generator.uniform(2000.0, 7000.0, count)
    position = ecef_m(latitude, longitude, generator.uniform(200e3, 600e3, count))
    return np.hstack([position, speed[:, None] * direction])


def exact(state: Floats, times: Floats, rate: float) -> Floats:
    def slope(_: float, y: Floats) -> Floats:
        return np.concatenate([y[3:], acceleration.py_func(*y[:5], rate)])

    solution = solve_ivp(slope, (0.0, times[-1]), state, method="DOP853", rtol=1e-12, atol=1e-6, t_eval=times)
    return np.asarray(solution.y[:3])


@pytest.mark.parametrize("rate", [0.0, ROTATION_RATE_RAD_S])
def test_whole_tracks_against_dop853(rate: float) -> None:
    starts = states(6)
    track = np.empty((6, 3, 601))
    sample_arcs(starts, 600.0, 1.0, rate, track)
    for arc, start in enumerate(starts):
        error = np.linalg.norm(track[arc] - exact(start, np.arange(601.0), rate), axis=0)
        assert error.max() < 10.0


def by_dop853(starts: Floats, grid: Floats) -> Floats:
    return np.array([exact(start, grid, 0.0) for start in starts])


def by_heyoka(starts: Floats, grid: Floats) -> Floats:
    hy: Any = importlib.import_module("heyoka")
    x, y, z, vx, vy, vz = hy.make_vars("x", "y", "z", "vx", "vy", "vz")
    square = x * x + y * y + z * z
    pull = -GRAVITATIONAL_PARAMETER_M3_S2 * square**-1.5
    bulge = 1.5 * J2 * EQUATORIAL_RADIUS_M**2 / square
    tilt = 5.0 * z * z / square
    level, polar = pull * (1.0 + bulge * (1.0 - tilt)), pull * (1.0 + bulge * (3.0 - tilt))
    system = [(x, vx), (y, vy), (z, vz), (vx, level * x), (vy, level * y), (vz, polar * z)]
    solver = hy.taylor_adaptive(system, starts[0], tol=1e-14)
    tracks = []
    for start in starts:
        solver.time = 0.0
        solver.state[:] = start
        tracks.append(solver.propagate_grid(grid)[-1][:, :3].T)
    return np.array(tracks)


ORACLES: dict[str, Callable[[Floats, Floats], Floats]] = {"dop853": by_dop853}
if importlib.util.find_spec("heyoka"):  # a peer of the benchmarks, installed by `make bench`
    ORACLES["heyoka"] = by_heyoka


@pytest.mark.nightly
@pytest.mark.parametrize("oracle", ORACLES)
def test_a_thousand_arcs_against_each_oracle(oracle: str) -> None:
    starts, grid = states(1000, seed=17), np.arange(0.0, 601.0, 5.0)
    track = np.empty((1000, 3, 121))
    sample_arcs(starts, 600.0, 5.0, 0.0, track)
    error = np.linalg.norm(track - ORACLES[oracle](starts, grid), axis=1).max()
    print(f"{oracle}: {error:.2f} m")
    assert error < 10.0


@numba.njit
def is_above(_sample: int, x: float, y: float, z: float, given: Floats) -> bool:
    return bool(x * x + y * y + z * z > given[0])


def test_visitor_stops_at_the_first_sample_that_holds() -> None:
    starts = states(40, seed=9)
    track = np.empty((40, 3, 301))
    sample_arcs(starts, 600.0, 2.0, 0.0, track)
    given = np.array([(MEAN_RADIUS_M + 900e3) ** 2])
    holds = (track**2).sum(axis=1) > given[0]
    expected = np.where(holds.any(axis=1), holds.argmax(axis=1), -1)
    found = [visit_arc(tuple(start), 600.0, 2.0, 0.0, is_above, given) for start in starts]
    assert found == expected.tolist()
    assert -1 in found
    assert max(found) > 0


def test_samples_that_do_not_divide_the_step() -> None:
    start = states(1, seed=4)
    coarse, fine = np.empty((1, 3, 82)), np.empty((1, 3, 571))
    sample_arcs(start, 570.0, 7.0, 0.0, coarse)
    sample_arcs(start, 570.0, 1.0, 0.0, fine)
    # the same polynomials at the same times; rounding of 1e7 m
    assert coarse == pytest.approx(fine[:, :, ::7], abs=1e-6)
