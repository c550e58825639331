"""Outcomes: every measure has its field, its unit and its meaning."""

from __future__ import annotations

import dataclasses

import pytest

from shieldwall.model.outcomes import MEASURES, Attribution, Cell, Comparison, Estimate, Outcomes

ESTIMATE = Estimate(1.0, 0.1, (0.5, 1.5), (0.0, 3.0))


def test_measures_are_the_fields_of_outcomes_in_order() -> None:
    names = [measure.name for measure in MEASURES]
    assert names == [field.name for field in dataclasses.fields(Outcomes)]
    outcomes = Outcomes(**dict.fromkeys(names, ESTIMATE))
    assert outcomes.items() == [(name, ESTIMATE) for name in names]


def test_every_measure_says_its_unit_and_what_it_means() -> None:
    assert all(measure.unit and measure.meaning for measure in MEASURES)
    leakers = next(measure for measure in MEASURES if measure.name == "expected_leakers")
    assert "a leaker is not a casualty" in leakers.meaning


@pytest.mark.parametrize("record", [Estimate, Outcomes, Attribution, Cell, Comparison])
def test_records_are_frozen(record: type) -> None:
    assert record.__dataclass_params__.frozen  # type: ignore[attr-defined]


def test_an_estimate_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        ESTIMATE.mean = 2.0  # type: ignore[misc]


def test_splits_are_absent_unless_given() -> None:
    assert (ESTIMATE.by_party, ESTIMATE.by_beneficiary) == (None, None)
