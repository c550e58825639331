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


def help_alone(context: typer.Context) -> None:
    """Print the help where no subcommand is named."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
