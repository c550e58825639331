"""Recorded intercept tests, flown again: where what was published is possible in this model.

The geometry of a test is published only in part. What is left open is a stated range; the whole of it is
flown, and `possible` is the share in which the published minutes and altitude can all hold at once. Nothing
here is fitted: a test that cannot hold says so, with the figures.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

import numpy as np

from docs.published.lines import Line, cases, texts
from shieldwall.case.forces import RADAR_FACTS
from shieldwall.case.reach import interceptor_model
from shieldwall.catalogue.load import shipped
from shieldwall.command.alert import alerts_ms
from shieldwall.command.picture import organic_quality_ms, sense
from shieldwall.command.scene import Target, set_scene
from shieldwall.command.shooters import Shooters
from shieldwall.model.doctrine import Doctrine
from shieldwall.model.systems import Command, Interceptor, Radar
from shieldwall.opportunity.slots import UNREACHABLE
from shieldwall.opportunity.windows import windows
from shieldwall.physics.earth import destination, ecef_m, geodesic
from shieldwall.physics.flight import FlightLibrary, Stage, ThreatModel, calibrate, fly_many
from shieldwall.physics.reach import reach_table
from shieldwall.sensing.radar import Radars
from shieldwall.sensing.track import FireControl

SAMPLE_S = 1.0
CROSS_SECTION_M2 = 0.1
ANY = (0.0, np.inf)


def ship_tests() -> dict[str, dict[str, Any]]:
    """Return the tests from ships, by id."""
    return {case["id"]: case for case in cases("flight_tests")}


def long_tests() -> dict[str, dict[str, Any]]:
    """Return the long-range tests, by id."""
    return {case["id"]: case for case in cases("long_flight_tests")}


@dataclass(frozen=True)
class Replay:
    """One ship test over its stated range: rows are target flights, columns ships."""

    ready_s: np.ndarray
    possible: np.ndarray
    intercept_s: tuple[float, float]
    target_there: np.ndarray


def target(
    launch: tuple[float, float], aim: tuple[float, float], burn_s: float, stages: int = 1, **model: float
) -> FlightLibrary:
    """Fly a made-up target of about the specific impulse of solid motors; its range is its own maximum."""
    range_m = float(geodesic(launch, aim)[0])
    parts = tuple(Stage(burn_s / stages, 1.0 / stages, 250.0) for _ in range(stages))
    longest_m = model.get("max_range_m", 1.03 * range_m)
    missile = ThreatModel("target", parts, longest_m, "cut_off", 5.0, 5000.0, burn_s, burn_s)
    return fly_many(calibrate(missile), np.array([launch]), np.array([aim]), sample_s=SAMPLE_S)


def ships_of(case: dict[str, Any]) -> np.ndarray:
    """Places of the ship over its stated range, (S, 2): first along the flight, then to the right of it."""
    stated, site = case["stated"], tuple(case["published"]["site_deg"])
    places = []
    for along_km in np.linspace(*stated["ship_along_km"], 5):
        on_track = destination(site, stated["azimuth_deg"], along_km * 1e3)
        for off_km in np.linspace(*stated["ship_off_km"], 3):
            places.append(destination(on_track, stated["azimuth_deg"] + 90.0, max(off_km, 0.001) * 1e3))
    return np.array(places)


def radars_at(name: str, position_m: np.ndarray) -> Radars:
    """Return a radar of a type at each place."""
    facts, count = shipped().record(Radar, name).facts, len(position_m)
    columns = {column: np.full(count, getattr(facts, name).si) for column, name in RADAR_FACTS.items()}
    columns["sector_width_rad"][:] = 2.0 * np.pi
    return Radars(
        position_ecef_m=position_m,
        party=np.zeros(count, np.int8),
        host_shooter=np.arange(count, dtype=np.int32),
        sector_centre_rad=np.zeros(count),
        **columns,
    )


def shooters_at(position_m: np.ndarray) -> Shooters:
    """Return a ship at each place, which may launch in any mode."""
    count = len(position_m)
    none = np.zeros(count, np.int8)
    return Shooters(
        position_m,
        none,
        none,
        none.astype(np.int32),
        np.full(count, 8, np.int32),
        np.full(count, 7, np.uint8),
    )


def latest_launch_s(flights: FlightLibrary, shooters: Shooters, interceptor: str) -> np.ndarray:
    """Latest launch that still meets the only flight at each sample, (S, K); minus infinity out of reach."""
    table = reach_table(interceptor_model(shipped().record(Interceptor, interceptor)))
    latest_ms = windows(flights, shooters, [table]).latest_launch_ms[0]
    return np.where(latest_ms == UNREACHABLE, -np.inf, latest_ms / 1000.0)


def ready_s(flights: FlightLibrary, shooters: Shooters) -> np.ndarray:
    """From when each ship may launch by its own radar alone, found without a cue, (S,)."""
    doctrine = shipped().record(Doctrine, "shoot_look_shoot").facts
    network = shipped().record(Command, "jadge").facts
    scene = set_scene(
        flights,
        Target(np.zeros(1, np.int8), np.full(1, CROSS_SECTION_M2)),
        radars_at("spy1", shooters.position_ecef_m),
        shooters,
        1,
    )
    standard = FireControl(
        np.array([doctrine.upper_lead_s.si, doctrine.lower_lead_s.si]),
        np.array([network.fire_control_error_km.si, doctrine.lower_error_km.si]),
    )
    senses = sense(scene, scene.radars, [], standard)
    at_once = np.zeros((1, 1), np.int32)
    alert_ms = alerts_ms(senses.watch, senses.found, senses.infrared_ms, at_once, at_once)
    track_s = organic_quality_ms(senses, alert_ms, 0)[0] / 1000.0
    return np.maximum(track_s, alert_ms[0, 0] / 1000.0 + network.decision_delay_s.si)


@functools.cache
def replay(name: str) -> Replay:
    """Return a ship test flown over its stated range."""
    case = ship_tests()[name]
    published, stated = case["published"], case["stated"]
    launch_s, hit_s, flight_s, altitude_km = (
        tuple(published[name] or ANY)
        for name in ("interceptor_launch_s", "intercept_s", "interceptor_flight_s", "altitude_km")
    )
    site = tuple(published["site_deg"])
    places = ships_of(case)
    shooters = shooters_at(np.asarray(ecef_m(places[:, 0], places[:, 1], 15.0)))
    ready, possible, there, times = [], [], [], []
    for range_km in np.linspace(*stated["target_range_km"], 3):
        for burn_s in np.linspace(*stated["target_burn_s"], 3):
            flights = target(site, destination(site, stated["azimuth_deg"], range_km * 1e3), burn_s)
            height_km = flights.altitude_m[0] / 1e3
            time_s = np.arange(height_km.size) * SAMPLE_S
            fits = (time_s >= hit_s[0]) & (time_s <= hit_s[1])
            fits &= (height_km >= altitude_km[0]) & (height_km <= altitude_km[1])
            if published["is_falling"] is not None:
                fits &= (np.gradient(height_km) < 0.0) == published["is_falling"]
            own_s = ready_s(flights, shooters)
            soonest_s = np.maximum(np.maximum(own_s, launch_s[0])[:, np.newaxis], time_s - flight_s[1])
            latest_s = np.minimum(
                np.minimum(latest_launch_s(flights, shooters, case["interceptor"]), launch_s[1]),
                time_s - flight_s[0],
            )
            can = fits & (soonest_s <= latest_s)
            ready.append(own_s)
            there.append(fits.any())
            possible.append(can.any(axis=1))
            times.append(np.broadcast_to(time_s, can.shape)[can])
    hits_s = np.concatenate(times)
    span_s = (float(hits_s.min()), float(hits_s.max())) if hits_s.size else (np.nan, np.nan)
    return Replay(np.array(ready), np.array(possible), span_s, np.array(there))


@dataclass(frozen=True)
class SiloShot:
    """FTG-06 from one stated aim: the last launch that meets the target, and the published launch's hit."""

    latest_s: float
    hit_s: float
    hit_height_m: float


