"""Steering a booster to a point on the turning Earth.

The steering tables turn a wanted range into a kick and a cut-off. The solver moves the *wanted point*
(metres east and north of the pad, along the great circle) until the flight falls on the aim: Newton's
method with a measured Jacobian, then Broyden's updates. The Earth's turn, the drift of lofted flights and
the poles then need no special case.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np

from shieldwall.physics.earth import MEAN_RADIUS_M, Floats
from shieldwall.physics.kernel import kernel
from shieldwall.physics.steering_tables import FULL_NODES, LEAST_NODES, SteeringTables
from shieldwall.physics.steps import Pad, Rocket, Steering
from shieldwall.physics.trajectory import fly_steered

LEAST: Final = 0
STEEP: Final = 1
FLAT: Final = 2
TOLERANCE_M: Final = 5.0
MOST_ROUNDS: Final = 25

Offset = tuple[float, float]
Jacobian = tuple[float, float, float, float]


class Aimed(NamedTuple):
    """The steering found, the miss that is left (m) and the range (m) that the tables were asked for."""

    steering: Steering
    miss_m: float
    asked_m: float


@kernel
def ground_offset_m(pad: Pad, x: float, y: float, z: float) -> tuple[float, float]:
    """Return metres east and north of the pad, along the great circle, of an ECEF point on the ground."""
    px, py, pz = pad.position_m[0], pad.position_m[1], pad.position_m[2]
    dx, dy, dz = x - px, y - py, z - pz
    east = dx * pad.frame[0, 0] + dy * pad.frame[0, 1] + dz * pad.frame[0, 2]
    north = dx * pad.frame[1, 0] + dy * pad.frame[1, 1] + dz * pad.frame[1, 2]
    level = math.sqrt(east * east + north * north)
    cross = math.sqrt((y * pz - z * py) ** 2 + (z * px - x * pz) ** 2 + (x * py - y * px) ** 2)
    length = MEAN_RADIUS_M * math.atan2(cross, x * px + y * py + z * pz)
    if level == 0.0:
        return 0.0, 0.0
    return length * east / level, length * north / level


@kernel
def parabola(rows: Floats, eastward: float, node: int) -> float:
    """Return the value of three rows (at -1, 0, +1) at ``eastward``, by the parabola through them."""
    middle: float = rows[1, node]
    bend = 0.5 * (rows[0, node] + rows[2, node]) - middle
    lean = 0.5 * (rows[2, node] - rows[0, node])
    value: float = middle + eastward * (lean + eastward * bend)
    return value


@kernel
def least_steering(tables: SteeringTables, range_m: float, eastward: float) -> tuple[float, float]:
    """Return kick and cut-off of least velocity increment for a range (linear beyond the table's ends)."""
    span = (tables.longest_m - tables.shortest_m) / (LEAST_NODES - 1)
    place = (range_m - tables.shortest_m) / span
    node = min(max(int(place), 0), LEAST_NODES - 2)
    s = place - node
    held = min(max(s, 0.0), 1.0)
    kick = (1.0 - held) * parabola(tables.least_log_kick, eastward, node)
    kick += held * parabola(tables.least_log_kick, eastward, node + 1)
    cut_off = (1.0 - s) * parabola(tables.least_cut_off_s, eastward, node)
    cut_off += s * parabola(tables.least_cut_off_s, eastward, node + 1)
    return kick, max(cut_off, 0.25 * parabola(tables.least_cut_off_s, eastward, 0))


@kernel
def table_steering(
    tables: SteeringTables, range_m: float, eastward: float, family: int
) -> tuple[float, float]:
    """Return kick and cut-off for a wanted range: least increment, or full burn on the steep or flat side.

    Past the farthest flight a full burn goes on as the least increment does, burning longer than there is
    propellant for; the caller refuses that.
    """
    lean = 0.5 * (tables.farthest_m[2] - tables.farthest_m[0])
    bend = 0.5 * (tables.farthest_m[2] + tables.farthest_m[0]) - tables.farthest_m[1]
    farthest = tables.farthest_m[1] + eastward * (lean + eastward * bend)
    edge_kick, _ = least_steering(tables, farthest, eastward)
    if family == LEAST or range_m >= farthest:
        least_kick, least_cut_off = least_steering(tables, range_m, eastward)
        return least_kick, least_cut_off
    root = math.sqrt(1.0 - range_m / farthest)
    end = tables.steep_end if family == STEEP else tables.flat_end
    rows = tables.steep_log_kick if family == STEEP else tables.flat_log_kick
    place = min(root / end, 1.0) * (FULL_NODES - 1)
    node = min(int(place), FULL_NODES - 2)
    kick = rows[node] + (place - node) * (rows[node + 1] - rows[node])
    kick += (edge_kick - rows[0]) * (1.0 - min(root / end, 1.0))
    if root > end:
        if family == STEEP:
            kick += math.log(max(1.0 - root * root, 1e-9) / (1.0 - end * end))
        else:
            kick += (root - end) * (rows[FULL_NODES - 1] - rows[FULL_NODES - 2]) * (FULL_NODES - 1) / end
    return kick, tables.burn_time_s


@kernel
def asked_steering(tables: SteeringTables, pad: Pad, east_m: float, north_m: float, family: int) -> Steering:
    """Return the steering that the tables give for a wanted point."""
    range_m = math.sqrt(east_m * east_m + north_m * north_m)
    azimuth = math.atan2(east_m, north_m)
    level = math.sqrt(pad.position_m[0] ** 2 + pad.position_m[1] ** 2)
    eastward = 0.0
    if family != STEEP:
        eastward = math.sin(azimuth) * level / math.sqrt(level * level + pad.position_m[2] ** 2)
    kick, cut_off = table_steering(tables, range_m, eastward, family)
    return Steering(azimuth, kick, cut_off)


@kernel
def miss_m(
    rocket: Rocket, pad: Pad, tables: SteeringTables, asked: Offset, target: Offset, family: int
) -> Offset:
    """Return how far east and north of the target the flight to a wanted point falls, m."""
    steering = asked_steering(tables, pad, asked[0], asked[1], family)
    outcome = fly_steered(rocket, pad, steering, 1.0, np.empty((0, 6)))
    if math.isinf(outcome.flight_time_s):
        return 4e7, 4e7
    east, north = ground_offset_m(pad, outcome.impact[0], outcome.impact[1], outcome.impact[2])
    return east - target[0], north - target[1]


@kernel
def newton_step(jacobian: Jacobian, error: Offset, most: float) -> Offset:
    """Return the step that the Jacobian (by rows) says removes the error, at most ``most`` long."""
    a, b, c, d = jacobian
    determinant = a * d - b * c
    if abs(determinant) < 1e-9:
        return 0.0, 0.0
    east = -(d * error[0] - b * error[1]) / determinant
    north = -(a * error[1] - c * error[0]) / determinant
    share = min(1.0, most / max(math.hypot(east, north), 1e-9))
    return share * east, share * north


@kernel
def aim_at(rocket: Rocket, pad: Pad, tables: SteeringTables, target: Offset, family: int) -> Aimed:
    """Return the steering of one family whose flight falls on a target.

    Parameters
    ----------
    rocket, pad, tables
        The booster, where it stands, and its first guesses.
    target : tuple of two floats
        Metres east and north of the pad (`ground_offset_m`).
    family : int
        `LEAST`, `STEEP` or `FLAT`.

    Returns
    -------
    Aimed
        With a miss above `TOLERANCE_M` where no such flight was found.
    """
    asked = target
    error = miss_m(rocket, pad, tables, asked, target, family)
    size = math.hypot(error[0], error[1])
    a, b, c, d = 1.0, 0.0, 0.0, 1.0
    is_measured = False
    for _ in range(MOST_ROUNDS):
        if size < TOLERANCE_M or not size < math.inf:
            break
        far = math.hypot(asked[0], asked[1])
        if not is_measured:
            nudge = max(200.0, 1e-3 * far)
            east = miss_m(rocket, pad, tables, (asked[0] + nudge, asked[1]), target, family)
            north = miss_m(rocket, pad, tables, (asked[0], asked[1] + nudge), target, family)
            a, c = (east[0] - error[0]) / nudge, (east[1] - error[1]) / nudge
            b, d = (north[0] - error[0]) / nudge, (north[1] - error[1]) / nudge
        dx, dy = newton_step((a, b, c, d), error, 0.3 * far + 50e3)
        square = dx * dx + dy * dy
        if square == 0.0:
            break
        changed = miss_m(rocket, pad, tables, (asked[0] + dx, asked[1] + dy), target, family)
        shrunk = math.hypot(changed[0], changed[1])
        first = (changed[0] - error[0] - a * dx - b * dy) / square
        second = (changed[1] - error[1] - c * dx - d * dy) / square
        a, b, c, d = a + first * dx, b + first * dy, c + second * dx, d + second * dy
        is_measured = shrunk < 0.5 * size
        if shrunk < size:
            asked, error, size = (asked[0] + dx, asked[1] + dy), changed, shrunk
        else:
            asked = (asked[0] + 0.25 * dx, asked[1] + 0.25 * dy)
            error = miss_m(rocket, pad, tables, asked, target, family)
            size = math.hypot(error[0], error[1])
    steering = asked_steering(tables, pad, asked[0], asked[1], family)
    return Aimed(steering, size, math.hypot(asked[0], asked[1]))
