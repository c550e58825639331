"""`shieldwall cost`: what it costs, who pays, and what is saved on which assumption."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from shieldwall.apps.cli.options import Arrangements, AsJson, Overlay, Scenario, Seed, Trials, help_alone
from shieldwall.apps.cli.output import emit, out_folder, parse_list, parse_names
from shieldwall.model.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from shieldwall.economics.prices import Order
    from shieldwall.report.style import Saved

Found = TypeVar("Found")

app = typer.Typer(
    help="What it costs, who pays, what is saved, and on what assumption.",
    callback=help_alone,
    invoke_without_command=True,
    rich_markup_mode=None,
)

On = Annotated[
    str | None, typer.Option("--on", metavar="YYYY-MM-DD", help="Only documents public on this day.")
]
RealYear = Annotated[
    int | None, typer.Option("--real-year", metavar="Y", help="Prices of this U.S. fiscal year.")
]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Folder for figures and their data.")]


@app.command("convert")
def convert(
    amount: Annotated[float, typer.Argument(help="Amount in whole units of the currency.")],
    source: Annotated[str, typer.Option("--from", metavar="JPY", help="Its currency.")],
    target: Annotated[str, typer.Option("--to", metavar="USD", help="The currency wanted.")],
    year: Annotated[int, typer.Option("--year", metavar="Y", help="Its price year, and the rate's.")],
    real_year: Annotated[
        int | None, typer.Option("--real-year", metavar="Y", help="Into the prices of this year.")
    ] = None,
    year_kind: Annotated[
        str, typer.Option("--year-kind", help="calendar, us_fiscal or japan_fiscal.")
    ] = "calendar",
    series: Annotated[str | None, typer.Option(help="Exchange series; the Federal Reserve's.")] = None,
    levels: Annotated[str | None, typer.Option(help="Price level; GDP of the new currency.")] = None,
    deflate_first: Annotated[
        bool, typer.Option("--deflate-first", help="Reprice in the old currency, then exchange.")
    ] = False,
    overlay: Overlay = None,
    as_json: AsJson = False,
) -> None:
    """Convert money between currencies and price years, naming each series."""
    from shieldwall.apps import costs, verbs
    from shieldwall.apps.cli.cost_tables import step_line

    order: Order = "reprice_then_exchange" if deflate_first else "exchange_then_reprice"
    found = costs.convert_money(
        amount,
        source,
        target,
        year,
        year_kind=year_kind,
        real_year=real_year,
        method=costs.Method(series, levels, order),
        known=verbs.catalogue(overlay),
    )
    if as_json:
        emit(found)
        return
    typer.echo(f"{found.value:,.2f} {found.unit} in prices of {found.price_year}")
    for step in found.conversion.steps:
        typer.echo(f"  {step_line(step)}")


@app.command("programme")
def programme(
    name: Annotated[
        str | None, typer.Argument(help="A programme, such as sm3_block_iia; all if left out.")
    ] = None,
    on: On = None,
    overlay: Overlay = None,
    as_json: AsJson = False,
) -> None:
    """Show a programme's budgets by party, line, edition and basis, and whether the totals add up."""
    from shieldwall.apps import costs, verbs
    from shieldwall.apps.cli.cost_tables import print_programme

    known = verbs.catalogue(overlay)
    day = None if on is None else verbs.day(on)
    if name is None:
        if day is not None:
            raise InputError("--on needs a programme: the list of all counts every budget line")
        listed = costs.list_programmes(known)
        if as_json:
            emit(listed)
            return
        for programme_id, lines in listed.value.items():
            typer.echo(f"{programme_id}: {lines} budget lines")
        return
    found = costs.programme_costs(name, on=day, known=known)
    if as_json:
        emit(found)
        return
    print_programme(found)


@app.command("share")
def share(
    name: Annotated[str, typer.Argument(help="A shared programme, such as sm3_block_iia.")],
    counterfactual: Annotated[
        str | None,
        typer.Option("--counterfactual", metavar="C", help="One of those listed; all if left out."),
    ] = None,
    assume: Annotated[
        str | None,
        typer.Option(metavar="NAME=VALUE,...", help="Assumptions to fix, such as additionality=1."),
    ] = None,
    on: On = None,
    real_year: RealYear = None,
    seed: Annotated[int, typer.Option(help="Seed of the draws.")] = 0,
    draws: Annotated[int, typer.Option(help="Draws of the assumptions.")] = 4096,
    out: Out = None,
    overlay: Overlay = None,
    as_json: AsJson = False,
) -> None:
    """Share a programme's cost by party, and say what each saves against which world."""
    from shieldwall.apps import cost_charts, costs, verbs
    from shieldwall.apps.cli.cost_tables import print_share

    known = verbs.catalogue(overlay)
    folder = out_folder(out)
    found = costs.share_cost(
        name,
        counterfactual=counterfactual,
        hold=parse_assumptions(assume),
        on=None if on is None else verbs.day(on),
        real_year=real_year,
        seed=seed,
        draws=draws,
        known=known,
    )
    saved = () if folder is None else cost_charts.draw_share(found, folder, known)
    _answer(found, saved, print_share, as_json)


