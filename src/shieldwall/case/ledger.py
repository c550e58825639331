"""The ledger: every fact a case reads, what for, and the samples drawn from its range.

This is the only place that samples facts. Each fact has a random stream of its own, keyed by the seed and
the fact's name, so that reading one more fact leaves the samples of all others as they were.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from shieldwall.chance.quantiles import triangular_quantile, uniform_quantile
from shieldwall.chance.streams import uniforms
from shieldwall.model.outcomes import FactUsed
from shieldwall.model.provenance import Fact
from shieldwall.model.units import to_si

Floats = npt.NDArray[np.float64]


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
    """

    seed: int
    draws: int
    _used: dict[str, FactUsed] = field(default_factory=dict)

    def note(self, name: str, fact: Fact, role: str) -> Fact:
        """Record that a fact was read, and return it."""
        sources = tuple(dict.fromkeys(cite.source for cite in fact.cites))
        self._used.setdefault(name, FactUsed(name, role, fact.value, fact.unit, fact.basis, sources))
        return fact

    def value(self, name: str, fact: Fact, role: str) -> float:
        """Return a fact's value in SI, not sampled."""
        return self.note(name, fact, role).si

    def sample(self, name: str, fact: Fact, role: str) -> Floats:
        """Return one sample in SI per epistemic draw."""
        self.note(name, fact, role)
        return quantile_si(fact, uniforms(self.seed, name, self.draws))

    def used(self) -> tuple[FactUsed, ...]:
        """Return the facts read, in order of name."""
        return tuple(self._used[name] for name in sorted(self._used))
