"""From whole numbers per battle to estimates: sums by draw, the split of variance, and intervals.

Battles are nested in epistemic draws. With ``m_d`` the mean of draw d over ``n_d`` battles and ``s_d^2`` the
variance within it, the variance of the draws' means is V = var(m_d), of which W = mean(s_d^2 / n_d) is the
luck of finitely many battles. What is left, max(0, V - W), is epistemic; the draws' means are drawn towards
the grand mean by the root of its share before their percentiles are taken (one-way analysis of variance;
Searle, Casella and McCulloch, *Variance Components*, 1992, section 3.3). The error of the grand mean is
sqrt(V / D).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from shieldwall.engagement.totals import add_up
from shieldwall.model.outcomes import Estimate

Whole = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

PERCENTILES = (5.0, 95.0)


@dataclass(frozen=True)
class Bins:
    """Histograms of Q columns, one behind the other.

    ``first`` (Q,) is each column's lowest bin; its counts are those from ``starts[q]`` to ``starts[q + 1]``.
    """

    first: Whole
    starts: Whole
    counts: npt.NDArray[np.integer]

    def columns(self, count: int) -> Bins:
        """Return the histograms of the first columns."""
        return Bins(self.first[:count], self.starts[: count + 1], self.counts[: self.starts[count]])


@dataclass(frozen=True)
class Sums:
    """One draw's battles, summed: count, sums and sums of squares (Q,), and a histogram for each column."""

    count: int
    total: Whole
    squares: Whole
    bins: Bins

    def columns(self, count: int) -> Sums:
        """Return the sums of the first columns."""
        return Sums(self.count, self.total[:count], self.squares[:count], self.bins.columns(count))


def summed(values: Whole, steps: npt.ArrayLike) -> Sums:
    """Return the sums of one draw's outcomes.

    Parameters
    ----------
    values : (n, Q) int64
        Outcomes of each battle, at least one.
    steps : (Q,) int
        Width of each column's histogram bins.
    """
    total, squares, first, starts, counts = add_up(values, np.asarray(steps, np.int64))
    return Sums(len(values), total, squares, Bins(first, starts, counts))


def merged_bins(parts: Sequence[Bins]) -> Bins:
    """Return histograms of the same columns, added up."""
    widths = np.stack([np.diff(part.starts) for part in parts])
    begins = np.stack([part.first for part in parts])
    first = begins.min(axis=0)
    starts = np.concatenate(([0], np.cumsum((begins + widths).max(axis=0) - first)))
    moves = starts[:-1] - first + begins - np.stack([part.starts[:-1] for part in parts])
    places = np.concatenate([np.arange(len(part.counts)) for part in parts])
    places += np.repeat(moves.ravel(), widths.ravel())
    counts = np.bincount(places, np.concatenate([part.counts for part in parts]), int(starts[-1]))
    return Bins(first, starts, counts.astype(np.int64))  # whole numbers far below 2**53 add up exactly


def percentiles_of_bins(bins: Bins, percent: float) -> Whole:
    """Return the smallest bin of each column (Q,) at or below which ``percent`` of its counts lie."""
    reached = np.concatenate(([0], np.cumsum(bins.counts)))
    before, until = reached[bins.starts[:-1]], reached[bins.starts[1:]]
    share = percent * (until - before)
    wanted = np.ceil(share / 100.0)
    wanted += wanted * 100.0 < share  # where the division has rounded down to a whole number
    return bins.first + np.searchsorted(reached[1:], before + wanted) - bins.starts[:-1]


@dataclass(frozen=True)
class Scale:
    """How a column's whole numbers become the measure: divided by ``divisor``; bins are ``step`` wide."""

    divisor: int = 1
    step: int = 1


def estimates(draws: Sequence[Sums], scales: Sequence[Scale]) -> list[Estimate]:
    """Return one estimate per column from the sums of all draws.

    Parameters
    ----------
    draws : sequence of Sums
        At least two, each with at least two battles.
    scales : sequence of Scale
        One per column.
    """
    count = np.array([part.count for part in draws], np.int64)[:, None]
    total = np.stack([part.total for part in draws])
    squares = np.stack([part.squares for part in draws]).astype(np.float64)
    means = total / count
    within = np.maximum(squares - total.astype(np.float64) * means, 0.0) / (count - 1) / count
    grand = total.sum(axis=0) / count.sum()
    observed = means.var(axis=0, ddof=1)
    epistemic = np.maximum(observed - within.mean(axis=0), 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        pull = np.where(observed > 0.0, np.sqrt(epistemic / observed), 0.0)
    error = np.sqrt(observed / len(draws))
    drawn = np.percentile(grand + (means - grand) * pull, PERCENTILES, axis=0)
    bins = merged_bins([part.bins for part in draws])
    lows, highs = (percentiles_of_bins(bins, percent).tolist() for percent in PERCENTILES)
    return [
        Estimate(
            mean=float(grand[column] / scale.divisor),
            mc_se=float(error[column] / scale.divisor),
            epistemic=(float(drawn[0, column] / scale.divisor), float(drawn[1, column] / scale.divisor)),
            predictive=(
                lows[column] * scale.step / scale.divisor,
                highs[column] * scale.step / scale.divisor,
            ),
        )
        for column, scale in enumerate(scales)
    ]


def drawn_estimates(values: Floats) -> list[Estimate]:
    """Return the estimates of numbers that each draw gives without luck, such as engageable shares.

    Parameters
    ----------
    values : (D, Q)
        One value per epistemic draw and number.
    """
    rows = np.ascontiguousarray(values.T)
    lows, highs = np.percentile(rows, PERCENTILES, axis=1).tolist()
    means = rows.mean(axis=1).tolist()
    errors = (rows.std(axis=1, ddof=1) / np.sqrt(len(values))).tolist()
    return [
        Estimate(mean=mean, mc_se=error, epistemic=(low, high), predictive=(low, high))
        for mean, error, low, high in zip(means, errors, lows, highs, strict=True)
    ]


def drawn_estimate(values: Floats) -> Estimate:
    """Return the estimate of one number (D,) that each draw gives without luck."""
    return drawn_estimates(values[:, np.newaxis])[0]
