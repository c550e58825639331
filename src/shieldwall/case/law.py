"""From agreements in force to the arrangement they permit: `as_of` follows from the facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, cast

from shieldwall.model.arrangement import (
    Arrangement,
    Authority,
    Defends,
    FireCoordination,
    TracksShared,
    WarningShared,
)
from shieldwall.model.errors import InputError
from shieldwall.model.law import Agreement, Permit

AS_OF: Final = "as_of"
_COORDINATION: Final[Sequence[str]] = ("none", "sector_deconfliction", "one_plan")
_AUTHORITY: Final[Sequence[str]] = ("declared_situation", "standing_order")


def permits_on(
    agreements: Mapping[str, Agreement], on: dt.date, parties: Iterable[str]
) -> list[tuple[str, Permit]]:
    """Return the permits that hold on a day among the parties, each with its agreement's id.

    A permit holds when its agreement and all that it requires are in force.
    """
    among = set(parties)
    in_force = {name for name, agreement in agreements.items() if agreement.in_force(on)}
    found = []
    for name in sorted(in_force):
        for permit in agreements[name].permits:
            named = {permit.giver, permit.receiver, *permit.parties} - {None}
            if named <= among and set(permit.requires) <= in_force:
                found.append((name, permit))
    return found


def arrangement_as_of(
    agreements: Mapping[str, Agreement], on: dt.date, parties: tuple[str, ...]
) -> Arrangement:
    """Return what the agreements in force on a day allow between the parties.

    Parameters
    ----------
    agreements : mapping of id to Agreement
        The catalogue's agreements and laws.
    on : date
        The scenario's date.
    parties : tuple of str
        Alpha-3 codes.

    Returns
    -------
    Arrangement
        For each mechanism and direction the furthest value that a permit in force allows.
    """
    warning: dict[tuple[str, str], WarningShared] = {}
    tracks: dict[tuple[str, str], TracksShared] = {}
    defends: dict[tuple[str, str], Defends] = {}
    coordination = "none"
    relied_on: list[str] = []
    for name, permit in permits_on(agreements, on, parties):
        pair = (permit.giver or "", permit.receiver or "")
        if permit.mechanism == "warning":
            warning[pair] = WarningShared(giver=pair[0], receiver=pair[1])
        elif permit.mechanism == "tracks":
            remote = permit.value == "engage_on_remote" or (pair in tracks and tracks[pair].engage_on_remote)
            tracks[pair] = TracksShared(giver=pair[0], receiver=pair[1], engage_on_remote=remote)
        elif permit.mechanism == "defends":
            known = _AUTHORITY.index(defends[pair].authority) if pair in defends else 0
            furthest = _AUTHORITY[max(known, _AUTHORITY.index(permit.value))]
            defends[pair] = Defends(defender=pair[0], defended=pair[1], authority=cast(Authority, furthest))
        elif permit.mechanism == "fire_coordination":
            coordination = max(coordination, permit.value, key=_COORDINATION.index)
        else:
            continue
        relied_on.append(name)
    return Arrangement(
        id=AS_OF,
        name=f"As of {on}",
        summary=f"What agreements in force on {on} allow: {', '.join(dict.fromkeys(relied_on)) or 'none'}.",
        parties=parties,
        warning=tuple(warning.values()),
        tracks=tuple(tracks.values()),
        defends=tuple(defends.values()),
        fire_coordination=cast(FireCoordination, coordination),
    )


def permit_for(
    agreements: Mapping[str, Agreement], mechanism: str, giver: str, receiver: str, on: dt.date
) -> tuple[str, int, Permit]:
    """Return the permit that describes a link or authority: agreement id, place in it, and the permit.

    A permit in force on the day comes first; else the one whose agreement begins nearest to it.

    Raises
    ------
    InputError
        No agreement describes it.
    """
    found = [
        (not agreement.in_force(on), abs((agreement.since - on).days), name, place)
        for name, agreement in agreements.items()
        for place, permit in enumerate(agreement.permits)
        if (permit.mechanism, permit.giver, permit.receiver) == (mechanism, giver, receiver)
    ]
    if not found:
        raise InputError(f"no agreement in the catalogue describes {mechanism} from {giver} to {receiver}")
    _, _, name, place = min(found)
    return name, place, agreements[name].permits[place]
