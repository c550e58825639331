"""The verbs of Shieldwall in Python; the command line and the package's public door speak these.

Every verb checks its input and raises `InputError` with one clear line.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from shieldwall.apps.result import Result
from shieldwall.catalogue.load import Catalogue, shipped
from shieldwall.model.errors import InputError
from shieldwall.model.provenance import Fact
from shieldwall.model.scenario import FEWEST_TRIALS, MOST_TRIALS, Scenario
from shieldwall.study.progress import Progress, silent

if TYPE_CHECKING:
    from shieldwall.physics.flight_records import Flight


def catalogue(overlay: Path | str | None = None) -> Catalogue:
    """Return the shipped catalogue, with an overlay folder laid over it if one is named."""
    return shipped() if overlay is None else Catalogue(overlay)


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
        from shieldwall.catalogue.read import read_record

        if not path.is_file():
            raise InputError(f"there is no scenario file {path}")
        return read_record(Scenario, path)
    return known.record(Scenario, str(name))


def compare(
    asked: Scenario | str,
    arrangements: Sequence[str] | None = None,
    *,
    trials: int | None = None,
    attribution_trials: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    raid_sizes: Sequence[int] = (),
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
    seed : int, optional
        Seed of all luck; the scenario's if left out.
    workers : int, optional
        Threads. The result does not depend on it.
    raid_sizes : sequence of int
        Raid sizes of the raid-size curve.
    catalogue : Catalogue, optional
        Where facts come from; the shipped one if left out.
    progress : callable
        Called with the stage and the share done.

    Returns
    -------
    Result
        With the record, tables and figures.
    """
    from shieldwall.study.compare import Settings, run_comparison

    known = catalogue or shipped()
    question = scenario(asked, catalogue=known) if isinstance(asked, str) else asked
    settings = Settings(
        arrangements=tuple(arrangements) if arrangements is not None else question.arrangements,
        trials=_count("trials", trials if trials is not None else question.trials),
        attribution_trials=None
        if attribution_trials is None
        else _count("attribution-trials", attribution_trials),
        seed=question.seed if seed is None else seed,
        workers=workers,
        raid_sizes=tuple(raid_sizes),
    )
    return Result(run_comparison(question, known, settings, progress), known)


def _count(name: str, value: int) -> int:
    if not FEWEST_TRIALS <= value <= MOST_TRIALS:
        raise InputError(f"--{name} {value}: from {FEWEST_TRIALS} to {MOST_TRIALS:,}")
    return value
