"""How much memory a thing holds, and a shelf that keeps the latest things within so many bytes."""

from __future__ import annotations

import dataclasses
from collections import OrderedDict
from collections.abc import Hashable
from typing import Any, Generic, TypeVar

import numpy as np

T = TypeVar("T")


def bytes_of(thing: Any, seen: set[int] | None = None) -> int:
    """Return the bytes of the arrays (and byte strings) that a thing holds, each counted once."""
    seen = set() if seen is None else seen
    if id(thing) in seen:
        return 0
    seen.add(id(thing))
    if isinstance(thing, np.ndarray):
        return bytes_of(thing.base, seen) if isinstance(thing.base, np.ndarray) else int(thing.nbytes)
    if isinstance(thing, bytes | str):
        return len(thing)
    if isinstance(thing, dict):
        return sum(bytes_of(item, seen) for item in thing.values())
    if isinstance(thing, list | tuple):
        return sum(bytes_of(item, seen) for item in thing)
    if dataclasses.is_dataclass(thing):
        return sum(bytes_of(getattr(thing, field.name), seen) for field in dataclasses.fields(thing))
    return sum(bytes_of(item, seen) for item in getattr(thing, "__dict__", {}).values())


class Shelf(Generic[T]):
    """The things used last, as many as fit; the one put last always stays.

    Parameters
    ----------
    most_bytes : int
        What all of them together may hold.
    """

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self._things: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()

    def get(self, key: Hashable) -> T | None:
        """Return a thing and count it as used; None where it is not on the shelf."""
        if key not in self._things:
            return None
        self._things.move_to_end(key)
        return self._things[key][0]

    def put(self, key: Hashable, thing: T, size: int | None = None) -> None:
        """Lay a thing on the shelf, or weigh it again; what was used longest ago makes room."""
        self._things[key] = (thing, bytes_of(thing) if size is None else size)
        self._things.move_to_end(key)
        while len(self._things) > 1 and self.bytes > self.most_bytes:
            self._things.popitem(last=False)

    @property
    def bytes(self) -> int:
        """What the things on the shelf hold together."""
        return sum(size for _, size in self._things.values())

    def __len__(self) -> int:
        return len(self._things)
