"""The verb `study`: many comparisons from one YAML file, in a store that is written as they complete."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from shieldwall.catalogue.load import Catalogue, shipped
from shieldwall.model.errors import InputError
from shieldwall.model.scenario import Scenario
from shieldwall.model.study import Study
from shieldwall.study.compare import MOST_WORKERS
from shieldwall.study.progress import Progress, silent
from shieldwall.study.sweep.cells import Bench, stem_of
from shieldwall.study.sweep.design import Design
from shieldwall.study.sweep.file import read_study, scenario_of
from shieldwall.study.sweep.manifest import manifest_of, refuse_other_grounds
from shieldwall.study.sweep.plan import plan, planned_before, size_in_words
from shieldwall.study.sweep.record import StudyRecord
from shieldwall.study.sweep.run import run_study, stored_study
from shieldwall.study.sweep.run_cells import Runner, Sweep, local_runner
from shieldwall.study.sweep.store import MANIFEST, Store

if TYPE_CHECKING:
    from xarray import Dataset

STORES: Final = Path("out") / "studies"
"""Where stores go if nobody says where."""


@dataclass(frozen=True)
class StudyPlan:
    """What a study would take; the time is an order of magnitude."""

    schema: Literal["shieldwall.study-plan/1"]
    id: str
    title: str
    scenario: str
    cells: int
    most_cells: int
    varied: dict[str, int]
    workers: int
    hours: float
    spoken: str


@dataclass(frozen=True)
class StudyExport:
    """The files that an export wrote."""

    schema: Literal["shieldwall.study-export/1"]
    id: str
    cells: int
    cells_to_run: int
    files: tuple[str, ...]


@dataclass(frozen=True)
class Crewed:
    """Who runs the cells: so many processes here, or the cluster at an address."""

    workers: int | None = None
    scheduler: str | None = None

    @property
    def count(self) -> int:
        """How many workers there are (of a cluster elsewhere, how many cores there are here)."""
        if self.workers is None:
            cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
            return cores or 1
        if not 1 <= self.workers <= MOST_WORKERS:
            raise InputError(f"--workers {self.workers}: from 1 to {MOST_WORKERS}")
        return self.workers


class StudyResult:
    """A study in Python: its record, with data set, tables and files one call away.

    Attributes
    ----------
    record : StudyRecord
        The frozen result, as the JSON has it.
    ran, damaged : int
        How many cells were run for it, and how many files of cells had to be made again.
    """

    def __init__(
        self, record: StudyRecord, design: Design, sweep: Sweep, ran: int = 0, damaged: int = 0
    ) -> None:
        self.record = record
        self.ran = ran
        self.damaged = damaged
        self._design = design
        self._sweep = sweep

    @property
    def folder(self) -> Path:
        """The folder of the store."""
        return self._sweep.store.folder

    @cached_property
    def data(self) -> Dataset:
        """Outcomes and differences of every cell as an xarray data set."""
        from shieldwall.study.sweep.data import study_dataset

        return study_dataset(self._design, self._sweep, self.record)

    def table(self) -> None:
        """Print the tables of the study."""
        from shieldwall.report.study_tables import study_tables
        from shieldwall.report.table_parts import console, headed

        page = console()
        page.print(headed(self.record.title, f": {self.record.question}"))
        for table in study_tables(self.record):
            page.print(table)
        for found in self.record.break_even:
            page.print(f"· {found.question} {found.answer}")
        for remark in self.record.remarks:
            page.print(f"· {remark}")

    def export(self, folder: Path | None = None) -> tuple[Path, ...]:
        """Write the result as JSON, CSV, NetCDF and charts; return the files.

        Parameters
        ----------
        folder : Path, optional
            Where; ``results`` in the store if left out.
        """
        from shieldwall.apps.output import writable_folder, write_json
        from shieldwall.report.study_charts import study_charts
        from shieldwall.study.sweep.data import write_cells, write_outcomes

        target = writable_folder(self.folder / "results" if folder is None else folder)
        whole = write_json(target / "study.json", self.record)
        grid = target / "study.nc"
        self.data.to_netcdf(grid, engine="h5netcdf")
        files = [
            whole,
            grid,
            write_cells(self.record, target / "cells.csv"),
            write_outcomes(self._design, self._sweep, self.record, target / "outcomes.csv"),
        ]
        for saved in study_charts(self.record, target):
            files += [saved.svg, saved.png, saved.csv]
        return tuple(files)


def planned(path: Path | str, *, catalogue: Catalogue | None = None, crew: Crewed | None = None) -> StudyPlan:
    """Return what a study would take, without running any of it.

    Raises
    ------
    InputError
        The study is refused (see `run`).
    """
    workers = (crew or Crewed()).count
    design = _design(Path(path), catalogue or shipped(), workers)
    hours = design.hours(workers)
    held = {name: len(values) for name, values in (design.axes | design.levels).items()}
    return StudyPlan(
        schema="shieldwall.study-plan/1",
        id=design.study.id,
        title=design.study.title,
        scenario=design.scenario.id,
        cells=design.cell_count,
        most_cells=design.most_cells,
        varied=held | ({"points": design.rows} if design.ranges else {}),
        workers=workers,
        hours=hours,
        spoken=size_in_words(design.cell_count, hours, workers),
    )


def run(
    path: Path | str,
    out: Path | str | None = None,
    *,
    crew: Crewed | None = None,
    catalogue: Catalogue | None = None,
    progress: Progress = silent,
) -> StudyResult:
    """Run a study from its YAML file, or go on with it where its store already holds a part.

    Parameters
    ----------
    path : Path or str
        The study.
    out : Path or str, optional
        The folder of its store; ``out/studies/<id>`` if left out.
    crew : Crewed, optional
        Who runs the cells; one process for each core if left out.
    catalogue : Catalogue, optional
        Where facts come from; the shipped one if left out.
    progress : callable
        Called with the stage and the share done.

    Raises
    ------
    InputError
        The study is refused before any work, the folder holds another one, or another process holds it.
    """
    known, who = catalogue or shipped(), crew or Crewed()
    design = _design(Path(path), known, who.count)
    folder = STORES / design.study.id if out is None else Path(out)
    manifest = manifest_of(design, known)
    if (folder / MANIFEST).exists():
        store = Store(folder)
        if store.manifest["inputs_digest"] != manifest["inputs_digest"]:
            raise InputError(
                f"{folder} holds another study, {store.manifest['study']['id']}, or this one before it was "
                "changed: choose another --out"
            )
    else:
        store = Store.create(folder, manifest)
    return _run(design, store, known, who, progress)


def resume(
    folder: Path | str,
    *,
    crew: Crewed | None = None,
    catalogue: Catalogue | None = None,
    progress: Progress = silent,
) -> StudyResult:
    """Go on with a study that was stopped, from its store alone (see `run`)."""
    who, store = crew or Crewed(), Store(Path(folder))
    known = catalogue or _catalogue_of(store)
    return _run(_stored_design(store, known), store, known, who, progress)


def show(folder: Path | str, *, catalogue: Catalogue | None = None) -> StudyResult:
    """Return what a store holds so far, without running anything."""
    store = Store(Path(folder))
    known = catalogue or _catalogue_of(store)
    design = _stored_design(store, known)
    sweep = Sweep(_bench(design, store, known), store, _Nobody())
    return StudyResult(stored_study(design, sweep, known), design, sweep)


def _run(design: Design, store: Store, known: Catalogue, who: Crewed, progress: Progress) -> StudyResult:
    refuse_other_grounds(store.manifest, known, store.folder)
    bench = _bench(design, store, known)
    with store.alone(), _runner(bench, known, who) as runner:
        sweep = Sweep(bench, store, runner)
        ran = run_study(design, sweep, known, progress)
    return StudyResult(ran.record, design, sweep, ran.ran, ran.damaged)


@contextlib.contextmanager
def _runner(bench: Bench, known: Catalogue, who: Crewed) -> Iterator[Runner]:
    if who.scheduler is None:
        yield local_runner(bench, known, who.count)
        return
    from shieldwall.study.sweep.cluster import cluster_runner

    with cluster_runner(who.scheduler, bench, known, who.count) as runner:
        yield runner


class _Nobody:
    """Runs nothing."""

    def run(self, tasks: Any) -> Any:
        """Refuse."""
        raise InputError(f"nothing is run here: {next(tasks, None)}")


def _design(path: Path, known: Catalogue, workers: int) -> Design:
    study = read_study(path)
    return plan(study, scenario_of(study, path.parent, known), known, workers)


def _stored_design(store: Store, known: Catalogue) -> Design:
    """Return the design as it was when the study began, whatever the catalogue says by now."""
    study = Study.model_validate_json(json.dumps(store.manifest["study"]))
    scenario = Scenario.model_validate_json(json.dumps(store.manifest["scenario"]))
    ranges = store.manifest["ranges"]
    return planned_before(study, scenario, ranges) if ranges is not None else plan(study, scenario, known, 1)


def _catalogue_of(store: Store) -> Catalogue:
    overlays = store.manifest["overlays"]
    return Catalogue(*overlays) if overlays else shipped()


def _bench(design: Design, store: Store, known: Catalogue) -> Bench:
    stem = stem_of(store.manifest["scenario"])
    return Bench(design.scenario, stem, tuple(str(folder.resolve()) for folder in known.folders[1:]))
