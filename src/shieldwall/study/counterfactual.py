"""A counterfactual of procurement: the money and the posture of a world, and what that changes on the date.

The comparison itself runs in the world's posture (see `shieldwall.case.procurement`); here it is set beside
the world that happened, on the same raids with the same luck. Where the co-developed interceptor is not
deployed on the date, nothing on the map can change, and the result says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np
import numpy.typing as npt

from shieldwall.case.build import Case, build_case
from shieldwall.case.forces import Forces
from shieldwall.case.procurement import AS_FIELDED, Developed, developed
from shieldwall.catalogue.load import Catalogue
from shieldwall.economics.shares import COUNTERFACTUALS
from shieldwall.economics.shares import NOT_MODELLED as MONEY_NOT_MODELLED
from shieldwall.economics.spread import Distribution
from shieldwall.model.arrangement import Arrangement
from shieldwall.model.estimate import MEASURES, Estimate
from shieldwall.model.what_if import CounterfactualWorld, PartyInWorld, ProgrammeInWorld
from shieldwall.study import geometry as ground
from shieldwall.study.columns import Column, battle_columns, battle_outcomes
from shieldwall.study.draw_part import battles_per_draw
from shieldwall.study.tally import Scale, Sums, drawn_estimates, estimates, summed
from shieldwall.study.trial import DrawRun

Floats = npt.NDArray[np.float64]

TRIALS: Final = 20_000
NO_EFFECT: Final = "no effect on this date"
REFILLED: Final = (
    "cells of rounds that are not there hold what else the ship carries or its party had in service",
)


def counterfactual_world(
    case: Case, named: Mapping[str, Arrangement], catalogue: Catalogue, *, trials: int, workers: int
) -> CounterfactualWorld | None:
    """Return the world in which a case stands, set beside the one that happened; None where that is the same.

    Parameters
    ----------
    case : Case
        In the world's posture.
    named : mapping of str to Arrangement
        The arrangements.
    catalogue : Catalogue
        Where facts come from.
    trials : int
        Battles for each arrangement in either world, at most `TRIALS`.
    workers : int
        Threads. The result does not depend on it.
    """
    scenario = case.scenario
    if scenario.counterfactual == AS_FIELDED:
        return None
    happened = scenario.but(counterfactual=AS_FIELDED)
    names = tuple(case.arrangements)
    fielded = build_case(happened, names, catalogue, seed=case.seed, draws=case.draws)
    programmes = tuple(
        _programme(each, case.forces, fielded.forces, str(scenario.date))
        for each in developed(scenario, catalogue)
    )
    differs = _rounds(case.forces) != _rounds(fielded.forces)
    if not programmes:
        effect = "these parties have developed nothing together, so there is nothing to suppose otherwise"
    elif not any(each.deployed for each in programmes):
        effect = f"{NO_EFFECT}: what was developed together is not deployed on it"
    elif not differs:
        effect = "the posture is the same as fielded; the money differs"
    else:
        effect = "posture and money differ from what happened"
    return CounterfactualWorld(
        name=scenario.counterfactual,
        meaning=COUNTERFACTUALS[scenario.counterfactual],
        effect=effect,
        programmes=programmes,
        against_as_fielded=_paired(case, fielded, named, min(trials, TRIALS), workers) if differs else {},
        not_modelled=(*MONEY_NOT_MODELLED, *REFILLED),
    )


def world_remark(world: CounterfactualWorld) -> str:
    """Return the remark that says in which world a comparison was run."""
    return f"Counterfactual {world.name}: {world.meaning} Here: {world.effect}."


def _rounds(forces: Forces) -> dict[tuple[str, str], int]:
    """Return the rounds of the forces by party and interceptor."""
    held = np.bincount(forces.magazine_type, forces.shooters.magazine, len(forces.magazine_types))
    return {pair: int(count) for pair, count in zip(forces.magazine_types, held, strict=True)}


def _programme(each: Developed, world: Forces, fielded: Forces, date: str) -> ProgrammeInWorld:
    assert each.money is not None
    name = each.interceptor.id
    there, here = _rounds(world), _rounds(fielded)
    is_deployed = any(interceptor == name for _, interceptor in here)
    parties = {
        party: PartyInWorld(
            paid_million_usd=money.paid_million_usd,
            without_million_usd=_three(money.without_million_usd),
            saving_million_usd=_three(money.saving_million_usd),
            rounds_as_fielded=here.get((party, name), 0),
            rounds_in_world=there.get((party, name), 0),
        )
        for party, money in each.money.parties.items()
    }
    fewer = [party for party, found in parties.items() if found.rounds_in_world < found.rounds_as_fielded]
    if not is_deployed:
        since = ", ".join(f"{party} from {day}" for party, day in each.in_service.items())
        effect = f"{NO_EFFECT}: {each.interceptor.name} is not deployed on {date} (in service: {since})"
    elif fewer:
        effect = f"{', '.join(fewer)} would have fewer rounds of {each.interceptor.name}, or none"
    else:
        effect = f"the same rounds of {each.interceptor.name}; who pays for them differs"
    return ProgrammeInWorld(
        programme=each.programme.id,
        interceptor=name,
        in_service_from={party: str(day) for party, day in each.in_service.items()},
        deployed=is_deployed,
        effect=effect,
        parties=parties,
    )


def _three(money: Distribution) -> tuple[float, float, float]:
    return money.mean, money.low, money.high


def _paired(
    world: Case, fielded: Case, named: Mapping[str, Arrangement], trials: int, workers: int
) -> dict[str, dict[str, Estimate]]:
    """Return outcomes in the world minus outcomes as fielded, by arrangement and measure."""
    names = {measure.name for measure in MEASURES}
    columns = [column for column in battle_columns(world, split=False) if column.measure in names]
    battles = battles_per_draw(trials, world.draws)

    def one(draw: int) -> dict[str, tuple[Sums, Floats]]:
        runs = [(case, DrawRun(case, draw)) for case in (world, fielded)]
        return {
            name: _of_draw(runs, arrangement, draw, int(battles[draw]), columns)
            for name, arrangement in named.items()
        }

    with ThreadPoolExecutor(workers) as pool:
        parts = list(pool.map(one, range(world.draws)))
    found = {}
    for name in named:
        scales = [Scale(column.divisor, column.step) for column in columns]
        fought = dict(
            zip(
                [column.measure for column in columns],
                estimates([part[name][0] for part in parts], scales),
                strict=True,
            )
        )
        still = np.stack([part[name][1] for part in parts])
        fought |= dict(zip(ground.MEASURES, drawn_estimates(still), strict=True))
        found[name] = {measure.name: fought[measure.name] for measure in MEASURES}
    return found


def _of_draw(
    runs: list[tuple[Case, DrawRun]], arrangement: Arrangement, draw: int, count: int, columns: list[Column]
) -> tuple[Sums, Floats]:
    """Return the paired difference of one draw: sums of battles, and means of geometry."""
    outcomes, still = [], []
    for case, run in runs:
        size = case.scenario.raid.size
        trial = run.run(arrangement, {size: count})
        absent = frozenset(arrangement.absent)
        values = battle_outcomes(case, draw, trial.battles[size], absent, split=False)
        outcomes.append(values[:count, : len(columns)])
        still.append(ground.weights_of(case).mean(ground.by_flight(trial.geometry))[:, 0])
    steps = np.array([column.step for column in columns])
    return summed(outcomes[0] - outcomes[1], steps), still[0] - still[1]
