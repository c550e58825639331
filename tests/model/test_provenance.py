"""A fact stands only with its unit, its range in order and the grounds that its basis needs."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shieldwall.model.provenance import Cite, Fact

CITE = Cite(source="handbook", locator="p. 1")


def fact(**changes: Any) -> Fact:
    fields: dict[str, Any] = {"value": 5.0, "unit": "km", "basis": "reported", "cites": (CITE,)}
    return Fact(**(fields | changes))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"low": 6.0}, "low 6 is above value 5"),
        ({"high": 4.0}, "high 4 is below value 5"),
        ({"spread": "uniform", "low": 1.0}, "needs both low and high"),
        ({"unit": "million_JPY"}, "needs a price_year"),
        ({"unit": "share"}, "a share lies between 0 and 1, not 5"),
        ({"unit": "probability"}, "a probability lies between 0 and 1, not 5"),
        ({"cites": ()}, "needs at least one cite"),
        ({"basis": "derived"}, "needs a derivation"),
        ({"basis": "assumed"}, "needs its reason"),
        ({"unit": "kms"}, "Input should be 'm', 'km'"),
        ({"value": "5"}, "valid number"),
        ({"colour": "red"}, "Extra inputs are not permitted"),
    ],
)
def test_a_fact_without_what_it_needs_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError) as refused:
        fact(**changes)
    assert message in str(refused.value)


def test_a_fact_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        fact().value = 6.0  # type: ignore[misc]


@given(st.floats(-1e6, 1e6), st.floats(0.0, 1e3), st.floats(0.0, 1e3))
def test_bounds_in_si_hold_the_value(value: float, below: float, above: float) -> None:
    found = fact(value=value, low=value - below, high=value + above)
    low, high = found.bounds_si
    assert low <= found.si <= high


def test_without_a_range_the_bounds_are_the_value() -> None:
    assert fact().bounds_si == (5000.0, 5000.0)
