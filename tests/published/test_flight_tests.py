"""Recorded intercept tests, flown again: is what was published possible in this model, and where is it not?

The geometry of a test is published only in part. What is left open is a stated range; the whole of it is
flown, and `possible` is the share in which the published minutes and altitude can all hold at once. Nothing
here is fitted: a test that cannot hold says so, with the figures.
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from shieldwall.case.forces import RADAR_COLUMNS
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
from shieldwall.physics.ballistic import ballistic
from shieldwall.physics.earth import destination, ecef_m, geodesic
from shieldwall.physics.flight import FlightLibrary, Stage, ThreatModel, calibrate, fly_many
from shieldwall.physics.reach import reach_table
from shieldwall.sensing.radar import Radars
from shieldwall.sensing.track import FireControl

DATA = Path(__file__).parent / "data"
SHIP_TESTS = {case["id"]: case for case in yaml.safe_load((DATA / "flight_tests.yaml").read_text("utf-8"))}
LONG_TESTS = {
    case["id"]: case for case in yaml.safe_load((DATA / "long_flight_tests.yaml").read_text("utf-8"))
}
KNOWN = shipped()
SAMPLE_S = 1.0
CROSS_SECTION_M2 = 0.1
ANY = (0.0, np.inf)
Place = tuple[float, float]


@dataclass(frozen=True)
class Replay:
    """One ship test over its stated range: rows are target flights, columns ships."""

    ready_s: np.ndarray
    possible: np.ndarray
    intercept_s: tuple[float, float]
    target_there: np.ndarray


def target(
    launch: tuple[float, float], aim: tuple[float, float], burn_s: float, stages: int = 1, **model: float
):
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
    facts, count = KNOWN.record(Radar, name).facts, len(position_m)
    columns = {field: np.full(count, getattr(facts, field).si) for field in RADAR_COLUMNS}
    return Radars(
        position_ecef_m=position_m,
        party=np.zeros(count, np.int8),
        host_shooter=np.arange(count, dtype=np.int32),
        reference_range_m=columns["reference_range_km"],
        reference_cross_section_m2=columns["reference_cross_section_m2"],
        sector_centre_rad=np.zeros(count),
        sector_width_rad=np.full(count, 2.0 * np.pi),
        lowest_elevation_rad=columns["lowest_elevation_deg"],
        highest_elevation_rad=columns["highest_elevation_deg"],
        range_error_m=columns["range_error_m"],
        angle_error_rad=columns["angle_error_deg"],
        update_rate_hz=columns["update_rate_hz"],
        uncued_range_ratio=columns["uncued_range_ratio"],
    )


def shooters_at(position_m: np.ndarray) -> Shooters:
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
    table = reach_table(interceptor_model(KNOWN.record(Interceptor, interceptor)))
    latest_ms = windows(flights, shooters, [table]).latest_launch_ms[0]
    return np.where(latest_ms == UNREACHABLE, -np.inf, latest_ms / 1000.0)


def ready_s(flights: FlightLibrary, shooters: Shooters) -> np.ndarray:
    """From when each ship may launch by its own radar alone, found without a cue, (S,)."""
    doctrine = KNOWN.record(Doctrine, "shoot_look_shoot").facts
    network = KNOWN.record(Command, "jadge").facts
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


def replay(case: dict[str, Any]) -> Replay:
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


@pytest.fixture(scope="module")
def replays() -> dict[str, Replay]:
    return {name: replay(case) for name, case in SHIP_TESTS.items()}


def test_every_record_names_its_sources_and_what_it_leaves_open() -> None:
    for case in (*SHIP_TESTS.values(), *LONG_TESTS.values()):
        assert isinstance(case["date"], dt.date)
        assert case["sources"]
        assert case["published"]["note"]


@pytest.mark.parametrize("name", SHIP_TESTS)
def test_the_ship_is_ready_by_the_published_launch(name: str, replays: dict[str, Replay]) -> None:
    """The own radar, without a cue, gives fire control before the crew fired, everywhere in the range."""
    published = SHIP_TESTS[name]["published"]["interceptor_launch_s"]
    if published is not None:
        assert replays[name].ready_s.max() <= published[1]


@pytest.mark.parametrize("name", SHIP_TESTS)
def test_the_published_sequence_is_possible(name: str, replays: dict[str, Replay]) -> None:
    """Launch, flight time, minute and altitude of the hit hold together somewhere in the stated range."""
    found = replays[name]
    middle = (found.possible.shape[0] // 2, found.possible.shape[1] // 2)
    assert found.possible.mean() > 0.25
    assert found.possible[middle], "the middle of the stated range"


def test_figures_that_the_documentation_quotes(replays: dict[str, Replay]) -> None:
    quoted = yaml.safe_load((DATA / "flight_test_figures.yaml").read_text("utf-8"))
    assert quoted.keys() == replays.keys()
    for name, found in replays.items():
        line = quoted[name]
        # 135 geometries, some at the edge of reach; a sample of the flight either way
        assert found.possible.mean() == pytest.approx(line["possible_share"], abs=0.05), name
        assert [found.ready_s.min(), found.ready_s.max()] == pytest.approx(line["ready_s"], abs=1.0), name
        assert list(found.intercept_s) == pytest.approx(line["intercept_s"], abs=1.0), name


def test_six_minutes_after_kwajalein_an_interceptor_from_vandenberg_is_in_its_window() -> None:
    """FTG-06: the published launch lies between the first possible alert and the latest launch, all along."""
    case = LONG_TESTS["FTG-06"]
    published, stated = case["published"], case["stated"]
    site, silo = tuple(published["site_deg"]), tuple(published["interceptor_site_deg"])
    back_deg = float(geodesic(silo, site)[1])
    for short_km in stated["falls_short_of_interceptor_site_km"]:
        aim = destination(silo, back_deg, max(short_km, 0.1) * 1e3)
        flights = target(
            site, aim, stated["target_burn_s"], stages=3, max_range_m=stated["target_max_range_km"] * 1e3
        )
        shooters = shooters_at(np.asarray(ecef_m(np.array([silo[0]]), np.array([silo[1]]), 100.0)))
        latest_s = latest_launch_s(flights, shooters, "gbi")[0]
        assert latest_s.max() >= published["interceptor_launch_s"] + published["tolerance_s"]
        hit = int(np.argmax(latest_s >= published["interceptor_launch_s"]))
        # the first hit of that launch is high above the air and sixteen to seventeen minutes after launch
        assert 900.0 < hit * SAMPLE_S < 1080.0
        assert flights.altitude_m[0, hit] > 500e3


def test_the_times_of_the_kodiak_test_ask_for_a_very_high_flight() -> None:
    """FTG-02, explained: a direct flight would have landed before the interceptor left.

    Least energy over the 3,460 km from Kodiak to Vandenberg is in the air for sixteen minutes; the
    interceptor left after seventeen and hit after thirty. Both figures hold together only if the target flew
    some 2,200 km high, or far past Vandenberg and as high. Nothing published says so.
    """
    published = LONG_TESTS["FTG-02"]["published"]
    range_m = float(geodesic(tuple(published["site_deg"]), tuple(published["interceptor_site_deg"]))[0])
    assert range_m / 1e3 == pytest.approx(3462.0, abs=5.0)  # to the length of a launch complex
    hit_s = published["interceptor_launch_s"] + published["interceptor_flight_s"]
    assert ballistic(range_m).flight_time_s < published["interceptor_launch_s"]
    assert ballistic(range_m, 2000e3).flight_time_s < hit_s < ballistic(range_m, 2400e3).flight_time_s
    assert ballistic(5500e3).flight_time_s < hit_s


def test_the_intercontinental_target_takes_a_track_from_outside() -> None:
    """FTM-44: engage on remote meets the target in space from every stated place of the ship.

    With its own radar alone, at the catalogue's range, the ship is ready four minutes or more after the first
    intercept that a track from outside allows, and in seven of ten places after the last launch that still
    meets the target: the recorded mode is the one that the model needs.
    """
    case = LONG_TESTS["FTM-44"]
    published, stated = case["published"], case["stated"]
    site = tuple(published["site_deg"])
    azimuth_deg = float(geodesic(site, tuple(published["toward_deg"]))[1])
    in_time = []
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
            assert flights.altitude_m[0, reached].min() >= 100e3
            own_s = ready_s(flights, shooters)[0]
            assert own_s - reached[0] * SAMPLE_S > 240.0
            in_time.append(own_s <= latest_s.max())
    assert (sum(in_time), len(in_time)) == (3, 10)


def test_the_intermediate_range_target_was_not_hit_after_eleven_minutes_by_a_direct_flight() -> None:
    """FTM-15, explained: eleven minutes after launch a direct flight of 3,200 km or more is above 500 km.

    The Block IA's published ceiling is 500 km. Eleven minutes can be the interceptor's launch, or the target
    flew lower than least energy; the sources read do not say.
    """
    case = LONG_TESTS["FTM-15"]
    published, stated = case["published"], case["stated"]
    site = tuple(published["site_deg"])
    ceiling_m = KNOWN.record(Interceptor, "sm3_1a").facts.max_altitude_km.si
    for range_km in stated["target_range_km"]:
        aim = destination(site, stated["azimuth_deg"], range_km * 1e3)
        flights = target(site, aim, stated["target_burn_s"], stages=2)
        assert flights.altitude_m[0, round(published["hit_s"] / SAMPLE_S)] > ceiling_m
