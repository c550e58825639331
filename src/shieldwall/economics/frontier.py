"""Which options nobody would pass over: no other is both cheaper and better, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from shieldwall.economics.spread import Distribution, distribution
from shieldwall.model.errors import InputError

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class OptionOutcome:
    """What one option costs and does, in paired draws.

    Attributes
    ----------
    option : str
        Which.
    cost_million_usd : float[draws]
        In one price year for all options.
    effect : float[draws]
        One measure, drawn with the same luck for all options.
    """

    option: str
    cost_million_usd: npt.ArrayLike
    effect: npt.ArrayLike


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """One option's place.

    Attributes
    ----------
    option : str
        Which.
    cost_million_usd, effect : Distribution
        As given.
    on_frontier : bool
        By the means: no other option costs no more and does no worse, and is better in one of the two.
    chance_on_frontier : float
        Share of draws in which that holds.
    dominated_by : tuple of str
        Options that are no dearer and no worse by the means, and better in one of the two.
    """

    option: str
    cost_million_usd: Distribution
    effect: Distribution
    on_frontier: bool
    chance_on_frontier: float
    dominated_by: tuple[str, ...]


def frontier(options: Sequence[OptionOutcome], *, less_is_better: bool) -> tuple[FrontierPoint, ...]:
    """Return every option's place, from the cheapest to the dearest.

    Parameters
    ----------
    options : sequence of OptionOutcome
        At least one; the draws pair across options.
    less_is_better : bool
        Whether a smaller effect measure is the wanted one.

    Returns
    -------
    tuple of FrontierPoint
        In order of mean cost.

    Raises
    ------
    InputError
        No option, one named twice, or draws that do not pair.
    """
    if not options or len({item.option for item in options}) != len(options):
        raise InputError("a frontier needs options, each named once")
    try:
        costs = np.array([_draws(item.cost_million_usd) for item in options], dtype=np.float64)
        effects = np.array([_draws(item.effect) for item in options], dtype=np.float64)
    except ValueError:
        raise InputError("the draws of the options do not pair") from None
    if costs.shape != effects.shape:
        raise InputError("each option needs as many draws of cost as of effect")
    losses = effects if less_is_better else -effects
    by_mean = _beaten_by(costs.mean(axis=1), losses.mean(axis=1))
    often = np.array(
        [~_beaten_by(cost, loss).any(axis=1) for cost, loss in zip(costs.T, losses.T, strict=True)]
    )
    points = [
        FrontierPoint(
            option=item.option,
            cost_million_usd=distribution(costs[number]),
            effect=distribution(effects[number]),
            on_frontier=not by_mean[number].any(),
            chance_on_frontier=float(often[:, number].mean()),
            dominated_by=tuple(
                other.option for other, beats in zip(options, by_mean[number], strict=True) if beats
            ),
        )
        for number, item in enumerate(options)
    ]
    return tuple(sorted(points, key=lambda point: (point.cost_million_usd.mean, point.option)))


def _draws(values: npt.ArrayLike) -> Floats:
    return np.atleast_1d(np.asarray(values, dtype=np.float64)).ravel()


def _beaten_by(cost: Floats, loss: Floats) -> npt.NDArray[np.bool_]:
    """Return, for each option (row), which others (columns) are no dearer, no worse, and better in one."""
    no_dearer = cost[None, :] <= cost[:, None]
    no_worse = loss[None, :] <= loss[:, None]
    better = (cost[None, :] < cost[:, None]) | (loss[None, :] < loss[:, None])
    beaten: npt.NDArray[np.bool_] = no_dearer & no_worse & better
    return beaten
