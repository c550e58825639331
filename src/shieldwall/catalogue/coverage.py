"""How well the catalogue is grounded: reported, derived or assumed; disputes; stale and weak; licences."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from shieldwall.catalogue.advice import stale_facts, weak_cites, weak_sources
from shieldwall.catalogue.facts import facts_of
from shieldwall.catalogue.load import Catalogue
from shieldwall.catalogue.read import read_record
from shieldwall.catalogue.tables import TableData
from shieldwall.model.provenance import Source
from shieldwall.model.table import Layer


@dataclass(frozen=True)
class Grounding:
    """How the facts of one folder, or of all, are grounded.

    Parameters
    ----------
    records, facts : int
        How many there are.
    reported, derived, assumed : int
        Facts by basis; together they are ``facts``.
    disputed : int
        Facts that another source contradicts.
    rechecked : int
        Facts that someone has looked up again.
    """

    records: int
    facts: int
    reported: int
    derived: int
    assumed: int
    disputed: int
    rechecked: int


@dataclass(frozen=True)
class CatalogueCoverage:
    """The grounding of the whole catalogue.

    Parameters
    ----------
    by_folder : dict of str to Grounding
        Folders that hold facts.
    total : Grounding
        All of them together.
    sources_by_kind : dict of str to int
        Official, research, press, database, reference, other.
    licences : dict of str to str
        The licence of each table and map layer, by id.
    stale : dict of str to date
        Facts whose last recheck is too old, with the day of it.
    weak : dict of str to tuple of str
        Weak sources on which something rests, with the records and tables that do.
    """

    by_folder: dict[str, Grounding]
    total: Grounding
    sources_by_kind: dict[str, int]
    licences: dict[str, str]
    stale: dict[str, dt.date]
    weak: dict[str, tuple[str, ...]]


def coverage(catalogue: Catalogue, today: dt.date | None = None) -> CatalogueCoverage:
    """Count how the facts of a catalogue are grounded, reading all of it.

    Parameters
    ----------
    catalogue : Catalogue
        The shipped facts, with overlays or without.
    today : date, optional
        The day against which rechecks are stale; without it none is.
    """
    counts: dict[str, Counter[str]] = {}
    stale: dict[str, dt.date] = {}
    resting: dict[str, dict[str, None]] = {}
    sources = catalogue.records(Source)
    weak = weak_sources(sources)
    for folder, record in catalogue.all_records():
        name = str(getattr(record, "id", ""))
        count = counts.setdefault(folder, Counter())
        count["records"] += 1
        for fact in facts_of(record).values():
            count["facts"] += 1
            count[fact.basis] += 1
            count["disputed"] += bool(fact.disputes)
            count["rechecked"] += fact.rechecked_on is not None
        stale |= {f"{name}.{fact}": day for fact, day in stale_facts(record, today)} if today else {}
        for _, cite in weak_cites(record, weak):
            resting.setdefault(cite.source, {})[name] = None
    for name in catalogue.tables():
        for source in weak & _cited_in(catalogue.table(name)):
            resting.setdefault(source, {})[name] = None
    grounded = {folder: count for folder, count in counts.items() if count["facts"]}
    tables = {name: catalogue.table(name).about.licence for name in catalogue.tables()}
    layers = {name: read_record(Layer, file).licence for name, file in catalogue.layers().items()}
    return CatalogueCoverage(
        by_folder={folder: _grounding(count) for folder, count in grounded.items()},
        total=_grounding(sum(grounded.values(), Counter())),
        sources_by_kind=dict(Counter(source.kind for source in sources)),
        licences=tables | layers,
        stale=stale,
        weak={source: tuple(names) for source, names in sorted(resting.items())},
    )


def _cited_in(table: TableData) -> set[str]:
    """Return the sources that a table cites, in its rows and as a whole."""
    columns = [column.name for column in table.about.columns if column.refers_to == "sources"]
    cells = [str(cell or "") for column in columns for cell in table.column(column)]
    named = {name.strip() for cell in cells for name in cell.split(";")}
    return named | {cite.source for cite in table.about.cites}


def _grounding(count: Counter[str]) -> Grounding:
    return Grounding(
        records=count["records"],
        facts=count["facts"],
        reported=count["reported"],
        derived=count["derived"],
        assumed=count["assumed"],
        disputed=count["disputed"],
        rechecked=count["rechecked"],
    )
