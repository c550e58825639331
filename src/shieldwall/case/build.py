"""The frozen case: everything that a comparison needs, as SI floats and arrays, with the facts it used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from shieldwall.case.aims import Aims, Place, aim_points
from shieldwall.case.forces import Forces, Theatre, availability, muster, sampled_radars
from shieldwall.case.law import AS_OF, arrangement_as_of
from shieldwall.case.ledger import Ledger
from shieldwall.case.lethality import KillChances, kill_chances, record_remarks
from shieldwall.case.prices import unit_prices
from shieldwall.case.raid_flights import RaidFlights, raid_flights
from shieldwall.case.reach import Reach, reach
from shieldwall.case.relations import Crossings, Networks, crossings, link_luck, networks
from shieldwall.case.remarks import case_remarks
from shieldwall.catalogue.load import Catalogue
from shieldwall.command.links import Luck
from shieldwall.command.scene import Scene, Target, set_scene
from shieldwall.model.arrangement import Arrangement
from shieldwall.model.doctrine import Doctrine
from shieldwall.model.errors import InputError, suggestion
from shieldwall.model.law import Agreement
from shieldwall.model.outcomes import FactUsed
from shieldwall.model.provenance import Fact
from shieldwall.model.scenario import Scenario
from shieldwall.model.systems import Command, Satellite
from shieldwall.model.threat import LaunchArea, Threat
from shieldwall.sensing.infrared import Infrared
from shieldwall.sensing.radar import Radars
from shieldwall.sensing.track import FireControl

Floats = npt.NDArray[np.float64]

PLACE_COLUMNS: Final = {"id", "name", "lat", "lon", "population", "radius_km"}
"""What a census table has, one row a place, with the ``region`` or ``area`` whose people they are."""


@dataclass(frozen=True)
class Samples:
    """What differs from one epistemic draw to the next; lists and first axes run over the draws.

    ``ready`` (draws, U) are units on station; ``kill`` (draws, M) kill probabilities by magazine type;
    ``price`` (draws, M) unit prices in million dollars of one price year; the doctrine's numbers (draws,).
    """

    radars: list[Radars]
    constellations: list[list[Infrared]]
    standards: list[FireControl]
    luck: list[Luck]
    networks: Networks
    crossings: Crossings
    ready: npt.NDArray[np.bool_]
    kill: Floats
    price: Floats
    doctrine: dict[str, Floats]
    reliability: Floats


@dataclass(frozen=True)
class Case:
    """A scenario made ready to run: geometry, forces, arrangements and samples.

    ``beneficiary`` (A,) numbers the beneficiaries of the aim points.
    """

    scenario: Scenario
    draws: int
    seed: int
    places: tuple[Place, ...]
    aims: Aims
    beneficiaries: tuple[str, ...]
    beneficiary: npt.NDArray[np.int32]
    areas: tuple[LaunchArea, ...]
    flights: RaidFlights
    forces: Forces
    scene: Scene
    reach: Reach
    doctrine: Doctrine
    arrangements: dict[str, Arrangement]
    samples: Samples
    price_year: int
    kill_chances: dict[str, KillChances]
    remarks: tuple[str, ...]
    used: tuple[FactUsed, ...]

    @property
    def home(self) -> int:
        """The number of the party whose people are aimed at."""
        return self.scenario.parties.index(self.scenario.home_party)


def arrangements_named(
    names: Sequence[str], scenario: Scenario, catalogue: Catalogue, agreements: dict[str, Agreement]
) -> dict[str, Arrangement]:
    """Return arrangements by name; ``as_of`` is made from the agreements in force on the date.

    Raises
    ------
    InputError
        An unknown arrangement, or one between parties that the scenario does not have.
    """
    found: dict[str, Arrangement] = {}
    for name in names:
        if name == AS_OF:
            found[name] = arrangement_as_of(agreements, scenario.date, scenario.parties)
            continue
        known = (*catalogue.ids(Arrangement), AS_OF)
        if name not in known:
            raise InputError(f"unknown arrangement {name!r}{suggestion(name, known)}")
        found[name] = catalogue.record(Arrangement, name)
        strangers = set(found[name].parties) - set(scenario.parties)
        if strangers:
            raise InputError(
                f"arrangement {name} has parties {', '.join(sorted(strangers))} "
                f"that scenario {scenario.id} has not"
            )
    return found


def places_of(scenario: Scenario, catalogue: Catalogue) -> tuple[Place, ...]:
    """Return the places of the scenario's census table, with the region as beneficiary."""
    table = catalogue.table(scenario.people)
    columns = {column.name for column in table.about.columns}
    lacking = sorted(PLACE_COLUMNS - columns) + ([] if columns & {"region", "area"} else ["area"])
    if lacking:
        raise InputError(f"table {scenario.people} is not of places with people: it has no {lacking[0]}")
    return tuple(
        Place(
            id=row["id"],
            name=row["name"],
            beneficiary=row.get("region") or row["area"],
            lat=row["lat"],
            lon=row["lon"],
            people=row["population"],
            radius_km=row["radius_km"],
        )
        for row in table.rows
    )


