"""Put a comparison together from the sums of its draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from shieldwall.model.arrangement import MECHANISMS
from shieldwall.model.outcomes import (
    MEASURES,
    Attribution,
    Cell,
    Comparison,
    CurvePoint,
    Estimate,
    Outcomes,
    ScenarioSummary,
    Versions,
)
from shieldwall.model.what_if import RunsOut, SecondRaidOutcome
from shieldwall.study import geometry as ground
from shieldwall.study.answer import (
    Adverse,
    adverse_sentence,
    difference_sentence,
    outcome_sentence,
    side_sentence,
)
from shieldwall.study.attribution import (
    all_cells,
    cell_name,
    first_and_last,
    permitted_orders,
    shapley_shares,
)
from shieldwall.study.columns import RAID_LEAKERS, WITHOUT_ROUND, WITHOUT_SECOND_ROUND, Column
from shieldwall.study.draw_part import DrawPart, GeometryPart, Plan
from shieldwall.study.placed import areas_used, places_engageable, units_placed
from shieldwall.study.remarks import NOT_MODELLED, remarks_on
from shieldwall.study.rests_on import assumed_share
from shieldwall.study.tally import PERCENTILES, Scale, Sums, drawn_estimate, drawn_estimates, estimates

SCHEMA: Final = "shieldwall.compare/1"
NAMES: Final = frozenset(measure.name for measure in MEASURES)


def assemble(
    plan: Plan,
    parts: Sequence[DrawPart],
    trials: int,
    attribution_trials: int,
    versions: tuple[str, str],
    timings: dict[str, float],
) -> Comparison:
    """Return the comparison.

    Parameters
    ----------
    plan : Plan
        What was run.
    parts : sequence of DrawPart
        What each draw gave, in order of draw.
    trials, attribution_trials : int
        Battles per arrangement and per cell.
    versions : (code, data)
        Versions of both.
    timings : dict
        Seconds by stage.
    """
    case = plan.case
    arrangements = {
        name: _outcomes(plan, [part.battles[name] for part in parts], [part.geometry[name] for part in parts])
        for name in plan.named
    }
    differences = {
        f"{later}-minus-{earlier}": _outcomes(
            plan,
            [part.differences[later, earlier] for part in parts],
            [part.geometry_differences[later, earlier] for part in parts],
        )
        for later, earlier in plan.pairs
    }
    attribution = _attribution(plan, parts) if plan.cells else {}
    curve = _curve(plan, parts)
    result = Comparison(
        schema=SCHEMA,
        scenario=_summary(plan),
        answer="",
        remarks=remarks_on(case),
        seed=case.seed,
        trials=trials,
        attribution_trials=attribution_trials,
        draws=case.draws,
        arrangements=arrangements,
        differences=differences,
        cells=_cells(plan, parts),
        attribution=attribution,
        raid_size_curve=curve,
        units=units_placed(case),
        places=places_engageable(plan, parts),
        launch_areas=areas_used(case.areas),
        not_modelled=NOT_MODELLED,
        facts_used=case.used,
        versions=Versions(*versions, SCHEMA),
        timings_s=timings,
        runs_out=_runs_out(curve),
        assumed_share=assumed_share(plan, parts),
        second_raid=_second_raid(plan, parts),
    )
    return replace(result, answer=_answer(plan, result))


def _outcomes(plan: Plan, sums: Sequence[Sums], grounds: Sequence[GeometryPart]) -> Outcomes:
    found = dict(zip(plan.columns, estimates(sums, _scales(plan.columns)), strict=True))
    fields = _ground_estimates(plan, grounds)
    for column, estimate in found.items():
        if column.measure in NAMES and column.party is None and column.beneficiary is None:
            parties = {
                part.party: split
                for part, split in found.items()
                if part.measure == column.measure and part.party is not None
            }
            beneficiaries = {
                part.beneficiary: split
                for part, split in found.items()
                if part.measure == column.measure and part.beneficiary is not None
            }
            fields[column.measure] = replace(
                estimate, by_party=parties or None, by_beneficiary=beneficiaries or None
            )
    return Outcomes(**fields)


def _scales(columns: Sequence[Column], orders: int = 1) -> list[Scale]:
    return [Scale(column.divisor * orders, column.step * orders) for column in columns]


def _ground_estimates(plan: Plan, grounds: Sequence[GeometryPart]) -> dict[str, Estimate]:
    """Return the estimates of geometry: all, and by beneficiary."""
    means = np.stack([part.means for part in grounds])
    draws, measures, columns = means.shape
    found = drawn_estimates(means.reshape(draws, -1))
    reached = np.asarray(np.isfinite(means).all(axis=0))
    fields: dict[str, Estimate] = {}
    for row, measure in enumerate(ground.MEASURES):
        whole, *split = found[row * columns : (row + 1) * columns]
        if measure == ground.WARNING:
            whole = replace(whole, predictive=_warning_percentiles(grounds))
        by_beneficiary = {
            name: estimate
            for name, estimate, told in zip(plan.case.beneficiaries, split, reached[row, 1:], strict=True)
            if told
        }
        fields[measure] = replace(whole, by_beneficiary=by_beneficiary)
    assert len(fields) == measures
    return fields


def _warning_percentiles(grounds: Sequence[GeometryPart]) -> tuple[float, float]:
    first = min(part.warning[0] for part in grounds)
    end = max(part.warning[0] + len(part.warning[1]) for part in grounds)
    whole = np.zeros(end - first)
    for part in grounds:
        start = part.warning[0] - first
        whole[start : start + len(part.warning[1])] += part.warning[1]
    reached = np.cumsum(whole) / whole.sum()
    low, high = (first + int(np.searchsorted(reached, percent / 100.0)) for percent in PERCENTILES)
    return float(low), float(high)


def _cells(plan: Plan, parts: Sequence[DrawPart]) -> dict[str, Cell]:
    found = {}
    for members in all_cells() if plan.cells else []:
        name = cell_name(members)
        sums = [part.cells[name] for part in parts]
        fields = {
            column.measure: estimate
            for column, estimate in zip(
                plan.cell_columns, estimates(sums, _scales(plan.cell_columns)), strict=True
            )
            if column.measure in NAMES
        }
        values = np.stack([part.cell_geometry[name] for part in parts])
        fields |= dict(zip(ground.MEASURES, drawn_estimates(values), strict=True))
        found[name] = Cell(
            mechanisms={mechanism: mechanism in members for mechanism in MECHANISMS},
            coordination=plan.cells[name].effective_coordination,
            measures=Outcomes(**fields),
        )
    return found


def _attribution(plan: Plan, parts: Sequence[DrawPart]) -> dict[str, dict[str, Attribution]]:
    """Return Shapley values with first-in and last-in differences, by measure and mechanism."""
    orders = len(permitted_orders())
    cells = _cells(plan, parts)
    names = [cell_name(members) for members in all_cells()]
    ground_values = np.stack([[part.cell_geometry[name] for name in names] for part in parts])
    shares = shapley_shares(ground_values)
    battle = {
        mechanism: estimates(
            [part.mechanisms[mechanism] for part in parts], _scales(plan.cell_columns, orders)
        )
        for mechanism in MECHANISMS
    }
    places = {column.measure: place for place, column in enumerate(plan.cell_columns)}
    found: dict[str, dict[str, Attribution]] = {}
    for measure in (measure.name for measure in MEASURES):
        values = [getattr(cells[name].measures, measure).mean for name in names]
        found[measure] = {}
        for row, mechanism in enumerate(MECHANISMS):
            if measure in places:
                estimate = battle[mechanism][places[measure]]
            else:
                estimate = drawn_estimate(shares[row, :, ground.MEASURES.index(measure)])
            first, last = first_and_last(values, mechanism)
            found[measure][mechanism] = Attribution(
                estimate.mean, estimate.mc_se, estimate.epistemic, estimate.predictive, first, last
            )
    return found


def _curve(plan: Plan, parts: Sequence[DrawPart]) -> tuple[CurvePoint, ...]:
    points = []
    for name in plan.named:
        for size in plan.curve:
            sums = [part.curve[name, size] for part in parts]
            found = {
                column.measure: estimate
                for column, estimate in zip(
                    plan.cell_columns, estimates(sums, _scales(plan.cell_columns)), strict=True
                )
            }
            points.append(
                CurvePoint(
                    arrangement=name,
                    raid_size=size,
                    p_no_leak=found["p_no_leak"],
                    expected_leakers=found["expected_leakers"],
                    interceptors_expended=found["interceptors_expended"],
                    targets_without_second_round=found[WITHOUT_SECOND_ROUND],
                    targets_without_round=found[WITHOUT_ROUND],
                )
            )
    return tuple(points)


def _runs_out(points: Sequence[CurvePoint]) -> dict[str, RunsOut]:
    """Return the smallest raid of the curve in which one missile or more goes without, by arrangement."""

    def first(name: str, measure: str) -> int | None:
        sizes = [
            point.raid_size
            for point in points
            if point.arrangement == name and getattr(point, measure).mean >= 1.0
        ]
        return min(sizes, default=None)

    names = dict.fromkeys(point.arrangement for point in points)
    return {name: RunsOut(first(name, WITHOUT_SECOND_ROUND), first(name, WITHOUT_ROUND)) for name in names}


def _second_raid(plan: Plan, parts: Sequence[DrawPart]) -> dict[str, SecondRaidOutcome]:
    second = plan.case.scenario.raid.second
    if second is None:
        return {}
    columns = [column.measure for column in plan.cell_columns]
    found = {}
    for name in plan.named:
        every = estimates([part.battles[name] for part in parts], _scales(plan.columns))
        first_leakers, second_leakers = (every[columns.index(measure)] for measure in RAID_LEAKERS)
        absent = plan.named[name].absent
        there = [party not in absent for party in plan.case.scenario.parties]
        coming = plan.case.forces.replenishment[np.array(there)[plan.case.forces.shooters.party]].sum()
        found[name] = SecondRaidOutcome(
            second.after_days, second.size, int(coming), first_leakers, second_leakers
        )
    return found


def _summary(plan: Plan) -> ScenarioSummary:
    scenario = plan.case.scenario
    return ScenarioSummary(
        id=scenario.id,
        title=scenario.title,
        question=scenario.question,
        date=str(scenario.date),
        threat=scenario.raid.threats,
        raid_size=scenario.raid.size,
        raid_label=scenario.raid.label,
        availability=scenario.availability,
        knowledge=scenario.knowledge,
        options=scenario.options,
        without=scenario.without,
        reading=scenario.reading,
        counterfactual=scenario.counterfactual,
    )


def _adverse(plan: Plan, result: Comparison, base: str, top: str) -> str:
    """Return the sentence on the other arrangements under which more leaks than under the base."""
    found = []
    for name, arrangement in plan.named.items():
        difference = result.differences.get(f"{name}-minus-{base}")
        if name == top or arrangement.absent or difference is None:
            continue
        divides = arrangement.effective_coordination == "sector_deconfliction"
        found.append(Adverse(arrangement.name, difference.expected_leakers, divides))
    return adverse_sentence(plan.named[base].name, found)


def _answer(plan: Plan, result: Comparison) -> str:
    """Return the answer's sentences, on the attribution's pair where both were compared."""
    scenario = plan.case.scenario
    pair = scenario.attribution
    if pair and {pair.base, pair.top} <= set(plan.named):
        base, top = pair.base, pair.top
    else:
        base, top = next(iter(plan.named)), list(plan.named)[-1]
    if base != top:
        difference = result.differences.get(f"{top}-minus-{base}")
        if difference is None:
            base, top = top, base
            difference = result.differences[f"{top}-minus-{base}"]
        is_attributed = pair is not None and (base, top) == (pair.base, pair.top)
        shares = result.attribution["expected_leakers"] if is_attributed else {}
        first = difference_sentence(
            (plan.named[base].name, plan.named[top].name),
            (result.arrangements[base], result.arrangements[top]),
            difference,
            scenario.raid.size,
        )
        sentences = (first, side_sentence(difference, shares), _adverse(plan, result, base, top))
        return " ".join(sentence for sentence in sentences if sentence)
    return outcome_sentence(plan.named[base].name, result.arrangements[base], scenario.raid.size)
