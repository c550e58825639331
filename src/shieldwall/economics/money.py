"""Money with its price year, and what happened to it on the way: every conversion names its series.

An amount without a currency, a price year and the kind of that year cannot be made. Then-year money is
money whose price year is the year of the budget; constant money is the same bought goods in the prices of
another year.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final, Literal

from shieldwall.model.errors import InputError, suggestion
from shieldwall.model.money import YEAR_KINDS, YearKind
from shieldwall.model.units import MONEY, to_si

EARLIEST_PRICE_YEAR: Final = 1980
LATEST_PRICE_YEAR: Final = 2060

Operation = Literal["exchange", "reprice"]


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of one currency in the prices of one year.

    Parameters
    ----------
    amount : float
        In ``unit``.
    unit : str
        A money unit of the vocabulary: ``million_USD``, ``JPY`` and so on.
    price_year : int
        The year whose prices the amount is in.
    year_kind : YearKind
        What kind of year that is.

    Raises
    ------
    InputError
        The amount is not a finite number, the unit is not money, or the price year is missing or impossible.

    Examples
    --------
    >>> Money(26_533.0, "million_JPY", 2013, "japan_fiscal").currency
    'JPY'
    """

    amount: float
    unit: str
    price_year: int
    year_kind: YearKind = "calendar"

    def __post_init__(self) -> None:
        if isinstance(self.amount, bool) or not isinstance(self.amount, int | float):
            raise InputError(f"an amount of money is a number, not {self.amount!r}")
        if not math.isfinite(self.amount):
            raise InputError(f"an amount of money is finite, not {self.amount}")
        if self.unit not in MONEY:
            raise InputError(f"{self.unit!r} is not a unit of money{suggestion(self.unit, MONEY)}")
        if self.year_kind not in YEAR_KINDS:
            raise InputError(
                f"unknown kind of year {self.year_kind!r}{suggestion(self.year_kind, YEAR_KINDS)}"
            )
        if isinstance(self.price_year, bool) or not isinstance(self.price_year, int):
            raise InputError(f"money needs a price year, not {self.price_year!r}")
        if not EARLIEST_PRICE_YEAR <= self.price_year <= LATEST_PRICE_YEAR:
            raise InputError(
                f"price year {self.price_year} is not within {EARLIEST_PRICE_YEAR} to {LATEST_PRICE_YEAR}"
            )

    @property
    def currency(self) -> str:
        """The ISO 4217 code."""
        return currency_of(self.unit)

    def in_unit(self, unit: str) -> Money:
        """Return the same money in another unit of its currency.

        Raises
        ------
        InputError
            The unit is of another currency.

        Examples
        --------
        >>> Money(2.5, "billion_JPY", 2015).in_unit("million_JPY").amount
        2500.0
        """
        scaled = replace(self, amount=self.amount * to_si(1.0, self.unit) / scale_of(unit), unit=unit)
        if scaled.currency != self.currency:
            raise InputError(f"{self.currency} does not become {scaled.currency} without an exchange rate")
        return scaled

    def plus(self, other: Money) -> Money:
        """Return the sum of two amounts in the prices of the same year.

        Raises
        ------
        InputError
            The price years or currencies differ: adding them would hide a conversion.
        """
        if (self.price_year, self.year_kind) != (other.price_year, other.year_kind):
            mine, theirs = price_label(self), price_label(other)
            raise InputError(f"money in prices of {mine} and of {theirs} do not add; reprice one first")
        return replace(self, amount=self.amount + other.in_unit(self.unit).amount)


@dataclass(frozen=True, slots=True)
class Step:
    """One conversion by one series.

    Attributes
    ----------
    operation : "exchange" or "reprice"
        Into another currency, or into the prices of another year.
    series, series_title : str
        The series that gave the rate, and its name in words.
    sources : tuple of str
        Ids of the sources of the series.
    year : int
        The year of the rate; for a repricing, the year of the prices it starts from.
    to_year : int or None
        The year of the prices that a repricing ends at.
    year_kind : YearKind
        The kind of year of the series.
    factor : float
        What the amount was multiplied by.
    rate : float
        The published rate; for a repricing, the ratio of the two levels.
    rate_unit : str
        The unit of the rate.
    alignment : str
        How two kinds of year were matched; empty where they are the same.
    rests_on_projection : bool
        Whether a level was a projection when it was published.
    """

    operation: Operation
    series: str
    series_title: str
    sources: tuple[str, ...]
    year: int
    to_year: int | None
    year_kind: YearKind
    factor: float
    rate: float
    rate_unit: str
    alignment: str
    rests_on_projection: bool


@dataclass(frozen=True, slots=True)
class Conversion:
    """Money before and after, and each step between."""

    before: Money
    after: Money
    steps: tuple[Step, ...]

    @property
    def factor(self) -> float:
        """What an amount in the unit before is multiplied by to stand in the unit after."""
        product = math.prod(step.factor for step in self.steps)
        return product * to_si(1.0, self.before.unit) / to_si(1.0, self.after.unit)

    def then(self, later: Conversion) -> Conversion:
        """Return this conversion followed by another that starts where this one ends."""
        if later.before != self.after:
            raise InputError("the second conversion does not start where the first one ends")
        return Conversion(self.before, later.after, (*self.steps, *later.steps))


def currency_of(unit: str) -> str:
    """Return the currency of a money unit.

    Examples
    --------
    >>> currency_of("billion_JPY")
    'JPY'
    """
    return unit.rpartition("_")[2]


def scale_of(unit: str) -> float:
    """Return how many whole units of currency one of a money unit is.

    Raises
    ------
    InputError
        Not a unit of money.
    """
    if unit not in MONEY:
        raise InputError(f"{unit!r} is not a unit of money{suggestion(unit, MONEY)}")
    return to_si(1.0, unit)


def sibling_unit(unit: str, currency: str) -> str:
    """Return the unit of the same scale in another currency.

    Raises
    ------
    InputError
        The currency is not in the vocabulary; the nearest one is offered.

    Examples
    --------
    >>> sibling_unit("million_JPY", "USD")
    'million_USD'
    """
    known = sorted({currency_of(name) for name in MONEY})
    if currency not in known:
        raise InputError(f"unknown currency {currency!r}{suggestion(currency, known)}")
    return f"{unit[: -len(currency_of(unit))]}{currency}"


def price_label(money: Money) -> str:
    """Return the price year as people write it.

    Examples
    --------
    >>> price_label(Money(1.0, "USD", 2015, "us_fiscal"))
    'US FY2015'
    """
    return year_label(money.price_year, money.year_kind)


def year_label(year: int, kind: YearKind) -> str:
    """Return a year with its kind in words."""
    return {"calendar": f"{year}", "us_fiscal": f"US FY{year}", "japan_fiscal": f"JFY{year}"}[kind]
