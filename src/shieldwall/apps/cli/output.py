"""How the command line speaks: JSON on standard output, one clear line on standard error."""

from __future__ import annotations

import sys
from typing import Any

from shieldwall.apps.output import to_json
from shieldwall.model.errors import InputError


def emit(value: Any) -> None:
    """Write a record as JSON to standard output, and nothing else."""
    sys.stdout.write(to_json(value) + "\n")


def complain(message: str) -> None:
    """Write one line to standard error."""
    sys.stderr.write("shieldwall: " + " ".join(message.split()) + "\n")


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
