"""One cell of a study: what it asks, the key that says so, and what it finds. Cells are the unit of work.

A cell is a whole comparison with a seed of its own study, run by one process on its own. What it finds
depends on what it asks and on nothing else, so it does not matter who runs it, or when, or how often.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from shieldwall.catalogue.load import Catalogue
from shieldwall.catalogue.override import overridden
from shieldwall.model.errors import InputError
from shieldwall.model.outcomes import Comparison, Estimate, Outcomes
from shieldwall.model.scenario import Scenario
from shieldwall.model.study import RAID_SIZE, Quantity
from shieldwall.study.compare import Settings, run_comparison

NOT_ASKED: Final = ("title", "question", "author", "cites", "trials", "seed", "arrangements", "remarks")
"""What a scenario says that no cell depends on."""

NUMBERS: Final = ("mean", "mc_se", "epistemic_5", "epistemic_95", "predictive_5", "predictive_95")
"""The numbers kept of an estimate, in order."""

CELL: Final = "cell"
"""Under which a point of a design has the name of its cell, where it has one."""

Found = dict[str, Any]
"""What a cell found, as JSON holds it: ``arrangements`` and ``differences`` by name and measure."""


@dataclass(frozen=True)
class CellAsked:
    """What one cell asks.

    Attributes
    ----------
    changes : dict
        Fields of the scenario that differ, ``raid_size`` among them, as plain JSON values.
    inputs : dict
        Facts at a value of their own.
    arrangements : tuple of str
        What is compared.
    trials, draws, seed : int
        How it is sampled.
    attribution : bool
        Whether the mechanisms are switched one by one.
    """

    changes: dict[str, Any]
    inputs: dict[str, float]
    arrangements: tuple[str, ...]
    trials: int
    draws: int
    seed: int
    attribution: bool = False

    def plain(self) -> dict[str, Any]:
        """Return what is asked as JSON holds it."""
        return {
            "changes": self.changes,
            "inputs": self.inputs,
            "arrangements": list(self.arrangements),
            "trials": self.trials,
            "draws": self.draws,
            "seed": self.seed,
            "attribution": self.attribution,
        }


@dataclass(frozen=True)
class Bench:
    """What the cells of a study share: the scenario, and the folders of its catalogue's overlays.

    ``stem`` is the scenario as the store's manifest has it, as far as cells depend on it. Keys are made from
    that, so that a later version, whose scenarios have more fields, finds the cells of an older store.
    """

    scenario: Scenario
    stem: str
    overlays: tuple[str, ...] = ()

    def key(self, asked: CellAsked) -> str:
        """Return the key of a cell: a digest of the scenario and of what the cell asks."""
        text = f"{self.stem}\n{canonical(asked.plain())}"
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def stem_of(plain_scenario: Mapping[str, Any]) -> str:
    """Return the stem of the keys of a scenario, given as JSON holds it."""
    return canonical({name: value for name, value in plain_scenario.items() if name not in NOT_ASKED})


def canonical(value: Any) -> str:
    """Return JSON with keys in order and no spaces, the same text for the same values."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def run_cell(bench: Bench, asked: CellAsked, catalogue: Catalogue) -> Found:
    """Return what a cell finds.

    What a cell asks may be refused (nobody in place on a date): the reason is then what it finds.
    """
    try:
        changes = asked.changes if asked.attribution else asked.changes | {"attribution": None}
        scenario = bench.scenario.but(**changes)
        known = overridden(catalogue, asked.inputs) if asked.inputs else catalogue
        settings = Settings(
            arrangements=asked.arrangements,
            trials=asked.trials,
            attribution_trials=asked.trials,
            seed=asked.seed,
            workers=1,
            draws=asked.draws,
        )
        result = run_comparison(scenario, known, settings)
    except InputError as refused:
        return {
            "refused": str(refused),
            "answer": None,
            "arrangements": {},
            "differences": {},
            "attribution": {},
        }
    return found_of(result)


def found_of(result: Comparison) -> Found:
    """Return what a study keeps of a comparison."""
    return {
        "refused": None,
        "answer": result.answer,
        "arrangements": {name: _outcomes(each, True) for name, each in result.arrangements.items()},
        "differences": {name: _outcomes(each, False) for name, each in result.differences.items()},
        "attribution": {
            measure: {
                mechanism: [share.mean, share.mc_se, *share.epistemic, *share.predictive]
                for mechanism, share in shares.items()
            }
            for measure, shares in result.attribution.items()
        },
    }


def _outcomes(outcomes: Outcomes, split: bool) -> dict[str, Any]:
    plain: dict[str, Any] = {name: _numbers(estimate) for name, estimate in outcomes.items()}
    if split:
        plain["by_party"] = {
            name: {party: _numbers(part) for party, part in estimate.by_party.items()}
            for name, estimate in outcomes.items()
            if estimate.by_party
        }
    return plain


def _numbers(estimate: Estimate) -> list[float]:
    return [estimate.mean, estimate.mc_se, *estimate.epistemic, *estimate.predictive]


def value_of(found: Mapping[str, Any], quantity: Quantity) -> float | None:
    """Return a quantity of what a cell found; None where the cell was refused or nothing is divided by."""
    numbers = numbers_of(found, quantity)
    return None if numbers is None else numbers[0]


def numbers_of(found: Mapping[str, Any], quantity: Quantity) -> list[float] | None:
    """Return a quantity with its uncertainties (see `NUMBERS`).

    A ratio has its mean alone: the ratio of the means; its other numbers are not known here and left out.
    """
    if found["refused"] is not None:
        return None
    arrangements = found["arrangements"]
    if quantity.minus is not None:
        return _difference(found, quantity.arrangement, quantity.minus, quantity.measure)
    own: list[float] = arrangements[quantity.arrangement][quantity.measure]
    if quantity.over is None:
        return own
    other = arrangements[quantity.over][quantity.measure][0]
    return None if other == 0.0 else [own[0] / other]


def _difference(found: Mapping[str, Any], first: str, second: str, measure: str) -> list[float]:
    straight = found["differences"].get(f"{first}-minus-{second}")
    if straight is not None:
        there: list[float] = straight[measure]
        return there
    mean, error, low, high, least, most = found["differences"][f"{second}-minus-{first}"][measure]
    return [-mean, error, -high, -low, -most, -least]


def changes_and_inputs(point: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, float]]:
    """Return the changes of the scenario and the facts among what a point of a design sets."""
    facts = {name: float(value) for name, value in point.items() if "." in name}
    changes = {name: value for name, value in point.items() if "." not in name and name != CELL}
    if RAID_SIZE in changes:
        changes[RAID_SIZE] = round(changes[RAID_SIZE])
    return changes, facts
