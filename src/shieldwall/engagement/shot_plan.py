"""Who shoots at what: the allocation rules, and the plan that a firing group makes of its first look.

Two rules, as data:

``FIXED_SALVO``
    In its order of targets, the group gives each the full salvo until its magazines are empty.
``SPREAD_EVENLY``
    The group gives every target one round before any target gets a second, up to the salvo.

Each round comes, among the shooters that can make the look, from those whose rounds the planner takes to be
worth most, and of these from the one with the most rounds left, so that magazines empty together. What a
round is worth is the kill probability that is expected of its type, to a tenth: small records say no more,
and types that are alike to a tenth are spent side by side. A party that plans alone takes targets in an order
of its own, at random. A plan
made in common (``one_plan``) takes the targets that fewest shooters can reach first, and where a target goes
without while a round is left elsewhere, it hands an already planned shot to that magazine and frees one for
the target. With one kill probability that is the optimum in nearly every small case; with several it is near
it (the gap is shown in ``tests/engagement/test_shot_plan.py``).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from numba.cpython.unsafe.numbers import trailing_zeros

from shieldwall.engagement.board import (
    NO_BITS,
    ONE,
    PLAN,
    ROUNDS_MASK,
    SHOOTER_BITS,
    STOCK_UNIT,
    TARGET_MASK,
    WORTH_SHIFT,
    Int64s,
    Records,
)
from shieldwall.engagement.orders import FIXED_SALVO, MAX_SALVO, VECTOR
from shieldwall.physics.kernel import kernel, part, stage

LAST_KEY = np.int64((1 << 63) - 1)
lowest_bit: Any = trailing_zeros  # Numba's name for the machine's instruction
SHOOTER_MASK = np.uint64((1 << SHOOTER_BITS) - 1)


@part
def best_shooter(shooters: np.uint64, stock: Int64s) -> int:
    """Return the shooter of a mask with the best rounds, of equals the one with most; -1 where none has any.

    Parameters
    ----------
    shooters : uint64
        Bit ``u`` is set where shooter ``u`` can make the look.
    stock : int64[U]
        Worth and rounds of each shooter (see `shieldwall.engagement.board`). Ties go to the lower number.
    """
    best = np.int64(0)
    while shooters != NO_BITS:
        held = stock[np.int64(lowest_bit(shooters))]
        best = max(best, held if held & ROUNDS_MASK else np.int64(0))
        shooters &= shooters - ONE
    return int(STOCK_UNIT - 1 - (best & (STOCK_UNIT - 1))) if best > 0 else -1


@stage
def sort_keys(keys: Int64s, count: int, ordered: Int64s) -> None:
    """Write ``count`` distinct keys into ``ordered``, smallest first.

    Each key's place is the number of smaller keys: quadratic, but without branches, and faster than any
    sort for the few dozen targets of a raid. Both lists have room for whole vectors of keys.
    """
    padded = (count + VECTOR - 1) // VECTOR * VECTOR
    for place in range(count, padded):
        keys[place] = LAST_KEY
    for position in range(count):
        key = keys[position]
        place = 0
        for other in range(padded):
            place += 1 if keys[other] < key else 0
        ordered[place] = key


@part
def planned_shooter(plan: Any, shot: int) -> int:
    """Return the shooter of a planned round (eight bits each)."""
    return int(np.int64((plan.shooters >> np.uint64(shot * SHOOTER_BITS)) & SHOOTER_MASK))


@part
def set_shooter(plan: Any, shot: int, shooter: int) -> None:
    """Write the shooter of a planned round."""
    shift = np.uint64(shot * SHOOTER_BITS)
    plan.shooters = (plan.shooters & ~(SHOOTER_MASK << shift)) | (np.uint64(shooter) << shift)


@stage
def hand_over(target: int, keys: Int64s, count: int, plans: Records, stock: Int64s) -> int:
    """Free one round for a target that no stocked shooter can reach; return its shooter, or -1.

    Looks for a planned shot, at another target, by a shooter that can reach this one, where a third
    shooter with rounds left can take that shot over.
    """
    for place in range(count):
        donor = keys[place] & TARGET_MASK
        for shot in range(plans[donor].planned):
            shooter = planned_shooter(plans[donor], shot)
            if (plans[target].mask >> np.uint64(shooter)) & ONE != NO_BITS:
                substitute = best_shooter(plans[donor].mask, stock)
                if substitute >= 0:
                    stock[substitute] -= STOCK_UNIT
                    set_shooter(plans[donor], shot, substitute)
                    return shooter
    return -1


@stage
def plan_first_look(
    keys: Int64s, count: int, plans: Records, stock: Int64s, rule: int, salvo: int, in_common: bool
) -> None:
    """Divide a group's rounds among its targets for the first look, and take them from the stock.

    Parameters
    ----------
    keys : int64[any]
        Keys whose low bits are the targets, in the order in which the group takes them.
    count : int
        Number of targets.
    plans : PLAN[W]
        The group's plans: reads ``mask``, adds to ``planned`` and ``shooters``.
    stock : int64[U]
        Rounds left; changed in place.
    rule, salvo : int
        Allocation rule; most rounds per target.
    in_common : bool
        Whether shots may be handed over.
    """
    burst = salvo if rule == FIXED_SALVO else 1
    passes = 1 if rule == FIXED_SALVO else salvo
    for _ in range(passes):
        for place in range(count):
            target = keys[place] & TARGET_MASK
            for _ in range(burst):
                shooter = best_shooter(plans[target].mask, stock)
                if shooter >= 0:
                    stock[shooter] -= STOCK_UNIT
                elif in_common:
                    shooter = hand_over(target, keys, count, plans, stock)
                if shooter < 0:
                    break
                set_shooter(plans[target], plans[target].planned, shooter)
                plans[target].planned += 1


@kernel
def plan_outside(
    keys: Int64s, count: int, plans: Records, stock: Int64s, rule: int, salvo: int, in_common: bool
) -> None:
    """Plan without a battle: the compiled entry to `plan_first_look`."""
    plan_first_look(keys, count, plans, stock, rule, salvo, in_common)


def plan_shots(
    feasible: npt.NDArray[np.bool_],
    rounds: npt.NDArray[np.int32],
    salvo: int,
    rule: int,
    order: npt.NDArray[np.int32] | None = None,
    worth: npt.NDArray[np.int64] | None = None,
) -> npt.NDArray[np.int32]:
    """Return how many rounds each shooter fires at each target in one look of one group.

    Parameters
    ----------
    feasible : bool[T, S]
        Whether the shooter can make the look at the target; at most 64 shooters.
    rounds : int32[S]
        Rounds in each magazine.
    salvo : int
        Most rounds per target, at most 8.
    rule : int
        ``FIXED_SALVO`` or ``SPREAD_EVENLY``.
    order : int32[T], optional
        The order of targets of a party that plans alone. Without it, the plan in common: fewest able
        shooters first, with shots handed over.
    worth : int64[S], optional
        What the rounds of each shooter are taken to be worth, from 0; all alike if left out.

    Returns
    -------
    int32[T, S]

    Examples
    --------
    >>> from shieldwall.engagement.orders import SPREAD_EVENLY
    >>> plan_shots(np.array([[True, False], [True, True]]), np.array([1, 1]), 1, SPREAD_EVENLY)
    array([[1, 0],
           [0, 1]], dtype=int32)
    """
    targets, shooters = feasible.shape
    if shooters > STOCK_UNIT or not 0 <= salvo <= MAX_SALVO:
        raise ValueError(f"a plan takes at most {STOCK_UNIT} shooters and salvos of at most {MAX_SALVO}")
    in_common = order is None
    if order is None:
        order = np.argsort(feasible.sum(axis=1), kind="stable").astype(np.int32)
    plans = np.zeros(targets, PLAN)
    bits = feasible.astype(np.uint64) << np.arange(shooters, dtype=np.uint64)
    plans["mask"] = bits.sum(axis=1, dtype=np.uint64)
    stock = rounds.astype(np.int64) * STOCK_UNIT + STOCK_UNIT - 1 - np.arange(shooters)
    if worth is not None:
        stock += worth << WORTH_SHIFT
    plan_outside(order.astype(np.int64), targets, plans, stock, rule, salvo, in_common)
    result = np.zeros((targets, shooters), dtype=np.int32)
    for target, plan in enumerate(plans):
        for shot in range(int(plan["planned"])):
            result[target, int(plan["shooters"]) >> shot * SHOOTER_BITS & int(SHOOTER_MASK)] += 1
    return result
