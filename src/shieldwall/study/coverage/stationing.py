"""Stationing: where so many ships or batteries would cover most residents, or how few cover them all.

The answer rests on suppositions about sensing and on where ships may stand, which the result lists. It is
robust over launch areas: a cell counts where the shots hold against every flight that reaches it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypedDict

import numpy as np
import numpy.typing as npt

from shieldwall.case.cover import Central, flown_for, home_of
from shieldwall.case.forces import units_in_place
from shieldwall.case.ground import Ground, ground, region
from shieldwall.case.ledger import Ledger
from shieldwall.case.relations import networks
from shieldwall.case.stations import (
    Limits,
    Sensing,
    Where,
    carried_at,
    checked_stations,
    sea_sites,
    site_opportunities,
)
from shieldwall.catalogue.load import Catalogue
from shieldwall.catalogue.on_the_day import loads_of
from shieldwall.coverage.footprint import Opportunities
from shieldwall.coverage.stationing import (
    Placement,
    covered_by,
    covered_together,
    fewest,
    most_covered,
    rows_of,
)
from shieldwall.model.errors import InputError
from shieldwall.model.outcomes import FactUsed
from shieldwall.model.scenario import Scenario
from shieldwall.model.systems import Command, Interceptor
from shieldwall.model.threat import LaunchArea, Threat
from shieldwall.study.coverage.engageable import shapes_of

Floats = npt.NDArray[np.float64]
Place = tuple[float, float]

RADAR_RANGE_KM: Final = 750.0
LAUNCH_AFTER_BURNOUT_S: Final = 60.0
KEEP_OUT_KM: Final = 100.0
FARTHEST_KM: Final = 400.0
CELL_KM: Final[dict[Where, float]] = {"sea": 20.0, "land": 10.0}
SPACING_KM: Final[dict[Where, float]] = {"sea": 50.0, "land": 20.0}
MOST_SHIPS: Final = 64


@dataclass(frozen=True)
class StationAsked:
    """What is asked of stations; what is left out takes the stated default.

    ``ships`` None asks for the fewest that cover everyone. ``at`` are stations given beforehand, reported
    beside the answer. ``threat`` and ``shapes`` replace the scenario's.
    """

    interceptor: str
    region: str
    ships: int | None = None
    shots: int = 1
    radar_range_km: float = RADAR_RANGE_KM
    launch_after_burnout_s: float = LAUNCH_AFTER_BURNOUT_S
    keep_out_km: float = KEEP_OUT_KM
    farthest_km: float = FARTHEST_KM
    spacing_km: float | None = None
    cell_km: float | None = None
    threat: str | None = None
    shapes: tuple[str, ...] = ()
    at: tuple[Place, ...] = ()


class Supposed(TypedDict, total=False):
    """The suppositions of `StationAsked` as keywords."""

    shots: int
    radar_range_km: float
    launch_after_burnout_s: float
    keep_out_km: float
    farthest_km: float
    spacing_km: float | None
    cell_km: float | None
    threat: str | None
    shapes: tuple[str, ...]
    at: tuple[Place, ...]


@dataclass(frozen=True)
class Stationed:
    """Some stations and what they cover: shares of the residents (or the land) whom the threat reaches.

    ``together_share`` counts two shots that different ships take, with a look between; None for one shot.
    """

    stations: tuple[Place, ...]
    names: tuple[str, ...]
    people_share: float
    land_share: float
    together_share: float | None
    each_alone: tuple[float, ...]


@dataclass(frozen=True, eq=False)
class Stationing:
    """The answer. ``placed`` is None where no number of sites covers everyone.

    ``people_within`` are the residents whom the threat reaches; ``coverable_share`` is what all sites
    together cover; ``today`` the stations or sites in place on the date; ``given`` those that were asked
    about.
    """

    scenario: Scenario
    asked: StationAsked
    where: Where
    ground: Ground
    areas: tuple[LaunchArea, ...]
    sites: int
    placement: Placement | None
    placed: Stationed | None
    people_within: float
    coverable_share: float
    today: Stationed
    given: Stationed | None
    assessment_s: float
    used: tuple[FactUsed, ...]

    @property
    def cell_km(self) -> float:
        """Side of a cell."""
        return self.ground.cell_m / 1e3


def run_stationing(scenario: Scenario, catalogue: Catalogue, asked: StationAsked) -> Stationing:
    """Return where the ships or batteries asked for would stand.

    Parameters
    ----------
    scenario : Scenario
        Threat, launch areas, date and parties.
    catalogue : Catalogue
        Where facts come from.
    asked : StationAsked
        Interceptor, region, number, suppositions.

    Raises
    ------
    InputError
        Something named does not exist, a number is out of bounds, a given station is where none can be, or
        the threat reaches nobody there.
    """
    _check(asked)
    supposed = _supposed(scenario, catalogue, asked)
    where = carried_at(catalogue, asked.interceptor)
    cells = ground(catalogue, (asked.region,), asked.cell_km or CELL_KM[where])
    ledger = Central(scenario.seed, 1)
    flown, areas = flown_for(supposed, catalogue, cells, shapes_of(supposed, asked.shapes), ledger)
    limits = Limits(asked.spacing_km or SPACING_KM[where], asked.keep_out_km, asked.farthest_km)
    if where == "sea":
        launching = sorted({area.party for area in areas})
        sites = sea_sites(catalogue, cells, limits, launching, supposed.home_party)
    else:
        sites = ground(catalogue, (asked.region,), limits.spacing_km).cells_deg
    today = _in_place(scenario, catalogue, asked.interceptor, where)
    given = checked_stations(catalogue, asked.at, where)
    everywhere = np.concatenate([sites, np.array([place for _, place in today]).reshape(-1, 2), given])
    sensing = Sensing(asked.launch_after_burnout_s, asked.radar_range_km * 1e3)
    found = site_opportunities(catalogue, asked.interceptor, everywhere, flown, sensing, cells.count, ledger)
    judge = _Judge(cells, found, asked.shots, assessment_of(supposed, catalogue, ledger))
    free = np.arange(len(sites))
    placement = judge.place(free, asked.ships)
    chosen = None if placement is None else [int(site) for site in placement.sites]
    return Stationing(
        scenario=supposed,
        asked=asked,
        where=where,
        ground=cells,
        areas=areas,
        sites=len(sites),
        placement=placement,
        placed=None if chosen is None else judge.stationed(chosen, everywhere, ("",) * len(chosen)),
        people_within=judge.people_within,
        coverable_share=judge.share(covered_by(judge.rows, free, cells.count)),
        today=judge.stationed(
            [len(sites) + place for place in range(len(today))], everywhere, tuple(name for name, _ in today)
        ),
        given=judge.stationed(
            [len(sites) + len(today) + place for place in range(len(given))], everywhere, ("",) * len(given)
        )
        if len(given)
        else None,
        assessment_s=judge.assessment_s,
        used=ledger.used(),
    )


def assessment_of(scenario: Scenario, catalogue: Catalogue, ledger: Ledger) -> float:
    """Return how long the home party's network takes to see whether an intercept was a hit, s."""
    command = {record.id: record for record in catalogue.records(Command)}
    nets = networks(scenario, units_in_place(scenario, catalogue), command, ledger)
    return float(nets.kill_assessment_s[home_of(scenario), 0])


