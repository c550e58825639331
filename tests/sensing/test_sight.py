"""Lines of sight against plain NumPy geometry and the textbook horizon."""

import math

import numpy as np
import pytest

from shieldwall.physics.earth import destination, ecef_m, geodesic, geodetic, local_frame
from shieldwall.sensing.radar import EFFECTIVE_RADIUS_M, Radars, horizon_range_m
from shieldwall.sensing.sight import apparent_elevation_rad, horizon_sight_m, sight_ranges_m


def one_radar(**changes: float) -> Radars:
    """A radar that sees everywhere to 2,000 km, at 36 N 138 E, 30 m up."""
    values = {
        "reference_range_m": 2000e3,
        "reference_cross_section_m2": 1.0,
        "sector_centre_rad": 0.0,
        "sector_width_rad": 2.0 * math.pi,
        "lowest_elevation_rad": -0.1,
        "highest_elevation_rad": 0.5 * math.pi,
        "range_error_m": 20.0,
        "angle_error_rad": 1e-3,
        "update_rate_hz": 1.0,
        "uncued_range_ratio": 0.5,
    } | changes
    return Radars(
        position_ecef_m=ecef_m([36.0], [138.0], 30.0),
        party=np.zeros(1, np.int8),
        host_shooter=np.full(1, -1, np.int32),
        **{name: np.array([value]) for name, value in values.items()},
    )


def sees(radar: Radars, azimuth_deg: float, distance_m: float, altitude_m: float) -> bool:
    latitude, longitude = destination((36.0, 138.0), azimuth_deg, distance_m)
    position = ecef_m(latitude, longitude, altitude_m).reshape(1, 1, 3)
    return bool(np.isfinite(sight_ranges_m(position, np.ones(1, np.int32), radar, 4000e3)[0, 0, 0]))


@pytest.mark.parametrize("altitude_m", [100.0, 1000.0, 8000.0])
def test_low_targets_set_at_the_four_thirds_horizon(altitude_m: float) -> None:
    horizon_m = horizon_range_m(30.0, altitude_m)
    # 1.5%: the horizon is a slant range on a sphere, the sight a ground range on the ellipsoid
    assert sees(one_radar(), 300.0, 0.985 * horizon_m, altitude_m)
    assert not sees(one_radar(), 300.0, 1.015 * horizon_m, altitude_m)


def test_high_targets_set_between_the_straight_and_the_four_thirds_horizon() -> None:
    straight_m = 6371e3 * math.acos(6371.0 / 6471.0)
    assert sees(one_radar(), 300.0, straight_m + 30e3, 100e3)
    assert not sees(one_radar(), 300.0, horizon_range_m(30.0, 100e3), 100e3)


@pytest.mark.parametrize("elevation_deg", [0.0, 1.0, 3.0, 10.0, 60.0])
def test_bending_is_that_of_the_standard_atmosphere(elevation_deg: float) -> None:
    lift_deg = (
        math.degrees(apparent_elevation_rad(math.sin(math.radians(elevation_deg)), 1e9)) - elevation_deg
    )
    # ITU-R P.834, bending of a ray from sea level to space, by apparent elevation in degrees
    published_deg = 1.0 / (1.314 + 0.6437 * elevation_deg + 0.02869 * elevation_deg**2)
    # 0.2 degrees: a uniform 10 km layer stands for a graded atmosphere; radars' limits are whole degrees
    assert lift_deg == pytest.approx(published_deg, abs=0.2)


def test_sector_and_elevation_limits_cut() -> None:
    north_west = one_radar(sector_centre_rad=math.radians(-45.0), sector_width_rad=math.radians(120.0))
    seen = [azimuth for azimuth in range(0, 360, 5) if sees(north_west, azimuth + 1.0, 600e3, 200e3)]
    assert seen == [0, 5, 10, *range(255, 360, 5)]  # 255 to 15 degrees, on a grid one degree past fives
    low_beam = one_radar(lowest_elevation_rad=math.radians(5.0), highest_elevation_rad=math.radians(40.0))
    assert [sees(low_beam, 0.0, 600e3, height) for height in (30e3, 200e3, 800e3)] == [False, True, False]


