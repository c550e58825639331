"""Bases as beneficiaries: places and classes, on land, with no numbers of people."""

from __future__ import annotations

from shieldwall.catalogue.load import shipped
from shieldwall.catalogue.places import land_of, read_features


def test_bases_are_places_and_classes_without_people() -> None:
    table = shipped().table("bases")
    assert {column.unit for column in table.about.columns} == {None, "deg", "km"}
    assert {(row["party"], row["beneficiary"]) for row in table.rows} == {
        ("USA", "us_forces"),
        ("JPN", "self_defence_forces"),
    }


def test_the_main_bases_are_there() -> None:
    names = {row["id"] for row in shipped().table("bases").rows}
    main = {
        "usa_misawa",
        "usa_yokota",
        "usa_yokosuka",
        "usa_iwakuni",
        "usa_sasebo",
        "usa_kadena",
        "usa_futenma",
    }
    districts = {"jpn_ominato", "jpn_yokosuka", "jpn_maizuru", "jpn_kure", "jpn_sasebo"}
    fighters = {"jpn_chitose", "jpn_hyakuri", "jpn_komatsu", "jpn_tsuiki", "jpn_nyutabaru", "jpn_naha"}
    assert main | districts | fighters <= names


def test_every_base_is_on_land_or_by_the_shore() -> None:
    land = land_of(read_features(shipped().layers()["land"]))
    adrift = [row["id"] for row in shipped().table("bases").rows if land.is_far_from(row["lat"], row["lon"])]
    assert adrift == []


def test_regions_of_bases_are_those_of_residents() -> None:
    residents = {row["region"] for row in shipped().table("japan_2020").rows}
    assert {row["region"] for row in shipped().table("bases").rows} <= residents
