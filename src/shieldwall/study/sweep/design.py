"""The design of a study: which cells there are, how many, and about how long they take, before any work.

Cells are numbered as the design runs through them, and made one by one, so that a million of them can be
counted (and refused) without making any. Axes that move the geometry run slowest, so that neighbours share
flights and windows.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from shieldwall.model.scenario import Scenario
from shieldwall.model.study import (
    RAID_SIZE,
    Axes,
    CellNamed,
    Days,
    Quantity,
    Sizes,
    Study,
)
from shieldwall.study.sweep.cells import CELL, CellAsked, changes_and_inputs
from shieldwall.study.sweep.points import base_points, quasi_random_points

Floats = npt.NDArray[np.float64]

GEOMETRY_AXES: Final = ("date", "options", "without", "counterfactual")
"""Axes that move units, and with them windows and lines of sight."""

CELL_S, GEOMETRY_S, DRAW_S, BATTLE_S = 0.1, 2.0, 0.012, 4e-6
"""What a cell, a new geometry, a draw and a battle of one arrangement take on one core of 2024, about."""

BREAK_EVEN_CELLS: Final = 40
"""The most cells that a search for a break-even takes."""


@dataclass(frozen=True)
class Range:
    """An uncertain input: its name and the ends of its range, in its own unit."""

    name: str
    low: float
    high: float
    is_whole: bool

    def at(self, shares: Floats) -> list[float]:
        """Return the values at shares (n,) of the range; whole numbers are equally likely."""
        if self.is_whole:
            width = self.high - self.low + 1.0
            return [float(min(self.low + math.floor(share * width), self.high)) for share in shares]
        return [float(self.low + share * (self.high - self.low)) for share in shares]


@dataclass(frozen=True)
class Design:
    """A study that has been checked against its scenario and catalogue.

    Attributes
    ----------
    study : Study
        What is asked.
    scenario : Scenario
        On what.
    axes : dict
        Values of every axis that is varied, in the order of running, the first slowest.
    levels : dict
        Values of inputs at given values.
    ranges : tuple of Range
        Inputs with a range, filled by the study's design.
    """

    study: Study
    scenario: Scenario
    axes: dict[str, tuple[Any, ...]]
    levels: dict[str, tuple[float, ...]]
    ranges: tuple[Range, ...]

    @property
    def rows(self) -> int:
        """How many points the ranges are filled with (one where there are none)."""
        if self.study.design is None:
            return 1
        if self.study.design.kind == "sobol_indices":
            return self.study.design.points * (len(self.ranges) + 2)
        return self.study.design.points

    @property
    def cell_count(self) -> int:
        """How many cells the sweep has; searches for break-even and convergence add to them."""
        held = itertools.chain(self.axes.values(), self.levels.values())
        return math.prod(len(values) for values in held) * self.rows * len(self.listed)

    @property
    def most_cells(self) -> int:
        """The most cells that may be run, searches included."""
        doublings = self._doublings * self.cell_count
        return self.cell_count + len(self.study.break_even) * BREAK_EVEN_CELLS + doublings

    @property
    def _doublings(self) -> int:
        asked = self.study.converge
        return max(0, math.ceil(math.log2(asked.most_draws / self.study.draws))) if asked else 0

    @property
    def arrangements(self) -> tuple[str, ...]:
        """What cells compare where no axis says otherwise."""
        return self.study.arrangements or self.scenario.arrangements

    def hours(self, workers: int) -> float:
        """Return about how long the study takes: an order of magnitude, for refusing what never ends."""
        compared = max(map(len, self.axes.get("arrangements", (self.arrangements,))))
        compared += 16 if self.study.attribution else 0
        each = CELL_S + compared * (self.study.draws * DRAW_S + self.study.trials * BATTLE_S)
        searching = len(self.study.break_even) * BREAK_EVEN_CELLS * (each + GEOMETRY_S)
        doubled = each * self.cell_count * (2.0 ** (self._doublings + 1) - 2.0) if self._doublings else 0.0
        whole = self.cell_count * each + self._geometries * GEOMETRY_S + searching + doubled
        return whole / workers / 3600.0

    @property
    def _geometries(self) -> int:
        placed = len(self.listed) * math.prod(
            len(self.axes[name]) for name in GEOMETRY_AXES if name in self.axes
        )
        of_inputs = math.prod(len(values) for values in self.levels.values()) * self.rows
        moves = any(name != RAID_SIZE for name in (*self.levels, *(each.name for each in self.ranges)))
        return placed * (of_inputs if moves else 1)

    @cached_property
    def listed(self) -> list[dict[str, Any]]:
        """What each named cell sets; one that sets nothing where there is no list."""
        return [{CELL: cell.name} | _set_by(cell) for cell in self.study.cells] or [{}]

    @cached_property
    def filled(self) -> Floats:
        """The points that fill the ranges, as shares of each (rows, ranges)."""
        asked = self.study.design
        if asked is None:
            return np.zeros((1, 0))
        if asked.kind == "sobol_indices":
            return base_points(len(self.ranges), asked.points, self.study.seed)
        return quasi_random_points(asked.method, len(self.ranges), asked.points, self.study.seed)

    def points(self) -> Iterator[dict[str, Any]]:
        """Yield what each cell sets, in order of number, with its name under ``cell`` where it has one."""
        slow = {name: values for name, values in self.axes.items() if name in GEOMETRY_AXES}
        fast = {name: values for name, values in self.axes.items() if name not in GEOMETRY_AXES}
        columns = [each.at(self.filled[:, place]) for place, each in enumerate(self.ranges)]
        for listed, outer in itertools.product(self.listed, _grid(slow | self.levels)):
            for row in range(self.rows):
                drawn = {each.name: column[row] for each, column in zip(self.ranges, columns, strict=True)}
                for inner in _grid(fast):
                    yield listed | outer | drawn | inner

    def asked(self, point: Mapping[str, Any], doublings: int = 0) -> CellAsked:
        """Return the cell that sets a point, with draws and trials doubled so many times."""
        changes, inputs = changes_and_inputs(point)
        compared = changes.pop("arrangements", None)
        return CellAsked(
            changes=changes,
            inputs=inputs,
            arrangements=self.arrangements if compared is None else tuple(compared),
            trials=self.study.trials << doublings,
            draws=self.study.draws << doublings,
            seed=self.study.seed,
            attribution=self.study.attribution,
        )

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """What the tables show: as asked, or expected leakers and their difference from first to last."""
        if self.study.quantities:
            return self.study.quantities
        if "arrangements" in self.axes:
            common = set.intersection(*(set(names) for names in self.axes["arrangements"]))
            names = tuple(name for name in self.axes["arrangements"][0] if name in common)
        else:
            names = self.arrangements
        shown = [Quantity(measure="expected_leakers", arrangement=name) for name in names]
        if len(names) > 1:
            shown.append(Quantity(measure="expected_leakers", arrangement=names[-1], minus=names[0]))
        return tuple(shown)


def _grid(held: Mapping[str, tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    for values in itertools.product(*held.values()):
        yield dict(zip(held, values, strict=True))


def _set_by(cell: CellNamed) -> dict[str, Any]:
    plain = cell.model_dump(mode="json", exclude={"name", "inputs"}, exclude_none=True)
    return {name: tuple(value) if isinstance(value, list) else value for name, value in plain.items()} | (
        cell.inputs
    )


def axes_of(study: Study) -> dict[str, tuple[Any, ...]]:
    """Return the values of every axis that a study varies, days as ISO text."""
    held: dict[str, tuple[Any, ...]] = {}
    for name in Axes.model_fields:
        given = getattr(study.axes, name)
        if given is None:
            continue
        if isinstance(given, Days):
            given = _days(given)
        elif isinstance(given, Sizes):
            steps = np.linspace(given.first, given.last, given.points)
            given = tuple(dict.fromkeys(int(size) for size in np.rint(steps)))
        held[name] = tuple(str(value) if isinstance(value, dt.date) else value for value in given)
    return held


def _days(given: Days) -> tuple[dt.date, ...]:
    found: list[dt.date] = []
    year, month = given.first.year, given.first.month
    while True:
        day = 28 if (month, given.first.day) == (2, 29) else given.first.day
        next_day = dt.date(year, month, day)
        if next_day > given.last:
            return tuple(found)
        found.append(next_day)
        if given.every == "year":
            year += 1
        else:
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
