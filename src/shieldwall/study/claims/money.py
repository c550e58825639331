"""Workings of claims on money: budgets over the years, who saves in which world, and one paper's own sums."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from shieldwall.catalogue.ledgers import ledger, price_book
from shieldwall.catalogue.load import Catalogue
from shieldwall.economics.contributions import contributions
from shieldwall.economics.hoff import HoffCheck, check_hoff
from shieldwall.economics.programme import best_known, by_status, select
from shieldwall.economics.shares import COUNTERFACTUALS, savings
from shieldwall.model.claims import PaperClaim
from shieldwall.model.errors import InputError
from shieldwall.model.money import BudgetLine, PublishedClaim
from shieldwall.model.programme import Programme
from shieldwall.study.claims.bench import Bench, Worked, Working, term

RATE: Final = "jpy_usd_fed"
HOFF_RATES: Final = (RATE, "jpy_usd_ecb_calendar", "jpy_usd_ecb_japan_fiscal", "jpy_usd_japan_budget_rate")
"""Exchange series under which her sums are read; first the calendar-year averages that she says she used."""

HOFF: Final = "hoff_2015"
BLOCK_IIA: Final = "sm3_block_iia"


def hoff_on_money(catalogue: Catalogue) -> HoffCheck:
    """Return the paper's claims on the cost of SM-3 Block IIA beside what the budgets give."""
    book = price_book(catalogue)
    return check_hoff(
        [claim for claim in ledger(catalogue, PublishedClaim) if claim.source == HOFF],
        [line for line in ledger(catalogue, BudgetLine) if line.programme == BLOCK_IIA],
        catalogue.record(Programme, BLOCK_IIA),
        [book.named(name) for name in HOFF_RATES],
    )


def hoff_locators(catalogue: Catalogue) -> dict[str, str]:
    """Return where in the paper each of its claims on money stands."""
    return {claim.id: claim.locator or "" for claim in ledger(catalogue, PublishedClaim)}


def hoff_sources(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the sources of the budget lines that its claims on money are held against."""
    shared = {(line.party, line.element) for line in catalogue.record(Programme, BLOCK_IIA).shared_lines}
    lines = [line for line in ledger(catalogue, BudgetLine) if line.programme == BLOCK_IIA]
    return tuple(dict.fromkeys(line.source for line in lines if (line.party, line.element) in shared))


def both_save(bench: Bench, claim: PaperClaim) -> Worked:
    """Show the chance of a saving by world and party; no reading, since no budget shows the other world."""
    if claim.on is None:
        raise InputError(f"the claim {claim.id} needs the day by which budgets were public")
    programme = bench.catalogue.record(Programme, term(claim, "programme"))
    lines = ledger(bench.catalogue, BudgetLine)
    series = [
        best_known(
            select(lines, programme=programme.id, party=line.party, element=line.element),
            claim.on,
            line.statuses,
        )
        for line in programme.shared_lines
    ]
    years = [year for item in series for year in item.years]
    rates = [price_book(bench.catalogue).named(RATE)]
    paid = contributions(series, (min(years), max(years)), rates)
    words: list[str] = []
    for world in COUNTERFACTUALS:
        chances = {
            party: item.chance_of_saving for party, item in savings(paid, programme, world).parties.items()
        }
        shown = ", ".join(f"{party} {chance:.0%}" for party, chance in chances.items())
        words.append(f"{world}: {shown}")
    sources = tuple(dict.fromkeys(point.source for item in series for point in item.points))
    lead = "No budget line shows what would have been spent otherwise. Chance of a saving, by world"
    return Worked((), f"{lead}: {'; '.join(words)}.", sources)


def budget_ratio(bench: Bench, claim: PaperClaim) -> Worked:
    """Divide what a year cost in the later window by what it cost in the earlier one, in two ways.

    By initial budgets of the years found, and by published cumulative totals, which have no gaps.
    """
    lines = select(
        ledger(bench.catalogue, BudgetLine),
        programme=term(claim, "programme"),
        element=term(claim, "element"),
    )
    before, after = _window(claim, "before"), _window(claim, "after")
    granted = by_status(lines, "initial")
    early, late = (granted.total(*window) for window in (before, after))
    by_initial = (late.amount / len(late.years)) / (early.amount / len(early.years))
    first, whole = _cumulative(lines, before), _cumulative(lines, (before[0], after[1]))
    spans = (before[1] - before[0] + 1, after[1] - after[0] + 1)
    by_totals = ((whole.amount - first.amount) / spans[1]) / (first.amount / spans[0])
    words = (
        f"A year of {after[0]} to {after[1]} over one of {before[0]} to {before[1]}: {by_initial:.2f} by the "
        f"initial budgets found ({len(late.years)} and {len(early.years)} years), {by_totals:.2f} by the "
        f"cumulative totals published to {before[1]} and to {after[1]}."
    )
    sources = [point.source for point in granted.points if point.year <= after[1]]
    return Worked(
        (by_initial, by_totals), words, tuple(dict.fromkeys([*sources, first.source, whole.source]))
    )


def _window(claim: PaperClaim, which: str) -> tuple[int, int]:
    first, _, last = term(claim, which).partition("-")
    return int(first), int(last)


def _cumulative(lines: Sequence[BudgetLine], window: tuple[int, int]) -> BudgetLine:
    found = [
        line for line in lines if line.status == "cumulative" and (line.first_year, line.last_year) == window
    ]
    if not found:
        raise InputError(f"no cumulative total of {window[0]} to {window[1]} is in the catalogue")
    return found[0]


WORKINGS: Final[dict[str, Working]] = {"both_save": both_save, "budget_ratio": budget_ratio}
"""Workings on money, by name."""
