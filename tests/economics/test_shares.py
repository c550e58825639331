from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shieldwall.catalogue.load import shipped
from shieldwall.economics.contributions import Contributions, contributions, shares_of
from shieldwall.economics.joint_line import line_savings
from shieldwall.economics.prices import PriceBook
from shieldwall.economics.programme import by_status, select
from shieldwall.economics.shares import COUNTERFACTUALS, savings, swings
from shieldwall.model.errors import InputError
from shieldwall.model.money import BudgetLine
from shieldwall.model.programme import Programme

EVERY_DOLLAR = {"additionality": 1.0, "cooperation_overhead": 0.0, "overrun_anyway": 1.0}


@given(
    st.dictionaries(st.sampled_from(["JPN", "USA", "KOR", "AUS"]), st.floats(0.0, 1e9), min_size=1).filter(
        lambda amounts: sum(amounts.values()) > 1e-6
    )
)
def test_shares_sum_to_one(amounts: dict[str, float]) -> None:
    shares = shares_of(amounts)
    # One rounding for each of at most four parties.
    assert math.fsum(shares.values()) == pytest.approx(1.0, abs=1e-15)
    assert all(0.0 <= share <= 1.0 for share in shares.values())


@pytest.mark.parametrize("amounts", [{}, {"JPN": 0.0}, {"JPN": -1.0, "USA": 2.0}, {"JPN": math.nan}])
def test_shares_of_nothing_or_of_negatives_are_refused(amounts: dict[str, float]) -> None:
    with pytest.raises(InputError):
        shares_of(amounts)


def test_contributions_name_series_rule_and_missing_years(paid: Contributions) -> None:
    japan, states = paid.parties["JPN"], paid.parties["USA"]
    # The sums that the reproduction of the paper states, to its decimal.
    assert japan.million_usd == pytest.approx(506.1, abs=0.05)
    assert states.million_usd == pytest.approx(1907.528, abs=1e-6)
    assert math.fsum(paid.shares.values()) == pytest.approx(1.0, abs=1e-15)
    assert japan.missing == (2007, 2008, 2009, 2010, 2011, 2016)
    assert {step.series for _, found in japan.by_year for step in found.steps} == {"jpy_usd_fed"}
    assert paid.prices == "then-year"
    assert "initial" in japan.rule


def test_contributions_in_constant_dollars(lines: tuple[BudgetLine, ...], book: PriceBook) -> None:
    japan = by_status(
        select(lines, programme="sm3_block_iia", party="JPN", element="co_development"), "initial"
    )
    rates, levels = [book.named("jpy_usd_fed")], book.named("usd_gdp_omb")
    constant = contributions(
        [japan], (2006, 2015), rates, levels=levels, price_year=2015, alignment="same_number"
    )
    # 519.7 million dollars of FY2015: exchange at the year of the budget, then the U.S. price level.
    assert constant.total_million_usd == pytest.approx(519.7, abs=0.05)
    assert constant.prices == "US FY2015 by usd_gdp_omb"
    with pytest.raises(InputError, match="both a price level and a price year"):
        contributions([japan], (2006, 2015), rates, levels=levels)
    with pytest.raises(InputError, match="one series for each party"):
        contributions([japan, japan], (2006, 2015), rates)
    with pytest.raises(InputError, match="one exchange rate of JPY"):
        contributions([japan], (2006, 2015), [])


def test_with_every_dollar_replaced_each_saves_what_the_other_paid(
    paid: Contributions, block_iia: Programme
) -> None:
    found = savings(paid, block_iia, "same_kit_each_pays", hold=EVERY_DOLLAR)
    japan, states = found.parties["JPN"], found.parties["USA"]
    # Sums of two doubles of a few thousand.
    assert states.saving_million_usd.mean == pytest.approx(paid.parties["JPN"].million_usd, rel=1e-12)
    assert japan.saving_million_usd.mean == pytest.approx(paid.parties["USA"].million_usd, rel=1e-12)
    assert states.saving_million_usd.least == states.saving_million_usd.most
    assert states.chance_of_saving == 1.0


def test_worlds_differ_and_say_what_they_hold(paid: Contributions, block_iia: Programme) -> None:
    worlds = {name: savings(paid, block_iia, name) for name in COUNTERFACTUALS}
    for party in ("JPN", "USA"):
        amount = paid.parties[party].million_usd
        mine = {name: found.parties[party] for name, found in worlds.items()}
        assert mine["same_budget"].saving_million_usd.most == pytest.approx(0.0, abs=1e-9)  # by construction
        assert mine["not_built"].saving_million_usd.mean == pytest.approx(-amount, rel=1e-12)
        assert mine["not_built"].kit_paid_for.most == 0.0
        assert mine["same_kit_each_pays"].kit_paid_for.least == 1.0
        assert 0.0 < mine["same_budget"].kit_paid_for.mean <= 1.0
    assert worlds["us_only_later"].years_later.low > 2.0
    assert worlds["same_kit_each_pays"].years_later.most == 0.0
    for found in worlds.values():
        assert any("opportunity cost" in text for text in found.not_modelled)
        assert {item.name for item in found.assumptions} >= {"additionality", "cooperation_overhead"}
        assert all(item.reason or item.basis == "reported" for item in found.assumptions)
        assert found.missing["JPN"] == (2007, 2008, 2009, 2010, 2011, 2016)


