"""Do the totals add up? Every published total is set beside the sum of its parts, and the gap is shown.

A total closes when the gap is within the rounding of the figures. Where it does not, the gap is returned
with the years that no document covers; it is never spread, hidden or explained away.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from shieldwall.economics.money import year_label
from shieldwall.economics.prices import spans
from shieldwall.economics.programme import BudgetSeries, by_edition, by_status
from shieldwall.model.errors import InputError
from shieldwall.model.money import BudgetLine, BudgetStatus

ROUNDING: Final = 0.0006
"""Half a unit in the third decimal, and the noise of adding a dozen such figures."""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A published total beside the sum of its parts.

    Attributes
    ----------
    what : str
        Which total, in words.
    published, computed, gap : float
        The total, the sum, and published minus computed, in ``unit``.
    unit : str
        Money unit, then-year.
    parts : tuple of (str, float)
        What was added.
    missing : tuple of int
        Years inside the total that no part covers.
    closes : bool
        Whether the gap is within rounding.
    remark : str
        What the gap says, in one sentence.
    """

    what: str
    published: float
    computed: float
    gap: float
    unit: str
    parts: tuple[tuple[str, float], ...]
    missing: tuple[int, ...]
    closes: bool
    remark: str


def reconcile(
    what: str,
    published: float,
    parts: Iterable[tuple[str, float]],
    unit: str,
    *,
    missing: tuple[int, ...] = (),
    tolerance: float = ROUNDING,
) -> Reconciliation:
    """Return a total beside the sum of its parts.

    Parameters
    ----------
    what : str
        Which total.
    published : float
        The total as published.
    parts : iterable of (str, float)
        What should make it up.
    unit : str
        Money unit of them all.
    missing : tuple of int
        Years inside the total that no part covers.
    tolerance : float
        Largest gap that rounding explains, for each part.

    Examples
    --------
    >>> reconcile("a total", 10.0, [("one", 4.0), ("two", 5.5)], "million_USD").gap
    0.5
    """
    added = tuple(parts)
    computed = sum(amount for _, amount in added)
    gap = published - computed
    closes = not missing and abs(gap) <= tolerance * max(1, len(added))
    if closes:
        remark = "The parts make up the total."
    elif missing:
        remark = f"{gap:+,.3f} {unit} is left for {spans(missing)}, which no document read here covers."
    else:
        remark = f"{gap:+,.3f} {unit} is left over; the documents do not say why."
    return Reconciliation(what, published, computed, gap, unit, added, missing, closes, remark)


def edition_total(lines: Sequence[BudgetLine], edition: str) -> Reconciliation:
    """Return an edition's total cost beside its prior years and its single years.

    Parameters
    ----------
    lines : sequence of BudgetLine
        Lines of one programme, party and element.
    edition : str
        The edition.

    Raises
    ------
    InputError
        The edition gives no total for the element.
    """
    total = _one(lines, edition, "total_estimate")
    prior = [line for line in lines if line.edition == edition and line.status == "prior_years"]
    years = by_edition(lines, edition)
    before = [(f"up to {year_label(line.last_year, line.year_kind)}", line.amount) for line in prior]
    what = f"{total.element}: total cost by {edition}"
    return reconcile(what, total.amount, [*before, *_single_years(years)], total.unit)


def roll_forward(lines: Sequence[BudgetLine], earlier: str, later: str) -> Reconciliation:
    """Return what the later edition counts as prior years beside the earlier one's plus the years between.

    Raises
    ------
    InputError
        An edition gives no prior years, or a year between has no actual figure.
    """
    old, new = (_one(lines, edition, "prior_years") for edition in (earlier, later))
    actual = by_status(lines, "actual")
    between = range(old.last_year + 1, new.last_year + 1)
    absent = [year for year in between if year not in actual.years]
    if absent:
        raise InputError(f"no actual figure of {old.element} for {spans(absent)}")
    start = (f"up to {year_label(old.last_year, old.year_kind)} by {earlier}", old.amount)
    steps = [
        item
        for item, point in zip(_single_years(actual), actual.points, strict=True)
        if point.year in between
    ]
    what = f"{old.element}: prior years by {later}, carried forward from {earlier}"
    return reconcile(what, new.amount, [start, *steps], new.unit)


def cumulative_total(
    lines: Sequence[BudgetLine], last_year: int, statuses: Sequence[BudgetStatus]
) -> Reconciliation:
    """Return a published cumulative total beside the sum of the single years that are known.

    Parameters
    ----------
    lines : sequence of BudgetLine
        Lines of one programme, party and element.
    last_year : int
        The last year of the cumulative total.
    statuses : sequence of BudgetStatus
        Which single-year figures to add: the latest edition of each status, e.g. initial and supplementary.

    Raises
    ------
    InputError
        No cumulative total ends in that year.
    """
    totals = [line for line in lines if line.status == "cumulative" and line.last_year == last_year]
    if not totals:
        ends = spans(line.last_year for line in lines if line.status == "cumulative")
        raise InputError(f"no cumulative total ends in {last_year}; there are {ends}")
    total = max(totals, key=lambda line: line.known_on)
    first = total.first_year if total.first_year is not None else min(line.last_year for line in lines)
    parts: list[tuple[str, float]] = []
    covered: set[int] = set()
    for status in statuses:
        if not any(line.status == status and line.is_one_year for line in lines):
            continue
        series = by_status(lines, status)
        inside = [point for point in series.points if first <= point.year <= last_year]
        parts += [(f"{point.year} {status}", point.money.amount) for point in inside]
        if status != "supplementary":
            covered |= {point.year for point in inside}
    missing = tuple(year for year in range(first, last_year + 1) if year not in covered)
    what = f"{total.element}: cumulative {first} to {last_year} by {total.edition}"
    return reconcile(what, total.amount, parts, total.unit, missing=missing)


def carry_over(lines: Sequence[BudgetLine], last_year: int) -> tuple[Reconciliation, ...]:
    """Return, by year, the budget total beside initial plus supplementary: the gap is what was carried over.

    Parameters
    ----------
    lines : sequence of BudgetLine
        Lines of one Japanese line, on expenditure basis.
    last_year : int
        Years after this are left out.

    Returns
    -------
    tuple of Reconciliation
        A positive gap came in from the year before (or other lines); a negative one went out.
    """
    totals = by_status(lines, "budget_total")
    parts = {
        status: {point.year: point.money.amount for point in by_status(lines, status).points}
        for status in ("initial", "supplementary")
        if any(line.status == status for line in lines)
    }
    found = []
    for point in totals.points:
        if point.year <= last_year:
            amounts = [(status, years[point.year]) for status, years in parts.items() if point.year in years]
            what = f"{totals.element}: budget total {year_label(point.year, point.money.year_kind)}"
            found.append(reconcile(what, point.money.amount, amounts, point.money.unit))
    return tuple(found)


def _one(lines: Sequence[BudgetLine], edition: str, status: BudgetStatus) -> BudgetLine:
    found = [line for line in lines if line.edition == edition and line.status == status]
    if len(found) != 1:
        raise InputError(
            f"edition {edition} gives {len(found)} figures of status {status}, where one is needed"
        )
    return found[0]


def _single_years(series: BudgetSeries) -> list[tuple[str, float]]:
    return [
        (f"{year_label(point.year, point.money.year_kind)} {point.status}", point.money.amount)
        for point in series.points
    ]
