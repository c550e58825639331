"""One flight from launch to impact: boost, climb, space, re-entry; with samples where they are wanted.

Steps are half a second under power (less while a slow rocket turns), shorter than a third of a scale height
in the air, 20 s in space (longer far from the Earth, as the time of an orbit does). They end exactly at
staging, at the kick, at cut-off, at the top of the air and on the ground, so no step straddles a break.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

from shieldwall.physics.atmosphere import TOP_M
from shieldwall.physics.earth import (
    EQUATORIAL_RADIUS_M,
    STANDARD_GRAVITY_M_S2,
    Floats,
    altitude_m,
    low_altitude_m,
)
from shieldwall.physics.kernel import kernel
from shieldwall.physics.steps import (
    Pad,
    Rocket,
    State,
    Steering,
    free_slope,
    free_step,
    hermite,
    kicked,
    powered_slope,
    powered_step,
)

BOOST_STEP_S: Final = 0.5
TURN_SHARE: Final = 0.02
SPACE_STEP_S: Final = 20.0
LONGEST_FLIGHT_S: Final = 20000.0


class Outcome(NamedTuple):
    """What became of a flight: impact state (ECEF), times, highest point, state at cut-off.

    ``flight_time_s`` is infinite where the flight does not come down.
    """

    impact: State
    flight_time_s: float
    apogee_m: float
    apogee_s: float
    cut_off: State
    sample_count: int


@kernel
def boost_step_s(state: State, left_s: float, is_rising: bool) -> float:
    """Return an even part of the time left: half a second at most, less while a slow rocket turns quickly."""
    span = BOOST_STEP_S
    if not is_rising:
        speed = math.sqrt(state[3] ** 2 + state[4] ** 2 + state[5] ** 2)
        span = min(span, max(TURN_SHARE * speed / STANDARD_GRAVITY_M_S2, 0.05))
    return left_s / max(1, math.ceil(left_s / span - 1e-9))


@kernel
def air_step_s(height_m: float, speed_m_s: float) -> float:
    """Return a step that crosses a fraction of a scale height, longer where the air is thin."""
    span = min(2.0, 2000.0 / (speed_m_s + 1.0))
    if height_m > 90e3:
        return 8.0 * span
    if height_m > 60e3:
        return 3.0 * span
    return span


@kernel
def sampled(
    samples: Floats, count: int, sample_s: float, ends: tuple[State, State, State, State], start_s: float,
    span: float,
) -> int:  # fmt: skip
    """Write the samples due up to ``start_s + span``, rows (x, y, z, vx, vy, vz); return their count.

    ``ends`` are the state and slope where the step begins and the state and slope where it ends.
    """
    while count < samples.shape[0] and count * sample_s <= start_s + span:
        share = (count * sample_s - start_s) / span
        state = hermite(ends[0], ends[1], ends[2], ends[3], span, share)
        for axis in range(6):
            samples[count, axis] = state[axis]
        count += 1
    return count


@kernel
def span_to_height(
    first: State, slope: State, last: State, last_slope: State, span: float, height_m: float
) -> float:
    """Return how far into a step the flight comes down through a height (bisection, 1e-8 of the step)."""
    low, high = 0.0, 1.0
    for _ in range(27):
        middle = 0.5 * (low + high)
        state = hermite(first, slope, last, last_slope, span, middle)
        if low_altitude_m(state[0], state[1], state[2]) > height_m:
            low = middle
        else:
            high = middle
    return high * span


@kernel
def top_of_step(
    first: State, slope: State, last: State, last_slope: State, span: float
) -> tuple[float, float]:
    """Return the greatest geodetic height within a step and how far into the step it is."""
    low, high = 0.0, 1.0
    for _ in range(27):
        middle = 0.5 * (low + high)
        state = hermite(first, slope, last, last_slope, span, middle)
        if climb(state) > 0.0:
            low = middle
        else:
            high = middle
    state = hermite(first, slope, last, last_slope, span, high)
    return altitude_m(state[0], state[1], state[2]), high * span


@kernel
def climb(state: State) -> float:
    """Return position times velocity: positive while the flight rises."""
    return state[0] * state[3] + state[1] * state[4] + state[2] * state[5]


@kernel
def fly_free(
    state: State, start_s: float, half_inverse_beta: float, rate: float, sample_s: float, samples: Floats,
    count: int,
) -> tuple[State, float, float, float, int]:  # fmt: skip
    """Fly unpowered to the ground: impact state, flight time, apogee (m, s) and the number of samples."""
    now = start_s
    apogee, apogee_s = altitude_m(state[0], state[1], state[2]), start_s
    in_air = low_altitude_m(state[0], state[1], state[2]) < TOP_M
    is_down = False
    while not is_down:
        drag = half_inverse_beta if in_air else 0.0
        if in_air:
            speed = math.sqrt(state[3] ** 2 + state[4] ** 2 + state[5] ** 2)
            span = air_step_s(low_altitude_m(state[0], state[1], state[2]), speed)
        else:
            square = state[0] ** 2 + state[1] ** 2 + state[2] ** 2
            span = SPACE_STEP_S * (math.sqrt(square) / EQUATORIAL_RADIUS_M) ** 1.5
        last = free_step(state, span, drag, rate)
        floor = 0.0 if in_air else TOP_M
        height = low_altitude_m(last[0], last[1], last[2])
        is_through = height <= floor
        if is_through:
            span = span_to_height(
                state, free_slope(state, drag, rate), last, free_slope(last, drag, rate), span, floor
            )
            last = free_step(state, span, drag, rate)
        if climb(state) > 0.0 and climb(last) <= 0.0:
            top, into = top_of_step(
                state, free_slope(state, drag, rate), last, free_slope(last, drag, rate), span
            )
            if top > apogee:
                apogee, apogee_s = top, now + into
        if count < samples.shape[0] and count * sample_s <= now + span:
            ends = (state, free_slope(state, drag, rate), last, free_slope(last, drag, rate))
            count = sampled(samples, count, sample_s, ends, now, span)
        state = last
        now += span
        if is_through:
            is_down = in_air
            in_air = True
        elif in_air:
            in_air = height < TOP_M
        if not now <= LONGEST_FLIGHT_S:  # or is not a number
            return state, math.inf, apogee, apogee_s, count
    return state, now, apogee, apogee_s, count


@kernel
def latest_cut_off_s(rocket: Rocket) -> float:
    """Return when 97% of the mass of the last stage would be burnt, were there that much propellant."""
    stages = rocket.stage_end_s.shape[0]
    lit_s: float = rocket.stage_end_s[stages - 2] if stages > 1 else 0.0
    return lit_s + 0.97 / float(rocket.flow_per_s[stages - 1])


@kernel
def fly_steered(rocket: Rocket, pad: Pad, steering: Steering, sample_s: float, samples: Floats) -> Outcome:
    """Fly one rocket from the pad to the ground.

    Parameters
    ----------
    rocket, pad, steering
        The booster, the launch point and how it is flown. A cut-off later than the end of the last stage
        burns on at the same flow, to `latest_cut_off_s` at most.
    sample_s : float
        Interval of the samples, s.
    samples : float64 array, shape (S, 6)
        Filled with ECEF position and velocity at ``k * sample_s`` up to impact; S = 0 for none.

    Returns
    -------
    Outcome
    """
    up = pad.frame[2]
    state = (pad.position_m[0], pad.position_m[1], pad.position_m[2], 0.0, 0.0, 0.0)
    rate = rocket.rotation_rate_rad_s
    now, stage, lit_s, count = 0.0, 0, 0.0, 0
    cut_off_s = min(steering.cut_off_s, latest_cut_off_s(rocket))
    is_rising = True
    while now < cut_off_s:
        stage_end = rocket.stage_end_s[stage] if stage < rocket.stage_end_s.shape[0] - 1 else math.inf
        until = min(cut_off_s, stage_end)
        if is_rising:
            until = min(until, rocket.vertical_rise_s)
        while now < until:
            span = boost_step_s(state, until - now, is_rising)
            since = now - lit_s
            last = powered_step(state, since, span, stage, rocket, up, is_rising)
            if count < samples.shape[0] and count * sample_s <= now + span:
                slope = powered_slope(state, since, stage, rocket, up, is_rising)
                last_slope = powered_slope(last, since + span, stage, rocket, up, is_rising)
                count = sampled(samples, count, sample_s, (state, slope, last, last_slope), now, span)
            state = last
            now = until if span >= until - now else now + span
            if not is_rising and low_altitude_m(state[0], state[1], state[2]) < 0.0:
                return Outcome(state, now, 0.0, now, state, count)
        if is_rising and now >= rocket.vertical_rise_s:
            state = kicked(state, pad.frame, steering)
            is_rising = False
        if now >= stage_end:
            stage += 1
            lit_s = stage_end
    impact, flight_time_s, apogee, apogee_s, count = fly_free(
        state, now, rocket.half_inverse_ballistic_m2_kg, rate, sample_s, samples, count
    )
    return Outcome(impact, flight_time_s, apogee, apogee_s, state, count)
