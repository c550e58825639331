"""Boosters of round figures, and the second flight model that the kernels are held against."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from shieldwall.physics.booster import Stage, ThreatModel
from shieldwall.physics.earth import destination

ROOM = Path(__file__).parent

TWO_SOLID = (Stage(55.0, 0.5, 250.0), Stage(60.0, 0.5, 260.0))
TWO_LIQUID = (Stage(120.0, 0.5, 255.0), Stage(120.0, 0.5, 275.0))
THREE_SOLID = (Stage(60.0, 0.34, 260.0), Stage(60.0, 0.33, 275.0), Stage(60.0, 0.33, 280.0))
MODELS = (
    ThreatModel("short", (Stage(65.0, 1.0, 230.0),), 300e3, "cut_off", 5.0, 10e3, 60.0, 75.0),
    ThreatModel("medium", (Stage(110.0, 1.0, 230.0),), 1300e3, "cut_off", 8.0, 5e3, 95.0, 120.0),
    ThreatModel("medium_solid", TWO_SOLID, 2000e3, "loft", 3.0, 6e3, 95.0, 135.0),
    ThreatModel("long", (Stage(155.0, 1.0, 265.0),), 4600e3, "cut_off", 8.0, 5e3, 140.0, 175.0, 2200e3),
    ThreatModel("very_long", TWO_LIQUID, 13000e3, "cut_off", 8.0, 5e3, 180.0, 300.0, 5800e3),
    ThreatModel("three_solid", THREE_SOLID, 15000e3, "loft", 4.0, 5e3, 150.0, 210.0),
)  # fmt: skip


@pytest.fixture(scope="session")
def models() -> dict[str, ThreatModel]:
    return {model.id: model for model in MODELS}


@pytest.fixture(scope="session")
def plain() -> ModuleType:
    """The module beside this one that flies the same rockets another way."""
    spec = importlib.util.spec_from_file_location("plain_flight", ROOM / "plain_flight.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def random_pair(
    generator: np.random.Generator, model: ThreatModel
) -> tuple[tuple[float, float], tuple[float, float]]:
    """A launch anywhere, both hemispheres and the date line, and an aim at 300 to 10,000 km in range."""
    launch = (float(generator.uniform(-75.0, 75.0)), float(generator.uniform(-180.0, 180.0)))
    least, most = max(300e3, 0.1 * model.max_range_m), min(10000e3, 0.75 * model.max_range_m)
    length = float(generator.uniform(min(least, 0.7 * most), most))
    return launch, destination(launch, float(generator.uniform(0.0, 360.0)), length)


@pytest.fixture(scope="session")
def pairs() -> object:
    return random_pair
