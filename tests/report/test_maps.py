"""The map shows every unit, place and launch area, says what is hypothetical, and keeps its map policy."""

import csv
import dataclasses
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from shieldwall.model.outcomes import Comparison, PlaceEngageable, UnitPlaced
from shieldwall.report import maps, symbols
from shieldwall.report.style import GREEN, ORANGE, Saved, look
from shieldwall.report.symbols import (
    EARTH,
    OTHER_COLOURS,
    PARTY_COLOURS,
    land_outlines,
    looks_colour,
    party_colour,
    sector_outline,
)

Drawn = Callable[..., tuple[Figure, Saved]]

Watch = Callable[..., list[Figure]]


@pytest.fixture
def drawn(land: dict[str, Any], tmp_path: Path, watch: Callable[..., list[Figure]]) -> Drawn:
    """Return a function that draws the map of a comparison, and gives back the figure and its files."""

    def draw(result: Comparison, **given: Any) -> tuple[Figure, Saved]:
        caught = watch(maps)
        saved = maps.arrangement_map(result, land, tmp_path, **given)
        return caught[0], saved

    return draw


def panels_of(figure: Figure, result: Comparison) -> list[Any]:
    return figure.axes[: len(result.arrangements)]


def test_a_panel_for_each_arrangement_in_order(
    drawn: Drawn, result: Comparison, land: dict[str, Any], tmp_path: Path
) -> None:
    figure, _ = drawn(result)
    titles = [axes.get_title(loc="left").split(":")[0] for axes in panels_of(figure, result)]
    assert titles == ["unconnected", "cooperative", "integrated", "as of"]


def test_the_words_that_must_stand_on_it(
    drawn: Drawn, result: Comparison, land: dict[str, Any], tmp_path: Path
) -> None:
    figure, _ = drawn(result)
    words = " ".join(text.get_text() for text in figure.findobj(Text)).replace("\n", " ")
    for part in ("launch areas (hypothetical)", "Natural Earth", "de facto", "unassigned", "seed 7"):
        assert part in words
    for sea in ("Sea of Japan", "East Sea"):
        assert sea not in words


def test_the_window_holds_whole_islands_and_the_right_aspect(
    drawn: Drawn, result: Comparison, land: dict[str, Any], tmp_path: Path
) -> None:
    figure, _ = drawn(result)
    axes = panels_of(figure, result)[0]
    assert axes.get_xlim()[1] > 145.5  # Hokkaido's eastern end, beyond its last place
    assert axes.get_ylim()[1] > 45.3
    middle = np.radians(np.mean(axes.get_ylim()))
    # a degree of latitude is 1 / cos(latitude) degrees of longitude
    assert axes.get_aspect() == pytest.approx(1.0 / np.cos(middle), rel=1e-6)


def test_the_csv_holds_every_mark(result: Comparison, land: dict[str, Any], tmp_path: Path) -> None:
    saved = maps.arrangement_map(result, land, tmp_path)
    with saved.csv.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    counts = {what: sum(row["what"] == what for row in rows) for what in ("place", "unit", "launch area")}
    assert counts == {
        "place": len(result.places) * len(result.arrangements),
        "unit": len(result.units),
        "launch area": len(result.launch_areas),
    }


def test_a_crowd_gets_a_detail_and_a_corner_in_use_does_not(
    drawn: Drawn, result: Comparison, land: dict[str, Any], tmp_path: Path
) -> None:
    def at(lat: float, lon: float, name: str) -> PlaceEngageable:
        return dataclasses.replace(result.places[3], id=name, lat=lat, lon=lon)

    crowd = tuple(at(35.6 + 0.02 * place, 139.6 + 0.02 * place, f"ward_{place}") for place in range(15))
    crowded = dataclasses.replace(result, places=result.places + crowd)
    figure, _ = drawn(crowded)
    assert sum(len(axes.child_axes) for axes in panels_of(figure, crowded)) == 4
    full = dataclasses.replace(crowded, places=(*crowded.places, at(27.0, 142.2, "in_the_corner")))
    figure, _ = drawn(full)
    assert sum(len(axes.child_axes) for axes in panels_of(figure, full)) == 0


def test_forces_that_an_arrangement_leaves_out_are_not_drawn_there(
    drawn: Drawn, result: Comparison, land: dict[str, Any], tmp_path: Path
) -> None:
    everywhere, _ = drawn(result)
    without, _ = drawn(result, absent={"cooperative": ("USA",)})
    before, after = (
        [len(axes.lines) for axes in panels_of(figure, result)] for figure in (everywhere, without)
    )
    united_states = [unit for unit in result.units if unit.party == "USA" and unit.kind != "satellite"]
    sectors = [unit for unit in united_states if unit.kind == "radar_site"]
    assert before[1] - after[1] == len(united_states) + len(sectors)
    assert before[0] == after[0]


