"""`shieldwall flight` and `shieldwall reach`: where a missile is, and when an interceptor can be there."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from shieldwall.apps.cli.options import AsJson, Overlay
from shieldwall.apps.cli.output import emit, parse_place
from shieldwall.apps.output import writable_folder
from shieldwall.model.errors import InputError

Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Folder for the figure and its data.")]


def flight(
    threat: Annotated[str | None, typer.Argument(help="A threat of the catalogue, such as nodong.")] = None,
    launch: Annotated[str | None, typer.Option("--from", metavar="LAT,LON", help="Launch point.")] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="LAT,LON", help="Aim point.")] = None,
    azimuth: Annotated[
        float | None, typer.Option("--azimuth", metavar="DEG", help="In place of --to.")
    ] = None,
    range_km: Annotated[float | None, typer.Option("--range-km", metavar="R", help="Ground range.")] = None,
    apogee_km: Annotated[
        float | None, typer.Option("--apogee-km", metavar="A", help="Highest point.")
    ] = None,
    shape: Annotated[str, typer.Option(help="minimum_energy, lofted or depressed.")] = "minimum_energy",
    ballistic: Annotated[
        bool, typer.Option("--ballistic", help="The impulsive arc on a sphere that does not turn.")
    ] = False,
    out: Out = None,
    overlay: Overlay = None,
    as_json: AsJson = False,
) -> None:
    """Fly a missile, or the textbook arc with --ballistic."""
    from shieldwall.apps import verbs
    from shieldwall.apps.flights import arc_record, flight_record

    if ballistic:
        if range_km is None:
            raise InputError("--ballistic needs --range-km")
        arc = arc_record(verbs.ballistic(range_km, apogee_km), range_km)
        if as_json:
            emit(arc)
            return
        typer.echo(
            f"range {arc.range_km:g} km: {arc.flight_time_s:.1f} s, {arc.speed_m_s:.1f} m/s at "
            f"{arc.angle_deg:.3f} degrees, apogee {arc.apogee_km:.1f} km"
        )
        return
    if threat is None or launch is None:
        raise InputError("a flight needs a threat and --from LAT,LON (or --ballistic with --range-km)")
    folder = None if out is None else writable_folder(out)
    flown = verbs.flight(
        threat,
        parse_place("--from", launch),
        None if to is None else parse_place("--to", to),
        azimuth_deg=azimuth,
        range_km=range_km,
        apogee_km=apogee_km,
        shape=shape,
        catalogue=verbs.catalogue(overlay),
    )
    record = flight_record(flown)
    if folder is not None:
        from shieldwall.apps.flights import draw_flight

        saved = draw_flight(flown, folder)
    if as_json:
        emit(record)
        return
    typer.echo(
        f"{threat}, {record.shape}: {record.range_km:.0f} km in {record.flight_time_s:.0f} s "
        f"({record.flight_time_low_s:.0f} to {record.flight_time_high_s:.0f} s over the burn times), "
        f"apogee {record.apogee_km:.0f} km, burnout at {record.burnout_s:.0f} s"
    )
    if record.note:
        typer.echo(record.note)
    if folder is not None:
        typer.echo(f"figure and data: {saved.png}, {saved.svg}, {saved.csv}")


def reach(
    interceptor: Annotated[str, typer.Argument(help="An interceptor of the catalogue, such as sm3_1a.")],
    ground_range_km: Annotated[
        float, typer.Option("--ground-range-km", metavar="R", help="Along the ground.")
    ],
    altitude_km: Annotated[float, typer.Option("--altitude-km", metavar="H", help="Height.")],
    out: Out = None,
    overlay: Overlay = None,
    as_json: AsJson = False,
) -> None:
    """Say how soon an interceptor can be at a ground range and height."""
    from shieldwall.apps import verbs
    from shieldwall.apps.flights import draw_reach, reach_record

    folder = None if out is None else writable_folder(out)
    known = verbs.catalogue(overlay)
    time_s = verbs.reach(interceptor, ground_range_km, altitude_km, catalogue=known)
    record = reach_record(interceptor, ground_range_km, altitude_km, time_s, known)
    if folder is not None:
        saved = draw_reach(interceptor, folder, known)
    if as_json:
        emit(record)
        return
    typer.echo("out of reach" if time_s is None else f"{time_s:.1f} s")
    if folder is not None:
        typer.echo(f"figure and data: {saved.png}, {saved.svg}, {saved.csv}")
