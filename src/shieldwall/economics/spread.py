"""Costs as distributions: ranges, seeded draws from them, and the S-curve that a budget is read off.

Practice after the GAO Cost Estimating and Assessment Guide (GAO-20-195G, chapter 12): a point estimate is
shown with the confidence level at which it stands, and the reserve that a higher level would need. Draws
are keyed by (seed, name of the assumption), so adding one assumption leaves the draws of the others alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from shieldwall.chance.quantiles import triangular_quantile, uniform_quantile
from shieldwall.chance.streams import uniforms
from shieldwall.model.errors import InputError
from shieldwall.model.provenance import Basis, Fact, Spread

Floats = npt.NDArray[np.float64]

LEVELS: Final = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
"""Confidence levels of an S-curve."""


@dataclass(frozen=True, slots=True)
class Range:
    """A named quantity with its low, likely and high value, and how it is drawn between them."""

    name: str
    low: float
    likely: float
    high: float
    spread: Spread
    basis: Basis
    reason: str

    def __post_init__(self) -> None:
        if not self.low <= self.likely <= self.high:
            raise InputError(f"{self.name}: {self.low:g} <= {self.likely:g} <= {self.high:g} does not hold")

    def fixed_at(self, value: float) -> Range:
        """Return the same quantity held at one value."""
        return Range(self.name, value, value, value, "none", self.basis, self.reason)


@dataclass(frozen=True, slots=True)
class SCurvePoint:
    """With this confidence the outcome is at or below the value."""

    confidence: float
    value: float


@dataclass(frozen=True, slots=True)
class Distribution:
    """Draws of one quantity, summed up.

    Attributes
    ----------
    mean, low, median, high : float
        The mean, the 5th, 50th and 95th percentile.
    least, most : float
        The smallest and largest draw.
    s_curve : tuple of SCurvePoint
        Value by confidence level.
    draws : int
        How many draws.
    """

    mean: float
    low: float
    median: float
    high: float
    least: float
    most: float
    s_curve: tuple[SCurvePoint, ...]
    draws: int


def range_of(name: str, fact: Fact) -> Range:
    """Return a fact as a range; without a low or high it is fixed at its value.

    Raises
    ------
    InputError
        The fact has a range and does not say how to draw from it.
    """
    low = fact.value if fact.low is None else fact.low
    high = fact.value if fact.high is None else fact.high
    if low < high and fact.spread == "none":
        raise InputError(f"{name} lies between {low:g} and {high:g} and does not say how it spreads")
    return Range(name, low, fact.value, high, fact.spread, fact.basis, fact.derivation or "")


def draw(ranges: Sequence[Range], seed: int, count: int) -> dict[str, Floats]:
    """Return draws of every range, each from its own stream.

    Parameters
    ----------
    ranges : sequence of Range
        Their names are the labels of the streams.
    seed : int
        The seed of the study.
    count : int
        How many draws.

    Returns
    -------
    dict of str to float64[count]
        Draws by name.

    Raises
    ------
    InputError
        Two ranges bear one name, or the count is not positive.
    """
    if count < 1:
        raise InputError(f"at least one draw is needed, not {count}")
    if len({item.name for item in ranges}) != len(ranges):
        raise InputError("two ranges bear one name")
    return {item.name: _draw_one(item, seed, count) for item in ranges}


def _draw_one(item: Range, seed: int, count: int) -> Floats:
    if item.spread == "none" or item.low == item.high:
        return np.full(count, item.likely)
    chance = uniforms(seed, f"economics.{item.name}", count)
    if item.spread == "uniform":
        return uniform_quantile(chance, item.low, item.high)
    return triangular_quantile(chance, item.low, item.likely, item.high)


def distribution(samples: npt.ArrayLike, levels: Sequence[float] = LEVELS) -> Distribution:
    """Return the summary of a set of draws.

    Parameters
    ----------
    samples : float[draws]
        Draws of one quantity.
    levels : sequence of float
        Confidence levels of the S-curve, between 0 and 1.

    Raises
    ------
    InputError
        There are no draws, or one is not a finite number.

    Examples
    --------
    >>> distribution([1.0, 2.0, 3.0]).median
    2.0
    """
    values = np.asarray(samples, dtype=np.float64).ravel()
    if values.size == 0 or not np.all(np.isfinite(values)):
        raise InputError("a distribution needs at least one draw, all finite numbers")
    low, median, high = (float(value) for value in np.quantile(values, (0.05, 0.5, 0.95)))
    curve = np.quantile(values, levels)
    points = tuple(SCurvePoint(level, float(value)) for level, value in zip(levels, curve, strict=True))
    return Distribution(
        mean=float(values.mean()),
        low=low,
        median=median,
        high=high,
        least=float(values.min()),
        most=float(values.max()),
        s_curve=points,
        draws=values.size,
    )


@dataclass(frozen=True, slots=True)
class Confidence:
    """Where a point estimate stands on the S-curve of its own uncertainty.

    Attributes
    ----------
    estimate : float
        The point estimate.
    confidence : float
        Share of draws at or below it.
    reserve : dict of str to float
        What must be added to reach a higher level, by level (``"0.8"``); negative where it is above it.
    """

    estimate: float
    confidence: float
    reserve: Mapping[str, float]


def confidence_of(
    estimate: float, samples: npt.ArrayLike, levels: Sequence[float] = (0.5, 0.7, 0.8)
) -> Confidence:
    """Return the confidence level of a point estimate and the reserve that higher levels need.

    Examples
    --------
    >>> confidence_of(2.0, [1.0, 2.0, 3.0, 4.0], levels=(0.5,)).confidence
    0.5
    """
    values = np.asarray(samples, dtype=np.float64).ravel()
    summary = distribution(values, levels)
    reserve = {f"{point.confidence:g}": point.value - estimate for point in summary.s_curve}
    return Confidence(estimate, float(np.mean(values <= estimate)), reserve)
