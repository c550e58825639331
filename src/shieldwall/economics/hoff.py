"""Hoff (2015) on what SM-3 Block IIA cost and who saved: each claim beside what the budgets give.

Nothing is computed from the claims. The budgets give many readings (see `shieldwall.economics.evidence`),
because the paper's table is not available and it names neither window nor basis. The verdict follows from
all of them by rule: *supported* where every reading agrees with the claim within its rounding,
*not supported* where none does and all lie on one side, *not identified* where some do or where they lie
about it, *not testable* where no budget line could decide.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from shieldwall.economics.contributions import Contribution, Contributions, shares_of
from shieldwall.economics.evidence import Evidence, gather
from shieldwall.economics.prices import YearlySeries, spans
from shieldwall.economics.shares import COUNTERFACTUALS, savings
from shieldwall.model.claims import Verdict
from shieldwall.model.errors import InputError
from shieldwall.model.money import BudgetLine, PublishedClaim
from shieldwall.model.programme import Programme

PUBLISHED_ON: Final = dt.date(2015, 12, 2)
PROGRAMME: Final = "sm3_block_iia"
JAPAN: Final = ("JPN", "co_development")
UNITED_STATES: Final = ("USA", "pe_0604881c")

PAID, SHARE, MORE, DOLLAR, EQUITABLE = (
    "japan_paid_so_far", "japan_share_to_date", "us_spent_more", "every_dollar_saved", "equitable_share",
)  # fmt: skip
IMPLIED: Final = "programme_total_implied"


@dataclass(frozen=True, slots=True)
class ClaimCheck:
    """One claim beside what was computed without it.

    Attributes
    ----------
    id, claim : str
        Which, and what it says.
    unit : str
        Unit of the numbers.
    published, published_low, published_high : float or None
        The number as published, and the range that its rounding stands for.
    computed : float or None
        What the publication's own rule gives on the budget lines found; never from the claim.
    difference : float or None
        Computed less published.
    low, high : float or None
        The range over all readings.
    readings, agreeing : int
        How many readings there are, and how many lie within the rounding.
    verdict : Verdict
        By rule.
    explanation : str
        In words, with the numbers.
    """

    id: str
    claim: str
    unit: str
    published: float | None
    published_low: float | None
    published_high: float | None
    computed: float | None
    difference: float | None
    low: float | None
    high: float | None
    readings: int
    agreeing: int
    verdict: Verdict
    explanation: str


@dataclass(frozen=True, slots=True)
class HoffCheck:
    """All claims of the paper on money, and the evidence that they were held against."""

    checks: tuple[ClaimCheck, ...]
    evidence: Evidence


def check_hoff(
    claims: Sequence[PublishedClaim],
    lines: Sequence[BudgetLine],
    programme: Programme,
    rates: Sequence[YearlySeries],
) -> HoffCheck:
    """Return every claim beside what the budget lines give.

    Parameters
    ----------
    claims : sequence of PublishedClaim
        The paper's claims; read for their published side alone.
    lines : sequence of BudgetLine
        Budget lines of SM-3 Block IIA.
    programme : Programme
        SM-3 Block IIA, with its plans and assumptions.
    rates : sequence of YearlySeries
        Exchange series of the yen; first the calendar-year averages that the paper says it used.

    Returns
    -------
    HoffCheck
        One check for each claim, and one for the total that two of them imply.

    Raises
    ------
    InputError
        A claim is missing.
    """
    by_id = {claim.id: claim for claim in claims}
    absent = [name for name in (PAID, SHARE, MORE, DOLLAR, EQUITABLE) if name not in by_id]
    if absent:
        raise InputError(f"the claims {', '.join(absent)} are missing")
    found = gather(lines, PROGRAMME, (JAPAN, UNITED_STATES), rates, PUBLISHED_ON)
    checks = (
        _paid(by_id[PAID], found, lines),
        _share(by_id[SHARE], found),
        _implied(by_id[PAID], by_id[SHARE], found),
        _more(by_id[MORE], found, lines),
        _dollar(by_id[DOLLAR], found, programme),
        _equitable(by_id[EQUITABLE], found, programme),
    )
    return HoffCheck(checks, found)


def verdict_of(readings: Sequence[float], low: float, high: float) -> Verdict:
    """Return what the readings say of a number that was rounded to lie between two bounds.

    Examples
    --------
    >>> verdict_of([1.0, 2.0], 0.5, 2.5), verdict_of([1.0, 2.0], 3.0, 4.0), verdict_of([1.0, 5.0], 3.0, 4.0)
    ('supported', 'not_supported', 'not_identified')
    """
    inside = [low <= reading <= high for reading in readings]
    if all(inside):
        return "supported"
    if not any(inside) and (max(readings) < low or min(readings) > high):
        return "not_supported"
    return "not_identified"


def _paid(claim: PublishedClaim, found: Evidence, lines: Sequence[BudgetLine]) -> ClaimCheck:
    stated = found.first_stated
    sums = [reading.million_usd for reading in found.first]
    conflicts = _payments(lines, JAPAN[0])
    others = "; ".join(f"{line.amount:,.0f} million dollars by {line.edition}" for line in conflicts)
    gap = f", and {spans(found.missing)} were not found, so this is a floor" if found.missing else ""
    explanation = (
        f"By the paper's own rule, the initial budgets found ({stated.window}) sum to "
        f"{stated.million_usd:,.1f} million dollars{gap}. Over windows, bases and rates the sum runs from "
        f"{min(sums):,.0f} to {max(sums):,.0f}, and {_agreeing(claim, sums)} of {len(sums)} round to hers."
        + (f" Statements of the time give {others}." if others else "")
    )
    return _check(claim, stated.million_usd, sums, explanation)


def _share(claim: PublishedClaim, found: Evidence) -> ClaimCheck:
    stated = _pair_share(found.first_stated.million_usd, found.second_stated.million_usd)
    shares = [_pair_share(a.million_usd, b.million_usd) for a in found.first for b in found.second]
    explanation = (
        f"The United States paid {found.second_stated.million_usd:,.1f} million dollars "
        f"({found.second_stated.window}); with Japan's sum by the paper's rule the share is {stated:.1%}. "
        f"{_agreeing(claim, shares)} of {len(shares)} pairs of readings round to the published share, so it "
        "does not say which was used."
    )
    return _check(claim, stated, shares, explanation)


def _implied(paid: PublishedClaim, share: PublishedClaim, found: Evidence) -> ClaimCheck:
    value, low, high = implied_total(paid, share)
    stated = found.first_stated.million_usd + found.second_stated.million_usd
    totals = [a.million_usd + b.million_usd for a in found.first for b in found.second]
    implied = PublishedClaim(
        id=IMPLIED,
        claim=f"Two claims together imply a total of {value:,.0f} million dollars to date",
        value=value,
        unit="million_USD",
        half_width=(high - low) / 2.0,
        source=paid.source,
    )
    explanation = (
        f"The rounding of the two claims allows {low:,.0f} to {high:,.0f}; the budgets found sum to "
        f"{stated:,.0f} by the paper's rule, and to {min(totals):,.0f} to {max(totals):,.0f} in all readings."
    )
    return _check(implied, stated, totals, explanation, bounds=(low, high))


def _more(claim: PublishedClaim, found: Evidence, lines: Sequence[BudgetLine]) -> ClaimCheck:
    ratios = [b.million_usd / a.million_usd for a in found.first for b in found.second]
    stated = found.second_stated.million_usd / found.first_stated.million_usd
    more = sum(ratio > 1.0 for ratio in ratios)
    verdict: Verdict = "supported" if more == len(ratios) else "not_identified" if more else "not_supported"
    press = _payments(lines, UNITED_STATES[0])
    short = found.second_stated.million_usd - found.first_stated.million_usd
    doubt = " A report of 2015 gives both about the same, from statements and not budgets." if press else ""
    explanation = (
        f"In {more} of {len(ratios)} readings of the budgets the United States paid more: "
        f"{min(ratios):,.1f} to {max(ratios):,.1f} times Japan's sum.{doubt} Japan's years not found could "
        f"narrow this, and would have to hold {short:,.0f} million dollars to undo it."
    )
    return ClaimCheck(
        id=claim.id,
        claim=claim.claim,
        unit="ratio",
        published=None,
        published_low=None,
        published_high=None,
        computed=stated,
        difference=None,
        low=min(ratios),
        high=max(ratios),
        readings=len(ratios),
        agreeing=more,
        verdict=verdict,
        explanation=explanation,
    )


def _dollar(claim: PublishedClaim, found: Evidence, programme: Programme) -> ClaimCheck:
    paid = _as_contributions(found)
    saved = {}
    for world in COUNTERFACTUALS:
        party = savings(paid, programme, world).parties[UNITED_STATES[0]].saving_million_usd
        saved[world] = (party.low, party.mean, party.high)
    per_dollar = {
        world: tuple(value / found.first_stated.million_usd for value in values)
        for world, values in saved.items()
    }
    shown = "; ".join(
        f"{world} {middle:+.2f} ({low:+.2f} to {high:+.2f})"
        for world, (low, middle, high) in per_dollar.items()
    )
    explanation = (
        "No budget line shows what would have been spent otherwise. U.S. saving for each Japanese dollar, "
        f"by counterfactual: {shown}. One is reached only if all of Japan's money replaced U.S. money and "
        "cooperation cost nothing."
    )
    ends = [value for values in per_dollar.values() for value in values]
    value, low, high = _numbers(claim)
    computed = per_dollar["same_kit_each_pays"][1]
    return ClaimCheck(
        id=claim.id,
        claim=claim.claim,
        unit="ratio",
        published=value,
        published_low=low,
        published_high=high,
        computed=computed,
        difference=computed - value,
        low=min(ends),
        high=max(ends),
        readings=len(per_dollar),
        agreeing=0,
        verdict="not_testable",
        explanation=explanation,
    )


def _equitable(claim: PublishedClaim, found: Evidence, programme: Programme) -> ClaimCheck:
    stated = _pair_share(found.first_stated.million_usd, found.second_stated.million_usd)
    shares = [_pair_share(a.million_usd, b.million_usd) for a in found.first for b in found.second]
    plans = {plan.plan: plan.share for plan in programme.planned_shares if plan.party == JAPAN[0]}
    planned = [plan.value for plan in plans.values()]
    shown = ", ".join(f"{name} {plan.value:.0%}" for name, plan in plans.items())
    explanation = (
        f"The budgets found give Japan {min(shares):.0%} to {max(shares):.0%}; the plans gave it {shown}. "
        "Equitable is not equal, and a share of the work may be valued otherwise than a share of the money."
    )
    return _check(claim, stated, [*shares, *planned], explanation)


def implied_total(paid: PublishedClaim, share: PublishedClaim) -> tuple[float, float, float]:
    """Return the total that an amount and its share imply, with the range that their rounding allows.

    Examples
    --------
    >>> amount = PublishedClaim(id="a", claim="", value=431, unit="million_USD", half_width=0.5, source="s")
    >>> part = PublishedClaim(id="b", claim="", value=0.18, unit="share", half_width=0.005, source="s")
    >>> round(implied_total(amount, part)[0])
    2394
    """
    amount, low_amount, high_amount = _numbers(paid)
    part, low_part, high_part = _numbers(share)
    return amount / part, low_amount / high_part, high_amount / low_part


def _check(
    claim: PublishedClaim,
    computed: float,
    readings: Sequence[float],
    explanation: str,
    bounds: tuple[float, float] | None = None,
) -> ClaimCheck:
    value, low, high = _numbers(claim)
    low, high = bounds or (low, high)
    return ClaimCheck(
        id=claim.id,
        claim=claim.claim,
        unit=claim.unit or "",
        published=value,
        published_low=low,
        published_high=high,
        computed=computed,
        difference=computed - value,
        low=min(readings),
        high=max(readings),
        readings=len(readings),
        agreeing=sum(low <= reading <= high for reading in readings),
        verdict=verdict_of(readings, low, high),
        explanation=explanation,
    )


def _agreeing(claim: PublishedClaim, readings: Sequence[float]) -> int:
    _, low, high = _numbers(claim)
    return sum(low <= reading <= high for reading in readings)


def _numbers(claim: PublishedClaim) -> tuple[float, float, float]:
    if claim.value is None:
        raise InputError(f"the claim {claim.id} has no number")
    half = claim.half_width or 0.0
    return claim.value, claim.value - half, claim.value + half


def _pair_share(first: float, second: float) -> float:
    return shares_of({"first": first, "second": second})["first"]


def _payments(lines: Sequence[BudgetLine], party: str) -> tuple[BudgetLine, ...]:
    return tuple(
        line
        for line in lines
        if line.party == party
        and line.element == "paid_to_date"
        and line.status == "cumulative"
        and line.known_on <= PUBLISHED_ON
    )


def _as_contributions(found: Evidence) -> Contributions:
    amounts: Mapping[str, float] = {
        JAPAN[0]: found.first_stated.million_usd,
        UNITED_STATES[0]: found.second_stated.million_usd,
    }
    parties = {
        party: Contribution(
            party, amount, (), found.missing if party == JAPAN[0] else (), "by the paper's rule"
        )
        for party, amount in amounts.items()
    }
    return Contributions(PROGRAMME, "then-year", sum(amounts.values()), parties, shares_of(amounts))
