"""Flights with a given apogee: azimuth, kick and a third unknown solved together on the turning Earth.

The third is the cut-off (`steer_to_apogee`), or with all propellant burnt the velocity increment
(`match_apogee`: what a test flight tells of the missile with that test's payload). The apogee is moved
step by step from a known flight to the one wanted, Newton's method at each step, so that the solution never
jumps to another branch.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from shieldwall.physics.aim import FLAT, LEAST, STEEP, TOLERANCE_M, Offset, aim_at, ground_offset_m
from shieldwall.physics.booster import Booster, rocket_of
from shieldwall.physics.earth import Floats
from shieldwall.physics.refusals import BadPlaceError, FlightError, ImpossibleApogeeError
from shieldwall.physics.solve import Goal, refusal
from shieldwall.physics.steps import Rocket, Steering
from shieldwall.physics.trajectory import Outcome, fly_steered

_LARGEST_STEP = 0.25
_SMALLEST_STEP = 0.002
_ROUNDS = 12
_NUDGE = np.array([1e-5, 1e-5, 1e-3])


def flown(rocket: Rocket, goal: Goal, steering: Steering) -> Outcome:
    """Return the outcome of one flight, without samples."""
    outcome: Outcome = fly_steered(rocket, goal.pad, steering, 1.0, np.empty((0, 6)))
    return outcome


def extreme_apogee_m(booster: Booster, goal: Goal, family: int) -> float:
    """Return the apogee of the steepest (`STEEP`) or the flattest (`FLAT`) flight to a goal, at full burn, m.

    Where there is no such flight the least-increment one is the last.
    """
    for tried in (family, LEAST):
        aimed = aim_at(booster.rocket, goal.pad, booster.tables, goal.target_m, tried)
        if aimed.miss_m < TOLERANCE_M and aimed.steering.cut_off_s <= booster.burn_time_s * (1.0 + 1e-7):
            return float(flown(booster.rocket, goal, aimed.steering).apogee_m)
    raise refusal(booster, goal, "minimum_energy")


def steer_to_apogee(booster: Booster, goal: Goal, apogee_m: float) -> Steering:
    """Return the steering of the flight to a goal that has a given apogee.

    Raises
    ------
    ImpossibleApogeeError
        Outside the lowest and highest apogee that the booster has at that range; the sentence names them.
    BadPlaceError
        The apogee is not a positive height.
    BeyondRangeError
        The goal itself is out of reach.
    """
    if not (math.isfinite(apogee_m) and apogee_m > 0.0):
        raise BadPlaceError(f"an apogee is a positive height, not {apogee_m / 1e3:g} km")
    start = aim_at(booster.rocket, goal.pad, booster.tables, goal.target_m, LEAST)
    if start.miss_m > TOLERANCE_M or start.steering.cut_off_s > booster.burn_time_s * (1.0 + 1e-7):
        raise refusal(booster, goal, "minimum_energy")

    def outcome(unknowns: Floats) -> Floats:
        return _fall(booster.rocket, goal, Steering(*unknowns))

    found = _follow(outcome, np.array(start.steering), goal.target_m, apogee_m)
    if found is not None and found[2] <= booster.burn_time_s * (1.0 + 1e-6):
        return Steering(*(float(value) for value in found))
    is_high = apogee_m > flown(booster.rocket, goal, start.steering).apogee_m
    bound = extreme_apogee_m(booster, goal, STEEP if is_high else FLAT)
    wanted = f"{goal.range_m / 1e3:.0f} km with an apogee of {apogee_m / 1e3:.0f} km"
    side = "highest" if is_high else "lowest"
    if (apogee_m < bound) is is_high:
        raise FlightError(
            f"{booster.model.id}: no flight of {wanted} was found short of {bound / 1e3:.0f} km"
        )
    raise ImpossibleApogeeError(
        f"{booster.model.id} has no flight of {wanted}: "
        f"the {side} possible from there is {bound / 1e3:.0f} km"
    )


def match_apogee(booster: Booster, goal: Goal, apogee_m: float) -> tuple[Steering, float]:
    """Return steering and velocity increment (m/s) of a full burn that flies to a goal with an apogee.

    The stages, their burn times and their shares stay; only the size of the increment changes, as it does
    with the payload.

    Raises
    ------
    FlightError
        No increment gives such a flight.
    """
    burn = booster.burn_time_s

    def outcome(unknowns: Floats) -> Floats:
        rocket = rocket_of(booster.model, burn, float(unknowns[2]))
        return _fall(rocket, goal, Steering(unknowns[0], unknowns[1], burn))

    start = aim_at(booster.rocket, goal.pad, booster.tables, goal.target_m, STEEP)
    found = None
    if start.miss_m < TOLERANCE_M:
        first = np.array([start.steering.azimuth_rad, start.steering.log_kick, booster.delta_v_m_s])
        found = _follow(outcome, first, goal.target_m, apogee_m)
    if found is None:
        raise FlightError(
            f"{booster.model.id}: no full burn of {burn:.0f} s flies {goal.range_m / 1e3:.0f} km "
            f"with an apogee of {apogee_m / 1e3:.0f} km"
        )
    return Steering(float(found[0]), float(found[1]), burn), float(found[2])


def _fall(rocket: Rocket, goal: Goal, steering: Steering) -> Floats:
    """Return metres east and north of the pad, and the apogee, of a flight."""
    result = flown(rocket, goal, steering)
    if math.isinf(result.flight_time_s):
        return np.array([math.inf, math.inf, math.inf])
    east, north = ground_offset_m(goal.pad, *result.impact[:3])
    return np.array([east, north, result.apogee_m])


def _follow(
    outcome: Callable[[Floats], Floats], unknowns: Floats, target_m: Offset, apogee_m: float
) -> Floats | None:
    """Return the unknowns whose flight has the target and the apogee, moving the apogee by ratios."""
    now = outcome(unknowns)[2]
    step = _LARGEST_STEP
    while step >= _SMALLEST_STEP:
        gap = math.log(apogee_m / now)
        stride = max(-step, min(step, gap))
        wanted = np.array([target_m[0], target_m[1], now * math.exp(stride)])
        moved = _newton(outcome, unknowns, wanted)
        if moved is None:
            step *= 0.4
            continue
        unknowns, now = moved, float(wanted[2])
        if stride == gap:
            return unknowns
        step = min(1.5 * step, _LARGEST_STEP)
    return None


def _newton(outcome: Callable[[Floats], Floats], unknowns: Floats, wanted: Floats) -> Floats | None:
    """Return the unknowns that give the outcome wanted to `TOLERANCE_M`, or None."""
    error = outcome(unknowns) - wanted
    for _ in range(_ROUNDS):
        if np.abs(error).max() < TOLERANCE_M:
            return unknowns
        jacobian = np.empty((3, 3))
        for axis in range(3):
            nudged = unknowns.copy()
            nudged[axis] += _NUDGE[axis]
            jacobian[:, axis] = (outcome(nudged) - wanted - error) / _NUDGE[axis]
        if not np.isfinite(jacobian).all():
            return None
        try:
            step = np.linalg.solve(jacobian, -error)
        except np.linalg.LinAlgError:
            return None
        share = min(1.0, *(np.array([0.3, 0.3, 10.0]) / np.maximum(np.abs(step), 1e-12)))
        changed = outcome(unknowns + share * step)
        worth = np.isfinite(changed - wanted).all()
        if not worth or np.abs(changed - wanted).max() > 2.0 * np.abs(error).max():
            return None
        unknowns, error = unknowns + share * step, changed - wanted
    return None
