"""Chains: how many times each firing group can shoot at a flight and look before it shoots again.

The upper tier's time is divided into slots, one per look, with the kill assessment between them. Slots are cut
so that *any* shooter of a slot has intercepted before the next one begins: they are the greatest number that
the earliest possible intercepts allow, and the time to spare is shared, half to each slot in turn. A shooter
that fits no slot (its only launch falls between two) is put into the last one, as if it waited for nobody: it
still counts as a shot, at the price of one that an earlier look might have saved. More or earlier data never
lowers the number of looks and never takes a shooter out of all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from shieldwall.command.links import ONE_PLAN, SECTOR_DECONFLICTION
from shieldwall.command.picture import Picture, Senses
from shieldwall.command.shooters import UPPER, Shooters
from shieldwall.opportunity.looks import K, LookTable
from shieldwall.opportunity.windows import UNREACHABLE, Windows
from shieldwall.physics.kernel import kernel
from shieldwall.sensing.clock import NEVER, Milliseconds
from shieldwall.sensing.detection import Watch

MOST_SHOOTERS = 64
"""Shooters of one tier that a mask holds."""


class Chance(NamedTuple):
    """What each shooter may use, as the kernels read it: windows, its own radar's view, and ready times (F, S)."""

    sample_ms: int
    latest_launch_ms: Milliseconds
    first: npt.NDArray[np.int32]
    last: npt.NDArray[np.int32]
    own_sees: npt.NDArray[np.bool_]
    local_ready_ms: Milliseconds
    remote_ready_ms: Milliseconds


@dataclass(frozen=True)
class FirePlan:
    """How fire is divided: the firing group of each shooter (S,), the rule, and the kill-assessment delay."""

    group_of_shooter: npt.NDArray[np.int8]
    coordination: int
    assessment_s: float

    @property
    def groups(self) -> int:
        """Number of firing groups."""
        return int(self.group_of_shooter.max(initial=0)) + 1


def fire_plan(shooters: Shooters, coordination: int, assessment_s: float) -> FirePlan:
    """Return the plan of an arrangement: one group of all under one plan, else one group per party."""
    groups = np.zeros_like(shooters.party) if coordination == ONE_PLAN else shooters.party
    return FirePlan(groups, coordination, assessment_s)


@kernel
def fill_own_sight(watch: Watch, own_radar: Any, first: Any, last: Any, own_sees: Any) -> None:
    """Write whether each shooter's own radar holds each sample in reach and the one before, (F, S, K)."""
    for f in range(first.shape[0]):
        for s in range(own_radar.shape[0]):
            n = own_radar[s]
            if n < 0:
                continue
            reach = watch.course.size_factor[f] * watch.unit_range_m[n]
            held = first[f, s] > 0 and watch.sight_range_m[f, first[f, s] - 1, n] <= reach
            for k in range(first[f, s], last[f, s] + 1):
                sees = watch.sight_range_m[f, k, n] <= reach
                own_sees[f, s, k] = sees and held
                held = sees


def own_sight(senses: Senses, windows: Windows) -> npt.NDArray[np.bool_]:
    """Return where each shooter's own radar can support an intercept, shape (F, S, K), for one draw."""
    own_sees = np.zeros(windows.latest_launch_ms.shape, np.bool_)
    fill_own_sight(senses.watch, senses.scene.own_radar, windows.first, windows.last, own_sees)
    return own_sees


@kernel
def launch_at(chance: Chance, f: int, s: int, k: int, start_ms: int) -> int:
    """Return the latest launch at sample k if shooter s may still make it from ``start_ms`` on, else -1."""
    launch_ms = chance.latest_launch_ms[f, s, k]
    ready_ms = chance.remote_ready_ms[f, s]
    if chance.own_sees[f, s, k]:
        ready_ms = min(ready_ms, chance.local_ready_ms[f, s])
    return launch_ms if launch_ms >= max(ready_ms, start_ms) else -1


