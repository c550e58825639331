"""Who saves what by paying together, and against which world: savings under named counterfactuals.

A share of the cost is a fact; a saving is a comparison with a world that did not happen. Each result names
that world and every assumption, and comes as a distribution over the assumptions' ranges. The arithmetic of
one party ``p``, with contributions ``C`` (own overrun that cooperation caused taken out), overhead ``t``
and additionality ``a``:

    alone_p = (1 - t) (C_p + a sum of the others' C)

``same_kit_each_pays``: saving = alone_p - paid_p. ``same_budget``: no saving; the party's own money pays
for ``paid_p / alone_p`` of the kit. ``not_built``: saving = -paid_p, and no kit. ``us_only_later``: the
lead pays alone ``d`` years later with real growth ``g``, recovers a share ``r`` from the partners'
purchases, and the partners pay that instead of developing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from shieldwall.economics.contributions import Contributions
from shieldwall.economics.spread import (
    Confidence,
    Distribution,
    Range,
    confidence_of,
    distribution,
    draw,
    range_of,
)
from shieldwall.model.errors import InputError, suggestion
from shieldwall.model.programme import Programme, SharingAssumptions

Floats = npt.NDArray[np.float64]

DRAWS: Final = 4096

COUNTERFACTUALS: Final[dict[str, str]] = {
    "same_kit_each_pays": "Each party would have developed the kit alone and paid for all of it.",
    "same_budget": "Each party would have spent what it did spend, alone, and had what that pays for.",
    "not_built": "Without the partner nobody would have built it: the money stays, the kit does not exist.",
    "us_only_later": "The lead party would have built it alone and later; the partners would have bought it.",
}
"""The worlds that a saving may be measured against."""

NOT_MODELLED: Final = (
    "opportunity cost: what else the money, and the years, could have bought",
    "what the system is worth: savings are compared in money alone",
    "interest on money spent earlier or later",
    "leak of technology, and dependence on the partner for supply and permission to export",
)
"""What a saving does not hold, said in every result."""


@dataclass(frozen=True, slots=True)
class PartySaving:
    """What one party saves, against one counterfactual.

    Attributes
    ----------
    party : str
        Who.
    paid_million_usd : float
        What it paid in the world that happened.
    share : float
        Its share of the total.
    without_million_usd : Distribution
        What it would have paid.
    saving_million_usd : Distribution
        What it would have paid less what it paid; negative where cooperation cost it more.
    point : Confidence
        The saving with every assumption at its likely value, where it stands on the S-curve, and what a
        higher confidence would add.
    chance_of_saving : float
        Share of draws with a saving above zero.
    kit_paid_for : Distribution
        Share of the kit that it has in that world: one, none, or what its own budget pays for.
    work_at_home_million_usd : float or None
        Part of the total that its industry earned, where the workshare is known; no saving.
    """

    party: str
    paid_million_usd: float
    share: float
    without_million_usd: Distribution
    saving_million_usd: Distribution
    point: Confidence
    chance_of_saving: float
    kit_paid_for: Distribution
    work_at_home_million_usd: float | None


@dataclass(frozen=True, slots=True)
class Savings:
    """Savings of all parties against one counterfactual.

    Attributes
    ----------
    programme, counterfactual, meaning : str
        What, against which world, and that world in a sentence.
    prices : str
        Then-year, or the price year.
    total_million_usd : float
        What all parties paid.
    parties : dict of str to PartySaving
        By party.
    years_later : Distribution
        How much later the kit comes in that world.
    assumptions : tuple of Range
        Every assumption with its range and reason.
    missing : dict of str to tuple of int
        Years without a figure, by party: the shares stand on the rest.
    not_modelled : tuple of str
        What is left out.
    draws, seed : int
        How the distributions were drawn.
    """

    programme: str
    counterfactual: str
    meaning: str
    prices: str
    total_million_usd: float
    parties: dict[str, PartySaving]
    years_later: Distribution
    assumptions: tuple[Range, ...]
    missing: dict[str, tuple[int, ...]]
    not_modelled: tuple[str, ...]
    draws: int
    seed: int


@dataclass(frozen=True, slots=True)
class Swing:
    """A party's saving with one assumption at its ends and the others at their likely value."""

    assumption: str
    party: str
    at_low: float
    at_likely: float
    at_high: float


