"""The turning Earth: WGS84 shape, gravity with J2, local frames, geodesics.

Positions are Earth-centred, Earth-fixed (ECEF) metres: x through 0 N 0 E, z through the north pole.
Flights are integrated in that turning frame, so the centrifugal and Coriolis terms stand beside gravity
and a rotation rate of zero gives a non-turning Earth. Geodesics come from PROJ's library (GeographicLib).
"""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from shieldwall.physics.kernel import kernel

if TYPE_CHECKING:
    from pyproj import Geod

Floats = npt.NDArray[np.float64]

GRAVITATIONAL_PARAMETER_M3_S2: Final = 3.986004418e14
ROTATION_RATE_RAD_S: Final = 7.292115e-5
EQUATORIAL_RADIUS_M: Final = 6378137.0
INVERSE_FLATTENING: Final = 298.257223563
J2: Final = 1.08262982e-3
"""NIMA TR8350.2 (WGS84) and EGM96."""

MEAN_RADIUS_M: Final = 6371000.0
STANDARD_GRAVITY_M_S2: Final = 9.80665

FLATTENING: Final = 1.0 / INVERSE_FLATTENING
POLAR_RADIUS_M: Final = EQUATORIAL_RADIUS_M * (1.0 - FLATTENING)
ECCENTRICITY_SQUARED: Final = FLATTENING * (2.0 - FLATTENING)
SECOND_ECCENTRICITY_SQUARED: Final = ECCENTRICITY_SQUARED / (1.0 - ECCENTRICITY_SQUARED)

_J2_FACTOR: Final = 1.5 * J2 * EQUATORIAL_RADIUS_M**2


@kernel
def acceleration(
    x: float, y: float, z: float, vx: float, vy: float, rotation_rate_rad_s: float
) -> tuple[float, float, float]:
    """Return the acceleration of a free body in the frame that turns with the Earth.

    Point mass + J2 + centrifugal + Coriolis (Montenbruck & Gill, *Satellite Orbits*, 2000, eq. 3.30 for
    J2). Position in metres, velocity in m/s relative to the turning Earth (its z part has no effect), result
    in m/s^2. A rate of zero leaves gravity alone. Higher harmonics, Sun and Moon are left out.
    """
    inverse_square = 1.0 / (x * x + y * y + z * z)
    pull = -GRAVITATIONAL_PARAMETER_M3_S2 * inverse_square * math.sqrt(inverse_square)
    bulge = _J2_FACTOR * inverse_square
    tilt = 5.0 * z * z * inverse_square
    level = pull * (1.0 + bulge * (1.0 - tilt)) + rotation_rate_rad_s * rotation_rate_rad_s
    turn = 2.0 * rotation_rate_rad_s
    return (
        level * x + turn * vy,
        level * y - turn * vx,
        pull * (1.0 + bulge * (3.0 - tilt)) * z,
    )


@kernel
def low_altitude_m(x: float, y: float, z: float) -> float:
    """Return the height above the ellipsoid, m, quickly: within 1 cm below 150 km.

    The geocentric radius less that of the ellipsoid below (series in the second eccentricity, 4 mm), times
    the cosine between radius and normal. Used where density or ground contact is asked for.
    """
    square = x * x + y * y + z * z
    polar = z * z / square
    e = SECOND_ECCENTRICITY_SQUARED * polar
    radial = math.sqrt(square) - EQUATORIAL_RADIUS_M * (1.0 - e * (0.5 - e * (0.375 - 0.3125 * e)))
    return radial * (1.0 - 2.0 * FLATTENING * FLATTENING * polar * (1.0 - polar))


@kernel
def altitude_m(x: float, y: float, z: float) -> float:
    """Return the geodetic height above the WGS84 ellipsoid, m (Bowring 1985; below 1 mm to 10,000 km)."""
    level = math.sqrt(x * x + y * y)
    radius = math.sqrt(level * level + z * z)
    sine = z * (1.0 - FLATTENING) * (1.0 + SECOND_ECCENTRICITY_SQUARED * POLAR_RADIUS_M / radius)
    norm = math.sqrt(level * level + sine * sine)
    sine /= norm
    cosine = level / norm
    rise = z + SECOND_ECCENTRICITY_SQUARED * POLAR_RADIUS_M * sine * sine * sine
    run = level - ECCENTRICITY_SQUARED * EQUATORIAL_RADIUS_M * cosine * cosine * cosine
    norm = math.sqrt(rise * rise + run * run)
    sine = rise / norm
    cosine = run / norm
    surface = EQUATORIAL_RADIUS_M * math.sqrt(1.0 - ECCENTRICITY_SQUARED * sine * sine)
    return level * cosine + z * sine - surface


def ecef_m(
    latitude_deg: npt.ArrayLike, longitude_deg: npt.ArrayLike, height_m: npt.ArrayLike = 0.0
) -> Floats:
    """Return ECEF positions, shape ``(..., 3)``, from geodetic latitude, longitude and height."""
    latitude, longitude = np.radians(latitude_deg), np.radians(longitude_deg)
    height = np.asarray(height_m, dtype=np.float64)
    sine, cosine = np.sin(latitude), np.cos(latitude)
    normal = EQUATORIAL_RADIUS_M / np.sqrt(1.0 - ECCENTRICITY_SQUARED * sine**2)
    level = (normal + height) * cosine
    vertical = (normal * (1.0 - ECCENTRICITY_SQUARED) + height) * sine
    return np.stack(
        np.broadcast_arrays(level * np.cos(longitude), level * np.sin(longitude), vertical), axis=-1
    ).astype(np.float64)


