"""`shieldwall radar` and `shieldwall horizon`: how far a radar sees, and how far the Earth lets it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shieldwall.apps.cli.options import AsJson, Overlay
from shieldwall.apps.cli.output import emit, name_figure, out_folder
from shieldwall.model.errors import InputError

if TYPE_CHECKING:
    from shieldwall.apps.radars import RadarRanges


def radar(
    system: Annotated[
        str | None, typer.Argument(help="A radar of the catalogue (tpy2); the radar equation if left out.")
    ] = None,
    threat: Annotated[str | None, typer.Option(help="Against this threat's cross-section.")] = None,
    cross_section_m2: Annotated[
        float | None, typer.Option("--cross-section-m2", metavar="S", help="Against this cross-section.")
    ] = None,
    frequency_hz: Annotated[
        float | None, typer.Option("--frequency-hz", metavar="F", help="Carrier; 1e10 in the example.")
    ] = None,
    peak_power_w: Annotated[
        float | None, typer.Option("--peak-power-w", metavar="P", help="1e6 in the example.")
    ] = None,
    pulse_width_s: Annotated[
        float | None, typer.Option("--pulse-width-s", metavar="T", help="1e-5 in the example.")
    ] = None,
    gain_db: Annotated[
        float | None, typer.Option("--gain-db", metavar="G", help="One antenna; 20 in the example.")
    ] = None,
    snr_db: Annotated[
        float | None, typer.Option("--snr-db", metavar="R", help="Signal to noise; 6 in the example.")
    ] = None,
    noise_temperature_k: Annotated[
        float | None, typer.Option("--noise-temperature-k", metavar="K", help="290 in the example.")
    ] = None,
    loss_db: Annotated[float | None, typer.Option("--loss-db", metavar="L", help="0 in the example.")] = None,
    overlay: Overlay = None,
    as_json: AsJson = False,
) -> None:
    """Scale a catalogue radar to a target, or work out the radar equation (as it stands, an example)."""
    from shieldwall.apps import radars, verbs

    given = {
        "frequency_hz": frequency_hz,
        "peak_power_w": peak_power_w,
        "pulse_width_s": pulse_width_s,
        "gain_db": gain_db,
        "signal_to_noise_db": snr_db,
        "noise_temperature_k": noise_temperature_k,
        "loss_db": loss_db,
    }
    named = {name: value for name, value in given.items() if value is not None}
    if system is None:
        if threat is not None:
            raise InputError("--threat needs a radar of the catalogue to scale")
        if cross_section_m2 is not None:
            named["cross_section_m2"] = cross_section_m2
        answer = radars.equation(radars.EquationGiven(**named))
        if as_json:
            emit(answer)
            return
        given_now = answer.given
        typer.echo(
            f"{answer.range_km:.3f} km at {given_now.signal_to_noise_db:g} dB against "
            f"{given_now.cross_section_m2:g} m2; {answer.detection_range_km:.3f} km at the "
            f"{answer.detection_db:.4f} dB that a 90% chance of detection takes, with one false alarm in a "
            "million"
        )
        return
    if named:
        raise InputError("the terms of the radar equation and a radar of the catalogue are two questions")
    found = radars.ranges(
        system, cross_section_m2=cross_section_m2, threat=threat, known=verbs.catalogue(overlay)
    )
    if as_json:
        emit(found)
        return
    _print_ranges(found)


def _print_ranges(found: RadarRanges) -> None:
    from rich.table import Table

    from shieldwall.report.table_parts import console, headed

    page = console()
    page.print(headed(found.name, f" against {found.target} ({found.cross_section_m2:g} m2): {found.law}"))
    table = Table()
    for column in ("reading", "published, km", "against, m2", "range, km", "source", "why"):
        table.add_column(column, overflow="fold")
    for reading in found.readings:
        table.add_row(
            reading.role,
            f"{reading.published_km:g}",
            f"{reading.reference_cross_section_m2:g}",
            f"{reading.range_km:.0f}",
            ", ".join(reading.sources),
            reading.reason or "",
        )
    page.print(table)
    page.print(f"Without a cue, by the first reading: {found.uncued_range_km:.0f} km")


def horizon(
    height_m: Annotated[float, typer.Option("--height-m", metavar="H", help="Of the antenna.")],
    altitude_km: Annotated[float, typer.Option("--altitude-km", metavar="A", help="Of the target.")],
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Folder for the figure.")] = None,
    as_json: AsJson = False,
) -> None:
    """Say how far a radar at a height can see a target at an altitude before the Earth hides it."""
    from shieldwall.apps import radars

    folder = out_folder(out)
    found = radars.horizon(height_m, altitude_km)
    saved = None if folder is None else radars.draw_horizon(found, folder)
    if as_json:
        emit(found)
        return
    typer.echo(
        f"{found.range_km:.1f} km on the 4/3 Earth; {found.sight_km:.1f} km with bending in the lower ten "
        f"kilometres only (the model's); {found.straight_km:.1f} km without bending"
    )
    name_figure(saved)
