"""The ship-count question as a table: how few ships cover everyone, under each supposition about sensing.

"Three ships with Block IA, or one with Block IIA" is published as if it were a property of the missile. Here
the number stands beside the range of the ship's own radar, the moment from which it may launch, where ships
may stand, how the missile is flown, and whether one shot is asked or two with a look between.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from shieldwall.case.cover import Central, flown_for
from shieldwall.case.ground import ground
from shieldwall.case.stations import Limits, Sensing, sea_sites, site_opportunities
from shieldwall.catalogue.load import Catalogue
from shieldwall.coverage.stationing import Rows, covered_by, fewest, rows_of
from shieldwall.model.scenario import Scenario
from shieldwall.physics.flight_records import Shape
from shieldwall.study.coverage.stationing import CELL_KM, FARTHEST_KM, KEEP_OUT_KM, SPACING_KM, assessment_of

Floats = npt.NDArray[np.float64]

INTERCEPTORS: Final = ("sm3_1a", "sm3_2a")
SHOTS: Final = (1, 2)
RADAR_RANGES_KM: Final = (400.0, 600.0, 800.0, 1000.0)
LAUNCHES_S: Final = (0.0, 60.0, 120.0)
SHAPES: Final[tuple[Shape, ...]] = ("minimum_energy", "lofted", "depressed")
LIMITS: Final[dict[str, Limits]] = {
    "anywhere": Limits(SPACING_KM["sea"], KEEP_OUT_KM, FARTHEST_KM),
    "home waters": Limits(SPACING_KM["sea"], KEEP_OUT_KM, 100.0),
}
"""Stations up to 400 km from residents, as the verb supposes, or no farther than 100 km; sites of the second
are sites of the first."""


@dataclass(frozen=True)
class Asked:
    """The suppositions to go through."""

    region: str = "japan_main"
    interceptors: tuple[str, ...] = INTERCEPTORS
    radar_ranges_km: tuple[float, ...] = RADAR_RANGES_KM
    launches_s: tuple[float, ...] = LAUNCHES_S
    shapes: tuple[Shape, ...] = SHAPES
    cell_km: float = CELL_KM["sea"]


@dataclass(frozen=True)
class ShipCount:
    """The fewest ships under one set of suppositions; None where no number of ships covers everyone.

    ``coverable_share`` is what ships at all sites together would cover; ``optimal`` says that the number is
    proved.
    """

    interceptor: str
    shots: int
    radar_range_km: float
    launch_after_burnout_s: float
    stations: str
    shape: str
    ships: int | None
    coverable_share: float
    optimal: bool


def ship_counts(scenario: Scenario, catalogue: Catalogue, asked: Asked) -> Iterator[ShipCount]:
    """Yield the fewest ships that cover everyone in reach, under each set of suppositions.

    Parameters
    ----------
    scenario : Scenario
        Threat, launch areas, date and parties.
    catalogue : Catalogue
        Where facts come from.
    asked : Asked
        The suppositions.
    """
    cells = ground(catalogue, (asked.region,), asked.cell_km)
    ledger = Central(scenario.seed, 1)
    assessment_ms = round(1e3 * assessment_of(scenario, catalogue, ledger))
    for shape in asked.shapes:
        flown, areas = flown_for(scenario, catalogue, cells, (shape,), ledger)
        launching = sorted({area.party for area in areas})
        allowed = {
            name: sea_sites(catalogue, cells, limits, launching, scenario.home_party)
            for name, limits in LIMITS.items()
        }
        widest = next(iter(allowed.values()))
        places = {name: _among(sites, widest) for name, sites in allowed.items()}
        for interceptor in asked.interceptors:
            for range_km in asked.radar_ranges_km:
                for launch_s in asked.launches_s:
                    sensing = Sensing(launch_s, range_km * 1e3)
                    about = (interceptor, range_km, launch_s, shape)
                    found = site_opportunities(
                        catalogue, interceptor, widest, flown, sensing, cells.count, ledger
                    )
                    people = cells.people.sum(axis=1)
                    for shots in SHOTS:
                        rows = rows_of(found, people, shots, assessment_ms)
                        for name, sites in places.items():
                            yield _counted(rows, sites, people, name, shots, about)


def _counted(
    rows: Rows,
    sites: npt.NDArray[np.int64],
    people: Floats,
    stations: str,
    shots: int,
    about: tuple[str, float, float, str],
) -> ShipCount:
    interceptor, range_km, launch_s, shape = about
    among = Rows(rows.serves[:, sites], rows.cell)
    placed = fewest(among, people)
    within = people[np.unique(rows.cell)].sum()
    covered = covered_by(among, np.arange(len(sites)), len(people))
    return ShipCount(
        interceptor=interceptor,
        shots=shots,
        radar_range_km=range_km,
        launch_after_burnout_s=launch_s,
        stations=stations,
        shape=shape,
        ships=None if placed is None else len(placed.sites),
        coverable_share=float(people[covered].sum() / within),
        optimal=placed is None or placed.optimal,
    )


def _among(sites: Floats, widest: Floats) -> npt.NDArray[np.int64]:
    """Return which of the widest set of sites are in another, degrees rounded to a metre or so."""
    named = {tuple(place): number for number, place in enumerate(np.round(widest, 5).tolist())}
    return np.array([named[tuple(place)] for place in np.round(sites, 5).tolist()], np.int64)
