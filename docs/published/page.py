"""All published cases on one page: published, computed, residual, tolerance, burn time, verdict, sources."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from docs.published import conformance, costs, engagement, flights, launches, reach, replays, sensing
from docs.published.lines import Line

PAGE: Final = Path(__file__).resolve().parents[1] / "published-results.md"

SECTIONS: Final[tuple[tuple[str, str, Callable[[], list[Line]]], ...]] = (
    (
        "Test flights",
        "Flown with the catalogue's missile to the published range and apogee. One range of burn times "
        "serves all flights of a missile; nothing is tuned to a flight. The column *burn time* gives the "
        "figure at its short and long end.",
        flights.lines,
    ),
    (
        "Launches, textbook arcs and a textbook boost",
        "Least-energy arcs are impulsive, over a sphere of 6,371 km at rest.",
        launches.lines,
    ),
    (
        "Reach of interceptors",
        "What the table of least times reaches, published caps included.",
        reach.lines,
    ),
    (
        "Recorded intercept tests",
        "Geometry is published only in part; the whole of what is left open is flown, and nothing is fitted "
        "(see [Sensing, command and windows](sensing.md)).",
        replays.lines,
    ),
    (
        "Engagement and test records",
        "Closed forms and counts; several figures are derived from the publication, as their source says.",
        engagement.lines,
    ),
    ("Radar and tracking", "Worked examples of others.", sensing.lines),
    ("Cost", "What the catalogue's ledgers and the economics give.", costs.lines),
    ("Constants, air, gravity, geodesics", "To the digits that the standards print.", conformance.lines),
)

HEAD: Final = """# Published results

Every published case beside what the model gives, from `python -m docs.published`; the tests run the same \
computation. *Residual* is computed less published, or less the nearest end where a span was published; \
zero within it. A line **passes** within the case's own tolerance, is **explained** where it departs and the \
reason is given below the table, is **predicted** where nothing was published to hold it against, and \
**fails** otherwise.
"""

LEFT_OUT: Final = """## Not run

- K04, the re-entry demonstration of the EKF/UKF toolbox, needs GNU Octave. Our own extended Kalman filters \
are held against the bound that no unbiased tracker beats (see [Sensing](sensing.md)).
- The third stage of the Taepodong-1, and its announced orbit: not modelled.
"""


def text() -> str:
    """Return the page."""
    found = [(title, words, lines()) for title, words, lines in SECTIONS]
    every = [line for _, _, lines in found for line in lines]
    counts = {
        verdict: sum(line.verdict == verdict for line in every)
        for verdict in ("pass", "explained", "predicted", "fail")
    }
    cases = len({line.case for line in every})
    total = (
        f"{cases} cases with {len(every)} figures: {counts['pass']} pass, {counts['explained']} are "
        f"explained, {counts['predicted']} are predictions, {counts['fail']} fail.\n"
    )
    return "\n".join([HEAD, total, *(_section(*each) for each in found), LEFT_OUT])


def _section(title: str, words: str, lines: Sequence[Line]) -> str:
    burns = any(line.burn_time for line in lines)
    columns = ["case", "what", "published", "computed", "residual", "tolerance"]
    columns += ["burn time", "verdict"] if burns else ["verdict"]
    rows = [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
    rows += [f"| {' | '.join(_cells(line, burns))} |" for line in lines]
    notes = _notes(lines)
    return "\n".join([f"## {title}\n", f"{words}\n", *rows, "", *notes])


def _cells(line: Line, burns: bool) -> list[str]:
    number = _number(line)
    unit = f" {line.unit}" if line.unit else ""
    published = "none"
    if line.published is not None:
        low, high = line.published
        if math.isinf(high):
            published = f"{number(low)}{unit} or more"
        elif low == high:
            published = f"{number(low)}{unit}"
        else:
            published = f"{number(low)} to {number(high)}{unit}"
    cells = [
        line.case.replace("_", " "),
        line.what.replace("_", " "),
        published,
        f"{number(line.computed)}{unit}",
        "" if line.published is None else _signed(line, number),
        "" if line.published is None else _size(line.tolerance),
    ]
    if burns:
        cells.append("" if line.burn_time is None else " to ".join(number(end) for end in line.burn_time))
    return [*cells, {"explained": "*explained*", "fail": "**FAILS**"}.get(line.verdict, line.verdict)]


def _number(line: Line) -> Callable[[float], str]:
    def written(value: float) -> str:
        return f"{value:,.{line.digits}f}"

    return written


def _signed(line: Line, number: Callable[[float], str]) -> str:
    text = number(line.residual)
    if not re.search("[1-9]", text):
        return "0"
    return text if text.startswith("-") else f"+{text}"


def _size(tolerance: float) -> str:
    if tolerance <= 1e-6:
        return "0" if tolerance < 1e-9 else f"{tolerance:.0e}"
    return f"{tolerance:,.0f}" if tolerance >= 100.0 else f"{tolerance:.3g}"


def _notes(lines: Sequence[Line]) -> list[str]:
    """Return the explanations and sources under a table, each said once for its case."""
    explained: dict[str, None] = {}
    sources: dict[str, dict[str, None]] = {}
    for line in lines:
        if line.verdict == "explained":
            explained[
                f"- **{line.case.replace('_', ' ')}**, explained: {' '.join(line.explanation.split())}"
            ] = None
        for source in line.sources:
            sources.setdefault(line.case, {})[_linked(source)] = None
    listed = [f"- {case.replace('_', ' ')}: {'; '.join(those)}" for case, those in sources.items() if those]
    return [*explained, *([""] if explained else []), "Sources:\n", *listed, ""]


def _linked(source: str) -> str:
    return re.sub(r"https?://[^\s,;)]+", lambda found: f"<{found.group()}>", source)
