"""One missile of a raid under one arrangement: who sees it, who may engage it, who can, and when.

The timeline of `shieldwall.opportunity.timeline`, worked out in many draws of what is not known and put
together: how often something happens at all, and then when.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np

from shieldwall.case.build import Case
from shieldwall.case.territory import Territory
from shieldwall.model.arrangement import Arrangement
from shieldwall.opportunity.timeline import LookRow, PartyRow, SensorRow, ShooterRow, Tier, Timeline, timeline
from shieldwall.study.impact import ImpactKnown, Predicted, impact_known, predicted_impact
from shieldwall.study.trial import DrawRun
from shieldwall.study.when import When, when

R = TypeVar("R")

ALL_AS_ONE: Final = "all"
"""What a firing group of all parties is called."""


@dataclass(frozen=True)
class MissileShown:
    """The flight in question, with its times over the burn times that are held possible."""

    number: int
    threat: str
    launch_area: str
    place: str
    beneficiary: str
    party: str
    launch_deg: tuple[float, float]
    aim_deg: tuple[float, float]
    range_km: float
    apogee_km: float
    burnout: When
    impact: When


@dataclass(frozen=True)
class SensorSeen:
    """A radar: the share of draws in which it stands ready, and when it sees the missile."""

    unit: str
    name: str
    party: str
    system: str
    on_station: float
    uncued: When
    seen: When
    last: When


@dataclass(frozen=True)
class PartyTold:
    """A party: when it knows and when it may fire, what it then knows, and the time left to impact.

    ``warning`` runs from the party's alert to impact, before any public alert.
    """

    party: str
    satellite_report: When
    alert: When
    upper_track: When
    lower_track: When
    authority: When
    warning: When
    impact: tuple[ImpactKnown, ...]


@dataclass(frozen=True)
class ShooterReady:
    """A shooter: from when it is ready, by mode, and the launches with which it meets the missile."""

    unit: str
    name: str
    party: str
    interceptor: str
    tier: Tier
    on_station: float
    organic: When
    launch_on_remote: When
    engage_on_remote: When
    ready: When
    first_launch: When
    first_intercept: When
    last_launch: When


@dataclass(frozen=True)
class LookOpen:
    """A look of a firing group: one chance to fire; the next follows the assessment of this one."""

    group: str
    tier: Tier
    number: int
    launch: When
    intercept: When
    shooters: float


@dataclass(frozen=True)
class MissilePicture:
    """Everything about one missile under one arrangement, over some draws."""

    missile: MissileShown
    draws: int
    sensors: tuple[SensorSeen, ...]
    parties: tuple[PartyTold, ...]
    shooters: tuple[ShooterReady, ...]
    looks: tuple[LookOpen, ...]


@dataclass(frozen=True)
class _Drawn:
    """One draw: its timeline, its impact ellipses by party, and which radars and shooters are there."""

    told: Timeline
    predicted: tuple[Predicted, ...]
    radars: tuple[bool, ...]
    shooters: tuple[bool, ...]
    group_names: tuple[str, ...]


def missile_picture(
    case: Case, arrangement: Arrangement, known: Territory, number: int, flight: int
) -> MissilePicture:
    """Return the picture of one missile of the raid over all draws of a case.

    Parameters
    ----------
    case : Case
        The case.
    arrangement : Arrangement
        One of its arrangements.
    known : Territory
        Land and bases of its parties.
    number : int
        What the missile is called.
    flight : int
        Which of the possible flights it flies (see `shieldwall.study.drawn`).
    """
    drawn = [_draw(case, arrangement, draw, flight) for draw in range(case.draws)]
    told = [each.told for each in drawn]
    missile = _missile(case, number, flight, told)
    return MissilePicture(
        missile=missile,
        draws=case.draws,
        sensors=tuple(_sensor(case, drawn, row) for row in range(len(told[0].sensors))),
        parties=tuple(_party(case, drawn, row, known) for row in range(len(told[0].parties))),
        shooters=tuple(_shooter(case, drawn, row) for row in range(len(told[0].shooters))),
        looks=_looks(drawn),
    )


def _draw(case: Case, arrangement: Arrangement, draw: int, flight: int) -> _Drawn:
    run = DrawRun(case, draw, flight)
    absent = frozenset(arrangement.absent)
    senses, opened = run.openings(absent)
    links = run.links(arrangement)
    looked = run.look(arrangement)
    there = case.samples.ready[draw] & np.array([unit.party not in absent for unit in case.forces.units])
    until_s = float(case.flights.library.impact_ms.max()) / 1000.0
    groups = range(looked.looks.look_count.shape[0])
    return _Drawn(
        told=timeline(senses, links, opened, 0),
        predicted=tuple(
            predicted_impact(senses, links, looked.picture, party, until_s)
            for party in range(len(case.scenario.parties))
        ),
        radars=tuple(bool(there[unit]) for unit in case.forces.radar_unit),
        shooters=tuple(bool(there[unit]) for unit in case.forces.shooter_unit),
        group_names=tuple(
            case.scenario.parties[group] if len(groups) > 1 else ALL_AS_ONE for group in groups
        ),
    )


def _missile(case: Case, number: int, flight: int, told: Sequence[Timeline]) -> MissileShown:
    library, aim = case.flights.library, int(case.flights.aim[flight])
    return MissileShown(
        number=number,
        threat=case.scenario.raid.parts[int(case.flights.part[flight])].threat,
        launch_area=case.areas[int(case.flights.area[flight])].id,
        place=case.places[int(case.aims.place[aim])].name,
        beneficiary=case.beneficiaries[int(case.beneficiary[aim])],
        party=case.scenario.home_party,
        launch_deg=(float(library.launch_deg[flight, 0]), float(library.launch_deg[flight, 1])),
        aim_deg=(float(library.aim_deg[flight, 0]), float(library.aim_deg[flight, 1])),
        range_km=float(library.range_m[flight]) / 1e3,
        apogee_km=float(np.median(library.apogee_m[flight :: case.flights.count])) / 1e3,
        burnout=when(each.burnout_s for each in told),
        impact=when(each.impact_s for each in told),
    )


def _times(rows: Sequence[R], there: Sequence[bool], read: Callable[[R], float | None]) -> When:
    return when(read(row) if is_there else None for row, is_there in zip(rows, there, strict=True))


def _sensor(case: Case, drawn: Sequence[_Drawn], place: int) -> SensorSeen:
    unit = case.forces.units[int(case.forces.radar_unit[place])]
    rows: list[SensorRow] = [each.told.sensors[place] for each in drawn]
    there = [each.radars[place] for each in drawn]
    return SensorSeen(
        unit=unit.id,
        name=unit.name,
        party=unit.party,
        system=case.forces.radar_types[int(case.forces.radar_type[place])],
        on_station=float(np.mean(there)),
        uncued=_times(rows, there, lambda row: row.uncued_s),
        seen=_times(rows, there, lambda row: row.seen_s),
        last=_times(rows, there, lambda row: row.last_s),
    )


def _party(case: Case, drawn: Sequence[_Drawn], place: int, known: Territory) -> PartyTold:
    rows: list[PartyRow] = [each.told.parties[place] for each in drawn]
    there = [True] * len(rows)
    return PartyTold(
        party=case.scenario.parties[place],
        satellite_report=_times(rows, there, lambda row: row.infrared_s),
        alert=_times(rows, there, lambda row: row.alert_s),
        upper_track=_times(rows, there, lambda row: row.upper_track_s),
        lower_track=_times(rows, there, lambda row: row.lower_track_s),
        authority=_times(rows, there, lambda row: row.authority_s),
        warning=_times(rows, there, lambda row: None if row.alert_s is None else row.warning_time_s),
        impact=impact_known(known, [each.predicted[place] for each in drawn]),
    )


def _shooter(case: Case, drawn: Sequence[_Drawn], place: int) -> ShooterReady:
    unit = case.forces.units[int(case.forces.shooter_unit[place])]
    rows: list[ShooterRow] = [each.told.shooters[place] for each in drawn]
    there = [each.shooters[place] for each in drawn]
    return ShooterReady(
        unit=unit.id,
        name=unit.name,
        party=unit.party,
        interceptor=case.forces.interceptors[int(case.forces.shooters.interceptor[place])],
        tier=rows[0].tier,
        on_station=float(np.mean(there)),
        organic=_times(rows, there, lambda row: row.organic_s),
        launch_on_remote=_times(rows, there, lambda row: row.launch_on_remote_s),
        engage_on_remote=_times(rows, there, lambda row: row.engage_on_remote_s),
        ready=_times(rows, there, lambda row: row.launch_ready_s),
        first_launch=_times(rows, there, lambda row: row.first_launch_s),
        first_intercept=_times(rows, there, lambda row: row.first_intercept_s),
        last_launch=_times(rows, there, lambda row: row.last_launch_s if row.first_launch_s else None),
    )


def _looks(drawn: Sequence[_Drawn]) -> tuple[LookOpen, ...]:
    found: dict[tuple[str, Tier, int], list[LookRow | None]] = {}
    for place, each in enumerate(drawn):
        for row in each.told.looks:
            name = each.group_names[row.group]
            key = (name, row.tier, row.look + 1)
            found.setdefault(key, [None] * len(drawn))[place] = row
    return tuple(
        LookOpen(
            group=group,
            tier=tier,
            number=number,
            launch=when(None if row is None else row.launch_s for row in rows),
            intercept=when(None if row is None else row.intercept_s for row in rows),
            shooters=float(np.mean([len(row.shooters) for row in rows if row is not None])),
        )
        for (group, tier, number), rows in sorted(
            found.items(), key=lambda item: (item[0][0], item[0][1] == "lower", item[0][2])
        )
    )
