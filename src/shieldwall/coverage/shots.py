"""Shots: how many shots each cell can count on, whoever is on station, by tier and over launch areas.

Two upper-tier shots with a look between need a first intercept, the assessment of it, and a launch after that
by any shooter of the same group that plans its fire as one. The lower tier has one look, and layered adds the
two.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from shieldwall.command.shooters import UPPER
from shieldwall.coverage.footprint import Opportunities
from shieldwall.physics.kernel import kernel
from shieldwall.sensing.clock import NEVER

Floats = npt.NDArray[np.float64]

TIERS: Final = ("upper", "lower", "layered")
STATISTICS: Final = ("worst", "mean")
MOST_SHOTS: Final = 3
"""Two in the upper tier and one in the lower."""

_CHUNK: Final = 1024


class Firing(NamedTuple):
    """S shooters as the count needs them: which group plans their fire, whether they are of the upper tier.

    ``present`` (S, words) says in which of ``draws`` draws each is on station, a draw a bit;
    ``assessment_ms`` lies between an intercept and the next launch that takes its result into account.
    """

    group: npt.NDArray[np.int64]
    is_upper: npt.NDArray[np.bool_]
    present: npt.NDArray[np.uint64]
    draws: int
    assessment_ms: int


@dataclass(frozen=True)
class Shots:
    """Shots at each of C cells, by tier (`TIERS`) and statistic over courses (`STATISTICS`).

    ``chance`` (tiers, statistics, `MOST_SHOTS`, C) is the share of draws (and, for the mean, of courses) in
    which there are at least one, two and three shots; ``reached`` (C,) the share of courses that reach the
    cell.
    ``drawn`` (tiers, statistics, `MOST_SHOTS`, weights, draws) are sums over cells of given weights, draw by
    draw. Where no course comes, chances are zero.
    """

    chance: Floats
    reached: Floats
    drawn: Floats

    @property
    def expected(self) -> Floats:
        """Expected number of shots, shape (tiers, statistics, C)."""
        return np.asarray(self.chance.sum(axis=2))


UPPER_ONE: Final = 0
UPPER_TWO: Final = 1
LOWER_ONE: Final = 2
LAYERED_ONE: Final = 3
LAYERED_TWO: Final = 4
LAYERED_THREE: Final = 5
LEVELS: Final = 6
"""What may hold at a cell: a tier with at least so many shots."""

_TIER_OF: Final = np.array([0, 0, 1, 2, 2, 2])
_NUMBER_OF: Final = np.array([0, 1, 0, 0, 1, 2])
_WORD: Final = 64
_ONE: Final = np.uint64(1)


@kernel
def fill_levels(first_ms: Any, last_ms: Any, c: int, firing: Firing, levels: Any) -> None:
    """Write in which draws each level holds at cell c on one course; ``levels`` (`LEVELS`, words).

    ``first_ms`` and ``last_ms`` are (S, C). Two upper-tier shots are a first intercept by a shooter that is
    there, and a launch after its assessment by one of the same group that is there too.
    """
    words = levels.shape[1]
    levels[:] = 0
    for i in range(first_ms.shape[0]):
        if first_ms[i, c] == NEVER:
            continue
        level = UPPER_ONE if firing.is_upper[i] else LOWER_ONE
        for w in range(words):
            levels[level, w] |= firing.present[i, w]
        if level == LOWER_ONE:
            continue
        again_ms = np.int64(first_ms[i, c]) + firing.assessment_ms
        for j in range(first_ms.shape[0]):
            if last_ms[j, c] >= again_ms and firing.is_upper[j] and firing.group[j] == firing.group[i]:
                for w in range(words):
                    levels[UPPER_TWO, w] |= firing.present[i, w] & firing.present[j, w]
    for w in range(words):
        one, two, lower = levels[UPPER_ONE, w], levels[UPPER_TWO, w], levels[LOWER_ONE, w]
        levels[LAYERED_ONE, w] = one | lower
        levels[LAYERED_TWO, w] = two | (one & lower)
        levels[LAYERED_THREE, w] = two & lower


@kernel
def add_levels(levels: Any, counts: Any) -> None:
    """Add one to the counts of the draws in which each level holds.

    ``counts`` (planes, `LEVELS`, words) are binary numbers, a draw a column and a digit a plane, so that one
    addition serves the draws of a whole word.
    """
    for level in range(levels.shape[0]):
        for w in range(levels.shape[1]):
            carry = levels[level, w]
            for plane in range(counts.shape[0]):
                counted = counts[plane, level, w]
                counts[plane, level, w] = counted ^ carry
                carry &= counted


@kernel
def spread_counts(always: Any, counts: Any, holds: Any, times: Any) -> float:
    """Write for each draw whether a level always ``holds`` and how many ``times``; return the sum."""
    most = 0.0
    for draw in range(holds.shape[0]):
        w, bit = draw // _WORD, np.uint64(draw % _WORD)
        holds[draw] = np.int64((always[w] >> bit) & _ONE)
        number = 0
        for plane in range(counts.shape[0]):
            number += int((counts[plane, w] >> bit) & _ONE) << plane
        times[draw] = number
        most += number
    return most


@kernel
def fill_shots(
    first_ms: Any, last_ms: Any, impact_ms: Any, firing: Firing, weight: Any, chance: Any, drawn: Any
) -> None:
    """Write ``chance`` (3, 2, 3, C) and add to ``drawn`` (3, 2, 3, W, draws); ``weight`` is (W, C)."""
    words, planes = firing.present.shape[1], 1
    while (1 << planes) <= first_ms.shape[0]:
        planes += 1
    levels = np.empty((LEVELS, words), np.uint64)
    always = np.empty((LEVELS, words), np.uint64)
    counts = np.empty((planes, LEVELS, words), np.uint64)
    holds, times = np.empty(firing.draws), np.empty(firing.draws)
    for c in range(first_ms.shape[2]):
        always[:] = ~np.uint64(0)
        counts[:] = 0
        reaching = 0
        for q in range(first_ms.shape[0]):
            if impact_ms[q, c] < NEVER:
                reaching += 1
                fill_levels(first_ms[q], last_ms[q], c, firing, levels)
                always &= levels
                add_levels(levels, counts)
        if reaching == 0:
            continue
        for level in range(LEVELS):
            most = spread_counts(always[level], counts[:, level], holds, times)
            if most == 0.0:
                continue
            tier, number = _TIER_OF[level], _NUMBER_OF[level]
            chance[tier, 0, number, c] = holds.sum() / firing.draws
            chance[tier, 1, number, c] = most / (reaching * firing.draws)
            for each in range(weight.shape[0]):
                worst, mean = drawn[tier, 0, number, each], drawn[tier, 1, number, each]
                whole, part = weight[each, c], weight[each, c] / reaching
                for draw in range(firing.draws):
                    worst[draw] += whole * holds[draw]
                    mean[draw] += part * times[draw]


def shots(found: Opportunities, firing: Firing, weight: Floats, workers: int = 2) -> Shots:
    """Return how many shots each cell can count on.

    Parameters
    ----------
    found : Opportunities
        What S shooters can do about the flights of Q courses to C cells.
    firing : Firing
        Groups, tiers and who is on station.
    weight : (W, C)
        What the sums draw by draw are weighted with.
    workers : int
        Threads; cells are handed out in fixed parts, so they do not change the result.
    """
    cells = found.impact_ms.shape[1]
    draws = firing.draws
    chance = np.zeros((3, 2, MOST_SHOTS, cells))

    def work(start: int) -> Floats:
        part = slice(start, start + _CHUNK)
        drawn = np.zeros((3, 2, MOST_SHOTS, len(weight), draws))
        fill_shots(
            found.first_ms[:, :, part], found.last_ms[:, :, part], found.impact_ms[:, part], firing,
            weight[:, part], chance[..., part], drawn,
        )  # fmt: skip
        return drawn

    with ThreadPoolExecutor(workers) as pool:
        parts = list(pool.map(work, range(0, cells, _CHUNK)))
    drawn = np.zeros((3, 2, MOST_SHOTS, len(weight), draws))
    for part in parts:
        drawn += part
    return Shots(chance, (found.impact_ms < NEVER).mean(axis=0), drawn)


def firing_of(
    group: npt.NDArray[np.int64],
    tier: npt.NDArray[np.int8],
    present: npt.NDArray[np.bool_],
    assessment_s: float,
) -> Firing:
    """Return shooters as the count needs them; ``present`` is (S, draws)."""
    draws = present.shape[1]
    words = -(-draws // _WORD)
    bits = np.zeros((len(present), words * _WORD), np.bool_)
    bits[:, :draws] = present
    packed = np.packbits(bits, axis=1, bitorder="little").view("<u8").astype(np.uint64)
    return Firing(
        np.ascontiguousarray(group, np.int64),
        tier == UPPER,
        np.ascontiguousarray(packed),
        draws,
        round(assessment_s * 1e3),
    )
