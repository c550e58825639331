"""What is contested in law is kept as a dispute and a chance, never as a yes or a no."""

from __future__ import annotations

import datetime as dt

from shieldwall.catalogue.load import shipped
from shieldwall.model.law import OPERATIONAL, Agreement


def agreements() -> dict[str, Agreement]:
    return {record.id: record for record in shipped().records(Agreement)}


def test_collective_self_defence_is_a_range_of_chances_with_its_disputes() -> None:
    law = agreements()["legislation_2015"]
    (permit,) = [permit for permit in law.permits if permit.mechanism == "defends"]
    assert (permit.giver, permit.receiver, permit.value) == ("JPN", "USA", "declared_situation")
    assert permit.chance is not None
    assert (permit.chance.low, permit.chance.high, permit.chance.spread) == (0.0, 1.0, "uniform")
    assert "cabinet_decision_2014" in permit.requires
    assert len(law.disputes) == 2
    assert law.since == dt.date(2016, 3, 29)


def test_every_duty_that_must_be_declared_has_a_chance() -> None:
    for agreement in agreements().values():
        for permit in agreement.permits:
            if permit.mechanism == "defends" and permit.value == "declared_situation":
                assert permit.chance is not None, agreement.id


def test_every_operational_mechanism_rests_on_some_agreement() -> None:
    permitted = {permit.mechanism for agreement in agreements().values() for permit in agreement.permits}
    assert set(OPERATIONAL) <= permitted


def test_regional_statements_permit_no_operation() -> None:
    for name in ("australia_memorandum_2004", "japan_australia_declaration_2007"):
        assert not {permit.mechanism for permit in agreements()[name].permits} & set(OPERATIONAL)
