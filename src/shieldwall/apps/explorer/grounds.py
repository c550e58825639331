"""Where numbers come from: facts with their sources, records, agreements and what cites a source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from shieldwall.apps.explorer.labels import label_of, name_of
from shieldwall.catalogue.facts import cites_of, facts_of
from shieldwall.catalogue.kinds import kind_of
from shieldwall.catalogue.load import Catalogue
from shieldwall.model.law import Agreement
from shieldwall.model.provenance import Cite, Dispute

Citations = dict[str, list[dict[str, str]]]


def fact_shown(known: Catalogue, name: str) -> dict[str, Any]:
    """Return a fact with its range, basis, sources and disputes.

    Raises
    ------
    InputError
        No such record or fact; the nearest name is offered.
    """
    record_id, _, own = name.partition(".")
    folder, record = known.find(record_id)
    fact = known.fact(name)
    return {
        "id": name,
        "record": record_id,
        "record_name": name_of(record) or record_id,
        "kind": kind_of(folder),
        "name": own,
        "label": label_of(known, record, own),
        "value": fact.value,
        "low": fact.low,
        "high": fact.high,
        "unit": fact.unit,
        "spread": fact.spread,
        "price_year": fact.price_year,
        "as_of": None if fact.as_of is None else str(fact.as_of),
        "basis": fact.basis,
        "cites": cites_shown(known, fact.cites),
        "derivation": fact.derivation,
        "disputes": [_dispute(known, each) for each in fact.disputes],
        "rechecked_on": None if fact.rechecked_on is None else str(fact.rechecked_on),
    }


def record_shown(known: Catalogue, name: str) -> dict[str, Any]:
    """Return a record with its facts in short and its sources.

    Raises
    ------
    InputError
        No such record; the nearest name is offered.
    """
    folder, record = known.find(name)
    cites = {cite.source: cite for _, cite in cites_of(record)}
    return {
        "id": getattr(record, "id", name),
        "kind": kind_of(folder),
        "name": name_of(record),
        "note": getattr(record, "note", None),
        "facts": [
            {
                "id": f"{name}.{own}",
                "label": label_of(known, record, own),
                "value": fact.value,
                "low": fact.low,
                "high": fact.high,
                "unit": fact.unit,
                "basis": fact.basis,
            }
            for own, fact in facts_of(record).items()
        ],
        "cites": cites_shown(known, cites.values()),
        "record": record.model_dump(mode="json", by_alias=True),
    }


def source_shown(known: Catalogue, name: str, citations: Citations) -> dict[str, Any]:
    """Return a source, and the records that cite it."""
    source = known.source(name)
    return source.model_dump(mode="json") | {"cited_by": citations.get(source.id, [])}


def citations(known: Catalogue) -> Citations:
    """Return the records that cite each source, reading the whole catalogue."""
    found: Citations = {}
    for folder, record in known.all_records():
        if folder == "sources":
            continue
        own = str(getattr(record, "id", ""))
        for source in dict.fromkeys(cite.source for _, cite in cites_of(record)):
            found.setdefault(source, []).append({"id": own, "name": name_of(record) or own})
    return found


def agreements_on(known: Catalogue, day: dt.date) -> list[dict[str, Any]]:
    """Return laws and agreements, those in force on a day first in their order of date."""
    shown = [
        {
            "id": each.id,
            "name": each.name,
            "form": each.form,
            "parties": list(each.parties),
            "since": str(each.since),
            "until": None if each.until is None else str(each.until),
            "in_force": each.in_force(day),
            "permits": [
                {
                    "mechanism": permit.mechanism,
                    "giver": permit.giver,
                    "receiver": permit.receiver,
                    "parties": list(permit.parties),
                    "value": permit.value,
                    "condition": permit.condition,
                }
                for permit in each.permits
            ],
            "summary": each.note,
            "cites": list(dict.fromkeys(cite.source for cite in each.cites)),
        }
        for each in known.records(Agreement)
    ]
    return sorted(shown, key=lambda each: (not each["in_force"], str(each["since"])))


def cites_shown(known: Catalogue, cites: Iterable[Cite]) -> list[dict[str, Any]]:
    """Return cites with what they cite."""
    shown = []
    for cite in cites:
        source = known.source(cite.source)
        shown.append(
            {
                "source": source.id,
                "title": source.title,
                "publisher": source.publisher,
                "published": source.published,
                "url": source.url,
                "locator": cite.locator,
                "note": cite.note,
            }
        )
    return shown


def _dispute(known: Catalogue, dispute: Dispute) -> dict[str, Any]:
    return {
        "value": dispute.value,
        "low": dispute.low,
        "high": dispute.high,
        "reason": dispute.reason,
        "cites": cites_shown(known, dispute.cites),
    }
