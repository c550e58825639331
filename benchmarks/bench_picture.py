"""How long the picture takes, and how many track updates a second the kernel makes beside its peers.

Twenty made-up threats before forty sensors and twenty shooters of two parties that share everything; kernels
are compiled before the clock starts. An update is one radar's measurements of one flight in one sample step,
added to its track; after each step the track is turned into a predicted-intercept error.

The peers run extended Kalman filters of six states on noisy runs; tests/sensing shows that their errors come
to the bound that the kernel works out in one pass.
"""

from __future__ import annotations

import math
import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from benchmarks.clock import seconds
from shieldwall.command.links import Relations, draw_links, fair_weather
from shieldwall.command.picture import picture, sense
from shieldwall.command.scene import Scene, Target, set_scene
from shieldwall.command.shooters import Shooters
from shieldwall.opportunity.chains import openings
from shieldwall.opportunity.timeline import timeline
from shieldwall.opportunity.windows import windows
from shieldwall.physics.earth import ecef_m
from shieldwall.physics.flight import FlightLibrary, Stage, ThreatModel, calibrate, fly_many
from shieldwall.physics.reach import InterceptorModel, reach_table
from shieldwall.sensing.detection import Watch, detect, watch
from shieldwall.sensing.infrared import Infrared
from shieldwall.sensing.radar import Radars
from shieldwall.sensing.track import FireControl, Teams, quality_ms

THREATS, SENSORS, SHOOTERS = 20, 40, 20
TARGET_S = 0.5
TARGETS = {"Stone Soup": "; target 2,000 times"}
NEVER_GOOD_ENOUGH = FireControl(np.array([120.0]), np.array([1e-6]))
FILTERS = Path(__file__).resolve().parents[1] / "tests" / "sensing" / "peer_filters.py"
"""The same filters that the tests hold against the bound."""


def flights(count: int, generator: np.random.Generator) -> FlightLibrary:
    """Flights of a single-stage missile over some 1,000 km."""
    missile = ThreatModel("made_up", (Stage(100.0, 1.0, 230.0),), 1300e3, "cut_off", 6.0, 4000.0, 90.0, 120.0)
    launches = np.stack(
        [generator.uniform(39.0, 41.0, count), generator.uniform(126.0, 129.0, count)], axis=-1
    )
    aims = np.stack([generator.uniform(33.5, 38.0, count), generator.uniform(131.0, 138.0, count)], axis=-1)
    return fly_many(calibrate(missile), launches, aims)


