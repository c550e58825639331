"""A case kept warm: what a move of the page leaves as it was is not worked out again.

Flights, forces, reach, scene and what sensors see do not depend on raid size, reading of the record or
arrangement. The answers are those that `compare` gives from as many draws, to the last bit: a test holds the
two against each other.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from shieldwall.apps.explorer.asked import Asked
from shieldwall.apps.explorer.sizes import bytes_of
from shieldwall.case.build import Case, build_case
from shieldwall.model.arrangement import Arrangement
from shieldwall.model.scenario import Scenario
from shieldwall.study import geometry as ground
from shieldwall.study.columns import battle_columns, battle_outcomes
from shieldwall.study.compare import DRAWS
from shieldwall.study.draw_part import DrawPart, GeometryPart, Plan, signature
from shieldwall.study.tally import Sums, summed
from shieldwall.study.trial import Counts, DrawRun, Looked

Whole = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

MOST_LOOKED: Final = 12
"""Arrangements whose pictures and looks are kept; with more, all are worked out again."""
MOST_KEPT: Final = 20_000
"""Sums of one draw, arrangement and raid size that are kept."""
BYTES_OF_SUMS: Final = 16_000
"""What one of them holds, nearly: outcomes of some thirty battles, sums and histograms by column."""

LIGHT: Final = (
    "title", "question", "author", "cites", "availability", "knowledge", "reading", "arrangements",
    "attribution", "trials", "remarks",
)  # fmt: skip
"""Fields of a scenario that leave the heavy parts of its case as they are; so does the size of its raid."""


def ground_key(scenario: Scenario) -> str:
    """Return what the heavy parts of a case depend on."""
    fields = scenario.model_dump(mode="json", exclude=set(LIGHT))
    del fields["raid"]["size"]
    return json.dumps(fields, sort_keys=True)


@dataclass(frozen=True)
class Ground:
    """What an arrangement can do in one draw: by flight (measures, F), added up, and by place."""

    flights: Floats
    part: GeometryPart
    places: Floats


class Warm:
    """One ground kept warm: its case, and its first draws ready to be looked at under any arrangement.

    Parameters
    ----------
    draws : int
        Epistemic draws of the case: those of a full answer.
    """

    def __init__(self, draws: int = DRAWS) -> None:
        self.draws = draws
        self._key = ""
        self._case: Case | None = None
        self._weights: ground.Weights | None = None
        self._steps: npt.NDArray[np.int64] = np.zeros(0, np.int64)
        self._own = 0
        self._runs: dict[int, DrawRun] = {}
        self._looked: dict[tuple[int, str], Looked] = {}
        self._grounds: dict[tuple[int, str], Ground] = {}
        self._ground_differences: dict[tuple[int, str, str], GeometryPart] = {}
        self._sums: dict[tuple[int, str, int, int], tuple[Whole, Sums]] = {}
        self._weighed: tuple[tuple[str, int, int], int] = (("", 0, 0), 0)

    def case_of(self, asked: Asked) -> Case:
        """Return the case of a question; questions of one ground only, between which the heavy parts hold."""
        key = light_key(asked)
        if self._case is None or self._key != key:
            scenario = asked.scenario
            case = build_case(scenario, asked.distinct, asked.catalogue, seed=scenario.seed, draws=self.draws)
            if self._case is None or not np.array_equal(case.samples.ready, self._case.samples.ready):
                self._runs.clear()
                self._looked.clear()
                self._grounds.clear()
                self._ground_differences.clear()
            self._sums.clear()
            self._key, self._case = key, case
            self._weights = ground.weights_of(case)
            self._steps = np.array([column.step for column in battle_columns(case, split=True)])
            self._own = len(battle_columns(case, split=False))
        return replace(self._case, scenario=asked.scenario)

    def weight(self) -> int:
        """Return the bytes that it holds: case and draws weighed when they have changed, sums by number."""
        state = (self._key, len(self._runs), sum(run.looks_kept for run in self._runs.values()))
        if self._weighed[0] != state:
            self._weighed = (state, bytes_of([self._case, self._runs, self._grounds]))
        return self._weighed[1] + BYTES_OF_SUMS * len(self._sums)

    def run(self, case: Case, draw: int) -> DrawRun:
        """Return a draw of a case with this ground, ready to be run."""
        if draw not in self._runs:
            self._runs[draw] = DrawRun(case, draw)
        elif self._runs[draw].case is not case:
            run = self._runs[draw] = self._runs[draw].moved(case)
            if run.looks_kept > MOST_LOOKED:
                run.forget()
                self._looked = {key: looked for key, looked in self._looked.items() if key[0] != draw}
        return self._runs[draw]

    def fight(self, case: Case, draw: int, arrangement: Arrangement, size: int, count: int) -> Counts:
        """Return the counts of battles of one draw under an arrangement."""
        run, key = self.run(case, draw), (draw, signature(arrangement))
        if key not in self._looked:
            self._looked[key] = run.look(arrangement)
        return run.fight(self._looked[key], size, count)

    def part(self, plan: Plan, draw: int) -> DrawPart:
        """Return what one draw adds to a comparison without cells, from what is warm.

        The same sums as `shieldwall.study.draw_part.run_draw` makes.
        """
        size, count = plan.case.scenario.raid.size, int(plan.battles[draw])
        fought = {name: self._fought(plan, draw, name, size, count) for name in plan.named}
        lie = {name: self._ground(plan, draw, name) for name in plan.named}
        return DrawPart(
            battles={name: sums for name, (_, sums) in fought.items()},
            differences={
                (later, earlier): summed(fought[later][0] - fought[earlier][0], self._steps)
                for later, earlier in plan.pairs
            },
            cells={},
            mechanisms={},
            curve={
                (name, raid): self._fought(plan, draw, name, raid, count)[1].columns(self._own)
                for name in plan.named
                for raid in plan.curve
            },
            geometry={name: each.part for name, each in lie.items()},
            geometry_differences={pair: self._ground_difference(plan, draw, pair) for pair in plan.pairs},
            cell_geometry={},
            places={name: each.places for name, each in lie.items()},
        )

    def _fought(self, plan: Plan, draw: int, name: str, size: int, count: int) -> tuple[Whole, Sums]:
        arrangement = plan.named[name]
        key = (draw, signature(arrangement), size, count)
        if key not in self._sums:
            if len(self._sums) >= MOST_KEPT:
                self._sums.clear()
            counts = self.fight(plan.case, draw, arrangement, size, count)
            values = battle_outcomes(plan.case, draw, counts, frozenset(arrangement.absent), split=True)
            self._sums[key] = (values, summed(values, self._steps))
        return self._sums[key]

    def _ground(self, plan: Plan, draw: int, name: str) -> Ground:
        arrangement = plan.named[name]
        key = (draw, signature(arrangement))
        if key not in self._grounds:
            if len(self._grounds) >= MOST_KEPT:
                self._grounds.clear()
                self._ground_differences.clear()
            geometry = self.run(plan.case, draw).run(arrangement, {}).geometry
            flights = ground.by_flight(geometry)
            columns = (geometry.looks, geometry.lower, geometry.warning_s)
            assert self._weights is not None
            places = np.stack([self._weights.by_place(column.astype(np.float64)) for column in columns])
            self._grounds[key] = Ground(flights, self._added_up(flights), places)
        return self._grounds[key]

    def _ground_difference(self, plan: Plan, draw: int, pair: tuple[str, str]) -> GeometryPart:
        later, earlier = (signature(plan.named[name]) for name in pair)
        key = (draw, later, earlier)
        if key not in self._ground_differences:
            flights = [self._ground(plan, draw, name).flights for name in pair]
            self._ground_differences[key] = self._added_up(flights[0] - flights[1])
        return self._ground_differences[key]

    def _added_up(self, flights: Floats) -> GeometryPart:
        assert self._weights is not None
        return GeometryPart(self._weights.mean(flights), ground.warning_bins(flights[-1], self._weights))


def light_key(asked: Asked) -> str:
    """Return what the light parts of a case depend on."""
    scenario = asked.scenario
    fields = scenario.model_dump(mode="json", include=set(LIGHT))
    return json.dumps([fields, [each.model_dump(mode="json") for each in asked.own]], sort_keys=True)
