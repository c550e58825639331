"""YAML 1.2, core schema, as plain Python values: what the catalogue's files are written in.

PyYAML resolves YAML 1.1, in which ``NO`` is false and ``12.0e6`` is text. Here plain scalars are null,
true/false, numbers or text by the core schema of YAML 1.2.2 (section 10.3.2); dates stay text until a
record asks for a date. What invites mistakes is refused: duplicate keys, anchors, tags, infinities,
several documents in one file.
"""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

try:
    from yaml import CSafeLoader as _Parser
except ImportError:  # PyYAML built without libyaml
    from yaml import SafeLoader as _Parser  # type: ignore[assignment]

FieldPath = tuple[str | int, ...]
"""Where a value lies: keys and positions from the root."""

_INTEGER: Final = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_REAL: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE: Final = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_WORDS: Final[dict[str, bool | None]] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_DEEPEST: Final = 32
_MOST_DIGITS: Final = 40
_MAY_BE_NUMBER: Final = frozenset("0123456789+-.")


class YamlError(ValueError):
    """A text that is not the YAML this catalogue is written in, with the line where that shows."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def scalar(text: str) -> str | int | float | bool | None:
    """Return what a plain (unquoted) scalar means in the core schema.

    Parameters
    ----------
    text : str
        The scalar as it stands in the file.

    Returns
    -------
    str, int, float, bool or None
        Its value; text where nothing else fits.

    Raises
    ------
    ValueError
        An infinity or not-a-number.

    Examples
    --------
    >>> scalar("12.0e6"), scalar("NO"), scalar("true"), scalar("2015-12-02")
    (12000000.0, 'NO', True, '2015-12-02')
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _MAY_BE_NUMBER:
        return text
    if _INTEGER.fullmatch(text):
        if len(text) > _MOST_DIGITS:
            raise ValueError(f"a whole number has at most {_MOST_DIGITS} digits, not {len(text)}")
        return int(text, 10 if text[-1:].isdigit() and text[1:2] not in {"x", "o"} else 0)
    if _REAL.fullmatch(text):
        return float(text)
    if _NOT_FINITE.fullmatch(text):
        raise ValueError(f"{text} is not a finite number")
    return text


def parse(text: str, lines: dict[FieldPath, int] | None = None) -> Any:
    r"""Read one YAML document.

    Parameters
    ----------
    text : str
        The document.
    lines : dict, optional
        Filled with the line (from one) at which the value at each path starts; a mapping's value is
        put at the line of its key.

    Returns
    -------
    dict, list, str, int, float, bool or None
        The document as plain values.

    Raises
    ------
    YamlError
        A syntax error, or something that the catalogue does not use.

    Examples
    --------
    >>> parse("party: NO\nrange_km: {value: 1e3}")
    {'party': 'NO', 'range_km': {'value': 1000.0}}
    """
    try:
        parser = _Parser(text)
        try:
            return _document(parser, lines)
        finally:
            parser.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = f"not valid YAML: {error.problem or error.context}"
        raise YamlError(message, mark.line + 1 if mark else 1) from None
    except yaml.reader.ReaderError as error:
        line = text[: error.position if isinstance(error.position, int) else 0].count("\n") + 1
        raise YamlError(f"not valid YAML: {error.reason}", line) from None


def _document(parser: Any, lines: dict[FieldPath, int] | None) -> Any:
    parser.get_event()  # the stream starts
    if parser.check_event(yaml.StreamEndEvent):
        raise YamlError("the file is empty", 1)
    parser.get_event()  # the document starts
    value = _value(parser, parser.get_event(), (), lines)
    parser.get_event()  # the document ends
    if not parser.check_event(yaml.StreamEndEvent):
        raise YamlError("one file holds one document", parser.peek_event().start_mark.line + 1)
    return value


def _value(parser: Any, event: Any, path: FieldPath, lines: dict[FieldPath, int] | None) -> Any:
    kind = type(event)
    if kind is yaml.AliasEvent or event.anchor is not None or event.tag is not None:
        raise YamlError("anchors, aliases and tags are not used here", event.start_mark.line + 1)
    if len(path) > _DEEPEST:
        raise YamlError(f"nested more than {_DEEPEST} deep", event.start_mark.line + 1)
    if lines is not None:
        lines.setdefault(path, event.start_mark.line + 1)
    if kind is yaml.ScalarEvent:
        try:
            return scalar(event.value) if event.implicit[0] else event.value
        except ValueError as error:
            raise YamlError(str(error), event.start_mark.line + 1) from None
    if kind is yaml.SequenceStartEvent:
        return _sequence(parser, path, lines)
    return _mapping(parser, path, lines)


def _sequence(parser: Any, path: FieldPath, lines: dict[FieldPath, int] | None) -> list[Any]:
    items: list[Any] = []
    while type(event := parser.get_event()) is not yaml.SequenceEndEvent:
        items.append(_value(parser, event, (*path, len(items)), lines))
    return items


def _mapping(parser: Any, path: FieldPath, lines: dict[FieldPath, int] | None) -> dict[str, Any]:
    entries: dict[str, Any] = {}
    while type(event := parser.get_event()) is not yaml.MappingEndEvent:
        line = event.start_mark.line + 1
        if type(event) is not yaml.ScalarEvent:
            raise YamlError("a key is a word", line)
        key = event.value
        if key in entries:
            raise YamlError(f"the key {key!r} stands twice", line)
        if lines is not None:
            lines[*path, key] = line
        entries[key] = _value(parser, parser.get_event(), (*path, key), lines)
    return entries
