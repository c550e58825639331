"""The verbs of `cost` that need a raid: cost against the other side's, and options by cost and effect."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from shieldwall.case.build import build_case
from shieldwall.case.procurement import LEVELS, RATES
from shieldwall.catalogue.ledgers import ledger, price_book
from shieldwall.catalogue.load import Catalogue, shipped
from shieldwall.economics.cost_exchange import (
    Companion,
    ExchangeRatio,
    MarginalValue,
    OtherSide,
    exchange_ratio,
    marginal_value,
    other_side,
)
from shieldwall.economics.frontier import FrontierPoint, OptionOutcome, frontier
from shieldwall.economics.options import Amount, Ledger, OptionCost, WindowCost, option_cost, window_cost
from shieldwall.economics.options import ledger as four_kinds
from shieldwall.economics.spread import Range, distribution, draw
from shieldwall.model.errors import InputError, suggestion
from shieldwall.model.money import CostElement, ThreatCost
from shieldwall.model.scenario import FEWEST_TRIALS, MOST_TRIALS, Scenario
from shieldwall.study.compare import DRAWS
from shieldwall.study.draw_part import Plan, battles_per_draw, run_draw

Floats = npt.NDArray[np.float64]

NOTHING: Final = "nothing"
SERVICE_YEARS: Final = 30
"""Years of operations in a life cycle: those of the published Japanese estimates."""

UNITS: Final = {
    "expected_leakers": "missiles",
    "p_no_leak": "probability",
    "interceptors_expended": "interceptors",
    "interceptors_remaining": "interceptors",
    "duplicate_shots": "interceptors",
}
BESIDE: Final = ("expected_leakers", "p_no_leak", "interceptors_expended", "interceptors_remaining")
LESS_IS_BETTER: Final = {
    "expected_leakers": True,
    "p_no_leak": False,
    "interceptors_expended": True,
    "interceptors_remaining": False,
    "duplicate_shots": True,
}
"""Measures by which options may be compared, and which way is wanted."""


@dataclass(frozen=True)
class CostExchange:
    """Interceptors expended against what the raid may have cost the other side, by arrangement.

    ``value`` is the ratio's mean by arrangement, where the other side paid its high and its low cost.
    """

    schema: Literal["shieldwall.cost.exchange/1"]
    scenario: str
    prices: str
    missiles: int
    value: dict[str, tuple[float, float]]
    other_side: OtherSide
    arrangements: dict[str, ExchangeRatio]
    trials: int
    seed: int
    remark: str


@dataclass(frozen=True)
class CostFrontier:
    """Options by ten-year cost and effect, and what each buys beside doing nothing.

    ``value`` holds the options on the frontier by their means, from the cheapest. ``ledgers`` keep rounds
    expended, procurement, operations and life cycle apart; nothing adds them.
    """

    schema: Literal["shieldwall.cost.frontier/1"]
    scenario: str
    arrangement: str
    measure: str
    prices: str
    first_year: int
    value: tuple[str, ...]
    points: tuple[FrontierPoint, ...]
    ten_year_cost: dict[str, WindowCost]
    ledgers: dict[str, Ledger]
    marginal: dict[str, MarginalValue]
    trials: int
    seed: int


def exchange_of(
    asked: Scenario,
    arrangements: Sequence[str] | None = None,
    *,
    trials: int | None = None,
    seed: int | None = None,
    known: Catalogue | None = None,
) -> CostExchange:
    """Return what the raid takes from each arrangement against what it may have cost the other side.

    Raises
    ------
    InputError
        An unknown arrangement, a raid of several kinds of missile, nothing published on the threat's cost, or
        a count out of range.
    """
    catalogue = known or shipped()
    if asked.raid.mixed_with:
        raise InputError(
            f"{asked.id}: the raid mixes {asked.raid.threats}; an exchange of costs is of one kind of missile"
        )
    names = tuple(arrangements) if arrangements else asked.arrangements
    count, chosen = _count(asked, trials), asked.seed if seed is None else seed
    book = price_book(catalogue)
    levels = book.named(LEVELS["USD", "us_fiscal"])
    other = other_side(ledger(catalogue, ThreatCost), asked.raid.threat, asked.date.year, levels)
    drawn = measures_by_draw(asked, names, catalogue, trials=count, seed=chosen)
    ratios = {
        name: exchange_ratio(
            measures["cost_expended_million_usd"],
            asked.raid.size,
            other,
            tuple(Companion(item, UNITS[item], distribution(measures[item])) for item in BESIDE),
        )
        for name, measures in drawn.items()
    }
    return CostExchange(
        schema="shieldwall.cost.exchange/1",
        scenario=asked.id,
        prices=other.prices,
        missiles=asked.raid.size,
        value={
            name: (ratio.at_high_other_cost.mean, ratio.at_low_other_cost.mean)
            for name, ratio in ratios.items()
        },
        other_side=other,
        arrangements=ratios,
        trials=count,
        seed=chosen,
        remark=next(iter(ratios.values())).remark,
    )


def frontier_of(
    asked: Scenario,
    options: Sequence[str],
    *,
    arrangement: str | None = None,
    measure: str = "expected_leakers",
    trials: int | None = None,
    seed: int | None = None,
    known: Catalogue | None = None,
) -> CostFrontier:
    """Return options by ten-year cost and effect, each alone beside doing nothing.

    The options stand on the scenario's date, whenever they could have been ready; the ten years of cost
    begin in that year. All options meet the same luck, so their draws pair.

    Raises
    ------
    InputError
        An unknown option, measure or arrangement, an option without costs, or a count out of range.
    """
    catalogue = known or shipped()
    if not options:
        raise InputError("name at least one option")
    if measure not in LESS_IS_BETTER:
        raise InputError(f"unknown measure {measure!r}{suggestion(measure, LESS_IS_BETTER)}")
    under = arrangement or asked.arrangements[-1]
    count, chosen = _count(asked, trials), asked.seed if seed is None else seed
    price = _option_costs(options, asked.date.year, catalogue)
    windows = {name: window_cost(cost, asked.date.year) for name, cost in price.items()}
    drawn = {
        name: measures_by_draw(
            asked if name == NOTHING else asked.but(options=[*asked.options, name]),
            (under,), catalogue, trials=count, seed=chosen,
        )[under]
        for name in (NOTHING, *price)
    }  # fmt: skip
    effects = {name: measures[measure] for name, measures in drawn.items()}
    draws = len(effects[NOTHING])
    costs = {NOTHING: np.zeros(draws)} | {
        name: _cost_draws(window, chosen, draws) for name, window in windows.items()
    }
    points = frontier(
        [OptionOutcome(name, costs[name], effects[name]) for name in costs],
        less_is_better=LESS_IS_BETTER[measure],
    )
    marginal = {
        name: marginal_value(
            name, (measure, UNITS[measure]), effects[name], effects[NOTHING], costs[name],
            less_is_better=LESS_IS_BETTER[measure],
        )
        for name in windows
    }  # fmt: skip
    return CostFrontier(
        schema="shieldwall.cost.frontier/1",
        scenario=asked.id,
        arrangement=under,
        measure=measure,
        prices=next(iter(windows.values())).prices,
        first_year=asked.date.year,
        value=tuple(point.option for point in points if point.on_frontier),
        points=points,
        ten_year_cost=windows,
        ledgers={
            name: four_kinds(cost, _spent(drawn[name]["cost_expended_million_usd"]), SERVICE_YEARS)
            for name, cost in price.items()
        },
        marginal=marginal,
        trials=count,
        seed=chosen,
    )


def measures_by_draw(
    asked: Scenario, arrangements: Sequence[str], catalogue: Catalogue, *, trials: int, seed: int
) -> dict[str, dict[str, Floats]]:
    """Return the mean of each measure of battles in each epistemic draw, by arrangement.

    A draw's mean holds some luck of its battles too; the same seed gives every scenario the same luck.
    """
    draws = min(DRAWS, trials // 2)
    case = build_case(asked, tuple(arrangements), catalogue, seed=seed, draws=draws)
    battles = battles_per_draw(trials, draws)
    named = {name: case.arrangements[name] for name in arrangements}
    plan = Plan(case=case, named=named, cells={}, battles=battles, cell_battles=battles, curve=())
    with ThreadPoolExecutor() as pool:
        parts = list(pool.map(partial(run_draw, plan), range(draws)))
    whole = [
        (number, column)
        for number, column in enumerate(plan.columns)
        if column.party is None and column.beneficiary is None
    ]
    return {
        name: {
            column.measure: np.array(
                [
                    part.battles[name].total[number] / part.battles[name].count / column.divisor
                    for part in parts
                ]
            )
            for number, column in whole
        }
        for name in named
    }


def _option_costs(options: Sequence[str], year: int, catalogue: Catalogue) -> dict[str, OptionCost]:
    book = price_book(catalogue)
    elements = ledger(catalogue, CostElement)
    levels = book.named(LEVELS["USD", "us_fiscal"])
    rates = [book.named(name) for name in RATES.values()]
    return {name: option_cost(elements, name, year, levels, rates) for name in dict.fromkeys(options)}


def _spent(draws: Floats) -> Amount:
    found = distribution(draws)
    return Amount(found.low, found.mean, found.high)


def _cost_draws(window: WindowCost, seed: int, count: int) -> Floats:
    total = window.total
    label = f"ten_year_cost.{window.option}"
    cost = Range(label, total.low, total.likely, total.high, "triangular", "derived", "")
    return draw([cost], seed, count)[label]


def _count(asked: Scenario, trials: int | None) -> int:
    count = asked.trials if trials is None else trials
    if not FEWEST_TRIALS <= count <= MOST_TRIALS:
        raise InputError(f"--trials {count}: from {FEWEST_TRIALS} to {MOST_TRIALS:,}")
    return count
