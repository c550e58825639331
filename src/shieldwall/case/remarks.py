"""Remarks that follow from the facts of a case: what is not there yet, and what nobody can test here."""

from __future__ import annotations

import numpy as np

from shieldwall.case.forces import Forces
from shieldwall.case.raid_flights import RaidFlights
from shieldwall.catalogue.load import Catalogue
from shieldwall.model.scenario import Scenario
from shieldwall.model.systems import Interceptor
from shieldwall.model.threat import Threat


def _below_the_floors(
    scenario: Scenario, forces: Forces, flights: RaidFlights, catalogue: Catalogue
) -> list[str]:
    """Return remarks on missiles that fly lower than an interceptor may meet them."""
    records = [catalogue.record(Interceptor, name) for name in forces.interceptors]
    found = []
    for number, part in enumerate(scenario.raid.parts):
        top_m = float(flights.library.apogee_m[: flights.count][flights.part == number].max())
        under = [record.name for record in records if record.facts.min_altitude_km.si >= top_m]
        if not under:
            continue
        name, top = catalogue.record(Threat, part.threat).name, f"{top_m / 1e3:g} km"
        if len(under) < len(records):
            found.append(f"{name} flies at most {top} high, below the floor of {', '.join(under)}.")
        else:
            floor = min(record.facts.min_altitude_km.value for record in records)
            found.append(
                f"{name} flies {top} high, below every interceptor in place (from {floor:g} km): none can "
                "meet it. Air defence other than against ballistic missiles is not in the catalogue."
            )
    return found


def case_remarks(
    scenario: Scenario, forces: Forces, flights: RaidFlights, catalogue: Catalogue
) -> tuple[str, ...]:
    """Return remarks on interceptors not yet in service, missiles too low, and people out of range."""
    found = []
    if not forces.shooters.count:
        found.append(
            f"No interceptor of {', '.join(scenario.parties)} is in place on {scenario.date}: nothing can be "
            "engaged, and every missile that flies leaks."
        )
    for record in catalogue.records(Interceptor):
        among = set(record.parties) & set(scenario.parties)
        first = [entry.since for entry in record.fielded if entry.party in scenario.parties]
        if len(among) < 2 or record.tier != "upper" or record.id in forces.interceptors:
            continue
        if not first or min(first) > scenario.date:
            when = f" (in service from {min(first)})" if first else ""
            found.append(f"{record.name} has no effect on this date: it is not in service yet{when}.")
    found += _below_the_floors(scenario, forces, flights, catalogue)
    if scenario.raid.mixed_with:
        found.append(
            "Engageable shares weigh people by the share of each kind of missile in the raid "
            f"({scenario.raid.threats}), and warning times too."
        )
    home = scenario.home_party
    if not any(party != home for party in scenario.parties):
        return tuple(found)
    found.append(
        f"Every aim point is on the territory of {home}, so what {home} may do for others is not tested here."
    )
    out_of_range = float(np.mean(flights.reachable_share == 0.0))
    if out_of_range > 0.0:
        found.append(
            f"{100.0 * out_of_range:.1f}% of the aim points are beyond the threat's range "
            "from every launch area; shares are of the people within it."
        )
    return tuple(found)
