"""Planar boost-then-coast flights and the table of least times that a fan of them makes."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from shieldwall.physics.atmosphere import density_kg_m3
from shieldwall.physics.earth import GRAVITATIONAL_PARAMETER_M3_S2, MEAN_RADIUS_M, Floats
from shieldwall.physics.kernel import kernel

LONGEST_FLIGHT_S: Final = 4000.0
_MOST_POINTS: Final = 4096

Planar = tuple[float, float, float, float]


@kernel
def planar_slope(state: Planar, push_x: float, push_y: float, half_inverse_beta: float) -> Planar:
    """Return the rate of change of (x, y, vx, vy), origin at the Earth's centre, launch on the y axis."""
    x, y, vx, vy = state
    square = x * x + y * y
    radius = math.sqrt(square)
    pull = -GRAVITATIONAL_PARAMETER_M3_S2 / (square * radius)
    drag = 0.0
    if half_inverse_beta > 0.0:
        drag = -density_kg_m3(radius - MEAN_RADIUS_M) * half_inverse_beta * math.sqrt(vx * vx + vy * vy)
    return vx, vy, pull * x + push_x + drag * vx, pull * y + push_y + drag * vy


@kernel
def planar_ahead(state: Planar, slope: Planar, span: float) -> Planar:
    """Return ``state + span * slope``."""
    return (
        state[0] + span * slope[0], state[1] + span * slope[1],
        state[2] + span * slope[2], state[3] + span * slope[3],
    )  # fmt: skip


@kernel
def planar_step(state: Planar, push_x: float, push_y: float, half_inverse_beta: float, span: float) -> Planar:
    """Return the state one Runge-Kutta step later."""
    k1 = planar_slope(state, push_x, push_y, half_inverse_beta)
    k2 = planar_slope(planar_ahead(state, k1, 0.5 * span), push_x, push_y, half_inverse_beta)
    k3 = planar_slope(planar_ahead(state, k2, 0.5 * span), push_x, push_y, half_inverse_beta)
    k4 = planar_slope(planar_ahead(state, k3, span), push_x, push_y, half_inverse_beta)
    w = span / 6.0
    return (
        state[0] + w * (k1[0] + 2.0 * (k2[0] + k3[0]) + k4[0]),
        state[1] + w * (k1[1] + 2.0 * (k2[1] + k3[1]) + k4[1]),
        state[2] + w * (k1[2] + 2.0 * (k2[2] + k3[2]) + k4[2]),
        state[3] + w * (k1[3] + 2.0 * (k2[3] + k3[3]) + k4[3]),
    )


@kernel
def fly_planar(
    thrust_m_s2: float, burn_time_s: float, elevation_rad: float, half_inverse_beta: float, points: Floats
) -> tuple[float, float, float, int]:
    """Fly one interceptor to the ground.

    Parameters
    ----------
    thrust_m_s2, burn_time_s, elevation_rad
        Constant thrust acceleration, until when, and its fixed direction above the launcher's horizon.
    half_inverse_beta : float
        Half the inverse ballistic coefficient, m^2/kg; zero for no drag.
    points : float64 array, shape (P, 3)
        Filled with ground range (m), height (m) and time (s) at each step; P = 0 for none.

    Returns
    -------
    tuple
        Speed at burnout (m/s), highest point (m), ground range at impact (m), points written. A flight
        longer than 4,000 s is left where it is then.
    """
    push_x = thrust_m_s2 * math.cos(elevation_rad)
    push_y = thrust_m_s2 * math.sin(elevation_rad)
    state = (0.0, MEAN_RADIUS_M, 0.0, 0.0)
    steps = max(8, math.ceil(burn_time_s))
    now, burnout_speed, highest, count = 0.0, 0.0, 0.0, 0
    ground = 0.0
    boost_span = burn_time_s / steps
    step = 0
    while now < LONGEST_FLIGHT_S:
        height = math.sqrt(state[0] ** 2 + state[1] ** 2) - MEAN_RADIUS_M
        ground = MEAN_RADIUS_M * math.atan2(state[0], state[1])
        highest = max(highest, height)
        if count < points.shape[0]:
            points[count, 0], points[count, 1], points[count, 2] = ground, height, now
            count += 1
        if step > 0 and height <= 0.0:
            break
        if step < steps:
            state = planar_step(state, push_x, push_y, half_inverse_beta, boost_span)
            now = (step + 1) * boost_span
            if step + 1 == steps:
                burnout_speed = math.sqrt(state[2] ** 2 + state[3] ** 2)
        else:
            span = 1.0 if (half_inverse_beta > 0.0 and height < 60e3) else 2.0
            state = planar_step(state, 0.0, 0.0, half_inverse_beta, span)
            now += span
        step += 1
    return burnout_speed, highest, ground, count


@kernel
def sweep(column: Floats, range_step_m: float, start: Floats, end: Floats) -> None:
    """Lower the times of one altitude between two crossings (ground range, time), if both exist."""
    if start[1] == np.inf or end[1] == np.inf:
        return
    width = end[0] - start[0]
    first = max(math.ceil(min(start[0], end[0]) / range_step_m - 1e-9), 0)
    last = min(int(max(start[0], end[0]) / range_step_m), column.shape[0] - 1)
    for place in range(first, last + 1):
        share = 0.0 if width == 0.0 else (place * range_step_m - start[0]) / width
        column[place] = min(column[place], start[1] + share * (end[1] - start[1]))


@kernel
def fan_table(
    thrust_m_s2: float, burn_time_s: float, elevations_rad: Floats, half_inverse_beta: float,
    range_step_m: float, altitude_step_m: float, shape: tuple[int, int],
) -> Floats:  # fmt: skip
    """Return the least time to each grid point (ground ranges, altitudes); infinite outside the fan.

    Two neighbouring flights cross an altitude at two ranges; times between them are linear in range. The
    climbing and the falling side of the fan are swept alike. Where only one of the two gets so high, what
    lies between its two crossings lies between the flights, and is swept too.
    """
    time = np.full(shape, np.inf)
    crossings = np.full((2, shape[1], 2, 2), np.inf)
    points = np.empty((_MOST_POINTS, 3))
    for flight in range(elevations_rad.shape[0]):
        now, before = flight % 2, 1 - flight % 2
        crossings[now] = np.inf
        count = fly_planar(thrust_m_s2, burn_time_s, elevations_rad[flight], half_inverse_beta, points)[3]
        for point in range(count - 1):
            h0, h1 = points[point, 1], points[point + 1, 1]
            side = 0 if h1 > h0 else 1
            low, high = min(h0, h1), max(h0, h1)
            first = max(math.ceil(low / altitude_step_m), 0)
            for row in range(first, min(int(high / altitude_step_m) + 1, shape[1])):
                height = row * altitude_step_m
                if low <= height <= high and high > low:
                    s = (height - h0) / (h1 - h0)
                    crossings[now, row, side, 0] = points[point, 0] + s * (
                        points[point + 1, 0] - points[point, 0]
                    )
                    crossings[now, row, side, 1] = points[point, 2] + s * (
                        points[point + 1, 2] - points[point, 2]
                    )
        if flight == 0:
            continue
        for row in range(shape[1]):
            column = time[:, row]
            for side in range(2):
                sweep(column, range_step_m, crossings[before, row, side], crossings[now, row, side])
            for one, other in ((now, before), (before, now)):
                if crossings[other, row, 0, 1] == np.inf and crossings[other, row, 1, 1] == np.inf:
                    sweep(column, range_step_m, crossings[one, row, 0], crossings[one, row, 1])
    return time
