"""`shieldwall catalogue`: what is known, from where, and whether it holds together."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from shieldwall.apps.cli.options import AsJson, Overlay, help_alone
from shieldwall.apps.cli.output import complain, emit

app = typer.Typer(
    help="Show, check and cite the facts.",
    callback=help_alone,
    invoke_without_command=True,
    rich_markup_mode=None,
)


@app.command("list")
def list_records(
    kind: Annotated[str | None, typer.Argument(help="A kind, such as interceptor; all if left out.")] = None,
    overlay: Overlay = None,
    as_json: AsJson = False,
) -> None:
    """List records by kind."""
    from shieldwall.apps import listings, verbs

    listed = listings.list_records(verbs.catalogue(overlay), kind)
    if as_json:
        emit(listed)
        return
    for name, ids in listed.kinds.items():
        typer.echo(f"{name}: {', '.join(ids)}")


@app.command("show")
def show(
    name: Annotated[str, typer.Argument(help="A record (nodong) or one fact (nodong.max_range_km).")],
    overlay: Overlay = None,
    as_json: AsJson = False,
) -> None:
    """Show one record or one fact with its sources."""
    from shieldwall.apps import listings, verbs

    shown = listings.show_record(verbs.catalogue(overlay), name)
    if as_json:
        emit(shown)
        return
    typer.echo(f"{shown.id} ({shown.kind}): {shown.name or ''}".rstrip(": "))
    if shown.note:
        typer.echo(shown.note)
    for fact in shown.facts:
        bounds = ["…" if bound is None else f"{bound:g}" for bound in (fact.low, fact.high)]
        spread = "" if fact.low is None and fact.high is None else f" ({' to '.join(bounds)})"
        year = "" if fact.price_year is None else f" in prices of {fact.price_year}"
        grounds = "; ".join(fact.cites) or fact.derivation or ""
        typer.echo(f"  {fact.name}: {fact.value:g}{spread} {fact.unit}{year}, {fact.basis}: {grounds}")
    if not shown.facts:
        emit(shown.record)


@app.command("check")
def check(overlay: Overlay = None, as_json: AsJson = False) -> None:
    """Check every record: sources resolve, bases hold, dates and places make sense."""
    from shieldwall.apps import listings
    from shieldwall.catalogue.load import Catalogue

    checked = listings.check_catalogue(Catalogue() if overlay is None else Catalogue(overlay))
    for finding in checked.errors:
        complain(finding)
    if as_json:
        emit(checked)
    else:
        typer.echo(
            f"{checked.records} records, {checked.facts} facts: {len(checked.errors)} errors, "
            f"{len(checked.notices)} notices"
        )
    if checked.errors:
        raise typer.Exit(2)


@app.command("sources")
def sources(overlay: Overlay = None, as_json: AsJson = False) -> None:
    """List the sources and how many facts cite each."""
    from shieldwall.apps import listings, verbs

    listed = listings.list_sources(verbs.catalogue(overlay))
    if as_json:
        emit(listed)
        return
    for source in listed.sources:
        typer.echo(f"{source.id}: {source.title} ({source.publisher}); cited {source.cited} times")


@app.command("coverage")
def coverage(overlay: Overlay = None, as_json: AsJson = False) -> None:
    """Say how much is reported, derived and assumed; what is stale or weak; and under which licences."""
    from shieldwall.apps import listings, verbs

    covered = listings.list_coverage(verbs.catalogue(overlay), dt.datetime.now(tz=dt.UTC).date())
    if as_json:
        emit(covered)
        return
    for kind, line in (*covered.by_kind.items(), ("all", covered.total)):
        typer.echo(
            f"{kind}: {line.facts} facts; {line.reported} reported, {line.derived} derived, "
            f"{line.assumed} assumed; {line.disputed} disputed, {line.rechecked} rechecked"
        )
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(covered.sources_by_kind.items()))
    typer.echo(f"sources: {kinds}")
    for fact, day in covered.stale.items():
        typer.echo(f"stale: {fact} was last rechecked on {day}")
    for source, records in covered.weak.items():
        typer.echo(f"weak source: {source}, for {', '.join(records)}")
    for name, licence in sorted(covered.licences.items()):
        typer.echo(f"licence of {name}: {licence}")


@app.command("posteriors")
def posteriors(
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="YYYY-MM-DD", help="Only tests flown by this day.")
    ] = None,
    reading: Annotated[
        str, typer.Option(help="default, agency, missile_only, critics, combat or halved.")
    ] = "default",
    overlay: Overlay = None,
    as_json: AsJson = False,
) -> None:
    """Say what the flight-test record makes of each interceptor's odds, in one reading of it."""
    from shieldwall.apps import verbs
    from shieldwall.apps.readings import list_posteriors
    from shieldwall.apps.timeline import calendar_day

    day = None if as_of is None else calendar_day(as_of, "--as-of")
    listed = list_posteriors(verbs.catalogue(overlay), reading, day)
    if as_json:
        emit(listed)
        return
    from rich import box
    from rich.table import Table

    from shieldwall.report.table_parts import console

    until = f", tests to {listed.as_of}" if listed.as_of else ""
    typer.echo(f"{listed.reading}: {listed.counts}{until}")
    table = Table(box=box.SIMPLE)
    for column in ("interceptor", "hits", "attempts", "mean", "5th to 95th", "discount", "as used"):
        table.add_column(column, no_wrap=True)
    for row in listed.posteriors:
        discount = "" if row.discount is None else f"{row.discount:.2f}"
        used = "" if row.mean_as_used is None else f"{row.mean_as_used:.3f}"
        low, high = row.interval
        table.add_row(
            row.interceptor,
            f"{row.hits:g}",
            str(row.attempts),
            f"{row.mean:.3f}",
            f"{low:.3f} to {high:.3f}",
            discount,
            used,
        )
    console().print(table)
