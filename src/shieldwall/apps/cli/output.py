"""How the command line speaks: JSON on standard output, one clear line on standard error."""

from __future__ import annotations

import dataclasses
import json
import math
import sys
from pathlib import Path
from typing import Any

from shieldwall.model.errors import InputError


def plain(value: Any) -> Any:
    """Return records, arrays and numbers as JSON can hold them; what is not finite becomes null."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if hasattr(value, "model_dump"):
        return plain(value.model_dump(mode="json"))
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value


def to_json(value: Any) -> str:
    """Return a record as JSON text, keys in their own order."""
    return json.dumps(plain(value), indent=2, ensure_ascii=False, allow_nan=False)


def emit(value: Any) -> None:
    """Write a record as JSON to standard output, and nothing else."""
    sys.stdout.write(to_json(value) + "\n")


def complain(message: str) -> None:
    """Write one line to standard error."""
    sys.stderr.write("shieldwall: " + " ".join(message.split()) + "\n")


def writable_folder(folder: Path) -> Path:
    """Return the folder, made if need be; refuse one that cannot be written to, before any work.

    Raises
    ------
    InputError
        The folder cannot be made or written to.
    """
    probe = folder / ".shieldwall-probe"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_text("")
        probe.unlink()
    except OSError as refused:
        reason = refused.strerror or refused
        raise InputError(f"--out {folder}: cannot write there ({reason})") from None
    return folder


def parse_place(option: str, text: str) -> tuple[float, float]:
    """Return ``LAT,LON`` in degrees.

    Raises
    ------
    InputError
        Not two numbers, or outside -90..90 and -180..180.
    """
    parts = text.split(",")
    try:
        lat, lon = (float(part) for part in parts)
    except ValueError:
        raise InputError(f"{option} {text!r}: expected LAT,LON in degrees, for example 39.0,125.7") from None
    if not (-90.0 <= lat <= 90.0 and -180.0 <= lon <= 180.0):
        raise InputError(f"{option} {text!r}: latitude runs from -90 to 90 and longitude from -180 to 180")
    return lat, lon


def parse_list(text: str | None) -> tuple[str, ...]:
    """Return the comma-separated names of an option."""
    return tuple(name.strip() for name in (text or "").split(",") if name.strip())
