"""What `coverage` and `history` give back in Python: records, with data and figures one call away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shieldwall.catalogue.load import Catalogue, shipped
from shieldwall.model.scenario import Scenario
from shieldwall.model.version import CODE_VERSION
from shieldwall.study.coverage import options
from shieldwall.study.coverage.engageable import (
    Asked,
    Covered,
    Engageable,
    engageable_shares,
    run_coverage,
    shapes_of,
)
from shieldwall.study.coverage.history import CELL_KM as HISTORY_CELL_KM
from shieldwall.study.coverage.history_record import HistoryRecord, history_record
from shieldwall.study.coverage.options import OptionAdded, options_table
from shieldwall.study.coverage.record import CoverageRecord, coverage_record
from shieldwall.study.progress import Progress, silent

if TYPE_CHECKING:
    from xarray import DataArray, Dataset


class CoverageMap:
    """A coverage map in Python.

    Attributes
    ----------
    covered : Covered
        The cells, the case and the shots at each cell.
    """

    def __init__(self, covered: Covered, known: Catalogue, added: tuple[OptionAdded, ...] | None) -> None:
        self.covered = covered
        self._catalogue = known
        self._added = added

    @cached_property
    def data(self) -> Dataset:
        """Shots and chances at every cell, as an xarray data set."""
        from shieldwall.study.coverage.data import coverage_dataset

        return coverage_dataset(self.covered, (CODE_VERSION, self._catalogue.version))

    @property
    def shots(self) -> DataArray:
        """Expected number of shots by tier, statistic and cell."""
        shots: DataArray = self.data["shots"]
        return shots

    @property
    def engageable_share(self) -> dict[str, dict[str, Engageable]]:
        """Shares by tier, number of shots, people or land, and beneficiary."""
        return engageable_shares(self.covered)

    def geojson(self, statistic: str = "worst") -> dict[str, Any]:
        """Return the map as GeoJSON: classes of shots by tier."""
        from shieldwall.study.coverage.shapes import coverage_geojson

        return coverage_geojson(self.covered, self._catalogue, statistic)

    @cached_property
    def record(self) -> CoverageRecord:
        """The map as a record for JSON."""
        return coverage_record(self.covered, self._catalogue, self._added)

    def save(self, folder: Path | str) -> tuple[Path, ...]:
        """Write JSON, GeoJSON, the data set as NetCDF and CSV, and the map; return the files.

        Raises
        ------
        InputError
            The folder cannot be written to.
        """
        import json

        from shieldwall.apps.output import writable_folder, write_json, write_whole
        from shieldwall.case.ground import land_features
        from shieldwall.report.coverage_map import coverage_map
        from shieldwall.report.style import write_rows

        target = writable_folder(Path(folder))
        record, shapes = write_json(target / "coverage.json", self.record), target / "coverage.geojson"
        write_whole(shapes, json.dumps(self.record.geojson, allow_nan=False) + "\n")
        cells = write_rows(target / "cells.csv", self._rows())
        grid = target / "coverage.nc"
        self.data.to_netcdf(grid, engine="h5netcdf")
        saved = coverage_map(self.record, land_features(self._catalogue), target)
        return (record, shapes, cells, grid, saved.png, saved.svg, saved.csv)

    def _rows(self) -> list[dict[str, float]]:
        """Return one row a cell."""
        table = self.data.shots.transpose("cell", "tier", "statistic").values
        columns = [
            f"shots_{tier}_{each}" for tier in self.data.tier.values for each in self.data.statistic.values
        ]
        names = ("lat", "lon", "land_km2", "people", "reached")
        about = [self.data[name].values for name in names]
        return [
            {name: float(column[cell]) for name, column in zip(names, about, strict=True)}
            | dict(zip(columns, map(float, table[cell].ravel()), strict=True))
            for cell in range(len(table))
        ]


def coverage_of(
    asked: Scenario,
    arrangement: str,
    *,
    regions: Sequence[str] = (),
    cell_km: float | None = None,
    shapes: Sequence[str] = (),
    with_options: bool = False,
    known: Catalogue | None = None,
) -> CoverageMap:
    """Return what a scenario's posture can engage, on a map.

    Parameters
    ----------
    asked : Scenario
        What is asked.
    arrangement : str
        Id of an arrangement, or ``as_of``.
    regions : sequence of str
        Ids of regions; those of the scenario's residents if left out.
    cell_km : float, optional
        Side of a cell.
    shapes : sequence of str
        Flight shapes; the scenario's if left out.
    with_options : bool
        Whether to work out what each option of the papers adds, alone and last.
    known : Catalogue, optional
        Where facts come from; the shipped one if left out.
    """
    catalogue = known or shipped()
    question = Asked(arrangement, tuple(regions), shapes=shapes_of(asked, shapes))
    question = question if cell_km is None else replace(question, cell_km=cell_km)
    covered = run_coverage(asked, catalogue, question)
    added = None
    if with_options:
        coarse = replace(question, cell_km=max(question.cell_km, options.CELL_KM))
        added = options_table(asked, catalogue, coarse)
    return CoverageMap(covered, catalogue, added)


class History:
    """Coverage by year in Python.

    Attributes
    ----------
    record : HistoryRecord
        The years, with the deployments of the timeline.
    """

    def __init__(self, record: HistoryRecord) -> None:
        self.record = record

    @cached_property
    def data(self) -> Dataset:
        """Shares by year, tier, number of shots, and people or land, as an xarray data set."""
        from shieldwall.study.coverage.history_record import history_dataset

        return history_dataset(self.record)

    @property
    def share(self) -> DataArray:
        """Share of people or land by year, tier and number of shots, against the worst flight."""
        share: DataArray = self.data["worst"]
        return share

    def save(self, folder: Path | str) -> tuple[Path, ...]:
        """Write JSON, the figure and its numbers; return the files.

        Raises
        ------
        InputError
            The folder cannot be written to.
        """
        from shieldwall.apps.output import writable_folder, write_json
        from shieldwall.report.history_chart import history_chart

        target = writable_folder(Path(folder))
        record = write_json(target / "history.json", self.record)
        saved = history_chart(self.record, target)
        return (record, saved.png, saved.svg, saved.csv)


def history_of(
    asked: Scenario,
    arrangement: str,
    years: tuple[int | None, int | None] = (None, None),
    *,
    cell_km: float | None = None,
    known: Catalogue | None = None,
    progress: Progress = silent,
) -> History:
    """Return what could be engaged at the end of each year.

    Parameters
    ----------
    asked : Scenario
        Whose threat, launch areas, parties and availability.
    arrangement : str
        Id of an arrangement, or ``as_of``.
    years : (int, int)
        First and last; the catalogue's span where None.
    cell_km : float, optional
        Side of a cell.
    known : Catalogue, optional
        Where facts come from; the shipped one if left out.
    progress : callable
        Called with the stage and the share done.
    """
    side_km = HISTORY_CELL_KM if cell_km is None else cell_km
    return History(
        history_record(asked, known or shipped(), arrangement, years, cell_km=side_km, progress=progress)
    )
