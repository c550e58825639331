"""What an option costs over time: development, procurement and operations, apart, and the ten-year cost.

Four kinds of cost are kept apart and never added together unseen: *expended* (rounds fired in a raid),
*procurement*, *operations*, and *life cycle* (development, procurement and operations over the years of
service). Rounds expended were bought under procurement: adding the two counts them twice.

The ten-year cost follows the practice of the Congressional Budget Office (Costs of Implementing
Recommendations of the 2019 Missile Defense Review, 2021): what falls inside a window of ten years, with
procurement spread over the years of building and operations from the first year in service.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from shieldwall.economics.money import Money, year_label
from shieldwall.economics.prices import Alignment, YearlySeries, exchange, million_usd, reprice
from shieldwall.model.errors import InputError, suggestion
from shieldwall.model.money import CostElement, CostPart

WINDOW_YEARS: Final = 10
PARTS: Final[tuple[CostPart, ...]] = ("development", "procurement", "operations")


@dataclass(frozen=True, slots=True)
class Amount:
    """Million dollars of one price year: low, likely, high."""

    low: float
    likely: float
    high: float

    def plus(self, other: Amount) -> Amount:
        """Return the sum; low adds to low and high to high, as for costs that err together."""
        return Amount(self.low + other.low, self.likely + other.likely, self.high + other.high)

    def times(self, factor: float) -> Amount:
        """Return the amount times a number of zero or more."""
        return Amount(self.low * factor, self.likely * factor, self.high * factor)


NOTHING: Final = Amount(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class PartCost:
    """One part of an option's cost in the common price year, and what it came from."""

    part: CostPart
    amount: Amount
    per_year: bool
    build_years: int
    element: CostElement


@dataclass(frozen=True, slots=True)
class OptionCost:
    """The parts of one option's cost, in million dollars of one price year."""

    option: str
    prices: str
    parts: tuple[PartCost, ...]

    def of(self, part: CostPart) -> Amount:
        """Return the sum of one part; operations are per year."""
        return _sum(item.amount for item in self.parts if item.part == part)

    def life_cycle(self, years: int) -> Amount:
        """Return development, procurement and so many years of operations; rounds fired are no part of it."""
        if years < 0:
            raise InputError(f"years of service are not negative, and {years} is")
        once = self.of("development").plus(self.of("procurement"))
        return once.plus(self.of("operations").times(float(years)))


@dataclass(frozen=True, slots=True)
class YearCost:
    """What falls in one year of the window."""

    year: int
    development: Amount
    procurement: Amount
    operations: Amount


@dataclass(frozen=True, slots=True)
class WindowCost:
    """An option's cost inside a window of years.

    Attributes
    ----------
    option : str
        Which.
    prices : str
        The price year.
    first_year, years : int
        The window.
    by_year : tuple of YearCost
        Year by year.
    total : Amount
        Over the window.
    beyond : Amount
        Procurement and development that fall after it.
    """

    option: str
    prices: str
    first_year: int
    years: int
    by_year: tuple[YearCost, ...]
    total: Amount
    beyond: Amount


@dataclass(frozen=True, slots=True)
class Ledger:
    """The four kinds of cost of one option, apart.

    There is no sum of the four: ``life_cycle`` holds procurement and operations, and rounds expended were
    bought under procurement.
    """

    option: str
    prices: str
    expended: Amount
    procurement: Amount
    operations_per_year: Amount
    life_cycle: Amount
    service_years: int


