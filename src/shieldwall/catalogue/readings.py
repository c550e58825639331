"""The flight-test record, read in more than one way: which tests count, and what counts as a hit.

A reading is one of a closed list of words, so that a scenario can name it; what each test is in each reading
stands in the table itself. Nothing is decided here about odds: see `shieldwall.case.lethality`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from shieldwall.catalogue.load import Catalogue
from shieldwall.catalogue.tables import Row
from shieldwall.model.errors import InputError, suggestion
from shieldwall.model.scenario import Reading

FOLDER: Final = "flight_tests"
COLUMNS: Final = (
    "interceptor", "date", "attempts", "hits", "critics_hits", "in_default", "in_agency", "operator_error",
    "no_launch", "combat",
)  # fmt: skip
"""What a table of flight tests must have to be counted."""

READINGS: Final[dict[Reading, str]] = {
    "default": "all developmental and operational tests, with no-launch and operators' failures",
    "agency": "the agency's own tally: the default and the satellite of 2008",
    "missile_only": "the default without operators' failures and rounds that were not launched",
    "critics": "the default, with the critics' count of SM-3 hits on unitary targets from 2002 to 2009",
    "combat": "use in war alone",
    "halved": "the default, supposing that a round in the field kills half as often as in a test",
}
"""What each reading of the record counts."""

UNSCRIPTED: Final[frozenset[Reading]] = frozenset({"combat"})
"""Readings of events that nobody scripted, to which no discount for scripted tests applies."""

SUPPOSED_DISCOUNT: Final[dict[Reading, float]] = {"halved": 0.5}
"""Readings that suppose a discount, in place of the interceptor's own for scripted tests."""

_COUNTS: Final[dict[Reading, Callable[[Row], bool]]] = {
    "default": lambda row: bool(row["in_default"]),
    "agency": lambda row: bool(row["in_agency"]),
    "missile_only": lambda row: (
        bool(row["in_default"]) and not row["operator_error"] and not row["no_launch"]
    ),
    "critics": lambda row: bool(row["in_default"]),
    "combat": lambda row: bool(row["combat"]),
    "halved": lambda row: bool(row["in_default"]),
}


@dataclass(frozen=True)
class Tally:
    """Hits of attempts in one reading; the critics' hits are an expected number, not always whole."""

    hits: float = 0.0
    attempts: int = 0


def reading_named(name: str) -> Reading:
    """Return a reading by name.

    Raises
    ------
    InputError
        There is no such reading; the nearest name is offered.
    """
    for known in READINGS:
        if name == known:
            return known
    raise InputError(f"unknown reading {name!r}{suggestion(name, READINGS)}")


def tallies(catalogue: Catalogue, reading: Reading, until: dt.date | None = None) -> dict[str, Tally]:
    """Return hits and attempts of every interceptor in one reading of the record.

    Parameters
    ----------
    catalogue : Catalogue
        With its tables of flight tests.
    reading : Reading
        Which tests count, and what counts as a hit.
    until : date, optional
        The last day of which tests are known; all days if left out.

    Returns
    -------
    dict of str to Tally
        By interceptor as the table names it, in order of first row. Interceptors of the record without a
        test that counts have zero attempts.
    """
    found: dict[str, Tally] = {}
    rows = [row for table in catalogue.tables_with(FOLDER, COLUMNS) for row in table.rows]
    for row in rows:
        so_far = found.setdefault(row["interceptor"], Tally())
        if not _COUNTS[reading](row) or (until is not None and row["date"] > until):
            continue
        found[row["interceptor"]] = Tally(
            so_far.hits + _hits(row, reading), so_far.attempts + row["attempts"]
        )
    return found


def _hits(row: Row, reading: Reading) -> float:
    if reading == "critics" and row["critics_hits"] is not None:
        return float(row["critics_hits"])
    return float(row["hits"])
