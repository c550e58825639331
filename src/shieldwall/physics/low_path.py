"""Progress along a prescribed low path: how far and how fast, second by second."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from scipy.optimize import brentq

from shieldwall.physics.atmosphere import density_kg_m3
from shieldwall.physics.earth import STANDARD_GRAVITY_M_S2, Floats
from shieldwall.physics.kernel import kernel
from shieldwall.physics.refusals import CannotFlyError

ARRIVAL_SPEED_M_S: Final = 600.0
"""With which the farthest shot at the published apogee still arrives: about twice the speed of sound."""

_STEP_S: Final = 0.25
_SLOWEST_M_S: Final = 200.0
_LONGEST_S: Final = 3600.0
_FASTEST_M_S: Final = 6000.0


@dataclass(frozen=True)
class QuasiBallisticModel:
    """A low short-range missile, in SI.

    Attributes
    ----------
    id : str
        Catalogue id.
    max_range_m, apogee_m : float
        As published; shots shorter than 8.3 apogees stay lower, at 0.12 of their range.
    burn_time_s, burn_time_low_s, burn_time_high_s : float
        Burn time and its judged range.
    ballistic_coefficient_kg_m2 : float
        Of the whole missile after burnout.
    """

    id: str
    max_range_m: float
    apogee_m: float
    burn_time_s: float
    burn_time_low_s: float
    burn_time_high_s: float
    ballistic_coefficient_kg_m2: float


def path_shape(place: Any, range_m: Any, apogee_m: Any) -> tuple[Any, Any]:
    """Return height and slope of the flat-topped path ``h = A (1 - place^4)`` at ``place = 2 s / R - 1``.

    For floats and for arrays; compiled as ``low_path``.
    """
    return apogee_m * (1.0 - place**4), -8.0 * apogee_m / range_m * place**3


low_path = kernel(path_shape)


@kernel
def low_rates(
    powered: float, ground: float, speed: float, shot: tuple[float, float, float, float, float]
) -> tuple[float, float]:
    """Return the rates of ground distance and speed along the path, ``powered`` for a share of a step."""
    range_m, apogee_m, burn_time_s, burnout_speed_m_s, half_inverse_beta = shot
    height, slope = low_path(2.0 * min(ground / range_m, 1.0) - 1.0, range_m, apogee_m)
    level = 1.0 / math.sqrt(1.0 + slope * slope)
    drag = half_inverse_beta * density_kg_m3(height) * speed * speed
    free = -STANDARD_GRAVITY_M_S2 * slope * level - drag
    return speed * level, powered * burnout_speed_m_s / burn_time_s + (1.0 - powered) * free


@kernel
def low_shot(
    shot: tuple[float, float, float, float, float], sample_s: float, ground: Floats, rate: Floats
) -> tuple[float, float, int]:
    """Fly one shot along the low path.

    Parameters
    ----------
    shot : tuple of five floats
        Range (m), apogee (m), burn time (s), burnout speed (m/s), half the inverse ballistic coefficient.
    sample_s : float
        Interval of the samples, s.
    ground, rate : float64 array, shape (S,)
        Filled with ground distance (m) and ground speed (m/s) at ``k * sample_s``; S = 0 for none.

    Returns
    -------
    tuple
        Time and speed of arrival (infinite and zero where the speed runs out first) and samples written.
    """
    range_m = shot[0]
    steps = max(1, math.ceil(sample_s / _STEP_S))
    span = sample_s / steps
    place, speed, count = 0.0, 0.0, 0
    step = 0
    while step * span < _LONGEST_S:
        now = step * span
        powered = min(max((shot[2] - now) / span, 0.0), 1.0)
        pace, push = low_rates(powered, place, speed, shot)
        if step % steps == 0 and count < ground.shape[0]:
            ground[count], rate[count] = place, pace
            count += 1
        pace_next, push_next = low_rates(powered, place + span * pace, speed + span * push, shot)
        moved = 0.5 * span * (pace + pace_next)
        gained = 0.5 * span * (push + push_next)
        if place + moved >= range_m:
            share = (range_m - place) / moved
            return now + share * span, speed + share * gained, count
        place += moved
        speed += gained
        if now > shot[2] and speed < _SLOWEST_M_S:
            break
        step += 1
    return math.inf, 0.0, count


@functools.lru_cache(maxsize=64)
def burnout_speed_m_s(model: QuasiBallisticModel, burn_time_s: float) -> float:
    """Return the burnout speed with which the farthest shot arrives at `ARRIVAL_SPEED_M_S`.

    The motor burns out at every range, so one speed serves all shots.

    Raises
    ------
    CannotFlyError
        No speed below 6 km/s carries that far at that apogee.
    """
    none = np.empty(0)

    def excess(speed: float) -> float:
        shot = (
            model.max_range_m,
            model.apogee_m,
            burn_time_s,
            speed,
            0.5 / model.ballistic_coefficient_kg_m2,
        )
        return float(low_shot(shot, 1.0, none, none)[1]) - ARRIVAL_SPEED_M_S

    if excess(_FASTEST_M_S) < 0.0:
        raise CannotFlyError(
            f"{model.id}: no speed below {_FASTEST_M_S / 1e3:.0f} km/s carries "
            f"{model.max_range_m / 1e3:.0f} km at {model.apogee_m / 1e3:.0f} km"
        )
    return float(brentq(excess, ARRIVAL_SPEED_M_S, _FASTEST_M_S, xtol=0.01))
