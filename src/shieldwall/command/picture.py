"""The picture: when each shooter may launch at each flight, in one draw and under one arrangement.

One timing chain for every mode: detection, track quality, link, and beside them from the alert on decision
and authority; launch when both are there. A shooter takes the best mode open to it. What is dear (visibility,
information) is worked out once per draw for each set of sensors and kept for the next arrangement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from shieldwall.command.alert import alerts_ms
from shieldwall.command.authority import authority_ready_ms
from shieldwall.command.links import Links
from shieldwall.command.scene import Scene
from shieldwall.command.shooters import ENGAGE_ON_REMOTE, LAUNCH_ON_REMOTE, ORGANIC
from shieldwall.sensing.clock import NEVER, Milliseconds, later_ms
from shieldwall.sensing.detection import Detections, Watch, detect, watch
from shieldwall.sensing.infrared import Infrared, first_report_ms
from shieldwall.sensing.radar import Radars
from shieldwall.sensing.track import FireControl, Teams, quality_ms


@dataclass(frozen=True)
class Senses:
    """What the sensors of one draw can do, before any arrangement says who is told.

    ``kept`` holds the quality times already worked out, by set of radars and by when those were cued.
    """

    scene: Scene
    watch: Watch
    found: Detections
    infrared_ms: Milliseconds
    standard: FireControl
    kept: dict[tuple[int, int, bytes], Milliseconds] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Picture:
    """When each party and shooter is ready, ms after launch; `NEVER` where it is not.

    ``alert_ms`` (F, P); ``track_ms`` and ``remote_track_ms`` (F, P, T): a fire-control track is there to
    launch on, or to engage on without a radar of one's own; ``organic_ms`` (F, S): the shooter's own radar
    holds one; ``authority_ms`` (F, P). From these, per shooter (F, S): ``local_ready_ms`` for intercepts that
    its own radar sees, ``remote_ready_ms`` for any, and the earlier of the two, ``launch_ready_ms``.
    """

    alert_ms: Milliseconds
    track_ms: Milliseconds
    remote_track_ms: Milliseconds
    organic_ms: Milliseconds
    authority_ms: Milliseconds
    local_ready_ms: Milliseconds
    remote_ready_ms: Milliseconds
    launch_ready_ms: Milliseconds


def sense(scene: Scene, radars: Radars, constellations: Sequence[Infrared], standard: FireControl) -> Senses:
    """Return what one draw's sensors can do.

    Parameters
    ----------
    scene : Scene
        The flights of the draw.
    radars : Radars
        The scene's radars with the draw's ranges, errors and rates; their places and sectors are the scene's.
    constellations : sequence of Infrared
        The draw's satellites.
    standard : FireControl
        What a fire-control track is, by tier.
    """
    seen = watch(scene.course, scene.sight_range_m, radars)
    report_ms = first_report_ms(constellations, scene.boost, scene.parties)
    return Senses(scene, seen, detect(seen), report_ms, standard)


def _cue_key(senses: Senses, alert_ms: Milliseconds, members: npt.NDArray[np.bool_]) -> bytes:
    """Return what some parties' alert times come to: before a flight falls freely they do not matter."""
    free_ms = senses.watch.course.free_from * np.int32(senses.watch.course.sample_ms)
    return bytes(np.maximum(alert_ms[:, members], free_ms[:, np.newaxis]).data)


def fused_quality_ms(senses: Senses, alert_ms: Milliseconds, parties: int) -> Milliseconds:
    """Return when the radars of a set of parties (one bit each) together reach quality, shape (F, T)."""
    members = np.array([(parties >> party) & 1 == 1 for party in range(senses.scene.parties)])
    key = (parties, -1, _cue_key(senses, alert_ms, members))
    if key not in senses.kept:
        radars = np.flatnonzero(members[senses.watch.party]).astype(np.int32)
        wanted = np.ones((1, senses.standard.lead_s.shape[0]), np.bool_)
        teams = Teams(radars[np.newaxis, :], wanted)
        senses.kept[key] = quality_ms(senses.watch, senses.found, alert_ms, teams, senses.standard)[:, 0]
    return senses.kept[key]


