"""Laws of a comparison: what is asked beside an arrangement does not change what is said of it."""

from __future__ import annotations

import dataclasses
import functools

import pytest

import shieldwall as sw
from shieldwall.catalogue.load import shipped
from shieldwall.model.outcomes import Comparison, Estimate
from shieldwall.study.compare import Settings, run_comparison

PAIR = ("unconnected", "integrated")


@functools.cache
def compared(names: tuple[str, ...], sizes: tuple[int, ...] = (), **changes: object) -> Comparison:
    """A small comparison: one launch area, 12 draws of two battles each, no attribution."""
    asked = sw.scenario("japan_2015").but(attribution=None, raid_launch_areas=["prk_southeast"], **changes)
    return run_comparison(asked, shipped(), Settings(names, 24, None, 11, 1, sizes))


@pytest.mark.parametrize("name", PAIR)
def test_an_arrangement_is_the_same_whatever_it_is_compared_with(name: str) -> None:
    assert compared((name,)).arrangements[name] == compared(PAIR).arrangements[name]
    assert compared(PAIR[::-1]).arrangements[name] == compared(PAIR).arrangements[name]


def test_a_difference_turned_round_changes_sign() -> None:
    one = compared(PAIR).differences["integrated-minus-unconnected"]
    other = compared(PAIR[::-1]).differences["unconnected-minus-integrated"]

    def turned(estimate: Estimate) -> tuple[float, ...]:
        return (-estimate.mean, estimate.mc_se, -estimate.epistemic[1], -estimate.epistemic[0])

    for (measure, forward), (_, backward) in zip(one.items(), other.items(), strict=True):
        # the same sums with the other sign; percentiles are interpolated from the other end
        assert (backward.mean, backward.mc_se, *backward.epistemic) == pytest.approx(
            turned(forward), rel=1e-9, abs=1e-9
        ), measure


def test_a_curve_beside_it_changes_nothing() -> None:
    alone, beside = compared(PAIR), compared(PAIR, (3, 30))
    assert beside.arrangements == alone.arrangements
    assert beside.differences == alone.differences


def test_the_point_of_the_curve_at_the_raid_s_own_size_is_the_raid() -> None:
    result = compared(PAIR, (20,))
    for point in result.raid_size_curve:
        outcomes = result.arrangements[point.arrangement]
        assert point.expected_leakers == dataclasses.replace(
            outcomes.expected_leakers, by_party=None, by_beneficiary=None
        )


def test_a_raid_of_one_is_the_first_of_twenty() -> None:
    one, twenty = compared(PAIR, raid_size=1), compared(PAIR)
    for name in PAIR:
        assert one.arrangements[name].expected_leakers.mean <= twenty.arrangements[name].expected_leakers.mean
        # what geometry allows has nothing to do with how many come
        for measure in ("engageable_share", "engageable_share_two_shots", "warning_time_s"):
            assert getattr(one.arrangements[name], measure) == getattr(twenty.arrangements[name], measure)


def test_with_fewer_interceptors_no_fewer_leak() -> None:
    # without PAC-3 nothing else changes but the lower tier's rounds; with the same luck per missile a battle
    # can only lose an engagement that it had
    with_all, without = compared(PAIR), compared(PAIR, without=("pac3",))
    for name in PAIR:
        assert (
            without.arrangements[name].expected_leakers.mean
            >= with_all.arrangements[name].expected_leakers.mean
        )
        assert without.arrangements[name].engageable_share_lower.mean <= (
            with_all.arrangements[name].engageable_share_lower.mean
        )


def test_cooperation_over_the_same_links_never_shortens_warning() -> None:
    result = compared(PAIR)
    difference = result.differences["integrated-minus-unconnected"].warning_time_s
    assert difference.mean >= 0.0
    assert difference.epistemic[0] >= 0.0
