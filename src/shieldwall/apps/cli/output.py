"""How the command line speaks: JSON on standard output, one clear line on standard error."""

from __future__ import annotations

import codecs
import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from shieldwall.apps.output import to_json, writable_folder
from shieldwall.model.errors import InputError

if TYPE_CHECKING:
    from shieldwall.report.style import Saved


def open_streams() -> None:
    """Make output ready for any environment.

    A stream that is closed takes what is written and drops it; one that cannot hold a character of the text
    gets its escape, and nothing is lost.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8"))
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def emit(value: Any) -> None:
    """Write a record as JSON to standard output, and nothing else.

    Where the stream is not UTF-8 all but ASCII is escaped as JSON does it.
    """
    coding = codecs.lookup(getattr(sys.stdout, "encoding", None) or "utf-8").name
    sys.stdout.write(to_json(value, ascii_only=coding != "utf-8") + "\n")


def complain(message: str) -> None:
    """Write one line to standard error."""
    sys.stderr.write("shieldwall: " + " ".join(message.split()) + "\n")


def out_folder(out: Path | None) -> Path | None:
    """Return the folder of ``--out``, made if need be; None where none was asked for.

    Raises
    ------
    InputError
        The folder cannot be made or written to.
    """
    return None if out is None else writable_folder(out)


def name_figure(saved: Saved | None, beside: str = "") -> None:
    """Say where a figure and its numbers lie, and what is beside them; nothing where none was drawn."""
    if saved is not None:
        typer.echo(f"figure and data: {saved.png}, {saved.svg}, {saved.csv}{beside}")


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


def parse_names(option: str, text: str | None) -> tuple[str, ...] | None:
    """Return the names of an option that says which things are meant; None where it is left out.

    Raises
    ------
    InputError
        The option is there and names nothing.
    """
    if text is None:
        return None
    names = parse_list(text)
    if not names:
        raise InputError(f"{option} {text!r} names nothing")
    return names


def parse_list(text: str | None) -> tuple[str, ...]:
    """Return the comma-separated names of an option."""
    return tuple(name.strip() for name in (text or "").split(",") if name.strip())
