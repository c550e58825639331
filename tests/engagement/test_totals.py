"""Sums and histograms of battles against NumPy's, column by column."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from shieldwall.engagement.totals import add_up

SHAPES = st.tuples(st.integers(1, 40), st.integers(1, 5))


@given(
    values=arrays.arrays(np.int64, SHAPES, elements=st.integers(-300, 300)),
    step=st.integers(1, 50),
)
def test_totals_are_those_of_each_column(values: np.ndarray, step: int) -> None:
    steps = np.arange(values.shape[1], dtype=np.int64) * (step - 1) + 1  # the first column in steps of one
    total, squares, first, starts, counts = add_up(values, steps)
    np.testing.assert_array_equal(total, values.sum(axis=0))
    np.testing.assert_array_equal(squares, (values**2).sum(axis=0))
    for column, width in enumerate(steps):
        bins, often = np.unique(np.floor_divide(values[:, column], width), return_counts=True)
        found = counts[starts[column] : starts[column + 1]]
        assert first[column] == bins[0]
        assert len(found) == bins[-1] - bins[0] + 1
        np.testing.assert_array_equal(found[bins - bins[0]], often)
        assert found.sum() == len(values)
