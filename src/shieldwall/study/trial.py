"""One epistemic draw: the floors below run on one sample of the case, for every arrangement asked for.

What sensors see is worked out once per draw; each arrangement then takes what it is given. All arrangements
share the draw's luck, so differences between them are paired.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from shieldwall.case.build import Case
from shieldwall.command.alert import warning_time_s
from shieldwall.command.links import Links
from shieldwall.command.picture import Picture, Senses, picture, sense
from shieldwall.command.shooters import ENGAGE_ON_REMOTE
from shieldwall.engagement.battle import run_battles
from shieldwall.engagement.orders import (
    FIXED_SALVO,
    SPREAD_EVENLY,
    DoctrineNumbers,
    FiringUnits,
    Luck,
    RaidDraw,
    Setting,
)
from shieldwall.model.arrangement import Arrangement
from shieldwall.opportunity.chains import Openings, look_table, openings
from shieldwall.opportunity.looks import K, LookTable
from shieldwall.opportunity.windows import Windows
from shieldwall.study.false_tracks import fooled_raid, fooled_units, with_false_tracks

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int32]


BattleRules = tuple[int, int, bytes]
"""What tells the battles of one draw apart: the table of looks, the coordination of fire, false tracks."""


@dataclass(frozen=True)
class Geometry:
    """What an arrangement can do at each flight (F) of a draw, before any battle is fought.

    ``looks`` upper-tier looks of the group that has most; ``lower`` whether the lower tier can fire;
    ``warning_s`` from the public alert of the party aimed at to impact.
    """

    looks: npt.NDArray[np.uint8]
    lower: npt.NDArray[np.bool_]
    warning_s: Floats


@dataclass(frozen=True)
class Trial:
    """One arrangement in one draw: geometry, and the counts of each battle by raid size.

    Trials of one draw with the same ``key`` come to the same thing; those with the same ``rules`` fight the
    same battles.
    """

    key: int
    rules: BattleRules
    geometry: Geometry
    battles: dict[int, Counts]


@dataclass(frozen=True)
class Looked:
    """What an arrangement can do in one draw: its picture, its looks and its rule of coordination.

    ``false_tracks`` (P, P) says whose data (rows) may show whom (columns) something that is not there.
    """

    picture: Picture
    looks: LookTable
    coordination: int
    false_tracks: npt.NDArray[np.bool_]

    @property
    def rules(self) -> BattleRules:
        """What tells its battles from others of the same draw."""
        return id(self.looks), self.coordination, self.false_tracks.tobytes()


class DrawRun:
    """One epistemic draw of a case, ready to be run under any arrangement.

    Parameters
    ----------
    case : Case
        The case.
    draw : int
        Which of its draws.
    flight : int, optional
        Look at this one of the raid's possible flights alone; at all of them if left out.
    """

    def __init__(self, case: Case, draw: int, flight: int | None = None) -> None:
        self.case = case
        self.draw = draw
        rows = case.flights.rows(draw)
        self.rows = rows if flight is None else slice(rows.start + flight, rows.start + flight + 1)
        self.windows: Windows = case.reach.of(draw).part(self.rows)
        owners = np.unique(case.scene.target.owner[self.rows])
        self._owners = owners[owners >= 0]
        self._has_remote = bool((case.forces.shooters.modes & ENGAGE_ON_REMOTE).any())
        self._opened: dict[frozenset[str], tuple[Senses, Openings]] = {}
        self._pictures: dict[tuple[object, ...], Picture] = {}
        self._looked: dict[tuple[object, ...], Looked] = {}
        self._tables: dict[tuple[bytes, ...], LookTable] = {}
        self._fought: dict[tuple[BattleRules, int], Counts] = {}
        self._grounds: dict[int, Geometry] = {}
        self._raids: dict[int, RaidDraw] = {}

    def openings(self, absent: frozenset[str]) -> tuple[Senses, Openings]:
        """Return what sensors see and what shooters could do with every party's forces but those absent."""
        if absent not in self._opened:
            case, draw = self.case, self.draw
            gone = np.array([unit.party in absent for unit in case.forces.units], np.bool_)
            ready = case.samples.ready[draw] & ~gone
            radars = case.samples.radars[draw]
            there = ready[case.forces.radar_unit]
            radars = replace(radars, reference_range_m=np.where(there, radars.reference_range_m, 0.0))
            left_out = {case.scenario.parties.index(party) for party in absent}
            constellations = [
                infrared for infrared in case.samples.constellations[draw] if infrared.party not in left_out
            ]
            senses = sense(case.scene.part(self.rows), radars, constellations, case.samples.standards[draw])
            assessment_s = float(case.samples.networks.kill_assessment_s[case.home, draw])
            opened = openings(senses, self.windows, assessment_s, ready[case.forces.shooter_unit])
            self._opened[absent] = (senses, opened)
        return self._opened[absent]

    def links(self, arrangement: Arrangement) -> Links:
        """Return what passes between the parties under an arrangement, with the luck of this draw."""
        return self.case.links_of(arrangement).of(self.draw)

    def look(self, arrangement: Arrangement) -> Looked:
        """Return what an arrangement can do in this draw.

        Arrangements that come to the same links have the same picture, and with the same rule of fire the
        same looks; those that come to the same looks have the same battles. Each is worked out once.
        """
        absent = frozenset(arrangement.absent)
        links = self.links(arrangement)
        senses, opened = self.openings(absent)
        seen_as = (absent, *self._links_key(links))
        if seen_as not in self._pictures:
            self._pictures[seen_as] = picture(senses, links)
        key = (*seen_as, links.coordination, links.false_tracks.tobytes())
        if key not in self._looked:
            seen = self._pictures[seen_as]
            table = look_table(opened, seen, links.coordination)
            table = self._tables.setdefault(table.content(), table)
            there = np.array([party not in absent for party in self.case.scenario.parties])
            shown = links.false_tracks & there[:, np.newaxis]
            self._looked[key] = Looked(seen, table, links.coordination, shown)
        return self._looked[key]

    def _links_key(self, links: Links) -> tuple[bytes, ...]:
        """Return what of the links can matter in this case: authority only for owners that are aimed at."""
        remote_ms = links.remote_ms if self._has_remote else links.tracks_ms
        authority_ms = links.authority_ms[:, self._owners]
        return tuple(each.tobytes() for each in (links.warning_ms, links.tracks_ms, remote_ms, authority_ms))

    def run(self, arrangement: Arrangement, sizes: Mapping[int, int]) -> Trial:
        """Run battles under an arrangement.

        Parameters
        ----------
        arrangement : Arrangement
            Relations and fire coordination.
        sizes : mapping of int to int
            Number of battles by raid size.
        """
        looked = self.look(arrangement)
        battles = {size: self.fight(looked, size, count) for size, count in sizes.items()}
        key = id(looked)
        if key not in self._grounds:
            self._grounds[key] = self._geometry(looked.picture, looked.looks)
        return Trial(key, looked.rules, self._grounds[key], battles)

    def fight(self, looked: Looked, size: int, count: int) -> Counts:
        """Return the counts of battles; what is looked at alike is fought over once, as often as needed."""
        key = (looked.rules, size)
        fought = self._fought.get(key)
        if fought is None or len(fought) < count:
            fought = run_battles(self.setting(looked, size), count)
            self._fought[key] = fought
        return fought[:count]

    def setting(self, looked: Looked, size: int) -> Setting:
        """Return what battles against a raid of a size are played with."""
        if size not in self._raids:
            self._raids[size] = self.case.raid_of(size, self.draw)
        looks, units, raid = looked.looks, self._units, self._raids[size]
        false_chance = self.case.samples.networks.false_track_probability[:, self.draw]
        if false_chance.any():
            looks = with_false_tracks(looks, looked.false_tracks, units.party)
            units, raid = fooled_units(units, false_chance), fooled_raid(raid, false_chance)
        doctrine = self._doctrine(looked.coordination)
        return Setting(looks, units, raid, doctrine, Luck(self.case.seed, self.draw))

    def moved(self, case: Case) -> DrawRun:
        """Return the same draw of a case with the same ground and the same units on station.

        What is seen and what shooters could do stay; battles stay where the kill probabilities do.
        """
        run = copy(self)
        run.case = case
        if not np.array_equal(case.samples.kill[self.draw], self.case.samples.kill[self.draw]):
            run._fought = {}
            run.__dict__.pop("_units", None)
        return run

    @property
    def looks_kept(self) -> int:
        """How many different looks are kept."""
        return len(self._looked)

    def forget(self) -> None:
        """Let go of all that is kept for arrangements."""
        for kept in (self._pictures, self._looked, self._tables, self._fought, self._grounds):
            kept.clear()

    def _geometry(self, seen: Picture, looks: LookTable) -> Geometry:
        case = self.case
        flights = looks.look_count.shape[1]
        may_fire = (looks.assigned_group < 0) | (
            looks.assigned_group == np.arange(looks.look_count.shape[0])[:, np.newaxis]
        )
        most = np.where(may_fire, looks.look_count, 0).max(axis=0)
        owner = case.scene.target.owner[self.rows]
        warning_s = warning_time_s(
            seen.alert_ms,
            case.flights.library.impact_ms[self.rows],
            owner,
            case.samples.networks.civil_alert_delay_s[:, self.draw],
        )
        assert most.shape == (flights,)
        return Geometry(
            looks=np.minimum(most, case.doctrine.upper.looks).astype(np.uint8),
            lower=(looks.lower_shooters != 0).any(axis=0),
            warning_s=warning_s,
        )

    @cached_property
    def _units(self) -> FiringUnits:
        case, draw = self.case, self.draw
        shooters = case.forces.shooters
        expected = [case.kill_chances[interceptor].expected for _, interceptor in case.forces.magazine_types]
        return FiringUnits(
            magazine=shooters.magazine,
            reserve=np.full(shooters.count, case.doctrine.reserve, np.int32),
            replenishment=case.forces.replenishment,
            magazine_type=case.forces.magazine_type,
            party=shooters.party,
            kill_probability=np.tile(case.samples.kill[draw][:, np.newaxis], len(case.scenario.raid.parts)),
            expected_kill=np.array(expected),
        )

    def _doctrine(self, coordination: int) -> DoctrineNumbers:
        case, draw = self.case, self.draw
        numbers = {name: float(values[draw]) for name, values in case.samples.doctrine.items()}
        nets, home = case.samples.networks, case.home
        upper, lower = case.doctrine.upper, case.doctrine.lower
        salvo = tuple(upper.shots_per_look if look < upper.looks else 0 for look in range(K))
        return DoctrineNumbers(
            rule=SPREAD_EVENLY if upper.allocation == "spread_evenly" else FIXED_SALVO,
            coordination=coordination,
            salvo=(salvo[0], salvo[1], salvo[2], salvo[3]),
            lower_salvo=lower.shots_per_look,
            p_track=numbers["track_probability"],
            track_per_raid=case.doctrine.track_scope == "raid",
            p_discrimination=numbers["discrimination_probability"],
            false_kill=float(nets.false_kill_probability[home, draw]),
            false_miss=float(nets.missed_kill_probability[home, draw]),
            assessment_ms=round(float(nets.kill_assessment_s[home, draw]) * 1000.0),
        )
