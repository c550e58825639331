"""The map shows every unit, place and launch area, says what is hypothetical, and keeps its map policy."""

import csv
import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from shieldwall.model.outcomes import Comparison, PlaceEngageable
from shieldwall.report import maps
from shieldwall.report.style import GREEN, GREY, ORANGE, Saved, save
from shieldwall.report.symbols import EARTH, land_outlines, looks_colour, party_colour, sector_outline


def drawn(
    result: Comparison, land: dict[str, Any], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Figure, Saved]:
    caught: list[Figure] = []

    def catch(figure: Figure, *rest: Any) -> Saved:
        caught.append(figure)
        return save(figure, *rest)

    monkeypatch.setattr(maps, "save", catch)
    saved = maps.arrangement_map(result, land, folder)
    return caught[0], saved


def panels_of(figure: Figure, result: Comparison) -> list[Any]:
    return figure.axes[: len(result.arrangements)]


def test_a_panel_for_each_arrangement_in_order(
    result: Comparison, land: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    figure, _ = drawn(result, land, tmp_path, monkeypatch)
    titles = [axes.get_title(loc="left").split(":")[0] for axes in panels_of(figure, result)]
    assert titles == ["unconnected", "cooperative", "integrated", "as of"]


def test_the_words_that_must_stand_on_it(
    result: Comparison, land: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    figure, _ = drawn(result, land, tmp_path, monkeypatch)
    words = " ".join(text.get_text() for text in figure.findobj(Text)).replace("\n", " ")
    for part in ("launch areas (hypothetical)", "Natural Earth", "de facto", "unassigned", "seed 7"):
        assert part in words
    for sea in ("Sea of Japan", "East Sea"):
        assert sea not in words


def test_the_window_holds_whole_islands_and_the_right_aspect(
    result: Comparison, land: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    figure, _ = drawn(result, land, tmp_path, monkeypatch)
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
    result: Comparison, land: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def at(lat: float, lon: float, name: str) -> PlaceEngageable:
        return dataclasses.replace(result.places[3], id=name, lat=lat, lon=lon)

    crowd = tuple(at(35.6 + 0.02 * place, 139.6 + 0.02 * place, f"ward_{place}") for place in range(15))
    crowded = dataclasses.replace(result, places=result.places + crowd)
    figure, _ = drawn(crowded, land, tmp_path, monkeypatch)
    assert sum(len(axes.child_axes) for axes in panels_of(figure, crowded)) == 4
    full = dataclasses.replace(crowded, places=(*crowded.places, at(27.0, 142.2, "in_the_corner")))
    figure, _ = drawn(full, land, tmp_path, monkeypatch)
    assert sum(len(axes.child_axes) for axes in panels_of(figure, full)) == 0


def test_forces_that_an_arrangement_leaves_out_are_not_drawn_there(
    result: Comparison, land: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    everywhere, _ = drawn(result, land, tmp_path, monkeypatch)
    caught: list[Figure] = []
    monkeypatch.setattr(maps, "save", lambda figure, *rest: caught.append(figure) or save(figure, *rest))
    maps.arrangement_map(result, land, tmp_path, absent={"cooperative": ("USA",)})
    before, after = (
        [len(axes.lines) for axes in panels_of(figure, result)] for figure in (everywhere, caught[0])
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


def test_a_party_without_a_colour_is_grey() -> None:
    assert party_colour("NZL") == GREY


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