def test_in_the_later_world_the_partners_pay_what_the_lead_recovers(
    paid: Contributions, block_iia: Programme
) -> None:
    hold = {**EVERY_DOLLAR, "delay_years": 4.0, "growth_per_year": 0.02, "recoupment": 0.25}
    found = savings(paid, block_iia, "us_only_later", hold=hold)
    later = paid.total_million_usd * 1.02**4
    states, japan = found.parties["USA"].without_million_usd, found.parties["JPN"].without_million_usd
    assert states.mean == pytest.approx(0.75 * later, rel=1e-12)
    assert japan.mean == pytest.approx(0.25 * later, rel=1e-12)


def test_a_point_estimate_stands_at_a_confidence(paid: Contributions, block_iia: Programme) -> None:
    states = savings(paid, block_iia, "same_kit_each_pays").parties["USA"]
    likely = {"additionality": 0.5, "cooperation_overhead": 0.15, "overrun_anyway": 0.9}
    fixed = savings(paid, block_iia, "same_kit_each_pays", hold=likely, draws=1).parties["USA"]
    assert states.point.estimate == pytest.approx(fixed.saving_million_usd.mean, rel=1e-12)
    assert 0.0 < states.point.confidence < 1.0
    assert states.point.reserve["0.8"] > states.point.reserve["0.5"]
    curve = [point.value for point in states.saving_million_usd.s_curve]
    assert curve == sorted(curve)


def test_additionality_raises_a_saving_and_overhead_lowers_it(
    paid: Contributions, block_iia: Programme
) -> None:
    def saved(**hold: float) -> float:
        found = savings(paid, block_iia, "same_kit_each_pays", hold={**EVERY_DOLLAR, **hold}, draws=1)
        return found.parties["USA"].saving_million_usd.mean

    assert saved(additionality=0.0) < saved(additionality=0.5) < saved(additionality=1.0)
    assert saved(cooperation_overhead=0.2) < saved(cooperation_overhead=0.0)
    # An overrun that cooperation caused would not have come alone: the saving falls by all of it.
    assert saved(overrun_anyway=0.0) == pytest.approx(saved() - 700.0, rel=1e-12)


def test_one_assumption_held_leaves_the_draws_of_the_others(
    paid: Contributions, block_iia: Programme
) -> None:
    free = savings(paid, block_iia, "us_only_later", seed=3)
    held = savings(paid, block_iia, "us_only_later", seed=3, hold={"additionality": 0.5})
    assert free.years_later == held.years_later
    assert free.parties["USA"].saving_million_usd != held.parties["USA"].saving_million_usd


def test_swings_are_ordered_and_leave_out_what_changes_nothing(
    paid: Contributions, block_iia: Programme
) -> None:
    found = swings(paid, block_iia, "same_kit_each_pays")
    widths = [abs(swing.at_high - swing.at_low) for swing in found]
    assert widths == sorted(widths, reverse=True)
    assert {swing.assumption for swing in found} == {
        "additionality", "cooperation_overhead", "overrun_anyway",
    }  # fmt: skip


def test_unknown_worlds_assumptions_and_values_are_refused(paid: Contributions, block_iia: Programme) -> None:
    with pytest.raises(InputError, match="did you mean 'same_budget'"):
        savings(paid, block_iia, "same_bugdet")
    with pytest.raises(InputError, match="did you mean 'additionality'"):
        savings(paid, block_iia, "same_budget", hold={"aditionality": 1.0})
    with pytest.raises(InputError, match="is a share, and 2 is not one"):
        savings(paid, block_iia, "same_budget", hold={"additionality": 2.0})
    bare = shipped().record(Programme, "meads")
    with pytest.raises(InputError, match="no sharing assumptions"):
        savings(paid, bare, "same_budget")
    with pytest.raises(InputError, match="no production plan"):
        line_savings(bare, "same_budget")
    with pytest.raises(InputError, match="did you mean 'not_built'"):
        line_savings(block_iia, "not_build")


def test_one_line_for_two_saves_the_lead_and_a_licence_takes_it_back_from_the_partner(
    block_iia: Programme,
) -> None:
    found = line_savings(block_iia, "same_kit_each_pays", draws=256)
    later = line_savings(block_iia, "us_only_later", draws=256)
    assert found.parties["USA"].saving_million_usd.median > 0.0
    assert later.parties["USA"].saving_million_usd.most == pytest.approx(0.0, abs=1e-9)  # the same line
    assert later.parties["JPN"].saving_million_usd.high < 0.0  # no premium in the other world
    nothing = line_savings(block_iia, "same_budget", draws=16)
    assert nothing.parties["JPN"].saving_million_usd.most == 0.0
    assert found.price_year == 2018


def test_the_plans_of_2005_sum_to_one(block_iia: Programme) -> None:
    plan = {item.party: item.share for item in block_iia.planned_shares if item.plan == "reuters_2005"}
    assert plan["JPN"].value + plan["USA"].value == pytest.approx(1.0, abs=1e-12)
    assert plan["JPN"].low == pytest.approx(1.0 / 2.1 - 1e-9, abs=0.04)
