"""Courses: the flights of a fan as the footprint reads them, blended for any cell between the nodes.

A course holds each node's flight after burnout twice: over its whole length, sampled evenly between burnout
and impact, and its last part, sampled by the time left. Positions are in the launch point's frame turned to
the node's azimuth, where neighbouring flights are alike.
"""

from __future__ import annotations

import math
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from shieldwall.coverage.fans import Fan
from shieldwall.physics.earth import ecef_m, geodetic, local_frame
from shieldwall.physics.flight import FlightLibrary
from shieldwall.physics.kernel import kernel

Floats = npt.NDArray[np.float64]

LIBRARY_SAMPLE_S: Final = 2.5
"""Step at which the flights of the nodes are flown."""

WHOLE_SAMPLES: Final = 97
PATH_COLUMNS: Final = 5
END_SAMPLES: Final = 64
END_STEP_S: Final = 0.75
"""The last 47 s, in which missiles come down through the lower tier."""


class Course(NamedTuple):
    """Flights of a fan (A azimuths, R distances); nan at nodes that were not flown.

    ``frame`` (3, 3) are east, north and up at the launch point. ``burnout_s`` and ``impact_s`` (A, R).
    ``whole`` (A, R, M, 4) and ``end`` (A, R, E, 4) hold, in metres, position along the azimuth, to the left
    of it and up, from the Earth's centre, and height.
    """

    frame: Floats
    first_rad: float
    step_rad: float
    nearest_m: float
    farthest_m: Floats
    burnout_s: Floats
    impact_s: Floats
    whole: Floats
    end: Floats


class Square(NamedTuple):
    """The four nodes around a cell: lower azimuth and distance, and the shares of the upper ones."""

    over: int
    along: int
    share_over: float
    share_along: float


def course_of(fan: Fan, flights: FlightLibrary, samples: int = WHOLE_SAMPLES) -> Course:
    """Return the course of a fan from the flights to its needed nodes.

    Parameters
    ----------
    fan : Fan
        A azimuths, R distances.
    flights : FlightLibrary
        F flights to ``fan.aims_deg``, in that order.
    samples : int
        M, of a whole flight.
    """
    azimuths, distances = fan.needed.shape
    frame = local_frame(*fan.launch_deg)
    azimuth = np.radians(fan.first_deg + fan.step_deg * np.nonzero(fan.needed)[0])
    burnout_s, impact_s = flights.burnout_ms / 1e3, flights.impact_ms / 1e3
    share = np.linspace(0.0, 1.0, samples)
    left_s = END_STEP_S * np.arange(END_SAMPLES - 1, -1, -1)
    whole_s = burnout_s[:, np.newaxis] + (impact_s - burnout_s)[:, np.newaxis] * share
    end_s = np.maximum(impact_s[:, np.newaxis] - left_s, burnout_s[:, np.newaxis])

    def spread(values: Floats) -> Floats:
        grid = np.full((azimuths, distances, *values.shape[1:]), np.nan)
        grid[fan.needed] = values
        return grid

    return Course(
        frame=frame,
        first_rad=float(np.radians(fan.first_deg)),
        step_rad=float(np.radians(fan.step_deg)),
        nearest_m=fan.nearest_m,
        farthest_m=fan.farthest_m,
        burnout_s=spread(burnout_s),
        impact_s=spread(impact_s),
        whole=spread(_turned(positions_at(flights, whole_s), frame, azimuth)),
        end=spread(_turned(positions_at(flights, end_s), frame, azimuth)),
    )


def positions_at(flights: FlightLibrary, time_s: Floats) -> Floats:
    """Return ECEF positions (F, M, 3) of flights at times (F, M) between launch and impact.

    Cubic Hermite between samples (0.3 m of a free arc at 2.5 s); a straight line from the last one to impact.
    """
    rows = np.arange(len(time_s))[:, np.newaxis]
    step = flights.sample_s
    last = flights.sample_count[:, np.newaxis] - 1
    before = np.minimum((time_s / step).astype(np.int64), last)
    ends = before == last
    after = np.minimum(before + 1, flights.position_ecef_m.shape[1] - 1)
    span_s = np.where(ends, flights.impact_ms[:, np.newaxis] / 1e3 - last * step, step)
    s = np.clip((time_s - before * step) / np.maximum(span_s, 1e-9), 0.0, 1.0)[..., np.newaxis]
    p0, p1 = flights.position_ecef_m[rows, before], flights.position_ecef_m[rows, after]
    p1 = np.where(ends[..., np.newaxis], ecef_m(*flights.aim_deg.T)[:, np.newaxis], p1)
    v0, v1 = (flights.velocity_ecef_m_s[rows, k] * step for k in (before, after))
    smooth = (
        p0 * (1.0 + s * s * (2.0 * s - 3.0))
        + p1 * s * s * (3.0 - 2.0 * s)
        + v0 * s * (1.0 - s) ** 2
        - v1 * s * s * (1.0 - s)
    )
    return np.asarray(np.where(ends[..., np.newaxis], p0 + s * (p1 - p0), smooth))


