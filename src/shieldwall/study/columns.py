"""From the counts of battles to the outcomes that are reported: one whole number per battle and column.

Everything stays in whole numbers, so that sums do not depend on the order in which they are made; cost is
counted in thousand dollars.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from shieldwall.case.build import Case
from shieldwall.engagement.orders import ColumnMap

Whole = npt.NDArray[np.int64]

THOUSAND_PER_MILLION = 1000
FIVE_MILLION = 5000
"""Predictive intervals of cost are read off a histogram with steps of this many thousand dollars."""


@dataclass(frozen=True)
class Column:
    """What one column of outcomes holds: a measure, of all or of one party or beneficiary.

    ``divisor`` turns the whole number into the measure's unit; ``step`` is the width of its histogram.
    """

    measure: str
    party: str | None = None
    beneficiary: str | None = None
    divisor: int = 1
    step: int = 1


WITHOUT_SECOND_ROUND: Final = "targets_without_second_round"
WITHOUT_ROUND: Final = "targets_without_round"
RAID_LEAKERS: Final = ("first_raid_leakers", "second_raid_leakers")


def beside_measures(case: Case) -> tuple[str, ...]:
    """Return what is counted beside the measures: for the raid-size curve, and for a second raid if any."""
    both = RAID_LEAKERS if case.second_raid_size else ()
    return (WITHOUT_SECOND_ROUND, WITHOUT_ROUND, *both)


def battle_columns(case: Case, *, split: bool) -> tuple[Column, ...]:
    """Return the columns of outcomes of battles; ``split`` adds those by party and beneficiary behind."""
    parties = case.scenario.parties if split else ()
    beneficiaries = case.beneficiaries if split else ()

    def cost(party: str | None = None) -> Column:
        return Column("cost_expended_million_usd", party, None, THOUSAND_PER_MILLION, FIVE_MILLION)

    return (
        Column("p_no_leak"),
        Column("expected_leakers"),
        Column("interceptors_expended"),
        Column("interceptors_remaining"),
        Column("duplicate_shots"),
        cost(),
        *(Column(name) for name in beside_measures(case)),
        *(Column("p_no_leak", beneficiary=name) for name in beneficiaries),
        *(Column("expected_leakers", beneficiary=name) for name in beneficiaries),
        *(Column("interceptors_expended", party=name) for name in parties),
        *(Column("interceptors_remaining", party=name) for name in parties),
        *(cost(name) for name in parties),
    )


def battle_outcomes(
    case: Case, draw: int, battles: npt.NDArray[np.int32], absent: frozenset[str], *, split: bool
) -> Whole:
    """Return the outcomes of battles in the order of `battle_columns`, shape (battles, columns).

    Parameters
    ----------
    case : Case
        The case.
    draw : int
        The epistemic draw that was fought.
    battles : (n, C)
        Counts from the battle kernel.
    absent : frozenset of str
        Parties whose forces were left out, and whose rounds are not among those remaining.
    split : bool
        Whether the columns by party and beneficiary are wanted.
    """
    where = ColumnMap(len(case.beneficiaries), len(case.forces.magazine_types))
    leaked = battles[:, where.leakers].astype(np.int64)
    fired = battles[:, where.expended].astype(np.int64)
    prices = np.rint(case.samples.price[draw] * THOUSAND_PER_MILLION).astype(np.int64)
    owner = np.array([case.scenario.parties.index(party) for party, _ in case.forces.magazine_types])
    held = _rounds_held(case, draw, absent)
    parties = [np.flatnonzero(owner == party) for party in range(len(case.scenario.parties))]
    leakers, expended = leaked.sum(axis=1), fired.sum(axis=1)
    whole = [
        (leakers == 0).astype(np.int64),
        leakers,
        expended,
        held.sum() - expended,
        battles[:, where.duplicates].astype(np.int64),
        fired @ prices,
        battles[:, where.no_second_round].astype(np.int64),
        battles[:, where.no_round].astype(np.int64),
    ]
    if case.second_raid_size:
        second = battles[:, where.second_raid_leakers].astype(np.int64)
        whole += [leakers - second, second]
    if split:
        whole += [(column == 0).astype(np.int64) for column in leaked.T]
        whole += list(leaked.T)
        whole += [fired[:, own].sum(axis=1) for own in parties]
        whole += [held[own].sum() - fired[:, own].sum(axis=1) for own in parties]
        whole += [fired[:, own] @ prices[own] for own in parties]
    return np.stack(whole, axis=1)


def _rounds_held(case: Case, draw: int, absent: frozenset[str]) -> Whole:
    """Return the rounds with units on station by magazine type, shape (M,), those for a second raid too."""
    gone = np.array([unit.party in absent for unit in case.forces.units], np.bool_)
    there = (case.samples.ready[draw] & ~gone)[case.forces.shooter_unit]
    rounds = np.where(there, case.forces.shooters.magazine + case.forces.replenishment, 0)
    return np.bincount(
        case.forces.magazine_type, weights=rounds, minlength=len(case.forces.magazine_types)
    ).astype(np.int64)
