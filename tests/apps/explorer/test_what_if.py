"""Single losses, what flips the sign, and what facts are called: the page words for what a study finds."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest

from shieldwall.apps.explorer.asked import asked
from shieldwall.apps.explorer.flipping import NOT_KNOWN, TOO_FEW, sign_of
from shieldwall.apps.explorer.labels import labels_of
from shieldwall.apps.explorer.limits import LONG
from shieldwall.apps.explorer.meta import COUNTERFACTUAL_NAMES, choice_name
from shieldwall.apps.explorer.state import State
from shieldwall.apps.output import plain
from shieldwall.case.build import build_case
from shieldwall.catalogue.load import shipped
from shieldwall.model.estimate import Estimate
from shieldwall.study.compare import DRAWS
from shieldwall.study.without_one import without_one


def difference(mean: float, error: float, low: float, high: float) -> Estimate:
    return Estimate(mean, error, (low, high), (low - 1.0, high + 1.0))


@pytest.mark.parametrize(
    ("estimate", "sign", "why"),
    [
        (difference(0.3, 0.05, 0.1, 0.6), "more", None),
        (difference(-0.3, 0.05, -0.6, -0.1), "fewer", None),
        (difference(-0.3, 0.01, -0.9, 0.4), "unsettled", NOT_KNOWN),  # the trials alone would settle it
        (difference(0.3, 0.2, 0.1, 0.6), "unsettled", TOO_FEW),
        (difference(-0.01, 0.001, 0.001, 0.2), "unsettled", TOO_FEW),  # mean and interval disagree
        (difference(0.001, 0.001, 0.0, 0.002), "none", None),
        (difference(0.0, 0.0, 0.0, 0.0), "none", None),
    ],
)
def test_a_sign_is_settled_as_the_answer_settles_it(estimate: Estimate, sign: str, why: str | None) -> None:
    assert sign_of(estimate) == (sign, why)


def test_every_fact_reads_as_words() -> None:
    labels = labels_of(shipped())
    assert len(labels) > 400
    for name, words in labels.items():
        assert words["record"], name
        assert not re.search(r"_|\.\d|\b\d+,", words["label"]), (name, words)
    assert labels["air_defence_link_2007.permits.0.outage"]["label"] == "warning, USA → JPN: chance of outage"
    assert labels["kongo_class.interceptors.0.load"]["label"] == "SM-3 Block IA: rounds carried"


def test_choices_have_the_pages_own_names() -> None:
    known = shipped()
    assert choice_name(known, "counterfactual", "us_only_later") == "U.S. only, later"
    assert choice_name(known, "availability", "low") == "low"
    assert "_" not in "".join(COUNTERFACTUAL_NAMES.values())


def test_a_value_that_is_none_of_those_is_named_with_its_field(live: Any) -> None:
    state = {"v": 1, "scenario": "japan_2015", "availability": "typicl", "counterfactual": "us_only"}
    for path in ("compare", "state"):
        wrong = {each["field"]: each for each in live.post(path, {"state": state}).json()["errors"]}
        assert wrong["availability"]["message"] == "unknown availability 'typicl'; did you mean 'typical'?"
        assert wrong["availability"]["suggestion"] == "typical"
        assert wrong["counterfactual"]["message"].startswith("unknown counterfactual 'us_only'")


def test_the_map_shows_no_place_out_of_reach(live: Any) -> None:
    west, south, east, north = live.post(
        "map", {"state": {"v": 1, "scenario": "guam_with_japans_radars"}}
    ).json()["bounds"]
    assert west > 120.0
    assert east < 146.0  # Hawaii is beyond this missile
    assert south < 14.0 < 40.0 < north


def test_single_losses_are_those_of_the_command(live: Any, small: dict[str, Any]) -> None:
    job = live.post("without", {"state": small, "asset_class": "link"}).json()["job"]
    told = list(live.events(f"/api/jobs/{job}/events"))
    assert told[-1][0] == "done"
    assert [kind for kind, _ in told].count("progress") > 5
    found = told[-1][1]["without_one"]
    question = asked(State.model_validate(small), shipped())
    case = build_case(
        question.attributed(), question.distinct, question.catalogue, seed=question.scenario.seed, draws=DRAWS
    )
    fresh = plain(without_one(case, {name: case.arrangements[name] for name in question.distinct}, "link"))
    assert found == fresh
    assert live.post("without", {"state": small, "asset_class": "links"}).status_code == 422


def test_long_work_has_a_worker_of_its_own_that_leaves(live: Any, small: dict[str, Any]) -> None:
    before = live.client.get("/api/health").json()["workers"]
    job = live.post("flips", {"state": small, "inputs": True, "choices": False}).json()["job"]
    heard = live.events(f"/api/jobs/{job}/events")
    assert next(body for kind, body in heard if kind == "progress" and body["stage"] != "waiting")
    assert len(live.front.pool.pids(LONG)) == 1
    assert live.post("compare", {"state": small, "draws": 2, "trials": 512}).status_code == 200
    live.client.delete(f"/api/jobs/{job}")
    assert [kind for kind, _ in heard][-1] == "cancelled"
    end = time.monotonic() + 30.0
    while live.client.get("/api/health").json()["workers"] > before:
        assert time.monotonic() < end
        time.sleep(0.1)
    assert live.front.pool.pids(LONG) == []


@pytest.mark.nightly
def test_the_facts_that_flip_the_sign_come_by_measure(live: Any, small: dict[str, Any]) -> None:
    job = live.post("flips", {"state": small, "inputs": True, "choices": False}).json()["job"]
    *_, (kind, shown) = live.events(f"/api/jobs/{job}/events")
    assert kind == "done"
    assert shown["changes"] == []
    found = shown["inputs"]["differences"]["integrated-minus-unconnected"]
    assert set(found) == {"expected_leakers", "warning_time_s", "interceptors_expended"}
    for flip in found.values():
        assert flip["text"]
        assert set(flip["reversed_by"]) <= {each["input"] for each in flip["tried"]}