def _check(asked: StationAsked) -> None:
    if asked.ships is not None and asked.ships not in range(1, MOST_SHIPS + 1):
        raise InputError(f"--ships {asked.ships}: from 1 to {MOST_SHIPS}")
    if asked.shots not in (1, 2):
        raise InputError(f"--shots {asked.shots}: 1, or 2 with a look between")
    for name, value, low, high in (
        ("radar-range-km", asked.radar_range_km, 10.0, 5000.0),
        ("launch-after-burnout-s", asked.launch_after_burnout_s, 0.0, 600.0),
        ("keep-out-km", asked.keep_out_km, 0.0, 1000.0),
        ("within-km", asked.farthest_km, 10.0, 2000.0),
        ("spacing-km", asked.spacing_km, 10.0, 200.0),
        ("cell-km", asked.cell_km, 1.0, 100.0),
    ):
        if value is not None and not low <= value <= high:
            raise InputError(f"--{name} {value:g}: from {low:g} to {high:g}")


def _supposed(scenario: Scenario, catalogue: Catalogue, asked: StationAsked) -> Scenario:
    """Return the scenario with the threat asked for, its launch areas and the region's party as home."""
    catalogue.record(Interceptor, asked.interceptor)
    threat = catalogue.record(Threat, asked.threat or scenario.raid.threat)
    party = region(catalogue, asked.region).party
    if party not in scenario.parties:
        raise InputError(f"region {asked.region} is administered by {party}, not a party of {scenario.id}")
    return scenario.but(home_party=party, raid_threat=threat.id, raid_launch_areas=threat.launch_areas)


