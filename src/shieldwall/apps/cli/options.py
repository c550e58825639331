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
