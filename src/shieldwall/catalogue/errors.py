"""What can be wrong with a catalogue, in one line each: file, line, field, and the nearest known name.

``InputError`` <- ``CatalogueError`` (a file that is refused), ``UnknownName`` (a name that nothing bears).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from shieldwall.model.errors import InputError, suggestion

Level = Literal["error", "notice"]


@dataclass(frozen=True)
class Finding:
    """One thing that a check found.

    Parameters
    ----------
    file : Path
        Where it is.
    line : int or None
        The line, counted from one; None where the whole file is meant.
    field : str
        Path of the field, such as ``facts.max_range_km.unit``; empty where the whole file is meant.
    message : str
        What is wrong, in words.
    level : "error" or "notice"
        An error stops the record; a notice is advice.
    """

    file: Path
    line: int | None
    field: str
    message: str
    level: Level = "error"

    def __str__(self) -> str:
        """Return ``file:line: field: message`` on one line."""
        place = f"{_shown(self.file)}:{self.line}" if self.line else _shown(self.file)
        field = f"{self.field}: " if self.field else ""
        return " ".join(f"{place}: {field}{self.message}".split())


class CatalogueError(InputError):
    """A file of the catalogue that is refused; ``findings`` holds everything that is wrong with it."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
        super().__init__(f"{findings[0]}{more}")


class UnknownName(InputError):  # noqa: N818 - it reads as what it says
    """A name that no record bears; the message offers the nearest one that does."""

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        self.what = what
        self.name = name
        names = tuple(known)
        super().__init__(f"unknown {what} {name!r}{suggestion(name, names) if names else ''}")


def _shown(file: Path) -> str:
    try:
        return str(file.relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(file)
