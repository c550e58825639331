"""`shieldwall flight` and `shieldwall reach`: where a missile is, and when an interceptor can be there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from shieldwall.apps.cli.options import AsJson, FigureFolder, Overlay
from shieldwall.apps.cli.output import emit, name_figure, out_folder, parse_place
from shieldwall.model.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from shieldwall.apps.flights import FlightRecord

SHAPE: Final = "minimum_energy"


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
    shape: Annotated[str, typer.Option(help="minimum_energy, lofted or depressed.")] = SHAPE,
    ballistic: Annotated[
        bool, typer.Option("--ballistic", help="The impulsive arc on a sphere that does not turn.")
    ] = False,
    out: FigureFolder = None,
    overlay: Overlay = None,
    as_json: AsJson = False,
) -> None:
    """Fly a missile, or the textbook arc with --ballistic."""
    from shieldwall.apps import flights, verbs

    if ballistic:
        if range_km is None:
            raise InputError("--ballistic needs --range-km")
        if (threat, launch, to, azimuth, shape) != (None, None, None, None, SHAPE):
            raise InputError("--ballistic takes --range-km and --apogee-km: no missile, place or shape")
        _arc(range_km, apogee_km, out_folder(out), as_json)
        return
    if threat is None or launch is None:
        raise InputError("a flight needs a threat and --from LAT,LON (or --ballistic with --range-km)")
    folder = out_folder(out)
    known = verbs.catalogue(overlay)
    flown = verbs.flight(
        threat,
        parse_place("--from", launch),
        None if to is None else parse_place("--to", to),
        azimuth_deg=azimuth,
        range_km=range_km,
        apogee_km=apogee_km,
        shape=shape,
        catalogue=known,
    )
    record = flights.flight_record(flown, known)
    saved = None if folder is None else flights.draw_flight(flown, folder, known)
    if as_json:
        emit(record)
        return
    _print_flight(threat, record)
    name_figure(saved)


def _arc(range_km: float, apogee_km: float | None, folder: Path | None, as_json: bool) -> None:
    from shieldwall.apps import flights, verbs

    thrown = verbs.ballistic(range_km, apogee_km)
    arc = flights.arc_record(thrown, range_km)
    saved = None if folder is None else flights.draw_arc(thrown, range_km, folder)
    if as_json:
        emit(arc)
        return
    typer.echo(
        f"range {arc.range_km:g} km: {arc.flight_time_s:.1f} s, {arc.speed_m_s:.1f} m/s at "
        f"{arc.angle_deg:.3f} degrees, apogee {arc.apogee_km:.1f} km"
    )
    name_figure(saved)


def _print_flight(threat: str, record: FlightRecord) -> None:
    from shieldwall.apps.flights import span_words

    typer.echo(
        f"{threat}, {record.shape}: {record.range_km:.0f} km in {record.flight_time_s:.0f} s "
        f"({record.flight_time_low_s:.0f} to {record.flight_time_high_s:.0f} s over "
        f"{span_words(record.shape)}), "
        + (
            f"{1e3 * record.apogee_km:.0f} m high"
            if record.shape == "cruise"
            else f"apogee {record.apogee_km:.0f} km{_span(record.apogee_low_km, record.apogee_high_km)}, "
            f"burnout at {record.burnout_s:.0f} s"
        )
    )
    scatter = record.impact_dispersion
    if scatter is not None:
        typer.echo(
            f"half of the missiles come down within {scatter.circular_error_km:g} km of the aim "
            f"({scatter.low_km:g} to {scatter.high_km:g} km, {scatter.basis})"
        )
    if record.rises_at_aim_s is not None:
        before_s = record.flight_time_s - record.rises_at_aim_s
        typer.echo(
            f"above the horizon of the aim from {record.rises_at_aim_s:.0f} s, {before_s:.0f} s before impact"
        )
    if record.note:
        typer.echo(record.note)


def _span(low_km: float, high_km: float) -> str:
    return "" if high_km - low_km < 0.5 else f" ({low_km:.0f} to {high_km:.0f} km)"


def reach(
    interceptor: Annotated[str, typer.Argument(help="An interceptor of the catalogue, such as sm3_1a.")],
    ground_range_km: Annotated[
        float, typer.Option("--ground-range-km", metavar="R", help="Along the ground.")
    ],
    altitude_km: Annotated[float, typer.Option("--altitude-km", metavar="H", help="Height.")],
    out: FigureFolder = None,
    overlay: Overlay = None,
    as_json: AsJson = False,
) -> None:
    """Say how soon an interceptor can be at a ground range and height."""
    from shieldwall.apps import flights, verbs

    folder = out_folder(out)
    known = verbs.catalogue(overlay)
    time_s = verbs.reach(interceptor, ground_range_km, altitude_km, catalogue=known)
    record = flights.reach_record(interceptor, ground_range_km, altitude_km, time_s, known)
    saved = None if folder is None else flights.draw_reach(interceptor, folder, known)
    if as_json:
        emit(record)
        return
    typer.echo("out of reach" if time_s is None else f"{time_s:.1f} s")
    typer.echo(record.explanation)
    name_figure(saved)
