"""Facts out to a CSV table and back, for contributors who work in a spreadsheet.

The table has one fact to a row. What comes back is compared cell by cell with what went out; only changed
cells change anything, and changed records are written whole into an overlay folder, under the same checks.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from shieldwall.catalogue.errors import CatalogueError, Finding
from shieldwall.catalogue.facts import fact_path, facts_of
from shieldwall.catalogue.kinds import FOLDERS, folder_of
from shieldwall.catalogue.load import Catalogue
from shieldwall.catalogue.read import check_text, read_text, read_values
from shieldwall.catalogue.write import to_yaml
from shieldwall.catalogue.yaml12 import FieldPath, scalar
from shieldwall.model.errors import InputError, suggestion
from shieldwall.model.provenance import Cite, Fact

COLUMNS: Final = (
    "record", "fact", "value", "low", "high", "unit", "spread", "price_year", "as_of", "basis", "cites",
    "derivation", "rechecked_on",
)  # fmt: skip
"""The columns of the table. ``cites`` has one cite to a line: ``source_id @ locator``."""

_NUMBERS: Final = frozenset({"value", "low", "high", "price_year"})


@dataclass(frozen=True)
class Change:
    """One cell that came back different.

    Parameters
    ----------
    folder, record, fact, column : str
        Which cell of which fact.
    before, after : str
        Its text as it went out and as it came back.
    """

    folder: str
    record: str
    fact: str
    column: str
    before: str
    after: str


def export_facts(catalogue: Catalogue, kinds: Iterable[str] = ()) -> str:
    """Return the facts of some kinds of record, or of all, as CSV text.

    Parameters
    ----------
    catalogue : Catalogue
        Where the facts are.
    kinds : iterable of str
        Words such as ``interceptor``; all kinds where none is named.
    """
    folders = [folder_of(kind) for kind in kinds] or list(FOLDERS)
    out = io.StringIO()
    table = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    table.writeheader()
    for folder in folders:
        for record in catalogue.records(folder):
            for name, fact in facts_of(record).items():
                table.writerow({"record": getattr(record, "id", ""), "fact": name, **cells_of(fact)})
    return out.getvalue()


def cells_of(fact: Fact) -> dict[str, str]:
    """Return the cells of a fact by column, without the two that name it."""
    return {
        "value": _shown(fact.value),
        "low": _shown(fact.low),
        "high": _shown(fact.high),
        "unit": fact.unit,
        "spread": fact.spread,
        "price_year": _shown(fact.price_year),
        "as_of": _shown(fact.as_of),
        "basis": fact.basis,
        "cites": "\n".join(_cite_line(cite) for cite in fact.cites),
        "derivation": " ".join((fact.derivation or "").split()),
        "rechecked_on": _shown(fact.rechecked_on),
    }


def import_facts(catalogue: Catalogue, table: Path, overlay: Path | None = None) -> tuple[Change, ...]:
    """Take a table back: find what changed, check it, and write changed records into an overlay folder.

    Parameters
    ----------
    catalogue : Catalogue
        What the table is compared with.
    table : Path
        The CSV file; it may have fewer rows and columns than went out, in any order.
    overlay : Path, optional
        Where changed records are written as ``<folder>/<id>.yaml``; without it nothing is written.

    Returns
    -------
    tuple of Change
        In order of row; empty where nothing changed.

    Raises
    ------
    CatalogueError
        A row that cannot be read, or a record that would not load; nothing has been written then.
    """
    changes: list[Change] = []
    values: dict[tuple[str, str], Any] = {}
    for line, row in _rows(table):
        changes += _take_row(catalogue, Finding(table, line, "", ""), row, values)
    texts = {}
    for (folder, name), content in values.items():
        texts[folder, name] = to_yaml(content)
        check_text(FOLDERS[folder], Path(folder) / f"{name}.yaml", texts[folder, name])
    if overlay is not None:
        for (folder, name), text in texts.items():
            (overlay / folder).mkdir(parents=True, exist_ok=True)
            (overlay / folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tuple(changes)


def _rows(table: Path) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(read_text(table).removeprefix("\ufeff")), strict=True)
    header = list(reader.fieldnames or [])
    for name in header:
        if name not in COLUMNS:
            message = f"unknown column {name!r}{suggestion(name, COLUMNS)}"
            raise CatalogueError([Finding(table, 1, name, message)])
    if not {"record", "fact"} <= set(header):
        raise CatalogueError([Finding(table, 1, "", "needs the columns record and fact")])
    try:
        for row in reader:
            if None in row or None in row.values():
                raise CatalogueError([Finding(table, reader.line_num, "", "has not one cell to each column")])
            yield reader.line_num, row
    except csv.Error as error:
        line = reader.reader.line_num
        raise CatalogueError([Finding(table, line, "", f"not valid CSV: {error}")]) from None


def _take_row(
    catalogue: Catalogue, place: Finding, row: dict[str, str], values: dict[tuple[str, str], Any]
) -> Iterator[Change]:
    try:
        folder, record = catalogue.find(row["record"])
    except InputError as error:
        raise CatalogueError([Finding(place.file, place.line, "record", str(error))]) from None
    name, fact_name = row["record"], row["fact"]
    fact = facts_of(record).get(fact_name)
    before = cells_of(fact) if fact else dict.fromkeys(COLUMNS[2:], "")
    for column, after in row.items():
        if column in {"record", "fact"} or _is_same(column, before[column], after):
            continue
        if (folder, name) not in values:
            file = catalogue.files(folder)[name]
            values[folder, name] = read_values(file, read_text(file))
        try:
            target = _fact_values(values[folder, name], fact_path(record, fact_name))
            _set_cell(target, column, after, fact)
        except ValueError as error:
            raise CatalogueError([Finding(place.file, place.line, column, str(error))]) from None
        yield Change(folder, name, fact_name, column, before[column], after)


def _fact_values(values: Any, path: FieldPath) -> dict[str, Any]:
    """Return the mapping of the fact at a path, made new where only its last step is missing."""
    for step in path[:-1]:
        try:
            values = values[step]
        except (KeyError, IndexError, TypeError):
            raise ValueError(f"there is no {step} in the record") from None
    fact: dict[str, Any] = values.setdefault(path[-1], {})
    return fact


def _set_cell(target: dict[str, Any], column: str, cell: str, fact: Fact | None) -> None:
    if column == "cites":
        known = {_cite_line(cite): cite for cite in (fact.cites if fact else ())}
        lines = [line.strip() for line in cell.splitlines() if line.strip()]
        target["cites"] = [_cite_values(line, known.get(line)) for line in lines]
    elif cell == "":
        target.pop(column, None)
    elif column in _NUMBERS:
        target[column] = scalar(cell)
    else:
        target[column] = cell


def _is_same(column: str, before: str, after: str) -> bool:
    """Say whether a cell came back as it was; spreadsheets write numbers in their own way."""
    if column in _NUMBERS and before and after:
        return _number(before) == _number(after)
    return before.split() == after.split()


def _number(cell: str) -> float | str:
    value = scalar(cell)
    return value if isinstance(value, int | float) else cell


def _cite_line(cite: Cite) -> str:
    return " ".join((f"{cite.source} @ {cite.locator}" if cite.locator else cite.source).split())


def _cite_values(line: str, known: Cite | None) -> dict[str, str]:
    if known is not None:
        return {key: text for key, text in known.model_dump().items() if text is not None}
    source, _, locator = line.partition(" @ ")
    return {"source": source, "locator": locator} if locator else {"source": source}


def _shown(value: object) -> str:
    if value is None:
        return ""
    return str(value).removesuffix(".0")
