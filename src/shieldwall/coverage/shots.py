"""Shots: how many shots each cell can count on, whoever is on station, by tier and over launch areas.

Two upper-tier shots with a look between need a first intercept, the assessment of it, and a launch after that by
any shooter of the same group that plans its fire as one. The lower tier has one look. Layered adds the two.
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

    ``present`` (draws, S) says which are on station; ``assessment_ms`` lies between an intercept and the next
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

    ``chance`` (tiers, statistics, `MOST_SHOTS`, C) is the share of draws, and for the mean of courses, in which
    there are at least one, two and three shots; ``reached`` (C,) the share of courses that reach the cell.
    ``drawn`` (draws, tiers, statistics, `MOST_SHOTS`, weights) are sums over cells of given weights, draw by
    draw. Where no course comes, chances are zero.
    """

    chance: Floats
    reached: Floats
    drawn: Floats

    @property
    def expected(self) -> Floats:
        """Expected number of shots, shape (tiers, statistics, C)."""
        return np.asarray(self.chance.sum(axis=2))


@kernel
def count_upper(first_ms: Any, last_ms: Any, firing: Firing, draw: int, able: Any, best: Any) -> int:
    """Return the most upper-tier shots, up to two, of any group; ``able`` are shooters, ``best`` (G, 2) room."""
    best[:, 0] = NEVER
    best[:, 1] = -1
    for i in range(able.shape[0]):
        s = able[i]
        if firing.present[draw, s] and firing.is_upper[s]:
            g = firing.group[s]
            best[g, 0] = min(best[g, 0], first_ms[i])
            best[g, 1] = max(best[g, 1], last_ms[i])
    most = 0
    for g in range(firing.groups):
        if best[g, 0] < NEVER:
            shots = 2 if best[g, 1] >= best[g, 0] + firing.assessment_ms else 1
            most = max(most, shots)
    return most


@kernel
def has_lower(firing: Firing, draw: int, able: Any) -> int:
    """Return whether a lower-tier shooter is able and there, as 0 or 1."""
    for s in able:
        if firing.present[draw, s] and not firing.is_upper[s]:
            return 1
    return 0


@kernel
def fill_shots(
    first_ms: Any, last_ms: Any, impact_ms: Any, firing: Firing, weight: Any, chance: Any, drawn: Any
) -> None:
    """Write ``chance`` (3, 2, 3, C) and add to ``drawn`` (draws, 3, 2, 3, W); ``weight`` is (W, C)."""
    courses, shooters, cells = first_ms.shape
    draws = firing.present.shape[0]
    able = np.empty((courses, shooters), np.int64)
    times = np.empty((courses, 2, shooters), np.int64)
    count = np.empty(courses, np.int64)
    best = np.empty((firing.groups, 2), np.int64)
    shots = np.empty(3, np.int64)
    worst = np.empty(3, np.int64)
    over = np.empty((3, 3), np.int64)
    for c in range(cells):
        reaching = 0
        for q in range(courses):
            count[q] = -1
            if impact_ms[q, c] == NEVER:
                continue
            reaching += 1
            count[q] = 0
            for s in range(shooters):
                if first_ms[q, s, c] < NEVER:
                    able[q, count[q]] = s
                    times[q, 0, count[q]] = first_ms[q, s, c]
                    times[q, 1, count[q]] = last_ms[q, s, c]
                    count[q] += 1
        if reaching == 0:
            continue
        for draw in range(draws):
            worst[:] = MOST_SHOTS
            over[:] = 0
            for q in range(courses):
                n = count[q]
                if n < 0:
                    continue
                who = able[q, :n]
                shots[0] = count_upper(times[q, 0, :n], times[q, 1, :n], firing, draw, who, best)
                shots[1] = has_lower(firing, draw, who)
                shots[2] = shots[0] + shots[1]
                for tier in range(3):
                    worst[tier] = min(worst[tier], shots[tier])
                    for number in range(shots[tier]):
                        over[tier, number] += 1
            for tier in range(3):
                for number in range(3):
                    least = 1.0 if worst[tier] > number else 0.0
                    mean = over[tier, number] / reaching
                    chance[tier, 0, number, c] += least / draws
                    chance[tier, 1, number, c] += mean / draws
                    for w in range(weight.shape[0]):
                        drawn[draw, tier, 0, number, w] += least * weight[w, c]
                        drawn[draw, tier, 1, number, w] += mean * weight[w, c]


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
    draws = firing.present.shape[0]
    chance = np.zeros((3, 2, MOST_SHOTS, cells))

    def work(start: int) -> Floats:
        part = slice(start, start + _CHUNK)
        drawn = np.zeros((draws, 3, 2, MOST_SHOTS, len(weight)))
        fill_shots(
            found.first_ms[:, :, part], found.last_ms[:, :, part], found.impact_ms[:, part], firing,
            weight[:, part], chance[..., part], drawn,
        )  # fmt: skip
        return drawn

    with ThreadPoolExecutor(workers) as pool:
        parts = list(pool.map(work, range(0, cells, _CHUNK)))
    drawn = np.zeros((draws, 3, 2, MOST_SHOTS, len(weight)))
    for part in parts:
        drawn += part
    return Shots(chance, (found.impact_ms < NEVER).mean(axis=0), drawn)


def firing_of(
    group: npt.NDArray[np.int64],
    tier: npt.NDArray[np.int8],
    present: npt.NDArray[np.bool_],
    assessment_s: float,
) -> Firing:
    """Return shooters as the count needs them; ``present`` is (draws, S)."""
    groups = int(group.max(initial=0)) + 1
    return Firing(
        np.ascontiguousarray(group, np.int64),
        groups,
        tier == UPPER,
        np.ascontiguousarray(present),
        round(assessment_s * 1e3),
    )
