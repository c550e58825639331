"""Cost set against effect: exchange ratios that are never shown alone, and the value of one more.

A ratio of what a shot costs to what its target costs leaves out the value of what the target would have
hit, so it is given as a range over what the other side may have paid, and only together with companions:
the effect in its own units and the cost of each unit of it (after the critiques of Nitze's criterion,
Costlow 2022, and of cost-exchange ratios, CSIS 2024).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from shieldwall.economics.money import Money, year_label
from shieldwall.economics.prices import Alignment, YearlySeries, million_usd, reprice
from shieldwall.economics.spread import Distribution, distribution
from shieldwall.model.errors import InputError
from shieldwall.model.money import ThreatCost

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class OtherSide:
    """What one missile of the other side may have cost: a stated range in million dollars of one year."""

    threat: str
    low_million_usd: float
    high_million_usd: float
    prices: str
    sources: tuple[str, ...]

    def __post_init__(self) -> None:
        if not 0.0 < self.low_million_usd < self.high_million_usd:
            raise InputError(
                f"the other side's cost is a range above zero, not {self.low_million_usd:g} "
                f"to {self.high_million_usd:g}"
            )


@dataclass(frozen=True, slots=True)
class Companion:
    """A measure that is read beside the ratio: its name, unit and distribution."""

    name: str
    unit: str
    values: Distribution


@dataclass(frozen=True, slots=True)
class ExchangeRatio:
    """Own cost for each dollar that the other side spent, as a range, with what must be read beside it.

    Attributes
    ----------
    at_low_other_cost, at_high_other_cost : Distribution
        The ratio where the other side paid its low, and its high, cost.
    own_million_usd : Distribution
        Interceptors expended.
    other : OtherSide
        The range of the other side's cost.
    missiles : int
        Missiles in the raid.
    companions : tuple of Companion
        Never empty.
    remark : str
        What the ratio does not say.
    """

    at_low_other_cost: Distribution
    at_high_other_cost: Distribution
    own_million_usd: Distribution
    other: OtherSide
    missiles: int
    companions: tuple[Companion, ...]
    remark: str


@dataclass(frozen=True, slots=True)
class MarginalValue:
    """What one more ship, battery or interceptor buys, and what each unit of effect costs.

    Attributes
    ----------
    what : str
        What was added.
    effect_name, effect_unit : str
        The measure.
    effect : Distribution
        Difference that the addition makes, with less less being a negative number.
    cost_million_usd : Distribution
        Difference in cost.
    mean_gain, error : float
        Mean improvement, and its standard error from the number of draws.
    cost_per_mean_unit : float or None
        Mean cost over mean improvement; None where the mean is within two standard errors of zero.
    cost_per_unit : Distribution or None
        Cost of each unit of improvement over the draws; None where some draws (5 per cent) show none.
    improves : float
        Share of draws in which the measure moved the wanted way.
    remark : str
        The answer in one sentence.
    """

    what: str
    effect_name: str
    effect_unit: str
    effect: Distribution
    cost_million_usd: Distribution
    mean_gain: float
    error: float
    cost_per_mean_unit: float | None
    cost_per_unit: Distribution | None
    improves: float
    remark: str


def other_side(
    costs: tuple[ThreatCost, ...],
    threat: str,
    price_year: int,
    levels: YearlySeries,
    *,
    alignment: Alignment | None = "overlap",
) -> OtherSide:
    """Return what a threat may have cost the other side, over all that is published on it.

    Parameters
    ----------
    costs : tuple of ThreatCost
        Published ranges.
    threat : str
        Which threat.
    price_year : int
        Into the prices of which year, of the kind that ``levels`` has.
    levels : YearlySeries
        A price level of the dollar.
    alignment : {"same_number", "overlap"}, optional
        See `shieldwall.economics.prices.reprice`.

    Raises
    ------
    InputError
        Nothing is published on the threat.
    """
    mine = [cost for cost in costs if cost.threat == threat]
    if not mine:
        raise InputError(f"nothing is published on what {threat!r} costs")
    ends: list[float] = []
    for cost in mine:
        one = Money(1.0, cost.unit, cost.price_year, cost.year_kind)
        factor = million_usd(reprice(one, price_year, levels, alignment=alignment).after)
        ends += [cost.low * factor, cost.high * factor]
    sources = tuple(dict.fromkeys(cost.source for cost in mine))
    prices = year_label(price_year, levels.year_kind)
    return OtherSide(threat, min(ends), max(ends), prices, sources)


def exchange_ratio(
    own_million_usd: npt.ArrayLike, missiles: int, other: OtherSide, companions: tuple[Companion, ...]
) -> ExchangeRatio:
    """Return own cost over the other side's cost, as a range, with its companions.

    Parameters
    ----------
    own_million_usd : float[draws]
        Interceptors expended on the raid, in the price year of ``other``.
    missiles : int
        Missiles in the raid.
    other : OtherSide
        The range of what one of them cost.
    companions : tuple of Companion
        Effect measures to be read beside it; at least one.

    Raises
    ------
    InputError
        No companion, no missile, or a cost that is not a number of zero or more.
    """
    own = np.asarray(own_million_usd, dtype=np.float64).ravel()
    if not companions:
        raise InputError("an exchange ratio is never given alone: name at least one measure of effect")
    if missiles < 1:
        raise InputError(f"a raid has at least one missile, not {missiles}")
    if own.size == 0 or not np.all(np.isfinite(own)) or np.any(own < 0.0):
        raise InputError("costs are numbers of zero or more")
    return ExchangeRatio(
        at_low_other_cost=distribution(own / (missiles * other.low_million_usd)),
        at_high_other_cost=distribution(own / (missiles * other.high_million_usd)),
        own_million_usd=distribution(own),
        other=other,
        missiles=missiles,
        companions=companions,
        remark=(
            "The ratio compares prices of rounds and missiles alone; it leaves out what a missile that "
            "leaks would have hit, the units that fire, and development on both sides."
        ),
    )


def marginal_value(
    what: str,
    effect: tuple[str, str],
    with_it: npt.ArrayLike,
    without_it: npt.ArrayLike,
    cost_million_usd: npt.ArrayLike,
    *,
    less_is_better: bool,
) -> MarginalValue:
    """Return what one more of something buys, from paired draws with and without it.

    Parameters
    ----------
    what : str
        What is added.
    effect : (str, str)
        Name and unit of the measure.
    with_it, without_it : float[draws]
        The measure in the same draws with and without the addition.
    cost_million_usd : float or float[draws]
        What the addition costs.
    less_is_better : bool
        Whether a smaller measure is the wanted one.

    Returns
    -------
    MarginalValue
        A price of one unit stands only where there is an improvement to be priced; else it is None, and the
        remark says so.

    Raises
    ------
    InputError
        The draws do not pair.
    """
    after = np.asarray(with_it, dtype=np.float64).ravel()
    before = np.asarray(without_it, dtype=np.float64).ravel()
    if after.shape != before.shape or after.size == 0:
        raise InputError(f"{after.size} draws with and {before.size} without do not pair")
    cost = np.broadcast_to(np.asarray(cost_million_usd, dtype=np.float64), after.shape)
    change = after - before
    gain = -change if less_is_better else change
    summary = distribution(gain)
    name, unit = effect
    error = float(gain.std(ddof=1) / np.sqrt(gain.size)) if gain.size > 1 else 0.0
    clear = abs(summary.mean) > 2.0 * error
    per_mean = float(cost.mean()) / summary.mean if clear and summary.mean > 0.0 else None
    helps = gain > 0.0
    per_unit = distribution(cost[helps] / gain[helps]) if summary.low > 0.0 else None
    if not clear:
        remark = f"{what} makes no difference to {name} that can be told from zero."
    elif per_mean is None:
        remark = f"{what} moves {name} the unwanted way, by {-summary.mean:.3g} {unit} on average."
    else:
        remark = (
            f"{what} improves {name} by {summary.mean:.3g} {unit} on average ({summary.low + 0.0:.3g} to "
            f"{summary.high:.3g} over the draws): {float(f'{per_mean:.3g}'):,g} million dollars for each."
        )
    return MarginalValue(
        what=what,
        effect_name=name,
        effect_unit=unit,
        effect=distribution(change),
        cost_million_usd=distribution(cost),
        mean_gain=summary.mean,
        error=error,
        cost_per_mean_unit=per_mean,
        cost_per_unit=per_unit,
        improves=float(np.mean(helps)),
        remark=remark,
    )
