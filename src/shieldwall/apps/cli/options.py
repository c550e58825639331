"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Write JSON to standard output, nothing else.")]
Overlay = Annotated[
    Path | None,
    typer.Option("--catalogue", metavar="DIR", help="An overlay that adds or replaces records."),
]

Scenario = Annotated[str, typer.Argument(help="A shipped scenario (japan_2015) or a YAML file.")]
Arrangements = Annotated[
    str | None, typer.Option(metavar="A,B", help="Arrangements; the scenario's if left out.")
]
Trials = Annotated[int | None, typer.Option(help="Battles per arrangement.")]
Seed = Annotated[int | None, typer.Option(help="Seed of all luck.")]
Workers = Annotated[int | None, typer.Option(help="Processes; the answer does not depend on it.")]

Availability = Annotated[str | None, typer.Option(help="all, typical or low.")]
PostureOptions = Annotated[
    str | None, typer.Option("--options", metavar="A,B", help="Planned or cancelled options, by name.")
]
AnotherDate = Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Another date.")]
Shapes = Annotated[
    str | None,
    typer.Option("--shape", metavar="A,B", help="minimum_energy, lofted, depressed; the scenario's."),
]
WithoutOne = Annotated[
    str | None,
    typer.Option(
        metavar="CLASS", help="What the loss of any one goes with, by class: sensor, link or shooter."
    ),
]

FigureFolder = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help="Folder for the figure and its data.")
]
FigureAndJsonFolder = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help="Folder for JSON, figure and data.")
]


def help_alone(context: typer.Context) -> None:
    """Print the help where no subcommand is named."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
