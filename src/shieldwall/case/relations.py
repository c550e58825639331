"""Arrangements as numbers: latencies, chances and delays between parties, draw by draw."""

from __future__ import annotations

import datetime as dt
import itertools
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

    A network that the scenario leaves out by ``without`` is out all the time: what it would carry does not
    come, and its party's shooters have their own radars alone.

    Raises
    ------
    InputError
        A party has no command network in place on the date.
    """
    rows: dict[str, list[Floats]] = {field: [] for field in _NETWORK_FACTS}
    lost = set(scenario.without)
    for party in scenario.parties:
        own = [unit for unit in units if unit.kind == "command" and unit.party == party]
        if not own:
            raise InputError(f"{party} has no command network in place on this date")
        unit = own[0]
        facts = command[unit.system].facts
        for field in _NETWORK_FACTS:
            is_off = field == "false_track_probability" and not scenario.false_tracks
            fact = None if is_off else getattr(facts, field)
            sampled = (
                np.zeros(ledger.draws)
                if fact is None
                else ledger.sample(f"{unit.system}.{field}", fact, f"command network of {party}")
            )
            is_lost = field == "outage_probability" and lost & {unit.id, unit.system}
            rows[field].append(np.ones(ledger.draws) if is_lost else sampled)
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
    arrangement: Arrangement, parties: Sequence[str], nets: Networks, between: Crossings, draw: int | slice
) -> Relations:
    """Return an arrangement as matrices (P, P) in one draw, or (draws, P, P) in many.

    What passes from one party to another takes the giver's network, the link between them and the receiver's
    network, one after the other; it is out when any of the three is. What is not shared has an infinite
    latency; who may not defend has no chance. A party whose own network is out loses the tracks that it
    would carry, not its shooters' own radars. False tracks show to whoever gets the tracks.
    """
    count = len(parties)
    place = {name: index for index, name in enumerate(parties)}
    link, outage = nets.link_latency_s[:, draw], nets.outage_probability[:, draw]
    shape = (count, count, *link.shape[1:])
    own_outage = {"warning": np.zeros_like(outage), "tracks": outage}
    up = 1.0 - outage

    def shared(mechanism: str, pairs: Sequence[tuple[str, str]]) -> tuple[Floats, Floats]:
        latency, out = np.full(shape, np.inf), np.zeros(shape)
        for party in range(count):
            latency[party, party] = link[party]
            out[party, party] = own_outage[mechanism][party]
        for giver, receiver in pairs:
            row, column, key = place[giver], place[receiver], (mechanism, giver, receiver)
            extra = between.delay_s[key][draw] if key in between.delay_s else 0.0
            failing = between.outage[key][draw] if key in between.outage else 0.0
            latency[row, column] = link[row] + extra + link[column]
            out[row, column] = 1.0 - up[row] * up[column] * (1.0 - failing)
        return latency, out

    warned = shared("warning", [(alert.giver, alert.receiver) for alert in arrangement.warning])
    tracked = shared("tracks", [(track.giver, track.receiver) for track in arrangement.tracks])
    remote = np.eye(count, dtype=np.bool_)
    for track in arrangement.tracks:
        remote[place[track.giver], place[track.receiver]] = track.engage_on_remote
    chance, delay = np.zeros(shape), np.zeros(shape)
    for party in range(count):
        chance[party, party] = 1.0
        delay[party] = nets.decision_delay_s[party, draw]
    for duty in arrangement.defends:
        row, column = place[duty.defender], place[duty.defended]
        key = ("defends", duty.defender, duty.defended)
        chance[row, column] = 1.0 if duty.authority == STANDING else between.chance[key][draw]
        if duty.authority != STANDING and key in between.delay_s:
            delay[row, column] += between.delay_s[key][draw]

    def by_draw(values: Floats) -> Floats:
        return values if values.ndim == 2 else np.ascontiguousarray(np.moveaxis(values, -1, 0))

    return Relations(
        warning_latency_s=by_draw(warned[0]),
        tracks_latency_s=by_draw(tracked[0]),
        defends_chance=by_draw(chance),
        defends_delay_s=by_draw(delay),
        coordination=COORDINATION_CODE[arrangement.effective_coordination],
        engage_on_remote=remote,
        warning_outage_chance=by_draw(warned[1]),
        tracks_outage_chance=by_draw(tracked[1]),
        false_track_chance=by_draw(np.isfinite(tracked[0]).astype(np.float64)),
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


def note_the_day(
    parties: Sequence[str], nets: Networks, between: Crossings, luck: Sequence[Luck], ledger: Ledger
) -> None:
    """Record in the ledger which links are out, and which authority comes, on the day of each draw."""
    up = 1.0 - nets.outage_probability
    drawn = {
        "warning": np.stack([each.warning for each in luck], axis=-1),
        "tracks": np.stack([each.tracks for each in luck], axis=-1),
    }
    place = {name: index for index, name in enumerate(parties)}
    for giver, receiver in itertools.product(parties, repeat=2):
        row, column = place[giver], place[receiver]
        for mechanism, uniform in drawn.items():
            if giver == receiver and mechanism == "warning":
                continue
            failing = between.outage.get((mechanism, giver, receiver), 0.0)
            both = up[row] if giver == receiver else up[row] * up[column]
            out = uniform[row, column] < 1.0 - both * (1.0 - failing)
            ledger.drew_the_day(f"{mechanism} out: {giver} to {receiver}", "which links are out", out)
    authority = np.stack([each.authority for each in luck], axis=-1)
    for (_, defender, defended), chance in between.chance.items():
        comes = authority[place[defender], place[defended]] < chance
        ledger.drew_the_day(f"authority: {defender} for {defended}", "whether authority comes", comes)
