"""Laws that every flight and every reach table obeys."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from shieldwall.physics.arcs import sample_arcs
from shieldwall.physics.booster import Stage, ThreatModel, calibrate
from shieldwall.physics.earth import (
    EQUATORIAL_RADIUS_M,
    GRAVITATIONAL_PARAMETER_M3_S2,
    J2,
    MEAN_RADIUS_M,
    ROTATION_RATE_RAD_S,
    destination,
)
from shieldwall.physics.flight import Flight, fly
from shieldwall.physics.reach import InterceptorModel, reach_table, time_to_reach_s

MISSILE = ThreatModel("missile", (Stage(110.0, 1.0, 230.0),), 1300e3, "cut_off", 8.0, 5e3, 95.0, 120.0)
FEW = settings(max_examples=15, deadline=None)
latitudes = st.floats(-80.0, 80.0)
longitudes = st.floats(-180.0, 180.0)
azimuths = st.floats(0.0, 360.0)
ranges_m = st.floats(300e3, 1100e3)


def flown(launch: tuple[float, float], azimuth: float, range_m: float) -> Flight:
    return fly(calibrate(MISSILE), launch, destination(launch, azimuth, range_m))


def potential(x: float, y: float, z: float) -> float:
    """Gravity with J2 and the turn of the frame, J/kg."""
    r = math.sqrt(x * x + y * y + z * z)
    second = 0.5 * (3.0 * (z / r) ** 2 - 1.0)
    gravity = GRAVITATIONAL_PARAMETER_M3_S2 / r * (1.0 - J2 * (EQUATORIAL_RADIUS_M / r) ** 2 * second)
    return -gravity - 0.5 * ROTATION_RATE_RAD_S**2 * (x * x + y * y)


@FEW
@given(latitudes, longitudes, azimuths, ranges_m)
def test_energy_and_angular_momentum_are_conserved_above_the_air(
    latitude: float, longitude: float, azimuth: float, range_m: float
) -> None:
    flight = flown((latitude, longitude), azimuth, range_m)
    outside = (flight.altitude_m > 151e3) & (flight.time_s > flight.burnout_s)
    assume(outside.sum() > 3)
    position, velocity = flight.position_ecef_m[outside], flight.velocity_ecef_m_s[outside]
    # in the turning frame: kinetic energy, gravity with J2, centrifugal potential (the Jacobi integral)
    energy = 0.5 * (velocity**2).sum(axis=1) + np.array([potential(*place) for place in position])
    assert np.ptp(energy) < 1e-8 * abs(energy[0])
    # about the axis, seen from outside: J2 and the frame leave it alone
    x, y, vx, vy = position[:, 0], position[:, 1], velocity[:, 0], velocity[:, 1]
    spin = x * (vy + ROTATION_RATE_RAD_S * x) - y * (vx - ROTATION_RATE_RAD_S * y)
    assert np.ptp(spin) < 1e-7 * np.abs(position).max() * np.abs(velocity).max()


@FEW
@given(latitudes, longitudes, azimuths, ranges_m, st.floats(-360.0, 360.0))
def test_turning_the_map_by_a_longitude_changes_nothing(
    latitude: float, longitude: float, azimuth: float, range_m: float, turn: float
) -> None:
    here = flown((latitude, longitude), azimuth, range_m)
    there = flown((latitude, (longitude + turn + 180.0) % 360.0 - 180.0), azimuth, range_m)
    # the solvers may stop at other points within their 5 m
    assert there.flight_time_s == pytest.approx(here.flight_time_s, abs=0.02)
    assert there.apogee_m == pytest.approx(here.apogee_m, abs=20.0)
    assert there.burnout_s == pytest.approx(here.burnout_s, abs=0.002)


@FEW
@given(latitudes, longitudes, azimuths, ranges_m)
def test_the_southern_hemisphere_is_the_mirror_of_the_northern(
    latitude: float, longitude: float, azimuth: float, range_m: float
) -> None:
    north = flown((latitude, longitude), azimuth, range_m)
    south = flown((-latitude, longitude), 180.0 - azimuth, range_m)
    # the solvers may stop at other points within their 5 m
    assert south.flight_time_s == pytest.approx(north.flight_time_s, abs=0.02)
    assert south.apogee_m == pytest.approx(north.apogee_m, abs=20.0)


@FEW
@given(latitudes, longitudes, azimuths, ranges_m, st.floats(1.02, 1.1))
def test_farther_takes_a_later_cut_off_and_a_longer_flight(
    latitude: float, longitude: float, azimuth: float, range_m: float, farther: float
) -> None:
    near = flown((latitude, longitude), azimuth, range_m)
    far = flown((latitude, longitude), azimuth, min(range_m * farther, 1150e3))
    assert far.burnout_s > near.burnout_s
    assert far.flight_time_s > near.flight_time_s


@FEW
@given(latitudes, longitudes, azimuths, st.floats(0.3, 1.4), st.floats(2000.0, 6500.0))
def test_arcs_conserve_energy_in_inertial_axes(
    latitude: float, longitude: float, azimuth: float, elevation: float, speed: float
) -> None:
    radius = MEAN_RADIUS_M + 400e3
    up = np.array(
        [
            math.cos(math.radians(latitude)) * math.cos(math.radians(longitude)),
            math.cos(math.radians(latitude)) * math.sin(math.radians(longitude)),
            math.sin(math.radians(latitude)),
        ]
    )
    east = np.cross([0.0, 0.0, 1.0], up)
    east /= np.linalg.norm(east)
    level = math.sin(math.radians(azimuth)) * east + math.cos(math.radians(azimuth)) * np.cross(up, east)
    velocity = speed * (math.cos(elevation) * level + math.sin(elevation) * up)
    track = np.empty((1, 3, 4001))
    sample_arcs(np.concatenate([radius * up, velocity])[None], 400.0, 0.1, 0.0, track)
    points = track[0].T
    rates = (points[2:] - points[:-2]) / 0.2
    energy = 0.5 * (rates**2).sum(axis=1) + np.array(
        [
            potential(*place) + 0.5 * ROTATION_RATE_RAD_S**2 * (place[0] ** 2 + place[1] ** 2)
            for place in points[1:-1]
        ]
    )
    # central differences over 0.2 s round 1e7 m to 1e-8 m/s, and bend by 1e-5 m/s
    assert np.ptp(energy) < 1e-5 * abs(energy[0])


interceptors = st.builds(
    InterceptorModel,
    id=st.just("any"),
    burnout_speed_m_s=st.floats(1500.0, 4500.0),
    burn_time_s=st.floats(10.0, 70.0),
    lowest_elevation_rad=st.floats(0.1, 0.6),
    min_altitude_m=st.floats(5e3, 100e3),
    max_altitude_m=st.floats(120e3, 600e3),
    max_range_m=st.floats(200e3, 1200e3),
    max_flight_time_s=st.floats(150.0, 900.0),
    ballistic_coefficient_kg_m2=st.just(math.inf),
)


@FEW
@given(interceptors, st.floats(1.05, 1.3))
def test_a_faster_interceptor_is_never_later(model: InterceptorModel, faster: float) -> None:
    # Where the straight line lies above the lowest elevation; below it a faster one overshoots (the hole).
    slow = reach_table(model)
    fast = reach_table(replace(model, burnout_speed_m_s=faster * model.burnout_speed_m_s))
    columns, rows = np.nonzero(np.isfinite(slow.time_s))
    angle = columns * slow.ground_range_step_m / MEAN_RADIUS_M
    height = MEAN_RADIUS_M + rows * slow.altitude_step_m
    sight = np.arctan2(height * np.cos(angle) - MEAN_RADIUS_M, height * np.sin(angle))
    above = sight > model.lowest_elevation_rad
    # times between flights a third of a degree apart are linear: half a second at most
    assert (fast.time_s[columns, rows][above] <= slow.time_s[columns, rows][above] + 0.5).all()


@FEW
@given(interceptors, st.floats(0.0, 2.0), st.floats(-0.5, 2.0))
def test_reach_is_never_finite_outside_its_caps(model: InterceptorModel, out: float, up: float) -> None:
    table = reach_table(model)
    range_m, altitude_m = out * model.max_range_m, up * model.max_altitude_m
    time = time_to_reach_s(
        range_m, altitude_m, table.ground_range_step_m, table.altitude_step_m, table.time_s
    )
    assert time > 0.0
    is_inside = range_m <= model.max_range_m * (1.0 + 1e-9) and model.min_altitude_m * (
        1.0 - 1e-9
    ) <= altitude_m <= model.max_altitude_m * (1.0 + 1e-9)
    if math.isfinite(time):
        assert is_inside
        assert time <= model.max_flight_time_s
