"""Options as the papers name them: what each adds to what can be engaged, alone and last, and what it costs.

*Alone* is the scenario's posture with the option less the posture itself; *last* is the posture with all
options less the same without this one. An option that others make superfluous adds much alone and little
last; nothing here ranks them. U.S. ships are among them as forces that may be in or out, and are in unless
they are the option that is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from shieldwall.case.forces import EmptyPostureError, units_in_place
from shieldwall.catalogue.ledgers import ledger, price_book
from shieldwall.catalogue.load import Catalogue
from shieldwall.economics.options import Amount, option_cost
from shieldwall.model.errors import InputError
from shieldwall.model.money import CostElement
from shieldwall.model.scenario import Scenario
from shieldwall.study.coverage.engageable import EVERYONE, Asked, engageable_shares, run_coverage

CELL_KM: Final = 10.0
MEASURES: Final[tuple[tuple[str, str], ...]] = (
    ("upper", "one"),
    ("upper", "two"),
    ("lower", "one"),
    ("layered", "two"),
)
"""Tier and number of shots, against the worst flight."""

PRICE_LEVELS: Final = "usd_gdp_omb"
EXCHANGE_RATES: Final = (
    "jpy_usd_fed",
    "jpy_usd_fed_fiscal_us_fiscal",
    "jpy_usd_fed_fiscal_japan_fiscal",
)
SERVICE_YEARS: Final = 30


@dataclass(frozen=True)
class Item:
    """An option: records of the catalogue that enter together, or the ships of a party."""

    id: str
    name: str
    options: tuple[str, ...] = ()
    ships_of: str | None = None


ITEMS: Final[tuple[Item, ...]] = (
    Item("aegis_ashore", "Aegis Ashore, two sites", ("aegis_ashore_akita", "aegis_ashore_yamaguchi")),
    Item("thaad", "THAAD, two batteries", ("thaad_japan_1", "thaad_japan_2")),
    Item("sm3_2a_for_1a", "Block IIA in place of Block IA", ("sm3_2a_for_1a",)),
    Item("mse_for_pac3", "PAC-3 MSE in place of PAC-3", ("mse_for_pac3",)),
    Item("us_ships", "U.S. ships", ships_of="USA"),
)
"""The choices of Rubinstein (2007, note 28) and Hoff (2015, Next Generation)."""


@dataclass(frozen=True)
class Gain:
    """One share without and with an option, alone and last: of people and land, against the worst flight."""

    tier: str
    shots: str
    people_without: float
    people_alone: float
    people_last: float
    land_without: float
    land_alone: float
    land_last: float


@dataclass(frozen=True)
class OptionAdded:
    """What one option adds, and its cost in million dollars of one year (None where the catalogue has none).

    ``life_cycle`` is procurement and development with `SERVICE_YEARS` years of operations.
    """

    id: str
    name: str
    gains: tuple[Gain, ...]
    prices: str | None
    procurement_million_usd: Amount | None
    operations_million_usd_a_year: Amount | None
    life_cycle_million_usd: Amount | None


Shares = dict[tuple[str, str], tuple[float, float]]


def options_table(scenario: Scenario, catalogue: Catalogue, asked: Asked) -> tuple[OptionAdded, ...]:
    """Return what each option adds alone and last.

    Parameters
    ----------
    scenario : Scenario
        Its own options stay in throughout.
    catalogue : Catalogue
        Where facts come from.
    asked : Asked
        Arrangement, regions, cells and shapes.
    """
    known: dict[tuple[tuple[str, ...], bool], Shares] = {}

    def shares(items: tuple[Item, ...], ships: bool) -> Shares:
        key = (tuple(item.id for item in items if item.options), ships)
        if key not in known:
            known[key] = _shares(scenario, catalogue, asked, items, ships)
        return known[key]

    added = []
    for item in ITEMS:
        others = tuple(other for other in ITEMS if other is not item)
        if item.ships_of is None:
            pairs = (shares((), True), shares((item,), True), shares(others, True), shares(ITEMS, True))
        else:
            pairs = (shares((), False), shares((), True), shares(ITEMS, False), shares(ITEMS, True))
        added.append(_added(item, pairs, scenario, catalogue))
    return tuple(added)


def _shares(
    scenario: Scenario, catalogue: Catalogue, asked: Asked, items: tuple[Item, ...], ships: bool
) -> Shares:
    named = tuple(option for item in items for option in item.options)
    changed = scenario.but(options=tuple(dict.fromkeys((*scenario.options, *named))))
    if not ships:
        gone = _ships(changed, catalogue)
        changed = changed.but(without=(*changed.without, *gone)) if gone else changed
    try:
        found = engageable_shares(run_coverage(changed, catalogue, replace(asked)))
    except EmptyPostureError:
        return dict.fromkeys(MEASURES, (0.0, 0.0))
    return {
        (tier, shots): (
            found[tier][shots].people[EVERYONE].worst,
            found[tier][shots].land[EVERYONE].worst,
        )
        for tier, shots in MEASURES
    }


def _ships(scenario: Scenario, catalogue: Catalogue) -> tuple[str, ...]:
    owners = {item.ships_of for item in ITEMS} - {None}
    return tuple(
        unit.id
        for unit in units_in_place(scenario, catalogue)
        if unit.kind == "ship" and unit.party in owners
    )


def _added(
    item: Item, pairs: tuple[Shares, Shares, Shares, Shares], scenario: Scenario, catalogue: Catalogue
) -> OptionAdded:
    without, alone, before_last, last = pairs
    gains = tuple(
        Gain(
            tier=key[0],
            shots=key[1],
            people_without=without[key][0],
            people_alone=alone[key][0] - without[key][0],
            people_last=last[key][0] - before_last[key][0],
            land_without=without[key][1],
            land_alone=alone[key][1] - without[key][1],
            land_last=last[key][1] - before_last[key][1],
        )
        for key in MEASURES
    )
    priced = _priced(item, scenario.date.year, catalogue)
    return OptionAdded(item.id, item.name, gains, *priced)


def _priced(
    item: Item, year: int, catalogue: Catalogue
) -> tuple[str | None, Amount | None, Amount | None, Amount | None]:
    """Return price year, procurement, operations a year and life cycle of an item; None where not priced."""
    if not item.options:
        return None, None, None, None
    book = price_book(catalogue)
    elements = ledger(catalogue, CostElement)
    levels = book.named(PRICE_LEVELS)
    rates = [book.named(name) for name in EXCHANGE_RATES]
    try:
        costs = [option_cost(elements, name, year, levels, rates) for name in item.options]
    except InputError:
        return None, None, None, None
    procured, operated, lived = costs[0].of("procurement"), costs[0].of("operations"), None
    lived = costs[0].life_cycle(SERVICE_YEARS)
    for cost in costs[1:]:
        procured = procured.plus(cost.of("procurement"))
        operated = operated.plus(cost.of("operations"))
        lived = lived.plus(cost.life_cycle(SERVICE_YEARS))
    return costs[0].prices, procured, operated, lived
