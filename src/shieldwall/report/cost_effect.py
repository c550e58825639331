"""Charts that set cost against effect: exchange ratios with what is read beside them, options, replacement.

Nothing is ranked: arrangements keep their given order and options the order of their mean cost.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator

from shieldwall.economics.cost_exchange import ExchangeRatio
from shieldwall.economics.frontier import FrontierPoint
from shieldwall.report.costs import bar, spread_cells
from shieldwall.report.figures import TITLES
from shieldwall.report.panels import Margins, laid_out, name_rows
from shieldwall.report.style import GREY, Cell, Saved, look, mark, plain, save

SIDE_BY_SIDE: Final = ("expected_leakers", "p_no_leak")
"""Measures drawn beside an exchange ratio, which is never shown alone."""

SHOWN_BELOW_MEAN: Final = 5.0
"""A ratio's axis begins at its lowest mean over this; thin lines that reach below are cut there."""


def exchange_chart(ratios: Mapping[str, ExchangeRatio], folder: Path, lines: Sequence[str]) -> Saved:
    """Draw what a raid takes against what it may have cost the other side, as ``exchange.svg`` and so on.

    Parameters
    ----------
    ratios : mapping of str to ExchangeRatio
        By arrangement.
    folder : Path
        Where the files go.
    lines : sequence of str
        Sources and what was run, for the foot.
    """
    names = list(ratios)
    first = ratios[names[0]]
    rows: list[dict[str, Cell]] = []
    with look():
        notes = (
            f"Ratio: thick bar between the means at the high and the low end of what {first.missiles} "
            "missiles of the other side may have cost, thin line with the 5th and 95th percentile of one's "
            "own cost as well. Other panels: mean, 5th to 95th percentile over what is not known, and all "
            "draws. " + first.remark,
            *lines,
        )
        title = "Cost of interceptors expended, beside what they do (hypothetical raid)"
        size = (12.8, 0.34 * len(names) + 2.3)
        figure, panels = laid_out(size, title, notes, Margins(1.25, 0.62, between=0.1), 4)
        for place, name in enumerate(names):
            ratio, drawn = ratios[name], mark(place)
            _ratio(panels[0], place, ratio)
            bar(panels[1], place, ratio.own_million_usd, drawn)
            rows.append(_exchange_row(name, ratio))
            beside = {item.name: item.values for item in ratio.companions}
            for axes, measure in zip(panels[2:], SIDE_BY_SIDE, strict=True):
                bar(axes, place, beside[measure], drawn)
                rows[-1] |= {f"{measure}_{key}": cell for key, cell in spread_cells(beside[measure]).items()}
        panels[0].set_xscale("log")
        least = min(ratio.at_high_other_cost.mean for ratio in ratios.values())
        panels[0].set_xlim(left=least / SHOWN_BELOW_MEAN if least > 0.0 else None)
        panels[3].set_xlim(-0.03, 1.03)
        panels[2].set_xlim(left=0.0)
        panels[0].axvline(1.0, color=GREY, linewidth=1.0, zorder=1.5)
        panels[0].xaxis.set_major_locator(LogLocator(base=10.0, subs=(1.0, 3.0), numticks=9))
        panels[0].xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        panels[0].xaxis.set_minor_formatter(FuncFormatter(lambda _value, _: ""))
        titles = ("For each dollar of the other side", TITLES["cost_expended_million_usd"])
        labels = (f"dollars, prices of {first.other.prices}", f"million dollars of {first.other.prices}")
        _finish(
            panels,
            names,
            (*titles, *(TITLES[name] for name in SIDE_BY_SIDE)),
            (*labels, "missiles", "probability"),
        )
        return save(figure, folder, "exchange", rows)


def _finish(
    panels: Sequence[Axes], names: Sequence[str], titles: Sequence[str], labels: Sequence[str]
) -> None:
    for column, (axes, title, label) in enumerate(zip(panels, titles, labels, strict=True)):
        axes.set_title(title, pad=5)
        axes.set_xlabel(label, labelpad=1.5)
        name_rows(axes, [plain(name) for name in names])
        if column > 0:
            axes.xaxis.set_major_locator(MaxNLocator(5, min_n_ticks=3))


def _ratio(axes: Axes, y: float, ratio: ExchangeRatio) -> None:
    drawn = mark(round(y))
    low, high = ratio.at_high_other_cost, ratio.at_low_other_cost
    axes.plot((max(low.low, 1e-3), high.high), (y, y), color=drawn.colour, linewidth=1.0)
    axes.plot((low.mean, high.mean), (y, y), color=drawn.colour, linewidth=5.0, alpha=0.45)
    for end in (low.mean, high.mean):
        axes.plot([end], [y], "|", color=drawn.colour, markersize=10.0, markeredgewidth=1.6)


def _exchange_row(name: str, ratio: ExchangeRatio) -> dict[str, Cell]:
    return {
        "arrangement": name, "missiles": ratio.missiles, "threat": ratio.other.threat,
        "prices": ratio.other.prices, "other_low_million_usd": ratio.other.low_million_usd,
        "other_high_million_usd": ratio.other.high_million_usd,
        "ratio_at_high_other_cost": ratio.at_high_other_cost.mean,
        "ratio_at_low_other_cost": ratio.at_low_other_cost.mean,
        **{f"own_million_usd_{key}": cell for key, cell in spread_cells(ratio.own_million_usd).items()},
    }  # fmt: skip


