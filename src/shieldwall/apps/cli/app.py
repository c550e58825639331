"""The command tree: commands are registered here and written in their own rooms.

Heavy floors are imported inside the commands, so that ``shieldwall --help`` answers at once.
"""

from __future__ import annotations

from typing import Annotated, Final

import typer

from shieldwall.apps.cli import catalogue, compare, physics, posture
from shieldwall.apps.cli.output import complain
from shieldwall.model.errors import InputError

BAD_INPUT: Final = 2
INTERRUPTED: Final = 130

app = typer.Typer(
    name="shieldwall",
    help="What does allied missile defence buy? Compare arrangements of cooperation on sourced facts.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("compare")(compare.compare)
app.command("flight")(physics.flight)
app.command("reach")(physics.reach)
app.command("posture")(posture.posture)
app.add_typer(catalogue.app, name="catalogue")


@app.callback()
def _root(
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
) -> None:
    if version:
        from shieldwall import __version__

        typer.echo(__version__)
        raise typer.Exit


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit status: 0, 2 for bad input, 130 when interrupted."""
    command = typer.main.get_command(app)
    try:
        status = command.main(args=arguments, prog_name="shieldwall", standalone_mode=False)
    except InputError as refused:
        complain(str(refused))
        return BAD_INPUT
    except (KeyboardInterrupt, typer.Abort):
        complain("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        return 0
    except Exception as refused:
        if not hasattr(refused, "format_message"):
            raise
        complain(refused.format_message())
        return BAD_INPUT
    return status if isinstance(status, int) else 0
