"""How soon an interceptor can be at a ground range and a height: the least time over a fan of flights.

Each flight of the fan is planar: thrust of constant size in a fixed direction (the launch elevation) until
burnout, then free flight to the ground, over a sphere that does not turn, in air where a ballistic
coefficient is given. A sphere at rest is enough here: an interceptor flies a few hundred seconds, in which
the Earth's turn carries launcher and target alike, and what is left of it (Coriolis drift of a few km) is
steered out on the way. Divert, guidance and the kill vehicle are not modelled.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import brentq

from shieldwall.physics.earth import Floats
from shieldwall.physics.fan import fan_table, fly_planar
from shieldwall.physics.kernel import kernel

GRID_CELLS: Final = 160
FAN_FLIGHTS: Final = 241
CALIBRATION_ELEVATION_RAD: Final = math.pi / 4.0
_STEEPEST_RAD: Final = 0.5 * math.pi


@dataclass(frozen=True)
class InterceptorModel:
    """What is published (or judged) about an interceptor, in SI.

    Attributes
    ----------
    id : str
        Catalogue id.
    burnout_speed_m_s : float
        Actual speed at burnout of a launch at 45 degrees, not an ideal increment.
    burn_time_s : float
        Total burn time.
    lowest_elevation_rad : float
        Lowest launch elevation of the fan.
    min_altitude_m, max_altitude_m, max_range_m, max_flight_time_s : float
        Published caps: seeker, air, battery, doctrine; infinite for none. Range and altitude must be finite.
    ballistic_coefficient_kg_m2 : float
        Infinite for no drag.
    """

    id: str
    burnout_speed_m_s: float
    burn_time_s: float
    lowest_elevation_rad: float
    min_altitude_m: float
    max_altitude_m: float
    max_range_m: float
    max_flight_time_s: float
    ballistic_coefficient_kg_m2: float


@dataclass(frozen=True, eq=False)
class ReachTable:
    """Least time to ``r * ground_range_step_m`` and height ``a * altitude_step_m``; infinite out of reach."""

    ground_range_step_m: float
    altitude_step_m: float
    time_s: Floats


@dataclass(frozen=True)
class KinematicLimits:
    """How far and how high the fan goes with the caps left out."""

    range_m: float
    altitude_m: float


def thrust_m_s2(model: InterceptorModel) -> float:
    """Return the constant thrust acceleration whose 45 degree launch burns out at the published speed."""

    def excess(thrust: float) -> float:
        flight = fly_planar(
            thrust, model.burn_time_s, CALIBRATION_ELEVATION_RAD, _half_inverse(model), np.empty((0, 3))
        )
        return float(flight[0]) - model.burnout_speed_m_s

    mean = model.burnout_speed_m_s / model.burn_time_s
    return float(brentq(excess, mean, 4.0 * mean + 60.0, xtol=1e-9))


def _half_inverse(model: InterceptorModel) -> float:
    return 0.5 / model.ballistic_coefficient_kg_m2


@functools.lru_cache(maxsize=64)
def reach_table(model: InterceptorModel) -> ReachTable:
    """Return the least-time table of an interceptor, with its caps applied.

    The grid is chosen so that the greatest range and altitude lie on it; the altitude floor is rounded up
    to the grid (by less than 1/160 of the ceiling).

    Raises
    ------
    ValueError
        A figure that is no interceptor's.
    """
    _check(model)
    altitude_cells = _cells_for_floor(model)
    range_step = model.max_range_m / GRID_CELLS
    altitude_step = model.max_altitude_m / altitude_cells
    elevations = np.linspace(model.lowest_elevation_rad, _STEEPEST_RAD, FAN_FLIGHTS)
    time = fan_table(
        thrust_m_s2(model), model.burn_time_s, elevations, _half_inverse(model), range_step, altitude_step,
        (GRID_CELLS + 1, altitude_cells + 1),
    )  # fmt: skip
    altitude = np.arange(altitude_cells + 1) * altitude_step
    time[:, altitude < model.min_altitude_m * (1.0 - 1e-9)] = np.inf
    time[time > model.max_flight_time_s] = np.inf
    time.flags.writeable = False
    return ReachTable(range_step, altitude_step, time)


def _cells_for_floor(model: InterceptorModel) -> int:
    """Return a number of altitude cells (120 to 160) with a grid line at or just above the floor."""
    cells = np.arange(120, GRID_CELLS + 1)
    place = model.min_altitude_m / model.max_altitude_m * cells
    return int(cells[np.argmin(np.ceil(place - 1e-9) - place)])


def _check(model: InterceptorModel) -> None:
    for name in (
        "burnout_speed_m_s",
        "burn_time_s",
        "max_altitude_m",
        "max_range_m",
        "ballistic_coefficient_kg_m2",
    ):
        if not getattr(model, name) > 0.0:
            raise ValueError(f"{model.id}: {name} is positive, not {getattr(model, name):g}")
    if not (math.isfinite(model.max_altitude_m) and math.isfinite(model.max_range_m)):
        raise ValueError(f"{model.id}: max_altitude_m and max_range_m are finite")
    if not 0.0 <= model.lowest_elevation_rad < _STEEPEST_RAD:
        raise ValueError(f"{model.id}: the lowest elevation lies between 0 and 90 degrees")
    if not 0.0 <= model.min_altitude_m < model.max_altitude_m:
        raise ValueError(f"{model.id}: the altitude floor lies below the ceiling")


@kernel(counted=False)
def time_to_reach_s(
    ground_range_m: float,
    altitude_m: float,
    ground_range_step_m: float,
    altitude_step_m: float,
    time_s: Floats,
) -> float:
    """Return the least time to a ground range and height, s; infinite outside the table's finite corners.

    Bilinear between four corners, all of which must be finite: nothing is extrapolated.
    """
    across = ground_range_m / ground_range_step_m
    up = altitude_m / altitude_step_m
    if not (0.0 <= across <= time_s.shape[0] - 1 and 0.0 <= up <= time_s.shape[1] - 1):
        return math.inf
    column = min(int(across), time_s.shape[0] - 2)
    row = min(int(up), time_s.shape[1] - 2)
    s, t = across - column, up - row
    low = (1.0 - s) * time_s[column, row] + s * time_s[column + 1, row]
    high = (1.0 - s) * time_s[column, row + 1] + s * time_s[column + 1, row + 1]
    result = (1.0 - t) * low + t * high
    return result if result < math.inf else math.inf


def kinematic_limits(model: InterceptorModel) -> KinematicLimits:
    """Return the farthest ground impact and the highest point of the fan, all caps left out."""
    thrust = thrust_m_s2(model)
    farthest = highest = 0.0
    for elevation in np.linspace(model.lowest_elevation_rad, _STEEPEST_RAD, 90):
        _, top, ground, _ = fly_planar(
            thrust, model.burn_time_s, float(elevation), _half_inverse(model), np.empty((0, 3))
        )
        farthest, highest = max(farthest, ground), max(highest, top)
    return KinematicLimits(farthest, highest)


def explain(model: InterceptorModel) -> str:
    """Return one sentence on what kinematics alone would give against the published caps."""
    limits = kinematic_limits(model)
    parts = []
    for word, alone, cap in (
        ("range", limits.range_m, model.max_range_m), ("altitude", limits.altitude_m, model.max_altitude_m)
    ):  # fmt: skip
        relation = "more than" if alone > 1.02 * cap else "less than" if alone < 0.98 * cap else "the same as"
        parts.append(f"{word} {alone / 1e3:.0f} km, {relation} the published {cap / 1e3:.0f} km")
    return (
        f"{model.id}: a burnout speed of {model.burnout_speed_m_s / 1e3:.2f} km/s alone gives "
        f"{' and '.join(parts)}; the smaller of the two holds"
    )
