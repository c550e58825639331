"""`shieldwall study`: many comparisons from one YAML file; stopped at any moment, it goes on from there."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shieldwall.apps.cli.options import AsJson, Overlay, help_alone
from shieldwall.apps.cli.output import emit
from shieldwall.apps.cli.progress import ProgressBar

if TYPE_CHECKING:
    from shieldwall.apps.studies import StudyResult
    from shieldwall.study.progress import Progress

app = typer.Typer(
    help="Many comparisons from one YAML file: sweeps, sensitivity, break-even, regret.",
    rich_markup_mode=None,
    invoke_without_command=True,
)

Workers = Annotated[int | None, typer.Option(help="Processes; the result does not depend on it.")]
Scheduler = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="A Dask cluster, such as tcp://host:8786, or local for one here."),
]
StoreFolder = Annotated[Path, typer.Argument(metavar="DIR", help="The store of a study.")]


@app.callback()
def _root(context: typer.Context) -> None:
    help_alone(context)


@app.command("run")
def run(
    study: Annotated[Path, typer.Argument(metavar="STUDY.yaml", help="What is varied, and what is asked.")],
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder of the store; out/studies/ID if left out.")
    ] = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say how many cells there are and how long they take, and stop.")
    ] = False,
    overlay: Overlay = None,
    as_json: AsJson = False,
) -> None:
    """Run a study; what its store already holds is not run again."""
    from shieldwall.apps import studies, verbs

    known = verbs.catalogue(overlay)
    crew = studies.Crewed(workers, scheduler)
    told = studies.planned(study, catalogue=known, crew=crew)
    if dry_run:
        if as_json:
            emit(told)
        else:
            typer.echo(f"{told.title}: {told.spoken}")
        return
    if not as_json:
        sys.stderr.write(f"{told.spoken}\n")
    _shown(lambda progress: studies.run(study, out, crew=crew, catalogue=known, progress=progress), as_json)


@app.command("resume")
def resume(
    folder: StoreFolder,
    workers: Workers = None,
    scheduler: Scheduler = None,
    overlay: Overlay = None,
    as_json: AsJson = False,
) -> None:
    """Go on with a study that was stopped, from its store alone."""
    from shieldwall.apps import studies, verbs

    known = None if overlay is None else verbs.catalogue(overlay)
    crew = studies.Crewed(workers, scheduler)
    _shown(lambda progress: studies.resume(folder, crew=crew, catalogue=known, progress=progress), as_json)


@app.command("show")
def show(folder: StoreFolder, overlay: Overlay = None, as_json: AsJson = False) -> None:
    """Show what a store holds so far, without running anything."""
    from shieldwall.apps import studies, verbs

    result = studies.show(folder, catalogue=None if overlay is None else verbs.catalogue(overlay))
    if as_json:
        emit(result.record)
        return
    result.table()
    if result.record.cells_to_run:
        typer.echo(
            f"{result.record.cells_to_run:,} of {result.record.cell_count:,} cells are still to run: "
            f"shieldwall study resume {folder}"
        )


@app.command("export")
def export(
    folder: StoreFolder,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where to; the store's results folder if left out.")
    ] = None,
    overlay: Overlay = None,
    as_json: AsJson = False,
) -> None:
    """Write what a store holds as JSON, CSV, NetCDF and charts."""
    from shieldwall.apps import studies, verbs

    result = studies.show(folder, catalogue=None if overlay is None else verbs.catalogue(overlay))
    files = result.export(out)
    if as_json:
        emit(
            studies.StudyExport(
                schema="shieldwall.study-export/1",
                id=result.record.id,
                cells=len(result.record.cells),
                cells_to_run=result.record.cells_to_run,
                files=tuple(str(file) for file in files),
            )
        )
        return
    for file in files:
        typer.echo(str(file))


def _shown(work: Callable[[Progress], StudyResult], as_json: bool) -> None:
    with ProgressBar(quiet=as_json) as bar:
        result = work(bar.advance)
    if as_json:
        emit(result.record)
        return
    result.table()
    again = f", {result.damaged} damaged files made again" if result.damaged else ""
    typer.echo(
        f"{result.ran:,} cells run, {result.record.cell_count:,} in {result.folder}{again}; "
        f"`shieldwall study export {result.folder}` writes CSV, NetCDF and charts."
    )
