"""Arrangements as numbers: latencies, chances and delays between parties, draw by draw."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from shieldwall.case.law import permit_for
from shieldwall.case.ledger import Ledger
from shieldwall.chance.streams import uniforms
from shieldwall.command.links import Luck, Relations
from shieldwall.model.arrangement import COORDINATION_CODE, Arrangement
from shieldwall.model.errors import InputError
from shieldwall.model.law import Agreement
from shieldwall.model.posture import PostureUnit
from shieldwall.model.scenario import Scenario
from shieldwall.model.systems import Command

Floats = npt.NDArray[np.float64]

STANDING: Final = "standing_order"
_NETWORK_FACTS: Final = (
    "link_latency_s", "decision_delay_s", "civil_alert_delay_s", "outage_probability", "kill_assessment_s",
    "false_kill_probability", "missed_kill_probability", "false_track_probability", "fire_control_error_km",
)  # fmt: skip


@dataclass(frozen=True)
class Networks:
    """Each party's command network in each draw, by fact: arrays (P, draws) in SI."""

    link_latency_s: Floats
    decision_delay_s: Floats
    civil_alert_delay_s: Floats
    outage_probability: Floats
    kill_assessment_s: Floats
    false_kill_probability: Floats
    missed_kill_probability: Floats
    false_track_probability: Floats
    fire_control_error_m: Floats


@dataclass(frozen=True)
class Crossings:
    """What passes between parties, by (mechanism, giver, receiver): arrays (draws,).

    ``delay_s`` and ``outage`` of the link between the two networks; for an authority that must first be
    declared, ``chance`` and ``delay_s`` of it.
    """

    delay_s: dict[tuple[str, str, str], Floats]
    outage: dict[tuple[str, str, str], Floats]
    chance: dict[tuple[str, str, str], Floats]


def networks(
    scenario: Scenario, units: Sequence[PostureUnit], command: Mapping[str, Command], ledger: Ledger
) -> Networks:
    """Return the parties' command networks in place, sampled; no false tracks unless the scenario has them.

    Raises
    ------
    InputError
        A party has no command network in place on the date.
    """
    rows: dict[str, list[Floats]] = {field: [] for field in _NETWORK_FACTS}
    for party in scenario.parties:
        own = [unit.system for unit in units if unit.kind == "command" and unit.party == party]
        if not own:
            raise InputError(f"{party} has no command network in place on this date")
        facts = command[own[0]].facts
        for field in _NETWORK_FACTS:
            is_off = field == "false_track_probability" and not scenario.false_tracks
            fact = None if is_off else getattr(facts, field)
            sampled = (
                np.zeros(ledger.draws)
                if fact is None
                else ledger.sample(f"{own[0]}.{field}", fact, f"command network of {party}")
            )
            rows[field].append(sampled)
    stacked = {field.replace("error_km", "error_m"): np.stack(values) for field, values in rows.items()}
    return Networks(**stacked)


def crossings(
    arrangements: Sequence[Arrangement], agreements: Mapping[str, Agreement], on: dt.date, ledger: Ledger
) -> Crossings:
    """Return the links between parties and declared authorities that the arrangements rely on, sampled.

    The numbers are those of the permit in force on the date, else of the nearest one in the catalogue: an
    arrangement may suppose more than the law of the day.

    Raises
    ------
    InputError
        No agreement in the catalogue describes such a link or authority.
    """
    found = Crossings({}, {}, {})
    wanted = {("warning", alert.giver, alert.receiver) for each in arrangements for alert in each.warning}
    wanted |= {("tracks", track.giver, track.receiver) for each in arrangements for track in each.tracks}
    wanted |= {
        ("defends", duty.defender, duty.defended)
        for each in arrangements
        for duty in each.defends
        if duty.authority != STANDING
    }
    for key in sorted(wanted):
        mechanism, giver, receiver = key
        name, place, permit = permit_for(agreements, mechanism, giver, receiver, on)
        prefix = f"{name}.permits.{place}"
        role = f"{mechanism} from {giver} to {receiver}"
        for field, column in (("delay_s", found.delay_s), ("outage", found.outage), ("chance", found.chance)):
            fact = getattr(permit, field)
            if fact is not None:
                column[key] = ledger.sample(f"{prefix}.{field}", fact, role)
        if mechanism == "defends" and key not in found.chance:
            raise InputError(f"{name} does not say with what chance {giver} may defend {receiver}")
    return found


