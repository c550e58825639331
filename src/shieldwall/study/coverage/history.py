"""History: what could be engaged year by year, by tier and number of shots, against one threat.

Each year stands at its last day: the posture of that day, the arrangement that the agreements in force allow,
and the same hypothetical threat throughout, so that a step is a change of posture or of law and nothing else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from shieldwall.case.forces import EmptyPostureError
from shieldwall.case.ground import ground
from shieldwall.catalogue.load import Catalogue
from shieldwall.coverage.shots import TIERS
from shieldwall.model.errors import InputError
from shieldwall.model.scenario import EARLIEST, LATEST, Scenario
from shieldwall.study.coverage.engageable import (
    EVERYONE,
    Asked,
    Share,
    engageable_shares,
    regions_of,
    run_coverage,
)
from shieldwall.study.progress import Progress, silent

CELL_KM: Final = 10.0
NOTHING: Final = Share(0.0, 0.0, (0.0, 0.0), (0.0, 0.0))


@dataclass(frozen=True)
class YearShare:
    """One share at the end of a year, of people or land, by tier and number of shots."""

    tier: str
    shots: str
    of: str
    share: Share


@dataclass(frozen=True)
class YearCovered:
    """What could be engaged at the end of a year, and with how many units of each kind."""

    year: int
    on: str
    ships: int
    batteries: int
    radars: int
    shares: tuple[YearShare, ...]

    def at(self, tier: str, shots: str, of: str = "people") -> Share:
        """Return one of the shares."""
        return next(row.share for row in self.shares if (row.tier, row.shots, row.of) == (tier, shots, of))


def run_history(
    scenario: Scenario,
    catalogue: Catalogue,
    asked: Asked,
    years: tuple[int, int],
    progress: Progress = silent,
) -> tuple[YearCovered, ...]:
    """Return what could be engaged at the end of each year.

    Parameters
    ----------
    scenario : Scenario
        Threat, launch areas, availability and parties; its date gives way to each year's.
    catalogue : Catalogue
        Where facts come from.
    asked : Asked
        Arrangement, regions, cells and shapes.
    years : (int, int)
        First and last.
    progress : callable
        Called with the stage and the share done.

    Raises
    ------
    InputError
        Years outside the catalogue, or in the wrong order.
    """
    first, last = years
    if not EARLIEST.year <= first <= last <= LATEST.year:
        raise InputError(
            f"--from {first} --to {last}: years from {EARLIEST.year} to {LATEST.year}, the first not after "
            "the last"
        )
    ground(catalogue, regions_of(scenario, catalogue, asked.regions), asked.cell_km)
    found = []
    for year in _each(first, last):
        progress(f"covering {year}", (year - first) / (last - first + 1))
        found.append(_covered(scenario.but(date=dt.date(year, 12, 31)), catalogue, asked))
    progress("done", 1.0)
    return tuple(found)


def _each(first: int, last: int) -> Iterator[int]:
    yield from range(first, last + 1)


def _covered(scenario: Scenario, catalogue: Catalogue, asked: Asked) -> YearCovered:
    units = [unit for unit in catalogue.posture(scenario.date) if unit.party in scenario.parties]
    counts = {
        kind: sum(unit.kind == kind for unit in units) for kind in ("ship", "ground_battery", "radar_site")
    }
    try:
        shares = engageable_shares(run_coverage(scenario, catalogue, asked))
        rows = tuple(
            YearShare(tier, shots, of, table[EVERYONE])
            for tier, by_shots in shares.items()
            for shots, both in by_shots.items()
            for of, table in (("people", both.people), ("land", both.land))
        )
    except EmptyPostureError:
        rows = tuple(
            YearShare(tier, shots, of, NOTHING)
            for tier in TIERS
            for shots in (("one",) if tier == "lower" else ("one", "two"))
            for of in ("people", "land")
        )
    return YearCovered(
        year=scenario.date.year,
        on=str(scenario.date),
        ships=counts["ship"],
        batteries=counts["ground_battery"],
        radars=counts["radar_site"],
        shares=rows,
    )
