"""Textbook arcs, a textbook boost, and published figures of launches that are not one flight time."""

from __future__ import annotations

import csv
import functools
import math
from typing import Any

import numpy as np
from scipy.optimize import brentq

from docs.published.flights import model_of
from docs.published.lines import DATA, Line, Span, cases, one
from shieldwall.case.threat_flight import fly_threat
from shieldwall.catalogue.load import shipped
from shieldwall.physics.ballistic import ballistic
from shieldwall.physics.booster import Booster, Stage, ThreatModel, calibrate, rocket_of
from shieldwall.physics.earth import destination, geodesic, geodetic
from shieldwall.physics.flight import Flight, fly
from shieldwall.physics.solve import goal_of, pad_at, steer
from shieldwall.physics.steps import Pad, Rocket, Steering
from shieldwall.physics.trajectory import Outcome, fly_steered

NODONG_FROM, NODONG_AZIMUTH_DEG = (40.0, 128.0), 110.0
SCUD_ER_FROM, SCUD_ER_AZIMUTH_DEG = (39.0, 126.5), 90.0


def case_of(name: str) -> dict[str, Any]:
    """Return a record of the launches."""
    found: dict[str, Any] = cases("launch_cases")[name]
    return found


def minimum_energy_lines() -> list[Line]:
    """Return the table of least-energy arcs, four figures a range."""
    found = []
    for row in csv.DictReader((DATA / "minimum_energy.csv").read_text(encoding="utf-8").splitlines()):
        arc = ballistic(float(row["range_km"]) * 1e3)
        figures = (
            ("speed_km_s", "km/s", arc.speed_m_s / 1e3, 4),
            ("angle_deg", "degrees", arc.angle_deg, 3),
            ("apogee_km", "km", arc.apogee_m / 1e3, 1),
            ("time_s", "s", arc.flight_time_s, 1),
        )
        for name, unit, value, digits in figures:
            published = float(row[name])
            found.append(
                Line(
                    case="M01",
                    what=f"least energy, {row['range_km']} km: {name.split('_')[0]}",
                    published=one(published),
                    computed=value,
                    unit=unit,
                    tolerance=1e-3 * published,
                    digits=digits,
                    sources=("Bate, Mueller and White, Fundamentals of Astrodynamics (1971), sec. 6.2",),
                )
            )
    return found


def formula_lines() -> list[Line]:
    """Return apogee and speed by a formula of the 1940s: H = R sin(a/2), R = 3,959 miles."""
    found = []
    source = ("The Journal of Space Flight, https://diyhistory.lib.uiowa.edu/transcribe/5077/158800",)
    radius_m = 3959 * 1609.344
    for row in csv.DictReader((DATA / "minimum_energy.csv").read_text(encoding="utf-8").splitlines()):
        range_m = float(row["range_km"]) * 1e3
        arc, half = ballistic(range_m), 0.5 * range_m / radius_m
        height_m = radius_m * math.sin(half)
        apogee_km = 0.5e-3 * radius_m * (math.sin(half) - (1.0 - math.cos(half)))
        speed_m_s = math.sqrt(2.0 * 3.986004418e14 * height_m / (radius_m * (radius_m + height_m)))
        for name, unit, printed, value in (
            ("apogee", "km", apogee_km, arc.apogee_m / 1e3),
            ("speed", "m/s", speed_m_s, arc.speed_m_s),
        ):
            what = f"least energy, {row['range_km']} km: {name} by the formula of the 1940s"
            found.append(Line("M03", what, one(printed), value, unit, 1e-3 * printed, 1, sources=source))
    return found


def lofted_line() -> Line:
    """Return the time of a lofted booster test, which the impulsive arc gives."""
    case = case_of("gbi_booster")
    arc = ballistic(case["range_km"] * 1e3, case["apogee_km"] * 1e3)
    return Line(
        case=case["case"],
        what=f"ground-based booster, {case['range_km']} km lofted to {case['apogee_km']} km: time",
        published=one(case["flight_time_min"]),
        computed=arc.flight_time_s / 60.0,
        unit="min",
        tolerance=case["tolerance"]["rel"] * case["flight_time_min"],
        digits=2,
        sources=(case["source"],),
    )


def boost_lines() -> list[Line]:
    """Return a textbook vertical boost, worked out by formula and flown."""
    case = case_of("vertical_boost")
    exhaust = case["specific_impulse_s"] * 9.80665
    burn = case["propellant_kg"] / case["flow_kg_s"]
    stages = (Stage(burn, 1.0, case["specific_impulse_s"]),)
    model = ThreatModel("sounding", stages, 1e6, "cut_off", burn, math.inf, burn, burn)
    rocket = rocket_of(model, burn, exhaust * math.log(case["mass_ratio"]), 0.0)
    outcome = flown(rocket, pad_at((0.0, 0.0)), Steering(0.0, -8.0, burn))
    figures = {
        "exhaust_speed_m_s": ("m/s", exhaust),
        "burn_time_s": ("s", burn),
        "burnout_speed_m_s": ("m/s", float(np.linalg.norm(outcome.cut_off[3:]))),
    }
    return [
        Line(
            case=case["case"],
            what=f"vertical boost: {name.rsplit('_', 2 if unit == 'm/s' else 1)[0].replace('_', ' ')}",
            published=one(case["expected"][name]),
            computed=value,
            unit=unit,
            tolerance=case["tolerance"]["rel"] * case["expected"][name],
            digits=1,
            sources=(case["source"],),
        )
        for name, (unit, value) in figures.items()
    ]


def flown(rocket: Rocket, pad: Pad, steering: Steering) -> Outcome:
    """Return what a rocket does, without samples."""
    outcome: Outcome = fly_steered(rocket, pad, steering, 1.0, np.empty((0, 6)))
    return outcome


