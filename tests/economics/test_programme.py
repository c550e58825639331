from __future__ import annotations

import datetime as dt

import pytest

from shieldwall.economics.prices import PriceBook, exchange
from shieldwall.economics.programme import best_known, by_edition, by_status, select
from shieldwall.model.errors import InputError
from shieldwall.model.money import BudgetLine

PAPER_DAY = dt.date(2015, 12, 2)
SETTLED = ("actual", "enacted", "request")


def test_the_us_sum_of_fy2011_to_16_as_known_on_the_day_of_the_paper(
    us_lines: tuple[BudgetLine, ...],
) -> None:
    series = best_known(us_lines, PAPER_DAY, SETTLED)
    assert [(point.year, point.status, point.edition) for point in series.points] == [
        (2011, "actual", "pb2013"), (2012, "actual", "pb2014"), (2013, "actual", "pb2015"),
        (2014, "actual", "pb2016"), (2015, "enacted", "pb2016"), (2016, "request", "pb2016"),
    ]  # fmt: skip
    # The exhibits give three decimals; six such figures add to a few in the last place.
    assert series.total(2011, 2016).amount == pytest.approx(1907.528, abs=1e-6)
    assert by_status(us_lines, "request", PAPER_DAY).total(2011, 2016).amount == pytest.approx(
        1908.746, abs=1e-6
    )


def test_later_editions_are_not_read_before_their_day(us_lines: tuple[BudgetLine, ...]) -> None:
    then = {point.year: point for point in best_known(us_lines, PAPER_DAY, SETTLED).points}
    today = {point.year: point for point in best_known(us_lines, dt.date(2026, 1, 1), SETTLED).points}
    assert (then[2015].money.amount, today[2015].money.amount) == (263.695, 259.278)
    assert today[2017].edition == "pb2019"


@pytest.mark.parametrize(
    ("status", "amounts"),
    [
        ("initial", {2006: 3000.0, 2013: 26533.0, 2014: 15937.0, 2015: 6985.0}),
        ("budget_total", {2013: 7208.0, 2014: 26759.0, 2015: 15467.0}),
        ("executed", {2013: 7154.0, 2014: 26759.0, 2015: 15467.0}),
    ],
)
def test_japans_lines_differ_by_basis(
    japan_lines: tuple[BudgetLine, ...], status: str, amounts: dict[int, float]
) -> None:
    series = by_status(japan_lines, status)  # type: ignore[arg-type]
    found = {point.year: point.money.amount for point in series.points if point.money.amount > 0.0}
    assert found == amounts
    assert {point.basis for point in series.points} <= {"expenditure", "press"}


def test_years_without_a_figure_are_named_and_not_zero(japan_lines: tuple[BudgetLine, ...]) -> None:
    total = by_status(japan_lines, "initial", PAPER_DAY).total(2006, 2016)
    assert total.missing == (2007, 2008, 2009, 2010, 2011, 2016)
    assert total.years == (2006, 2012, 2013, 2014, 2015)


def test_then_year_yen_become_dollars_at_each_years_rate(
    japan_lines: tuple[BudgetLine, ...], book: PriceBook
) -> None:
    series = by_status(japan_lines, "initial", PAPER_DAY)
    fed = book.named("jpy_usd_fed")
    dollars = {point.year: exchange(point.money, "USD", fed).after.amount for point in series.points}
    # Millions of dollars, to the decimal that the reproduction of the paper states.
    for year, million in {2006: 25.8, 2013: 271.9, 2014: 150.7, 2015: 57.7}.items():
        assert dollars[year] == pytest.approx(million, abs=0.05)


def test_an_edition_can_be_read_as_it_stood(us_lines: tuple[BudgetLine, ...]) -> None:
    series = by_edition(us_lines, "pb2013")
    assert [(point.year, point.money.amount) for point in series.points][:3] == [
        (2011, 299.767), (2012, 473.843), (2013, 420.63),
    ]  # fmt: skip


def test_misspelt_names_and_empty_windows_are_refused(
    lines: tuple[BudgetLine, ...], us_lines: tuple[BudgetLine, ...]
) -> None:
    with pytest.raises(InputError, match="programme 'sm3_block_ia'; did you mean 'sm3_block_iia'"):
        select(lines, programme="sm3_block_ia")
    with pytest.raises(InputError, match="party 'JPM'; did you mean 'JPN'"):
        select(lines, programme="sm3_block_iia", party="JPM")
    series = best_known(us_lines, PAPER_DAY, SETTLED)
    with pytest.raises(InputError, match="runs backwards"):
        series.total(2016, 2011)
    with pytest.raises(InputError, match=r"no year in 1990 to 1991; it has 2011 to 2016"):
        series.total(1990, 1991)
    with pytest.raises(InputError, match="no budget line of one year"):
        by_status(us_lines, "executed")
    with pytest.raises(InputError, match="one programme, party, element"):
        by_status(lines, "initial")


@pytest.mark.parametrize(
    ("programme", "party"),
    [
        ("joint_technology_research", "JPN"), ("pac3_japan", "JPN"), ("aegis_refit", "JPN"),
        ("aegis_ashore_japan", "JPN"), ("asev_programme", "JPN"), ("meads", "USA"), ("gpi", "JPN"),
        ("arrow", "USA"), ("arrow", "ISR"),
    ],
)  # fmt: skip
def test_every_programme_has_lines_with_edition_and_source(
    lines: tuple[BudgetLine, ...], programme: str, party: str
) -> None:
    mine = select(lines, programme=programme, party=party)
    assert all(line.edition and line.source and line.amount >= -148.0 for line in mine)
