"""`shieldwall picture` and `shieldwall warning`: one missile in full, and the time that people have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from shieldwall.apps.cli.options import Arrangements, AsJson, FigureAndJsonFolder, Overlay, Scenario
from shieldwall.apps.cli.output import emit, name_figure, out_folder, parse_names
from shieldwall.apps.output import write_json

if TYPE_CHECKING:
    from rich.console import Console

    from shieldwall.apps.pictures import Picture, WarningTimes
    from shieldwall.study.impact import ImpactKnown
    from shieldwall.study.warning import ArrangementWarned, PlaceWarned
    from shieldwall.study.when import When

AnotherSeed = Annotated[int | None, typer.Option(help="Seed of all luck; the scenario's if left out.")]

SURE: Final = 0.5
"""A party's share of draws from which on its knowledge of the impact is printed."""


def picture(
    scenario: Scenario,
    threat: Annotated[int, typer.Option("--threat", metavar="N", help="Which missile of the raid, from 1.")],
    arrangement: Annotated[
        str | None, typer.Option(metavar="A", help="Arrangement; the top of the scenario's attribution.")
    ] = None,
    seed: AnotherSeed = None,
    out: FigureAndJsonFolder = None,
    overlay: Overlay = None,
    as_json: AsJson = False,
) -> None:
    """Show one missile: who sees it, who may engage it, who can, and when."""
    from shieldwall.apps import pictures, verbs

    folder = out_folder(out)
    known = verbs.catalogue(overlay)
    asked = verbs.scenario(scenario, catalogue=known)
    found = pictures.picture_of(asked, threat, arrangement, seed=seed, known=known)
    saved = None
    if folder is not None:
        saved = pictures.draw_picture(found, folder, known)
        write_json(folder / "picture.json", found)
    if as_json:
        emit(found)
        return
    print_picture(found, pictures.arrangement_name(found.arrangement, known))
    name_figure(saved, ", and the JSON beside them")


def warning(
    scenario: Scenario,
    arrangements: Arrangements = None,
    seed: AnotherSeed = None,
    out: FigureAndJsonFolder = None,
    overlay: Overlay = None,
    as_json: AsJson = False,
) -> None:
    """Show how long people have between the public alert and impact, by arrangement and place."""
    from shieldwall.apps import pictures, verbs

    folder = out_folder(out)
    known = verbs.catalogue(overlay)
    asked = verbs.scenario(scenario, catalogue=known)
    names = parse_names("--arrangements", arrangements)
    found = pictures.warning_of(asked, names, seed=seed, known=known)
    saved = None
    if folder is not None:
        saved = pictures.draw_warning(found, folder, known)
        write_json(folder / "warning.json", found)
    if as_json:
        emit(found)
        return
    print_warning(found)
    name_figure(saved, ", and the JSON beside them")


def _span(time: When) -> str:
    """Return a time as text: median, 5th to 95th percentile, and its share where it does not always come."""
    if time.median_s is None or time.low_s is None or time.high_s is None:
        return "–"
    text = f"{time.median_s:.0f} ({time.low_s:.0f}…{time.high_s:.0f})"
    return text if time.share == 1.0 else f"{text} {100.0 * time.share:.0f}%"


def _aimed_at(impact: tuple[ImpactKnown, ...], parties: tuple[str, ...]) -> str:
    """Return what a party first knows, in most draws, of where the missile will come down."""
    for moment in impact:
        if moment.share >= SURE and moment.threatened is not None:
            land = ", ".join(
                f"{party} {100.0 * moment.threatened.on_land_of[party]:.0f}%" for party in parties
            )
            return f"{moment.time_s:.0f}: ±{moment.semi_major_km:.1f} x {moment.semi_minor_km:.1f} km; {land}"
    return "–"


