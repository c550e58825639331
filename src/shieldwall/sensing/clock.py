"""The clock that orders events: whole milliseconds after a flight's own launch.

Integers compare the same on every machine. `NEVER` is the last millisecond that 32 bits hold; adding a delay
to it stays `NEVER`.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

Milliseconds = npt.NDArray[np.int32]

NEVER: Final = 2**31 - 1


def to_ms(time_s: npt.ArrayLike) -> Milliseconds:
    """Return seconds as whole milliseconds; infinity, and anything past 25 days, becomes `NEVER`."""
    time_ms = np.rint(np.asarray(time_s, np.float64) * 1000.0)
    return np.where(time_ms < NEVER, time_ms, NEVER).astype(np.int32)


def later_ms(time_ms: npt.ArrayLike, delay_ms: npt.ArrayLike) -> Milliseconds:
    """Return a time plus a delay; `NEVER` where either is."""
    total = np.asarray(time_ms, np.int64) + np.asarray(delay_ms, np.int64)
    return np.minimum(total, NEVER).astype(np.int32)


def to_s(time_ms: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Return milliseconds as seconds; `NEVER` becomes infinity."""
    time = np.asarray(time_ms)
    return np.where(time == NEVER, np.inf, time / 1000.0)
