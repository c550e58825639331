"""Slots: how often a group can shoot at a flight and look before it shoots again.

The time of a tier is divided into slots, one per look, with the kill assessment between them. Slots are cut
so that *any* shooter of a slot has intercepted before the next one begins: they are as many as the earliest
possible intercepts allow, and time to spare is shared, half to each slot in turn. A shooter that fits no slot
(its only launch falls between two) is put into the last one, as if it waited for nobody: it still counts as a
shot, at the price of one that an earlier look might have saved. More or earlier data never lowers the number
of looks and never takes a shooter out of all of them.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from shieldwall.physics.kernel import kernel, part, stage
from shieldwall.sensing.clock import NEVER, Milliseconds

UNREACHABLE: Final = -(2**31)
"""Latest launch at a sample that cannot be reached."""


class Chance(NamedTuple):
    """What each shooter may use (F, S), as the kernels read it: windows, ready times and envelopes (F, S, K).

    ``remote_ms`` is the envelope of all intercepts, ``local_ms`` of those that the own radar supports.
    """

    sample_ms: int
    first: npt.NDArray[np.int32]
    last: npt.NDArray[np.int32]
    remote_ms: Milliseconds
    local_ms: Milliseconds
    remote_ready_ms: Milliseconds
    local_ready_ms: Milliseconds


@part
def crossing(envelope_ms: Any, first: int, last: int, ready_ms: int, sample_ms: int) -> tuple[int, int]:
    """Return launch and time of the first intercept launched from ``ready_ms`` on; NEVER, NEVER if none.

    ``envelope_ms`` (K,) rises from ``first`` to ``last >= first``. Between two samples the latest launch
    runs in a straight line, so the first intercept lies where it passes the moment of readiness.
    """
    if envelope_ms[last] < ready_ms:
        return NEVER, NEVER
    low, high = first, last
    while low < high:
        middle = (low + high) // 2
        if envelope_ms[middle] >= ready_ms:
            high = middle
        else:
            low = middle + 1
    launch_ms = envelope_ms[high]
    if high == first or envelope_ms[high - 1] == UNREACHABLE:
        return launch_ms, high * sample_ms
    before_ms = envelope_ms[high - 1]
    past_ms = (np.int64(ready_ms) - before_ms) * sample_ms // (np.int64(launch_ms) - before_ms)
    return ready_ms, (high - 1) * sample_ms + past_ms


@kernel(counted=False)
def earliest_intercept(chance: Chance, f: int, s: int, start_ms: int) -> tuple[int, int]:
    """Return launch and time of shooter s's first intercept launched from ``start_ms`` on, in any mode."""
    first, last = chance.first[f, s], chance.last[f, s]
    remote_ready_ms = chance.remote_ready_ms[f, s]
    local_ready_ms = chance.local_ready_ms[f, s]
    launch_ms, intercept_ms = NEVER, NEVER
    if remote_ready_ms < NEVER:
        ready_ms = max(remote_ready_ms, start_ms)
        launch_ms, intercept_ms = crossing(chance.remote_ms[f, s], first, last, ready_ms, chance.sample_ms)
    if local_ready_ms < remote_ready_ms:
        ready_ms = max(local_ready_ms, start_ms)
        own_ms = crossing(chance.local_ms[f, s], first, last, ready_ms, chance.sample_ms)
        if own_ms[1] < intercept_ms:
            launch_ms, intercept_ms = own_ms
    return launch_ms, intercept_ms


