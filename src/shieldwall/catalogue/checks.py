"""The whole catalogue, checked: every file, every name, every unit of the order of battle.

A record that loads is sound in itself. What takes more than one record to see is looked for here: names that
nothing bears, an id used twice, a hull in two places at once, a ship on land. Advice (a weak source, a
recheck long ago) comes as a notice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from shieldwall.catalogue.advice import stale_facts, weak_cites, weak_sources
from shieldwall.catalogue.errors import CatalogueError, Finding
from shieldwall.catalogue.facts import fact_path
from shieldwall.catalogue.kinds import FOLDERS
from shieldwall.catalogue.load import LAYER_FOLDER, Catalogue
from shieldwall.catalogue.read import line_numbers, line_of, read_record, read_text
from shieldwall.catalogue.references import dangling, known_names
from shieldwall.catalogue.renames import follow, read_renames
from shieldwall.catalogue.tables import TABLE_FOLDERS, TableData
from shieldwall.catalogue.unit_checks import Problem, Records, located, of_kind, order_of_battle
from shieldwall.model.provenance import Source
from shieldwall.model.table import Layer

_SUFFIXES: Final[dict[str, frozenset[str]]] = {
    **dict.fromkeys(FOLDERS, frozenset({".yaml"})),
    **dict.fromkeys(TABLE_FOLDERS, frozenset({".yaml", ".csv"})),
    LAYER_FOLDER: frozenset({".yaml", ".geojson"}),
}


def check(catalogue: Catalogue, today: dt.date | None = None) -> list[Finding]:
    """Check every file of a catalogue and all that holds between them.

    Parameters
    ----------
    catalogue : Catalogue
        The shipped facts, with overlays or without.
    today : date, optional
        The day against which rechecks are stale; without it none is.

    Returns
    -------
    list of Finding
        In order of file and line; empty where nothing was found.
    """
    try:
        findings = [*_stray_files(catalogue), *_renames(catalogue)]
    except CatalogueError as error:
        return list(error.findings)
    records, refused = _load(catalogue)
    findings += refused
    findings += _repeated_ids(catalogue)
    for (folder, name), record in records.items():
        file = catalogue.files(folder)[name]
        findings += located(file, dangling(catalogue, folder, record))
    findings += _tables(catalogue)
    findings += _layers(catalogue)
    findings += order_of_battle(catalogue, records)
    findings += _advice(catalogue, records, today)
    return sorted(findings, key=lambda finding: (str(finding.file), finding.line or 0, finding.field))


def require_sound(catalogue: Catalogue) -> None:
    """Refuse a catalogue in which anything is wrong; for overlays, before they are used.

    Raises
    ------
    CatalogueError
        With every error that `check` finds; notices pass.
    """
    errors = [finding for finding in check(catalogue) if finding.level == "error"]
    if errors:
        raise CatalogueError(errors)


def _load(catalogue: Catalogue) -> tuple[Records, list[Finding]]:
    records: Records = {}
    findings: list[Finding] = []
    for folder in FOLDERS:
        for name in catalogue.ids(folder):
            try:
                records[folder, name] = catalogue.record(folder, name)
            except CatalogueError as error:
                findings += error.findings
    return records, findings


def _stray_files(catalogue: Catalogue) -> Iterator[Finding]:
    for base in catalogue.folders:
        for folder, suffixes in _SUFFIXES.items():
            for file in sorted((base / folder).glob("*")):
                if file.name.startswith("."):
                    continue
                if file.is_dir() or file.suffix not in suffixes:
                    message = f"does not belong in {folder}, which holds {', '.join(sorted(suffixes))} files"
                    yield Finding(file, None, "", message)
                elif file.suffix != ".yaml" and not file.with_suffix(".yaml").is_file():
                    yield Finding(file, None, "", f"has no sidecar {file.stem}.yaml")


def _repeated_ids(catalogue: Catalogue) -> Iterator[Finding]:
    owners: dict[str, Path] = {}
    for folder in FOLDERS:
        if folder in {"sources", "options"}:  # a unit may be called as the option that brings it in
            continue
        for name, file in catalogue.files(folder).items():
            if name in owners:
                message = f"the id {name!r} is taken by {owners[name].parent.name}/{owners[name].name}"
                yield Finding(file, line_of(line_numbers(read_text(file)), ("id",)), "id", message)
            owners.setdefault(name, file)


def _tables(catalogue: Catalogue) -> Iterator[Finding]:
    for name, sidecar in catalogue.tables().items():
        try:
            table = catalogue.table(name)
        except CatalogueError as error:
            yield from error.findings
            continue
        yield from located(sidecar, dangling(catalogue, sidecar.parent.name, table.about))
        yield from _table_references(catalogue, table, sidecar)


def _table_references(catalogue: Catalogue, table: TableData, sidecar: Path) -> Iterator[Finding]:
    for position, column in enumerate(table.about.columns):
        if column.refers_to is None:
            continue
        if column.refers_to not in FOLDERS and column.refers_to not in TABLE_FOLDERS:
            problem = (("columns", position, "refers_to"), f"unknown folder {column.refers_to!r}")
            yield from located(sidecar, [problem])
            continue
        known = known_names(catalogue, column.refers_to)
        for line, cell in zip(table.lines, table.column(column.name), strict=True):
            for name in str(cell or "").split(";"):
                if name.strip() and follow(name.strip(), catalogue.renames) not in known:
                    message = f"{name.strip()!r} is not in {column.refers_to}"
                    yield Finding(sidecar.with_suffix(".csv"), line, column.name, message)


def _layers(catalogue: Catalogue) -> Iterator[Finding]:
    for sidecar in catalogue.layers().values():
        try:
            layer = read_record(Layer, sidecar)
        except CatalogueError as error:
            yield from error.findings
            continue
        yield from located(sidecar, dangling(catalogue, LAYER_FOLDER, layer))


def _renames(catalogue: Catalogue) -> Iterator[Finding]:
    known = {name for folder in FOLDERS for name in catalogue.ids(folder)}
    for base in catalogue.folders:
        file = base / "renames.yaml"
        problems: list[Problem] = []
        for old, new in read_renames(file).items():
            if old in known:
                problems.append(((old,), "is renamed, and still the id of a record"))
            if new not in known and new not in catalogue.renames:
                problems.append(((old,), f"is renamed to {new!r}, which no record bears"))
        yield from located(file, problems)


def _advice(catalogue: Catalogue, records: Records, today: dt.date | None) -> Iterator[Finding]:
    weak = weak_sources(of_kind(records, Source).values())
    for (folder, name), record in records.items():
        file = catalogue.files(folder)[name]
        problems: list[Problem] = [
            (path, f"rests on a weak source, {cite.source}") for path, cite in weak_cites(record, weak)
        ]
        for fact, day in stale_facts(record, today) if today else ():
            path = (*fact_path(record, fact), "rechecked_on")
            problems.append((path, f"was last rechecked on {day}"))
        yield from located(file, problems, level="notice")
