from __future__ import annotations

import pytest

from shieldwall.economics.hoff import HoffCheck, check_hoff, verdict_of
from shieldwall.economics.prices import PriceBook, YearlySeries
from shieldwall.model.errors import InputError
from shieldwall.model.money import BudgetLine, PublishedClaim
from shieldwall.model.programme import Programme


@pytest.fixture
def rates(book: PriceBook) -> list[YearlySeries]:
    names = ("jpy_usd_fed", "jpy_usd_ecb_calendar", "jpy_usd_ecb_japan_fiscal", "jpy_usd_japan_budget_rate")
    return [book.named(name) for name in names]


@pytest.fixture
def found(
    claims: tuple[PublishedClaim, ...],
    lines: tuple[BudgetLine, ...],
    block_iia: Programme,
    rates: list[YearlySeries],
) -> HoffCheck:
    return check_hoff(claims, lines, block_iia, rates)


@pytest.mark.parametrize(
    ("basis", "window", "rate", "million"),
    [
        ("initial", "JFY2013 to 2014", "jpy_usd_fed", 422.58),
        ("initial", "JFY2006 and 2013 to 2014", "jpy_usd_fed", 448.37),
        ("initial", "JFY2013 to 2015", "jpy_usd_fed", 480.29),
        ("initial", "JFY2006 and 2013 to 2015", "jpy_usd_fed", 506.08),
        ("executed", "JFY2013 to 2015", "jpy_usd_fed", 454.14),
        ("budget_total", "JFY2013 to 2015", "jpy_usd_fed", 454.69),
        ("initial", "JFY2013 to 2015", "jpy_usd_ecb_calendar", 480.10),
        ("initial", "JFY2006 and 2013 to 2014", "jpy_usd_ecb_japan_fiscal", 435.54),
        ("executed", "JFY2013 to 2015", "jpy_usd_japan_budget_rate", 503.72),
    ],
)
def test_japans_sums_by_window_basis_and_rate(
    found: HoffCheck, basis: str, window: str, rate: str, million: float
) -> None:
    mine = [
        reading.million_usd
        for reading in found.evidence.first
        if (reading.basis, reading.window, reading.rate) == (basis, window, rate)
    ]
    assert mine == [pytest.approx(million, abs=0.006)]  # the second decimal of an independent calculation


@pytest.mark.parametrize(
    ("basis", "window", "million"),
    [
        ("best known", "US FY2011 to 2016", 1907.528),
        ("best known", "US FY2011 to 2014", 1471.188),
        ("best known", "US FY2013 to 2016", 1150.232),
        ("request", "US FY2011 to 2016", 1908.746),
        ("request", "US FY2012 to 2015", 1417.301),
        ("prior years by pb2014, then best known", "all years to US FY2014", 1909.389),
        ("prior years by pb2015, then best known", "all years to US FY2015", 2064.978),
        ("prior years by pb2016, then best known", "all years to US FY2016", 2237.623),
    ],
)
def test_the_us_sums_by_window_and_edition(found: HoffCheck, basis: str, window: str, million: float) -> None:
    mine = [
        reading.million_usd
        for reading in found.evidence.second
        if (reading.basis, reading.window) == (basis, window)
    ]
    assert mine == [pytest.approx(million, abs=1e-6)]  # sums of figures with three decimals


def test_what_was_not_yet_public_is_marked(found: HoffCheck) -> None:
    later = {(reading.basis, reading.window) for reading in found.evidence.first if not reading.known_then}
    assert later == {("executed", "JFY2013 to 2015"), ("executed", "JFY2014 to 2015")}


