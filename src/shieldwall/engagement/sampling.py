"""From battles to estimates: the error of the simulation, what is not known, and how raids differ.

Battles are nested in draws of the uncertain facts. For draw ``i`` of ``D`` with ``n`` battles, let ``m_i`` be
the mean and ``s_i^2`` the variance of an outcome. The variance of the ``m_i`` holds the spread between draws
and a share of the battles' own: the bias-corrected split is ``V_between = var(m_i) - mean(s_i^2) / n``
(one-way analysis of variance with random effects; Searle, Casella and McCulloch, "Variance Components", 1992,
chapter 3).

Sums, squares and counts are whole numbers, so the order in which workers finish changes nothing, and memory
does not grow with the number of battles.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

PERCENTILES: Final = (5.0, 95.0)


@dataclass(frozen=True)
class EstimateNumbers:
    """A mean and its three kinds of uncertainty.

    Attributes
    ----------
    mean : float
        Over all battles of all draws.
    mc_se : float
        Standard error from the finite numbers of draws and battles.
    epistemic : tuple of float
        5th and 95th percentile of the draws' means, shrunk towards the mean so that their variance is
        ``V_between``: what would remain with endless battles.
    predictive : tuple of float
        5th and 95th percentile of the outcome of one battle.
    """

    mean: float
    mc_se: float
    epistemic: tuple[float, float]
    predictive: tuple[float, float]

    def scaled(self, factor: float) -> EstimateNumbers:
        """Return the estimate of the outcome times a constant (a price, a sign)."""
        epistemic = sorted(factor * limit for limit in self.epistemic)
        predictive = sorted(factor * limit for limit in self.predictive)
        return EstimateNumbers(
            factor * self.mean,
            abs(factor) * self.mc_se,
            (epistemic[0], epistemic[1]),
            (predictive[0], predictive[1]),
        )


@dataclass(frozen=True)
class VarianceSplit:
    """The variance of one battle's outcome: between draws of the facts (corrected), and within a draw."""

    between: float
    within: float


class Tally:
    """Sums over battles of some integer outcomes, by draw, as they come.

    Parameters
    ----------
    draw_count : int
        ``D``, at least 1.
    lowest, highest : sequence of int
        Bounds of each of the ``Q`` outcomes; the memory is ``D Q`` sums and one count per value.
    """

    def __init__(self, draw_count: int, lowest: npt.ArrayLike, highest: npt.ArrayLike) -> None:
        self.lowest = np.atleast_1d(np.asarray(lowest, dtype=np.int64))
        self.highest = np.atleast_1d(np.asarray(highest, dtype=np.int64))
        outcomes = len(self.lowest)
        if (
            draw_count < 1
            or self.highest.shape != self.lowest.shape
            or bool(np.any(self.highest < self.lowest))
        ):
            raise ValueError("a tally needs at least one draw, and bounds with low <= high")
        width = int((self.highest - self.lowest).max()) + 1
        self.battles = np.zeros(draw_count, np.int64)
        self.sums = np.zeros((draw_count, outcomes), np.int64)
        self.squares = np.zeros((draw_count, outcomes), np.int64)
        self.histogram = np.zeros((outcomes, width), np.int64)

    def add(self, draw: int, outcomes: npt.NDArray[np.integer]) -> None:
        """Add battles of one draw.

        Parameters
        ----------
        draw : int
            Which draw, from 0.
        outcomes : int[battles, Q] or int[battles]
            The outcomes, or paired differences of outcomes on common luck.

        Raises
        ------
        ValueError
            An outcome lies outside its bounds.
        """
        values = np.asarray(outcomes, dtype=np.int64).reshape(len(outcomes), -1)
        if bool(np.any(values < self.lowest)) or bool(np.any(values > self.highest)):
            raise ValueError("an outcome lies outside the bounds of its tally")
        self.battles[draw] += len(values)
        self.sums[draw] += values.sum(axis=0)
        self.squares[draw] += (values * values).sum(axis=0)
        width = self.histogram.shape[1]
        for outcome, column in enumerate((values - self.lowest).T):
            self.histogram[outcome] += np.bincount(column, minlength=width)

    def merge(self, other: Tally) -> None:
        """Add what another worker has counted, under the same bounds and draws."""
        if not (np.array_equal(self.lowest, other.lowest) and np.array_equal(self.highest, other.highest)):
            raise ValueError("only tallies with the same bounds can be merged")
        self.battles += other.battles
        self.sums += other.sums
        self.squares += other.squares
        self.histogram += other.histogram

    def draw_means(self, outcome: int = 0) -> npt.NDArray[np.float64]:
        """Return the mean of an outcome in each draw, float64[D]."""
        return self.sums[:, outcome] / self._equal_battles()

    def split(self, outcome: int = 0) -> VarianceSplit:
        """Return the bias-corrected split of an outcome's variance (between is not below zero)."""
        battles = self._equal_battles()
        within = self._within(outcome)
        means = self.draw_means(outcome)
        spread = float(np.var(means, ddof=1)) if len(means) > 1 else 0.0
        return VarianceSplit(max(0.0, spread - within / battles), within)

    def estimate(self, outcome: int = 0) -> EstimateNumbers:
        """Return the mean of an outcome with its error and both kinds of interval.

        The error is ``sqrt(var(m_i) / D)``, which holds the draws' and the battles' share; with one draw it
        is ``sqrt(s^2 / n)``.
        """
        battles = self._equal_battles()
        means = self.draw_means(outcome)
        mean = float(self.sums[:, outcome].sum()) / (battles * len(means))
        if len(means) > 1:
            spread = float(np.var(means, ddof=1))
            error = (spread / len(means)) ** 0.5
            shrink = (self.split(outcome).between / spread) ** 0.5 if spread > 0.0 else 0.0
        else:
            error = (self._within(outcome) / battles) ** 0.5
            shrink = 0.0
        limits = np.percentile(mean + shrink * (means - mean), PERCENTILES)
        return EstimateNumbers(mean, error, (float(limits[0]), float(limits[1])), self._predictive(outcome))

    def _equal_battles(self) -> int:
        battles = int(self.battles[0])
        if battles == 0 or bool(np.any(self.battles != battles)):
            raise ValueError("every draw needs the same number of battles, at least one")
        return battles

    def _within(self, outcome: int) -> float:
        """Return the mean over draws of the battles' variance, exactly: ``(n q - s^2) / (n (n - 1))``."""
        battles = self._equal_battles()
        if battles == 1:
            return 0.0
        excess = sum(
            battles * int(square) - int(total) ** 2
            for square, total in zip(self.squares[:, outcome], self.sums[:, outcome], strict=True)
        )
        return excess / (battles * (battles - 1)) / len(self.sums)

    def _predictive(self, outcome: int) -> tuple[float, float]:
        """Return the percentiles of one battle's outcome: the least values that reach them."""
        reached = np.cumsum(self.histogram[outcome])
        low, high = (
            int(np.searchsorted(reached, np.ceil(percentile / 100.0 * reached[-1])))
            for percentile in PERCENTILES
        )
        lowest = int(self.lowest[outcome])
        return float(lowest + low), float(lowest + high)
