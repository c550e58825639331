"""Charts of who pays and what is saved: savings by world, confidence levels, spending by year.

A thick bar runs from the 5th to the 95th percentile over the assumptions, a thin line over all draws; worlds
and parties keep their given order. Money carries its price year in every figure.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from shieldwall.economics.contributions import Contribution, Contributions
from shieldwall.economics.prices import million_usd
from shieldwall.economics.shares import PartySaving, Savings
from shieldwall.economics.spread import Distribution
from shieldwall.report.panels import Margins, draw_interval, laid_out, legend_columns, name_rows
from shieldwall.report.style import GREY, Cell, Mark, Saved, look, mark, plain, save

RING: Final = "Ring: every assumption at its likely value, at the confidence where that estimate stands."
BARS: Final = (
    "Mark: mean. Thick bar: 5th to 95th percentile over the assumptions. Thin line: all draws. Open "
    "triangle: every assumption at its likely value."
)


def savings_chart(saved: Mapping[str, Savings], what: str, folder: Path, lines: Sequence[str]) -> Saved:
    """Draw each party's saving against each counterfactual, as ``savings.svg`` and so on.

    Parameters
    ----------
    saved : mapping of str to Savings
        By counterfactual; all of one programme in one price year.
    what : str
        Name of the programme.
    folder : Path
        Where the files go.
    lines : sequence of str
        Sources and what was run, for the foot.
    """
    worlds = list(saved)
    first = saved[worlds[0]]
    parties = list(first.parties)
    rows: list[dict[str, Cell]] = []
    with look():
        meanings = " ".join(f"{plain(world).capitalize()}: {saved[world].meaning}" for world in worlds)
        notes = (BARS, meanings, f"Not modelled: {'; '.join(first.not_modelled)}.", *lines)
        size = (3.6 * len(parties) + 1.7, 0.72 * len(worlds) + 2.1)
        title = f"What paying together for {what} saved each party"
        margins = Margins(1.55, 0.62, between=0.08)
        figure, panels = laid_out(size, title, notes, margins, len(parties))
        for axes, party in zip(panels, parties, strict=True):
            axes.axvline(0.0, color=GREY, linewidth=1.0, zorder=1.5)
            for place, world in enumerate(worlds):
                item = saved[world].parties[party]
                _saving(axes, place, item, mark(place))
                rows.append(_saving_row(world, saved[world], item))
            paid = first.parties[party]
            axes.set_title(f"{party}: paid {paid.paid_million_usd:,.0f} ({paid.share:.0%})", pad=5)
            axes.set_xlabel(f"saving, million dollars, {first.prices}", labelpad=1.5)
            name_rows(axes, [plain(world) for world in worlds])
            axes.set_ylim(len(worlds) - 0.45, -0.62)
            axes.xaxis.set_major_locator(MaxNLocator(5, min_n_ticks=3))
        return save(figure, folder, "savings", rows)


def _saving(axes: Axes, y: float, item: PartySaving, drawn: Mark) -> None:
    bar(axes, y, item.saving_million_usd, drawn)
    axes.plot(
        [item.point.estimate], [y + 0.2], "^", markersize=5.0, color="white",
        markeredgecolor=drawn.colour, markeredgewidth=0.9,
    )  # fmt: skip
    had = f"{item.kit_paid_for.mean:.0%} of the kit" if item.kit_paid_for.mean > 0.0 else "no kit"
    axes.text(
        0.012, y - 0.3, f"saves in {item.chance_of_saving:.0%} of draws; {had}",
        transform=axes.get_yaxis_transform(), fontsize=6.8, color="#444444", va="center",
    )  # fmt: skip


def bar(axes: Axes, y: float, values: Distribution, drawn: Mark) -> None:
    """Draw a distribution: a bar from the 5th to the 95th percentile, a line over all draws, the mean."""
    draw_interval(axes, y, drawn, values.mean, (values.low, values.high), (values.least, values.most))


def spread_cells(values: Distribution) -> dict[str, Cell]:
    """Return a distribution as cells of a row."""
    return {
        "mean": values.mean, "low_5": values.low, "median": values.median, "high_95": values.high,
        "least": values.least, "most": values.most, "draws": values.draws,
    }  # fmt: skip


def _saving_row(world: str, found: Savings, item: PartySaving) -> dict[str, Cell]:
    return {
        "programme": found.programme, "counterfactual": world, "party": item.party, "prices": found.prices,
        "unit": "million_USD", "paid": item.paid_million_usd, "share": item.share,
        "likely": item.point.estimate, "chance_of_saving": item.chance_of_saving,
        "kit_paid_for": item.kit_paid_for.mean, **spread_cells(item.saving_million_usd),
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Curve:
    """One S-curve to draw: its panel and label, the distribution, and a point estimate where there is one."""

    panel: str
    label: str
    values: Distribution
    estimate: float | None = None
    confidence: float | None = None


def saving_curves(saved: Mapping[str, Savings]) -> tuple[Curve, ...]:
    """Return the S-curve of every party's saving against every counterfactual."""
    return tuple(
        Curve(party, plain(world), item.saving_million_usd, item.point.estimate, item.point.confidence)
        for world, found in saved.items()
        for party, item in found.parties.items()
    )