def organic_quality_ms(senses: Senses, alert_ms: Milliseconds, party: int) -> Milliseconds:
    """Return when the own radar of each organic shooter of a party reaches quality, shape (F, S)."""
    shooters, own_radar = senses.scene.shooters, senses.scene.own_radar
    members = np.arange(senses.scene.parties) == party
    key = (0, party, _cue_key(senses, alert_ms, members))
    if key not in senses.kept:
        can = np.flatnonzero((shooters.party == party) & (own_radar >= 0) & (shooters.modes & ORGANIC > 0))
        wanted = shooters.tier[can, np.newaxis] == np.arange(senses.standard.lead_s.shape[0])
        teams = Teams(own_radar[can, np.newaxis], wanted)
        reached_ms = quality_ms(senses.watch, senses.found, alert_ms, teams, senses.standard).min(axis=2)
        every_ms = np.full((alert_ms.shape[0], shooters.count), NEVER, np.int32)
        every_ms[:, can] = reached_ms
        senses.kept[key] = every_ms
    return senses.kept[key]


def track_ready_ms(senses: Senses, alert_ms: Milliseconds, latency_ms: Milliseconds) -> Milliseconds:
    """Return when each party holds a fire-control track from the sensors released to it, shape (F, P, T).

    Givers are taken in order of latency (P, P, giver by receiver): a track made with one more giver waits for
    that giver's link, so the party takes the earliest of these tracks and more data cannot hurt.
    """
    parties = senses.scene.parties
    ready_ms = np.full((alert_ms.shape[0], parties, senses.standard.lead_s.shape[0]), NEVER, np.int32)
    for receiver in range(parties):
        delays_ms = latency_ms[:, receiver]
        released = 0
        for delay_ms in np.unique(delays_ms[delays_ms != NEVER]):
            released |= sum(1 << int(giver) for giver in np.flatnonzero(delays_ms == delay_ms))
            here_ms = later_ms(fused_quality_ms(senses, alert_ms, released), delay_ms)
            np.minimum(ready_ms[:, receiver], here_ms, out=ready_ms[:, receiver])
    return ready_ms


def picture(senses: Senses, links: Links) -> Picture:
    """Return when each shooter is ready to launch at each flight under one arrangement.

    launch ready = max(track ready, authority ready), where track ready is the earliest of the modes open to
    the shooter: organic (its own radar, no link), launch on remote and engage on remote (released sensors,
    after their links).

    Parameters
    ----------
    senses : Senses
        One draw.
    links : Links
        One arrangement in the same draw.
    """
    shooters = senses.scene.shooters
    alert_ms = alerts_ms(senses.watch, senses.found, senses.infrared_ms, links.warning_ms, links.tracks_ms)
    track_ms = track_ready_ms(senses, alert_ms, links.tracks_ms)
    is_same = np.array_equal(links.tracks_ms, links.remote_ms)
    remote_track_ms = track_ms if is_same else track_ready_ms(senses, alert_ms, links.remote_ms)
    organic_ms = np.full((alert_ms.shape[0], shooters.count), NEVER, np.int32)
    for party in range(senses.scene.parties):
        np.minimum(organic_ms, organic_quality_ms(senses, alert_ms, party), out=organic_ms)
    authority_ms = authority_ready_ms(alert_ms, links.authority_ms, senses.scene.target.owner)
    allowed_ms = authority_ms.take(shooters.party, axis=1)
    launch_ms, engage_ms = (
        np.where(shooters.modes & mode > 0, ready_ms[:, shooters.party, shooters.tier], NEVER)
        for mode, ready_ms in ((LAUNCH_ON_REMOTE, track_ms), (ENGAGE_ON_REMOTE, remote_track_ms))
    )
    local_ready_ms = np.maximum(np.minimum(organic_ms, launch_ms), allowed_ms).astype(np.int32, order="C")
    remote_ready_ms = np.maximum(engage_ms, allowed_ms).astype(np.int32, order="C")
    return Picture(
        alert_ms=alert_ms,
        track_ms=track_ms,
        remote_track_ms=remote_track_ms,
        organic_ms=organic_ms,
        authority_ms=authority_ms,
        local_ready_ms=local_ready_ms,
        remote_ready_ms=remote_ready_ms,
        launch_ready_ms=np.minimum(local_ready_ms, remote_ready_ms),
    )
