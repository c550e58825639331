"""What the parties may do together on a day: agreements and laws, mapped to mechanisms.

Legal uncertainty is a dispute that is kept beside the reading chosen, never a silent yes or no.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, Literal, Self

from pydantic import Field, model_validator

from shieldwall.model.grounds import check_period
from shieldwall.model.measured import Probability, Seconds
from shieldwall.model.party import Party
from shieldwall.model.provenance import Cite, Dispute, Identifier, Record

Mechanism = Literal["warning", "tracks", "defends", "fire_coordination", "co_development", "transfer"]

VALUES: Final[dict[str, tuple[str, ...]]] = {
    "warning": ("on",),
    "tracks": ("launch_on_remote", "engage_on_remote"),
    "defends": ("declared_situation", "standing_order"),
    "fire_coordination": ("sector_deconfliction", "one_plan"),
    "co_development": ("permitted",),
    "transfer": ("permitted",),
}
"""What each mechanism may be permitted to be; absence of a permit is off, no or none."""

OPERATIONAL: Final[tuple[str, ...]] = ("warning", "tracks", "defends", "fire_coordination")


class Permit(Record):
    """One mechanism in one direction, as far as an agreement or a law allows it.

    ``giver`` is who warns, shares tracks or defends; ``receiver`` who is warned, gets tracks or is defended.
    Fire coordination has no direction: ``parties`` names the group. ``chance`` is the probability that
    authority comes, ``delay_s`` the time that it (or the link) takes. All agreements in ``requires``
    must be in force as well.
    """

    mechanism: Mechanism
    giver: Party | None = None
    receiver: Party | None = None
    parties: tuple[Party, ...] = ()
    value: str
    condition: str | None = None
    chance: Probability | None = None
    delay_s: Seconds | None = None
    outage: Probability | None = None
    requires: tuple[Identifier, ...] = ()

    @model_validator(mode="after")
    def _fits_its_mechanism(self) -> Self:
        if self.value not in VALUES[self.mechanism]:
            known = ", ".join(VALUES[self.mechanism])
            raise ValueError(f"{self.mechanism} cannot be {self.value!r}; it can be {known}")
        directed = self.giver is not None and self.receiver is not None
        if self.mechanism == "fire_coordination":
            if self.giver is not None or self.receiver is not None or len(set(self.parties)) < 2:
                raise ValueError("fire_coordination names two or more parties, and no giver or receiver")
        elif not directed or self.parties or self.giver == self.receiver:
            raise ValueError(f"{self.mechanism} needs a giver and a receiver, two different parties")
        return self


class Agreement(Record):
    """A treaty, memorandum, law, decision or order, for the days it is in force (folder ``agreements``).

    ``from`` is the first day, ``until`` the first day on which it no longer holds.

    .. code-block:: yaml

        id: gsomia_2007
        kind: agreement
        name: General Security of Military Information Agreement
        form: treaty      # treaty | memorandum | law | cabinet_decision | order | policy | statement
        parties: [JPN, USA]
        from: 2007-08-10
        permits:
          - mechanism: tracks            # warning | tracks | defends | fire_coordination | ...
            giver: USA
            receiver: JPN
            value: launch_on_remote      # warning: on; tracks: launch_on_remote | engage_on_remote;
            condition: Classified information handled under the agreement.
            delay_s: {value: 2, low: 1, high: 5, unit: s, basis: assumed, derivation: "..."}
          - mechanism: defends           # defends: declared_situation | standing_order
            giver: JPN
            receiver: USA
            value: declared_situation
            chance: {value: 0.5, low: 0.0, high: 1.0, unit: probability, spread: uniform, basis: assumed,
                     derivation: "..."}
            requires: [legislation_2015]
          - mechanism: fire_coordination # sector_deconfliction | one_plan
            parties: [JPN, USA]
            value: sector_deconfliction
        cites: [{source: some_source, locator: Article 2}]
        disputes:
          - {cites: [{source: another_source}], reason: "Whether ... is contested: ..."}
    """

    id: Identifier
    kind: Literal["agreement"]
    name: str
    form: Literal["treaty", "memorandum", "law", "cabinet_decision", "order", "policy", "statement"]
    parties: tuple[Party, ...] = Field(min_length=1)
    since: dt.date = Field(alias="from")
    until: dt.date | None = None
    permits: tuple[Permit, ...] = ()
    cites: tuple[Cite, ...] = Field(min_length=1)
    disputes: tuple[Dispute, ...] = ()
    note: str | None = None

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        check_period(self.since, self.until)
        return self

    def in_force(self, on: dt.date) -> bool:
        """Say whether the agreement holds on a day."""
        return self.since <= on and (self.until is None or on < self.until)
