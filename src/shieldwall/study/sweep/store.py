"""The store of a study on disk: a manifest, and one file for each cell, written when the cell is done.

A file is written beside its place, forced to the disk, and moved into place, so that whatever happens there
is a whole file or none; its first line holds the digest of the rest, so that a damaged one counts as none.
Files are named by the key of what the cell asks: a cell is found again by whoever asks the same.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import socket
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from shieldwall.model.errors import InputError
from shieldwall.study.sweep.cells import CellAsked, Found, canonical
from shieldwall.study.sweep.formats import FORMAT, MANIFEST_SCHEMA, brought_up, refuse_unknown_format

MANIFEST: Final = "manifest.json"
CELLS: Final = "cells"
LOCK: Final = "lock"
TIMES: Final = "times.csv"
MAGIC: Final = "shieldwall-cell"


class StoreFullError(InputError):
    """A file could not be written; what was written before is safe."""


class Store:
    """A folder with the results of one study.

    Parameters
    ----------
    folder : Path
        Where it is; `create` makes a new one.

    Raises
    ------
    InputError
        There is no study there, or one in a format that this version does not read.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made: set[Path] = set()
        file = folder / MANIFEST
        try:
            text = file.read_text(encoding="utf-8")
        except (FileNotFoundError, NotADirectoryError):
            raise InputError(f"{folder} holds no study: there is no {MANIFEST}") from None
        try:
            manifest = json.loads(text)
        except ValueError:
            raise InputError(f"{file} is damaged: it is not JSON") from None
        refuse_unknown_format(manifest, file)
        self.format: str = manifest["format"]
        self.manifest: dict[str, Any] = brought_up(manifest)

    @classmethod
    def create(cls, folder: Path, manifest: dict[str, Any]) -> Store:
        """Make the folder and its manifest, and return the store.

        Raises
        ------
        InputError
            The folder cannot be written to.
        """
        head = {"schema": MANIFEST_SCHEMA, "format": FORMAT, "begun": _now()}
        try:
            (folder / CELLS).mkdir(parents=True, exist_ok=True)
            write_safely(folder / MANIFEST, (json.dumps(head | manifest, indent=2) + "\n").encode())
        except OSError as refused:
            raise InputError(f"--out {folder}: cannot write there ({refused.strerror or refused})") from None
        return cls(folder)

    def add_machines(self, machines: Iterable[str]) -> None:
        """Name further machines that took part in the manifest, which is written anew if there are any."""
        others = [machine for machine in machines if machine not in self.manifest["machines"]]
        if others:
            self.manifest = self.manifest | {
                "machines": [*self.manifest["machines"], *others],
                "format": FORMAT,
            }
            with self._told_where():
                write_safely(self.folder / MANIFEST, (json.dumps(self.manifest, indent=2) + "\n").encode())

    def path(self, key: str) -> Path:
        """Return where the file of a cell lies."""
        return self.folder / CELLS / key[:2] / f"{key}.cell"

    def read(self, key: str) -> Found | None:
        """Return what a cell found; None where it is not there, not whole, or of something else."""
        body = self._body(key)
        return None if body is None else body["found"]

    def _body(self, key: str) -> dict[str, Any] | None:
        try:
            head, _, body = self.path(key).read_bytes().partition(b"\n")
        except OSError:
            return None
        words = head.decode("ascii", "replace").split(" ")
        if len(words) != 3 or words[0] != MAGIC or words[2] != hashlib.sha256(body).hexdigest():
            return None
        found: dict[str, Any] = json.loads(body)
        return brought_up_cell(found, words[1]) if found.get("key") == key else None

    def is_damaged(self, key: str) -> bool:
        """Say whether there is a file for a cell that cannot be used."""
        return self.path(key).exists() and self._body(key) is None

    def write(self, key: str, asked: CellAsked, found: Found) -> None:
        """Write what a cell found.

        Raises
        ------
        StoreFullError
            It cannot be written, on a full disk for one; no part of it stays behind.
        """
        body = canonical({"key": key, "asked": asked.plain(), "found": found}).encode()
        head = f"{MAGIC} {FORMAT} {hashlib.sha256(body).hexdigest()}\n".encode()
        file = self.path(key)
        if file.parent not in self._made:
            with self._told_where():
                file.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(file.parent)
        with self._told_where():
            write_safely(file, head + body)

    @contextlib.contextmanager
    def _told_where(self) -> Iterator[None]:
        """Say of what cannot be written that nothing is lost."""
        try:
            yield
        except OSError as refused:
            raise StoreFullError(
                f"{self.folder}: cannot write ({refused.strerror or refused}); what is done is safe, and "
                f"`shieldwall study resume {self.folder}` goes on from there"
            ) from None

    def note_time(self, key: str, seconds: float, where: str) -> None:
        """Note how long a cell took, and where; a note that cannot be written is lost, not the cell."""
        with contextlib.suppress(OSError), (self.folder / TIMES).open("a", encoding="utf-8") as stream:
            stream.write(f"{key},{seconds:.3f},{where}\n")

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the store for this process alone.

        Raises
        ------
        InputError
            Another process holds it; or the system has no file locks.
        """
        try:
            import fcntl
        except ImportError:
            raise InputError("studies need a system with file locks, such as Linux or macOS") from None
        place = (os.getpid(), os.path.realpath(self.folder))
        if place in _held_here:
            raise InputError(f"{self.folder} is in use by this process")
        # a record lock belongs to this process, not to those it forks, and ends with it however that ends
        with (self.folder / LOCK).open("a+", encoding="utf-8") as stream:
            try:
                fcntl.lockf(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                stream.seek(0)
                holder = stream.read().strip() or "another process"
                raise InputError(f"{self.folder} is in use by {holder}; wait for it, or end it") from None
            _held_here.add(place)
            try:
                self._sweep_up()
                stream.truncate(0)
                stream.write(f"process {os.getpid()} on {socket.gethostname()}")
                stream.flush()
                yield
            finally:
                _held_here.discard(place)

    def _sweep_up(self) -> None:
        """Remove what writers that were killed left half written."""
        for part in (self.folder / CELLS).glob("*/.*.part"):
            part.unlink(missing_ok=True)


_held_here: Final[set[tuple[int, str]]] = set()
"""Stores held, by process: a record lock does not keep a process from itself."""


def brought_up_cell(body: dict[str, Any], written_in: str) -> dict[str, Any]:
    """Return the body of a cell as this version has it."""
    from shieldwall.study.sweep.formats import brought_up_found

    return body | {"found": brought_up_found(body["found"], written_in)}


def write_safely(file: Path, content: bytes) -> None:
    """Write a file so that there is the old one or the whole new one, even if the machine stops."""
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(file)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