def test_a_whole_flight_agrees_with_plain_numpy() -> None:
    generator = np.random.default_rng(3)
    position = ecef_m(generator.uniform(33, 43, (7, 40)), generator.uniform(128, 148, (7, 40)), 150e3)
    position[:, :20] *= (1.0 + generator.uniform(0.0, 0.08, (7, 20)))[..., np.newaxis]
    radar = one_radar(
        sector_centre_rad=5.0, sector_width_rad=2.0, lowest_elevation_rad=0.02, highest_elevation_rad=0.9
    )
    count = np.full(7, 38, np.int32)
    ours = sight_ranges_m(position, count, radar, 700e3)[..., 0]

    latitude, longitude, _ = geodetic(radar.position_ecef_m[0])
    sightline = (position - radar.position_ecef_m[0]) @ local_frame(latitude, longitude).T
    range_m = np.linalg.norm(sightline, axis=-1)
    azimuth = np.arctan2(sightline[..., 0], sightline[..., 1])
    off = np.abs((azimuth - 5.0 + np.pi) % (2.0 * np.pi) - np.pi)
    elevation = np.arcsin(sightline[..., 2] / range_m)
    radius = 6371e3 * 4.0 / 3.0
    sine = np.maximum(np.sin(elevation), 0.0)
    inside = radius * (np.sqrt(sine**2 + 2e4 / radius) - sine)
    near = np.minimum(range_m, inside)
    elevation = elevation + near / (8.0 * 6371e3) * (2.0 - near / range_m)
    visible = (off <= 1.0) & (elevation >= 0.02) & (elevation <= 0.9) & (range_m <= 700e3)
    visible[:, 38:] = False
    assert 20 < visible.sum() < visible.size
    np.testing.assert_array_equal(np.isfinite(ours), visible)
    np.testing.assert_allclose(ours[visible], range_m[visible], rtol=1e-7)  # single precision


def test_a_target_at_the_antenna_azimuth_lies_where_the_geodesic_says() -> None:
    latitude, longitude = destination((36.0, 138.0), 70.0, 500e3)
    _, azimuth, _ = geodesic((36.0, 138.0), (latitude, longitude))
    narrow = one_radar(sector_centre_rad=math.radians(float(azimuth)), sector_width_rad=math.radians(1.0))
    assert sees(narrow, 70.0, 500e3, 100e3)
    assert not sees(narrow, 72.0, 500e3, 100e3)


@pytest.mark.parametrize("antenna_m", [0.0, 15.0, 400.0])
@pytest.mark.parametrize("target_m", [30.0, 1e3, 8e3])
def test_below_ten_kilometres_the_horizon_is_that_of_the_four_thirds_earth(
    antenna_m: float, target_m: float
) -> None:
    # the radar's frame is a chord's, the formula a tangent's: a few parts in ten thousand at these heights
    assert horizon_sight_m(antenna_m, target_m) == pytest.approx(
        horizon_range_m(antenna_m, target_m), rel=2e-3
    )


@pytest.mark.parametrize("target_m", [50e3, 100e3, 300e3, 1000e3])
def test_above_it_the_horizon_lies_between_the_straight_and_the_four_thirds(target_m: float) -> None:
    straight_m = horizon_sight_m(15.0, target_m, bends=False)
    assert straight_m < horizon_sight_m(15.0, target_m) < horizon_range_m(15.0, target_m)
    # straight: a triangle with a right angle at the point of contact
    by_hand = sum(np.sqrt((6371e3 + h) ** 2 - 6371e3**2) for h in (15.0, target_m))
    assert straight_m == pytest.approx(by_hand, rel=1e-12)


@pytest.mark.parametrize("target_m", [100.0, 20e3, 150e3])
def test_at_the_horizon_the_scene_stops_seeing(target_m: float) -> None:
    """Just within it a radar without a lowest elevation sees the target, just beyond it does not."""
    range_m = horizon_sight_m(400.0, target_m)
    low_m, high_m = 6371e3 + 400.0, 6371e3 + target_m
    dip_rad = np.arccos(EFFECTIVE_RADIUS_M / (EFFECTIVE_RADIUS_M + 400.0))
    for share, is_seen in ((0.999, True), (1.001, False)):
        distance = share * range_m
        sine = (high_m**2 - low_m**2 - distance**2) / (2.0 * low_m * distance)
        assert (apparent_elevation_rad(sine, distance) >= -dip_rad) == is_seen
