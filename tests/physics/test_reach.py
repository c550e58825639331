"""Reach against a plain fan in SciPy, its edges and caps, and what the design says of it."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

from shieldwall.physics.atmosphere import air
from shieldwall.physics.earth import GRAVITATIONAL_PARAMETER_M3_S2, MEAN_RADIUS_M
from shieldwall.physics.fan import fly_planar
from shieldwall.physics.reach import (
    InterceptorModel,
    ReachTable,
    explain,
    kinematic_limits,
    reach_table,
    thrust_m_s2,
    time_to_reach_s,
)

UPPER = InterceptorModel("upper", 3000.0, 60.0, math.radians(20.0), 70e3, 500e3, 1000e3, math.inf, math.inf)
LOWER = InterceptorModel("lower", 1600.0, 12.0, math.radians(15.0), 2e3, 15e3, 20e3, 60.0, 7500.0)


def at(table: ReachTable, range_m: float, altitude_m: float) -> float:
    return float(
        time_to_reach_s(range_m, altitude_m, table.ground_range_step_m, table.altitude_step_m, table.time_s)
    )


def plain_path(
    model: InterceptorModel, thrust: float, elevation: float, times: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Ground range and height of one flight, by DOP853."""

    def slope(t: float, y: npt.NDArray[np.float64]) -> list[float]:
        radius = math.hypot(y[0], y[1])
        pull = -GRAVITATIONAL_PARAMETER_M3_S2 / radius**3
        push = thrust if t < model.burn_time_s else 0.0
        density = air(max(radius - MEAN_RADIUS_M, -1000.0)).density_kg_m3
        drag = -0.5 * density / model.ballistic_coefficient_kg_m2 * math.hypot(y[2], y[3])
        return [
            y[2],
            y[3],
            pull * y[0] + push * math.cos(elevation) + drag * y[2],
            pull * y[1] + push * math.sin(elevation) + drag * y[3],
        ]

    settings = {"method": "DOP853", "rtol": 1e-10, "atol": 1e-4}
    boost = solve_ivp(
        slope, (0.0, model.burn_time_s - 1e-9), [0.0, MEAN_RADIUS_M, 0.0, 0.0], dense_output=True, **settings
    )
    coast = solve_ivp(slope, (model.burn_time_s, times[-1]), boost.y[:, -1], dense_output=True, **settings)
    y = np.where(times < model.burn_time_s, boost.sol(times), coast.sol(times))
    return np.stack([MEAN_RADIUS_M * np.arctan2(y[0], y[1]), np.hypot(y[0], y[1]) - MEAN_RADIUS_M])


@pytest.mark.parametrize(("model", "span"), [(UPPER, 300.0), (LOWER, 30.0)])
def test_flights_of_the_fan_against_dop853(model: InterceptorModel, span: float) -> None:
    thrust = thrust_m_s2(model)
    for elevation in (model.lowest_elevation_rad, 0.9, 1.5):
        points = np.empty((2000, 3))
        count = fly_planar(
            thrust, model.burn_time_s, elevation, 0.5 / model.ballistic_coefficient_kg_m2, points
        )[3]
        points = points[:count][points[:count, 2] <= span]
        path = plain_path(model, thrust, elevation, points[:, 2])
        assert np.abs(path - points[:, :2].T).max() < 5.0


@pytest.mark.parametrize("model", [UPPER, LOWER])
def test_burnout_speed_is_that_of_a_launch_at_45_degrees(model: InterceptorModel) -> None:
    speed = fly_planar(
        thrust_m_s2(model),
        model.burn_time_s,
        math.pi / 4.0,
        0.5 / model.ballistic_coefficient_kg_m2,
        np.empty((0, 3)),
    )[0]
    assert speed == pytest.approx(model.burnout_speed_m_s, abs=1e-6)  # the root finder


@pytest.mark.parametrize(("ground_m", "altitude_m"), [(150e3, 120e3), (300e3, 200e3), (400e3, 350e3)])
def test_least_time_is_that_of_the_flight_through_the_point(ground_m: float, altitude_m: float) -> None:
    thrust = thrust_m_s2(UPPER)
    times = np.linspace(0.0, 400.0, 801)

    def passing(elevation: float) -> tuple[float, float]:
        ground, height = plain_path(UPPER, thrust, elevation, times)
        rising = slice(0, int(height.argmax()) + 1)
        moment = float(np.interp(altitude_m, height[rising], times[rising]))
        return float(np.interp(moment, times, ground)) - ground_m, moment

    elevation = brentq(lambda angle: passing(angle)[0], math.radians(25.0), math.radians(85.0), xtol=1e-6)
    # a table of 6 by 3 km cells, bilinear, from flights 0.3 degrees apart
    assert at(reach_table(UPPER), ground_m, altitude_m) == pytest.approx(passing(elevation)[1], abs=0.5)