def geodetic(position_ecef_m: npt.ArrayLike) -> tuple[Any, Any, Any]:
    """Return geodetic latitude (deg), longitude (deg) and height (m) of ECEF positions ``(..., 3)``.

    Bowring's formula applied twice; the height error is below 1 mm and the latitude error below 1e-11
    degrees from the surface to 10,000 km.
    """
    position = np.asarray(position_ecef_m, dtype=np.float64)
    x, y, z = position[..., 0], position[..., 1], position[..., 2]
    level = np.hypot(x, y)
    radius = np.hypot(level, z)
    reduced = np.arctan2(
        z * (1.0 - FLATTENING) * (1.0 + SECOND_ECCENTRICITY_SQUARED * POLAR_RADIUS_M / radius), level
    )
    latitude = reduced
    for _ in range(2):
        latitude = np.arctan2(
            z + SECOND_ECCENTRICITY_SQUARED * POLAR_RADIUS_M * np.sin(reduced) ** 3,
            level - ECCENTRICITY_SQUARED * EQUATORIAL_RADIUS_M * np.cos(reduced) ** 3,
        )
        reduced = np.arctan2((1.0 - FLATTENING) * np.sin(latitude), np.cos(latitude))
    sine = np.sin(latitude)
    height = (
        level * np.cos(latitude)
        + z * sine
        - EQUATORIAL_RADIUS_M * np.sqrt(1.0 - ECCENTRICITY_SQUARED * sine**2)
    )
    return np.degrees(latitude), np.degrees(np.arctan2(y, x)), height


def local_frame(latitude_deg: npt.ArrayLike, longitude_deg: npt.ArrayLike) -> Floats:
    """Return the unit vectors east, north and up (ellipsoid normal) as rows, shape ``(..., 3, 3)``."""
    latitude, longitude = np.broadcast_arrays(np.radians(latitude_deg), np.radians(longitude_deg))
    sine, cosine = np.sin(latitude), np.cos(latitude)
    sine_longitude, cosine_longitude = np.sin(longitude), np.cos(longitude)
    zero = np.zeros_like(sine)
    east = np.stack([-sine_longitude, cosine_longitude, zero], axis=-1)
    north = np.stack([-sine * cosine_longitude, -sine * sine_longitude, cosine], axis=-1)
    up = np.stack([cosine * cosine_longitude, cosine * sine_longitude, sine], axis=-1)
    return np.stack([east, north, up], axis=-2)


def normal_gravity_m_s2(latitude_deg: float) -> float:
    """Return gravity on the WGS84 ellipsoid by Somigliana's closed formula (NIMA TR8350.2, eq. 4-1)."""
    sine_squared = math.sin(math.radians(latitude_deg)) ** 2
    return (
        9.7803253359
        * (1.0 + 0.00193185265241 * sine_squared)
        / math.sqrt(1.0 - ECCENTRICITY_SQUARED * sine_squared)
    )


@functools.cache
def _geod() -> Geod:
    from pyproj import Geod

    return Geod(a=EQUATORIAL_RADIUS_M, rf=INVERSE_FLATTENING)


def geodesic(start_deg: npt.ArrayLike, end_deg: npt.ArrayLike) -> tuple[Any, Any, Any]:
    """Return the geodesic's length (m) and its azimuths (deg clockwise from north) at start and at end.

    ``start_deg`` and ``end_deg`` are ``(..., 2)`` latitudes and longitudes; the results have that shape
    without its last axis.
    """
    start, end = np.broadcast_arrays(np.asarray(start_deg, np.float64), np.asarray(end_deg, np.float64))
    forward, backward, length = _geod().inv(start[..., 1], start[..., 0], end[..., 1], end[..., 0])
    arriving = (np.asarray(backward) + 360.0) % 360.0 - 180.0
    return np.asarray(length), np.asarray(forward), arriving


def destination(start_deg: tuple[float, float], azimuth_deg: float, length_m: float) -> tuple[float, float]:
    """Return latitude and longitude (deg) at the end of a geodesic from ``start_deg``."""
    longitude, latitude, _ = _geod().fwd(start_deg[1], start_deg[0], azimuth_deg, length_m)
    return float(latitude), float(longitude)


def geodesic_points(
    start_deg: Floats, azimuth_deg: npt.ArrayLike, length_m: npt.ArrayLike
) -> tuple[Floats, Floats, Floats]:
    """Return latitude, longitude and azimuth of travel (deg) at lengths along geodesics, all broadcast."""
    latitude, longitude, azimuth, length = np.broadcast_arrays(
        start_deg[..., 0], start_deg[..., 1], azimuth_deg, length_m
    )
    longitude, latitude, backward = _geod().fwd(longitude, latitude, azimuth, length)
    return np.asarray(latitude), np.asarray(longitude), (np.asarray(backward) + 360.0) % 360.0 - 180.0
