"""Write plain values as YAML 1.2 that `shieldwall.catalogue.yaml12` reads back to the same values."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from shieldwall.catalogue.yaml12 import scalar

_PLAIN: Final = re.compile(r"[A-Za-z0-9_./][A-Za-z0-9_./ ()%+-]*[A-Za-z0-9_./)%]|[A-Za-z0-9_]")
_UNPRINTABLE: Final = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def to_yaml(value: Any, indent: int = 0) -> str:
    """Return mappings, lists and scalars as a YAML document in block style.

    Parameters
    ----------
    value : dict, list, str, int, float, bool or None
        What to write. Keys are text; numbers are finite.
    indent : int
        How many spaces stand before each line.

    Returns
    -------
    str
        Lines that end with a line feed.

    Examples
    --------
    >>> print(to_yaml({"party": "NO", "ids": [1, "1"]}), end="")
    party: NO
    ids:
      - 1
      - "1"
    """
    space = " " * indent
    if isinstance(value, dict) and value:
        return "".join(f"{space}{_text(key)}:{_within(item, indent)}" for key, item in value.items())
    if isinstance(value, list) and value:
        return "".join(f"{space}-{_within(item, indent)}" for item in value)
    return f"{space}{_flat(value)}\n"


def _within(item: Any, indent: int) -> str:
    if isinstance(item, dict | list) and item:
        return "\n" + to_yaml(item, indent + 2)
    return f" {_flat(item)}\n"


def _flat(value: Any) -> str:
    return _text(value) if isinstance(value, str) else json.dumps(value)


def _text(text: str) -> str:
    if _PLAIN.fullmatch(text) and scalar(text) == text:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found.group()):04x}", quoted)
