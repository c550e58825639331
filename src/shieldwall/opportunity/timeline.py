"""The timeline of one flight: who sees it, who may engage it, who can, and when.

One draw and one arrangement, laid out as rows for a table or a figure; nothing here is worked out anew but
which radar first saw the flight. Times are seconds after the flight's launch; None where something never is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt

from shieldwall.command.alert import warning_time_s
from shieldwall.command.links import Links
from shieldwall.command.picture import Picture, Senses, picture
from shieldwall.command.shooters import LAUNCH_ON_REMOTE, Shooters
from shieldwall.opportunity.chains import Openings, chance, look_table
from shieldwall.opportunity.looks import LookTable
from shieldwall.opportunity.slots import Chance, earliest_intercept, latest_launch
from shieldwall.sensing.clock import NEVER

Tier = Literal["upper", "lower"]

_TIERS: Final[tuple[Tier, ...]] = ("upper", "lower")


@dataclass(frozen=True)
class SensorRow:
    """A radar: when it finds the flight by itself, when with its party's cue, and when it last sees it."""

    radar: int
    party: int
    host_shooter: int
    uncued_s: float | None
    seen_s: float | None
    last_s: float | None


@dataclass(frozen=True)
class PartyRow:
    """A party: own satellite report, alert, fire-control tracks, authority, time from alert to impact."""

    party: int
    infrared_s: float | None
    alert_s: float | None
    upper_track_s: float | None
    lower_track_s: float | None
    authority_s: float | None
    warning_time_s: float


@dataclass(frozen=True)
class ShooterRow:
    """A shooter: from when it is ready by each mode that it has, authority included, and what it can do."""

    shooter: int
    party: int
    tier: Tier
    authority_s: float | None
    organic_s: float | None
    launch_on_remote_s: float | None
    engage_on_remote_s: float | None
    launch_ready_s: float | None
    first_launch_s: float | None
    first_intercept_s: float | None
    last_launch_s: float | None


@dataclass(frozen=True)
class LookRow:
    """A look of a firing group: earliest launch and intercept, and the shooters that can make it."""

    group: int
    tier: Tier
    look: int
    launch_s: float
    intercept_s: float
    shooters: tuple[int, ...]


@dataclass(frozen=True)
class Timeline:
    """Everything about one flight, under one arrangement in one draw."""

    flight: int
    burnout_s: float
    impact_s: float
    owner: int
    sensors: tuple[SensorRow, ...]
    parties: tuple[PartyRow, ...]
    shooters: tuple[ShooterRow, ...]
    looks: tuple[LookRow, ...]


def _seconds(time_ms: int) -> float | None:
    return None if time_ms == NEVER or time_ms < 0 else int(time_ms) / 1000.0


def _sensor_rows(senses: Senses, seen: Picture, flight: int) -> tuple[SensorRow, ...]:
    course, radars = senses.watch.course, senses.scene.radars
    rows = []
    for radar in range(radars.party.shape[0]):
        reach_m = course.size_factor[flight] * senses.watch.unit_range_m[radar]
        in_range_ms = (
            np.flatnonzero(senses.watch.sight_range_m[flight, :, radar] <= reach_m) * course.sample_ms
        )
        uncued = int(senses.found.uncued[flight, radar])
        uncued_ms = NEVER if uncued < 0 else uncued * course.sample_ms
        cued_ms = in_range_ms[in_range_ms >= seen.alert_ms[flight, radars.party[radar]]]
        seen_ms = min(uncued_ms, int(cued_ms[0]) if cued_ms.size else NEVER)
        last_ms = int(in_range_ms[-1]) if in_range_ms.size else NEVER
        rows.append(
            SensorRow(
                radar=radar,
                party=int(radars.party[radar]),
                host_shooter=int(radars.host_shooter[radar]),
                uncued_s=_seconds(uncued_ms),
                seen_s=_seconds(seen_ms),
                last_s=_seconds(last_ms if seen_ms < NEVER else NEVER),
            )
        )
    return tuple(rows)


