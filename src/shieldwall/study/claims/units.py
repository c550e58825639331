"""Workings of claims on the order of battle: who stood where, since when, how many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from shieldwall.catalogue.load import Catalogue
from shieldwall.catalogue.on_the_day import loads_of
from shieldwall.model.claims import PaperClaim
from shieldwall.model.errors import InputError
from shieldwall.model.posture import PostureUnit
from shieldwall.model.systems import Platform
from shieldwall.study.claims.bench import (
    Bench,
    Worked,
    Working,
    day_words,
    listed,
    on_own_word,
    others,
    term,
    terms_of,
)

_YEAR_DAYS: Final = 365.25


def matching(catalogue: Catalogue, claim: PaperClaim) -> Iterator[PostureUnit]:
    """Yield the units of the catalogue that a claim is about, whatever their dates; no options.

    The subject names ``party`` and ``kind`` (several split by commas), and may name ``carries`` (how the id
    of a load begins), ``site`` and ``north_of`` (degrees). Units known from the paper alone are left out.
    """
    terms = terms_of(claim)
    kinds = term(claim, "kind").split(",")
    for unit in catalogue.records(PostureUnit):
        if unit.option is not None or unit.party != term(claim, "party") or unit.kind not in kinds:
            continue
        if "carries" in terms and not _carries(catalogue, unit, terms["carries"]):
            continue
        if "site" in terms and unit.site != terms["site"]:
            continue
        if "north_of" in terms and (unit.lat is None or unit.lat <= float(terms["north_of"])):
            continue
        if not on_own_word(unit.cites, claim.paper):
            yield unit


def _carries(catalogue: Catalogue, unit: PostureUnit, prefix: str) -> bool:
    return any(load.interceptor.startswith(prefix) for load in loads_of(catalogue, unit))


def _in_place(bench: Bench, claim: PaperClaim, day: dt.date) -> tuple[list[PostureUnit], list[PostureUnit]]:
    """Return the units in place on a day, and those whose derived first day may come too late by so much."""
    late = dt.timedelta(days=round(float(terms_of(claim).get("uncertain_years", "0")) * _YEAR_DAYS))
    units = list(matching(bench.catalogue, claim))
    there = [unit for unit in units if unit.stands(day, frozenset())]
    perhaps = [unit for unit in units if unit.basis != "reported" and day < unit.since <= day + late]
    return there, perhaps


def units_in_place(bench: Bench, claim: PaperClaim) -> Worked:
    """Count units on a day."""
    day = _day(claim)
    there, perhaps = _in_place(bench, claim, day)
    names = [unit.name for unit in there]
    shown = f": {listed(names)}" if names else ""
    explanation = f"The catalogue has {len(there)} on {day_words(day)}{shown}."
    if perhaps:
        explanation += (
            f" {len(perhaps)} more have a derived first day soon after, the first on "
            f"{day_words(min(unit.since for unit in perhaps))}, and may have been there."
        )
    counts = dict.fromkeys((float(len(there)), float(len(there) + len(perhaps))))
    return Worked(tuple(counts), explanation, _sources(there, claim))


def first_in_place(bench: Bench, claim: PaperClaim) -> Worked:
    """Find the first day of the first unit."""
    units = sorted(matching(bench.catalogue, claim), key=lambda unit: (unit.since, unit.id))
    if not units:
        return Worked((), "No such unit stands in the catalogue on another's word.")
    days = [f"{unit.name}, {day_words(unit.since)}" for unit in units]
    explanation = f"First in the catalogue: {'; '.join(days[:3])}."
    return Worked((float(units[0].since.toordinal()),), explanation, _sources(units[:3], claim))


def share_in_place(bench: Bench, claim: PaperClaim) -> Worked:
    """Divide units in place on each of some days by a whole number of them."""
    whole = int(term(claim, "of"))
    readings: list[float] = []
    words: list[str] = []
    sources: dict[str, None] = {}
    certain = 0.0
    for day in _days(claim):
        there, perhaps = _in_place(bench, claim, day)
        certain = len(there) / whole
        readings += dict.fromkeys((len(there) / whole, (len(there) + len(perhaps)) / whole))
        more = f" (perhaps {len(there) + len(perhaps)})" if perhaps else ""
        words.append(f"{len(there)}{more} of {whole} on {day_words(day)}")
        sources |= dict.fromkeys(_sources(there, claim))
    return Worked(tuple(readings), f"In place: {'; '.join(words)}.", tuple(sources), main=certain)


def ships_at_sea(bench: Bench, claim: PaperClaim) -> Worked:
    """Count units on some days times the share of their platform on station, low to high."""
    readings: list[float] = []
    words: list[str] = []
    sources: dict[str, None] = {}
    typical = 0.0
    for day in _days(claim):
        there, _ = _in_place(bench, claim, day)
        facts = [bench.catalogue.record(Platform, unit.system).facts.availability_typical for unit in there]
        low, typical, high = (
            sum(fact.value if end is None else end for fact, end in zip(facts, ends, strict=True))
            for ends in (
                [fact.low for fact in facts],
                [fact.value for fact in facts],
                [fact.high for fact in facts],
            )
        )
        readings += [low, high]
        sources |= dict.fromkeys(others((cite for fact in facts for cite in fact.cites), claim.paper))
        words.append(
            f"of {len(there)} on {day_words(day)} some {typical:.1f} at sea ({low:.1f} to {high:.1f})"
        )
    explanation = (
        f"Ships with SM-3 based in Japan: {'; '.join(words)}. Ships based elsewhere that visit are not "
        "counted, and no other publication of the plan was found."
    )
    return Worked(tuple(readings), explanation, tuple(sources), main=typical)


def _day(claim: PaperClaim) -> dt.date:
    if claim.on is None:
        raise InputError(f"the claim {claim.id} needs the day on which units are counted")
    return claim.on


def _days(claim: PaperClaim) -> list[dt.date]:
    return [dt.date.fromisoformat(day) for day in term(claim, "days").split(",")]


def _sources(units: list[PostureUnit], claim: PaperClaim) -> tuple[str, ...]:
    return others((cite for unit in units for cite in unit.cites), claim.paper)


WORKINGS: Final[dict[str, Working]] = {
    "units_in_place": units_in_place,
    "first_in_place": first_in_place,
    "share_in_place": share_in_place,
    "ships_at_sea": ships_at_sea,
}
"""Workings on the order of battle, by name."""
