"""Read a study from its YAML file, with what it extends, or say in one line why not."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from shieldwall.catalogue.errors import CatalogueError, Finding
from shieldwall.catalogue.load import Catalogue
from shieldwall.catalogue.read import (
    field_name,
    line_numbers,
    line_of,
    read_record,
    read_text,
    read_values,
    validated,
)
from shieldwall.catalogue.yaml12 import FieldPath
from shieldwall.model.errors import InputError
from shieldwall.model.scenario import Scenario
from shieldwall.model.study import GEOMETRY, GEOMETRY_REFUSED, Study

EXTENDS: Final = "extends"
YAML_ENDINGS: Final = (".yaml", ".yml")
BIGGEST_FILE_BYTES: Final = 4_000_000


def read_study(path: Path) -> Study:
    """Return the study in a file.

    A key ``extends`` names another study file, relative to this one: its keys hold where this file has none.

    Raises
    ------
    InputError
        The file does not exist, is refused (file, line and field are named), or extends itself in a circle.
    """
    values, text = _with_what_it_extends(path, ())
    _refuse_geometry(path, values, text)
    study = validated(Study, values, path, text)
    if study.id != path.stem:
        raise CatalogueError(
            [Finding(path, 1, "id", f"the id {study.id!r} is not the name of the file, {path.stem!r}")]
        )
    return study


def scenario_of(study: Study, folder: Path, catalogue: Catalogue) -> Scenario:
    """Return the scenario that a study names: a record of the catalogue, or a file beside the study."""
    if study.scenario.endswith(YAML_ENDINGS):
        file = folder / study.scenario
        if not file.is_file():
            raise InputError(f"study {study.id}: there is no scenario file {file}")
        return read_record(Scenario, file)
    return catalogue.record(Scenario, study.scenario)


def _refuse_geometry(path: Path, values: dict[str, Any], text: str) -> None:
    """Say of keys that would vary a raid's geometry why there are none, not only that they are unknown."""
    listed = values.get("cells")
    places: list[tuple[FieldPath, Any]] = [
        (("axes",), values.get("axes")),
        (("inputs",), values.get("inputs")),
    ]
    places += [(("cells", at), cell) for at, cell in enumerate(listed if isinstance(listed, list) else ())]
    for place, keys in places:
        for name in keys if isinstance(keys, dict) else ():
            if name in GEOMETRY:
                line = line_of(line_numbers(text), (*place, name))
                field = field_name((*place, name))
                raise CatalogueError([Finding(path, line, field, GEOMETRY_REFUSED)])


def _with_what_it_extends(path: Path, chain: tuple[Path, ...]) -> tuple[dict[str, Any], str]:
    if not path.is_file():
        by = f", which {chain[-1].name} extends" if chain else ""
        raise InputError(f"there is no study file {path}{by}")
    if path.stat().st_size > BIGGEST_FILE_BYTES:
        raise InputError(
            f"{path} has {path.stat().st_size:,} bytes; a study has at most {BIGGEST_FILE_BYTES:,}"
        )
    whole = path.resolve()
    if whole in chain:
        names = " -> ".join(link.name for link in (*chain[chain.index(whole) :], whole))
        raise InputError(f"the study extends itself in a circle: {names}")
    text = read_text(path)
    values = read_values(path, text)
    if not isinstance(values, dict):
        raise CatalogueError([Finding(path, 1, "", "a study is a mapping with keys such as id and scenario")])
    other = values.pop(EXTENDS, None)
    if other is None:
        return values, text
    if not isinstance(other, str):
        raise CatalogueError([Finding(path, 1, EXTENDS, "must be the name of a study file")])
    below, _ = _with_what_it_extends(path.parent / other, (*chain, whole))
    return below | values, text
