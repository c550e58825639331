"""Published envelopes and timings of tests against the reach of the catalogue's interceptors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from shieldwall.case.ledger import Ledger
from shieldwall.case.raid_flights import threat_model
from shieldwall.case.reach import interceptor_model
from shieldwall.catalogue.load import shipped
from shieldwall.model.systems import Interceptor
from shieldwall.model.threat import Threat
from shieldwall.physics.ballistic import turning_ballistic
from shieldwall.physics.reach import InterceptorModel, explain, reach_table

CASES: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "data" / "reach_cases.yaml").read_text(encoding="utf-8")
)


def model_of(name: str) -> InterceptorModel:
    return interceptor_model(shipped().record(Interceptor, name))


def envelope_km(name: str) -> dict[str, float]:
    table = reach_table(model_of(name))
    columns, rows = np.nonzero(np.isfinite(table.time_s))
    return {
        "range_km": columns.max() * table.ground_range_step_m / 1e3,
        "altitude_km": rows.max() * table.altitude_step_m / 1e3,
    }


@pytest.mark.parametrize(
    "case", CASES["envelopes"], ids=lambda case: f"{case['interceptor']}-{case['measure']}"
)
def test_envelope(case: dict[str, Any]) -> None:
    reached = envelope_km(case["interceptor"])[case["measure"]]
    low, high = case["published"]
    if case["verdict"] == "meets":
        assert low <= reached <= high
    else:
        assert not low <= reached <= high
        assert reached == pytest.approx(case["computed"], rel=1e-6)  # the catalogue's own cap
        assert case["explanation"]
    assert case["interceptor"] in explain(model_of(case["interceptor"]))


@pytest.mark.parametrize("case", CASES["test_intercepts"], ids=lambda case: case["id"])
def test_intercepts_of_tests_lie_in_reach(case: dict[str, Any]) -> None:
    model = model_of(case["interceptor"])
    table = reach_table(model)
    heights = np.arange(table.time_s.shape[1]) * table.altitude_step_m
    reached = heights[np.isfinite(table.time_s).any(axis=0)]
    low, high = (height * 1e3 for height in case["altitude_km"])
    # the lowest account lies at the floor, which the catalogue takes from the same reports
    assert reached.min() <= 1.05 * low
    assert reached.max() >= high


@pytest.mark.parametrize("case", CASES["launch_after_target"], ids=lambda case: case["id"])
def test_interceptor_left_after_the_target_burnt_out(case: dict[str, Any]) -> None:
    burn_s = threat_model(shipped().record(Threat, case["threat"]), Ledger(0, 1)).burn_time_s
    assert 0.0 < case["seconds"] - burn_s <= case["tolerance_s"]


def test_thirty_minutes_of_flight_need_a_lofted_target() -> None:
    case = CASES["impossible_reading"]
    start, end = tuple(case["target_launch"]), tuple(case["near"])
    elapsed_s = case["interceptor_after_s"] + case["interceptor_flight_s"]
    least = turning_ballistic(start, end)
    assert elapsed_s > least.flight_time_s + 600.0
    lofted = turning_ballistic(start, end, 2150e3)
    assert lofted.flight_time_s == pytest.approx(elapsed_s, rel=0.02)  # "some 2,150 km": two digits
