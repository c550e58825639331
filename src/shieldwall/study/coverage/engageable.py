"""Coverage: what a posture can engage, cell by cell, and the share of people and land that this comes to.

*Engageable* always says how many shots and against which flights: ``worst`` counts what holds against every
launch area and flight shape that reaches the cell, ``mean`` is their average. Units come and go by
availability; a share is the mean over draws of who is on station, with its 5th and 95th percentile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from shieldwall.case.cover import Cover, cover
from shieldwall.case.ground import CELL_KM, Ground, ground, home_regions, region
from shieldwall.case.law import AS_OF
from shieldwall.catalogue.load import Catalogue
from shieldwall.coverage.people import share
from shieldwall.coverage.shots import MOST_SHOTS, STATISTICS, TIERS, Shots, firing_of, shots
from shieldwall.model.errors import InputError, suggestion
from shieldwall.model.scenario import Scenario
from shieldwall.physics.flight_records import Shape

Floats = npt.NDArray[np.float64]

SHAPES: Final[tuple[Shape, ...]] = ("minimum_energy", "lofted", "depressed")
EVERYONE: Final = "all"
NUMBERS: Final = ("one", "two")
PERCENTILES: Final = (5.0, 95.0)


@dataclass(frozen=True)
class Asked:
    """What a coverage map is asked for; left out, the scenario's own.

    ``regions`` are ids of regions, by default those of the scenario's residents; ``shapes`` flight shapes.
    """

    arrangement: str = AS_OF
    regions: tuple[str, ...] = ()
    cell_km: float = CELL_KM
    shapes: tuple[Shape, ...] = ()


@dataclass(frozen=True)
class Share:
    """A share of the people (or land) in the threat's reach, against the worst flight and the mean of all.

    The ranges are 5th and 95th percentile over who is on station; None where a part of a region is meant.
    """

    worst: float
    mean: float
    worst_range: tuple[float, float] | None = None
    mean_range: tuple[float, float] | None = None


@dataclass(frozen=True)
class Engageable:
    """Shares by beneficiary: of people by the part of the country they live in, of land by island."""

    people: dict[str, Share]
    land: dict[str, Share]


@dataclass(frozen=True, eq=False)
class Covered:
    """A coverage map: the case it was worked out on, and the shots at every cell (C)."""

    scenario: Scenario
    asked: Asked
    cover: Cover
    shots: Shots

    @property
    def ground(self) -> Ground:
        """The cells."""
        return self.cover.ground

    @property
    def reached(self) -> npt.NDArray[np.bool_]:
        """Cells that the threat reaches from some launch area, shape (C,)."""
        return self.shots.reached > 0.0


def regions_of(scenario: Scenario, catalogue: Catalogue, named: Sequence[str]) -> tuple[str, ...]:
    """Return the regions asked for, by default those of the scenario's residents.

    Raises
    ------
    InputError
        An unknown region, or one whose party is not the one that the scenario defends.
    """
    if not named:
        return home_regions(catalogue, scenario.people, scenario.home_party)
    for name in named:
        party = region(catalogue, name).party
        if party != scenario.home_party:
            raise InputError(
                f"region {name} is administered by {party}, and scenario {scenario.id} is about "
                f"{scenario.home_party}: name another home_party"
            )
    return tuple(dict.fromkeys(named))


def shapes_of(scenario: Scenario, named: Sequence[str]) -> tuple[Shape, ...]:
    """Return the flight shapes asked for, by default the scenario's."""
    for name in named:
        if name not in SHAPES:
            raise InputError(f"unknown shape {name!r}{suggestion(name, SHAPES)}")
    return tuple(each for each in SHAPES if each in (named or (scenario.raid.shape,)))


def run_coverage(scenario: Scenario, catalogue: Catalogue, asked: Asked) -> Covered:
    """Return what a scenario's posture can engage in its regions.

    Parameters
    ----------
    scenario : Scenario
        Date, parties, threat, availability, options.
    catalogue : Catalogue
        Where facts come from.
    asked : Asked
        Arrangement, regions, cells and shapes.

    Raises
    ------
    InputError
        Something named does not exist, the posture is empty, or the threat reaches nobody there.
    """
    cells = ground(catalogue, regions_of(scenario, catalogue, asked.regions), asked.cell_km)
    case = cover(scenario, catalogue, asked.arrangement, cells, shapes_of(scenario, asked.shapes))
    return Covered(scenario, asked, case, counted(case))


def counted(case: Cover) -> Shots:
    """Return the shots at every cell, with sums over all people and all land draw by draw."""
    forces = case.forces
    firing = firing_of(
        case.group, forces.shooters.tier, case.present.T[forces.shooter_unit], case.assessment_s
    )
    weight = np.stack([case.ground.people.sum(axis=1), case.ground.land_km2.sum(axis=1)])
    return shots(case.found, firing, weight)


def engageable_shares(covered: Covered) -> dict[str, dict[str, Engageable]]:
    """Return shares by tier, number of shots, people or land, and beneficiary (`EVERYONE` first)."""
    cells = covered.ground
    by_people = {EVERYONE: cells.people.sum(axis=1)} | dict(
        zip(cells.beneficiaries, cells.people.T, strict=True)
    )
    by_land = {EVERYONE: cells.land_km2.sum(axis=1)} | dict(zip(cells.islands, cells.land_km2.T, strict=True))
    found: dict[str, dict[str, Engageable]] = {}
    for tier, name in enumerate(TIERS):
        most = MOST_SHOTS if name == "layered" else 1 if name == "lower" else len(NUMBERS)
        found[name] = {}
        for number, word in enumerate(NUMBERS[:most]):
            found[name][word] = Engageable(
                people=_shares(covered, (tier, number, 0), by_people),
                land=_shares(covered, (tier, number, 1), by_land),
            )
    return found


def _shares(covered: Covered, place: tuple[int, int, int], weights: dict[str, Floats]) -> dict[str, Share]:
    tier, number, weight = place
    reached = covered.reached
    found = {}
    for name, column in weights.items():
        worst, mean = (
            share(covered.shots.chance[tier, statistic, number], column, reached)
            for statistic in range(len(STATISTICS))
        )
        if np.isnan(worst):
            continue
        ranges: list[tuple[float, float] | None] = [None, None]
        if name == EVERYONE:
            drawn = covered.shots.drawn[tier, :, number, weight] / column[reached].sum()
            ranges = [_percentiles(row) for row in drawn]
        found[name] = Share(worst, mean, ranges[0], ranges[1])
    return found


def _percentiles(values: Floats) -> tuple[float, float]:
    low, high = np.percentile(values, PERCENTILES)
    return float(low), float(high)


def reached_shares(covered: Covered) -> tuple[float, float]:
    """Return the share of people and of land that the threat reaches from some launch area."""
    cells, everywhere = covered.ground, np.ones(covered.ground.count, np.bool_)
    reached = covered.reached.astype(np.float64)
    return (
        share(reached, cells.people.sum(axis=1), everywhere),
        share(reached, cells.land_km2.sum(axis=1), everywhere),
    )
