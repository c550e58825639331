"""What must be true for an answer to reach a target: a search along one input, on common luck.

All cells of a search share their seed, so the quantity moves with the input alone. Battles are counted in
whole missiles, so it moves in small steps rather than smoothly: the search halves its bracket (bisection),
which needs a change of sign and nothing else, and ends when the bracket is as narrow as asked.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

LOOKS: Final = 9
"""Points at which the range is looked over before an absence is reported."""

Verdict = Literal["found", "absent", "not_defined"]


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where a quantity crosses a target, or that it does not.

    ``low`` and ``high`` bracket the value and are no farther apart than the tolerance; ``evaluated`` are the
    points at which the quantity was worked out, in order of the input. ``crossings`` counts the changes of
    side seen among the first points looked at: with more than one, the first is given.
    """

    verdict: Verdict
    value: float | None
    low: float | None
    high: float | None
    crossings: int
    evaluated: tuple[tuple[float, float | None], ...]


def crossing(
    quantity: Callable[[float], float | None],
    bracket: tuple[float, float],
    target: float,
    tolerance: float,
    is_whole: bool = False,
) -> Crossing:
    """Return where a quantity crosses a target between two values of its input.

    The range is looked over at `LOOKS` even points first, so that a quantity that crosses and comes back is
    seen; then the first crossing is halved until its bracket is no wider than the tolerance.

    Parameters
    ----------
    quantity : callable
        Of the input; None where it is not defined.
    bracket : (float, float)
        Ends of the range.
    target : float
        What it should reach.
    tolerance : float
        Widest bracket to end with, in the unit of the input.
    is_whole : bool
        The input takes whole numbers only.

    Returns
    -------
    Crossing
        ``absent`` where all points looked at are on one side of the target, ``not_defined`` where the
        quantity is defined at fewer than two.

    Examples
    --------
    >>> found = crossing(lambda x: x * x, (0.0, 2.0), 2.0, 1e-3)
    >>> found.verdict, round(found.value, 2)
    ('found', 1.41)
    """
    seen: dict[float, float | None] = {}

    def side(at: float) -> float | None:
        if at not in seen:
            seen[at] = quantity(at)
        value = seen[at]
        return None if value is None else value - target

    low, high = bracket
    looked = [low + (high - low) * step / (LOOKS - 1) for step in range(LOOKS)]
    if is_whole:
        looked = [float(at) for at in dict.fromkeys(round(at) for at in looked)]
    sides = [(at, value) for at in looked if (value := side(at)) is not None]
    pairs = [(first, second) for first, second in itertools.pairwise(sides) if _differ(first, second)]
    if len(sides) < 2 or not pairs:
        verdict: Verdict = "not_defined" if len(sides) < 2 else "absent"
        return Crossing(verdict, None, None, None, 0, _in_order(seen))
    (below, at_below), (above, at_above) = pairs[0]
    while above - below > tolerance and not (is_whole and above - below <= 1.0):
        middle = float((below + above) // 2.0) if is_whole else (below + above) / 2.0
        value = side(middle)
        if value is None:
            break
        if _differ((below, at_below), (middle, value)):
            above, at_above = middle, value
        else:
            below, at_below = middle, value
    weight = 0.5 if at_above == at_below else at_below / (at_below - at_above)
    best = below + (above - below) * min(max(weight, 0.0), 1.0)
    return Crossing("found", best, below, above, len(pairs), _in_order(seen))


def _differ(first: tuple[float, float], second: tuple[float, float]) -> bool:
    return (first[1] < 0.0) != (second[1] < 0.0)


def _in_order(seen: dict[float, float | None]) -> tuple[tuple[float, float | None], ...]:
    return tuple(sorted(seen.items()))
