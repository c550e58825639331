"""The textbook ballistic arc: sphere, one impulse at the surface, no turn, no air.

A check on every other flight, and the lower bound that shows a published flight time to be impossible.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from shieldwall.physics.earth import GRAVITATIONAL_PARAMETER_M3_S2, MEAN_RADIUS_M, ROTATION_RATE_RAD_S
from shieldwall.physics.refusals import BadPlaceError


@dataclass(frozen=True)
class BallisticArc:
    """Free flight from surface to surface: time, launch speed, launch angle above the horizon, apogee."""

    flight_time_s: float
    speed_m_s: float
    angle_deg: float
    apogee_m: float


def ballistic(range_m: float, apogee_m: float | None = None) -> BallisticArc:
    """Return the impulsive arc of a range on a sphere: of least energy, or with a given apogee.

    With half range angle ``psi / 2``, ``Q = v^2 r / mu`` and least energy, ``sin(psi/2) = Q / (2 - Q)`` and
    the launch angle is ``45 deg - psi / 4``. With an apogee the ellipse is fixed by the two conditions that
    the surface is crossed half the range away from the apogee: ``e = (ra - r) / (ra - r cos(psi/2))``.

    Parameters
    ----------
    range_m : float
        Ground range, more than zero and less than half the circumference (20,015 km).
    apogee_m : float, optional
        Height of the highest point; least energy where it is not given.

    Returns
    -------
    BallisticArc

    Raises
    ------
    BadPlaceError
        The range is not within those bounds, or the apogee is not positive.

    Notes
    -----
    Bate, Mueller, White, *Fundamentals of Astrodynamics* (1971), sec. 6.2. R = 6,371 km,
    mu = 398,600.4418 km^3/s^2.

    Examples
    --------
    >>> arc = ballistic(1_000e3)
    >>> round(arc.speed_m_s, 1), round(arc.apogee_m / 1e3, 1), round(arc.flight_time_s, 1)
    (3016.1, 239.9, 474.4)
    """
    radius, mu = MEAN_RADIUS_M, GRAVITATIONAL_PARAMETER_M3_S2
    if not 0.0 < range_m < math.pi * radius:
        raise BadPlaceError(
            f"a ground range lies between 0 and {math.pi * radius / 1e3:.0f} km, not {range_m / 1e3:g} km"
        )
    half = 0.5 * range_m / radius
    if apogee_m is None:
        energy = 2.0 * math.sin(half) / (1.0 + math.sin(half))
        angle = 0.25 * math.pi - 0.5 * half
    else:
        if not (apogee_m > 0.0 and math.isfinite(apogee_m)):
            raise BadPlaceError(f"an apogee is a positive height, not {apogee_m / 1e3:g} km")
        far = radius + apogee_m
        eccentricity = (far - radius) / (far - radius * math.cos(half))
        parameter = far * (1.0 - eccentricity)
        angle = math.atan2(eccentricity * math.sin(half), 1.0 - eccentricity * math.cos(half))
        energy = parameter / (radius * math.cos(angle) ** 2)
    speed = math.sqrt(energy * mu / radius)
    axis = radius / (2.0 - energy)
    eccentricity = math.sqrt(1.0 - energy * (2.0 - energy) * math.cos(angle) ** 2)
    true_anomaly = math.pi - half
    eccentric = 2.0 * math.atan2(
        math.sqrt(1.0 - eccentricity) * math.sin(0.5 * true_anomaly),
        math.sqrt(1.0 + eccentricity) * math.cos(0.5 * true_anomaly),
    )
    mean = eccentric - eccentricity * math.sin(eccentric)
    flight_time_s = 2.0 * (math.pi - mean) * math.sqrt(axis**3 / mu)
    return BallisticArc(flight_time_s, speed, math.degrees(angle), axis * (1.0 + eccentricity) - radius)


def turning_ballistic(
    launch_deg: tuple[float, float], aim_deg: tuple[float, float], apogee_m: float | None = None
) -> BallisticArc:
    """Return the impulsive arc between two places of a sphere that turns under the flight.

    The aim moves east while the body flies, so the inertial range and the time are found together.
    A published time below this one is impossible for the range and apogee published with it, whatever the
    booster: power on the way up only adds time. Speed and angle are inertial.

    Parameters
    ----------
    launch_deg, aim_deg : (float, float)
        Latitude and longitude, taken as spherical.
    apogee_m : float, optional
        As for `ballistic`.
    """

    def arc_after(flight_time_s: float) -> BallisticArc:
        turned = math.degrees(ROTATION_RATE_RAD_S * flight_time_s)
        angle = central_angle_rad(launch_deg, (aim_deg[0], aim_deg[1] + turned))
        return ballistic(MEAN_RADIUS_M * angle, apogee_m)

    arc = arc_after(0.0)
    for _ in range(100):
        following = arc_after(arc.flight_time_s)
        if abs(following.flight_time_s - arc.flight_time_s) < 1e-6:
            return following
        arc = following
    raise BadPlaceError(
        "the flight time and the turn of the Earth do not settle; the aim is near the antipode"
    )


def central_angle_rad(start_deg: tuple[float, float], end_deg: tuple[float, float]) -> float:
    """Return the angle at the centre of a sphere between two latitudes and longitudes (haversine)."""
    north, other = math.radians(start_deg[0]), math.radians(end_deg[0])
    east = math.radians(end_deg[1] - start_deg[1])
    share = (
        math.sin(0.5 * (other - north)) ** 2 + math.cos(north) * math.cos(other) * math.sin(0.5 * east) ** 2
    )
    return 2.0 * math.asin(min(1.0, math.sqrt(share)))