def _party_rows(senses: Senses, seen: Picture, flight: int) -> tuple[PartyRow, ...]:
    impact_ms = senses.scene.flights.impact_ms[flight : flight + 1]
    return tuple(
        PartyRow(
            party=party,
            infrared_s=_seconds(senses.infrared_ms[flight, party]),
            alert_s=_seconds(seen.alert_ms[flight, party]),
            upper_track_s=_seconds(seen.track_ms[flight, party, 0]),
            lower_track_s=_seconds(seen.track_ms[flight, party, 1]),
            authority_s=_seconds(seen.authority_ms[flight, party]),
            warning_time_s=float(
                warning_time_s(seen.alert_ms[flight : flight + 1], impact_ms, np.array([party], np.int8))[0]
            ),
        )
        for party in range(senses.scene.parties)
    )


def _shooter_rows(shooters: Shooters, seen: Picture, chances: Chance, flight: int) -> tuple[ShooterRow, ...]:
    rows = []
    for shooter in range(shooters.count):
        launch_ms, intercept_ms, last_ms = NEVER, NEVER, -1
        at: Any = np.int32(shooter)
        if chances.first[flight, shooter] <= chances.last[flight, shooter]:
            launch_ms, intercept_ms = earliest_intercept(chances, flight, at, 0)
            last_ms = latest_launch(chances, flight, at, NEVER)
        party, tier = int(shooters.party[shooter]), int(shooters.tier[shooter])
        allowed_ms = int(seen.authority_ms[flight, party])
        track_ms = int(seen.track_ms[flight, party, tier])
        on_remote = int(shooters.modes[shooter]) & LAUNCH_ON_REMOTE
        rows.append(
            ShooterRow(
                shooter=shooter,
                party=party,
                tier=_TIERS[tier],
                authority_s=_seconds(allowed_ms),
                organic_s=_seconds(max(int(seen.organic_ms[flight, shooter]), allowed_ms)),
                launch_on_remote_s=_seconds(max(track_ms, allowed_ms) if on_remote else NEVER),
                engage_on_remote_s=_seconds(seen.remote_ready_ms[flight, shooter]),
                launch_ready_s=_seconds(seen.launch_ready_ms[flight, shooter]),
                first_launch_s=_seconds(launch_ms),
                first_intercept_s=_seconds(intercept_ms),
                last_launch_s=_seconds(last_ms),
            )
        )
    return tuple(rows)


def _look_rows(looks: LookTable, flight: int) -> tuple[LookRow, ...]:
    rows = []
    for group in range(looks.look_count.shape[0]):
        rows += [
            LookRow(
                group=group,
                tier="upper",
                look=look,
                launch_s=int(looks.look_launch_ms[group, flight, look]) / 1000.0,
                intercept_s=int(looks.look_intercept_ms[group, flight, look]) / 1000.0,
                shooters=_in_mask(looks.look_shooters[group, flight, look], looks.upper_index),
            )
            for look in range(looks.look_count[group, flight])
        ]
        if looks.lower_shooters[group, flight]:
            rows.append(
                LookRow(
                    group=group,
                    tier="lower",
                    look=0,
                    launch_s=int(looks.lower_launch_ms[group, flight]) / 1000.0,
                    intercept_s=int(looks.lower_intercept_ms[group, flight]) / 1000.0,
                    shooters=_in_mask(looks.lower_shooters[group, flight], looks.lower_index),
                )
            )
    return tuple(rows)


def _in_mask(mask: np.uint64, index: npt.NDArray[np.int32]) -> tuple[int, ...]:
    return tuple(shooter for shooter, place in enumerate(index) if place >= 0 and int(mask) >> int(place) & 1)


def timeline(senses: Senses, links: Links, opened: Openings, flight: int) -> Timeline:
    """Return who sees one flight, who may engage it and who can, in one draw under one arrangement.

    Parameters
    ----------
    senses : Senses
        The draw.
    links : Links
        The arrangement in that draw.
    opened : Openings
        What the shooters can do in it.
    flight : int
        Row of the flight.
    """
    seen = picture(senses, links)
    flights = senses.scene.flights
    return Timeline(
        flight=flight,
        burnout_s=int(flights.burnout_ms[flight]) / 1000.0,
        impact_s=int(flights.impact_ms[flight]) / 1000.0,
        owner=int(senses.scene.target.owner[flight]),
        sensors=_sensor_rows(senses, seen, flight),
        parties=_party_rows(senses, seen, flight),
        shooters=_shooter_rows(senses.scene.shooters, seen, chance(opened, seen), flight),
        looks=_look_rows(look_table(opened, seen, links.coordination), flight),
    )
