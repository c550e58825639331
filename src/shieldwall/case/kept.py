"""What a process keeps of geometry from one case to the next: flights, windows and lines of sight.

A study asks about the same raid a thousand times. What its cases have in common is worked out once in each
process, under a key made of everything that it depends on, and the least recently used goes first when the
limit is reached. Nothing is kept until `keep_up_to` says how much.
"""

from __future__ import annotations

import dataclasses
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

import numpy as np

T = TypeVar("T")

USUAL_BYTES: Final = 600_000_000
"""Enough for the windows of two postures of Japan, with flights and lines of sight."""


@dataclasses.dataclass
class _Shelf:
    """What is kept, oldest use first, with its size."""

    limit_bytes: int = 0
    held_bytes: int = 0
    things: OrderedDict[str, tuple[Any, int]] = dataclasses.field(default_factory=OrderedDict)


_shelf: Final = _Shelf()
_alone: Final = threading.Lock()


def keep_up_to(limit_bytes: int) -> None:
    """Keep up to so many bytes of geometry in this process from now on; zero forgets everything."""
    with _alone:
        _shelf.limit_bytes = limit_bytes
        _make_room()


@contextmanager
def keeping(limit_bytes: int = USUAL_BYTES) -> Iterator[None]:
    """Keep at least so many bytes of geometry for a while, and go back to what it was."""
    before = _shelf.limit_bytes
    keep_up_to(max(before, limit_bytes))
    try:
        yield
    finally:
        keep_up_to(before)


def kept(what: str, depends_on: tuple[Any, ...], make: Callable[[], T]) -> T:
    """Return what ``make`` makes, or what it made before from the same things.

    Parameters
    ----------
    what : str
        Which work it is.
    depends_on : tuple
        Everything that the result depends on: arrays, frozen dataclasses of arrays, plain values.
    make : callable
        Does the work. Whoever gets the result leaves it as it is.
    """
    if _shelf.limit_bytes == 0:
        return make()
    key = f"{what}:{content(depends_on)}"
    with _alone:
        if key in _shelf.things:
            _shelf.things.move_to_end(key)
            found: T = _shelf.things[key][0]
            return found
    made = make()
    with _alone:
        if key not in _shelf.things:
            size = _bytes_of(made)
            _shelf.things[key] = (made, size)
            _shelf.held_bytes += size
        _make_room()
    return made


def content(value: Any) -> str:
    """Return a digest of what a value holds, the same in every process.

    Examples
    --------
    >>> content((1, "a", np.arange(3))) == content((1, "a", np.arange(3)))
    True
    >>> content(np.zeros(2)) == content(np.zeros(2, np.float32))
    False
    """
    digest = hashlib.blake2b(digest_size=16)
    _feed(digest.update, value)
    return digest.hexdigest()


def _feed(update: Callable[[bytes | memoryview], None], value: Any) -> None:
    if isinstance(value, np.ndarray):
        update(f"array {value.dtype.str} {value.shape}".encode())
        update(np.ascontiguousarray(value).reshape(-1).view(np.uint8).data)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        update(f"record {type(value).__qualname__}".encode())
        for field in dataclasses.fields(value):
            _feed(update, getattr(value, field.name))
    elif isinstance(value, tuple | list):
        update(f"list {len(value)}".encode())
        for item in value:
            _feed(update, item)
    else:
        update(f"{type(value).__name__} {value!r};".encode())


def _bytes_of(value: Any) -> int:
    if isinstance(value, np.ndarray):
        return value.nbytes
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return sum(_bytes_of(getattr(value, field.name)) for field in dataclasses.fields(value))
    if isinstance(value, tuple | list):
        return sum(_bytes_of(item) for item in value)
    return 0


def _make_room() -> None:
    while _shelf.held_bytes > _shelf.limit_bytes and _shelf.things:
        _, (_, size) = _shelf.things.popitem(last=False)
        _shelf.held_bytes -= size
