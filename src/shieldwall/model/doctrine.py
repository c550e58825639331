"""How interceptors are spent: salvo sizes, looks, allocation and kill assessment, as data."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from shieldwall.model.measured import Kilometres, Probability, Seconds
from shieldwall.model.provenance import Identifier, Record

Allocation = Literal["spread_evenly", "fixed_salvo"]


class TierDoctrine(Record):
    """How one tier fires: rounds at each look, how many looks, and how scarce rounds are divided."""

    shots_per_look: int = Field(ge=1, le=8)
    looks: int = Field(ge=1, le=4)
    allocation: Allocation = "spread_evenly"


class DoctrineFacts(Record):
    """The uncertain numbers of a doctrine.

    A track is good enough to fire on when the position that it predicts ``lead_s`` ahead is known within an
    error (the root of the summed variances of the three coordinates): of the upper tier that of the command
    network, of the lower tier ``lower_error_km``.
    """

    track_probability: Probability
    discrimination_probability: Probability
    upper_lead_s: Seconds
    lower_lead_s: Seconds
    lower_error_km: Kilometres


class Doctrine(Record):
    """A doctrine for the two tiers, with the numbers it rests on."""

    id: Identifier
    kind: Literal["doctrine"] = "doctrine"
    name: str
    summary: str
    upper: TierDoctrine
    lower: TierDoctrine
    reserve: int = Field(default=0, ge=0, le=64)
    track_scope: Literal["target", "raid"] = "target"
    facts: DoctrineFacts
    note: str | None = None
