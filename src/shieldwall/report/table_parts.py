"""What tables of results have in common: how an estimate is written, and a table to write it into."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

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


class Page(Console):
    """A console that leaves a reader who has gone (`| head`) to the command line, as other output does."""

    def on_broken_pipe(self) -> None:
        """Let the error through; Rich would end the process with status 1."""
        raise BrokenPipeError


def console(width: int = WIDEST) -> Page:
    """Return a console that prints text as it stands, whatever brackets a title or a remark has.

    Its width is that of the page, not of the window, so that no column is broken where the window is narrow.
    """
    return Page(highlight=False, markup=False, emoji=False, width=width)


def headed(head: str, rest: str) -> Text:
    """Return a line whose head is bold."""
    return Text.assemble((head, "bold"), rest)


def columned(*columns: str, frame: box.Box = box.HEAVY_HEAD) -> Table:
    """Return a table without rows whose first column stays whole and whose others break, never cut, text."""
    table = Table(box=frame)
    for place, column in enumerate(columns):
        table.add_column(column, no_wrap=place == 0, overflow="fold")
    return table


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
