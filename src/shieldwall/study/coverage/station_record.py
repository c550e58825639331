"""Stations as a frozen record: where, what they cover, the proof, and every supposition behind the number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from shieldwall.catalogue.load import Catalogue
from shieldwall.model.outcomes import FactUsed, LaunchAreaUsed, Versions
from shieldwall.model.systems import Interceptor
from shieldwall.model.version import CODE_VERSION
from shieldwall.study.coverage.stationing import SPACING_KM, Stationed, Stationing
from shieldwall.study.placed import areas_used

SCHEMA: Final = "shieldwall.station/1"
REMARKS: Final = (
    "A share of the residents whom the threat reaches, against every launch area that reaches them. Shots "
    "count opportunities, not magazines; whether ships are there, and for how long, is not asked.",
    "Two shots with a look between are asked of one ship alone.",
    "The number of ships is a property of the suppositions listed here as much as of the missile.",
)


@dataclass(frozen=True)
class Stood:
    """One station: where, whose (for units in place), and the share that it alone covers."""

    lat: float
    lon: float
    unit: str | None
    covers_alone_share: float


@dataclass(frozen=True)
class Group:
    """Some stations together; ``together_share`` counts two shots by different ships (None for one shot)."""

    ships: int
    stations: tuple[Stood, ...]
    covered_population_share: float
    covered_land_share: float
    together_share: float | None


@dataclass(frozen=True)
class StationRecord:
    """Stations for an interceptor, with proof and suppositions.

    ``ships`` is null where no number of sites covers everyone; ``coverable_population_share`` says how many
    all sites together would. ``bound`` is what no choice of sites can better. ``today`` are the stations (or
    sites) in place, ``given`` those named in the question.
    """

    schema: Literal["shieldwall.station/1"]
    scenario: str
    date: str
    interceptor: str
    interceptor_name: str
    region: str
    where: str
    goal: str
    shots: int
    ships: int | None
    stations: tuple[Stood, ...]
    covered_population_share: float | None
    covered_land_share: float | None
    together_share: float | None
    optimal: bool | None
    bound: float | None
    coverable_population_share: float
    today: Group
    given: Group | None
    launch_areas: tuple[LaunchAreaUsed, ...]
    assumptions: dict[str, float | int | str]
    remarks: tuple[str, ...]
    facts_used: tuple[FactUsed, ...]
    versions: Versions


def station_record(found: Stationing, catalogue: Catalogue) -> StationRecord:
    """Return an answer as a record for JSON."""
    asked, placed, placement = found.asked, found.placed, found.placement
    unit = 1.0 if asked.ships is None else found.people_within
    return StationRecord(
        schema=SCHEMA,
        scenario=found.scenario.id,
        date=str(found.scenario.date),
        interceptor=asked.interceptor,
        interceptor_name=catalogue.record(Interceptor, asked.interceptor).name,
        region=asked.region,
        where=found.where,
        goal="fewest that cover every resident" if asked.ships is None else "most residents covered",
        shots=asked.shots,
        ships=None if placed is None else len(placed.stations),
        stations=() if placed is None else _stood(placed),
        covered_population_share=None if placed is None else placed.people_share,
        covered_land_share=None if placed is None else placed.land_share,
        together_share=None if placed is None else placed.together_share,
        optimal=None if placement is None else placement.optimal,
        bound=None if placement is None else placement.bound / unit,
        coverable_population_share=found.coverable_share,
        today=_group(found.today),
        given=None if found.given is None else _group(found.given),
        launch_areas=areas_used(found.areas),
        assumptions=_assumptions(found),
        remarks=REMARKS,
        facts_used=found.used,
        versions=Versions(CODE_VERSION, catalogue.version, SCHEMA),
    )


def _assumptions(found: Stationing) -> dict[str, float | int | str]:
    asked = found.asked
    at_sea: dict[str, float | int | str] = {
        "keep_out_from_launching_coast_km": asked.keep_out_km,
        "farthest_from_residents_km": asked.farthest_km,
    }
    supposed: dict[str, float | int | str] = {
        "threat": found.scenario.raid.threat,
        "flight_shapes": ", ".join(asked.shapes or (found.scenario.raid.shape,)),
        "shots": asked.shots,
        "radar_range_km": asked.radar_range_km,
        "launch_after_burnout_s": asked.launch_after_burnout_s,
        "kill_assessment_s": found.assessment_s,
    }
    return (
        supposed
        | (at_sea if found.where == "sea" else {})
        | {
            "site_spacing_km": asked.spacing_km or SPACING_KM[found.where],
            "cell_km": found.cell_km,
            "candidate_sites": found.sites,
        }
    )


def _stood(placed: Stationed) -> tuple[Stood, ...]:
    names = placed.names
    return tuple(
        Stood(lat, lon, name or None, alone)
        for (lat, lon), name, alone in zip(placed.stations, names, placed.each_alone, strict=True)
    )


def _group(placed: Stationed) -> Group:
    return Group(
        len(placed.stations), _stood(placed), placed.people_share, placed.land_share, placed.together_share
    )
