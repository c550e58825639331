"""Boosters: a threat's published figures, and the calibrated rocket that matches its maximum range.

The only thing fitted is the velocity increment: one number, so that the farthest flight on an Earth that
does not turn (launched along the equator, where the flight stays in its plane) has the published
maximum range. Burn time is not fitted; it is the second free parameter and is carried as a range.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from scipy.optimize import brentq

from shieldwall.physics.earth import ROTATION_RATE_RAD_S, STANDARD_GRAVITY_M_S2, ecef_m, local_frame
from shieldwall.physics.refusals import CannotFlyError
from shieldwall.physics.steering_tables import SteeringTables, build_tables, farthest, farthest_near
from shieldwall.physics.steps import Pad, Rocket

RangeControl = Literal["cut_off", "loft"]
LONGEST_RANGE_M: Final = 18_000e3
MOST_DELTA_V_M_S: Final = 12e3
LEAST_THRUST_OVER_WEIGHT: Final = 1.05
_EQUATOR_PAD = Pad(ecef_m(0.0, 0.0), local_frame(0.0, 0.0))


@dataclass(frozen=True)
class Stage:
    """One notional stage: burn time (s), its share of the velocity increment, specific impulse (s)."""

    burn_time_s: float
    delta_v_share: float
    specific_impulse_s: float


@dataclass(frozen=True)
class ThreatModel:
    """What is published (or judged) about a ballistic missile, in SI.

    Attributes
    ----------
    id : str
        Catalogue id.
    stages : tuple of Stage
        One to three; their burn times sum to the nominal burn time.
    max_range_m : float
        Published maximum range, on an Earth that does not turn.
    range_control : {"cut_off", "loft"}
        Whether a shorter range is flown by an early cut-off (liquid) or by lofting (solid).
    vertical_rise_s : float
        Time from lift-off to the kick.
    ballistic_coefficient_kg_m2 : float
        Of what re-enters; scaled by mass under power. Infinite for no drag.
    burn_time_low_s, burn_time_high_s : float
        Judged range of the total burn time.
    demonstrated_apogee_m : float
        Highest published apogee of a test flight (its payload is not known); zero where there is none.
    """

    id: str
    stages: tuple[Stage, ...]
    max_range_m: float
    range_control: RangeControl
    vertical_rise_s: float
    ballistic_coefficient_kg_m2: float
    burn_time_low_s: float
    burn_time_high_s: float
    demonstrated_apogee_m: float = 0.0

    @property
    def burn_time_s(self) -> float:
        """Nominal total burn time."""
        return sum(stage.burn_time_s for stage in self.stages)


@dataclass(frozen=True, eq=False)
class Booster:
    """A calibrated rocket: its model, its burn time, its velocity increment and its steering tables."""

    model: ThreatModel
    burn_time_s: float
    delta_v_m_s: float
    rocket: Rocket
    tables: SteeringTables


def rocket_of(
    model: ThreatModel,
    burn_time_s: float,
    delta_v_m_s: float,
    rotation_rate_rad_s: float = ROTATION_RATE_RAD_S,
) -> Rocket:
    """Return the rocket with a total burn time and velocity increment.

    The rocket equation, stage by stage: exhaust speed ``Isp * g0``, mass ratio ``exp(dv / c)``, constant
    flow. The mass that sets drag counts propellant only; dropped structure is left out.
    """
    scale = burn_time_s / model.burn_time_s
    burn = np.array([stage.burn_time_s * scale for stage in model.stages])
    share = np.array([stage.delta_v_share for stage in model.stages])
    exhaust = np.array([stage.specific_impulse_s for stage in model.stages]) * STANDARD_GRAVITY_M_S2
    ratio = np.exp(delta_v_m_s * share / share.sum() / exhaust)
    flow = (1.0 - 1.0 / ratio) / burn
    return Rocket(
        stage_end_s=np.cumsum(burn),
        thrust_m_s2=exhaust * flow,
        flow_per_s=flow,
        start_mass=np.cumprod(ratio[::-1])[::-1].copy(),
        vertical_rise_s=float(model.vertical_rise_s),
        half_inverse_ballistic_m2_kg=0.5 / model.ballistic_coefficient_kg_m2,
        rotation_rate_rad_s=rotation_rate_rad_s,
    )


def _check(model: ThreatModel, burn_time_s: float) -> None:
    if not 1 <= len(model.stages) <= 3:
        raise CannotFlyError(f"{model.id}: a booster has one to three stages, not {len(model.stages)}")
    if min(min(s.burn_time_s, s.delta_v_share, s.specific_impulse_s) for s in model.stages) <= 0.0:
        raise CannotFlyError(f"{model.id}: burn times, velocity shares and specific impulses are positive")
    if not 0.0 < model.max_range_m <= LONGEST_RANGE_M:
        raise CannotFlyError(
            f"{model.id}: a maximum range lies between 0 and {LONGEST_RANGE_M / 1e3:.0f} km, "
            f"not {model.max_range_m / 1e3:g} km"
        )
    first = model.stages[0].burn_time_s / model.burn_time_s * burn_time_s
    if not 0.0 < model.vertical_rise_s < first:
        raise CannotFlyError(f"{model.id}: the vertical rise ends within the first stage's burn")


def _increment(excess_m: Callable[[float], float], first: float) -> float | None:
    """Return the velocity increment at which the excess of range is zero, searched for around a first one."""
    low, high = first, first
    while excess_m(high) < 0.0:
        low, high = high, 1.08 * high
        if high > MOST_DELTA_V_M_S:
            return None
    while excess_m(low) > 0.0:
        low /= 1.08
        if low < 0.1 * first:
            return None
    if excess_m(low) * excess_m(high) > 0.0:
        return None
    return float(brentq(excess_m, low, high, xtol=1e-4, rtol=1e-12))


@functools.lru_cache(maxsize=256)
def calibrate(model: ThreatModel, burn_time_s: float | None = None) -> Booster:
    """Return the booster whose farthest flight on a non-turning Earth has the published maximum range.

    Parameters
    ----------
    model : ThreatModel
        The published figures.
    burn_time_s : float, optional
        Total burn time; every stage is stretched alike. The sum of the stages' burn times by default.

    Returns
    -------
    Booster
        Kept in memory for the process.

    Raises
    ------
    CannotFlyError
        The rocket does not lift off, or no increment below 12 km/s gives the range.
    """
    burn = model.burn_time_s if burn_time_s is None else float(burn_time_s)
    _check(model, burn)

    kicks: list[float] = []

    def excess_m(delta_v_m_s: float) -> float:
        rocket = rocket_of(model, burn, delta_v_m_s, 0.0)
        if kicks:
            kick, reached = farthest_near(rocket, _EQUATOR_PAD, burn, kicks[-1])
        else:
            kick, reached = farthest(rocket, _EQUATOR_PAD, burn)
        kicks.append(float(kick))
        return float(reached) - model.max_range_m

    first = 0.96 * math.sqrt(9.8 * model.max_range_m / (1.0 + model.max_range_m / 9.0e6))
    delta_v = _increment(excess_m, first)
    rocket = rocket_of(model, burn, delta_v or MOST_DELTA_V_M_S)
    over_weight = float(rocket.thrust_m_s2[0]) / STANDARD_GRAVITY_M_S2
    if over_weight < LEAST_THRUST_OVER_WEIGHT:
        raise CannotFlyError(
            f"{model.id}: with {burn:.0f} s of burn the thrust at lift-off is {over_weight:.2f} "
            "of the weight; it does not rise"
        )
    if delta_v is None:
        raise CannotFlyError(
            f"{model.id}: no velocity increment below {MOST_DELTA_V_M_S / 1e3:.0f} km/s gives "
            f"{model.max_range_m / 1e3:.0f} km with {burn:.0f} s of burn"
        )
    return Booster(model, burn, delta_v, rocket, build_tables(rocket, burn))
