"""Arcs in space and boosted flights beside heyoka and SciPy: one run, one core, medians of repeats.

An *arc* is a body above the air carried 600 s under gravity with J2, its position written every second; an
error below 10 m is asked of every method, and each peer runs at the loosest tolerance that keeps it. A
*boosted flight* goes from launch to impact under power, J2, turn and drag. Times are processor seconds of one
core, kernels and peers compiled before the clock starts. Without heyoka its column says so.
"""

from __future__ import annotations

import importlib
import math
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numba
import numpy as np
import numpy.typing as npt
from scipy.integrate import solve_ivp

from benchmarks.clock import seconds
from shieldwall.physics.arcs import sample_arcs, visit_arc
from shieldwall.physics.booster import Stage, ThreatModel, calibrate
from shieldwall.physics.earth import (
    EQUATORIAL_RADIUS_M,
    GRAVITATIONAL_PARAMETER_M3_S2,
    J2,
    MEAN_RADIUS_M,
    ROTATION_RATE_RAD_S,
    acceleration,
    destination,
    ecef_m,
    local_frame,
)
from shieldwall.physics.flight import fly_many
from shieldwall.physics.solve import goal_of, steer
from shieldwall.physics.steps import Pad, Rocket, Steering, felt
from shieldwall.physics.trajectory import fly_steered

Floats = npt.NDArray[np.float64]
ARCS, PEER_ARCS, DURATION_S = 1000, 20, 600
FLIGHTS, PEER_FLIGHTS = 1000, 5
BATCH = 4
ARCS_TARGET, FLIGHTS_TARGET = 400_000, 15_000
processor_s = partial(seconds, clock=time.process_time)


def states(count: int) -> Floats:
    """Climbing bodies above the air, everywhere and in all directions, rows (x, y, z, vx, vy, vz)."""
    generator = np.random.default_rng(3)
    latitude, longitude = generator.uniform(-85.0, 85.0, count), generator.uniform(-180.0, 180.0, count)
    frames = local_frame(latitude, longitude)
    elevation, azimuth = generator.uniform(0.5, 1.4, count), generator.uniform(0.0, 2.0 * np.pi, count)
    along = np.sin(azimuth)[:, None] * frames[:, 0] + np.cos(azimuth)[:, None] * frames[:, 1]
    direction = np.cos(elevation)[:, None] * along + np.sin(elevation)[:, None] * frames[:, 2]
    position = ecef_m(latitude, longitude, generator.uniform(200e3, 600e3, count))
    return np.hstack([position, generator.uniform(2000.0, 7000.0, count)[:, None] * direction])


@numba.njit
def arc_rates(_: float, y: Floats) -> Floats:
    """Return the rates of change that SciPy integrates, compiled."""
    ax, ay, az = acceleration(y[0], y[1], y[2], y[3], y[4], 0.0)
    return np.array([y[3], y[4], y[5], ax, ay, az])


def scipy_arc(state: Floats, rtol: float) -> Floats:
    """Carry one arc by DOP853 with its dense output."""
    grid = np.arange(DURATION_S + 1.0)
    solution = solve_ivp(
        arc_rates, (0.0, float(DURATION_S)), state, method="DOP853", rtol=rtol, atol=1e3 * rtol, t_eval=grid
    )
    return np.asarray(solution.y[:3])


def heyoka_arcs(starts: Floats, tolerance: float) -> Callable[[], Floats] | None:
    """Return a call that carries arcs four at a time by Taylor series, or None without heyoka."""
    try:
        hy: Any = importlib.import_module("heyoka")
    except ModuleNotFoundError:
        return None
    x, y, z, vx, vy, vz = hy.make_vars("x", "y", "z", "vx", "vy", "vz")
    square = x * x + y * y + z * z
    pull = -GRAVITATIONAL_PARAMETER_M3_S2 * square**-1.5
    bulge = 1.5 * J2 * EQUATORIAL_RADIUS_M**2 / square
    tilt = 5.0 * z * z / square
    level = pull * (1.0 + bulge * (1.0 - tilt))
    polar = pull * (1.0 + bulge * (3.0 - tilt))
    system = [(x, vx), (y, vy), (z, vz), (vx, level * x), (vy, level * y), (vz, polar * z)]
    solver = hy.taylor_adaptive_batch(system, np.ascontiguousarray(starts[:BATCH].T), tol=tolerance)
    grid = np.repeat(np.arange(DURATION_S + 1.0)[:, None], BATCH, axis=1)

    def carry() -> Floats:
        track = np.empty((len(starts), 3, DURATION_S + 1))
        for first in range(0, len(starts), BATCH):
            solver.set_time(0.0)
            solver.state[:] = starts[first : first + BATCH].T
            track[first : first + BATCH] = solver.propagate_grid(grid)[1][:, :3].transpose(2, 1, 0)
        return track

    return carry


