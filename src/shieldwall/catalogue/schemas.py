"""JSON Schemas of the catalogue's records, for editors and for other tools.

``python -m shieldwall.catalogue.schemas FOLDER`` writes ``FOLDER/<kind>.schema.json`` for every kind.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from shieldwall.catalogue.kinds import FOLDERS, kind_of
from shieldwall.model.provenance import Record
from shieldwall.model.table import Layer, Table

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_texts() -> dict[str, str]:
    """Return the text of every schema file by its name."""
    records: dict[str, type[Record]] = {kind_of(folder): record for folder, record in FOLDERS.items()}
    records |= {"table": Table, "layer": Layer}
    return {f"{kind}.schema.json": _text(record) for kind, record in records.items()}


def _text(record: type[Record]) -> str:
    schema: dict[str, Any] = {"$schema": DIALECT, **record.model_json_schema()}
    return json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def write_schemas(folder: Path) -> None:
    """Write every schema into a folder that exists."""
    for name, text in schema_texts().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1] if len(sys.argv) > 1 else "schemas"))
