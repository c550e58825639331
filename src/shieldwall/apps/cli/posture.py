"""`shieldwall posture`: who stood where on a day."""

from __future__ import annotations

from typing import Annotated

import typer

from shieldwall.apps.cli.options import AsJson, Overlay, PostureOptions
from shieldwall.apps.cli.output import emit, parse_list


def posture(
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The day, as YYYY-MM-DD.")],
    options: PostureOptions = None,
    overlay: Overlay = None,
    as_json: AsJson = False,
) -> None:
    """List the units in place on a day, with their sources."""
    from shieldwall.apps import verbs

    listed = verbs.posture(on, parse_list(options), catalogue=verbs.catalogue(overlay))
    if as_json:
        emit(listed)
        return
    typer.echo(f"{len(listed.units)} units in place on {listed.on}")
    for unit in listed.units:
        place = "" if unit.lat is None else f" ({unit.lat:.2f}, {unit.lon:.2f})"
        site = f", {unit.site}{place}" if unit.site else place
        grounds = ", ".join(unit.cites) or unit.basis
        typer.echo(
            f"{unit.id}: {unit.party} {unit.kind}, {unit.system}{site}, since {unit.since} [{grounds}]"
        )