def test_the_verdicts(found: HoffCheck) -> None:
    checks = {check.id: check for check in found.checks}
    assert {name: check.verdict for name, check in checks.items()} == {
        "japan_paid_so_far": "not_identified",
        "japan_share_to_date": "not_identified",
        "programme_total_implied": "not_identified",
        "us_spent_more": "supported",
        "every_dollar_saved": "not_testable",
        "equitable_share": "not_identified",
    }
    paid = checks["japan_paid_so_far"]
    # By the paper's own rule the sum is 75 million above her figure, and years are still missing.
    assert paid.computed == pytest.approx(506.08, abs=0.006)
    assert paid.difference == pytest.approx(75.08, abs=0.006)
    assert paid.agreeing == 0
    assert "2007 to 2011 were not found" in paid.explanation
    share = checks["japan_share_to_date"]
    assert share.published == 0.18
    assert 0 < share.agreeing < share.readings
    total = checks["programme_total_implied"]
    assert total.published == pytest.approx(2394.4, abs=0.05)  # 431 / 0.18
    assert total.published_low is not None
    assert total.published_low < (total.computed or 0.0) < (total.published_high or 0.0)
    assert checks["us_spent_more"].low == pytest.approx(1.29, abs=0.01)


def test_her_numbers_move_no_computed_value(
    claims: tuple[PublishedClaim, ...],
    lines: tuple[BudgetLine, ...],
    block_iia: Programme,
    rates: list[YearlySeries],
    found: HoffCheck,
) -> None:
    other = [
        claim if claim.value is None else claim.model_copy(update={"value": claim.value * 0.9})
        for claim in claims
    ]
    again = check_hoff(other, lines, block_iia, rates)
    assert again.evidence == found.evidence
    for before, after in zip(found.checks, again.checks, strict=True):
        assert (before.computed, before.low, before.high) == (after.computed, after.low, after.high)
    published = {check.id: check.published for check in again.checks}
    assert published["japan_paid_so_far"] == pytest.approx(387.9, rel=1e-12)


@pytest.mark.parametrize(
    ("party", "year", "status"), [("JPN", 2013, "initial"), ("USA", 2014, "actual"), ("USA", 2016, "request")]
)
def test_a_changed_budget_line_moves_the_computed_values(
    claims: tuple[PublishedClaim, ...],
    lines: tuple[BudgetLine, ...],
    block_iia: Programme,
    rates: list[YearlySeries],
    found: HoffCheck,
    party: str,
    year: int,
    status: str,
) -> None:
    elements = ("co_development", "pe_0604881c")
    changed = [
        line.model_copy(update={"amount": line.amount * 1.1})
        if (line.party, line.first_year, line.status) == (party, year, status) and line.element in elements
        else line
        for line in lines
    ]
    again = {check.id: check for check in check_hoff(claims, changed, block_iia, rates).checks}
    before = {check.id: check for check in found.checks}
    for name in ("japan_share_to_date", "programme_total_implied", "us_spent_more"):
        assert again[name].computed != before[name].computed
        assert again[name].published == before[name].published
    assert (again["japan_paid_so_far"].computed != before["japan_paid_so_far"].computed) == (party == "JPN")


def test_the_verdict_follows_by_rule() -> None:
    assert verdict_of([430.6, 431.4], 430.5, 431.5) == "supported"
    assert verdict_of([400.0, 420.0], 430.5, 431.5) == "not_supported"
    assert verdict_of([440.0, 460.0], 430.5, 431.5) == "not_supported"
    assert verdict_of([400.0, 460.0], 430.5, 431.5) == "not_identified"
    assert verdict_of([431.0, 460.0], 430.5, 431.5) == "not_identified"


def test_a_missing_claim_or_rate_is_refused(
    claims: tuple[PublishedClaim, ...],
    lines: tuple[BudgetLine, ...],
    block_iia: Programme,
    rates: list[YearlySeries],
) -> None:
    with pytest.raises(InputError, match="us_spent_more are missing"):
        check_hoff([claim for claim in claims if claim.id != "us_spent_more"], lines, block_iia, rates)
    with pytest.raises(InputError, match="at least one exchange series"):
        check_hoff(claims, lines, block_iia, [])
    with pytest.raises(InputError, match="does not cover"):
        check_hoff(claims, lines, block_iia, rates[3:])
