"""Charts draw every number they were given, the same bytes each time, and clip or overlap nothing."""

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

from shieldwall.model.arrangement import MECHANISMS
from shieldwall.model.outcomes import Comparison
from shieldwall.report import figures, maps, profiles
from shieldwall.report.figures import SHOWN
from shieldwall.report.style import Saved, look

Watch = Callable[..., list[Figure]]

CHARTS: dict[str, Callable[[Comparison, Path], Saved]] = {
    "outcomes": figures.outcome_chart,
    "differences": figures.difference_chart,
    "attribution": figures.attribution_chart,
    "raid_size": figures.raid_size_chart,
}


def rows_of(saved: Saved) -> list[dict[str, str]]:
    with saved.csv.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def flight() -> profiles.FlightDrawn:
    share = np.linspace(0.0, 1.0, 61)
    return profiles.FlightDrawn(
        "Sample threat", 600.0 * share, 1000.0 * share, 1000.0 * share * (1.0 - share), 95.0
    )


@dataclasses.dataclass(frozen=True)
class SampleReach:
    ground_range_step_m: float
    altitude_step_m: float
    time_s: Any


def reach() -> SampleReach:
    ground, height = np.meshgrid(np.arange(0.0, 900e3, 10e3), np.arange(0.0, 400e3, 5e3), indexing="ij")
    slant = np.hypot(ground, height)
    return SampleReach(10e3, 5e3, np.where((height < 70e3) | (slant > 700e3), np.inf, 20.0 + slant / 2800.0))


def drawings(result: Comparison, land: dict[str, Any]) -> dict[str, Callable[[Path], Saved]]:
    made: dict[str, Callable[[Path], Saved]] = {
        name: lambda folder, chart=chart: chart(result, folder) for name, chart in CHARTS.items()
    }
    made["map"] = lambda folder: maps.arrangement_map(result, land, folder)
    made["flight"] = lambda folder: profiles.flight_profile(flight(), folder, ("Shieldwall 0.1.0.",))
    made["reach"] = lambda folder: profiles.reach_chart(reach(), "sample", folder, ("Shieldwall 0.1.0.",))
    return made


@pytest.mark.parametrize("name", [*CHARTS, "map", "flight", "reach"])
def test_nothing_is_clipped_and_tick_labels_do_not_touch(
    name: str, result: Comparison, land: dict[str, Any], tmp_path: Path, watch: Watch
) -> None:
    caught = watch(figures, maps, profiles)
    drawings(result, land)[name](tmp_path)
    figure = caught[0]
    with look():
        renderer = FigureCanvasAgg(figure).get_renderer()
        figure.draw(renderer)
        around, (width, height) = figure.get_tightbbox(renderer), figure.get_size_inches()
        # a hundredth of an inch: antialiasing at the edge
        assert around.x0 > -0.01
        assert around.y0 > -0.01
        assert around.x1 < width + 0.01
        assert around.y1 < height + 0.01
        foot = figure.texts[0].get_window_extent(renderer)
        for axes in figure.axes:
            low, high = sorted(axes.get_xlim())
            ticks = [
                tick.label1.get_window_extent(renderer)
                for tick in axes.xaxis.get_major_ticks()
                if low <= tick.get_loc() <= high and tick.label1.get_visible()
            ]
            for left, right in itertools.pairwise(sorted(ticks, key=lambda box: box.x0)):
                assert left.x1 < right.x0
            for box in (axes.xaxis.label.get_window_extent(renderer), *ticks):
                assert not box.overlaps(foot)


@pytest.mark.parametrize("name", ["outcomes", "map", "reach"])
def test_the_same_numbers_give_the_same_bytes(
    name: str, result: Comparison, land: dict[str, Any], tmp_path: Path
) -> None:
    draw = drawings(result, land)[name]
    first, second = draw(tmp_path / "first"), draw(tmp_path / "second")
    for one, other in zip(dataclasses.astuple(first), dataclasses.astuple(second), strict=True):
        assert one.name.startswith(name)
        assert one.read_bytes() == other.read_bytes()


