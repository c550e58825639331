"""What all radars see of each flight in one draw, and from when.

A radar that searches sees to a share of its range; once its party has been alerted, or once it has found the
target itself, it sees to the whole of it. `Watch` holds everything that the kernels of this floor read.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from shieldwall.physics.kernel import kernel
from shieldwall.sensing.radar import Radars

Floats = npt.NDArray[np.float64]
Samples = npt.NDArray[np.int32]


class Course(NamedTuple):
    """The sampled flights (F flights, K samples) as the kernels read them.

    ``free_from`` is each flight's first sample after burnout: from there on it falls freely and a track of it
    predicts where it will be. ``size_factor`` is the fourth root of the cross-section in square metres.
    """

    sample_ms: int
    position_ecef_m: Floats
    sample_count: Samples
    free_from: Samples
    size_factor: Floats


class Watch(NamedTuple):
    """One draw's radars (N) over the flights: ranges where geometry allows, and what each update is worth.

    ``range_information`` and ``angle_information`` are updates per sample step over the variance of one
    update (1/m^2, 1/rad^2).
    """

    course: Course
    sight_range_m: npt.NDArray[np.float32]
    position_ecef_m: Floats
    party: npt.NDArray[np.int8]
    unit_range_m: Floats
    uncued_range_ratio: Floats
    range_information: Floats
    angle_information: Floats


class Detections(NamedTuple):
    """Sample numbers (F, N): found without a cue; first and last in range with one. -1 where never."""

    uncued: Samples
    first: Samples
    last: Samples


def watch(course: Course, sight_range_m: npt.NDArray[np.float32], radars: Radars) -> Watch:
    """Return one draw's radars over the flights.

    Parameters
    ----------
    course : Course
        F flights.
    sight_range_m : (F, K, N) float32
        From `shieldwall.sensing.sight.sight_ranges_m`.
    radars : Radars
        The draw's radars; a reference range of zero takes a radar out.
    """
    updates = radars.update_rate_hz * (course.sample_ms / 1000.0)
    return Watch(
        course,
        sight_range_m,
        radars.position_ecef_m,
        radars.party,
        radars.unit_range_m,
        radars.uncued_range_ratio,
        updates / radars.range_error_m**2,
        updates / radars.angle_error_rad**2,
    )


@kernel(counted=False)
def fill_detections(watch: Watch, detections: Detections) -> None:
    """Write the sample numbers of `Detections`."""
    detections.uncued[:] = -1
    detections.first[:] = -1
    detections.last[:] = -1
    for f in range(watch.course.sample_count.shape[0]):
        size = watch.course.size_factor[f]
        for k in range(watch.course.sample_count[f]):
            for n in range(watch.party.shape[0]):
                reach_m = size * watch.unit_range_m[n]
                range_m = watch.sight_range_m[f, k, n]
                if range_m > reach_m:
                    continue
                if detections.first[f, n] < 0:
                    detections.first[f, n] = k
                detections.last[f, n] = k
                if detections.uncued[f, n] < 0 and range_m <= reach_m * watch.uncued_range_ratio[n]:
                    detections.uncued[f, n] = k


def detect(watch: Watch) -> Detections:
    """Return when each radar finds each flight by itself, and between which samples it could follow it."""
    shape = (watch.course.sample_count.shape[0], watch.party.shape[0])
    detections = Detections(*(np.empty(shape, np.int32) for _ in range(3)))
    fill_detections(watch, detections)
    return detections
