"""Read one file into one record, or say in one line why not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from shieldwall.catalogue.errors import CatalogueError, Finding
from shieldwall.catalogue.explain import explanations
from shieldwall.catalogue.yaml12 import FieldPath, YamlError, parse
from shieldwall.model.provenance import Record

R = TypeVar("R", bound=Record)


def read_text(file: Path) -> str:
    """Return the text of a file of the catalogue.

    Raises
    ------
    CatalogueError
        The file cannot be read, or is not UTF-8.
    """
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise CatalogueError([Finding(file, None, "", "is not UTF-8 text")]) from None
    except OSError as error:
        raise CatalogueError([Finding(file, None, "", f"cannot be read: {error.strerror}")]) from None


def read_values(file: Path, text: str) -> Any:
    """Return the plain values in a YAML text that stands in ``file``.

    Raises
    ------
    CatalogueError
        It is not the YAML that the catalogue uses.
    """
    try:
        return parse(text)
    except YamlError as problem:
        raise CatalogueError([Finding(file, problem.line, "", str(problem))]) from None


def read_record(record: type[R], file: Path) -> R:
    """Read the record in a YAML file whose stem is the record's id.

    Parameters
    ----------
    record : type of Record
        What the file should hold.
    file : Path
        The file.

    Returns
    -------
    Record
        The frozen record.

    Raises
    ------
    CatalogueError
        With every finding; the message is the first, in one line.
    """
    return check_text(record, file, read_text(file))


def check_text(record: type[R], file: Path, text: str) -> R:
    """Read a record from text that stands in ``file`` (see `read_record`)."""
    values = read_values(file, text)
    if not isinstance(values, dict):
        raise CatalogueError([Finding(file, 1, "", "a record is a mapping with keys such as id and name")])
    found = validated(record, values, file, text)
    if values.get("id") != file.stem:
        message = f"the id {values.get('id')!r} is not the name of the file, {file.stem!r}"
        raise CatalogueError([Finding(file, line_of(line_numbers(text), ("id",)), "id", message)])
    return found


def validated(record: type[R], values: Any, file: Path, text: str) -> R:
    """Return plain values as a record.

    Parameters
    ----------
    record : type of Record
        What the values should hold.
    values : mapping
        As parsed.
    file, text : Path, str
        Where they stand, for the lines of what is refused.

    Raises
    ------
    CatalogueError
        With every finding, by line.
    """
    try:
        return record.model_validate_json(json.dumps(values))
    except ValidationError as refused:
        lines = line_numbers(text)
        findings = [
            Finding(file, line_of(lines, path), field_name(path), message)
            for path, message in explanations(record, refused)
        ]
        raise CatalogueError(sorted(findings, key=lambda finding: finding.line or 0)) from None


def line_numbers(text: str) -> dict[FieldPath, int]:
    """Return the line of every field in a document that is known to parse."""
    lines: dict[FieldPath, int] = {}
    parse(text, lines)
    return lines


def line_of(lines: dict[FieldPath, int], path: FieldPath) -> int:
    """Return the line of a field, or of the nearest thing around it that is in the file."""
    steps: list[Any] = list(path)
    while steps and tuple(steps) not in lines:
        steps.pop()
    return lines.get(tuple(steps), 1)


def field_name(path: FieldPath) -> str:
    """Return a path as people write it.

    Examples
    --------
    >>> field_name(("facts", "max_range_km", "cites", 0, "source"))
    'facts.max_range_km.cites.0.source'
    """
    return ".".join(str(step) for step in path)
