"""Arrangements as numbers: latencies, chances and delays between parties, draw by draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from shieldwall.case.law import authority_permit
from shieldwall.case.ledger import Ledger
from shieldwall.chance.streams import uniforms
from shieldwall.command.links import Luck, Relations
from shieldwall.model.arrangement import COORDINATION_CODE, Arrangement
from shieldwall.model.errors import InputError
from shieldwall.model.law import Agreement
from shieldwall.model.posture import PostureUnit
from shieldwall.model.systems import Command

Floats = npt.NDArray[np.float64]

STANDING: Final = "standing_order"


@dataclass(frozen=True)
class Networks:
    """What each party's command network is in each draw: arrays (P, draws) of seconds and chances."""

    link_latency_s: Floats
    decision_delay_s: Floats
    civil_alert_delay_s: Floats
    outage_chance: Floats
    false_track_chance: Floats


@dataclass(frozen=True)
class Authorities:
    """Chance and extra delay (draws,) of a declared authority, by (defender, defended)."""

    chance: dict[tuple[str, str], Floats]
    delay_s: dict[tuple[str, str], Floats]


def networks(
    parties: Sequence[str], units: Sequence[PostureUnit], command: Mapping[str, Command], ledger: Ledger
) -> Networks:
    """Return the parties' command networks in place, sampled.

    Raises
    ------
    InputError
        A party has no command network in place on the date.
    """
    rows: dict[str, list[Floats]] = {name: [] for name in vars(Networks)["__annotations__"]}
    for party in parties:
        own = [unit.system for unit in units if unit.kind == "command" and unit.party == party]
        if not own:
            raise InputError(f"{party} has no command network in place on this date")
        name = own[0]
        facts = command[name].facts
        for column, field in (
            ("link_latency_s", "link_latency_s"),
            ("decision_delay_s", "decision_delay_s"),
            ("civil_alert_delay_s", "civil_alert_delay_s"),
            ("outage_chance", "outage_probability"),
        ):
            rows[column].append(ledger.sample(f"{name}.{field}", getattr(facts, field), f"{party} {field}"))
        false_track = facts.false_track_probability
        rows["false_track_chance"].append(
            np.zeros(ledger.draws)
            if false_track is None
            else ledger.sample(f"{name}.false_track_probability", false_track, f"{party} false tracks")
        )
    return Networks(**{column: np.stack(values) for column, values in rows.items()})


def authorities(
    arrangements: Sequence[Arrangement], agreements: Mapping[str, Agreement], ledger: Ledger
) -> Authorities:
    """Return the declared-situation authorities that the arrangements rely on, sampled from the law.

    Raises
    ------
    InputError
        No agreement in the catalogue states the chance and delay of such an authority.
    """
    chance: dict[tuple[str, str], Floats] = {}
    delay: dict[tuple[str, str], Floats] = {}
    for arrangement in arrangements:
        for duty in arrangement.defends:
            pair = (duty.defender, duty.defended)
            if duty.authority == STANDING or pair in chance:
                continue
            found = authority_permit(agreements, *pair, duty.authority)
            permit = None if found is None else found[1]
            if found is None or permit is None or permit.chance is None or permit.delay_s is None:
                raise InputError(
                    f"arrangement {arrangement.id}: no agreement states the chance and delay with which "
                    f"{pair[0]} may defend {pair[1]} in a declared situation"
                )
            name = found[0]
            place = list(agreements[name].permits).index(permit)
            chance[pair] = ledger.sample(f"{name}.permits.{place}.chance", permit.chance, "authority: chance")
            delay[pair] = ledger.sample(f"{name}.permits.{place}.delay_s", permit.delay_s, "authority: delay")
    return Authorities(chance, delay)


def relations(
    arrangement: Arrangement, parties: Sequence[str], nets: Networks, granted: Authorities, draw: int
) -> Relations:
    """Return an arrangement as matrices (P, P) in one draw.

    A link between parties takes the time of both networks and is out when either is; a party's own network
    takes its own time. What is not shared has an infinite latency; who may not defend has no chance.
    """
    count = len(parties)
    place = {name: index for index, name in enumerate(parties)}
    own = np.eye(count, dtype=np.bool_)
    link = nets.link_latency_s[:, draw]
    outage = nets.outage_chance[:, draw]
    pair_latency = np.where(own, np.diag(link), link[:, None] + link[None, :])
    pair_outage = np.where(own, np.diag(outage), 1.0 - (1.0 - outage[:, None]) * (1.0 - outage[None, :]))
    warned, tracked, remote = own.copy(), own.copy(), own.copy()
    for alert in arrangement.warning:
        warned[place[alert.giver], place[alert.receiver]] = True
    for track in arrangement.tracks:
        tracked[place[track.giver], place[track.receiver]] = True
        remote[place[track.giver], place[track.receiver]] = track.engage_on_remote
    chance = own.astype(np.float64)
    delay = np.repeat(nets.decision_delay_s[:, draw, None], count, axis=1)
    for duty in arrangement.defends:
        row, column = place[duty.defender], place[duty.defended]
        pair = (duty.defender, duty.defended)
        chance[row, column] = 1.0 if duty.authority == STANDING else granted.chance[pair][draw]
        if duty.authority != STANDING:
            delay[row, column] += granted.delay_s[pair][draw]
    return Relations(
        warning_latency_s=np.where(warned, pair_latency, np.inf),
        tracks_latency_s=np.where(tracked, pair_latency, np.inf),
        defends_chance=chance,
        defends_delay_s=delay,
        coordination=COORDINATION_CODE[arrangement.effective_coordination],
        engage_on_remote=remote,
        warning_outage_chance=pair_outage,
        tracks_outage_chance=pair_outage,
        false_track_chance=np.repeat(nets.false_track_chance[:, draw, None], count, axis=1),
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
