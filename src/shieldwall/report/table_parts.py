"""What tables of results have in common: how an estimate is written, and a table to write it into."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from shieldwall.model.outcomes import Attribution, Estimate, ScenarioSummary
from shieldwall.study.answer import digits_of, rounded

WIDEST: Final = 100
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


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


def asked_besides(asked: ScenarioSummary) -> str:
    """Return what a run was asked that its scenario's title does not say: the day, units, tests, the world.

    Each part begins with a comma; nothing is said of what is usual.

    Examples
    --------
    >>> from types import SimpleNamespace as Asked
    >>> asked_besides(Asked(title="Japan, 2 December 2015", date="2018-06-01", options=("thaad_japan_1",),
    ...     without=(), knowledge="as_of", reading="critics", counterfactual="as_fielded"))
    ', 1 June 2018, with thaad_japan_1, tests read as critics'
    """
    day = dt.date.fromisoformat(asked.date)
    spoken = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    parts = (
        spoken if spoken not in asked.title else "",
        f"with {', '.join(asked.options)}" if asked.options else "",
        f"without {', '.join(asked.without)}" if asked.without else "",
        f"knowledge {asked.knowledge}" if asked.knowledge != "as_of" else "",
        f"tests read as {asked.reading.replace('_', ' ')}" if asked.reading != "default" else "",
        f"in the world {asked.counterfactual}" if asked.counterfactual != "as_fielded" else "",
    )
    return "".join(f", {part}" for part in parts if part)


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