@kernel
def earliest_intercept(chance: Chance, f: int, s: int, start_ms: int) -> tuple[int, int]:
    """Return launch and intercept times of shooter s's first intercept launched from ``start_ms`` on.

    Between two samples in reach the latest launch runs in a straight line, so the first intercept lies where
    it passes the moment of readiness. ``NEVER``, ``NEVER`` where there is none.
    """
    step_ms = chance.sample_ms
    for k in range(max(chance.first[f, s], start_ms // step_ms), chance.last[f, s] + 1):
        launch_ms = launch_at(chance, f, s, k, start_ms)
        if launch_ms < 0:
            continue
        before_ms = UNREACHABLE
        if k > chance.first[f, s]:
            before_ms = chance.latest_launch_ms[f, s, k - 1]
        ready_ms = chance.remote_ready_ms[f, s]
        if before_ms != UNREACHABLE and chance.own_sees[f, s, k] and chance.own_sees[f, s, k - 1]:
            ready_ms = min(ready_ms, chance.local_ready_ms[f, s])
        ready_ms = max(ready_ms, start_ms)
        if before_ms == UNREACHABLE or ready_ms > launch_ms or ready_ms <= before_ms:
            return launch_ms, k * step_ms
        past_ms = (ready_ms - before_ms) * step_ms // (launch_ms - before_ms)
        return ready_ms, (k - 1) * step_ms + past_ms
    return NEVER, NEVER


@kernel
def latest_launch(chance: Chance, f: int, s: int, end_ms: int) -> int:
    """Return the last launch with which shooter s still intercepts by ``end_ms``; -1 where there is none."""
    best_ms = -1
    for k in range(chance.first[f, s], min(chance.last[f, s], end_ms // chance.sample_ms) + 1):
        best_ms = max(best_ms, launch_at(chance, f, s, k, 0))
    return best_ms


@kernel
def first_by_group(chance: Chance, f: int, members: Any, start_ms: int) -> tuple[int, int]:
    """Return launch and intercept times of the earliest intercept that any member can make."""
    launch_ms, intercept_ms = NEVER, NEVER
    for s in members:
        if s < 0 or chance.first[f, s] > chance.last[f, s]:
            continue
        if chance.last[f, s] * chance.sample_ms < start_ms:
            continue
        own_launch_ms, own_intercept_ms = earliest_intercept(chance, f, s, start_ms)
        if own_intercept_ms < intercept_ms:
            launch_ms, intercept_ms = own_launch_ms, own_intercept_ms
    return launch_ms, intercept_ms


@kernel
def fill_looks(chance: Chance, members: Any, bit: Any, assessment_ms: int, count: Any, times: Any, masks: Any) -> None:
    """Write the looks of each group at each flight.

    ``members`` (G, M) are shooters, -1 for an empty place; ``bit`` (S,) their places in a mask. ``count``
    (G, F); ``times`` (2, G, F, K) launch and intercept; ``masks`` (G, F, K).
    """
    most = times.shape[3]
    deadline_ms = np.empty(most, np.int64)
    for g in range(count.shape[0]):
        for f in range(count.shape[1]):
            looks = 0
            start_ms = 0
            while looks < most:
                launch_ms, intercept_ms = first_by_group(chance, f, members[g], start_ms)
                if intercept_ms == NEVER:
                    break
                times[0, g, f, looks] = launch_ms
                times[1, g, f, looks] = intercept_ms
                start_ms = intercept_ms + assessment_ms
                looks += 1
            count[g, f] = looks
            if looks == 0:
                continue
            deadline_ms[looks - 1] = NEVER
            for look in range(looks - 2, -1, -1):
                next_launch_ms = -1
                for s in members[g]:
                    if s >= 0:
                        next_launch_ms = max(next_launch_ms, latest_launch(chance, f, s, deadline_ms[look + 1]))
                deadline_ms[look] = next_launch_ms - assessment_ms
            start_ms = 0
            fitted = np.uint64(0)
            for look in range(looks):
                launch_ms, intercept_ms = first_by_group(chance, f, members[g], start_ms)
                times[0, g, f, look] = launch_ms
                times[1, g, f, look] = intercept_ms
                end_ms = intercept_ms + max(0, deadline_ms[look] - intercept_ms) // 2
                if look == looks - 1:
                    end_ms = NEVER
                for s in members[g]:
                    if s < 0 or chance.first[f, s] > chance.last[f, s]:
                        continue
                    own_start_ms = start_ms
                    flag = np.uint64(1) << np.uint64(bit[s])
                    if look == looks - 1 and not fitted & flag:
                        own_start_ms = 0
                    if earliest_intercept(chance, f, s, own_start_ms)[1] <= min(end_ms, NEVER - 1):
                        masks[g, f, look] |= flag
                fitted |= masks[g, f, look]
                start_ms = end_ms + assessment_ms


def _members(plan: FirePlan, chosen: npt.NDArray[np.bool_]) -> npt.NDArray[np.int32]:
    """Return the chosen shooters of each group as rows (G, M), filled up with -1."""
    rows = [np.flatnonzero(chosen & (plan.group_of_shooter == group)) for group in range(plan.groups)]
    members = np.full((plan.groups, max(1, *(row.size for row in rows))), -1, np.int32)
    for group, row in enumerate(rows):
        members[group, : row.size] = row
    return members


def _tier(chance: Chance, plan: FirePlan, chosen: npt.NDArray[np.bool_], looks: int) -> tuple[Any, Any, Any, Any]:
    """Return the places in a mask (S,), counts (G, F), times (2, G, F, K) and masks (G, F, K) of a tier."""
    if chosen.sum() > MOST_SHOOTERS:
        raise ValueError(f"{chosen.sum()} shooters of one tier; a mask holds {MOST_SHOOTERS}")
    index = np.where(chosen, np.cumsum(chosen) - 1, -1).astype(np.int32)
    flights = chance.first.shape[0]
    count = np.zeros((plan.groups, flights), np.uint8)
    times = np.full((2, plan.groups, flights, looks), NEVER, np.int32)
    masks = np.zeros((plan.groups, flights, looks), np.uint64)
    assessment_ms = round(plan.assessment_s * 1000.0)
    fill_looks(chance, _members(plan, chosen), index, assessment_ms, count, times, masks)
    return index, count, times, masks


def assign_sectors(
    count: npt.NDArray[np.uint8], intercept_ms: Milliseconds, distance_m: npt.NDArray[np.float64]
) -> npt.NDArray[np.int8]:
    """Return the group whose sector each flight falls in, shape (F,); -1 where no group can engage it.

    Sectors are agreed beforehand, from geometry: the group with most looks; among equals the one with a
    station nearer to the aim, which divides the country between the groups; then the one that intercepts
    first; then the lower number.

    Parameters
    ----------
    count : (G, F)
        Looks.
    intercept_ms : (G, F)
        First intercepts.
    distance_m : (G, F)
        From the group's nearest upper-tier station to the aim.
    """
    order = np.lexsort((intercept_ms, distance_m, -count.astype(np.int64)), axis=0)
    return np.where(count.max(axis=0) > 0, order[0], -1).astype(np.int8)


def look_table(
    windows: Windows, shooters: Shooters, picture: Picture, own_sees: npt.NDArray[np.bool_], plan: FirePlan
) -> LookTable:
    """Return the looks of every group at every flight, for one draw and one arrangement.

    Parameters
    ----------
    windows : Windows
        Of the draw's flights.
    shooters : Shooters
        S shooters.
    picture : Picture
        When each is ready.
    own_sees : (F, S, K)
        From `own_sight`, for the draw.
    plan : FirePlan
        Groups, rule and kill-assessment delay.

    Notes
    -----
    Up to `K` looks of the upper tier; a single one of the lower tier, whose shooters all come into its mask.
    """
    chance = Chance(
        windows.sample_ms,
        windows.latest_launch_ms,
        windows.first,
        windows.last,
        own_sees,
        picture.local_ready_ms,
        picture.remote_ready_ms,
    )
    upper, count, times, masks = _tier(chance, plan, shooters.tier == UPPER, K)
    lower, _, lower_times, lower_masks = _tier(chance, plan, shooters.tier != UPPER, 1)
    assigned = np.full(windows.first.shape[0], -1, np.int8)
    if plan.coordination == SECTOR_DECONFLICTION:
        distance_m = np.full((plan.groups, assigned.size), np.inf)
        for group in range(plan.groups):
            stations = (shooters.tier == UPPER) & (plan.group_of_shooter == group)
            if stations.any():
                distance_m[group] = windows.aim_distance_m[:, stations].min(axis=1)
        assigned = assign_sectors(count, times[1, :, :, 0], distance_m)
    return LookTable(
        group_of_shooter=plan.group_of_shooter,
        upper_index=upper,
        lower_index=lower,
        assigned_group=assigned,
        look_count=count,
        look_launch_ms=times[0],
        look_intercept_ms=times[1],
        look_shooters=masks,
        lower_shooters=lower_masks[:, :, 0],
        lower_launch_ms=lower_times[0, :, :, 0],
        lower_intercept_ms=lower_times[1, :, :, 0],
    )
