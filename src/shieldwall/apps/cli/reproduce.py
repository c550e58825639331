"""`shieldwall reproduce`: the claims of the papers that started it, each with a verdict and its working."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from shieldwall.apps.cli.options import AsJson, Overlay, Seed, Trials, Workers
from shieldwall.apps.cli.output import emit
from shieldwall.apps.cli.progress import ProgressBar
from shieldwall.model.errors import InputError


def reproduce(
    paper: Annotated[str, typer.Argument(help="hoff-2015, rubinstein-2007, or all for the page.")],
    trials: Trials = None,
    draws: Annotated[int | None, typer.Option(help="Epistemic draws.")] = None,
    seed: Seed = None,
    workers: Workers = None,
    page: Annotated[
        Path | None, typer.Option(metavar="FILE.md", help="Write a page with every working.")
    ] = None,
    overlay: Overlay = None,
    as_json: AsJson = False,
) -> None:
    """Hold every checkable claim of a paper against the record and the model."""
    from shieldwall.apps import claims, verbs
    from shieldwall.study.claims.bench import Effort
    from shieldwall.study.claims.check import USUAL

    if as_json and paper == claims.ALL:
        raise InputError("--json writes one paper: name it, for example hoff-2015")
    if page is not None:
        claims.check_page(page)
    effort = Effort(
        trials=USUAL.trials if trials is None else trials,
        draws=USUAL.draws if draws is None else draws,
        seed=USUAL.seed if seed is None else seed,
        workers=workers,
    )
    known = verbs.catalogue(overlay)
    with ProgressBar(quiet=as_json) as progress:
        found = claims.reproduce(paper, effort, known=known, progress=progress.advance)
    if page is not None:
        command = claims.page_command(paper, effort, page)
        claims.write_page(page, claims.claims_page(found, command, known=known))
    if as_json:
        emit(found[0])
        return
    from shieldwall.report.claims import claim_lines

    for each in found:
        for line in claim_lines(each):
            typer.echo(line)
    if page is not None:
        typer.echo(f"page: {page}")
