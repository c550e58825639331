"""Everything that one epistemic draw adds to a comparison: sums of battles, and geometry by arrangement."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from shieldwall.case.build import Case
from shieldwall.model.arrangement import MECHANISMS, Arrangement
from shieldwall.study import geometry as ground
from shieldwall.study.attribution import shapley_weights
from shieldwall.study.columns import Column, battle_columns, battle_outcomes
from shieldwall.study.tally import Sums, summed
from shieldwall.study.trial import BattleRules, DrawRun, Trial

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Plan:
    """What a comparison runs in every draw.

    ``named`` arrangements are reported with all columns, ``cells`` (sixteen or none) for attribution;
    ``battles`` and ``cell_battles`` (draws,) are numbers of battles; ``curve`` raid sizes.
    """

    case: Case
    named: dict[str, Arrangement]
    cells: dict[str, Arrangement]
    battles: npt.NDArray[np.int64]
    cell_battles: npt.NDArray[np.int64]
    curve: tuple[int, ...]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Pairs of named arrangements whose difference is reported, the later one first."""
        return [(later, earlier) for earlier, later in itertools.combinations(self.named, 2)]

    @property
    def columns(self) -> tuple[Column, ...]:
        """Columns of the named arrangements."""
        return battle_columns(self.case, split=True)

    @property
    def cell_columns(self) -> tuple[Column, ...]:
        """Columns of the cells."""
        return battle_columns(self.case, split=False)


@dataclass(frozen=True)
class GeometryPart:
    """One arrangement's (or difference's) geometry in one draw.

    ``means`` (measures, 1 + B); ``warning`` people's weight by second.
    """

    means: Floats
    warning: tuple[int, Floats]


@dataclass(frozen=True)
class DrawPart:
    """Sums of one draw, by name of arrangement, pair, cell, mechanism, and (arrangement, raid size).

    ``places`` (3, L) are mean looks, chance of a lower-tier shot and warning time by place.
    """

    battles: dict[str, Sums]
    differences: dict[tuple[str, str], Sums]
    cells: dict[str, Sums]
    mechanisms: dict[str, Sums]
    curve: dict[tuple[str, int], Sums]
    geometry: dict[str, GeometryPart]
    geometry_differences: dict[tuple[str, str], GeometryPart]
    cell_geometry: dict[str, Floats]
    places: dict[str, Floats]


def signature(arrangement: Arrangement) -> str:
    """Return what decides an arrangement's runs: everything but its name."""
    return arrangement.model_dump_json(exclude={"id", "name", "summary", "cites", "note"})


def run_draw(plan: Plan, draw: int) -> DrawPart:
    """Run one epistemic draw under every arrangement of the plan."""
    case = plan.case
    run = DrawRun(case, draw)
    trials = _trials(plan, run, draw)
    named = {name: trials[signature(each)] for name, each in plan.named.items()}
    cells = {name: trials[signature(each)] for name, each in plan.cells.items()}
    size = case.scenario.raid.size
    count, cell_count = int(plan.battles[draw]), int(plan.cell_battles[draw])
    steps = np.array([column.step for column in plan.columns])
    own = len(plan.cell_columns)
    fought: dict[tuple[BattleRules, frozenset[str]], Whole] = {}

    def outcomes(trial: Trial, absent: tuple[str, ...]) -> Whole:
        key = (trial.rules, frozenset(absent))
        if key not in fought:
            fought[key] = battle_outcomes(case, draw, trial.battles[size], key[1], split=True)
        return fought[key]

    results = {name: outcomes(trial, plan.named[name].absent)[:count] for name, trial in named.items()}
    cell_results = {
        name: outcomes(trial, plan.cells[name].absent)[:cell_count, :own] for name, trial in cells.items()
    }
    weights = ground.weights_of(case)
    by_key = {trial.key: trial for trial in (*named.values(), *cells.values())}
    on_ground = {
        key: _geometry_part(ground.by_flight(trial.geometry), weights) for key, trial in by_key.items()
    }
    flights = {name: ground.by_flight(trial.geometry) for name, trial in named.items()}
    return DrawPart(
        battles={name: summed(values, steps) for name, values in results.items()},
        differences={
            (later, earlier): summed(results[later] - results[earlier], steps)
            for later, earlier in plan.pairs
        },
        cells={name: summed(values, steps[:own]) for name, values in cell_results.items()},
        mechanisms={
            name: summed(values, steps[:own] * _divisor())
            for name, values in _mechanisms(cell_results).items()
        },
        curve={
            (name, raid): summed(
                battle_outcomes(
                    case, draw, trial.battles[raid][:count], frozenset(plan.named[name].absent), split=False
                ),
                steps[:own],
            )
            for name, trial in named.items()
            for raid in plan.curve
        },
        geometry={name: on_ground[trial.key] for name, trial in named.items()},
        geometry_differences={
            (later, earlier): _geometry_part(flights[later] - flights[earlier], weights)
            for later, earlier in plan.pairs
        },
        cell_geometry={name: on_ground[trial.key].means[:, 0] for name, trial in cells.items()},
        places={name: _places(trial, weights) for name, trial in named.items()},
    )


def _trials(plan: Plan, run: DrawRun, draw: int) -> dict[str, Trial]:
    """Run each different arrangement once, with as many battles as any use of it needs."""
    size = plan.case.scenario.raid.size
    wanted: dict[str, tuple[Arrangement, dict[int, int]]] = {}
    for group, count, sizes in (
        (plan.named, int(plan.battles[draw]), (size, *plan.curve)),
        (plan.cells, int(plan.cell_battles[draw]), (size,)),
    ):
        for arrangement in group.values():
            _, counts = wanted.setdefault(signature(arrangement), (arrangement, {}))
            for raid in sizes:
                counts[raid] = max(counts.get(raid, 0), count)
    return {key: run.run(arrangement, counts) for key, (arrangement, counts) in wanted.items()}


def _divisor() -> int:
    return shapley_weights()[1]


def _mechanisms(cells: Mapping[str, Whole]) -> dict[str, Whole]:
    """Return each battle's Shapley values, times the number of permitted orders."""
    if not cells:
        return {}
    weights, _ = shapley_weights()
    stacked = np.stack(list(cells.values()))
    values = np.tensordot(weights, stacked, axes=1)
    return dict(zip(MECHANISMS, values, strict=True))


def _geometry_part(values: Floats, weights: ground.Weights) -> GeometryPart:
    return GeometryPart(weights.mean(values), ground.warning_bins(values[-1], weights))


def _places(trial: Trial, weights: ground.Weights) -> Floats:
    columns = (trial.geometry.looks, trial.geometry.lower, trial.geometry.warning_s)
    return np.stack([weights.by_place(column.astype(np.float64)) for column in columns])


def battles_per_draw(total: int, draws: int) -> npt.NDArray[np.int64]:
    """Return how many battles each draw has: the total, divided as evenly as whole numbers allow."""
    return np.full(draws, total // draws, np.int64) + (np.arange(draws) < total % draws)
