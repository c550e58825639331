"""Stationing: where so many ships cover most people, or how few cover all, with proof by HiGHS.

A cell counts as covered when it is against *every* flight that reaches it. For one shot that means: for each
flight, at least one chosen site meets it. Two shots with a look between, taken by any of the ships together,
need a first intercept e and a last launch L with L >= e + a, a the assessment; that holds exactly where for
every time t some chosen site has e <= t or L > t + a, so each t gives a row of its own and rows are added as
answers break them. Identical rows, cells asking for the same rows and sites that another site outdoes are
merged before HiGHS sees them, which changes no optimum.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array, hstack

from shieldwall.coverage.footprint import Opportunities
from shieldwall.sensing.clock import NEVER

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]

MOST_ROUNDS: Final = 60
TIME_LIMIT_S: Final = 120.0
_SOLVED: Final = 0


@dataclass(frozen=True)
class Rows:
    """What must be met: row ``r`` asks for one of the sites ``serves[r]`` (R, J), for ``cell[r]`` (R,)."""

    serves: Flags
    cell: Numbers

    def plus(self, other: Rows) -> Rows:
        """Return both."""
        return Rows(np.concatenate([self.serves, other.serves]), np.concatenate([self.cell, other.cell]))


@dataclass(frozen=True)
class Placement:
    """Chosen sites, the cells that they cover (C,), and whether the optimum is proved.

    ``value`` is the weight covered (or the number of sites), ``bound`` what no choice can better.
    """

    sites: Numbers
    covered: Flags
    value: float
    bound: float
    optimal: bool
    rounds: int
    seconds: float


@dataclass(frozen=True)
class Demand:
    """What the sites can do, and what is wanted.

    ``found`` holds J sites as shooters before the flights of Q courses to C cells; ``weight`` (C,) is what
    each cell is worth; ``shots`` 1, or 2 with a look between, ``assessment_ms`` after the first intercept.
    """

    found: Opportunities
    weight: Floats
    shots: int
    assessment_ms: int

    @property
    def sites(self) -> int:
        """Number of sites."""
        return int(self.found.first_ms.shape[1])

    @property
    def counts(self) -> Flags:
        """Cells that are worth something and that some flight reaches, shape (C,)."""
        return np.asarray((self.weight > 0.0) & (self.found.impact_ms < NEVER).any(axis=0))


def covered_by(demand: Demand, sites: npt.ArrayLike) -> Flags:
    """Return the cells (C,) that these sites together cover against every flight."""
    chosen = np.asarray(sites, np.int64)
    reached = demand.found.impact_ms < NEVER
    first = demand.found.first_ms[:, chosen].min(axis=1, initial=NEVER).astype(np.int64)
    holds = first < NEVER
    if demand.shots > 1:
        last = demand.found.last_ms[:, chosen].max(axis=1, initial=-1)
        holds &= last >= first + demand.assessment_ms
    return np.asarray((holds | ~reached).all(axis=0) & demand.counts)


def rows_at(demand: Demand, course: Numbers, cell: Numbers, time_ms: Numbers) -> Rows:
    """Return the rows of flights (course, cell) at times (n,): sites that meet it by then or launch late."""
    first = demand.found.first_ms[course, :, cell]
    serves = first <= time_ms[:, np.newaxis]
    if demand.shots > 1:
        last = demand.found.last_ms[course, :, cell]
        serves |= last > time_ms[:, np.newaxis] + demand.assessment_ms
    return Rows(serves, cell)


def first_rows(demand: Demand) -> Rows:
    """Return the rows to start with: one shot at every flight, and for two shots the middle of the times."""
    course, cell = np.nonzero((demand.found.impact_ms < NEVER) & demand.counts)
    anywhere = rows_at(demand, course, cell, np.full(len(cell), NEVER - 1))
    if demand.shots == 1:
        return anywhere
    times = demand.found.first_ms[course, :, cell].astype(np.float64)
    times[times == NEVER] = np.nan
    able = ~np.isnan(times).all(axis=1)
    middle = np.nanmedian(times[able], axis=1).astype(np.int64)
    return anywhere.plus(rows_at(demand, course[able], cell[able], middle))


def broken_rows(demand: Demand, sites: Numbers, claimed: Flags) -> Rows:
    """Return a row that each flight to a claimed cell breaks, where chosen sites do not cover it."""
    first = demand.found.first_ms[:, sites].min(axis=1, initial=NEVER).astype(np.int64)
    last = demand.found.last_ms[:, sites].max(axis=1, initial=-1)
    short = last < first + demand.assessment_ms if demand.shots > 1 else first == NEVER
    course, cell = np.nonzero(short & (demand.found.impact_ms < NEVER) & claimed)
    return rows_at(demand, course, cell, first[course, cell] - 1)


@dataclass(frozen=True)
class Merged:
    """A smaller programme with the same optimum.

    ``rows`` (R', J') are the different rows over the sites kept; ``group_row`` (two columns: group, row) says
    which rows each group of cells asks for; ``weight`` (G,) is a group's; ``group`` (C,) each cell's, -1 for
    a cell that counts for nothing; ``site`` (J',) the sites kept.
    """

    rows: csr_array
    group_row: Numbers
    weight: Floats
    group: Numbers
    site: Numbers


def merge(rows: Rows, weight: Floats) -> Merged:
    """Return the programme with identical rows, identical cells and outdone sites merged.

    Parameters
    ----------
    rows : Rows
        What must be met.
    weight : (C,)
        What each cell is worth.
    """
    _, kept, which = np.unique(
        np.packbits(rows.serves, axis=1), axis=0, return_index=True, return_inverse=True
    )
    different = rows.serves[kept]
    pairs = np.unique(np.stack([rows.cell, which.ravel()], axis=-1), axis=0)
    starts = np.flatnonzero(np.r_[True, pairs[1:, 0] != pairs[:-1, 0]])
    asks: dict[bytes, int] = {}
    group = np.full(len(weight), -1, np.int64)
    members: list[Numbers] = []
    for start, stop in zip(starts, np.r_[starts[1:], len(pairs)], strict=True):
        wanted = pairs[start:stop, 1]
        number = asks.setdefault(wanted.tobytes(), len(members))
        if number == len(members):
            members.append(wanted)
        group[pairs[start, 0]] = number
    site = best_sites(different)
    total = np.bincount(group[group >= 0], weight[group >= 0], len(members)).astype(np.float64)
    group_row = np.concatenate(
        [np.stack([np.full(len(wanted), g), wanted], axis=-1) for g, wanted in enumerate(members)]
    )
    return Merged(csr_array(different[:, site].astype(np.float64)), group_row, total, group, site)


def best_sites(rows: Flags) -> Numbers:
    """Return the sites that no other outdoes: rows (R, J) that it serves are not a part of another's."""
    serves = rows.astype(np.float32)
    shared = serves.T @ serves
    own = np.diag(shared)
    within = shared >= own[:, np.newaxis]
    same = within & within.T
    earlier = np.tri(len(own), k=-1, dtype=np.bool_)
    outdone = (within & ~same).any(axis=1) | (same & earlier).any(axis=1) | (own == 0.0)
    return np.flatnonzero(~outdone)


def most_covered(demand: Demand, count: int) -> Placement:
    """Return the ``count`` sites that together cover most weight, with proof.

    Raises
    ------
    ValueError
        HiGHS ended without any answer.
    """

    def solve(merged: Merged) -> tuple[Numbers, Flags, float, bool]:
        groups, sites = len(merged.weight), len(merged.site)
        pairs = merged.group_row
        served = merged.rows[pairs[:, 1]]
        claims = coo_array((np.ones(len(pairs)), (np.arange(len(pairs)), pairs[:, 0])), (len(pairs), groups))
        number = np.r_[np.ones(sites), np.zeros(groups)]
        answer = milp(
            np.r_[np.zeros(sites), -merged.weight / max(merged.weight.sum(), 1e-300)],
            integrality=np.r_[np.ones(sites, np.int64), np.zeros(groups, np.int64)],
            bounds=Bounds(0.0, 1.0),
            constraints=[
                LinearConstraint(csr_array(hstack([served, -claims])), 0.0, np.inf),
                LinearConstraint(number[np.newaxis], 0.0, float(count)),
            ],
            options={"time_limit": TIME_LIMIT_S, "mip_rel_gap": 0.0},
        )
        if answer.x is None:
            raise ValueError(f"no placement found: {answer.message}")
        held = answer.x[sites:] > 0.5
        bound = -float(answer.mip_dual_bound) * float(merged.weight.sum())
        return (
            merged.site[answer.x[:sites] > 0.5],
            held[merged.group] & (merged.group >= 0),
            bound,
            (answer.status == _SOLVED),
        )

    return _until_whole(demand, solve, lambda placed: float(demand.weight[covered_by(demand, placed)].sum()))


def fewest(demand: Demand) -> Placement | None:
    """Return the fewest sites that cover every cell that counts, with proof; None where even all do not."""
    if not np.array_equal(covered_by(demand, np.arange(demand.sites)), demand.counts):
        return None

    def solve(merged: Merged) -> tuple[Numbers, Flags, float, bool]:
        sites = len(merged.site)
        answer = milp(
            np.ones(sites),
            integrality=np.ones(sites, np.int64),
            bounds=Bounds(0.0, 1.0),
            constraints=[LinearConstraint(merged.rows, 1.0, np.inf)],
            options={"time_limit": TIME_LIMIT_S, "mip_rel_gap": 0.0},
        )
        if answer.x is None:
            raise ValueError(f"no placement found: {answer.message}")
        bound = float(np.ceil(answer.mip_dual_bound - 1e-6))
        return merged.site[answer.x > 0.5], demand.counts, bound, answer.status == _SOLVED

    return _until_whole(demand, solve, lambda placed: float(len(placed)))


def _until_whole(
    demand: Demand,
    solve: Callable[[Merged], tuple[Numbers, Flags, float, bool]],
    worth: Callable[[Numbers], float],
) -> Placement:
    """Solve, add the rows that the answer breaks, and solve again until it breaks none."""
    started = time.perf_counter()
    rows = first_rows(demand)
    rounds = 0
    while True:
        rounds += 1
        sites, claimed, bound, proved = solve(merge(rows, demand.weight))
        broken = broken_rows(demand, sites, claimed)
        if not len(broken.cell) or rounds == MOST_ROUNDS:
            break
        rows = rows.plus(broken)
    return Placement(
        sites=sites,
        covered=covered_by(demand, sites),
        value=worth(sites),
        bound=bound,
        optimal=proved and not len(broken.cell),
        rounds=rounds,
        seconds=time.perf_counter() - started,
    )
