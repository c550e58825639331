"""What each party paid: budget series of several parties in one money, and the shares that follow."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shieldwall.economics.money import Conversion, Money, year_label
from shieldwall.economics.prices import Alignment, YearlySeries, exchange, million_usd, reprice
from shieldwall.economics.programme import BudgetSeries
from shieldwall.model.errors import InputError


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one party paid over a window, in million dollars.

    Attributes
    ----------
    party : str
        Who paid.
    million_usd : float
        The sum.
    by_year : tuple of (int, Conversion)
        Each year's money before and after, with the series used.
    missing : tuple of int
        Years of the window without a figure.
    rule : str
        How each year's figure was chosen.
    """

    party: str
    million_usd: float
    by_year: tuple[tuple[int, Conversion], ...]
    missing: tuple[int, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Contributions:
    """What the parties paid, in one money.

    Attributes
    ----------
    programme : str
        Id of the programme.
    prices : str
        ``then-year``, or the year whose prices the money is in.
    total_million_usd : float
        Sum over the parties.
    parties : dict of str to Contribution
        By party.
    shares : dict of str to float
        By party; they sum to one.
    """

    programme: str
    prices: str
    total_million_usd: float
    parties: dict[str, Contribution]
    shares: dict[str, float]


def shares_of(amounts: Mapping[str, float]) -> dict[str, float]:
    """Return each party's share of a sum.

    Raises
    ------
    InputError
        No party, a negative or infinite amount, or a sum of zero.

    Examples
    --------
    >>> shares_of({"JPN": 1.0, "USA": 3.0})
    {'JPN': 0.25, 'USA': 0.75}
    """
    if not amounts:
        raise InputError("shares need at least one party")
    wrong = [party for party, amount in amounts.items() if not (math.isfinite(amount) and amount >= 0.0)]
    if wrong:
        raise InputError(f"the amount of {', '.join(wrong)} is not a number of zero or more")
    total = math.fsum(amounts.values())
    if total <= 0.0:
        raise InputError("shares of a sum of zero are not defined")
    return {party: amount / total for party, amount in amounts.items()}


def contributions(
    series: Sequence[BudgetSeries],
    window: tuple[int, int],
    rates: Sequence[YearlySeries],
    *,
    levels: YearlySeries | None = None,
    price_year: int | None = None,
    alignment: Alignment | None = None,
) -> Contributions:
    """Return what each party paid over a window of years, in dollars, and the shares.

    Each year's money is exchanged at the average rate of its own year. Without a price level the sums are
    then-year money; with one, each year is then moved to the price year.

    Parameters
    ----------
    series : sequence of BudgetSeries
        One for each party, all of one programme.
    window : (int, int)
        First and last year; for each party the years of its own kind with those numbers.
    rates : sequence of YearlySeries
        Exchange rates to the dollar, one for each other currency.
    levels : YearlySeries, optional
        A price level of the dollar.
    price_year : int, optional
        Into the prices of which year; needed with ``levels``.
    alignment : {"same_number", "overlap"}, optional
        How fiscal years are matched to those of the price level.

    Raises
    ------
    InputError
        Several programmes, a party twice, no rate for a currency, or years that do not exist.
    """
    programmes = {item.programme for item in series}
    if len(programmes) != 1 or len({item.party for item in series}) != len(series):
        raise InputError("contributions need one series for each party of one programme")
    if (levels is None) != (price_year is None):
        raise InputError("constant prices need both a price level and a price year")
    parties: dict[str, Contribution] = {}
    for item in series:
        total = item.total(*window)
        by_year = tuple(
            (point.year, _in_dollars(point.money, rates, levels, price_year, alignment))
            for point in item.points
            if window[0] <= point.year <= window[1]
        )
        amount = math.fsum(million_usd(step.after) for _, step in by_year)
        parties[item.party] = Contribution(item.party, amount, by_year, total.missing, item.rule)
    amounts = {party: found.million_usd for party, found in parties.items()}
    prices = "then-year"
    if levels is not None and price_year is not None:
        prices = f"{year_label(price_year, levels.year_kind)} by {levels.id}"
    return Contributions(programmes.pop(), prices, math.fsum(amounts.values()), parties, shares_of(amounts))


def _in_dollars(
    money: Money,
    rates: Sequence[YearlySeries],
    levels: YearlySeries | None,
    price_year: int | None,
    alignment: Alignment | None,
) -> Conversion:
    found = Conversion(money, money, ())
    if money.currency != "USD":
        fitting = [rate for rate in rates if {rate.currency, rate.quote} == {money.currency, "USD"}]
        if len(fitting) != 1:
            raise InputError(f"one exchange rate of {money.currency} and USD is needed, not {len(fitting)}")
        found = exchange(money, "USD", fitting[0])
    if levels is not None and price_year is not None:
        found = found.then(reprice(found.after, price_year, levels, alignment=alignment))
    return found
