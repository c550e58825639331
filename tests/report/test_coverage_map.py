"""The maps of coverage and stations and the chart of years say what they must, and show what there is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

import shieldwall as sw
from shieldwall.apps.coverages import CoverageMap, History
from shieldwall.case.ground import land_features
from shieldwall.catalogue.load import shipped
from shieldwall.model.scenario import Scenario
from shieldwall.report import coverage_map, history_chart, station_map
from shieldwall.study.coverage.station_record import StationRecord

Draw = Callable[..., Any]
Watch = Callable[..., list[Figure]]


@pytest.fixture(scope="module")
def near() -> Scenario:
    return sw.scenario("japan_2015").but(raid_launch_areas=["prk_southeast"])


@pytest.fixture(scope="module")
def covered(near: Scenario) -> CoverageMap:
    return sw.coverage(near, cell_km=40)


@pytest.fixture(scope="module")
def years(near: Scenario) -> History:
    return sw.history(2005, 2009, near, cell_km=40)


@pytest.fixture(scope="module")
def stations(near: Scenario) -> StationRecord:
    return sw.station(near, interceptor="sm3_1a", region="japan_main", ships=1, spacing_km=200.0)


def figure_of(module: Any, draw: Draw, watch: Watch) -> Figure:
    caught = watch(module)
    draw()
    return caught[0]


def words_of(figure: Figure) -> str:
    return " ".join(" ".join(text.get_text().split()) for text in figure.findobj(Text))


def test_a_map_of_coverage(covered: CoverageMap, tmp_path: Path, watch: Watch) -> None:
    land = land_features(shipped())
    figure = figure_of(coverage_map, lambda: coverage_map.coverage_map(covered.record, land, tmp_path), watch)
    words = words_of(figure)
    for part in (
        "Upper tier", "Lower tier", "Both tiers", "one shot for", "launch areas (hypothetical)",
        "threat nodong (hypothetical)", "what the law of the date allows", "Natural Earth", "de facto",
        "unassigned", "JPN ship", "USA ship", "cells of 40 km",
    ):  # fmt: skip
        assert part in words
    for sea in ("Sea of Japan", "East Sea"):
        assert sea not in words
    assert len(figure.axes) == 3
    west, east, south, north = coverage_map.window_of(covered.record)
    assert west < 126.5 < 142.0 < east  # from the launch area to the east of Honshu
    assert south < 31.0 < 44.0 < north


def test_a_map_of_stations(stations: StationRecord, tmp_path: Path, watch: Watch) -> None:
    land = land_features(shipped())
    figure = figure_of(station_map, lambda: station_map.station_map(stations, land, tmp_path), watch)
    words = words_of(figure)
    for part in (
        "SM-3 Block IA, one shot", "most residents covered", "in place: 10 stations", "chosen: 1 station,",
        "radar range 750 km", "launch after burnout 60 s", "proved", "Natural Earth", "hypothetical",
    ):  # fmt: skip
        assert part in words
    none = replace(stations, ships=None, stations=(), covered_population_share=None, optimal=None)
    figure = figure_of(station_map, lambda: station_map.station_map(none, land, tmp_path), watch)
    assert "no number of sites covers everyone" in words_of(figure)


def test_a_chart_of_years(years: History, tmp_path: Path, watch: Watch) -> None:
    figure = figure_of(history_chart, lambda: history_chart.history_chart(years.record, tmp_path), watch)
    words = words_of(figure)
    for part in (
        "2005 to 2009",
        "Share of residents",
        "Share of land",
        "upper tier, two shots",
        "USS Shiloh",
    ):
        assert part in words
    height = figure.get_size_inches()[1]
    legend, title = figure.legends[0], figure.axes[1].title
    renderer = FigureCanvasAgg(figure).get_renderer()
    below = title.get_window_extent(renderer).y1
    assert legend.get_window_extent(renderer).y0 > below  # nothing is written over anything
    assert height < 9.0
