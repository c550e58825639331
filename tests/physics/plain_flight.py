"""A second flight model, written apart from the first: inertial axes, exact air, SciPy's DOP853 at 1e-12.

Gravity with J2 in axes that do not turn; thrust and drag along the velocity relative to the turning air; the
1976 atmosphere by its formulae, not by the kernel's table; geodetic height by Bowring's formula in floats. It
shares with the first model only the constants, `air` and the parameters of the rocket.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.integrate import solve_ivp

from shieldwall.physics.atmosphere import TOP_M, air
from shieldwall.physics.earth import (
    ECCENTRICITY_SQUARED,
    EQUATORIAL_RADIUS_M,
    FLATTENING,
    GRAVITATIONAL_PARAMETER_M3_S2,
    J2,
    POLAR_RADIUS_M,
)
from shieldwall.physics.steps import Pad, Rocket, Steering

Floats = npt.NDArray[np.float64]
SETTINGS = {"method": "DOP853", "rtol": 1e-12, "atol": 1e-6}


@dataclass(frozen=True)
class PlainFlight:
    """States in the turning axes, rows (x, y, z, vx, vy, vz): at cut-off, at the times asked, at impact."""

    cut_off: Floats
    sampled: Floats
    impact: Floats
    flight_time_s: float


def height_m(x: float, y: float, z: float) -> float:
    """Geodetic height by Bowring's formula, twice."""
    level = math.hypot(x, y)
    beta = math.atan2(z, level * (1.0 - FLATTENING))
    phi = 0.0
    for _ in range(3):
        second = ECCENTRICITY_SQUARED / (1.0 - ECCENTRICITY_SQUARED)
        phi = math.atan2(
            z + second * POLAR_RADIUS_M * math.sin(beta) ** 3,
            level - ECCENTRICITY_SQUARED * EQUATORIAL_RADIUS_M * math.cos(beta) ** 3,
        )
        beta = math.atan2((1.0 - FLATTENING) * math.sin(phi), math.cos(phi))
    root = math.sqrt(1.0 - ECCENTRICITY_SQUARED * math.sin(phi) ** 2)
    return level * math.cos(phi) + z * math.sin(phi) - EQUATORIAL_RADIUS_M * root


def gravity(x: float, y: float, z: float) -> tuple[float, float, float]:
    """Point mass and J2."""
    r = math.sqrt(x * x + y * y + z * z)
    k = 1.5 * J2 * (EQUATORIAL_RADIUS_M / r) ** 2
    s = 5.0 * (z / r) ** 2
    g = -GRAVITATIONAL_PARAMETER_M3_S2 / r**3
    return g * x * (1.0 + k * (1.0 - s)), g * y * (1.0 + k * (1.0 - s)), g * z * (1.0 + k * (3.0 - s))


def turned(state: Floats, angle: float, rate: float) -> Floats:
    """Inertial to turning axes."""
    c, s = math.cos(angle), math.sin(angle)
    matrix = np.array([[c, s, 0.0], [-s, c, 0.0], [0.0, 0.0, 1.0]])
    place, velocity = state[:3], state[3:]
    drift = np.array([-rate * place[1], rate * place[0], 0.0])
    return np.concatenate([matrix @ place, matrix @ (velocity - drift)])


