"""A catalogue with some facts at values of a study's own, in memory."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from shieldwall.catalogue.errors import UnknownName
from shieldwall.catalogue.facts import fact_path, facts_of
from shieldwall.catalogue.load import Catalogue
from shieldwall.model.errors import InputError
from shieldwall.model.provenance import Fact, Record

RAID_FOLDERS = frozenset({"launch_areas", "scenarios"})
"""Folders whose facts are of a raid's geometry, which no study varies."""

THREAT_FOLDER = "threats"


def overridden(base: Catalogue, values: Mapping[str, float]) -> Catalogue:
    """Return a catalogue in which facts stand at given values, without a range.

    Parameters
    ----------
    base : Catalogue
        Where everything else comes from; it is left as it is.
    values : mapping of str to float
        By fact, such as ``sm3_1a.burnout_speed_km_s``, in the fact's own unit.

    Raises
    ------
    InputError
        An unknown fact, one of a raid's geometry, or a value that the fact cannot have.
    """
    by_record: dict[str, dict[str, float]] = {}
    for name, value in values.items():
        record, _, fact = name.partition(".")
        by_record.setdefault(record, {})[fact] = value
    replaced = {}
    for name, facts in by_record.items():
        folder, found = base.find(name)
        replaced[folder, name] = _with_facts(found, folder, facts)
    return base.holding(replaced)


def range_of(catalogue: Catalogue, name: str) -> Fact:
    """Return the fact that a study would vary.

    Raises
    ------
    InputError
        It does not exist, or is of a raid's geometry.
    """
    record = name.partition(".")[0]
    folder, _ = catalogue.find(record)
    _refuse_geometry(folder, name)
    return catalogue.fact(name)


def check_value(catalogue: Catalogue, name: str, value: float) -> None:
    """Refuse a value that a fact cannot have (see `overridden`)."""
    range_of(catalogue, name)
    overridden(catalogue, {name: value})


def _with_facts(record: Record, folder: str, values: Mapping[str, float]) -> Record:
    plain = json.loads(record.model_dump_json(by_alias=True))
    known = facts_of(record)
    for name, value in values.items():
        label = f"{plain.get('id', folder)}.{name}"
        _refuse_geometry(folder, label)
        if name not in known:
            raise UnknownName(f"fact of {plain.get('id', folder)}", name, known)
        fact = known[name]
        low, high = fact.low, fact.high
        if folder == THREAT_FOLDER and not (low is None or high is None) and not low <= value <= high:
            raise InputError(
                f"{label} at {value:g} {fact.unit}: of a threat a study asks only within what is published, "
                f"{low:g} to {high:g}"
            )
        place: Any = plain
        *steps, last = fact_path(record, name)
        for step in steps:
            place = place[step]
        place[last] |= {
            "value": value, "low": None, "high": None, "spread": "none", "basis": "assumed", "disputes": [],
            "derivation": "set by a study",
        }  # fmt: skip
    try:
        return type(record).model_validate_json(json.dumps(plain))
    except ValidationError as refused:
        first = refused.errors()[0]
        message = first["msg"].removeprefix("Value error, ")
        named = ", ".join(f"{plain.get('id')}.{name} = {value:g}" for name, value in values.items())
        raise InputError(f"{named}: {message}") from None


def _refuse_geometry(folder: str, name: str) -> None:
    if folder in RAID_FOLDERS:
        raise InputError(f"{name} is of a raid's geometry, which no study varies; only raid_size may vary")
