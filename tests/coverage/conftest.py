"""A toy theatre: one made-up missile, a sea, cells beyond it, and shooters of both tiers."""

from __future__ import annotations

import math
import runpy
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from shieldwall.coverage.courses import LIBRARY_SAMPLE_S, Course, course_of
from shieldwall.coverage.fans import Bearings, Fan, bearings, lay_fan
from shieldwall.coverage.footprint import Stands
from shieldwall.opportunity.windows import Reaches, stack_reaches
from shieldwall.physics.earth import ecef_m
from shieldwall.physics.flight import Booster, Stage, ThreatModel, calibrate, fly_many
from shieldwall.physics.reach import InterceptorModel, reach_table

LAUNCH = (40.0, 127.0)


@dataclass(frozen=True)
class Theatre:
    """One launch point, C cells, and the course of the flights to them."""

    booster: Booster
    cells_deg: np.ndarray
    seen: Bearings
    fan: Fan
    course: Course


@pytest.fixture(scope="session")
def plain() -> SimpleNamespace:
    """The plain reference."""
    return SimpleNamespace(**runpy.run_path(str(Path(__file__).parent / "plain_footprint.py")))


@pytest.fixture(scope="session")
def booster() -> Booster:
    """A single-stage missile with a range of 1,300 km."""
    return calibrate(
        ThreatModel("made_up", (Stage(100.0, 1.0, 230.0),), 1300e3, "cut_off", 6.0, 4000.0, 90.0, 120.0)
    )


def theatre_of(booster: Booster, cells_deg: np.ndarray) -> Theatre:
    seen = bearings(LAUNCH, cells_deg)
    fan = lay_fan(booster, LAUNCH, "minimum_energy", seen)
    assert fan is not None
    aims = fan.aims_deg
    starts = np.broadcast_to(np.array(LAUNCH), aims.shape)
    flights = fly_many(booster, starts, aims, fan.shape, LIBRARY_SAMPLE_S)
    return Theatre(booster, cells_deg, seen, fan, course_of(fan, flights))


@pytest.fixture(scope="session")
def theatre(booster: Booster) -> Theatre:
    """Two hundred cells between 600 and 1,300 km away, all of them within reach."""
    generator = np.random.default_rng(6)
    spread = np.stack([generator.uniform(34.0, 40.0, 200), generator.uniform(133.5, 139.5, 200)], axis=-1)
    return theatre_of(booster, spread)


@pytest.fixture(scope="session")
def reaches() -> Reaches:
    """An upper-tier interceptor and one that reaches low only."""
    return stack_reaches(
        [
            reach_table(
                InterceptorModel("upper", 3000.0, 60.0, 0.4, 100e3, 500e3, 1000e3, math.inf, math.inf)
            ),
            reach_table(InterceptorModel("lower", 1500.0, 15.0, 0.3, 2e3, 20e3, 25e3, math.inf, 3000.0)),
        ]
    )


@pytest.fixture(scope="session")
def stands(theatre: Theatre) -> Stands:
    """Eight ships and eight batteries; the batteries beside cells, some radars with a sector or none."""
    generator = np.random.default_rng(3)
    ships = np.stack([generator.uniform(34.0, 41.0, 8), generator.uniform(130.0, 137.0, 8)], axis=-1)
    beside = theatre.cells_deg[:8] + 0.05
    place = np.concatenate([ships, beside])
    upper = np.arange(16) < 8
    half_width = np.where(np.arange(16) % 3 == 1, 1.0, math.pi)
    return Stands(
        position_ecef_m=ecef_m(place[:, 0], place[:, 1], 15.0),
        kind=(~upper).astype(np.int32),
        sight_m=np.where(np.arange(16) == 5, 0.0, np.where(upper, 750e3, 90e3)),
        floor_rad=np.full(16, math.radians(1.0)),
        ceiling_rad=np.full(16, math.radians(85.0)),
        sector_centre_rad=np.full(16, math.radians(280.0)),
        half_width_rad=half_width,
    )
