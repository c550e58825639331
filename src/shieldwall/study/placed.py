"""Where things were in a run: units with their availability, places with what is engageable there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from shieldwall.case.build import Case
from shieldwall.case.forces import Forces
from shieldwall.model.outcomes import LaunchAreaUsed, PlaceEngageable, UnitPlaced
from shieldwall.model.threat import LaunchArea
from shieldwall.study.draw_part import DrawPart, Plan


def units_placed(case: Case) -> tuple[UnitPlaced, ...]:
    """Return the units that have a place, with the share of draws in which each was on station."""
    return placed_units(case.forces, case.samples.ready.mean(axis=0))


def placed_units(forces: Forces, available: npt.NDArray[np.float64]) -> tuple[UnitPlaced, ...]:
    """Return the units (U) of some forces that have a place, each with its share of time on station (U,)."""
    radars = forces.radars
    own = {int(unit): row for row, unit in enumerate(forces.radar_unit)}
    placed = []
    for index, unit in enumerate(forces.units):
        if unit.position is None:
            continue
        row = own.get(index) if unit.kind == "radar_site" else None
        placed.append(
            UnitPlaced(
                id=unit.id,
                name=unit.name,
                party=unit.party,
                kind=unit.kind,
                system=unit.system,
                lat=unit.position[0],
                lon=unit.position[1],
                available_share=float(available[index]),
                sector_centre_deg=unit.sector_centre_deg if row is not None else None,
                sector_width_deg=(
                    float(np.degrees(radars.sector_width_rad[row]))
                    if row is not None and unit.sector_centre_deg is not None
                    else None
                ),
                range_km=None if row is None else float(radars.reference_range_m[row] / 1e3),
            )
        )
    return tuple(placed)


def places_engageable(plan: Plan, parts: Sequence[DrawPart]) -> tuple[PlaceEngageable, ...]:
    """Return the population places within the threat's range, with means over draws and launch areas."""
    case = plan.case
    means = {name: np.mean([part.places[name] for part in parts], axis=0) for name in plan.named}
    reachable = np.bincount(case.aims.place, case.flights.reachable_share) / np.bincount(case.aims.place)
    found = []
    for index, place in enumerate(case.places):
        if reachable[index] == 0.0:
            continue
        looks, lower, warning = (
            {name: float(values[row, index]) for name, values in means.items()} for row in range(3)
        )
        found.append(
            PlaceEngageable(
                id=place.id,
                name=place.name,
                beneficiary=place.beneficiary,
                lat=place.lat,
                lon=place.lon,
                people=place.people,
                reachable_share=float(reachable[index]),
                looks=looks,
                lower_tier=lower,
                warning_time_s=warning,
            )
        )
    return tuple(found)


def areas_used(areas: Sequence[LaunchArea]) -> tuple[LaunchAreaUsed, ...]:
    """Return the coarse launch areas of the hypothetical raid as circles that hold them."""
    found = []
    for area in areas:
        ring = np.array(area.polygon) if area.polygon is not None else np.array([area.centre])
        lat, lon = ring.mean(axis=0)
        spread_km = float(np.hypot(*(ring - (lat, lon)).T).max() * 111.0)
        found.append(
            LaunchAreaUsed(
                area.id, area.name, area.party, float(lat), float(lon), area.radius_km or spread_km
            )
        )
    return tuple(found)
