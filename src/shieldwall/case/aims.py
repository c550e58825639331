"""Where the hypothetical raid may fall: aim points that stand for people, in proportion to their number.

Aim points are not targets that anybody chose: each place of the census is represented by points spread over
its disc, one for about every million people, and a battle draws among them by seed with people as weights.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

PEOPLE_PER_AIM: Final = 1_000_000
_GOLDEN_ANGLE_RAD: Final = math.pi * (3.0 - math.sqrt(5.0))
_KM_PER_DEGREE: Final = 111.195


@dataclass(frozen=True)
class Place:
    """A row of the census table: a municipality, or the rest of a prefecture."""

    id: str
    name: str
    beneficiary: str
    lat: float
    lon: float
    people: int
    radius_km: float

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Place:
        """Return the place of a census row; its beneficiary is the row's region, else its area."""
        return cls(
            id=row["id"],
            name=row["name"],
            beneficiary=row.get("region") or row["area"],
            lat=row["lat"],
            lon=row["lon"],
            people=row["population"],
            radius_km=row["radius_km"],
        )


@dataclass(frozen=True)
class Aims:
    """Aim points (A of them): position in degrees, people each stands for, and the place it belongs to."""

    position_deg: npt.NDArray[np.float64]
    people: npt.NDArray[np.float64]
    place: npt.NDArray[np.int32]


def aim_points(places: Sequence[Place], people_per_aim: int = PEOPLE_PER_AIM) -> Aims:
    """Return aim points for the places, spread evenly over each place's disc.

    Parameters
    ----------
    places : sequence of Place
        With people and a radius each.
    people_per_aim : int
        About how many people one point stands for; every place has at least one.

    Returns
    -------
    Aims
        The people of a place are divided evenly among its points, so the total is exact. Points of one disc
        lie on a sunflower spiral (equal area each); a single point lies in the middle.
    """
    positions: list[tuple[float, float]] = []
    people: list[float] = []
    owner: list[int] = []
    for index, place in enumerate(places):
        count = max(1, round(place.people / people_per_aim))
        for step in range(count):
            radius_km = place.radius_km * math.sqrt((step + 0.5) / count) if count > 1 else 0.0
            north_km = radius_km * math.cos(step * _GOLDEN_ANGLE_RAD)
            east_km = radius_km * math.sin(step * _GOLDEN_ANGLE_RAD)
            lat = place.lat + north_km / _KM_PER_DEGREE
            lon = place.lon + east_km / (_KM_PER_DEGREE * math.cos(math.radians(place.lat)))
            positions.append((lat, lon))
            people.append(place.people / count)
            owner.append(index)
    return Aims(np.array(positions), np.array(people), np.array(owner, dtype=np.int32))
