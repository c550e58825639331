"""Threat flights: from a booster and two places to a track on the turning Earth.

``minimum_energy`` is the least velocity increment *under the steering law* (gravity turn after a short
vertical rise): for each cut-off the kick that carries farthest, and the earliest cut-off that reaches. A
booster whose range is controlled by lofting burns out and flies steeper instead. ``lofted`` and ``depressed``
burn out and are the steepest and the flattest flight of that range.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from shieldwall.physics.aim import STEEP, TOLERANCE_M
from shieldwall.physics.apogee import extreme_apogee_m, match_apogee, steer_to_apogee
from shieldwall.physics.ballistic import BallisticArc, ballistic
from shieldwall.physics.booster import Booster, Stage, ThreatModel, calibrate, rocket_of
from shieldwall.physics.earth import Floats, altitude_m, ecef_m, geodesic, geodetic, local_frame
from shieldwall.physics.flight_records import Flight, FlightLibrary, Place, Shape
from shieldwall.physics.low_flight import (
    CruiseModel,
    LowModel,
    fly_low,
    fly_low_many,
    unsupported,
)
from shieldwall.physics.low_path import QuasiBallisticModel
from shieldwall.physics.many import aim_many, sample_many
from shieldwall.physics.refusals import BadPlaceError, FlightError, ImpossibleApogeeError
from shieldwall.physics.solve import SHORTEST_RANGE_M, Goal, checked_place, family_of, goal_of, refusal, steer
from shieldwall.physics.steps import Rocket, Steering
from shieldwall.physics.trajectory import Outcome, fly_steered

__all__ = [
    "BallisticArc",
    "Booster",
    "CruiseModel",
    "Flight",
    "FlightLibrary",
    "QuasiBallisticModel",
    "Stage",
    "ThreatModel",
    "Vehicle",
    "ballistic",
    "calibrate",
    "fly",
    "fly_many",
    "unsupported",
]


Vehicle = Booster | LowModel
"""What flies: a calibrated booster, or a model whose path is prescribed."""


def fly(
    booster: Vehicle,
    launch: Place,
    aim: Place,
    shape: Shape = "minimum_energy",
    apogee_m: float | None = None,
    sample_s: float = 5.0,
) -> Flight:
    """Fly a booster from one place to another.

    Parameters
    ----------
    booster : Booster, QuasiBallisticModel or CruiseModel
        From `calibrate`, or a model whose path is prescribed (``shape`` is then not used).
    launch, aim : (float, float)
        Latitude and longitude, degrees.
    shape : {"minimum_energy", "lofted", "depressed"}
        Which flight of that range.
    apogee_m : float, optional
        Highest point wanted; kick and cut-off are then solved for it and ``shape`` is not used.
    sample_s : float
        Interval of the track's samples.

    Returns
    -------
    Flight

    Raises
    ------
    FlightError
        A `ValueError` with one sentence: beyond range, too short, impossible apogee, no place.
    """
    _check_sampling(sample_s)
    if not isinstance(booster, Booster):
        return fly_low(
            booster, checked_place(launch, "launch point"), checked_place(aim, "aim"), apogee_m, sample_s
        )
    goal = goal_of(launch, aim)
    chosen = _choice(booster, goal, shape, apogee_m)
    outcome = fly_steered(chosen.rocket, goal.pad, chosen.steering, sample_s, np.empty((0, 6)))
    samples = np.empty((int(outcome.flight_time_s / sample_s) + 1, 6))
    outcome = fly_steered(chosen.rocket, goal.pad, chosen.steering, sample_s, samples)
    times = {booster.burn_time_s: outcome.flight_time_s}
    for burn in (booster.model.burn_time_low_s, booster.model.burn_time_high_s):
        other = _choice(calibrate(booster.model, burn), goal, shape, apogee_m)
        times[burn] = fly_steered(other.rocket, goal.pad, other.steering, 1.0, np.empty((0, 6))).flight_time_s
    name = shape if apogee_m is None else "given_apogee"
    return _record(booster.model.id, name, goal, chosen, outcome, samples, sample_s, times)


def _check_sampling(sample_s: float) -> None:
    if not (sample_s > 0.0 and math.isfinite(sample_s)):
        raise FlightError(f"a sample interval is a positive time, not {sample_s:g} s")


class _Choice(NamedTuple):
    """How one flight is flown, and with what."""

    rocket: Rocket
    steering: Steering
    delta_v_m_s: float
    note: str


def _choice(booster: Booster, goal: Goal, shape: Shape, apogee_m: float | None) -> _Choice:
    if apogee_m is None:
        return _Choice(booster.rocket, steer(booster, goal, shape), booster.delta_v_m_s, "")
    try:
        steering = steer_to_apogee(booster, goal, apogee_m)
    except ImpossibleApogeeError:
        is_shown = apogee_m <= booster.model.demonstrated_apogee_m
        if not is_shown or apogee_m < extreme_apogee_m(booster, goal, STEEP):
            raise
    else:
        is_solid = booster.model.range_control == "loft"
        note = "cut off early, which stands for however a solid motor sheds speed" if is_solid else ""
        return _Choice(booster.rocket, steering, booster.delta_v_m_s, note)
    steering, delta_v = match_apogee(booster, goal, apogee_m)
    note = (
        f"flown with {100.0 * (delta_v / booster.delta_v_m_s - 1.0):.1f}% more velocity increment than the "
        f"published maximum range of {booster.model.max_range_m / 1e3:.0f} km implies, as with a lighter "
        "payload; apogees this high have been published for test flights"
    )
    return _Choice(rocket_of(booster.model, booster.burn_time_s, delta_v), steering, delta_v, note)


def _record(
    threat: str, shape: str, goal: Goal, chosen: _Choice, outcome: Outcome, samples: Floats, sample_s: float,
    times: dict[float, float],
) -> Flight:  # fmt: skip
    steering = chosen.steering
    count = outcome.sample_count
    rows = np.vstack([samples[:count], np.array(outcome.impact)])
    latitude, longitude, _ = geodetic(rows[-1, :3])
    impact = (float(latitude), float(longitude))
    return Flight(
        threat=threat,
        shape=shape,
        launch_deg=goal.launch_deg,
        aim_deg=goal.aim_deg,
        impact_deg=impact,
        range_m=float(geodesic(goal.launch_deg, impact)[0]),
        miss_m=float(geodesic(goal.aim_deg, impact)[0]),
        flight_time_s=outcome.flight_time_s,
        flight_time_low_s=min(times.values()),
        flight_time_high_s=max(times.values()),
        burnout_s=steering.cut_off_s,
        burn_time_low_s=min(times),
        burn_time_high_s=max(times),
        apogee_m=outcome.apogee_m,
        apogee_s=outcome.apogee_s,
        azimuth_deg=math.degrees(steering.azimuth_rad) % 360.0,
        kick_deg=math.degrees(2.0 * math.atan(math.exp(steering.log_kick))),
        delta_v_m_s=chosen.delta_v_m_s,
        note=chosen.note,
        time_s=np.append(np.arange(count) * sample_s, outcome.flight_time_s),
        position_ecef_m=np.ascontiguousarray(rows[:, :3]),
        velocity_ecef_m_s=np.ascontiguousarray(rows[:, 3:]),
        altitude_m=np.array([altitude_m(*row[:3]) for row in rows]),
    )


def fly_many(
    booster: Vehicle,
    launches: npt.ArrayLike,
    aims: npt.ArrayLike,
    shape: Shape = "minimum_energy",
    sample_s: float = 5.0,
) -> FlightLibrary:
    """Fly a booster between many pairs of places, sampled on one clock.

    Parameters
    ----------
    booster : Booster, QuasiBallisticModel or CruiseModel
        From `calibrate`; call once per burn time.
    launches, aims : array_like, shape (F, 2)
        Latitudes and longitudes, degrees.
    shape, sample_s
        As for `fly`.

    Returns
    -------
    FlightLibrary

    Raises
    ------
    FlightError
        The first flight that does not exist, named by its row.
    """
    _check_sampling(sample_s)
    starts, ends = (
        np.ascontiguousarray(places, dtype=np.float64).reshape(-1, 2) for places in (launches, aims)
    )
    if starts.shape != ends.shape or not len(starts):
        raise BadPlaceError(f"launches {starts.shape} and aims {ends.shape} are not equally many pairs")
    if not (np.abs(starts[:, 0]).max() <= 90.0 and np.abs(ends[:, 0]).max() <= 90.0):
        raise BadPlaceError("a latitude lies between -90 and 90 degrees")
    lengths = np.atleast_1d(geodesic(starts, ends)[0])
    if lengths.min() < SHORTEST_RANGE_M:
        row = int(lengths.argmin())
        raise BadPlaceError(f"flight {row}: the aim is {lengths[row]:.0f} m from the launch point")
    if not isinstance(booster, Booster):
        return fly_low_many(booster, starts, ends, sample_s)
    pads = ecef_m(starts[:, 0], starts[:, 1])
    frames = local_frame(starts[:, 0], starts[:, 1])
    solved = aim_many(
        booster.rocket,
        pads,
        frames,
        booster.tables,
        ecef_m(ends[:, 0], ends[:, 1]),
        family_of(booster, shape),
    )
    bad = np.flatnonzero((solved[:, 3] > TOLERANCE_M) | (solved[:, 2] > booster.burn_time_s * (1.0 + 1e-7)))
    if len(bad):
        row = int(bad[0])
        goal = goal_of(tuple(starts[row]), tuple(ends[row]))
        error: FlightError = refusal(booster, goal, shape)
        raise type(error)(f"flight {row}: {error}")
    count = int(solved[:, 4].max() / sample_s) + 2  # so that every row ends with its impact
    position, velocity = (np.empty((len(starts), count, 3)) for _ in range(2))
    altitude = np.empty((len(starts), count))
    sample_count, apogee = sample_many(
        booster.rocket, pads, frames, solved, sample_s, position, velocity, altitude
    )
    return FlightLibrary(
        sample_s=float(sample_s),
        position_ecef_m=position,
        velocity_ecef_m_s=velocity,
        altitude_m=altitude,
        sample_count=sample_count,
        burnout_ms=np.rint(solved[:, 2] * 1e3).astype(np.int32),
        impact_ms=np.rint(solved[:, 4] * 1e3).astype(np.int32),
        apogee_m=apogee,
        range_m=lengths,
        launch_deg=starts,
        aim_deg=ends,
    )
