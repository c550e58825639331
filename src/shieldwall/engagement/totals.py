"""What many battles come to: sums, sums of squares, and a histogram of each column of whole numbers."""

from __future__ import annotations

import numpy as np

from shieldwall.engagement.board import Int32s, Int64s
from shieldwall.physics.kernel import kernel


@kernel
def add_up(values: Int64s, steps: Int64s) -> tuple[Int64s, Int64s, Int64s, Int64s, Int32s]:
    """Return the sums of each column, and how often each of its bins occurs.

    Parameters
    ----------
    values : int64[n, Q]
        Outcomes of each battle, at least one.
    steps : int64[Q]
        Width of each column's bins; bin ``b`` holds ``b * step`` up to ``(b + 1) * step``, without its end.

    Returns
    -------
    total, squares : int64[Q]
        Sums, and sums of squares.
    first : int64[Q]
        The lowest bin that occurs.
    starts : int64[Q + 1]
        Where each column's bins begin in ``counts``, and where the last one's end.
    counts : int32[starts[Q]]
        How often each bin occurs, from the lowest to the highest.
    """
    columns = values.shape[1]
    total = np.zeros(columns, np.int64)
    squares = np.zeros(columns, np.int64)
    lowest = values[0].copy()
    highest = values[0].copy()
    for row in range(len(values)):
        for column in range(columns):
            value = values[row, column]
            total[column] += value
            squares[column] += value * value
            lowest[column] = min(lowest[column], value)
            highest[column] = max(highest[column], value)
    first = lowest // steps
    starts = np.zeros(columns + 1, np.int64)
    starts[1:] = np.cumsum(highest // steps - first + 1)
    counts = np.zeros(starts[columns], np.int32)
    for row in range(len(values)):
        for column in range(columns):
            value = values[row, column]
            place = value if steps[column] == 1 else value // steps[column]
            counts[starts[column] + place - first[column]] += 1
    return total, squares, first, starts, counts
