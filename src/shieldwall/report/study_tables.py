"""The result of a study as tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from rich import box
from rich.table import Table

from shieldwall.report.style import plain
from shieldwall.report.tables import LABELS
from shieldwall.study.answer import rounded
from shieldwall.study.sweep.record import Number, StudyRecord, named

MOST_ROWS: Final = 40


def study_tables(record: StudyRecord) -> Iterator[Table]:
    """Yield the tables of a study: its cells (the first of many), indices, regret, convergence."""
    yield cells_table(record)
    if record.sobol:
        yield sobol_table(record)
    if record.regret is not None and record.regret.choices:
        yield regret_table(record)


def quantity_label(name: str) -> str:
    """Return a quantity as words.

    Examples
    --------
    >>> quantity_label("expected_leakers.integrated-minus-unconnected")
    'expected leakers, integrated − unconnected'
    """
    measure, _, arrangements = name.partition(".")
    label = LABELS[measure].removesuffix(", %") if measure in LABELS else plain(measure)
    return f"{label}, {plain(arrangements.replace('-minus-', ' − ').replace('-over-', ' / '))}"


def number_text(number: Number | None) -> str:
    """Return a number with its epistemic interval, with the digits that the interval justifies."""
    if number is None:
        return "·"
    if number.epistemic is None or number.epistemic[0] == number.epistemic[1]:
        return f"{number.mean:.3g}".replace("-", "−")
    mean, low, high = (rounded(value, number.epistemic) for value in (number.mean, *number.epistemic))
    return f"{mean} ({low}…{high})"


def widest_word(texts: Iterable[str]) -> int:
    """Return the length of the longest word: a column as wide cuts none."""
    return max(len(word) for text in texts for word in (text.split() or [""]))


def value_text(value: Any) -> str:
    """Return what an axis or input is set to, a number with four digits."""
    return f"{value:.4g}" if isinstance(value, float) else named(value)


def cells_table(record: StudyRecord) -> Table:
    """Return the cells, at most `MOST_ROWS` of them."""
    rest = len(record.cells) - MOST_ROWS
    more = f"; {rest:,} more cells in the store" if rest > 0 else ""
    table = Table(
        title=f"Mean (5th to 95th percentile over what is not known){more}",
        box=box.SIMPLE_HEAD,
        title_justify="left",
        padding=0,
        pad_edge=False,
    )
    names = list(dict.fromkeys(name for row in record.cells for name in row.sets))
    shown = record.cells[:MOST_ROWS]
    has_names = any(row.name for row in record.cells)
    if has_names:
        table.add_column("cell", width=widest_word(["cell", *(row.name or "" for row in shown)]))
    for name in names:
        header = plain(name.replace(".", " "))
        values = (value_text(row.sets.get(name)) for row in shown)
        table.add_column(header, width=widest_word([header, *values]))
    for quantity in record.quantities:
        header = quantity_label(quantity)
        found = (number_text(row.values[quantity]) for row in shown if row.refused is None)
        table.add_column(header, justify="right", min_width=widest_word([header, *found]))
    for row in shown:
        sets = [value_text(row.sets.get(name)) for name in names]
        if has_names:
            sets.insert(0, row.name or "")
        if row.refused is not None:
            table.add_row(*sets, f"not run: {row.refused}")
        else:
            table.add_row(*sets, *(number_text(row.values[name]) for name in record.quantities))
    return table


def share_text(share: float) -> str:
    """Return a share of variance with two digits; estimates of a small one may lie below zero.

    Examples
    --------
    >>> share_text(0.219), share_text(-0.034), share_text(-0.001)
    ('0.22', '−0.03', '0.00')
    """
    text = f"{share:.2f}"
    return "0.00" if text == "-0.00" else text.replace("-", "−")


def sobol_table(record: StudyRecord) -> Table:
    """Return the Sobol indices, by quantity and point of the axes."""
    table = Table(
        title="Share of variance that goes with each input (5th to 95th percentile over resampled points)",
        box=box.SIMPLE_HEAD,
        title_justify="left",
    )
    for name, is_whole in (
        ("quantity", False),
        ("input", False),
        ("by itself", True),
        ("with all others", True),
    ):
        table.add_column(name, no_wrap=is_whole, overflow="fold")
    for each in record.sobol:
        at = ", ".join(f"{plain(name)} {named(value)}" for name, value in each.at.items())
        label = quantity_label(each.quantity) + (f" ({at})" if at else "")
        if each.lacking:
            table.add_row(label, f"{each.lacking} cells lack it", "", "")
        for index in each.indices:
            first, total = (
                f"{share_text(value)} ({share_text(low)}…{share_text(high)})"
                for value, (low, high) in (
                    (index.first, index.first_interval),
                    (index.total, index.total_interval),
                )
            )
            table.add_row(label, index.input, first, total)
            label = ""
    return table


def regret_table(record: StudyRecord) -> Table:
    """Return what each choice falls short of the best over all states; the given order, no ranking."""
    found = record.regret
    assert found is not None
    table = Table(
        title=(
            f"{quantity_label(found.quantity)} over {len(found.states)} states, {found.better} is better; "
            "regret is what a choice falls short of the best in a state"
        ),
        box=box.SIMPLE_HEAD,
        title_justify="left",
    )
    for name in (
        plain(found.choice),
        "mean",
        "worst",
        "mean regret",
        "greatest regret",
        "best in",
        "enough in",
    ):
        table.add_column(name, justify="left" if name == plain(found.choice) else "right")
    for each in found.choices:
        table.add_row(
            each.choice,
            *(f"{value:.3g}" for value in (each.mean_value, each.worst_value, each.mean_regret)),
            f"{each.greatest_regret:.3g}",
            f"{100.0 * each.least_share:.0f}%",
            "·" if each.enough_share is None else f"{100.0 * each.enough_share:.0f}%",
        )
    return table
