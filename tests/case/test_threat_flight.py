"""Flights of the catalogue's threats by class, and what is refused of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from shieldwall.case.ledger import Ledger
from shieldwall.case.low_threats import at_levels, low_model
from shieldwall.case.raid_flights import _LEVEL_UNIFORMS
from shieldwall.case.threat_flight import arc_profile, fly_threat, rises_at_aim_s
from shieldwall.catalogue.load import Catalogue
from shieldwall.model.errors import InputError
from shieldwall.model.threat import Threat
from shieldwall.physics.ballistic import ballistic
from shieldwall.physics.earth import destination, geodesic
from shieldwall.physics.low_flight import CruiseModel
from shieldwall.physics.low_path import QuasiBallisticModel
from shieldwall.sensing.sight import horizon_sight_m

WONSAN, SEOUL = (39.0, 127.2), (37.5, 127.0)
EAST_CHINA, NAHA = (30.0, 118.5), (26.3, 127.8)


def test_a_low_missile_flies_the_catalogues_facts(known: Catalogue) -> None:
    facts = known.record(Threat, "kn_23").facts
    flight = fly_threat(known, "kn_23", WONSAN, azimuth_deg=60.0, range_km=700.0)
    assert flight.shape == "quasi_ballistic"
    assert facts.apogee_km is not None
    assert facts.burn_time_s is not None
    assert flight.apogee_m == pytest.approx(facts.apogee_km.si, rel=1e-9)  # the published one, exactly
    assert (flight.burn_time_low_s, flight.burn_time_high_s) == facts.burn_time_s.bounds_si
    assert flight.flight_time_low_s < flight.flight_time_s < flight.flight_time_high_s
    assert fly_threat(known, "kn_23", WONSAN, SEOUL).apogee_m < 0.13 * 167e3


def test_a_cruise_missile_keeps_height_and_speed(known: Catalogue) -> None:
    facts = known.record(Threat, "cj_10").facts
    flight = fly_threat(known, "cj_10", EAST_CHINA, NAHA)
    assert facts.cruise_speed_m_s is not None
    assert facts.cruise_height_km is not None
    length_m = float(geodesic(EAST_CHINA, NAHA)[0])
    low_m_s, high_m_s = facts.cruise_speed_m_s.bounds_si
    # times are kept in whole milliseconds
    assert flight.flight_time_s == pytest.approx(length_m / facts.cruise_speed_m_s.si, abs=1e-3)
    assert flight.flight_time_low_s == pytest.approx(length_m / high_m_s, abs=1e-3)
    assert flight.flight_time_high_s == pytest.approx(length_m / low_m_s, abs=1e-3)
    assert flight.apogee_m == facts.cruise_height_km.si


def test_a_cruise_missile_rises_over_the_horizon_at_the_textbook_distance(known: Catalogue) -> None:
    flight = fly_threat(known, "cj_10", EAST_CHINA, NAHA)
    rises_s = rises_at_aim_s(flight)
    assert rises_s is not None
    left_m = flight.range_m * (1.0 - rises_s / flight.flight_time_s)
    # 100 m over the 4/3 Earth: 41 km; samples are 1.2 km apart and the mean radius stands for the ellipsoid
    assert left_m == pytest.approx(horizon_sight_m(0.0, 100.0), rel=0.02)


def test_a_short_shot_is_in_view_at_once_and_a_long_one_after_its_boost(known: Catalogue) -> None:
    near = rises_at_aim_s(fly_threat(known, "scud_b", WONSAN, SEOUL))
    far = fly_threat(known, "nodong", (39.0, 125.7), (35.7, 139.7))
    rises_s = rises_at_aim_s(far)
    assert near is not None
    assert rises_s is not None
    assert near < 60.0 < far.burnout_s < rises_s < 0.5 * far.flight_time_s


def test_the_levels_of_a_raid_lie_within_the_facts_range(known: Catalogue) -> None:
    for name, field in (("kn_23", "burn_time_s"), ("cj_10", "cruise_speed_m_s")):
        threat = known.record(Threat, name)
        low, high = getattr(threat.facts, field).bounds_si
        models = at_levels(threat, low_model(threat, Ledger(0, 1)), _LEVEL_UNIFORMS)
        assert isinstance(models[0], CruiseModel if name == "cj_10" else QuasiBallisticModel)
        values = [getattr(model, field) for model in models]
        assert low < values[0] < values[1] < values[2] < high


@pytest.mark.parametrize(
    ("threat", "given", "said"),
    [
        ("df_17", {"aim": NAHA}, "df_17 is a glide vehicle"),
        ("kn_23", {"aim": SEOUL, "shape": "lofted"}, "its path is prescribed, there is no lofted one"),
        ("cj_10", {"aim": NAHA, "apogee_km": 20.0}, "it has no apogee to choose"),
        ("cj_10", {"aim": (13.5, 144.8)}, r"does not reach \d+ km: its published range is 1500 km"),
        ("cj_10", {"aim": (-39.0, -52.8)}, r"does not reach 200\d\d km"),
        ("kn_23", {"azimuth_deg": 90.0, "range_km": 0.5}, "at least 1 km"),
        ("kn_23", {"azimuth_deg": 90.0, "range_km": 700.0, "apogee_km": 300.0}, "between 0 and a quarter"),
        ("nodong", {"azimuth_deg": 90.0, "range_km": 0.0}, "above zero and at most 20003 km.*not 0 km"),
        ("nodong", {"azimuth_deg": 90.0, "range_km": 39_000.0}, "half way round the Earth, not 39000 km"),
        ("nodong", {"azimuth_deg": 90.0, "range_km": float("inf")}, "not inf km"),
        (
            "nodong",
            {"azimuth_deg": 90.0, "range_km": 1500.0},
            r"the range from there .* is 13\d\d km",
        ),
        ("nodong", {"aim": EAST_CHINA, "apogee_km": 20.0}, r"the lowest possible from there is \d+ km"),
        ("hwasong_17", {"aim": (-39.0, -52.8)}, r"does not reach 200\d\d km: the range from there"),
    ],
)
def test_what_cannot_be_flown_is_said(
    known: Catalogue, threat: str, given: dict[str, Any], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        fly_threat(known, threat, WONSAN, **given)


@pytest.mark.parametrize("pole", [(90.0, 0.0), (-90.0, 33.0)])
@pytest.mark.parametrize(("threat", "range_km"), [("nodong", 900.0), ("kn_23", 400.0), ("cj_10", 1000.0)])
def test_poles_are_places_like_any_other(
    known: Catalogue, threat: str, range_km: float, pole: tuple[float, float]
) -> None:
    away = fly_threat(known, threat, pole, azimuth_deg=40.0, range_km=range_km)
    start = destination(pole, 200.0, 1e3 * range_km)
    back = fly_threat(known, threat, start, pole)
    for flight in (away, back):
        assert flight.range_m == pytest.approx(1e3 * range_km, abs=100.0)  # the solver's tolerance
        assert np.isfinite(flight.position_ecef_m).all()


@pytest.mark.parametrize("apogee_m", [None, 500e3, 4475e3])
def test_the_drawn_arc_is_the_arc(apogee_m: float | None) -> None:
    arc = ballistic(1000e3, apogee_m)
    time_s, ground_m, height_m = arc_profile(arc, 1000e3)
    # one ellipse worked out two ways: rounding only
    assert time_s[-1] == pytest.approx(arc.flight_time_s, rel=1e-9)
    assert ground_m[-1] == pytest.approx(1000e3, rel=1e-9)
    assert height_m.max() == pytest.approx(arc.apogee_m, rel=1e-9)
    assert np.abs(height_m[[0, -1]]).max() < 1.0
    assert (np.diff(time_s) > 0.0).all()
