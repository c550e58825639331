"""Learning curves: what the next round costs if each doubling of the number made lowers it by a share.

Crawford: the cost of unit x is ``T1 x^b``. Wright: the average cost of the first x units is ``T1 x^b``. In
both, ``b = log2(slope)``: a slope of 0.9 means that a doubling lowers the cost to 90 per cent. Fitted in
constant prices; a slope above one is possible and is reported as it is.

Sources: T. P. Wright, Journal of the Aeronautical Sciences 3 (1936) 122-128; J. R. Crawford, Lockheed
(1944); formulae as in the R package learningCurve (Boehmke and Freels), whose worked examples are tests.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq, minimize_scalar

from shieldwall.model.errors import InputError

Theory = Literal["crawford", "wright"]
Floats = npt.NDArray[np.float64]

_STEEPEST: Final[dict[Theory, float]] = {"crawford": math.log2(0.2), "wright": math.log2(0.505)}
_SHALLOWEST: Final = math.log2(3.0)
_POLISHING_STEPS: Final = 8


@dataclass(frozen=True, slots=True)
class Lot:
    """A run of units made under one buy, and their average cost in constant prices.

    Attributes
    ----------
    first, last : int
        Position of the first and last unit in all units made, counted from one.
    unit_cost : float
        Average cost of one, in any money of one price year.
    label : str
        Which buy.
    """

    first: int
    last: int
    unit_cost: float
    label: str

    def __post_init__(self) -> None:
        if not 1 <= self.first <= self.last:
            raise InputError(f"lot {self.label}: units {self.first} to {self.last} are not a run of units")
        if not (math.isfinite(self.unit_cost) and self.unit_cost > 0.0):
            raise InputError(f"lot {self.label}: a unit cost is above zero, not {self.unit_cost}")

    @property
    def quantity(self) -> int:
        """How many units."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class LearningCurve:
    """A learning curve: theory, cost of the first unit, slope."""

    theory: Theory
    first_unit_cost: float
    slope: float

    @property
    def exponent(self) -> float:
        """The power of the number of units, ``log2(slope)``."""
        return math.log2(self.slope)

    def unit_cost(self, unit: int) -> float:
        """Return the cost of one unit.

        Examples
        --------
        >>> round(LearningCurve("crawford", 100.0, 0.85).unit_cost(125), 5)
        32.23647
        """
        return self.lot_cost(unit, unit)

    def lot_cost(self, first: int, last: int) -> float:
        """Return the cost of all units from ``first`` to ``last``, both counted.

        Examples
        --------
        >>> round(LearningCurve("crawford", 100.0, 0.85).lot_cost(1, 125), 3)
        5201.085
        """
        if not 1 <= first <= last:
            raise InputError(f"units {first} to {last} are not a run of units")
        return self.first_unit_cost * (last - first + 1) * _lot_shape(self.theory, self.exponent, first, last)


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with its interval; where the data set no bound, the end is that of the search."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class LearningFit:
    """A learning curve fitted to lots.

    Attributes
    ----------
    curve : LearningCurve
        The best fit.
    slope : Interval
        The slope with its interval.
    first_unit_cost : Interval
        The cost of the first unit; the interval follows the slope's.
    confidence : float
        Level of the intervals.
    residual_sd : float
        Standard deviation of the log of a lot's average cost about the curve.
    lots : tuple of Lot
        What was fitted.
    learning_is_shown : bool
        Whether the whole interval of the slope is below one.
    """

    curve: LearningCurve
    slope: Interval
    first_unit_cost: Interval
    confidence: float
    residual_sd: float
    lots: tuple[Lot, ...]
    learning_is_shown: bool


