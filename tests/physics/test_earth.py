"""The Earth against PROJ, and its acceleration against gradients and a change of frame."""

import math

import numpy as np
import pytest
from pyproj import Transformer

from shieldwall.physics import earth

GENERATOR = np.random.default_rng(11)
LATITUDE = np.append(GENERATOR.uniform(-90.0, 90.0, 50), [-90.0, 0.0, 90.0])
LONGITUDE = np.append(GENERATOR.uniform(-180.0, 180.0, 50), [0.0, 180.0, 12.0])
HEIGHT = np.append(GENERATOR.uniform(0.0, 7.0e6, 50), [0.0, 1e5, 1e6])


def test_places_and_positions_as_proj_has_them() -> None:
    proj = Transformer.from_crs("EPSG:4979", "EPSG:4978")
    expected = np.stack(proj.transform(LATITUDE, LONGITUDE, HEIGHT), axis=-1)
    position = earth.ecef_m(LATITUDE, LONGITUDE, HEIGHT)
    assert np.abs(position - expected).max() < 1e-6  # rounding of 1e7 m
    latitude, longitude, height = earth.geodetic(position)
    assert latitude == pytest.approx(LATITUDE, abs=1e-10)  # as documented, 1e-11 and rounding
    assert height == pytest.approx(HEIGHT, abs=1e-3)  # as documented
    turn = (longitude - LONGITUDE + 180.0) % 360.0 - 180.0
    assert turn[np.abs(LATITUDE) < 90.0] == pytest.approx(0.0, abs=1e-10)  # rounding


def test_heights_of_the_kernels() -> None:
    for place in zip(LATITUDE, LONGITUDE, HEIGHT, strict=True):
        position = earth.ecef_m(*place)
        assert earth.altitude_m(*position) == pytest.approx(place[2], abs=1e-3)  # as documented
        on_the_ground = earth.ecef_m(place[0], place[1])
        assert earth.low_altitude_m(*on_the_ground) == pytest.approx(0.0, abs=0.005)  # as documented
        low = earth.ecef_m(place[0], place[1], 100e3)
        assert earth.low_altitude_m(*low) == pytest.approx(100e3, abs=0.01)  # as documented


def test_acceleration_is_the_gradient_of_the_potential() -> None:
    def potential(x: float, y: float, z: float) -> float:
        r = math.sqrt(x * x + y * y + z * z)
        second = 0.5 * (3.0 * (z / r) ** 2 - 1.0)
        bulge = earth.J2 * (earth.EQUATORIAL_RADIUS_M / r) ** 2 * second
        return earth.GRAVITATIONAL_PARAMETER_M3_S2 / r * (1.0 - bulge)

    for place in zip(LATITUDE, LONGITUDE, HEIGHT, strict=True):
        position = earth.ecef_m(*place)
        steps = np.eye(3) * 100.0
        slope = [(potential(*(position + step)) - potential(*(position - step))) / 200.0 for step in steps]
        # central differences over 100 m: 1e-9 of gravity, and rounding of 6e7 over 200 m
        assert earth.acceleration(*position, 0.0, 0.0, 0.0) == pytest.approx(slope, abs=2e-8)


def test_turning_frame_adds_centrifugal_and_coriolis() -> None:
    position, velocity = np.array([5e6, 3e6, 2e6]), np.array([1500.0, -2500.0, 800.0])
    turn = np.array([0.0, 0.0, earth.ROTATION_RATE_RAD_S])
    still = np.array(earth.acceleration(*position, *velocity[:2], 0.0))
    turning = np.array(earth.acceleration(*position, *velocity[:2], earth.ROTATION_RATE_RAD_S))
    added = -2.0 * np.cross(turn, velocity) - np.cross(turn, np.cross(turn, position))
    assert turning - still == pytest.approx(added, abs=1e-12)  # rounding


def test_local_frame_is_a_right_handed_triad() -> None:
    frames = earth.local_frame(LATITUDE, LONGITUDE)
    identity = np.broadcast_to(np.eye(3), frames.shape)
    assert frames @ np.swapaxes(frames, -1, -2) == pytest.approx(identity, abs=1e-14)  # rounding
    assert np.cross(frames[:, 0], frames[:, 1]) == pytest.approx(frames[:, 2], abs=1e-14)  # rounding
    up = earth.ecef_m(LATITUDE, LONGITUDE, 1.0) - earth.ecef_m(LATITUDE, LONGITUDE)
    assert frames[:, 2] == pytest.approx(up, abs=1e-8)  # difference of positions of 6e6 m


def test_geodesics_there_and_back() -> None:
    start = (35.0, 139.0)
    end = earth.destination(start, 250.0, 2000e3)
    length, leaving, arriving = earth.geodesic(start, end)
    assert length == pytest.approx(2000e3, abs=1e-3)  # the library's nanometres, and degrees as floats
    assert leaving == pytest.approx(250.0 - 360.0, abs=1e-9)  # the library's accuracy
    latitude, longitude, heading = earth.geodesic_points(np.array(start), 250.0, np.array([0.0, 2000e3]))
    assert (latitude[1], longitude[1]) == pytest.approx(end, abs=1e-12)  # the same call
    assert heading[1] == pytest.approx(float(arriving), abs=1e-9)  # the library's accuracy
