"""`shieldwall salvo`: the closed forms behind every battle."""

from __future__ import annotations

from typing import Annotated

import typer

from shieldwall.apps.cli.options import AsJson
from shieldwall.apps.cli.output import emit


def salvo(
    targets: Annotated[int, typer.Option("--targets", metavar="W", help="Targets of the raid.")],
    kill_probability: Annotated[float, typer.Option("--kill-probability", metavar="K", help="Of one shot.")],
    goal: Annotated[float | None, typer.Option("--goal", metavar="P", help="Chance of no leaker.")] = None,
    shots: Annotated[int | None, typer.Option("--shots", metavar="N", help="Shots at every target.")] = None,
    p_track: Annotated[float, typer.Option("--p-track", metavar="P", help="Chance of a track.")] = 1.0,
    p_track_scope: Annotated[str, typer.Option("--p-track-scope", help="target or raid.")] = "target",
    as_json: AsJson = False,
) -> None:
    """Say how many shots at each target reach a goal, or what a number of shots gives."""
    from shieldwall.apps import salvos

    answer = salvos.salvo(
        targets, kill_probability, goal=goal, shots=shots, p_track=p_track, p_track_scope=p_track_scope
    )
    if as_json:
        emit(answer)
        return
    if answer.shots_per_target is None:
        typer.echo(
            f"no number of shots is enough: with every shot a kill the chance of no leaker is "
            f"{answer.p_no_leak_at_best:.4f}"
        )
        return
    typer.echo(
        f"{answer.shots_per_target} shots per target: chance of no leaker {answer.p_no_leak:.4f}, "
        f"expected leakers {answer.expected_leakers:.3f}"
    )
