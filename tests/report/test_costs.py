"""The charts of who pays and what is saved: the data beside them is the result, and bytes repeat."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from shieldwall.apps.cost_charts import draw_learning, draw_share
from shieldwall.apps.costs import SharedCost, share_cost
from shieldwall.apps.learning import learning_of
from shieldwall.catalogue.load import shipped
from shieldwall.economics.cost_exchange import Companion, OtherSide, exchange_ratio
from shieldwall.economics.frontier import OptionOutcome, frontier
from shieldwall.economics.spread import distribution
from shieldwall.report import costs
from shieldwall.report.cost_effect import (
    ReplacementBar,
    exchange_chart,
    frontier_chart,
    replacement_chart,
)
from shieldwall.report.costs import Curve, s_curve_chart
from shieldwall.report.style import Saved

WORLDS = ["same_kit_each_pays", "same_budget", "not_built", "us_only_later"]

Watch = Callable[..., list[Figure]]


def rows(saved: Saved) -> list[dict[str, str]]:
    with saved.csv.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def whole(saved: Saved) -> bool:
    return all(file.stat().st_size > 0 for file in (saved.svg, saved.png, saved.csv))


@pytest.fixture(scope="module")
def shared() -> SharedCost:
    return share_cost("sm3_block_iia", on=dt.date(2015, 12, 2), draws=256)


@pytest.fixture(scope="module")
def drawn(shared: SharedCost, tmp_path_factory: pytest.TempPathFactory) -> tuple[Saved, ...]:
    return draw_share(shared, tmp_path_factory.mktemp("share"), shipped())


def test_savings_hold_every_party_and_world_in_order_with_its_range(
    drawn: tuple[Saved, ...], shared: SharedCost
) -> None:
    savings, _, _ = drawn
    assert whole(savings)
    found = rows(savings)
    assert [row["counterfactual"] for row in found if row["party"] == "USA"] == WORLDS
    for row in found:
        item = shared.savings[row["counterfactual"]].parties[row["party"]]
        spread = item.saving_million_usd
        for name, value in (("mean", spread.mean), ("low_5", spread.low), ("high_95", spread.high)):
            assert float(row[name]) == pytest.approx(value, rel=1e-9)  # ten digits are written
        assert row["prices"] == "then-year"


def test_the_s_curve_rises_and_carries_the_point_estimate(drawn: tuple[Saved, ...]) -> None:
    _, curve, _ = drawn
    assert whole(curve)
    mine = [row for row in rows(curve) if (row["panel"], row["label"]) == ("USA", "us only later")]
    levels, values = ([float(row[name]) for row in mine] for name in ("confidence", "value"))
    assert levels == sorted(levels)
    assert values == sorted(values)
    below = sum(value <= float(mine[0]["estimate"]) for value in values)
    assert levels[below - 1] <= float(mine[0]["estimate_confidence"]) <= levels[below]


def test_spending_shows_missing_years_and_the_range_of_editions(drawn: tuple[Saved, ...]) -> None:
    _, _, spending = drawn
    assert whole(spending)
    found = {(row["party"], int(row["year"])): row for row in rows(spending)}
    assert found["JPN", 2008]["amount"] == ""  # not found, which is not zero
    assert float(found["JPN", 2012]["amount"]) == 0.0
    # 26,533 million yen at 97.5971 yen to the dollar.
    assert float(found["JPN", 2013]["amount"]) == pytest.approx(26533.0 / 97.5971, rel=1e-9)  # ten digits
    for row in found.values():
        if row["amount"]:
            assert float(row["low"]) <= float(row["amount"]) <= float(row["high"])
    assert float(found["USA", 2012]["low"]) < float(found["USA", 2012]["high"])
    assert {row["year_kind"] for row in found.values()} == {"japan_fiscal", "us_fiscal"}


def test_the_same_numbers_give_the_same_bytes(
    drawn: tuple[Saved, ...], shared: SharedCost, tmp_path: Path
) -> None:
    for first, again in zip(drawn, draw_share(shared, tmp_path, shipped()), strict=True):
        assert first.svg.read_bytes() == again.svg.read_bytes()
        assert first.csv.read_bytes() == again.csv.read_bytes()


def test_every_figure_names_its_prices_and_sources(
    shared: SharedCost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    feet: list[tuple[str, ...]] = []
    from shieldwall.report import panels

    kept = panels.foot
    monkeypatch.setattr(
        panels, "foot", lambda figure, lines: (feet.append(tuple(lines)), kept(figure, lines))[1]
    )
    draw_share(shared, tmp_path, shipped())
    assert len(feet) == 3
    for lines in feet:
        text = " ".join(lines)
        assert "Prices: then-year" in text
        assert "pb2016_r2_0604881c" in text
        assert "seed 0" in text


def test_a_learning_curve_shows_its_lots_and_an_interval_about_the_curve(tmp_path: Path) -> None:
    found = learning_of("thaad_line")
    saved = draw_learning(found, tmp_path, shipped())
    assert whole(saved)
    lots = [row for row in rows(saved) if row["row"] == "lot"]
    assert len(lots) == len(found.fit.lots)
    curve = [row for row in rows(saved) if row["row"] == "curve"]
    assert len(curve) > 10
    assert all(float(row["low"]) < float(row["unit_cost"]) < float(row["high"]) for row in curve)
    assert {row["prices"] for row in curve} == {"US FY2016"}


def test_an_exchange_ratio_is_drawn_with_what_is_read_beside_it(tmp_path: Path) -> None:
    other = OtherSide("nodong", 1.0, 10.0, "US FY2015", ("toy",))
    beside = tuple(
        Companion(name, unit, distribution([low, high]))
        for name, unit, low, high in (
            ("expected_leakers", "missiles", 2.0, 4.0), ("p_no_leak", "probability", 0.1, 0.2),
        )
    )  # fmt: skip
    ratios = {name: exchange_ratio([100.0, 200.0], 10, other, beside) for name in ("apart", "together")}
    saved = exchange_chart(ratios, tmp_path, ("Toy numbers.",))
    assert whole(saved)
    first = rows(saved)[0]
    assert float(first["ratio_at_low_other_cost"]) == 15.0  # 150 over 10 missiles at 1
    assert float(first["ratio_at_high_other_cost"]) == 1.5
    assert float(first["expected_leakers_mean"]) == 3.0


def test_the_frontier_and_its_cost_curve(tmp_path: Path) -> None:
    points = frontier(
        [
            OptionOutcome("nothing", [0.0, 0.0], [5.0, 6.0]),
            OptionOutcome("ship", [10.0, 12.0], [3.0, 4.0]),
            OptionOutcome("worse", [11.0, 13.0], [5.0, 5.0]),
        ],
        less_is_better=True,
    )
    saved = frontier_chart(points, "expected_leakers", "US FY2015", tmp_path, ("Toy numbers.",))
    assert whole(saved)
    assert {row["option"]: row["on_frontier"] for row in rows(saved)} == {
        "nothing": "true", "ship": "true", "worse": "false",
    }  # fmt: skip
    curves = [Curve("cost", point.option, point.cost_million_usd) for point in points]
    assert whole(s_curve_chart(curves, "Cost", "million dollars", tmp_path, ("Toy numbers.",)))


def test_replacement_that_never_comes_is_said_and_not_drawn(tmp_path: Path) -> None:
    bars = [
        ReplacementBar("JPN", "4 a, line", 4.0, 1.0, 2.0, 3.0, ""),
        ReplacementBar("JPN", "4 b, line", 4.0, 1.0, 2.0, None, ""),
        ReplacementBar("USA", "4 c", 4.0, None, None, None, "no production rate is published"),
    ]
    saved = replacement_chart(bars, "Time to replace", tmp_path, ("Toy numbers.",))
    assert whole(saved)
    assert [row["years_high"] for row in rows(saved)] == ["3", "", ""]
    assert rows(saved)[2]["remark"] == "no production rate is published"


def test_a_legend_of_long_names_stays_within_the_figure(tmp_path: Path, watch: Watch) -> None:
    names = ("nothing", "aegis_ashore_akita", "aegis_ashore_yamaguchi", "sm3_2a_for_1a", "mse_for_pac3")
    points = frontier(
        [OptionOutcome(name, [place, place + 2.0], [3.0, 4.0]) for place, name in enumerate(names)],
        less_is_better=True,
    )
    curves = [Curve("cost", point.option, point.cost_million_usd) for point in points]
    drawn = watch(costs)
    s_curve_chart(curves, "Cost", "million dollars", tmp_path, ("Toy numbers.",))
    figure = drawn[0]
    renderer = FigureCanvasAgg(figure).get_renderer()
    legend = figure.legends[0].get_window_extent(renderer)
    assert legend.x1 <= figure.bbox.x1
    assert legend.y0 > figure.axes[0].title.get_window_extent(renderer).y1
