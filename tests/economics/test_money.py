from __future__ import annotations

import math

import pytest

from shieldwall.economics.money import Conversion, Money, price_label, sibling_unit
from shieldwall.model.errors import InputError


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ((math.nan, "million_USD", 2015), "finite"),
        ((math.inf, "million_USD", 2015), "finite"),
        (("12", "million_USD", 2015), "is a number"),
        ((True, "million_USD", 2015), "is a number"),
        ((1.0, "million_USB", 2015), "did you mean 'million_USD'"),
        ((1.0, "km", 2015), "not a unit of money"),
        ((1.0, "million_USD", None), "needs a price year"),
        ((1.0, "million_USD", 2015.5), "needs a price year"),
        ((1.0, "million_USD", 1492), "not within 1980 to 2060"),
        ((1.0, "million_USD", 2015, "us_fiscl"), "did you mean 'us_fiscal'"),
    ],
)
def test_malformed_money_is_refused(arguments: tuple[object, ...], complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        Money(*arguments)  # type: ignore[arg-type]


def test_units_of_one_currency_convert_exactly_and_others_do_not() -> None:
    # Powers of ten below 2**53: the only error is that of one multiplication and one division.
    assert Money(2.5, "billion_JPY", 2015).in_unit("JPY").amount == pytest.approx(2.5e9, rel=1e-15)
    with pytest.raises(InputError, match="without an exchange rate"):
        Money(1.0, "million_JPY", 2015).in_unit("million_USD")
    with pytest.raises(InputError, match="unknown currency 'JPN'; did you mean 'JPY'"):
        sibling_unit("million_USD", "JPN")


def test_money_of_two_price_years_does_not_add() -> None:
    one = Money(1.0, "million_USD", 2015)
    assert one.plus(Money(2e6, "USD", 2015)) == Money(3.0, "million_USD", 2015)
    with pytest.raises(InputError, match="prices of 2015 and of 2016 do not add"):
        one.plus(Money(1.0, "million_USD", 2016))
    with pytest.raises(InputError, match="prices of 2015 and of US FY2015 do not add"):
        one.plus(Money(1.0, "million_USD", 2015, "us_fiscal"))


def test_a_conversion_goes_on_only_from_where_it_ended() -> None:
    one, two = Money(1.0, "USD", 2015), Money(2.0, "USD", 2016)
    assert Conversion(one, two, ()).then(Conversion(two, one, ())).after == one
    with pytest.raises(InputError, match="does not start where"):
        Conversion(one, two, ()).then(Conversion(one, two, ()))


def test_years_are_named_with_their_kind() -> None:
    shown = [price_label(Money(1.0, "USD", 2015, kind)) for kind in ("calendar", "us_fiscal", "japan_fiscal")]
    assert shown == ["2015", "US FY2015", "JFY2015"]