def option_cost(
    elements: Sequence[CostElement],
    option: str,
    price_year: int,
    levels: YearlySeries,
    rates: Sequence[YearlySeries],
    *,
    alignment: Alignment | None = "overlap",
) -> OptionCost:
    """Return an option's cost by part in million dollars of one price year.

    Yen of a year become dollars at that year's average rate, then move by the dollar's price level.

    Parameters
    ----------
    elements : sequence of CostElement
        Cost elements of all options.
    option : str
        Which option.
    price_year : int
        Into the prices of which year, of the kind that ``levels`` has.
    levels : YearlySeries
        A price level of the dollar.
    rates : sequence of YearlySeries
        Exchange rates, one for each kind of year and currency that the elements use.
    alignment : {"same_number", "overlap"}, optional
        See `shieldwall.economics.prices.reprice`.

    Raises
    ------
    InputError
        No such option, or a rate or level is missing.
    """
    known = {element.option for element in elements}
    if option not in known:
        raise InputError(f"no costs of option {option!r}{suggestion(option, known)}")
    parts = []
    for element in elements:
        if element.option == option:
            factor = _dollar_factor(element, price_year, levels, rates, alignment)
            amount = Amount(element.low, element.amount, element.high).times(factor)
            operates = element.part == "operations"
            parts.append(PartCost(element.part, amount, operates, element.build_years or 1, element))
    return OptionCost(option, year_label(price_year, levels.year_kind), tuple(parts))


def window_cost(cost: OptionCost, first_year: int, years: int = WINDOW_YEARS) -> WindowCost:
    """Return what an option costs inside a window of years.

    Development and procurement are spread evenly over their years of building from the first year; the
    operations run from the year after the last build year to the end of the window.

    Parameters
    ----------
    cost : OptionCost
        The option.
    first_year : int
        First year of the window, when building begins.
    years : int
        Length of the window.

    Raises
    ------
    InputError
        The window is empty.
    """
    if years < 1:
        raise InputError(f"a window has at least one year, not {years}")
    built_by = max((item.build_years for item in cost.parts if not item.per_year), default=0)
    by_year = []
    for offset in range(years):
        spread = {
            part: _sum(
                item.amount.times(1.0 / item.build_years)
                for item in cost.parts
                if item.part == part and not item.per_year and offset < item.build_years
            )
            for part in PARTS
        }
        operations = cost.of("operations") if offset >= built_by else NOTHING
        by_year.append(
            YearCost(first_year + offset, spread["development"], spread["procurement"], operations)
        )
    total = _sum(
        amount for year in by_year for amount in (year.development, year.procurement, year.operations)
    )
    beyond = _sum(
        item.amount.times(max(0, item.build_years - years) / item.build_years)
        for item in cost.parts
        if not item.per_year
    )
    return WindowCost(cost.option, cost.prices, first_year, years, tuple(by_year), total, beyond)


def ledger(cost: OptionCost, expended: Amount, service_years: int) -> Ledger:
    """Return the four kinds of cost of an option, apart.

    Parameters
    ----------
    cost : OptionCost
        The option.
    expended : Amount
        Rounds fired in the raid, at their unit price in the same price year.
    service_years : int
        Years of operations in the life cycle.
    """
    return Ledger(
        option=cost.option,
        prices=cost.prices,
        expended=expended,
        procurement=cost.of("procurement"),
        operations_per_year=cost.of("operations"),
        life_cycle=cost.life_cycle(service_years),
        service_years=service_years,
    )


def _dollar_factor(
    element: CostElement,
    price_year: int,
    levels: YearlySeries,
    rates: Sequence[YearlySeries],
    alignment: Alignment | None,
) -> float:
    money = Money(1.0, element.unit, element.price_year, element.year_kind)
    if money.currency != "USD":
        fitting = [
            rate
            for rate in rates
            if rate.year_kind == money.year_kind and {rate.currency, rate.quote} == {money.currency, "USD"}
        ]
        if not fitting:
            raise InputError(
                f"no {money.year_kind} exchange rate of {money.currency} and USD for {element.option}"
            )
        money = exchange(money, "USD", fitting[0]).after
    return million_usd(reprice(money, price_year, levels, alignment=alignment).after)


def _sum(amounts: Iterable[Amount]) -> Amount:
    total = NOTHING
    for amount in amounts:
        total = total.plus(amount)
    return total
