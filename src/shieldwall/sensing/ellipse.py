"""One flight's track in full: how its errors shrink, and the ellipse in which it will come down.

The same sums as `shieldwall.sensing.track`, kept at every sample for one flight and turned into what a
reader wants to see.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from shieldwall.sensing.clock import Milliseconds
from shieldwall.sensing.detection import Detections, Watch
from shieldwall.sensing.track import add_team

Floats = npt.NDArray[np.float64]

GOLDEN_ANGLE_RAD: Final = math.pi * (3.0 - math.sqrt(5.0))

_SQUARE = np.array([[0, 1, 2], [1, 3, 4], [2, 4, 5]])


@dataclass(frozen=True)
class Ellipse:
    """A one-sigma ellipse on level ground; the long axis lies ``azimuth_deg`` (0 to 180) from north."""

    semi_major_m: float
    semi_minor_m: float
    azimuth_deg: float


def spread_points_m(ellipse: Ellipse, count: int) -> Floats:
    """Return points that stand for a normal distribution, each for the same share of it, (count, 2).

    East and north of the middle. Radii are those that divide a two-dimensional normal distribution into
    ``count`` equal rings, r = sqrt(-2 ln(1 - (i + 1/2) / count)) standard deviations (its radius is
    Rayleigh's), and each point is turned from the one before by the golden angle.
    """
    place = np.arange(count)
    radius = np.sqrt(-2.0 * np.log1p(-(place + 0.5) / count))
    along = ellipse.semi_major_m * radius * np.cos(place * GOLDEN_ANGLE_RAD)
    across = ellipse.semi_minor_m * radius * np.sin(place * GOLDEN_ANGLE_RAD)
    azimuth = math.radians(ellipse.azimuth_deg)
    east = along * math.sin(azimuth) + across * math.cos(azimuth)
    north = along * math.cos(azimuth) - across * math.sin(azimuth)
    return np.stack([east, north], axis=-1)


@dataclass(frozen=True)
class TrackHistory:
    """What is known of one flight after each sample step in which it was measured (n steps).

    ``moments`` (n, 3, 6) are the three sums of `shieldwall.sensing.track` about ``origin_s``.
    """

    time_s: Floats
    moments: Floats
    origin_s: float

    def covariance_m2(self, step: int, at_s: float) -> Floats:
        """Return the covariance (3, 3) of the position at ``at_s``, predicted after a step."""
        sums = self.moments[step][:, _SQUARE]
        ahead_s = at_s - self.origin_s
        b = sums[1] - ahead_s * sums[0]
        c = sums[2] - ahead_s * (2.0 * sums[1] - ahead_s * sums[0])
        if step == 0 or np.linalg.cond(c) > 1e15:
            return np.full((3, 3), np.inf)
        return np.asarray(np.linalg.inv(sums[0] - b @ np.linalg.solve(c, b)))

    def position_error_m(self, step: int, at_s: float) -> float:
        """Return the root of the summed variances of the position predicted for ``at_s``, m."""
        return math.sqrt(float(np.trace(self.covariance_m2(step, at_s))))


def track_history(
    watch: Watch, found: Detections, alert_ms: Milliseconds, flight: int, radars: npt.NDArray[np.int32]
) -> TrackHistory:
    """Return how information about one flight grows, measured by the given radars (row numbers)."""
    moments = np.zeros((3, 6))
    steps, kept = [], []
    for k in range(int(watch.course.free_from[flight]), int(watch.course.sample_count[flight])):
        if add_team(watch, found, alert_ms, flight, k, radars, moments):
            steps.append(k)
            kept.append(moments.copy())
    step_s = watch.course.sample_ms / 1000.0
    return TrackHistory(
        np.array(steps, np.float64) * step_s,
        np.array(kept).reshape(-1, 3, 6),
        float(watch.course.free_from[flight]) * step_s,
    )


def ground_ellipse(covariance_m2: Floats, velocity_m_s: Floats, east_north_up: Floats) -> Ellipse:
    """Return where a target comes down: a position error seen along its path onto level ground.

    An error e in position moves the point of impact by e - v (u.e) / (u.v), with velocity v and vertical u;
    the ellipse is that of the level part. Errors in velocity during the last instant are left out: the
    covariance is that of the position at the time of impact.

    Parameters
    ----------
    covariance_m2 : (3, 3)
        Of the position at the time of impact.
    velocity_m_s : (3,)
        At impact, in the same frame.
    east_north_up : (3, 3)
        Unit vectors as rows, at the point of impact.
    """
    local = east_north_up @ covariance_m2 @ east_north_up.T
    east, north, up = east_north_up @ velocity_m_s
    onto_ground = np.array([[1.0, 0.0, -east / up], [0.0, 1.0, -north / up]])
    variance, axes = np.linalg.eigh(onto_ground @ local @ onto_ground.T)
    azimuth_deg = math.degrees(math.atan2(axes[0, 1], axes[1, 1])) % 180.0
    return Ellipse(math.sqrt(float(variance[1])), math.sqrt(float(variance[0])), azimuth_deg)
