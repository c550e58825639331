"""Which mechanism a difference goes with: all sixteen cells, first in, last in, and Shapley values.

The Shapley value of a mechanism is its added difference averaged over the orders in which mechanisms can be
switched on. Not every order makes sense: one plan needs tracks, so only orders in which ``tracks`` precedes
``fire_coordination`` count (Shapley 1953; with precedence, Faigle and Kern 1992). Over those orders the
values sum to the whole difference, exactly.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

import numpy as np
import numpy.typing as npt

from shieldwall.model.arrangement import MECHANISMS, Arrangement, Mechanism

PRECEDENCE: Final[tuple[tuple[Mechanism, Mechanism], ...]] = (("tracks", "fire_coordination"),)
"""Pairs (earlier, later): the later mechanism works only where the earlier one is there."""

Cell = frozenset[Mechanism]
Floats = npt.NDArray[np.float64]


def permitted_orders(
    mechanisms: Sequence[Mechanism] = MECHANISMS,
    precedence: Sequence[tuple[Mechanism, Mechanism]] = PRECEDENCE,
) -> list[tuple[Mechanism, ...]]:
    """Return the orders of the mechanisms in which every earlier one comes before its later one.

    Examples
    --------
    >>> len(permitted_orders())
    12
    """
    return [
        order
        for order in itertools.permutations(mechanisms)
        if all(order.index(earlier) < order.index(later) for earlier, later in precedence)
    ]


def all_cells(mechanisms: Sequence[Mechanism] = MECHANISMS) -> list[Cell]:
    """Return every combination of mechanisms, in the order of their binary names.

    Examples
    --------
    >>> cell_name(all_cells()[0]), cell_name(all_cells()[-1])
    ('0000', '1111')
    """
    switches = itertools.product((False, True), repeat=len(mechanisms))
    return [frozenset(itertools.compress(mechanisms, chosen)) for chosen in switches]


def cell_name(cell: Cell, mechanisms: Sequence[Mechanism] = MECHANISMS) -> str:
    """Return the binary name of a cell, one digit per mechanism in the order of `MECHANISMS`."""
    return "".join("1" if mechanism in cell else "0" for mechanism in mechanisms)


def cell_arrangements(base: Arrangement, top: Arrangement) -> dict[str, Arrangement]:
    """Return the sixteen arrangements between ``base`` and ``top``, by cell name."""
    return {
        cell_name(cell): base.with_mechanisms(top, cell, f"cell_{cell_name(cell)}") for cell in all_cells()
    }


@functools.cache
def shapley_weights(
    mechanisms: tuple[Mechanism, ...] = MECHANISMS,
    precedence: tuple[tuple[Mechanism, Mechanism], ...] = PRECEDENCE,
) -> tuple[npt.NDArray[np.int64], int]:
    """Return the whole-number weights of the cells in each mechanism's Shapley value.

    Returns
    -------
    weights : (mechanisms, cells) int64
        ``weights @ values / divisor`` are the Shapley values, for ``values`` in the order of `all_cells`.
    divisor : int
        The number of permitted orders.
    """
    orders = permitted_orders(mechanisms, precedence)
    place = {cell: index for index, cell in enumerate(all_cells(mechanisms))}
    weights = np.zeros((len(mechanisms), len(place)), dtype=np.int64)
    for order in orders:
        switched: Cell = frozenset()
        for mechanism in order:
            row = mechanisms.index(mechanism)
            weights[row, place[switched]] -= 1
            switched |= {mechanism}
            weights[row, place[switched]] += 1
    weights.flags.writeable = False
    return weights, len(orders)


def shapley_shares(values: Floats) -> Floats:
    """Return the Shapley values of cell values that are not whole numbers.

    Every value is a sum of differences between two cells, so a mechanism that changes nothing has exactly
    nothing.

    Parameters
    ----------
    values : (D, cells, Q)
        In the order of `all_cells`.

    Returns
    -------
    (mechanisms, D, Q)
        In the order of `MECHANISMS`.
    """
    weights, orders = shapley_weights()
    place = {cell: index for index, cell in enumerate(all_cells())}
    shares = np.zeros((len(MECHANISMS), values.shape[0], values.shape[2]))
    for row, mechanism in enumerate(MECHANISMS):
        for cell, index in place.items():
            if mechanism in cell:
                gain = values[:, index] - values[:, place[cell - {mechanism}]]
                shares[row] += weights[row, index] * gain
    return shares / orders


def first_and_last(values: Sequence[float], mechanism: Mechanism) -> tuple[float, float]:
    """Return the difference when a mechanism is added to the base alone, and when it is added last.

    Parameters
    ----------
    values : sequence of float, one per cell
        In the order of `all_cells`.
    mechanism : Mechanism
        The one that is switched.
    """
    place = {cell: index for index, cell in enumerate(all_cells())}
    everything: Cell = frozenset(MECHANISMS)
    alone: Cell = frozenset({mechanism})
    first = values[place[alone]] - values[place[frozenset()]]
    last = values[place[everything]] - values[place[everything - alone]]
    return first, last


def shapley_exact(values: Sequence[Fraction]) -> dict[Mechanism, Fraction]:
    """Return the Shapley values of exact cell values, for tests and small tables."""
    weights, divisor = shapley_weights()
    return {
        mechanism: sum((int(w) * v for w, v in zip(row, values, strict=True)), Fraction(0)) / divisor
        for mechanism, row in zip(MECHANISMS, weights, strict=True)
    }
