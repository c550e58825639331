"""`shieldwall catalogue export` and `import`: facts out to a spreadsheet and back, with a preview."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from shieldwall.apps.cli.options import AsJson, Overlay
from shieldwall.apps.cli.output import emit
from shieldwall.apps.cli.progress import ProgressBar
from shieldwall.model.errors import InputError


def export_table(
    kinds: Annotated[
        list[str] | None, typer.Argument(help="Kinds of record, such as interceptor; all if left out.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="The table; standard output if left out.")
    ] = None,
    overlay: Overlay = None,
    as_json: AsJson = False,
) -> None:
    """Write the facts as a CSV table, one fact to a row, to be changed in a spreadsheet."""
    from shieldwall.apps import verbs
    from shieldwall.apps.contribute import exported
    from shieldwall.apps.output import writable_folder, write_whole
    from shieldwall.catalogue.exchange import export_facts

    if out is not None and out.is_dir():
        raise InputError(f"--out {out} is a folder; name a file, such as {out / 'facts.csv'}")
    text = export_facts(verbs.catalogue(overlay), kinds or ())
    if out is not None:
        write_whole(writable_folder(out.parent) / out.name, text)
    if as_json:
        emit(exported(text))
    elif out is None:
        sys.stdout.write(text)
    else:
        typer.echo(f"the facts are in {out}")


def import_table(
    table: Annotated[Path, typer.Argument(help="The table that came back.")],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Overlay for changed records; none if left out."),
    ] = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="Run the shipped answers that rest on it, before and after.")
    ] = False,
    trials: Annotated[int | None, typer.Option(help="Battles per arrangement in the preview.")] = None,
    overlay: Overlay = None,
    as_json: AsJson = False,
) -> None:
    """Take a table of facts back: what changed, which shipped answers rest on it, and how they move."""
    from shieldwall.apps import contribute, verbs

    if trials is not None and not preview:
        raise InputError("--trials needs --preview")
    wanted = (contribute.PREVIEW_TRIALS if trials is None else trials) if preview else None
    known = verbs.catalogue(overlay)
    with ProgressBar(quiet=as_json) as progress:
        imported = contribute.import_table(
            known, table, out, preview_trials=wanted, progress=progress.advance
        )
    if as_json:
        emit(imported)
        return
    for change in imported.changes:
        typer.echo(
            f"{change.record}.{change.fact}, {change.column}: {change.before!r} becomes {change.after!r}"
        )
    if not imported.changes:
        typer.echo("nothing changed")
    for use in imported.uses:
        typer.echo(f"{use.scenario} rests on {', '.join(use.facts)}")
    if imported.changes and not imported.uses:
        typer.echo("no shipped scenario reads these facts")
    for move in imported.moves:
        typer.echo(
            f"{move.scenario}, {move.arrangement}: {move.measure} {move.before:.4g} becomes "
            f"{move.after:.4g} ({move.change:+.3g})"
        )
    if imported.trials is not None and imported.uses and not imported.moves:
        typer.echo(f"no headline moves ({imported.trials} trials)")
    if imported.overlay is not None:
        typer.echo(f"changed records are in {imported.overlay}; use them with --catalogue {imported.overlay}")
