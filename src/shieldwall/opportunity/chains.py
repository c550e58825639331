"""Chains: the looks that each firing group has at each flight, from windows and the picture.

Who is in a group, and which group a flight belongs to, follows from the rule by which an arrangement divides
fire; how a group's time is cut into looks is in `shieldwall.opportunity.slots`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from shieldwall.command.links import ONE_PLAN, SECTOR_DECONFLICTION
from shieldwall.command.picture import Picture, Senses
from shieldwall.command.shooters import UPPER, Shooters
from shieldwall.opportunity.looks import K, LookTable
from shieldwall.opportunity.slots import UNREACHABLE, Chance, fill_looks
from shieldwall.opportunity.windows import Windows
from shieldwall.physics.kernel import kernel
from shieldwall.sensing.clock import NEVER, Milliseconds
from shieldwall.sensing.detection import Watch

MOST_SHOOTERS: Final = 64
"""Shooters of one tier that a mask holds."""


@dataclass(frozen=True)
class FirePlan:
    """How fire is divided among S shooters, in one draw.

    ``group_of_shooter`` (S,) numbers firing groups; ``available`` (S,) says which shooters are there at all.
    """

    group_of_shooter: npt.NDArray[np.int8]
    available: npt.NDArray[np.bool_]
    coordination: int
    assessment_s: float

    @property
    def groups(self) -> int:
        """Number of firing groups."""
        return int(self.group_of_shooter.max(initial=0)) + 1


def fire_plan(
    shooters: Shooters,
    coordination: int,
    assessment_s: float,
    available: npt.NDArray[np.bool_] | None = None,
) -> FirePlan:
    """Return the plan of an arrangement: one group of all under one plan, else one group per party.

    Parameters
    ----------
    shooters : Shooters
        S shooters.
    coordination : int
        0 none, 1 sector deconfliction, 2 one plan (which needs tracks both ways; the caller sees to that).
    assessment_s : float
        From an intercept to the next launch that takes its result into account.
    available : (S,), optional
        Shooters that are there in this draw; all of them by default.
    """
    groups = np.zeros_like(shooters.party) if coordination == ONE_PLAN else shooters.party
    present = np.ones(shooters.count, np.bool_) if available is None else available
    return FirePlan(groups, present, coordination, assessment_s)


@kernel
def fill_own_envelope(
    watch: Watch, own_radar: Any, windows_ms: Any, first: Any, last: Any, envelope_ms: Any
) -> None:
    """Write the envelope (F, S, K) of intercepts at samples that the own radar holds, with the one before."""
    for f in range(first.shape[0]):
        for s in range(own_radar.shape[0]):
            n = own_radar[s]
            reach = -1.0
            if n >= 0:
                reach = watch.course.size_factor[f] * watch.unit_range_m[n]
            held = first[f, s] > 0 and watch.sight_range_m[f, first[f, s] - 1, n] <= reach
            best_ms = UNREACHABLE
            for k in range(first[f, s], last[f, s] + 1):
                sees = watch.sight_range_m[f, k, n] <= reach
                if sees and held:
                    best_ms = max(best_ms, windows_ms[f, s, k])
                held = sees
                envelope_ms[f, s, k] = best_ms


def own_envelope_ms(senses: Senses, windows: Windows) -> Milliseconds:
    """Return the envelope of intercepts that each shooter's own radar supports, (F, S, K), for one draw.

    The radar must see the target at the intercept and one sample before. Outside the samples in reach the
    result is left unset.
    """
    envelope_ms = np.empty(windows.latest_launch_ms.shape, np.int32)
    fill_own_envelope(
        senses.watch,
        senses.scene.own_radar,
        windows.latest_launch_ms,
        windows.first,
        windows.last,
        envelope_ms,
    )
    return envelope_ms


def chance(windows: Windows, picture: Picture, own_ms: Milliseconds) -> Chance:
    """Return what each shooter may use, put together for the kernels."""
    return Chance(
        windows.sample_ms,
        windows.first,
        windows.last,
        windows.envelope_ms,
        own_ms,
        picture.remote_ready_ms,
        picture.local_ready_ms,
    )


def _members(plan: FirePlan, chosen: npt.NDArray[np.bool_]) -> npt.NDArray[np.int32]:
    """Return the chosen shooters of each group that are there, as rows (G, M) filled up with -1."""
    chosen = chosen & plan.available
    rows = [np.flatnonzero(chosen & (plan.group_of_shooter == group)) for group in range(plan.groups)]
    members = np.full((plan.groups, max(1, *(row.size for row in rows))), -1, np.int32)
    for group, row in enumerate(rows):
        members[group, : row.size] = row
    return members


def _tier(
    chances: Chance, plan: FirePlan, chosen: npt.NDArray[np.bool_], looks: int
) -> tuple[Any, Any, Any, Any]:
    """Return the places in a mask (S,), counts (G, F), times (2, G, F, K) and masks (G, F, K) of a tier."""
    if chosen.sum() > MOST_SHOOTERS:
        raise ValueError(f"{chosen.sum()} shooters of one tier; a mask holds {MOST_SHOOTERS}")
    index = np.where(chosen, np.cumsum(chosen) - 1, -1).astype(np.int32)
    flights = chances.first.shape[0]
    count = np.zeros((plan.groups, flights), np.uint8)
    times = np.full((2, plan.groups, flights, looks), NEVER, np.int32)
    masks = np.zeros((plan.groups, flights, looks), np.uint64)
    assessment_ms = round(plan.assessment_s * 1000.0)
    fill_looks(chances, _members(plan, chosen), index, assessment_ms, count, times, masks)
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
    windows: Windows, shooters: Shooters, picture: Picture, own_ms: Milliseconds, plan: FirePlan
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
    own_ms : (F, S, K)
        From `own_envelope_ms`, for the draw.
    plan : FirePlan
        Groups, rule, kill-assessment delay and who is there.

    Notes
    -----
    Up to `K` looks of the upper tier; a single one of the lower tier, whose shooters all come into its mask.
    """
    chances = chance(windows, picture, own_ms)
    upper, count, times, masks = _tier(chances, plan, shooters.tier == UPPER, K)
    lower, _, lower_times, lower_masks = _tier(chances, plan, shooters.tier != UPPER, 1)
    assigned = np.full(windows.first.shape[0], -1, np.int8)
    if plan.coordination == SECTOR_DECONFLICTION:
        distance_m = np.full((plan.groups, assigned.size), np.inf)
        for group in range(plan.groups):
            stations = (shooters.tier == UPPER) & (plan.group_of_shooter == group) & plan.available
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
