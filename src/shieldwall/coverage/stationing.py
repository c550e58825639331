"""Stationing: where so many ships cover most people, or how few cover all, with proof by HiGHS.

A cell counts as covered when it is against *every* flight that reaches it: for each, some chosen site
must have the shots that are asked for. Two shots with a look between are asked of one ship alone; what
ships do together beyond that is counted afterwards (`covered_together`), not planned for. Identical
rows, cells that ask for the same rows, rows that follow from others and sites that another site outdoes
are merged before HiGHS sees them, which changes no optimum.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import coo_array, csr_array, hstack

from shieldwall.coverage.footprint import Opportunities
from shieldwall.sensing.clock import NEVER

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]

TIME_LIMIT_S: Final = 120.0
_SOLVED: Final = 0


@dataclass(frozen=True)
class Rows:
    """What must be met: row ``r`` asks for one of the sites ``serves[r]`` (R, J), for ``cell[r]`` (R,)."""

    serves: Flags
    cell: Numbers


@dataclass(frozen=True)
class Placement:
    """Chosen sites, the cells that they cover (C,), and whether the optimum is proved.

    ``bound`` is what no choice can better: a weight covered, or a number of sites.
    """

    sites: Numbers
    covered: Flags
    bound: float
    optimal: bool
    seconds: float


@dataclass(frozen=True)
class Merged:
    """A smaller programme with the same optimum.

    ``rows`` (R', J') are the different rows over the sites kept; ``group_row`` (n, 2) says which rows each
    group of cells asks for; ``weight`` (G,) is a group's; ``group`` (C,) each cell's, -1 for a cell that asks
    for nothing; ``site`` (J',) the sites kept.
    """

    rows: csr_array
    group_row: Numbers
    weight: Floats
    group: Numbers
    site: Numbers


def rows_of(found: Opportunities, weight: Floats, shots: int, assessment_ms: int) -> Rows:
    """Return a row for every flight to a cell that is worth something.

    Parameters
    ----------
    found : Opportunities
        J sites as shooters before the flights of Q courses to C cells.
    weight : (C,)
        What each cell is worth.
    shots : {1, 2}
        How many shots one ship must have, with a look between.
    assessment_ms : int
        From an intercept to the next launch that takes its result into account.
    """
    course, cell = np.nonzero((found.impact_ms < NEVER) & (weight > 0.0))
    first = found.first_ms[course, :, cell]
    serves = first < NEVER
    if shots > 1:
        serves &= found.last_ms[course, :, cell] >= first.astype(np.int64) + assessment_ms
    return Rows(serves, cell)


def covered_by(rows: Rows, sites: npt.ArrayLike, cells: int) -> Flags:
    """Return the cells (C,) all of whose rows some of the sites serve; cells without rows are not covered."""
    chosen = np.asarray(sites, np.int64)
    covered = np.zeros(cells, np.bool_)
    covered[rows.cell] = True
    covered[rows.cell[~rows.serves[:, chosen].any(axis=1)]] = False
    return covered


def covered_together(found: Opportunities, weight: Floats, sites: npt.ArrayLike, assessment_ms: int) -> Flags:
    """Return the cells (C,) at which the sites together have two shots, with a look, at every flight."""
    chosen = np.asarray(sites, np.int64)
    reached = found.impact_ms < NEVER
    first = found.first_ms[:, chosen].min(axis=1, initial=NEVER).astype(np.int64)
    last = found.last_ms[:, chosen].max(axis=1, initial=-1)
    holds = (first < NEVER) & (last >= first + assessment_ms)
    return np.asarray((holds | ~reached).all(axis=0) & reached.any(axis=0) & (weight > 0.0))


def merge(rows: Rows, weight: Floats) -> Merged:
    """Return the programme with identical rows and cells, rows that follow and outdone sites merged.

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
    ends = np.flatnonzero(np.diff(pairs[:, 0])) + 1
    asks: dict[bytes, int] = {}
    group = np.full(len(weight), -1, np.int64)
    members: list[Numbers] = []
    for part in np.split(pairs, ends) if len(pairs) else []:
        wanted = np.ascontiguousarray(part[:, 1])
        number = asks.setdefault(wanted.tobytes(), len(members))
        if number == len(members):
            members.append(wanted)
        group[part[0, 0]] = number
    site = best_sites(different)
    counts = group >= 0
    total = np.bincount(group[counts], weight[counts], len(members)).astype(np.float64)
    needed = [
        np.stack([np.full(len(wanted), number), wanted], axis=-1)[leading_rows(different[wanted])]
        for number, wanted in enumerate(members)
    ]
    group_row = np.concatenate([*needed, np.empty((0, 2), np.int64)])
    return Merged(csr_array(different[:, site].astype(np.float64)), group_row, total, group, site)


def leading_rows(rows: Flags) -> Numbers:
    """Return the rows that follow from no other: a row served by all the sites of another, and more, does."""
    serves = rows.astype(np.float32)
    shared = serves @ serves.T
    own = np.diag(shared)
    holds_other = (shared >= own[np.newaxis]) & (own[:, np.newaxis] > own[np.newaxis])
    return np.flatnonzero(~holds_other.any(axis=1))


def best_sites(rows: Flags) -> Numbers:
    """Return the sites that no other outdoes: the rows (R, J) that one serves are not a part of another's."""
    serves = rows.astype(np.float32)
    shared = serves.T @ serves
    own = np.diag(shared)
    within = shared >= own[:, np.newaxis]
    same = within & within.T
    earlier = np.tri(len(own), k=-1, dtype=np.bool_)
    outdone = (within & ~same).any(axis=1) | (same & earlier).any(axis=1) | (own == 0.0)
    return np.flatnonzero(~outdone)


def most_covered(rows: Rows, weight: Floats, count: int) -> Placement:
    """Return the ``count`` sites (or fewer) that together cover most weight, with proof.

    A binary variable for each site, one between 0 and 1 for each group of cells, which is covered no more
    than each of its rows is served.
    """
    started = time.perf_counter()
    merged = merge(rows, weight)
    groups, sites = len(merged.weight), len(merged.site)
    pairs = merged.group_row
    whole = float(merged.weight.sum())
    if not sites:
        return Placement(merged.site, covered_by(rows, [], len(weight)), 0.0, True, 0.0)
    claims = coo_array((np.ones(len(pairs)), (np.arange(len(pairs)), pairs[:, 0])), (len(pairs), groups))
    answer = solved(
        np.r_[np.zeros(sites), -merged.weight / whole],
        np.r_[np.ones(sites, np.int64), np.zeros(groups, np.int64)],
        [
            LinearConstraint(csr_array(hstack([merged.rows[pairs[:, 1]], -claims])), 0.0, np.inf),
            LinearConstraint(np.r_[np.ones(sites), np.zeros(groups)][np.newaxis], 0.0, float(count)),
        ],
    )
    chosen = merged.site[answer.x[:sites] > 0.5]
    return Placement(
        sites=chosen,
        covered=covered_by(rows, chosen, len(weight)),
        bound=-float(answer.mip_dual_bound) * whole,
        optimal=answer.status == _SOLVED,
        seconds=time.perf_counter() - started,
    )


def fewest(rows: Rows, weight: Floats) -> Placement | None:
    """Return the fewest sites that serve every row, with proof; None where even all sites do not."""
    started = time.perf_counter()
    if not rows.serves.any(axis=1).all():
        return None
    merged = merge(rows, weight)
    sites = len(merged.site)
    wanted = merged.rows[np.unique(merged.group_row[:, 1])]
    answer = solved(np.ones(sites), np.ones(sites, np.int64), [LinearConstraint(wanted, 1.0, np.inf)])
    chosen = merged.site[answer.x > 0.5]
    return Placement(
        sites=chosen,
        covered=covered_by(rows, chosen, len(weight)),
        bound=float(np.ceil(answer.mip_dual_bound - 1e-6)),
        optimal=answer.status == _SOLVED,
        seconds=time.perf_counter() - started,
    )


def solved(cost: Floats, whole: Numbers, constraints: list[LinearConstraint]) -> OptimizeResult:
    """Return HiGHS' answer for variables between 0 and 1, to the last bit of the gap.

    Raises
    ------
    ValueError
        It ended without any answer.
    """
    options = {"time_limit": TIME_LIMIT_S, "mip_rel_gap": 0.0}
    bounds = Bounds(0.0, 1.0)
    answer = milp(cost, integrality=whole, bounds=bounds, constraints=constraints, options=options)  # type: ignore[arg-type]
    if answer.x is None:
        raise ValueError(f"no placement found: {answer.message}")
    return answer
