"""What deserves a second look, though nothing is wrong: rechecks long ago, and grounds that are weak."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final

from shieldwall.catalogue.facts import cites_of, facts_of
from shieldwall.catalogue.yaml12 import FieldPath
from shieldwall.model.provenance import Cite, Record, Source

STALE_AFTER: Final = dt.timedelta(days=3 * 365)
"""A recheck older than this is stale."""

WEAK_KIND: Final = "other"
"""The kind of source that carries little weight: private pages, forums, copies without an author."""


def stale_facts(record: Record, today: dt.date) -> Iterator[tuple[str, dt.date]]:
    """Yield the facts of a record that were last looked up too long ago: name and day."""
    for name, fact in facts_of(record).items():
        if fact.rechecked_on is not None and today - fact.rechecked_on > STALE_AFTER:
            yield name, fact.rechecked_on


def weak_sources(sources: Iterable[Source]) -> frozenset[str]:
    """Return the ids of the sources that carry little weight."""
    return frozenset(source.id for source in sources if source.kind == WEAK_KIND)


def weak_cites(record: Record, weak: frozenset[str]) -> Iterator[tuple[FieldPath, Cite]]:
    """Yield the cites by which something in a record rests on a weak source; disputes may be weak."""
    for path, cite in cites_of(record):
        if cite.source in weak and path[-2:-1] == ("cites",) and "disputes" not in path:
            yield path, cite
