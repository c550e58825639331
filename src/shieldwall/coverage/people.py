"""People and land: residents spread over cells, and the share of either that something holds for.

A census place is a disc in which its people live evenly; what of it falls on cells without land is shared
among the others, so that nobody is lost and nobody lives at sea.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_GOLDEN_ANGLE_RAD: Final = math.pi * (3.0 - math.sqrt(5.0))
_POINTS_PER_CELL: Final = 16
_FEWEST_POINTS: Final = 400


@dataclass(frozen=True)
class Discs:
    """Census places (L of them) in a plane: centres and radii in metres, people, and whose they are."""

    centre_m: Floats
    radius_m: Floats
    people: Floats
    group: npt.NDArray[np.int64]


@dataclass(frozen=True)
class Grid:
    """Cells (C of them) in a plane, by column and row (C, 2), and how much of each is land."""

    square: npt.NDArray[np.int64]
    cell_m: float
    land_share: Floats


def disc_points(radius_m: float, cell_m: float) -> Floats:
    """Return points evenly over a disc about the origin, shape (n, 2): a sunflower spiral."""
    count = max(_FEWEST_POINTS, math.ceil(_POINTS_PER_CELL * math.pi * (radius_m / cell_m) ** 2))
    step = np.arange(count) + 0.5
    radius = radius_m * np.sqrt(step / count)
    return np.stack(
        [radius * np.cos(step * _GOLDEN_ANGLE_RAD), radius * np.sin(step * _GOLDEN_ANGLE_RAD)], -1
    )


def spread(discs: Discs, grid: Grid, groups: int) -> Floats:
    """Return the residents of each cell by group, shape (C, groups); each group's total is exact.

    Parameters
    ----------
    discs : Discs
        Where people live. A disc that touches no land puts its people on the nearest cell.
    grid : Grid
        The cells; a cell's share of a disc counts as far as it is land.
    groups : int
        How many groups ``discs.group`` numbers.
    """
    low = grid.square.min(axis=0)
    columns, rows = grid.square.max(axis=0) - low + 1
    index = np.full((columns, rows), -1, np.int64)
    index[tuple((grid.square - low).T)] = np.arange(len(grid.square))
    middle_m = (grid.square + 0.5) * grid.cell_m
    people = np.zeros((len(grid.square), groups))
    for place in range(len(discs.people)):
        points = discs.centre_m[place] + disc_points(float(discs.radius_m[place]), grid.cell_m)
        square = np.floor(points / grid.cell_m).astype(np.int64) - low
        held = ((square >= 0) & (square < (columns, rows))).all(axis=1)
        cell = index[tuple(square[held].T)]
        weight = np.bincount(cell[cell >= 0], minlength=len(people)) * grid.land_share
        if not weight.any():
            nearest = int(np.argmin(np.hypot(*(middle_m - discs.centre_m[place]).T)))
            weight[nearest] = 1.0
        people[:, discs.group[place]] += discs.people[place] * weight / weight.sum()
    return people


def share(holds: Floats, weight: Floats, counts: npt.NDArray[np.bool_]) -> float:
    """Return the share of a weight for which something holds, among the cells that count; nan where none do.

    Parameters
    ----------
    holds : (C,)
        From 0 to 1.
    weight : (C,)
        People, or land.
    counts : (C,)
        Cells in question.
    """
    total = float(weight[counts].sum())
    return float((holds[counts] * weight[counts]).sum()) / total if total > 0.0 else math.nan
