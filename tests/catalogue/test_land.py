"""The land layer is valid, wound as RFC 7946 asks, of the right size, and keeps disputed islands apart."""

import json
from importlib.resources import files
from typing import Any

import pytest
import shapely
from pyproj import Geod
from shapely.geometry import shape

PATH = files("shieldwall.catalogue") / "data" / "land" / "land.geojson"
COLLECTION: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8"))
FEATURES: list[dict[str, Any]] = COLLECTION["features"]
EARTH = Geod(ellps="WGS84")


def area_km2(chosen: list[dict[str, Any]]) -> float:
    return sum(EARTH.geometry_area_perimeter(shape(feature["geometry"]))[0] for feature in chosen) / 1e6


def test_the_file_is_small() -> None:
    assert len(PATH.read_bytes()) < 1_000_000


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature["id"])
def test_every_feature_is_valid_and_right_handed(feature: dict[str, Any]) -> None:
    geometry = shape(feature["geometry"])
    assert geometry.geom_type == "MultiPolygon"
    assert geometry.is_valid
    for polygon in geometry.geoms:
        assert polygon.exterior.is_ccw
        assert not any(ring.is_ccw for ring in polygon.interiors)
    inside = shapely.union_all([shapely.box(105, 10, 155, 55), shapely.box(-161, 18.5, -154, 22.6)])
    assert inside.covers(geometry)


def test_no_two_features_overlap() -> None:
    shapes = [shape(feature["geometry"]) for feature in FEATURES]
    tree = shapely.STRtree(shapes)
    for first, second in tree.query(shapes, predicate="intersects").T:
        if first < second:
            shared = shapes[first].intersection(shapes[second]).area
            # rounding to 0.001 degree lets shared borders cross by a sliver
            assert shared < 0.01, (FEATURES[first]["id"], FEATURES[second]["id"])


def test_japan_has_its_official_area() -> None:
    # 377,975.64 km2 less 5,003.05 and 0.20 of disputed islands (1 October 2020); 0.5 per cent is the
    # generalisation of a 1:10m coast
    japan = [feature for feature in FEATURES if feature["properties"]["party"] == "JPN"]
    assert area_km2(japan) == pytest.approx(372_972.4, rel=5e-3)


@pytest.mark.parametrize(
    ("island", "official_km2"),
    [("honshu", 227_939), ("hokkaido", 77_982), ("kyushu", 36_782), ("shikoku", 18_297)],
)
def test_the_four_main_islands_have_theirs(island: str, official_km2: float) -> None:
    # 1.2 per cent: the same generalisation, and islets joined to Shikoku's indented coast
    chosen = [feature for feature in FEATURES if feature["properties"]["island"] == island]
    assert area_km2(chosen) == pytest.approx(official_km2, rel=1.2e-2)


def test_written_areas_are_those_of_the_polygons() -> None:
    for feature in FEATURES:
        # 0.1 km2: written with one decimal; 0.1 per cent: rounding of coordinates
        assert area_km2([feature]) == pytest.approx(feature["properties"]["area_km2"], rel=1e-3, abs=0.1)


@pytest.mark.parametrize(
    ("name", "lat", "lon"),
    [
        ("Iturup / Etorofu", 45.0, 147.7),
        ("Kunashir / Kunashiri", 44.1, 145.9),
        ("Shikotan", 43.8, 146.75),
        ("Liancourt Rocks", 37.24, 131.86),
        ("Uotsuri / Diaoyu", 25.745, 123.475),
    ],
)
def test_disputed_islands_belong_to_no_party(name: str, lat: float, lon: float) -> None:
    place = shapely.Point(lon, lat)
    holders = [feature for feature in FEATURES if shape(feature["geometry"]).distance(place) < 0.05]
    assert holders, name
    assert {feature["properties"]["class"] for feature in holders} == {"unassigned"}
    assert {feature["properties"]["party"] for feature in holders} == {None}


def test_every_region_of_the_people_tables_has_land() -> None:
    regions = {feature["properties"]["region"] for feature in FEATURES} - {None}
    assert regions == {"japan_main", "okinawa", "guam", "hawaii"}
