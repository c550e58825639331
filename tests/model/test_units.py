"""Units are a closed vocabulary with one factor each."""

from __future__ import annotations

import math

import pytest

from shieldwall.model.units import MONEY, UNITS, to_si


@pytest.mark.parametrize(
    ("value", "unit", "si"),
    [
        (3.0, "km/s", 3000.0),
        (20.0, "km", 20_000.0),
        (180.0, "deg", math.pi),
        (2.0, "min", 120.0),
        (1.0, "h", 3600.0),
        (7200.0, "per_hour", 2.0),
        (1.5, "billion_JPY", 1.5e9),
        (4.0, "million_USD", 4.0e6),
        (0.3, "share", 0.3),
        (9.0, "m2", 9.0),
    ],
)
def test_one_of_each_unit_is_what_si_says(value: float, unit: str, si: float) -> None:
    # one multiplication by a double: equal to the last bits
    assert to_si(value, unit) == pytest.approx(si, rel=1e-15)


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(ValueError, match=r"unknown unit 'kms'"):
        to_si(1.0, "kms")


def test_money_is_dollars_and_yen_but_not_their_rate() -> None:
    assert set(MONEY) == {
        "USD", "million_USD", "billion_USD", "JPY", "million_JPY", "billion_JPY",
    }  # fmt: skip
    assert "JPY/USD" in UNITS
