"""What tables of results have in common: how an estimate is written, and a table to write it into."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich import box
from rich.table import Table

from shieldwall.model.outcomes import Attribution, Estimate
from shieldwall.study.answer import digits_of, rounded

WIDEST: Final = 100


def interval_text(estimate: Estimate | Attribution, factor: float = 1.0) -> str:
    """Return the mean with the epistemic interval, with the digits that interval and trials justify.

    Where the interval has no width only the error of the trials says how many digits there are.

    Parameters
    ----------
    estimate : Estimate or Attribution
        What to write.
    factor : float
        One hundred for per cent.

    Examples
    --------
    >>> interval_text(Estimate(6.04, 0.01, (5.2, 7.1), (2.0, 11.0)))
    '6.0 (5.2…7.1)'
    """
    low_digit, high_digit = digits_of(estimate)
    digits = (factor * low_digit, factor * high_digit)
    interval = (factor * estimate.epistemic[0], factor * estimate.epistemic[1])
    if digits[0] == digits[1]:
        return f"{factor * estimate.mean:.3g}".replace("-", "−")
    mean, low, high = (rounded(value, digits) for value in (factor * estimate.mean, *interval))
    return mean if interval[0] == interval[1] else f"{mean} ({low}…{high})"


def blank(title: str | None, first: str, columns: Sequence[str]) -> Table:
    """Return a table without rows that fits a hundred columns."""
    table = Table(
        title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, padding=0,
        pad_edge=False, width=None,
    )  # fmt: skip
    table.add_column(first, no_wrap=True)
    for name in columns:
        table.add_column(
            name, justify="right", no_wrap=False, max_width=(WIDEST - 24) // max(1, len(columns)) - 1
        )
    return table


def statistics(estimate: Estimate | Attribution) -> list[tuple[str, float]]:
    """Return the numbers of an estimate, by name."""
    pairs = [
        ("mean", estimate.mean),
        ("mc_se", estimate.mc_se),
        ("epistemic_5", estimate.epistemic[0]),
        ("epistemic_95", estimate.epistemic[1]),
        ("predictive_5", estimate.predictive[0]),
        ("predictive_95", estimate.predictive[1]),
    ]
    if isinstance(estimate, Attribution):
        pairs += [("first_in", estimate.first_in), ("last_in", estimate.last_in)]
    return pairs
