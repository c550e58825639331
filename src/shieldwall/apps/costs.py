"""The verbs of `cost`: convert money, show a programme's budgets, share its cost, and say who saves what."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from shieldwall.case.procurement import LEVELS, RATES, shared_contributions
from shieldwall.catalogue.ledgers import ledger, price_book
from shieldwall.catalogue.load import Catalogue, shipped
from shieldwall.economics.contributions import Contributions
from shieldwall.economics.joint_line import LineSavings, line_savings
from shieldwall.economics.money import Conversion, Money
from shieldwall.economics.prices import Order, PriceBook, convert, exchange, reprice
from shieldwall.economics.programme import ONE_YEAR, BudgetSeries, best_known, select
from shieldwall.economics.reconcile import (
    Reconciliation,
    carry_over,
    cumulative_total,
    edition_total,
    roll_forward,
)
from shieldwall.economics.shares import COUNTERFACTUALS, DRAWS, Savings, Swing, savings, swings
from shieldwall.model.errors import InputError, suggestion
from shieldwall.model.money import YEAR_KINDS, BudgetLine, SaleCase, YearKind
from shieldwall.model.programme import PlannedShare, Programme
from shieldwall.model.scenario import check_seed

LATEST: Final = dt.date(2100, 1, 1)
MOST_DRAWS: Final = 1_000_000
YEARLY: Final = ("initial", "supplementary")
"""Figures of single years that a published cumulative total adds up."""


@dataclass(frozen=True)
class Method:
    """How money is converted: which series (the catalogue's defaults if None), and which comes first."""

    series: str | None = None
    levels: str | None = None
    order: Order = "exchange_then_reprice"


DEFAULT_METHOD: Final = Method()


@dataclass(frozen=True)
class Converted:
    """Money converted: the value, and the conversion with its series."""

    schema: Literal["shieldwall.cost.convert/1"]
    value: float
    unit: str
    price_year: int
    year_kind: str
    conversion: Conversion


@dataclass(frozen=True)
class ProgrammeCosts:
    """A programme's budgets by party and line, and whether their totals add up.

    ``value`` is what all parties paid in million then-year dollars, where the lines to add are known.
    """

    schema: Literal["shieldwall.cost.programme/1"]
    programme: str
    name: str
    mode: str | None
    parties: tuple[str, ...]
    lead: str | None
    known_by: str
    value: float | None
    series: tuple[BudgetSeries, ...]
    totals: tuple[Reconciliation, ...]
    gaps: tuple[str, ...]
    sales: tuple[SaleCase, ...]
    note: str | None


@dataclass(frozen=True)
class ProgrammesListed:
    """Programmes with how many budget lines each has."""

    schema: Literal["shieldwall.cost.programmes/1"]
    value: dict[str, int]


@dataclass(frozen=True)
class SharedCost:
    """Shares of a programme and savings by party, counterfactual and assumption.

    ``value`` is each party's share of what was paid; shares are facts of the budgets found, savings rest on
    the counterfactual and the assumptions.
    """

    schema: Literal["shieldwall.cost.share/1"]
    programme: str
    known_by: str
    value: dict[str, float]
    contributions: Contributions
    planned_shares: tuple[PlannedShare, ...]
    savings: dict[str, Savings]
    production: dict[str, LineSavings]
    swings: dict[str, tuple[Swing, ...]]
    counterfactuals: dict[str, str]


def convert_money(
    amount: float,
    source: str,
    target: str,
    year: int,
    *,
    year_kind: str = "calendar",
    real_year: int | None = None,
    method: Method = DEFAULT_METHOD,
    known: Catalogue | None = None,
) -> Converted:
    """Return an amount in another currency, in the prices of another year, or both.

    Parameters
    ----------
    amount : float
        In whole units of the currency.
    source, target : str
        ISO 4217 codes; the same where only the price year changes.
    year : int
        The price year of the amount, and the year of the exchange rate.
    year_kind : str
        ``calendar``, ``us_fiscal`` or ``japan_fiscal``.
    real_year : int, optional
        Into the prices of which year, of the kind that the price level has.
    method : Method
        Exchange series, price level, and which comes first where both are done; the answers differ.
    known : Catalogue, optional
        Where the series come from.

    Raises
    ------
    InputError
        An unknown currency, series or kind of year, or a year outside the series (the years are named).
    """
    book = price_book(known or shipped())
    kind = _kind(year_kind)
    for currency in (source, target):
        book.check_currency(currency)
    money = Money(amount, source, year, kind)
    if real_year is None and (method.levels is not None or method.order != DEFAULT_METHOD.order):
        raise InputError("--levels and --deflate-first are about another price year: give --real-year")
    if source == target and method.series is not None:
        raise InputError(f"--series exchanges currencies, and {source} to {target} exchanges none")
    if source == target and real_year is None:
        raise InputError(f"{source} to {target} converts nothing; name another currency or --real-year")
    rates = book.named(method.series or RATES[kind])
    if real_year is None:
        return _converted(exchange(money, target, rates))
    priced = target if method.order == "exchange_then_reprice" else source
    level = book.named(method.levels or _default_levels(book, priced, kind))
    if source == target:
        return _converted(reprice(money, real_year, level, alignment="overlap"))
    return _converted(
        convert(money, target, real_year, rates=rates, levels=level, order=method.order, alignment="overlap")
    )


def programme_costs(
    name: str, *, on: dt.date | None = None, known: Catalogue | None = None
) -> ProgrammeCosts:
    """Return a programme's budgets by party and line, as known on a day.

    Raises
    ------
    InputError
        No such programme, or no budget line of it.
    """
    catalogue = known or shipped()
    programme = catalogue.record(Programme, name)
    lines = ledger(catalogue, BudgetLine)
    day = on or LATEST
    mine = select(lines, programme=programme.id, known_by=day)
    series, totals = [], []
    for party, element in dict.fromkeys((line.party, line.element) for line in mine):
        part = [line for line in mine if (line.party, line.element) == (party, element)]
        for status in ONE_YEAR:
            if any(line.status == status and line.is_one_year for line in part):
                series.append(best_known(part, day, (status,)))
        totals += _totals(part)
    buyers = tuple(sale for sale in ledger(catalogue, SaleCase) if _is_sale_of(sale, programme, day))
    shared = shared_contributions(programme, catalogue, day) if programme.shared_lines else None
    return ProgrammeCosts(
        schema="shieldwall.cost.programme/1",
        programme=programme.id,
        name=programme.name,
        mode=programme.mode,
        parties=programme.parties,
        lead=programme.lead,
        known_by="latest" if on is None else on.isoformat(),
        value=None if shared is None else shared.total_million_usd,
        series=tuple(series),
        totals=tuple(totals),
        gaps=tuple(f"{total.what}: {total.remark}" for total in totals if not total.closes),
        sales=buyers,
        note=programme.note,
    )


def list_programmes(known: Catalogue | None = None) -> ProgrammesListed:
    """Return every programme with the number of its budget lines."""
    catalogue = known or shipped()
    lines = ledger(catalogue, BudgetLine)
    counts = {name: sum(line.programme == name for line in lines) for name in catalogue.ids(Programme)}
    return ProgrammesListed("shieldwall.cost.programmes/1", counts)


def share_cost(
    name: str,
    *,
    counterfactual: str | None = None,
    hold: Mapping[str, float] | None = None,
    on: dt.date | None = None,
    real_year: int | None = None,
    seed: int = 0,
    draws: int = DRAWS,
    known: Catalogue | None = None,
) -> SharedCost:
    """Return the shares of a programme's cost, and savings against one counterfactual or all of them.

    Parameters
    ----------
    name : str
        A programme with shared lines.
    counterfactual : str, optional
        One of `shieldwall.economics.shares.COUNTERFACTUALS`; all if left out.
    hold : mapping of str to float, optional
        Assumptions to fix.
    on : date, optional
        Only budget documents that were public on this day.
    real_year : int, optional
        U.S. fiscal year whose prices are used; then-year dollars if left out.
    seed, draws : int
        How assumptions are drawn.
    known : Catalogue, optional
        Where the budgets come from.

    Raises
    ------
    InputError
        An unknown programme, counterfactual or assumption, or a programme whose cost is not shared.
    """
    check_seed(seed)
    if not 1 <= draws <= MOST_DRAWS:
        raise InputError(f"--draws {draws}: from 1 to {MOST_DRAWS:,}")
    catalogue = known or shipped()
    programme = catalogue.record(Programme, name)
    if counterfactual is not None and counterfactual not in COUNTERFACTUALS:
        near = suggestion(counterfactual, COUNTERFACTUALS)
        raise InputError(f"unknown counterfactual {counterfactual!r}{near}")
    worlds = tuple(COUNTERFACTUALS) if counterfactual is None else (counterfactual,)
    paid = shared_contributions(programme, catalogue, on or LATEST, real_year)
    return SharedCost(
        schema="shieldwall.cost.share/1",
        programme=programme.id,
        known_by="latest" if on is None else on.isoformat(),
        value=paid.shares,
        contributions=paid,
        planned_shares=programme.planned_shares,
        savings={
            world: savings(paid, programme, world, hold=hold, seed=seed, draws=draws) for world in worlds
        },
        production={
            world: line_savings(programme, world, seed=seed) for world in worlds if programme.production
        },
        swings={world: swings(paid, programme, world) for world in worlds},
        counterfactuals={world: COUNTERFACTUALS[world] for world in worlds},
    )


def _totals(lines: list[BudgetLine]) -> list[Reconciliation]:
    found = [
        edition_total(lines, edition)
        for edition in dict.fromkeys(line.edition for line in lines if line.status == "total_estimate")
    ]
    editions = sorted({line.edition for line in lines if line.status == "prior_years"})
    found += [roll_forward(lines, old, new) for old, new in itertools.pairwise(editions)]
    if any(line.status == "budget_total" for line in lines):
        found += carry_over(lines, max(line.last_year for line in lines))
    if any(line.status in YEARLY for line in lines):
        ends = sorted({line.last_year for line in lines if line.status == "cumulative"})
        found += [cumulative_total(lines, year, YEARLY) for year in ends]
    return found


def _is_sale_of(sale: SaleCase, programme: Programme, day: dt.date) -> bool:
    return sale.id in programme.sales and sale.notified_on <= day


def _default_levels(book: PriceBook, currency: str, kind: YearKind) -> str:
    if (currency, kind) in LEVELS:
        return LEVELS[currency, kind]
    found = book.levels(currency)
    if not found:
        raise InputError(f"no price level of {currency}; name one with --levels")
    return found[0].id


def _kind(text: str) -> YearKind:
    for kind in RATES:
        if kind == text:
            return kind
    raise InputError(f"unknown kind of year {text!r}{suggestion(text, YEAR_KINDS)}")


def _converted(found: Conversion) -> Converted:
    after = found.after
    return Converted(
        schema="shieldwall.cost.convert/1",
        value=after.amount,
        unit=after.unit,
        price_year=after.price_year,
        year_kind=after.year_kind,
        conversion=found,
    )
