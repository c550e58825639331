"""Chains: the looks that each firing group has at each flight, from windows and the picture.

Who is in a group, and which group a flight belongs to, follows from the rule by which an arrangement divides
fire; how a group's time is cut into looks is in `shieldwall.opportunity.slots`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, NamedTuple

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


class GroupLooks(NamedTuple):
    """Looks of one group: how many (F,), launch and intercept times (2, F, K), masks (F, K)."""

    number: npt.NDArray[np.uint8]
    times_ms: Milliseconds
    masks: npt.NDArray[np.uint64]


@dataclass(frozen=True)
class Openings:
    """What S shooters can do against the F flights of one draw, before it is known when they are ready.

    ``own_ms`` (F, S, K) is the envelope of the intercepts that each shooter's own radar supports;
    ``available`` (S,) says which shooters are there; ``assessment_s`` lies between an intercept and the next
    launch that takes its result into account. ``kept`` holds looks already worked out, by who was ready when.
    """

    shooters: Shooters
    windows: Windows
    own_ms: Milliseconds
    available: npt.NDArray[np.bool_]
    assessment_s: float
    kept: dict[tuple[int, bytes, bytes, bytes], GroupLooks] = field(default_factory=dict, compare=False)

    @cached_property
    def places(self) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """Each shooter's place in the masks of the upper and the lower tier, both (S,)."""
        is_upper = self.shooters.tier == UPPER
        return mask_places(is_upper), mask_places(~is_upper)


@kernel(counted=False)
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


def openings(
    senses: Senses, windows: Windows, assessment_s: float, available: npt.NDArray[np.bool_] | None = None
) -> Openings:
    """Return what the shooters can do in one draw.

    Parameters
    ----------
    senses : Senses
        The draw.
    windows : Windows
        Of the draw's flights.
    assessment_s : float
        Kill-assessment delay.
    available : (S,), optional
        Shooters that are there in this draw; all of them by default.
    """
    shooters = senses.scene.shooters
    present = np.ones(shooters.count, np.bool_) if available is None else available
    return Openings(shooters, windows, own_envelope_ms(senses, windows), present, assessment_s)


def chance(opened: Openings, picture: Picture) -> Chance:
    """Return what each shooter may use under one arrangement, put together for the kernels."""
    return Chance(
        opened.windows.sample_ms,
        opened.windows.first,
        opened.windows.last,
        opened.windows.envelope_ms,
        opened.own_ms,
        picture.remote_ready_ms,
        picture.local_ready_ms,
    )


def mask_places(chosen: npt.NDArray[np.bool_]) -> npt.NDArray[np.int32]:
    """Return each chosen shooter's place in a mask, shape (S,); -1 for the others."""
    if chosen.sum() > MOST_SHOOTERS:
        raise ValueError(f"{chosen.sum()} shooters of one tier; a mask holds {MOST_SHOOTERS}")
    return np.where(chosen, np.cumsum(chosen) - 1, -1).astype(np.int32)


def group_looks(
    opened: Openings,
    picture: Picture,
    members: npt.NDArray[np.int32],
    places: npt.NDArray[np.int32],
    most: int,
) -> GroupLooks:
    """Return the looks of one group (its members' rows) at every flight; at most ``most`` of them."""
    local_ms, remote_ms = picture.local_ready_ms[:, members], picture.remote_ready_ms[:, members]
    key = (most, members.tobytes(), local_ms.tobytes(), remote_ms.tobytes())
    if key not in opened.kept:
        flights = opened.windows.first.shape[0]
        looks = GroupLooks(
            np.zeros(flights, np.uint8),
            np.full((2, flights, most), NEVER, np.int32),
            np.zeros((flights, most), np.uint64),
        )
        scratch_ms = np.empty((3, max(most, len(members))), np.int64)
        assessment_ms = round(opened.assessment_s * 1000.0)
        fill_looks(chance(opened, picture), members, places, assessment_ms, *looks, scratch_ms)
        opened.kept[key] = looks
    return opened.kept[key]


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


def look_table(opened: Openings, picture: Picture, coordination: int) -> LookTable:
    """Return the looks of every firing group at every flight, for one draw and one arrangement.

    Parameters
    ----------
    opened : Openings
        The draw.
    picture : Picture
        When each shooter is ready.
    coordination : int
        0 none and 1 sector deconfliction: one group per party; 2 one plan: one group of all, which needs
        tracks both ways (the caller sees to that).

    Notes
    -----
    Up to `K` looks of the upper tier; a single one of the lower tier, whose shooters all come into its mask.
    """
    shooters = opened.shooters
    group_of = np.zeros_like(shooters.party) if coordination == ONE_PLAN else shooters.party
    groups = int(group_of.max(initial=0)) + 1
    is_upper = shooters.tier == UPPER
    upper_index, lower_index = opened.places
    upper, lower = [], []
    distance_m = np.full((groups, opened.windows.first.shape[0]), np.inf)
    for group in range(groups):
        present = opened.available & (group_of == group)
        above, below = (np.flatnonzero(present & tier).astype(np.int32) for tier in (is_upper, ~is_upper))
        upper.append(group_looks(opened, picture, above, upper_index, K))
        lower.append(group_looks(opened, picture, below, lower_index, 1))
        if coordination == SECTOR_DECONFLICTION:
            distance_m[group] = opened.windows.aim_distance_m[:, above].min(axis=1, initial=np.inf)
    count = np.stack([looks.number for looks in upper])
    times_ms = np.stack([looks.times_ms for looks in upper], axis=1)
    lower_ms = np.stack([looks.times_ms[:, :, 0] for looks in lower], axis=1)
    assigned = np.full(count.shape[1], -1, np.int8)
    if coordination == SECTOR_DECONFLICTION:
        assigned = assign_sectors(count, times_ms[1, :, :, 0], distance_m)
    return LookTable(
        group_of_shooter=group_of,
        upper_index=upper_index,
        lower_index=lower_index,
        assigned_group=assigned,
        look_count=count,
        look_launch_ms=times_ms[0],
        look_intercept_ms=times_ms[1],
        look_shooters=np.stack([looks.masks for looks in upper]),
        lower_shooters=np.stack([looks.masks[:, 0] for looks in lower]),
        lower_launch_ms=lower_ms[0],
        lower_intercept_ms=lower_ms[1],
    )
