"""Low and cruising flights: their paths, their times, and their refusals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from shieldwall.physics.atmosphere import air
from shieldwall.physics.earth import destination, geodesic, geodetic
from shieldwall.physics.flight import CruiseModel, QuasiBallisticModel, fly, fly_many, unsupported
from shieldwall.physics.low_path import ARRIVAL_SPEED_M_S, burnout_speed_m_s, low_path, low_shot
from shieldwall.physics.refusals import (
    BadPlaceError,
    BeyondRangeError,
    CannotFlyError,
    ImpossibleApogeeError,
    UnsupportedError,
)

LOW = QuasiBallisticModel("low", 800e3, 50e3, 60.0, 45.0, 75.0, 10e3)
CRUISER = CruiseModel("cruiser", 1500e3, 100.0, 245.0, 230.0, 270.0)
LAUNCH = (39.0, 127.0)


def test_the_speed_that_carries_the_published_range_is_the_published_speed() -> None:
    # the South Korean JCS gave about Mach 6.9 for such flights in 2019; sound at 20 to 30 km: 295 to 302 m/s
    assert burnout_speed_m_s(LOW, 60.0) == pytest.approx(6.9 * 298.0, rel=0.05)  # two digits
    _, speed, _ = low_shot(
        (800e3, 50e3, 60.0, burnout_speed_m_s(LOW, 60.0), 0.5 / 10e3), 1.0, np.empty(0), np.empty(0)
    )
    assert speed == pytest.approx(ARRIVAL_SPEED_M_S, abs=1.0)  # the root finder's 1 cm/s at burnout


def test_progress_along_the_path_against_dop853() -> None:
    reach, top, burn = 600e3, 50e3, 60.0
    speed = burnout_speed_m_s(LOW, burn)

    def slope(t: float, state: list[float]) -> list[float]:
        place = 2.0 * state[0] / reach - 1.0
        rise = -8.0 * top / reach * place**3
        level = 1.0 / np.sqrt(1.0 + rise**2)
        if t < burn:
            return [state[1] * level, speed / burn]
        density = air(top * (1.0 - place**4)).density_kg_m3
        return [state[1] * level, -9.80665 * rise * level - 0.5 * density * state[1] ** 2 / 10e3]

    boost = solve_ivp(slope, (0.0, burn - 1e-9), [0.0, 0.0], method="DOP853", rtol=1e-10, atol=1e-3)
    ground, rate = np.empty(200), np.empty(200)
    arrival, _, count = low_shot((reach, top, burn, speed, 0.5 / 10e3), 5.0, ground, rate)
    times = np.arange(13, count) * 5.0

    def arrives(_: float, state: list[float]) -> float:
        return state[0] - reach

    settings = {"method": "DOP853", "rtol": 1e-10, "atol": 1e-3, "t_eval": times, "events": arrives}
    rest = solve_ivp(slope, (burn, 600.0), boost.y[:, -1], **settings)
    # steps of a quarter second, second order
    assert ground[13:count] == pytest.approx(rest.y[0], abs=20.0)
    assert arrival == pytest.approx(rest.t_events[0][0], abs=0.02)


def test_low_path_follows_the_geodesic_at_the_given_height() -> None:
    aim = destination(LAUNCH, 120.0, 600e3)
    flight = fly(LOW, LAUNCH, aim)
    assert flight.apogee_m == 50e3
    assert flight.altitude_m.max() == pytest.approx(50e3, rel=0.01)  # samples 5 s apart on a flat top
    latitude, longitude, height = geodetic(flight.position_ecef_m)
    assert height == pytest.approx(flight.altitude_m, abs=1e-3)  # geodetic() itself
    along, _, _ = geodesic(np.array(LAUNCH), np.stack([latitude, longitude], axis=-1))
    back, _, _ = geodesic(np.array(aim), np.stack([latitude, longitude], axis=-1))
    assert along + back == pytest.approx(600e3, abs=0.01)  # on the line between them
    assert low_path(2.0 * along[20] / 600e3 - 1.0, 600e3, 50e3)[0] == pytest.approx(
        height[20], abs=0.1
    )  # rounding
    slope = np.gradient(flight.position_ecef_m[:-1], 5.0, axis=0)
    # central differences over 10 s on a path that bends by some m/s^2
    assert slope[20:40] == pytest.approx(flight.velocity_ecef_m_s[20:40], abs=15.0)
    assert flight.flight_time_low_s < flight.flight_time_s < flight.flight_time_high_s


def test_short_shots_stay_low() -> None:
    tops = [
        fly(LOW, LAUNCH, destination(LAUNCH, 90.0, reach)).apogee_m for reach in (220e3, 250e3, 400e3, 700e3)
    ]
    # published for 2019: 25, 30, 48 and 50 km
    assert tops == pytest.approx([25e3, 30e3, 48e3, 50e3], rel=0.06)


def test_cruise_keeps_height_and_speed() -> None:
    flight = fly(CRUISER, LAUNCH, destination(LAUNCH, 100.0, 1225e3))
    assert flight.flight_time_s == pytest.approx(5000.0, abs=0.01)  # 1,225 km at 245 m/s
    assert flight.flight_time_low_s == pytest.approx(1225e3 / 270.0, abs=0.01)  # milliseconds
    assert flight.flight_time_high_s == pytest.approx(1225e3 / 230.0, abs=0.01)  # milliseconds
    assert flight.altitude_m[:-1] == pytest.approx(100.0, abs=1e-9)  # exactly
    assert flight.burnout_s == 0.0
    speed = np.linalg.norm(flight.velocity_ecef_m_s[:-1], axis=1)
    assert speed == pytest.approx(245.0, rel=1e-4)  # the height over the Earth's radius


def test_many_low_flights_are_the_same_flights() -> None:
    aims = [destination(LAUNCH, 90.0, 300e3), destination(LAUNCH, 150.0, 650e3)]
    for model in (LOW, CRUISER):
        library = fly_many(model, [LAUNCH, LAUNCH], aims)
        for row, aim in enumerate(aims):
            flight, count = fly(model, LAUNCH, aim), int(library.sample_count[row])
            expected = flight.position_ecef_m[:-1]
            assert library.position_ecef_m[row, :count] == pytest.approx(
                expected, abs=1e-6
            )  # the same numbers
            assert library.impact_ms[row] == round(flight.flight_time_s * 1e3)
            assert (library.position_ecef_m[row, count:] == library.position_ecef_m[row, -1]).all()
            assert (library.velocity_ecef_m_s[row, count:] == 0.0).all()


def test_refusals() -> None:
    aim = destination(LAUNCH, 90.0, 500e3)
    with pytest.raises(BeyondRangeError, match="published range is 800 km"):
        fly(LOW, LAUNCH, destination(LAUNCH, 90.0, 900e3))
    with pytest.raises(BadPlaceError, match="at least 1 km"):
        fly(CRUISER, LAUNCH, LAUNCH)
    with pytest.raises(ImpossibleApogeeError, match="quarter of its range"):
        fly(LOW, LAUNCH, aim, apogee_m=200e3)
    with pytest.raises(ImpossibleApogeeError, match="no apogee to choose"):
        fly(CRUISER, LAUNCH, aim, apogee_m=1e3)
    with pytest.raises(CannotFlyError, match="no speed below 6 km/s"):
        fly(replace(LOW, ballistic_coefficient_kg_m2=100.0), LAUNCH, aim)
    with pytest.raises(BeyondRangeError, match="loses its speed"):
        fly(LOW, LAUNCH, destination(LAUNCH, 90.0, 790e3), apogee_m=20e3)
    refusal = unsupported("glider")
    assert isinstance(refusal, UnsupportedError)
    assert "not modelled" in str(refusal)
