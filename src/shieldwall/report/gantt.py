"""One missile's picture as a chart of time: who sees it, who may engage it and who can, until impact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from shieldwall.report.style import GREY, PALE, Cell, Saved, foot, headline, look, plain, save
from shieldwall.report.symbols import party_colour
from shieldwall.study.picture import MissilePicture
from shieldwall.study.when import When

BAR_HEIGHT: Final = 0.62
ROW_INCHES: Final = 0.19
LEFT_INCHES: Final = 2.75
WIDTH_INCHES: Final = 10.5
FAINTEST: Final = 0.25
"""How strong a bar is drawn that hardly ever comes; one that always comes is drawn at full strength."""

MARKS: Final = {
    "alert": ("^", "alert"),
    "track": ("D", "fire-control track, upper tier"),
    "authority": ("s", "authority"),
    "found": ("|", "found without a cue"),
    "launch": (">", "first launch"),
    "intercept": ("x", "first intercept"),
}
EXPLAINED: Final = (
    "Bars and marks: median over the draws in which it happens at all; the thin line through a mark runs "
    "from the 5th to the 95th percentile. The paler, the fewer the draws (a ship off station sees nothing). "
    "Radars: from first sight to last. Shooters: launches that still meet the missile. Looks: first launch "
    "to first intercept of a firing group."
)


@dataclass(frozen=True)
class GanttRow:
    """A row: its label, whose it is, a bar from one time to another, and marks by kind."""

    label: str
    party: str | None
    share: float
    bar: tuple[When, When] | None = None
    marks: dict[str, When] = field(default_factory=dict)


def picture_rows(picture: MissilePicture) -> list[tuple[str, list[GanttRow]]]:
    """Return the sections of the chart; radars that never see and shooters that never reach are left out."""
    parties = [
        GanttRow(
            f"{row.party} may engage",
            row.party,
            row.authority.share,
            (row.authority, picture.missile.impact) if row.authority.share else None,
            {"alert": row.alert, "track": row.upper_track, "authority": row.authority},
        )
        for row in picture.parties
    ]
    sensors = [
        GanttRow(row.name, row.party, row.seen.share, (row.seen, row.last), {"found": row.uncued})
        for row in picture.sensors
        if row.seen.share
    ]
    shooters = [
        GanttRow(
            f"{row.name}, {plain(row.interceptor)}",
            row.party,
            row.first_launch.share,
            (row.first_launch, row.last_launch),
            {"launch": row.first_launch, "intercept": row.first_intercept},
        )
        for row in picture.shooters
        if row.first_launch.share
    ]
    looks = [
        GanttRow(
            f"{row.group}, {row.tier} tier, look {row.number}",
            None if row.group == "all" else row.group,
            row.launch.share,
            (row.launch, row.intercept),
            {"intercept": row.intercept},
        )
        for row in picture.looks
    ]
    sections = [("Who may", parties), ("Who sees", sensors), ("Who can", shooters), ("Looks", looks)]
    return [(title, rows) for title, rows in sections if rows]


def picture_chart(picture: MissilePicture, arrangement: str, folder: Path, credit: str) -> Saved:
    """Draw the picture of one missile, as ``picture.svg`` and so on.

    Parameters
    ----------
    picture : MissilePicture
        Over some draws.
    arrangement : str
        What the arrangement is called.
    folder : Path
        Where the files go.
    credit : str
        What was run, for the foot.
    """
    sections = picture_rows(picture)
    count = sum(len(rows) + 1 for _, rows in sections)
    missile = picture.missile
    with look():
        height = ROW_INCHES * count + 2.1
        figure = Figure(figsize=(WIDTH_INCHES, height))
        headline(
            figure,
            f"Missile {missile.number}, {plain(missile.threat)} toward {missile.place}: "
            f"{arrangement[0].lower()}{arrangement[1:]}",
        )
        bottom = foot(figure, [EXPLAINED, credit]) + 0.42 / height
        left = LEFT_INCHES / WIDTH_INCHES
        axes = figure.add_axes((left, bottom, 0.985 - left, 1.0 - bottom - 0.62 / height))
        end_s = missile.impact.median_s or 0.0
        _frame(axes, count, end_s, missile.burnout.median_s or 0.0)
        place = 0
        labels: list[tuple[float, str, bool]] = []
        for title, rows in sections:
            labels.append((place, title, True))
            for offset, row in enumerate(rows, start=1):
                _draw(axes, place + offset, row)
                labels.append((place + offset, row.label, False))
            place += len(rows) + 1
        axes.set_yticks([at for at, _, _ in labels], [text for _, text, _ in labels])
        for (_, _, is_title), tick in zip(labels, axes.get_yticklabels(), strict=True):
            tick.set_fontweight("bold" if is_title else "normal")
            tick.set_fontsize(8.5 if is_title else 7.5)
        _legend(figure, axes, sections)
        return save(figure, folder, "picture", _cells(sections))


def _frame(axes: Axes, count: int, end_s: float, burnout_s: float) -> None:
    axes.set_ylim(count - 0.4, -0.6)
    axes.set_xlim(0.0, end_s * 1.03)
    axes.grid(visible=False, axis="y")
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel("seconds after launch", labelpad=2)
    for time_s, name in ((burnout_s, "burnout"), (end_s, "impact")):
        axes.axvline(time_s, color=GREY, linewidth=1.0, linestyle="--", zorder=1)
        axes.annotate(
            f"{name} {time_s:.0f} s", (time_s, -0.6), xytext=(0, 2), textcoords="offset points",
            fontsize=7.5, color="#444444", ha="center" if name == "burnout" else "right", va="bottom",
        )  # fmt: skip


def _draw(axes: Axes, y: int, row: GanttRow) -> None:
    colour = GREY if row.party is None else party_colour(row.party)
    strength = FAINTEST + (1.0 - FAINTEST) * row.share
    axes.axhline(y, color=PALE, linewidth=0.5, zorder=0)
    if row.bar is not None:
        start, end = row.bar[0].median_s, row.bar[1].median_s
        if start is not None and end is not None:
            axes.barh(y, max(end - start, 0.0), BAR_HEIGHT, start, color=colour, alpha=0.55 * strength)
    for kind, time in row.marks.items():
        if time.median_s is None or time.low_s is None or time.high_s is None:
            continue
        axes.plot((time.low_s, time.high_s), (y, y), color="black", linewidth=0.7, alpha=strength, zorder=3)
        axes.plot(
            [time.median_s], [y], MARKS[kind][0], color="black", markersize=4.2, alpha=strength,
            markeredgewidth=1.2, markerfacecolor="white" if kind == "authority" else "black", zorder=4,
        )  # fmt: skip


def _legend(figure: Figure, axes: Axes, sections: Sequence[tuple[str, list[GanttRow]]]) -> None:
    rows = [row for _, listed in sections for row in listed]
    kinds = [kind for kind in MARKS if any(row.marks.get(kind, None) for row in rows)]
    handles: list[Line2D | Patch] = [
        Line2D(
            [], [], marker=MARKS[kind][0], linestyle="", color="black", markersize=4.5,
            markerfacecolor="white" if kind == "authority" else "black", label=MARKS[kind][1],
        )
        for kind in kinds
    ]  # fmt: skip
    parties = dict.fromkeys(row.party for row in rows if row.party is not None)
    handles += [Patch(color=party_colour(party), alpha=0.55, label=party) for party in parties]
    axes.legend(
        handles=handles, loc="lower right", bbox_to_anchor=(1.0, 1.0 + 0.17 / figure.get_figheight()),
        ncols=len(handles), fontsize=7.5, handletextpad=0.3, columnspacing=1.1, borderaxespad=0.1,
    )  # fmt: skip


def _cells(sections: Sequence[tuple[str, list[GanttRow]]]) -> list[dict[str, Cell]]:
    cells: list[dict[str, Cell]] = []
    for title, rows in sections:
        for row in rows:
            times = dict(row.marks)
            if row.bar is not None:
                times |= {"bar_start": row.bar[0], "bar_end": row.bar[1]}
            cells += [
                {
                    "section": title,
                    "row": row.label,
                    "party": row.party,
                    "what": kind,
                    "share_of_draws": time.share,
                    "low_s": time.low_s,
                    "median_s": time.median_s,
                    "high_s": time.high_s,
                }
                for kind, time in times.items()
            ]
    return cells
