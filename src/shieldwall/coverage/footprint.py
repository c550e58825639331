"""Footprints: when every shooter can meet the flight to every cell, from one launch point.

One pass over the cells: the flight to a cell is blended from those of the nodes around it and handed at once
to each shooter, so that no trajectory is ever written out. A first intercept and a last launch per shooter
are all that one and two shots with a look between take, whichever shooters turn out to be on station.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from shieldwall.coverage.courses import (
    END_STEP_S,
    PATH_COLUMNS,
    Course,
    blended,
    blended_time_s,
    fill_path,
    square_of,
)
from shieldwall.coverage.fans import Bearings
from shieldwall.coverage.meeting import LOCAL, REMOTE, Clock, Posts, meet, post_of
from shieldwall.opportunity.windows import Reaches
from shieldwall.physics.earth import MEAN_RADIUS_M, geodetic, local_frame
from shieldwall.physics.kernel import kernel
from shieldwall.sensing.clock import NEVER, Milliseconds

Floats = npt.NDArray[np.float64]

LOW_M: Final = 60e3
"""Interceptors that reach no higher meet a missile in the last part of its flight."""

_FLAT_DESCENT: Final = 4.0
"""Metres along the ground for each metre of height, on the flattest way down."""


class Readiness(NamedTuple):
    """From when S shooters may launch, by mode (`LOCAL`, `REMOTE`), in seconds; infinity for never.

    ``at_nodes_s`` (A, R, S, 2) after the launch. For a shooter that is ``near`` (S,), one whose reach is
    small beside the spacing of the nodes, ``before_impact_s`` (S, 2) holds instead how long before the impact
    beside it, minus infinity for never.
    """

    at_nodes_s: Floats
    near: npt.NDArray[np.bool_]
    before_impact_s: Floats


@dataclass(frozen=True)
class Stands:
    """S shooters on the Earth with their own radars; see `Posts`, which holds them in one frame."""

    position_ecef_m: Floats
    kind: npt.NDArray[np.int32]
    sight_m: Floats
    floor_rad: Floats
    ceiling_rad: Floats
    sector_centre_rad: Floats
    half_width_rad: Floats


@dataclass(frozen=True)
class Opportunities:
    """What S shooters can do about the flights of Q courses to C cells, in ms after each flight's launch.

    ``first_ms`` and ``last_ms`` (Q, S, C): first intercept (`NEVER` for none) and last launch (-1). An
    ``impact_ms`` (Q, C) of `NEVER` says that the missile does not reach the cell.
    """

    first_ms: Milliseconds
    last_ms: Milliseconds
    impact_ms: Milliseconds


def posts_of(stands: Stands, course: Course, reaches: Reaches) -> Posts:
    """Return the shooters in the frame of a course."""
    latitude, longitude, _ = geodetic(stands.position_ecef_m)
    position = stands.position_ecef_m @ course.frame.T
    reachable = np.where(np.isfinite(reaches.time_s), reaches.time_s, np.inf)
    quickest_s = reachable.min(axis=(1, 2), initial=np.inf)
    beside_rad = np.arccos(reaches.farthest_cosine) + _FLAT_DESCENT * reaches.highest_m / MEAN_RADIUS_M
    return Posts(
        position=np.ascontiguousarray(position),
        direction=np.ascontiguousarray(position / np.linalg.norm(position, axis=1, keepdims=True)),
        axes=np.ascontiguousarray(local_frame(latitude, longitude) @ course.frame.T),
        kind=stands.kind,
        is_low=(reaches.highest_m <= LOW_M)[stands.kind],
        quickest_s=quickest_s[stands.kind],
        beside_cosine=np.cos(np.minimum(beside_rad, math.pi))[stands.kind],
        sight_m=stands.sight_m,
        floor_rad=stands.floor_rad,
        ceiling_rad=stands.ceiling_rad,
        sector_centre_rad=stands.sector_centre_rad,
        half_width_rad=stands.half_width_rad,
    )


@kernel
def is_beside(path: Any, posts: Posts, s: int) -> bool:
    """Say whether a path ends near enough for a shooter that reaches low only to matter."""
    end, way = path[path.shape[0] - 1], posts.direction[s]
    cosine: float = end[0] * way[0] + end[1] * way[1] + end[2] * way[2]
    beside: bool = cosine > posts.beside_cosine[s]
    return beside


@kernel
def fill_opportunities(
    course: Course, posts: Posts, reaches: Reaches, ready: Readiness, cells: Any, first_ms: Any, last_ms: Any,
    impact_ms: Any,
) -> None:  # fmt: skip
    """Write what every shooter can do about the flight to every cell of one course.

    ``cells`` (C, 2) are azimuth (rad) and distance (m) from the launch point; ``first_ms`` and ``last_ms``
    (S, C), ``impact_ms`` (C,).
    """
    whole = np.empty((course.whole.shape[2], PATH_COLUMNS))
    end = np.empty((course.end.shape[2], PATH_COLUMNS))
    for c in range(cells.shape[0]):
        impact_ms[c] = NEVER
        first_ms[:, c] = NEVER
        last_ms[:, c] = -1
        square = square_of(course, cells[c, 0], cells[c, 1])
        if square.over < 0:
            continue
        impact_s = blended(square, course.impact_s)
        burnout_s = blended(square, course.burnout_s)
        if not impact_s < math.inf:
            continue
        impact_ms[c] = round(impact_s * 1e3)
        fill_path(square, cells[c, 0], course.whole, whole)
        has_end = False
        step_s = (impact_s - burnout_s) / (whole.shape[0] - 1)
        for s in range(posts.kind.shape[0]):
            if posts.is_low[s]:
                if not is_beside(whole, posts, s):
                    continue
                if not has_end:
                    fill_path(square, cells[c, 0], course.end, end)
                    has_end = True
            if ready.near[s]:
                local_s = impact_s - ready.before_impact_s[s, LOCAL]
                remote_s = impact_s - ready.before_impact_s[s, REMOTE]
            else:
                local_s = blended_time_s(square, ready.at_nodes_s, s, LOCAL)
                remote_s = blended_time_s(square, ready.at_nodes_s, s, REMOTE)
            post, table_s = post_of(posts, s, reaches), reaches.time_s[posts.kind[s]]
            if posts.is_low[s]:
                start_s = impact_s - (end.shape[0] - 1) * END_STEP_S
                clock = Clock(start_s, END_STEP_S, local_s, remote_s)
                first_s, last_s = meet(end, table_s, clock, post)
            else:
                clock = Clock(burnout_s, step_s, local_s, remote_s)
                first_s, last_s = meet(whole, table_s, clock, post)
            if first_s < math.inf:
                first_ms[s, c] = math.ceil(first_s * 1e3)
                last_ms[s, c] = math.floor(last_s * 1e3)


@dataclass(frozen=True)
class Flown:
    """One course with the cells seen from its launch point, and from when the shooters are ready."""

    course: Course
    seen: Bearings
    ready: Readiness


def opportunities(
    flown: Sequence[Flown | None], stands: Stands, reaches: Reaches, cells: int, workers: int = 2
) -> Opportunities:
    """Return what S shooters can do about the flights of Q courses to C cells.

    Parameters
    ----------
    flown : sequence of Flown or None
        None where a launch point reaches no cell.
    stands : Stands
        The shooters.
    reaches : Reaches
        Their interceptors, numbered by ``stands.kind``.
    cells : int
        How many cells there are.
    workers : int
        Threads; they share the cells and do not change the result.
    """
    shape = (len(flown), len(stands.kind), cells)
    first_ms, last_ms = np.empty(shape, np.int32), np.empty(shape, np.int32)
    impact_ms = np.empty((len(flown), cells), np.int32)
    for q, each in enumerate(flown):
        if each is None:
            first_ms[q], last_ms[q], impact_ms[q] = NEVER, -1, NEVER

    def work(task: tuple[int, slice]) -> None:
        q, part = task
        each = flown[q]
        assert each is not None
        where = np.stack([np.radians(each.seen.azimuth_deg), each.seen.distance_m], axis=-1)[part]
        posts = posts_of(stands, each.course, reaches)
        fill_opportunities(
            each.course, posts, reaches, each.ready, where, first_ms[q, :, part], last_ms[q, :, part],
            impact_ms[q, part],
        )  # fmt: skip

    cuts = np.linspace(0, cells, workers + 1).astype(int)
    parts = [slice(start, stop) for start, stop in itertools.pairwise(cuts)]
    tasks = [(q, part) for q, each in enumerate(flown) if each is not None for part in parts]
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, tasks))
    return Opportunities(first_ms, last_ms, impact_ms)
