"""The case of a coverage map: one posture before the flights to every cell of a region, at central values.

A map shows what the posture can do, not the luck of one raid, so every fact stands at its central value and
no link fails; only which units are on station is drawn. The picture is worked out at the nodes of each launch
area's fan, and the cells between them follow by blending.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from shieldwall.case.build import (
    arrangements_named,
    farthest_seen_m,
    fire_control_standards,
    sampled_constellations,
)
from shieldwall.case.flown import FlownRegion, FlownToPosts, fly_region, fly_to_posts
from shieldwall.case.forces import Forces, Theatre, muster, sampled_radars, station_facts
from shieldwall.case.ground import Ground
from shieldwall.case.ledger import Floats, Ledger
from shieldwall.case.raid_flights import middle, stacked, threat_model
from shieldwall.case.reach import interceptor_model
from shieldwall.case.relations import crossings, networks, relations
from shieldwall.catalogue.load import Catalogue
from shieldwall.chance.streams import uniforms
from shieldwall.command.links import ONE_PLAN, Links, draw_links, fair_weather
from shieldwall.command.picture import Picture, picture, sense
from shieldwall.command.scene import Scene, Target, set_scene
from shieldwall.coverage.fans import NODE_SPACING_M
from shieldwall.coverage.footprint import Flown, Opportunities, Readiness, Stands, opportunities
from shieldwall.model.arrangement import Arrangement
from shieldwall.model.doctrine import Doctrine
from shieldwall.model.errors import InputError
from shieldwall.model.law import Agreement
from shieldwall.model.outcomes import FactUsed
from shieldwall.model.provenance import Fact
from shieldwall.model.scenario import Scenario
from shieldwall.model.systems import Command, Interceptor
from shieldwall.model.threat import LaunchArea, Threat
from shieldwall.opportunity.windows import stack_reaches
from shieldwall.physics.flight_records import Place, Shape
from shieldwall.physics.reach import reach_table
from shieldwall.sensing.clock import to_s
from shieldwall.sensing.radar import silenced
from shieldwall.sensing.sight import radar_frames

STATION_DRAWS: Final = 128
"""Draws of which units are on station."""

_THEATRE_AIMS: Final = 400


class Central(Ledger):
    """A ledger that gives central values in place of samples."""

    def sample(self, name: str, fact: Fact, role: str) -> Floats:
        """Return the fact's value in SI, once per draw."""
        return np.full(self.draws, self.value(name, fact, role))


@dataclass(frozen=True, eq=False)
class Cover:
    """One posture and arrangement before a region.

    Attributes
    ----------
    scenario : Scenario
    arrangement : str
    ground : Ground
        C cells.
    areas : tuple of LaunchArea
    flown : FlownRegion
        Q courses.
    forces : Forces
        S shooters of U units.
    group : (S,)
        Which shooters plan their fire as one.
    assessment_s : float
        From an intercept to the next launch that takes its result into account.
    present : (draws, U)
        Which units are on station.
    found : Opportunities
        What each shooter can do about each flight to each cell.
    used : tuple of FactUsed
    """

    scenario: Scenario
    arrangement: str
    ground: Ground
    areas: tuple[LaunchArea, ...]
    flown: FlownRegion
    forces: Forces
    group: npt.NDArray[np.int64]
    assessment_s: float
    present: npt.NDArray[np.bool_]
    found: Opportunities
    used: tuple[FactUsed, ...]


def flown_for(
    scenario: Scenario, catalogue: Catalogue, ground: Ground, shapes: Sequence[Shape], ledger: Ledger
) -> tuple[FlownRegion, tuple[LaunchArea, ...]]:
    """Return the flights of a scenario's threat to a region, and the launch areas they come from.

    Raises
    ------
    InputError
        The threat is not ballistic, or reaches nobody there.
    """
    threat = catalogue.record(Threat, scenario.raid.threat)
    areas = tuple(catalogue.record(LaunchArea, name) for name in scenario.raid.launch_areas)
    model = threat_model(threat, ledger)
    flown = fly_region(model, tuple(middle(area) for area in areas), tuple(shapes), ground)
    if flown.library is None:
        raise InputError(
            f"{threat.id} reaches nobody in {', '.join(ground.regions)} from "
            f"{', '.join(scenario.raid.launch_areas)}"
        )
    return flown, areas


