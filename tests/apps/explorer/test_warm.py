"""What is kept warm gives the numbers of `compare`, to the last bit, whatever the page changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shieldwall.apps.explorer.asked import asked
from shieldwall.apps.explorer.quick import Effort, draws_for, quick_answer
from shieldwall.apps.explorer.sizes import Shelf, bytes_of
from shieldwall.apps.explorer.state import State
from shieldwall.apps.explorer.warm import Warm, ground_key
from shieldwall.apps.output import plain
from shieldwall.case.kept import keep_up_to
from shieldwall.catalogue.load import shipped
from shieldwall.study.compare import Settings, run_comparison

DRAWS = 6
EFFORT = Effort(draws=DRAWS, trials=600, raid_sizes=(6, 20))
MOVES: list[dict[str, Any]] = [
    {},
    {"raid_size": 30},
    {"arrangements": ["cooperative", {"tracks": [{"giver": "USA", "receiver": "JPN"}]}]},
    {"reading": "critics", "knowledge": "today"},
    {"availability": "all"},
    {"availability": "low", "arrangements": ["as_of", "us_forces_only"]},
    {"arrangements": ["integrated", "integrated"]},
    {"false_tracks": True},
    {},
]


@pytest.fixture(scope="module")
def desk(small: dict[str, Any]) -> Any:
    """Cases kept warm by ground, as a worker keeps them."""
    keep_up_to(200_000_000)
    yield small, {}
    keep_up_to(0)


@pytest.mark.parametrize("move", MOVES, ids=lambda move: "-".join(move) or "as it was")
def test_each_move_gives_what_a_fresh_run_gives(desk: Any, move: dict[str, Any]) -> None:
    small, warm = desk
    question = asked(State.model_validate(small | move), shipped())
    kept = warm.setdefault(ground_key(question.scenario), Warm(DRAWS))
    found = quick_answer(kept, question, EFFORT)["comparison"]
    settings = Settings(
        question.distinct, EFFORT.trials, None, question.scenario.seed, workers=1,
        raid_sizes=EFFORT.raid_sizes, draws=DRAWS,
    )  # fmt: skip
    fresh = plain(run_comparison(question.scenario, question.catalogue, settings))
    for told in (found, fresh):
        del told["timings_s"]
    assert found == fresh


def test_a_list_left_out_is_empty_and_nothing_else_changes(desk: Any) -> None:
    small, warm = desk
    question = asked(State.model_validate(small), shipped())
    kept = warm.setdefault(ground_key(question.scenario), Warm(DRAWS))
    whole, lean = (
        quick_answer(kept, question, replace(EFFORT, omit=omit))["comparison"]
        for omit in ((), ("facts_used", "places"))
    )
    assert lean["facts_used"] == lean["places"] == []
    assert {**lean, "facts_used": [], "places": [], "timings_s": 0} == {
        **whole, "facts_used": [], "places": [], "timings_s": 0,
    }  # fmt: skip


def test_more_draws_are_taken_for_a_narrower_interval() -> None:
    assert draws_for(0.2, 256, 0.3) == 256
    assert draws_for(0.2, 256, 0.1) == 1024  # half the width takes four times the draws
    assert draws_for(5.0, 256, 0.001) == 2048


def test_a_shelf_keeps_within_its_bytes_what_was_used_last() -> None:
    shelf: Shelf[bytes] = Shelf(100)
    for name in "abc":
        shelf.put(name, bytes(40))
    assert shelf.get("a") is None
    assert shelf.get("b") is not None
    shelf.put("d", bytes(40))
    assert [shelf.get(name) is not None for name in "bcd"] == [True, False, True]
    shelf.put("large", bytes(500))
    assert len(shelf) == 1
    assert shelf.bytes == bytes_of(bytes(500))
