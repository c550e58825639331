"""The format of stores on disk, and how older ones are read.

A store of this version's format or of the two minor versions before it is brought up step by step when it is
read; files are never rewritten for that. A newer one, or another major version, is refused.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from shieldwall.model.errors import InputError

FORMAT: Final = "1.2"
MANIFEST_SCHEMA: Final = "shieldwall.study-manifest/1"
READABLE: Final = ("1.0", "1.1", "1.2")


def refuse_unknown_format(manifest: dict[str, Any], file: Path) -> None:
    """Refuse a manifest of a format that is not read."""
    found = manifest.get("format") if isinstance(manifest, dict) else None
    if found not in READABLE:
        raise InputError(
            f"{file}: a store of format {found!r}; this version reads {', '.join(READABLE)}: use the version "
            "of Shieldwall that wrote it"
        )


def brought_up(manifest: dict[str, Any]) -> dict[str, Any]:
    """Return a manifest as this version has it.

    Format 1.1 names every machine that took part, not only the first, and the ends of every range as they
    were when the study began; those of a store of format 1.0 are not known, and stand as in the catalogue.
    """
    if manifest["format"] == "1.0":
        machine = {"machines": [manifest["machine"]]}
        kept = {name: value for name, value in manifest.items() if name != "machine"}
        return kept | machine | {"ranges": None}
    return manifest


def brought_up_found(found: dict[str, Any], written_in: str) -> dict[str, Any]:
    """Return what a cell found as this version has it.

    Format 1.2 keeps the answer in words; cells of older ones have none.
    """
    return found if written_in == "1.2" else found | {"answer": None}
