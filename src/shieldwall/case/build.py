"""The frozen case: everything that a comparison needs, as SI floats and arrays, with the facts it used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from shieldwall.case.aims import Aims, Place, aim_points
from shieldwall.case.forces import Forces, Theatre, availability, muster, sampled_radars
from shieldwall.case.kept import kept
from shieldwall.case.law import AS_OF, arrangement_as_of
from shieldwall.case.ledger import Input, Ledger
from shieldwall.case.lethality import KillChances, kill_chances, record_remarks
from shieldwall.case.prices import unit_prices
from shieldwall.case.raid_flights import LEVELS, RaidFlights, raid_flights
from shieldwall.case.reach import Reach, reach
from shieldwall.case.relations import (
    Crossings,
    Networks,
    crossings,
    link_luck,
    networks,
    note_the_day,
    relations,
)
from shieldwall.case.remarks import case_remarks
from shieldwall.catalogue.load import Catalogue
from shieldwall.command.links import Links, Luck, draw_links, stacked_luck
from shieldwall.command.scene import Scene, Target, set_scene
from shieldwall.engagement.orders import RaidDraw
from shieldwall.model.arrangement import Arrangement
from shieldwall.model.doctrine import Doctrine
from shieldwall.model.errors import InputError, suggestion
from shieldwall.model.law import Agreement
from shieldwall.model.outcomes import FactUsed
from shieldwall.model.provenance import Fact
from shieldwall.model.scenario import Scenario, check_seed
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
    ``price`` (draws, M) unit prices in million dollars of one price year; the doctrine's numbers (draws,);
    ``reliability`` (draws, C) by kind of missile.
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

    ``beneficiary`` (A,) numbers the beneficiaries of the aim points; ``used`` are the facts that were read,
    ``inputs`` what differs from draw to draw.
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
    inputs: tuple[Input, ...]
    drawn_links: dict[int, tuple[Arrangement, Links]] = field(default_factory=dict, compare=False, repr=False)
    raids: dict[int, RaidDraw] = field(default_factory=dict, compare=False, repr=False)

    def links_of(self, arrangement: Arrangement) -> Links:
        """Return what passes between the parties under an arrangement in every draw, (draws, P, P).

        Worked out once for each arrangement, by its identity.
        """
        if id(arrangement) not in self.drawn_links:
            samples = self.samples
            matrices = relations(
                arrangement, self.scenario.parties, samples.networks, samples.crossings, slice(None)
            )
            links = draw_links(matrices, stacked_luck(samples.luck))
            self.drawn_links[id(arrangement)] = (arrangement, links)
        return self.drawn_links[id(arrangement)][1]

    def raid_of(self, size: int, draw: int) -> RaidDraw:
        """Return what the battles of a draw play when the raid has a size."""
        if size not in self.raids:
            raid = self.scenario.raid
            spacing_ms = raid.launch_window_s * 1000.0 / max(size - 1, 1)
            self.raids[size] = RaidDraw(
                size=np.array(raid.counts(size), np.int32),
                second_size=np.array(raid.counts(self.second_raid_size), np.int32),
                flight_start=self.flights.part_start,
                flight_weight=self.flights.weight,
                beneficiary=self.beneficiary[self.flights.aim],
                beneficiary_party=np.full(len(self.beneficiaries), self.home, np.int8),
                reliability=self.samples.reliability[0],
                leaks=np.ones(len(raid.parts), np.bool_),
                offset_ms=np.rint(np.arange(size) * spacing_ms).astype(np.int32),
            )
        return self.raids[size].with_reliability(self.samples.reliability[draw])

    @property
    def second_raid_size(self) -> int:
        """Missiles of the second raid, none where there is none."""
        return self.scenario.raid.second.size if self.scenario.raid.second else 0

    @property
    def home(self) -> int:
        """The number of the party whose people are aimed at."""
        return self.scenario.parties.index(self.scenario.home_party)


def arrangements_named(
    names: Sequence[str], scenario: Scenario, catalogue: Catalogue, agreements: dict[str, Agreement]
) -> dict[str, Arrangement]:
    """Return arrangements by name, less the links and duties that the scenario leaves out.

    ``as_of`` is made from the agreements in force on the date.

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
    return {name: each.without(scenario.without) for name, each in found.items()}


