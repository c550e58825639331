"""All that the budget documents allow to be said on what each party paid: every window, basis and rate.

A sum of budget lines depends on which years are added, on what basis (asked for, granted, spent) and at
which exchange rate. Where a publication does not say which it used, all of them are computed here, and
what follows is said of all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from shieldwall.economics.money import year_label
from shieldwall.economics.prices import YearlySeries, exchange, million_usd, spans
from shieldwall.economics.programme import BudgetSeries, best_known, by_status, select
from shieldwall.model.errors import InputError
from shieldwall.model.money import BudgetLine, BudgetStatus

SETTLED: Final[tuple[BudgetStatus, ...]] = ("actual", "enacted", "request")
_ENDS: Final = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to add up a party's budget lines.

    Attributes
    ----------
    party : str
        Whose money.
    basis : str
        Which figure of each year was taken.
    window : str
        Which years.
    rate : str
        Id of the exchange series; empty for dollars.
    million_usd : float
        The sum, then-year dollars.
    known_then : bool
        Whether every figure in it was public on the day of the publication.
    """

    party: str
    basis: str
    window: str
    rate: str
    million_usd: float
    known_then: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """Every reading of two parties' budget lines on one programme.

    Attributes
    ----------
    first, second : tuple of Reading
        Those of the party whose share is asked, and of the other one.
    first_stated, second_stated : Reading
        The reading that the publication's own rule leads to: every year found by the day, budgets as
        granted, at the average rate of the year of the budget.
    missing : tuple of int
        Years between the first and the last without a figure of the first party.
    """

    first: tuple[Reading, ...]
    second: tuple[Reading, ...]
    first_stated: Reading
    second_stated: Reading
    missing: tuple[int, ...]


def gather(
    lines: Sequence[BudgetLine],
    programme: str,
    sides: tuple[tuple[str, str], tuple[str, str]],
    rates: Sequence[YearlySeries],
    published_on: dt.date,
) -> Evidence:
    """Return every reading of the two sides.

    Parameters
    ----------
    lines : sequence of BudgetLine
        Budget lines.
    programme : str
        Which programme.
    sides : ((party, element), (party, element))
        The party whose share is asked, then the other, which pays in dollars.
    rates : sequence of YearlySeries
        Exchange series; the first is the one that the publication says it used.
    published_on : date
        Day of the publication.

    Raises
    ------
    InputError
        No rate, or no lines.
    """
    if not rates:
        raise InputError("at least one exchange series is needed")
    (first_party, first_element), (second_party, second_element) = sides
    asked = select(lines, programme=programme, party=first_party, element=first_element)
    other = select(lines, programme=programme, party=second_party, element=second_element)
    granted = by_status(asked, "initial", published_on)
    stated = _sum_of(granted, granted.years, rates[0], "initial", known_then=True)
    if stated is None:
        raise InputError(f"{rates[0].id} does not cover the years of {first_party}")
    settled = best_known(other, published_on, SETTLED)
    whole = settled.total(settled.years[0], settled.years[-1])
    return Evidence(
        first=tuple(_yen_readings(asked, rates, published_on)),
        second=tuple(_dollar_readings(other, published_on)),
        first_stated=stated,
        second_stated=Reading(
            second_party, "best known", _window(settled, whole.years), "", whole.amount, known_then=True
        ),
        missing=tuple(
            year for year in range(granted.years[0], granted.years[-1]) if year not in granted.years
        ),
    )


def _yen_readings(
    lines: Sequence[BudgetLine], rates: Sequence[YearlySeries], published_on: dt.date
) -> Iterator[Reading]:
    """Yield every run of two or more years with money, on every basis, at every rate that covers it."""
    for status in ("initial", "budget_total", "executed"):
        series = by_status(lines, status)
        paid = [point.year for point in series.points if point.money.amount > 0.0]
        public = {line.edition for line in lines if line.known_on <= published_on}
        for start in range(len(paid)):
            for end in range(start + 2, len(paid) + 1):
                years = tuple(paid[start:end])
                used = [point for point in series.points if point.year in years]
                known = all(point.edition in public for point in used)
                for rate in rates:
                    found = _sum_of(series, years, rate, status, known_then=known)
                    if found is not None:
                        yield found


def _sum_of(
    series: BudgetSeries, years: Sequence[int], rate: YearlySeries, basis: str, *, known_then: bool
) -> Reading | None:
    """Return the sum over the years that have money, or None where the rate lacks one of them."""
    used = [point for point in series.points if point.year in years and point.money.amount > 0.0]
    if any(point.year not in rate.years for point in used):
        return None
    total = sum(million_usd(exchange(point.money, "USD", rate).after) for point in used)
    window = _window(series, tuple(point.year for point in used))
    return Reading(series.party, basis, window, rate.id, total, known_then)


def _dollar_readings(lines: Sequence[BudgetLine], published_on: dt.date) -> Iterator[Reading]:
    """Yield windows that begin in each of the first three years and end in each of the last three.

    Then, for each edition, its figure for all prior years and the best-known years after it.
    """
    settled = best_known(lines, published_on, SETTLED)
    for basis, series in (("best known", settled), ("request", by_status(lines, "request", published_on))):
        for start in series.years[:_ENDS]:
            for end in series.years[-_ENDS:]:
                if start < end:
                    total = series.total(start, end)
                    window = _window(series, total.years)
                    yield Reading(series.party, basis, window, "", total.amount, known_then=True)
    for line in lines:
        if line.status == "prior_years" and line.known_on <= published_on:
            for end in settled.years[-_ENDS:]:
                amount = line.amount + settled.total(line.last_year + 1, end).amount
                window = f"all years to {year_label(end, line.year_kind)}"
                basis = f"prior years by {line.edition}, then best known"
                yield Reading(settled.party, basis, window, "", amount, known_then=True)


def _window(series: BudgetSeries, years: Sequence[int]) -> str:
    return year_label(years[0], series.points[0].money.year_kind)[:-4] + spans(years)