@numba.njit
def is_above(_: int, x: float, y: float, z: float, given: Floats) -> bool:
    """Return whether a sample lies above a radius."""
    return x * x + y * y + z * z > given[0]


@numba.njit
def visit_all(starts: Floats, given: Floats) -> int:
    """Visit the samples of each arc until one lies above a radius."""
    total = 0
    for arc in range(starts.shape[0]):
        y = starts[arc]
        total += visit_arc((y[0], y[1], y[2], y[3], y[4], y[5]), 600.0, 1.0, 0.0, is_above, given)
    return total


def error_m(track: Floats, exact: Floats) -> float:
    """Return the greatest distance between tracks (N, 3, S)."""
    return float(np.linalg.norm(track - exact, axis=1).max())


def arcs() -> dict[str, float]:
    """Measure the arcs of every method, and their errors against DOP853 at 1e-12."""
    starts, track = states(ARCS), np.empty((ARCS, 3, DURATION_S + 1))
    exact = np.array([scipy_arc(start, 1e-12) for start in starts[:PEER_ARCS]])
    found = {"arcs_per_s": ARCS / processor_s(lambda: sample_arcs(starts, 600.0, 1.0, 0.0, track), 15)}
    found["arc_error_m"] = error_m(track[:PEER_ARCS], exact)
    given = np.array([(MEAN_RADIUS_M + 700e3) ** 2])
    found["visits_per_s"] = ARCS / processor_s(lambda: visit_all(starts, given), 15)
    for rtol in (1e-4, 1e-5, 1e-6, 1e-7, 1e-8):
        loop = np.array([scipy_arc(start, rtol) for start in starts[:PEER_ARCS]])
        if error_m(loop, exact) < 10.0:
            break
    found["scipy_arcs_per_s"] = PEER_ARCS / processor_s(
        lambda: [scipy_arc(s, rtol) for s in starts[:PEER_ARCS]]
    )
    found["over_scipy_arcs"] = found["arcs_per_s"] / found["scipy_arcs_per_s"]
    for tolerance in (1e-4, 1e-5, 1e-6, 1e-7, 1e-8):
        carry = heyoka_arcs(starts, tolerance)
        if carry is None:
            return found
        if error_m(carry()[:PEER_ARCS], exact) < 10.0:
            found["heyoka_arcs_per_s"] = ARCS / processor_s(carry, 5)
            found["over_heyoka"] = found["arcs_per_s"] / found["heyoka_arcs_per_s"]
            break
    return found


@numba.njit
def fly_all(rocket: Rocket, pads: Floats, frames: Floats, steerings: Floats) -> float:
    """Fly every steering from launch to impact."""
    total = 0.0
    for flight in range(pads.shape[0]):
        steering = Steering(steerings[flight, 0], steerings[flight, 1], steerings[flight, 2])
        pad = Pad(pads[flight], frames[flight])
        total += fly_steered(rocket, pad, steering, 1.0, np.empty((0, 6))).flight_time_s
    return total


@numba.njit
def boost_rates(t: float, y: Floats, rocket: Rocket) -> Floats:
    """Return the rates of change of the last stage under power, compiled."""
    left = 1.0 - rocket.flow_per_s[0] * t
    ax, ay, az = felt(
        (y[0], y[1], y[2], y[3], y[4], y[5]),
        rocket.thrust_m_s2[0] / left,
        rocket.half_inverse_ballistic_m2_kg / (rocket.start_mass[0] * left),
        ROTATION_RATE_RAD_S,
    )
    return np.array([y[3], y[4], y[5], ax, ay, az])


@numba.njit
def fall_rates(_: float, y: Floats, rocket: Rocket) -> Floats:
    """Return the rates of change of an unpowered body in air, compiled."""
    state = (y[0], y[1], y[2], y[3], y[4], y[5])
    ax, ay, az = felt(state, 0.0, rocket.half_inverse_ballistic_m2_kg, ROTATION_RATE_RAD_S)
    return np.array([y[3], y[4], y[5], ax, ay, az])


