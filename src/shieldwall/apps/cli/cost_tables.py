"""How the answers of `shieldwall cost` look on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box

from shieldwall.model.outcomes import MEASURES
from shieldwall.report.table_parts import columned, console, headed
from shieldwall.report.tables import LABELS

if TYPE_CHECKING:
    from shieldwall.apps.cost_effect import CostExchange, CostFrontier
    from shieldwall.apps.costs import ProgrammeCosts, SharedCost
    from shieldwall.apps.learning import LearningFound
    from shieldwall.apps.replenish import CostReplenish
    from shieldwall.economics.money import Step
    from shieldwall.economics.spread import Distribution


def step_line(step: Step) -> str:
    """Return one step of a conversion with its series."""
    if step.operation == "exchange":
        when = f"{step.year} ({step.year_kind})"
        return f"at {step.rate:g} {step.rate_unit} of {when}: {step.series}, {step.series_title}"
    years = f"{step.year} to {step.to_year}"
    return f"times {step.rate:.6g} for prices of {years}: {step.series}, {step.series_title}"


def print_programme(found: ProgrammeCosts) -> None:
    """Print a programme's budgets, the gaps in its totals, and sales."""
    page = console()
    who = f"{found.mode or 'no mode'}; {', '.join(found.parties)}"
    page.print(headed(found.name, f" ({who}), documents: {found.known_by}"))
    table = columned("party", "line", "status", "year", "amount", "unit", "basis", "edition")
    for series in found.series:
        for point in series.points:
            table.add_row(
                series.party,
                series.element,
                point.status,
                str(point.year),
                f"{point.money.amount:,.3f}",
                point.money.unit,
                point.basis,
                point.edition,
            )
    page.print(table)
    if found.value is not None:
        page.print(f"All parties on the shared lines: {found.value:,.1f} million dollars, then-year")
    for gap in found.gaps:
        page.print(f"Gap: {gap}")
    for sale in found.sales:
        page.print(
            f"Sale notice {sale.notified_on}: {sale.quantity} {sale.item}, {sale.value:,.1f} {sale.unit}, "
            f"{sale.each:,.1f} each with support"
        )
    if found.note:
        page.print(found.note)


def print_share(found: SharedCost) -> None:
    """Print shares, savings by counterfactual, and the assumptions they rest on."""
    page = console()
    paid = found.contributions
    page.print(headed(found.programme, f", {paid.prices} dollars, documents: {found.known_by}"))
    for party, contribution in paid.parties.items():
        missing = ", ".join(map(str, contribution.missing))
        amount = f"{contribution.million_usd:,.1f} million, {found.value[party]:.1%}"
        page.print(f"{party}: {amount} ({contribution.rule}{f'; not found: {missing}' if missing else ''})")
    table = columned("counterfactual", "party", "saving, million dollars", "chance of a saving", "kit had")
    for world, saved in found.savings.items():
        for party, item in saved.parties.items():
            table.add_row(
                world,
                party,
                _spread(item.saving_million_usd),
                f"{item.chance_of_saving:.0%}",
                f"{item.kit_paid_for.mean:.0%}",
            )
    page.print(table)
    for world, meaning in found.counterfactuals.items():
        page.print(f"{world}: {meaning}")
    for world, line in found.production.items():
        for party, rounds in line.parties.items():
            shown = f"{_spread(rounds.saving_million_usd)} million dollars of {line.price_year}"
            page.print(f"Rounds, {world}, {party}: saving {shown}")
    first = next(iter(found.savings.values()))
    page.print("Assumptions:")
    for assumed in first.assumptions:
        ends = f"{assumed.low:g} to {assumed.high:g}"
        page.print(f"  {assumed.name}: {assumed.likely:g} ({ends}), {assumed.basis}")
    page.print(f"Not modelled: {'; '.join(first.not_modelled)}")


