"""From battles to estimates: the split of variance against known truths and a plain reference."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from shieldwall.study.tally import (
    PERCENTILES,
    Scale,
    Sums,
    drawn_estimate,
    drawn_estimates,
    estimates,
    merged_bins,
    percentiles_of_bins,
    summed,
)

Whole = npt.NDArray[np.int64]

whole_numbers = st.lists(st.integers(-50, 300), min_size=1, max_size=200)


def nested(samples: list[Whole], step: int = 1) -> list[Sums]:
    """Sums of draws of one column."""
    return [summed(values[:, None], [step]) for values in samples]


def reference(samples: list[Whole]) -> dict[str, float]:
    """The estimator as its docstring states it, in plain NumPy and SciPy, one number at a time."""
    means = np.array([values.mean() for values in samples])
    within = np.mean([stats.sem(values) ** 2 for values in samples])
    observed = stats.tvar(means)
    epistemic = max(0.0, observed - within)
    grand = float(np.concatenate(samples).mean())
    drawn = grand + (means - grand) * np.sqrt(epistemic / observed)
    low, high = np.percentile(drawn, PERCENTILES)
    first, last = np.percentile(np.concatenate(samples), PERCENTILES, method="inverted_cdf")
    return {
        "mean": grand, "mc_se": float(np.sqrt(observed / len(samples))), "low": float(low),
        "high": float(high), "first": float(first), "last": float(last),
    }  # fmt: skip


def leakers(seed: int, draws: int, battles: int, alpha: float, beta: float) -> list[Whole]:
    """Missiles that leak of twenty, each with a chance that differs from draw to draw."""
    luck = np.random.default_rng(seed)
    chances = luck.beta(alpha, beta, draws)
    return [luck.binomial(20, chance, battles).astype(np.int64) for chance in chances]


@pytest.mark.parametrize(("draws", "battles"), [(2, 2), (16, 7), (256, 40)])
def test_estimates_agree_with_a_plain_reference(draws: int, battles: int) -> None:
    samples = leakers(5, draws, battles, 3.0, 9.0)
    (found,) = estimates(nested(samples), [Scale()])
    expected = reference(samples)
    # the same sums in another order: rounding only, in double precision
    assert found.mean == pytest.approx(expected["mean"], rel=1e-12)
    assert found.mc_se == pytest.approx(expected["mc_se"], rel=1e-9)
    assert found.epistemic == pytest.approx((expected["low"], expected["high"]), rel=1e-9)
    assert found.predictive == (expected["first"], expected["last"])


def test_draws_of_unequal_size_count_by_their_battles() -> None:
    samples = [np.array([0, 0, 0]), np.array([4, 4])]
    (found,) = estimates(nested(samples), [Scale()])
    # eight leakers in five battles; the draws' own means, 0 and 4, have variance 8, of which none is luck
    assert found.mean == pytest.approx(1.6, rel=1e-15)
    assert found.mc_se == pytest.approx(2.0, rel=1e-15)


def test_the_split_recovers_what_is_not_known_from_few_battles() -> None:
    # chances from Beta(6, 14): what is not known spreads the mean of twenty by 20 sd(Beta) = 2.0, while the
    # means of only four battles spread by 2.2 for luck and knowledge together; the bias-corrected interval
    # must be that of the Beta. With 4,000 draws its ends have a standard error near 0.06: three of them.
    samples = leakers(11, 4_000, 4, 6.0, 14.0)
    (found,) = estimates(nested(samples), [Scale()])
    truth = stats.beta(6.0, 14.0).ppf([0.05, 0.95]) * 20.0
    assert found.epistemic == pytest.approx(truth, abs=0.2)
    uncorrected = np.percentile([values.mean() for values in samples], PERCENTILES)
    assert uncorrected[1] - uncorrected[0] > 1.1 * (found.epistemic[1] - found.epistemic[0])


def test_predictive_is_the_spread_of_single_raids() -> None:
    # one raid of twenty with chances from Beta(6, 14) is beta-binomial, whose 5th and 95th percentiles are
    # whole numbers; 40,000 raids put the sample's percentiles on the same whole numbers
    samples = leakers(12, 1_000, 40, 6.0, 14.0)
    (found,) = estimates(nested(samples), [Scale()])
    assert found.predictive == tuple(stats.betabinom(20, 6.0, 14.0).ppf([0.05, 0.95]))


def test_where_all_is_known_only_luck_is_left() -> None:
    # every draw has the same chance: the epistemic interval must be narrow beside that of luck. The estimate
    # of a variance that is zero is itself chance: of 400 draws' means its standard error is 7% of theirs, so
    # the interval, which goes with the root, stays below half
    luck = np.random.default_rng(3)
    samples = [luck.binomial(20, 0.3, 25).astype(np.int64) for _ in range(400)]
    (found,) = estimates(nested(samples), [Scale()])
    width_of_means = np.ptp(np.percentile([values.mean() for values in samples], PERCENTILES))
    assert found.epistemic[1] - found.epistemic[0] < 0.5 * width_of_means
    assert abs(found.mean - 6.0) < 3.0 * found.mc_se


def test_where_luck_is_absent_all_is_epistemic() -> None:
    normal = np.rint(np.random.default_rng(8).normal(1000.0, 100.0, 2_000)).astype(np.int64)
    samples = [np.full(3, value) for value in normal]
    (found,) = estimates(nested(samples), [Scale()])
    assert found.epistemic == pytest.approx(np.percentile(normal, PERCENTILES), rel=1e-12)
    # of 2,000 draws from a normal the 5th and 95th percentiles have a standard error of 4.7: three of them
    assert found.epistemic == pytest.approx(stats.norm(1000.0, 100.0).ppf([0.05, 0.95]), abs=14.0)
    assert found.mc_se == pytest.approx(100.0 / np.sqrt(2_000), rel=0.05)


def test_the_error_covers_the_truth_as_often_as_it_should() -> None:
    # the truth lies within 1.645 standard errors of the mean nine times in ten; of 400 runs at most 5% fewer
    truth, hits = 20.0 * 6.0 / 20.0, 0
    for seed in range(400):
        (found,) = estimates(nested(leakers(100 + seed, 40, 5, 6.0, 14.0)), [Scale()])
        hits += abs(found.mean - truth) < 1.645 * found.mc_se
    assert 0.85 < hits / 400 < 0.95


def test_a_number_that_never_changes_has_no_width() -> None:
    (found,) = estimates(nested([np.full(4, 7)] * 10), [Scale()])
    assert found.mean == 7.0
    assert (found.mc_se, found.epistemic, found.predictive) == (0.0, (7.0, 7.0), (7.0, 7.0))


def test_scale_divides_and_widens_the_bins() -> None:
    samples = leakers(2, 8, 5, 3.0, 9.0)
    thousands = [values * 1_000 + 137 for values in samples]
    (found,) = estimates([summed(values[:, None], [100]) for values in thousands], [Scale(1_000, 100)])
    (plain,) = estimates(nested(samples), [Scale()])
    assert found.mean == pytest.approx(plain.mean + 0.137, rel=1e-12)
    # bins a hundred wide are read off at their lower edge
    assert found.predictive == pytest.approx([value + 0.1 for value in plain.predictive], rel=1e-12)


@given(st.lists(whole_numbers, min_size=1, max_size=5))
def test_histograms_add_up_whatever_their_ranges(parts: list[list[int]]) -> None:
    columns = [np.array(values, np.int64) for values in parts]
    both = merged_bins([summed(np.stack([values, -2 * values], axis=1), [1, 1]).bins for values in columns])
    everything = np.concatenate(columns)
    for column, values in enumerate((everything, -2 * everything)):
        counts = both.counts[both.starts[column] : both.starts[column + 1]]
        bins = np.arange(both.first[column], both.first[column] + len(counts))
        assert np.array_equal(np.repeat(bins, counts), np.sort(values))


@given(whole_numbers, st.floats(0.5, 99.5))
def test_a_percentile_of_a_histogram_is_that_of_the_numbers(values: list[int], percent: float) -> None:
    whole = np.array(values, np.int64)
    bins = summed(np.stack([whole, whole + 7], axis=1), [1, 1]).bins
    reached = np.sort(whole)[np.arange(1, len(whole) + 1) * 100.0 >= percent * len(whole)]
    assert percentiles_of_bins(bins, percent).tolist() == [reached[0], reached[0] + 7]


@given(whole_numbers, st.integers(1, 40))
def test_sums_do_not_depend_on_order(values: list[int], step: int) -> None:
    whole = np.array(values, np.int64)[:, None]
    one, other = summed(whole, [step]), summed(whole[::-1], [step])
    assert (one.count, one.total.tolist(), one.squares.tolist()) == (
        other.count, other.total.tolist(), other.squares.tolist(),
    )  # fmt: skip
    assert one.bins.first == other.bins.first
    assert np.array_equal(one.bins.counts, other.bins.counts)


def test_what_each_draw_gives_without_luck() -> None:
    shares = np.random.default_rng(4).uniform(0.2, 0.8, 256)
    found = drawn_estimate(shares)
    assert found.mean == pytest.approx(shares.mean(), rel=1e-12)
    assert found.mc_se == pytest.approx(stats.sem(shares), rel=1e-12)
    assert found.epistemic == found.predictive == tuple(np.percentile(shares, PERCENTILES))
    both = drawn_estimates(np.stack([shares, 1.0 - shares], axis=1))
    assert both == [found, drawn_estimate(1.0 - shares)]
