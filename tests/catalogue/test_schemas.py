"""The committed JSON Schemas are those of the records, and the files satisfy them."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from shieldwall.catalogue.kinds import FOLDERS, kind_of
from shieldwall.catalogue.load import SHIPPED
from shieldwall.catalogue.schemas import schema_texts, write_schemas
from shieldwall.catalogue.yaml12 import parse

COMMITTED = Path(__file__).resolve().parents[2] / "schemas"


def test_the_committed_schemas_are_current(tmp_path: Path) -> None:
    write_schemas(tmp_path)
    for file in sorted(tmp_path.iterdir()):
        assert (COMMITTED / file.name).read_text(encoding="utf-8") == file.read_text(encoding="utf-8"), (
            f"{file.name} is out of date: run python -m shieldwall.catalogue.schemas"
        )


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_satisfies_its_schema(folder: str, toy: Path) -> None:
    schema = json.loads(schema_texts()[f"{kind_of(folder)}.schema.json"])
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for base in (SHIPPED, toy):
        for file in sorted((base / folder).glob("*.yaml")):
            validator.validate(parse(file.read_text(encoding="utf-8")))


def test_a_schema_knows_the_unit_of_a_field(toy: Path) -> None:
    schema = json.loads(schema_texts()["radar.schema.json"])
    values = parse((toy / "radars/wide_eye.yaml").read_text(encoding="utf-8"))
    values["facts"]["reference_range_km"]["unit"] = "m"
    with pytest.raises(jsonschema.ValidationError, match="'km' was expected"):
        jsonschema.validate(values, schema)
