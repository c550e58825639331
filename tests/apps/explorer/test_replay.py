"""A battle played again shot by shot comes to what the kernel counts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from shieldwall.apps.explorer.asked import asked
from shieldwall.apps.explorer.battle_shown import ORDER, battle_shown, flights_shown
from shieldwall.apps.explorer.replay import Replay
from shieldwall.apps.explorer.state import State
from shieldwall.apps.explorer.warm import Warm
from shieldwall.catalogue.load import shipped
from shieldwall.engagement.orders import ColumnMap

MIXED = {"threat": "scud_er", "share": 0.4, "launch_areas": ["prk_southeast"]}


def of_small(small: dict[str, Any], **changes: Any) -> Any:
    return asked(State.model_validate(small | changes), shipped())


@pytest.mark.parametrize(
    "changes",
    [
        {"arrangements": ["unconnected", "integrated"], "raid_size": 20},
        {"arrangements": ["cooperative", "as_of"], "raid_size": 40, "availability": "low"},
        {"arrangements": ["cooperative", "integrated"], "false_tracks": True, "availability": "all"},
    ],
)
def test_its_counts_are_the_kernels(small: dict[str, Any], changes: dict[str, Any]) -> None:
    question = of_small(small, **changes)
    warm = Warm(2)
    case = warm.case_of(question)
    where = ColumnMap(len(case.beneficiaries), len(case.forces.magazine_types))
    size, battles = case.scenario.raid.size, 10
    for draw in range(2):
        run = warm.run(case, draw)
        for arrangement in case.arrangements.values():
            rows = run.fight(arrangement, arrangement.id, size, battles)
            setting = run.setting(arrangement, size)
            for battle, row in enumerate(rows):
                replay = Replay(setting, battle)
                leaked = np.zeros(len(case.beneficiaries), np.int64)
                for target in replay.targets:
                    if target.flies and target.alive and setting.raid.leaks[target.component]:
                        leaked[setting.raid.beneficiary[target.flight]] += 1
                types = [setting.units.magazine_type[shot.shooter] for shot in replay.shots]
                assert leaked.tolist() == row[where.leakers].tolist()
                assert (
                    np.bincount(types, minlength=where.magazine_types).tolist()
                    == row[where.expended].tolist()
                )
                assert sum(shot.duplicate for shot in replay.shots) == row[where.duplicates]


def test_a_mixed_raid_is_played_too(small: dict[str, Any]) -> None:
    own = small["own"] | {"raid": small["own"]["raid"] | {"mixed_with": [MIXED]}}
    question = of_small(small | {"own": own})
    shown = battle_shown(question, Warm(2), 1, 3)
    assert {each["threat"] for each in shown["missiles"]} == {"nodong", "scud_er"}
    assert shown["outcome"]["leakers"] == sum(each["leaked"] for each in shown["missiles"])


def test_events_are_in_order_and_agree_with_the_outcome(small: dict[str, Any]) -> None:
    question = of_small(small)
    shown = battle_shown(question, Warm(2), 1, 0)
    times = [event["t_s"] for event in shown["events"]]
    assert times == sorted(times)
    kinds = [event["kind"] for event in shown["events"]]
    assert set(kinds) <= set(ORDER)
    assert kinds.count("leak") == shown["outcome"]["leakers"] == sum(m["leaked"] for m in shown["missiles"])
    assert kinds.count("shot") == shown["outcome"]["expended"] == len(shown["shots"])
    assert kinds.count("intercept") + kinds.count("miss") == kinds.count("shot")
    assert kinds.count("launch") + kinds.count("dud") == question.scenario.raid.size
    for shot in shown["shots"]:
        assert shot["launch_s"] < shot["intercept_s"] <= shown["duration_s"]
        assert shot["to"][2] > 0.0
    for missile in shown["missiles"]:
        killed = [
            shot["intercept_s"]
            for shot in shown["shots"]
            if shot["missile"] == missile["missile"] and shot["hit"]
        ]
        assert missile["killed_s"] == (min(killed) if killed else None)


def test_the_flights_shown_are_those_of_the_battle(small: dict[str, Any]) -> None:
    question, warm = of_small(small), Warm(2)
    tracks = flights_shown(question, warm, 5)["tracks"]
    missiles = battle_shown(question, warm, 0, 0)["missiles"]
    assert len(tracks) == 5
    for track, missile in zip(tracks, missiles, strict=False):
        assert track["points"] == missile["points"]
        lon, lat, height, t_s = track["points"][-1]
        assert 120.0 < lon < 150.0
        assert 24.0 < lat < 50.0
        assert height < 30_000.0  # the last whole sample before impact: up to five seconds above ground
        assert track["impact_s"] - 5.0 <= t_s <= track["impact_s"]
