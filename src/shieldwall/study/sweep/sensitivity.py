"""Which uncertain input the spread of an answer goes back to: Sobol indices, by the estimators of SciPy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.stats import sobol_indices

Floats = npt.NDArray[np.float64]

INTERVAL: Final = (5.0, 95.0)
RESAMPLES: Final = 299


@dataclass(frozen=True, slots=True)
class SobolIndex:
    """The share of a quantity's variance that goes with one input.

    ``first`` is the share of the input by itself, ``total`` with all that it does together with others;
    intervals are 5th and 95th percentiles over resampled base points. Indices are of the range that the
    study gave: a wider range has a larger share.
    """

    input: str
    first: float
    first_interval: tuple[float, float]
    total: float
    total_interval: tuple[float, float]


def indices(names: Sequence[str], values: Floats, points: int, seed: int) -> tuple[SobolIndex, ...]:
    """Return the Sobol indices of a quantity known at the points of `points.base_points`.

    First-order and total-order by the estimators that `scipy.stats.sobol_indices` uses (Saltelli and others
    2010): the same numbers as that function gives for the same points.

    Parameters
    ----------
    names : sequence of str
        The inputs, in the order of the points' columns.
    values : (points * (inputs + 2),)
        The quantity, in the order of the points' rows.
    points : int
        Base points, a power of two.
    seed : int
        Of the resampling.

    Returns
    -------
    tuple of SobolIndex
        One for each input; where the quantity does not vary at all every index is zero.
    """
    inputs = len(names)
    if np.ptp(values) == 0.0:
        return tuple(SobolIndex(name, 0.0, (0.0, 0.0), 0.0, (0.0, 0.0)) for name in names)
    rows = values.reshape(inputs + 2, points)
    found = sobol_indices(func={"f_A": rows[:1], "f_B": rows[1:2], "f_AB": rows[2:, np.newaxis]}, n=points)
    first, total = np.ravel(found.first_order), np.ravel(found.total_order)
    luck = np.random.default_rng(seed)
    again = [resampled(rows, luck.integers(0, points, points)) for _ in range(RESAMPLES)]
    ends = np.nanpercentile(np.array(again), INTERVAL, axis=0)
    return tuple(
        SobolIndex(
            name,
            float(first[place]),
            (float(ends[0, 0, place]), float(ends[1, 0, place])),
            float(total[place]),
            (float(ends[0, 1, place]), float(ends[1, 1, place])),
        )
        for place, name in enumerate(names)
    )


def resampled(rows: Floats, taken: npt.NDArray[np.int64]) -> Floats:
    """Return first and total indices (2, inputs) of some of the points; not a number where nothing varies.

    With f centred, ``first_i = mean(f_B (f_ABi - f_A)) / var``, ``total_i = mean((f_A - f_ABi)^2) / 2 var``
    (Saltelli and others 2010, table 2, rows b and f), as in SciPy.

    Parameters
    ----------
    rows : (inputs + 2, points)
        The quantity at A, B and the mixed points.
    taken : (n,) int
        Which points.
    """
    a, b, mixed = rows[0, taken], rows[1, taken], rows[2:, taken]
    whole = np.concatenate([a, b])
    middle, variance = whole.mean(), whole.var()
    if variance == 0.0:
        return np.full((2, len(mixed)), np.nan)
    first = ((b - middle) * (mixed - a)).mean(axis=1) / variance
    total = ((a - mixed) ** 2).mean(axis=1) / (2.0 * variance)
    return np.stack([first, total])