def places_of(scenario: Scenario, catalogue: Catalogue) -> tuple[Place, ...]:
    """Return the places of the scenario's census table, with the region as beneficiary.

    Raises
    ------
    InputError
        The table is not of places with people, or has not a region that the scenario names.
    """
    table = catalogue.table(scenario.people)
    columns = {column.name for column in table.about.columns}
    lacking = sorted(PLACE_COLUMNS - columns) + ([] if columns & {"region", "area"} else ["area"])
    if lacking:
        raise InputError(f"table {scenario.people} is not of places with people: it has no {lacking[0]}")
    places = tuple(Place.of(row) for row in table.rows)
    known = tuple(dict.fromkeys(place.beneficiary for place in places))
    strangers = [name for name in scenario.regions if name not in known]
    if strangers:
        raise InputError(
            f"table {scenario.people} has no region {strangers[0]!r}{suggestion(strangers[0], known)}"
        )
    return tuple(place for place in places if place.beneficiary in (scenario.regions or known))


def build_case(
    scenario: Scenario,
    names: Sequence[str],
    catalogue: Catalogue,
    *,
    seed: int,
    draws: int,
    held: Mapping[str, float] | None = None,
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
    held : mapping of str to float, optional
        Inputs that every draw holds at this quantile of their range, by name; all others are as without it.

    Raises
    ------
    InputError
        Something named does not exist, or the scenario cannot be run.
    """
    check_seed(seed)
    ledger = Ledger(seed, draws, held or {})
    agreements = {record.id: record for record in catalogue.records(Agreement)}
    arrangements = arrangements_named(names, scenario, catalogue, agreements)
    parts = scenario.raid.parts
    threats = [catalogue.record(Threat, part.threat) for part in parts]
    names_of_areas = dict.fromkeys(name for part in parts for name in part.launch_areas)
    areas = tuple(catalogue.record(LaunchArea, name) for name in names_of_areas)
    places = places_of(scenario, catalogue)
    aims = aim_points(places)
    flights = raid_flights(scenario.raid, threats, areas, aims, ledger)
    farthest_m = max(threat.facts.max_range_km.bounds_si[1] for threat in threats)
    theatre = Theatre(aims.position_deg, farthest_m)
    forces = muster(scenario, catalogue, theatre, ledger, may_be_empty=True)
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
        kill=_by_magazine_type(chances, forces, draws),
        price=prices,
        doctrine=_doctrine_draws(doctrine, ledger),
        reliability=_reliability_draws(threats, ledger),
    )
    note_the_day(scenario.parties, nets, samples.crossings, samples.luck, ledger)
    beneficiaries = tuple(dict.fromkeys(place.beneficiary for place in places))
    of_place = np.array([beneficiaries.index(place.beneficiary) for place in places], np.int32)
    scene = _scene(scenario, flights, forces, samples.radars, _cross_sections_m2(threats, ledger))
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
        inputs=ledger.inputs(),
    )


def _doctrine_draws(doctrine: Doctrine, ledger: Ledger) -> dict[str, Floats]:
    return {
        name: ledger.sample(f"{doctrine.id}.{name}", getattr(doctrine.facts, name), "doctrine")
        for name in ("track_probability", "discrimination_probability")
    }


def _reliability_draws(threats: Sequence[Threat], ledger: Ledger) -> Floats:
    """Return how reliable each kind of missile is, (draws, C)."""
    named = [(f"{threat.id}.reliability", _given(threat, "reliability")) for threat in threats]
    return np.stack([ledger.sample(name, fact, "raid") for name, fact in named], axis=1)


def _cross_sections_m2(threats: Sequence[Threat], ledger: Ledger) -> Floats:
    """Return the radar cross-section of each kind of missile, (C,)."""
    named = [(f"{threat.id}.cross_section_m2", _given(threat, "cross_section_m2")) for threat in threats]
    return np.array([ledger.value(name, fact, "how large the missile looks") for name, fact in named])


def _scene(
    scenario: Scenario, flights: RaidFlights, forces: Forces, radars: list[Radars], cross_section_m2: Floats
) -> Scene:
    """Return the flights before the forces, kept for the next case that has the same ones."""
    rows = flights.library.impact_ms.shape[0]
    home = scenario.parties.index(scenario.home_party)
    seen = (
        flights.library,
        Target(np.full(rows, home, np.int8), np.tile(cross_section_m2[flights.part], LEVELS)),
        forces.radars,
        forces.shooters,
        len(scenario.parties),
        farthest_seen_m(radars, float(cross_section_m2.max())),
    )
    return kept("scene", seen, lambda: set_scene(*seen))


def _by_magazine_type(chances: Mapping[str, KillChances], forces: Forces, draws: int) -> Floats:
    """Return kill probabilities (draws, M); of no type at all where nobody has a round."""
    if not forces.magazine_types:
        return np.zeros((draws, 0))
    return np.stack([chances[interceptor].draws for _, interceptor in forces.magazine_types], axis=1)


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
