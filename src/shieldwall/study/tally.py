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
class Sums:
    """One draw's battles, summed: count, sums and sums of squares (Q,), and a histogram for each column.

    A histogram is (first bin, counts by bin); bins are ``step`` wide.
    """

    count: int
    total: Whole
    squares: Whole
    bins: tuple[tuple[int, npt.NDArray[np.int32]], ...]


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
    bins = tuple(
        (int(low), counts[start:end]) for low, start, end in zip(first, starts[:-1], starts[1:], strict=True)
    )
    return Sums(len(values), total, squares, bins)


def merged_bins(parts: Sequence[tuple[int, npt.NDArray[np.int32]]]) -> tuple[int, Whole]:
    """Return histograms of one column added up."""
    first = min(start for start, _ in parts)
    end = max(start + len(counts) for start, counts in parts)
    whole = np.zeros(end - first, np.int64)
    for start, counts in parts:
        whole[start - first : start - first + len(counts)] += counts
    return first, whole


def percentile_of_bins(first: int, counts: Whole, percent: float) -> int:
    """Return the smallest bin at or below which ``percent`` of the counts lie."""
    reached = np.cumsum(counts) * 100.0 >= percent * counts.sum()
    return first + int(np.argmax(reached))


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
    found = []
    for column, scale in enumerate(scales):
        first, counts = merged_bins([part.bins[column] for part in draws])
        ends = [percentile_of_bins(first, counts, percent) * scale.step for percent in PERCENTILES]
        found.append(
            Estimate(
                mean=float(grand[column] / scale.divisor),
                mc_se=float(error[column] / scale.divisor),
                epistemic=(float(drawn[0, column] / scale.divisor), float(drawn[1, column] / scale.divisor)),
                predictive=(ends[0] / scale.divisor, ends[1] / scale.divisor),
            )
        )
    return found


def drawn_estimate(values: Floats, predictive: tuple[float, float] | None = None) -> Estimate:
    """Return the estimate of a number that each draw gives without luck, such as an engageable share.

    Parameters
    ----------
    values : (D,)
        One value per epistemic draw.
    predictive : (float, float), optional
        Percentiles over single missiles where they differ within a draw; the epistemic ones if left out.
    """
    low, high = (float(value) for value in np.percentile(values, PERCENTILES))
    return Estimate(
        mean=float(values.mean()),
        mc_se=float(values.std(ddof=1) / np.sqrt(len(values))),
        epistemic=(low, high),
        predictive=(low, high) if predictive is None else predictive,
    )
