"""The footprint in plain NumPy and SciPy: every flight flown for itself, every sample looked at.

What the kernels blend, stride over and stop early at is here done in full, so that the two can be held
against each other, and timed.
"""

from __future__ import annotations

import math
from dataclasses import fields, replace
from typing import Any

import numpy as np
from scipy.interpolate import RegularGridInterpolator

from shieldwall.coverage.courses import positions_at
from shieldwall.coverage.footprint import Stands
from shieldwall.opportunity.windows import Reaches
from shieldwall.physics.earth import MEAN_RADIUS_M, geodetic, local_frame
from shieldwall.physics.flight import fly_many

EFFECTIVE_RADIUS_M = 4.0 / 3.0 * MEAN_RADIUS_M
BENDING_LAYER_M = 10e3


def samples(
    booster: Any, launch_deg: Any, aims_deg: Any, shape: str, step_s: float
) -> list[tuple[Any, Any, Any]]:
    """Return (times, ECEF positions, heights) from burnout to impact of each flight, flown for itself."""
    starts = np.broadcast_to(np.array(launch_deg), aims_deg.shape)
    flights = fly_many(booster, starts, aims_deg, shape, 2.5)
    found = []
    for f in range(len(aims_deg)):
        burnout_s, impact_s = flights.burnout_ms[f] / 1e3, flights.impact_ms[f] / 1e3
        count = math.ceil((impact_s - burnout_s) / step_s) + 1
        time_s = np.linspace(burnout_s, impact_s, count)
        one = _one(flights, f)
        position = positions_at(one, time_s[np.newaxis])[0]
        found.append((time_s, position, geodetic(position)[2]))
    return found


def _one(flights: Any, f: int) -> Any:
    names = [field.name for field in fields(flights) if field.name != "sample_s"]
    return replace(flights, **{name: getattr(flights, name)[f : f + 1] for name in names})


def reach_times_s(reaches: Reaches, kind: int) -> RegularGridInterpolator:
    """Return the reach table of an interceptor as SciPy's bilinear blend, infinite outside it."""
    table_s = reaches.time_s[kind]
    axes = tuple(
        np.arange(count) * step
        for count, step in zip(
            table_s.shape, (reaches.ground_range_step_m[kind], reaches.altitude_step_m[kind]), strict=True
        )
    )
    # a cell of the table with a corner out of reach is out of reach: a value too large to be blended away
    return RegularGridInterpolator(
        axes, np.where(np.isfinite(table_s), table_s, 1e12), bounds_error=False, fill_value=1e12
    )


def latest_launch_s(time_s: Any, position: Any, height_m: Any, post_m: Any, reach: Any) -> Any:
    """Return the latest launch at each sample from one place; minus infinity out of reach."""
    cosine = position @ post_m / (np.linalg.norm(position, axis=-1) * np.linalg.norm(post_m))
    ground_m = MEAN_RADIUS_M * np.arccos(np.clip(cosine, -1.0, 1.0))
    needs_s = reach(np.stack([ground_m, np.maximum(height_m, 0.0)], axis=-1))
    return np.where(needs_s < 1e6, time_s - needs_s, -np.inf)


def sees(position: Any, stands: Stands, s: int) -> Any:
    """Say at which samples a shooter's own radar has the target."""
    post_m = stands.position_ecef_m[s]
    latitude, longitude, _ = geodetic(post_m)
    line = position - post_m
    range_m = np.linalg.norm(line, axis=-1)
    east, north, up = np.moveaxis(line @ local_frame(latitude, longitude).T, -1, 0) / range_m
    inside_m = EFFECTIVE_RADIUS_M * (
        np.sqrt(np.maximum(up, 0.0) ** 2 + 2.0 * BENDING_LAYER_M / EFFECTIVE_RADIUS_M) - np.maximum(up, 0.0)
    )
    ray_m = 4.0 * MEAN_RADIUS_M
    lift = np.where(
        range_m <= inside_m, 0.5 * range_m / ray_m, 0.5 * inside_m / ray_m * (2.0 - inside_m / range_m)
    )
    elevation = np.arcsin(np.clip(up, -1.0, 1.0)) + lift
    off = np.arctan2(east, north) - stands.sector_centre_rad[s]
    off -= 2.0 * math.pi * np.floor(off / (2.0 * math.pi) + 0.5)
    return (
        (range_m <= stands.sight_m[s])
        & (elevation >= stands.floor_rad[s])
        & (elevation <= stands.ceiling_rad[s])
        & ((stands.half_width_rad[s] >= math.pi) | (np.abs(off) <= stands.half_width_rad[s]))
    )


def meetings(
    flown: list[tuple[Any, Any, Any]], stands: Stands, reaches: Reaches, local_s: Any, remote_s: Any
) -> tuple[Any, Any]:
    """Return first intercepts and last launches (S, C), infinity and minus infinity for never.

    ``local_s`` and ``remote_s`` (S, C) are from when each shooter may launch at each flight.
    """
    shape = (len(stands.kind), len(flown))
    first_s, last_s = np.full(shape, np.inf), np.full(shape, -np.inf)
    tables = [reach_times_s(reaches, kind) for kind in range(len(reaches.time_s))]
    for c, (time_s, position, height_m) in enumerate(flown):
        for s, kind in enumerate(stands.kind):
            launch_s = latest_launch_s(time_s, position, height_m, stands.position_ecef_m[s], tables[kind])
            is_open = launch_s >= remote_s[s, c]
            is_open |= (launch_s >= local_s[s, c]) & sees(position, stands, s)
            if is_open.any():
                first_s[s, c] = time_s[is_open][0]
                last_s[s, c] = launch_s[is_open].max()
    return first_s, last_s