def assumption_ranges(
    assumptions: SharingAssumptions, hold: Mapping[str, float] | None = None
) -> tuple[Range, ...]:
    """Return the assumptions as ranges, some held at one value.

    Parameters
    ----------
    assumptions : SharingAssumptions
        From the programme's record.
    hold : mapping of str to float, optional
        Assumptions to fix; ``{"additionality": 1.0, "cooperation_overhead": 0.0, "overrun_anyway": 1.0}``
        is the reading in which every partner dollar is a dollar saved.

    Raises
    ------
    InputError
        A name is not an assumption, or a held share is not between 0 and 1.
    """
    names = (
        "additionality", "cooperation_overhead", "overrun", "overrun_anyway",
        "delay_years", "growth_per_year", "recoupment",
    )  # fmt: skip
    held = dict(hold or {})
    for name, value in held.items():
        if name not in names:
            raise InputError(f"unknown assumption {name!r}{suggestion(name, names)}")
        fact = getattr(assumptions, name)
        if not np.isfinite(value) or (fact.unit == "share" and not 0.0 <= value <= 1.0):
            raise InputError(f"{name} is a {fact.unit}, and {value:g} is not one")
    ranges = [range_of(name, getattr(assumptions, name)) for name in names]
    return tuple(item.fixed_at(held[item.name]) if item.name in held else item for item in ranges)


def savings(
    paid: Contributions,
    programme: Programme,
    counterfactual: str,
    *,
    hold: Mapping[str, float] | None = None,
    seed: int = 0,
    draws: int = DRAWS,
) -> Savings:
    """Return what each party saves against a named counterfactual.

    Parameters
    ----------
    paid : Contributions
        What the parties paid.
    programme : Programme
        With its lead party and its sharing assumptions.
    counterfactual : str
        One of `COUNTERFACTUALS`.
    hold : mapping of str to float, optional
        Assumptions to fix (see `assumption_ranges`).
    seed, draws : int
        How to draw; an assumption's draws do not depend on the others.

    Raises
    ------
    InputError
        An unknown counterfactual or assumption, or a programme without assumptions.
    """
    if counterfactual not in COUNTERFACTUALS:
        near = suggestion(counterfactual, COUNTERFACTUALS)
        raise InputError(f"unknown counterfactual {counterfactual!r}{near}")
    terms, lead = _terms(programme)
    ranges = assumption_ranges(terms, hold)
    drawn = draw(ranges, seed, draws)
    amounts = {party: found.million_usd for party, found in paid.parties.items()}
    world = _world(counterfactual, amounts, lead, terms.overrun_party, drawn)
    likely = draw([item.fixed_at(item.likely) for item in ranges], seed, 1)
    point = _world(counterfactual, amounts, lead, terms.overrun_party, likely)
    at_home = {plan.party: plan.share.value * paid.total_million_usd for plan in terms.workshare}
    parties = {}
    for party, amount in amounts.items():
        cost, kit = world.cost[party], world.kit[party]
        parties[party] = PartySaving(
            party=party,
            paid_million_usd=amount,
            share=paid.shares[party],
            without_million_usd=distribution(cost),
            saving_million_usd=distribution(cost - amount),
            point=confidence_of(float(point.cost[party][0]) - amount, cost - amount),
            chance_of_saving=float(np.mean(cost - amount > 1e-9)),
            kit_paid_for=distribution(kit),
            work_at_home_million_usd=at_home.get(party),
        )
    return Savings(
        programme=programme.id,
        counterfactual=counterfactual,
        meaning=COUNTERFACTUALS[counterfactual],
        prices=paid.prices,
        total_million_usd=paid.total_million_usd,
        parties=parties,
        years_later=distribution(world.years_later),
        assumptions=ranges,
        missing={party: found.missing for party, found in paid.parties.items()},
        not_modelled=NOT_MODELLED,
        draws=draws,
        seed=seed,
    )