def cover(
    scenario: Scenario, catalogue: Catalogue, arrangement: str, ground: Ground, shapes: Sequence[Shape]
) -> Cover:
    """Return what a scenario's posture can do about flights to every cell of a region.

    Parameters
    ----------
    scenario : Scenario
        Date, parties, threat, availability, options.
    catalogue : Catalogue
        Where facts come from.
    arrangement : str
        Id of an arrangement, or ``as_of``.
    ground : Ground
        The cells.
    shapes : sequence of str
        Flight shapes, beside each other.

    Raises
    ------
    EmptyPostureError
        Nobody in place can shoot.
    InputError
        Something named does not exist, or the threat reaches nobody there.
    """
    ledger = Central(scenario.seed, 1)
    agreements = {record.id: record for record in catalogue.records(Agreement)}
    arranged = arrangements_named([arrangement], scenario, catalogue, agreements)[arrangement]
    flown, areas = flown_for(scenario, catalogue, ground, shapes, ledger)
    every = max(1, ground.count // _THEATRE_AIMS)
    theatre = Theatre(ground.cells_deg[::every], flown.booster.model.max_range_m)
    forces = muster(scenario, catalogue, theatre, ledger)
    command = {record.id: record for record in catalogue.records(Command)}
    nets = networks(scenario, forces.units, command, ledger)
    between = crossings([arranged], agreements, scenario.date, ledger)
    matrices = relations(arranged, scenario.parties, nets, between, 0)
    links = draw_links(matrices, fair_weather(len(scenario.parties)))
    records = [catalogue.record(Interceptor, name) for name in forces.interceptors]
    reaches = stack_reaches([reach_table(interceptor_model(record, ledger)) for record in records])
    is_short = np.array([record.facts.max_range_km.si < NODE_SPACING_M for record in records])
    near = is_short[forces.shooters.interceptor]
    sensed = _Sensed(scenario, catalogue, arranged, forces, ledger)
    to_posts = fly_to_posts(flown, _places_of(forces, near))
    scene, seen = sensed.pictures(flown, to_posts, links, nets.fire_control_error_m[home_of(scenario)])
    ready = _readiness(flown, to_posts, seen, forces, near)
    courses = [
        None if fan is None else Flown(fan.course, fan.seen, readiness)
        for fan, readiness in zip(flown.fans, ready, strict=True)
    ]
    is_one_plan = matrices.coordination == ONE_PLAN
    return Cover(
        scenario=scenario,
        arrangement=arrangement,
        ground=ground,
        areas=areas,
        flown=flown,
        forces=forces,
        group=np.zeros(forces.shooters.count, np.int64) if is_one_plan else forces.shooters.party.astype(int),
        assessment_s=float(nets.kill_assessment_s[home_of(scenario), 0]),
        present=on_station(scenario, catalogue, forces, arranged, ledger),
        found=opportunities(courses, _stands(scene, forces), reaches, ground.count),
        used=ledger.used(),
    )


def home_of(scenario: Scenario) -> int:
    """Return the number of the party whose people are aimed at."""
    return scenario.parties.index(scenario.home_party)


@dataclass(frozen=True)
class _Sensed:
    """What it takes to work out the picture of one arrangement."""

    scenario: Scenario
    catalogue: Catalogue
    arranged: Arrangement
    forces: Forces
    ledger: Ledger

    def pictures(
        self, flown: FlownRegion, to_posts: FlownToPosts, links: Links, upper_error_m: Floats
    ) -> tuple[Scene, Picture]:
        """Return the scene of all node flights, and from when every shooter is ready.

        The sensors are all that are in place, also where only some of the ships are on station: the picture
        is that of the posture, and who is there is asked only of the shooters.
        """
        scenario, forces = self.scenario, self.forces
        library = stacked([each for each in (flown.library, to_posts.library) if each is not None])
        threat = self.catalogue.record(Threat, scenario.raid.threat)
        assert threat.facts.cross_section_m2 is not None
        cross_section_m2 = self.ledger.value(
            f"{threat.id}.cross_section_m2", threat.facts.cross_section_m2, "how large the missile looks"
        )
        rows = len(library.impact_ms)
        owner = np.full(rows, home_of(scenario), np.int8)
        radars = sampled_radars(forces, self.catalogue, self.ledger)[0]
        radars = silenced(radars, self._absent(forces.radar_unit))
        scene = set_scene(
            library, Target(owner, np.full(rows, cross_section_m2)), radars, forces.shooters,
            len(scenario.parties), farthest_seen_m([radars], cross_section_m2),
        )  # fmt: skip
        doctrine = self.catalogue.record(Doctrine, scenario.doctrine)
        standard = fire_control_standards(doctrine, upper_error_m, self.ledger)[0]
        gone = {scenario.parties.index(party) for party in self.arranged.absent}
        satellites = [
            each
            for each in sampled_constellations(scenario, forces, self.catalogue, self.ledger)[0]
            if each.party not in gone
        ]
        return scene, picture(sense(scene, radars, satellites, standard), links)

    def _absent(self, unit: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
        gone = np.array([each.party in self.arranged.absent for each in self.forces.units], np.bool_)
        return gone[unit]


def _places_of(forces: Forces, near: npt.NDArray[np.bool_]) -> tuple[Place, ...]:
    found = []
    for shooter in np.flatnonzero(near):
        place = forces.units[forces.shooter_unit[shooter]].position
        assert place is not None
        found.append(place)
    return tuple(dict.fromkeys(found))


def _stands(scene: Scene, forces: Forces) -> Stands:
    """Return the shooters with their own radars' limits, against this target."""
    radars, own = scene.radars, scene.own_radar
    has, row = own >= 0, np.maximum(own, 0)
    size = float(scene.target.cross_section_m2[0]) ** 0.25
    frames = radar_frames(radars, np.inf)
    return Stands(
        position_ecef_m=forces.shooters.position_ecef_m,
        kind=forces.shooters.interceptor,
        sight_m=np.where(has, size * radars.unit_range_m[row], 0.0),
        floor_rad=frames.floor_rad[row],
        ceiling_rad=frames.ceiling_rad[row],
        sector_centre_rad=frames.sector_centre_rad[row],
        half_width_rad=frames.half_width_rad[row],
    )


def _readiness(
    flown: FlownRegion, to_posts: FlownToPosts, seen: Picture, forces: Forces, near: npt.NDArray[np.bool_]
) -> list[Readiness]:
    """Return from when the shooters may launch on each course, from the picture of all node flights."""
    ready_s = to_s(np.stack([seen.local_ready_ms, seen.remote_ready_ms], axis=-1))
    nodes = len(flown.library.impact_ms) if flown.library is not None else 0
    places = _places_of(forces, near)
    place = np.array(
        [
            places.index(forces.units[unit].position) if is_near else -1
            for unit, is_near in zip(forces.shooter_unit, near, strict=True)
        ],
        np.int64,
    )
    found = []
    for q, fan in enumerate(flown.fans):
        if fan is None:
            found.append(Readiness(np.empty((0, 0, 0, 2)), near, np.empty((0, 2))))
            continue
        at_nodes_s = np.full((*fan.fan.needed.shape, len(near), 2), np.inf)
        count = int(fan.fan.needed.sum())
        at_nodes_s[fan.fan.needed] = ready_s[fan.first_row : fan.first_row + count]
        before_impact_s = np.full((len(near), 2), -np.inf)
        for shooter in np.flatnonzero(near):
            row = to_posts.row[q, place[shooter]]
            if row >= 0:
                assert to_posts.library is not None
                impact_s = to_posts.library.impact_ms[row] / 1e3
                before_impact_s[shooter] = impact_s - ready_s[nodes + row, shooter]
        found.append(Readiness(at_nodes_s, near, before_impact_s))
    return found


def on_station(
    scenario: Scenario, catalogue: Catalogue, forces: Forces, arranged: Arrangement, ledger: Ledger
) -> npt.NDArray[np.bool_]:
    """Return which units are on station, shape (draws, U).

    Each ship or battery is there in its platform's share of the draws, exactly; which ones is drawn for each
    unit by itself. With availability ``all`` there is one draw, with every unit.
    """
    if scenario.availability == "all":
        present = np.ones((1, len(forces.units)), np.bool_)
    else:
        present = np.ones((STATION_DRAWS, len(forces.units)), np.bool_)
        place = (np.arange(STATION_DRAWS) + 0.5) / STATION_DRAWS
        for index, name, fact in station_facts(scenario, forces, catalogue):
            share = ledger.value(name, fact, "share of units on station")
            label = f"on station: {forces.units[index].id}"
            order = np.argsort(uniforms(scenario.seed, label, STATION_DRAWS))
            present[order, index] = place < share
    gone = np.array([unit.party in arranged.absent for unit in forces.units], np.bool_)
    return present & ~gone
