"""The ledger: facts read once each, samples within range, and streams that leave each other alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from shieldwall.case.ledger import Ledger, ground_of, quantile_si
from shieldwall.model.provenance import Cite, Fact


def fact(spread: str = "uniform", value: float = 3.0, low: float = 2.0, high: float = 6.0) -> Fact:
    return Fact(
        value=value, low=low, high=high, unit="km", spread=spread, basis="reported",
        cites=(Cite(source="one"), Cite(source="two"), Cite(source="one", locator="page 2")),
    )  # fmt: skip


UNIFORM = np.linspace(0.0, 1.0, 101)


def test_a_fact_without_a_spread_is_its_value_in_si() -> None:
    assert quantile_si(fact("none"), UNIFORM).tolist() == [3000.0] * 101


@pytest.mark.parametrize(
    ("spread", "distribution"),
    [
        ("uniform", stats.uniform(2000.0, 4000.0)),
        ("triangular", stats.triang(0.25, 2000.0, 4000.0)),
    ],
)
def test_quantiles_are_those_of_the_named_distribution(spread: str, distribution) -> None:  # type: ignore[no-untyped-def]
    # closed forms on both sides: rounding only
    assert quantile_si(fact(spread), UNIFORM) == pytest.approx(distribution.ppf(UNIFORM), rel=1e-12)


@given(st.lists(st.floats(-100.0, 100.0), min_size=3, max_size=3), st.floats(0.0, 1.0))
def test_samples_stay_in_range_and_rise_with_their_luck(numbers: list[float], uniform: float) -> None:
    low, value, high = sorted(numbers)
    for spread in ("uniform", "triangular"):
        made = fact(spread, value, low, high)
        one, more = quantile_si(made, np.array([uniform, min(1.0, uniform + 0.1)]))
        # a triangle's root may end a rounding error beyond its corner
        assert 1e3 * low - 1e-9 <= one <= more + 1e-9 <= 1e3 * high + 1e-8


def test_reading_one_more_fact_leaves_the_samples_of_others_alone() -> None:
    one, other = Ledger(7, 20), Ledger(7, 20)
    other.sample("another.fact", fact(), "something else")
    assert np.array_equal(one.sample("some.fact", fact(), "this"), other.sample("some.fact", fact(), "this"))
    assert not np.array_equal(
        one.sample("some.fact", fact(), "this"), one.sample("third.fact", fact(), "that")
    )


def test_the_seed_moves_every_sample() -> None:
    assert not np.array_equal(
        Ledger(7, 20).sample("some.fact", fact(), ""), Ledger(8, 20).sample("some.fact", fact(), "")
    )


def test_fewer_draws_are_the_first_of_more() -> None:
    few, many = (Ledger(7, draws).sample("some.fact", fact(), "") for draws in (5, 50))
    assert np.array_equal(few, many[:5])


def test_the_ledger_lists_each_fact_once_in_order_with_its_sources() -> None:
    ledger = Ledger(0, 4)
    ledger.sample("b.fact", fact(), "first role")
    ledger.value("a.fact", fact("none"), "role of a")
    ledger.note("b.fact", fact(), "a later role")
    used = ledger.used()
    assert [entry.fact for entry in used] == ["a.fact", "b.fact"]
    assert used[1].role == "first role"
    assert used[0].sources == ("one", "two")
    assert (used[0].value, used[0].unit, used[0].basis) == (3.0, "km", "reported")


def test_a_held_input_stands_still_and_the_others_do_not_move() -> None:
    free, held = Ledger(7, 20), Ledger(7, 20, {"some.fact": 1.0})
    for ledger in (free, held):
        ledger.sample("some.fact", fact(), "")
        ledger.sample("other.fact", fact(), "")
    inputs = {each.name: each for each in free.inputs()}
    assert list(inputs) == ["other.fact", "some.fact"]
    assert (inputs["some.fact"].low, inputs["some.fact"].high) == (fact().low, fact().high)
    assert [each.name for each in held.inputs()] == ["other.fact"], "what is held does not differ by draw"
    assert (held.inputs()[0].value == inputs["other.fact"].value).all()
    assert held.sample("some.fact", fact(), "").tolist() == [fact().bounds_si[1]] * 20


def test_facts_that_share_their_luck_are_high_together() -> None:
    ledger = Ledger(7, 50)
    one = ledger.sample("one.fact", fact(), "")
    other = ledger.sample_with("one.fact", "other.fact", fact(), "")
    assert (one == other).all()
    assert {each.name for each in ledger.inputs()} == {"one.fact", "other.fact"}


def test_the_ground_of_an_input_is_that_of_its_basis() -> None:
    assert [ground_of(basis) for basis in ("assumed", "derived", "reported")] == [
        "assumed", "published", "published",
    ]  # fmt: skip
