"""Flights that are not ballistic: a low short-range missile, and a cruise missile.

Both follow the geodesic from launch to aim at a prescribed height; only the time along it is computed. The
``quasi_ballistic`` path is flat-topped, with the published apogee: constant acceleration along it to a
burnout speed that just carries the published range, then gravity along the path and drag. The lift that
holds the path costs no drag here and weaving is left out, so times are somewhat short. ``cruise`` keeps
one height and one speed. Glide vehicles are refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from shieldwall.physics.earth import MEAN_RADIUS_M, Floats, ecef_m, geodesic, geodesic_points, local_frame
from shieldwall.physics.flight_records import Flight, FlightLibrary, Integers, Place
from shieldwall.physics.low_path import QuasiBallisticModel, burnout_speed_m_s, low_shot, path_shape
from shieldwall.physics.refusals import (
    BadPlaceError,
    BeyondRangeError,
    ImpossibleApogeeError,
    UnsupportedError,
)

SHORTEST_RANGE_M = 1e3
LOW_SHARE = 0.12
STEEPEST_SHARE = 0.25
Level = Literal["quick", "nominal", "slow"]


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


def default_apogee_m(model: QuasiBallisticModel, range_m: npt.ArrayLike) -> Floats:
    """Return the apogee of a shot: the published one, or 0.12 of the range where that is less.

    The ratio is that of the flights published in 2019: 25 km at 220 km, 30 km at 250 km, 48 km at 400 km.
    """
    return np.minimum(model.apogee_m, LOW_SHARE * np.asarray(range_m, dtype=np.float64))


@dataclass(frozen=True, eq=False)
class _Progress:
    """Ground distance (m) and ground speed (m/s), shape (F, S); samples (F,), arrival (F,), burnout (s)."""

    ground_m: Floats
    rate_m_s: Floats
    sample_count: Integers
    arrival_s: Floats
    burnout_s: float


def fly_low_many(
    model: LowModel, launches: Floats, aims: Floats, sample_s: float = 5.0, apogee_m: float | None = None,
    level: Level = "nominal",
) -> FlightLibrary:  # fmt: skip
    """Fly a low model between pairs of places (F, 2), sampled on one clock.

    ``level`` takes the quick or the slow end of the judged burn time or speed.

    Raises
    ------
    FlightError
        Beyond the published range, too near, or an apogee that is no low path's.
    """
    length, azimuth, _ = (np.atleast_1d(value) for value in geodesic(launches, aims))
    _check_lengths(model, length)
    tops = _tops(model, length, apogee_m)
    progress = _progress(model, length, tops, sample_s, level)
    count = int(progress.sample_count.max()) + 1
    is_flying = np.arange(count) < progress.sample_count[:, None]
    ground = np.where(is_flying, progress.ground_m[:, :count], length[:, None])
    rate = np.where(is_flying, progress.rate_m_s[:, :count], 0.0)
    height, slope = np.where(is_flying, tops[:, None], 0.0), np.zeros_like(ground)
    if isinstance(model, QuasiBallisticModel):
        height, slope = path_shape(2.0 * ground / length[:, None] - 1.0, length[:, None], tops[:, None])
    latitude, longitude, heading = geodesic_points(launches[:, None, :], azimuth[:, None], ground)
    frames = local_frame(latitude, longitude)
    east, north = np.sin(np.radians(heading))[..., None], np.cos(np.radians(heading))[..., None]
    along = (east * frames[..., 0, :] + north * frames[..., 1, :]) * (1.0 + height / MEAN_RADIUS_M)[..., None]
    return FlightLibrary(
        sample_s=float(sample_s),
        position_ecef_m=ecef_m(latitude, longitude, height),
        velocity_ecef_m_s=(along + slope[..., None] * frames[..., 2, :]) * rate[..., None],
        altitude_m=height,
        sample_count=progress.sample_count,
        burnout_ms=np.full(len(length), round(progress.burnout_s * 1e3), np.int32),
        impact_ms=np.rint(progress.arrival_s * 1e3).astype(np.int32),
        apogee_m=tops,
        range_m=length,
        launch_deg=launches,
        aim_deg=aims,
    )


def _tops(model: LowModel, length: Floats, apogee_m: float | None) -> Floats:
    if isinstance(model, CruiseModel):
        if apogee_m is not None:
            raise ImpossibleApogeeError(
                f"{model.id} cruises at {model.cruise_height_m:.0f} m; it has no apogee to choose"
            )
        return np.full_like(length, model.cruise_height_m)
    tops = default_apogee_m(model, length) if apogee_m is None else np.full_like(length, apogee_m)
    if not (tops.min() > 0.0 and (tops <= STEEPEST_SHARE * length).all()):
        raise ImpossibleApogeeError(
            f"{model.id}: a low path has an apogee between 0 and a quarter of its range "
            f"({STEEPEST_SHARE * length.min() / 1e3:.0f} km), not {tops.max() / 1e3:g} km"
        )
    return tops


def _progress(model: LowModel, length: Floats, tops: Floats, sample_s: float, level: Level) -> _Progress:
    if isinstance(model, CruiseModel):
        speed = {
            "quick": model.cruise_speed_high_m_s,
            "nominal": model.cruise_speed_m_s,
            "slow": model.cruise_speed_low_m_s,
        }[level]
        arrival = length / speed
        clock = np.arange(int(arrival.max() / sample_s) + 2) * sample_s
        ground = np.minimum(clock * speed, length[:, None])
        count = (arrival / sample_s).astype(np.int32) + np.int32(1)
        return _Progress(ground, np.full_like(ground, speed), count, arrival, 0.0)
    burn = {"quick": model.burn_time_low_s, "nominal": model.burn_time_s, "slow": model.burn_time_high_s}[
        level
    ]
    speed = burnout_speed_m_s(model, burn)
    half_inverse_beta = 0.5 / model.ballistic_coefficient_kg_m2
    arrival, count = np.empty_like(length), np.empty(len(length), np.int32)
    columns = int(4.0 * length.max() / speed / sample_s + burn / sample_s) + 2
    ground, rate = np.zeros((2, len(length), columns))
    for row, (reach, top) in enumerate(zip(length, tops, strict=True)):
        shot = (float(reach), float(top), float(burn), speed, half_inverse_beta)
        arrival[row], _, count[row] = low_shot(shot, sample_s, ground[row], rate[row])
        if not np.isfinite(arrival[row]):
            raise BeyondRangeError(
                f"{model.id} loses its speed before {reach / 1e3:.0f} km "
                f"on a path of {top / 1e3:.0f} km apogee"
            )
    return _Progress(ground, rate, count, arrival, burn)


def _check_lengths(model: LowModel, length_m: Floats) -> None:
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
    levels: tuple[Level, ...] = ("quick", "slow")
    others = [
        fly_low_many(model, start, end, sample_s, apogee_m, level).impact_ms[0] / 1e3 for level in levels
    ]
    count, arrival = int(library.sample_count[0]), float(library.impact_ms[0]) / 1e3
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
        flight_time_low_s=min(*others, arrival),
        flight_time_high_s=max(*others, arrival),
        burnout_s=float(library.burnout_ms[0]) / 1e3,
        burn_time_low_s=burns[0],
        burn_time_high_s=burns[1],
        apogee_m=float(library.apogee_m[0]),
        apogee_s=float(altitude.argmax() * sample_s),
        azimuth_deg=float(geodesic(launch, aim)[1]) % 360.0,
        kick_deg=0.0,
        delta_v_m_s=0.0 if isinstance(model, CruiseModel) else burnout_speed_m_s(model, model.burn_time_s),
        note="height and path are prescribed, only the time along them is computed",
        time_s=np.append(np.arange(count) * sample_s, arrival),
        position_ecef_m=library.position_ecef_m[0, : count + 1],
        velocity_ecef_m_s=library.velocity_ecef_m_s[0, : count + 1],
        altitude_m=altitude,
    )
