"""How long work says how far it is: a callable that gets the stage's name and the share done."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, float], None]


def silent(_stage: str, _share: float) -> None:
    """Say nothing."""
