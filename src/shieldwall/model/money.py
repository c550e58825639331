"""Money as data: which year a price is in, and the rows of the tables that hold rates, budgets and prices.

Three kinds of year are kept apart: the calendar year, the Japanese fiscal year (April to March, named by
the year in which it starts) and the U.S. fiscal year (October to September, named by the year in which it
ends). A row says who published it, in which edition, on which basis and when that was known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, Self, TypeVar, get_args

from pydantic import Field, ValidationError, model_validator

from shieldwall.model.errors import InputError
from shieldwall.model.grounds import check_range
from shieldwall.model.party import Party
from shieldwall.model.provenance import Basis, Identifier, Record
from shieldwall.model.units import MONEY, Unit

YearKind = Literal["calendar", "us_fiscal", "japan_fiscal"]
YEAR_KINDS: Final[tuple[str, ...]] = get_args(YearKind)

BudgetStatus = Literal[
    "plan", "request", "initial", "supplementary", "enacted", "budget_total", "actual", "executed",
    "projection", "prior_years", "cumulative", "total_estimate",
]  # fmt: skip
"""How far a figure has come. ``prior_years`` and ``cumulative`` cover all years up to the last one named."""

BudgetBasis = Literal["budget_authority", "expenditure", "contract", "plan", "press"]
"""What a figure counts: U.S. budget authority; money to be spent in the year; contracts signed in it."""

PriceMeasure = Literal["gross", "flyaway", "total_unit", "case_value", "reported"]
"""What a unit price holds: the whole line over its quantity; the round itself; the round with its share of
support; a sale notice over its quantity; what a report says without more."""

CostPart = Literal["development", "procurement", "operations"]


class YearlyRate(Record):
    """One row of a table of exchange rates: ``quote`` currency for one unit of ``base``."""

    base: str = Field(pattern=r"^[A-Z]{3}$")
    quote: str = Field(pattern=r"^[A-Z]{3}$")
    year_kind: YearKind
    year: int = Field(ge=1980, le=2060)
    value: float = Field(gt=0.0)


class YearlyIndex(Record):
    """One row of a table of price levels of one currency, on any base."""

    currency: str = Field(pattern=r"^[A-Z]{3}$")
    year_kind: YearKind
    year: int = Field(ge=1980, le=2060)
    value: float = Field(gt=0.0)
    projected: bool


class BudgetLine(Record):
    """One figure of one budget document: whose money, for what, for which years, as which edition gave it.

    ``first_year`` is empty where the figure covers all years up to ``last_year``. ``known_on`` is the day
    from which the edition was public (the first of the month where only the month is known).
    """

    programme: Identifier
    party: Party
    element: Identifier
    first_year: int | None = Field(default=None, ge=1980, le=2060)
    last_year: int = Field(ge=1980, le=2060)
    year_kind: YearKind
    edition: Identifier
    known_on: dt.date
    status: BudgetStatus
    basis: BudgetBasis
    amount: float
    unit: Unit
    source: Identifier
    note: str | None = None

    @model_validator(mode="after")
    def _is_money(self) -> Self:
        if self.unit not in MONEY:
            raise ValueError(f"a budget line is money, not {self.unit}")
        if self.first_year is not None and self.first_year > self.last_year:
            raise ValueError(f"first_year {self.first_year} is after last_year {self.last_year}")
        return self

    @property
    def is_one_year(self) -> bool:
        """Whether the figure is of a single year."""
        return self.first_year == self.last_year


class UnitPriceRow(Record):
    """One published price of one item in one year; the quantity is that of the lot where one is given."""

    item: Identifier
    year: int = Field(ge=1980, le=2060)
    through: bool
    year_kind: YearKind
    edition: Identifier
    status: BudgetStatus
    measure: PriceMeasure
    value: float = Field(gt=0.0)
    unit: Unit
    quantity: int | None = Field(default=None, ge=1)
    source: Identifier
    note: str | None = None


class SaleCase(Record):
    """A foreign military sale as notified: up to so many, for up to so much, support included."""

    id: Identifier
    buyer: Party
    seller: Party
    notified_on: dt.date
    item: Identifier
    quantity: int = Field(ge=1)
    value: float = Field(gt=0.0)
    unit: Unit
    source: Identifier
    note: str | None = None

    @property
    def each(self) -> float:
        """The value of the case for each round, in its unit: more than a round costs."""
        return self.value / self.quantity


class ProductionRate(Record):
    """How many of an item a line makes in a year, from a day on."""

    item: Identifier
    line: Identifier
    known_on: dt.date
    year: int = Field(ge=1980, le=2060)
    rate: float = Field(ge=0.0)
    low: float = Field(ge=0.0)
    high: float = Field(ge=0.0)
    basis: Basis
    source: Identifier
    note: str | None = None

    @model_validator(mode="after")
    def _is_ordered(self) -> Self:
        check_range(self.low, self.rate, self.high)
        return self


class Replacement(Record):
    """What an expended round is replaced by today, and how long a new order takes to its first round."""

    item: Identifier
    replaced_by: Identifier
    lead_time_years: float = Field(ge=0.0)
    low: float = Field(ge=0.0)
    high: float = Field(ge=0.0)
    basis: Basis
    source: Identifier
    note: str | None = None

    @model_validator(mode="after")
    def _is_ordered(self) -> Self:
        check_range(self.low, self.lead_time_years, self.high)
        return self


class CostElement(Record):
    """One part of the cost of one option, with its range; operations are per year."""

    option: Identifier
    part: CostPart
    amount: float = Field(ge=0.0)
    low: float = Field(ge=0.0)
    high: float = Field(ge=0.0)
    unit: Unit
    price_year: int = Field(ge=1980, le=2060)
    year_kind: YearKind
    build_years: int | None = Field(default=None, ge=1)
    basis: Basis
    source: Identifier
    note: str | None = None

    @model_validator(mode="after")
    def _is_ordered(self) -> Self:
        check_range(self.low, self.amount, self.high)
        if self.unit not in MONEY:
            raise ValueError(f"a cost is money, not {self.unit}")
        return self


class ThreatCost(Record):
    """What one missile of the other side may cost: always a range."""

    threat: Identifier
    low: float = Field(gt=0.0)
    high: float = Field(gt=0.0)
    unit: Unit
    price_year: int = Field(ge=1980, le=2060)
    year_kind: YearKind
    basis: Basis
    source: Identifier
    note: str | None = None

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if not self.low < self.high:
            raise ValueError(f"the other side's cost is a range; {self.low:g} to {self.high:g} is not one")
        return self


class PublishedClaim(Record):
    """A statement of a publication about money: checked against what is computed, never used to compute.

    ``half_width`` is the rounding of the published number: 431 stands for 430.5 to 431.5.
    """

    id: Identifier
    claim: str
    value: float | None = None
    unit: Unit | None = None
    half_width: float | None = Field(default=None, ge=0.0)
    source: Identifier
    locator: str | None = None


R = TypeVar("R", bound=Record)


def read_rows(record: type[R], rows: Iterable[Mapping[str, Any]]) -> tuple[R, ...]:
    """Return the rows of a table as records of one class.

    Parameters
    ----------
    record : type of Record
        What each row should be.
    rows : iterable of mapping
        Values by column name.

    Returns
    -------
    tuple of Record
        In order of row.

    Raises
    ------
    InputError
        A row is refused; the message names the row, the column and the reason.
    """
    found: list[R] = []
    for number, row in enumerate(rows, start=1):
        try:
            found.append(record.model_validate(dict(row)))
        except ValidationError as refused:
            first = refused.errors()[0]
            column = ".".join(str(step) for step in first["loc"])
            place = f"row {number}, {column}" if column else f"row {number}"
            raise InputError(f"{place}: {first['msg'].removeprefix('Value error, ')}") from None
    return tuple(found)
