"""Draw the figures of the documentation and print the tables beside them: ``python -m docs.sensing``."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from shieldwall.apps.pictures import draw_picture, draw_warning, picture_of, warning_of
from shieldwall.case.build import build_case
from shieldwall.catalogue.load import shipped
from shieldwall.model.scenario import Scenario
from shieldwall.model.version import CODE_VERSION
from shieldwall.report.reality_chart import reality_chart
from shieldwall.study.ideal import BUT, STEPS, Ends, Reality, ideal_and_real

FOLDER: Final = Path(__file__).resolve().parent / "figures" / "sensing"
DRAWS: Final = 64
SCENARIO: Final = "japan_2015"
THREAT: Final = 3
NAMED: Final = ("integrated", "cooperative", "unconnected")


def draw_reality() -> None:
    """Draw and print what each part of reality does to the time of a fire-control track."""
    known = shipped()
    asked = known.record(Scenario, SCENARIO)
    case = build_case(asked, NAMED, known, seed=asked.seed, draws=DRAWS)
    named = {name: case.arrangements[name] for name in NAMED}
    rows = ideal_and_real(case, Ends(named["integrated"], named["unconnected"]), named)
    names = dict(STEPS) | {name: f"real: {name}" for name in NAMED}
    names |= {step: f"real: unconnected, but {text}" for step, text in BUT.items()}
    credit = (
        f"{asked.title}, {DRAWS} draws, seed {asked.seed}. Shieldwall {CODE_VERSION}, data {known.version}."
    )
    reality_chart(rows, names, "Ideal against real: the first fire-control track", FOLDER, credit)
    print("| step | party | track | 5 to 95% | later | with track | ready | share ready |")
    print("|---|---|---|---|---|---|---|---|")
    for row in rows:
        print(f"| {' | '.join(_cells(row, names[row.step]))} |")


def _cells(row: Reality, name: str) -> tuple[str, ...]:
    def seconds(value: float | None) -> str:
        return "never" if value is None else f"{value:.1f}"

    return (
        name,
        row.party,
        seconds(row.track_s),
        f"{seconds(row.track_low_s)} to {seconds(row.track_high_s)}",
        seconds(row.later_s),
        f"{100.0 * row.share:.1f}%",
        seconds(row.ready_s),
        f"{100.0 * row.ready_share:.1f}%",
    )


def main() -> None:
    """Draw every figure."""
    asked = shipped().record(Scenario, SCENARIO)
    draw_picture(picture_of(asked, THREAT), FOLDER)
    draw_warning(warning_of(asked), FOLDER)
    draw_reality()
    for file in FOLDER.glob("*.png"):  # pages show the SVG
        file.unlink()


if __name__ == "__main__":
    main()
