"""Many flights of one booster in one compiled call: first the steering, then the samples."""

from __future__ import annotations

import numpy as np

from shieldwall.physics.aim import aim_at, ground_offset_m
from shieldwall.physics.earth import Floats, altitude_m
from shieldwall.physics.flight_records import Integers
from shieldwall.physics.kernel import kernel
from shieldwall.physics.steering_tables import SteeringTables
from shieldwall.physics.steps import Pad, Rocket, Steering
from shieldwall.physics.trajectory import fly_steered


@kernel
def aim_many(
    rocket: Rocket, pads: Floats, frames: Floats, tables: SteeringTables, aims: Floats, family: int
) -> Floats:
    """Return the steering of each flight, rows (azimuth, log kick, cut-off, miss, flight time).

    ``pads`` and ``aims`` are ECEF metres, shape (F, 3); ``frames`` has shape (F, 3, 3).
    """
    rows = np.empty((pads.shape[0], 5))
    for flight in range(pads.shape[0]):
        pad = Pad(pads[flight], frames[flight])
        target = ground_offset_m(pad, aims[flight, 0], aims[flight, 1], aims[flight, 2])
        aimed = aim_at(rocket, pad, tables, target, family)
        outcome = fly_steered(rocket, pad, aimed.steering, 1.0, np.empty((0, 6)))
        rows[flight, 0] = aimed.steering.azimuth_rad
        rows[flight, 1] = aimed.steering.log_kick
        rows[flight, 2] = aimed.steering.cut_off_s
        rows[flight, 3] = aimed.miss_m
        rows[flight, 4] = outcome.flight_time_s
    return rows


@kernel
def sample_many(
    rocket: Rocket, pads: Floats, frames: Floats, solved: Floats, sample_s: float, position: Floats,
    velocity: Floats, altitude: Floats,
) -> tuple[Integers, Floats]:  # fmt: skip
    """Fill positions and velocities (F, S, 3) and heights (F, S); return sample counts and apogees (F,)."""
    flights, samples = altitude.shape
    counts = np.empty(flights, np.int32)
    apogee = np.empty(flights)
    rows = np.empty((samples, 6))
    for flight in range(flights):
        steering = Steering(solved[flight, 0], solved[flight, 1], solved[flight, 2])
        outcome = fly_steered(rocket, Pad(pads[flight], frames[flight]), steering, sample_s, rows)
        counts[flight] = outcome.sample_count
        apogee[flight] = outcome.apogee_m
        for sample in range(samples):
            is_flying = sample < outcome.sample_count
            for axis in range(3):
                position[flight, sample, axis] = rows[sample, axis] if is_flying else outcome.impact[axis]
                velocity[flight, sample, axis] = rows[sample, 3 + axis] if is_flying else 0.0
            altitude[flight, sample] = 0.0
            if is_flying:
                altitude[flight, sample] = altitude_m(rows[sample, 0], rows[sample, 1], rows[sample, 2])
    return counts, apogee
