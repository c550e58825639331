"""Whole flights against the second model: boost below 5 m, coast below 10 m, everywhere."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from shieldwall.physics.booster import ThreatModel, calibrate
from shieldwall.physics.refusals import FlightError
from shieldwall.physics.solve import goal_of, steer
from shieldwall.physics.trajectory import fly_steered

SAMPLE_S = 20.0


def errors_m(model: ThreatModel, pair: Any, plain: ModuleType) -> npt.NDArray[np.float64] | None:
    """Return the greatest distance between the models at cut-off, in space and at impact, m."""
    booster, goal = calibrate(model), goal_of(*pair)
    try:
        steering = steer(booster, goal)
    except FlightError:
        return None
    samples = np.empty((400, 6))
    outcome = fly_steered(booster.rocket, goal.pad, steering, SAMPLE_S, samples)
    times = np.arange(outcome.sample_count) * SAMPLE_S
    asked = times[times > steering.cut_off_s]
    other = plain.plain_flight(booster.rocket, goal.pad, steering, asked)
    mine = samples[: outcome.sample_count][times > steering.cut_off_s]
    coast = 0.0
    if len(other.sampled):
        first = int(np.argmin(np.linalg.norm(mine[:, :3] - other.sampled[0, :3], axis=1)))
        apart = mine[first : first + len(other.sampled), :3] - other.sampled[:, :3]
        coast = float(np.linalg.norm(apart, axis=1).max())
    return np.array(
        [
            np.linalg.norm(np.array(outcome.cut_off[:3]) - other.cut_off[:3]),
            coast,
            np.linalg.norm(np.array(outcome.impact[:3]) - other.impact[:3]),
        ]
    )


def worst_m(count: int, seed: int, models: dict[str, ThreatModel], pairs: Any, plain: ModuleType) -> Any:
    generator = np.random.default_rng(seed)
    found = []
    while len(found) < count:
        model = list(models.values())[generator.integers(len(models))]
        error = errors_m(model, pairs(generator, model), plain)
        if error is not None:
            found.append(error)
    return np.max(found, axis=0)


def test_thirty_flights_against_the_second_model(
    models: dict[str, ThreatModel], pairs: Any, plain: ModuleType
) -> None:
    boost, coast, impact = worst_m(30, 7, models, pairs, plain)
    assert boost < 5.0
    assert coast < 10.0
    assert impact < 10.0


@pytest.mark.nightly
def test_a_thousand_flights_against_the_second_model(
    models: dict[str, ThreatModel], pairs: Any, plain: ModuleType
) -> None:
    boost, coast, impact = worst_m(1000, 2026, models, pairs, plain)
    print(f"boost {boost:.2f} m, coast {coast:.2f} m, impact {impact:.2f} m")
    assert boost < 5.0
    assert coast < 10.0
    assert impact < 10.0


def test_samples_lie_on_the_flight(models: dict[str, ThreatModel]) -> None:
    booster = calibrate(models["medium"])
    goal = goal_of((40.0, 128.0), (35.7, 139.7))
    steering = steer(booster, goal)
    coarse, fine = np.empty((60, 6)), np.empty((600, 6))
    few = fly_steered(booster.rocket, goal.pad, steering, 10.0, coarse)
    many = fly_steered(booster.rocket, goal.pad, steering, 1.0, fine)
    assert few.flight_time_s == many.flight_time_s
    assert coarse[: few.sample_count] == pytest.approx(fine[: many.sample_count : 10], abs=1e-6)  # rounding
    # speeds are the slopes of positions: central differences of 2 s, third derivatives of some 0.1 m/s^3
    slope = (fine[2 : many.sample_count, :3] - fine[: many.sample_count - 2, :3]) / 2.0
    away = np.abs(slope - fine[1 : many.sample_count - 1, 3:]).max(axis=1)
    powered = np.arange(1, many.sample_count - 1) < steering.cut_off_s + 2.0
    falling = np.arange(1, many.sample_count - 1) > many.flight_time_s - 40.0
    assert away[~powered & ~falling].max() < 0.05


def test_a_flight_that_does_not_come_down_says_so(models: dict[str, ThreatModel]) -> None:
    booster = calibrate(models["very_long"])
    goal = goal_of((0.0, 0.0), (0.0, 60.0))
    fast = booster.rocket._replace(thrust_m_s2=booster.rocket.thrust_m_s2 * 1.5)
    steering = steer(booster, goal)._replace(cut_off_s=booster.burn_time_s)
    outcome = fly_steered(fast, goal.pad, steering, 1.0, np.empty((0, 6)))
    assert outcome.flight_time_s == np.inf
