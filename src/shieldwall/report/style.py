"""One look for every figure: colours, markers, the lines at the foot, and how a figure is saved.

Colours are those of Okabe and Ito (2008), told apart by readers with any common colour vision; every colour
comes with a marker and a dash of its own. A figure is saved as SVG and PNG, with the numbers it was drawn
from as CSV beside it, and the same numbers give the same bytes.
"""

from __future__ import annotations

import contextlib
import csv
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from shieldwall.report.table_parts import asked_besides

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from shieldwall.model.outcomes import Comparison, Versions

BLACK: Final = "#000000"
ORANGE: Final = "#E69F00"
SKY: Final = "#56B4E9"
GREEN: Final = "#009E73"
YELLOW: Final = "#F0E442"
BLUE: Final = "#0072B2"
VERMILION: Final = "#D55E00"
PURPLE: Final = "#CC79A7"
GREY: Final = "#767676"
PALE: Final = "#E4E4E1"


@dataclass(frozen=True, slots=True)
class Mark:
    """How one series is told from the others, with or without colour."""

    colour: str
    marker: str
    dash: str | tuple[int, tuple[int, ...]]


MARKS: Final[tuple[Mark, ...]] = (
    Mark(BLACK, "o", "-"),
    Mark(ORANGE, "s", "--"),
    Mark(BLUE, "D", "-."),
    Mark(GREEN, "^", ":"),
    Mark(VERMILION, "v", (0, (6, 1, 1, 1, 1, 1))),
    Mark(SKY, "P", (0, (8, 3))),
    Mark(PURPLE, "X", (0, (1, 3))),
)
"""The first, second, third ... series of a figure."""

LOOK: Final[Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 9.0,
    "axes.titlesize": 9.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 8.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": GREY,
    "axes.axisbelow": True,
    "axes.grid": True,
    "grid.color": PALE,
    "grid.linewidth": 0.7,
    "xtick.labelsize": 8.0,
    "ytick.labelsize": 8.5,
    "xtick.color": "#333333",
    "ytick.color": "#333333",
    "legend.fontsize": 8.5,
    "legend.frameon": False,
    "hatch.linewidth": 0.6,
    "svg.hashsalt": "shieldwall",
    "svg.fonttype": "path",
}

PNG_DOTS_PER_INCH: Final = 150
TITLE_POINTS: Final = 12.0
FOOT_POINTS: Final = 7.0
FOOT_LINE_INCHES: Final = 0.14
FOOT_CHARACTER: Final = 0.6
"""Width of a character at the foot, in its height: that of ids and digits, which are the widest."""

Cell = str | float | int | None


@dataclass(frozen=True, slots=True)
class Saved:
    """Where a figure lies: two pictures and the numbers that they were drawn from."""

    svg: Path
    png: Path
    csv: Path


@contextlib.contextmanager
def look() -> Iterator[None]:
    """Draw under `LOOK`, whatever the settings of the process are, and leave those as they were."""
    import matplotlib as mpl

    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(LOOK)
        yield


def mark(position: int) -> Mark:
    """Return the mark of the series at a position; they repeat after seven."""
    return MARKS[position % len(MARKS)]


def plain(name: str) -> str:
    """Return an id as words.

    Examples
    --------
    >>> plain("fire_coordination")
    'fire coordination'
    """
    return name.replace("_", " ")


def credit(result: Comparison) -> str:
    """Return the line that says what was run: scenario, raid, versions, seed and trials."""
    asked = result.scenario
    return (
        f"{asked.title}. Raid of {asked.raid_size} {plain(asked.threat)} ({asked.raid_label}), availability "
        f"{asked.availability}{asked_besides(asked)}. "
        f"{made_with(result.versions)}; seed {result.seed}, {result.trials:,} trials over "
        f"{result.draws} draws."
    )


def made_with(versions: Versions) -> str:
    """Return the versions that a figure was made with, in words."""
    return f"Shieldwall {versions.code}, data {versions.data}, schema {versions.schema}"


def headline(figure: Figure, text: str) -> None:
    """Write the title at the top left of a figure, smaller where it would not fit the width."""
    width_inches, height_inches = figure.get_size_inches()
    points = min(TITLE_POINTS, 0.97 * width_inches * 72.0 / (0.64 * len(text)))
    figure.text(0.01, 1.0 - 0.1 / height_inches, text, fontsize=points, fontweight="bold", va="top")


def foot(figure: Figure, lines: Sequence[str], left: float = 0.01) -> float:
    """Write the lines at the foot of a figure, wrapped to its width.

    Parameters
    ----------
    figure : Figure
        Its size is final.
    lines : sequence of str
        One paragraph each: what the marks mean, sources, what was run.
    left : float
        Where the text starts, as a share of the width.

    Returns
    -------
    float
        The share of the height that the text takes, for the layout above it.
    """
    width_inches, height_inches = figure.get_size_inches()
    characters = int(width_inches * (1.0 - 2.0 * left) * 72.0 / (FOOT_POINTS * FOOT_CHARACTER))
    wrapped = [row for line in lines for row in textwrap.wrap(line, characters)]
    bottom = 0.07 / height_inches
    figure.text(
        left,
        bottom,
        "\n".join(wrapped),
        fontsize=FOOT_POINTS,
        color="#444444",
        va="bottom",
        ha="left",
        linespacing=1.25,
    )
    return float(bottom + (len(wrapped) * FOOT_LINE_INCHES + 0.08) / height_inches)


def write_rows(path: Path, rows: Iterable[Mapping[str, Cell]]) -> Path:
    """Write rows as CSV (UTF-8, line feeds), numbers with up to ten digits, None as an empty cell."""
    listed = list(rows)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        if listed:
            writer.writerow(listed[0].keys())
        for row in listed:
            writer.writerow(f"{value:.10g}" if isinstance(value, float) else value for value in row.values())
    return path


def save(figure: Figure, folder: Path, name: str, rows: Iterable[Mapping[str, Cell]]) -> Saved:
    """Save a figure as SVG and PNG without dates, and its numbers as CSV, all called ``name``.

    Parameters
    ----------
    figure : Figure
        Drawn under `look`.
    folder : Path
        Made where it is not there yet.
    name : str
        File name without ending.
    rows : iterable of mapping
        What was drawn, one row a mark.

    Returns
    -------
    Saved
        The three files.

    Raises
    ------
    OSError
        The folder cannot be made or written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    saved = Saved(folder / f"{name}.svg", folder / f"{name}.png", write_rows(folder / f"{name}.csv", rows))
    figure.savefig(saved.svg, metadata={"Date": None, "Creator": "Shieldwall"}, facecolor="white")
    figure.savefig(saved.png, dpi=PNG_DOTS_PER_INCH, metadata={"Software": "Shieldwall"}, facecolor="white")
    return saved