def _in_place(
    scenario: Scenario, catalogue: Catalogue, interceptor: str, where: Where
) -> list[tuple[str, Place]]:
    """Return units in place that carry the interceptor, or where none does, those that carry its tier."""
    kind = "ship" if where == "sea" else "ground_battery"
    tier = catalogue.record(Interceptor, interceptor).tier
    units = [
        (unit, {load.interceptor for load in loads_of(catalogue, unit)})
        for unit in units_in_place(scenario, catalogue)
        if unit.kind == kind and unit.position is not None
    ]
    having = [unit for unit, carried in units if interceptor in carried]
    alike = [
        unit
        for unit, carried in units
        if any(catalogue.record(Interceptor, name).tier == tier for name in carried)
    ]
    return [(unit.id, unit.position) for unit in (having or alike) if unit.position is not None]


class _Judge:
    """Says what stations cover: the rows of the programme and the weights of its cells."""

    def __init__(self, cells: Ground, found: Opportunities, shots: int, assessment_s: float) -> None:
        self.found = found
        self.shots = shots
        self.assessment_s = assessment_s
        self.people = cells.people.sum(axis=1)
        self.land = cells.land_km2.sum(axis=1)
        self.rows = rows_of(found, self.people, shots, round(assessment_s * 1e3))
        self.people_within = float(self.people[np.unique(self.rows.cell)].sum())
        self.anywhere = rows_of(found, self.land, shots, round(assessment_s * 1e3))

    def place(self, sites: npt.NDArray[np.int64], ships: int | None) -> Placement | None:
        """Return the best placement among some sites: of so many ships, or the fewest."""
        rows = type(self.rows)(self.rows.serves[:, sites], self.rows.cell)
        return fewest(rows, self.people) if ships is None else most_covered(rows, self.people, ships)

    def share(self, covered: npt.NDArray[np.bool_]) -> float:
        """Return the share of residents within reach who live in covered cells."""
        within = self.people_within
        return float(self.people[covered].sum()) / within if within > 0.0 else 0.0

    def stationed(self, chosen: Sequence[int], sites_deg: Floats, names: tuple[str, ...]) -> Stationed:
        """Return what some stations cover, together and each alone."""
        count = len(self.people)
        land = self.land[covered_by(self.anywhere, chosen, count)].sum()
        within = self.land[np.unique(self.anywhere.cell)].sum()
        together = None
        if self.shots > 1:
            both = covered_together(self.found, self.people, chosen, round(self.assessment_s * 1e3))
            together = self.share(both)
        return Stationed(
            stations=tuple((float(sites_deg[site, 0]), float(sites_deg[site, 1])) for site in chosen),
            names=names,
            people_share=self.share(covered_by(self.rows, chosen, count)),
            land_share=float(land / within) if within > 0.0 else 0.0,
            together_share=together,
            each_alone=tuple(self.share(covered_by(self.rows, [site], count)) for site in chosen),
        )
