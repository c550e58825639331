"""Who can see and shoot: posture units on the scenario's date as arrays, with the facts that they rest on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from shieldwall.case.ledger import Ledger
from shieldwall.case.procurement import AS_FIELDED, developed, in_world
from shieldwall.catalogue.load import Catalogue
from shieldwall.catalogue.on_the_day import loads_of
from shieldwall.chance.streams import uniforms
from shieldwall.command.shooters import ENGAGE_ON_REMOTE, LAUNCH_ON_REMOTE, LOWER, ORGANIC, UPPER, Shooters
from shieldwall.model.arrangement import relation_names
from shieldwall.model.errors import InputError, suggestion
from shieldwall.model.posture import Option, PostureUnit
from shieldwall.model.provenance import Fact
from shieldwall.model.scenario import Scenario
from shieldwall.model.systems import Interceptor, Load, Platform, Radar
from shieldwall.physics.earth import ecef_m, geodesic
from shieldwall.sensing.radar import Radars

_MODE_BIT: Final = {
    "organic": ORGANIC,
    "launch_on_remote": LAUNCH_ON_REMOTE,
    "engage_on_remote": ENGAGE_ON_REMOTE,
}
_TIER: Final = {"upper": UPPER, "lower": LOWER}
_SHIP_ANTENNA_M: Final = 15.0
_FULL_CIRCLE_DEG: Final = 360.0

RADAR_FACTS: Final = {
    "reference_range_m": "reference_range_km",
    "reference_cross_section_m2": "reference_cross_section_m2",
    "sector_width_rad": "sector_width_deg",
    "lowest_elevation_rad": "lowest_elevation_deg",
    "highest_elevation_rad": "highest_elevation_deg",
    "range_error_m": "range_error_m",
    "angle_error_rad": "angle_error_deg",
    "update_rate_hz": "update_rate_hz",
    "uncued_range_ratio": "uncued_range_ratio",
}
"""The columns of `Radars` that are facts of a type of radar."""
_BUILT: Final = frozenset({"sector_width_rad", "lowest_elevation_rad", "highest_elevation_rad"})
"""Those of them that do not vary from draw to draw."""


class EmptyPostureError(InputError):
    """Nobody in place on the date can shoot at what flies there."""


@dataclass(frozen=True)
class Forces:
    """Units, shooters and radars of a case, in fixed order.

    ``shooter_unit`` and ``radar_unit`` give the unit (U of them) of each shooter (S) and radar (N);
    ``interceptors`` names the interceptor types that ``shooters.interceptor`` numbers; ``radar_types`` the
    types that ``radar_type`` numbers; ``magazine_types`` the (party, interceptor) pairs that
    ``magazine_type`` numbers; ``replenishment`` (S,) are rounds that come before a second raid.
    """

    units: tuple[PostureUnit, ...]
    shooters: Shooters
    shooter_unit: npt.NDArray[np.int32]
    interceptors: tuple[str, ...]
    radars: Radars
    radar_unit: npt.NDArray[np.int32]
    radar_types: tuple[str, ...]
    radar_type: npt.NDArray[np.int32]
    magazine_types: tuple[tuple[str, str], ...]
    magazine_type: npt.NDArray[np.int32]
    replenishment: npt.NDArray[np.int32]


@dataclass(frozen=True)
class Theatre:
    """Where flights can be: the aim points (A, 2), degrees, and how far the threat flies."""

    aims_deg: npt.NDArray[np.float64]
    threat_range_m: float


@dataclass(frozen=True)
class _Mount:
    """One radar or one load of a unit, before the arrays are made."""

    unit: int
    name: str
    host: int = -1
    rounds: int = 0


def units_in_place(scenario: Scenario, catalogue: Catalogue) -> tuple[PostureUnit, ...]:
    """Return the units of the scenario's parties in place on its date, less what ``without`` names.

    A command network that is named stays in place and is out throughout (see `networks`).

    Raises
    ------
    InputError
        ``without`` names neither a unit, nor a system, interceptor or radar of one, nor a relation.
    """
    units = [
        unit
        for unit in catalogue.posture(scenario.date, scenario.options)
        if unit.party in scenario.parties
        and (unit.position is not None or unit.kind in {"satellite", "command"})
    ]
    known = {name for unit in units for name in _names(unit, catalogue)}
    known |= set(relation_names(scenario.parties))
    strangers = [name for name in scenario.without if name not in known]
    if strangers:
        raise InputError(
            f"without: nothing in place is called {strangers[0]!r}{suggestion(strangers[0], known)}"
        )
    left_out = set(scenario.without)
    return tuple(
        unit for unit in units if unit.kind == "command" or not left_out & {unit.id, unit.system, unit.hull}
    )


def _names(unit: PostureUnit, catalogue: Catalogue) -> set[str]:
    names = {unit.id, unit.system, *(load.interceptor for load in loads_of(catalogue, unit))}
    if unit.has_platform:
        radar = catalogue.record(Platform, unit.system).radar
        names |= {radar} if radar else set()
    return names | ({unit.hull} if unit.hull else set())


def muster(
    scenario: Scenario, catalogue: Catalogue, theatre: Theatre, ledger: Ledger, *, may_be_empty: bool = False
) -> Forces:
    """Return the forces of a scenario as arrays.

    Loads of interceptors that are not in service with the party on the date do not count; neither do loads
    and radars that ``without`` names. A counterfactual of procurement changes the rounds that it concerns.
    Ships and batteries that could reach no flight of the raid are left out.

    Raises
    ------
    EmptyPostureError
        No interceptor is in place, unless the posture may be empty.
    InputError
        ``without`` names what is not in place, or rounds come to a unit that cannot take them.
    """
    units = tuple(
        unit
        for unit in units_in_place(scenario, catalogue)
        if not _is_out_of_theatre(unit, catalogue, theatre)
    )
    world = () if scenario.counterfactual == AS_FIELDED else developed(scenario, catalogue)
    loads: list[_Mount] = []
    mounts: list[_Mount] = []
    for index, unit in enumerate(units):
        if unit.kind == "radar_site":
            mounts.append(_Mount(index, unit.system))
        if not unit.has_platform:
            continue
        platform = catalogue.record(Platform, unit.system)
        fielded = {
            load.interceptor: round(ledger.value(name, load.load, "rounds carried"))
            for name, load in _named_loads(unit, catalogue)
            if load.interceptor not in scenario.without
            and _is_fielded(catalogue.record(Interceptor, load.interceptor), unit, scenario, catalogue)
        }
        carried = [
            _Mount(index, name, rounds=rounds)
            for name, rounds in in_world(unit, fielded, world, scenario, catalogue).items()
        ]
        if platform.radar is not None and platform.radar not in scenario.without:
            mounts.append(_Mount(index, platform.radar, host=len(loads) if carried else -1))
        loads += carried
    if not loads and not may_be_empty:
        raise EmptyPostureError(
            f"no interceptor of {', '.join(scenario.parties)} is in place on {scenario.date}: "
            "nothing can be engaged, and there is nothing to compare"
        )
    return _arrays(scenario, catalogue, units, loads, mounts)


def _is_out_of_theatre(unit: PostureUnit, catalogue: Catalogue, theatre: Theatre) -> bool:
    """Say whether a shooter is farther from every aim point than threat and interceptor reach together."""
    if not unit.has_platform or unit.position is None:
        return False
    ranges = [
        catalogue.record(Interceptor, load.interceptor).facts.max_range_km.si
        for load in loads_of(catalogue, unit)
    ]
    start = np.broadcast_to(np.array(unit.position), theatre.aims_deg.shape)
    nearest_m = float(np.min(geodesic(start, theatre.aims_deg)[0]))
    return nearest_m > theatre.threat_range_m + max(ranges, default=0.0)


def _named_loads(unit: PostureUnit, catalogue: Catalogue) -> list[tuple[str, Load]]:
    owner = unit.id if unit.loads is not None else unit.system
    field = "loads" if unit.loads is not None else "interceptors"
    return [(f"{owner}.{field}.{place}.load", load) for place, load in enumerate(loads_of(catalogue, unit))]


def _is_fielded(
    interceptor: Interceptor, unit: PostureUnit, scenario: Scenario, catalogue: Catalogue
) -> bool:
    swapped_in = {swap.new for name in scenario.options for swap in catalogue.record(Option, name).swaps}
    if unit.option is not None or interceptor.id in swapped_in:
        return True
    return any(
        entry.party == unit.party
        and entry.since <= scenario.date
        and (entry.until is None or scenario.date < entry.until)
        for entry in interceptor.fielded
    )


def _arrays(
    scenario: Scenario,
    catalogue: Catalogue,
    units: tuple[PostureUnit, ...],
    loads: Sequence[_Mount],
    mounts: Sequence[_Mount],
) -> Forces:
    check_replenishment(scenario, catalogue)
    party = {name: index for index, name in enumerate(scenario.parties)}
    interceptors = tuple(dict.fromkeys(load.name for load in loads))
    radar_types = tuple(dict.fromkeys(mount.name for mount in mounts))
    pairs = [(units[load.unit].party, load.name) for load in loads]
    magazine_types = tuple(dict.fromkeys(pairs))
    kinds = [catalogue.record(Interceptor, load.name) for load in loads]
    shooters = Shooters(
        position_ecef_m=_positions([units[load.unit] for load in loads]),
        party=np.array([party[units[load.unit].party] for load in loads], np.int8),
        tier=np.array([_TIER[kind.tier] for kind in kinds], np.int8),
        interceptor=np.array([interceptors.index(load.name) for load in loads], np.int32),
        magazine=np.array([load.rounds for load in loads], np.int32),
        modes=np.array([sum(_MODE_BIT[mode] for mode in kind.modes) for kind in kinds], np.uint8),
        mount=np.array([[other.unit for other in loads].index(load.unit) for load in loads], np.int32),
    )
    return Forces(
        units=units,
        shooters=shooters,
        shooter_unit=np.array([load.unit for load in loads], np.int32),
        interceptors=interceptors,
        radars=_radars(catalogue, units, mounts, party),
        radar_unit=np.array([mount.unit for mount in mounts], np.int32),
        radar_types=radar_types,
        radar_type=np.array([radar_types.index(mount.name) for mount in mounts], np.int32),
        magazine_types=magazine_types,
        magazine_type=np.array([magazine_types.index(pair) for pair in pairs], np.int32),
        replenishment=np.array(
            [_coming(units[load.unit].id, load.name, scenario) for load in loads], np.int32
        ),
    )


def _coming(unit: str, interceptor: str, scenario: Scenario) -> int:
    """Return the rounds that come to a unit by the day of the second raid."""
    second = scenario.raid.second
    if second is None:
        return 0
    day = scenario.date + dt.timedelta(days=second.after_days)
    return sum(
        each.rounds
        for each in second.replenishment
        if (each.unit, each.interceptor) == (unit, interceptor) and each.on <= day
    )


def check_replenishment(scenario: Scenario, catalogue: Catalogue) -> None:
    """Refuse rounds for a unit that is not in place, or that does not carry them.

    Raises
    ------
    InputError
        Says which.
    """
    expected = scenario.raid.second.replenishment if scenario.raid.second else ()
    carried = {
        unit.id: [load.interceptor for load in loads_of(catalogue, unit)]
        for unit in (units_in_place(scenario, catalogue) if expected else ())
    }
    for each in expected:
        if each.unit not in carried:
            raise InputError(
                f"replenishment: no unit in place is called {each.unit!r}{suggestion(each.unit, carried)}"
            )
        if each.interceptor not in carried[each.unit]:
            near = suggestion(each.interceptor, carried[each.unit])
            raise InputError(f"replenishment: {each.unit} does not carry {each.interceptor!r}{near}")


def _positions(units: Sequence[PostureUnit]) -> npt.NDArray[np.float64]:
    if not units:
        return np.zeros((0, 3))
    places = np.array([unit.position for unit in units], np.float64)
    heights = np.array(
        [unit.height_m if unit.height_m is not None else _SHIP_ANTENNA_M for unit in units], np.float64
    )
    return np.asarray(ecef_m(places[:, 0], places[:, 1], heights), np.float64)


def _radars(
    catalogue: Catalogue, units: Sequence[PostureUnit], mounts: Sequence[_Mount], party: dict[str, int]
) -> Radars:
    facts = [catalogue.record(Radar, mount.name).facts for mount in mounts]
    columns = {
        column: np.array([getattr(fact, name).si for fact in facts], np.float64)
        for column, name in RADAR_FACTS.items()
    }
    faces = np.array([units[mount.unit].sector_centre_deg for mount in mounts], np.float64)
    turning = np.isnan(faces)
    columns["sector_width_rad"][turning] = np.radians(_FULL_CIRCLE_DEG)
    return Radars(
        position_ecef_m=_positions([units[mount.unit] for mount in mounts]),
        party=np.array([party[units[mount.unit].party] for mount in mounts], np.int8),
        host_shooter=np.array([mount.host for mount in mounts], np.int32),
        sector_centre_rad=np.radians(np.nan_to_num(faces)),
        **columns,
    )


def sampled_radars(forces: Forces, catalogue: Catalogue, ledger: Ledger) -> list[Radars]:
    """Return the radars of every epistemic draw; what a type's facts leave open is shared by the type."""
    sampled = {
        column: np.array(
            [
                ledger.sample(
                    f"{radar}.{name}", getattr(catalogue.record(Radar, radar).facts, name), f"radar {name}"
                )
                for radar in forces.radar_types
            ],
            np.float64,
        ).reshape(len(forces.radar_types), ledger.draws)
        for column, name in RADAR_FACTS.items()
        if column not in _BUILT
    }
    return [
        replace(
            forces.radars,
            **{column: values[forces.radar_type, draw] for column, values in sampled.items()},
        )
        for draw in range(ledger.draws)
    ]


