"""What the interceptors fired cost: counts by party and interceptor, times unit prices of one price year.

Only the price of replacing the rounds fired is counted: not the ship that fired them, nor its crew, nor
what a leak would cost. Prices come in their own years and are moved to a common one by a named series;
their uncertainty is in the samples that the caller hands over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from shieldwall.economics.money import Conversion, Money
from shieldwall.economics.prices import Alignment, YearlySeries, reprice
from shieldwall.model.errors import InputError
from shieldwall.model.money import YearKind
from shieldwall.model.provenance import Fact

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CommonPrices:
    """Unit prices moved to one price year.

    Attributes
    ----------
    price_year : int
        The common year, of the kind that the series has.
    series : str
        Id of the price level that was used.
    conversions : dict of str to Conversion
        By interceptor: the price as published, the common one and the step between.
    """

    price_year: int
    series: str
    conversions: dict[str, Conversion]

    def million_usd(self, interceptor: str) -> float:
        """Return the common price of one interceptor in million dollars."""
        return self._conversion(interceptor).after.in_unit("million_USD").amount

    def factor(self, interceptor: str) -> float:
        """Return what a price in million dollars of its own year is multiplied by (for sampled prices)."""
        conversion = self._conversion(interceptor)
        return conversion.steps[0].factor

    def _conversion(self, interceptor: str) -> Conversion:
        if interceptor not in self.conversions:
            raise InputError(
                f"no unit price of {interceptor!r}; there are {', '.join(sorted(self.conversions))}"
            )
        return self.conversions[interceptor]


@dataclass(frozen=True, slots=True)
class ExpendedCost:
    """Cost of the interceptors expended, in million dollars of one price year.

    Attributes
    ----------
    total : float64[...]
        Over all parties, in the shape of the counts without their last axis.
    by_party : dict of str to float64[...]
        The same for each party that fires; they add up to the total.
    """

    total: Floats
    by_party: dict[str, Floats]


def common_prices(
    prices: Mapping[str, Fact],
    price_year: int,
    levels: YearlySeries,
    *,
    year_kind: YearKind = "us_fiscal",
    alignment: Alignment | None = None,
) -> CommonPrices:
    """Return unit prices in the prices of one year.

    Parameters
    ----------
    prices : mapping of str to Fact
        Unit price by interceptor, each with its own price year.
    price_year : int
        The common year, of the kind that ``levels`` has.
    levels : YearlySeries
        A price level of the dollar.
    year_kind : YearKind
        The kind of the facts' price years: U.S. procurement prices are of fiscal years.
    alignment : {"same_number", "overlap"}, optional
        See `shieldwall.economics.prices.reprice`.

    Returns
    -------
    CommonPrices
        With the conversion of each price.

    Raises
    ------
    InputError
        A price has no price year or is not dollars, or the series lacks a year.
    """
    found: dict[str, Conversion] = {}
    for interceptor, fact in prices.items():
        if fact.price_year is None:
            raise InputError(f"the unit price of {interceptor} has no price year")
        money = Money(fact.value, fact.unit, fact.price_year, year_kind)
        found[interceptor] = reprice(money, price_year, levels, alignment=alignment)
    return CommonPrices(price_year, levels.id, found)


def expended_cost(
    counts: npt.NDArray[np.number], keys: Sequence[tuple[str, str]], unit_prices: npt.ArrayLike
) -> ExpendedCost:
    """Return what the interceptors fired cost.

    Parameters
    ----------
    counts : number[..., M]
        Interceptors fired, one column for each (party, interceptor).
    keys : sequence of (party, interceptor)
        What the M columns are.
    unit_prices : float[..., M]
        Million dollars each in one price year; any shape that broadcasts against the counts, so that one
        price per epistemic draw is ``prices[:, None, :]``.

    Returns
    -------
    ExpendedCost
        Total and by party.

    Raises
    ------
    InputError
        The columns do not match, or a count or price is negative or not a number.

    Examples
    --------
    >>> fired = np.array([[2, 1], [0, 4]])
    >>> expended_cost(fired, [("USA", "sm3_1a"), ("JPN", "pac3")], [10.0, 4.0]).total
    array([24., 16.])
    """
    fired = np.asarray(counts, dtype=np.float64)
    prices = np.asarray(unit_prices, dtype=np.float64)
    for name, values in (("counts", fired), ("prices", prices)):
        if values.ndim == 0 or values.shape[-1] != len(keys):
            raise InputError(f"{name} of shape {values.shape} do not fit {len(keys)} kinds of interceptor")
        if not np.all(np.isfinite(values)) or np.any(values < 0.0):
            raise InputError(f"{name} of interceptors are numbers of zero or more")
    try:
        each = fired * prices
    except ValueError:
        raise InputError(f"prices of shape {prices.shape} do not fit counts of shape {fired.shape}") from None
    owners = np.array([party for party, _ in keys])
    by_party = {party: each[..., owners == party].sum(axis=-1) for party in dict.fromkeys(owners.tolist())}
    total = np.zeros(each.shape[:-1])
    for cost in by_party.values():
        total = total + cost
    return ExpendedCost(total, by_party)