def test_no_place_is_refused(result: Comparison, land: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no places"):
        maps.arrangement_map(dataclasses.replace(result, places=()), land, tmp_path)


@pytest.mark.parametrize(
    ("looks", "colour"),
    [(0.0, "white"), (0.49, "white"), (0.5, ORANGE), (1.49, ORANGE), (1.5, GREEN), (4.0, GREEN)],
)
def test_looks_fall_into_three_classes(looks: float, colour: str) -> None:
    assert looks_colour(looks) == colour


def test_a_party_without_a_colour_of_its_own_gets_one_that_no_other_named_party_has() -> None:
    assert party_colour("NZL") == party_colour("NZL")
    assert party_colour("NZL") in OTHER_COLOURS
    assert not set(OTHER_COLOURS) & set(PARTY_COLOURS.values())


def test_what_lies_on_both_sides_of_the_date_line_is_drawn_in_one_piece(
    drawn: Drawn, result: Comparison, land: dict[str, Any], tmp_path: Path
) -> None:
    honolulu = dataclasses.replace(result.places[0], id="honolulu", lat=21.3, lon=-157.86)
    wide = dataclasses.replace(result, places=(*result.places, honolulu))
    figure, saved = drawn(wide)
    west, east = panels_of(figure, wide)[0].get_xlim()
    assert 115.0 < west < 128.0
    assert 203.0 < east < 207.0  # the islands' eastern end is at 154.8 W
    ticks = [text.get_text() for text in panels_of(figure, wide)[0].get_xticklabels()]
    assert "160°E" in ticks
    assert "180°" in ticks
    with saved.csv.open(encoding="utf-8") as stream:
        (row,) = [
            row for row in csv.DictReader(stream) if row["id"] == "honolulu" and row["what"] == "place"
        ][:1]
    assert float(row["lon"]) == -157.86
    ring = [[-158.0, 21.0], [-157.0, 21.0], [-157.0, 22.0], [-158.0, 22.0], [-158.0, 21.0]]
    island = {"geometry": {"type": "Polygon", "coordinates": [ring]}, "properties": {"party": "USA"}}
    (outline,) = land_outlines({"features": [island]}, (120.0, 206.0, 12.0, 46.0))[True]
    assert (outline.vertices.min(axis=0) == (202.0, 21.0)).all()
    assert (outline.vertices.max(axis=0) == (203.0, 22.0)).all()


def test_a_sector_over_the_date_line_is_one_piece() -> None:
    outline = sector_outline(20.0, 175.0, 2000.0, 90.0, 120.0)
    assert np.abs(np.diff(outline[:, 0])).max() < 30.0
    assert outline[:, 0].max() > 185.0


def test_a_sector_reaches_its_range_on_the_ground() -> None:
    outline = sector_outline(40.0, 140.0, 500.0, 280.0, 120.0)
    assert np.allclose(outline[[0, -1]], (140.0, 40.0))
    for lon, lat in outline[1:-1]:
        bearing, _, distance = EARTH.inv(140.0, 40.0, lon, lat)
        # one metre: a geodesic drawn forward and measured back
        assert distance == pytest.approx(500e3, abs=1.0)
        assert abs((bearing - 280.0 + 180.0) % 360.0 - 180.0) < 60.01


def test_land_is_split_by_whether_a_party_holds_it(land: dict[str, Any]) -> None:
    outlines = land_outlines(land, (140.0, 149.0, 42.0, 46.0))
    assert len(outlines[True]) > 0
    assert len(outlines[False]) >= 2  # Kunashir and Iturup at least


def test_titles_of_narrow_panels_do_not_run_into_each_other(
    result: Comparison, land: dict[str, Any], tmp_path: Path, watch: Watch
) -> None:
    called = {old: f"{old}_with_a_third_party" for old in list(result.arrangements)[:3]}
    places = tuple(
        dataclasses.replace(
            place,
            looks={new: place.looks[old] for old, new in called.items()},
            lower_tier={new: place.lower_tier[old] for old, new in called.items()},
        )
        for place in result.places
    )
    arrangements = {new: result.arrangements[old] for old, new in called.items()}
    drawn = watch(maps)
    maps.arrangement_map(
        dataclasses.replace(result, arrangements=arrangements, places=places), land, tmp_path
    )
    with look():
        renderer = FigureCanvasAgg(drawn[0]).get_renderer()
        titles = [axes.title.get_window_extent(renderer) for axes in drawn[0].axes]
        edge, top = drawn[0].bbox.x1, drawn[0].texts[-1].get_window_extent(renderer).y0
    assert not any(one.overlaps(other) for one, other in itertools.combinations(titles, 2))
    assert all(title.x1 < edge for title in titles)
    assert all(title.y1 < top for title in titles if title.y1 > 0.0)


def test_marks_are_smaller_on_a_wide_map() -> None:
    unit = UnitPlaced("one", "One", "JPN", "ship", "kongo_class", 35.0, 135.0, 1.0)
    sizes = []
    for east in (150.0, 180.0):
        axes = Figure().add_subplot()
        axes.set_xlim(120.0, east)
        symbols.draw_units(axes, [unit])
        sizes.append(axes.lines[0].get_markersize())
    assert sizes[1] == pytest.approx(sizes[0] * symbols.WIDE_DEG / 60.0, rel=1e-9)  # a ratio of widths