def _turned(position: Floats, frame: Floats, azimuth: Floats) -> Floats:
    """Return positions (F, M, 3) along the azimuths (F,), left of them and up, and heights: (F, M, 4)."""
    east, north, up = np.moveaxis(position @ frame.T, -1, 0)
    sine, cosine = np.sin(azimuth)[:, np.newaxis], np.cos(azimuth)[:, np.newaxis]
    height = geodetic(position)[2]
    return np.stack([east * sine + north * cosine, north * sine - east * cosine, up, height], axis=-1)


@kernel
def square_of(course: Course, azimuth_rad: float, distance_m: float) -> Square:
    """Return the nodes around a cell; ``over`` is -1 where the missile does not reach it."""
    azimuths, distances = course.impact_s.shape
    place = (azimuth_rad - course.first_rad) / course.step_rad
    over = min(max(int(place), 0), azimuths - 2)
    share_over = place - over
    end_m = (1.0 - share_over) * course.farthest_m[over] + share_over * course.farthest_m[over + 1]
    place = (distance_m - course.nearest_m) / (end_m - course.nearest_m) * (distances - 1)
    if place > distances - 1 + 1e-9 or place < -1e-9:
        return Square(-1, 0, 0.0, 0.0)
    along = min(max(int(place), 0), distances - 2)
    return Square(over, along, share_over, place - along)


@kernel(inline=True)
def blend(square: Square, corner: float, beyond: float, aside: float, across: float) -> float:
    """Return the value between four nodes: lower, farther, next azimuth, and farther along that."""
    lower = corner + square.share_along * (beyond - corner)
    upper = aside + square.share_along * (across - aside)
    return lower + square.share_over * (upper - lower)


@kernel
def blended(square: Square, values: Any) -> float:
    """Return a field (A, R) at a cell."""
    i, j = square.over, square.along
    value: float = blend(square, values[i, j], values[i, j + 1], values[i + 1, j], values[i + 1, j + 1])
    return value


@kernel
def blended_time_s(square: Square, times_s: Any, shooter: int, mode: int) -> float:
    """Return a time (A, R, S, modes) at a cell; where a node has none, that of the nearest node."""
    i, j = square.over, square.along
    value: float = blend(
        square,
        times_s[i, j, shooter, mode],
        times_s[i, j + 1, shooter, mode],
        times_s[i + 1, j, shooter, mode],
        times_s[i + 1, j + 1, shooter, mode],
    )
    if value < np.inf:
        return value
    near: float = times_s[i + int(square.share_over > 0.5), j + int(square.share_along > 0.5), shooter, mode]
    return near


@kernel
def fill_path(square: Square, azimuth_rad: float, tracks: Any, path: Any) -> None:
    """Write a cell's flight ``path`` (M, 5): direction from the Earth's centre, height and radius.

    The direction has length one and is east, north and up of the launch point's frame.
    """
    sine, cosine = math.sin(azimuth_rad), math.cos(azimuth_rad)
    i, j = square.over, square.along
    for k in range(path.shape[0]):
        for axis in range(4):
            path[k, axis] = blend(
                square,
                tracks[i, j, k, axis],
                tracks[i, j + 1, k, axis],
                tracks[i + 1, j, k, axis],
                tracks[i + 1, j + 1, k, axis],
            )
        along, left, up = path[k, 0], path[k, 1], path[k, 2]
        radius = math.sqrt(along * along + left * left + up * up)
        inverse = 1.0 / radius
        path[k, 0] = (along * sine - left * cosine) * inverse
        path[k, 1] = (along * cosine + left * sine) * inverse
        path[k, 2] = up * inverse
        path[k, 4] = radius
