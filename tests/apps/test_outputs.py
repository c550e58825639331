"""Every command's JSON keeps to its schema, and the schemas in the repository are those of the records."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from shieldwall.apps.cli.app import run
from shieldwall.apps.schemas import RESULTS, result_schema, write_schemas
from shieldwall.study import flips

COMMITTED = Path(__file__).resolve().parents[2] / "schemas"

NODONG = ("flight", "nodong", "--from", "39.0,125.7", "--to", "35.7,139.7")

QUICK: list[tuple[str, tuple[str, ...]]] = [
    ("flight", NODONG),
    ("flight", ("flight", "nodong", "--from", "39,125.7", "--azimuth", "120", "--range-km", "900")),
    ("ballistic", ("flight", "--ballistic", "--range-km", "1000")),
    ("ballistic", ("flight", "--ballistic", "--range-km", "1000", "--apogee-km", "500")),
    ("reach", ("reach", "sm3_1a", "--ground-range-km", "200", "--altitude-km", "150")),
    ("reach", ("reach", "sm3_1a", "--ground-range-km", "5000", "--altitude-km", "150")),
    ("posture", ("posture", "--on", "2015-12-02")),
    ("posture", ("posture", "--on", "2018-06-01", "--options", "aegis_ashore_akita,sm3_2a_for_1a")),
    ("catalogue-list", ("catalogue", "list")),
    ("catalogue-list", ("catalogue", "list", "interceptor")),
    ("catalogue-show", ("catalogue", "show", "nodong")),
    ("catalogue-show", ("catalogue", "show", "sm3_1a.burnout_speed_km_s")),
    ("catalogue-show", ("catalogue", "show", "japan_2015")),
    ("catalogue-check", ("catalogue", "check")),
    ("catalogue-sources", ("catalogue", "sources")),
    ("catalogue-coverage", ("catalogue", "coverage")),
]


def committed(name: str) -> jsonschema.Draft202012Validator:
    schema = json.loads((COMMITTED / f"{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory, small_scenario: Path) -> tuple[Path, Any]:
    """One comparison from the command line: its folder and its JSON, with a raid-size curve."""
    folder = tmp_path_factory.mktemp("out") / "new" / "folder"
    words = ["compare", str(small_scenario), "--trials", "512", "--arrangements", "unconnected,integrated"]
    assert run([*words, "--raid-size", "10:12", "--seed", "7", "--out", str(folder)]) == 0
    return folder, json.loads((folder / "results.json").read_text(encoding="utf-8"))


def test_the_committed_schemas_are_current(tmp_path: Path) -> None:
    write_schemas(tmp_path)
    for file in sorted(tmp_path.iterdir()):
        assert (COMMITTED / file.name).read_text(encoding="utf-8") == file.read_text(encoding="utf-8"), (
            f"{file.name} is out of date: run python -m shieldwall.apps.schemas"
        )


@pytest.mark.parametrize("name", RESULTS)
def test_a_schema_names_itself_and_admits_nothing_else(name: str) -> None:
    schema = result_schema(RESULTS[name])
    assert schema["properties"]["schema"]["const"].startswith("shieldwall.")
    for part in (schema, *schema.get("$defs", {}).values()):
        if "properties" in part:
            assert part["additionalProperties"] is False
            assert part["required"] == sorted(part["properties"])


def test_every_schema_has_a_version_of_its_own() -> None:
    named = [result_schema(model)["properties"]["schema"]["const"] for model in RESULTS.values()]
    assert len(set(named)) == len(named)


@pytest.mark.parametrize(
    ("name", "words"), QUICK, ids=lambda value: value if isinstance(value, str) else None
)
def test_json_keeps_to_its_schema(command, name: str, words: tuple[str, ...]) -> None:
    ran = command(*words, "--json")
    assert (ran.status, ran.err) == (0, "")
    committed(name).validate(ran.json)


@pytest.mark.parametrize(
    ("name", "words"), QUICK, ids=lambda value: value if isinstance(value, str) else None
)
def test_the_same_without_json_is_for_people(command, name: str, words: tuple[str, ...]) -> None:
    ran = command(*words)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.strip()
    assert not ran.out.startswith("{")


def test_results_on_disk_keep_to_the_schema(compared: tuple[Path, Any]) -> None:
    committed("compare").validate(compared[1])


def test_a_schema_refuses_a_result_that_lacks_an_interval(compared: tuple[Path, Any]) -> None:
    broken = json.loads(json.dumps(compared[1]))
    del broken["arrangements"]["integrated"]["expected_leakers"]["epistemic"]
    with pytest.raises(jsonschema.ValidationError, match="'epistemic' is a required property"):
        committed("compare").validate(broken)


def test_estimates_say_null_where_there_is_no_split(compared: tuple[Path, Any]) -> None:
    outcomes = compared[1]["arrangements"]["integrated"]
    assert outcomes["interceptors_expended"]["by_beneficiary"] is None
    assert outcomes["expected_leakers"]["by_party"] is None
    assert set(outcomes["interceptors_expended"]["by_party"]) == {"JPN", "USA"}
    assert "kanto" in outcomes["expected_leakers"]["by_beneficiary"]


def test_the_folder_holds_the_data_the_map_and_the_charts(compared: tuple[Path, Any]) -> None:
    folder, results = compared
    files = {file.name for file in folder.iterdir()}
    assert {"results.json", "map.png", "map.svg", "outcomes.png", "outcomes.svg"} <= files
    assert not [name for name in files if name.startswith(".")]
    with (folder / "tables" / "facts_used.csv").open(encoding="utf-8", newline="") as text:
        assert len(list(csv.DictReader(text))) >= len(results["facts_used"])


@pytest.fixture(scope="module")
def again(compared: tuple[Path, Any], small_scenario: Path) -> tuple[Path, Any]:
    """Another comparison into the same folder, without a curve and with all that is asked beside."""
    folder = compared[0]
    words = ["compare", str(small_scenario), "--trials", "512", "--arrangements", "integrated,unconnected"]
    words += ["--without-one", "link", "--loss-trials", "512", "--flips", "--flip-trials", "512"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flips, "MOST_TRIED", 1)
        assert run([*words, "--counterfactual", "not_built", "--seed", "7", "--out", str(folder)]) == 0
    return folder, json.loads((folder / "results.json").read_text(encoding="utf-8"))


def test_what_is_asked_beside_keeps_to_the_schema(again: tuple[Path, Any]) -> None:
    results = again[1]
    committed("compare").validate(results)
    assert results["without_one"]["asset_class"] == "link"
    assert set(results["without_one"]["largest"]) == {"unconnected", "integrated"}
    assert set(results["flips"]["differences"]) == {"unconnected-minus-integrated"}
    assert results["counterfactual"]["effect"].startswith("no effect on this date")
    assert results["scenario"]["counterfactual"] == "not_built"


def test_nothing_of_an_earlier_comparison_stays_in_the_folder(again: tuple[Path, Any]) -> None:
    folder, results = again
    assert results["raid_size_curve"] == []
    assert not list(folder.glob("raid_size.*")), "the earlier one had a curve"
    tables = {file.stem for file in (folder / "tables").iterdir()}
    assert {"without_one", "flips", "assumed_share"} <= tables
    assert "second_raid" not in tables


def test_the_keys_of_the_contract(compared: tuple[Path, Any]) -> None:
    results = compared[1]
    assert results["schema"] == "shieldwall.compare/1"
    assert set(results["arrangements"]) == {"unconnected", "integrated"}
    assert set(results["differences"]) == {"integrated-minus-unconnected"}
    assert set(results["attribution"]["expected_leakers"]) == {
        "warning", "tracks", "defends", "fire_coordination",
    }  # fmt: skip
    assert len(results["cells"]) == 16
    assert results["seed"] == 7
    assert set(results["versions"]) == {"code", "data", "schema"}
    assert results["not_modelled"]


def test_the_curve_has_every_size_of_every_arrangement(compared: tuple[Path, Any]) -> None:
    curve = [(point["arrangement"], point["raid_size"]) for point in compared[1]["raid_size_curve"]]
    assert curve == [(name, size) for name in ("unconnected", "integrated") for size in (10, 11, 12)]


def test_a_flight_says_where_it_comes_down_and_when(command) -> None:
    record = command(*NODONG, "--json").json
    # the contract's promise is 100 m; a degree of latitude is 111 km
    assert record["impact"]["lat"] == pytest.approx(35.7, abs=100.0 / 111_000.0)
    assert record["miss_m"] < 100.0
    assert record["flight_time_low_s"] <= record["flight_time_s"] <= record["flight_time_high_s"]
    times = [point["t_s"] for point in record["track"]]
    assert times == sorted(times)
    # the track ends at impact; samples are whole seconds apart at most
    assert times[-1] == pytest.approx(record["flight_time_s"], abs=5.0)


def test_out_of_reach_is_null(command) -> None:
    assert command(*QUICK[5][1], "--json").json["time_to_reach_s"] is None
    assert command(*QUICK[4][1], "--json").json["time_to_reach_s"] > 0.0


def test_a_posture_on_the_day(command) -> None:
    listed = command("posture", "--on", "2015-12-02", "--json").json
    units = {unit["id"]: unit for unit in listed["units"]}
    assert {"js_kongo", "js_chokai", "js_myoko", "js_kirishima", "tpy2_kyogamisaki"} <= set(units)
    assert all(unit["since"] <= "2015-12-02" for unit in units.values())
    assert all(unit["cites"] or unit["basis"] != "reported" for unit in units.values())


def test_a_check_of_the_shipped_catalogue_finds_no_error(command) -> None:
    checked = command("catalogue", "check", "--json").json
    assert checked["errors"] == []
    assert checked["records"] > 100
    assert checked["facts"] > 100


def test_flights_and_reach_are_drawn(command, tmp_path: Path) -> None:
    assert command(*NODONG, "--out", str(tmp_path)).status == 0
    assert command(*QUICK[4][1], "--out", str(tmp_path)).status == 0
    assert sorted(file.suffix for file in tmp_path.iterdir()) == [
        ".csv",
        ".csv",
        ".png",
        ".png",
        ".svg",
        ".svg",
    ]
