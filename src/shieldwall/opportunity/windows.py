"""Windows: the latest launch with which a shooter still meets a flight at each of its samples.

Geometry alone, worked out once for a scenario: sample time less least time to reach. Whether that launch is
late enough for the shooter to be ready is asked later, draw by draw.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from shieldwall.command.scene import some_rows
from shieldwall.command.shooters import Shooters
from shieldwall.opportunity.slots import UNREACHABLE
from shieldwall.physics.earth import MEAN_RADIUS_M, ecef_m
from shieldwall.physics.kernel import kernel
from shieldwall.physics.reach import time_to_reach_s
from shieldwall.sensing.clock import Milliseconds

if TYPE_CHECKING:
    from shieldwall.physics.flight import FlightLibrary
    from shieldwall.physics.reach import ReachTable


class Reaches(NamedTuple):
    """Reach tables of I interceptors, padded with infinity to one size: time (I, R, A), the rest (I,)."""

    ground_range_step_m: npt.NDArray[np.float64]
    altitude_step_m: npt.NDArray[np.float64]
    time_s: npt.NDArray[np.float64]
    farthest_cosine: npt.NDArray[np.float64]
    lowest_m: npt.NDArray[np.float64]
    highest_m: npt.NDArray[np.float64]


@dataclass(frozen=True)
class Windows:
    """Latest launches of S shooters at F flights of K samples.

    ``latest_launch_ms`` (F, S, K) in ms after the flight's launch, `UNREACHABLE` where there is no intercept;
    ``envelope_ms`` (F, S, K) is the greatest of them up to each sample; ``first`` and ``last`` (F, S) bound
    the samples that can be reached, empty where last < first; ``aim_distance_m`` (F, S) is from the shooter
    along the ground to the aim.
    """

    sample_ms: int
    latest_launch_ms: Milliseconds
    envelope_ms: Milliseconds
    first: npt.NDArray[np.int32]
    last: npt.NDArray[np.int32]
    aim_distance_m: npt.NDArray[np.float64]

    def part(self, rows: slice) -> Windows:
        """Return the windows of a run of flights, without copying."""
        return some_rows(self, rows)


def stack_reaches(tables: Sequence[ReachTable]) -> Reaches:
    """Return reach tables as one set of arrays, with the range and heights that bound them."""
    rows, columns = (max(table.time_s.shape[axis] for table in tables) for axis in (0, 1))
    time_s = np.full((len(tables), rows, columns), np.inf)
    farthest_m, lowest_m, highest_m = (np.zeros(len(tables)) for _ in range(3))
    for i, table in enumerate(tables):
        time_s[i, : table.time_s.shape[0], : table.time_s.shape[1]] = table.time_s
        reached = np.isfinite(table.time_s)
        if not reached.any():
            raise ValueError(f"reach table {i} reaches nothing")
        heights = np.flatnonzero(reached.any(axis=0))
        farthest_m[i] = np.flatnonzero(reached.any(axis=1))[-1] * table.ground_range_step_m
        lowest_m[i], highest_m[i] = heights[0] * table.altitude_step_m, heights[-1] * table.altitude_step_m
    return Reaches(
        np.array([table.ground_range_step_m for table in tables], np.float64),
        np.array([table.altitude_step_m for table in tables], np.float64),
        time_s,
        np.cos(np.minimum(farthest_m / MEAN_RADIUS_M, math.pi)),
        lowest_m,
        highest_m,
    )


@kernel(counted=False)
def fill_latest_launch(
    position: Any,
    altitude: Any,
    sample_ms: int,
    sample_count: Any,
    up: Any,
    kind: Any,
    reaches: Reaches,
    out: Any,
) -> None:
    """Write ``out`` (F, S, K): sample time less the least time to reach it, ms.

    ``up`` (S, 3) are unit vectors from the Earth's centre to the shooters, ``kind`` (S,) their interceptors.
    The ground range is that of a sphere of the Earth's mean radius.
    """
    for f in range(position.shape[0]):
        for s in range(up.shape[0]):
            out[f, s, :] = UNREACHABLE
            i = kind[s]
            for k in range(sample_count[f]):
                height = altitude[f, k]
                if height < reaches.lowest_m[i] or height > reaches.highest_m[i]:
                    continue
                x, y, z = position[f, k, 0], position[f, k, 1], position[f, k, 2]
                inverse = 1.0 / math.sqrt(x * x + y * y + z * z)
                cosine = (x * up[s, 0] + y * up[s, 1] + z * up[s, 2]) * inverse
                if cosine < reaches.farthest_cosine[i]:
                    continue
                cx = y * up[s, 2] - z * up[s, 1]
                cy = z * up[s, 0] - x * up[s, 2]
                cz = x * up[s, 1] - y * up[s, 0]
                sine = math.sqrt(cx * cx + cy * cy + cz * cz) * inverse
                reach_s = time_to_reach_s(
                    math.atan2(sine, cosine) * MEAN_RADIUS_M,
                    height,
                    reaches.ground_range_step_m[i],
                    reaches.altitude_step_m[i],
                    reaches.time_s[i],
                )
                if reach_s < math.inf:
                    out[f, s, k] = math.floor(k * sample_ms - reach_s * 1000.0)


def windows(flights: FlightLibrary, shooters: Shooters, tables: Sequence[ReachTable]) -> Windows:
    """Return when each shooter must have launched to meet each flight at each of its samples.

    Parameters
    ----------
    flights : FlightLibrary
        F flights of K samples.
    shooters : Shooters
        S shooters; ``interceptor`` numbers the tables.
    tables : sequence of ReachTable
        Least times to reach, with the interceptor's caps already in them.
    """
    radius_m = np.linalg.norm(shooters.position_ecef_m, axis=1, keepdims=True)
    up = shooters.position_ecef_m / radius_m
    shape = (flights.altitude_m.shape[0], shooters.count, flights.altitude_m.shape[1])
    latest_launch_ms = np.empty(shape, np.int32)
    sample_ms = round(flights.sample_s * 1000.0)
    fill_latest_launch(
        flights.position_ecef_m,
        flights.altitude_m,
        sample_ms,
        flights.sample_count,
        up,
        shooters.interceptor,
        stack_reaches(tables),
        latest_launch_ms,
    )
    reachable = latest_launch_ms != UNREACHABLE
    has_any = reachable.any(axis=2)
    first = np.where(has_any, np.argmax(reachable, axis=2), 0)
    last = np.where(has_any, shape[2] - 1 - np.argmax(reachable[:, :, ::-1], axis=2), -1)
    aim = ecef_m(flights.aim_deg[:, 0], flights.aim_deg[:, 1])
    aim /= np.linalg.norm(aim, axis=1, keepdims=True)
    chord = np.linalg.norm(aim[:, np.newaxis] - up[np.newaxis], axis=2)
    aim_distance_m = 2.0 * MEAN_RADIUS_M * np.arcsin(np.minimum(1.0, 0.5 * chord))
    envelope_ms = np.maximum.accumulate(latest_launch_ms, axis=2)
    return Windows(
        sample_ms,
        latest_launch_ms,
        envelope_ms,
        first.astype(np.int32),
        last.astype(np.int32),
        aim_distance_m,
    )