def frontier_chart(
    points: Sequence[FrontierPoint], measure: str, prices: str, folder: Path, lines: Sequence[str]
) -> Saved:
    """Draw options by cost and effect with both intervals, as ``frontier.svg`` and so on.

    Parameters
    ----------
    points : sequence of FrontierPoint
        In order of mean cost.
    measure : str
        The measure of effect.
    prices : str
        The price year.
    folder : Path
        Where the files go.
    lines : sequence of str
        Sources and what was run, for the foot.
    """
    rows: list[dict[str, Cell]] = []
    with look():
        notes = (
            "Mark: means. Bars: 5th to 95th percentile of the cost, and of the effect over what is not "
            "known. Grey line: options that no other beats in both, by the means. The percentage is the "
            "share of draws in which an option is on that line.",
            *lines,
        )
        title = "Options by ten-year cost and effect (hypothetical raid)"
        size = (7.6, 5.0)
        figure, (axes,) = laid_out(size, title, notes, Margins(0.65, 0.72, 0.97))
        best = [point for point in points if point.on_frontier]
        axes.plot(
            [point.cost_million_usd.mean for point in best], [point.effect.mean for point in best],
            color=GREY, linewidth=1.0, zorder=1.5,
        )  # fmt: skip
        for place, point in enumerate(points):
            drawn = mark(place)
            cost, effect = point.cost_million_usd, point.effect
            axes.errorbar(
                [cost.mean], [effect.mean],
                xerr=[[max(0.0, cost.mean - cost.low)], [max(0.0, cost.high - cost.mean)]],
                yerr=[[max(0.0, effect.mean - effect.low)], [max(0.0, effect.high - effect.mean)]],
                fmt=drawn.marker, color=drawn.colour, markersize=7.0, elinewidth=1.2, capsize=2.5,
                label=f"{plain(point.option)} ({point.chance_on_frontier:.0%})",
            )  # fmt: skip
            rows.append(
                {"option": point.option, "measure": measure, "prices": prices,
                 "on_frontier": str(point.on_frontier).lower(),
                 "chance_on_frontier": point.chance_on_frontier,
                 "beaten_by": ";".join(point.dominated_by),
                 **{f"cost_million_usd_{key}": cell for key, cell in spread_cells(cost).items()},
                 **{f"effect_{key}": cell for key, cell in spread_cells(effect).items()}}
            )  # fmt: skip
        axes.set_xlabel(f"ten-year cost, million dollars, prices of {prices}")
        axes.set_ylabel(TITLES[measure].lower())
        axes.set_ylim(bottom=0.0)
        figure.legend(
            loc="upper left",
            bbox_to_anchor=(0.005, 1.0 - 0.3 / size[1]),
            ncols=min(4, len(points)),
            columnspacing=1.0,
            handletextpad=0.3,
        )
        return save(figure, folder, "frontier", rows)


@dataclass(frozen=True, slots=True)
class ReplacementBar:
    """How long one line takes to make again what one party, or all, expended of one interceptor.

    ``years_low`` to ``years_high`` run from the high to the low rate; None where a rate never makes enough.
    """

    group: str
    label: str
    rounds: float
    years_low: float | None
    years: float | None
    years_high: float | None
    remark: str


def replacement_chart(
    bars: Sequence[ReplacementBar], title: str, folder: Path, lines: Sequence[str]
) -> Saved:
    """Draw how long replacement takes at dated production rates, as ``replenish.svg`` and so on.

    Parameters
    ----------
    bars : sequence of ReplacementBar
        In the order in which they are drawn.
    title : str
        Title of the figure.
    folder : Path
        Where the files go.
    lines : sequence of str
        Sources and what was run, for the foot.
    """
    rows: list[dict[str, Cell]] = []
    groups = list(dict.fromkeys(item.group for item in bars))
    with look():
        notes = (
            "Mark: at the stated rate, for the mean number of rounds. Bar: from the high to the low rate. "
            "The time runs from the day of the raid and holds the lead time of a new order. An arrow: at "
            "the low rate, never.",
            *lines,
        )
        size = (10.0, 0.34 * len(bars) + 2.0)
        figure, (axes,) = laid_out(size, title, notes, Margins(3.9, 0.42, 0.975, 0.42))
        finite = [end for item in bars for end in (item.years, item.years_high) if end is not None]
        most = 1.08 * max(finite, default=1.0)
        for place, item in enumerate(bars):
            _replacement(axes, place, item, groups.index(item.group), most)
            rows.append(
                {"group": item.group, "what": item.label, "rounds": item.rounds, "years_low": item.years_low,
                 "years": item.years, "years_high": item.years_high, "remark": item.remark}
            )  # fmt: skip
        name_rows(axes, [f"{item.group}: {item.label}" for item in bars])
        axes.set_xlim(0.0, most)
        axes.set_xlabel("years until the last round is replaced")
        return save(figure, folder, "replenish", rows)


def _replacement(axes: Axes, y: float, item: ReplacementBar, group: int, most: float) -> None:
    drawn = mark(group)
    if item.years_low is None and item.years is None:
        axes.text(0.01 * most, y, item.remark, va="center", fontsize=7.5, color="#444444")
        return
    start = item.years_low if item.years_low is not None else item.years or 0.0
    end = most if item.years_high is None else item.years_high
    axes.plot((start, end), (y, y), color=drawn.colour, linewidth=5.0, alpha=0.45, solid_capstyle="butt")
    if item.years_high is None:
        axes.plot([end * 0.995], [y], ">", color=drawn.colour, markersize=6.0, clip_on=False)
    if item.years is not None and math.isfinite(item.years):
        axes.plot(
            [item.years], [y], drawn.marker, color=drawn.colour, markersize=6.5, markeredgecolor="white",
            markeredgewidth=0.7,
        )  # fmt: skip
