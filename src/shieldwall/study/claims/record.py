"""Workings of claims on the rest of the record: days, laws, facts, tests, sales, and other publications."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from shieldwall.case.law import permits_on
from shieldwall.catalogue.events import events
from shieldwall.catalogue.facts import facts_of
from shieldwall.catalogue.ledgers import ledger
from shieldwall.catalogue.load import Catalogue
from shieldwall.model.claims import PaperClaim
from shieldwall.model.errors import InputError
from shieldwall.model.law import Agreement
from shieldwall.model.money import SaleCase
from shieldwall.model.posture import PostureUnit
from shieldwall.model.programme import Programme
from shieldwall.model.provenance import Cite, Dispute
from shieldwall.model.systems import Interceptor
from shieldwall.study.claims.bench import (
    Bench,
    Worked,
    Working,
    day_words,
    listed,
    on_own_word,
    others,
    term,
)

OWN_WORD: Final = "It stands in the catalogue on the paper's own word alone."
_PARTIES: Final = ("JPN", "USA")


class _Dated:
    """A record with its first and last possible day, found by ``kind:id``."""

    def __init__(self, catalogue: Catalogue, named: str) -> None:
        kind, _, name = named.partition(":")
        self.disputes: tuple[Dispute, ...] = ()
        if kind == "event":
            event = next((event for event in events(catalogue) if event.id == name), None)
            if event is None:
                raise InputError(f"no event {name!r} in the timeline")
            self.name, self.first, self.last = event.event, event.first, event.last
            self.cites: tuple[Cite, ...] = (Cite(source=event.source),)
            return
        found: Agreement | PostureUnit | Programme
        if kind == "agreement":
            found = catalogue.record(Agreement, name)
            self.disputes = found.disputes
        elif kind == "unit":
            found = catalogue.record(PostureUnit, name)
        elif kind == "programme":
            found = catalogue.record(Programme, name)
        else:
            raise InputError(f"{named!r}: a day is that of an event, an agreement, a unit or a programme")
        self.name, self.cites, self.first, self.last = found.name, found.cites, found.since, found.since

    @property
    def words(self) -> str:
        """Name and day."""
        if self.first == self.last:
            return f"{self.name}: {day_words(self.first)}"
        return f"{self.name}: {day_words(self.first)} to {day_words(self.last)}"


def _subjects(claim: PaperClaim) -> list[str]:
    return [part.strip() for part in (claim.subject or "").split(";")]


def day_of(bench: Bench, claim: PaperClaim) -> Worked:
    """Read the day of one record or several."""
    found = [_Dated(bench.catalogue, name) for name in _subjects(claim)]
    used = [item for item in found if not on_own_word(item.cites, claim.paper)]
    if not used:
        return Worked((), OWN_WORD)
    days = [float(day.toordinal()) for item in used for day in dict.fromkeys((item.first, item.last))]
    disputes = [
        f" Disputed: {dispute.reason}"
        for item in used
        for dispute in item.disputes
        if claim.paper in {cite.source for cite in dispute.cites}
    ]
    sources = others((cite for item in used for cite in item.cites), claim.paper)
    words = f"In the catalogue: {'; '.join(item.words for item in used)}.{''.join(disputes)}"
    return Worked(tuple(days), words, sources)


def days_after(bench: Bench, claim: PaperClaim) -> Worked:
    """Count the days from one record to each of some others."""
    named, _, reference = (claim.subject or "").partition(" after ")
    before = _Dated(bench.catalogue, reference.strip())
    found = [_Dated(bench.catalogue, name.strip()) for name in named.split(";")]
    used = [item for item in found if not on_own_word(item.cites, claim.paper)]
    if on_own_word(before.cites, claim.paper) or not used:
        return Worked((), OWN_WORD)
    gaps = [(item.first - before.last).days for item in used]
    words = "; ".join(f"{item.words} ({gap:+d} days)" for item, gap in zip(used, gaps, strict=True))
    sources = others((*before.cites, *(cite for item in used for cite in item.cites)), claim.paper)
    return Worked(tuple(float(gap) for gap in gaps), f"{before.words}. {words}.", sources)


def said_by(bench: Bench, claim: PaperClaim) -> Worked:
    """Count other publications that say so."""
    found = [bench.catalogue.source(name) for name in _subjects(claim) if name != claim.paper]
    words = "; ".join(f"{source.publisher}: {source.note or source.title}" for source in found)
    return Worked((float(len(found)),), words, tuple(source.id for source in found))


def permitted(bench: Bench, claim: PaperClaim) -> Worked:
    """Count the sharings, each ``mechanism giver receiver``, that agreements in force on a day permit."""
    if claim.on is None:
        raise InputError(f"the claim {claim.id} needs the day on which agreements are read")
    known = {name: bench.catalogue.record(Agreement, name) for name in bench.catalogue.ids(Agreement)}
    wanted = [tuple(part.split()) for part in _subjects(claim)]
    held = {
        (permit.mechanism, permit.giver, permit.receiver): known[name]
        for name, permit in permits_on(known, claim.on, _PARTIES)
        if not on_own_word(known[name].cites, claim.paper)
    }
    there = [held[item] for item in wanted if item in held]
    names = list(dict.fromkeys(agreement.name for agreement in there))
    shown = f": {listed(names)}" if names else ""
    words = f"{len(there)} of {len(wanted)} are permitted on {day_words(claim.on)}{shown}."
    sources = others((cite for agreement in there for cite in agreement.cites), claim.paper)
    return Worked((float(len(there)),), words, sources)


def ratio_of_facts(bench: Bench, claim: PaperClaim) -> Worked:
    """Divide facts of one interceptor by those of another, the low end by the high end."""
    new, old = (facts_of(bench.catalogue.record(Interceptor, term(claim, which))) for which in ("new", "old"))
    readings: list[float] = []
    words: list[str] = []
    sources: dict[str, None] = {}
    for name in term(claim, "facts").split(","):
        (low, _), (_, high) = new[name].bounds_si, old[name].bounds_si
        readings.append(low / high)
        words.append(
            f"{name} {new[name].value:g} against {old[name].value:g}, at least {low / high:.2f} times"
        )
        sources |= dict.fromkeys(others((*new[name].cites, *old[name].cites), claim.paper))
    return Worked(tuple(readings), f"{'; '.join(words)}.", tuple(sources), main=min(readings))


def rounds_notified(bench: Bench, claim: PaperClaim) -> Worked:
    """Count finished rounds of an item notified for sale to a buyer."""
    item, buyer = term(claim, "item"), term(claim, "buyer")
    sales = [sale for sale in ledger(bench.catalogue, SaleCase) if (sale.item, sale.buyer) == (item, buyer)]
    rounds = sum(sale.quantity for sale in sales)
    words = "; ".join(f"up to {sale.quantity} on {day_words(sale.notified_on)}" for sale in sales)
    return Worked(
        (float(rounds),),
        f"Notices of finished rounds for sale: {words or 'none'}.",
        tuple(dict.fromkeys(sale.source for sale in sales)),
    )


def tests_before(bench: Bench, claim: PaperClaim) -> Worked:
    """Count named intercept tests before a day."""
    if claim.on is None:
        raise InputError(f"the claim {claim.id} needs the day before which tests count")
    named = _subjects(claim)
    rows = [row for row in bench.catalogue.table("flight_tests").rows if row["id"] in named]
    found = [row for row in rows if row["date"] < claim.on]
    words = "; ".join(f"{row['test']}, {day_words(row['date'])}: {row['note']}" for row in found)
    return Worked((float(len(found)),), words or "None.", _test_sources(found, claim))


def hits_on_class(bench: Bench, claim: PaperClaim) -> Worked:
    """Count hits of an interceptor in tests on targets of some classes."""
    classes = tuple(term(claim, "classes").split(","))
    found = [
        row
        for row in bench.catalogue.table("flight_tests").rows
        if row["interceptor"] == term(claim, "interceptor")
        and row["in_default"]
        and row["target_class"].startswith(classes)
    ]
    hits, attempts = (sum(row[column] for row in found) for column in ("hits", "attempts"))
    words = "; ".join(f"{row['test']}, {day_words(row['date'])}" for row in found)
    return Worked((float(hits),), f"{hits} of {attempts}: {words}.", _test_sources(found, claim))


def fielded_by(bench: Bench, claim: PaperClaim) -> Worked:
    """Count the parties that field an interceptor."""
    wanted = term(claim, "parties").split(",")
    entries = [
        entry
        for entry in bench.catalogue.record(Interceptor, term(claim, "interceptor")).fielded
        if entry.party in wanted and not on_own_word(entry.cites, claim.paper)
    ]
    words = "; ".join(f"{entry.party} since {day_words(entry.since)}" for entry in entries)
    sources = others((cite for entry in entries for cite in entry.cites), claim.paper)
    return Worked(
        (float(len({entry.party for entry in entries})),), f"Fielded: {words or 'by none'}.", sources
    )


def _test_sources(rows: Sequence[dict[str, object]], claim: PaperClaim) -> tuple[str, ...]:
    named = [name for row in rows for name in str(row["sources"] or "").split(";") if name]
    return tuple(dict.fromkeys(name for name in named if name != claim.paper))


WORKINGS: Final[dict[str, Working]] = {
    "day_of": day_of,
    "days_after": days_after,
    "said_by": said_by,
    "permitted": permitted,
    "ratio_of_facts": ratio_of_facts,
    "rounds_notified": rounds_notified,
    "tests_before": tests_before,
    "hits_on_class": hits_on_class,
    "fielded_by": fielded_by,
}
"""Workings on the record, by name."""
