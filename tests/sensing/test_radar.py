"""Radar equation, detection threshold, scaling and horizon against closed forms and published examples."""

import math

import numpy as np
import pytest

from shieldwall.sensing.radar import (
    EFFECTIVE_RADIUS_M,
    Waveform,
    albersheim_db,
    horizon_range_m,
    radar_equation_range_m,
    scaled_range_m,
)


def test_the_range_grows_with_the_fourth_root_of_energy_and_cross_section() -> None:
    waveform = Waveform(3e9, 1e6, 1e-5)
    base = radar_equation_range_m(waveform, 35.0, 13.0, 1.0)
    louder = radar_equation_range_m(Waveform(3e9, 16e6, 1e-5), 35.0, 13.0, 1.0)
    assert louder == pytest.approx(2.0 * base, rel=1e-12)  # rounding only
    assert radar_equation_range_m(waveform, 35.0, 13.0, 1 / 16) == pytest.approx(base / 2.0, rel=1e-12)
    lossy = radar_equation_range_m(Waveform(3e9, 1e6, 1e-5, loss_db=12.0), 35.0, 1.0, 1.0)
    assert lossy == pytest.approx(base, rel=1e-12)  # 12 dB of loss for 12 dB of signal


def test_more_pulses_need_less_signal_and_a_lower_false_alarm_rate_more() -> None:
    assert albersheim_db(0.9, 1e-6, 10) < albersheim_db(0.9, 1e-6) < albersheim_db(0.9, 1e-8)


@pytest.mark.parametrize(("detection", "alarm", "pulses"), [(1.0, 1e-6, 1), (0.9, 0.0, 1), (0.9, 1e-6, 0)])
def test_impossible_detection_wishes_are_refused(detection: float, alarm: float, pulses: int) -> None:
    with pytest.raises(ValueError, match="albersheim needs"):
        albersheim_db(detection, alarm, pulses)


def test_a_tenth_of_the_cross_section_costs_44_percent_of_range() -> None:
    assert scaled_range_m(1500e3, 0.1, 0.01) == pytest.approx(1500e3 * 0.1**0.25, rel=1e-12)  # rounding only
    np.testing.assert_allclose(scaled_range_m([1e6, 2e6], 1.0, 16.0), [2e6, 4e6], rtol=1e-12)


def test_the_horizon_follows_the_rule_of_thumb_for_low_heights() -> None:
    # 4.12 (sqrt h1 + sqrt h2) km with heights in metres is the printed rule, rounded to three digits
    expected_m = 4.12e3 * (math.sqrt(20.0) + math.sqrt(100.0))
    assert horizon_range_m(20.0, 100.0) == pytest.approx(expected_m, rel=1e-3)


def test_the_horizon_is_the_tangent_of_the_effective_earth() -> None:
    # two right triangles, by Pythagoras
    legs = [math.sqrt((EFFECTIVE_RADIUS_M + height) ** 2 - EFFECTIVE_RADIUS_M**2) for height in (50.0, 100e3)]
    assert horizon_range_m(50.0, 100e3) == pytest.approx(sum(legs), rel=1e-9)  # cancellation in the squares
    with pytest.raises(ValueError, match="cannot be negative"):
        horizon_range_m(-1.0, 0.0)
