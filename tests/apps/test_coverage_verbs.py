"""The verbs `coverage`, `station` and `history`: their answers, files, and what they refuse."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
import xarray as xr
from shapely.geometry import shape

import shieldwall as sw
from shieldwall.apps.cli.app import run
from shieldwall.coverage.shots import TIERS
from shieldwall.model.errors import InputError
from shieldwall.study.coverage.shapes import CLASSES

STATION = ("station", "--interceptor", "sm3_1a", "--region", "japan_main")


@pytest.fixture(scope="module")
def covered(tmp_path_factory: pytest.TempPathFactory, small_scenario: Path) -> tuple[Any, Path]:
    """A coverage map from one launch area on cells of 20 km: its JSON and its folder."""
    folder = tmp_path_factory.mktemp("coverage")
    assert run(["coverage", str(small_scenario), "--cell-km", "20", "--out", str(folder)]) == 0
    return json.loads((folder / "coverage.json").read_text(encoding="utf-8")), folder


def test_the_answer_keeps_to_its_schema_and_its_keys(valid, covered: tuple[Any, Path]) -> None:
    found = valid("coverage", covered[0])
    shares = found["engageable_share"]
    assert list(shares) == ["upper", "lower", "layered"]
    assert (list(shares["upper"]), list(shares["lower"])) == (["one", "two"], ["one"])
    assert {"all", "hokkaido", "kyushu"} <= set(shares["upper"]["one"]["people"])
    assert {"all", "honshu", "kyushu"} <= set(shares["upper"]["one"]["land"])
    for by_shots in shares.values():
        for both in by_shots.values():
            for one in (*both["people"].values(), *both["land"].values()):
                assert 0.0 <= one["worst"] <= one["mean"] + 1e-12 <= 1.0 + 1e-9
    # one launch area: the worst flight is the only one
    assert shares["upper"]["two"]["people"]["all"]["worst"] == shares["upper"]["two"]["people"]["all"]["mean"]
    # a census is whole to the last resident
    assert found["people"] == 126_146_099
    assert found["units"]
    assert found["facts_used"]


def test_its_shapes_are_valid_and_turn_the_right_way(covered: tuple[Any, Path]) -> None:
    written = json.loads((covered[1] / "coverage.geojson").read_text(encoding="utf-8"))
    assert written == covered[0]["geojson"]
    assert {each["properties"]["tier"] for each in written["features"]} == set(TIERS)
    land = dict.fromkeys(TIERS, 0.0)
    for each in written["features"]:
        drawn = shape(each["geometry"])
        assert drawn.is_valid
        assert drawn.geom_type == "MultiPolygon"
        for polygon in drawn.geoms:
            assert polygon.exterior.is_ccw  # RFC 7946
            assert not any(ring.is_ccw for ring in polygon.interiors)
        assert -1 <= each["properties"]["class"] < len(CLASSES)
        land[each["properties"]["tier"]] += each["properties"]["land_km2"]
    # every tier divides the same land among its classes; each class is rounded to a tenth
    assert list(land.values()) == pytest.approx([covered[0]["land_km2"]] * 3, abs=1.0)
    tiers = [
        shapely.union_all([shape(each["geometry"]) for each in written["features"]
                           if each["properties"]["tier"] == tier])
        for tier in TIERS
    ]  # fmt: skip
    assert tiers[0].symmetric_difference(tiers[2]).area < 1e-3 * tiers[0].area  # four decimals of a degree


def test_its_files(covered: tuple[Any, Path]) -> None:
    found, folder = covered
    assert {file.name for file in folder.iterdir()} == {
        "coverage.json", "coverage.geojson", "cells.csv", "coverage.nc", "coverage.png", "coverage.svg",
        "coverage.csv",
    }  # fmt: skip
    with (folder / "cells.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == found["cells"]
    assert sum(float(row["people"]) for row in rows) == pytest.approx(found["people"], rel=1e-6)  # ten digits
    with xr.open_dataset(folder / "coverage.nc", engine="h5netcdf") as data:
        assert data["shots"].dims == ("tier", "statistic", "cell")
        upper = data["shots"].sel(tier="upper", statistic="worst").to_numpy()
    assert upper == pytest.approx([float(row["shots_upper_worst"]) for row in rows], rel=1e-6)  # ten digits


def test_in_python_the_shots_are_an_array(small_scenario: Path, covered: tuple[Any, Path]) -> None:
    found = sw.coverage(sw.scenario(small_scenario), cell_km=20)
    upper = found.shots.sel(tier="upper", statistic="worst")
    assert isinstance(upper, xr.DataArray)
    assert float(upper.min()) >= 0.0
    assert float(upper.max()) <= 2.0
    people = found.data["people"]
    reached = found.data["reached"] > 0
    one = found.data["chance"].sel(tier="upper", statistic="worst", at_least=1)
    share = float((one * people).where(reached).sum() / people.where(reached).sum())
    # sums in another order
    assert share == pytest.approx(found.engageable_share["upper"]["one"].people["all"].worst, rel=1e-9)
    assert found.record.engageable_share["upper"]["one"].people["all"].worst == pytest.approx(
        covered[0]["engageable_share"]["upper"]["one"]["people"]["all"]["worst"], rel=1e-12
    )


def test_the_tables_of_a_map(command, small_scenario: Path) -> None:
    ran = command("coverage", str(small_scenario), "--cell-km", "40", "--arrangement", "cooperative")
    assert (ran.status, ran.err) == (0, "")
    for words in ("upper", "layered", "kyushu", "published 20 km of the", "no link fails"):
        assert words in ran.out


@pytest.fixture(scope="module")
def stationed(tmp_path_factory: pytest.TempPathFactory, small_scenario: Path) -> tuple[Any, Path]:
    """Two ships' stations on a coarse set of sites: their JSON and their folder."""
    folder = tmp_path_factory.mktemp("stations")
    words = ["--spacing-km", "100", "--ships", "2", "--shots", "2", "--at", "38.0,135.0"]
    assert run(["station", str(small_scenario), *STATION[1:], *words, "--out", str(folder)]) == 0
    return json.loads((folder / "stations.json").read_text(encoding="utf-8")), folder


