"""A coverage map as a frozen record: shares, units, launch areas, assumptions, facts and shapes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, Literal

from shieldwall.catalogue.load import Catalogue
from shieldwall.model.outcomes import FactUsed, LaunchAreaUsed, UnitPlaced, Versions
from shieldwall.model.scenario import Scenario
from shieldwall.model.version import CODE_VERSION
from shieldwall.study.coverage.circles import Circles, published_circles
from shieldwall.study.coverage.engageable import Covered, Engageable, engageable_shares, reached_shares
from shieldwall.study.coverage.options import OptionAdded
from shieldwall.study.coverage.shapes import coverage_geojson
from shieldwall.study.placed import areas_used, placed_units

SCHEMA: Final = "shieldwall.coverage/1"

ASSUMPTIONS: Final = (
    "Every fact stands at its central value and no link fails; `compare` carries the ranges.",
    "Worst: what holds against every launch area and flight shape that reaches the cell; mean: their "
    "average. Shares are of the people (or land) that the threat reaches.",
    "Two upper-tier shots have a look between, by any shooters of one group that plans its fire together; "
    "the lower tier has one. Shots count opportunities, not magazines.",
    "The picture is made with all sensors in place; who is on station is drawn for shooters only. With few "
    "ships on station, two-shot shares of arrangements that share little come out some two points high.",
    "Residents live evenly over the disc of their census place (census of 2020 in every year).",
)


def _mapped_alone(scenario: Scenario) -> tuple[str, ...]:
    """Return what is to be said where the raid is of several kinds of missile."""
    raid = scenario.raid
    return (f"Of {raid.threats} only {raid.threat} is mapped.",) if raid.mixed_with else ()


@dataclass(frozen=True)
class CoverageRecord:
    """What a posture can engage in the regions of a scenario.

    ``engageable_share`` is by tier, number of shots, people or land, and beneficiary; ``published_circles``
    are shares within published radii, as coverage is usually drawn; ``geojson`` shows the classes of shots
    against the worst flight.
    """

    schema: Literal["shieldwall.coverage/1"]
    scenario: str
    title: str
    date: str
    arrangement: str
    availability: str
    threat: str
    shapes: tuple[str, ...]
    options: tuple[str, ...]
    without: tuple[str, ...]
    regions: tuple[str, ...]
    cell_km: float
    cells: int
    people: int
    people_reached_share: float
    land_km2: float
    land_reached_share: float
    engageable_share: dict[str, dict[str, Engageable]]
    published_circles: tuple[Circles, ...]
    options_table: tuple[OptionAdded, ...] | None
    launch_areas: tuple[LaunchAreaUsed, ...]
    units: tuple[UnitPlaced, ...]
    assumptions: tuple[str, ...]
    facts_used: tuple[FactUsed, ...]
    versions: Versions
    geojson: dict[str, Any] = field(default_factory=dict)


def coverage_record(
    covered: Covered, catalogue: Catalogue, added: tuple[OptionAdded, ...] | None
) -> CoverageRecord:
    """Return a coverage map as a record; ``added`` is the table of options where one was asked for."""
    scenario, case, cells = covered.scenario, covered.cover, covered.ground
    people_reached, land_reached = reached_shares(covered)
    return CoverageRecord(
        schema=SCHEMA,
        scenario=scenario.id,
        title=scenario.title,
        date=str(scenario.date),
        arrangement=case.arrangement,
        availability=scenario.availability,
        threat=scenario.raid.threat,
        shapes=tuple(dict.fromkeys(case.flown.shape)),
        options=scenario.options,
        without=scenario.without,
        regions=cells.regions,
        cell_km=cells.cell_m / 1e3,
        cells=cells.count,
        people=round(float(cells.people.sum())),
        people_reached_share=people_reached,
        land_km2=float(cells.land_km2.sum()),
        land_reached_share=land_reached,
        engageable_share=engageable_shares(covered),
        published_circles=published_circles(case, catalogue, covered.reached),
        options_table=added,
        launch_areas=areas_used(case.areas),
        units=placed_units(case.forces, case.present.mean(axis=0)),
        assumptions=ASSUMPTIONS + _mapped_alone(scenario),
        facts_used=case.used,
        versions=Versions(CODE_VERSION, catalogue.version, SCHEMA),
        geojson=coverage_geojson(covered, catalogue),
    )
