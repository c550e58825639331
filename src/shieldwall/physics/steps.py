"""The equations of motion of a rocket and one integration step, with or without power.

Classical Runge-Kutta of order four in the frame that turns with the Earth. Between step ends a quintic
Hermite polynomial through position, velocity and acceleration gives the state.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from shieldwall.physics.atmosphere import density_kg_m3
from shieldwall.physics.earth import Floats, acceleration, low_altitude_m
from shieldwall.physics.kernel import kernel

State = tuple[float, float, float, float, float, float]


class Rocket(NamedTuple):
    """A booster as numbers for the kernels. Arrays have one entry per stage.

    ``thrust_m_s2`` is thrust over mass at the start of a stage, ``flow_per_s`` the share of that mass
    burnt per second, ``start_mass`` the mass at the start of a stage over the mass when all is burnt.
    """

    stage_end_s: Floats
    thrust_m_s2: Floats
    flow_per_s: Floats
    start_mass: Floats
    vertical_rise_s: float
    half_inverse_ballistic_m2_kg: float
    rotation_rate_rad_s: float


class Pad(NamedTuple):
    """A launch point: ECEF position (m) and the rows east, north, up of its local frame."""

    position_m: Floats
    frame: Floats


class Steering(NamedTuple):
    """How a flight is flown: azimuth (rad), ``log(tan(kick / 2))`` and the time of cut-off (s)."""

    azimuth_rad: float
    log_kick: float
    cut_off_s: float


@kernel
def felt(state: State, push: float, half_inverse_beta: float, rate: float) -> tuple[float, float, float]:
    """Return gravity, drag and thrust along the air-relative velocity, m/s^2."""
    x, y, z, vx, vy, vz = state
    ax, ay, az = acceleration(x, y, z, vx, vy, rate)
    along = 0.0
    speed = math.sqrt(vx * vx + vy * vy + vz * vz)
    if push > 0.0 and speed > 0.0:
        along = push / speed
    if half_inverse_beta > 0.0:
        along -= density_kg_m3(low_altitude_m(x, y, z)) * half_inverse_beta * speed
    return ax + along * vx, ay + along * vy, az + along * vz


@kernel
def ahead(state: State, slope: State, span: float) -> State:
    """Return ``state + span * slope``."""
    return (
        state[0] + span * slope[0],
        state[1] + span * slope[1],
        state[2] + span * slope[2],
        state[3] + span * slope[3],
        state[4] + span * slope[4],
        state[5] + span * slope[5],
    )


@kernel
def blend(state: State, k1: State, k2: State, k3: State, k4: State, span: float) -> State:
    """Return the Runge-Kutta update from its four slopes."""
    w = span / 6.0
    return (
        state[0] + w * (k1[0] + 2.0 * (k2[0] + k3[0]) + k4[0]),
        state[1] + w * (k1[1] + 2.0 * (k2[1] + k3[1]) + k4[1]),
        state[2] + w * (k1[2] + 2.0 * (k2[2] + k3[2]) + k4[2]),
        state[3] + w * (k1[3] + 2.0 * (k2[3] + k3[3]) + k4[3]),
        state[4] + w * (k1[4] + 2.0 * (k2[4] + k3[4]) + k4[4]),
        state[5] + w * (k1[5] + 2.0 * (k2[5] + k3[5]) + k4[5]),
    )


@kernel
def free_slope(state: State, half_inverse_beta: float, rate: float) -> State:
    """Return the rate of change of an unpowered state."""
    ax, ay, az = felt(state, 0.0, half_inverse_beta, rate)
    return state[3], state[4], state[5], ax, ay, az


@kernel
def free_step(state: State, span: float, half_inverse_beta: float, rate: float) -> State:
    """Return the state one Runge-Kutta step later, unpowered; without drag where the last but one is 0."""
    k1 = free_slope(state, half_inverse_beta, rate)
    k2 = free_slope(ahead(state, k1, 0.5 * span), half_inverse_beta, rate)
    k3 = free_slope(ahead(state, k2, 0.5 * span), half_inverse_beta, rate)
    k4 = free_slope(ahead(state, k3, span), half_inverse_beta, rate)
    after: State = blend(state, k1, k2, k3, k4, span)
    return after


@kernel
def powered_slope(
    state: State, since_s: float, stage: int, rocket: Rocket, up: Floats, is_rising: bool
) -> State:
    """Return the rate of change under power, ``since_s`` after the stage was lit."""
    left = 1.0 - rocket.flow_per_s[stage] * since_s
    push = rocket.thrust_m_s2[stage] / left
    half_inverse_beta = rocket.half_inverse_ballistic_m2_kg / (rocket.start_mass[stage] * left)
    if is_rising:
        ax, ay, az = felt(state, 0.0, half_inverse_beta, rocket.rotation_rate_rad_s)
        return state[3], state[4], state[5], ax + push * up[0], ay + push * up[1], az + push * up[2]
    ax, ay, az = felt(state, push, half_inverse_beta, rocket.rotation_rate_rad_s)
    return state[3], state[4], state[5], ax, ay, az


@kernel
def powered_step(
    state: State, since_s: float, span: float, stage: int, rocket: Rocket, up: Floats, is_rising: bool
) -> State:
    """Return the state one Runge-Kutta step later under power."""
    half = 0.5 * span
    k1 = powered_slope(state, since_s, stage, rocket, up, is_rising)
    k2 = powered_slope(ahead(state, k1, half), since_s + half, stage, rocket, up, is_rising)
    k3 = powered_slope(ahead(state, k2, half), since_s + half, stage, rocket, up, is_rising)
    k4 = powered_slope(ahead(state, k3, span), since_s + span, stage, rocket, up, is_rising)
    after: State = blend(state, k1, k2, k3, k4, span)
    return after


@kernel
def kicked(state: State, frame: Floats, steering: Steering) -> State:
    """Return the state with its velocity tilted by the kick from the vertical towards the azimuth."""
    t = math.exp(steering.log_kick)
    cosine = (1.0 - t * t) / (1.0 + t * t)
    sine = 2.0 * t / (1.0 + t * t)
    east = sine * math.sin(steering.azimuth_rad)
    north = sine * math.cos(steering.azimuth_rad)
    speed = math.sqrt(state[3] ** 2 + state[4] ** 2 + state[5] ** 2)
    return (
        state[0],
        state[1],
        state[2],
        speed * (east * frame[0, 0] + north * frame[1, 0] + cosine * frame[2, 0]),
        speed * (east * frame[0, 1] + north * frame[1, 1] + cosine * frame[2, 1]),
        speed * (east * frame[0, 2] + north * frame[1, 2] + cosine * frame[2, 2]),
    )


@kernel
def hermite(first: State, slope: State, last: State, last_slope: State, span: float, s: float) -> State:
    """Return the state at the fraction ``s`` of a step: a quintic polynomial per axis and its derivative."""
    x, vx = quintic(first[0], slope[0], slope[3], last[0], last_slope[0], last_slope[3], span, s)
    y, vy = quintic(first[1], slope[1], slope[4], last[1], last_slope[1], last_slope[4], span, s)
    z, vz = quintic(first[2], slope[2], slope[5], last[2], last_slope[2], last_slope[5], span, s)
    return x, y, z, vx, vy, vz


@kernel
def quintic(
    start: float, v0: float, a0: float, end: float, v1: float, a1: float, span: float, s: float
) -> tuple[float, float]:
    """Return value and rate at the fraction ``s`` of the quintic with these ends, rates and second rates."""
    p0, p1, p2, p3, p4, p5 = quintic_terms(start, v0, a0, end, v1, a1, span)
    value = p0 + s * (p1 + s * (p2 + s * (p3 + s * (p4 + s * p5))))
    rate = (p1 + s * (2.0 * p2 + s * (3.0 * p3 + s * (4.0 * p4 + s * 5.0 * p5)))) / span
    return value, rate


@kernel
def quintic_terms(start: float, v0: float, a0: float, end: float, v1: float, a1: float, span: float) -> State:
    """Return the six coefficients, in the fraction of a step, of the quintic with these ends."""
    p1 = v0 * span
    p2 = 0.5 * a0 * span * span
    rest = end - start - p1 - p2
    rest_v = v1 * span - p1 - 2.0 * p2
    rest_a = a1 * span * span - 2.0 * p2
    return (
        start,
        p1,
        p2,
        10.0 * rest - 4.0 * rest_v + 0.5 * rest_a,
        -15.0 * rest + 7.0 * rest_v - rest_a,
        6.0 * rest - 3.0 * rest_v + 0.5 * rest_a,
    )