def s_curve_chart(
    curves: Sequence[Curve], title: str, axis: str, folder: Path, lines: Sequence[str], name: str = "s_curve"
) -> Saved:
    """Draw values by confidence level, a panel for each ``panel``, as ``s_curve.svg`` and so on.

    Parameters
    ----------
    curves : sequence of Curve
        Panels and labels keep the order in which they first come.
    title, axis : str
        Title of the figure; what lies along the axis, with its price year.
    folder : Path
        Where the files go.
    lines : sequence of str
        Sources and what was run, for the foot.
    name : str
        File name without ending.
    """
    panels = list(dict.fromkeys(curve.panel for curve in curves))
    labels = list(dict.fromkeys(curve.label for curve in curves))
    rows: list[dict[str, Cell]] = []
    with look():
        notes = (
            *([RING] if any(curve.estimate is not None for curve in curves) else []),
            "With the confidence on the vertical axis the value is at or below the one on the curve. "
            "Practice after the GAO Cost Estimating and Assessment Guide (GAO-20-195G), chapter 12.",
            *lines,
        )
        size = (3.9 * len(panels) + 0.9, 4.4)
        columns = legend_columns(labels, size[0])
        top = 0.92 + 0.2 * (math.ceil(len(labels) / columns) - 1)
        figure, drawn = laid_out(size, title, notes, Margins(0.55, top, between=0.12), len(panels))
        for column, (axes, panel) in enumerate(zip(drawn, panels, strict=True)):
            for curve in (curve for curve in curves if curve.panel == panel):
                shown_as = mark(labels.index(curve.label))
                values = [point.value for point in curve.values.s_curve]
                levels = [point.confidence for point in curve.values.s_curve]
                axes.plot(
                    values, levels, color=shown_as.colour, linestyle=shown_as.dash, marker=shown_as.marker,
                    markersize=3.5, linewidth=1.5, label=curve.label,
                )  # fmt: skip
                if curve.estimate is not None and curve.confidence is not None:
                    axes.plot(
                        [curve.estimate], [curve.confidence], "o", markersize=9.0, color="none",
                        markeredgecolor=shown_as.colour, markeredgewidth=1.3,
                    )  # fmt: skip
                rows += [
                    {"panel": panel, "label": curve.label, "confidence": level, "value": value, "axis": axis,
                     "estimate": curve.estimate, "estimate_confidence": curve.confidence}
                    for level, value in zip(levels, values, strict=True)
                ]  # fmt: skip
            axes.set_title(panel)
            axes.set_xlabel(axis)
            axes.set_ylim(0.0, 1.05)
            axes.xaxis.set_major_locator(MaxNLocator(5, min_n_ticks=3))
            axes.tick_params(axis="y", labelleft=column == 0)
        drawn[0].set_ylabel("confidence")
        handles, shown = drawn[0].get_legend_handles_labels()
        figure.legend(
            handles, shown, loc="upper left", bbox_to_anchor=(0.005, 1.0 - 0.3 / size[1]),
            ncols=columns, handlelength=3.0, columnspacing=1.2,
        )  # fmt: skip
        return save(figure, folder, name, rows)


