"""What flips the sign: which single uncertain input, within its range, reverses a difference.

Two steps. First the epistemic draws are looked at: a straight line of each input through the draws' paired
differences foretells the mean difference at the ends of the input's range, and those inputs are kept for
which the other sign lies within two standard errors. Then each of these is held at its low end and at its
high end, with everything else as it was drawn and on the same luck, and all is run again. An input reverses a
difference where the mean at one end has the other sign by more than two standard errors. "None found" is said
of single inputs within their ranges; two together may still do it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from shieldwall.case.build import build_case
from shieldwall.case.kept import keeping
from shieldwall.case.ledger import Input
from shieldwall.catalogue.load import Catalogue
from shieldwall.model.estimate import Estimate
from shieldwall.model.scenario import Scenario
from shieldwall.model.what_if import Flip, Flips, FlipVerdict, InputTried
from shieldwall.study import geometry as ground
from shieldwall.study.answer import SURE_ERRORS, with_interval
from shieldwall.study.draw_part import DrawPart, Plan, battles_per_draw
from shieldwall.study.progress import Progress, silent
from shieldwall.study.runner import each_draw
from shieldwall.study.tally import Scale, drawn_estimate, estimates

Floats = npt.NDArray[np.float64]

TRIALS: Final = 8192
DRAWS: Final = 256
MOST_TRIED: Final = 10
"""Inputs that are run again, at most: of each difference in turn the one whose reversal is least unlikely."""
MEASURES: Final[Mapping[str, str]] = {
    "expected_leakers": "expected leakers",
    "warning_time_s": "warning time (s)",
    "interceptors_expended": "interceptors expended",
}
METHOD: Final = (
    "Each input that a straight line through the epistemic draws lets reverse a mean difference, within two "
    "standard errors, was held at both ends of its range with all else as drawn, and run again on the same "
    "luck. Single inputs only; for odds of a kill the ends are the 5th and 95th percentile."
)


@dataclass(frozen=True)
class Asked:
    """What is looked at: a scenario under arrangements, with so many trials in so many epistemic draws."""

    scenario: Scenario
    names: tuple[str, ...]
    seed: int
    trials: int = TRIALS
    draws: int = DRAWS
    workers: int = 1


@dataclass(frozen=True, eq=False)
class _Run:
    """Paired differences (by pair and measure) of one run: the estimate, and the mean of each draw (D,)."""

    inputs: tuple[Input, ...]
    estimate: dict[tuple[str, str], Estimate]
    by_draw: dict[tuple[str, str], Floats]


def find_flips(asked: Asked, catalogue: Catalogue, progress: Progress = silent) -> Flips:
    """Return which single inputs reverse each paired difference between arrangements.

    Parameters
    ----------
    asked : Asked
        Scenario, arrangements and trials.
    catalogue : Catalogue
        Where facts come from.
    progress : callable
        Called with the stage and the share done.

    Raises
    ------
    InputError
        Something named does not exist, or the scenario cannot be run.
    """
    with keeping():
        whole = _run(asked, catalogue, {})
        inputs = [each for each in whole.inputs if each.ground != "of_the_day"]
        wanted = worth_trying(inputs, whole.by_draw)
        tried: dict[str, tuple[_Run, _Run]] = {}
        for done, each in enumerate(wanted):
            progress("what flips the sign", done / len(wanted))
            low, high = (_run(asked, catalogue, {each.name: quantile}) for quantile in each.ends)
            tried[each.name] = (low, high)
    pairs = dict.fromkeys(pair for pair, _ in whole.estimate)
    return Flips(
        trials=asked.trials,
        draws=min(asked.draws, asked.trials // 2),
        screened=len(inputs),
        tried=len(wanted),
        method=METHOD,
        differences={
            pair: {measure: _flip(pair, measure, whole, wanted, tried) for measure in MEASURES}
            for pair in pairs
        },
    )


def _run(asked: Asked, catalogue: Catalogue, held: Mapping[str, float]) -> _Run:
    draws = min(asked.draws, asked.trials // 2)
    case = build_case(asked.scenario, asked.names, catalogue, seed=asked.seed, draws=draws, held=held)
    battles = battles_per_draw(asked.trials, draws)
    named = {name: case.arrangements[name] for name in asked.names}
    plan = Plan(case=case, named=named, cells={}, battles=battles, cell_battles=battles, curve=())
    with closing(each_draw(plan, draws, asked.workers)) as drawn:
        parts = list(drawn)
    estimate: dict[tuple[str, str], Estimate] = {}
    by_draw: dict[tuple[str, str], Floats] = {}
    for later, earlier in plan.pairs:
        for measure in MEASURES:
            key = (f"{later}-minus-{earlier}", measure)
            estimate[key], by_draw[key] = _difference(plan, parts, (later, earlier), measure)
    return _Run(case.inputs, estimate, by_draw)


def _difference(
    plan: Plan, parts: Sequence[DrawPart], pair: tuple[str, str], measure: str
) -> tuple[Estimate, Floats]:
    """Return the estimate of a paired difference, and its mean in each draw."""
    if measure in ground.MEASURES:
        row = ground.MEASURES.index(measure)
        values = np.array([part.geometry_differences[pair].means[row, 0] for part in parts])
        return drawn_estimate(values), values
    column = [each.measure for each in plan.cell_columns].index(measure)
    sums = [part.differences[pair] for part in parts]
    every = estimates(sums, [Scale(each.divisor, each.step) for each in plan.columns])
    return every[column], np.array([part.total[column] / part.count for part in sums])


def worth_trying(inputs: Sequence[Input], differences: Mapping[tuple[str, str], Floats]) -> tuple[Input, ...]:
    """Return the inputs that may reverse a difference, by a straight line through the draws.

    Parameters
    ----------
    inputs : sequence of Input
        What was drawn.
    differences : mapping of (pair, measure) to (D,)
        The mean of each draw. Those whose own mean is not told from zero have no sign to reverse.

    Returns
    -------
    tuple of Input
        At most `MOST_TRIED`, in the order in which they came: of each difference in turn the likeliest, those
        in leakers first.
    """
    ranked = [_nearest(inputs, differences[key]) for key in sorted(differences, key=_leakers_first)]
    chosen: dict[str, None] = {}
    for place in range(len(inputs)):
        for names in ranked:
            if place < len(names) and len(chosen) < MOST_TRIED:
                chosen[names[place]] = None
    return tuple(each for each in inputs if each.name in chosen)


def _leakers_first(key: tuple[str, str]) -> int:
    return list(MEASURES).index(key[1]) if key[1] in MEASURES else len(MEASURES)


def _nearest(inputs: Sequence[Input], difference: Floats) -> list[str]:
    """Return the inputs that may reverse one difference, those nearest to it or farthest beyond first."""
    mean, error = difference.mean(), difference.std(ddof=1) / np.sqrt(len(difference))
    if abs(mean) <= SURE_ERRORS * error:
        return []
    score: dict[str, float] = {}
    for each in inputs:
        ahead, its_error = foretold(each.value, difference)
        margin = np.sign(mean) * ahead / np.maximum(its_error, 1e-12)
        if margin.min() < SURE_ERRORS:
            score[each.name] = float(margin.min())
    return sorted(score, key=lambda name: (score[name], name))


def foretold(value: Floats, difference: Floats) -> tuple[Floats, Floats]:
    """Return a difference foretold at the least and greatest value of an input (2,), and the errors (2,).

    By ordinary least squares of the draws' differences (D,) on the input (D,).
    """
    centred = value - value.mean()
    spread = centred @ centred
    slope = centred @ difference / spread
    left = difference - difference.mean() - slope * centred
    variance = left @ left / (len(value) - 2)
    ends = np.array([centred.min(), centred.max()])
    return difference.mean() + slope * ends, np.sqrt(variance * (1.0 / len(value) + ends**2 / spread))


def _flip(
    pair: str,
    measure: str,
    whole: _Run,
    wanted: Sequence[Input],
    tried: Mapping[str, tuple[_Run, _Run]],
) -> Flip:
    difference = whole.estimate[pair, measure]
    rows = tuple(
        _tried(each, difference, *(run.estimate[pair, measure] for run in tried[each.name]))
        for each in wanted
    )
    what = f"{MEASURES[measure]} ({pair.replace('-minus-', ' minus ').replace('_', ' ')})"
    told = f"The mean difference in {what} is {with_interval(difference, signed=True)}"
    if not any((difference.mean, difference.mc_se, *difference.epistemic)):
        return Flip(difference, "no_difference", (), (), f"There is no difference in {what}.")
    if abs(difference.mean) <= SURE_ERRORS * difference.mc_se:
        return Flip(difference, "not_settled", (), rows, f"{told}; these trials do not settle its sign.")
    reversed_by = tuple(row.input for row in rows if row.verdict == "reverses")
    if reversed_by:
        text = f"{told}; its sign is reversed within the range of {', '.join(reversed_by)} alone."
        return Flip(difference, "found", reversed_by, rows, text)
    unsettled = [row.input for row in rows if row.verdict == "not_settled"]
    open_ones = f", though at one end of {', '.join(unsettled)} the trials leave it open" if unsettled else ""
    return Flip(
        difference, "none_found", (), rows, f"{told}; no single input was found to reverse it{open_ones}."
    )


def _tried(each: Input, whole: Estimate, low: Estimate, high: Estimate) -> InputTried:
    sign = np.sign(whole.mean)
    verdict: FlipVerdict = "keeps_the_sign"
    if any(sign * end.mean < -SURE_ERRORS * end.mc_se for end in (low, high)):
        verdict = "reverses"
    elif any(sign * end.mean <= SURE_ERRORS * end.mc_se for end in (low, high)):
        verdict = "not_settled"
    return InputTried(each.name, each.role, each.basis, each.unit, each.low, each.high, low, high, verdict)
