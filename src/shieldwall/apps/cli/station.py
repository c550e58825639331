"""`shieldwall station`: where ships or batteries would stand, and how few would do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from shieldwall.apps.cli.options import AsJson, Overlay, Shapes
from shieldwall.apps.cli.output import emit, name_figure, out_folder, parse_names, parse_place
from shieldwall.apps.output import write_json
from shieldwall.model.errors import InputError

if TYPE_CHECKING:
    from shieldwall.study.coverage.station_record import StationRecord
    from shieldwall.study.coverage.stationing import Supposed

WIDEST: Final = 118


def station(
    scenario: Annotated[
        str, typer.Argument(help="A shipped scenario or a YAML file; japan_2015 if left out.")
    ] = "japan_2015",
    interceptor: Annotated[str, typer.Option(metavar="ID", help="What the ships or batteries carry.")] = "",
    region: Annotated[str, typer.Option(metavar="ID", help="Whom they are to cover.")] = "",
    ships: Annotated[int | None, typer.Option(metavar="N", help="So many, wherever they cover most.")] = None,
    for_full_cover: Annotated[
        bool, typer.Option("--for-full-cover", help="As few as cover every resident.")
    ] = False,
    shots: Annotated[int, typer.Option(help="1, or 2 with a look between.")] = 1,
    radar_range_km: Annotated[
        float | None, typer.Option(help="Range of the own radar on this target; 750 if left out.")
    ] = None,
    launch_after_burnout_s: Annotated[
        float | None, typer.Option(help="When it may launch, after the missile's burnout; 60 if left out.")
    ] = None,
    keep_out_km: Annotated[
        float | None, typer.Option(help="Kept from the coast of the launching party; 100 if left out.")
    ] = None,
    within_km: Annotated[
        float | None, typer.Option(help="Farthest a ship stands from residents; 400 if left out.")
    ] = None,
    spacing_km: Annotated[float | None, typer.Option(help="Between sites; 50 at sea, 20 on land.")] = None,
    threat: Annotated[str | None, typer.Option(metavar="ID", help="Another threat.")] = None,
    shapes: Shapes = None,
    at: Annotated[
        list[str] | None, typer.Option(metavar="LAT,LON", help="A station to report beside; repeat it.")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Folder for JSON, map and data.")] = None,
    overlay: Overlay = None,
    as_json: AsJson = False,
) -> None:
    """Say where so many ships or batteries cover most people, or how few cover all, with proof."""
    for name, value in (("--interceptor", interceptor), ("--region", region)):
        if not value:
            raise InputError(f"{name} ID is missing")
    if (ships is None) != for_full_cover:
        raise InputError("either --ships N or --for-full-cover")

    from shieldwall.apps import stations, verbs

    folder = out_folder(out)
    known = verbs.catalogue(overlay)
    supposed: Supposed = {
        "shots": shots,
        "spacing_km": spacing_km,
        "threat": threat,
        "shapes": parse_names("--shape", shapes) or (),
        "at": tuple(parse_place("--at", place) for place in at or ()),
    }
    if radar_range_km is not None:
        supposed["radar_range_km"] = radar_range_km
    if launch_after_burnout_s is not None:
        supposed["launch_after_burnout_s"] = launch_after_burnout_s
    if keep_out_km is not None:
        supposed["keep_out_km"] = keep_out_km
    if within_km is not None:
        supposed["farthest_km"] = within_km
    asked = verbs.scenario(scenario, catalogue=known)
    found = verbs.station(
        asked, interceptor=interceptor, region=region, ships=ships, catalogue=known, **supposed
    )
    saved = None
    if folder is not None:
        saved = stations.draw_stations(found, folder, known)
        write_json(folder / "stations.json", found)
    if as_json:
        emit(found)
        return
    print_stations(found)
    name_figure(saved, ", and the JSON beside them")


def print_stations(found: StationRecord) -> None:
    """Print the stations, what they cover, and every supposition."""
    from rich.table import Table

    from shieldwall.report.station_map import supposed
    from shieldwall.report.table_parts import console, headed

    page = console(WIDEST)
    noun = "ships" if found.where == "sea" else "sites"
    if found.ships is None:
        page.print(
            f"No number of {noun} covers every resident: all {found.assumptions['candidate_sites']} sites "
            f"together cover {found.coverable_population_share:.2%}."
        )
    else:
        proof = "proved optimal" if found.optimal else f"not proved; no choice betters {found.bound:.4g}"
        about = (
            f" with {found.interceptor_name}: {found.goal} in {found.region}, "
            f"{found.covered_population_share:.1%} of the residents in reach ({proof})."
        )
        page.print(headed(f"{found.ships} {noun if found.ships != 1 else noun[:-1]}", about))
        if found.together_share is not None:
            page.print(f"Two shots by different ships counted too: {found.together_share:.1%}.")
    table = Table()
    for column, name in enumerate(("", "unit", "latitude", "longitude", "covers alone, %")):
        table.add_column(name, justify="left" if column < 2 else "right")
    named = () if found.given is None else found.given.stations
    for group, stood in (("chosen", found.stations), ("named", named), ("in place", found.today.stations)):
        for place in stood:
            table.add_row(
                group,
                place.unit or "",
                f"{place.lat:.2f}",
                f"{place.lon:.2f}",
                f"{100.0 * place.covers_alone_share:.1f}",
            )
    page.print(table)
    page.print(f"In place, together: {found.today.covered_population_share:.1%} of those residents.")
    if found.given is not None:
        page.print(f"Named, together: {found.given.covered_population_share:.1%}.")
    page.print(f"Supposed: {'; '.join(supposed(found))}.")
    for remark in found.remarks:
        page.print(f"· {remark}")