def station_facts(
    scenario: Scenario, forces: Forces, catalogue: Catalogue
) -> Iterator[tuple[int, str, Fact]]:
    """Yield each ship and battery with the name and fact of its platform's share of units on station."""
    column = f"availability_{scenario.availability}"
    for index, unit in enumerate(forces.units):
        if unit.has_platform:
            facts = catalogue.record(Platform, unit.system).facts
            yield index, f"{unit.system}.{column}", getattr(facts, column)


def availability(
    scenario: Scenario, forces: Forces, catalogue: Catalogue, ledger: Ledger
) -> npt.NDArray[np.bool_]:
    """Return which units stand ready in each epistemic draw, shape (draws, U).

    Ships and batteries are on station with their platform's share, drawn for each unit by itself; radar
    sites, satellites and networks always are. ``all`` counts every unit owned. The shares of a low and a
    typical day are drawn with the same luck, so that ``low`` never has a unit that ``typical`` has not.
    """
    ready = np.ones((ledger.draws, len(forces.units)), np.bool_)
    if scenario.availability == "all":
        return ready
    for index, name, fact in station_facts(scenario, forces, catalogue):
        unit = forces.units[index]
        luck = f"{unit.system}.availability_typical"
        share = ledger.sample_with(luck, name, fact, "share of units on station")
        label = f"on station: {unit.id}"
        ready[:, index] = uniforms(ledger.seed, label, ledger.draws) < share
        ledger.drew_the_day(label, "who is on station", ready[:, index])
    return ready
