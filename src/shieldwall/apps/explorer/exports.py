"""Answers as files: tables as CSV, the record as JSON, the brief as PDF or HTML."""

from __future__ import annotations

import base64
import csv
import io
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

from shieldwall.apps import briefs
from shieldwall.apps.explorer.asked import Asked
from shieldwall.apps.explorer.outgoing import Run, reproduction
from shieldwall.apps.output import to_json
from shieldwall.model.outcomes import Comparison
from shieldwall.report.tables import write_tables

TABLES: Final = {
    "outcomes": "arrangements", "differences": "differences", "attribution": "attribution",
    "curve": "raid_size_curve", "facts": "facts_used",
}  # fmt: skip
"""The table of `write_tables` that each table of the page is."""
KINDS: Final = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
}
RECORD: Final = TypeAdapter(Comparison)


def record_of(answer: Mapping[str, Any]) -> Comparison:
    """Return the comparison of an answer as the record that it was."""
    return RECORD.validate_python(answer["comparison"])


def exported(asked: Asked, answer: Mapping[str, Any], form: str, table: str) -> dict[str, str]:
    """Return an answer as a file: its name, its kind, and its content in base 64."""
    record = record_of(answer)
    stem = f"{asked.scenario.id}_{asked.scenario.date}"
    if form == "csv":
        name, content = f"{stem}_{table}.csv", _table(record, table)
    elif form == "json":
        name, content = f"{stem}.json", to_json(record).encode() + b"\n"
    else:
        name, content = f"{stem}.{form}", _brief(asked, record, form)
    return {"name": name, "kind": KINDS[form], "content": base64.b64encode(content).decode()}


def _table(record: Comparison, table: str) -> bytes:
    if table == "places":
        return _rows(record.places)
    if table == "units":
        return _rows(record.units)
    with tempfile.TemporaryDirectory() as folder:
        files = {file.stem: file for file in write_tables(record, Path(folder))}
        return files[TABLES[table]].read_bytes()


def _rows(records: Iterable[Any]) -> bytes:
    """Return records as CSV, one a row; what is by arrangement has a column for each."""
    flat = [_flat({name: getattr(each, name) for name in each.__slots__}) for each in records]
    columns = list(dict.fromkeys(name for row in flat for name in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(flat)
    return text.getvalue().encode()


def _flat(values: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, dict):
            found |= {f"{name}.{key}": item for key, item in value.items()}
        else:
            found[name] = value
    return found


def _brief(asked: Asked, record: Comparison, form: str) -> bytes:
    """Return the brief of a comparison that has been run."""
    from shieldwall.report.html_document import html_text
    from shieldwall.report.typst_document import pdf_bytes

    run = Run(record.trials, record.draws)
    again = reproduction(asked, run, is_full=True)
    lines = tuple(line for line in str(again["python"]).splitlines() if line)
    data = briefs.gather(asked.attributed(), record, asked.catalogue, (str(again["command"]), lines))
    brief = briefs.draw(data, asked.catalogue, None)
    return pdf_bytes(brief.document, "a4") if form == "pdf" else html_text(brief.document).encode()