def test_the_outcomes_csv_holds_every_mark(result: Comparison, tmp_path: Path) -> None:
    rows = rows_of(figures.outcome_chart(result, tmp_path))
    assert [(row["arrangement"], row["measure"]) for row in rows] == [
        (name, measure) for measure in SHOWN for name in result.arrangements
    ]
    one = next(
        row for row in rows if (row["arrangement"], row["measure"]) == ("integrated", "expected_leakers")
    )
    estimate = result.arrangements["integrated"].expected_leakers
    # written with ten digits
    assert float(one["mean"]) == pytest.approx(estimate.mean, rel=1e-9)
    assert float(one["epistemic_95"]) == pytest.approx(estimate.epistemic[1], rel=1e-9)
    assert float(one["predictive_5"]) == pytest.approx(estimate.predictive[0], rel=1e-9)
    assert one["unit"] == "missiles"


def test_mechanisms_keep_their_order_whatever_their_values(result: Comparison, tmp_path: Path) -> None:
    rows = rows_of(figures.attribution_chart(result, tmp_path))
    leakers = [row["mechanism"] for row in rows if row["measure"] == "expected_leakers"]
    assert leakers == list(MECHANISMS)
    assert {"first_in", "last_in"} <= rows[0].keys()


def test_differences_are_those_of_the_result(result: Comparison, tmp_path: Path) -> None:
    rows = rows_of(figures.difference_chart(result, tmp_path))
    assert {row["difference"] for row in rows} == set(result.differences)


def test_one_arrangement_alone_can_be_drawn(result: Comparison, tmp_path: Path) -> None:
    alone = dataclasses.replace(result, arrangements={"integrated": result.arrangements["integrated"]})
    assert len(rows_of(figures.outcome_chart(alone, tmp_path))) == len(SHOWN)


@pytest.mark.parametrize(
    ("chart", "missing"),
    [
        (figures.difference_chart, "differences"),
        (figures.attribution_chart, "attribution"),
        (figures.raid_size_chart, "raid_size_curve"),
    ],
)
def test_what_a_result_lacks_is_refused_in_words(
    chart: Callable[[Comparison, Path], Saved], missing: str, result: Comparison, tmp_path: Path
) -> None:
    bare = dataclasses.replace(result, **{missing: ()} if missing == "raid_size_curve" else {missing: {}})
    with pytest.raises(ValueError, match="to draw"):
        chart(bare, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_flight_csv_is_the_samples(tmp_path: Path) -> None:
    rows = rows_of(profiles.flight_profile(flight(), tmp_path))
    assert len(rows) == 61
    assert float(rows[-1]["ground_range_km"]) == 1000.0


def test_the_reach_csv_leaves_out_what_is_out_of_reach(tmp_path: Path) -> None:
    table = reach()
    rows = rows_of(profiles.reach_chart(table, "sample", tmp_path))
    assert len(rows) == np.isfinite(table.time_s).sum()
    assert min(float(row["altitude_km"]) for row in rows) == 70.0


def test_an_interceptor_without_reach_is_refused(tmp_path: Path) -> None:
    nothing = SampleReach(10e3, 5e3, np.full((4, 4), np.inf))
    with pytest.raises(ValueError, match="reaches nothing"):
        profiles.reach_chart(nothing, "sample", tmp_path)


def test_the_size_of_a_raid_is_a_whole_number_of_missiles(
    result: Comparison, tmp_path: Path, watch: Watch
) -> None:
    drawn = watch(figures)
    near = {1: 3, 5: 4, 10: 5}
    curve = [point for point in result.raid_size_curve if point.raid_size in near]
    short = tuple(dataclasses.replace(point, raid_size=near[point.raid_size]) for point in curve)
    figures.raid_size_chart(dataclasses.replace(result, raid_size_curve=short), tmp_path)
    ticks = [tick for panel in drawn[0].axes for tick in panel.get_xticks()]
    assert ticks
    assert all(tick == int(tick) for tick in ticks)
