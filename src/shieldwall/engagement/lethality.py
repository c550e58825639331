"""What hits and attempts say about the chance that one shot kills: a posterior and an exact interval.

Which tests count as attempts is a reading of the record, and is settled before (see
`shieldwall.catalogue.readings`); how a scripted test carries over to a raid is a discount, and is applied
after (see `shieldwall.case.lethality`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from scipy.special import betaincinv

JEFFREYS: Final = (0.5, 0.5)
"""Jeffreys' prior of a proportion, Beta(1/2, 1/2)."""


def _check_counts(hits: float, attempts: int) -> None:
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


def posterior(hits: float, attempts: int, prior: tuple[float, float] = JEFFREYS) -> BetaPosterior:
    """Return the posterior of the kill probability: ``Beta(a + hits, b + attempts - hits)``.

    Parameters
    ----------
    hits : float
        Hits under a stated reading; a reading may count some of them in part.
    attempts : int
        Attempts under the same reading.
    prior : tuple of float
        ``(a, b)``; by default Jeffreys' prior (H. Jeffreys, *Theory of Probability*, 3rd edition, 1961,
        section 3.10).

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