def theatre(threats: int = THREATS) -> Scene:
    """Ships and batteries with their radars, and as many radars that stand alone."""
    generator = np.random.default_rng(1)
    spots = ecef_m(generator.uniform(33.0, 41.0, SENSORS), generator.uniform(131.0, 140.0, SENSORS), 30.0)
    upper = np.arange(SHOOTERS) < SHOOTERS // 2
    shooters = Shooters(
        spots[:SHOOTERS],
        (np.arange(SHOOTERS) % 2).astype(np.int8),
        (~upper).astype(np.int8),
        (~upper).astype(np.int32),
        np.full(SHOOTERS, 8, np.int32),
        np.full(SHOOTERS, 7, np.uint8),
    )
    host = np.where(np.arange(SENSORS) < SHOOTERS, np.arange(SENSORS), -1)
    radars = Radars(
        position_ecef_m=spots,
        party=(np.arange(SENSORS) % 2).astype(np.int8),
        host_shooter=host.astype(np.int32),
        reference_range_m=np.where(host < SHOOTERS // 2, 700e3, 120e3),
        reference_cross_section_m2=np.full(SENSORS, 0.1),
        sector_centre_rad=np.full(SENSORS, -0.8),
        sector_width_rad=np.where(host < 0, 2.1, 2.0 * math.pi),
        lowest_elevation_rad=np.full(SENSORS, math.radians(1.0)),
        highest_elevation_rad=np.full(SENSORS, math.radians(85.0)),
        range_error_m=np.full(SENSORS, 25.0),
        angle_error_rad=np.full(SENSORS, 1e-3),
        update_rate_hz=np.ones(SENSORS),
        uncued_range_ratio=np.full(SENSORS, 0.6),
    )
    target = Target(np.zeros(threats, np.int8), np.full(threats, 0.1))
    return set_scene(flights(threats, generator), target, radars, shooters, 2)


def whole_picture() -> None:
    """Lines of sight, draw, arrangement, windows, looks and the timeline of every threat."""
    scene = theatre()
    relations = Relations(
        np.full((2, 2), 10.0), np.full((2, 2), 8.0), np.ones((2, 2)), np.full((2, 2), 20.0), coordination=2
    )
    tables = [
        reach_table(InterceptorModel("upper", 3000.0, 60.0, 0.4, 100e3, 500e3, 1000e3, math.inf, math.inf)),
        reach_table(InterceptorModel("lower", 1500.0, 15.0, 0.3, 2e3, 20e3, 25e3, math.inf, 3000.0)),
    ]
    standard = FireControl(np.array([120.0, 15.0]), np.array([10e3, 1e3]))
    senses = sense(scene, scene.radars, [Infrared(1, 10e3, 10.0, 30.0)], standard)
    links = draw_links(relations, fair_weather(2))
    opened = openings(senses, windows(scene.flights, scene.shooters, tables), 20.0)
    picture(senses, links)
    for flight in range(THREATS):
        timeline(senses, links, opened, flight)


def numpy_updates(view: Watch, alert_ms: np.ndarray) -> int:
    """Count the updates of the same filter as a plain loop over flights, steps and radars."""
    found = detect(view)
    step_s = view.course.sample_ms / 1000.0
    back, ahead = np.eye(6), np.eye(6)
    back[:3, 3:], ahead[:3, 3:] = -step_s * np.eye(3), 120.0 * np.eye(3)
    updates = 0
    for f in range(alert_ms.shape[0]):
        information = np.zeros((6, 6))
        looks: set[int] = set()
        for k in range(int(view.course.free_from[f]), int(view.course.sample_count[f])):
            information = back.T @ information @ back
            for n in range(view.party.shape[0]):
                in_range = view.sight_range_m[f, k, n] <= view.course.size_factor[f] * view.unit_range_m[n]
                is_found = (
                    0 <= found.uncued[f, n] <= k or alert_ms[f, view.party[n]] <= k * view.course.sample_ms
                )
                if not (in_range and is_found):
                    continue
                line = view.course.position_ecef_m[f, k] - view.position_ecef_m[n]
                square = line @ line
                along = np.outer(line, line) / square
                across = view.angle_information[n] / square
                information[:3, :3] += view.range_information[n] * along + across * (np.eye(3) - along)
                updates += 1
                looks.add(k)
            if len(looks) > 1:
                covariance = ahead @ np.linalg.inv(information) @ ahead.T
                np.trace(covariance[:3, :3])
    return updates


def kernel_updates(view: Watch, alert_ms: np.ndarray) -> None:
    """Run the kernel to the end of every flight: no track is ever good enough."""
    teams = Teams(np.arange(SENSORS, dtype=np.int32)[np.newaxis], np.ones((1, 1), np.bool_))
    quality_ms(view, detect(view), alert_ms, teams, NEVER_GOOD_ENOUGH)


def peer_rates(runs: int = 3) -> dict[str, float]:
    """Return updates a second of the peers' extended Kalman filters on one fall before two radars."""
    peers = SimpleNamespace(**runpy.run_path(str(FILTERS)))
    falling = peers.FALLING
    seen = falling.fall("1,000 km, two radars")
    measured = falling.measure(seen, runs, seed=3)
    updates = runs * (len(seen.time_s) - 2) * len(seen.radar_m)
    filters = {"Stone Soup": peers.stone_soup_filter, "FilterPy": peers.filterpy_filter}
    return {
        name: updates / seconds(lambda track=track: track(seen, measured), 3)
        for name, track in filters.items()
    }


def rows() -> list[tuple[str, str, str]]:
    """Return what was done, what was measured, and what stands beside it."""
    picture_s = seconds(whole_picture)
    small, large = theatre(), theatre(400)
    few, many = (watch(scene.course, scene.sight_range_m, scene.radars) for scene in (small, large))
    few_alerts, many_alerts = np.zeros((THREATS, 2), np.int32), np.zeros((400, 2), np.int32)
    updates = numpy_updates(few, few_alerts)
    loop_rate = updates / seconds(lambda: numpy_updates(few, few_alerts), 3)
    kernel_rate = numpy_updates(many, many_alerts) / seconds(lambda: kernel_updates(many, many_alerts))
    return [
        (
            f"picture of {THREATS} threats, {SENSORS} sensors, {SHOOTERS} shooters, warm",
            f"{picture_s * 1e3:.0f} ms",
            f"target {TARGET_S * 1e3:.0f} ms",
        ),
        (
            f"track updates a second, one core ({updates / THREATS:.0f} a flight)",
            f"{kernel_rate:,.0f}",
            f"NumPy loop {loop_rate:,.0f} ({kernel_rate / loop_rate:,.0f} times)",
        ),
        *(
            (
                "the same beside an extended Kalman filter of six states",
                f"{kernel_rate:,.0f}",
                f"{name} {rate:,.0f} ({kernel_rate / rate:,.0f} times{TARGETS.get(name, '')})",
            )
            for name, rate in peer_rates().items()
        ),
    ]