def swings(paid: Contributions, programme: Programme, counterfactual: str) -> tuple[Swing, ...]:
    """Return each party's saving with one assumption at a time at its low and high end.

    The order is from the widest swing to the narrowest; assumptions that change nothing are left out.
    """
    terms, _ = _terms(programme)
    ranges = assumption_ranges(terms)
    likely = {item.name: item.likely for item in ranges}
    found: list[Swing] = []
    for item in ranges:
        ends = {
            end: savings(paid, programme, counterfactual, hold=likely | {item.name: value}, draws=1)
            for end, value in (("low", item.low), ("likely", item.likely), ("high", item.high))
        }
        for party in paid.parties:
            low, middle, high = (
                ends[end].parties[party].saving_million_usd.mean for end in ("low", "likely", "high")
            )
            if low != high:
                found.append(Swing(item.name, party, low, middle, high))
    return tuple(sorted(found, key=lambda swing: -abs(swing.at_high - swing.at_low)))


@dataclass(frozen=True, slots=True)
class _World:
    cost: dict[str, Floats]
    kit: dict[str, Floats]
    years_later: Floats


def _terms(programme: Programme) -> tuple[SharingAssumptions, str]:
    if programme.assumptions is None or programme.lead is None:
        raise InputError(f"programme {programme.id} has no sharing assumptions and so no savings")
    return programme.assumptions, programme.lead


def _world(
    counterfactual: str,
    amounts: Mapping[str, float],
    lead: str,
    overrun_party: str,
    drawn: Mapping[str, Floats],
) -> _World:
    count = len(drawn["additionality"])
    none, one = np.zeros(count), np.ones(count)
    alone = _alone(amounts, overrun_party, drawn)
    if counterfactual == "same_kit_each_pays":
        return _World(alone, dict.fromkeys(amounts, one), none)
    if counterfactual == "same_budget":
        spent = {party: np.full(count, amount) for party, amount in amounts.items()}
        kit = {party: np.minimum(1.0, spent[party] / np.maximum(alone[party], 1e-12)) for party in amounts}
        return _World(spent, kit, none)
    if counterfactual == "not_built":
        return _World(dict.fromkeys(amounts, none), dict.fromkeys(amounts, none), none)
    if lead not in amounts:
        raise InputError(f"the lead party {lead} is not among those who paid: {', '.join(amounts)}")
    later = alone[lead] * (1.0 + drawn["growth_per_year"]) ** drawn["delay_years"]
    recovered = drawn["recoupment"] * later
    partners = _partner_weights(amounts, lead)
    cost = {lead: later - recovered} | {party: recovered * weight for party, weight in partners.items()}
    return _World(
        {party: cost[party] for party in amounts}, dict.fromkeys(amounts, one), drawn["delay_years"]
    )


def _alone(
    amounts: Mapping[str, float], overrun_party: str, drawn: Mapping[str, Floats]
) -> dict[str, Floats]:
    """Return what each party's own programme would have cost it, by draw."""
    net = {}
    for party, amount in amounts.items():
        caused = drawn["overrun"] * (1.0 - drawn["overrun_anyway"]) if party == overrun_party else 0.0
        net[party] = np.maximum(amount - caused, 0.0) * np.ones_like(drawn["overrun"])
    total = sum(net.values(), np.zeros_like(drawn["overrun"]))
    kept = 1.0 - drawn["cooperation_overhead"]
    return {party: kept * (own + drawn["additionality"] * (total - own)) for party, own in net.items()}


def _partner_weights(amounts: Mapping[str, float], lead: str) -> dict[str, float]:
    partners: Sequence[str] = [party for party in amounts if party != lead]
    paid = sum(amounts[party] for party in partners)
    return {party: amounts[party] / paid if paid else 1.0 / len(partners) for party in partners}
