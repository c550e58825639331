from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shieldwall.catalogue.ledgers import price_book
from shieldwall.catalogue.load import shipped
from shieldwall.economics.money import Money
from shieldwall.economics.prices import (
    PriceBook,
    YearlySeries,
    convert,
    exchange,
    months_shared,
    reprice,
    series_of,
    spans,
)
from shieldwall.model.errors import InputError
from shieldwall.model.money import YearKind

BOOK = price_book(shipped())
KINDS: tuple[YearKind, ...] = ("calendar", "us_fiscal", "japan_fiscal")


@pytest.mark.parametrize(
    ("series", "year", "rate"),
    [
        ("jpy_usd_fed", 2006, 116.3121),
        ("jpy_usd_fed", 2013, 97.5971),
        ("jpy_usd_fed", 2014, 105.7398),
        ("jpy_usd_fed", 2015, 121.0491),
        ("jpy_usd_ecb_japan_fiscal", 2013, 100.1965),
        ("jpy_usd_ecb_us_fiscal", 2015, 119.2877),
        ("jpy_usd_japan_budget_rate", 2015, 110.0),
    ],
)
def test_conversions_stand_at_the_published_rates(series: str, year: int, rate: float) -> None:
    named = BOOK.named(series)
    found = exchange(Money(1e6, "JPY", year, named.year_kind), "USD", named)
    step = found.steps[0]
    assert (step.series, step.year, step.rate, step.rate_unit) == (series, year, rate, "JPY/USD")
    # One division in double precision.
    assert found.after.amount == pytest.approx(1e6 / rate, rel=1e-15)
    back = exchange(found.after, "JPY", named)
    assert back.after.amount == pytest.approx(1e6, rel=1e-15)


def test_two_independent_series_of_the_same_rate_agree() -> None:
    fed, ecb = BOOK.named("jpy_usd_fed"), BOOK.named("jpy_usd_ecb_calendar")
    # Noon in New York against 14:15 in Frankfurt: yearly means differ by a seventh of a per cent at most.
    assert max(abs(fed.at(year) / ecb.at(year) - 1.0) for year in range(1999, 2026)) < 0.0016
    for kind in ("us_fiscal", "japan_fiscal"):
        one, two = BOOK.named(f"jpy_usd_fed_fiscal_{kind}"), BOOK.named(f"jpy_usd_ecb_{kind}")
        shared = [year for year in one.years if year in two.years]
        # The mean of months weighs short months as long ones: up to a quarter of a per cent.
        assert max(abs(one.at(year) / two.at(year) - 1.0) for year in shared) < 0.0025


@given(
    amount=st.floats(1e-3, 1e9),
    start=st.integers(2000, 2022),
    end=st.integers(2000, 2022),
    name=st.sampled_from(["usd_gdp_omb", "usd_defence_outlays_omb", "usd_gdp_bea", "usd_gdp_world_bank"]),
    kind=st.sampled_from(KINDS),
    alignment=st.sampled_from(["same_number", "overlap"]),
)
def test_constant_money_round_trips(
    amount: float, start: int, end: int, name: str, kind: YearKind, alignment: str
) -> None:
    levels = BOOK.named(name)
    money = Money(amount, "million_USD", start, kind)
    if start in (2000, 2022):
        alignment = "same_number"
    there = reprice(money, end, levels, alignment=alignment)  # type: ignore[arg-type]
    back = reprice(there.after, start, levels, year_kind=kind, alignment=alignment)  # type: ignore[arg-type]
    assert back.after.amount == pytest.approx(amount, rel=1e-9)
    assert (back.after.price_year, back.after.year_kind) == (start, kind)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("other", KINDS)
def test_the_months_of_a_year_all_fall_somewhere(kind: YearKind, other: YearKind) -> None:
    shared = months_shared(2015, kind, other)
    assert sum(shared.values()) == pytest.approx(1.0, abs=1e-15)  # twelfths
    assert shared == ({2015: 1.0} if kind == other else shared)


def test_fiscal_years_start_and_end_where_the_law_says() -> None:
    # U.S. FY2015: October 2014 to September 2015. JFY2015: April 2015 to March 2016.
    assert months_shared(2015, "us_fiscal", "calendar") == {2014: 0.25, 2015: 0.75}
    assert months_shared(2015, "japan_fiscal", "calendar") == {2015: 0.75, 2016: 0.25}
    assert months_shared(2015, "japan_fiscal", "us_fiscal") == {2015: 0.5, 2016: 0.5}


