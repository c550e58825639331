"""`shieldwall explore`: the question on a page, in a browser."""

from __future__ import annotations

from typing import Annotated

import typer

from shieldwall.apps.cli.options import Overlay


def explore(
    host: Annotated[
        str, typer.Option(metavar="H", help="Where to listen; anywhere but this machine needs a token.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="P", help="0 takes one that is free.")] = 8777,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
    overlay: Overlay = None,
) -> None:
    """Open the explorer: move a slider, see the answer, follow it to its source."""
    from shieldwall.apps import verbs
    from shieldwall.apps.explorer.serving import explore as serve

    if overlay is not None:
        verbs.catalogue(overlay)
    serve(host, port, overlay=overlay, open_browser=not no_browser, say=typer.echo)
