"""What the catalogue's verbs give back: frozen records ready for JSON."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from shieldwall.catalogue.checks import check
from shieldwall.catalogue.coverage import Grounding, coverage
from shieldwall.catalogue.facts import cites_of, facts_of
from shieldwall.catalogue.kinds import KINDS, folder_of, kind_of
from shieldwall.catalogue.load import Catalogue
from shieldwall.model.provenance import Cite, Fact, Source


@dataclass(frozen=True)
class UnitListed:
    """One unit in place."""

    id: str
    party: str
    kind: str
    system: str
    name: str
    site: str | None
    lat: float | None
    lon: float | None
    since: str
    until: str | None
    option: str | None
    basis: str
    cites: tuple[str, ...]


@dataclass(frozen=True)
class Posture:
    """The units in place on a day."""

    schema: Literal["shieldwall.posture/1"]
    on: str
    options: tuple[str, ...]
    units: tuple[UnitListed, ...]


@dataclass(frozen=True)
class RecordsListed:
    """Ids by kind."""

    schema: Literal["shieldwall.catalogue.list/1"]
    kinds: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class FactShown:
    """One fact with its grounds."""

    name: str
    value: float
    low: float | None
    high: float | None
    unit: str
    price_year: int | None
    spread: str
    basis: str
    cites: tuple[str, ...]
    derivation: str | None
    disputes: tuple[str, ...]


@dataclass(frozen=True)
class RecordShown:
    """One record, or one fact of it."""

    schema: Literal["shieldwall.catalogue.show/1"]
    id: str
    kind: str
    name: str | None
    note: str | None
    facts: tuple[FactShown, ...]
    record: object


@dataclass(frozen=True)
class CheckResult:
    """What a check of the whole catalogue found."""

    schema: Literal["shieldwall.catalogue.check/1"]
    records: int
    facts: int
    errors: tuple[str, ...]
    notices: tuple[str, ...]


@dataclass(frozen=True)
class SourceListed:
    """One source and how often facts and records cite it."""

    id: str
    title: str
    publisher: str
    published: str | None
    url: str | None
    kind: str
    licence: str | None
    cited: int


@dataclass(frozen=True)
class SourcesListed:
    """All sources."""

    schema: Literal["shieldwall.catalogue.sources/1"]
    sources: tuple[SourceListed, ...]


@dataclass(frozen=True)
class CoverageListed:
    """How well the catalogue is grounded, against a day for rechecks that are stale."""

    schema: Literal["shieldwall.catalogue.coverage/1"]
    today: str
    total: Grounding
    by_kind: dict[str, Grounding]
    sources_by_kind: dict[str, int]
    licences: dict[str, str]
    stale: dict[str, str]
    weak: dict[str, tuple[str, ...]]


def list_records(known: Catalogue, kind: str | None) -> RecordsListed:
    """Return the ids of one kind, or of all kinds but sources."""
    kinds = [kind_of(folder_of(kind))] if kind is not None else [name for name in KINDS if name != "source"]
    return RecordsListed("shieldwall.catalogue.list/1", {name: known.ids(name) for name in kinds})


def show_record(known: Catalogue, name: str) -> RecordShown:
    """Return a record with its facts, or one fact of it where the name has a dot."""
    record_id, dot, fact_name = name.partition(".")
    folder, record = known.find(record_id)
    facts = {fact_name: known.fact(name)} if dot else facts_of(record)
    shown = tuple(_shown(known, each, fact) for each, fact in facts.items())
    return RecordShown(
        schema="shieldwall.catalogue.show/1",
        id=getattr(record, "id", record_id),
        kind=kind_of(folder),
        name=getattr(record, "name", None) or getattr(record, "title", None),
        note=getattr(record, "note", None),
        facts=shown,
        record=record.model_dump(mode="json", by_alias=True),
    )


def _shown(known: Catalogue, name: str, fact: Fact) -> FactShown:
    def cited(cite: Cite) -> str:
        title = known.source(cite.source).title
        return f"{cite.source}: {title}" + (f", {cite.locator}" if cite.locator else "")

    disputes = tuple(
        f"{'' if dispute.value is None else f'{dispute.value:g}: '}{dispute.reason}"
        for dispute in fact.disputes
    )
    return FactShown(
        name=name,
        value=fact.value,
        low=fact.low,
        high=fact.high,
        unit=fact.unit,
        price_year=fact.price_year,
        spread=fact.spread,
        basis=fact.basis,
        cites=tuple(cited(cite) for cite in fact.cites),
        derivation=fact.derivation,
        disputes=disputes,
    )


def check_catalogue(known: Catalogue) -> CheckResult:
    """Return everything that a check of the whole catalogue finds."""
    findings = check(known)
    errors = tuple(str(finding) for finding in findings if finding.level == "error")
    notices = tuple(str(finding) for finding in findings if finding.level == "notice")
    records = facts = 0
    if not errors:
        for _, record in known.all_records():
            records += 1
            facts += len(facts_of(record))
    return CheckResult("shieldwall.catalogue.check/1", records, facts, errors, notices)


def list_sources(known: Catalogue) -> SourcesListed:
    """Return all sources with the number of times that records cite them."""
    counts: dict[str, int] = {}
    for folder, record in known.all_records():
        if folder != "sources":
            for _, cite in cites_of(record):
                counts[cite.source] = counts.get(cite.source, 0) + 1
    listed = tuple(
        SourceListed(
            source.id, source.title, source.publisher, source.published, source.url, source.kind,
            source.licence, counts.get(source.id, 0),
        )
        for source in known.records(Source)
    )  # fmt: skip
    return SourcesListed("shieldwall.catalogue.sources/1", listed)


def list_coverage(known: Catalogue, today: dt.date) -> CoverageListed:
    """Return how much is reported, derived and assumed, by kind; stale rechecks, weak grounds, licences."""
    found = coverage(known, today)
    return CoverageListed(
        schema="shieldwall.catalogue.coverage/1",
        today=str(today),
        total=found.total,
        by_kind={kind_of(folder): grounding for folder, grounding in found.by_folder.items()},
        sources_by_kind=found.sources_by_kind,
        licences=found.licences,
        stale={fact: str(day) for fact, day in found.stale.items()},
        weak=found.weak,
    )
