"""What one production line saves the parties that share it, against a named counterfactual.

Apart from development: here the money is for rounds. The joint line keeps the learning that separate lines
lose; making under licence at home takes some of it back; exports bring some more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from shieldwall.economics.learning import LearningCurve
from shieldwall.economics.production import joint_buy
from shieldwall.economics.shares import COUNTERFACTUALS
from shieldwall.economics.spread import Distribution, Range, distribution, draw, range_of
from shieldwall.model.errors import InputError, suggestion
from shieldwall.model.programme import Programme

Floats = npt.NDArray[np.float64]

DRAWS: Final = 1024
_LICENCE: Final = "licence_premium"


@dataclass(frozen=True, slots=True)
class LineSaving:
    """What one party pays for its rounds and saves on them.

    Attributes
    ----------
    party : str
        Who.
    paid_million_usd : Distribution
        Its rounds from the joint line, with the licence premium where it makes them at home.
    without_million_usd : Distribution
        The same rounds in the other world.
    saving_million_usd : Distribution
        Without less paid.
    """

    party: str
    paid_million_usd: Distribution
    without_million_usd: Distribution
    saving_million_usd: Distribution


@dataclass(frozen=True, slots=True)
class LineSavings:
    """Production savings of all parties against one counterfactual, in the prices of the first unit."""

    programme: str
    counterfactual: str
    meaning: str
    price_year: int
    parties: dict[str, LineSaving]
    assumptions: tuple[Range, ...]
    remark: str


def line_savings(
    programme: Programme, counterfactual: str, *, seed: int = 0, draws: int = DRAWS
) -> LineSavings:
    """Return what each party saves on its rounds by sharing one production line.

    Parameters
    ----------
    programme : Programme
        With its lead party and its production plan.
    counterfactual : str
        A counterfactual of `shieldwall.economics.shares`. ``same_kit_each_pays``: a line for each.
        ``same_budget``: the money is the same, so nothing is saved. ``not_built``: nothing is bought.
        ``us_only_later``: the partners buy finished rounds from the lead's line and pay no licence premium.
    seed, draws : int
        How to draw.

    Raises
    ------
    InputError
        An unknown counterfactual, or a programme without a production plan.
    """
    if counterfactual not in COUNTERFACTUALS:
        near = suggestion(counterfactual, COUNTERFACTUALS)
        raise InputError(f"unknown counterfactual {counterfactual!r}{near}")
    plan = programme.production
    if plan is None or programme.lead is None or plan.first_unit_cost.price_year is None:
        raise InputError(f"programme {programme.id} has no production plan")
    quantity_ranges = {
        item.party: range_of(f"quantity_{item.party}", item.quantity) for item in plan.quantities
    }
    ranges = (
        *quantity_ranges.values(),
        range_of("export_quantity", plan.export_quantity),
        range_of("first_unit_cost", plan.first_unit_cost),
        range_of("learning_slope", plan.learning_slope),
        range_of(_LICENCE, plan.licence_premium),
    )
    drawn = draw(ranges, seed, draws)
    shared, separate = _costs(tuple(quantity_ranges), drawn)
    parties = {}
    for party in quantity_ranges:
        premium = drawn[_LICENCE] if party != programme.lead else np.ones(draws)
        paid = shared[party] * premium
        without = _without(counterfactual, paid, shared[party], separate[party])
        parties[party] = LineSaving(
            party, distribution(paid), distribution(without), distribution(without - paid)
        )
    return LineSavings(
        programme=programme.id,
        counterfactual=counterfactual,
        meaning=COUNTERFACTUALS[counterfactual],
        price_year=plan.first_unit_cost.price_year,
        parties=parties,
        assumptions=ranges,
        remark="Setting up a line of one's own is not counted, so a line for each is understated by that.",
    )


def _costs(
    parties: tuple[str, ...], drawn: Mapping[str, Floats]
) -> tuple[dict[str, Floats], dict[str, Floats]]:
    count = len(drawn["learning_slope"])
    shared = {party: np.empty(count) for party in parties}
    separate = {party: np.empty(count) for party in parties}
    for number in range(count):
        curve = LearningCurve(
            "crawford", float(drawn["first_unit_cost"][number]), float(drawn["learning_slope"][number])
        )
        quantities = {party: max(1, round(float(drawn[f"quantity_{party}"][number]))) for party in parties}
        bought = joint_buy(curve, quantities, export=round(float(drawn["export_quantity"][number])))
        for party in parties:
            shared[party][number] = bought.shares_million_usd[party]
            separate[party][number] = bought.separate_million_usd[party]
    return shared, separate


def _without(counterfactual: str, paid: Floats, shared: Floats, separate: Floats) -> Floats:
    worlds = {
        "same_kit_each_pays": separate,
        "same_budget": paid,
        "not_built": np.zeros_like(paid),
        "us_only_later": shared,
    }
    return worlds[counterfactual]
