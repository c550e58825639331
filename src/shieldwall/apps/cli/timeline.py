"""`shieldwall timeline`: what happened when, with sources."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from shieldwall.apps.cli.options import AsJson, Overlay
from shieldwall.apps.cli.output import emit
from shieldwall.apps.output import writable_folder


def timeline(
    start: Annotated[str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="First day.")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="YYYY-MM-DD", help="Last day.")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder for the figure and its data.")
    ] = None,
    overlay: Overlay = None,
    as_json: AsJson = False,
) -> None:
    """List dated events: laws, agreements, deployments, tests, programmes and launches."""
    from shieldwall.apps import timeline as chronicle
    from shieldwall.apps import verbs

    first, last = chronicle.calendar_day("--from", start), chronicle.calendar_day("--to", end)
    known = verbs.catalogue(overlay)
    listed = chronicle.timeline(known, first, last)
    saved = None
    if out is not None:
        saved = chronicle.draw_timeline(known, first, last, writable_folder(out))
    if as_json:
        emit(listed)
        return
    for event in listed.events:
        typer.echo(f"{_shown(event.date, event.precision)}  {event.category}: {event.event} [{event.source}]")
    if saved is not None:
        typer.echo(f"figure and data: {saved.png}, {saved.svg}, {saved.csv}")


def _shown(date: str, precision: str) -> str:
    """Return a date with the digits that are known, in ten columns."""
    digits = {"day": 10, "month": 7, "year": 4, "decade": 3}[precision]
    return f"{date[:digits]}{'0s' if precision == 'decade' else ''}".ljust(10)
