"""What a flight is, as frozen records: one flight with its track, or many on a common clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from shieldwall.physics.earth import Floats, geodetic

Shape = Literal["minimum_energy", "lofted", "depressed"]
Place = tuple[float, float]
Integers = npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Flight:
    """One flight from launch to impact.

    Attributes
    ----------
    threat, shape : str
        Which missile, and how it was flown (``"given_apogee"`` where an apogee was asked for).
    launch_deg, aim_deg, impact_deg : (float, float)
        Latitude and longitude.
    range_m : float
        Geodesic from launch to impact.
    miss_m : float
        Geodesic from aim to impact: what the solution left over, not a dispersion.
    flight_time_s, flight_time_low_s, flight_time_high_s : float
        At the booster's burn time, and the least and greatest at its low and high burn times.
    burnout_s, burn_time_low_s, burn_time_high_s : float
        Time of cut-off; the total burn times behind the low and the high flight time.
    apogee_m, apogee_s : float
        Highest point above the ellipsoid and when.
    azimuth_deg, kick_deg, delta_v_m_s : float
        How it was flown; the velocity increment is that of a full burn.
    note : str
        One sentence where something has to be said of this flight, else empty.
    time_s : float64 array, shape (S,)
    position_ecef_m, velocity_ecef_m_s : float64 array, shape (S, 3)
        Velocity is relative to the turning Earth. The last row is the impact.
    altitude_m : float64 array, shape (S,)
        Geodetic.
    """

    threat: str
    shape: str
    launch_deg: Place
    aim_deg: Place
    impact_deg: Place
    range_m: float
    miss_m: float
    flight_time_s: float
    flight_time_low_s: float
    flight_time_high_s: float
    burnout_s: float
    burn_time_low_s: float
    burn_time_high_s: float
    apogee_m: float
    apogee_s: float
    azimuth_deg: float
    kick_deg: float
    delta_v_m_s: float
    note: str
    time_s: Floats
    position_ecef_m: Floats
    velocity_ecef_m_s: Floats
    altitude_m: Floats

    @property
    def track_deg(self) -> tuple[Any, Any]:
        """Latitudes and longitudes of the samples, degrees."""
        latitude, longitude, _ = geodetic(self.position_ecef_m)
        return latitude, longitude


@dataclass(frozen=True, eq=False)
class FlightLibrary:
    """Many flights sampled on one clock; sample ``k`` is at ``k * sample_s``.

    After ``sample_count`` the impact point is repeated, with no velocity and no height.

    Attributes
    ----------
    sample_s : float
    position_ecef_m, velocity_ecef_m_s : float64 array, shape (F, S, 3)
    altitude_m : float64 array, shape (F, S)
    sample_count : int32 array, shape (F,)
        Samples up to impact.
    burnout_ms, impact_ms : int32 array, shape (F,)
    apogee_m, range_m : float64 array, shape (F,)
    launch_deg, aim_deg : float64 array, shape (F, 2)
    """

    sample_s: float
    position_ecef_m: Floats
    velocity_ecef_m_s: Floats
    altitude_m: Floats
    sample_count: Integers
    burnout_ms: Integers
    impact_ms: Integers
    apogee_m: Floats
    range_m: Floats
    launch_deg: Floats
    aim_deg: Floats
