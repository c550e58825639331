"""The order of battle, checked: every unit has its system, its party and its place, and is in one place."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from shieldwall.catalogue.errors import CatalogueError, Finding, Level
from shieldwall.catalogue.load import Catalogue
from shieldwall.catalogue.places import Land, land_of, read_features
from shieldwall.catalogue.read import field_name, line_numbers, line_of, read_text
from shieldwall.catalogue.references import SYSTEM_FOLDER
from shieldwall.catalogue.yaml12 import FieldPath
from shieldwall.model.posture import Option, PostureUnit
from shieldwall.model.provenance import Record
from shieldwall.model.systems import Interceptor, Platform, Radar

R = TypeVar("R", bound=Record)
Records = dict[tuple[str, str], Record]
"""Records by folder and id."""

Problem = tuple[FieldPath, str]
"""Where in a file something is wrong, and what."""


def of_kind(records: Records, kind: type[R]) -> dict[str, R]:
    """Return the records of one class by id."""
    return {name: record for (_, name), record in records.items() if isinstance(record, kind)}


def located(file: Path, problems: Iterable[Problem], level: Level = "error") -> Iterator[Finding]:
    """Yield problems of one file as findings, with their lines."""
    found = list(problems)
    lines = line_numbers(read_text(file)) if found else {}
    for path, message in found:
        yield Finding(file, line_of(lines, path), field_name(path), message, level)


def order_of_battle(catalogue: Catalogue, records: Records) -> Iterator[Finding]:
    """Yield what is wrong with units, alone and between them, and options that change nothing."""
    units = of_kind(records, PostureUnit)
    files = catalogue.files(PostureUnit)
    features: list[Any] = []
    for sidecar in catalogue.layers().values():
        try:
            features += read_features(sidecar)
        except CatalogueError as error:
            yield from error.findings
    land = land_of(features) if features else None
    for name, unit in units.items():
        yield from located(files[name], _unit_problems(records, unit, land))
    yield from _double_stays(units, files)
    used = {unit.option for unit in units.values()}
    for name, option in of_kind(records, Option).items():
        if not option.swaps and not option.removes and name not in used:
            message = "changes nothing: no unit has it, and it swaps and removes none"
            yield Finding(catalogue.files(Option)[name], None, "", message)


def _unit_problems(records: Records, unit: PostureUnit, land: Land | None) -> Iterator[Problem]:
    system = records.get((SYSTEM_FOLDER[unit.kind], unit.system))
    parties = getattr(system, "parties", (getattr(system, "party", unit.party),))
    if unit.party not in parties:
        yield ("party",), f"{unit.system} belongs to {', '.join(parties)}, not to {unit.party}"
    if isinstance(system, Platform) and (system.type == "ship_class") != (unit.kind == "ship"):
        yield ("system",), f"{unit.system} is a {system.type}, and cannot be a {unit.kind}"
    if isinstance(system, Radar) and unit.sector_centre_deg is None:
        width = system.facts.sector_width_deg.value
        if width < 360.0:
            yield (), f"needs sector_centre_deg: {unit.system} sees {width:g} degrees"
    for position, load in enumerate(unit.loads or ()):
        interceptor = records.get(("interceptors", load.interceptor))
        if isinstance(interceptor, Interceptor) and unit.party not in interceptor.parties:
            yield ("loads", position, "interceptor"), f"{unit.party} has no {load.interceptor}"
    if land is not None:
        yield from _place_problems(unit, land)


def _place_problems(unit: PostureUnit, land: Land) -> Iterator[Problem]:
    if unit.station is not None and land.covers(unit.station.lat, unit.station.lon):
        yield ("station",), f"is on land, at {unit.station.lat:g}, {unit.station.lon:g}"
    if unit.lat is not None and unit.lon is not None and land.is_far_from(unit.lat, unit.lon):
        yield ("lat",), f"{unit.site or unit.name} is at sea, at {unit.lat:g}, {unit.lon:g}"


def _double_stays(units: dict[str, PostureUnit], files: dict[str, Path]) -> Iterator[Finding]:
    def hull(unit: PostureUnit) -> tuple[str, str]:
        return unit.hull or unit.id, unit.option or ""

    for (name, _), group in itertools.groupby(sorted(units.values(), key=hull), key=hull):
        stays = sorted(group, key=lambda unit: unit.since)
        for earlier, later in itertools.pairwise(stays):
            if earlier.until is None or earlier.until > later.since:
                end = earlier.until or "further notice"
                yield from located(files[later.id], [(("from",), f"{name} is {earlier.id} until {end}")])
