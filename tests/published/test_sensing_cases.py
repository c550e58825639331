"""Published radar and tracking examples, each within the tolerance that its record states."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from scipy.integrate import solve_ivp

from shieldwall.sensing.radar import Waveform, albersheim_db, radar_equation_range_m, scaled_range_m
from shieldwall.sensing.sight import apparent_elevation_rad

RECORDS = yaml.safe_load((Path(__file__).parent / "data" / "sensing_cases.yaml").read_text())
CASES: dict[str, dict[str, Any]] = {record["id"]: record for record in RECORDS}


def test_every_record_says_where_it_comes_from_and_why_its_tolerance_holds() -> None:
    assert len(CASES) == len(RECORDS)
    for case in CASES.values():
        assert case["source"]
        assert case["tolerance"]["reason"]


def test_radar_equation() -> None:
    case = CASES["radar_equation_example"]
    given = case["inputs"]
    waveform = Waveform(
        given["frequency_hz"], given["peak_power_w"], given["pulse_width_s"], given["noise_temperature_k"]
    )
    range_m = radar_equation_range_m(
        waveform, given["gain_db"], given["signal_to_noise_db"], given["cross_section_m2"]
    )
    # five printed digits
    assert range_m == pytest.approx(case["expected"]["range_m"], rel=case["tolerance"]["rel"])


def test_albersheim() -> None:
    case = CASES["albersheim_single_pulse"]
    # six digits of the closed form
    expected_db = pytest.approx(case["expected"]["signal_to_noise_db"], abs=case["tolerance"]["abs"])
    assert albersheim_db(**case["inputs"]) == expected_db


def test_a_ray_on_the_four_thirds_earth() -> None:
    case = CASES["four_thirds_earth_ray"]
    given = case["inputs"]
    low_m, high_m = (6371e3 + given[name] for name in ("antenna_height_m", "target_height_m"))
    sine = (high_m**2 - low_m**2 - given["range_m"] ** 2) / (2.0 * low_m * given["range_m"])
    elevation_deg = math.degrees(apparent_elevation_rad(sine, given["range_m"]))
    # five printed digits of range, another Earth radius
    assert elevation_deg == pytest.approx(
        case["expected"]["apparent_elevation_deg"], abs=case["tolerance"]["abs"]
    )


def test_the_two_readings_of_a_disputed_radar_differ_by_the_cross_section_they_assume() -> None:
    case = CASES["tpy2_two_readings"]
    given = case["inputs"]
    ratio = (given["committee_range_m"] / given["critics_range_m"]) ** 4
    cross_section_m2 = given["critics_cross_section_m2"] * ratio
    low, high = case["expected"]["cross_section_that_reconciles_m2"]
    assert low < cross_section_m2 < high
    range_m = scaled_range_m(given["critics_range_m"], given["critics_cross_section_m2"], cross_section_m2)
    # rounding: the same law both ways
    assert range_m == pytest.approx(given["committee_range_m"], rel=1e-12)


def test_the_falling_body_that_trackers_are_tried_on() -> None:
    case = CASES["falling_body_truth"]
    given, expected = case["inputs"], case["expected"]

    def fall(_time_s: float, state: np.ndarray) -> list[float]:
        altitude_ft, speed_ft_s = state
        drag = math.exp(-given["inverse_scale_height_per_ft"] * altitude_ft) * given["ballistic_parameter"]
        return [-speed_ft_s, -drag * speed_ft_s**2]

    start = [given["altitude_ft"], given["speed_ft_s"]]
    times = expected["time_s"]
    solution = solve_ivp(fall, (0.0, times[-1]), start, "DOP853", times, rtol=1e-11, atol=1e-9)
    # the record's own tolerance; the integrator's is a million times finer
    for row, name in enumerate(("altitude_ft", "speed_ft_s")):
        np.testing.assert_allclose(solution.y[row], expected[name], rtol=case["tolerance"]["rel"])