def silo_shots() -> list[SiloShot]:
    """Return what an interceptor from Vandenberg could do at a target from Kwajalein, by stated aim."""
    case = long_tests()["FTG-06"]
    published, stated = case["published"], case["stated"]
    site, silo = tuple(published["site_deg"]), tuple(published["interceptor_site_deg"])
    back_deg = float(geodesic(silo, site)[1])
    found = []
    for short_km in stated["falls_short_of_interceptor_site_km"]:
        aim = destination(silo, back_deg, max(short_km, 0.1) * 1e3)
        flights = target(
            site, aim, stated["target_burn_s"], stages=3, max_range_m=stated["target_max_range_km"] * 1e3
        )
        shooters = shooters_at(np.asarray(ecef_m(np.array([silo[0]]), np.array([silo[1]]), 100.0)))
        latest_s = latest_launch_s(flights, shooters, "gbi")[0]
        hit = int(np.argmax(latest_s >= published["interceptor_launch_s"]))
        height_m = float(flights.altitude_m[0, hit])
        found.append(SiloShot(float(latest_s.max()), hit * SAMPLE_S, height_m))
    return found


@dataclass(frozen=True)
class RemoteShot:
    """FTM-44 from one stated place: the first intercept with a track from outside, and the own radar."""

    lowest_m: float
    first_s: float
    own_ready_s: float
    latest_s: float


