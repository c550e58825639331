"""Counterfactuals of procurement: money and rounds move together, and nothing before the system is there."""

from __future__ import annotations

import functools
from collections.abc import Callable

import pytest

from shieldwall.apps.costs import share_cost
from shieldwall.case.build import build_case
from shieldwall.catalogue.load import shipped
from shieldwall.economics.shares import COUNTERFACTUALS
from shieldwall.model.errors import InputError
from shieldwall.model.outcomes import Comparison
from shieldwall.model.scenario import Scenario
from shieldwall.study.compare import Settings, run_comparison

NAMES = ("unconnected", "integrated")
PROGRAMME = "sm3_block_iia"
INTERCEPTOR = "sm3_2a"
Worlds = Callable[[str, str], Comparison]


@pytest.fixture(scope="module")
def in_world(scenario: Scenario) -> Worlds:
    asked = scenario.but(attribution=None, raid_launch_areas=["prk_southeast"], availability="all")

    @functools.cache
    def run(date: str, world: str) -> Comparison:
        changed = asked.but(date=date, counterfactual=world)
        return run_comparison(changed, shipped(), Settings(NAMES, 16, None, 7, workers=1))

    return run


@pytest.mark.parametrize("world", COUNTERFACTUALS)
def test_before_the_system_is_there_nothing_moves(in_world: Worlds, world: str) -> None:
    happened, supposed = in_world("2015-12-02", "as_fielded"), in_world("2015-12-02", world)
    assert happened.counterfactual is None
    found = supposed.counterfactual
    assert found is not None
    assert found.effect.startswith("no effect on this date")
    assert found.against_as_fielded == {}
    assert [(each.programme, each.deployed) for each in found.programmes] == [(PROGRAMME, False)]
    assert "no effect on this date" in found.programmes[0].effect
    assert supposed.arrangements == happened.arrangements
    assert any(f"Counterfactual {world}" in remark for remark in supposed.remarks)


@pytest.mark.parametrize("world", COUNTERFACTUALS)
def test_the_money_is_that_of_cost_share(in_world: Worlds, world: str) -> None:
    found = in_world("2015-12-02", world).counterfactual
    assert found is not None
    money = share_cost(PROGRAMME, counterfactual=world, seed=2015).savings[world]
    for party, told in found.programmes[0].parties.items():
        saving = money.parties[party].saving_million_usd
        assert told.saving_million_usd == (saving.mean, saving.low, saving.high)
        assert told.paid_million_usd == money.parties[party].paid_million_usd


def rounds(result: Comparison, key: str) -> dict[str, int]:
    assert result.counterfactual is not None
    parties = result.counterfactual.programmes[0].parties
    return {party: getattr(found, f"rounds_{key}") for party, found in parties.items()}


def test_later_the_rounds_follow_the_money(in_world: Worlds) -> None:
    fielded = rounds(in_world("2024-06-01", "not_built"), "as_fielded")
    assert all(count > 0 for count in fielded.values())
    there = {world: rounds(in_world("2024-06-01", world), "in_world") for world in COUNTERFACTUALS}
    assert there["not_built"] == dict.fromkeys(fielded, 0)
    assert there["same_kit_each_pays"] == fielded
    # four years or more after 2020 and 2022 is after June 2024
    assert there["us_only_later"] == dict.fromkeys(fielded, 0)
    # the smaller payer could have had the smaller part
    assert 0 < there["same_budget"]["JPN"] < there["same_budget"]["USA"] < fielded["USA"]


def test_who_pays_alone_changes_no_battle(in_world: Worlds) -> None:
    happened = in_world("2024-06-01", "as_fielded")
    supposed = in_world("2024-06-01", "same_kit_each_pays")
    assert supposed.arrangements == happened.arrangements
    assert supposed.counterfactual is not None
    assert supposed.counterfactual.against_as_fielded == {}


def test_the_difference_between_worlds_is_that_of_their_outcomes(in_world: Worlds) -> None:
    happened, supposed = in_world("2024-06-01", "as_fielded"), in_world("2024-06-01", "not_built")
    assert supposed.counterfactual is not None
    for name, measures in supposed.counterfactual.against_as_fielded.items():
        for measure, difference in measures.items():
            gap = (
                getattr(supposed.arrangements[name], measure).mean
                - getattr(happened.arrangements[name], measure).mean
            )
            # the same battles added up in another order
            assert difference.mean == pytest.approx(gap, rel=1e-9, abs=1e-9), measure


def test_cells_that_are_empty_hold_what_else_there_was(scenario: Scenario) -> None:
    later = scenario.but(date="2024-06-01", raid_launch_areas=["prk_southeast"])
    forces = {
        world: build_case(later.but(counterfactual=world), NAMES, shipped(), seed=1, draws=2).forces
        for world in ("as_fielded", "not_built", "same_budget")
    }
    total = {world: int(found.shooters.magazine.sum()) for world, found in forces.items()}
    assert len(set(total.values())) == 1, "round for round"
    assert INTERCEPTOR in forces["as_fielded"].interceptors
    assert INTERCEPTOR not in forces["not_built"].interceptors


def test_an_unknown_world_is_refused(scenario: Scenario) -> None:
    with pytest.raises(InputError, match=r"counterfactual.*same_kit_each_pays"):
        scenario.but(counterfactual="same_kit")
