"""Flights between places: aim, shapes, apogees, many at once, and plain refusals."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from shieldwall.physics.booster import ThreatModel, calibrate
from shieldwall.physics.earth import destination, ecef_m, geodesic, geodetic
from shieldwall.physics.flight import fly, fly_many
from shieldwall.physics.in_range import in_range
from shieldwall.physics.refusals import (
    BadPlaceError,
    BeyondRangeError,
    FlightError,
    ImpossibleApogeeError,
    TooShortError,
)
from shieldwall.physics.solve import farthest_m

LAUNCH, AIM = (40.0, 128.0), (35.7, 139.7)


def test_every_flight_ends_within_a_hundred_metres_of_its_aim(
    models: dict[str, ThreatModel], pairs: Any
) -> None:
    generator = np.random.default_rng(21)
    for _ in range(40):
        model = list(models.values())[generator.integers(len(models))]
        launch, aim = pairs(generator, model)
        try:
            flight = fly_many(calibrate(model), [launch], [aim])
        except BeyondRangeError:
            continue
        latitude, longitude, height = geodetic(flight.position_ecef_m[0, -1])
        assert geodesic(aim, (latitude, longitude))[0] < 100.0
        assert height == pytest.approx(0.0, abs=0.1)  # the last step ends on the ground


def test_a_flight_says_what_it_is(models: dict[str, ThreatModel]) -> None:
    flight = fly(calibrate(models["medium"]), LAUNCH, AIM, sample_s=2.0)
    assert flight.miss_m < 100.0
    assert flight.range_m == pytest.approx(float(geodesic(LAUNCH, AIM)[0]), abs=100.0)  # the miss
    assert flight.time_s[-1] == flight.flight_time_s
    assert flight.altitude_m.max() == pytest.approx(flight.apogee_m, abs=50.0)  # samples 2 s apart
    assert flight.time_s[flight.altitude_m.argmax()] == pytest.approx(flight.apogee_s, abs=2.0)  # likewise
    latitude, longitude = flight.track_deg
    assert (latitude[0], longitude[0]) == pytest.approx(LAUNCH, abs=1e-9)  # rounding
    assert (latitude[-1], longitude[-1]) == pytest.approx(AIM, abs=1e-3)  # the miss
    assert flight.burn_time_low_s == 95.0
    assert flight.burn_time_high_s == 120.0
    assert flight.flight_time_low_s < flight.flight_time_s < flight.flight_time_high_s
    assert flight.note == ""


def test_shapes_are_ordered_by_apogee_and_by_time(models: dict[str, ThreatModel]) -> None:
    booster = calibrate(models["medium"])
    depressed, least, lofted = (
        fly(booster, LAUNCH, AIM, shape) for shape in ("depressed", "minimum_energy", "lofted")
    )
    assert depressed.apogee_m < least.apogee_m < lofted.apogee_m
    assert depressed.flight_time_s < least.flight_time_s < lofted.flight_time_s
    assert least.burnout_s < lofted.burnout_s == depressed.burnout_s == booster.burn_time_s


def test_solid_missiles_loft_where_liquid_ones_cut_off(models: dict[str, ThreatModel]) -> None:
    booster = calibrate(models["medium_solid"])
    flight = fly(booster, LAUNCH, AIM)
    assert flight.burnout_s == booster.burn_time_s
    assert flight.apogee_m == fly(booster, LAUNCH, AIM, "lofted").apogee_m
    assert "solid motor" in fly(booster, LAUNCH, AIM, apogee_m=400e3).note


def test_given_apogees_join_the_shapes(models: dict[str, ThreatModel]) -> None:
    booster = calibrate(models["medium"])
    least = fly(booster, LAUNCH, AIM)
    for apogee_m in (200e3, 250e3, 300e3, 420e3):
        flight = fly(booster, LAUNCH, AIM, apogee_m=apogee_m)
        assert flight.apogee_m == pytest.approx(apogee_m, abs=10.0)  # the solver's tolerance is 5 m
        assert flight.miss_m < 100.0
        assert flight.burnout_s >= least.burnout_s - 1e-3
    same = fly(booster, LAUNCH, AIM, apogee_m=least.apogee_m)
    assert same.flight_time_s == pytest.approx(least.flight_time_s, abs=0.1)  # 5 m of apogee


def test_an_apogee_beyond_the_calibration_needs_a_published_one(models: dict[str, ThreatModel]) -> None:
    launch, aim = (39.3, 125.9), destination((39.3, 125.9), 70.0, 950e3)
    flight = fly(calibrate(models["very_long"]), launch, aim, apogee_m=5700e3)
    assert "lighter payload" in flight.note
    assert flight.delta_v_m_s > calibrate(models["very_long"]).delta_v_m_s
    with pytest.raises(ImpossibleApogeeError, match=r"highest possible from there is 4\d{3} km"):
        fly(calibrate(models["very_long"]), launch, aim, apogee_m=7000e3)


@pytest.mark.parametrize(
    ("launch", "aim"),
    [
        ((90.0, 0.0), (80.0, 30.0)),
        ((85.0, 20.0), (90.0, 0.0)),
        ((-89.0, 0.0), (-84.0, 170.0)),
        ((10.0, 179.0), (12.0, -175.0)),
        ((-30.0, -179.5), (-33.0, 176.0)),
        ((0.0, 0.0), (0.0, 9.0)),
        ((0.0, 0.0), (0.0, -9.0)),
    ],
)
def test_poles_date_line_and_equator(
    models: dict[str, ThreatModel], launch: tuple[float, float], aim: tuple[float, float]
) -> None:
    assert fly(calibrate(models["medium"]), launch, aim).miss_m < 100.0


@pytest.mark.parametrize(
    ("launch", "aim", "options", "error", "words"),
    [
        (LAUNCH, (10.0, 128.0), {}, BeyondRangeError, r"332\d km: the range from there .* is 1[23]\d\d"),
        (LAUNCH, (-40.0, -52.0), {}, BeyondRangeError, r"does not reach 200\d\d km"),
        (LAUNCH, LAUNCH, {}, BadPlaceError, "at least 1 km"),
        ((95.0, 0.0), AIM, {}, BadPlaceError, "launch point"),
        (LAUNCH, (0.0, math.nan), {}, BadPlaceError, "aim"),
        (LAUNCH, (40.03, 128.0), {}, TooShortError, "shortest such flight"),
        (LAUNCH, AIM, {"apogee_m": 50e3}, ImpossibleApogeeError, r"lowest possible from there is 1\d\d"),
        (LAUNCH, AIM, {"apogee_m": 900e3}, ImpossibleApogeeError, r"highest possible from there is 4\d\d"),
        (LAUNCH, AIM, {"apogee_m": -1.0}, BadPlaceError, "positive height"),
        (LAUNCH, (10.0, 128.0), {"apogee_m": 500e3}, BeyondRangeError, "does not reach"),
        (LAUNCH, AIM, {"shape": "sideways"}, BadPlaceError, "unknown shape"),
        (LAUNCH, (40.5, 128.0), {"shape": "depressed"}, FlightError, "no depressed flight"),
    ],
)  # fmt: skip
def test_refusals_are_one_clear_sentence(
    models: dict[str, ThreatModel], launch: Any, aim: Any, options: dict[str, Any], error: type, words: str
) -> None:
    with pytest.raises(error, match=words) as caught:
        fly(calibrate(models["medium"]), launch, aim, **options)
    assert "\n" not in str(caught.value)
    assert isinstance(caught.value, ValueError)


def test_the_range_named_is_the_range_flown(models: dict[str, ThreatModel]) -> None:
    booster = calibrate(models["medium"])
    for bearing in (0.0, 90.0, 200.0, 270.0):
        farthest = farthest_m(booster, LAUNCH, bearing)
        assert fly(booster, LAUNCH, destination(LAUNCH, bearing, 0.998 * farthest)).miss_m < 100.0
        with pytest.raises(BeyondRangeError):
            fly(booster, LAUNCH, destination(LAUNCH, bearing, 1.002 * farthest))
    assert farthest_m(booster, LAUNCH, 90.0) > 1300e3 > farthest_m(booster, LAUNCH, 270.0)


def test_many_flights_are_the_same_flights(models: dict[str, ThreatModel]) -> None:
    booster = calibrate(models["medium"])
    launches = np.array([LAUNCH, (41.0, 127.0), (39.5, 126.0)])
    aims = np.array([AIM, (34.7, 135.5), (38.3, 140.9)])
    library = fly_many(booster, launches, aims, sample_s=4.0)
    for row in range(3):
        flight = fly(booster, tuple(launches[row]), tuple(aims[row]), sample_s=4.0)
        count = int(library.sample_count[row])
        # the same solution to the solver's 5 m
        assert library.position_ecef_m[row, :count] == pytest.approx(flight.position_ecef_m[:-1], abs=10.0)
        assert library.impact_ms[row] == pytest.approx(1e3 * flight.flight_time_s, abs=20.0)
        assert library.burnout_ms[row] == pytest.approx(1e3 * flight.burnout_s, abs=20.0)
        assert library.apogee_m[row] == pytest.approx(flight.apogee_m, abs=20.0)


def test_libraries_are_padded_with_the_impact(models: dict[str, ThreatModel]) -> None:
    library = fly_many(calibrate(models["medium"]), [LAUNCH, LAUNCH], [AIM, (38.0, 132.0)], sample_s=5.0)
    for row in range(2):
        count = int(library.sample_count[row])
        assert (count - 1) * 5000 <= library.impact_ms[row] < count * 5000
        padding = library.position_ecef_m[row, count:]
        assert len(padding) >= 1
        assert (padding == padding[0]).all()
        assert (library.velocity_ecef_m_s[row, count:] == 0.0).all()
        assert (library.altitude_m[row, count:] == 0.0).all()
        assert library.altitude_m[row].max() == pytest.approx(library.apogee_m[row], abs=200.0)  # 5 s apart
    assert library.position_ecef_m[:, 0] == pytest.approx(
        np.tile(ecef_m(*LAUNCH), (2, 1)), abs=1e-6
    )  # rounding


def test_many_flights_name_the_one_that_fails(models: dict[str, ThreatModel]) -> None:
    booster = calibrate(models["medium"])
    with pytest.raises(BeyondRangeError, match="flight 1: medium does not reach"):
        fly_many(booster, [LAUNCH, LAUNCH], [AIM, (10.0, 128.0)])
    with pytest.raises(BadPlaceError, match="flight 1: the aim is 0 m"):
        fly_many(booster, [LAUNCH, LAUNCH], [AIM, LAUNCH])
    with pytest.raises(BadPlaceError, match="latitude"):
        fly_many(booster, [(91.0, 0.0)], [AIM])
    with pytest.raises(FlightError, match="positive time"):
        fly_many(booster, [LAUNCH], [AIM], sample_s=0.0)
    with pytest.raises(BadPlaceError, match="equally many"):
        fly_many(booster, [LAUNCH], [AIM, AIM])
    reached = in_range(booster, np.array([LAUNCH, LAUNCH]), np.array([AIM, (10.0, 128.0)]), "minimum_energy")
    assert reached.tolist() == [True, False]
