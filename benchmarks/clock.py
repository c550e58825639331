"""The one clock of the benchmarks: the median of repeats, after a call that is not counted."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable


def seconds(
    work: Callable[[], object], repeats: int = 7, clock: Callable[[], float] = time.perf_counter
) -> float:
    """Return the median time of a call after one that is not counted, by the wall or by another clock."""
    work()
    times = []
    for _ in range(repeats):
        start = clock()
        work()
        times.append(clock() - start)
    return statistics.median(times)
