"""Shares of variance by ground: what is put in comes out, with an error that covers, or nothing is said."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from shieldwall.case.ledger import Ground, Input
from shieldwall.chance.streams import uniforms
from shieldwall.model.outcomes import MEASURES, Comparison
from shieldwall.study.rests_on import draw_means, variance_shares
from shieldwall.study.tally import summed

DRAWS = 512
ROOT_12 = np.sqrt(12.0)


def drawn(name: str, ground: Ground, draws: int = DRAWS) -> Input:
    value = uniforms(3, name, draws)
    return Input(name, "", "assumed", "share", 0.0, 1.0, ground, value)


def inputs(each: int, draws: int = DRAWS) -> list[Input]:
    grounds: tuple[Ground, ...] = get_args(Ground)
    return [drawn(f"{ground} {place}", ground, draws) for ground in grounds for place in range(each)]


@pytest.mark.parametrize("weights", [(3.0, 2.0, 1.0), (1.0, 0.0, 0.0), (0.0, 1.0, 1.0)])
def test_the_shares_of_a_sum_are_those_of_its_parts(weights: tuple[float, float, float]) -> None:
    known = inputs(20)
    # one input of each ground counts, the other nineteen do nothing
    mean = sum(weight * known[20 * place].value for place, weight in enumerate(weights))
    [found] = variance_shares(known, np.asarray(mean)[:, np.newaxis], np.zeros(1))
    assert found is not None
    shares = (found.assumed, found.published, found.of_the_day)
    # exact but for the sample's variances and covariances, which 512 draws know to some 6%
    assert shares == pytest.approx(np.square(weights) / np.square(weights).sum(), abs=0.12)
    assert found.rest == pytest.approx(1.0 - sum(shares), abs=1e-12)


def test_the_luck_of_battles_is_left_out() -> None:
    known = inputs(5)
    noise = ROOT_12 * (uniforms(9, "luck", DRAWS) - 0.5)
    mean = (ROOT_12 * (known[0].value - 0.5) + noise)[:, np.newaxis]
    [found] = variance_shares(known, mean, np.ones(1))
    assert found is not None
    # half of what is seen is luck, and all of the rest is one assumed input; the variances are known to 6%
    assert found.assumed == pytest.approx(1.0, abs=0.2)
    assert abs(found.assumed - 1.0) < 4.0 * found.assumed_se


def test_the_shares_are_the_same_to_the_last_bit_on_one_core_and_on_several() -> None:
    known = inputs(40)
    mean = np.stack([each.value + 0.3 * known[7].value for each in known[:90:9]], axis=1)
    found = []
    for threads in (1, 2, 4):
        with threadpool_limits(limits=threads, user_api="blas"):
            found.append(variance_shares(known, mean, np.zeros(mean.shape[1])))
    assert found[0][0] is not None
    assert found[0] == found[1] == found[2]


def test_what_acts_together_is_left_in_the_rest() -> None:
    known = inputs(5)
    mean = ((known[0].value - 0.5) * (known[5].value - 0.5))[:, np.newaxis]
    [found] = variance_shares(known, mean, np.zeros(1))
    assert found is not None
    # a product of two centred inputs has no first-order share at all; noise of the regression remains
    assert found.rest == pytest.approx(1.0, abs=0.1)


def test_the_error_covers_what_another_seed_would_say() -> None:
    shares, errors = [], []
    for seed in range(40):
        known = [
            Input(each.name, "", "assumed", "share", 0.0, 1.0, each.ground, uniforms(seed, each.name, 256))
            for each in inputs(10)
        ]
        noise = uniforms(seed, "other", 256)
        mean = (known[0].value + known[10].value + noise)[:, np.newaxis]
        [found] = variance_shares(known, mean, np.zeros(1))
        assert found is not None
        shares.append(found.assumed)
        errors.append(found.assumed_se)
    # 40 spreads know a standard deviation to 11%; the jackknife may be wide by as much again
    assert np.mean(errors) == pytest.approx(np.std(shares, ddof=1), rel=0.4)
    # a third by construction; the mean of 40 has an error of a sixth of one
    assert np.mean(shares) == pytest.approx(1.0 / 3.0, abs=4.0 * np.std(shares) / np.sqrt(40))


def test_too_few_draws_or_no_spread_say_nothing() -> None:
    many = inputs(20, draws=64)
    assert variance_shares(many, np.arange(64.0)[:, np.newaxis], np.zeros(1)) == [None]
    assert variance_shares(inputs(5), np.full((DRAWS, 2), 3.0), np.zeros(2)) == [None, None]
    noise = uniforms(1, "luck", DRAWS)[:, np.newaxis]
    # the variance of a uniform number is a twelfth: all that is seen is luck
    assert variance_shares(inputs(5), noise, np.full(1, 1.0 / 12.0)) == [None]


def test_means_of_draws_and_their_luck() -> None:
    values = np.array([[1, 10], [3, 10], [5, 40]], np.int64)
    means, luck = draw_means([summed(values, [1, 1]), summed(values + 2, [1, 1])])
    assert means.tolist() == [[3.0, 20.0], [5.0, 22.0]]
    # sample variances 4 and 300 of three battles
    assert luck == pytest.approx([4.0 / 3.0, 100.0], rel=1e-12)


def test_every_outcome_has_its_shares_or_says_that_it_has_none(japan: Comparison) -> None:
    shares = japan.assumed_share
    assert shares is not None
    assert shares.inputs > 80
    assert set(shares.arrangements) == set(japan.arrangements)
    assert set(shares.differences) == set(japan.differences)
    for named in (shares.arrangements, shares.differences):
        for measures in named.values():
            assert list(measures) == [measure.name for measure in MEASURES]
            # 48 draws cannot tell more than 80 inputs apart
            assert set(measures.values()) == {None}
