"""One flight of a catalogue threat, as the physics flies it, with the refusals of each class."""

from __future__ import annotations

import math
from typing import Final, cast

import numpy as np

from shieldwall.case.ledger import Ledger
from shieldwall.case.low_threats import low_model
from shieldwall.case.raid_flights import threat_model
from shieldwall.catalogue.load import Catalogue
from shieldwall.model.errors import InputError, suggestion
from shieldwall.model.threat import Threat
from shieldwall.physics.ballistic import BallisticArc
from shieldwall.physics.earth import (
    GRAVITATIONAL_PARAMETER_M3_S2,
    MEAN_RADIUS_M,
    Floats,
    destination,
    ecef_m,
    local_frame,
)
from shieldwall.physics.flight import Flight, calibrate, fly
from shieldwall.physics.flight_records import Shape
from shieldwall.sensing.sight import apparent_elevation_rad

SHAPES: Final = ("minimum_energy", "lofted", "depressed")
HALF_WAY_ROUND_KM: Final = 20_003
"""Half a meridian, the longest of the shortest ways; beyond it a geodesic comes back from the other side."""


def fly_threat(
    catalogue: Catalogue,
    name: str,
    launch: tuple[float, float],
    aim: tuple[float, float] | None = None,
    *,
    azimuth_deg: float | None = None,
    range_km: float | None = None,
    apogee_km: float | None = None,
    shape: str = "minimum_energy",
) -> Flight:
    """Return the flight of a threat to an aim, or along an azimuth for a range.

    Raises
    ------
    InputError
        An unknown threat or shape, an aim given twice or not at all, a class that is not flown, or a flight
        that cannot be made.
    """
    threat = catalogue.record(Threat, name)
    for what, place in (("launch", launch), ("aim", aim)):
        if place is not None and (isinstance(place, str) or len(place) != 2):
            raise InputError(f"{what} {place!r}: two numbers are needed, latitude and longitude in degrees")
    if shape not in SHAPES:
        raise InputError(f"unknown shape {shape!r}{suggestion(shape, SHAPES)}")
    by_direction = azimuth_deg is not None and range_km is not None
    if (aim is not None) == by_direction or (azimuth_deg is None) != (range_km is None):
        raise InputError("give either an aim, or an azimuth together with a range")
    if aim is None:
        assert azimuth_deg is not None
        assert range_km is not None
        if not -360.0 <= azimuth_deg <= 360.0:
            raise InputError(f"azimuth {azimuth_deg:g} degrees: from -360 to 360")
        if not 0.0 < range_km <= HALF_WAY_ROUND_KM:
            raise InputError(
                f"a range is above zero and at most {HALF_WAY_ROUND_KM:g} km, half way round the Earth, "
                f"not {range_km:g} km"
            )
        aim = destination(launch, azimuth_deg, range_km * 1e3)
    if apogee_km is not None and shape != SHAPES[0]:
        raise InputError(f"give either an apogee or a shape: {shape} has an apogee of its own")
    apogee_m = None if apogee_km is None else apogee_km * 1e3
    if threat.flight_class == "ballistic":
        booster = calibrate(threat_model(threat, Ledger(0, 1)))
        return fly(booster, launch, aim, cast(Shape, shape), apogee_m)
    if shape != SHAPES[0]:
        raise InputError(f"{name} is {threat.flight_class}: its path is prescribed, there is no {shape} one")
    return fly(low_model(threat, Ledger(0, 1)), launch, aim, apogee_m=apogee_m)


def apogees_m(catalogue: Catalogue, flight: Flight) -> tuple[float, float]:
    """Return the least and greatest apogee of a flight over the ends of its missile's burn time, m.

    The same twice where an apogee was asked for or the path is prescribed.
    """
    threat = catalogue.record(Threat, flight.threat)
    if threat.flight_class != "ballistic" or flight.shape not in SHAPES:
        return flight.apogee_m, flight.apogee_m
    model, shape = threat_model(threat, Ledger(0, 1)), cast(Shape, flight.shape)
    ends = [
        fly(calibrate(model, burn_s), flight.launch_deg, flight.aim_deg, shape).apogee_m
        for burn_s in (model.burn_time_low_s, model.burn_time_high_s)
    ]
    return min(*ends, flight.apogee_m), max(*ends, flight.apogee_m)


def rises_at_aim_s(flight: Flight) -> float | None:
    """Return when a missile first stands above the horizon of the place that it is aimed at, s after launch.

    Seen from the ground there, over a smooth Earth, with rays that bend as radars' do; the moment lies on the
    straight line between two samples of the track. None where the last sample is still below.
    """
    offset = flight.position_ecef_m - np.asarray(ecef_m(*flight.aim_deg))
    distance_m = np.linalg.norm(offset, axis=1)
    up = np.asarray(local_frame(*flight.aim_deg))[2]
    flying = distance_m[:-1] > 0.0
    sine = (offset[:-1] @ up)[flying] / distance_m[:-1][flying]
    seen = zip(sine, distance_m[:-1][flying], strict=True)
    elevation = np.array([apparent_elevation_rad(*each) for each in seen])
    above = np.flatnonzero(elevation >= 0.0)
    if not above.size:
        return None
    first = int(above[0])
    if first == 0:
        return 0.0
    share = elevation[first - 1] / (elevation[first - 1] - elevation[first])
    return float(flight.time_s[first - 1] + share * (flight.time_s[first] - flight.time_s[first - 1]))


def arc_profile(arc: BallisticArc, range_m: float, samples: int = 121) -> tuple[Floats, Floats, Floats]:
    """Return times (s), ground ranges and heights (m) along a textbook arc, (samples,) each.

    The ellipse through both ends with its focus at the centre: ``r = p / (1 + e cos nu)``, apogee at
    ``nu = pi``; times by Kepler's equation (Bate, Mueller, White, 1971, sec. 6.2 and 4.2).
    """
    radius, mu = MEAN_RADIUS_M, GRAVITATIONAL_PARAMETER_M3_S2
    momentum = radius * arc.speed_m_s * math.cos(math.radians(arc.angle_deg))
    axis = 1.0 / (2.0 / radius - arc.speed_m_s**2 / mu)
    eccentricity = math.sqrt(max(0.0, 1.0 - momentum**2 / (mu * axis)))
    anomaly = math.pi + np.linspace(-0.5, 0.5, samples) * range_m / radius
    height_m = momentum**2 / mu / (1.0 + eccentricity * np.cos(anomaly)) - radius
    eccentric = 2.0 * np.arctan2(
        math.sqrt(1.0 - eccentricity) * np.sin(0.5 * anomaly),
        math.sqrt(1.0 + eccentricity) * np.cos(0.5 * anomaly),
    )
    mean = eccentric - eccentricity * np.sin(eccentric)
    return (mean - mean[0]) * math.sqrt(axis**3 / mu), (anomaly - anomaly[0]) * radius, height_m
