"""The raid a scenario supposes: hypothetical, of a given geometry, and never swept but in size.

Aim points are drawn by seed in proportion to population among the places that the threat can reach;
nothing here chooses, ranks or optimises them.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from shieldwall.model.provenance import Identifier, Record

SMALLEST_RAID: Final = 1
LARGEST_RAID: Final = 200


Shape = Literal["minimum_energy", "lofted", "depressed"]


def each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names; refuse one that stands twice, which would count twice."""
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ValueError(f"{twice!r} stands twice")
    return names


LaunchAreas = Annotated[tuple[Identifier, ...], Field(min_length=1), AfterValidator(each_once)]


class RaidPart(Record):
    """A second kind of missile in a mixed raid: its share of the missiles, and from where."""

    threat: Identifier
    share: float = Field(gt=0.0, le=1.0)
    launch_areas: LaunchAreas
    shape: Shape = "minimum_energy"


class Replenishment(Record):
    """Rounds that reach a unit's magazine on a day, supposed by the scenario."""

    unit: Identifier
    interceptor: Identifier
    rounds: int = Field(ge=1, le=1000)
    on: dt.date


class SecondRaid(Record):
    """A second raid of the same kind, so many days after the first: it meets what the first left.

    Rounds held in reserve from the first may then be used, and those that came by its day.
    """

    size: int = Field(ge=SMALLEST_RAID, le=LARGEST_RAID)
    after_days: int = Field(ge=0, le=730)
    replenishment: tuple[Replenishment, ...] = ()


class Raid(Record):
    """A hypothetical raid of one threat from the catalogue's launch areas, or of several.

    ``size`` counts all missiles. Of a mixed raid the parts under ``mixed_with`` have their shares of it and
    ``threat`` the rest. ``launch_window_s`` is the span over which launches are spread evenly. The same
    geometry holds for a ``second`` raid.
    """

    label: Literal["hypothetical"] = "hypothetical"
    threat: Identifier
    size: int = Field(ge=SMALLEST_RAID, le=LARGEST_RAID)
    launch_areas: LaunchAreas
    aim: Literal["population"] = "population"
    shape: Shape = "minimum_energy"
    launch_window_s: float = Field(default=0.0, ge=0.0, le=7200.0)
    mixed_with: tuple[RaidPart, ...] = Field(default=(), max_length=3)
    second: SecondRaid | None = None

    @model_validator(mode="after")
    def _shares_leave_something(self) -> Self:
        total = sum(part.share for part in self.mixed_with)
        if total >= 1.0:
            raise ValueError(f"the shares under mixed_with sum to {total:g}; they leave nothing of threat")
        return self

    @property
    def parts(self) -> tuple[RaidPart, ...]:
        """All kinds of missile, the main one first; the shares sum to one."""
        main = RaidPart(
            threat=self.threat,
            share=1.0 - sum(part.share for part in self.mixed_with),
            launch_areas=self.launch_areas,
            shape=self.shape,
        )
        return (main, *self.mixed_with)

    @property
    def threats(self) -> str:
        """The ids of all kinds of missile, joined for a sentence."""
        return " and ".join(part.threat for part in self.parts)

    def counts(self, size: int) -> tuple[int, ...]:
        """Return how many missiles of each part a raid of a size has.

        Seats by Webster's method: the next missile goes to the part with the greatest ``share / (2 n + 1)``,
        so that a larger raid is a smaller one with missiles added.
        """
        if not self.mixed_with:
            return (size,)
        parts = self.parts
        held = [0] * len(parts)
        for _ in range(size):
            claims = [part.share / (2 * count + 1) for part, count in zip(parts, held, strict=True)]
            held[claims.index(max(claims))] += 1
        return tuple(held)
