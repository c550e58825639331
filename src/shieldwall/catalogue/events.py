"""The timeline: dated events, each with its source and how well its date is known."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import Final

from shieldwall.catalogue.load import Catalogue
from shieldwall.model.errors import InputError

FOLDER: Final = "timeline"
COLUMNS: Final = ("id", "date", "date_precision", "category", "event", "source")
"""What a table of events must have."""


@dataclass(frozen=True)
class Event:
    """One event.

    Attributes
    ----------
    id : str
        Its row in the table.
    first, last : date
        First and last day of the period in which it was: the same day where the day is known.
    precision : str
        ``day``, ``month``, ``year`` or ``decade``.
    category : str
        What kind of event it is.
    event : str
        What happened.
    source : str
        Id of the source.
    """

    id: str
    first: dt.date
    last: dt.date
    precision: str
    category: str
    event: str
    source: str


def events(
    catalogue: Catalogue, start: dt.date | None = None, end: dt.date | None = None
) -> tuple[Event, ...]:
    """Return the events of a span of days, in order of date.

    Parameters
    ----------
    catalogue : Catalogue
        With its tables of events.
    start, end : date, optional
        First and last day; open where left out. An event of which only the month or year is known is in the
        span when any day of that period is.

    Raises
    ------
    InputError
        The span ends before it starts.
    """
    if start is not None and end is not None and end < start:
        raise InputError(f"the timeline cannot run from {start} to {end}, which is earlier")
    found = [
        Event(
            id=row["id"],
            first=row["date"],
            last=last_day(row["date"], row["date_precision"]),
            precision=row["date_precision"],
            category=row["category"],
            event=row["event"],
            source=row["source"],
        )
        for table in catalogue.tables_with(FOLDER, COLUMNS)
        for row in table.rows
    ]
    in_span = [
        event
        for event in found
        if (start is None or event.last >= start) and (end is None or event.first <= end)
    ]
    return tuple(sorted(in_span, key=lambda event: (event.first, event.id)))


def categories(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the categories of events, in the order in which the tables declare them."""
    columns = [
        column
        for table in catalogue.tables_with(FOLDER, COLUMNS)
        for column in table.about.columns
        if column.name == "category"
    ]
    return tuple(dict.fromkeys(value for column in columns for value in column.values))


def last_day(first: dt.date, precision: str) -> dt.date:
    """Return the last day of the period that begins on a day and is as long as the precision says.

    Examples
    --------
    >>> last_day(dt.date(2024, 2, 1), "month")
    datetime.date(2024, 2, 29)
    """
    if precision == "day":
        return first
    if precision == "month":
        return first.replace(day=calendar.monthrange(first.year, first.month)[1])
    years = 9 if precision == "decade" else 0
    return dt.date(first.year + years, 12, 31)
