"""The tables of residents add up, count nobody twice, and put people on land."""

import csv
import json
from importlib.resources import files

import pytest
import shapely
from shapely.geometry import shape

DATA = files("shieldwall.catalogue") / "data"

NATION = 126_146_099  # 2020 census, Statistics Bureau of Japan
WARDS = 9_733_276  # the 23 special wards together
PREFECTURES = (
    5224614, 1237984, 1210534, 2301996, 959502, 1068027, 1833152, 2867009, 1933146, 1939110, 7344765, 6284480,
    14047594, 9237337, 2201272, 1034814, 1132526, 766863, 809974, 2048011, 1978742, 3633202, 7542415, 1770254,
    1413610, 2578087, 8837685, 5465002, 1324473, 922584, 553407, 671126, 1888432, 2799702, 1342059, 719559,
    950244, 1334841, 691527, 5135214, 811442, 1312317, 1738301, 1123852, 1069576, 1588256, 1467480,
)  # fmt: skip
"""Census counts of the 47 prefectures in the order of their codes."""


def rows_of(name: str) -> list[dict[str, str]]:
    with (DATA / "people" / name).open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


JAPAN = rows_of("japan_2020.csv")
PACIFIC = rows_of("us_pacific_2020.csv")


def total(rows: list[dict[str, str]]) -> int:
    return sum(int(row["population"]) for row in rows)


def test_japan_is_the_census_total_exactly() -> None:
    assert sum(PREFECTURES) == NATION
    assert total(JAPAN) == NATION


@pytest.mark.parametrize("code", range(1, 48))
def test_each_prefecture_is_exact_and_has_one_remainder(code: int) -> None:
    rows = [row for row in JAPAN if int(row["prefecture_code"]) == code]
    assert total(rows) == PREFECTURES[code - 1]
    assert [row["kind"] for row in rows].count("remainder") == 1
    assert len({row["region"] for row in rows}) == 1


def test_tokyo_is_its_wards_and_is_counted_once() -> None:
    tokyo = [row for row in JAPAN if row["prefecture"] == "Tokyo" and row["kind"] == "municipality"]
    wards = [row for row in tokyo if row["name_ja"].endswith("区")]
    assert len(wards) == 23
    assert total(wards) == WARDS
    assert {row["id"] for row in tokyo if row not in wards} == {"hachioji", "machida"}
    assert not any(row["id"] == "tokyo" for row in JAPAN)


def test_designated_cities_are_whole() -> None:
    wards_elsewhere = [row for row in JAPAN if row["name_ja"].endswith("区") and row["prefecture"] != "Tokyo"]
    assert wards_elsewhere == []
    assert {"yokohama", "osaka", "nagoya", "sapporo", "fukuoka", "kitakyushu"} <= {row["id"] for row in JAPAN}


def test_ids_are_unique_across_both_tables() -> None:
    ids = [row["id"] for row in JAPAN + PACIFIC]
    assert len(set(ids)) == len(ids)
    assert all(identifier.isidentifier() and identifier.islower() for identifier in ids)


def test_every_place_lies_on_land() -> None:
    collection = json.loads((DATA / "land" / "land.geojson").read_text(encoding="utf-8"))
    land = {feature["id"]: shape(feature["geometry"]) for feature in collection["features"]}
    japan = shapely.union_all([polygons for name, polygons in land.items() if name.startswith("jpn")])
    united_states = shapely.union_all([land["usa_guam"], land["usa_hawaii"]])
    # 0.03 degree (3 km): offices stand on reclaimed ground that a 1:10m coast leaves out
    for row, party in [(row, japan) for row in JAPAN] + [(row, united_states) for row in PACIFIC]:
        distance = party.distance(shapely.Point(float(row["lon"]), float(row["lat"])))
        assert distance < 0.03, f"{row['id']} lies {distance:.3f} degree off the coast"


def test_discs_are_larger_than_a_ward_and_smaller_than_hokkaido() -> None:
    for row in JAPAN + PACIFIC:
        assert 1.5 < float(row["radius_km"]) < 150.0, row["id"]


def test_regions_sum_over_the_places_they_name() -> None:
    tables = {"japan_2020": ("region", JAPAN), "us_pacific_2020": ("area", PACIFIC)}
    regions = rows_of("regions.csv")
    assert [region["id"] for region in regions] == ["japan_main", "okinawa", "guam", "hawaii"]
    for region in regions:
        column, rows = tables[region["people"]]
        inside = [row for row in rows if row[column] in region["areas"].split(";")]
        assert total(inside) == int(region["population"])
    assert total(regions) == NATION + 153_836 + 1_455_271  # Guam and Hawaii, U.S. census 2020
