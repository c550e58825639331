"""What facts are called on the page: plain words in place of the path that a record's file has."""

from __future__ import annotations

from typing import Any, Final

from shieldwall.catalogue.facts import facts_of
from shieldwall.catalogue.load import Catalogue
from shieldwall.model.errors import InputError
from shieldwall.model.provenance import Fact, Record

NAMED: Final = {
    "availability_low": "share on station, low",
    "availability_typical": "share on station, typical",
    "chance": "chance that authority comes",
    "circular_error_km": "circular error of impact",
    "delay_s": "delay",
    "discrimination_probability": "chance of discrimination",
    "external_validity_discount": "discount for scripted tests",
    "false_alert_rate_per_year": "false alerts",
    "false_kill_probability": "chance of a false kill report",
    "false_track_probability": "chance of a false track",
    "fire_control_error_km": "error of a track for fire control",
    "load": "rounds carried",
    "lower_error_km": "lower tier, error of its track",
    "lower_lead_s": "lower tier, lead time",
    "max_altitude_km": "highest altitude",
    "max_range_km": "longest range",
    "min_altitude_km": "lowest altitude",
    "missed_kill_probability": "chance of a missed kill",
    "outage": "chance of outage",
    "outage_probability": "chance of outage",
    "quantity": "planned quantity",
    "reliability": "chance that it flies",
    "track_probability": "chance of a track",
    "uncued_range_ratio": "range without a cue, share of the cued",
    "upper_lead_s": "upper tier, lead time",
}
"""Facts whose name alone reads poorly; all others are named by their own words, less the unit."""
WITHIN: Final = {
    "warning": "warning", "tracks": "tracks", "defends": "defence", "co_development": "co-development",
    "transfer": "transfer", "fire_coordination": "fire coordination",
    "production": "production", "planned_shares": "planned share", "workshare": "share of the work",
}  # fmt: skip
"""Mechanisms of a permit, and the parts of a record that stand before a fact in it."""
FIELDS: Final = {
    "counterfactual": "procurement", "false_tracks": "networks may show false tracks",
    "knowledge": "tests known", "raid_size": "missiles in the raid", "reading": "test record read as",
}  # fmt: skip
"""Fields of the page's state, as the page itself calls them."""
SILENT: Final = frozenset({"interceptors", "loads", "permits", "assumptions", "quantities"})
"""Parts of a record that say nothing to a reader."""


def labels_of(known: Catalogue) -> dict[str, dict[str, str]]:
    """Return the record's name and the label of every fact in the catalogue, by its id."""
    return {
        f"{record_id}.{own}": {"record": name_of(record) or record_id, "label": label_of(known, record, own)}
        for _, record in known.all_records()
        if (record_id := str(getattr(record, "id", "")))
        for own in facts_of(record)
    }


def label_of(known: Catalogue, record: Record, name: str) -> str:
    """Return a fact's name within its record as words.

    Examples
    --------
    >>> from shieldwall.catalogue.load import shipped
    >>> from shieldwall.model.law import Agreement
    >>> known = shipped()
    >>> label_of(known, known.find("sm3_1a")[1], "burnout_speed_km_s")
    'burnout speed'
    >>> label_of(known, known.find("air_defence_link_2007")[1], "permits.0.outage")
    'warning, USA → JPN: chance of outage'
    """
    fact = facts_of(record)[name]
    *path, last = name.split(".")
    owner, places = _owner(known, record, path)
    said = [] if last == "share" and places else [_words(last, fact)]
    return ": ".join([", ".join(each for each in (*places, owner) if each), *said]).removeprefix(": ")


def field_words(field: str) -> str:
    """Return what a field of the page's state is called.

    Examples
    --------
    >>> field_words("raid_size"), field_words("doctrine")
    ('missiles in the raid', 'doctrine')
    """
    return FIELDS.get(field, field.replace("_", " "))


def name_of(record: Record) -> str | None:
    """Return what a record is called."""
    return getattr(record, "name", None) or getattr(record, "title", None)


def _owner(known: Catalogue, record: Record, path: list[str]) -> tuple[str, list[str]]:
    """Return whose the part of a record is in which a fact stands, and the words of the way there."""
    part: Any = record
    words = []
    for step in path:
        part = part[int(step)] if step.isdigit() else getattr(part, step)
        if not step.isdigit() and step not in SILENT:
            words.append(WITHIN.get(step, step.replace("_", " ")))
    if mechanism := getattr(part, "mechanism", None):
        words.append(WITHIN[mechanism])
        among = " and ".join(part.parties)
        return (f"{part.giver} → {part.receiver}" if part.giver else among), words
    if interceptor := getattr(part, "interceptor", None):
        return _called(known, interceptor), words
    plan = f", plan {part.plan.replace('_', ' ')}" if getattr(part, "plan", None) else ""
    return str(getattr(part, "party", None) or "") + plan if path else "", words


def _called(known: Catalogue, name: str) -> str:
    try:
        return name_of(known.find(name)[1]) or name
    except InputError:
        return name


def _words(name: str, fact: Fact) -> str:
    if name in NAMED:
        return NAMED[name]
    return name.removesuffix("_" + fact.unit.lower().replace("/", "_")).replace("_", " ")
