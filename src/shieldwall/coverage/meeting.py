"""Meeting: when one shooter first meets one flight, and when it launches last.

The first intercept is looked for forward from the earliest moment at which the interceptor could be anywhere,
the last launch backward from the end; each search strides over samples, stops as soon as nothing beyond could
better what it has, and then looks closely at the place.
"""

from __future__ import annotations

import math
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from shieldwall.opportunity.windows import Reaches
from shieldwall.physics.earth import MEAN_RADIUS_M
from shieldwall.physics.kernel import kernel
from shieldwall.sensing.sight import apparent_elevation_rad

Floats = npt.NDArray[np.float64]

STRIDE: Final = 4
"""Samples between those that are tried first: windows shorter than that, some 15 s, may be passed over."""

MOST_BENT_RAD: Final = 0.02
"""More than a ray bends (`apparent_elevation_rad`: at most 0.9 degrees)."""

LOCAL: Final = 0
REMOTE: Final = 1
"""Modes of engagement: with the shooter's own radar on the target at the intercept, or without."""


class Posts(NamedTuple):
    """S shooters in a launch point's frame, as the kernels read them.

    ``position`` (S, 3) metres from the Earth's centre; ``direction`` (S, 3) the same of length one; ``axes``
    (S, 3, 3) the shooter's own east, north and up. ``kind`` numbers its interceptor; ``quickest_s`` is the
    least time in which that one is anywhere in its reach, ``is_low`` says that it reaches low only, and
    ``beside_cosine`` how near an aim must then lie to matter. Of the own radar: ``sight_m`` on this target
    (zero for none), elevation limits, middle and half width of its sector.
    """

    position: Floats
    direction: Floats
    axes: Floats
    kind: npt.NDArray[np.int32]
    quickest_s: Floats
    is_low: npt.NDArray[np.bool_]
    beside_cosine: Floats
    sight_m: Floats
    floor_rad: Floats
    ceiling_rad: Floats
    sector_centre_rad: Floats
    half_width_rad: Floats


class Post(NamedTuple):
    """One shooter of `Posts`, with what bounds its interceptor; ``axes`` are its east, north and up in turn.

    Between ``floor_sine`` and ``ceiling_sine`` of its geometric elevation a target is in sight however the
    ray bends. ``per_range_m`` and ``per_altitude_m`` are steps of its reach table in a metre. Numbers only,
    so that no loop counts references to arrays.
    """

    position: tuple[float, float, float]
    direction: tuple[float, float, float]
    axes: tuple[float, float, float, float, float, float, float, float, float]
    quickest_s: float
    sight_m: float
    floor_rad: float
    ceiling_rad: float
    floor_sine: float
    ceiling_sine: float
    sector_centre_rad: float
    half_width_rad: float
    lowest_m: float
    highest_m: float
    farthest_cosine: float
    per_range_m: float
    per_altitude_m: float


class Clock(NamedTuple):
    """When the samples of a path are: ``start_s + k * step_s``, and from when one shooter may launch."""

    start_s: float
    step_s: float
    local_ready_s: float
    remote_ready_s: float


@kernel
def post_of(posts: Posts, s: int, reaches: Reaches) -> Post:
    """Return one shooter."""
    i = posts.kind[s]
    place, way, axes = posts.position[s], posts.direction[s], posts.axes[s]
    return Post(
        (place[0], place[1], place[2]),
        (way[0], way[1], way[2]),
        (
            axes[0, 0], axes[0, 1], axes[0, 2], axes[1, 0], axes[1, 1], axes[1, 2], axes[2, 0], axes[2, 1],
            axes[2, 2],
        ),
        posts.quickest_s[s],
        posts.sight_m[s],
        posts.floor_rad[s],
        posts.ceiling_rad[s],
        math.sin(posts.floor_rad[s]),
        math.sin(posts.ceiling_rad[s] - MOST_BENT_RAD),
        posts.sector_centre_rad[s],
        posts.half_width_rad[s],
        reaches.lowest_m[i],
        reaches.highest_m[i],
        reaches.farthest_cosine[i],
        1.0 / reaches.ground_range_step_m[i],
        1.0 / reaches.altitude_step_m[i],
    )  # fmt: skip


@kernel(inline=True)
def ground_range_m(cosine: float) -> float:
    """Return the distance along the mean sphere of an angle given by its cosine; good to 25 m at 3,000 km.

    From the chord c, angle = c + c^3/24 + 3 c^5/640, since an arc cosine costs ten times as much.
    """
    square = max(2.0 - 2.0 * cosine, 0.0)
    angle = math.sqrt(square) * (1.0 + square / 24.0 + 3.0 * square * square / 640.0)
    return angle * MEAN_RADIUS_M


@kernel(inline=True)
def reach_time_s(across: float, up: float, table_s: Any) -> float:
    """Return the time to a place in a reach table, in steps; infinity outside its finite corners.

    What `physics.reach.time_to_reach_s` says, in a third of the time: no division, and whole numbers without
    a sign, which need no look at whether they count from the end.
    """
    if across > table_s.shape[0] - 1 or up > table_s.shape[1] - 1:
        return math.inf
    column = np.uint64(min(int(across), table_s.shape[0] - 2))
    row = np.uint64(min(int(up), table_s.shape[1] - 2))
    next_column, next_row = column + np.uint64(1), row + np.uint64(1)
    s, t = across - column, up - row
    low = table_s[column, row] + s * (table_s[next_column, row] - table_s[column, row])
    high = table_s[column, next_row] + s * (table_s[next_column, next_row] - table_s[column, next_row])
    time_s: float = low + t * (high - low)
    return time_s if time_s < math.inf else math.inf