def scipy_flight(rocket: Rocket, pad: Pad, steering: Steering, method: str) -> float:
    """Fly from the kick to impact by SciPy, right-hand sides compiled, and return the flight time."""
    up, kick = pad.frame[2], 2.0 * math.atan(math.exp(steering.log_kick))
    ahead = math.sin(steering.azimuth_rad) * pad.frame[0] + math.cos(steering.azimuth_rad) * pad.frame[1]
    rise, speed = rocket.vertical_rise_s, 8.0 * rocket.vertical_rise_s
    start = np.concatenate([pad.position_m, speed * (math.sin(kick) * ahead + math.cos(kick) * up)])

    def lands(_: float, y: Floats, __: Rocket) -> float:
        return float(np.linalg.norm(y[:3])) - EQUATORIAL_RADIUS_M + 9e3

    lands.terminal, lands.direction = True, -1.0  # type: ignore[attr-defined]
    settings: dict[str, Any] = {"method": method, "rtol": 1e-8, "atol": 1e-3, "args": (rocket,)}
    boost = solve_ivp(boost_rates, (rise, steering.cut_off_s), start, **settings)
    fall = solve_ivp(fall_rates, (steering.cut_off_s, 3000.0), boost.y[:, -1], events=lands, **settings)
    return float(fall.t[-1])


def boosted() -> dict[str, float]:
    """Measure boosted flights, alone and with their aim and samples."""
    model = ThreatModel("made_up", (Stage(110.0, 1.0, 230.0),), 1300e3, "cut_off", 8.0, 5e3, 95.0, 120.0)
    booster = calibrate(model)
    generator = np.random.default_rng(1)
    launches = np.stack(
        [generator.uniform(38.5, 41.5, FLIGHTS), generator.uniform(125.0, 129.0, FLIGHTS)], -1
    )
    aims = np.array(
        [
            destination(
                (float(a), float(b)), float(generator.uniform(60, 180)), float(generator.uniform(4e5, 1.1e6))
            )
            for a, b in launches
        ]
    )
    steerings = np.array(
        [
            steer(booster, goal_of((float(a[0]), float(a[1])), (float(b[0]), float(b[1]))))
            for a, b in zip(launches, aims, strict=True)
        ]
    )
    pads, frames = ecef_m(launches[:, 0], launches[:, 1]), local_frame(launches[:, 0], launches[:, 1])
    found = {"flights_per_s": FLIGHTS / processor_s(lambda: fly_all(booster.rocket, pads, frames, steerings))}
    found["aimed_and_sampled_per_s"] = FLIGHTS / processor_s(lambda: fly_many(booster, launches, aims), 3)
    for method in ("DOP853", "RK45"):

        def loop(method: str = method) -> None:
            for flight in range(PEER_FLIGHTS):
                pad = Pad(pads[flight], frames[flight])
                scipy_flight(booster.rocket, pad, Steering(*steerings[flight]), method)

        found[f"scipy_{method}_flights_per_s"] = PEER_FLIGHTS / processor_s(loop, 5)
    found["over_scipy_flights"] = found["flights_per_s"] / found["scipy_DOP853_flights_per_s"]
    return found


def rows() -> list[tuple[str, str, str]]:
    """Return what was done, what was measured, and what stands beside it."""
    found = arcs() | boosted()
    heyoka = "heyoka not installed"
    if "heyoka_arcs_per_s" in found:
        heyoka = f"heyoka batch-{BATCH} {found['heyoka_arcs_per_s']:,.0f} ({found['over_heyoka']:.0f} times)"
    scipy_arcs = f"SciPy DOP853 {found['scipy_arcs_per_s']:,.0f} ({found['over_scipy_arcs']:.0f} times)"
    scipy_flights = (
        f"SciPy DOP853 {found['scipy_DOP853_flights_per_s']:,.0f} ({found['over_scipy_flights']:.0f} times), "
        f"RK45 {found['scipy_RK45_flights_per_s']:,.0f}"
    )
    return [
        (
            f"arcs a second, 600 s at 1 Hz, J2, error {found['arc_error_m']:.1f} m "
            f"(target {ARCS_TARGET:,}; 20 times heyoka, 60 times SciPy)",
            f"{found['arcs_per_s']:,.0f}",
            f"{heyoka}; {scipy_arcs}",
        ),
        ("arcs a second, visited until a height is passed", f"{found['visits_per_s']:,.0f}", "no peer"),
        (
            f"boosted flights a second, launch to impact (target {FLIGHTS_TARGET:,})",
            f"{found['flights_per_s']:,.0f}",
            scipy_flights,
        ),
        (
            "boosted flights a second, aim solved and sampled every 5 s",
            f"{found['aimed_and_sampled_per_s']:,.0f}",
            "no peer",
        ),
    ]
