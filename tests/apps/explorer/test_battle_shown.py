"""The battle that the page shows: its events in order, in agreement with what the kernel counts."""

from __future__ import annotations

from typing import Any

from shieldwall.apps.explorer.asked import asked
from shieldwall.apps.explorer.battle_shown import ORDER, battle_shown, flights_shown
from shieldwall.apps.explorer.state import State
from shieldwall.apps.explorer.warm import Warm
from shieldwall.catalogue.load import shipped

MIXED = {"threat": "scud_er", "share": 0.4, "launch_areas": ["prk_southeast"]}


def of_small(small: dict[str, Any], **changes: Any) -> Any:
    return asked(State.model_validate(small | changes), shipped())


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