def nodong_lines() -> list[Line]:
    """Return "about ten minutes" at both ends of the range meant."""
    case = case_of("nodong_ten_minutes")
    found = []
    for range_km in case["ranges_km"]:
        flight = fly_threat(
            shipped(), "nodong", NODONG_FROM, azimuth_deg=NODONG_AZIMUTH_DEG, range_km=range_km
        )
        times = (flight.flight_time_low_s / 60.0, flight.flight_time_high_s / 60.0)
        low, high = case["expected_min"]
        what, sources = f"Nodong, {range_km} km: flight time", (case["source"],)
        minutes = flight.flight_time_s / 60.0
        found.append(Line(case["case"], what, (low, high), minutes, "min", 0.0, 2, times, sources=sources))
    return found


def scud_er_line() -> Line:
    """Return the apogee of the Scud-ER flights of March 2017."""
    case = case_of("scud_er_apogee")
    aim = destination(SCUD_ER_FROM, SCUD_ER_AZIMUTH_DEG, case["range_km"] * 1e3)
    model = model_of("scud_er")

    def apogee_km(burn_s: float) -> float:
        flight: Flight = fly(calibrate(model, burn_s), SCUD_ER_FROM, aim)
        return flight.apogee_m / 1e3

    return Line(
        case=case["case"],
        what=f"Scud-ER, {case['range_km']} km: apogee",
        published=one(case["apogee_km"]),
        computed=apogee_km(model.burn_time_s),
        unit="km",
        tolerance=case["tolerance"]["rel"] * case["apogee_km"],
        burn_time=_ends([apogee_km(model.burn_time_low_s), apogee_km(model.burn_time_high_s)]),
        sources=(case["source"],),
    )


def _ends(values: list[float]) -> Span:
    return min(values), max(values)


def distance_km(place: tuple[float, float], outcome: Outcome) -> float:
    """Return how far from a place a rocket came down."""
    latitude, longitude, _ = geodetic(np.array(outcome.impact[:3]))
    return float(geodesic(place, (latitude, longitude))[0]) / 1e3


@functools.cache
def unha_2(burn: int = 0) -> tuple[float, float]:
    """Return the overflight (s) and the first stage's distance from Akita (km), by burn time (-1, 0, 1)."""
    case, model = case_of("unha_2"), model_of("taepodong_2")
    burn_s = (model.burn_time_s, model.burn_time_high_s, model.burn_time_low_s)[burn]
    launch = tuple(case["launch"])
    booster = calibrate(model, burn_s)
    aim = destination(launch, case["azimuth_deg"], case["range_km"] * 1e3)
    flight = fly(booster, launch, aim)
    crossing_s = float(np.interp(case["west_coast_longitude_deg"], flight.track_deg[1], flight.time_s))
    goal = goal_of(launch, aim)
    steering = steer(booster, goal)._replace(cut_off_s=float(booster.rocket.stage_end_s[0]))
    return crossing_s, distance_km(tuple(case["akita"]), flown(booster.rocket, goal.pad, steering))


def unha_lines() -> list[Line]:
    """Return the satellite launch of 5 April 2009."""
    case = case_of("unha_2")
    found = []
    for part, (what, published, unit, near) in enumerate(
        (
            ("over Japan", case["overflight_s"], "s", case["tolerance"]["overflight_s"]),
            (
                "first stage, from Akita",
                case["first_stage_from_akita_km"],
                "km",
                case["tolerance"]["stage_km"],
            ),
        )
    ):
        found.append(
            Line(
                case=case["case"],
                what=f"Unha-2, 2009-04-05: {what}",
                published=one(published),
                computed=unha_2()[part],
                unit=unit,
                tolerance=near,
                burn_time=_ends([unha_2(-1)[part], unha_2(1)[part]]),
                explanation=case["explanation"] if part else "",
                sources=(case["source"],),
            )
        )
    return found


@functools.cache
def taepodong_1_km(burn: int = 0) -> float:
    """Return where the second stage falls once the first falls where it was published to, by burn time."""
    case, model = case_of("taepodong_1"), model_of("taepodong_1")
    booster: Booster = calibrate(
        model, (model.burn_time_s, model.burn_time_high_s, model.burn_time_low_s)[burn]
    )
    pad, azimuth = pad_at(tuple(case["launch"])), math.radians(case["azimuth_deg"])

    def falls_km(log_kick: float, cut_off_s: float) -> float:
        outcome = flown(booster.rocket, pad, Steering(azimuth, log_kick, cut_off_s))
        return distance_km(tuple(case["launch"]), outcome)

    first_s = float(booster.rocket.stage_end_s[0])
    kick = float(brentq(lambda u: falls_km(u, first_s) - case["first_stage_km"], -6.0, -3.4))
    return falls_km(kick, booster.burn_time_s)


def taepodong_lines() -> list[Line]:
    """Return the launch of 31 August 1998."""
    case = case_of("taepodong_1")
    return [
        Line(
            case=case["case"],
            what=f"Taepodong-1, 1998-08-31: second stage, by {who.upper()}",
            published=one(published),
            computed=taepodong_1_km(),
            unit="km",
            tolerance=case["tolerance"]["rel"] * published,
            burn_time=_ends([taepodong_1_km(-1), taepodong_1_km(1)]),
            explanation=case["explanation"] if who != "cns" else "",
            sources=(case["source"],),
        )
        for who, published in case["second_stage_km"].items()
    ]


def lines() -> list[Line]:
    """Return all of them."""
    return [
        *minimum_energy_lines(), *formula_lines(), lofted_line(), *boost_lines(), *nodong_lines(),
        scud_er_line(), *unha_lines(), *taepodong_lines(),
    ]  # fmt: skip
