"""Shipped tables as typed records, and a small price level to reckon with by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from shieldwall.catalogue.ledgers import ledger, price_book
from shieldwall.catalogue.load import shipped
from shieldwall.economics.contributions import Contributions, contributions
from shieldwall.economics.prices import PriceBook, YearlySeries
from shieldwall.economics.programme import best_known, by_status, select
from shieldwall.model.money import BudgetLine, PublishedClaim, UnitPriceRow
from shieldwall.model.programme import Programme

PAPER_DAY = dt.date(2015, 12, 2)


@pytest.fixture(scope="session")
def book() -> PriceBook:
    return price_book(shipped())


@pytest.fixture(scope="session")
def lines() -> tuple[BudgetLine, ...]:
    return ledger(shipped(), BudgetLine)


@pytest.fixture(scope="session")
def us_lines(lines: tuple[BudgetLine, ...]) -> tuple[BudgetLine, ...]:
    """What the United States budgeted for Block IIA."""
    return select(lines, programme="sm3_block_iia", party="USA", element="pe_0604881c")


@pytest.fixture(scope="session")
def japan_lines(lines: tuple[BudgetLine, ...]) -> tuple[BudgetLine, ...]:
    """What Japan budgeted for Block IIA."""
    return select(lines, programme="sm3_block_iia", party="JPN", element="co_development")


@pytest.fixture(scope="session")
def claims() -> tuple[PublishedClaim, ...]:
    return ledger(shipped(), PublishedClaim)


@pytest.fixture(scope="session")
def unit_prices() -> tuple[UnitPriceRow, ...]:
    return ledger(shipped(), UnitPriceRow)


@pytest.fixture(scope="session")
def block_iia() -> Programme:
    return shipped().record(Programme, "sm3_block_iia")


@pytest.fixture(scope="session")
def paid(
    us_lines: tuple[BudgetLine, ...], japan_lines: tuple[BudgetLine, ...], book: PriceBook
) -> Contributions:
    """What Japan and the United States had paid for Block IIA by the day of the paper, then-year dollars."""
    japan = by_status(japan_lines, "initial", PAPER_DAY)
    states = best_known(us_lines, PAPER_DAY, ("actual", "enacted", "request"))
    return contributions([japan, states], (2006, 2016), [book.named("jpy_usd_fed")])


@pytest.fixture
def levels() -> YearlySeries:
    """A price level that rises by a tenth a year."""
    values = (1.0, 1.1, 1.21, 1.331)
    years = (2013, 2014, 2015, 2016)
    return YearlySeries(
        "toy", "Toy price level", "USD", None, "us_fiscal", years, values, frozenset({2016}), ("toy_source",)
    )
