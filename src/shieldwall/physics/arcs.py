"""Arcs in space: many states carried forward under gravity and J2, sampled or visited.

Runge-Kutta steps of at most 67 s and a quintic Hermite polynomial between their ends: below 10 m over 600 s.
There is no drag here; the caller gives states above 150 km and durations that stay there.

Two ways to use an arc. `sample_arcs` writes whole tracks. `visit_arc` hands the samples one by one to a
compiled predicate and stops where it holds, so a consumer that needs the first such sample never pays for
the rest nor for memory.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import numpy as np

from shieldwall.physics.earth import Floats, acceleration
from shieldwall.physics.kernel import kernel
from shieldwall.physics.steps import State, ahead, blend, quintic_terms

STEP_S: Final = 67.0
Predicate = Callable[[int, float, float, float, Floats], bool]
"""``predicate(sample, x, y, z, given) -> bool``, compiled with Numba."""


@kernel
def arc_slope(state: State, rate: float) -> State:
    """Return the rate of change of a free state without drag."""
    x, y, z, vx, vy, vz = state
    ax, ay, az = acceleration(x, y, z, vx, vy, rate)
    return vx, vy, vz, ax, ay, az


@kernel
def arc_step(state: State, slope: State, span: float, rate: float) -> State:
    """Return the state one Runge-Kutta step later, given its slope."""
    k2 = arc_slope(ahead(state, slope, 0.5 * span), rate)
    k3 = arc_slope(ahead(state, k2, 0.5 * span), rate)
    k4 = arc_slope(ahead(state, k3, span), rate)
    after: State = blend(state, slope, k2, k3, k4, span)
    return after


@kernel
def sample_arcs(states: Floats, duration_s: float, sample_s: float, rate: float, track: Floats) -> None:
    """Fill the positions of arcs at even times.

    Parameters
    ----------
    states : float64 array, shape (N, 6)
        Position (m) and velocity (m/s); in the turning frame where ``rate`` is the Earth's rotation rate,
        inertial where it is zero.
    duration_s, sample_s : float
        Length of the arcs and interval of the samples, s.
    rate : float
        Rotation rate of the frame, rad/s.
    track : float64 array, shape (N, 3, S)
        Filled with x, y, z at ``k * sample_s``; S samples at most, none after ``duration_s``.
    """
    steps = max(1, math.ceil(duration_s / STEP_S - 1e-9))
    span = duration_s / steps
    samples = min(track.shape[2], int(duration_s / sample_s + 1e-9) + 1)
    clock = np.arange(samples) * (sample_s / span)
    for arc in range(states.shape[0]):
        state = (
            states[arc, 0], states[arc, 1], states[arc, 2], states[arc, 3], states[arc, 4], states[arc, 5]
        )  # fmt: skip
        slope = arc_slope(state, rate)
        first = 0
        for step in range(steps):
            last = arc_step(state, slope, span, rate)
            last_slope = arc_slope(last, rate)
            end = samples if step == steps - 1 else min(samples, int((step + 1) * span / sample_s) + 1)
            x = quintic_terms(state[0], slope[0], slope[3], last[0], last_slope[0], last_slope[3], span)
            y = quintic_terms(state[1], slope[1], slope[4], last[1], last_slope[1], last_slope[4], span)
            z = quintic_terms(state[2], slope[2], slope[5], last[2], last_slope[2], last_slope[5], span)
            fill(track[arc, 0, first:end], clock[first:end], step, x)
            fill(track[arc, 1, first:end], clock[first:end], step, y)
            fill(track[arc, 2, first:end], clock[first:end], step, z)
            first = end
            state, slope = last, last_slope


@kernel
def fill(row: Floats, clock: Floats, start: float, terms: State) -> None:
    """Write the polynomial of the step that begins at ``start``, at times ``clock``; both count steps."""
    c0, c1, c2, c3, c4, c5 = terms
    for sample in range(row.shape[0]):
        s = clock[sample] - start
        row[sample] = c0 + s * (c1 + s * (c2 + s * (c3 + s * (c4 + s * c5))))


@kernel
def visit_arc(
    state: State, duration_s: float, sample_s: float, rate: float, predicate: Predicate, given: Floats
) -> int:
    """Return the first sample of an arc at which a predicate holds, or -1.

    Parameters
    ----------
    state : tuple of six floats
        As a row of `sample_arcs`.
    duration_s, sample_s, rate : float
        As in `sample_arcs`.
    predicate : compiled function
        Called as ``predicate(sample, x, y, z, given)`` from the first sample on.
    given : float64 array
        Handed on to the predicate.
    """
    steps = max(1, math.ceil(duration_s / STEP_S - 1e-9))
    span = duration_s / steps
    samples = int(duration_s / sample_s + 1e-9) + 1
    slope = arc_slope(state, rate)
    first = 0
    for step in range(steps):
        last = arc_step(state, slope, span, rate)
        last_slope = arc_slope(last, rate)
        end = samples if step == steps - 1 else min(samples, int((step + 1) * span / sample_s) + 1)
        x = quintic_terms(state[0], slope[0], slope[3], last[0], last_slope[0], last_slope[3], span)
        y = quintic_terms(state[1], slope[1], slope[4], last[1], last_slope[1], last_slope[4], span)
        z = quintic_terms(state[2], slope[2], slope[5], last[2], last_slope[2], last_slope[5], span)
        for sample in range(first, end):
            s = sample * sample_s / span - step
            if predicate(sample, at(x, s), at(y, s), at(z, s), given):
                return sample
        first = end
        state, slope = last, last_slope
    return -1


@kernel
def at(terms: State, s: float) -> float:
    """Return the value of a polynomial of degree five at ``s``."""
    c0, c1, c2, c3, c4, c5 = terms
    return c0 + s * (c1 + s * (c2 + s * (c3 + s * (c4 + s * c5))))
