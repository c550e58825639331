"""Windows against plain NumPy, with the real reach table and made-up ones."""

import math
from types import SimpleNamespace

import numpy as np
import pytest
from scipy.interpolate import RegularGridInterpolator

from shieldwall.opportunity.slots import UNREACHABLE
from shieldwall.opportunity.windows import stack_reaches, windows
from shieldwall.physics.reach import InterceptorModel, ReachTable, reach_table


def test_latest_launches_agree_with_an_interpolated_table(toy: SimpleNamespace) -> None:
    scene = toy.scene(2)
    model = InterceptorModel("u", 3000.0, 60.0, 0.4, 100e3, 450e3, 900e3, 400.0, math.inf)
    tables = [reach_table(model), toy.reaches()[1]]
    ours = windows(scene.flights, scene.shooters, tables)
    tried = 0
    for s in range(scene.shooters.count):
        table = tables[scene.shooters.interceptor[s]]
        axes = [
            np.arange(size) * step
            for size, step in zip(
                table.time_s.shape, (table.ground_range_step_m, table.altitude_step_m), strict=True
            )
        ]
        finite = np.where(np.isfinite(table.time_s), table.time_s, 1e12)
        least_s = RegularGridInterpolator(axes, finite, bounds_error=False, fill_value=1e12)
        here = scene.shooters.position_ecef_m[s]
        there = scene.flights.position_ecef_m
        angle = np.arccos((there @ here) / np.linalg.norm(there, axis=-1) / np.linalg.norm(here))
        time_s = least_s(np.stack([6371e3 * angle, scene.flights.altitude_m], axis=-1))
        steps = np.arange(time_s.shape[1])
        reached = (time_s < 1e6) & (steps < scene.flights.sample_count[:, np.newaxis])
        np.testing.assert_array_equal(ours.latest_launch_ms[:, s] != UNREACHABLE, reached)
        expected_ms = (steps * 5.0 - time_s)[reached] * 1000.0
        # two milliseconds: floor, and the arc cosine of a small angle
        np.testing.assert_allclose(ours.latest_launch_ms[:, s][reached], expected_ms, atol=2.0)
        tried += int(reached.sum())
    assert tried > 200


def test_bounds_and_envelope_follow_from_the_launches(toy: SimpleNamespace) -> None:
    scene = toy.scene(4, toy.Size(flights=8))
    ours = windows(scene.flights, scene.shooters, toy.reaches())
    reached = ours.latest_launch_ms != UNREACHABLE
    assert reached.any(axis=2).any(axis=0).all()
    for f in range(8):
        for s in range(scene.shooters.count):
            inside = np.flatnonzero(reached[f, s])
            if inside.size == 0:
                assert ours.last[f, s] < ours.first[f, s]
                continue
            assert (ours.first[f, s], ours.last[f, s]) == (inside[0], inside[-1])
            best = [ours.latest_launch_ms[f, s, : k + 1].max() for k in range(reached.shape[2])]
            np.testing.assert_array_equal(ours.envelope_ms[f, s], best)


def test_distances_to_the_aim_are_along_the_ground(toy: SimpleNamespace) -> None:
    from shieldwall.physics.earth import geodesic, geodetic

    scene = toy.scene(4)
    ours = windows(scene.flights, scene.shooters, toy.reaches())
    latitude, longitude, _ = geodetic(scene.shooters.position_ecef_m)
    length_m, _, _ = geodesic(scene.flights.aim_deg[:, np.newaxis], np.stack([latitude, longitude], axis=-1))
    # 0.5%: a sphere stands for the ellipsoid
    np.testing.assert_allclose(ours.aim_distance_m, length_m, rtol=5e-3, atol=50.0)


def test_part_of_the_windows_is_that_of_part_of_the_flights(toy: SimpleNamespace) -> None:
    scene = toy.scene(4, toy.Size(flights=7))
    whole = windows(scene.flights, scene.shooters, toy.reaches()).part(slice(2, 5))
    piece = windows(scene.part(slice(2, 5)).flights, scene.shooters, toy.reaches())
    for name, column in vars(piece).items():
        np.testing.assert_array_equal(getattr(whole, name), column)


def test_a_table_that_reaches_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="reach table 0 reaches nothing"):
        stack_reaches([ReachTable(1.0, 1.0, np.full((3, 3), np.inf))])
