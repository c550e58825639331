"""Compare arrangements of cooperation on one scenario: the main job.

Nested sampling: each of some 256 epistemic draws holds one sample of all that is not known, under which
every arrangement fights the same raids with the same luck. Draws are the unit of work, so the result does not
depend on how many workers share them.
"""

from __future__ import annotations

import os
import time
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Final

from shieldwall.case.build import build_case
from shieldwall.catalogue.load import Catalogue
from shieldwall.model.errors import InputError
from shieldwall.model.outcomes import Comparison
from shieldwall.model.scenario import Scenario, check_seed
from shieldwall.model.version import CODE_VERSION
from shieldwall.study.assemble import assemble
from shieldwall.study.attribution import cell_arrangements
from shieldwall.study.counterfactual import counterfactual_world, world_remark
from shieldwall.study.draw_part import Plan, battles_per_draw
from shieldwall.study.flips import TRIALS as FLIP_TRIALS
from shieldwall.study.flips import Asked, find_flips
from shieldwall.study.progress import Progress, silent
from shieldwall.study.runner import each_draw
from shieldwall.study.without_one import TRIALS as LOSS_TRIALS
from shieldwall.study.without_one import checked_class, without_one

DRAWS: Final = 256
FEWEST_BATTLES_PER_DRAW: Final = 2
ATTRIBUTION_TRIALS: Final = 20_000
MOST_WORKERS: Final = 256


@dataclass(frozen=True)
class Settings:
    """How a comparison is run. ``workers`` never changes the answer; ``draws`` are the epistemic ones.

    ``without_one`` names a class of which every single loss is run, with ``loss_trials`` each; with ``flips``
    the inputs that may reverse a difference are run at both ends, with ``flip_trials`` each.
    """

    arrangements: tuple[str, ...]
    trials: int
    attribution_trials: int | None
    seed: int
    workers: int | None = None
    raid_sizes: tuple[int, ...] = ()
    draws: int = DRAWS
    without_one: str | None = None
    loss_trials: int = LOSS_TRIALS
    flips: bool = False
    flip_trials: int = FLIP_TRIALS


def run_comparison(
    scenario: Scenario, catalogue: Catalogue, settings: Settings, progress: Progress = silent
) -> Comparison:
    """Return the comparison of arrangements on a scenario.

    Parameters
    ----------
    scenario : Scenario
        What is asked.
    catalogue : Catalogue
        Where facts come from.
    settings : Settings
        Arrangements, trials, seed, workers.
    progress : callable
        Called with the stage and the share done.

    Raises
    ------
    InputError
        A name that does not exist, a count out of range, or a scenario that cannot be run.
    """
    workers = _workers(settings.workers)
    if settings.without_one is not None:
        checked_class(settings.without_one)
    if not settings.arrangements:
        raise InputError("no arrangement to compare")
    check_seed(settings.seed)
    for size in settings.raid_sizes:
        scenario.but(raid_size=size)
    started = time.perf_counter()
    progress("reading facts and flying the raid", 0.0)
    pair = scenario.attribution
    names = dict.fromkeys(settings.arrangements + ((pair.base, pair.top) if pair else ()))
    draws = min(settings.draws, settings.trials // FEWEST_BATTLES_PER_DRAW)
    case = build_case(scenario, tuple(names), catalogue, seed=settings.seed, draws=draws)
    built = time.perf_counter()
    attribution_trials = min(settings.trials, settings.attribution_trials or ATTRIBUTION_TRIALS)
    plan = Plan(
        case=case,
        named={name: case.arrangements[name] for name in dict.fromkeys(settings.arrangements)},
        cells=cell_arrangements(case.arrangements[pair.base], case.arrangements[pair.top]) if pair else {},
        battles=battles_per_draw(settings.trials, draws),
        cell_battles=battles_per_draw(attribution_trials, draws),
        curve=tuple(dict.fromkeys(settings.raid_sizes)),
    )
    parts = []
    with closing(each_draw(plan, draws, workers)) as drawn:
        for done, part in enumerate(drawn, start=1):
            parts.append(part)
            progress("fighting the raid", 0.1 + 0.85 * done / draws)
    fought = time.perf_counter()
    progress("adding up", 0.97)
    timings = {"build": built - started, "battles": fought - built}
    versions = (CODE_VERSION, catalogue.version)
    result = assemble(plan, parts, settings.trials, attribution_trials, versions, timings)
    result = _with_what_was_asked_beside(result, plan, catalogue, settings, workers, progress)
    progress("done", 1.0)
    return result


def _with_what_was_asked_beside(
    result: Comparison,
    plan: Plan,
    catalogue: Catalogue,
    settings: Settings,
    workers: int,
    progress: Progress,
) -> Comparison:
    """Return a comparison with the world it stands in, single losses and flips, as far as they were asked."""
    started = time.perf_counter()
    world = counterfactual_world(plan.case, plan.named, catalogue, trials=settings.trials, workers=workers)
    if world is not None:
        result = replace(result, counterfactual=world, remarks=(*result.remarks, world_remark(world)))
    if settings.without_one is not None:
        losses = without_one(
            plan.case, plan.named, settings.without_one, trials=settings.loss_trials, workers=workers,
            progress=progress,
        )  # fmt: skip
        result = replace(result, without_one=losses)
    if settings.flips:
        asked = Asked(
            plan.case.scenario, tuple(plan.named), settings.seed, settings.flip_trials, workers=workers
        )
        result = replace(result, flips=find_flips(asked, catalogue, progress))
    beside = time.perf_counter() - started
    return replace(result, timings_s=result.timings_s | {"beside": beside}) if beside > 1e-2 else result


def _workers(asked: int | None) -> int:
    if asked is None:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if not 1 <= asked <= MOST_WORKERS:
        raise InputError(f"--workers {asked}: from 1 to {MOST_WORKERS}")
    return asked
