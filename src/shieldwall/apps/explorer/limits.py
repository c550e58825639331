"""What the server allows: sizes, counts and times, so that it can be left running."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Final

QUICK: Final = "quick"
SLOW: Final = "slow"
LONG: Final = "long"

LANES: Final[dict[str, str]] = {
    "compare": QUICK, "map": QUICK, "flights": QUICK, "playback": QUICK, "picture": QUICK,
    "warning": QUICK, "money": QUICK, "engageable": SLOW, "refine": SLOW, "curve": SLOW, "flips": SLOW,
    "without": SLOW, "export": SLOW, "flips_of_facts": LONG,
}  # fmt: skip
"""In which line each kind of request waits: the page's own moves do not wait behind long work.

What takes minutes has a worker of its own, that comes for it and leaves after it.
"""

SECONDS: Final[dict[str, float]] = {
    "compare": 60.0, "map": 60.0, "flights": 60.0, "playback": 60.0, "picture": 90.0, "warning": 90.0,
    "money": 60.0, "engageable": 180.0, "refine": 900.0, "curve": 300.0, "flips": 600.0, "without": 600.0,
    "export": 300.0, "flips_of_facts": 3600.0,
}  # fmt: skip
"""How long each kind may run before its worker is ended."""


@dataclass(frozen=True)
class Limits:
    """Sizes, counts and times.

    Attributes
    ----------
    body_bytes, body_seconds
        Of the body of a request: how large, and how long it may take to arrive.
    waiting, waiting_of_client, waiting_s, long_waiting_s
        Tasks in each line, of all clients and of one; how long one may wait, and one of the long work.
    cancel_grace_s, unheard_s
        After what time a cancelled task's worker is ended; and a job that nobody listens to.
    requests_per_s, burst
        Of one client: how often, and how many at once.
    answer_bytes, worker_bytes, jobs_kept
        Answers remembered; the memory of one worker, above which it is replaced; finished jobs kept.
    quick_workers, slow_workers
        Processes of each lane.
    """

    body_bytes: int = 256 * 1024
    body_seconds: float = 15.0
    waiting: int = 256
    waiting_of_client: int = 8
    waiting_s: float = 240.0
    long_waiting_s: float = 3600.0
    cancel_grace_s: float = 5.0
    unheard_s: float = 10.0
    requests_per_s: float = 40.0
    burst: int = 120
    answer_bytes: int = 64 * 1024 * 1024
    worker_bytes: int = 3 * 1024**3
    jobs_kept: int = 64
    quick_workers: int = 2
    slow_workers: int = 1


def usual_limits() -> Limits:
    """Return the limits for this machine: a quick worker for every core, a slow one for every other."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return Limits(quick_workers=max(2, min(cores, 8)), slow_workers=max(1, min(cores // 2, 4)))
