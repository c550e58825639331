"""Procurement as an axis of its own: what the parties would have on the date, had they paid otherwise.

One named counterfactual drives posture and money together (see `shieldwall.economics.shares`). Its money says
which share of a co-developed interceptor each party could have, and how much later; its posture is the order
of battle with that share of the rounds. Cells that are then empty hold what the party would have sailed with:
another interceptor of the same tier that the same ship carries, else the newest that the party had in service
on such platforms by the date, and nothing where there is none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from shieldwall.catalogue.ledgers import ledger, price_book
from shieldwall.catalogue.load import Catalogue
from shieldwall.economics.contributions import Contributions, contributions
from shieldwall.economics.programme import best_known, select
from shieldwall.economics.shares import Savings, savings
from shieldwall.model.errors import InputError
from shieldwall.model.money import BudgetLine, YearKind
from shieldwall.model.posture import PostureUnit
from shieldwall.model.programme import Programme
from shieldwall.model.scenario import Scenario
from shieldwall.model.systems import Interceptor, Platform

AS_FIELDED: Final = "as_fielded"
DAYS_PER_YEAR: Final = 365.25

RATES: Final[dict[YearKind, str]] = {
    "calendar": "jpy_usd_fed",
    "us_fiscal": "jpy_usd_fed_fiscal_us_fiscal",
    "japan_fiscal": "jpy_usd_fed_fiscal_japan_fiscal",
}
LEVELS: Final[dict[tuple[str, YearKind], str]] = {
    ("USD", "calendar"): "usd_gdp_bea",
    ("USD", "us_fiscal"): "usd_gdp_omb",
    ("USD", "japan_fiscal"): "usd_gdp_bea",
    ("JPY", "calendar"): "jpy_gdp_world_bank",
    ("JPY", "us_fiscal"): "jpy_gdp_world_bank",
    ("JPY", "japan_fiscal"): "jpy_gdp_world_bank",
}
"""The series that are used where none is named."""


@dataclass(frozen=True)
class Developed:
    """A co-developed interceptor in a world: its programme's money, and the share of its rounds by party."""

    programme: Programme
    interceptor: Interceptor
    money: Savings | None
    share: Mapping[str, float]
    in_service: Mapping[str, dt.date]


def shared_contributions(
    programme: Programme, catalogue: Catalogue, day: dt.date, real_year: int | None = None
) -> Contributions:
    """Return what each party paid for a programme, by the budget documents that were public on a day.

    Then-year dollars, or those of a U.S. fiscal year.

    Raises
    ------
    InputError
        The programme's cost is not shared.
    """
    if not programme.shared_lines:
        raise InputError(f"{programme.id} is not shared; its budgets: cost programme {programme.id}")
    lines = ledger(catalogue, BudgetLine)
    book = price_book(catalogue)
    series = [
        best_known(
            select(lines, programme=programme.id, party=line.party, element=line.element), day, line.statuses
        )
        for line in programme.shared_lines
    ]
    years = [year for item in series for year in item.years]
    window = (min(years), max(years))
    rates = [book.named(RATES["calendar"])]
    if real_year is None:
        return contributions(series, window, rates)
    levels = book.named(LEVELS["USD", "us_fiscal"])
    return contributions(series, window, rates, levels=levels, price_year=real_year, alignment="overlap")


def developed(scenario: Scenario, catalogue: Catalogue) -> tuple[Developed, ...]:
    """Return the interceptors that the scenario's parties developed together, in the scenario's world."""
    found = []
    for programme in catalogue.records(Programme):
        among = set(programme.parties) & set(scenario.parties)
        if programme.develops is None or programme.assumptions is None or len(among) < 2:
            continue
        interceptor = catalogue.record(Interceptor, programme.develops)
        in_service = {entry.party: entry.since for entry in interceptor.fielded if entry.party in among}
        money = None
        if scenario.counterfactual != AS_FIELDED:
            paid = shared_contributions(programme, catalogue, dt.date.max)
            money = savings(paid, programme, scenario.counterfactual, seed=scenario.seed)
        found.append(
            Developed(programme, interceptor, money, _shares(in_service, money, scenario), in_service)
        )
    return tuple(found)


def _shares(in_service: Mapping[str, dt.date], money: Savings | None, scenario: Scenario) -> dict[str, float]:
    """Return the share of its rounds that each party has in the world: its mean, by then or not at all."""
    if money is None:
        return dict.fromkeys(in_service, 1.0)
    later = dt.timedelta(days=round(money.years_later.mean * DAYS_PER_YEAR))
    return {
        party: money.parties[party].kit_paid_for.mean
        if party in money.parties and (not later or since + later <= scenario.date)
        else 0.0
        for party, since in in_service.items()
    }


def in_world(
    unit: PostureUnit,
    carried: Mapping[str, int],
    world: Sequence[Developed],
    scenario: Scenario,
    catalogue: Catalogue,
) -> dict[str, int]:
    """Return the rounds that a unit carries in a world, by interceptor.

    Parameters
    ----------
    unit : PostureUnit
        A ship or battery.
    carried : mapping of str to int
        What it carries as fielded.
    world : sequence of Developed
        The co-developed interceptors there; none for the world that happened.
    scenario, catalogue
        For the date and for what else was in service.
    """
    rounds = dict(carried)
    for each in world:
        name = each.interceptor.id
        lacking = rounds.get(name, 0) - int(rounds.get(name, 0) * each.share.get(unit.party, 1.0))
        if lacking == 0:
            continue
        rounds[name] -= lacking
        other = _instead(each.interceptor, unit, carried, scenario, catalogue)
        if other is not None:
            rounds[other] = rounds.get(other, 0) + lacking
    return {name: count for name, count in rounds.items() if count > 0}


def _instead(
    gone: Interceptor, unit: PostureUnit, carried: Mapping[str, int], scenario: Scenario, catalogue: Catalogue
) -> str | None:
    """Return what fills the cells of an interceptor that is not there, if anything does."""
    kind = catalogue.record(Platform, unit.system).type
    fitting = {
        load.interceptor
        for platform in catalogue.records(Platform)
        if platform.type == kind
        for load in platform.interceptors
    }
    since = {
        record.id: entry.since
        for record in catalogue.records(Interceptor)
        for entry in record.fielded
        if record.id != gone.id
        and record.id in fitting
        and (record.tier, entry.party) == (gone.tier, unit.party)
        and entry.since <= scenario.date
    }
    return max(since, key=lambda name: (name in carried, since[name]), default=None)
