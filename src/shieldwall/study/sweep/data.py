"""Everything that the cells of a study found, as an xarray data set and as tidy CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from shieldwall.model.outcomes import MEASURES
from shieldwall.study.sweep.cells import NUMBERS, Found
from shieldwall.study.sweep.design import Design
from shieldwall.study.sweep.record import StudyRecord, named
from shieldwall.study.sweep.run_cells import Sweep

if TYPE_CHECKING:
    import xarray as xr

UNITS = {measure.name: measure.unit for measure in MEASURES}


def study_dataset(design: Design, sweep: Sweep, record: StudyRecord) -> xr.Dataset:
    """Return outcomes and differences of every cell.

    ``outcome`` has dimensions (cell, arrangement, measure, number) and ``difference`` (cell, pair, measure,
    number), where ``number`` runs over the mean and its uncertainties; what a cell has not is not a number.
    What each cell sets is a coordinate of ``cell``: numbers for inputs, words for the rest.
    """
    import xarray as xr

    measures = [measure.name for measure in MEASURES]
    found = [_found(design, sweep, row.sets, row.draws) for row in record.cells]
    data = {}
    for group, dimension in (("arrangements", "arrangement"), ("differences", "pair")):
        names = list(dict.fromkeys(name for each in found for name in each[group]))
        values = np.full((len(found), len(names), len(measures), len(NUMBERS)), np.nan)
        for cell, each in enumerate(found):
            for name, outcomes in each[group].items():
                values[cell, names.index(name)] = [outcomes[measure] for measure in measures]
        label = "outcome" if group == "arrangements" else "difference"
        data[label] = xr.DataArray(
            values,
            dims=("cell", dimension, "measure", "number"),
            coords={dimension: np.array(names, np.str_)},
        )
    return xr.Dataset(
        data | {"trials": ("cell", [row.trials for row in record.cells])}
        | {"draws": ("cell", [row.draws for row in record.cells])}
        | {"refused": ("cell", np.array([row.refused or "" for row in record.cells], np.str_))},
        coords={
            "cell": [row.number for row in record.cells],
            "measure": measures,
            "number": list(NUMBERS),
            "unit": ("measure", [UNITS[measure] for measure in measures]),
            **{name: ("cell", _column(record, name)) for name in _set_names(record)},
        },
        attrs={
            "title": record.title,
            "study": record.id,
            "scenario": record.scenario,
            "seed": record.seed,
            "code": record.versions.code,
            "data": record.versions.data,
            "schema": record.versions.schema,
        },
    )  # fmt: skip


def write_cells(record: StudyRecord, file: Path) -> Path:
    """Write one row for each cell: what it sets, and the quantities asked for."""
    names = _set_names(record)
    shown = [f"{name}{part}" for name in record.quantities for part in ("", "_mc_se", "_5", "_95")]

    def rows() -> Iterator[list[Any]]:
        for row in record.cells:
            values: list[Any] = []
            for name in record.quantities:
                number = row.values[name]
                low, high = (None, None) if number is None or number.epistemic is None else number.epistemic
                mean, error = (None, None) if number is None else (number.mean, number.mc_se)
                values += [mean, error, low, high]
            sets = [named(row.sets.get(name)) for name in names]
            yield [row.number, row.name, *sets, row.trials, row.draws, row.refused, *values]

    return _write(file, ["cell", "name", *names, "trials", "draws", "refused", *shown], rows())


def write_outcomes(design: Design, sweep: Sweep, record: StudyRecord, file: Path) -> Path:
    """Write every outcome and difference of every cell, one row each."""

    def rows() -> Iterator[list[Any]]:
        for row in record.cells:
            found = _found(design, sweep, row.sets, row.draws)
            for group in ("arrangements", "differences"):
                for name, outcomes in found[group].items():
                    for measure, unit in UNITS.items():
                        yield [row.number, name, measure, unit, *outcomes[measure]]

    return _write(file, ["cell", "arrangement", "measure", "unit", *NUMBERS], rows())


def _found(design: Design, sweep: Sweep, point: dict[str, Any], draws: int) -> Found:
    doublings = (draws // design.study.draws).bit_length() - 1
    return sweep.found(design.asked(point, doublings))


def _set_names(record: StudyRecord) -> list[str]:
    return list(dict.fromkeys(name for row in record.cells for name in row.sets))


def _column(record: StudyRecord, name: str) -> Any:
    values = [row.sets.get(name) for row in record.cells]
    if all(isinstance(value, int | float) for value in values):
        return np.array(values, np.float64)
    return np.array([named(value) for value in values], np.str_)


def _write(file: Path, head: list[str], rows: Iterator[list[Any]]) -> Path:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(head)
        for row in rows:
            writer.writerow(f"{value:.10g}" if isinstance(value, float) else value for value in row)
    return file