YearRange = tuple[float, float]


def spending_chart(
    paid: Contributions,
    ranges: Mapping[tuple[str, int], YearRange],
    kinds: Mapping[str, str],
    what: str,
    folder: Path,
    lines: Sequence[str],
) -> Saved:
    """Draw what each party paid by year, as ``spending.svg`` and so on.

    Parameters
    ----------
    paid : Contributions
        What each party paid, with the years not found.
    ranges : mapping of (party, year) to (low, high)
        Lowest and highest figure of any edition and status, in the same money.
    kinds : mapping of str to str
        Each party's kind of year.
    what : str
        Name of the programme.
    folder : Path
        Where the files go.
    lines : sequence of str
        Sources and what was run, for the foot.
    """
    rows: list[dict[str, Cell]] = []
    with look():
        notes = (
            "Bar: the most settled figure that was public. Thin line: lowest to highest of all editions "
            "and statuses. Question mark: no figure was found for the year, which is not zero. Fiscal "
            "years of two kinds: a Japanese one begins in April of its year, a U.S. one in October of the "
            "year before.",
            *lines,
        )
        title = f"What each party paid for {what}, by year"
        margins = Margins(0.644, 0.68, between=0.16)
        figure, panels = laid_out((9.2, 4.2), title, notes, margins, len(paid.parties))
        for place, (axes, (party, found)) in enumerate(zip(panels, paid.parties.items(), strict=True)):
            rows += _spending(axes, found, ranges, mark(place), kinds[party], paid.prices)
            axes.set_title(f"{party}: {found.million_usd:,.0f} million dollars ({paid.shares[party]:.0%})")
            axes.set_xlabel(plain(kinds[party]) + " year")
        years = [int(row["year"] or 0) for row in rows]
        most = max(float(row["high"] or row["amount"] or 0.0) for row in rows)
        for axes in panels:
            axes.set_xlim(min(years) - 0.6, max(years) + 0.6)
            axes.set_ylim(0.0, 1.08 * most)
        panels[0].set_ylabel(f"million dollars, {paid.prices}")
        return save(figure, folder, "spending", rows)


def _spending(
    axes: Axes,
    found: Contribution,
    ranges: Mapping[tuple[str, int], YearRange],
    drawn: Mark,
    kind: str,
    prices: str,
) -> list[dict[str, Cell]]:
    rows: list[dict[str, Cell]] = []
    about: dict[str, Cell] = {
        "party": found.party,
        "year_kind": kind,
        "prices": prices,
        "unit": "million_USD",
    }
    for year, conversion in found.by_year:
        amount = million_usd(conversion.after)
        low, high = ranges.get((found.party, year), (amount, amount))
        axes.bar([year], [amount], color=drawn.colour, alpha=0.55, width=0.72, edgecolor=drawn.colour)
        axes.plot((year, year), (low, high), color="#222222", linewidth=1.1)
        rows.append(
            {
                **about, "year": year, "amount": amount, "low": low, "high": high,
                "paid_in": conversion.before.unit, "as_paid": conversion.before.amount,
            }
        )  # fmt: skip
    for year in found.missing:
        axes.text(year, 0.0, "?", ha="center", va="bottom", fontsize=9.0, color="#444444")
        nothing = dict.fromkeys(("amount", "low", "high", "paid_in", "as_paid"))
        rows.append({**about, "year": year, **nothing})
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=7))
    axes.grid(visible=False, axis="x")
    return sorted(rows, key=lambda row: int(row["year"] or 0))