@app.command("exchange")
def cost_exchange(
    scenario: Scenario,
    arrangements: Arrangements = None,
    trials: Trials = None,
    seed: Seed = None,
    out: Out = None,
    overlay: Overlay = None,
    as_json: AsJson = False,
) -> None:
    """Set what a raid takes against what it may have cost the other side: a range, never alone."""
    from shieldwall.apps import cost_charts, cost_effect, verbs
    from shieldwall.apps.cli.cost_tables import print_exchange

    known = verbs.catalogue(overlay)
    asked = verbs.scenario(scenario, catalogue=known)
    folder = out_folder(out)
    found = cost_effect.exchange_of(
        asked, parse_names("--arrangements", arrangements), trials=trials, seed=seed, known=known
    )
    saved = () if folder is None else (cost_charts.draw_exchange(found, folder, known),)
    _answer(found, saved, print_exchange, as_json)


@app.command("frontier")
def cost_frontier(
    scenario: Scenario,
    options: Annotated[str, typer.Option(metavar="A,B", help="Options, each set against doing nothing.")],
    arrangement: Annotated[
        str | None, typer.Option(help="Under which arrangement; the scenario's last if left out.")
    ] = None,
    measure: Annotated[str, typer.Option(help="Measure of effect.")] = "expected_leakers",
    trials: Annotated[int | None, typer.Option(help="Battles per option.")] = None,
    seed: Seed = None,
    out: Out = None,
    overlay: Overlay = None,
    as_json: AsJson = False,
) -> None:
    """Say which options nobody would pass over, by ten-year cost and effect, and what one more buys."""
    from shieldwall.apps import cost_charts, cost_effect, verbs
    from shieldwall.apps.cli.cost_tables import print_frontier

    known = verbs.catalogue(overlay)
    asked = verbs.scenario(scenario, catalogue=known)
    folder = out_folder(out)
    found = cost_effect.frontier_of(
        asked, parse_list(options), arrangement=arrangement, measure=measure, trials=trials, seed=seed,
        known=known,
    )  # fmt: skip
    saved = () if folder is None else cost_charts.draw_frontier(found, folder, known)
    _answer(found, saved, print_frontier, as_json)


@app.command("replenish")
def cost_replenish(
    scenario: Scenario,
    arrangements: Arrangements = None,
    share: Annotated[float, typer.Option(help="Share of each line's output for these orders.")] = 1.0,
    trials: Trials = None,
    seed: Seed = None,
    out: Out = None,
    overlay: Overlay = None,
    as_json: AsJson = False,
) -> None:
    """Say how long it takes to make again what a raid expends, at dated production rates."""
    from shieldwall.apps import cost_charts, replenish, verbs
    from shieldwall.apps.cli.cost_tables import print_replenish

    known = verbs.catalogue(overlay)
    asked = verbs.scenario(scenario, catalogue=known)
    folder = out_folder(out)
    found = replenish.replenish(
        asked,
        parse_names("--arrangements", arrangements),
        share_of_line=share,
        trials=trials,
        seed=seed,
        known=known,
    )
    saved = () if folder is None else cost_charts.draw_replenish(found, folder, known)
    _answer(found, saved, print_replenish, as_json)


@app.command("learning")
def cost_learning(
    item: Annotated[str, typer.Argument(help="An item with published lots, such as thaad_line.")],
    measure: Annotated[
        str | None, typer.Option(help="flyaway, total_unit or gross; the first with enough lots.")
    ] = None,
    theory: Annotated[str, typer.Option(help="crawford or wright.")] = "crawford",
    real_year: RealYear = None,
    out: Out = None,
    overlay: Overlay = None,
    as_json: AsJson = False,
) -> None:
    """Fit a learning curve to the published lots of an item, with its interval."""
    from shieldwall.apps import cost_charts, learning, verbs
    from shieldwall.apps.cli.cost_tables import print_learning

    known = verbs.catalogue(overlay)
    folder = out_folder(out)
    found = learning.learning_of(item, measure=measure, theory=theory, real_year=real_year, known=known)
    saved = () if folder is None else (cost_charts.draw_learning(found, folder, known),)
    _answer(found, saved, print_learning, as_json)


def _answer(found: Found, saved: Iterable[Saved], show: Callable[[Found], None], as_json: bool) -> None:
    """Write an answer as JSON, or show it and name the figures that were drawn."""
    if as_json:
        emit(found)
        return
    show(found)
    for figure in saved:
        typer.echo(f"figure and data: {figure.png}, {figure.svg.name}, {figure.csv.name}")


def parse_assumptions(text: str | None) -> dict[str, float]:
    """Return ``NAME=VALUE,...`` as numbers by name.

    Raises
    ------
    InputError
        A part is not a name and a number.

    Examples
    --------
    >>> parse_assumptions("additionality=1,cooperation_overhead=0")
    {'additionality': 1.0, 'cooperation_overhead': 0.0}
    """
    found: dict[str, float] = {}
    for part in parse_list(text):
        name, _, value = part.partition("=")
        try:
            number = float(value)
        except ValueError:
            raise InputError(f"--assume {part!r}: expected NAME=VALUE, such as additionality=1") from None
        if name.strip() in found:
            raise InputError(f"--assume {text!r}: {name.strip()} stands twice")
        found[name.strip()] = number
    return found
