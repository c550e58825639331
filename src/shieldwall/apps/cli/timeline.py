"""`shieldwall timeline`: what happened when, with sources."""

from __future__ import annotations

from typing import Annotated

import typer

from shieldwall.apps.cli.options import AsJson, FigureFolder, Overlay
from shieldwall.apps.cli.output import emit, name_figure, out_folder


def timeline(
    start: Annotated[str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="First day.")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="YYYY-MM-DD", help="Last day.")] = None,
    out: FigureFolder = None,
    overlay: Overlay = None,
    as_json: AsJson = False,
) -> None:
    """List dated events: laws, agreements, deployments, tests, programmes and launches."""
    from shieldwall.apps import timeline as chronicle
    from shieldwall.apps import verbs

    first = None if start is None else chronicle.calendar_day(start, "--from")
    last = None if end is None else chronicle.calendar_day(end, "--to")
    known = verbs.catalogue(overlay)
    listed = chronicle.timeline(known, first, last)
    folder = out_folder(out)
    saved = None if folder is None else chronicle.draw_timeline(known, first, last, folder)
    if as_json:
        emit(listed)
        return
    for event in listed.events:
        typer.echo(f"{_shown(event.date, event.precision)}  {event.category}: {event.event} [{event.source}]")
    if not listed.events:
        typer.echo("no event of the catalogue lies in that span")
    name_figure(saved)


def _shown(date: str, precision: str) -> str:
    """Return a date with the digits that are known, in ten columns."""
    digits = {"day": 10, "month": 7, "year": 4, "decade": 3}[precision]
    return f"{date[:digits]}{'0s' if precision == 'decade' else ''}".ljust(10)
