"""Turn a refusal by a record class into plain words: the field, what is wrong, and the nearest known name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from shieldwall.catalogue.yaml12 import FieldPath
from shieldwall.model.errors import suggestion

_WANTED: Final[dict[str, str]] = {
    "string_type": "text (in quotes where it looks like a number)",
    "float_type": "a number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "date_type": "a date such as 2015-12-02",
    "date_parsing": "a date such as 2015-12-02",
    "date_from_datetime_parsing": "a date such as 2015-12-02",
    "tuple_type": "a list",
    "model_type": "a mapping with keys",
    "dict_type": "a mapping with keys",
}
_PATTERNS: Final[dict[str, str]] = {
    "^[a-z][a-z0-9_]*$": "an id: small letters, digits and underscores, beginning with a letter",
}


def explanations(record: type[BaseModel], refused: ValidationError) -> Iterator[tuple[FieldPath, str]]:
    """Yield each thing that is wrong: where it lies and what it is.

    Parameters
    ----------
    record : type of BaseModel
        The class that refused.
    refused : ValidationError
        Its refusal.

    Yields
    ------
    path : tuple of str and int
        Keys and positions from the root of the file.
    message : str
        One sentence without a full stop.
    """
    for error in refused.errors(include_url=False):
        path = tuple(error["loc"])
        yield path, _message(record, path, error)


def _message(record: type[BaseModel], path: FieldPath, error: ErrorDetails) -> str:
    kind, given, context = error["type"], error["input"], error.get("ctx", {})
    if kind == "extra_forbidden":
        known = _field_names(record, path[:-1])
        return f"unknown key {path[-1]!r}{suggestion(str(path[-1]), known) if known else ''}"
    if kind == "missing":
        return "is missing"
    if kind == "value_error":
        return str(context["error"])
    if kind == "literal_error":
        known = re.findall(r"'([^']*)'", str(context["expected"]))
        return f"unknown value {given!r}{suggestion(str(given), known)}"
    if kind == "string_pattern_mismatch":
        return f"{given!r} is not {_PATTERNS.get(context['pattern'], 'of the form ' + context['pattern'])}"
    if kind == "too_short" and isinstance(given, dict | list):
        least = context["min_length"]
        return f"must hold at least {least} {'entry' if least == 1 else 'entries'}, not {len(given)}"
    if kind in _WANTED:
        return f"must be {_WANTED[kind]}, not {_brief(given)}"
    return f"{error['msg'][0].lower()}{error['msg'][1:]}, not {_brief(given)}"


def _brief(given: Any) -> str:
    if isinstance(given, dict):
        return "a mapping"
    if isinstance(given, list):
        return "a list"
    if given is None:
        return "nothing"
    return repr(given) if len(repr(given)) <= 60 else f"{repr(given)[:57]}..."


def _field_names(record: type[BaseModel], path: FieldPath) -> list[str]:
    """Return the keys that a file may have at ``path``, following the annotations of the record."""
    current: Any = record
    for step in path:
        models = [current] if _is_model(current) else list(_models_within(current))
        if isinstance(step, int):
            current = models[0] if models else None
            continue
        fields = {name: field for model in models for name, field in keys_of(model).items()}
        if step not in fields:
            return []
        current = fields[step].annotation
    models = [current] if _is_model(current) else list(_models_within(current))
    return [name for model in models for name in keys_of(model)]


def keys_of(record: type[BaseModel]) -> dict[str, FieldInfo]:
    """Return the fields of a record by the keys that its file has."""
    return {field.alias or name: field for name, field in record.model_fields.items()}


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _models_within(annotation: Any) -> Iterator[type[BaseModel]]:
    for part in get_args(annotation):
        if _is_model(part):
            yield part
        else:
            yield from _models_within(part)
