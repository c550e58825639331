"""Textbook arcs, boosts and launches against published figures."""

from __future__ import annotations

import pytest
from docs.published.flights import model_of
from docs.published.launches import case_of, lines, taepodong_lines, unha_lines
from docs.published.lines import Line

from shieldwall.case.threat_flight import fly_threat
from shieldwall.catalogue.load import shipped
from shieldwall.physics.ballistic import ballistic
from shieldwall.physics.booster import calibrate

EXPLAINED = {
    "Unha-2, 2009-04-05: first stage, from Akita",
    "Taepodong-1, 1998-08-31: second stage, by KCNA",
}


@pytest.mark.parametrize("line", lines(), ids=lambda line: line.what)
def test_published_figure(line: Line) -> None:
    # M01 and M03 to 0.1%, as the case gives it; the others to their records' own tolerances
    assert line.verdict == ("explained" if line.what in EXPLAINED else "pass")


def test_gbi_booster_flight_was_lofted() -> None:
    case = case_of("gbi_booster")
    assert case["apogee_km"] * 1e3 > 1.5 * ballistic(case["range_km"] * 1e3).apogee_m


def test_minimum_energy_under_the_law_is_lower_than_the_impulsive_arc() -> None:
    # to Guam, 3,400 km: about 650 km against 745 km of the impulsive arc of 3,500 km
    flight = fly_threat(shipped(), "hwasong_12", (40.0, 127.5), (13.45, 144.78))
    assert flight.range_m == pytest.approx(3400e3, rel=0.01)  # the distance is what it is
    assert flight.apogee_m == pytest.approx(650e3, rel=0.03)  # "about"
    assert ballistic(3500e3).apogee_m == pytest.approx(745e3, rel=1e-3)  # three digits


def test_the_explanation_of_unha_2_gives_its_own_figure() -> None:
    stage = unha_lines()[1]
    assert stage.computed == pytest.approx(358.0, abs=5.0)  # moves with the launch point's last digit
    assert "358 km" in stage.explanation


def test_taepodong_1_stages_at_the_announced_time() -> None:
    booster = calibrate(model_of("taepodong_1"))
    assert float(booster.rocket.stage_end_s[0]) == pytest.approx(95.0, rel=0.01)  # as announced
    assert [line.verdict for line in taepodong_lines()] == ["pass", "explained"]
