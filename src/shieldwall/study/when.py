"""When something happens, over draws of what is not known: how often it does, and then when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

PERCENTILES: Final = (5.0, 50.0, 95.0)


@dataclass(frozen=True)
class When:
    """A time after launch: the share of draws in which it comes at all, and over those the middle and 90%.

    Times are None where it comes in no draw.
    """

    share: float
    low_s: float | None
    median_s: float | None
    high_s: float | None


def when(times_s: Iterable[float | None]) -> When:
    """Return one time of each draw, None where it does not come, put together.

    Examples
    --------
    >>> when([10.0, None, 30.0, 20.0]).median_s
    20.0
    """
    listed = list(times_s)
    come = [time for time in listed if time is not None]
    if not come:
        return When(0.0, None, None, None)
    low, middle, high = (float(value) for value in np.percentile(come, PERCENTILES))
    return When(len(come) / len(listed), low, middle, high)
