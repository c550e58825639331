"""How well the catalogue is grounded: what is reported, derived or assumed; disputes; licences."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from shieldwall.catalogue.facts import facts_of
from shieldwall.catalogue.load import Catalogue
from shieldwall.catalogue.read import read_record
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
    """

    by_folder: dict[str, Grounding]
    total: Grounding
    sources_by_kind: dict[str, int]
    licences: dict[str, str]


def coverage(catalogue: Catalogue) -> CatalogueCoverage:
    """Count how the facts of a catalogue are grounded, reading all of it."""
    counts: dict[str, Counter[str]] = {}
    for folder, record in catalogue.all_records():
        count = counts.setdefault(folder, Counter())
        count["records"] += 1
        for fact in facts_of(record).values():
            count["facts"] += 1
            count[fact.basis] += 1
            count["disputed"] += bool(fact.disputes)
            count["rechecked"] += fact.rechecked_on is not None
    grounded = {folder: count for folder, count in counts.items() if count["facts"]}
    tables = {name: catalogue.table(name).about.licence for name in catalogue.tables()}
    layers = {name: read_record(Layer, file).licence for name, file in catalogue.layers().items()}
    return CatalogueCoverage(
        by_folder={folder: _grounding(count) for folder, count in grounded.items()},
        total=_grounding(sum(grounded.values(), Counter())),
        sources_by_kind=dict(Counter(source.kind for source in catalogue.records(Source))),
        licences=tables | layers,
    )


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
