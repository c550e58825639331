"""Tracks: information about a free-falling target, summed over the sensors that are released.

Relative to free fall an error in position and velocity moves in a straight line, p(t) = p + v t. A
measurement at time s of weight W (the inverse covariance of a position) then tells about the state at time T
through H = [I, (s - T) I], and the information of any set of measurements is

    A = sum W,   B = sum (s - T) W,   C = sum (s - T)^2 W

so that three symmetric 3 x 3 sums, independent of T, carry all of it, and sensors add. The predicted position
at T has covariance (A - B C^-1 B)^-1. That is the Cramer-Rao bound for this motion (Bar-Shalom, Li &
Kirubarajan, *Estimation with Applications to Tracking and Navigation*, 2001, section 2.7), without process
noise. Left out: the gravity gradient over the track (7% in position after 300 s), drag below the atmosphere,
biases between sensors, and errors that grow as the echo weakens.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from shieldwall.physics.kernel import kernel, stage
from shieldwall.sensing.clock import NEVER, Milliseconds
from shieldwall.sensing.detection import Detections, Samples, Watch


class FireControl(NamedTuple):
    """When a track is good enough to fire on, by class of shooter (T classes: upper tier, lower tier).

    The predicted position ``lead_s`` ahead (or at impact, if sooner) must be known within ``error_m``, the
    root of the summed variances of its three coordinates.
    """

    lead_s: npt.NDArray[np.float64]
    error_m: npt.NDArray[np.float64]


class Teams(NamedTuple):
    """Sets of radars whose measurements are put together: ``radar`` (L, M), -1 for an empty place.

    ``wanted`` (L, T) says against which classes of `FireControl` each team's track is judged.
    """

    radar: Samples
    wanted: npt.NDArray[np.bool_]


@kernel(counted=False)
def predicted_variance_m2(moments: Any, ahead_s: float) -> float:
    """Return the summed variance of the predicted position from the three sums about time zero (3, 6).

    Each row holds xx, xy, xz, yy, yz, zz of the sums of W, s W and s^2 W; ``ahead_s`` is T on the same clock.
    Infinity where there is no sum to speak of; the caller sees to it that there were two looks, which is what
    position and velocity take.
    """
    a0 = moments[0, 0]
    a1 = moments[0, 1]
    a2 = moments[0, 2]
    a3 = moments[0, 3]
    a4 = moments[0, 4]
    a5 = moments[0, 5]
    b0 = moments[1, 0] - ahead_s * a0
    b1 = moments[1, 1] - ahead_s * a1
    b2 = moments[1, 2] - ahead_s * a2
    b3 = moments[1, 3] - ahead_s * a3
    b4 = moments[1, 4] - ahead_s * a4
    b5 = moments[1, 5] - ahead_s * a5
    c0 = moments[2, 0] - ahead_s * (moments[1, 0] + b0)
    c1 = moments[2, 1] - ahead_s * (moments[1, 1] + b1)
    c2 = moments[2, 2] - ahead_s * (moments[1, 2] + b2)
    c3 = moments[2, 3] - ahead_s * (moments[1, 3] + b3)
    c4 = moments[2, 4] - ahead_s * (moments[1, 4] + b4)
    c5 = moments[2, 5] - ahead_s * (moments[1, 5] + b5)
    i0 = c3 * c5 - c4 * c4
    i1 = c2 * c4 - c1 * c5
    i2 = c1 * c4 - c2 * c3
    i3 = c0 * c5 - c2 * c2
    i4 = c1 * c2 - c0 * c4
    i5 = c0 * c3 - c1 * c1
    determinant = c0 * i0 + c1 * i1 + c2 * i2
    if not determinant > 0.0:
        return math.inf
    x0 = (b0 * i0 + b1 * i1 + b2 * i2) / determinant
    x1 = (b0 * i1 + b1 * i3 + b2 * i4) / determinant
    x2 = (b0 * i2 + b1 * i4 + b2 * i5) / determinant
    y0 = (b1 * i0 + b3 * i1 + b4 * i2) / determinant
    y1 = (b1 * i1 + b3 * i3 + b4 * i4) / determinant
    y2 = (b1 * i2 + b3 * i4 + b4 * i5) / determinant
    z0 = (b2 * i0 + b4 * i1 + b5 * i2) / determinant
    z1 = (b2 * i1 + b4 * i3 + b5 * i4) / determinant
    z2 = (b2 * i2 + b4 * i4 + b5 * i5) / determinant
    a0 -= x0 * b0 + x1 * b1 + x2 * b2
    a1 -= x0 * b1 + x1 * b3 + x2 * b4
    a2 -= x0 * b2 + x1 * b4 + x2 * b5
    a3 -= y0 * b1 + y1 * b3 + y2 * b4
    a4 -= y0 * b2 + y1 * b4 + y2 * b5
    a5 -= z0 * b2 + z1 * b4 + z2 * b5
    minors = (a3 * a5 - a4 * a4) + (a0 * a5 - a2 * a2) + (a0 * a3 - a1 * a1)
    determinant = a0 * (a3 * a5 - a4 * a4) + a1 * (a2 * a4 - a1 * a5) + a2 * (a1 * a4 - a2 * a3)
    if not (determinant > 0.0 and minors > 0.0):
        return math.inf
    variance_m2: float = minors / determinant
    return variance_m2


@stage
def add_measurement(watch: Watch, f: int, k: int, n: int, time_s: float, moments: Any) -> None:
    """Add radar n's updates of flight f during sample step k to the three sums.

    W = u u' / range variance + (I - u u') / (range x angle error)^2, u the line of sight.
    """
    x = watch.course.position_ecef_m[f, k, 0] - watch.position_ecef_m[n, 0]
    y = watch.course.position_ecef_m[f, k, 1] - watch.position_ecef_m[n, 1]
    z = watch.course.position_ecef_m[f, k, 2] - watch.position_ecef_m[n, 2]
    square = x * x + y * y + z * z
    across = watch.angle_information[n] / square
    along = (watch.range_information[n] - across) / square
    factor = 1.0
    for row in range(3):
        moments[row, 0] += factor * (across + along * x * x)
        moments[row, 1] += factor * along * x * y
        moments[row, 2] += factor * along * x * z
        moments[row, 3] += factor * (across + along * y * y)
        moments[row, 4] += factor * along * y * z
        moments[row, 5] += factor * (across + along * z * z)
        factor *= time_s


@kernel(counted=False)
def add_team(watch: Watch, found: Detections, alert_ms: Any, f: int, k: int, team: Any, moments: Any) -> bool:
    """Add what a team of radars measures in step k of flight f; say whether any of them measured.

    A radar measures where the target is in its range and it has been found without a cue, or its party has
    been alerted (``alert_ms`` (F, P)). Time counts from the flight's first free-falling sample.
    """
    any_saw = False
    time_s = (k - watch.course.free_from[f]) * watch.course.sample_ms * 1e-3
    for n in team:
        if n < 0 or k < found.first[f, n] or k > found.last[f, n]:
            continue
        if watch.sight_range_m[f, k, n] > watch.course.size_factor[f] * watch.unit_range_m[n]:
            continue
        is_found = 0 <= found.uncued[f, n] <= k
        if is_found or alert_ms[f, watch.party[n]] <= k * watch.course.sample_ms:
            add_measurement(watch, f, k, n, time_s, moments)
            any_saw = True
    return any_saw


@kernel(counted=False)
def fill_quality(
    watch: Watch,
    found: Detections,
    alert_ms: Any,
    teams: Teams,
    standard: FireControl,
    quality_ms: Any,
    moments: Any,
    before_m2: Any,
) -> None:
    """Write when each team's track first meets each class of fire control: ``quality_ms`` (F, L, T).

    The error is worked out at samples and runs between two of them in proportion to its logarithm.
    ``moments`` (3, 6) and ``before_m2`` (T,) are to work in.
    """
    classes = standard.lead_s.shape[0]
    step_s = watch.course.sample_ms * 1e-3
    quality_ms[:] = NEVER
    for f in range(quality_ms.shape[0]):
        end_s = (watch.course.sample_count[f] - 1 - watch.course.free_from[f]) * step_s
        for team in range(teams.radar.shape[0]):
            first = watch.course.sample_count[f]
            last = -1
            for n in teams.radar[team]:
                if n >= 0 and found.first[f, n] >= 0:
                    first = min(first, found.first[f, n])
                    last = max(last, found.last[f, n])
            missing = 0
            for t in range(classes):
                missing += teams.wanted[team, t]
            moments[:] = 0.0
            before_m2[:] = np.inf
            looks = 0
            for k in range(max(first, watch.course.free_from[f]), last + 1):
                if missing == 0:
                    break
                if not add_team(watch, found, alert_ms, f, k, teams.radar[team], moments):
                    before_m2[:] = np.inf
                    continue
                looks += 1
                if looks < 2:
                    continue
                time_s = (k - watch.course.free_from[f]) * step_s
                for t in range(classes):
                    if not teams.wanted[team, t] or quality_ms[f, team, t] != NEVER:
                        continue
                    now_m2 = predicted_variance_m2(moments, min(time_s + standard.lead_s[t], end_s))
                    enough_m2 = standard.error_m[t] ** 2
                    if now_m2 <= enough_m2:
                        share = 1.0
                        if before_m2[t] < np.inf:
                            share = math.log(before_m2[t] / enough_m2) / math.log(before_m2[t] / now_m2)
                        quality_ms[f, team, t] = math.ceil((k - 1 + share) * watch.course.sample_ms)
                        missing -= 1
                    before_m2[t] = now_m2


def quality_ms(
    watch: Watch, found: Detections, alert_ms: Milliseconds, teams: Teams, standard: FireControl
) -> Milliseconds:
    """Return when each team's track first reaches fire-control quality.

    Parameters
    ----------
    watch : Watch
        Radars over F flights in one draw.
    found : Detections
        From `shieldwall.sensing.detection.detect`.
    alert_ms : (F, P)
        When each party was alerted, which cues its radars.
    teams : Teams
        L sets of radars.
    standard : FireControl
        T classes.

    Returns
    -------
    (F, L, T)
        Milliseconds after launch; `NEVER` where the class is not wanted or not reached.
    """
    shape = (alert_ms.shape[0], teams.radar.shape[0], standard.lead_s.shape[0])
    result = np.empty(shape, np.int32)
    fill_quality(watch, found, alert_ms, teams, standard, result, np.empty((3, 6)), np.empty(shape[2]))
    return result
