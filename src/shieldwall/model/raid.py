"""The raid a scenario supposes: hypothetical, of a given geometry, and never swept but in size.

Aim points are drawn by seed in proportion to population among the places that the threat can reach;
nothing here chooses, ranks or optimises them.
"""

from __future__ import annotations

from typing import Final, Literal

from pydantic import Field

from shieldwall.model.provenance import Identifier, Record

SMALLEST_RAID: Final = 1
LARGEST_RAID: Final = 200


class Raid(Record):
    """A hypothetical raid of one threat from the catalogue's launch areas.

    ``launch_window_s`` is the span over which launches are spread evenly.
    """

    label: Literal["hypothetical"] = "hypothetical"
    threat: Identifier
    size: int = Field(ge=SMALLEST_RAID, le=LARGEST_RAID)
    launch_areas: tuple[Identifier, ...] = Field(min_length=1)
    aim: Literal["population"] = "population"
    shape: Literal["minimum_energy", "lofted", "depressed"] = "minimum_energy"
    launch_window_s: float = Field(default=0.0, ge=0.0, le=7200.0)
