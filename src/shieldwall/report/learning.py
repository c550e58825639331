"""A learning curve fitted to published lots, with the interval that the lots allow."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from statistics import median

import numpy as np

from shieldwall.economics.learning import LearningFit, predict
from shieldwall.report.panels import Margins, laid_out
from shieldwall.report.style import BLACK, BLUE, Cell, Saved, look, plain, save

POINTS = 40
BEYOND = 1.5
"""How far past the last unit made the curve is drawn."""


def learning_chart(found: LearningFit, item: str, prices: str, folder: Path, lines: Sequence[str]) -> Saved:
    """Draw lots, the fitted curve and the interval of a coming lot, as ``learning.svg`` and so on.

    Parameters
    ----------
    found : LearningFit
        The fit, in million dollars of one price year.
    item : str
        What is made.
    prices : str
        The price year.
    folder : Path
        Where the files go.
    lines : sequence of str
        Sources and what was run, for the foot.
    """
    lots = found.lots
    quantity = max(1, round(median(lot.quantity for lot in lots)))
    last = lots[-1].last
    starts = np.unique(np.linspace(lots[0].first, BEYOND * last, POINTS).astype(int))
    ahead = [predict(found, int(start), int(start) + quantity - 1) for start in starts]
    middle = starts + (quantity - 1) / 2.0
    rows: list[dict[str, Cell]] = [
        {"row": "lot", "label": lot.label, "first": lot.first, "last": lot.last, "unit_cost": lot.unit_cost,
         "low": None, "high": None, "prices": prices}
        for lot in lots
    ]  # fmt: skip
    rows += [
        {"row": "curve", "label": "", "first": int(start), "last": int(start) + quantity - 1,
         "unit_cost": cost.value, "low": cost.low, "high": cost.high, "prices": prices}
        for start, cost in zip(starts, ahead, strict=True)
    ]  # fmt: skip
    with look():
        shown = "learning is shown" if found.learning_is_shown else "no learning can be told from these lots"
        notes = (
            f"Line with mark: a lot, its units and their average cost. Curve and band: a lot of {quantity} "
            f"at that place and its {found.confidence:.0%} interval. Slope {found.slope.value:.3f} "
            f"({found.slope.low:.3f} to {found.slope.high:.3f}; one or more is no learning): {shown}. "
            f"{found.curve.theory.capitalize()} theory, {len(lots)} lots, scatter {found.residual_sd:.1%}.",
            *lines,
        )
        title = f"Learning curve of {plain(item)}: slope {found.slope.value:.2f}"
        figure, (axes,) = laid_out((7.4, 4.5), title, notes, Margins(0.62, 0.45, 0.975))
        axes.fill_between(
            middle, [cost.low for cost in ahead], [cost.high for cost in ahead], color=BLUE, alpha=0.15,
            linewidth=0,
        )  # fmt: skip
        axes.plot(middle, [cost.value for cost in ahead], color=BLUE, linewidth=1.6)
        for lot in lots:
            axes.plot((lot.first, lot.last), (lot.unit_cost,) * 2, color=BLACK, linewidth=1.2)
            axes.plot([(lot.first + lot.last) / 2.0], [lot.unit_cost], "o", color=BLACK, markersize=4.5)
            axes.annotate(
                lot.label.split(" (")[0], ((lot.first + lot.last) / 2.0, lot.unit_cost), xytext=(0, 5),
                textcoords="offset points", ha="center", fontsize=6.5, color="#444444",
            )  # fmt: skip
        axes.set_xlabel("units made")
        axes.set_ylabel(f"million dollars each, prices of {prices}")
        axes.set_ylim(bottom=0.0)
        return save(figure, folder, "learning", rows)
