"""Rounds owed to every party, and how long the lines take to make them again."""

from __future__ import annotations

import pytest

from shieldwall.apps.replenish import ALL, UNKNOWN, UNLISTED, CostReplenish, replenish
from shieldwall.catalogue.ledgers import ledger
from shieldwall.catalogue.load import shipped
from shieldwall.model.errors import InputError
from shieldwall.model.money import ProductionRate, Replacement, read_rows
from shieldwall.model.scenario import Scenario


@pytest.fixture(scope="module")
def asked() -> Scenario:
    return shipped().record(Scenario, "japan_2007").but(date="2016-06-01")


@pytest.fixture(scope="module")
def found(asked: Scenario) -> CostReplenish:
    return replenish(asked, ["integrated"], trials=512, draws=4, seed=1)


def test_every_party_and_interceptor_has_a_row_and_orders_for_one_line_are_added(
    found: CostReplenish,
) -> None:
    rows = found.arrangements["integrated"]
    assert len({(row.party, row.interceptor) for row in rows}) == len(rows)
    together = [row for row in rows if row.party == ALL]
    assert together
    for row in together:
        parts = [part for part in rows if part.party != ALL and part.replaced_by == row.replaced_by]
        # The mean of a sum is the sum of the means, but for rounding.
        assert row.rounds.mean == pytest.approx(sum(part.rounds.mean for part in parts), rel=1e-12)
        slowest = max(part.lines[0].years or 0.0 for part in parts)
        assert row.lines[0].years is not None
        assert row.lines[0].years >= slowest


def test_the_time_is_the_lead_time_and_then_rounds_over_rate(found: CostReplenish) -> None:
    (row,) = [
        row for row in found.arrangements["integrated"] if (row.party, row.interceptor) == ("JPN", "sm3_1a")
    ]
    assert row.replaced_by == "sm3_1b"
    (line,) = [line for line in row.lines if line.line == "raytheon"]
    rates = {rate.year: rate.rate for rate in ledger(shipped(), ProductionRate) if rate.item == "sm3_1b"}
    # Ordered in June 2016 with two years' lead, the rate of 2017 holds: the last one before 2018.4.
    assert line.years == pytest.approx(2.0 + row.rounds.mean / rates[2017], abs=1e-9)  # exact arithmetic
    assert line.years_low is not None
    assert line.years_high is not None
    assert line.years_low < line.years < line.years_high
    assert not line.at_most
    assert found.value["integrated"] is not None


def test_a_smaller_share_of_a_line_takes_longer(asked: Scenario, found: CostReplenish) -> None:
    half = replenish(asked, ["integrated"], trials=512, draws=4, seed=1, share_of_line=0.5)
    for one, other in zip(found.arrangements["integrated"], half.arrangements["integrated"], strict=True):
        assert one.rounds == other.rounds
        for first, second in zip(one.lines, other.lines, strict=True):
            assert first.years is not None
            assert second.years is not None
            assert second.years > first.years or one.rounds.mean == 0.0


def test_a_line_without_a_rate_yet_gives_an_upper_bound(found: CostReplenish) -> None:
    lines = [line for row in found.arrangements["integrated"] for line in row.lines]
    assert {line.at_most for line in lines if line.line == "mhi_japan"} <= {True}
    assert all(line.at_most == (line.first_year > 2016) for line in lines)


def test_what_is_not_replaced_says_why(found: CostReplenish) -> None:
    for row in found.arrangements["integrated"]:
        assert (row.remark in {UNKNOWN, UNLISTED}) == (not row.lines)


def test_every_interceptor_with_a_price_in_the_posture_has_a_replacement() -> None:
    replaced = {row.item for row in ledger(shipped(), Replacement)}
    assert {"sm3_1a", "sm3_1b", "sm3_2a", "pac3", "pac3_mse", "thaad"} <= replaced


def test_bad_input_is_refused(asked: Scenario) -> None:
    with pytest.raises(InputError, match="--share 0: above 0"):
        replenish(asked, ["integrated"], share_of_line=0.0)
    with pytest.raises(InputError, match="--trials 2: from 512"):
        replenish(asked, ["integrated"], trials=2)
    row = {
        "item": "a", "replaced_by": "b", "lead_time_years": 5.0, "low": 1.0, "high": 2.0, "basis": "assumed",
        "source": "c", "note": None,
    }  # fmt: skip
    with pytest.raises(InputError, match="does not hold"):
        read_rows(Replacement, [row])
