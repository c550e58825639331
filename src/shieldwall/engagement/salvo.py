"""Closed forms of missile defence: what can be said of a raid without playing it.

After D. A. Wilkening, "A simple model for calculating ballistic missile defense effectiveness", Science and
Global Security 8 (2000) 183-215. Shots are independent given the kill probability; targets are alike; every
target can be engaged as often as said. The battle is checked against these.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.special import roots_jacobi

from shieldwall.engagement.lethality import BetaPosterior

TrackScope = Literal["target", "raid"]


def _check_probability(name: str, value: float) -> None:
    if not 0.0 <= value <= 1.0:
        raise ValueError(f"{name} lies between 0 and 1, not {value:g}")


def kill_chance(kill_probability: float, shots: float) -> float:
    """Return the chance that at least one of ``shots`` kills: ``1 - (1 - k)^n``.

    Examples
    --------
    >>> round(kill_chance(0.25, 4), 4)
    0.6836
    """
    _check_probability("the kill probability", kill_probability)
    if shots == 0:
        return 0.0
    if kill_probability == 1.0:
        return 1.0
    return -math.expm1(shots * math.log1p(-kill_probability))


def p_no_leak(
    targets: int,
    kill_probability: float,
    shots_per_target: float,
    p_track: float = 1.0,
    p_track_scope: TrackScope = "target",
) -> float:
    """Return the chance that no target of a raid leaks.

    With ``K = 1 - (1 - k)^n``: ``(p_track K)^W`` where tracking is drawn per target (Wilkening's form), and
    ``p_track K^W`` where one draw holds for the whole raid (a common mode).

    Parameters
    ----------
    targets : int
        ``W``, at least 0.
    kill_probability : float
        ``k``, of one shot.
    shots_per_target : float
        ``n``, fired at every target.
    p_track : float
        Chance of a track good enough to fire on.
    p_track_scope : str
        ``target`` or ``raid``.

    Examples
    --------
    >>> round(p_no_leak(20, 0.8, 3, 0.98), 3), round(p_no_leak(20, 0.8, 3, 0.98, "raid"), 3)
    (0.569, 0.835)
    """
    _check_probability("p_track", p_track)
    if targets < 0 or shots_per_target < 0:
        raise ValueError("targets and shots are not below zero")
    killed = kill_chance(kill_probability, shots_per_target)
    if targets == 0:
        return 1.0
    if p_track_scope == "target":
        return float((p_track * killed) ** targets)
    return float(p_track * killed**targets)


@dataclass(frozen=True)
class ShotsNeeded:
    """How many shots per target reach a goal.

    Attributes
    ----------
    kill_chance_needed : float or None
        ``K``: what the shots at each target must reach; None where even certainty is not enough.
    shots_real : float or None
        The real number of shots that would reach it exactly; None where no number does.
    shots_per_target : int or None
        The least whole number that reaches the goal; None where no number does.
    """

    kill_chance_needed: float | None
    shots_real: float | None
    shots_per_target: int | None


UNREACHABLE = ShotsNeeded(None, None, None)


def shots_needed(
    targets: int,
    kill_probability: float,
    goal: float,
    p_track: float = 1.0,
    p_track_scope: TrackScope = "target",
) -> ShotsNeeded:
    """Return the shots per target for which `p_no_leak` is at least ``goal``; None where no number is enough.

    ``K = goal^(1/W) / p_track`` (scope target) or ``(goal / p_track)^(1/W)`` (scope raid), and
    ``n = ln(1 - K) / ln(1 - k)``. Where ``K`` would exceed 1, or equals it with ``k < 1``, no number of
    shots is enough.

    Examples
    --------
    >>> shots_needed(20, 0.8, 0.8).shots_per_target
    3
    >>> shots_needed(20, 0.8, 0.8, p_track=0.98).shots_per_target is None
    True
    """
    for name, value in (("the kill probability", kill_probability), ("goal", goal), ("p_track", p_track)):
        _check_probability(name, value)
    if targets == 0 or goal == 0.0:
        return ShotsNeeded(0.0, 0.0, 0)
    if p_track == 0.0:
        return UNREACHABLE
    per_target = (
        goal ** (1.0 / targets) / p_track
        if p_track_scope == "target"
        else (goal / p_track) ** (1.0 / targets)
    )
    if per_target > 1.0:
        return UNREACHABLE
    if kill_probability == 1.0:
        return ShotsNeeded(per_target, 1.0, 1)
    if per_target == 1.0 or kill_probability == 0.0:
        return ShotsNeeded(per_target, None, None)
    real = math.log1p(-per_target) / math.log1p(-kill_probability)
    whole = math.ceil(real)
    # A goal that a whole number meets exactly may come out a rounding error above it.
    if whole > 1 and math.isclose(real, whole - 1, rel_tol=1e-12):
        whole -= 1
    return ShotsNeeded(per_target, real, whole)


def leak_chances(targets: int, kill_probability: float, shots: Sequence[int]) -> npt.NDArray[np.float64]:
    """Return each target's chance to leak under a plan of shots: ``(1 - k)^n_t``; targets past the plan leak.

    Parameters
    ----------
    targets : int
        ``W``.
    kill_probability : float
        ``k``.
    shots : sequence of int
        Shots at each target, at most ``W`` of them.
    """
    _check_probability("the kill probability", kill_probability)
    plan = np.zeros(targets, dtype=np.int64)
    plan[: len(shots)] = shots
    return np.asarray((1.0 - kill_probability) ** plan, dtype=np.float64)


def spread_evenly(targets: int, shots: int) -> list[int]:
    """Return shots per target when no target gets two more than another: the best plan for equal targets."""
    each, extra = divmod(shots, targets)
    return [each + 1] * extra + [each] * (targets - extra)


def fixed_salvo(targets: int, shots: int, salvo: int) -> list[int]:
    """Return shots per target when each gets the whole salvo until the shots are gone."""
    plan = []
    for _ in range(targets):
        fired = min(salvo, shots)
        plan.append(fired)
        shots -= fired
    return plan


def expected_leakers(targets: int, kill_probability: float, shots: Sequence[int]) -> float:
    """Return the expected number of leakers under a plan of shots.

    Examples
    --------
    >>> round(expected_leakers(10, 0.8, fixed_salvo(10, 16, 2)), 2)
    2.32
    >>> round(expected_leakers(10, 0.8, spread_evenly(10, 16)), 2)
    1.04
    """
    return float(leak_chances(targets, kill_probability, shots).sum())


def leaker_distribution(chances: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the probabilities of 0, 1, ..., W leakers when targets leak independently with given chances.

    The distribution is the product of the generating functions ``1 - p_t + p_t z`` (Poisson binomial).

    Parameters
    ----------
    chances : float64[W]

    Returns
    -------
    float64[W + 1]
    """
    distribution = np.ones(1)
    for chance in chances:
        distribution = np.convolve(distribution, (1.0 - chance, chance))
    return distribution


def expected_leakers_of_parties(targets: int, kill_probability: float, shots: Sequence[int]) -> float:
    """Return the expected leakers when parties plan alone, each spreading its shots evenly.

    Each party gives every target ``floor(s / W)`` shots and one more to ``s mod W`` targets that it picks at
    random, independently of the others: ``W prod_p (1 - k)^floor(s_p / W) (1 - k (s_p mod W) / W)``.

    Parameters
    ----------
    targets : int
        ``W``, at least 1.
    kill_probability : float
        ``k``.
    shots : sequence of int
        Each party's shots.

    Examples
    --------
    >>> [round(expected_leakers_of_parties(10, 0.8, shots), 2) for shots in ((5, 5), (10,))]
    [3.6, 2.0]
    """
    _check_probability("the kill probability", kill_probability)
    survives = 1.0
    for own in shots:
        each, extra = divmod(own, targets)
        survives *= (1.0 - kill_probability) ** each * (1.0 - kill_probability * extra / targets)
    return targets * survives


def expected_leakers_at_random(targets: int, kill_probability: float, shots: int) -> float:
    """Return the expected leakers when every shot picks its target at random: ``W (1 - k / W)^S``.

    Examples
    --------
    >>> round(expected_leakers_at_random(10, 0.8, 10), 2)
    4.34
    """
    _check_probability("the kill probability", kill_probability)
    return targets * (1.0 - kill_probability / targets) ** shots


@dataclass(frozen=True)
class LookOutcome:
    """One target under shoot-look-shoot: its chance to leak, and the shots it takes on average."""

    p_leak: float
    expected_shots: float


def shoot_look_shoot(
    kill_probability: float, salvos: Sequence[int], false_kill: float = 0.0, false_miss: float = 0.0
) -> LookOutcome:
    """Return the outcome of looks at one target, each firing its salvo at what is taken for alive.

    Let ``a`` be the chance that the target is alive and engaged, ``d`` dead and engaged. A salvo of ``n``
    moves ``a (1 - (1 - k)^n)`` to the dead; the look that follows keeps ``1 - false_kill`` of the alive and
    ``false_miss`` of the dead engaged. Without errors the expected shots are ``sum_l n_l (1 - k)^(n_1 + ... +
    n_(l-1))``.

    Parameters
    ----------
    kill_probability : float
        ``k``.
    salvos : sequence of int
        Rounds fired at each look.
    false_kill : float
        Chance that a live target is called dead (it then leaks).
    false_miss : float
        Chance that a dead target is called alive.

    Examples
    --------
    >>> shoot_look_shoot(0.5, (1, 1))
    LookOutcome(p_leak=0.25, expected_shots=1.5)
    """
    for name, value in (("false_kill", false_kill), ("false_miss", false_miss)):
        _check_probability(name, value)
    alive, dead, given_up, shots = 1.0, 0.0, 0.0, 0.0
    for look, salvo in enumerate(salvos):
        if look > 0:
            given_up += alive * false_kill
            alive *= 1.0 - false_kill
            dead *= false_miss
        shots += salvo * (alive + dead)
        killed = alive * kill_chance(kill_probability, salvo)
        alive -= killed
        dead += killed
    return LookOutcome(alive + given_up, shots)


def averaged_p_no_leak(targets: int, posterior: BetaPosterior, shots_per_target: int) -> float:
    """Return the chance that no target leaks when one uncertain kill probability holds for every shot.

    ``E[(1 - q^n)^W]`` with ``q = 1 - k ~ Beta(b, a)``: a polynomial of degree ``n W`` in ``q``, so that
    Gauss-Jacobi quadrature with ``n W / 2 + 1`` nodes is exact.

    Examples
    --------
    >>> round(averaged_p_no_leak(8, BetaPosterior(25.5, 6.5), 2), 3)
    0.705
    """
    nodes, weights = roots_jacobi(
        shots_per_target * targets // 2 + 1, posterior.alpha - 1.0, posterior.beta - 1.0
    )
    miss = 0.5 * (1.0 + nodes)
    return float(np.sum(weights * (1.0 - miss**shots_per_target) ** targets) / np.sum(weights))


def averaged_expected_leakers(targets: int, posterior: BetaPosterior, shots_per_target: int) -> float:
    """Return the expected leakers when one uncertain kill probability holds for every shot.

    ``W E[q^n] = W prod_(i<n) (b + i) / (a + b + i)`` with ``q = 1 - k ~ Beta(b, a)``.

    Examples
    --------
    >>> round(averaged_expected_leakers(8, BetaPosterior(25.5, 6.5), 2), 3)
    0.369
    """
    total = posterior.alpha + posterior.beta
    moment = math.prod((posterior.beta + i) / (total + i) for i in range(shots_per_target))
    return targets * moment
