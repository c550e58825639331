"""Ids are permanent; where one had to change, a table leads from the old to the new.

``renames.yaml`` is a mapping from old id to new id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from shieldwall.catalogue.errors import CatalogueError, Finding
from shieldwall.catalogue.read import line_numbers, line_of, read_text, read_values


def read_renames(file: Path) -> dict[str, str]:
    """Return the table in one file; empty where there is no file.

    Raises
    ------
    CatalogueError
        The file is not a mapping of ids.
    """
    if not file.is_file():
        return {}
    table = read_values(file, read_text(file))
    if not isinstance(table, dict) or not all(isinstance(new, str) for new in table.values()):
        raise CatalogueError([Finding(file, 1, "", "renames are a mapping from old id to new id")])
    return table


def merged(files: Sequence[Path]) -> dict[str, str]:
    """Return the tables of several files as one, later ones over earlier.

    Raises
    ------
    CatalogueError
        A file is no table, or a name leads back to itself.
    """
    table: dict[str, str] = {}
    owners: dict[str, Path] = {}
    for file in files:
        own = read_renames(file)
        table |= own
        owners |= dict.fromkeys(own, file)
    for old, file in owners.items():
        try:
            follow(old, table)
        except ValueError as error:
            line = line_of(line_numbers(read_text(file)), (old,))
            raise CatalogueError([Finding(file, line, old, str(error))]) from None
    return table


def follow(name: str, table: Mapping[str, str]) -> str:
    """Return what a name is called now.

    Raises
    ------
    ValueError
        The names lead round in a circle.

    Examples
    --------
    >>> follow("sm_3_ia", {"sm_3_ia": "sm3_ia", "sm3_ia": "sm3_1a"})
    'sm3_1a'
    """
    seen = {name}
    while name in table:
        name = table[name]
        if name in seen:
            raise ValueError(f"the renames of {name!r} lead round in a circle")
        seen.add(name)
    return name
