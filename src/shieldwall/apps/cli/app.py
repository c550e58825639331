"""The command tree: commands are registered here and written in their own rooms.

Heavy floors are imported inside the commands, so that ``shieldwall --help`` answers at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Annotated, Final

import typer

from shieldwall.apps.cli import (
    brief,
    catalogue,
    compare,
    contribute,
    cost,
    coverage,
    explore,
    physics,
    picture,
    posture,
    radar,
    reproduce,
    salvo,
    station,
    study,
    timeline,
)
from shieldwall.apps.cli.options import help_alone
from shieldwall.apps.cli.output import complain
from shieldwall.model.errors import InputError
from shieldwall.model.version import CODE_VERSION

DONE: Final = 0
BAD_INPUT: Final = 2
INTERRUPTED: Final = 130
MAY_BE_EMPTY: Final = ("--options", "--without")

app = typer.Typer(
    name="shieldwall",
    help="What does allied missile defence buy? Compare arrangements of cooperation on sourced facts.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("compare")(compare.compare)
app.command("brief")(brief.brief)
app.command("flight")(physics.flight)
app.command("reach")(physics.reach)
app.command("posture")(posture.posture)
app.command("picture")(picture.picture)
app.command("warning")(picture.warning)
app.command("coverage")(coverage.coverage)
app.command("history")(coverage.history)
app.command("station")(station.station)
app.command("radar")(radar.radar)
app.command("horizon")(radar.horizon)
app.command("salvo")(salvo.salvo)
app.command("reproduce")(reproduce.reproduce)
app.command("timeline")(timeline.timeline)
app.command("explore")(explore.explore)
catalogue.app.command("export")(contribute.export_table)
catalogue.app.command("import")(contribute.import_table)
app.add_typer(catalogue.app, name="catalogue")
app.add_typer(cost.app, name="cost")
app.add_typer(study.app, name="study")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(CODE_VERSION)
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    _version: Annotated[
        bool,
        typer.Option("--version", help="Print the version and exit.", callback=_print_version, is_eager=True),
    ] = False,
) -> None:
    help_alone(context)


def refuse_empty(arguments: Sequence[str]) -> None:
    """Refuse an option whose value is empty, as a shell's unset variable leaves it: no folder, no name.

    Raises
    ------
    InputError
        With the option; those lists that may be empty are let through.
    """
    for word, following in zip_longest(arguments, arguments[1:]):
        option, equals, value = word.partition("=")
        is_empty = value == "" if equals else following == ""
        if option.startswith("--") and is_empty and option not in MAY_BE_EMPTY:
            raise InputError(f"{option} is given an empty value")


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit status: 0, 2 for bad input, 130 when interrupted.

    Whatever is wrong with the input is said in one line on standard error.
    """
    command = typer.main.get_command(app)
    try:
        refuse_empty(arguments)
        with command.make_context("shieldwall", list(arguments)) as context:
            command.invoke(context)
    except typer.Exit as done:
        return done.exit_code
    except InputError as refused:
        complain(str(refused))
        return BAD_INPUT
    except (KeyboardInterrupt, typer.Abort):
        complain("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        return DONE
    except OSError as refused:
        place = f"{refused.filename}: " if refused.filename else ""
        complain(f"{place}{refused.strerror or refused}")
        return BAD_INPUT
    except Exception as refused:
        if not hasattr(refused, "format_message"):
            raise
        complain(refused.format_message())
        return BAD_INPUT
    return DONE
