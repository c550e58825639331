"""Remarks that follow from the facts of a case: what is not there yet, and what nobody can test here."""

from __future__ import annotations

import numpy as np

from shieldwall.case.forces import Forces
from shieldwall.case.raid_flights import RaidFlights
from shieldwall.catalogue.load import Catalogue
from shieldwall.model.scenario import Scenario
from shieldwall.model.systems import Interceptor


def case_remarks(
    scenario: Scenario, forces: Forces, flights: RaidFlights, catalogue: Catalogue
) -> tuple[str, ...]:
    """Return remarks on interceptors not yet in service, rounds that fly nowhere, and people out of range."""
    found = []
    for record in catalogue.records(Interceptor):
        among = set(record.parties) & set(scenario.parties)
        first = [entry.since for entry in record.fielded if entry.party in scenario.parties]
        if len(among) < 2 or record.tier != "upper" or record.id in forces.interceptors:
            continue
        if not first or min(first) > scenario.date:
            when = f" (in service from {min(first)})" if first else ""
            found.append(f"{record.name} has no effect on this date: it is not in service yet{when}.")
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
