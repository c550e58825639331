"""Relations between parties as numbers, and what one draw of luck makes of them.

Rows are the giver (or defender), columns the receiver (or defended party); the diagonal is each party's own
national network. A relation that is off has an infinite latency or no chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from shieldwall.command.authority import authority_delay_ms
from shieldwall.sensing.clock import NEVER, Milliseconds, to_ms

Floats = npt.NDArray[np.float64]

UNCOORDINATED: Final = 0
SECTOR_DECONFLICTION: Final = 1
ONE_PLAN: Final = 2


@dataclass(frozen=True)
class Relations:
    """An arrangement between P parties; every array is (P, P), or (draws, P, P) for many draws at once.

    ``warning_latency_s`` delays alerts, ``tracks_latency_s`` radar data, ``defends_delay_s`` the decision to
    engage a missile aimed at the column's territory, which comes with ``defends_chance``. ``coordination`` is
    0 none, 1 sector deconfliction, 2 one plan. Left out, every track that is shared may be fired on by engage
    on remote and no link fails or shows false tracks; the diagonal of ``engage_on_remote`` is always true.
    """

    warning_latency_s: Floats
    tracks_latency_s: Floats
    defends_chance: Floats
    defends_delay_s: Floats
    coordination: int
    engage_on_remote: npt.NDArray[np.bool_] | None = None
    warning_outage_chance: Floats | None = None
    tracks_outage_chance: Floats | None = None
    false_track_chance: Floats | None = None

    def __post_init__(self) -> None:
        shape = (*self.warning_latency_s.shape[:-2], self.parties, self.parties)
        for name, matrix in vars(self).items():
            if isinstance(matrix, np.ndarray) and matrix.shape not in (shape, shape[-2:]):
                raise ValueError(f"relations: {name} has shape {matrix.shape}, not {shape}")
        if self.coordination not in (UNCOORDINATED, SECTOR_DECONFLICTION, ONE_PLAN):
            raise ValueError(f"relations: coordination is 0, 1 or 2, not {self.coordination}")

    @property
    def parties(self) -> int:
        """Number of parties."""
        return int(self.warning_latency_s.shape[-1])


@dataclass(frozen=True)
class Luck:
    """Uniform numbers in [0, 1), each (P, P) or (draws, P, P): the same ones for every arrangement."""

    warning: Floats
    tracks: Floats
    authority: Floats
    false_track: Floats


@dataclass(frozen=True)
class Links:
    """One draw of an arrangement, in milliseconds; `NEVER` where nothing passes.

    Every array is (P, P), or (draws, P, P) where many were drawn at once.
    ``remote_ms`` are the tracks that may be fired on without the shooter's own radar. ``false_tracks`` says
    whose data show the receiver something that is not there.
    """

    warning_ms: Milliseconds
    tracks_ms: Milliseconds
    remote_ms: Milliseconds
    authority_ms: Milliseconds
    false_tracks: npt.NDArray[np.bool_]
    coordination: int

    @property
    def parties(self) -> int:
        """Number of parties."""
        return int(self.warning_ms.shape[-1])

    def of(self, draw: int) -> Links:
        """Return one draw of many."""
        return Links(
            self.warning_ms[draw],
            self.tracks_ms[draw],
            self.remote_ms[draw],
            self.authority_ms[draw],
            self.false_tracks[draw],
            self.coordination,
        )


def stacked_luck(luck: Sequence[Luck]) -> Luck:
    """Return the luck of many draws as one, every array (draws, P, P)."""
    return Luck(*(np.stack([getattr(each, field.name) for each in luck]) for field in fields(Luck)))


def fair_weather(parties: int) -> Luck:
    """Return luck under which nothing with any chance of working fails, and nothing false is seen."""
    best, safe = np.zeros((parties, parties)), np.full((parties, parties), np.nextafter(1.0, 0.0))
    return Luck(warning=safe, tracks=safe, authority=best, false_track=safe)


def draw_links(relations: Relations, luck: Luck) -> Links:
    """Return what the arrangement comes to in one draw.

    A link is out where its uniform number is below its chance of outage (a party's own network too), a false
    track shows where its number is below that chance, and authority comes where its number is below the
    chance of authority. Numbers decide one relation each, so switching one relation leaves the others alone.
    """
    nothing = np.zeros((relations.parties, relations.parties))

    def passing(latency_s: Floats, outage: Floats | None, uniform: Floats) -> Milliseconds:
        return np.where(uniform < (nothing if outage is None else outage), NEVER, to_ms(latency_s)).astype(
            np.int32
        )

    tracks_ms = passing(relations.tracks_latency_s, relations.tracks_outage_chance, luck.tracks)
    own = np.eye(relations.parties, dtype=np.bool_)
    may_fire = own | (True if relations.engage_on_remote is None else relations.engage_on_remote)
    false_chance = nothing if relations.false_track_chance is None else relations.false_track_chance
    return Links(
        warning_ms=passing(relations.warning_latency_s, relations.warning_outage_chance, luck.warning),
        tracks_ms=tracks_ms,
        remote_ms=np.where(may_fire, tracks_ms, NEVER).astype(np.int32),
        authority_ms=authority_delay_ms(relations.defends_chance, relations.defends_delay_s, luck.authority),
        false_tracks=(luck.false_track < false_chance) & (tracks_ms != NEVER),
        coordination=relations.coordination,
    )


def national_only(relations: Relations) -> Relations:
    """Return the arrangement with every relation between different parties switched off."""
    own = np.eye(relations.parties, dtype=np.bool_)
    return replace(
        relations,
        warning_latency_s=np.where(own, relations.warning_latency_s, np.inf),
        tracks_latency_s=np.where(own, relations.tracks_latency_s, np.inf),
        defends_chance=np.where(own, relations.defends_chance, 0.0),
        coordination=UNCOORDINATED,
    )
