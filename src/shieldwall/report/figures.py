"""Charts of results: outcomes, paired differences, attribution and the raid-size curve.

A thick bar runs from the 5th to the 95th percentile over what is not known, a thin line over single raids;
nothing is ranked, and arrangements, measures and mechanisms keep their given order.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from shieldwall.model.arrangement import MECHANISMS
from shieldwall.model.outcomes import MEASURES, Attribution, Comparison, Estimate, Outcomes
from shieldwall.report.panels import draw_interval, name_rows
from shieldwall.report.style import GREY, Cell, Mark, Saved, credit, foot, headline, look, mark, plain, save

TITLES: Final[Mapping[str, str]] = {
    "engageable_share": "Engageable, one shot",
    "engageable_share_two_shots": "Engageable, two shots",
    "engageable_share_upper": "Engageable, upper tier",
    "engageable_share_upper_two_shots": "Upper tier, two shots",
    "engageable_share_lower": "Engageable, lower tier",
    "p_no_leak": "Chance of no leaker",
    "expected_leakers": "Expected leakers",
    "warning_time_s": "Warning time",
    "interceptors_expended": "Interceptors expended",
    "interceptors_remaining": "Interceptors remaining",
    "duplicate_shots": "Duplicate shots",
    "cost_expended_million_usd": "Cost of those expended",
}
"""What a panel of each measure is called."""

UNITS: Final[Mapping[str, str]] = {measure.name: measure.unit for measure in MEASURES}

SHOWN: Final[tuple[str, ...]] = (
    "engageable_share", "engageable_share_two_shots", "p_no_leak",
    "expected_leakers", "warning_time_s", "interceptors_expended",
    "interceptors_remaining", "duplicate_shots", "cost_expended_million_usd",
)  # fmt: skip
"""The outcomes that charts show; the tables carry all."""

CHARTS: Final = ("outcomes", "differences", "attribution", "raid_size")
"""Every chart that a comparison may draw."""

INTERVALS: Final = (
    "Mark: mean. Thick bar: 5th to 95th percentile over what is not known (facts within their ranges). "
    "Thin line: 5th to 95th percentile of single raids. Standard errors of the simulation are in the CSV."
)
NOT_CASUALTIES: Final = "A leaker is a missile that gets through, not a casualty."


def draw_bars(axes: Axes, y: float, estimate: Estimate | Attribution, drawn: Mark) -> None:
    """Draw a mean with both intervals along a row."""
    draw_interval(axes, y, drawn, estimate.mean, estimate.epistemic, estimate.predictive)


def estimate_row(estimate: Estimate | Attribution) -> dict[str, Cell]:
    """Return the numbers of an estimate as cells of a CSV row."""
    return {
        "mean": estimate.mean,
        "mc_se": estimate.mc_se,
        "epistemic_5": estimate.epistemic[0],
        "epistemic_95": estimate.epistemic[1],
        "predictive_5": estimate.predictive[0],
        "predictive_95": estimate.predictive[1],
    }


def _panels(
    measures: Sequence[str], row_count: int, title: str, lines: Sequence[str]
) -> tuple[Figure, list[Axes]]:
    """Return a figure with one panel a measure, three in a row, room for titles and the foot."""
    columns = min(3, len(measures))
    rows = math.ceil(len(measures) / columns)
    figure = Figure(figsize=(3.3 * columns + 1.5, rows * (0.27 * row_count + 0.95) + 1.25))
    height = figure.get_size_inches()[1]
    bottom = foot(figure, lines)
    headline(figure, title)
    panels = [figure.add_subplot(rows, columns, place + 1) for place in range(len(measures))]
    figure.subplots_adjust(
        left=1.65 / (3.3 * columns + 1.5), right=0.985, top=1.0 - 0.65 / height,
        bottom=bottom + 0.42 / height, wspace=0.12, hspace=0.75 / (0.27 * row_count + 0.2),
    )  # fmt: skip
    for axes, measure in zip(panels, measures, strict=True):
        axes.set_title(TITLES[measure], pad=5)
        axes.set_xlabel(UNITS[measure], labelpad=1.5)
        axes.xaxis.set_major_locator(MaxNLocator(5, min_n_ticks=3))
    return figure, panels


def outcome_chart(result: Comparison, folder: Path) -> Saved:
    """Draw the main outcomes of every arrangement with both intervals, as ``outcomes.svg`` and so on.

    Parameters
    ----------
    result : Comparison
        What a comparison found.
    folder : Path
        Where the files go.
    """
    names = list(result.arrangements)
    rows: list[dict[str, Cell]] = []
    with look():
        lines = (INTERVALS, NOT_CASUALTIES, credit(result))
        figure, panels = _panels(SHOWN, len(names), "Outcomes by arrangement", lines)
        for axes, measure in zip(panels, SHOWN, strict=True):
            for place, name in enumerate(names):
                estimate: Estimate = getattr(result.arrangements[name], measure)
                draw_bars(axes, place, estimate, mark(place))
                rows.append({"arrangement": name, "measure": measure, "unit": UNITS[measure]})
                rows[-1] |= estimate_row(estimate)
            name_rows(axes, [plain(name) for name in names])
            if UNITS[measure] in {"share of people", "probability"}:
                axes.set_xlim(-0.03, 1.03)
            else:
                axes.set_xlim(left=min(0.0, axes.get_xlim()[0]))
        return save(figure, folder, "outcomes", rows)


def difference_chart(result: Comparison, folder: Path) -> Saved:
    """Draw paired differences between arrangements with both intervals, as ``differences.svg`` and so on.

    Parameters
    ----------
    result : Comparison
        Its differences share their luck, so that an interval is that of the difference itself.
    folder : Path
        Where the files go.

    Raises
    ------
    ValueError
        The result has no differences.
    """
    if not result.differences:
        raise ValueError("this comparison has no differences to draw")
    pairs = {name: tuple(name.split("-minus-")) for name in result.differences}
    labels = [f"{plain(first)}\n− {plain(second)}" for first, second in pairs.values()]

    def found(name: str, measure: str) -> Estimate:
        outcomes: Outcomes = result.differences[name]
        estimate: Estimate = getattr(outcomes, measure)
        return estimate

    with look():
        lines = (
            "Each row is the first arrangement minus the second, trial by trial with the same luck. "
            + INTERVALS,
            "A difference is associated with the change of arrangement. " + NOT_CASUALTIES,
            credit(result),
        )
        figure, panels = _panels(SHOWN, round(1.5 * len(pairs)), "Paired differences", lines)
        rows = _about_zero(panels, list(pairs), labels, found, "difference")
        return save(figure, folder, "differences", rows)


def _about_zero(
    panels: Sequence[Axes],
    names: Sequence[str],
    labels: Sequence[str],
    found: Callable[[str, str], Estimate | Attribution],
    heading: str,
) -> list[dict[str, Cell]]:
    rows: list[dict[str, Cell]] = []
    for axes, measure in zip(panels, SHOWN, strict=True):
        axes.axvline(0.0, color=GREY, linewidth=1.0, zorder=1.5)
        for place, name in enumerate(names):
            estimate = found(name, measure)
            draw_bars(axes, place, estimate, mark(place))
            rows.append({heading: name, "measure": measure, "unit": UNITS[measure], **estimate_row(estimate)})
            if isinstance(estimate, Attribution):
                first = {"first_in": estimate.first_in, "last_in": estimate.last_in}
                for end, symbol in ((estimate.first_in, ">"), (estimate.last_in, "<")):
                    axes.plot(
                        [end], [place + 0.32], symbol, markersize=4.5, color="white",
                        markeredgecolor=mark(place).colour, markeredgewidth=0.9,
                    )  # fmt: skip
                rows[-1] |= first
        name_rows(axes, labels)
    return rows


def attribution_chart(result: Comparison, folder: Path) -> Saved:
    """Draw the difference associated with each mechanism, in fixed order, as ``attribution.svg`` and so on.

    Parameters
    ----------
    result : Comparison
        With Shapley values by measure and mechanism.
    folder : Path
        Where the files go.

    Raises
    ------
    ValueError
        The result has no attribution.
    """
    if not result.attribution:
        raise ValueError("this comparison has no attribution to draw")
    names = [name for name in MECHANISMS if name in result.attribution[SHOWN[0]]]

    def found(name: str, measure: str) -> Attribution:
        return result.attribution[measure][name]

    with look():
        lines = (
            "Shapley value of each mechanism over the orders that precedence allows; they sum to the whole "
            "difference. " + INTERVALS,
            "Open triangles: the mechanism added first, to the base alone (▷), and last (◁). Mechanisms "
            "stand in a fixed order and are not ranked. " + NOT_CASUALTIES,
            credit(result).replace(f"{result.trials:,} trials", f"{result.attribution_trials:,} trials"),
        )
        title = "Difference associated with each mechanism"
        figure, panels = _panels(SHOWN, round(1.3 * len(names)), title, lines)
        rows = _about_zero(panels, names, [plain(name) for name in names], found, "mechanism")
        return save(figure, folder, "attribution", rows)


def raid_size_chart(result: Comparison, folder: Path) -> Saved:
    """Draw outcomes against the size of the hypothetical raid, as ``raid_size.svg`` and so on.

    Parameters
    ----------
    result : Comparison
        With a raid-size curve.
    folder : Path
        Where the files go.

    Raises
    ------
    ValueError
        The result has no raid-size curve.
    """
    if not result.raid_size_curve:
        raise ValueError("this comparison has no raid-size curve to draw")
    measures = ("p_no_leak", "expected_leakers", "interceptors_expended")
    names = list(dict.fromkeys(point.arrangement for point in result.raid_size_curve))
    rows: list[dict[str, Cell]] = []
    with look():
        figure = Figure(figsize=(11.4, 4.3))
        lines = (
            "Line: mean. Band: 5th to 95th percentile over what is not known; the spread of single raids is "
            "in the CSV. Only the size of the raid changes, never its geometry.",
            NOT_CASUALTIES,
            credit(result),
        )
        bottom = foot(figure, lines)
        headline(figure, "Outcomes as the raid grows")
        panels = [figure.add_subplot(1, 3, place + 1) for place in range(3)]
        figure.subplots_adjust(left=0.055, right=0.985, top=0.82, bottom=bottom + 0.12, wspace=0.2)
        for axes, measure in zip(panels, measures, strict=True):
            for place, name in enumerate(names):
                points = [point for point in result.raid_size_curve if point.arrangement == name]
                sizes = [point.raid_size for point in points]
                found: list[Estimate] = [getattr(point, measure) for point in points]
                drawn = mark(place)
                axes.fill_between(
                    sizes, [e.epistemic[0] for e in found], [e.epistemic[1] for e in found],
                    color=drawn.colour, alpha=0.13, linewidth=0,
                )  # fmt: skip
                axes.plot(
                    sizes, [e.mean for e in found], color=drawn.colour, linestyle=drawn.dash,
                    marker=drawn.marker, markersize=4.5, linewidth=1.5, label=plain(name),
                )  # fmt: skip
                for size, estimate in zip(sizes, found, strict=True):
                    rows.append({"arrangement": name, "raid_size": size, "measure": measure})
                    rows[-1] |= {"unit": UNITS[measure], **estimate_row(estimate)}
            axes.set_title(TITLES[measure])
            axes.set_xlabel("missiles in the raid (hypothetical)")
            axes.xaxis.set_major_locator(MaxNLocator(integer=True))
            axes.set_ylabel(UNITS[measure])
            axes.set_ylim(-0.02 if measure == "p_no_leak" else 0.0, 1.02 if measure == "p_no_leak" else None)
        handles, labels = panels[0].get_legend_handles_labels()
        figure.legend(
            handles,
            labels,
            loc="upper right",
            bbox_to_anchor=(0.99, 0.99),
            ncols=min(4, len(names)),
            handlelength=3.5,
        )
        return save(figure, folder, "raid_size", rows)
