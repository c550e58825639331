"""The timeline as a record for JSON, and its figure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from shieldwall.catalogue.events import Event, categories, events
from shieldwall.catalogue.load import Catalogue
from shieldwall.model.errors import InputError
from shieldwall.model.scenario import WRITTEN_DAY

if TYPE_CHECKING:
    from shieldwall.report.style import Saved


@dataclass(frozen=True)
class EventListed:
    """One event; ``date`` and ``until`` are the first and last day of the period that is known."""

    id: str
    date: str
    until: str
    precision: str
    category: str
    event: str
    source: str


@dataclass(frozen=True)
class Timeline:
    """The events of a span of days; an open end is null."""

    schema: Literal["shieldwall.timeline/1"]
    start: str | None
    end: str | None
    events: tuple[EventListed, ...]


def calendar_day(text: str, option: str = "") -> dt.date:
    """Return a day written as YYYY-MM-DD, and in no other way.

    Raises
    ------
    InputError
        Not a day of the calendar.
    """
    try:
        if WRITTEN_DAY.fullmatch(text):
            return dt.date.fromisoformat(text)
    except ValueError:
        pass
    raise InputError(f"{option} {text!r} is not a day of the calendar as YYYY-MM-DD".lstrip())


def timeline(known: Catalogue, start: dt.date | None = None, end: dt.date | None = None) -> Timeline:
    """Return the events of a span of days, in order of date.

    Raises
    ------
    InputError
        The span ends before it starts.
    """
    return Timeline(
        schema="shieldwall.timeline/1",
        start=None if start is None else str(start),
        end=None if end is None else str(end),
        events=tuple(_listed(event) for event in events(known, start, end)),
    )


def draw_timeline(known: Catalogue, start: dt.date | None, end: dt.date | None, folder: Path) -> Saved:
    """Draw the timeline of a span of days.

    Raises
    ------
    InputError
        Nothing happened in the span.
    """
    from shieldwall.report.timeline import timeline_chart

    found = events(known, start, end)
    if not found:
        raise InputError("no event lies in that span, so there is nothing to draw")
    return timeline_chart(found, categories(known), folder, f"Shieldwall data {known.version}.")


def _listed(event: Event) -> EventListed:
    return EventListed(
        event.id, str(event.first), str(event.last), event.precision, event.category, event.event,
        event.source,
    )  # fmt: skip
