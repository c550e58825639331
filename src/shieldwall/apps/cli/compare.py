"""`shieldwall compare`: arrangements of cooperation side by side on one scenario."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from shieldwall.apps.cli.options import AsJson, Overlay
from shieldwall.apps.cli.output import emit, parse_list
from shieldwall.apps.cli.progress import ProgressBar
from shieldwall.apps.output import writable_folder
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
    scenario: Annotated[str, typer.Argument(help="A shipped scenario (japan_2015) or a YAML file.")],
    arrangements: Annotated[
        str | None, typer.Option(metavar="A,B", help="Arrangements to compare; the scenario's if left out.")
    ] = None,
    trials: Annotated[int | None, typer.Option(help="Battles per arrangement.")] = None,
    attribution_trials: Annotated[
        int | None, typer.Option(help="Battles per cell of the attribution (at most the trials).")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of all luck.")] = None,
    workers: Annotated[int | None, typer.Option(help="Processes; the answer does not depend on it.")] = None,
    availability: Annotated[str | None, typer.Option(help="all, typical or low.")] = None,
    knowledge: Annotated[str | None, typer.Option(help="as_of or today.")] = None,
    reading: Annotated[
        str | None,
        typer.Option(help="Of the flight tests: default, agency, missile_only, critics, combat or halved."),
    ] = None,
    without: Annotated[
        str | None,
        typer.Option(metavar="ID,ID", help="Units, systems, radars or links (tracks_usa_jpn) to leave out."),
    ] = None,
    without_one: Annotated[
        str | None,
        typer.Option(
            metavar="CLASS", help="What the loss of any one goes with, by class: sensor, link or shooter."
        ),
    ] = None,
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
    options: Annotated[
        str | None, typer.Option(metavar="A,B", help="Planned or cancelled options, by name.")
    ] = None,
    date: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Another date.")] = None,
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
    folder = None if out is None else writable_folder(out)
    with ProgressBar(visible=sys.stderr.isatty() and not as_json) as progress:
        result = verbs.compare(
            asked,
            None if arrangements is None else parse_list(arrangements),
            trials=trials,
            attribution_trials=attribution_trials,
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
