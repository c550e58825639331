"""Charts of a study: quantities along an axis, Sobol indices, searches for a break-even, regret.

Nothing is ranked: choices and inputs keep the order of the study.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from shieldwall.report.study_tables import quantity_label
from shieldwall.report.style import (
    GREY,
    MARKS,
    Cell,
    Saved,
    foot,
    headline,
    look,
    made_with,
    mark,
    plain,
    save,
)
from shieldwall.study.sweep.cells import CELL
from shieldwall.study.sweep.record import BreakEvenFound, CellRow, Number, StudyRecord, named

MOST_PANELS: Final = 6
MOST_COLUMNS: Final = 4
MOST_BANDS: Final = 3
WIDTH_INCHES: Final = 9.6
PANEL_INCHES: Final = 2.5
REACHED: Final = {
    "found": "where it passes {:g}",
    "absent": "does not reach {:g}",
    "not_defined": "not defined at enough values to look for {:g}",
}
HALF_BAR: Final = 0.17
NUMBERS: Final = (int, float)

Line = list[tuple[Any, CellRow]]
"""Cells of one line with where each is along the axis."""


def study_charts(record: StudyRecord, folder: Path) -> tuple[Saved, ...]:
    """Draw the charts that a study gives occasion for; a study of one cell gives none.

    Parameters
    ----------
    record : StudyRecord
        The result.
    folder : Path
        Where the files go.
    """
    found = []
    along = axis_along(record)
    if along is not None:
        found.append(sweep_chart(record, along, folder))
    if any(each.indices for each in record.sobol):
        found.append(sobol_chart(record, folder))
    if record.break_even:
        found.append(break_even_chart(record, folder))
    if record.regret is not None and record.regret.choices:
        found.append(regret_chart(record, folder))
    return tuple(found)


def axis_along(record: StudyRecord) -> str | None:
    """Return what the cells are drawn along: the axis or input with the most values, or their names."""
    values: dict[str, set[str]] = {}
    for each in settings(record):
        for name, value in each.items():
            values.setdefault(name, set()).add(named(value))
    varied = {name: len(held) for name, held in values.items() if len(held) > 1}
    if set(varied) - {CELL}:
        varied.pop(CELL, None)
    if not varied or record.sobol:
        return None
    return max(varied, key=lambda name: (varied[name], _is_numeric(record, name)))


def settings(record: StudyRecord) -> list[dict[str, Any]]:
    """Return what tells each cell from the others: its name, and what is varied beside it."""
    of_name: dict[tuple[str | None, str], set[str]] = {}
    for row in record.cells:
        for name, value in row.sets.items():
            of_name.setdefault((row.name, name), set()).add(named(value))
    varied = {name for (_, name), held in of_name.items() if len(held) > 1}
    return [
        ({} if row.name is None else {CELL: row.name})
        | {name: value for name, value in row.sets.items() if name in varied}
        for row in record.cells
    ]


def sweep_chart(record: StudyRecord, along: str, folder: Path) -> Saved:
    """Draw every quantity along one axis, lines by a second and columns by the rest, as ``sweep.svg`` ...

    What does not fit is in the CSV with the rest, and the foot says how much that is.
    """
    shown = record.quantities[:MOST_PANELS]
    parts = _parts(record, along)
    columns = dict(list(parts.items())[:MOST_COLUMNS])
    labels = list(dict.fromkeys(label for lines in columns.values() for label in lines))
    with look():
        figure = Figure(figsize=(WIDTH_INCHES, PANEL_INCHES * len(shown) + 1.9))
        headline(figure, record.title)
        left_out = len(parts) - len(columns) + max(0, len(labels) - len(MARKS))
        reading = (
            "Mean, with the 5th to 95th percentile over what is not known where lines are few. All cells "
            "share their luck. Raids are hypothetical."
            + (f" {left_out} more settings are in the CSV." if left_out else "")
        )
        bottom = foot(figure, (reading, *record.remarks, _credit(record)))
        height = figure.get_size_inches()[1]
        panels = figure.subplots(len(shown), len(columns), sharex=True, sharey="row", squeeze=False)
        figure.subplots_adjust(
            left=0.08, right=0.97, top=1.0 - 1.0 / height, bottom=bottom + 0.62 / height, hspace=0.34,
            wspace=0.08,
        )  # fmt: skip
        for row, quantity in zip(panels, shown, strict=True):
            for axes, (column, lines) in zip(row, columns.items(), strict=True):
                for place, label in enumerate(labels[: len(MARKS)]):
                    if label in lines:
                        _draw_line(axes, place, label, lines[label], quantity, len(labels) <= MOST_BANDS)
                if "-minus-" in quantity:
                    axes.axhline(0.0, color=GREY, linewidth=0.8)
                axes.text(0.03, 0.93, column, transform=axes.transAxes, va="top", fontsize=8.5)
            row[0].set_title(quantity_label(quantity))
        for axes in panels[-1]:
            axes.set_xlabel(plain(along))
            if not _is_numeric(record, along):
                axes.tick_params(axis="x", labelrotation=25.0)
        if len(labels) > 1:
            handles, words = panels[0][0].get_legend_handles_labels()
            figure.legend(
                handles, words, loc="upper left", bbox_to_anchor=(0.005, 1.0 - 0.3 / height), ncols=4
            )
        return save(figure, folder, "sweep", _swept(record, parts, along))


def _parts(record: StudyRecord, along: str) -> dict[str, dict[str, Line]]:
    """Return cells by column and line: lines go by their names, or by the axis with the most values."""
    listed = settings(record)
    others = list(dict.fromkeys(name for sets in listed for name in sets if name != along))
    counts = {name: len({named(sets.get(name)) for sets in listed}) for name in others}
    by = CELL if CELL in others else max(others, key=lambda name: counts[name], default=None)
    parts: dict[str, dict[str, Line]] = {}
    for row, sets in zip(record.cells, listed, strict=True):
        rest = [f"{plain(name)} {named(sets.get(name))}" for name in others if name != by]
        line = "" if by is None else named(sets.get(by))
        label = line if by in (None, CELL) else f"{plain(by)} {line}"
        parts.setdefault(", ".join(rest), {}).setdefault(label, []).append((sets.get(along), row))
    return parts


def _is_numeric(record: StudyRecord, along: str) -> bool:
    return all(isinstance(sets.get(along), NUMBERS) for sets in settings(record))


def _ordered(cells: Line, quantity: str) -> list[tuple[Any, Number]]:
    there = [(at, number) for at, row in cells if (number := row.values[quantity]) is not None]
    if all(isinstance(at, NUMBERS) for at, _ in there):
        return sorted(there, key=lambda pair: float(pair[0]))
    return [(named(at), number) for at, number in there]


def _draw_line(axes: Axes, place: int, label: str, cells: Line, quantity: str, with_band: bool) -> None:
    drawn = mark(place)
    there = _ordered(cells, quantity)
    across = [at for at, _ in there]
    bands = [number.epistemic for _, number in there]
    if with_band and all(band is not None for band in bands):
        low, high = ([band[end] for band in bands if band is not None] for end in (0, 1))
        axes.fill_between(across, low, high, color=drawn.colour, alpha=0.1, linewidth=0)
    axes.plot(
        across, [number.mean for _, number in there], color=drawn.colour, linestyle=drawn.dash,
        marker=drawn.marker, markersize=4.0, linewidth=1.4, label=label,
    )  # fmt: skip


def _swept(
    record: StudyRecord, parts: Mapping[str, Mapping[str, Line]], along: str
) -> Iterator[dict[str, Cell]]:
    for quantity in record.quantities:
        for column, lines in parts.items():
            for label, cells in lines.items():
                for at, number in _ordered(cells, quantity):
                    low, high = number.epistemic or (None, None)
                    yield {
                        "quantity": quantity,
                        "column": column,
                        "line": label,
                        along: named(at),
                        "mean": number.mean,
                        "epistemic_5": low,
                        "epistemic_95": high,
                    }


def sobol_chart(record: StudyRecord, folder: Path) -> Saved:
    """Draw first and total Sobol indices of every quantity, as ``sobol.svg`` and so on."""
    shown = [each for each in record.sobol if each.indices][:MOST_PANELS]
    names = [index.input for index in shown[0].indices]
    rows: list[dict[str, Cell]] = []
    with look():
        figure = Figure(figsize=(WIDTH_INCHES, len(shown) * (0.34 * len(names) + 0.5) + 1.7))
        headline(figure, record.title)
        reading = (
            "Share of the variance that goes with each input: filled by itself, open with all that it does "
            "together with others; lines are 5th to 95th percentiles over resampled points. A share is of "
            "the range that the study gives the input: a wider range has a larger share."
        )
        bottom = foot(figure, (reading, *record.remarks, _credit(record)))
        height = figure.get_size_inches()[1]
        panels = figure.subplots(len(shown), 1, sharex=True, squeeze=False)[:, 0]
        figure.subplots_adjust(
            left=0.33, right=0.97, top=1.0 - 0.62 / height, bottom=bottom + 0.3 / height, hspace=0.4
        )
        for axes, each in zip(panels, shown, strict=True):
            at = ", ".join(f"{plain(name)} {named(value)}" for name, value in each.at.items())
            axes.set_title(quantity_label(each.quantity) + (f" ({at})" if at else ""))
            for place, index in enumerate(each.indices):
                for shift, value, ends, drawn in (
                    (-HALF_BAR, index.first, index.first_interval, mark(2)),
                    (HALF_BAR, index.total, index.total_interval, mark(1)),
                ):
                    axes.plot(ends, [place + shift] * 2, color=drawn.colour, linewidth=1.2)
                    face = drawn.colour if shift < 0.0 else "white"
                    axes.plot(
                        value,
                        place + shift,
                        drawn.marker,
                        color=drawn.colour,
                        markerfacecolor=face,
                        markersize=5,
                    )
                rows.append(
                    {
                        "quantity": each.quantity,
                        "at": at,
                        "input": index.input,
                        "first": index.first,
                        "first_5": index.first_interval[0],
                        "first_95": index.first_interval[1],
                        "total": index.total,
                        "total_5": index.total_interval[0],
                        "total_95": index.total_interval[1],
                    }
                )
            axes.set_yticks(range(len(names)), names)
            axes.set_ylim(len(names) - 0.5, -0.5)
            axes.axvline(0.0, color=GREY, linewidth=0.8)
        indices = [index for each in shown for index in each.indices]
        lowest = min(min(index.first_interval[0], index.total_interval[0]) for index in indices)
        highest = max(max(index.first_interval[1], index.total_interval[1]) for index in indices)
        panels[-1].set_xlim(min(0.0, lowest) - 0.1, max(1.0, highest) + 0.1)
        panels[-1].set_xlabel("share of the variance")
        return save(figure, folder, "sobol", rows)


def break_even_chart(record: StudyRecord, folder: Path) -> Saved:
    """Draw what each search worked out, and where the target is reached, as ``break_even.svg`` and so on."""
    shown = record.break_even[:MOST_PANELS]
    with look():
        figure = Figure(figsize=(WIDTH_INCHES, PANEL_INCHES * len(shown) + 1.6))
        headline(figure, f"What must be true: {record.title}")
        bottom = foot(figure, (*(f"{each.question} {each.answer}" for each in shown), _credit(record)))
        height = figure.get_size_inches()[1]
        panels = figure.subplots(len(shown), 1, squeeze=False)[:, 0]
        figure.subplots_adjust(
            left=0.08, right=0.97, top=1.0 - 0.6 / height, bottom=bottom + 0.45 / height, hspace=0.55
        )
        for axes, each in zip(panels, shown, strict=True):
            _draw_search(axes, each)
        return save(figure, folder, "break_even", _searched(shown))


def _draw_search(axes: Axes, found: BreakEvenFound) -> None:
    there = [(at, value) for at, value in found.evaluated if value is not None]
    drawn = mark(2)
    axes.plot(
        [at for at, _ in there], [value for _, value in there], color=drawn.colour, marker=drawn.marker,
        linestyle=drawn.dash, markersize=4.0, linewidth=1.2,
    )  # fmt: skip
    axes.axhline(found.target, color=GREY, linewidth=1.0)
    if found.value is not None:
        axes.axvline(found.value, color=mark(4).colour, linewidth=1.0, linestyle=":")
    axes.set_title(f"{quantity_label(found.quantity)}: {REACHED[found.verdict].format(found.target)}")
    axes.set_xlabel(f"{found.input}, {found.unit}")


def _searched(shown: Sequence[BreakEvenFound]) -> Iterator[dict[str, Cell]]:
    for each in shown:
        for at, value in each.evaluated:
            yield {
                "id": each.id,
                "input": each.input,
                "unit": each.unit,
                "at": at,
                "quantity": each.quantity,
                "value": value,
                "target": each.target,
                "verdict": each.verdict,
            }


def regret_chart(record: StudyRecord, folder: Path) -> Saved:
    """Draw mean and greatest regret of every choice, as ``regret.svg`` and so on."""
    found = record.regret
    assert found is not None
    with look():
        figure = Figure(figsize=(WIDTH_INCHES, 0.42 * len(found.choices) + 1.9))
        headline(figure, f"Regret by {plain(found.choice)}: {record.title}")
        reading = (
            f"Regret: what a choice falls short of the best choice in a state, in "
            f"{quantity_label(found.quantity)} ({found.better} is better), over {len(found.states)} states. "
            "Filled: mean; open: greatest. In the order of the study; nothing is ranked."
        )
        bottom = foot(figure, (reading, *record.remarks, _credit(record)))
        height = figure.get_size_inches()[1]
        axes = figure.subplots()
        figure.subplots_adjust(left=0.3, right=0.97, top=1.0 - 0.55 / height, bottom=bottom + 0.42 / height)
        for place, each in enumerate(found.choices):
            drawn = mark(2)
            axes.plot(
                [each.mean_regret, each.greatest_regret], [place] * 2, color=drawn.colour, linewidth=1.2
            )
            axes.plot(each.mean_regret, place, drawn.marker, color=drawn.colour)
            axes.plot(each.greatest_regret, place, drawn.marker, color=drawn.colour, markerfacecolor="white")
        axes.set_yticks(range(len(found.choices)), [plain(each.choice) for each in found.choices])
        axes.set_ylim(len(found.choices) - 0.5, -0.5)
        axes.set_xlim(left=-0.02 * max(each.greatest_regret for each in found.choices) - 1e-9)
        rows: list[dict[str, Cell]] = [
            {
                "choice": each.choice,
                "mean": each.mean_value,
                "worst": each.worst_value,
                "mean_regret": each.mean_regret,
                "greatest_regret": each.greatest_regret,
                "best_share": each.least_share,
                "enough_share": each.enough_share,
            }
            for each in found.choices
        ]
        return save(figure, folder, "regret", rows)


def _credit(record: StudyRecord) -> str:
    return (
        f"Study {record.id} on scenario {record.scenario}, {record.cell_count:,} cells, seed {record.seed}. "
        f"{made_with(record.versions)}."
    )
