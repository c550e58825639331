"""Circles: the share of people and land within the published radius of a lower-tier unit.

This is how coverage is usually drawn. It stands beside what trajectories give, which is less where the
missile comes in steeply past the edge of the circle, or where the unit is told too late.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from shieldwall.case.cover import Cover
from shieldwall.catalogue.load import Catalogue
from shieldwall.command.shooters import LOWER
from shieldwall.coverage.people import share
from shieldwall.model.systems import Interceptor
from shieldwall.physics.earth import ecef_m

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Circles:
    """Shares within the published radius of the units with one lower-tier interceptor, all of them there.

    ``people_share`` and ``land_share`` are of what the threat reaches, as the other shares are.
    """

    interceptor: str
    radius_km: float
    units: int
    people_share: float
    land_share: float


def published_circles(
    case: Cover, catalogue: Catalogue, reached: npt.NDArray[np.bool_]
) -> tuple[Circles, ...]:
    """Return the shares within published radii, by interceptor; ``reached`` (C,) are the cells that count."""
    forces = case.forces
    found = []
    for kind, name in enumerate(forces.interceptors):
        chosen = (forces.shooters.interceptor == kind) & (forces.shooters.tier == LOWER)
        there = chosen & np.asarray(case.present.any(axis=0))[forces.shooter_unit]
        if not there.any():
            continue
        radius_km = catalogue.record(Interceptor, name).facts.max_range_km.value
        within = within_m(case, forces.shooters.position_ecef_m[there], radius_km * 1e3)
        found.append(
            Circles(
                interceptor=name,
                radius_km=radius_km,
                units=len(np.unique(forces.shooter_unit[there])),
                people_share=share(within, case.ground.people.sum(axis=1), reached),
                land_share=share(within, case.ground.land_km2.sum(axis=1), reached),
            )
        )
    return tuple(found)


def within_m(case: Cover, places_ecef_m: Floats, radius_m: float) -> Floats:
    """Return 1 for each cell (C,) whose middle lies within a distance of some place, else 0."""
    cells_m = ecef_m(case.ground.lat, case.ground.lon)
    within = np.zeros(case.ground.count)
    for place in places_ecef_m:
        # straight through the Earth, which at 40 km is 0.1 m shorter than along it
        within[np.linalg.norm(cells_m - place, axis=1) <= radius_m] = 1.0
    return within
