"""The result of a study as frozen records, made from its store: tables, indices, searches, regret."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np

from shieldwall.model.outcomes import Versions
from shieldwall.model.study import Quantity
from shieldwall.study.sweep.break_even import Verdict
from shieldwall.study.sweep.cells import CELL, Found, numbers_of, value_of
from shieldwall.study.sweep.design import Design
from shieldwall.study.sweep.regret import ChoiceRegret, regrets
from shieldwall.study.sweep.run_cells import Sweep
from shieldwall.study.sweep.sensitivity import SobolIndex, indices

SCHEMA: Final = "shieldwall.study/1"


@dataclass(frozen=True, slots=True)
class Number:
    """A quantity of one cell. A ratio has its mean alone; the rest is null."""

    mean: float
    mc_se: float | None
    epistemic: tuple[float, float] | None
    predictive: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class CellRow:
    """One cell: what it sets, its answer in words, and the quantities asked for; or why it was refused."""

    number: int
    name: str | None
    sets: dict[str, Any]
    trials: int
    draws: int
    refused: str | None
    answer: str | None
    values: dict[str, Number | None]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Sobol indices of one quantity, at one point of the axes.

    ``lacking`` counts cells without the quantity; with any there are no indices.
    """

    quantity: str
    at: dict[str, Any]
    mean: float | None
    deviation: float | None
    lacking: int
    indices: tuple[SobolIndex, ...]


@dataclass(frozen=True, slots=True)
class BreakEvenFound:
    """The answer to one "what must be true": a value with its bracket, or that there is none in the range."""

    id: str
    question: str
    input: str
    unit: str
    searched: tuple[float, float]
    tolerance: float
    quantity: str
    target: float
    verdict: Verdict
    value: float | None
    low: float | None
    high: float | None
    crossings: int
    evaluated: tuple[tuple[float, float | None], ...]
    answer: str


@dataclass(frozen=True, slots=True)
class RegretFound:
    """Regret of every choice over the states in which all of them could be run."""

    choice: str
    quantity: str
    better: str
    enough: float | None
    states: tuple[dict[str, Any], ...]
    states_left_out: int
    choices: tuple[ChoiceRegret, ...]


@dataclass(frozen=True, slots=True)
class Convergence:
    """How wide the simulation's 90% interval was asked to be, and in how many cells it is.

    ``widest`` is the widest left; cells that did not get there stopped at the draws allowed.
    """

    quantity: str
    width: float
    reached: int
    cells: int
    widest: float | None
    most_draws: int


@dataclass(frozen=True, slots=True)
class StudyRecord:
    """The result of a study."""

    schema: Literal["shieldwall.study/1"]
    id: str
    title: str
    question: str
    scenario: str
    seed: int
    cell_count: int
    cells_to_run: int
    refused_count: int
    quantities: tuple[str, ...]
    cells: tuple[CellRow, ...]
    sobol: tuple[Sensitivity, ...]
    break_even: tuple[BreakEvenFound, ...]
    regret: RegretFound | None
    convergence: Convergence | None
    remarks: tuple[str, ...]
    machines: tuple[str, ...]
    digests: dict[str, str]
    versions: Versions


def rows_of(design: Design, sweep: Sweep, doublings: dict[int, int]) -> Iterator[CellRow]:
    """Yield the row of every cell that is there, in order of number."""
    for number, point in enumerate(design.points()):
        asked = design.asked(point, doublings.get(number, 0))
        found = sweep.store.read(sweep.bench.key(asked))
        if found is None:
            continue
        yield CellRow(
            number=number,
            name=point.pop(CELL, None),
            sets=point,
            trials=asked.trials,
            draws=asked.draws,
            refused=found["refused"],
            answer=found["answer"],
            values={quantity.name: number_of(found, quantity) for quantity in design.quantities},
        )


def number_of(found: Found, quantity: Quantity) -> Number | None:
    """Return a quantity of what a cell found as a record."""
    numbers = numbers_of(found, quantity)
    if numbers is None:
        return None
    if len(numbers) == 1:
        return Number(numbers[0], None, None, None)
    return Number(numbers[0], numbers[1], (numbers[2], numbers[3]), (numbers[4], numbers[5]))


def sensitivities(design: Design, rows: tuple[CellRow, ...]) -> tuple[Sensitivity, ...]:
    """Return the Sobol indices of every quantity at every point of the axes, once all cells are there."""
    asked = design.study.design
    if asked is None or asked.kind != "sobol_indices" or len(rows) < design.cell_count:
        return ()
    names = [each.name for each in design.ranges]
    groups: dict[str, list[CellRow]] = {}
    for row in rows:
        groups.setdefault(repr(sorted(_held(row, names).items())), []).append(row)
    found = []
    for group in groups.values():
        at = _held(group[0], names)
        for quantity in design.quantities:
            numbers = [row.values[quantity.name] for row in group]
            there = np.array([number.mean for number in numbers if number is not None])
            lacking = len(numbers) - len(there)
            found.append(
                Sensitivity(
                    quantity=quantity.name,
                    at=at,
                    mean=float(there.mean()) if len(there) else None,
                    deviation=float(there.std()) if len(there) else None,
                    lacking=lacking,
                    indices=() if lacking else indices(names, there, asked.points, design.study.seed),
                )
            )
    return tuple(found)


def _held(row: CellRow, names: list[str]) -> dict[str, Any]:
    """Return what a cell sets beside some inputs."""
    own = {} if row.name is None else {CELL: row.name}
    return own | {name: value for name, value in row.sets.items() if name not in names}


def regret_of(design: Design, sweep: Sweep, doublings: dict[int, int]) -> RegretFound | None:
    """Return the regret that a study asks for, over the cells that are there."""
    asked = design.study.regret
    if asked is None:
        return None
    values: dict[str, dict[str, float | None]] = {}
    states: dict[str, dict[str, Any]] = {}
    for number, point in enumerate(design.points()):
        found = sweep.store.read(sweep.bench.key(design.asked(point, doublings.get(number, 0))))
        chosen = {CELL, *design.study.set_by_cells} if asked.choice == "cells" else {asked.choice}
        state = {name: value for name, value in point.items() if name not in chosen}
        label = repr(sorted(state.items()))
        states[label] = state
        choice = point.get(CELL if asked.choice == "cells" else asked.choice)
        of_choice = values.setdefault(named(choice), {})
        of_choice[label] = None if found is None else value_of(found, asked.quantity)
    whole = [label for label in states if all(each.get(label) is not None for each in values.values())]
    table = np.array([[each[label] for label in whole] for each in values.values()], np.float64)
    return RegretFound(
        choice=asked.choice,
        quantity=asked.quantity.name,
        better=asked.better,
        enough=asked.enough,
        states=tuple(states[label] for label in whole),
        states_left_out=len(states) - len(whole),
        choices=regrets(list(values), table, asked.better, asked.enough) if whole else (),
    )


def named(value: Any) -> str:
    """Return the value of an axis as one word.

    Examples
    --------
    >>> named(("thaad_japan_1", "thaad_japan_2")), named(()), named(None), named(20)
    ('thaad_japan_1+thaad_japan_2', 'none', 'as in the scenario', '20')
    """
    if value is None:
        return "as in the scenario"
    if isinstance(value, tuple | list):
        return "+".join(str(item) for item in value) or "none"
    return f"{value:g}" if isinstance(value, float) else str(value)
