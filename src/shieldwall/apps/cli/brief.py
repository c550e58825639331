"""`shieldwall brief`: the whole answer as a document, PDF or HTML."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from shieldwall.apps.cli.options import (
    Arrangements,
    AsJson,
    Overlay,
    Scenario,
    Seed,
    Trials,
    WithoutOne,
    Workers,
)
from shieldwall.apps.cli.output import emit, parse_names
from shieldwall.apps.cli.progress import ProgressBar


def brief(
    scenario: Scenario,
    out: Annotated[Path, typer.Option(metavar="FILE", help="The report; its ending is .pdf or .html.")],
    paper: Annotated[str, typer.Option(help="Of the PDF: a4 or letter.")] = "a4",
    arrangements: Arrangements = None,
    trials: Trials = None,
    seed: Seed = None,
    workers: Workers = None,
    parts: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder for the figures (SVG, PNG) and their data.")
    ] = None,
    flips: Annotated[
        bool, typer.Option("--flips", help="Look for single inputs that reverse a difference (minutes).")
    ] = False,
    without_one: WithoutOne = None,
    overlay: Overlay = None,
    as_json: AsJson = False,
) -> None:
    """Write the brief of a scenario: question, answer, figures, assumptions, disputes, numbered sources."""
    from shieldwall.apps import briefs, verbs

    briefs.check_target(out, paper)
    known = verbs.catalogue(overlay)
    asked = verbs.scenario(scenario, catalogue=known)
    with ProgressBar(quiet=as_json) as progress:
        written = briefs.write(
            asked,
            out,
            parse_names("--arrangements", arrangements),
            known,
            progress.advance,
            paper=paper,
            trials=trials,
            seed=seed,
            workers=workers,
            parts=parts,
            flips=flips,
            without_one=without_one,
        )
    if as_json:
        emit(written)
        return
    typer.echo(
        f"{written.out}: {written.title}; {len(written.sections)} sections, {written.facts} facts used, "
        f"{written.sources} sources."
    )
    for file in written.parts:
        typer.echo(f"  {file}")
