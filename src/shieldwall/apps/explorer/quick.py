"""Answers to the page: quick ones from few draws, and full ones that are the command line's own numbers."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from shieldwall.apps.explorer.asked import Asked
from shieldwall.apps.explorer.warm import Warm
from shieldwall.apps.output import plain
from shieldwall.model.outcomes import Comparison, Estimate
from shieldwall.model.version import CODE_VERSION
from shieldwall.study.assemble import assemble
from shieldwall.study.compare import ATTRIBUTION_TRIALS, DRAWS, Settings, run_comparison
from shieldwall.study.draw_part import DrawPart, Plan, battles_per_draw
from shieldwall.study.progress import silent
from shieldwall.study.tally import Scale, estimates

QUICK_DRAWS: Final = 24
QUICK_TRIALS: Final = QUICK_DRAWS * 32
MOST_DRAWS: Final = 2048
HEADLINE: Final = "expected_leakers"
NORMAL_95: Final = 1.959964

Report = Callable[[str, float], None]


@dataclass(frozen=True)
class Effort:
    """How an answer is worked out."""

    draws: int = QUICK_DRAWS
    trials: int = QUICK_TRIALS
    raid_sizes: tuple[int, ...] = ()
    omit: tuple[str, ...] = ()


def quick_answer(warm: Warm, asked: Asked, effort: Effort, report: Report = silent) -> dict[str, Any]:
    """Return an answer from the first few draws of a case that is warm.

    Parameters
    ----------
    warm : Warm
        With the question's ground.
    asked : Asked
        The question.
    effort : Effort
        Draws, battles, raid sizes, and which lists to leave out of the answer.
    report : callable
        Called with the stage and the share done; what it raises ends the work.
    """
    started = time.perf_counter()
    plan, parts = _drawn(warm, asked, effort, report)
    return answer(asked, _record(asked, plan, parts, effort.trials, started), omit=effort.omit)


def paired_difference(warm: Warm, asked: Asked, effort: Effort, report: Report) -> Estimate:
    """Return the difference in expected leakers of a question whose two arrangements differ."""
    plan, parts = _drawn(warm, asked, effort, report)
    first, second = asked.names
    column = [each.measure for each in plan.columns].index(HEADLINE)
    sums = [part.differences[second, first] for part in parts]
    scales = [Scale(each.divisor, each.step) for each in plan.columns]
    return estimates(sums, scales)[column]


def _drawn(warm: Warm, asked: Asked, effort: Effort, report: Report) -> tuple[Plan, list[DrawPart]]:
    case = warm.case_of(asked)
    each = battles_per_draw(effort.trials, effort.draws)
    plan = Plan(case, dict(case.arrangements), {}, each, each, effort.raid_sizes)
    parts = []
    for draw in range(effort.draws):
        report("fighting the raid", draw / effort.draws)
        parts.append(warm.part(plan, draw))
    return plan, parts


def full_answer(asked: Asked, settings: Settings, report: Report) -> dict[str, Any]:
    """Return the answer that the command line gives, by running what it runs.

    Parameters
    ----------
    asked : Asked
        The question.
    settings : Settings
        Of the comparison.
    report : callable
        Called with the stage and the share done; what it raises ends the work.
    """
    return answer(asked, run_comparison(asked.attributed(), asked.catalogue, settings, report))


def draws_for(now: float, draws: int, width: float) -> int:
    """Return how many draws would bring the interval of a mean from its width now to that asked for.

    At most `MOST_DRAWS`. The error of a mean over draws falls with the root of their number.
    """
    if now <= width:
        return draws
    wanted = draws * (now / width) ** 2
    return int(min(MOST_DRAWS, DRAWS * math.ceil(wanted / DRAWS)))


def interval_width(estimate: Estimate) -> float:
    """Return the width of the 95% interval of a mean that finitely many draws and battles leave."""
    return 2.0 * NORMAL_95 * estimate.mc_se


def answer(asked: Asked, record: Comparison, omit: Sequence[str] = ()) -> dict[str, Any]:
    """Return a comparison with what the page says of it: which question, which difference, how precise."""
    first, second = asked.names
    difference = None if first == second else f"{second}-minus-{first}"
    shown = record.differences[difference] if difference else record.arrangements[first]
    widths = {name: interval_width(estimate) for name, estimate in shown.items()}
    return {
        "state": asked.state.model_dump(mode="json"),
        "names": list(asked.names),
        "difference": difference,
        "sentence": record.answer,
        "precision": {
            "draws": record.draws,
            "trials": record.trials,
            "of_draws": DRAWS,
            "words": _words(record, widths[HEADLINE]),
            "interval_width": plain(widths),
        },
        "comparison": _lean(record, omit),
    }


def _lean(record: Comparison, omit: Sequence[str]) -> dict[str, Any]:
    """Return a comparison as plain values, the lists that are named left empty."""
    names = (field.name for field in fields(record))
    return {name: [] if name in omit else plain(getattr(record, name)) for name in names}


def _words(record: Comparison, width: float) -> str:
    return (
        f"From {record.draws} draws of what is not known and {record.trials:,} battles an arrangement: the "
        f"difference in expected leakers is good to {width / 2.0:.2g} missiles either way (95%)."
    )


def _record(asked: Asked, plan: Plan, parts: Sequence[DrawPart], trials: int, since: float) -> Comparison:
    return assemble(
        replace(plan, case=replace(plan.case, draws=len(parts))),
        parts,
        trials,
        min(trials, ATTRIBUTION_TRIALS),
        (CODE_VERSION, asked.catalogue.version),
        {"answer": time.perf_counter() - since},
    )
