"""Flights that are not ballistic: a low short-range missile, and a cruise missile.

Both follow the geodesic from launch to aim at a prescribed height; only the time along it is computed. The
``quasi_ballistic`` path is flat-topped, with the published apogee: constant acceleration along it to the
published burnout speed, then gravity along the path and drag by the ballistic coefficient. The lift that
holds the path costs no drag here, so times are somewhat short; weaving is left out. ``cruise`` keeps one
height and one speed. Glide vehicles are refused.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.interpolate import CubicHermiteSpline

from shieldwall.physics.atmosphere import air
from shieldwall.physics.earth import (
    MEAN_RADIUS_M,
    STANDARD_GRAVITY_M_S2,
    Floats,
    ecef_m,
    geodesic,
    geodesic_points,
    local_frame,
)
from shieldwall.physics.flight_records import Flight, FlightLibrary, Place
from shieldwall.physics.refusals import (
    BadPlaceError,
    BeyondRangeError,
    ImpossibleApogeeError,
    UnsupportedError,
)

SHORTEST_RANGE_M = 1e3
_STEP_S = 1.0
_SLOWEST_M_S = 300.0


@dataclass(frozen=True)
class QuasiBallisticModel:
    """A low short-range missile. ``apogee_m`` is the one published for long shots; short ones stay lower."""

    id: str
    max_range_m: float
    apogee_m: float
    burnout_speed_m_s: float
    burn_time_s: float
    burn_time_low_s: float
    burn_time_high_s: float
    ballistic_coefficient_kg_m2: float


@dataclass(frozen=True)
class CruiseModel:
    """A cruise missile: one height, one speed, with the judged range of the speed."""

    id: str
    max_range_m: float
    cruise_height_m: float
    cruise_speed_m_s: float
    cruise_speed_low_m_s: float
    cruise_speed_high_m_s: float


LowModel = QuasiBallisticModel | CruiseModel


def unsupported(threat_id: str) -> UnsupportedError:
    """Return the refusal of a glide vehicle."""
    return UnsupportedError(
        f"{threat_id} is a glide vehicle: its flight is not modelled, nor replaced by another class"
    )


@dataclass(frozen=True, eq=False)
class _Progress:
    """Ground distance (m) and speed over the ground (m/s) on one clock, shape (N, F); arrival times (F,)."""

    time_s: Floats
    ground_m: Floats
    rate_m_s: Floats
    arrival_s: Floats


def default_apogee_m(model: QuasiBallisticModel, range_m: npt.ArrayLike) -> Floats:
    """Return the apogee of a shot: the published one, or 0.12 of the range where that is less.

    The ratio is that of the flights published in 2019: 25 km at 220 km, 30 km at 250 km, 48 km at 400 km.
    """
    return np.minimum(model.apogee_m, 0.12 * np.asarray(range_m, dtype=np.float64))


def _path(ground_m: Floats, range_m: Floats, apogee_m: Floats) -> tuple[Floats, Floats]:
    """Return height and slope of the low path: ``h = A (1 - (2 s / R - 1)^4)``."""
    place = 2.0 * np.clip(ground_m / range_m, 0.0, 1.0) - 1.0
    return apogee_m * (1.0 - place**4), -8.0 * apogee_m / range_m * place**3


def _progress_low(
    model: QuasiBallisticModel, range_m: Floats, apogee_m: Floats, burn_time_s: float
) -> _Progress:
    """Integrate the speed along the path (Heun's method, steps of at most 1 s)."""
    heights = np.arange(0.0, 152e3, 200.0)
    densities = np.array([air(float(height)).density_kg_m3 for height in heights])

    def rates(now: float, ground: Floats, speed: Floats) -> tuple[Floats, Floats]:
        height, slope = _path(ground, range_m, apogee_m)
        level = 1.0 / np.sqrt(1.0 + slope**2)
        if now < burn_time_s - 1e-9:
            return speed * level, np.full_like(speed, model.burnout_speed_m_s / burn_time_s)
        drag = 0.5 * np.interp(height, heights, densities) * speed**2 / model.ballistic_coefficient_kg_m2
        return speed * level, -STANDARD_GRAVITY_M_S2 * slope * level - drag

    ground, speed = np.zeros_like(range_m), np.zeros_like(range_m)
    times, grounds, paces = [0.0], [ground], [speed]
    powered = math.ceil(burn_time_s / _STEP_S)
    while (ground < range_m).any():
        span = burn_time_s / powered if len(times) <= powered else _STEP_S
        now = times[-1]
        pace, push = rates(now, ground, speed)
        pace_next, push_next = rates(now + 0.999999 * span, ground + span * pace, speed + span * push)
        ground = ground + 0.5 * span * (pace + pace_next)
        speed = speed + 0.5 * span * (push + push_next)
        if now > burn_time_s and (speed[ground < range_m] < _SLOWEST_M_S).any():
            row = int(np.flatnonzero((ground < range_m) & (speed < _SLOWEST_M_S))[0])
            raise BeyondRangeError(
                f"{model.id} loses its speed before {range_m[row] / 1e3:.0f} km on a path of "
                f"{apogee_m[row] / 1e3:.0f} km apogee"
            )
        times.append(now + span)
        grounds.append(ground)
        paces.append(rates(now + span, ground, speed)[0])
    return _arrived(np.array(times), np.array(grounds), np.array(paces), range_m)


def _arrived(time_s: Floats, ground_m: Floats, rate_m_s: Floats, range_m: Floats) -> _Progress:
    arrival = np.array(
        [np.interp(range_m[flight], ground_m[:, flight], time_s) for flight in range(len(range_m))]
    )
    return _Progress(time_s, ground_m, rate_m_s, arrival)


def _progress_cruise(speed_m_s: float, range_m: Floats) -> _Progress:
    arrival = range_m / speed_m_s
    time = np.linspace(0.0, arrival.max(), 2)
    return _Progress(
        time, np.outer(time, np.full_like(range_m, speed_m_s)), np.full((2, len(range_m)), speed_m_s), arrival
    )


def _progress(model: LowModel, range_m: Floats, apogee_m: Floats, level: int) -> _Progress:
    """Return the progress at the quick (-1), nominal (0) or slow (+1) end of what is judged."""
    if isinstance(model, CruiseModel):
        speeds = {-1: model.cruise_speed_high_m_s, 0: model.cruise_speed_m_s, 1: model.cruise_speed_low_m_s}
        return _progress_cruise(speeds[level], range_m)
    burns = {-1: model.burn_time_low_s, 0: model.burn_time_s, 1: model.burn_time_high_s}
    return _progress_low(model, range_m, apogee_m, burns[level])


def fly_low_many(
    model: LowModel, launches: Floats, aims: Floats, sample_s: float = 5.0, apogee_m: float | None = None,
    level: int = 0,
) -> FlightLibrary:  # fmt: skip
    """Fly a low model between pairs of places (F, 2), sampled on one clock.

    ``level`` is -1 for the quick end of the judged burn time or speed, +1 for the slow end.

    Raises
    ------
    FlightError
        Beyond the published range, too near, or an apogee that is no low path's.
    """
    length, azimuth, _ = (np.atleast_1d(value) for value in geodesic(launches, aims))
    _check(model, length)
    if isinstance(model, CruiseModel):
        if apogee_m is not None:
            raise ImpossibleApogeeError(
                f"{model.id} cruises at {model.cruise_height_m:.0f} m; it has no apogee to choose"
            )
        tops = np.full_like(length, model.cruise_height_m)
    else:
        tops = default_apogee_m(model, length) if apogee_m is None else np.full_like(length, apogee_m)
        if tops.min() <= 0.0 or (tops > 0.25 * length).any():
            raise ImpossibleApogeeError(
                f"{model.id}: a low path has an apogee between 0 and a quarter of its range, "
                f"not {tops.max() / 1e3:g} km at {length.min() / 1e3:.0f} km"
            )
    progress = _progress(model, length, tops, level)
    count = (progress.arrival_s / sample_s).astype(np.int32) + 1
    clock = np.arange(count.max() + 1) * sample_s
    ground, rate = _sampled(progress, clock)
    is_flying = np.arange(len(clock)) < count[:, None]
    ground = np.where(is_flying, np.minimum(ground, length[:, None]), length[:, None])
    height, slope = np.where(is_flying, tops[:, None], 0.0), np.zeros_like(ground)
    if not isinstance(model, CruiseModel):
        height, slope = _path(ground, length[:, None], tops[:, None])
    latitude, longitude, heading = geodesic_points(launches[:, None, :], azimuth[:, None], ground)
    frames = local_frame(latitude, longitude)
    east, north = np.sin(np.radians(heading)), np.cos(np.radians(heading))
    along = east[..., None] * frames[..., 0, :] + north[..., None] * frames[..., 1, :]
    along *= (1.0 + height / MEAN_RADIUS_M)[..., None]
    velocity = (along + slope[..., None] * frames[..., 2, :]) * np.where(is_flying, rate, 0.0)[..., None]
    return FlightLibrary(
        sample_s=float(sample_s),
        position_ecef_m=ecef_m(latitude, longitude, height),
        velocity_ecef_m_s=velocity,
        altitude_m=height,
        sample_count=count,
        burnout_ms=np.full(
            len(length), 0 if isinstance(model, CruiseModel) else round(_burn(model, level) * 1e3), np.int32
        ),
        impact_ms=np.rint(progress.arrival_s * 1e3).astype(np.int32),
        apogee_m=tops,
        range_m=length,
        launch_deg=launches,
        aim_deg=aims,
    )


def _burn(model: QuasiBallisticModel, level: int) -> float:
    return {-1: model.burn_time_low_s, 0: model.burn_time_s, 1: model.burn_time_high_s}[level]


def _sampled(progress: _Progress, clock: Floats) -> tuple[Floats, Floats]:
    spline = CubicHermiteSpline(progress.time_s, progress.ground_m, progress.rate_m_s)
    held = np.minimum(clock, progress.time_s[-1])
    return spline(held).T, spline(held, 1).T


def _check(model: LowModel, length_m: Floats) -> None:
    if length_m.max() > model.max_range_m:
        raise BeyondRangeError(
            f"{model.id} does not reach {length_m.max() / 1e3:.0f} km: its published range is "
            f"{model.max_range_m / 1e3:.0f} km"
        )
    if length_m.min() < SHORTEST_RANGE_M:
        raise BadPlaceError(
            f"the aim is {length_m.min():.0f} m from the launch point; a flight needs at least 1 km"
        )


def fly_low(
    model: LowModel, launch: Place, aim: Place, apogee_m: float | None = None, sample_s: float = 5.0
) -> Flight:
    """Fly a low model from one place to another; see `fly_low_many`."""
    start, end = np.array([launch], dtype=np.float64), np.array([aim], dtype=np.float64)
    library = fly_low_many(model, start, end, sample_s, apogee_m)
    times = [fly_low_many(model, start, end, 1e6, apogee_m, level).impact_ms[0] / 1e3 for level in (-1, 1)]
    count = int(library.sample_count[0])
    arrival = library.impact_ms[0] / 1e3
    is_cruise = isinstance(model, CruiseModel)
    burns = (0.0, 0.0) if isinstance(model, CruiseModel) else (model.burn_time_low_s, model.burn_time_high_s)
    altitude = library.altitude_m[0, : count + 1]
    return Flight(
        threat=model.id,
        shape="cruise" if is_cruise else "quasi_ballistic",
        launch_deg=launch,
        aim_deg=aim,
        impact_deg=aim,
        range_m=float(library.range_m[0]),
        miss_m=0.0,
        flight_time_s=arrival,
        flight_time_low_s=min(*times, arrival),
        flight_time_high_s=max(*times, arrival),
        burnout_s=library.burnout_ms[0] / 1e3,
        burn_time_low_s=burns[0],
        burn_time_high_s=burns[1],
        apogee_m=float(library.apogee_m[0]),
        apogee_s=float(altitude.argmax() * sample_s),
        azimuth_deg=float(geodesic(launch, aim)[1]) % 360.0,
        kick_deg=0.0,
        delta_v_m_s=0.0 if isinstance(model, CruiseModel) else model.burnout_speed_m_s,
        note="height and path are prescribed, not computed",
        time_s=np.append(np.arange(count) * sample_s, arrival),
        position_ecef_m=library.position_ecef_m[0, : count + 1],
        velocity_ecef_m_s=library.velocity_ecef_m_s[0, : count + 1],
        altitude_m=altitude,
    )
