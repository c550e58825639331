"""How far parties work together: directed relations between them and a rule for dividing fire.

An arrangement is data. Four operational mechanisms are each separately settable, so that a study can
switch one at a time and say which difference goes with which.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from typing import Any, Final, Literal, Self, get_args

from pydantic import model_validator

from shieldwall.model.party import Party
from shieldwall.model.provenance import Cite, Identifier, Record

Mechanism = Literal["warning", "tracks", "defends", "fire_coordination"]
MECHANISMS: Final[tuple[Mechanism, ...]] = get_args(Mechanism)

FireCoordination = Literal["none", "sector_deconfliction", "one_plan"]
COORDINATION_CODE: Final[dict[str, int]] = {
    rule: code for code, rule in enumerate(get_args(FireCoordination))
}

Authority = Literal["standing_order", "declared_situation"]

RELATIONS: Final[tuple[Mechanism, ...]] = ("warning", "tracks", "defends")
"""The mechanisms that hold between two parties, one way."""


def relation_name(mechanism: Mechanism, giver: str, receiver: str) -> str:
    """Return the name of a directed relation.

    Examples
    --------
    >>> relation_name("tracks", "USA", "JPN")
    'tracks_usa_jpn'
    """
    return f"{mechanism}_{giver}_{receiver}".lower()


def relation_names(parties: Sequence[str]) -> tuple[str, ...]:
    """Return the names of every relation that may hold between some parties."""
    pairs = list(itertools.permutations(parties, 2))
    return tuple(relation_name(mechanism, *pair) for mechanism in RELATIONS for pair in pairs)


class WarningShared(Record):
    """The giver's launch alerts reach the receiver, over the catalogue's early-warning link."""

    giver: Party
    receiver: Party

    @property
    def relation(self) -> str:
        """The name by which a scenario can leave it out."""
        return relation_name("warning", self.giver, self.receiver)


class TracksShared(Record):
    """The giver's radar tracks reach the receiver's shooters, over the catalogue's track link."""

    giver: Party
    receiver: Party
    engage_on_remote: bool = False

    @property
    def relation(self) -> str:
        """The name by which a scenario can leave it out."""
        return relation_name("tracks", self.giver, self.receiver)


class Defends(Record):
    """The defender may engage a missile aimed at the territory or forces of the defended party."""

    defender: Party
    defended: Party
    authority: Authority

    @property
    def relation(self) -> str:
        """The name by which a scenario can leave it out."""
        return relation_name("defends", self.defender, self.defended)


class Arrangement(Record):
    """A named set of relations between parties, with a rule for dividing fire.

    ``absent`` lists parties whose forces are left out altogether: such arrangements are bounds on the
    answer, not policies.
    """

    id: Identifier
    kind: Literal["arrangement"] = "arrangement"
    name: str
    summary: str
    parties: tuple[Party, ...]
    warning: tuple[WarningShared, ...] = ()
    tracks: tuple[TracksShared, ...] = ()
    defends: tuple[Defends, ...] = ()
    fire_coordination: FireCoordination = "none"
    absent: tuple[Party, ...] = ()
    cites: tuple[Cite, ...] = ()
    note: str | None = None

    @model_validator(mode="after")
    def _names_its_parties(self) -> Self:
        named = {party for alert in self.warning for party in (alert.giver, alert.receiver)}
        named |= {party for track in self.tracks for party in (track.giver, track.receiver)}
        named |= {party for duty in self.defends for party in (duty.defender, duty.defended)}
        strangers = sorted((named | set(self.absent)) - set(self.parties))
        if strangers:
            raise ValueError(f"{', '.join(strangers)} not among the parties {', '.join(self.parties)}")
        return self

    @property
    def effective_coordination(self) -> FireCoordination:
        """The rule that can be carried out: one plan needs tracks, else it falls back to sectors."""
        if self.fire_coordination == "one_plan" and not self.tracks:
            return "sector_deconfliction"
        return self.fire_coordination

    def without(self, names: Collection[str]) -> Arrangement:
        """Return this arrangement less the relations of these names; itself where it has none of them."""
        changes: dict[str, Any] = {
            mechanism: tuple(each for each in getattr(self, mechanism) if each.relation not in names)
            for mechanism in RELATIONS
        }
        if all(changes[mechanism] == getattr(self, mechanism) for mechanism in RELATIONS):
            return self
        return self.model_copy(update=changes)

    def with_mechanisms(self, other: Arrangement, taken: frozenset[Mechanism], name: str) -> Arrangement:
        """Return this arrangement with the named mechanisms set as in ``other``.

        Parameters
        ----------
        other : Arrangement
            Where the settings of the mechanisms in ``taken`` come from.
        taken : frozenset of Mechanism
            Which mechanisms to take over; the rest stay as they are here.
        name : str
            The id of the new arrangement.

        Returns
        -------
        Arrangement
            One cell of the sixteen between two arrangements.
        """
        changes: dict[str, Any] = {mechanism: getattr(other, mechanism) for mechanism in taken}
        changes |= {
            "id": name,
            "name": name,
            "summary": f"{self.id} with {', '.join(sorted(taken)) or 'nothing'}",
        }
        return self.model_copy(update=changes)
