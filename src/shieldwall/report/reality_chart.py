"""Ideal against real as a chart: when each party holds a fire-control track, step by step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from matplotlib.figure import Figure

from shieldwall.report.style import PALE, Cell, Saved, foot, headline, look, mark, save
from shieldwall.report.symbols import party_colour
from shieldwall.study.ideal import Reality

WIDTH_INCHES: Final = 9.5
LEFT_INCHES: Final = 3.1
ROW_INCHES: Final = 0.34
SPREAD: Final = 0.5

EXPLAINED: Final = (
    "Mark: mean time of the first upper-tier track over threats and draws that have one; line: 5th to 95th "
    "percentile. Where some have none, the share that has one is written beside the line. Upper rows: the "
    "ideal, and one part of reality at a time; then all of reality by arrangement; last, one part made ideal."
)


def reality_chart(
    rows: Sequence[Reality], names: Mapping[str, str], title: str, folder: Path, credit: str
) -> Saved:
    """Draw times of fire-control tracks by step and party, as ``ideal_and_real.svg`` and so on.

    Parameters
    ----------
    rows : sequence of Reality
        Steps in order, parties within a step.
    names : mapping of str to str
        What each step is called.
    title : str
        Of the figure.
    folder : Path
        Where the files go.
    credit : str
        What was run, for the foot.
    """
    steps = list(dict.fromkeys(row.step for row in rows))
    parties = list(dict.fromkeys(row.party for row in rows))
    with look():
        height = ROW_INCHES * len(steps) + 1.65
        figure = Figure(figsize=(WIDTH_INCHES, height))
        headline(figure, title)
        bottom = foot(figure, [EXPLAINED, credit]) + 0.42 / height
        left = LEFT_INCHES / WIDTH_INCHES
        axes = figure.add_axes((left, bottom, 0.97 - left, 1.0 - bottom - 0.55 / height))
        for row in rows:
            place, position = steps.index(row.step), parties.index(row.party)
            at = place + SPREAD * ((position + 0.5) / len(parties) - 0.5)
            if row.track_s is None or row.track_low_s is None or row.track_high_s is None:
                continue
            colour = party_colour(row.party)
            axes.plot((row.track_low_s, row.track_high_s), (at, at), color=colour, linewidth=1.6)
            axes.plot([row.track_s], [at], mark(position).marker, color=colour, markersize=5.0)
            if row.share < 0.9995:
                axes.annotate(
                    f"{100.0 * row.share:.0f}%", (row.track_high_s, at), xytext=(4, 0),
                    textcoords="offset points", fontsize=7.5, va="center", color="#444444",
                )  # fmt: skip
        for position, party in enumerate(parties):
            axes.plot([], [], mark(position).marker, color=party_colour(party), label=party)
        for place in range(1, len(steps), 2):
            axes.axhspan(place - 0.5, place + 0.5, color=PALE, alpha=0.35, linewidth=0, zorder=0)
        axes.set_yticks(range(len(steps)), [names[step] for step in steps])
        axes.set_ylim(len(steps) - 0.5, -0.5)
        axes.grid(visible=False, axis="y")
        axes.tick_params(axis="y", length=0, labelsize=7.5)
        axes.set_xlabel("seconds after launch", labelpad=2)
        axes.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=len(parties), handletextpad=0.3)
        return save(figure, folder, "ideal_and_real", [_cells(row) for row in rows])


def _cells(row: Reality) -> dict[str, Cell]:
    return {
        "step": row.step,
        "party": row.party,
        "share_with_track": row.share,
        "track_s": row.track_s,
        "track_5": row.track_low_s,
        "track_95": row.track_high_s,
        "later_s": row.later_s,
        "share_ready": row.ready_share,
        "ready_s": row.ready_s,
    }
