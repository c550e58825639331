"""What a test record says about the chance that one shot kills: counts, posteriors, intervals, draws.

A record is a list of flight tests. A *reading* says which of them count: as attempts, whether the interceptor
never left the launcher, the operators failed or the target did; as evidence, tests or combat. The choice is
the analyst's and is stated with the answer. Scripted tests flatter: a discount, stated too, carries them over
to a raid.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from scipy.special import betaincinv

from shieldwall.chance.quantiles import Floats, beta_quantile

JEFFREYS: Final = (0.5, 0.5)
"""Jeffreys' prior of a proportion, Beta(1/2, 1/2)."""

Failure = Literal["none", "interceptor", "no_launch", "operator", "target"]
Setting = Literal["scripted_test", "operational_test", "combat"]


@dataclass(frozen=True)
class FlightTest:
    """One firing, or one that was meant to be.

    Attributes
    ----------
    day : date
        When it was flown.
    hit : bool
        Whether the target was intercepted.
    failure : str
        What failed where it was not: the interceptor, no launch, the operators, or the target itself.
    setting : str
        Scripted test, operational test, or combat.
    """

    day: dt.date
    hit: bool
    failure: Failure = "none"
    setting: Setting = "scripted_test"

    def __post_init__(self) -> None:
        if self.hit != (self.failure == "none"):
            raise ValueError("a hit has no failure, and a miss has one")


@dataclass(frozen=True)
class Reading:
    """Which tests of a record count.

    Attributes
    ----------
    failures : frozenset of str
        Failures that count as attempts; tests with other failures are left out ("no test").
    settings : frozenset of str
        Settings that count.
    known_by : date, optional
        Only tests flown by this day.
    """

    failures: frozenset[Failure]
    settings: frozenset[Setting]
    known_by: dt.date | None = None


DEFAULT_READING: Final = Reading(
    frozenset({"interceptor", "no_launch", "operator"}), frozenset({"scripted_test", "operational_test"})
)
"""Counts launches that never came and operators' failures; leaves out failed targets, and combat."""


def count_record(record: Iterable[FlightTest], reading: Reading = DEFAULT_READING) -> tuple[int, int]:
    """Return hits and attempts under a reading.

    Examples
    --------
    >>> day = dt.date(2020, 11, 16)
    >>> count_record([FlightTest(day, hit=True), FlightTest(day, hit=False, failure="target")])
    (1, 1)
    """
    counted = [
        test
        for test in record
        if test.setting in reading.settings
        and (test.hit or test.failure in reading.failures)
        and (reading.known_by is None or test.day <= reading.known_by)
    ]
    return sum(test.hit for test in counted), len(counted)


def _check_counts(hits: int, attempts: int) -> None:
    if not 0 <= hits <= attempts:
        raise ValueError(f"hits lie between 0 and the attempts, not {hits} of {attempts}")


@dataclass(frozen=True)
class BetaPosterior:
    """A Beta distribution of the single-shot kill probability."""

    alpha: float
    beta: float

    @property
    def mean(self) -> float:
        """The expected kill probability."""
        return self.alpha / (self.alpha + self.beta)

    def draws(self, uniform: Floats, discount: Floats | float = 1.0) -> Floats:
        """Return kill probabilities at the given uniforms, times the external-validity discount.

        Parameters
        ----------
        uniform : ndarray
            Uniforms on [0, 1), one per epistemic draw; one draw is shared by every round of the type.
        discount : ndarray or float
            The factor from tests to a raid, in [0, 1]; 1 takes the tests at face value.
        """
        factor = np.asarray(discount, dtype=np.float64)
        if not bool(np.all((factor >= 0.0) & (factor <= 1.0))):
            raise ValueError("a discount lies between 0 and 1")
        return beta_quantile(uniform, self.alpha, self.beta) * factor


def posterior(hits: int, attempts: int, prior: tuple[float, float] = JEFFREYS) -> BetaPosterior:
    """Return the posterior of the kill probability: ``Beta(a + hits, b + attempts - hits)``.

    Parameters
    ----------
    hits, attempts : int
        The record, under a stated reading.
    prior : tuple of float
        ``(a, b)``; by default Jeffreys' prior (H. Jeffreys, Proc. R. Soc. A 186, 1946).

    Examples
    --------
    >>> posterior(25, 31)
    BetaPosterior(alpha=25.5, beta=6.5)
    """
    _check_counts(hits, attempts)
    return BetaPosterior(prior[0] + hits, prior[1] + attempts - hits)


def clopper_pearson(hits: int, attempts: int, level: float = 0.95) -> tuple[float, float]:
    """Return the exact confidence interval of a proportion.

    With ``a = (1 - level) / 2``, the limits are the ``a`` quantile of ``Beta(hits, attempts - hits + 1)`` and
    the ``1 - a`` quantile of ``Beta(hits + 1, attempts - hits)`` (C. J. Clopper and E. S. Pearson,
    Biometrika 26, 1934, 404-413); 0 and 1 where there is no hit or no miss. It covers at least ``level``,
    often more.

    Parameters
    ----------
    hits, attempts : int
        The record; at least one attempt.
    level : float
        Confidence, between 0 and 1.

    Examples
    --------
    >>> [round(limit, 3) for limit in clopper_pearson(25, 31)]
    [0.625, 0.925]
    """
    _check_counts(hits, attempts)
    if attempts == 0 or not 0.0 < level < 1.0:
        raise ValueError("an interval needs at least one attempt and a level between 0 and 1")
    tail = 0.5 * (1.0 - level)
    misses = attempts - hits
    low = 0.0 if hits == 0 else float(betaincinv(hits, misses + 1, tail))
    high = 1.0 if misses == 0 else float(betaincinv(hits + 1, misses, 1.0 - tail))
    return low, high
