"""`shieldwall coverage` and `shieldwall history`: what can be engaged, on a map and by year."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from shieldwall.apps.cli.options import (
    AnotherDate,
    AsJson,
    Availability,
    FigureAndJsonFolder,
    Overlay,
    PostureOptions,
    Scenario,
    Shapes,
)
from shieldwall.apps.cli.output import emit, out_folder, parse_list, parse_names
from shieldwall.apps.cli.progress import ProgressBar

if TYPE_CHECKING:
    from shieldwall.apps.coverages import CoverageMap
    from shieldwall.study.coverage.history_record import HistoryRecord
    from shieldwall.study.coverage.options import OptionAdded

WIDEST: Final = 118


def coverage(
    scenario: Scenario,
    arrangement: Annotated[
        str, typer.Option(metavar="NAME", help="Arrangement; what the law of the date allows if left out.")
    ] = "as_of",
    regions: Annotated[
        str | None,
        typer.Option("--region", metavar="A,B", help="Regions; those of the scenario's residents."),
    ] = None,
    cell_km: Annotated[float | None, typer.Option(help="Side of a cell; 5 if left out.")] = None,
    shapes: Shapes = None,
    with_options: Annotated[
        bool, typer.Option("--options-table", help="What each option of the papers adds, alone and last.")
    ] = False,
    availability: Availability = None,
    without: Annotated[
        str | None, typer.Option(metavar="ID,ID", help="Units or systems to leave out.")
    ] = None,
    options: PostureOptions = None,
    date: AnotherDate = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder for JSON, GeoJSON, NetCDF, CSV and map.")
    ] = None,
    overlay: Overlay = None,
    as_json: AsJson = False,
) -> None:
    """Show what can be engaged where: shots at each cell, and shares of people and land by tier."""
    changes: dict[str, object] = {"availability": availability, "date": date}
    changes |= {"without": None if without is None else parse_list(without)}
    changes |= {"options": None if options is None else parse_list(options)}

    from shieldwall.apps import verbs

    folder = out_folder(out)
    known = verbs.catalogue(overlay)
    asked = verbs.scenario(scenario, catalogue=known).but(
        **{name: value for name, value in changes.items() if value is not None}
    )
    found = verbs.coverage(
        asked,
        arrangement,
        regions=parse_names("--region", regions) or (),
        cell_km=cell_km,
        shapes=parse_names("--shape", shapes) or (),
        with_options=with_options,
        catalogue=known,
    )
    files = () if folder is None else found.save(folder)
    if as_json:
        emit(found.record)
        return
    print_coverage(found)
    if folder is not None:
        typer.echo(f"Map and data ({len(files)} files) are in {folder}:")
        for file in files:
            typer.echo(f"  {file.name}")


def history(
    first: Annotated[int | None, typer.Option("--from", metavar="YEAR", help="First year; 1998.")] = None,
    last: Annotated[int | None, typer.Option("--to", metavar="YEAR", help="Last year; 2028.")] = None,
    scenario: Annotated[
        str, typer.Option(help="Whose threat and parties: a shipped scenario or a YAML file.")
    ] = "japan_2015",
    arrangement: Annotated[
        str, typer.Option(metavar="NAME", help="Arrangement; what the law of each year allows if left out.")
    ] = "as_of",
    cell_km: Annotated[float | None, typer.Option(help="Side of a cell; 10 if left out.")] = None,
    availability: Availability = None,
    out: FigureAndJsonFolder = None,
    overlay: Overlay = None,
    as_json: AsJson = False,
) -> None:
    """Show what could be engaged at the end of each year, by tier and number of shots."""
    from shieldwall.apps import verbs

    folder = out_folder(out)
    known = verbs.catalogue(overlay)
    asked = verbs.scenario(scenario, catalogue=known)
    if availability is not None:
        asked = asked.but(availability=availability)
    with ProgressBar(quiet=as_json) as progress:
        found = verbs.history(
            first,
            last,
            asked,
            arrangement,
            cell_km=cell_km,
            catalogue=known,
            progress=progress.advance,
        )
    files = () if folder is None else found.save(folder)
    if as_json:
        emit(found.record)
        return
    print_history(found.record)
    if folder is not None:
        typer.echo(f"figure and data: {', '.join(str(file) for file in files)}")


def _percent(share: float, span: tuple[float, float] | None) -> str:
    if span is None:
        return f"{100.0 * share:.1f}"
    return f"{100.0 * share:.1f} ({100.0 * span[0]:.0f}…{100.0 * span[1]:.0f})"


def print_coverage(found: CoverageMap) -> None:
    """Print the shares of all people and land, the people's by part of the country, and the options."""
    from rich.table import Table

    from shieldwall.report.table_parts import console, headed

    record = found.record
    page = console(WIDEST)
    about = (
        f": {record.threat} (hypothetical), {', '.join(record.shapes)}; "
        f"{record.arrangement}; availability {record.availability}; {record.cells:,} cells of "
        f"{record.cell_km:g} km. The missile reaches {record.people_reached_share:.1%} of {record.people:,} "
        f"residents and {record.land_reached_share:.1%} of {record.land_km2:,.0f} km² of land; shares, in %, "
        "are of those. In brackets the 5th to 95th percentile over who is on station."
    )
    page.print(headed(record.title, about))
    table = Table(title="Engageable", title_justify="left", title_style="bold")
    columns = ("tier", "shots", "people, worst", "people, mean", "land, worst", "land, mean")
    for place, name in enumerate(columns):
        table.add_column(name, justify="left" if place < 2 else "right")
    for tier, by_shots in record.engageable_share.items():
        for shots, both in by_shots.items():
            people, land = both.people["all"], both.land["all"]
            table.add_row(
                tier,
                shots,
                _percent(people.worst, people.worst_range),
                _percent(people.mean, people.mean_range),
                _percent(land.worst, land.worst_range),
                _percent(land.mean, land.mean_range),
            )
    page.print(table)
    parts = Table(title="People, worst, by where they live", title_justify="left", title_style="bold")
    parts.add_column("")
    rows = {
        f"{tier}, {shots}": both.people
        for tier, by_shots in record.engageable_share.items()
        for shots, both in by_shots.items()
    }
    for name in rows:
        parts.add_column(name, justify="right")
    for beneficiary in next(iter(rows.values())):
        if beneficiary != "all":
            parts.add_row(beneficiary, *(f"{100.0 * row[beneficiary].worst:.0f}" for row in rows.values()))
    page.print(parts)
    for circle in record.published_circles:
        page.print(
            f"Within the published {circle.radius_km:g} km of the {circle.units} units with "
            f"{circle.interceptor}, all there: {circle.people_share:.1%} of people, {circle.land_share:.1%} "
            "of land."
        )
    if record.options_table is not None:
        _print_options(record.options_table)
    for remark in record.assumptions:
        page.print(f"· {remark}")


