from __future__ import annotations

from collections.abc import Sequence

import pytest

from shieldwall.economics.money import year_label
from shieldwall.economics.programme import select
from shieldwall.economics.reconcile import (
    Reconciliation,
    carry_over,
    cumulative_total,
    edition_total,
    reconcile,
    roll_forward,
)
from shieldwall.model.errors import InputError
from shieldwall.model.money import BudgetLine

EDITIONS = ("pb2014", "pb2015", "pb2016", "pb2017")


@pytest.fixture
def japan_total(lines: tuple[BudgetLine, ...]) -> tuple[BudgetLine, ...]:
    return select(lines, programme="japan_missile_defence", element="total")


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_edition_adds_up_to_its_own_total(us_lines: tuple[BudgetLine, ...], edition: str) -> None:
    found = edition_total(us_lines, edition)
    assert found.closes, found.remark
    assert found.published > 2300.0


def edition_projects(lines: Sequence[BudgetLine], whole: str, edition: str) -> tuple[Reconciliation, ...]:
    """An element beside the sum of its projects in one edition, year by year."""
    mine = [line for line in lines if line.edition == edition and line.status != "cumulative"]
    found = []
    for total in (line for line in mine if line.element == whole):
        parts = [
            (line.element, line.amount)
            for line in mine
            if line.element != whole
            and (line.first_year, line.last_year, line.status)
            == (total.first_year, total.last_year, total.status)
        ]
        if parts:
            label = year_label(total.last_year, total.year_kind)
            what = f"{whole}: {total.status} {label} by {edition}"
            found.append(reconcile(what, total.amount, parts, total.unit))
    return tuple(found)


@pytest.mark.parametrize("edition", ["pb2013", *EDITIONS])
def test_the_projects_make_up_the_programme_element(lines: tuple[BudgetLine, ...], edition: str) -> None:
    mine = select(lines, programme="sm3_block_iia", party="USA")
    found = edition_projects(mine, "pe_0604881c", edition)
    assert len(found) >= 7
    assert [item.what for item in found if not item.closes] == []


def test_prior_years_do_not_carry_forward_and_the_gaps_are_shown(us_lines: tuple[BudgetLine, ...]) -> None:
    gaps = {
        (old, new): roll_forward(us_lines, old, new)
        for old, new in (("pb2014", "pb2015"), ("pb2015", "pb2016"), ("pb2016", "pb2017"))
    }
    # Three decimals in each figure.
    assert gaps["pb2014", "pb2015"].gap == pytest.approx(-108.106, abs=1e-6)
    assert gaps["pb2015", "pb2016"].closes
    assert gaps["pb2016", "pb2017"].gap == pytest.approx(-10.592, abs=1e-6)
    assert "do not say why" in gaps["pb2014", "pb2015"].remark


def test_japans_cumulative_total_closes_to_2007_and_shows_its_gap_after(
    japan_total: tuple[BudgetLine, ...],
) -> None:
    early = cumulative_total(japan_total, 2007, ("initial", "supplementary"))
    assert early.closes
    assert early.published == 556_700.0
    late = cumulative_total(japan_total, 2016, ("initial", "supplementary"))
    assert not late.closes
    assert late.missing == (2011, 2012, 2013, 2014, 2015, 2016)
    assert late.gap == pytest.approx(1_580_000 - 860_326, abs=1.0)  # million yen, whole figures
    assert "2011 to 2016, which no document read here covers" in late.remark
    with pytest.raises(InputError, match="ends in 2012; there are 2007, 2016 to 2018 and 2020"):
        cumulative_total(japan_total, 2012, ("initial",))


def test_the_carry_over_of_block_iia_nearly_cancels(lines: tuple[BudgetLine, ...]) -> None:
    japan = select(lines, programme="sm3_block_iia", party="JPN", element="co_development")
    gaps = {item.what[-4:]: item.gap for item in carry_over(japan, 2015)}
    assert gaps == {"2012": 0.0, "2013": -19_325.0, "2014": 10_822.0, "2015": 8_482.0}
    # What went out of JFY2013 came in later, but for 21 million yen: the bases differ in time, not in sum.
    assert sum(gaps.values()) == -21.0


def test_a_changed_part_opens_the_gap(us_lines: tuple[BudgetLine, ...]) -> None:
    changed = [
        line.model_copy(update={"amount": line.amount + 1.0})
        if (line.edition, line.status) == ("pb2016", "request")
        else line
        for line in us_lines
    ]
    found = edition_total(changed, "pb2016")
    assert not found.closes
    assert found.gap == pytest.approx(-1.0, abs=1e-9)


def test_rounding_is_allowed_for_each_part_and_no_more() -> None:
    parts = [(str(number), 0.3333) for number in range(3)]
    assert reconcile("thirds", 1.0, parts, "million_USD").closes
    assert not reconcile("thirds", 1.01, parts, "million_USD").closes
    with pytest.raises(InputError, match="gives 0 figures of status total_estimate"):
        edition_total([], "pb2016")