def test_a_year_outside_the_series_names_the_years_that_exist(levels: YearlySeries) -> None:
    with pytest.raises(InputError, match="toy has no US FY2012; it has 2013 to 2016"):
        reprice(Money(1.0, "USD", 2012, "us_fiscal"), 2015, levels)
    with pytest.raises(InputError, match="jpy_usd_fed has no 1998; it has 1999 to 2025"):
        exchange(Money(1.0, "JPY", 1998), "USD", BOOK.named("jpy_usd_fed"))
    assert spans([2006, 2013, 2014, 2016]) == "2006, 2013 to 2014 and 2016"
    assert spans([]) == "no years"


def test_two_kinds_of_year_are_matched_only_by_name(levels: YearlySeries) -> None:
    money = Money(100.0, "million_USD", 2013, "japan_fiscal")
    with pytest.raises(InputError, match=r"name an alignment \(same_number or overlap\)"):
        reprice(money, 2015, levels)
    same = reprice(money, 2015, levels, alignment="same_number")
    overlap = reprice(money, 2015, levels, alignment="overlap")
    # By hand: 1.21 / 1.0, and 1.21 / (half of 1.0 and half of 1.1).
    assert same.after.amount == pytest.approx(121.0, rel=1e-12)
    assert overlap.after.amount == pytest.approx(100.0 * 1.21 / 1.05, rel=1e-12)
    assert (same.steps[0].alignment, overlap.steps[0].alignment) == ("same_number", "overlap")


def test_a_step_says_when_it_rests_on_a_projection(levels: YearlySeries) -> None:
    money = Money(1.0, "million_USD", 2013, "us_fiscal")
    assert not reprice(money, 2015, levels).steps[0].rests_on_projection
    assert reprice(money, 2016, levels).steps[0].rests_on_projection


def test_the_two_orders_differ_and_both_are_named() -> None:
    yen = Money(26_533.0, "million_JPY", 2013)
    first = convert(
        yen, "USD", 2015, rates=BOOK.named("jpy_usd_fed"), levels=BOOK.named("usd_gdp_bea"),
        order="exchange_then_reprice",
    )  # fmt: skip
    second = convert(
        yen, "USD", 2015, rates=BOOK.named("jpy_usd_fed"), levels=BOOK.named("jpy_gdp_world_bank"),
        order="reprice_then_exchange",
    )  # fmt: skip
    assert [step.operation for step in first.steps] == ["exchange", "reprice"]
    assert [step.operation for step in second.steps] == ["reprice", "exchange"]
    # By hand from the tables: 26533 / 97.5971 x 104.691 / 101.751, and 26533 x 100 / 96.547 / 121.0491.
    assert first.after.amount == pytest.approx(26533 / 97.5971 * 104.691 / 101.751, rel=1e-12)
    assert second.after.amount == pytest.approx(26533 * 100 / 96.547 / 121.0491, rel=1e-12)
    assert first.factor == pytest.approx(first.after.amount / yen.amount, rel=1e-12)


def test_wrong_pairs_are_refused(book: PriceBook) -> None:
    yen = Money(1.0, "JPY", 2015)
    with pytest.raises(InputError, match="unknown currency 'USB'; did you mean 'USD'"):
        exchange(yen, "USB", book.named("jpy_usd_fed"))
    with pytest.raises(InputError, match="not JPY to JPY"):
        exchange(yen, "JPY", book.named("jpy_usd_fed"))
    with pytest.raises(InputError, match="not a price level of JPY"):
        reprice(yen, 2016, book.named("usd_gdp_bea"))
    with pytest.raises(InputError, match="unknown series 'usd_gdp_obm'; did you mean 'usd_gdp_omb'"):
        book.named("usd_gdp_obm")
    with pytest.raises(InputError, match="unknown currency 'JPX'"):
        book.check_currency("JPX")
    assert book.currencies == ("JPY", "USD")
    assert {series.id for series in book.levels("JPY")} == {"jpy_gdp_world_bank"}


def test_a_table_holds_one_pair_and_each_year_once() -> None:
    table = shipped().table("jpy_usd_fed")
    row = dict(table.rows[0])
    with pytest.raises(InputError, match="one pair of currencies or one currency, not 2"):
        series_of(table.about, [row, {**row, "quote": "KRW"}])
    with pytest.raises(InputError, match="stands twice"):
        series_of(table.about, [row, row])
    with pytest.raises(InputError, match="row 1, value"):
        series_of(table.about, [{**row, "value": -1.0}])


def test_records_of_money_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Money(1.0, "USD", 2015).amount = 2.0  # type: ignore[misc]
