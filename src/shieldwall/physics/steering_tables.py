"""Steering against range, worked out once per booster, as the first guess of every aim.

Two tables. *Least increment*: for each cut-off the kick that carries farthest, hence cut-off and kick
against range. *Full burn*: kick against range, on the steep and on the flat side of the farthest flight.
The first is built for three eastward speeds of the ground (against, none, with the turn of the equator), so
that the kick that carries farthest is also right on the turning Earth; between them it is a parabola.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
from scipy.interpolate import PchipInterpolator

from shieldwall.physics.earth import EQUATORIAL_RADIUS_M, ROTATION_RATE_RAD_S, Floats, ecef_m, local_frame
from shieldwall.physics.kernel import kernel
from shieldwall.physics.steps import Pad, Rocket, Steering
from shieldwall.physics.trajectory import fly_steered, latest_cut_off_s

EAST_RAD: Final = math.pi / 2.0
LEAST_LOG_KICK: Final = -11.0
GREATEST_LOG_KICK: Final = -0.55
SHORTEST_SHARE: Final = 0.02
LONGEST_SHARE: Final = 1.15
LONGEST_RANGE_M: Final = 18.5e6
LOWEST_APOGEE_M: Final = 25e3
"""Below this a gravity turn is no ballistic flight; `quasi_ballistic` is the class for those."""

LEAST_NODES: Final = 33
FULL_NODES: Final = 49
SCAN_NODES: Final = 64
_FULL_STEP: Final = 0.08
_EQUATOR_PAD = Pad(ecef_m(0.0, 0.0), local_frame(0.0, 0.0))


class SteeringTables(NamedTuple):
    """First guesses, against the range ``r`` wanted. Rows are eastward ground speeds -1, 0, +1 (equator's).

    ``least_*`` stand at ``LEAST_NODES`` even steps of range from ``shortest_m`` to ``longest_m``; the cut-off
    passes the end of the burn where the range is out of reach. ``farthest_m`` is the range at full burn.
    ``steep_log_kick`` and ``flat_log_kick`` stand at ``FULL_NODES`` even steps of ``sqrt(1 - r / farthest)``
    from 0 to ``steep_end`` and ``flat_end`` (the root removes the corner at the farthest flight).
    """

    shortest_m: float
    longest_m: float
    farthest_m: Floats
    least_log_kick: Floats
    least_cut_off_s: Floats
    steep_log_kick: Floats
    steep_end: float
    flat_log_kick: Floats
    flat_end: float
    burn_time_s: float


@kernel
def equator_arc(rocket: Rocket, pad: Pad, log_kick: float, cut_off_s: float) -> tuple[float, float]:
    """Return the signed eastward range (equatorial arc, m) of a flight along the equator, and its apogee (m).

    Arcs beyond 60 degrees west are read as more than half round; a flight that stays up goes all round.
    """
    outcome = fly_steered(rocket, pad, Steering(EAST_RAD, log_kick, cut_off_s), 1.0, np.empty((0, 6)))
    if math.isinf(outcome.flight_time_s):
        return 2.0 * math.pi * EQUATORIAL_RADIUS_M, math.inf
    x, y = outcome.impact[0], outcome.impact[1]
    px, py = pad.position_m[0], pad.position_m[1]
    arc = math.atan2(px * y - py * x, px * x + py * y)
    if arc < -math.pi / 3.0:
        arc += 2.0 * math.pi
    return EQUATORIAL_RADIUS_M * arc, outcome.apogee_m


@kernel
def farthest(rocket: Rocket, pad: Pad, cut_off_s: float) -> tuple[float, float]:
    """Return the kick (``log tan(kick/2)``) that carries farthest east with a cut-off, and the range, m."""
    step = (GREATEST_LOG_KICK - LEAST_LOG_KICK) / SCAN_NODES
    best, best_range = LEAST_LOG_KICK, -math.inf
    for node in range(SCAN_NODES + 1):
        kick = LEAST_LOG_KICK + node * step
        reached = equator_arc(rocket, pad, kick, cut_off_s)[0]
        if reached > best_range:
            best, best_range = kick, reached
    kick, reached = farthest_near(rocket, pad, cut_off_s, best)
    return kick, reached


@kernel
def farthest_near(rocket: Rocket, pad: Pad, cut_off_s: float, guess: float) -> tuple[float, float]:
    """Return what `farthest` returns, climbing from a guess of the kick.

    Steps uphill until the top lies between two of them, golden section to 0.003, then the parabola through
    three points: the range is flat there, so what is left is centimetres.
    """
    step = 0.08
    middle = min(max(guess, LEAST_LOG_KICK), GREATEST_LOG_KICK)
    top = equator_arc(rocket, pad, middle, cut_off_s)[0]
    left, at_left = middle - step, equator_arc(rocket, pad, middle - step, cut_off_s)[0]
    right, at_right = middle + step, equator_arc(rocket, pad, middle + step, cut_off_s)[0]
    while at_left > top and left > LEAST_LOG_KICK:
        right, at_right, middle, top = middle, top, left, at_left
        left = middle - step
        at_left = equator_arc(rocket, pad, left, cut_off_s)[0]
    while at_right > top and right < GREATEST_LOG_KICK:
        left, at_left, middle, top = middle, top, right, at_right
        right = middle + step
        at_right = equator_arc(rocket, pad, right, cut_off_s)[0]
    golden = 0.3819660112501051
    while right - left > 0.003:
        is_right = right - middle > middle - left
        trial = middle + golden * (right - middle) if is_right else middle - golden * (middle - left)
        reached = equator_arc(rocket, pad, trial, cut_off_s)[0]
        if reached > top:
            if is_right:
                left, at_left = middle, top
            else:
                right, at_right = middle, top
            middle, top = trial, reached
        elif is_right:
            right, at_right = trial, reached
        else:
            left, at_left = trial, reached
    near, far = (middle - left) * (top - at_right), (middle - right) * (top - at_left)
    if near != far:
        middle -= 0.5 * ((middle - left) * near - (middle - right) * far) / (near - far)
    return middle, equator_arc(rocket, pad, middle, cut_off_s)[0]


def _least_increment(
    rocket: Rocket, burn_time_s: float, even_m: Floats, guess: float
) -> tuple[float, Floats, Floats]:
    """Return the range at full burn, and kick and cut-off at even steps of range, for one rotation rate."""
    latest = min(1.2 * burn_time_s, latest_cut_off_s(rocket))
    kick, full = farthest_near(rocket, _EQUATOR_PAD, burn_time_s, guess)

    def cut_off_for(range_m: float) -> float:
        low, high, climb = rocket.vertical_rise_s + 0.5, latest, kick
        while high - low > 0.005 * burn_time_s:
            middle = 0.5 * (low + high)
            climb, reached = farthest_near(rocket, _EQUATOR_PAD, middle, climb)
            low, high = (middle, high) if reached < range_m else (low, middle)
        return float(high)

    cut_offs = np.linspace(cut_off_for(0.95 * even_m[0]), cut_off_for(even_m[-1]), LEAST_NODES)
    found = np.empty((LEAST_NODES, 2))
    climb = kick
    for node in range(LEAST_NODES - 1, -1, -1):
        found[node] = farthest_near(rocket, _EQUATOR_PAD, float(cut_offs[node]), climb)
        climb = float(found[node, 0])
    reached = np.maximum.accumulate(found[:, 1]) + 1e-6 * np.arange(LEAST_NODES)
    return (
        min(float(full), LONGEST_RANGE_M),
        PchipInterpolator(reached, found[:, 0])(even_m),
        PchipInterpolator(reached, cut_offs)(even_m),
    )


def _full_burn(rocket: Rocket, burn_time_s: float, direction: float) -> tuple[Floats, float]:
    """Return kicks at even steps of ``sqrt(1 - w)`` to one side of the farthest flight, and the last step."""
    kick, full = farthest(rocket, _EQUATOR_PAD, burn_time_s)
    kicks, roots = [kick], [0.0]
    while True:
        kick += direction * _FULL_STEP
        reached, apogee = equator_arc(rocket, _EQUATOR_PAD, kick, burn_time_s)
        root = math.sqrt(max(1.0 - reached / full, 0.0))
        if apogee < LOWEST_APOGEE_M or kick > GREATEST_LOG_KICK or root < roots[-1]:
            break
        if root > roots[-1]:
            kicks.append(kick)
            roots.append(root)
        if reached < SHORTEST_SHARE * full:
            break
    if len(roots) < 2:
        return np.full(FULL_NODES, kicks[0]), 1e-9
    even = np.linspace(0.0, roots[-1], FULL_NODES)
    return PchipInterpolator(np.array(roots), np.array(kicks))(even), roots[-1]


def build_tables(rocket: Rocket, burn_time_s: float) -> SteeringTables:
    """Return the steering tables of a calibrated rocket (about a tenth of a second)."""
    still = rocket._replace(rotation_rate_rad_s=0.0)
    kick, full = farthest(still, _EQUATOR_PAD, burn_time_s)
    even = np.linspace(SHORTEST_SHARE * full, min(LONGEST_SHARE * full, LONGEST_RANGE_M), LEAST_NODES)
    rates = [sign * ROTATION_RATE_RAD_S for sign in (-1.0, 0.0, 1.0)]
    least = [
        _least_increment(rocket._replace(rotation_rate_rad_s=rate), burn_time_s, even, kick) for rate in rates
    ]
    steep, steep_end = _full_burn(still, burn_time_s, -1.0)
    flat, flat_end = _full_burn(still, burn_time_s, 1.0)
    return SteeringTables(
        shortest_m=float(even[0]),
        longest_m=float(even[-1]),
        farthest_m=np.array([row[0] for row in least]),
        least_log_kick=np.array([row[1] for row in least]),
        least_cut_off_s=np.array([row[2] for row in least]),
        steep_log_kick=steep,
        steep_end=steep_end,
        flat_log_kick=flat,
        flat_end=flat_end,
        burn_time_s=burn_time_s,
    )
