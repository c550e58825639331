"""Published envelopes and timings of tests against the reach of the catalogue's interceptors."""

from __future__ import annotations

from typing import Any

import pytest
from docs.published.lines import cases
from docs.published.reach import envelope_line, impossible_lines, intercept_lines, interceptor, launch_line

from shieldwall.physics.reach import explain

CASES: dict[str, Any] = cases("reach_cases")


@pytest.mark.parametrize(
    "case", CASES["envelopes"], ids=lambda case: f"{case['interceptor']}-{case['measure']}"
)
def test_envelope(case: dict[str, Any]) -> None:
    line = envelope_line(case)
    assert line.verdict == ("pass" if case["verdict"] == "meets" else "explained")
    if case["verdict"] == "departs":
        assert line.computed == pytest.approx(case["computed"], rel=1e-6)  # the catalogue's own cap
    assert case["interceptor"] in explain(interceptor(case["interceptor"]))


@pytest.mark.parametrize("case", CASES["test_intercepts"], ids=lambda case: case["id"])
def test_intercepts_of_tests_lie_in_reach(case: dict[str, Any]) -> None:
    assert {line.verdict for line in intercept_lines(case)} == {"pass"}


@pytest.mark.parametrize("case", CASES["launch_after_target"], ids=lambda case: case["id"])
def test_interceptor_left_after_the_target_burnt_out(case: dict[str, Any]) -> None:
    assert launch_line(case).verdict == "pass"


def test_thirty_minutes_of_flight_need_a_lofted_target() -> None:
    direct, lofted = impossible_lines()
    assert direct.verdict == "explained"
    assert direct.residual < -600.0
    assert lofted.verdict == "pass"  # "some 2,150 km": two digits
