"""`shieldwall compare`: arrangements of cooperation side by side on one scenario."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from shieldwall.apps.cli.options import (
    AnotherDate,
    Arrangements,
    AsJson,
    Availability,
    Overlay,
    PostureOptions,
    Scenario,
    Seed,
    Trials,
    WithoutOne,
    Workers,
)
from shieldwall.apps.cli.output import emit, out_folder, parse_list, parse_names
from shieldwall.apps.cli.progress import ProgressBar
from shieldwall.model.errors import InputError


def parse_sizes(text: str) -> tuple[int, ...]:
    """Return the raid sizes of ``N`` or ``A:B``: one size, or up to eight evenly spread from A to B.

    Raises
    ------
    InputError
        Not whole numbers, or B below A.

    Examples
    --------
    >>> parse_sizes("20"), parse_sizes("10:14")
    ((20,), (10, 11, 12, 13, 14))
    """
    parts = text.split(":")
    try:
        ends = [int(part) for part in parts]
    except ValueError:
        ends = []
    if len(ends) not in (1, 2) or (len(ends) == 2 and ends[0] > ends[1]):
        raise InputError(f"--raid-size {text!r}: expected a whole number N, or A:B with A not above B")
    if len(ends) == 1:
        return (ends[0],)
    first, last = ends
    points = min(8, last - first + 1)
    steps = range(points)
    return tuple(dict.fromkeys(first + round(step * (last - first) / max(points - 1, 1)) for step in steps))


def compare(
    scenario: Scenario,
    arrangements: Arrangements = None,
    trials: Trials = None,
    attribution_trials: Annotated[
        int | None, typer.Option(help="Battles per cell of the attribution (at most the trials).")
    ] = None,
    draws: Annotated[
        int | None, typer.Option(help="Epistemic draws: samples of what is not known; 256 if left out.")
    ] = None,
    seed: Seed = None,
    workers: Workers = None,
    availability: Availability = None,
    knowledge: Annotated[str | None, typer.Option(help="as_of or today.")] = None,
    reading: Annotated[
        str | None,
        typer.Option(help="Of the flight tests: default, agency, missile_only, critics, combat or halved."),
    ] = None,
    without: Annotated[
        str | None,
        typer.Option(metavar="ID,ID", help="Units, systems, radars or links (tracks_usa_jpn) to leave out."),
    ] = None,
    without_one: WithoutOne = None,
    loss_trials: Annotated[int | None, typer.Option(help="Battles for each single loss.")] = None,
    flips: Annotated[
        bool, typer.Option("--flips", help="Look for single inputs that reverse a difference.")
    ] = False,
    flip_trials: Annotated[int | None, typer.Option(help="Battles for each end of an input.")] = None,
    counterfactual: Annotated[
        str | None,
        typer.Option(
            metavar="WORLD",
            help="Of procurement: as_fielded, same_kit_each_pays, same_budget, not_built or us_only_later.",
        ),
    ] = None,
    options: PostureOptions = None,
    date: AnotherDate = None,
    raid_size: Annotated[
        str | None, typer.Option(metavar="N|A:B", help="One size of the raid, or a curve over sizes.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder for JSON, CSV, map and charts.")
    ] = None,
    overlay: Overlay = None,
    as_json: AsJson = False,
) -> None:
    """Compare arrangements on a scenario: what leaks, what it takes, and what the difference goes with."""
    sizes = parse_sizes(raid_size) if raid_size is not None else ()
    changes: dict[str, object] = {}
    if len(sizes) == 1:
        changes["raid_size"] = sizes[0]
    named = {
        "availability": availability, "knowledge": knowledge, "reading": reading, "date": date,
        "counterfactual": counterfactual,
    }  # fmt: skip
    changes |= {name: value for name, value in named.items() if value is not None}
    if without is not None:
        changes["without"] = parse_list(without)
    if options is not None:
        changes["options"] = parse_list(options)

    from shieldwall.apps import verbs

    known = verbs.catalogue(overlay)
    asked = verbs.scenario(scenario, catalogue=known).but(**changes)
    folder = out_folder(out)
    with ProgressBar(quiet=as_json) as progress:
        result = verbs.compare(
            asked,
            parse_names("--arrangements", arrangements),
            trials=trials,
            attribution_trials=attribution_trials,
            draws=draws,
            seed=seed,
            workers=workers,
            raid_sizes=sizes if len(sizes) > 1 else (),
            without_one=without_one,
            loss_trials=loss_trials,
            flips=flips,
            flip_trials=flip_trials,
            catalogue=known,
            progress=progress.advance,
        )
    if folder is not None:
        files = result.save(folder)
    if as_json:
        emit(result.record)
        return
    result.table()
    if folder is not None:
        typer.echo(f"Results, data and figures ({len(files)} files) are in {folder}:")
        for file in files:
            typer.echo(f"  {file.relative_to(folder)}")
