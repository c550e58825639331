"""A small made-up theatre for tests: plain arcs, radars and shooters at random places of a round sea."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from shieldwall.command.scene import Scene, Target, set_scene
from shieldwall.command.shooters import Shooters
from shieldwall.physics.earth import ecef_m
from shieldwall.physics.flight import FlightLibrary
from shieldwall.physics.reach import ReachTable
from shieldwall.sensing.infrared import Infrared
from shieldwall.sensing.radar import Radars
from shieldwall.sensing.track import FireControl

SAMPLE_S = 5.0
BOOST_S = 70.0


@dataclass(frozen=True)
class Size:
    """How much of everything."""

    flights: int = 5
    radars: int = 6
    shooters: int = 6
    lower: int = 2
    parties: int = 2


def arcs(generator: np.random.Generator, count: int, apogee_m: float = 320e3) -> FlightLibrary:
    """Arcs that rise as a parabola over a chord of the Earth; the real ones come from physics.flight."""
    launch = np.stack([generator.uniform(38.5, 41.0, count), generator.uniform(125.5, 129.5, count)], axis=-1)
    aim = np.stack([generator.uniform(32.5, 39.5, count), generator.uniform(131.0, 140.5, count)], axis=-1)
    start, end = ecef_m(launch[:, 0], launch[:, 1]), ecef_m(aim[:, 0], aim[:, 1])
    range_m = np.linalg.norm(end - start, axis=1)
    impact_s = 180.0 + range_m / 2500.0
    steps = np.arange(int(impact_s.max() // SAMPLE_S) + 1)
    share = np.minimum(1.0, steps * SAMPLE_S / impact_s[:, np.newaxis])
    straight = start[:, np.newaxis] + share[..., np.newaxis] * (end - start)[:, np.newaxis]
    up = straight / np.linalg.norm(straight, axis=2, keepdims=True)
    altitude_m = 4.0 * apogee_m * share * (1.0 - share)
    position = up * (6_371_000.0 + altitude_m)[..., np.newaxis]
    return FlightLibrary(
        sample_s=SAMPLE_S,
        position_ecef_m=np.ascontiguousarray(position),
        velocity_ecef_m_s=np.gradient(position, SAMPLE_S, axis=1),
        altitude_m=altitude_m,
        sample_count=(impact_s // SAMPLE_S).astype(np.int32) + np.int32(1),
        burnout_ms=np.full(count, round(BOOST_S * 1000.0), np.int32),
        impact_ms=np.rint(impact_s * 1000.0).astype(np.int32),
        apogee_m=np.full(count, apogee_m),
        range_m=range_m,
        launch_deg=launch,
        aim_deg=aim,
    )


def places(generator: np.random.Generator, count: int) -> np.ndarray:
    """ECEF places in and around the sea between launch areas and aims."""
    return ecef_m(generator.uniform(34.0, 41.0, count), generator.uniform(131.0, 141.0, count), 20.0)


def radars(generator: np.random.Generator, size: Size, ships: np.ndarray) -> Radars:
    """The first radars stand on the shooters; the rest stand alone and look north-west."""
    count, hosted = size.radars, min(size.radars // 2, size.shooters)
    host = np.full(count, -1, np.int32)
    host[:hosted] = np.arange(hosted)
    position = places(generator, count)
    position[:hosted] = ships[:hosted]
    party = (np.arange(count) % size.parties).astype(np.int8)
    alone = host < 0
    return Radars(
        position_ecef_m=position,
        party=party,
        host_shooter=host,
        reference_range_m=generator.uniform(400e3, 1200e3, count),
        reference_cross_section_m2=np.full(count, 0.1),
        sector_centre_rad=np.where(alone, -0.8, 0.0),
        sector_width_rad=np.where(alone, 2.1, 2.0 * np.pi),
        lowest_elevation_rad=np.radians(generator.uniform(0.0, 3.0, count)),
        highest_elevation_rad=np.full(count, np.radians(85.0)),
        range_error_m=generator.uniform(10.0, 60.0, count),
        angle_error_rad=np.radians(generator.uniform(0.03, 0.2, count)),
        update_rate_hz=generator.uniform(0.2, 2.0, count),
        uncued_range_ratio=generator.uniform(0.4, 1.0, count),
    )


def scene(seed: int, size: Size = Size()) -> Scene:
    """A scene that a seed decides."""
    generator = np.random.default_rng(seed)
    flights = arcs(generator, size.flights)
    ships = places(generator, size.shooters)
    tier = np.zeros(size.shooters, np.int8)
    tier[size.shooters - size.lower :] = 1
    for spot in range(size.lower):
        ships[size.shooters - 1 - spot] = ecef_m(*flights.aim_deg[spot % size.flights])
    shooters = Shooters(
        position_ecef_m=ships,
        party=(np.arange(size.shooters) % size.parties).astype(np.int8),
        tier=tier,
        interceptor=tier.astype(np.int32),
        magazine=np.full(size.shooters, 8, np.int32),
        modes=generator.choice(np.array([1, 3, 7], np.uint8), size.shooters),
    )
    owner = generator.integers(0, size.parties, size.flights).astype(np.int8)
    target = Target(owner, np.full(size.flights, 0.1))
    return set_scene(flights, target, radars(generator, size, ships), shooters, size.parties)


def fire_control() -> FireControl:
    """Upper tier: 5 km two minutes ahead; lower tier: 1 km fifteen seconds ahead."""
    return FireControl(np.array([120.0, 15.0]), np.array([5000.0, 1000.0]))


def satellites() -> list[Infrared]:
    """Party 0 owns a constellation."""
    return [Infrared(party=0, cloud_break_height_m=10e3, revisit_s=10.0, processing_s=30.0)]


def reaches() -> list[ReachTable]:
    """Straight flight after 20 s: at 3 km/s, 80 to 400 km high (upper); at 1.5 km/s, to 20 km (lower)."""
    return [_cone(3000.0, 900e3, (80e3, 400e3), 10e3), _cone(1500.0, 40e3, (3e3, 20e3), 500.0)]


def _cone(speed_m_s: float, range_m: float, band_m: tuple[float, float], step_m: float) -> ReachTable:
    ground = np.arange(0.0, range_m + step_m, step_m)
    height = np.arange(0.0, band_m[1] + step_m, step_m)
    time_s = 20.0 + np.hypot(ground[:, np.newaxis], height) / speed_m_s
    time_s[:, (height < band_m[0]) | (height > band_m[1])] = np.inf
    return ReachTable(step_m, step_m, time_s)