def plain_flight(rocket: Rocket, pad: Pad, steering: Steering, times_s: Floats | None = None) -> PlainFlight:
    """Fly one rocket; ``times_s`` after cut-off and before re-entry are sampled."""
    rate = rocket.rotation_rate_rad_s
    up = np.asarray(pad.frame[2])

    def slope(
        t: float, state: Floats, stage: int, lit: float, powered: bool, rising: bool, in_air: bool
    ) -> list[float]:
        x, y, z, vx, vy, vz = (float(value) for value in state)
        ax, ay, az = gravity(x, y, z)
        wx, wy, wz = vx + rate * y, vy - rate * x, vz
        speed = math.sqrt(wx * wx + wy * wy + wz * wz)
        beta_inverse = rocket.half_inverse_ballistic_m2_kg
        if powered:
            left = 1.0 - float(rocket.flow_per_s[stage]) * (t - lit)
            push = float(rocket.thrust_m_s2[stage]) / left
            beta_inverse /= float(rocket.start_mass[stage]) * left
            if rising:
                c, s = math.cos(rate * t), math.sin(rate * t)
                ux, uy, uz = c * up[0] - s * up[1], s * up[0] + c * up[1], up[2]
            else:
                ux, uy, uz = wx / speed, wy / speed, wz / speed
            ax, ay, az = ax + push * ux, ay + push * uy, az + push * uz
        if in_air and beta_inverse > 0.0:
            drag = air(max(height_m(x, y, z), -1000.0)).density_kg_m3 * beta_inverse * speed
            ax, ay, az = ax - drag * wx, ay - drag * wy, az - drag * wz
        return [vx, vy, vz, ax, ay, az]

    def run(state: Floats, start: float, end: float, *mode: object, **options: object) -> object:
        return solve_ivp(slope, (start, end), state, args=mode, **SETTINGS, **options)

    place = np.asarray(pad.position_m, dtype=float)
    state = np.concatenate([place, [-rate * place[1], rate * place[0], 0.0]])
    now, stage, lit = 0.0, 0, 0.0
    rising = True
    while now < steering.cut_off_s:
        end = float(rocket.stage_end_s[stage]) if stage < len(rocket.stage_end_s) - 1 else math.inf
        until = min(steering.cut_off_s, end, rocket.vertical_rise_s if rising else math.inf)
        state = run(state, now, until, stage, lit, True, rising, True).y[:, -1]
        now = until
        if rising and now >= rocket.vertical_rise_s:
            state = _kicked(state, now, rate, pad, steering)
            rising = False
        if now >= end:
            stage, lit = stage + 1, end
    cut_off = turned(state, rate * now, rate)

    def leaves_air(t: float, y: Floats, *_: object) -> float:
        return height_m(y[0], y[1], y[2]) - TOP_M

    def lands(t: float, y: Floats, *_: object) -> float:
        return height_m(y[0], y[1], y[2])

    leaves_air.terminal, lands.terminal = True, True
    lands.direction = -1.0
    sampled = np.empty((0, 6))
    is_out = height_m(*state[:3]) > TOP_M
    if not is_out:
        climb = run(state, now, now + 4000.0, 0, 0.0, False, False, True, events=(leaves_air, lands))
        state, now = climb.y[:, -1], float(climb.t[-1])
        is_out = bool(climb.t_events[0].size)
    if is_out:
        leaves_air.direction = -1.0
        asked = np.empty(0) if times_s is None else times_s[times_s >= now]
        space = run(
            state, now, now + 12000.0, 0, 0.0, False, False, False, events=(leaves_air,), dense_output=True
        )
        asked = asked[asked <= space.t[-1]]
        sampled = np.array([turned(space.sol(t), rate * t, rate) for t in asked]).reshape(-1, 6)
        state, now = space.y[:, -1], float(space.t[-1])
        fall = run(state, now, now + 2000.0, 0, 0.0, False, False, True, events=(lands,))
        state, now = fall.y[:, -1], float(fall.t[-1])
    return PlainFlight(cut_off, sampled, turned(state, rate * now, rate), now)


def _kicked(state: Floats, now: float, rate: float, pad: Pad, steering: Steering) -> Floats:
    turning = turned(state, rate * now, rate)
    kick = 2.0 * math.atan(math.exp(steering.log_kick))
    east, north, up = (np.asarray(axis) for axis in pad.frame)
    ahead = math.sin(steering.azimuth_rad) * east + math.cos(steering.azimuth_rad) * north
    velocity = float(np.linalg.norm(turning[3:])) * (math.sin(kick) * ahead + math.cos(kick) * up)
    c, s = math.cos(rate * now), math.sin(rate * now)
    back = np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])
    drift = np.array([-rate * state[1], rate * state[0], 0.0])
    return np.concatenate([state[:3], back @ velocity + drift])
