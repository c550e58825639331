"""Calibration: the published range comes back, longer burns cost more, the impossible is refused."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from shieldwall.physics.booster import Booster, Stage, ThreatModel, calibrate, rocket_of
from shieldwall.physics.earth import ROTATION_RATE_RAD_S, STANDARD_GRAVITY_M_S2
from shieldwall.physics.refusals import CannotFlyError
from shieldwall.physics.solve import goal_of, pad_at, steer
from shieldwall.physics.steering_tables import equator_arc, farthest
from shieldwall.physics.steps import Steering
from shieldwall.physics.trajectory import fly_steered


def test_farthest_flight_on_a_still_earth_has_the_published_range(models: dict[str, ThreatModel]) -> None:
    for model in models.values():
        booster = calibrate(model)
        still = rocket_of(model, booster.burn_time_s, booster.delta_v_m_s, 0.0)
        kicks = np.linspace(-7.0, -0.8, 400)
        reached = [
            equator_arc(still, pad_at((0.0, 0.0)), float(kick), booster.burn_time_s)[0] for kick in kicks
        ]
        # a plain scan of kicks 0.016 apart misses the top by less than 1e-4 of it
        assert max(reached) == pytest.approx(model.max_range_m, rel=3e-4)


def test_rocket_equation_in_space(models: dict[str, ThreatModel]) -> None:
    # without gravity's and drag's share: thrust summed over the burn is the increment that was asked for
    for model in models.values():
        rocket = rocket_of(model, model.burn_time_s, 6000.0)
        lit = np.concatenate([[0.0], rocket.stage_end_s[:-1]])
        burn = rocket.stage_end_s - lit
        gained = -rocket.thrust_m_s2 / rocket.flow_per_s * np.log(1.0 - rocket.flow_per_s * burn)
        assert gained.sum() == pytest.approx(6000.0, rel=1e-12)  # rounding
        exhaust = rocket.thrust_m_s2 / rocket.flow_per_s
        given = [stage.specific_impulse_s * STANDARD_GRAVITY_M_S2 for stage in model.stages]
        assert exhaust == pytest.approx(given, rel=1e-12)  # rounding
        assert rocket.start_mass[0] == pytest.approx(
            math.exp((gained / exhaust).sum()), rel=1e-12
        )  # rounding


def test_longer_burns_need_more_increment(models: dict[str, ThreatModel]) -> None:
    for model in models.values():
        increments = [
            calibrate(model, burn).delta_v_m_s
            for burn in (model.burn_time_low_s, model.burn_time_s, model.burn_time_high_s)
        ]
        assert increments == sorted(increments)


def test_drag_costs_increment(models: dict[str, ThreatModel]) -> None:
    model = models["short"]
    airless = replace(model, ballistic_coefficient_kg_m2=math.inf)
    assert calibrate(airless).delta_v_m_s < calibrate(model).delta_v_m_s


def test_least_increment_table_is_the_farthest_flight_of_its_cut_off(models: dict[str, ThreatModel]) -> None:
    booster = calibrate(models["medium"])
    tables, pad = booster.tables, pad_at((0.0, 0.0))
    ranges = np.linspace(tables.shortest_m, tables.longest_m, tables.least_log_kick.shape[1])
    for row, sign in enumerate((-1.0, 0.0, 1.0)):
        turning = booster.rocket._replace(rotation_rate_rad_s=sign * ROTATION_RATE_RAD_S)
        for node in range(4, len(ranges), 7):
            cut_off = float(tables.least_cut_off_s[row, node])
            kick, reached = farthest(turning, pad, cut_off)
            assert reached == pytest.approx(ranges[node], rel=2e-3)  # interpolated between 33 cut-offs
            assert tables.least_log_kick[row, node] == pytest.approx(kick, abs=0.01)  # likewise


def test_the_kick_is_near_the_best_on_the_turning_earth(models: dict[str, ThreatModel]) -> None:
    # it comes from a table for the equator; searched for anew at 40 N it gains little range
    goal = goal_of((40.0, 128.0), (35.7, 138.0))

    def reach_m(booster: Booster, steering: Steering) -> float:
        outcome = fly_steered(booster.rocket, goal.pad, steering, 1.0, np.empty((0, 6)))
        return float(np.linalg.norm(np.array(outcome.impact[:3]) - goal.pad.position_m))

    for model in (models["medium"], models["long"]):
        booster = calibrate(model)
        steering = steer(booster, goal)
        kicks = steering.log_kick + np.linspace(-0.3, 0.3, 61)
        best = max(reach_m(booster, steering._replace(log_kick=float(kick))) for kick in kicks)
        assert best == pytest.approx(reach_m(booster, steering), rel=1e-3)  # second order in the kick


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"stages": ()}, "one to three stages"),
        ({"stages": (Stage(60.0, 1.0, -1.0),)}, "positive"),
        ({"max_range_m": 25000e3}, "maximum range lies between"),
        ({"max_range_m": math.nan}, "maximum range lies between"),
        ({"vertical_rise_s": 100.0}, "vertical rise"),
        ({"stages": (Stage(240.0, 1.0, 230.0),)}, "does not rise"),
        ({"ballistic_coefficient_kg_m2": 5.0}, "no velocity increment below 12 km/s"),
    ],
)
def test_boosters_that_cannot_fly(
    models: dict[str, ThreatModel], change: dict[str, object], words: str
) -> None:
    broken = replace(models["short"], **change)
    with pytest.raises(CannotFlyError, match=words):
        calibrate(broken)