def remote_shots() -> list[RemoteShot]:
    """Return what a ship could do at an intercontinental target, over the stated ranges and places."""
    case = long_tests()["FTM-44"]
    published, stated = case["published"], case["stated"]
    site = tuple(published["site_deg"])
    azimuth_deg = float(geodesic(site, tuple(published["toward_deg"]))[1])
    found = []
    for range_km in np.linspace(*stated["target_range_km"], 3):
        aim = destination(site, azimuth_deg, range_km * 1e3)
        flights = target(site, aim, stated["target_burn_s"], stages=3)
        for along_km in np.linspace(*stated["ship_along_km"], 4):
            if along_km > range_km:
                continue
            place = destination(site, azimuth_deg, along_km * 1e3)
            shooters = shooters_at(np.asarray(ecef_m(np.array([place[0]]), np.array([place[1]]), 15.0)))
            latest_s = latest_launch_s(flights, shooters, "sm3_2a")[0]
            reached = np.flatnonzero(np.isfinite(latest_s))
            found.append(
                RemoteShot(
                    lowest_m=float(flights.altitude_m[0, reached].min()),
                    first_s=float(reached[0]) * SAMPLE_S,
                    own_ready_s=float(ready_s(flights, shooters)[0]),
                    latest_s=float(latest_s.max()),
                )
            )
    return found


def heights_at_the_hit_m() -> list[float]:
    """Return how high direct flights of FTM-15's stated ranges are when its hit was published."""
    case = long_tests()["FTM-15"]
    published, stated = case["published"], case["stated"]
    site = tuple(published["site_deg"])
    found = []
    for range_km in stated["target_range_km"]:
        aim = destination(site, stated["azimuth_deg"], range_km * 1e3)
        flights = target(site, aim, stated["target_burn_s"], stages=2)
        found.append(float(flights.altitude_m[0, round(published["hit_s"] / SAMPLE_S)]))
    return found


def ship_lines() -> list[Line]:
    """Return when the ship is ready, against the published launch, and how much of the geometry fits."""
    found = []
    for name, case in ship_tests().items():
        result, sources = replay(name), texts(case["sources"])
        launched = case["published"]["interceptor_launch_s"]
        if launched is not None:
            found.append(
                Line(
                    case=name,
                    what="own radar has the ship ready to launch at the latest",
                    published=(0.0, float(launched[1])),
                    computed=float(result.ready_s.max()),
                    unit="s",
                    sources=sources,
                )
            )
        what = "share of the stated geometries in which the published sequence is possible"
        found.append(Line(name, what, None, float(result.possible.mean()), digits=2, sources=sources))
    return found


def long_lines() -> list[Line]:
    """Return the long-range tests; FTG-02 is among the readings of `docs.published.reach`."""
    known = long_tests()
    ceiling_km = shipped().record(Interceptor, "sm3_1a").facts.max_altitude_km.value
    launch = known["FTG-06"]["published"]
    return [
        Line(
            case="T11",
            what="FTG-06: last launch from Vandenberg that meets the target, at the worst stated aim",
            published=(float(launch["interceptor_launch_s"] + launch["tolerance_s"]), np.inf),
            computed=min(shot.latest_s for shot in silo_shots()),
            unit="s",
            sources=texts(known["FTG-06"]["sources"]),
        ),
        Line(
            case="T13",
            what="FTM-44: lowest intercept by engage on remote, over all stated places (outside the air)",
            published=(100.0, np.inf),
            computed=min(shot.lowest_m for shot in remote_shots()) / 1e3,
            unit="km",
            sources=texts(known["FTM-44"]["sources"]),
        ),
        Line(
            case="FTM-15",
            what="FTM-15: least height of a direct flight after 11 minutes, against Block IA's ceiling",
            published=(0.0, ceiling_km),
            computed=min(heights_at_the_hit_m()) / 1e3,
            unit="km",
            explanation=known["FTM-15"]["explanation"],
            sources=texts(known["FTM-15"]["sources"]),
        ),
    ]


def lines() -> list[Line]:
    """Return all of them."""
    return [*ship_lines(), *long_lines()]