def _print_options(added: tuple[OptionAdded, ...]) -> None:
    """Print what each option adds alone and last, in points, and its cost."""
    from rich.table import Table

    from shieldwall.report.table_parts import console

    page = console(WIDEST)
    table = Table(
        title="What each option adds to the people engageable, in points: alone / last",
        title_justify="left",
        title_style="bold",
    )
    table.add_column("option")
    for gain in added[0].gains:
        table.add_column(f"{gain.tier}, {gain.shots}", justify="right")
    table.add_column("procurement, $m", justify="right")
    table.add_column("life cycle, $m", justify="right")
    for row in added:
        gains = (f"{100.0 * each.people_alone:+.1f} / {100.0 * each.people_last:+.1f}" for each in row.gains)
        costs = (
            "–" if amount is None else f"{amount.likely:,.0f} ({amount.low:,.0f}…{amount.high:,.0f})"
            for amount in (row.procurement_million_usd, row.life_cycle_million_usd)
        )
        table.add_row(row.name, *gains, *costs)
    page.print(table)
    prices = next((row.prices for row in added if row.prices is not None), None)
    page.print(
        f"Alone: the posture with the option less the posture; last: the posture with all of them less the "
        f"same without it. Costs in prices of {prices}; – where the catalogue has none."
    )


def print_history(record: HistoryRecord) -> None:
    """Print one row a year: units in place, and shares of people against the worst flight."""
    from rich.table import Table

    from shieldwall.report.table_parts import console

    page = console(WIDEST)
    shown = (("upper", "one"), ("upper", "two"), ("lower", "one"), ("layered", "two"))
    table = Table(
        title=f"People engageable at the end of the year, %: {record.threat} (hypothetical), "
        f"{record.arrangement}",
        title_justify="left",
        title_style="bold",
    )
    columns = ("year", "ships", "fire units", "radars", *(f"{tier}, {shots}" for tier, shots in shown))
    for place, name in enumerate(columns):
        table.add_column(name, justify="left" if place == 0 else "right")
    for each in record.years:
        shares = (each.at(tier, shots) for tier, shots in shown)
        table.add_row(
            str(each.year),
            str(each.ships),
            str(each.batteries),
            str(each.radars),
            *(_percent(share.worst, share.worst_range) for share in shares),
        )
    page.print(table)
    for remark in record.remarks:
        page.print(f"· {remark}")
