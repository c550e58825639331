"""Walk through a record: every fact in it, every cite, every name that it mentions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from shieldwall.catalogue.yaml12 import FieldPath
from shieldwall.model.provenance import Cite, Fact, Record


def walk(record: BaseModel, path: FieldPath = ()) -> Iterator[tuple[FieldPath, Any]]:
    """Yield every value inside a record with its path as the file has it, outer ones first."""
    for name, field in type(record).model_fields.items():
        yield from _walk_value(getattr(record, name), (*path, field.alias or name))


def _walk_value(value: Any, path: FieldPath) -> Iterator[tuple[FieldPath, Any]]:
    if value is None:
        return
    yield path, value
    if isinstance(value, BaseModel):
        yield from walk(value, path)
    elif isinstance(value, tuple):
        for position, item in enumerate(value):
            yield from _walk_value(item, (*path, position))


def facts_of(record: Record) -> dict[str, Fact]:
    """Return every fact of a record by its name: the path without the leading ``facts``.

    A fact in a list has its position in its name: ``interceptors.0.load``.
    """
    return {fact_name(path): value for path, value in walk(record) if isinstance(value, Fact)}


def fact_name(path: FieldPath) -> str:
    """Return the name of the fact at a path.

    Examples
    --------
    >>> fact_name(("facts", "max_range_km")), fact_name(("interceptors", 0, "load"))
    ('max_range_km', 'interceptors.0.load')
    """
    steps = path[1:] if path[0] == "facts" else path
    return ".".join(str(step) for step in steps)


def fact_path(record: Record, name: str) -> FieldPath:
    """Return the path of the fact of that name, whether or not the record has it (see `fact_name`)."""
    steps = tuple(int(step) if step.isdigit() else step for step in name.split("."))
    top = {field.alias or key for key, field in type(record).model_fields.items()}
    return steps if steps[0] in top else ("facts", *steps)


def cites_of(record: Record) -> Iterator[tuple[FieldPath, Cite]]:
    """Yield every cite of a record with its path."""
    for path, value in walk(record):
        if isinstance(value, Cite):
            yield path, value
