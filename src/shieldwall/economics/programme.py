"""Budgets as series: one value a year, with the edition, status and basis that each came from.

The same year has many figures: asked for, granted, spent; by one edition of the budget book and by the
next. Nothing here mixes them unseen. A series states its rule, and each point says which document gave it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from shieldwall.economics.money import Money
from shieldwall.economics.prices import spans
from shieldwall.model.errors import InputError, suggestion
from shieldwall.model.money import BudgetBasis, BudgetLine, BudgetStatus

ONE_YEAR: Final[tuple[BudgetStatus, ...]] = (
    "actual", "executed", "budget_total", "enacted", "initial", "request", "projection",
)  # fmt: skip
"""Statuses of a single year, the most final first."""

Preference = tuple[BudgetStatus, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """The figure of one year and the document that gave it."""

    year: int
    money: Money
    status: BudgetStatus
    basis: BudgetBasis
    edition: str
    source: str


@dataclass(frozen=True, slots=True)
class Total:
    """A sum over years of then-year money, which is money of no single price year.

    Attributes
    ----------
    amount : float
        In ``unit``.
    unit : str
        Money unit.
    years : tuple of int
        The years that were added.
    missing : tuple of int
        Years of the window for which there is no figure; not counted as zero by anyone who reads this.
    """

    amount: float
    unit: str
    years: tuple[int, ...]
    missing: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BudgetSeries:
    """One figure a year for one line of one party.

    ``rule`` says in words how each year's figure was chosen among editions and statuses.
    """

    programme: str
    party: str
    element: str
    rule: str
    points: tuple[Point, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """The years that have a figure."""
        return tuple(point.year for point in self.points)

    def total(self, first: int, last: int) -> Total:
        """Return the sum over a window, with the years that are missing from it.

        Raises
        ------
        InputError
            The window runs backwards, or no year of it has a figure.
        """
        if first > last:
            raise InputError(f"the window {first} to {last} runs backwards")
        inside = [point for point in self.points if first <= point.year <= last]
        if not inside:
            raise InputError(
                f"{self.party} {self.element} has no year in {first} to {last}; it has {spans(self.years)}"
            )
        missing = tuple(year for year in range(first, last + 1) if year not in self.years)
        amount = sum(point.money.amount for point in inside)
        return Total(amount, inside[0].money.unit, tuple(point.year for point in inside), missing)


def select(
    lines: Iterable[BudgetLine],
    *,
    programme: str,
    party: str | None = None,
    element: str | None = None,
    edition: str | None = None,
    known_by: dt.date | None = None,
) -> tuple[BudgetLine, ...]:
    """Return the budget lines of a programme that match, in their order.

    Raises
    ------
    InputError
        A name matches nothing; the nearest known one is offered.
    """
    found = tuple(lines)
    for field, wanted in (
        ("programme", programme),
        ("party", party),
        ("element", element),
        ("edition", edition),
    ):
        if wanted is None:
            continue
        known = {getattr(line, field) for line in found}
        if wanted not in known:
            raise InputError(f"no budget line of {field} {wanted!r}{suggestion(wanted, known)}")
        found = tuple(line for line in found if getattr(line, field) == wanted)
    return tuple(line for line in found if known_by is None or line.known_on <= known_by)


def best_known(
    lines: Sequence[BudgetLine], known_by: dt.date, preference: Preference = ONE_YEAR
) -> BudgetSeries:
    """Return, for each year, the most final figure that was public on a day.

    Among figures of one status the latest edition is taken.

    Parameters
    ----------
    lines : sequence of BudgetLine
        Lines of one programme, party and element.
    known_by : date
        Nothing published after this day is read.
    preference : tuple of BudgetStatus
        Statuses that may be taken, the preferred first.

    Raises
    ------
    InputError
        The lines are not of one element, or none was public.
    """
    rule = f"the most final of {', '.join(preference)} that was public on {known_by.isoformat()}"
    return _series([line for line in lines if line.known_on <= known_by], preference, rule)


def by_status(
    lines: Sequence[BudgetLine], status: BudgetStatus, known_by: dt.date | None = None
) -> BudgetSeries:
    """Return, for each year, the figure of one status by the latest edition that was public on a day.

    Raises
    ------
    InputError
        The lines are not of one element, or none has the status.
    """
    public = [line for line in lines if known_by is None or line.known_on <= known_by]
    when = f" public on {known_by.isoformat()}" if known_by else ""
    return _series(public, (status,), f"{status}, by the latest edition{when}")


def by_edition(lines: Sequence[BudgetLine], edition: str, preference: Preference = ONE_YEAR) -> BudgetSeries:
    """Return the years of one edition, each as that edition gave it."""
    mine = [line for line in lines if line.edition == edition]
    return _series(mine, preference, f"as edition {edition} gave it")


def _series(lines: Sequence[BudgetLine], preference: Preference, rule: str) -> BudgetSeries:
    identity = {(line.programme, line.party, line.element, line.unit, line.year_kind) for line in lines}
    if len(identity) > 1:
        raise InputError("a series is of one programme, party, element, unit and kind of year")
    usable = [line for line in lines if line.is_one_year and line.status in preference]
    if not usable:
        raise InputError(f"no budget line of one year is {' or '.join(preference)} under this rule: {rule}")
    chosen: dict[int, BudgetLine] = {}
    for line in usable:
        rival = chosen.get(line.last_year)
        if rival is None or _rank(line, preference) > _rank(rival, preference):
            chosen[line.last_year] = line
    first = usable[0]
    points = tuple(_point(chosen[year]) for year in sorted(chosen))
    return BudgetSeries(first.programme, first.party, first.element, rule, points)


def _rank(line: BudgetLine, preference: Preference) -> tuple[int, dt.date]:
    return (-preference.index(line.status), line.known_on)


def _point(line: BudgetLine) -> Point:
    money = Money(line.amount, line.unit, line.last_year, line.year_kind)
    return Point(line.last_year, money, line.status, line.basis, line.edition, line.source)
