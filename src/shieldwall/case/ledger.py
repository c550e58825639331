"""The ledger: every fact a case reads, what for, and the samples drawn from its range.

This is the only place that samples facts. Each fact has a random stream of its own, keyed by the seed and
the fact's name, so that reading one more fact leaves the samples of all others as they were. What was drawn
is kept beside the facts, so that a study can say which of it an answer rests on, and any input can be held at
one quantile of its range with all others as they were.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from shieldwall.chance.quantiles import triangular_quantile, uniform_quantile
from shieldwall.chance.streams import uniforms
from shieldwall.model.outcomes import FactUsed
from shieldwall.model.provenance import Fact
from shieldwall.model.units import to_si

Floats = npt.NDArray[np.float64]
Ground = Literal["assumed", "published", "of_the_day"]
"""What an input rests on: nothing published, something published, or the luck of the day."""


@dataclass(frozen=True, eq=False)
class Input:
    """Something that is not known, as the epistemic draws have it.

    Attributes
    ----------
    name : str
        The fact, or what else is drawn; by this name it can be held.
    role, basis, unit : str
        What it is for, what it rests on, and its unit.
    low, high : float
        The ends of what it may be, in the unit.
    ground : {"assumed", "published", "of_the_day"}
        Facts that are derived count as published. What is drawn for the day cannot be held.
    value : (draws,)
        What each draw holds, in any unit.
    ends : tuple of float
        The quantiles at which it is at ``low`` and at ``high``.
    """

    name: str
    role: str
    basis: str
    unit: str
    low: float
    high: float
    ground: Ground
    value: Floats
    ends: tuple[float, float] = (0.0, 1.0)


def ground_of(basis: str) -> Ground:
    """Return what a fact of a basis rests on."""
    return "assumed" if basis == "assumed" else "published"


def quantile_si(fact: Fact, uniform: Floats) -> Floats:
    """Return the quantiles of a fact's range in SI.

    Parameters
    ----------
    fact : Fact
        ``spread`` none gives the value itself; uniform and triangular run from low to high, the triangle
        peaking at the value.
    uniform : (n,) float
        Probabilities between 0 and 1.

    Returns
    -------
    (n,) float
        Samples in SI.
    """
    value = to_si(fact.value, fact.unit)
    low, high = fact.bounds_si
    if fact.spread == "none":
        return np.full(uniform.shape, value)
    if fact.spread == "uniform":
        return uniform_quantile(uniform, low, high)
    return triangular_quantile(uniform, low, value, high)


@dataclass
class Ledger:
    """Facts read for one case, with their roles; draws from them by seed.

    Attributes
    ----------
    seed : int
        The seed of the run.
    draws : int
        How many epistemic draws the case holds.
    held : mapping of str to float
        Inputs that every draw holds at this quantile of their range, by name.
    """

    seed: int
    draws: int
    held: Mapping[str, float] = field(default_factory=dict)
    _used: dict[str, FactUsed] = field(default_factory=dict)
    _inputs: dict[str, Input] = field(default_factory=dict)

    def note(self, name: str, fact: Fact, role: str) -> Fact:
        """Record that a fact was read, and return it."""
        sources = tuple(dict.fromkeys(cite.source for cite in fact.cites))
        self._used.setdefault(name, FactUsed(name, role, fact.value, fact.unit, fact.basis, sources))
        return fact

    def value(self, name: str, fact: Fact, role: str) -> float:
        """Return a fact's value in SI, not sampled."""
        return self.note(name, fact, role).si

    def uniform(self, name: str) -> Floats:
        """Return the uniform number of an input in each draw (draws,), or the quantile that it is held at."""
        if name in self.held:
            return np.full(self.draws, self.held[name])
        return uniforms(self.seed, name, self.draws)

    def sample(self, name: str, fact: Fact, role: str) -> Floats:
        """Return one sample in SI per epistemic draw."""
        return self.sample_with(name, name, fact, role)

    def sample_with(self, luck: str, name: str, fact: Fact, role: str) -> Floats:
        """Return samples of a fact that shares its luck with another: where one is high, so is the other."""
        self.note(name, fact, role)
        drawn = quantile_si(fact, self.uniform(name if name in self.held else luck))
        if fact.spread != "none":
            low, high = (fact.value if bound is None else bound for bound in (fact.low, fact.high))
            self.drew(Input(name, role, fact.basis, fact.unit, low, high, ground_of(fact.basis), drawn))
        return drawn

    def drew(self, drawn: Input) -> None:
        """Record an input as it was drawn."""
        self._inputs[drawn.name] = drawn

    def drew_the_day(self, name: str, role: str, happened: npt.NDArray[np.bool_]) -> None:
        """Record whether something happens on the day of each draw (draws,)."""
        self.drew(Input(name, role, "drawn", "share", 0.0, 1.0, "of_the_day", happened.astype(np.float64)))

    def used(self) -> tuple[FactUsed, ...]:
        """Return the facts read, in order of name."""
        return tuple(self._used[name] for name in sorted(self._used))

    def inputs(self) -> tuple[Input, ...]:
        """Return what was drawn and differs from draw to draw, in order of name."""
        named = (self._inputs[name] for name in sorted(self._inputs))
        return tuple(each for each in named if np.ptp(each.value) > 0.0)
