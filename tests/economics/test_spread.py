from __future__ import annotations

import numpy as np
import pytest

from shieldwall.economics.spread import Range, confidence_of, distribution, draw, range_of
from shieldwall.model.errors import InputError
from shieldwall.model.provenance import Fact

ASSUMED = {"basis": "assumed", "derivation": "a judgement"}


def test_draws_fill_their_range_and_keep_to_their_own_stream() -> None:
    wide = Range("wide", 0.0, 0.2, 1.0, "uniform", "assumed", "")
    peaked = Range("peaked", 1.0, 2.0, 4.0, "triangular", "assumed", "")
    fixed = Range("fixed", 3.0, 3.0, 3.0, "none", "reported", "")
    both = draw([wide, peaked, fixed], seed=5, count=20_000)
    alone = draw([peaked], seed=5, count=20_000)
    assert np.array_equal(both["peaked"], alone["peaked"])
    assert set(both["fixed"]) == {3.0}
    assert both["wide"].min() >= 0.0
    assert both["wide"].max() < 1.0
    # Standard errors of the means of 20,000 draws: 0.0020 and 0.0044; four of them.
    assert both["wide"].mean() == pytest.approx(0.5, abs=0.008)
    assert both["peaked"].mean() == pytest.approx(7.0 / 3.0, abs=0.018)


def test_an_s_curve_rises_and_reads_back_its_own_levels() -> None:
    samples = np.arange(1.0, 1001.0)
    found = distribution(samples)
    values = [point.value for point in found.s_curve]
    assert values == sorted(values)
    assert (found.low, found.median, found.high) == (found.s_curve[0].value, 500.5, found.s_curve[-1].value)
    for point in found.s_curve:
        # One draw in a thousand is the resolution.
        assert confidence_of(point.value, samples).confidence == pytest.approx(point.confidence, abs=0.001)


def test_a_point_estimate_stands_at_a_confidence_and_needs_a_reserve() -> None:
    found = confidence_of(250.0, np.arange(1.0, 1001.0), levels=(0.5, 0.8))
    assert found.confidence == 0.25
    assert found.reserve["0.5"] == pytest.approx(250.5, abs=1e-9)  # the median is 500.5
    assert found.reserve["0.8"] > found.reserve["0.5"] > 0.0


def test_facts_become_ranges_only_with_a_spread() -> None:
    ranged = Fact(value=0.5, low=0.0, high=1.0, unit="share", spread="uniform", **ASSUMED)  # type: ignore[arg-type]
    assert range_of("x", ranged).high == 1.0
    single = Fact(value=0.5, unit="share", **ASSUMED)  # type: ignore[arg-type]
    assert (range_of("x", single).low, range_of("x", single).high) == (0.5, 0.5)
    unsaid = Fact(value=0.5, low=0.0, high=1.0, unit="share", **ASSUMED)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="does not say how it spreads"):
        range_of("x", unsaid)


def test_bad_ranges_and_samples_are_refused() -> None:
    with pytest.raises(InputError, match="does not hold"):
        Range("x", 2.0, 1.0, 3.0, "none", "assumed", "")
    one = Range("x", 0.0, 0.0, 1.0, "uniform", "assumed", "")
    with pytest.raises(InputError, match="bear one name"):
        draw([one, one], seed=0, count=4)
    with pytest.raises(InputError, match="at least one draw"):
        draw([one], seed=0, count=0)
    for samples in ([], [np.nan], [np.inf, 1.0]):
        with pytest.raises(InputError, match="at least one draw, all finite"):
            distribution(samples)
