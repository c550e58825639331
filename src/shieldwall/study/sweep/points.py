"""Points that fill ranges evenly: quasi-random designs, and the base points of Sobol indices."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.stats import qmc

Floats = npt.NDArray[np.float64]


def quasi_random_points(
    method: Literal["sobol", "halton", "latin_hypercube"], ranges: int, points: int, seed: int
) -> Floats:
    """Return points in the unit cube, shape (points, ranges), the same for the same seed.

    Parameters
    ----------
    method : str
        Owen's, Halton's or a Latin hypercube's scrambled points (`scipy.stats.qmc`).
    ranges, points : int
        Dimensions and number.
    seed : int
        Of the scrambling.
    """
    engines = {"sobol": qmc.Sobol, "halton": qmc.Halton, "latin_hypercube": qmc.LatinHypercube}
    engine = engines[method](ranges, seed=np.random.default_rng(seed))
    return np.asarray(engine.random(points), np.float64)


def base_points(ranges: int, points: int, seed: int) -> Floats:
    """Return the points at which Sobol indices are worked out, shape (points * (ranges + 2), ranges).

    First the rows of a matrix A, then those of B (the two halves of one Sobol sequence in twice as many
    dimensions), then for each range i the rows of A with column i taken from B (Saltelli and others,
    "Variance based sensitivity analysis of model output", *Comput. Phys. Commun.* 181, 2010, table 2).
    """
    both = quasi_random_points("sobol", 2 * ranges, points, seed)
    a, b = both[:, :ranges], both[:, ranges:]
    mixed = np.tile(a, (ranges, 1, 1))
    for place in range(ranges):
        mixed[place, :, place] = b[:, place]
    return np.concatenate([a, b, *mixed])