def print_picture(found: Picture, arrangement: str) -> None:
    """Print a picture as tables; radars that never see and shooters that are never ready are only counted."""
    from shieldwall.report.table_parts import console, headed

    page = console()
    missile = found.missile
    about = (
        f" of {found.scenario} ({found.date}, hypothetical): "
        f"{missile.threat} from {missile.launch_area} toward {missile.place}, {missile.range_km:.0f} km, "
        f"apogee {missile.apogee_km:.0f} km, burnout {_span(missile.burnout)} s, impact "
        f"{_span(missile.impact)} s. "
        f"{arrangement}; {found.draws} draws."
    )
    page.print(headed(f"Missile {missile.number}", about))
    page.print(found.reading)
    _print_table(
        page,
        "Who may engage, and what each party knows",
        ("party", "own satellites", "alert", "track, upper", "track, lower", "authority", "left from alert",
         "impact known at: 1-sigma ellipse; on whose land"),
        _party_rows(found),
    )  # fmt: skip
    seeing = [row for row in found.sensors if row.seen.share]
    _print_table(
        page,
        f"Who sees ({len(found.sensors) - len(seeing)} more radars never do)",
        ("radar", "party", "system", "on station", "found uncued", "seen from", "to"),
        [
            (row.name, row.party, row.system, f"{100.0 * row.on_station:.0f}%", _span(row.uncued),
             _span(row.seen), _span(row.last))
            for row in seeing
        ],
    )  # fmt: skip
    ready = [row for row in found.shooters if row.first_launch.share]
    _print_table(
        page,
        f"Who can ({len(found.shooters) - len(ready)} more shooters cannot reach it in time)",
        ("shooter", "party", "interceptor", "on station", "own radar", "launch on remote", "engage on remote",
         "first launch", "first intercept", "last launch"),
        [
            (row.name, row.party, row.interceptor, f"{100.0 * row.on_station:.0f}%",
             *(_span(time) for time in (row.organic, row.launch_on_remote, row.engage_on_remote,
                                        row.first_launch, row.first_intercept, row.last_launch)))
            for row in ready
        ],
    )  # fmt: skip
    _print_table(
        page,
        "Looks",
        ("group", "tier", "look", "launch", "intercept", "shooters"),
        [
            (row.group, row.tier, str(row.number), _span(row.launch), _span(row.intercept),
             f"{row.shooters:.1f}")
            for row in found.looks
        ],
    )  # fmt: skip


def _party_rows(found: Picture) -> list[tuple[str, ...]]:
    parties = tuple(row.party for row in found.parties)
    return [
        (row.party, *(_span(time) for time in (row.satellite_report, row.alert, row.upper_track,
                                                row.lower_track, row.authority, row.warning)),
         _aimed_at(row.impact, parties))
        for row in found.parties
    ]  # fmt: skip


def _print_table(page: Console, title: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    from rich.table import Table

    table = Table(title=title, title_justify="left", title_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*row)
    page.print(table)


def _warned(each: PlaceWarned | ArrangementWarned) -> str:
    return f"{each.warning_time_s:.0f} ({each.warning_time_low_s:.0f}…{each.warning_time_high_s:.0f})"


def print_warning(found: WarningTimes) -> None:
    """Print warning times of the main place of each region, and the alert chain with its record."""
    from rich.table import Table

    from shieldwall.report.table_parts import console
    from shieldwall.study.warning import crowded

    page = console()
    names = list(found.arrangements)
    table = Table(
        title=f"Warning time, s: {found.scenario} ({found.date}, hypothetical raid of {found.threat})",
        title_justify="left",
    )
    for column in ("place", "flight time", *names):
        table.add_column(column, overflow="fold")
    places = found.arrangements[names[0]].places
    regions = dict.fromkeys(place.beneficiary for place in places)
    shown = [crowded([p for p in places if p.beneficiary == region], 1)[0] for region in regions]
    by_id = {name: {place.id: place for place in found.arrangements[name].places} for name in names}
    for place in shown:
        times = [by_id[name][place.id] for name in names]
        table.add_row(
            place.name,
            f"{place.flight_time_s:.0f} ({place.flight_time_low_s:.0f}…{place.flight_time_high_s:.0f})",
            *map(_warned, times),
        )
    table.add_section()
    table.add_row(
        "all people in range",
        "",
        *map(_warned, found.arrangements.values()),
    )
    page.print(table)
    page.print(f"Counted {found.counted}.")
    chain = found.alert_chain
    page.print(
        f"Public alert chain of {chain.party} ({chain.network}): {chain.delay_s:g} s"
        + ("" if chain.delay_low_s is None else f" ({chain.delay_low_s:g} to {chain.delay_high_s:g})")
        + f" after its own alert, {chain.basis}. From launch to public alert, modelled: "
        + "; ".join(
            f"{name} {'never' if delay is None else f'{delay:.0f} s'}"
            for name, delay in chain.modelled_public_alert_s.items()
        )
        + "."
    )
    for each in chain.recorded:
        told = "no public alert in time" if not each.alerted else "alert, launch time not known"
        if each.delay_s is not None:
            told = f"alert {each.delay_s:.0f} s after launch"
        note = f" {each.note}" if each.note else ""
        page.print(f"  {each.date}: {told}.{note} [{', '.join(each.sources)}]")
