"""Big tables: CSV files whose sidecar says what each column holds; and map layers with theirs."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from shieldwall.catalogue.errors import CatalogueError, Finding, UnknownName
from shieldwall.catalogue.read import read_record, read_text
from shieldwall.model.errors import suggestion
from shieldwall.model.table import Column, Table

TABLE_FOLDERS: Final = ("people", "prices", "flight_tests", "timeline", "claims")
"""Folders that hold tables."""

Row = dict[str, Any]


@dataclass(frozen=True)
class TableData:
    """A table as read: its sidecar and its rows.

    Parameters
    ----------
    about : Table
        The sidecar.
    rows : tuple of dict
        Values by column name: str, float, int, date, bool, or None for an empty cell.
    lines : tuple of int
        The line of the CSV file at which each row ends.
    """

    about: Table
    rows: tuple[Row, ...]
    lines: tuple[int, ...]

    def column(self, name: str) -> list[Any]:
        """Return the values of one column, in order of row.

        Raises
        ------
        UnknownName
            The table has no such column.
        """
        known = [column.name for column in self.about.columns]
        if name not in known:
            raise UnknownName(f"column of {self.about.id}", name, known)
        return [row[name] for row in self.rows]


def read_table(sidecar: Path) -> TableData:
    """Read the CSV table beside a sidecar, checked cell by cell.

    Raises
    ------
    CatalogueError
        With every finding: a header that is not the columns, a cell of the wrong type, a key that repeats.
    """
    about = read_record(Table, sidecar)
    file = sidecar.with_suffix(".csv")
    reader = csv.reader(io.StringIO(read_text(file)), strict=True)
    findings: list[Finding] = []
    rows: list[Row] = []
    lines: list[int] = []
    try:
        findings += _header_findings(file, about, next(reader, []))
        for cells in [] if findings else reader:
            row, wrong = _read_row(file, reader.line_num, about, cells)
            rows.append(row)
            lines.append(reader.line_num)
            findings += wrong
    except csv.Error as error:
        findings.append(Finding(file, reader.line_num, "", f"not valid CSV: {error}"))
    findings = findings or _repeated_keys(file, about, rows, lines)
    if findings:
        raise CatalogueError(findings)
    return TableData(about, tuple(rows), tuple(lines))


def _header_findings(file: Path, about: Table, header: list[str]) -> list[Finding]:
    known = [column.name for column in about.columns]
    if header == known:
        return []
    strange = [name for name in header if name not in known]
    if strange:
        return [Finding(file, 1, strange[0], f"unknown column {strange[0]!r}{suggestion(strange[0], known)}")]
    return [Finding(file, 1, "", f"the header must be {','.join(known)}, as the sidecar has it")]


def _read_row(file: Path, line: int, about: Table, cells: list[str]) -> tuple[Row, list[Finding]]:
    if len(cells) != len(about.columns):
        return {}, [
            Finding(file, line, "", f"{len(cells)} cells where there are {len(about.columns)} columns")
        ]
    row: Row = {}
    wrong: list[Finding] = []
    for column, cell in zip(about.columns, cells, strict=True):
        try:
            row[column.name] = read_cell(column, cell)
        except ValueError as error:
            wrong.append(Finding(file, line, column.name, str(error)))
    return row, wrong


def read_cell(column: Column, cell: str) -> Any:
    """Return what a cell means.

    Raises
    ------
    ValueError
        It is not of the column's type, not among its values, or empty where it must not be.

    Examples
    --------
    >>> read_cell(Column(name="residents", type="whole", description="Census count"), "1973395")
    1973395
    """
    if cell == "":
        if column.required:
            raise ValueError("is empty")
        return None
    if column.values and cell not in column.values:
        raise ValueError(f"unknown value {cell!r}{suggestion(cell, column.values)}")
    wanted, convert = _TYPES[column.type]
    try:
        return convert(cell)
    except ValueError:
        raise ValueError(f"must be {wanted}, not {cell!r}") from None


def _number(cell: str) -> float:
    value = float(cell)
    if not abs(value) < float("inf") or "_" in cell:
        raise ValueError(cell)
    return value


def _whole(cell: str) -> int:
    if not cell.removeprefix("-").isdecimal():
        raise ValueError(cell)
    return int(cell)


def _yes_no(cell: str) -> bool:
    if cell not in {"yes", "no"}:
        raise ValueError(cell)
    return cell == "yes"


_TYPES: Final[dict[str, tuple[str, Callable[[str], Any]]]] = {
    "text": ("text", str),
    "number": ("a number", _number),
    "whole": ("a whole number", _whole),
    "date": ("a date such as 2015-12-02", dt.date.fromisoformat),
    "yes_no": ("yes or no", _yes_no),
}


def _repeated_keys(file: Path, about: Table, rows: list[Row], lines: list[int]) -> list[Finding]:
    seen: dict[tuple[Any, ...], int] = {}
    findings: list[Finding] = []
    for row, line in zip(rows, lines, strict=True):
        key = tuple(row[name] for name in about.key)
        if key and key in seen:
            shown = ", ".join(str(part) for part in key)
            message = f"{shown} stands already in line {seen[key]}"
            findings.append(Finding(file, line, ", ".join(about.key), message))
        seen.setdefault(key, line)
    return findings
