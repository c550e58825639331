"""Alerts: when each party first learns of a launch, and how long that leaves before impact.

A party learns from its own satellites, from its own radars, from an ally's warning, or from the first radar
data that an ally's track link brings. Warnings are passed on by whoever saw, not by whoever was told.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from shieldwall.physics.kernel import kernel, stage
from shieldwall.sensing.clock import NEVER, Milliseconds, to_s
from shieldwall.sensing.detection import Detections, Watch


@stage
def first_seen_ms(watch: Watch, found: Detections, f: int, party: int, alert_ms: int) -> int:
    """Return when a party's radars first see flight f, given when an alert cues them (NEVER: no cue)."""
    step_ms = watch.course.sample_ms
    first_ms = NEVER
    for n in range(watch.party.shape[0]):
        if watch.party[n] != party or found.first[f, n] < 0:
            continue
        if found.uncued[f, n] >= 0:
            first_ms = min(first_ms, found.uncued[f, n] * step_ms)
        if alert_ms >= min(first_ms, found.last[f, n] * step_ms + 1):
            continue
        reach = watch.course.size_factor[f] * watch.unit_range_m[n]
        for k in range(max(found.first[f, n], (alert_ms + step_ms - 1) // step_ms), found.last[f, n] + 1):
            if watch.sight_range_m[f, k, n] <= reach:
                first_ms = min(first_ms, k * step_ms)
                break
    return first_ms


@kernel(counted=False)
def fill_alerts(
    watch: Watch, found: Detections, infrared_ms: Any, warning_ms: Any, tracks_ms: Any, alert_ms: Any
) -> None:
    """Write when each party is alerted to each flight, ``alert_ms`` (F, P).

    First come reports of own satellites and of radars that search, over warning links. Then, once for each
    further party, radars that an alert has cued may alert others over track links.
    """
    parties = infrared_ms.shape[1]
    for f in range(infrared_ms.shape[0]):
        alert_ms[f, :] = NEVER
        for giver in range(parties):
            never = np.int32(NEVER)  # of the array's own type: one compilation serves both calls
            seen_ms = min(infrared_ms[f, giver], first_seen_ms(watch, found, f, giver, never))  # type: ignore[arg-type]
            for receiver in range(parties):
                if seen_ms < NEVER - warning_ms[giver, receiver]:
                    alert_ms[f, receiver] = min(alert_ms[f, receiver], seen_ms + warning_ms[giver, receiver])
        for _ in range(parties - 1):
            for giver in range(parties):
                seen_ms = NEVER
                for receiver in range(parties):
                    if receiver == giver or tracks_ms[giver, receiver] == NEVER:
                        continue
                    if seen_ms == NEVER:
                        seen_ms = first_seen_ms(watch, found, f, giver, alert_ms[f, giver])
                    if seen_ms < NEVER - tracks_ms[giver, receiver]:
                        alert_ms[f, receiver] = min(
                            alert_ms[f, receiver], seen_ms + tracks_ms[giver, receiver]
                        )


def alerts_ms(
    watch: Watch,
    found: Detections,
    infrared_ms: Milliseconds,
    warning_ms: Milliseconds,
    tracks_ms: Milliseconds,
) -> Milliseconds:
    """Return when each party is alerted to each flight, shape (F, P), ms after launch.

    Parameters
    ----------
    watch, found : Watch, Detections
        Radars over F flights in one draw.
    infrared_ms : (F, P)
        Each party's own satellite reports.
    warning_ms, tracks_ms : (P, P)
        Latencies by giver and receiver; the diagonal is each party's own network.
    """
    alert_ms = np.empty_like(infrared_ms)
    fill_alerts(watch, found, infrared_ms, warning_ms, tracks_ms, alert_ms)
    return alert_ms


def warning_time_s(
    alert_ms: Milliseconds,
    impact_ms: Milliseconds,
    owner: npt.NDArray[np.int8],
    civil_delay_s: npt.ArrayLike = 0.0,
) -> npt.NDArray[np.float64]:
    """Return the time from alert received to impact at each aim, shape (F,), s; zero where there is none.

    Parameters
    ----------
    alert_ms : (F, P)
        When each party was alerted.
    impact_ms : (F,)
        Times of impact.
    owner : (F,)
        Party whose people are warned; -1 (nobody's) gives zero.
    civil_delay_s : float or (P,)
        From the party's alert to its public, by the national alert chain.
    """
    rows = np.arange(owner.shape[0])
    delay_s = np.broadcast_to(np.asarray(civil_delay_s, np.float64), (alert_ms.shape[1],))
    received_s = np.where(owner < 0, np.inf, to_s(alert_ms[rows, owner]) + delay_s[owner])
    return np.maximum(0.0, impact_ms / 1000.0 - received_s)
