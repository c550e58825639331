"""Inverse distribution functions against SciPy's own distributions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from shieldwall.chance.quantiles import beta_quantile, triangular_quantile, uniform_quantile

GRID = np.linspace(0.0, 1.0, 101)[:-1]


def test_uniform_agrees_with_scipy() -> None:
    expected = stats.uniform(loc=-2.0, scale=5.0).ppf(GRID)
    np.testing.assert_allclose(uniform_quantile(GRID, -2.0, 3.0), expected, rtol=0, atol=1e-14)  # rounding


@pytest.mark.parametrize("mode", [1.0, 1.5, 4.0])
def test_triangular_agrees_with_scipy(mode: float) -> None:
    expected = stats.triang(c=(mode - 1.0) / 3.0, loc=1.0, scale=3.0).ppf(GRID)
    np.testing.assert_allclose(triangular_quantile(GRID, 1.0, mode, 4.0), expected, rtol=1e-13)  # rounding


@pytest.mark.parametrize(("alpha", "beta"), [(0.5, 0.5), (25.5, 6.5), (4.5, 2.5), (200.0, 1.0)])
def test_beta_agrees_with_scipy(alpha: float, beta: float) -> None:
    expected = stats.beta(alpha, beta).ppf(GRID)
    np.testing.assert_allclose(beta_quantile(GRID, alpha, beta), expected, rtol=1e-9)  # two iterations' ends


@given(
    st.floats(0.0, 1.0, exclude_max=True),
    st.floats(0.0, 1.0, exclude_max=True),
    st.floats(-1e3, 1e3),
    st.floats(0.0, 1e3),
    st.floats(0.0, 1.0),
)
def test_draws_stay_in_range_and_rise_with_the_uniform(
    one: float, other: float, low: float, width: float, share: float
) -> None:
    high = low + width
    mode = min(high, low + share * width)
    pair = np.array(sorted((one, other)))
    # Rounding may step over a bound by a few units in the last place of the largest figure.
    slack = 1e-9
    for draws in (uniform_quantile(pair, low, high), triangular_quantile(pair, low, mode, high)):
        assert draws[0] <= draws[1] + slack
        assert low - slack <= draws[0]
        assert draws[1] <= high + slack


def test_a_range_of_no_width_gives_its_value() -> None:
    np.testing.assert_array_equal(triangular_quantile(GRID, 2.0, 2.0, 2.0), np.full(100, 2.0))
    np.testing.assert_array_equal(uniform_quantile(GRID, 2.0, 2.0), np.full(100, 2.0))


def test_impossible_ranges_are_refused() -> None:
    with pytest.raises(ValueError, match="low 2 is above high 1"):
        uniform_quantile(GRID, 2.0, 1.0)
    with pytest.raises(ValueError, match="low <= mode <= high"):
        triangular_quantile(GRID, 0.0, 3.0, 2.0)
    with pytest.raises(ValueError, match="above 0"):
        beta_quantile(GRID, 0.0, 1.0)