def print_exchange(found: CostExchange) -> None:
    """Print exchange ratios as ranges, with what must be read beside them."""
    page = console()
    other = found.other_side
    ends = f"{other.low_million_usd:.2g} to {other.high_million_usd:.2g} million dollars"
    page.print(headed(found.scenario, f": {found.missiles} {other.threat}, each {ends}"))
    page.print(f"Prices of {found.prices}; sources of the range: {', '.join(other.sources)}")
    table = columned("", *(name.replace("_", " ") for name in found.arrangements), frame=box.SIMPLE_HEAD)
    ratios = found.arrangements.values()
    table.add_row("expended, million dollars", *(_spread(ratio.own_million_usd) for ratio in ratios))
    table.add_row(
        "for each dollar of the other side",
        *(f"{ratio.at_high_other_cost.mean:.2g} to {ratio.at_low_other_cost.mean:.2g}" for ratio in ratios),
    )
    for beside in zip(*(ratio.companions for ratio in ratios), strict=True):
        label = LABELS.get(beside[0].name, beside[0].name.replace("_", " "))
        factor = 100.0 if label.endswith("%") else 1.0
        table.add_row(label, *(f"{factor * item.values.mean:.3g}" for item in beside))
    page.print(table)
    page.print(found.remark)


def print_frontier(found: CostFrontier) -> None:
    """Print options by cost and effect, and what each buys."""
    page = console()
    about = (
        f" under {found.arrangement}; ten-year cost from {found.first_year}, prices of {found.prices}; "
        f"effect: {found.measure}"
    )
    page.print(headed(found.scenario, about))
    unit = next(measure.unit for measure in MEASURES if measure.name == found.measure)
    table = columned(
        "option", "cost, million dollars", f"effect, {unit}", "on the frontier", "chance of it",
        "passed over for",
    )  # fmt: skip
    for point in found.points:
        table.add_row(
            point.option,
            _spread(point.cost_million_usd),
            f"{point.effect.mean:.3g}",
            "yes" if point.on_frontier else "no",
            f"{point.chance_on_frontier:.0%}",
            ", ".join(point.dominated_by),
        )
    page.print(table)
    for value in found.marginal.values():
        page.print(value.remark)


def print_replenish(found: CostReplenish) -> None:
    """Print, by arrangement, what a raid expends and how long each line takes to make it again."""
    page = console()
    page.print(
        headed(found.scenario, f": order of {found.ordered_on}, {found.share_of_line:.0%} of each line")
    )
    for name, rows in found.arrangements.items():
        until = found.value[name]
        page.print(f"{name}: {'no line can replace any' if until is None else f'{until:.1f} years in all'}")
        table = columned("party", "expended", "rounds", "replaced by", "line", "years", "after many")
        for row in rows:
            about = (row.party, row.interceptor, _few(row.rounds), row.replaced_by or "")
            for line in row.lines:
                ends = f"({_years(line.years_low)} to {_years(line.years_high)})"
                table.add_row(
                    *about,
                    line.line,
                    f"{'at most ' if line.at_most else ''}{_years(line.years)} {ends}",
                    _years(line.years_after_many),
                )
            if not row.lines:
                table.add_row(*about, row.remark, "", "")
        page.print(table)
    page.print(found.remark)


def _years(value: float | None) -> str:
    return "never" if value is None else f"{value:.1f}"


def _few(values: Distribution) -> str:
    return f"{values.mean:.1f} ({values.low:.0f} to {values.high:.0f})"


def print_learning(found: LearningFound) -> None:
    """Print the slope with its interval, the lots, and what a coming lot would cost."""
    page = console()
    fitted = found.fit
    page.print(
        headed(found.item, f", {found.measure}, prices of {found.prices}, {fitted.curve.theory} theory")
    )
    table = columned("lot", "units", "million dollars each")
    for lot in fitted.lots:
        table.add_row(lot.label, f"{lot.first} to {lot.last}", f"{lot.unit_cost:.2f}")
    page.print(table)
    ends = f"{fitted.slope.low:.3f} to {fitted.slope.high:.3f}, {fitted.confidence:.0%} interval"
    page.print(f"Slope {fitted.slope.value:.3f} ({ends}). {found.remark}")
    first, last = found.next_lot_units
    coming = found.next_lot
    page.print(f"Units {first} to {last}: {coming.value:.2f} each ({coming.low:.2f} to {coming.high:.2f})")


def _spread(values: Distribution) -> str:
    if values.least == values.most:
        return f"{values.mean:,.0f}"
    return f"{values.mean:,.0f} ({values.low:,.0f} to {values.high:,.0f})"