def test_reading_the_speed_as_an_ideal_increment_costs_tens_of_seconds() -> None:
    # the design's figure for 300 km and 200 km altitude is 40 s, of an interceptor it does not name
    ideal = UPPER.burnout_speed_m_s / UPPER.burn_time_s
    actual = thrust_m_s2(UPPER)
    slow = fly_planar(ideal, UPPER.burn_time_s, math.pi / 4.0, 0.0, np.empty((0, 3)))[0]
    weaker = reach_table(replace(UPPER, id="weaker", burnout_speed_m_s=slow))
    assert actual > 1.1 * ideal
    assert 20.0 < at(weaker, 300e3, 200e3) - at(reach_table(UPPER), 300e3, 200e3) < 60.0


def test_a_lowest_elevation_leaves_a_hole_between_the_branches() -> None:
    fast = InterceptorModel("fast", 4500.0, 70.0, math.radians(20.0), 100e3, 1000e3, 2000e3, 900.0, math.inf)
    steep, flat = reach_table(fast), reach_table(replace(fast, id="flat", lowest_elevation_rad=0.05))
    for range_m, is_open in ((400e3, True), (1000e3, False), (1700e3, True)):
        assert math.isfinite(at(steep, range_m, 100e3)) is is_open
        assert math.isfinite(at(flat, range_m, 100e3))


def test_the_top_of_the_fan_is_swept_between_neighbouring_flights() -> None:
    # every range between two that are reached is reached: no gap where a flight only just gets so high
    reached = np.isfinite(reach_table(UPPER).time_s)
    for row in range(30, reached.shape[1] - 1):
        columns = np.flatnonzero(reached[:, row])
        assert (np.diff(columns) == 1).all()


def test_straight_up_is_in_reach() -> None:
    assert math.isfinite(at(reach_table(UPPER), 0.0, 300e3))
    assert at(reach_table(UPPER), 0.0, 300e3) < at(reach_table(UPPER), 200e3, 300e3)


def test_nothing_is_extrapolated() -> None:
    for model in (UPPER, LOWER):
        table = reach_table(model)
        edge = (table.time_s.shape[0] - 1) * table.ground_range_step_m
        ceiling = (table.time_s.shape[1] - 1) * table.altitude_step_m
        assert edge == pytest.approx(model.max_range_m, rel=1e-12)  # rounding
        assert ceiling == pytest.approx(model.max_altitude_m, rel=1e-12)  # rounding
        for range_m, altitude_m in (
            (1.001 * edge, 0.8 * ceiling), (0.1 * edge, 1.001 * ceiling), (-1.0, 0.8 * ceiling),
            (0.1 * edge, 0.98 * model.min_altitude_m), (math.nan, 0.8 * ceiling),
        ):  # fmt: skip
            assert at(table, range_m, altitude_m) == math.inf
        finite = np.argwhere(np.isfinite(table.time_s))
        assert finite[:, 1].min() * table.altitude_step_m >= 0.999 * model.min_altitude_m
        assert table.time_s[tuple(finite.T)].max() <= model.max_flight_time_s


def test_one_corner_out_of_reach_is_out_of_reach() -> None:
    time = np.array([[10.0, 20.0], [30.0, np.inf]])
    table = ReachTable(1000.0, 1000.0, time)
    assert at(table, 500.0, 500.0) == math.inf
    time = np.array([[10.0, 20.0], [30.0, 44.0]])
    table = ReachTable(1000.0, 1000.0, time)
    assert at(table, 500.0, 500.0) == 26.0
    assert at(table, 1000.0, 1000.0) == 44.0


def test_drag_slows_the_lower_tier() -> None:
    clean = reach_table(replace(LOWER, id="clean", ballistic_coefficient_kg_m2=math.inf))
    slender = reach_table(LOWER)
    blunt = reach_table(replace(LOWER, id="blunt", ballistic_coefficient_kg_m2=1500.0))
    place = (18e3, 10e3)
    # each is calibrated to the same speed at burnout, so drag tells only after it
    assert at(clean, *place) < at(slender, *place) < at(blunt, *place)


def test_a_flight_time_cap_cuts_the_far_side() -> None:
    capped = reach_table(replace(UPPER, id="capped", max_flight_time_s=200.0))
    whole = reach_table(UPPER)
    assert np.isfinite(capped.time_s).sum() < np.isfinite(whole.time_s).sum()
    kept = np.isfinite(capped.time_s)
    assert (capped.time_s[kept] == whole.time_s[kept]).all()


def test_the_sentence_says_which_side_holds() -> None:
    limits = kinematic_limits(UPPER)
    # straight up from some 80 km with 2.9 km/s: v^2 / 2g less the weakening of gravity
    assert limits.altitude_m == pytest.approx(523e3, rel=0.01)
    assert "more than the published 1000 km" in explain(UPPER)
    assert "less than the published 5000 km" in explain(replace(UPPER, id="far", max_range_m=5000e3))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"burnout_speed_m_s": 0.0}, "burnout_speed_m_s is positive"),
        ({"burn_time_s": -1.0}, "burn_time_s is positive"),
        ({"max_range_m": math.inf}, "finite"),
        ({"lowest_elevation_rad": 2.0}, "lowest elevation"),
        ({"min_altitude_m": 600e3}, "floor lies below"),
    ],
)
def test_figures_that_are_no_interceptors(change: dict[str, float], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        reach_table(replace(UPPER, **change))
