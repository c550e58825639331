"""What a loss does on the shipped scenarios: losing a sensor or a shooter helps nobody, beyond luck.

It is a law where every shot is as good as another and all that is known is used. On a whole scenario it holds
in the mean and not raid by raid, so paired means are held to three standard errors. Losing a *link* may help
in single draws (see docs/engagement.md). More rounds leak less, whatever they are.
"""

from __future__ import annotations

import functools
from dataclasses import replace

import numpy as np
import pytest

import shieldwall as sw
from shieldwall.case.build import build_case
from shieldwall.catalogue.load import shipped
from shieldwall.engagement.orders import ColumnMap
from shieldwall.model.estimate import Estimate
from shieldwall.model.scenario import Scenario
from shieldwall.model.what_if import WithoutOne
from shieldwall.study.trial import DrawRun
from shieldwall.study.without_one import without_one

NAMES = ("unconnected", "integrated")
ERRORS = 3.0


@functools.cache
def lost(scenario: str, asset_class: str, trials: int) -> WithoutOne:
    asked: Scenario = sw.scenario(scenario).but(availability="all")
    case = build_case(asked, NAMES, shipped(), seed=asked.seed, draws=32)
    return without_one(case, case.arrangements, asset_class, trials=trials, workers=2)


def at_least(effect: Estimate, floor: float) -> bool:
    return effect.mean >= floor - ERRORS * effect.mc_se - 1e-9


@pytest.mark.nightly
@pytest.mark.parametrize("asset_class", ["sensor", "shooter"])
@pytest.mark.parametrize(
    "scenario", ["japan_2007", "japan_2015", "guam_with_japans_radars", "hawaii_with_japans_radars"]
)
def test_losing_a_sensor_or_a_shooter_helps_nobody(scenario: str, asset_class: str) -> None:
    for loss in lost(scenario, asset_class, 1024).losses:
        for name, effects in loss.effects.items():
            assert at_least(effects.expected_leakers, 0.0), (loss.id, name, effects.expected_leakers)


@pytest.mark.nightly
@pytest.mark.parametrize("scenario", ["japan_2015", "guam_with_japans_radars"])
def test_losing_a_link_never_lengthens_warning(scenario: str) -> None:
    for loss in lost(scenario, "link", 64).losses:
        for name, effects in loss.effects.items():
            assert effects.warning_time_s.mean <= 1e-9, (loss.id, name)


@pytest.mark.nightly
def test_more_rounds_of_a_worse_type_never_leak_more() -> None:
    # Block IIA stood at two hits in four on that day; the sites hold 24 rounds each, the ships at most eight.
    asked: Scenario = sw.scenario("japan_2018_aegis_ashore")
    case = build_case(asked, NAMES, shipped(), seed=asked.seed, draws=32)
    shooters = case.forces.shooters
    sites = np.array(["aegis_ashore" in case.forces.units[unit].system for unit in case.forces.shooter_unit])
    leakers = ColumnMap(len(case.beneficiaries), len(case.forces.magazine_types)).leakers
    size = asked.raid.size
    for name in NAMES:
        means = []
        for most in (8, 24):
            magazine = np.where(sites, np.minimum(shooters.magazine, most), shooters.magazine)
            forces = replace(case.forces, shooters=replace(shooters, magazine=magazine.astype(np.int32)))
            armed = replace(case, forces=forces)
            rows = [
                DrawRun(armed, draw).run(case.arrangements[name], {size: 100}).battles[size]
                for draw in range(case.draws)
            ]
            means.append([row[:, leakers].sum(axis=1).mean() for row in rows])
        gained = np.subtract(*means)
        assert gained.mean() > ERRORS * gained.std(ddof=1) / np.sqrt(case.draws), name
