"""A battle written down shot by shot says what the counts of the same battle say."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from types import ModuleType

import numpy as np
import pytest

from shieldwall.engagement.battle import run_battles
from shieldwall.engagement.orders import SECTOR_DECONFLICTION, Setting
from shieldwall.engagement.record import record_battle

BATTLES = 5


@pytest.fixture(scope="module")
def settings(toy: ModuleType) -> list[Setting]:
    rng = np.random.default_rng(7)
    drawn = [toy.random_battle(rng).setting for _ in range(60)]
    return [replace(each, raid=replace(each.raid, second_size=0 * each.raid.second_size)) for each in drawn]


def test_the_counts_of_a_recorded_battle_are_those_of_the_battle(settings: list[Setting]) -> None:
    fired = 0
    for setting in settings:
        where = setting.columns
        for battle, row in enumerate(run_battles(setting, BATTLES)):
            recorded = record_battle(setting, battle)
            shots, targets = recorded.shots, recorded.targets
            fired += len(shots)
            leaked = Counter(
                int(setting.raid.beneficiary[target.flight])
                for target in targets
                if target.flies and target.alive and setting.raid.leaks[target.component]
            )
            assert [leaked[b] for b in range(where.beneficiaries)] == row[where.leakers].tolist()
            types = Counter(int(setting.units.magazine_type[shot.shooter]) for shot in shots)
            assert [types[m] for m in range(where.magazine_types)] == row[where.expended].tolist()
            assert sum(shot.is_duplicate for shot in shots) == row[where.duplicates]
            assert len({shot.target for shot in shots}) == row[where.engaged]
    assert fired > 500  # the settings are not all without a shot


def test_every_shot_is_one_that_its_shooter_could_fire(settings: list[Setting]) -> None:
    for setting in settings:
        looks, units = setting.looks, setting.units
        recorded = record_battle(setting, 0)
        rounds = Counter(shot.shooter for shot in recorded.shots)
        assert all(count <= units.magazine[shooter] for shooter, count in rounds.items())
        for shot in recorded.shots:
            target = recorded.targets[shot.target]
            group = int(looks.group_of_shooter[shot.shooter])
            assert target.flies
            if shot.tier == 0:
                bit, mask = (
                    looks.upper_index[shot.shooter],
                    looks.look_shooters[group, target.flight, shot.look],
                )
                times = looks.look_launch_ms, looks.look_intercept_ms
                launch, intercept = (int(each[group, target.flight, shot.look]) for each in times)
                if setting.doctrine.coordination == SECTOR_DECONFLICTION:
                    assert looks.assigned_group[target.flight] in (-1, group)
            else:
                bit, mask = looks.lower_index[shot.shooter], looks.lower_shooters[group, target.flight]
                launch = int(looks.lower_launch_ms[group, target.flight])
                intercept = int(looks.lower_intercept_ms[group, target.flight])
            assert int(mask) >> int(bit) & 1
            assert (shot.launch_ms, shot.intercept_ms) == (
                target.offset_ms + launch,
                target.offset_ms + intercept,
            )


def test_a_target_is_dead_from_the_first_shot_that_kills(settings: list[Setting]) -> None:
    for setting in settings:
        recorded = record_battle(setting, 1)
        for place, target in enumerate(recorded.targets):
            kills = [shot.intercept_ms for shot in recorded.shots if shot.target == place and shot.kills]
            assert target.dead_ms == (min(kills) if kills else None)
            assert target.alive == (not kills)