def fit(lots: Sequence[Lot], theory: Theory = "crawford", confidence: float = 0.9) -> LearningFit:
    """Return the learning curve that fits lots best, with the interval of its slope.

    The log of a lot's average cost is the log of the curve's average over the lot plus an error of one
    variance. For a given slope the best first-unit cost is the mean of the log ratios, so the fit has one
    unknown; its interval holds the slopes whose sum of squares S is within
    ``S <= S_min (1 + F(confidence; 1, n - 2) / (n - 2))``.

    Parameters
    ----------
    lots : sequence of Lot
        At least three, in the prices of one year.
    theory : {"crawford", "wright"}
        Unit theory or cumulative-average theory.
    confidence : float
        Level of the intervals.

    Returns
    -------
    LearningFit
        With the interval, which is wide where the lots are few or lie close together.

    Raises
    ------
    InputError
        Fewer than three lots, or all lots at one position.
    """
    if len(lots) < 3:
        raise InputError(f"a learning curve and its interval need at least three lots, not {len(lots)}")
    if len({(lot.first, lot.last) for lot in lots}) < 3:
        raise InputError("the lots lie at fewer than three positions")
    costs = np.log([lot.unit_cost for lot in lots])
    freedom = len(lots) - 2

    def misfit(exponent: float) -> float:
        return float(np.sum(_residuals(exponent, costs, lots, theory) ** 2))

    steepest = _STEEPEST[theory]
    from scipy.stats import f as f_distribution

    rough = minimize_scalar(misfit, bounds=(steepest, _SHALLOWEST), method="bounded")
    exponent = _polished(float(rough.x), costs, lots, theory)
    least = misfit(exponent)
    limit = least * (1.0 + float(f_distribution.ppf(confidence, 1, freedom)) / freedom)
    low = _crossing(misfit, exponent, steepest, limit)
    high = _crossing(misfit, exponent, _SHALLOWEST, limit)
    slope = Interval(2.0**exponent, 2.0**low, 2.0**high)
    firsts = [_first_unit(power, costs, lots, theory) for power in (exponent, low, high)]
    return LearningFit(
        curve=LearningCurve(theory, firsts[0], slope.value),
        slope=slope,
        first_unit_cost=Interval(firsts[0], min(firsts), max(firsts)),
        confidence=confidence,
        residual_sd=math.sqrt(least / freedom),
        lots=tuple(lots),
        learning_is_shown=slope.high < 1.0,
    )


def predict(found: LearningFit, first: int, last: int) -> Interval:
    """Return the average unit cost of a coming lot with the interval for that one lot.

    The variance has three parts: the scatter of a single lot, the error of the level, and the error of the
    slope at this distance from the lots fitted (first-order, in logs).

    Parameters
    ----------
    found : LearningFit
        The fit.
    first, last : int
        The units of the coming lot.
    """
    theory, exponent = found.curve.theory, found.curve.exponent
    shape = math.log(_lot_shape(theory, exponent, first, last))
    steps = [_slope_of_log(theory, exponent, lot.first, lot.last) for lot in found.lots]
    centre = sum(steps) / len(steps)
    from scipy.stats import t as t_distribution

    scatter = sum((step - centre) ** 2 for step in steps)
    distance = _slope_of_log(theory, exponent, first, last) - centre
    spread = found.residual_sd * math.sqrt(1.0 + 1.0 / len(steps) + distance**2 / scatter)
    reach = float(t_distribution.ppf(0.5 + found.confidence / 2.0, len(steps) - 2)) * spread
    middle = math.log(found.curve.first_unit_cost) + shape
    return Interval(math.exp(middle), math.exp(middle - reach), math.exp(middle + reach))


def _lot_shape(theory: Theory, exponent: float, first: int, last: int) -> float:
    """Return the average cost over a lot where the first unit costs one."""
    if theory == "wright":
        power = 1.0 + exponent
        return (math.pow(last, power) - math.pow(first - 1, power)) / (last - first + 1)
    units = np.arange(first, last + 1, dtype=np.float64)
    return float(np.mean(units**exponent))


def _slope_of_log(theory: Theory, exponent: float, first: int, last: int) -> float:
    step = 1e-6
    upper = math.log(_lot_shape(theory, exponent + step, first, last))
    lower = math.log(_lot_shape(theory, exponent - step, first, last))
    return (upper - lower) / (2.0 * step)


def _log_shapes(exponent: float, lots: Sequence[Lot], theory: Theory) -> Floats:
    return np.array([math.log(_lot_shape(theory, exponent, lot.first, lot.last)) for lot in lots])


def _residuals(exponent: float, log_costs: Floats, lots: Sequence[Lot], theory: Theory) -> Floats:
    ratio: Floats = log_costs - _log_shapes(exponent, lots, theory)
    return ratio - float(ratio.mean())


def _first_unit(exponent: float, log_costs: Floats, lots: Sequence[Lot], theory: Theory) -> float:
    return math.exp(float(np.mean(log_costs - _log_shapes(exponent, lots, theory))))


def _polished(exponent: float, log_costs: Floats, lots: Sequence[Lot], theory: Theory) -> float:
    """Return the exponent after a few Gauss-Newton steps, which reach the noise of the arithmetic."""
    for _ in range(_POLISHING_STEPS):
        slopes = np.array([_slope_of_log(theory, exponent, lot.first, lot.last) for lot in lots])
        centred = slopes - slopes.mean()
        step = float(_residuals(exponent, log_costs, lots, theory) @ centred / (centred @ centred))
        exponent = min(max(exponent + step, _STEEPEST[theory]), _SHALLOWEST)
    return exponent


def _crossing(misfit: Callable[[float], float], inside: float, outside: float, limit: float) -> float:
    """Return where the misfit rises to the limit between the best exponent and an end of the search."""
    if misfit(outside) <= limit:
        return outside
    if misfit(inside) >= limit:
        return inside
    return float(brentq(lambda exponent: misfit(exponent) - limit, inside, outside, xtol=1e-12))