def build_case(
    scenario: Scenario, names: Sequence[str], catalogue: Catalogue, *, seed: int, draws: int
) -> Case:
    """Return a scenario as a frozen case.

    Parameters
    ----------
    scenario : Scenario
        What is asked.
    names : sequence of str
        The arrangements to make ready.
    catalogue : Catalogue
        Where facts come from.
    seed : int
        Seed of all samples.
    draws : int
        Number of epistemic draws.

    Raises
    ------
    InputError
        Something named does not exist, or the scenario cannot be run.
    """
    ledger = Ledger(seed, draws)
    agreements = {record.id: record for record in catalogue.records(Agreement)}
    arrangements = arrangements_named(names, scenario, catalogue, agreements)
    threat = catalogue.record(Threat, scenario.raid.threat)
    areas = tuple(catalogue.record(LaunchArea, name) for name in scenario.raid.launch_areas)
    places = places_of(scenario, catalogue)
    aims = aim_points(places)
    flights = raid_flights(scenario.raid, threat, areas, aims, ledger)
    theatre = Theatre(aims.position_deg, threat.facts.max_range_km.bounds_si[1])
    forces = muster(scenario, catalogue, theatre, ledger)
    doctrine = catalogue.record(Doctrine, scenario.doctrine)
    chances = kill_chances(scenario, forces, catalogue, ledger)
    prices, price_year = unit_prices(scenario, forces, catalogue, ledger)
    command = {record.id: record for record in catalogue.records(Command)}
    nets = networks(scenario, forces.units, command, ledger)
    home = scenario.parties.index(scenario.home_party)
    samples = Samples(
        radars=sampled_radars(forces, catalogue, ledger),
        constellations=sampled_constellations(scenario, forces, catalogue, ledger),
        standards=fire_control_standards(doctrine, nets.fire_control_error_m[home], ledger),
        luck=link_luck(scenario.parties, ledger),
        networks=nets,
        crossings=crossings(list(arrangements.values()), agreements, scenario.date, ledger),
        ready=availability(scenario, forces, catalogue, ledger),
        kill=np.stack([chances[interceptor].draws for _, interceptor in forces.magazine_types], axis=1),
        price=prices,
        doctrine={
            name: ledger.sample(f"{doctrine.id}.{name}", getattr(doctrine.facts, name), "doctrine")
            for name in ("track_probability", "discrimination_probability")
        },
        reliability=ledger.sample(f"{threat.id}.reliability", _given(threat, "reliability"), "raid"),
    )
    beneficiaries = tuple(dict.fromkeys(place.beneficiary for place in places))
    of_place = np.array([beneficiaries.index(place.beneficiary) for place in places], np.int32)
    cross_section = ledger.value(
        f"{threat.id}.cross_section_m2", _given(threat, "cross_section_m2"), "how large the missile looks"
    )
    rows = flights.library.impact_ms.shape[0]
    scene = set_scene(
        flights.library,
        Target(np.full(rows, home, np.int8), np.full(rows, cross_section)),
        forces.radars,
        forces.shooters,
        len(scenario.parties),
        farthest_seen_m(samples.radars, cross_section),
    )
    return Case(
        scenario=scenario,
        draws=draws,
        seed=seed,
        places=places,
        aims=aims,
        beneficiaries=beneficiaries,
        beneficiary=of_place[aims.place],
        areas=areas,
        flights=flights,
        forces=forces,
        scene=scene,
        reach=reach(flights, forces, catalogue, ledger),
        doctrine=doctrine,
        arrangements=arrangements,
        samples=samples,
        price_year=price_year,
        kill_chances=chances,
        remarks=(
            *case_remarks(scenario, forces, flights, catalogue),
            *record_remarks(chances, scenario.reading),
        ),
        used=ledger.used(),
    )


def _given(threat: Threat, name: str) -> Fact:
    fact: Fact | None = getattr(threat.facts, name)
    if fact is None:
        raise InputError(f"{threat.id} has no {name}, which a raid needs")
    return fact


def sampled_constellations(
    scenario: Scenario, forces: Forces, catalogue: Catalogue, ledger: Ledger
) -> list[list[Infrared]]:
    """Return the satellites in place, in every draw."""
    in_place = sorted({(unit.system, unit.party) for unit in forces.units if unit.kind == "satellite"})
    columns = []
    for name, party in in_place:
        facts = catalogue.record(Satellite, name).facts
        sampled = [
            ledger.sample(f"{name}.{field}", getattr(facts, field), "early-warning satellites")
            for field in ("cloud_break_height_km", "revisit_s", "processing_delay_s")
        ]
        columns.append((scenario.parties.index(party), sampled))
    return [
        [Infrared(party, *(float(column[draw]) for column in sampled)) for party, sampled in columns]
        for draw in range(ledger.draws)
    ]


def fire_control_standards(doctrine: Doctrine, upper_error_m: Floats, ledger: Ledger) -> list[FireControl]:
    """Return what a fire-control track is in every draw; the upper tier's error is the home network's."""

    def sampled(field: str) -> Floats:
        return ledger.sample(f"{doctrine.id}.{field}", getattr(doctrine.facts, field), "fire-control quality")

    lead_s = np.stack([sampled("upper_lead_s"), sampled("lower_lead_s")], axis=1)
    error_m = np.stack([upper_error_m, sampled("lower_error_km")], axis=1)
    return [FireControl(lead_s[draw].copy(), error_m[draw].copy()) for draw in range(ledger.draws)]


def farthest_seen_m(radars: Sequence[Radars], cross_section_m2: float) -> Floats:
    """Return the range beyond which no draw lets each radar (N,) see the target."""
    size = cross_section_m2**0.25
    return np.asarray(np.max([radar.unit_range_m * size for radar in radars], axis=0) * 1.001)
