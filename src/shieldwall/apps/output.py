"""How results leave: plain JSON values, and a folder that can be written to."""

from __future__ import annotations

import dataclasses
import json
import math
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


def to_json(value: Any, *, ascii_only: bool = False) -> str:
    """Return a record as JSON text, keys in their own order."""
    return json.dumps(plain(value), indent=2, ensure_ascii=ascii_only, allow_nan=False)


def writable_folder(folder: Path, option: str = "--out") -> Path:
    """Return the folder, made if need be; refuse one that cannot be written to, before any work.

    Parameters
    ----------
    folder : Path
        The folder.
    option : str
        The option that names it, for the refusal.

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
        raise InputError(f"{option} {folder}: cannot write there ({reason})") from None
    return folder


def write_whole(file: Path, text: str) -> None:
    """Write a file all at once: whoever looks finds the old text or the new, never a part."""
    part = file.with_name(f".{file.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def write_json(file: Path, value: Any) -> Path:
    """Write a record as JSON, all at once; return the file."""
    write_whole(file, to_json(value) + "\n")
    return file
