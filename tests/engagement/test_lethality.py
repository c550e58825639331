"""Odds from a record: the posterior by Bayes' rule, the interval by its defining tails."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from shieldwall.engagement.lethality import clopper_pearson, posterior

records = st.integers(1, 60).flatmap(lambda attempts: st.tuples(st.integers(0, attempts), st.just(attempts)))


@pytest.mark.parametrize(("hits", "attempts"), [(0, 0), (3, 4), (25, 31), (1.5, 10)])
def test_posterior_is_prior_times_likelihood(hits: float, attempts: int) -> None:
    belief = posterior(hits, attempts)

    def unscaled(kill: float) -> float:
        return float(stats.beta(0.5, 0.5).pdf(kill) * kill**hits * (1.0 - kill) ** (attempts - hits))

    whole = integrate.quad(unscaled, 0.0, 1.0)[0]
    first = integrate.quad(lambda kill: kill * unscaled(kill), 0.0, 1.0)[0]
    assert belief.mean == pytest.approx(first / whole, rel=1e-6)  # quadrature at the prior's infinite ends


@given(records, st.floats(0.5, 0.99))
def test_limits_leave_half_of_the_rest_in_each_tail(record: tuple[int, int], level: float) -> None:
    hits, attempts = record
    low, high = clopper_pearson(hits, attempts, level)
    tail = (1.0 - level) / 2.0
    if hits > 0:
        assert stats.binom.sf(hits - 1, attempts, low) == pytest.approx(tail, rel=1e-6)  # of the inversion
    if hits < attempts:
        assert stats.binom.cdf(hits, attempts, high) == pytest.approx(tail, rel=1e-6)
    assert 0.0 <= low <= hits / attempts <= high <= 1.0


@pytest.mark.parametrize("kill", [0.3, 0.8])
def test_interval_covers_at_least_its_level(kill: float) -> None:
    attempts = 31
    limits = np.array([clopper_pearson(hits, attempts) for hits in range(attempts + 1)])
    covered = (limits[:, 0] <= kill) & (kill <= limits[:, 1])
    assert stats.binom(attempts, kill).pmf(np.arange(attempts + 1))[covered].sum() >= 0.95


def test_nothing_hit_and_nothing_missed() -> None:
    assert clopper_pearson(0, 5)[0] == 0.0
    assert clopper_pearson(5, 5)[1] == 1.0


def test_impossible_records_are_refused() -> None:
    with pytest.raises(ValueError, match="6 of 5"):
        posterior(6, 5)
    with pytest.raises(ValueError, match="-1 of 5"):
        clopper_pearson(-1, 5)
    with pytest.raises(ValueError, match="at least one attempt"):
        clopper_pearson(0, 0)
    with pytest.raises(ValueError, match="level between 0 and 1"):
        clopper_pearson(1, 2, level=1.0)
