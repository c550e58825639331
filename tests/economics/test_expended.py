from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shieldwall.economics.expended import common_prices, expended_cost
from shieldwall.economics.prices import YearlySeries
from shieldwall.model.errors import InputError
from shieldwall.model.provenance import Cite, Fact

KEYS = [("USA", "sm3_1a"), ("JPN", "sm3_1a"), ("JPN", "pac3")]
CITES = (Cite(source="toy_source"),)


def price(value: float, year: int) -> Fact:
    return Fact(value=value, unit="million_USD", price_year=year, basis="reported", cites=CITES)


def test_prices_of_different_years_become_those_of_one(levels: YearlySeries) -> None:
    common = common_prices({"sm3_1a": price(10.0, 2013), "pac3": price(4.0, 2015)}, 2015, levels)
    assert common.million_usd("sm3_1a") == pytest.approx(12.1, rel=1e-12)
    assert common.million_usd("pac3") == 4.0
    assert common.factor("sm3_1a") == pytest.approx(1.21, rel=1e-12)
    assert common.conversions["sm3_1a"].steps[0].series == common.series == "toy"
    with pytest.raises(InputError, match="no unit price of 'pac2'"):
        common.million_usd("pac2")
    with pytest.raises(InputError, match="it has 2013 to 2016"):
        common_prices({"sm3_1a": price(10.0, 2006)}, 2015, levels)


def test_cost_is_counts_times_prices_by_party() -> None:
    counts = np.array([[4, 2, 8], [0, 0, 0]])
    cost = expended_cost(counts, KEYS, [10.0, 10.0, 4.0])
    assert cost.total.tolist() == [92.0, 0.0]
    assert {party: value.tolist() for party, value in cost.by_party.items()} == {
        "USA": [40.0, 0.0], "JPN": [52.0, 0.0],
    }  # fmt: skip


def test_one_price_per_draw_meets_many_battles() -> None:
    counts = np.arange(2 * 5 * 3).reshape(2, 5, 3)
    prices = np.array([[10.0, 10.0, 4.0], [20.0, 20.0, 8.0]])
    cost = expended_cost(counts, KEYS, prices[:, None, :])
    assert cost.total.shape == (2, 5)
    assert cost.total == pytest.approx(np.einsum("dbm,dm->db", counts, prices), rel=1e-12)


@given(st.lists(st.lists(st.integers(0, 200), min_size=3, max_size=3), min_size=1, max_size=20))
def test_parties_add_up_to_the_total(counts: list[list[int]]) -> None:
    cost = expended_cost(np.array(counts), KEYS, [13.1, 12.7, 4.3])
    assert sum(cost.by_party.values()) == pytest.approx(cost.total, rel=1e-12)
    assert np.all(cost.total >= 0.0)


def test_impossible_counts_and_prices_are_refused() -> None:
    with pytest.raises(InputError, match="counts of shape"):
        expended_cost(np.zeros((4, 2)), KEYS, [1.0, 1.0, 1.0])
    with pytest.raises(InputError, match="prices of shape"):
        expended_cost(np.zeros((4, 3)), KEYS, [1.0, 1.0])
    with pytest.raises(InputError, match="zero or more"):
        expended_cost(np.array([[-1, 0, 0]]), KEYS, [1.0, 1.0, 1.0])
    with pytest.raises(InputError, match="zero or more"):
        expended_cost(np.zeros((1, 3)), KEYS, [1.0, np.nan, 1.0])
    with pytest.raises(InputError, match="do not fit counts"):
        expended_cost(np.zeros((4, 3)), KEYS, np.ones((5, 3)))
