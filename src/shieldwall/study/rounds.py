"""Rounds expended by party and interceptor in the battles of a scenario, arrangement by arrangement."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from shieldwall.case.build import build_case
from shieldwall.catalogue.load import Catalogue
from shieldwall.engagement.orders import ColumnMap
from shieldwall.model.scenario import Scenario
from shieldwall.study.draw_part import battles_per_draw
from shieldwall.study.trial import DrawRun

Counts = npt.NDArray[np.int32]


@dataclass(frozen=True)
class RoundsExpended:
    """Rounds fired in every battle.

    Attributes
    ----------
    magazine_types : tuple of (str, str)
        Party and interceptor of each column, M of them.
    battles : dict of str to int32[battles, M]
        By arrangement; the same luck in the same row.
    """

    magazine_types: tuple[tuple[str, str], ...]
    battles: dict[str, Counts]


def rounds_expended(
    asked: Scenario, arrangements: Sequence[str], catalogue: Catalogue, *, trials: int, draws: int, seed: int
) -> RoundsExpended:
    """Return the rounds that every battle takes, by party and interceptor.

    Parameters
    ----------
    asked : Scenario
        What is asked.
    arrangements : sequence of str
        Ids of arrangements.
    catalogue : Catalogue
        Where facts come from.
    trials, draws : int
        Battles for each arrangement, divided among so many epistemic draws.
    seed : int
        Seed of all luck.
    """
    case = build_case(asked, tuple(arrangements), catalogue, seed=seed, draws=draws)
    where = ColumnMap(len(case.beneficiaries), len(case.forces.magazine_types))
    counts = battles_per_draw(trials, draws)
    size = asked.raid.size

    def one(draw: int) -> dict[str, Counts]:
        run, count = DrawRun(case, draw), int(counts[draw])
        return {
            name: run.run(case.arrangements[name], {size: count}).battles[size][:count, where.expended]
            for name in arrangements
        }

    with ThreadPoolExecutor() as pool:
        parts = list(pool.map(one, range(draws)))
    return RoundsExpended(
        case.forces.magazine_types,
        {name: np.concatenate([part[name] for part in parts]) for name in arrangements},
    )