def test_stations_come_with_proof_and_suppositions(valid, stationed: tuple[Any, Path]) -> None:
    found = valid("station", stationed[0])
    assert found["ships"] == len(found["stations"]) == 2
    assert found["optimal"] is True
    # the solver's tolerance
    assert found["covered_population_share"] == pytest.approx(found["bound"], abs=1e-6)
    assert found["covered_population_share"] <= found["coverable_population_share"] + 1e-12
    assert found["covered_population_share"] <= found["together_share"] + 1e-12
    assert found["given"]["covered_population_share"] <= found["covered_population_share"] + 1e-9
    assert found["given"]["stations"][0]["lat"] == 38.0
    assert found["today"]["ships"] == 10
    supposed = found["assumptions"]
    assert (supposed["radar_range_km"], supposed["launch_after_burnout_s"]) == (750.0, 60.0)
    assert (supposed["flight_shapes"], supposed["shots"]) == ("minimum_energy", 2)
    for station in found["stations"]:
        assert 0.0 <= station["covers_alone_share"] <= found["covered_population_share"] + 1e-12


def test_stations_are_drawn(stationed: tuple[Any, Path]) -> None:
    found, folder = stationed
    assert {file.suffix for file in folder.iterdir()} == {".svg", ".png", ".csv", ".json"}
    with (folder / "stations.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 2 + 1 + found["today"]["ships"]


def test_as_few_as_cover_everyone(command, small_scenario: Path) -> None:
    ran = command("station", str(small_scenario), *STATION[1:], "--spacing-km", "100", "--for-full-cover")
    assert (ran.status, ran.err) == (0, "")
    told = " ".join(ran.out.split())
    for words in (
        "(proved optimal)",
        "radar range 750 km",
        "launch after burnout 60 s",
        "site spacing 100 km",
        "js_kongo",
    ):
        assert words in told


def test_where_no_number_covers_everyone_ships_are_null(valid, command, small_scenario: Path) -> None:
    words = ("--spacing-km", "200", "--for-full-cover", "--radar-range-km", "50", "--json")
    found = valid("station", command("station", str(small_scenario), *STATION[1:], *words).json)
    assert (found["ships"], found["stations"], found["optimal"]) == (None, [], None)
    assert found["coverable_population_share"] < 1.0
    told = command("station", str(small_scenario), *STATION[1:], *words[:-1])
    assert "No number of ships covers every resident" in " ".join(told.out.split())


def test_batteries_stand_on_land(small_scenario: Path) -> None:
    found = sw.station(
        sw.scenario(small_scenario), interceptor="pac3", region="okinawa", ships=1, threat="hwasong_12",
        spacing_km=40.0, cell_km=20.0,
    )  # fmt: skip
    assert found.where == "land"
    assert "keep_out_from_launching_coast_km" not in found.assumptions
    assert found.ships == 1
    assert 26.0 < found.stations[0].lat < 27.0 or found.stations[0].lon < 127.0


def test_years_one_after_the_other(valid, command, small_scenario: Path, tmp_path: Path) -> None:
    words = ("--from", "2006", "--to", "2008", "--scenario", str(small_scenario), "--cell-km", "40")
    found = valid("history", command("history", *words, "--out", str(tmp_path), "--json").json)
    assert [each["year"] for each in found["years"]] == [2006, 2007, 2008]
    assert [each["ships"] for each in found["years"]] == [1, 2, 3]
    assert {file.name for file in tmp_path.iterdir()} == {
        "history.json", "history.svg", "history.png", "history.csv"
    }  # fmt: skip
    assert all(event["date"].startswith(("2006", "2007", "2008")) for event in found["events"])
    ran = command("history", *words)
    assert (ran.status, ran.err) == (0, "")
    assert "layered, two" in ran.out


def test_in_python_years_are_an_array(small_scenario: Path) -> None:
    found = sw.history(2004, 2007, sw.scenario(small_scenario), cell_km=40)
    upper = found.share.sel(tier="upper", shots="one", of="people")
    assert upper.sizes == {"year": 4}
    assert float(upper.sel(year=2004)) == 0.0  # nobody could shoot yet
    assert float(upper.sel(year=2007)) > 0.0
    assert np.isnan(found.share.sel(tier="lower", shots="two")).all()


REFUSED = {
    "a ship on land": ((*STATION, "--ships", "1", "--at", "35.7,139.7"), ("35.7,139.7", "on land", "sea")),
    "a battery at sea": (
        ("station", "--interceptor", "pac3", "--region", "japan_main", "--ships", "1", "--at", "38,135"),
        ("38,135", "at sea", "land"),
    ),
    "an unknown region": (
        ("station", "--interceptor", "sm3_1a", "--region", "japan_mian", "--ships", "1"),
        ("'japan_mian'", "'japan_main'"),
    ),
    "an unknown interceptor": (
        ("station", "--interceptor", "sm3_a1", "--region", "japan_main", "--ships", "1"),
        ("'sm3_a1'", "'sm3_1a'"),
    ),
    "no ships": ((*STATION, "--ships", "0"), ("--ships 0", "from 1")),
    "neither a number nor full cover": (STATION, ("--ships N", "--for-full-cover")),
    "both": ((*STATION, "--ships", "2", "--for-full-cover"), ("--ships N", "--for-full-cover")),
    "three shots": ((*STATION, "--ships", "2", "--shots", "3"), ("--shots 3",)),
    "no region": (("station", "--interceptor", "sm3_1a", "--ships", "2"), ("--region", "missing")),
    "a radar that is not finite": ((*STATION, "--ships", "2", "--radar-range-km", "nan"), ("nan", "from 10")),
    "out of range": (
        ("station", "--interceptor", "sm3_1a", "--region", "guam", "--ships", "1"),
        ("nodong", "reaches nobody", "guam"),
    ),
    "an empty posture": (
        ("coverage", "japan_2015", "--date", "1999-01-01"), ("1999-01-01", "no interceptor"),
    ),
    "an unknown arrangement": (("coverage", "japan_2015", "--arrangement", "integratd"), ("'integrated'",)),
    "a region of another party": (
        ("coverage", "japan_2015", "--region", "guam"), ("guam", "USA", "home_party"),
    ),
    "an unknown shape": (("coverage", "japan_2015", "--shape", "lofty"), ("'lofty'", "'lofted'")),
    "cells too small": (("coverage", "japan_2015", "--cell-km", "0.1"), ("--cell-km 0.1", "from 1")),
    "years the wrong way round": (("history", "--from", "2015", "--to", "2010"), ("2015", "2010")),
    "a year before the catalogue": (("history", "--from", "1990"), ("1990", "1998")),
}  # fmt: skip


@pytest.mark.parametrize(("words", "said"), REFUSED.values(), ids=list(REFUSED))
def test_bad_input_is_refused_in_one_line(command, words: tuple[str, ...], said: tuple[str, ...]) -> None:
    command(*words).assert_refused(*said)


def test_a_region_without_people_is_refused(command, tmp_path: Path) -> None:
    from shieldwall.catalogue.load import SHIPPED

    people = tmp_path / "people"
    people.mkdir()
    for name in ("regions.csv", "regions.yaml"):
        (people / name).write_text((SHIPPED / "people" / name).read_text(encoding="utf-8"), encoding="utf-8")
    with (people / "regions.csv").open("a", encoding="utf-8") as stream:
        stream.write("nowhere,An island without residents,JPN,japan_2020,atlantis,0,okinawa\n")
    ran = command(
        "station",
        "--interceptor",
        "sm3_1a",
        "--region",
        "nowhere",
        "--ships",
        "1",
        "--catalogue",
        str(tmp_path),
    )
    ran.assert_refused("nowhere has no people")


def test_python_refuses_as_the_command_line_does() -> None:
    with pytest.raises(InputError, match="on land"):
        sw.station(interceptor="sm3_1a", region="japan_main", ships=1, at=((35.7, 139.7),))
    with pytest.raises(InputError, match="no interceptor"):
        sw.coverage(sw.scenario("japan_2015").but(date="1999-01-01"))
