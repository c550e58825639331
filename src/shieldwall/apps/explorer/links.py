"""Old links open for ever: states of earlier versions, and ids that are called something else now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from shieldwall.apps.explorer.refusals import refused
from shieldwall.apps.explorer.state import STATE_VERSION, Change
from shieldwall.catalogue.renames import follow

Upgrade = Callable[[dict[str, Any]], tuple[dict[str, Any], list[Change]]]

UPGRADES: Final[Mapping[int, Upgrade]] = {}
"""From each earlier version of the state to the one after it; version 1 is the first."""

_ID_FIELDS: Final = ("scenario", "doctrine")
_ID_LISTS: Final = ("options", "without", "arrangements")


def upgraded(
    raw: Mapping[str, Any], renames: Mapping[str, str], upgrades: Mapping[int, Upgrade] = UPGRADES
) -> tuple[dict[str, Any], list[Change]]:
    """Return a state of any version as one of this version, and what changed on the way.

    Parameters
    ----------
    raw : mapping
        The state as a link holds it.
    renames : mapping of str to str
        Old ids and what they are called now.
    upgrades : mapping of int to callable
        Steps from one version to the next.

    Raises
    ------
    Refused
        A version that is not known here.
    """
    state, changes = dict(raw), []
    version = state.get("v", STATE_VERSION)
    known = isinstance(version, int) and not isinstance(version, bool)
    if not known or not (version == STATE_VERSION or version in upgrades):
        newer = " (it comes from a newer Shieldwall)" if known and version > STATE_VERSION else ""
        raise refused("v", f"this page reads states of version {STATE_VERSION}, not {version!r}{newer}")
    while version != STATE_VERSION:
        state, found = upgrades[version](state)
        changes += found
        version = state["v"]

    def now(field: str, name: Any) -> Any:
        called = follow(name, renames) if isinstance(name, str) else name
        if called != name:
            changes.append(
                Change(field=field, was=name, now=called, message=f"{name} is now called {called}")
            )
        return called

    for field in _ID_FIELDS:
        if field in state:
            state[field] = now(field, state[field])
    for field in _ID_LISTS:
        if isinstance(state.get(field), list):
            state[field] = [now(f"{field}.{place}", name) for place, name in enumerate(state[field])]
    return state, changes
