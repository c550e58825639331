"""A server that listens: its numbers are the command line's, and nothing that happens to it takes it down."""

from __future__ import annotations

import csv
import io
import itertools
import json
import os
import signal
import time
from dataclasses import replace
from typing import Any

import httpx
import pytest

from shieldwall.apps.explorer.limits import QUICK, SLOW
from shieldwall.apps.output import plain
from shieldwall.apps.verbs import compare, scenario
from shieldwall.catalogue.load import shipped

STATE = {"v": 1, "scenario": "japan_2015"}
SLOW_JOB = {"state": STATE, "trials": 1_000_000}


def until(true: Any, seconds: float = 30.0) -> None:
    """Wait until something is true."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def job_of(live: Any, kind: str, body: Any) -> str:
    response = live.post(kind, body)
    assert response.status_code == 202, response.text
    return str(response.json()["job"])


def test_it_says_what_there_is(live: Any) -> None:
    meta = live.client.get("/api/meta").json()
    assert {each["id"] for each in meta["scenarios"]} >= {"japan_2015"}
    assert "as_of" in {each["id"] for each in meta["presets"]}
    assert len(meta["measures"]) == 12
    assert all(each["name"] and each["meaning"] for each in meta["measures"])
    assert {each["id"] for each in meta["mechanisms"]} == {
        "warning",
        "tracks",
        "defends",
        "fire_coordination",
    }


def test_a_quick_answer_is_that_of_python(live: Any, small: dict[str, Any]) -> None:
    body = {"state": small, "draws": 4, "trials": 512}
    answer = live.post("compare", body).json()
    assert answer["names"] == ["unconnected", "integrated"]
    assert answer["precision"]["draws"] == 4
    difference = answer["comparison"]["differences"][answer["difference"]]
    low, high = (
        arrangement["expected_leakers"]["mean"]
        for arrangement in answer["comparison"]["arrangements"].values()
    )
    # the difference is paired, so that its mean is that of the two to rounding
    assert difference["expected_leakers"]["mean"] == pytest.approx(high - low, abs=1e-9)
    assert answer["sentence"].startswith("In a hypothetical raid of 12")
    assert live.post("compare", body).json() == answer


def test_the_quick_answer_is_given_again_by_the_command_that_the_page_shows(
    live: Any, small: dict[str, Any], tmp_path: Any
) -> None:
    shown = live.post("compare", {"state": small}).json()["comparison"]
    again = live.post("reproduce", {"state": small}).json()
    assert f"--trials {shown['trials']} --seed 2015 --draws {shown['draws']}" in again["command"]
    file = tmp_path / again["file"]
    file.write_text(again["yaml"], encoding="utf-8")
    names = list(shown["arrangements"])
    fresh = plain(
        compare(
            scenario(file), names, trials=shown["trials"], seed=2015, draws=shown["draws"], workers=1
        ).record
    )
    for part in ("arrangements", "differences", "draws", "trials"):
        assert fresh[part] == shown[part], part


def test_the_full_answer_is_the_command_lines_to_the_last_digit(
    live: Any, small: dict[str, Any], tmp_path: Any
) -> None:
    request = {"state": small, "trials": 512, "raid_sizes": [6, 24]}
    job = job_of(live, "refine", request)
    told = list(live.events(f"/api/jobs/{job}/events"))
    kinds = [kind for kind, _ in told]
    assert kinds[-1] == "done"
    assert "partial" in kinds
    assert kinds.count("progress") > 5
    found = told[-1][1]["comparison"]

    again = live.post("reproduce", {"state": small, "job": job}).json()
    file = tmp_path / again["file"]
    file.write_text(again["yaml"], encoding="utf-8")
    assert "--trials 512 --seed 2015" in again["command"]
    fresh = plain(
        compare(
            scenario(file),
            ["unconnected", "integrated"],
            trials=512,
            seed=2015,
            workers=1,
            raid_sizes=[6, 24],
        ).record
    )
    for record in (found, fresh):
        del record["timings_s"]
    assert json.dumps(found, sort_keys=True) == json.dumps(fresh, sort_keys=True)
    assert set(found["attribution"]["expected_leakers"]) == {
        "warning",
        "tracks",
        "defends",
        "fire_coordination",
    }
    shown = live.client.get(f"/api/jobs/{job}").json()
    assert (shown["status"], shown["errors"]) == ("done", [])
    for table, column in (
        ("attribution", "mechanism"),
        ("curve", "raid_size"),
        ("facts", "fact"),
        ("places", "name"),
    ):
        response = live.post("export/csv", {"state": small, "job": job, "table": table})
        rows = list(csv.DictReader(io.StringIO(response.text)))
        assert rows
        assert column in rows[0]
    record = live.post("export/json", {"state": small, "job": job}).json()
    assert record["arrangements"] == found["arrangements"]
    page = live.post("export/html", {"state": small, "job": job})
    assert page.headers["content-disposition"].endswith('.html"')
    assert "<html" in page.text
    assert live.post("export/pdf", {"state": small, "job": job}).content.startswith(b"%PDF-")


def test_every_fact_that_was_used_opens(live: Any, small: dict[str, Any]) -> None:
    used = live.post("compare", {"state": small, "draws": 2, "trials": 512}).json()["comparison"][
        "facts_used"
    ]
    assert len(used) > 80
    for fact in used:
        shown = live.client.get(f"/api/fact/{fact['fact']}")
        assert shown.status_code == 200, fact
        assert shown.json()["basis"] == fact["basis"]
    cited = next(
        shown for fact in used if (shown := live.client.get(f"/api/fact/{fact['fact']}").json())["cites"]
    )
    source = live.client.get(f"/api/sources/{cited['cites'][0]['source']}").json()
    assert source["title"] == cited["cites"][0]["title"]
    assert source["cited_by"]


@pytest.mark.parametrize(
    ("path", "body", "keys"),
    [
        ("map", {}, {"units", "sectors", "launch_areas", "aims", "bounds", "note"}),
        ("flights", {"count": 3}, {"tracks", "seed", "draw", "battle"}),
        ("playback", {"arrangement": 0}, {"missiles", "shots", "events", "outcome", "duration_s"}),
        ("picture", {"missile": 2}, {"missile", "sensors", "parties", "shooters", "looks"}),
        ("warning", {}, {"arrangements", "alert_chain"}),
        ("money", {}, {"programmes", "counterfactual", "on_this_date"}),
        ("engageable", {}, {"geojson", "engageable_share", "arrangement"}),
    ],
)
def test_each_panel_has_its_answer(
    live: Any, small: dict[str, Any], path: str, body: Any, keys: set[str]
) -> None:
    response = live.post(path, {"state": small} | body)
    assert response.status_code == 200, response.text
    assert set(response.json()) >= keys


def test_what_stands_on_the_map_is_whole(live: Any, small: dict[str, Any]) -> None:
    shown = live.post("map", {"state": small}).json()
    assert {len(unit["sidc"]) for unit in shown["units"]} == {15}
    assert all(unit["cites"] or unit["basis"] != "reported" for unit in shown["units"])
    for feature in (*shown["sectors"]["features"], *shown["launch_areas"]["features"]):
        (ring,) = feature["geometry"]["coordinates"]
        assert ring[0] == ring[-1]
        assert sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring)) > 0.0


def test_the_curve_and_what_flips_the_sign_are_jobs(live: Any, small: dict[str, Any]) -> None:
    job = job_of(live, "curve", {"state": small, "sizes": [4, 30]})
    told = list(live.events(f"/api/jobs/{job}/events"))
    assert told[-1][0] == "done"
    assert [(point["arrangement"], point["raid_size"]) for point in told[-1][1]["curve"]] == [
        ("unconnected", 4), ("unconnected", 30), ("integrated", 4), ("integrated", 30),
    ]  # fmt: skip
    job = job_of(live, "flips", {"state": small})
    *_, (kind, shown) = live.events(f"/api/jobs/{job}/events")
    assert kind == "done"
    fields = {change["field"] for change in shown["changes"]}
    assert {"availability", "reading", "raid_size", "counterfactual"} <= fields
    for change in shown["changes"]:
        assert change["flips"] == ({change["sign"], shown["base"]["sign"]} == {"fewer", "more"})
        assert (change["why"] is None) == (change["sign"] != "unsettled")
        low, high = change["difference"]["epistemic"]
        assert change["sign"] in {"none", "unsettled"} or low > 0.0 or high < 0.0


def test_a_bad_question_is_refused_at_its_field(live: Any) -> None:
    for path in ("compare", "refine", "map", "curve", "state", "cite"):
        response = live.post(path, {"state": STATE | {"raid_size": 5000}})
        assert response.status_code == 422, path
        assert [each["field"] for each in response.json()["errors"]] == ["raid_size"]
    response = live.post("compare", {"state": STATE, "drws": 3})
    assert response.json()["errors"][0]["field"] == "drws"
    without = live.post("compare", {"state": STATE | {"without": ["js_kongoo"]}})
    assert without.status_code == 422
    assert without.json()["errors"][0]["suggestion"] == "js_kongo"
    assert (
        live.client.post(
            "/api/compare", content=b"{", headers={"content-type": "application/json"}
        ).status_code
        == 400
    )
    assert live.client.get("/api/fact/sm3_1a.burnout_sped_km_s").status_code == 404
    assert live.client.get("/api/jobs/none").status_code == 404
    assert live.client.get("/api/nothing").json()["errors"][0]["message"]


def test_a_killed_worker_is_replaced_and_its_task_is_done_all_the_same(
    live: Any, small: dict[str, Any]
) -> None:
    for lane, path in ((QUICK, "compare"), (SLOW, "engageable")):
        until(lambda lane=lane: live.front.pool.pids(lane))
        (pid,) = live.front.pool.pids(lane)
        os.kill(pid, signal.SIGKILL)
        response = live.post(path, {"state": small | {"seed": 77}})
        assert response.status_code == 200, response.text
        assert live.front.pool.pids(lane) != [pid]
    assert live.client.get("/api/health").json()["status"] == "ready"


def test_a_worker_killed_in_the_middle_of_a_task_is_replaced(live: Any) -> None:
    job = job_of(live, "refine", SLOW_JOB)
    heard = live.events(f"/api/jobs/{job}/events")
    assert next(event for event in heard if event[0] == "progress")
    for _ in range(2):
        until(lambda: live.client.get("/api/health").json()["busy"] == 1)
        os.kill(live.front.pool.pids(SLOW)[0], signal.SIGKILL)
        until(lambda: live.front.pool.pids(SLOW) and live.client.get("/api/health").json()["busy"] <= 1)
        time.sleep(0.2)
    *_, (kind, body) = heard
    assert kind == "failed"
    assert "lost" in body["errors"][0]["message"]
    assert live.post("compare", {"state": STATE | {"raid_size": 9}}).status_code == 200


def test_a_job_that_is_no_longer_wanted_ends(live: Any) -> None:
    job = job_of(live, "refine", SLOW_JOB | {"state": STATE | {"seed": 8}})
    heard = live.events(f"/api/jobs/{job}/events")
    assert next(event for event in heard if event[0] == "progress")
    assert live.client.delete(f"/api/jobs/{job}").status_code == 204
    assert [kind for kind, _ in heard][-1] == "cancelled"
    until(lambda: live.client.get("/api/health").json()["busy"] == 0)
    assert live.post("export/csv", {"state": STATE, "job": job}).status_code == 409


def test_a_client_that_leaves_takes_its_question_along(live: Any) -> None:
    moved = STATE | {"date": "2019-03-01", "seed": 991}
    with pytest.raises(httpx.ReadTimeout):
        live.client.post("/api/compare", json={"state": moved}, timeout=0.3)
    until(lambda: live.client.get("/api/health").json()["busy"] == 0)
    key = live.front.payload(_request({"state": moved}))
    assert live.front.pool._answers.get(("compare", key)) is None


def test_a_job_that_nobody_listens_to_ends(live: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live.front, "limits", replace(live.front.limits, unheard_s=0.2))
    job = job_of(live, "refine", SLOW_JOB | {"state": STATE | {"seed": 9}})
    until(lambda: live.client.get(f"/api/jobs/{job}").json()["status"] == "cancelled")


def test_too_much_at_once_is_told_to_come_again(live: Any) -> None:
    jobs, refused = [], None
    for seed in range(20):
        response = live.post("refine", SLOW_JOB | {"state": STATE | {"seed": 100 + seed}})
        if response.status_code == 429:
            refused = response
            break
        jobs.append(response.json()["job"])
    for job in jobs:
        live.client.delete(f"/api/jobs/{job}")
    assert refused is not None
    assert int(refused.headers["retry-after"]) >= 1
    until(
        lambda: (
            live.client.get("/api/health").json() == {"status": "ready", "workers": 2, "busy": 0, "queued": 0}
        )
    )


def _request(body: Any) -> Any:
    from shieldwall.apps.explorer.requests import CompareRequest

    return CompareRequest.model_validate(body)


def test_scenarios_come_and_go_as_files(live: Any) -> None:
    text = live.post("scenario/yaml", {"state": STATE | {"date": "2018-06-01"}}).text
    back = live.post("scenario/parse", {"yaml": text}).json()
    assert back["state"]["date"] == "2018-06-01"
    assert back["state"]["own"] is None
    broken = live.post("scenario/parse", {"yaml": text.replace("raid:", "riad:")})
    assert broken.status_code == 422
    assert {"riad", "raid"} <= {each["field"] for each in broken.json()["errors"]}
    assert live.post("scenario/parse", {"yaml": "x" * 70_000}).status_code == 422
    assert live.post("scenario/parse", {"yaml": "x" * 300_000}).status_code == 413


def test_looking_up_works(live: Any) -> None:
    get = live.client.get
    assert get("/api/scenarios/japan_2015").json()["state"]["date"] == "2015-12-02"
    assert get("/api/posture?on=2015-12-02&options=aegis_ashore_akita").json()["units"]
    assert get("/api/posture?on=1900-01-01").status_code == 422
    in_force = [
        each["id"] for each in get("/api/agreements?on=2015-12-02").json()["agreements"] if each["in_force"]
    ]
    assert "security_treaty_1960" in in_force
    assert get("/api/timeline?from=2015-01-01&to=2015-12-31").json()["events"]
    assert get("/api/timeline?from=x").status_code == 422
    assert get("/api/record/integrated").json()["kind"] == "arrangement"
    land = get("/api/land")
    assert land.json()["type"] == "FeatureCollection"
    assert "max-age" in land.headers["cache-control"]
    assert shipped().version in live.post("cite", {"state": STATE}).json()["text"]