def relations(
    arrangement: Arrangement, parties: Sequence[str], nets: Networks, between: Crossings, draw: int
) -> Relations:
    """Return an arrangement as matrices (P, P) in one draw.

    What passes from one party to another takes the giver's network, the link between them and the receiver's
    network, one after the other; it is out when any of the three is. What is not shared has an infinite
    latency; who may not defend has no chance. A party whose own network is out loses the tracks that it
    would carry, not its shooters' own radars. False tracks show to whoever gets the tracks.
    """
    count = len(parties)
    place = {name: index for index, name in enumerate(parties)}
    own = np.eye(count, dtype=np.bool_)
    link, outage = nets.link_latency_s[:, draw], nets.outage_probability[:, draw]
    own_outage = {"warning": np.zeros(count), "tracks": outage}
    both_up = (1.0 - outage[:, None]) * (1.0 - outage[None, :])

    def shared(mechanism: str, pairs: Sequence[tuple[str, str]]) -> tuple[Floats, Floats]:
        latency = np.where(own, np.diag(link), np.inf)
        out = np.diag(own_outage[mechanism])
        for giver, receiver in pairs:
            row, column, key = place[giver], place[receiver], (mechanism, giver, receiver)
            extra = between.delay_s[key][draw] if key in between.delay_s else 0.0
            failing = between.outage[key][draw] if key in between.outage else 0.0
            latency[row, column] = link[row] + extra + link[column]
            out[row, column] = 1.0 - both_up[row, column] * (1.0 - failing)
        return latency, out

    warned = shared("warning", [(alert.giver, alert.receiver) for alert in arrangement.warning])
    tracked = shared("tracks", [(track.giver, track.receiver) for track in arrangement.tracks])
    remote = own.copy()
    for track in arrangement.tracks:
        remote[place[track.giver], place[track.receiver]] = track.engage_on_remote
    chance = own.astype(np.float64)
    delay = np.repeat(nets.decision_delay_s[:, draw, None], count, axis=1)
    for duty in arrangement.defends:
        row, column = place[duty.defender], place[duty.defended]
        key = ("defends", duty.defender, duty.defended)
        chance[row, column] = 1.0 if duty.authority == STANDING else between.chance[key][draw]
        if duty.authority != STANDING and key in between.delay_s:
            delay[row, column] += between.delay_s[key][draw]
    return Relations(
        warning_latency_s=warned[0],
        tracks_latency_s=tracked[0],
        defends_chance=chance,
        defends_delay_s=delay,
        coordination=COORDINATION_CODE[arrangement.effective_coordination],
        engage_on_remote=remote,
        warning_outage_chance=warned[1],
        tracks_outage_chance=tracked[1],
        false_track_chance=np.isfinite(tracked[0]).astype(np.float64),
    )


def link_luck(parties: Sequence[str], ledger: Ledger) -> list[Luck]:
    """Return the luck of links and authority in every draw: one stream per pair and purpose."""

    def matrix(purpose: str) -> Floats:
        return np.array(
            [
                [
                    uniforms(ledger.seed, f"{purpose}: {giver} to {receiver}", ledger.draws)
                    for receiver in parties
                ]
                for giver in parties
            ]
        )

    warning, tracks, authority, false_track = (
        matrix(purpose) for purpose in ("warning link", "track link", "authority", "false track")
    )
    return [
        Luck(warning[..., draw], tracks[..., draw], authority[..., draw], false_track[..., draw])
        for draw in range(ledger.draws)
    ]
