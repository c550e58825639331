"""Exchange rates and price levels: from one currency, and one year's prices, into another.

An exchange rate is a yearly average. A price level has any base; only ratios of it are used. A year that a
series does not have is an error that names the years it has; nothing is extrapolated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from shieldwall.economics.money import Conversion, Money, Step, currency_of, sibling_unit, year_label
from shieldwall.model.errors import InputError, suggestion
from shieldwall.model.money import YearKind, YearlyIndex, YearlyRate, read_rows
from shieldwall.model.table import Table

Alignment = Literal["same_number", "overlap"]
Order = Literal["exchange_then_reprice", "reprice_then_exchange"]

ALIGNMENTS: Final[tuple[str, ...]] = ("same_number", "overlap")
_FIRST_MONTH: Final[dict[YearKind, int]] = {"calendar": 0, "us_fiscal": -3, "japan_fiscal": 3}


@dataclass(frozen=True, slots=True)
class YearlySeries:
    """One value a year: an exchange rate (``quote`` for one ``currency``) or a price level (no ``quote``).

    Attributes
    ----------
    id, title : str
        The table's id and name.
    currency : str
        The base currency of a rate; the currency of a price level.
    quote : str or None
        The other currency of a rate.
    year_kind : YearKind
        What its years are.
    years : tuple of int
        The years it has, in order.
    values : tuple of float
        Their values.
    projected : frozenset of int
        Years that were projections when published.
    sources : tuple of str
        Ids of its sources.
    """

    id: str
    title: str
    currency: str
    quote: str | None
    year_kind: YearKind
    years: tuple[int, ...]
    values: tuple[float, ...]
    projected: frozenset[int]
    sources: tuple[str, ...]

    def at(self, year: int) -> float:
        """Return the value of a year.

        Raises
        ------
        InputError
            The series does not have it; the message names the years that exist.
        """
        if year not in self.years:
            label = year_label(year, self.year_kind)
            raise InputError(f"{self.id} has no {label}; it has {spans(self.years)}")
        return self.values[self.years.index(year)]


@dataclass(frozen=True, slots=True)
class PriceBook:
    """All series at hand, each by its id."""

    series: tuple[YearlySeries, ...]

    def named(self, name: str) -> YearlySeries:
        """Return a series by id, or refuse with the nearest one."""
        known = {series.id: series for series in self.series}
        if name not in known:
            raise InputError(f"unknown series {name!r}{suggestion(name, known)}")
        return known[name]

    @property
    def currencies(self) -> tuple[str, ...]:
        """The currencies that some series knows."""
        found = {series.currency for series in self.series} | {
            series.quote for series in self.series if series.quote is not None
        }
        return tuple(sorted(found))

    def check_currency(self, currency: str) -> str:
        """Return a known currency unchanged, or refuse it with the nearest one."""
        if currency not in self.currencies:
            raise InputError(f"unknown currency {currency!r}{suggestion(currency, self.currencies)}")
        return currency

    def levels(self, currency: str) -> tuple[YearlySeries, ...]:
        """Return the price levels of a currency."""
        self.check_currency(currency)
        return tuple(series for series in self.series if not series.quote and series.currency == currency)


def spans(years: Iterable[int]) -> str:
    """Return years as people write them.

    Examples
    --------
    >>> spans([1999, 2000, 2001, 2005])
    '1999 to 2001 and 2005'
    """
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    shown = [f"{run[0]}" if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs]
    return " and ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]])) or "no years"


def series_of(table: Table, rows: Iterable[Mapping[str, Any]]) -> tuple[YearlySeries, ...]:
    """Return the series that a table of rates or price levels holds, one for each kind of year in it.

    A table with a column ``quote`` holds rates, one with ``projected`` price levels. Where it holds one
    kind of year the series bears the id of the table; else the kind is added (``ecb_jpy_usd_us_fiscal``).

    Parameters
    ----------
    table : Table
        The sidecar.
    rows : iterable of mapping
        Values by column name.

    Raises
    ------
    InputError
        A row is refused, the rows mix currencies, or a year stands twice.
    """
    is_rate = any(column.name == "quote" for column in table.columns)
    records = read_rows(YearlyRate, rows) if is_rate else read_rows(YearlyIndex, rows)
    pairs = {
        (row.base, row.quote) if isinstance(row, YearlyRate) else (row.currency, None) for row in records
    }
    if len(pairs) != 1:
        raise InputError(
            f"{table.id}: one table holds one pair of currencies or one currency, not {len(pairs)}"
        )
    currency, quote = next(iter(pairs))
    kinds = list(dict.fromkeys(row.year_kind for row in records))
    found = []
    for kind in kinds:
        mine = sorted((row for row in records if row.year_kind == kind), key=lambda row: row.year)
        years = tuple(row.year for row in mine)
        if len(set(years)) != len(years):
            raise InputError(f"{table.id}: a {kind} year stands twice")
        found.append(
            YearlySeries(
                id=table.id if len(kinds) == 1 else f"{table.id}_{kind}",
                title=table.name,
                currency=currency,
                quote=quote,
                year_kind=kind,
                years=years,
                values=tuple(row.value for row in mine),
                projected=frozenset(
                    row.year for row in mine if isinstance(row, YearlyIndex) and row.projected
                ),
                sources=tuple(dict.fromkeys(cite.source for cite in table.cites)),
            )
        )
    return tuple(found)


def exchange(money: Money, currency: str, rates: YearlySeries, year: int | None = None) -> Conversion:
    """Return money in another currency at the average rate of a year.

    Parameters
    ----------
    money : Money
        What to convert.
    currency : str
        Into which currency.
    rates : YearlySeries
        The exchange rates.
    year : int, optional
        The year of the rate; the price year of the money by default. The price year itself stays: an
        exchange rate moves money between currencies, not between years.

    Returns
    -------
    Conversion
        Money before and after, the series, the year and the rate.

    Raises
    ------
    InputError
        The series is not of that pair of currencies, or lacks the year.

    Examples
    --------
    >>> fed = YearlySeries("fed", "Fed", "USD", "JPY", "calendar", (2015,), (121.0491,), frozenset(), ())
    >>> round(exchange(Money(6985.0, "million_JPY", 2015), "USD", fed).after.amount, 1)
    57.7
    """
    unit = sibling_unit(money.unit, currency)
    if {money.currency, currency} != {rates.currency, rates.quote}:
        raise InputError(
            f"{rates.id} gives {rates.quote} for one {rates.currency}, not {money.currency} to {currency}"
        )
    chosen = money.price_year if year is None else year
    rate = rates.at(chosen)
    factor = rate if money.currency == rates.currency else 1.0 / rate
    same_kind = rates.year_kind == money.year_kind
    step = Step(
        operation="exchange",
        series=rates.id,
        series_title=rates.title,
        sources=rates.sources,
        year=chosen,
        to_year=None,
        year_kind=rates.year_kind,
        factor=factor,
        rate=rate,
        rate_unit=f"{rates.quote}/{rates.currency}",
        alignment="" if same_kind else "same_number",
        rests_on_projection=chosen in rates.projected,
    )
    return Conversion(money, replace(money, amount=money.amount * factor, unit=unit), (step,))


def reprice(
    money: Money,
    year: int,
    levels: YearlySeries,
    *,
    year_kind: YearKind | None = None,
    alignment: Alignment | None = None,
) -> Conversion:
    """Return money in the prices of another year: ``amount x level(year) / level(price year)``.

    Parameters
    ----------
    money : Money
        What to convert.
    year : int
        The year whose prices are wanted.
    levels : YearlySeries
        The price levels of the money's currency.
    year_kind : YearKind, optional
        The kind of ``year``; that of the series by default.
    alignment : {"same_number", "overlap"}, optional
        Needed where a kind of year differs from that of the series. ``same_number`` takes the level of the
        year with the same number; ``overlap`` weights the levels by the months that the years share.

    Returns
    -------
    Conversion
        Money before and after, the series, both years and the ratio of levels.

    Raises
    ------
    InputError
        The series is of another currency or lacks a year, or an alignment is needed and not named.
    """
    if levels.quote is not None or levels.currency != money.currency:
        raise InputError(f"{levels.id} is not a price level of {money.currency}")
    kind = levels.year_kind if year_kind is None else year_kind
    start = _weights(levels, money.price_year, money.year_kind, alignment)
    end = _weights(levels, year, kind, alignment)
    ratio = _level(levels, end) / _level(levels, start)
    same_kind = {money.year_kind, kind} == {levels.year_kind}
    step = Step(
        operation="reprice",
        series=levels.id,
        series_title=levels.title,
        sources=levels.sources,
        year=money.price_year,
        to_year=year,
        year_kind=levels.year_kind,
        factor=ratio,
        rate=ratio,
        rate_unit="ratio",
        alignment="" if same_kind or alignment is None else alignment,
        rests_on_projection=bool((start.keys() | end.keys()) & levels.projected),
    )
    after = Money(money.amount * ratio, money.unit, year, kind)
    return Conversion(money, after, (step,))


def convert(
    money: Money,
    currency: str,
    year: int,
    *,
    rates: YearlySeries,
    levels: YearlySeries,
    order: Order,
    alignment: Alignment | None = None,
) -> Conversion:
    """Return money in another currency and in the prices of another year.

    The two orders give different answers, so the order is always named: exchange at the rate of the price
    year and then use the price level of the new currency, or use that of the old currency and then exchange
    at the rate of the target year.

    Parameters
    ----------
    money : Money
        What to convert.
    currency : str
        Into which currency.
    year : int
        Into the prices of which year, of the kind that ``levels`` has.
    rates, levels : YearlySeries
        Exchange rates, and price levels of the new currency or of the old one, as the order asks.
    order : {"exchange_then_reprice", "reprice_then_exchange"}
        Which comes first.
    alignment : {"same_number", "overlap"}, optional
        See `reprice`.

    Raises
    ------
    InputError
        See `exchange` and `reprice`.
    """
    if order == "exchange_then_reprice":
        first = exchange(money, currency, rates)
        return first.then(reprice(first.after, year, levels, alignment=alignment))
    first = reprice(money, year, levels, alignment=alignment)
    return first.then(exchange(first.after, currency, rates))


def _weights(
    levels: YearlySeries, year: int, kind: YearKind, alignment: Alignment | None
) -> dict[int, float]:
    """Return the years of a series that stand for a year of any kind, with their weights."""
    if kind == levels.year_kind or alignment == "same_number":
        return {year: 1.0}
    if alignment is None:
        raise InputError(
            f"{levels.id} is by {levels.year_kind} year and the price year is {year_label(year, kind)}: "
            f"name an alignment ({' or '.join(ALIGNMENTS)})"
        )
    return months_shared(year, kind, levels.year_kind)


def _level(levels: YearlySeries, weights: Mapping[int, float]) -> float:
    return sum(weight * levels.at(year) for year, weight in weights.items())


def months_shared(year: int, kind: YearKind, other: YearKind) -> dict[int, float]:
    """Return which years of another kind a year overlaps, and the share of its months in each.

    Examples
    --------
    >>> months_shared(2013, "japan_fiscal", "us_fiscal")
    {2013: 0.5, 2014: 0.5}
    """
    first = 12 * year + _FIRST_MONTH[kind]
    found: dict[int, float] = {}
    for month in range(first, first + 12):
        match = (month - _FIRST_MONTH[other]) // 12
        found[match] = found.get(match, 0.0) + 1.0 / 12.0
    return {match: round(share * 12.0) / 12.0 for match, share in found.items()}


def million_usd(money: Money) -> float:
    """Return dollars in millions, refusing any other currency."""
    if currency_of(money.unit) != "USD":
        raise InputError(f"dollars are needed, not {money.currency}")
    return money.in_unit("million_USD").amount
