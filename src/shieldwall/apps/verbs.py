"""The verbs of Shieldwall in Python; the command line and the package's public door speak these.

Every verb checks its input and raises `InputError` with one clear line.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Unpack

from shieldwall.apps.listings import Posture, UnitListed
from shieldwall.apps.result import Result
from shieldwall.catalogue.load import Catalogue, shipped
from shieldwall.model.errors import InputError
from shieldwall.model.provenance import Fact
from shieldwall.model.scenario import EARLIEST, FEWEST_TRIALS, LATEST, MOST_TRIALS, Scenario
from shieldwall.model.study import MOST_CELL_DRAWS
from shieldwall.study.progress import Progress, silent

FEWEST_DRAWS: Final = 2
FEWEST_BATTLES_PER_DRAW: Final = 2

if TYPE_CHECKING:
    from shieldwall.apps.briefs import BriefWritten, How
    from shieldwall.apps.coverages import CoverageMap, History
    from shieldwall.physics.ballistic import BallisticArc
    from shieldwall.physics.flight_records import Flight
    from shieldwall.physics.reach import ReachTable
    from shieldwall.study.coverage.station_record import StationRecord
    from shieldwall.study.coverage.stationing import Supposed


def catalogue(overlay: Path | str | None = None) -> Catalogue:
    """Return the shipped catalogue, with an overlay folder laid over it if one is named.

    Raises
    ------
    InputError
        The overlay is not a folder, or the catalogue is not sound with it (file, line and field are named).
    """
    if overlay is None:
        return shipped()
    from shieldwall.catalogue.checks import require_sound

    laid_over = Catalogue(overlay)
    require_sound(laid_over)
    return laid_over


def fact(name: str, *, known: Catalogue | None = None) -> Fact:
    """Return a fact by name, such as ``sm3_1a.burnout_speed_km_s``.

    Raises
    ------
    InputError
        No such record or fact; the nearest name is offered.
    """
    return (known or shipped()).fact(name)


def scenario(name: str | Path, *, catalogue: Catalogue | None = None) -> Scenario:
    """Return a shipped scenario by id, or one from a YAML file.

    Raises
    ------
    InputError
        No such scenario or file, or the file is refused (file, line and field are named).
    """
    known = catalogue or shipped()
    path = Path(name)
    if path.suffix in {".yaml", ".yml"} or path.is_file():
        from shieldwall.catalogue.errors import CatalogueError
        from shieldwall.catalogue.read import read_record
        from shieldwall.catalogue.references import dangling
        from shieldwall.catalogue.unit_checks import located

        if not path.is_file():
            raise InputError(f"there is no scenario file {path}")
        found = read_record(Scenario, path)
        unknown = list(located(path, dangling(known, "scenarios", found)))
        if unknown:
            raise CatalogueError(unknown)
        return found
    if len(path.parts) > 1 or path.is_dir():
        raise InputError(f"{path} is no scenario file{': it is a folder' if path.is_dir() else ''}")
    return known.record(Scenario, str(name))


def compare(
    asked: Scenario | str,
    arrangements: Sequence[str] | None = None,
    *,
    trials: int | None = None,
    attribution_trials: int | None = None,
    draws: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    raid_sizes: Sequence[int] = (),
    without_one: str | None = None,
    loss_trials: int | None = None,
    flips: bool = False,
    flip_trials: int | None = None,
    catalogue: Catalogue | None = None,
    progress: Progress = silent,
) -> Result:
    """Compare arrangements of cooperation on a scenario.

    Parameters
    ----------
    asked : Scenario or str
        What is asked.
    arrangements : sequence of str, optional
        Ids of arrangements; the scenario's own if left out.
    trials : int, optional
        Battles per arrangement.
    attribution_trials : int, optional
        Battles per cell of the attribution; at most `trials`.
    draws : int, optional
        Epistemic draws, 256 if left out, or as many as have two battles each.
    seed : int, optional
        Seed of all luck; the scenario's if left out.
    workers : int, optional
        Threads. The result does not depend on it.
    raid_sizes : sequence of int
        Raid sizes of the raid-size curve.
    without_one : str, optional
        ``sensor``, ``link`` or ``shooter``: what the loss of any one of them goes with.
    loss_trials : int, optional
        Battles for each single loss.
    flips : bool
        Whether to look for single inputs that reverse a difference.
    flip_trials : int, optional
        Battles for each end of each input that is tried.
    catalogue : Catalogue, optional
        Where facts come from; the shipped one if left out.
    progress : callable
        Called with the stage and the share done.

    Returns
    -------
    Result
        With the record, tables and figures.
    """
    known = catalogue or shipped()
    question = scenario(asked, catalogue=known) if isinstance(asked, str) else asked
    battles = _count("trials", question.trials if trials is None else trials)
    if attribution_trials is not None:
        _count("attribution-trials", attribution_trials)
        if attribution_trials > battles:
            raise InputError(f"--attribution-trials {attribution_trials}: at most the trials, {battles}")
    if loss_trials is not None and without_one is None:
        raise InputError("--loss-trials needs --without-one")
    if flip_trials is not None and not flips:
        raise InputError("--flip-trials needs --flips")

    from shieldwall.study.compare import DRAWS, Settings, run_comparison
    from shieldwall.study.flips import TRIALS as FLIP_TRIALS
    from shieldwall.study.without_one import TRIALS as LOSS_TRIALS

    settings = Settings(
        arrangements=question.arrangements if arrangements is None else _listed("arrangements", arrangements),
        trials=battles,
        attribution_trials=attribution_trials,
        seed=question.seed if seed is None else seed,
        workers=workers,
        raid_sizes=tuple(raid_sizes),
        draws=DRAWS if draws is None else _draws(draws, battles),
        without_one=without_one,
        loss_trials=LOSS_TRIALS if loss_trials is None else _count("loss-trials", loss_trials),
        flips=flips,
        flip_trials=FLIP_TRIALS if flip_trials is None else _count("flip-trials", flip_trials),
    )
    return Result(run_comparison(question, known, settings, progress), known)


def _listed(what: str, names: Sequence[str]) -> tuple[str, ...]:
    """Return names as they were listed; refuse a text, whose letters would be taken for names."""
    if isinstance(names, str):
        raise InputError(f"{what}: a list of names is needed, such as [{names!r}], not the text {names!r}")
    return tuple(names)


def _draws(draws: int, battles: int) -> int:
    if not FEWEST_DRAWS <= draws <= MOST_CELL_DRAWS:
        raise InputError(f"--draws {draws}: from {FEWEST_DRAWS} to {MOST_CELL_DRAWS:,}")
    if FEWEST_BATTLES_PER_DRAW * draws > battles:
        raise InputError(f"--draws {draws}: each takes two battles, and --trials has {battles:,}")
    return draws


def _count(name: str, value: int) -> int:
    if value != int(value):
        raise InputError(f"--{name} {value}: a whole number is needed")
    if not FEWEST_TRIALS <= value <= MOST_TRIALS:
        raise InputError(f"--{name} {value}: from {FEWEST_TRIALS} to {MOST_TRIALS:,}")
    return value


def brief(
    asked: Scenario | str,
    out: Path | str,
    arrangements: Sequence[str] | None = None,
    *,
    catalogue: Catalogue | None = None,
    progress: Progress = silent,
    **how: Unpack[How],
) -> BriefWritten:
    """Compare arrangements on a scenario and write the brief, as PDF or HTML.

    Parameters
    ----------
    asked : Scenario or str
        What is asked.
    out : Path or str
        The file; its ending, ``.pdf`` or ``.html``, says what is written.
    arrangements : sequence of str, optional
        Ids of arrangements; the scenario's own if left out.
    catalogue : Catalogue, optional
        Where facts come from; the shipped one if left out.
    progress : callable
        Called with the stage and the share done.
    **how
        ``paper``, ``trials``, ``seed``, ``workers`` and the other fields of `shieldwall.apps.briefs.How`.

    Raises
    ------
    InputError
        An unknown ending, paper or name, or a file that cannot be written.
    """
    from shieldwall.apps.briefs import write

    known = catalogue or shipped()
    question = scenario(asked, catalogue=known) if isinstance(asked, str) else asked
    named = None if arrangements is None else _listed("arrangements", arrangements)
    return write(question, Path(out), named, known, progress, **how)


def flight(
    threat: str,
    launch: tuple[float, float],
    aim: tuple[float, float] | None = None,
    *,
    azimuth_deg: float | None = None,
    range_km: float | None = None,
    apogee_km: float | None = None,
    shape: str = "minimum_energy",
    catalogue: Catalogue | None = None,
) -> Flight:
    """Fly a threat of the catalogue from one place to another.

    Parameters
    ----------
    threat : str
        Id of a threat: ballistic, quasi-ballistic or cruise; glide vehicles are not flown.
    launch, aim : (latitude, longitude)
        Degrees; in place of the aim an azimuth and a range may be given.
    azimuth_deg, range_km : float, optional
        Direction and length of the flight along the ground.
    apogee_km : float, optional
        Highest point wanted; the shape is then not used.
    shape : str
        ``minimum_energy``, ``lofted`` or ``depressed``.

    Raises
    ------
    InputError
        No such threat, or a flight that it cannot make (says how far it reaches, or which apogees it has).
    """
    from shieldwall.case.threat_flight import fly_threat

    return fly_threat(
        catalogue or shipped(), threat, launch, aim, azimuth_deg=azimuth_deg, range_km=range_km,
        apogee_km=apogee_km, shape=shape,
    )  # fmt: skip


def ballistic(range_km: float, apogee_km: float | None = None) -> BallisticArc:
    """Return the impulsive arc on a sphere that does not turn: least energy, or with a given apogee."""
    from shieldwall.physics.ballistic import ballistic as arc

    return arc(range_km * 1e3, None if apogee_km is None else apogee_km * 1e3)


def reach(
    interceptor: str, ground_range_km: float, altitude_km: float, *, catalogue: Catalogue | None = None
) -> float | None:
    """Return the least time in seconds in which an interceptor can be at a ground range and height.

    None where the place is out of reach.

    Raises
    ------
    InputError
        An unknown interceptor, or a place below the ground or without bounds.
    """
    import math

    from shieldwall.physics.reach import time_to_reach_s

    for name, value in (("ground range", ground_range_km), ("altitude", altitude_km)):
        if not (math.isfinite(value) and value >= 0.0):
            raise InputError(f"{name} {value:g} km: a finite distance that is not below zero")
    table = reach_table_of(interceptor, catalogue=catalogue)
    time_s = time_to_reach_s(
        ground_range_km * 1e3,
        altitude_km * 1e3,
        table.ground_range_step_m,
        table.altitude_step_m,
        table.time_s,
    )
    return time_s if math.isfinite(time_s) else None


def reach_table_of(interceptor: str, *, catalogue: Catalogue | None = None) -> ReachTable:
    """Return the least times of an interceptor over ground range and height."""
    from shieldwall.case.reach import interceptor_model
    from shieldwall.model.systems import Interceptor
    from shieldwall.physics.reach import reach_table

    return reach_table(interceptor_model((catalogue or shipped()).record(Interceptor, interceptor)))


def day(text: str | dt.date) -> dt.date:
    """Return a day of the catalogue's span.

    Raises
    ------
    InputError
        Not a day of the calendar as YYYY-MM-DD, or outside the span.
    """
    if isinstance(text, dt.date):
        found = text.date() if isinstance(text, dt.datetime) else text
    else:
        from shieldwall.apps.timeline import calendar_day

        found = calendar_day(text)
    if not EARLIEST <= found <= LATEST:
        raise InputError(f"the catalogue runs from {EARLIEST} to {LATEST}, not {found}")
    return found


def posture(on: str | dt.date, options: Sequence[str] = (), *, catalogue: Catalogue | None = None) -> Posture:
    """Return the units in place on a day, with the named options.

    Raises
    ------
    InputError
        An impossible day, or an unknown option.
    """
    known = catalogue or shipped()
    when = day(on)
    units = tuple(
        UnitListed(
            id=unit.id,
            party=unit.party,
            kind=unit.kind,
            system=unit.system,
            name=unit.name,
            site=unit.site or (unit.station.name if unit.station else None),
            lat=unit.position[0] if unit.position else None,
            lon=unit.position[1] if unit.position else None,
            since=str(unit.since),
            until=None if unit.until is None else str(unit.until),
            option=unit.option,
            basis=unit.basis,
            cites=tuple(dict.fromkeys(cite.source for cite in unit.cites)),
        )
        for unit in known.posture(when, _listed("options", options))
    )
    return Posture("shieldwall.posture/1", str(when), tuple(options), units)


def coverage(
    asked: Scenario | str,
    arrangement: str = "as_of",
    *,
    regions: Sequence[str] = (),
    cell_km: float | None = None,
    shapes: Sequence[str] = (),
    with_options: bool = False,
    catalogue: Catalogue | None = None,
) -> CoverageMap:
    """Return what a scenario's posture can engage, on a map.

    Parameters
    ----------
    asked : Scenario or str
        What is asked.
    arrangement : str
        Id of an arrangement, or ``as_of``, what the law of the scenario's date allows.
    regions : sequence of str
        Ids of regions; those of the scenario's residents if left out.
    cell_km : float, optional
        Side of a cell, 5 if left out.
    shapes : sequence of str
        Flight shapes; the scenario's if left out.
    with_options : bool
        Whether to add what each option of the papers adds, alone and last.

    Raises
    ------
    InputError
        Something named does not exist, nobody can shoot, or the threat reaches nobody there.
    """
    from shieldwall.apps.coverages import coverage_of

    known = catalogue or shipped()
    question = scenario(asked, catalogue=known) if isinstance(asked, str) else asked
    return coverage_of(
        question, arrangement, regions=_listed("regions", regions), cell_km=cell_km,
        shapes=_listed("shapes", shapes), with_options=with_options, known=known,
    )  # fmt: skip


def station(
    asked: Scenario | str = "japan_2015",
    *,
    interceptor: str,
    region: str,
    ships: int | None = None,
    catalogue: Catalogue | None = None,
    **supposed: Unpack[Supposed],
) -> StationRecord:
    """Return where so many ships or batteries would cover most people, or how few would cover all.

    Parameters
    ----------
    asked : Scenario or str
        Whose threat, date and parties.
    interceptor, region : str
        What the ships or batteries carry, and whom they are to cover.
    ships : int, optional
        How many; as few as cover every resident if left out.
    **supposed
        ``shots``, ``radar_range_km``, ``launch_after_burnout_s`` and the other fields of `StationAsked`.

    Raises
    ------
    InputError
        Something named does not exist, a number is out of bounds, or a given station is where none can be.
    """
    from shieldwall.apps.stations import station_of
    from shieldwall.study.coverage.stationing import StationAsked

    known = catalogue or shipped()
    question = scenario(asked, catalogue=known) if isinstance(asked, str) else asked
    return station_of(question, StationAsked(interceptor, region, ships, **supposed), known=known)


def history(
    first: int | None = None,
    last: int | None = None,
    asked: Scenario | str = "japan_2015",
    arrangement: str = "as_of",
    *,
    cell_km: float | None = None,
    catalogue: Catalogue | None = None,
    progress: Progress = silent,
) -> History:
    """Return what could be engaged at the end of each year, from ``first`` to ``last``.

    Raises
    ------
    InputError
        Years outside the catalogue, or something named that does not exist.
    """
    from shieldwall.apps.coverages import history_of

    known = catalogue or shipped()
    question = scenario(asked, catalogue=known) if isinstance(asked, str) else asked
    return history_of(question, arrangement, (first, last), cell_km=cell_km, known=known, progress=progress)
