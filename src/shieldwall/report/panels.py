"""The panels of a figure: how they are laid out, how their rows are named, and an interval along a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from shieldwall.report.style import Mark, foot, headline

LETTER_INCHES: Final = 0.075
"""Width of a letter of a legend, on average."""


@dataclass(frozen=True, slots=True)
class Margins:
    """Room around the panels of a figure, in inches.

    But ``right`` is the share of the width where the last panel ends, and ``between`` the gap of two panels
    in widths of one. Below the panels stand the numbers and the label of their axis, then the foot.
    """

    left: float
    top: float
    right: float = 0.985
    bottom: float = 0.45
    between: float = 0.2


def laid_out(
    size_inches: tuple[float, float],
    title: str,
    notes: Sequence[str],
    margins: Margins,
    columns: int = 1,
) -> tuple[Figure, list[Axes]]:
    """Return a figure with its title and foot, and its panels in one row between the two.

    Parameters
    ----------
    size_inches : (float, float)
        Width and height.
    title : str
        At the top left.
    notes : sequence of str
        For the foot.
    margins : Margins
        Around the panels and between them.
    columns : int
        Number of panels.
    """
    figure = Figure(figsize=size_inches)
    bottom = foot(figure, notes)
    headline(figure, title)
    width, height = size_inches
    figure.subplots_adjust(
        left=margins.left / width, right=margins.right, top=1.0 - margins.top / height,
        bottom=bottom + margins.bottom / height, wspace=margins.between,
    )  # fmt: skip
    return figure, [figure.add_subplot(1, columns, place + 1) for place in range(columns)]


def legend_columns(labels: Sequence[str], width_inches: float, handle_inches: float = 0.75) -> int:
    """Return how many columns a legend may have so that it is no wider than it may be.

    Examples
    --------
    >>> legend_columns(("unconnected", "integrated"), 5.0), legend_columns(("a long name" * 3,) * 4, 4.8)
    (2, 1)
    """
    widest = LETTER_INCHES * max(map(len, labels), default=0) + handle_inches
    return max(1, min(len(labels), int(width_inches / widest)))


def name_rows(axes: Axes, names: Sequence[str]) -> None:
    """Make the vertical axis of a panel rows from the top down; the first panel of each line names them."""
    spec = axes.get_subplotspec()
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.grid(visible=False, axis="y")
    axes.tick_params(axis="y", length=0, labelleft=spec is None or spec.is_first_col())
    axes.set_yticks(range(len(names)), list(names))


def draw_interval(
    axes: Axes, y: float, drawn: Mark, mean: float, thick: tuple[float, float], thin: tuple[float, float]
) -> None:
    """Draw a mean along a row, on a thick bar between two values and a thin line between two others."""
    axes.plot(thin, (y, y), color=drawn.colour, linewidth=1.0, solid_capstyle="butt")
    axes.plot(thick, (y, y), color=drawn.colour, linewidth=5.0, alpha=0.45, solid_capstyle="butt")
    axes.plot(
        [mean], [y], drawn.marker, color=drawn.colour, markersize=6.0, markeredgecolor="white",
        markeredgewidth=0.7,
    )  # fmt: skip