@kernel(inline=True)
def latest_launch_s(path: Any, table_s: Any, k: int, time_s: float, post: Post) -> float:
    """Return the latest launch with which a shooter meets sample k; minus infinity where it cannot."""
    height = path[k, 3]
    if height < post.lowest_m or height > post.highest_m:
        return -math.inf
    way = post.direction
    cosine = path[k, 0] * way[0] + path[k, 1] * way[1] + path[k, 2] * way[2]
    if cosine < post.farthest_cosine:
        return -math.inf
    return time_s - reach_time_s(
        ground_range_m(cosine) * post.per_range_m, height * post.per_altitude_m, table_s
    )


@kernel(inline=True)
def sees(path: Any, k: int, post: Post) -> bool:
    """Say whether the shooter's own radar has sample k in its range, elevation and sector."""
    radius = path[k, 4]
    x = path[k, 0] * radius - post.position[0]
    y = path[k, 1] * radius - post.position[1]
    z = path[k, 2] * radius - post.position[2]
    square = x * x + y * y + z * z
    if square > post.sight_m * post.sight_m:
        return False
    axes = post.axes
    range_m = math.sqrt(square)
    sine = (x * axes[6] + y * axes[7] + z * axes[8]) / range_m
    if sine < post.floor_sine or sine > post.ceiling_sine:
        elevation = apparent_elevation_rad(sine, range_m)
        if elevation < post.floor_rad or elevation > post.ceiling_rad:
            return False
    if post.half_width_rad >= math.pi:
        return True
    east = x * axes[0] + y * axes[1] + z * axes[2]
    north = x * axes[3] + y * axes[4] + z * axes[5]
    off = math.atan2(east, north) - post.sector_centre_rad
    off -= 2.0 * math.pi * math.floor(off / (2.0 * math.pi) + 0.5)
    return abs(off) <= post.half_width_rad


@kernel(inline=True)
def launch_open_s(
    path: Any, table_s: Any, k: int, clock: Clock, post: Post, after_s: float = -math.inf
) -> float:
    """Return the latest launch for sample k; minus infinity where it is too early or no mode is open.

    So it is where the launch is not later than ``after_s``, which saves the look at the radar.
    """
    launch_s = latest_launch_s(path, table_s, k, clock.start_s + k * clock.step_s, post)
    if launch_s <= after_s:
        return -math.inf
    if launch_s >= clock.remote_ready_s:
        return launch_s
    if launch_s >= clock.local_ready_s and sees(path, k, post) and sees(path, max(k - 1, 0), post):
        return launch_s
    return -math.inf


@kernel(inline=True)
def first_open(path: Any, table_s: Any, start: int, clock: Clock, post: Post) -> int:
    """Return the first sample from ``start`` on that can be met, the number of samples for none.

    Every `STRIDE`-th sample is tried, the same ones whatever the start, so that to be ready earlier never
    hurts; where one is open those just before it are, and where none is, those beside a sample in reach.
    """
    samples: int = path.shape[0]
    reached_from, reached_to = samples, -1
    k = (start + STRIDE - 1) // STRIDE * STRIDE
    while k < samples:
        launch_s = latest_launch_s(path, table_s, k, clock.start_s + k * clock.step_s, post)
        if launch_s > -math.inf:
            reached_from = min(reached_from, k)
            reached_to = k
            if launch_open_s(path, table_s, k, clock, post) > -math.inf:
                break
        k += STRIDE
    if k >= samples:
        begin, end = max(start, reached_from - STRIDE + 1), min(samples, reached_to + STRIDE)
    else:
        begin, end = max(start, k - STRIDE + 1), k
    for near in range(begin, end):
        if launch_open_s(path, table_s, near, clock, post) > -math.inf:
            return near
    return min(k, samples)


@kernel(inline=True)
def last_launch_s(path: Any, table_s: Any, first: int, clock: Clock, post: Post) -> float:
    """Return the last launch at any sample from ``first`` on, which is open.

    Backward over every `STRIDE`-th sample, until none before could be launched later; then around the best.
    """
    best = first
    best_s = launch_open_s(path, table_s, first, clock, post)
    k = path.shape[0] - 1
    while k > first and clock.start_s + k * clock.step_s - post.quickest_s > best_s:
        launch_s = launch_open_s(path, table_s, k, clock, post, best_s)
        if launch_s > best_s:
            best, best_s = k, launch_s
        k -= STRIDE
    for near in range(max(first, best - STRIDE + 1), min(path.shape[0], best + STRIDE)):
        best_s = max(best_s, launch_open_s(path, table_s, near, clock, post, best_s))
    return best_s


@kernel
def meet(path: Any, table_s: Any, clock: Clock, post: Post) -> tuple[float, float]:
    """Return when a shooter first intercepts and when it last launches; infinity, minus infinity for never.

    Between samples the latest launch runs in a straight line, so the first intercept lies where it passes the
    moment from which the shooter is ready.
    """
    ready_s = min(clock.local_ready_s, clock.remote_ready_s)
    if not ready_s < math.inf:
        return math.inf, -math.inf
    start = max(0, math.ceil((ready_s + post.quickest_s - clock.start_s) / clock.step_s))
    first = first_open(path, table_s, start, clock, post)
    if first == path.shape[0]:
        return math.inf, -math.inf
    first_s = clock.start_s + first * clock.step_s
    if first > 0:
        launch_s = latest_launch_s(path, table_s, first, first_s, post)
        before_s = latest_launch_s(path, table_s, first - 1, first_s - clock.step_s, post)
        passed_s = ready_s if launch_s < clock.remote_ready_s else clock.remote_ready_s
        if -math.inf < before_s < passed_s:
            first_s -= (launch_s - passed_s) / (launch_s - before_s) * clock.step_s
    return first_s, last_launch_s(path, table_s, first, clock, post)
