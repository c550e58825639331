"""A second raid meets what the first left, and what came between in time."""

from __future__ import annotations

import functools
from collections.abc import Callable

import pytest

from shieldwall.catalogue.load import shipped
from shieldwall.model.errors import InputError
from shieldwall.model.outcomes import Comparison
from shieldwall.model.scenario import Scenario
from shieldwall.study.compare import Settings, run_comparison

NAMES = ("unconnected", "integrated")
Raided = Callable[..., Comparison]


@pytest.fixture(scope="module")
def raided(scenario: Scenario) -> Raided:
    """Return a function that runs a small raid, and a second one if its fields are given."""
    asked = scenario.but(attribution=None, raid_launch_areas=["prk_southeast"], availability="all")

    @functools.cache
    def run(days: int | None = None, rounds: int = 0, on: str = "2015-12-20") -> Comparison:
        coming = [{"unit": "js_kongo", "interceptor": "sm3_1a", "rounds": rounds, "on": on}] if rounds else []
        second = None if days is None else {"size": 20, "after_days": days, "replenishment": coming}
        return run_comparison(
            asked.but(raid_second=second), shipped(), Settings(NAMES, 128, None, 7, workers=1, draws=8)
        )

    return run


def test_the_first_raid_is_as_without_a_second(raided: Raided) -> None:
    alone, both = raided(), raided(days=30)
    assert alone.second_raid == {}
    for name in NAMES:
        leakers, found = alone.arrangements[name].expected_leakers, both.second_raid[name]
        assert (found.first_raid_leakers.mean, found.first_raid_leakers.epistemic) == (
            leakers.mean, leakers.epistemic,
        )  # fmt: skip
        total = found.first_raid_leakers.mean + found.second_raid_leakers.mean
        # whole numbers added in two ways
        assert both.arrangements[name].expected_leakers.mean == pytest.approx(total, rel=1e-12)


def test_the_second_raid_meets_emptier_magazines(raided: Raided) -> None:
    for name, found in raided(days=30).second_raid.items():
        assert found.second_raid_leakers.mean > found.first_raid_leakers.mean, name


def test_rounds_that_come_in_time_stop_some_and_late_ones_none(raided: Raided) -> None:
    without, in_time, late = raided(days=30), raided(days=30, rounds=40), raided(days=10, rounds=40)
    for name in NAMES:
        second = {
            each: result.second_raid[name]
            for each, result in (("without", without), ("in time", in_time), ("late", late))
        }
        assert second["in time"].second_raid_leakers.mean < second["without"].second_raid_leakers.mean - 1.0
        assert second["late"].second_raid_leakers == second["without"].second_raid_leakers
        assert {each: found.rounds_replenished for each, found in second.items()} == {
            "without": 0, "in time": 40, "late": 0,
        }  # fmt: skip
        assert second["in time"].first_raid_leakers == second["without"].first_raid_leakers


def test_rounds_fired_and_left_are_those_held_and_those_that_came(raided: Raided) -> None:
    def held(result: Comparison) -> float:
        outcomes = result.arrangements["integrated"]
        return outcomes.interceptors_expended.mean + outcomes.interceptors_remaining.mean

    assert held(raided(days=30, rounds=40)) == pytest.approx(held(raided()) + 40.0, rel=1e-12)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"unit": "js_kongou"}, r"no unit in place is called 'js_kongou'.*'js_kongo'"),
        ({"interceptor": "sm3_2a"}, r"js_kongo does not carry 'sm3_2a'"),
        ({"on": "2014-01-01"}, r"replenishment of js_kongo on 2014-01-01 comes before the raid"),
    ],
)
def test_rounds_for_nobody_are_refused(scenario: Scenario, change: dict[str, str], said: str) -> None:
    coming = {"unit": "js_kongo", "interceptor": "sm3_1a", "rounds": 4, "on": "2016-01-01"} | change

    def run() -> Comparison:
        asked = scenario.but(
            attribution=None,
            raid_launch_areas=["prk_southeast"],
            raid_second={"size": 5, "after_days": 60, "replenishment": [coming]},
        )
        return run_comparison(asked, shipped(), Settings(NAMES, 4, None, 7, workers=1))

    with pytest.raises(InputError, match=said):
        run()
