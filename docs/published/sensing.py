"""Published worked examples of radar and tracking."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.integrate import solve_ivp

from docs.published.lines import Line, cases, one
from shieldwall.sensing.radar import Waveform, albersheim_db, radar_equation_range_m, scaled_range_m
from shieldwall.sensing.sight import apparent_elevation_rad

Case = dict[str, Any]


def case_of(name: str) -> Case:
    """Return a record by its id."""
    found: Case = next(record for record in cases("sensing_cases") if record["id"] == name)
    return found


def _sources(case: Case) -> tuple[str, ...]:
    return (case["source"], *([case["url"]] if "url" in case else []))


def radar_equation_line() -> Line:
    """Return the range of a worked example of the radar equation."""
    case = case_of("radar_equation_example")
    given = case["inputs"]
    waveform = Waveform(
        given["frequency_hz"], given["peak_power_w"], given["pulse_width_s"], given["noise_temperature_k"]
    )
    range_m = radar_equation_range_m(
        waveform, given["gain_db"], given["signal_to_noise_db"], given["cross_section_m2"]
    )
    published = case["expected"]["range_m"]
    near = case["tolerance"]["rel"] * published
    what, sources = "radar equation, worked example: range", _sources(case)
    return Line("R01", what, one(published), range_m, "m", near, 1, sources=sources)


def albersheim_line() -> Line:
    """Return the signal-to-noise ratio by Albersheim's formula."""
    case = case_of("albersheim_single_pulse")
    found = albersheim_db(**case["inputs"])
    published, near = case["expected"]["signal_to_noise_db"], case["tolerance"]["abs"]
    what, sources = "Albersheim, one pulse: signal to noise", _sources(case)
    return Line("R07", what, one(published), found, "dB", near, 4, sources=sources)


def bent_ray_line() -> Line:
    """Return the elevation of a ray over the 4/3 Earth."""
    case = case_of("four_thirds_earth_ray")
    given = case["inputs"]
    low_m, high_m = (6371e3 + given[name] for name in ("antenna_height_m", "target_height_m"))
    sine = (high_m**2 - low_m**2 - given["range_m"] ** 2) / (2.0 * low_m * given["range_m"])
    return Line(
        case=case["id"],
        what="ray on the 4/3 Earth: apparent elevation",
        published=one(case["expected"]["apparent_elevation_deg"]),
        computed=math.degrees(apparent_elevation_rad(sine, given["range_m"])),
        unit="degrees",
        tolerance=case["tolerance"]["abs"],
        digits=4,
        sources=_sources(case),
    )


def disputed_radar_line() -> Line:
    """Return the cross-section at which two readings of one radar's range agree."""
    case = case_of("tpy2_two_readings")
    given = case["inputs"]
    ratio = (given["committee_range_m"] / given["critics_range_m"]) ** 4
    cross_section_m2 = given["critics_cross_section_m2"] * ratio
    low, high = case["expected"]["cross_section_that_reconciles_m2"]
    return Line(
        case="D07",
        what="AN/TPY-2, 1,500 km or 870 km: the cross-section that reconciles both",
        published=(low, high),
        computed=cross_section_m2,
        unit="m²",
        digits=3,
        sources=_sources(case),
    )


def back_from_the_dispute_m() -> tuple[float, float]:
    """Return the committee's range, published and scaled from the critics' by the reconciling section."""
    case = case_of("tpy2_two_readings")
    given = case["inputs"]
    section_m2 = disputed_radar_line().computed
    scaled_m = scaled_range_m(given["critics_range_m"], given["critics_cross_section_m2"], section_m2)
    return given["committee_range_m"], scaled_m


def falling_body_lines() -> list[Line]:
    """Return altitude and speed of the falling body that trackers are tried on."""
    case = case_of("falling_body_truth")
    given, expected = case["inputs"], case["expected"]

    def fall(_time_s: float, state: npt.NDArray[np.float64]) -> list[float]:
        altitude_ft, speed_ft_s = state
        drag = math.exp(-given["inverse_scale_height_per_ft"] * altitude_ft) * given["ballistic_parameter"]
        return [-speed_ft_s, -drag * speed_ft_s**2]

    start, times = [given["altitude_ft"], given["speed_ft_s"]], expected["time_s"]
    solution = solve_ivp(fall, (0.0, times[-1]), start, "DOP853", times, rtol=1e-11, atol=1e-9)
    return [
        Line(
            case="K01",
            what=f"falling body after {time_s} s: {name.split('_')[0]}",
            published=one(expected[name][place]),
            computed=float(solution.y[row, place]),
            unit=unit,
            tolerance=case["tolerance"]["rel"] * expected[name][place],
            digits=digits,
            sources=_sources(case),
        )
        for row, (name, unit, digits) in enumerate((("altitude_ft", "ft", 3), ("speed_ft_s", "ft/s", 4)))
        for place, time_s in enumerate(times)
    ]


def lines() -> list[Line]:
    """Return all of them."""
    return [
        radar_equation_line(), albersheim_line(), bent_ray_line(), disputed_radar_line(),
        *falling_body_lines(),
    ]  # fmt: skip
