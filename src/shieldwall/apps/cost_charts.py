"""The figures of `cost`: what each command draws with ``--out``, with its sources and what was run."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from shieldwall.catalogue.load import Catalogue
from shieldwall.economics.programme import ONE_YEAR, select
from shieldwall.model.money import BudgetLine
from shieldwall.model.programme import Programme
from shieldwall.model.version import CODE_VERSION

if TYPE_CHECKING:
    from shieldwall.apps.cost_effect import CostExchange, CostFrontier
    from shieldwall.apps.costs import SharedCost
    from shieldwall.apps.learning import LearningFound
    from shieldwall.apps.replenish import CostReplenish, LineTime, Owed
    from shieldwall.report.cost_effect import ReplacementBar
    from shieldwall.report.style import Saved

MOST_NAMED = 14


def draw_share(found: SharedCost, folder: Path, known: Catalogue) -> tuple[Saved, ...]:
    """Draw savings by party and world, their confidence levels, and spending by party and year."""
    from shieldwall.report import costs

    first = next(iter(found.savings.values()))
    lines = _budget_lines(found, known)
    run = f"{first.draws:,} draws of the assumptions, seed {first.seed}"
    foot = (
        f"Prices: {found.contributions.prices}. Documents: {found.known_by}.",
        _sources(line.source for line in lines),
        _credit(known, run),
    )
    axis = f"saving, million dollars, {first.prices}"
    title = "Confidence in a saving, by party and world"
    name = known.record(Programme, found.programme).name
    kinds = {line.party: line.year_kind for line in lines}
    return (
        costs.savings_chart(found.savings, name, folder, foot),
        costs.s_curve_chart(costs.saving_curves(found.savings), title, axis, folder, foot),
        costs.spending_chart(found.contributions, _ranges(found, lines), kinds, name, folder, foot),
    )


def _budget_lines(found: SharedCost, known: Catalogue) -> list[BudgetLine]:
    """Return every one-year figure of the shared lines that was public."""
    from shieldwall.catalogue.ledgers import ledger

    programme = known.record(Programme, found.programme)
    lines = ledger(known, BudgetLine)
    return [
        line
        for shared in programme.shared_lines
        for line in select(lines, programme=programme.id, party=shared.party, element=shared.element)
        if line.is_one_year
        and line.status in ONE_YEAR
        and (found.known_by == "latest" or line.known_on.isoformat() <= found.known_by)
    ]


def _ranges(found: SharedCost, lines: Iterable[BudgetLine]) -> dict[tuple[str, int], tuple[float, float]]:
    """Return the lowest and highest figure of each party and year, in the money of the shares."""
    from shieldwall.economics.prices import million_usd

    factors = {
        (party, year): million_usd(step.after) / step.before.amount
        for party, paid in found.contributions.parties.items()
        for year, step in paid.by_year
        if step.before.amount > 0.0
    }
    figures: dict[tuple[str, int], list[float]] = {}
    for line in lines:
        key = (line.party, line.last_year)
        if key in factors:
            figures.setdefault(key, []).append(line.amount * factors[key])
    return {key: (min(values), max(values)) for key, values in figures.items()}


def draw_exchange(found: CostExchange, folder: Path, known: Catalogue) -> Saved:
    """Draw exchange ratios beside what the interceptors do."""
    from shieldwall.report.cost_effect import exchange_chart

    run = f"scenario {found.scenario}, {found.trials:,} trials, seed {found.seed}"
    foot = (_sources(found.other_side.sources, "Sources of the other side's cost"), _credit(known, run))
    return exchange_chart(found.arrangements, folder, foot)


def draw_frontier(found: CostFrontier, folder: Path, known: Catalogue) -> tuple[Saved, ...]:
    """Draw options by cost and effect, and the confidence levels of their ten-year cost."""
    from shieldwall.report.cost_effect import frontier_chart
    from shieldwall.report.costs import Curve, s_curve_chart
    from shieldwall.report.style import plain

    run = (
        f"scenario {found.scenario} under {plain(found.arrangement)}, {found.trials:,} trials, "
        f"seed {found.seed}; ten years from {found.first_year}"
    )
    foot = (
        "Costs: the table option_costs of the catalogue, with a source in every row.",
        _credit(known, run),
    )
    curves = [
        Curve("Ten-year cost", plain(point.option), point.cost_million_usd)
        for point in found.points
        if point.option in found.ten_year_cost
    ]
    axis = f"million dollars, prices of {found.prices}"
    return (
        frontier_chart(found.points, found.measure, found.prices, folder, foot),
        s_curve_chart(
            curves, "Confidence in the ten-year cost of options", axis, folder, foot, "cost_s_curve"
        ),
    )


def draw_replenish(found: CostReplenish, folder: Path, known: Catalogue) -> tuple[Saved, ...]:
    """Draw how long replacement takes, a figure for each arrangement in a folder of its name."""
    from shieldwall.report.cost_effect import replacement_chart
    from shieldwall.report.style import plain

    run = (
        f"scenario {found.scenario}, order of {found.ordered_on}, {found.share_of_line:.0%} of each line, "
        f"{found.trials:,} trials over {found.draws} draws, seed {found.seed}"
    )
    saved = []
    for name, rows in found.arrangements.items():
        sources = (source for row in rows for line in row.lines for source in line.sources)
        foot = (found.remark, _sources(sources, "Sources of the rates"), _credit(known, run))
        title = f"Time to replace what a hypothetical raid expends: {plain(name)}"
        bars = [bar for row in rows for bar in _bars(row)]
        saved.append(replacement_chart(bars, title, folder / name, foot))
    return tuple(saved)


def _bars(row: Owed) -> list[ReplacementBar]:
    from shieldwall.report.cost_effect import ReplacementBar
    from shieldwall.report.style import plain

    what = f"{row.rounds.mean:.1f} {row.interceptor}"
    if row.replaced_by not in (None, row.interceptor):
        what += f" by {row.replaced_by}"
    if not row.lines:
        return [ReplacementBar(row.party, what, row.rounds.mean, None, None, None, row.remark or "")]
    return [
        ReplacementBar(
            row.party, f"{what}, {plain(line.line)}{_opening(line)}", row.rounds.mean,
            line.years_low, line.years, line.years_high, row.remark or "",
        )
        for line in row.lines
    ]  # fmt: skip


def _opening(line: LineTime) -> str:
    return f" (rates from {line.first_year})" if line.at_most else ""


def draw_learning(found: LearningFound, folder: Path, known: Catalogue) -> Saved:
    """Draw the lots, the curve and its interval."""
    from shieldwall.report.learning import learning_chart

    foot = (f"Price: {found.measure}. {_sources(found.sources)}", _credit(known, "no draws"))
    return learning_chart(found.fit, found.item, found.prices, folder, foot)


def _sources(names: Iterable[str], lead: str = "Sources") -> str:
    listed = sorted(dict.fromkeys(names))
    shown = ", ".join(listed[:MOST_NAMED])
    more = f" and {len(listed) - MOST_NAMED} more" if len(listed) > MOST_NAMED else ""
    return f"{lead} (ids of the catalogue): {shown}{more}."


def _credit(known: Catalogue, run: str) -> str:
    return f"Shieldwall {CODE_VERSION}, data {known.version}; {run}."
