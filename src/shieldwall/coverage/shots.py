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
MOST_UPPER: Final = 2
MOST_SHOTS: Final = 3
"""Two in the upper tier and one in the lower."""

_CHUNK: Final = 1024


class Firing(NamedTuple):
    """S shooters as the count needs them: which group plans their fire, whether they are of the upper tier.

    ``present`` (S, draws) says which are on station; ``assessment_ms`` lies between an intercept and the next
    launch that takes its result into account.
    """

    group: npt.NDArray[np.int64]
    groups: int
    is_upper: npt.NDArray[np.bool_]
    present: npt.NDArray[np.bool_]
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


class Tally(NamedTuple):
    """Room to count in, by draw (the last axis of each array).

    ``first_ms`` and ``last_ms`` of a group, ``upper`` and ``lower`` shots of a course; over courses the
    ``worst`` (3,) by tier, and ``over`` (3, 3), how many courses have at least one, two and three.
    """

    first_ms: npt.NDArray[np.int32]
    last_ms: npt.NDArray[np.int32]
    upper: npt.NDArray[np.int32]
    lower: npt.NDArray[np.int32]
    worst: npt.NDArray[np.int32]
    over: npt.NDArray[np.int32]


@kernel
def add_group(first_ms: Any, last_ms: Any, c: int, firing: Firing, group: int, tally: Tally) -> None:
    """Raise ``tally.upper`` to what one group has at cell c; ``first_ms`` and ``last_ms`` are (S, C)."""
    tally.first_ms[:] = NEVER
    tally.last_ms[:] = -1
    able = False
    for s in range(first_ms.shape[0]):
        if not firing.is_upper[s] or firing.group[s] != group or first_ms[s, c] == NEVER:
            continue
        able = True
        for draw in range(tally.upper.shape[0]):
            if firing.present[s, draw]:
                tally.first_ms[draw] = min(tally.first_ms[draw], first_ms[s, c])
                tally.last_ms[draw] = max(tally.last_ms[draw], last_ms[s, c])
    if not able:
        return
    for draw in range(tally.upper.shape[0]):
        if tally.first_ms[draw] < NEVER:
            looks_again = tally.last_ms[draw] >= np.int64(tally.first_ms[draw]) + firing.assessment_ms
            tally.upper[draw] = max(tally.upper[draw], 2 if looks_again else 1)


@kernel
def add_course(first_ms: Any, last_ms: Any, c: int, firing: Firing, tally: Tally) -> None:
    """Add what the shooters have at cell c on one course to ``tally.worst`` and ``tally.over``."""
    tally.upper[:] = 0
    tally.lower[:] = 0
    for group in range(firing.groups):
        add_group(first_ms, last_ms, c, firing, group, tally)
    for s in range(first_ms.shape[0]):
        if not firing.is_upper[s] and first_ms[s, c] < NEVER:
            for draw in range(tally.lower.shape[0]):
                tally.lower[draw] |= firing.present[s, draw]
    for draw in range(tally.upper.shape[0]):
        upper, lower = tally.upper[draw], tally.lower[draw]
        tally.worst[0, draw] = min(tally.worst[0, draw], upper)
        tally.worst[1, draw] = min(tally.worst[1, draw], lower)
        tally.worst[2, draw] = min(tally.worst[2, draw], upper + lower)
        for number in range(MOST_SHOTS):
            tally.over[0, number, draw] += upper > number
            tally.over[1, number, draw] += lower > number
            tally.over[2, number, draw] += upper + lower > number


@kernel
def fill_shots(
    first_ms: Any, last_ms: Any, impact_ms: Any, firing: Firing, weight: Any, chance: Any, drawn: Any
) -> None:
    """Write ``chance`` (3, 2, 3, C) and add to ``drawn`` (3, 2, 3, W, draws); ``weight`` is (W, C)."""
    draws = firing.present.shape[1]
    tally = Tally(
        np.empty(draws, np.int32),
        np.empty(draws, np.int32),
        np.empty(draws, np.int32),
        np.empty(draws, np.int32),
        np.empty((3, draws), np.int32),
        np.empty((3, MOST_SHOTS, draws), np.int32),
    )
    for c in range(first_ms.shape[2]):
        tally.worst[:] = MOST_SHOTS
        tally.over[:] = 0
        reaching = 0
        for q in range(first_ms.shape[0]):
            if impact_ms[q, c] < NEVER:
                reaching += 1
                add_course(first_ms[q], last_ms[q], c, firing, tally)
        if reaching == 0:
            continue
        for tier in range(3):
            for number in range(MOST_SHOTS):
                least, mean = 0, 0
                for draw in range(draws):
                    least += tally.worst[tier, draw] > number
                    mean += tally.over[tier, number, draw]
                chance[tier, 0, number, c] = least / draws
                chance[tier, 1, number, c] = mean / (reaching * draws)
                for w in range(weight.shape[0]):
                    share = weight[w, c] / reaching
                    for draw in range(draws):
                        if tally.worst[tier, draw] > number:
                            drawn[tier, 0, number, w, draw] += weight[w, c]
                        drawn[tier, 1, number, w, draw] += share * tally.over[tier, number, draw]


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
    draws = firing.present.shape[1]
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
    groups = int(group.max(initial=0)) + 1
    return Firing(
        np.ascontiguousarray(group, np.int64),
        groups,
        tier == UPPER,
        np.ascontiguousarray(present),
        round(assessment_s * 1e3),
    )
