"""Published envelopes of interceptors, and what the timings of tests say of them."""

from __future__ import annotations

from typing import Any

import numpy as np

from docs.published.flights import model_of
from docs.published.lines import Line, cases
from shieldwall.case.reach import interceptor_model
from shieldwall.catalogue.load import shipped
from shieldwall.model.systems import Interceptor
from shieldwall.physics.ballistic import turning_ballistic
from shieldwall.physics.reach import InterceptorModel, reach_table

Case = dict[str, Any]


def interceptor(name: str) -> InterceptorModel:
    """Return an interceptor of the catalogue as the physics takes it."""
    return interceptor_model(shipped().record(Interceptor, name))


def envelope_km(name: str) -> dict[str, float]:
    """Return how far and how high an interceptor reaches, and how low."""
    table = reach_table(interceptor(name))
    columns, rows = np.nonzero(np.isfinite(table.time_s))
    return {
        "range_km": columns.max() * table.ground_range_step_m / 1e3,
        "altitude_km": rows.max() * table.altitude_step_m / 1e3,
        "floor_km": rows.min() * table.altitude_step_m / 1e3,
    }


def envelope_line(case: Case) -> Line:
    """Return the line of a published range or ceiling."""
    low, high = case["published"]
    return Line(
        case=case["case"],
        what=f"{case['interceptor']}: greatest {case['measure'].removesuffix('_km')}",
        published=(float(low), float(high)),
        computed=envelope_km(case["interceptor"])[case["measure"]],
        unit="km",
        # a hair for edges that lie on the grid
        tolerance=1e-6,
        explanation=case.get("explanation", ""),
        sources=(case["source"],),
    )


def intercept_lines(case: Case) -> list[Line]:
    """Return the lines of a test's published intercept altitudes, against floor and ceiling."""
    found = envelope_km(case["interceptor"])
    low, high = (float(height) for height in case["altitude_km"])
    # the lowest account may lie at the floor, which the catalogue takes from the same reports
    return [
        Line(
            case=case["case"],
            what=f"{case['id']}: intercept at {words}, against the {edge} of {case['interceptor']}",
            published=span,
            computed=value,
            unit="km",
            tolerance=slack,
            sources=(case["source"],),
        )
        for words, edge, span, value, slack in (
            (f"{low:g} km or above", "floor", (0.0, low), found["floor_km"], 0.05 * low),
            (f"{high:g} km or below", "ceiling", (high, np.inf), found["altitude_km"], 0.0),
        )
    ]


def launch_line(case: Case) -> Line:
    """Return the line of an interceptor that left after its target's burnout."""
    model = model_of(case["threat"])
    seconds = float(case["seconds"])
    return Line(
        case=case["case"],
        what=f"{case['id']}: burnout of {case['threat']}, before the interceptor left at {seconds:g} s",
        published=(seconds - case["tolerance_s"], seconds),
        computed=model.burn_time_s,
        unit="s",
        burn_time=(model.burn_time_low_s, model.burn_time_high_s),
        sources=(case["source"],),
    )


def impossible_lines() -> list[Line]:
    """Return the reading of a test under which its target would long have landed."""
    case = cases("reach_cases")["impossible_reading"]
    start, end = tuple(case["target_launch"]), tuple(case["near"])
    elapsed_s = float(case["interceptor_after_s"] + case["interceptor_flight_s"])
    lofted_s = turning_ballistic(start, end, 1e3 * case["lofted_to_km"]).flight_time_s
    least_s = turning_ballistic(start, end).flight_time_s
    head, sources = f"{case['id']}: target in flight", (case["source"],)
    return [
        Line(
            case["case"], f"{head}, least energy", (elapsed_s, elapsed_s), least_s, "s", 0.02 * elapsed_s,
            explanation=case["explanation"], sources=sources,
        ),
        Line(
            case["case"], f"{head}, lofted to {case['lofted_to_km']} km", (elapsed_s, elapsed_s), lofted_s,
            "s", 0.02 * elapsed_s, sources=sources,
        ),
    ]  # fmt: skip


def lines() -> list[Line]:
    """Return all of them."""
    published = cases("reach_cases")
    return [
        *(envelope_line(case) for case in published["envelopes"]),
        *(line for case in published["test_intercepts"] for line in intercept_lines(case)),
        *(launch_line(case) for case in published["launch_after_target"]),
        *impossible_lines(),
    ]