@kernel(counted=False)
def latest_launch(chance: Chance, f: int, s: int, end_ms: int) -> int:
    """Return the last launch with which shooter s still intercepts by ``end_ms``; -1 where there is none."""
    k = min(chance.last[f, s], end_ms // chance.sample_ms)
    best_ms = -1
    if k >= chance.first[f, s]:
        if chance.remote_ms[f, s, k] >= chance.remote_ready_ms[f, s]:
            best_ms = chance.remote_ms[f, s, k]
        elif chance.local_ms[f, s, k] >= chance.local_ready_ms[f, s]:
            best_ms = chance.local_ms[f, s, k]
    return best_ms


@stage
def scan_group(chance: Chance, f: int, members: Any, start_ms: int, intercepts_ms: Any) -> tuple[int, int]:
    """Write each member's first intercept launched from ``start_ms`` on; return the earliest.

    A member that holds `NEVER` has none later either, and is passed over.
    """
    launch_ms, intercept_ms = NEVER, NEVER
    for i in range(members.shape[0]):
        if intercepts_ms[i] == NEVER:
            continue
        own_launch_ms, own_intercept_ms = earliest_intercept(chance, f, members[i], start_ms)
        intercepts_ms[i] = own_intercept_ms
        if own_intercept_ms < intercept_ms:
            launch_ms, intercept_ms = own_launch_ms, own_intercept_ms
    return launch_ms, intercept_ms


@stage
def fill_deadlines(chance: Chance, f: int, members: Any, assessment_ms: int, deadline_ms: Any) -> None:
    """Write by when each look must have intercepted for the later ones still to be possible, (looks,)."""
    looks = deadline_ms.shape[0]
    deadline_ms[looks - 1] = NEVER
    for look in range(looks - 2, -1, -1):
        next_launch_ms = -1
        for s in members:
            next_launch_ms = max(next_launch_ms, latest_launch(chance, f, s, deadline_ms[look + 1]))
        deadline_ms[look] = next_launch_ms - assessment_ms


@stage
def count_looks(
    chance: Chance, f: int, members: Any, assessment_ms: int, most: int, intercepts_ms: Any
) -> int:
    """Return how many looks the earliest intercepts allow; ``intercepts_ms`` holds each member's first."""
    looks = 0
    intercept_ms = NEVER
    for i in range(members.shape[0]):
        intercept_ms = min(intercept_ms, intercepts_ms[i])
    while intercept_ms < NEVER:
        looks += 1
        if looks == most:
            break
        intercept_ms = scan_group(chance, f, members, intercept_ms + assessment_ms, intercepts_ms)[1]
    return looks


@kernel(counted=False)
def fill_looks(
    chance: Chance,
    members: Any,
    place: Any,
    assessment_ms: int,
    count: Any,
    times: Any,
    masks: Any,
    scratch_ms: Any,
) -> None:
    """Write the looks of one group at each flight.

    ``members`` (M,) are its shooters, ``place`` (S,) their bits in a mask. ``count`` (F,); ``times`` (2, F,
    K) launch and intercept; ``masks`` (F, K), zero at first; ``scratch_ms`` (3, max(K, M)) int64 to work in.
    """
    most = times.shape[2]
    deadlines_ms = scratch_ms[0]
    alone_ms = scratch_ms[1, : members.shape[0]]
    intercepts_ms = scratch_ms[2, : members.shape[0]]
    for f in range(count.shape[0]):
        for i in range(members.shape[0]):
            s = members[i]
            alone_ms[i] = 0 if chance.first[f, s] <= chance.last[f, s] else NEVER
        first_ms = scan_group(chance, f, members, np.int64(0), alone_ms)  # type: ignore[arg-type]
        for i in range(members.shape[0]):
            intercepts_ms[i] = alone_ms[i]
        looks = count_looks(chance, f, members, assessment_ms, most, intercepts_ms)
        count[f] = looks
        if looks == 0:
            continue
        fill_deadlines(chance, f, members, assessment_ms, deadlines_ms[:looks])
        for i in range(members.shape[0]):
            intercepts_ms[i] = alone_ms[i]
        fitted = np.uint64(0)
        end_ms = 0
        for look in range(looks):
            if look > 0:
                first_ms = scan_group(chance, f, members, end_ms + assessment_ms, intercepts_ms)
            times[0, f, look], times[1, f, look] = first_ms
            end_ms = first_ms[1] + max(0, deadlines_ms[look] - first_ms[1]) // 2
            is_last = look == looks - 1
            for i in range(members.shape[0]):
                if alone_ms[i] == NEVER:
                    continue
                flag = np.uint64(1) << np.uint64(place[members[i]])
                fits = intercepts_ms[i] <= end_ms or (is_last and intercepts_ms[i] < NEVER)
                if fits or (is_last and not fitted & flag):
                    masks[f, look] |= flag
            fitted |= masks[f, look]
