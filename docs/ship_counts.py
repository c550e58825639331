"""Work out the table of ship counts and write its page: ``python -m docs.ship_counts`` (some ten minutes)."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

from shieldwall.catalogue.load import shipped
from shieldwall.model.scenario import Scenario
from shieldwall.report.style import plain
from shieldwall.study.coverage.ship_counts import (
    LAUNCHES_S,
    LIMITS,
    RADAR_RANGES_KM,
    SHAPES,
    Asked,
    ShipCount,
    ship_counts,
)

HERE: Final = Path(__file__).resolve().parent
TABLE: Final = HERE / "ship-counts.csv"
PAGE: Final = HERE / "ship-counts.md"
SCENARIO: Final = "japan_2015"
CLAIMED: Final = ("3", "1")
NAMES: Final = {"sm3_1a": "Block IA", "sm3_2a": "Block IIA"}


def work_out() -> list[ShipCount]:
    """Return every row of the table, printed as it comes."""
    known = shipped()
    rows = []
    for row in ship_counts(known.record(Scenario, SCENARIO), known, Asked()):
        rows.append(row)
        print(*asdict(row).values(), flush=True)
    return rows


def write_table(rows: Sequence[ShipCount]) -> None:
    """Write the rows as CSV."""
    with TABLE.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(asdict(rows[0])), lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow(asdict(row) | {"coverable_share": f"{row.coverable_share:.6f}"})


def read_table() -> list[ShipCount]:
    """Return the rows of the CSV."""
    with TABLE.open(encoding="utf-8", newline="") as stream:
        return [
            ShipCount(
                interceptor=row["interceptor"],
                shots=int(row["shots"]),
                radar_range_km=float(row["radar_range_km"]),
                launch_after_burnout_s=float(row["launch_after_burnout_s"]),
                stations=row["stations"],
                shape=row["shape"],
                ships=int(row["ships"]) if row["ships"] else None,
                coverable_share=float(row["coverable_share"]),
                optimal=row["optimal"] == "True",
            )
            for row in csv.DictReader(stream)
        ]


def cell(rows: Sequence[ShipCount], **wanted: object) -> str:
    """Return the number of ships of the one row that is wanted, a share where no number covers everyone."""
    (found,) = [row for row in rows if wanted.items() <= asdict(row).items()]
    if found.ships is None:
        percent = 100.0 * found.coverable_share
        return f"({percent:.0f}%)" if percent < 99.5 else f"({percent:.2f}%)"
    return f"{found.ships}" if found.optimal else f"≤ {found.ships}"


def block(rows: Sequence[ShipCount], shape: str, stations: str, shots: int) -> list[str]:
    """Return one table: radar ranges down, launch times across, IA / IIA in each cell."""
    columns = [f"{launch:g} s" for launch in LAUNCHES_S]
    lines = [f"| own radar | {' | '.join(columns)} |", f"|---|{'---|' * len(columns)}"]
    for range_km in RADAR_RANGES_KM:
        cells = []
        for launch in LAUNCHES_S:
            both = (
                cell(
                    rows, interceptor=name, shape=shape, stations=stations, shots=shots,
                    radar_range_km=range_km, launch_after_burnout_s=launch,
                )
                for name in NAMES
            )  # fmt: skip
            cells.append(" / ".join(both))
        lines.append(f"| {range_km:g} km | {' | '.join(cells)} |")
    return lines


def pairs(rows: Sequence[ShipCount], shots: int) -> dict[tuple[str, str], int]:
    """Return in how many sets of suppositions each pair of numbers comes out."""
    numbers: dict[tuple[object, ...], list[str]] = {}
    for row in rows:
        if row.shots == shots:
            about = (row.radar_range_km, row.launch_after_burnout_s, row.stations, row.shape)
            numbers.setdefault(about, []).append("none" if row.ships is None else str(row.ships))
    counted: dict[tuple[str, str], int] = {}
    for first, second in numbers.values():
        counted[first, second] = counted.get((first, second), 0) + 1
    return counted


def tally(rows: Sequence[ShipCount], shots: int) -> str:
    """Return how often each pair of numbers comes out, most often first."""
    listed = sorted(pairs(rows, shots).items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{first} against {second} in {count}" for (first, second), count in listed)


def page(rows: Sequence[ShipCount]) -> str:
    """Return the page: its words are in ``ship-counts.md.in``."""
    parts = []
    for shots in (1, 2):
        title = "One shot" if shots == 1 else "Two shots with a look between, by one ship"
        parts.append(f"## {title}\n\nOver the {len(rows) // 4} sets: {tally(rows, shots)}.\n")
        for stations in LIMITS:
            for shape in SHAPES:
                parts.append(f"\n**{plain(shape)}, stations: {stations}**; launch so long after burnout\n\n")
                parts.append("\n".join(block(rows, shape, stations, shots)) + "\n")
        parts.append("\n")
    text = (HERE / "ship-counts.md.in").read_text(encoding="utf-8")
    filled = {
        "sets": str(len(rows) // 4),
        "three to one": str(pairs(rows, 1).get(CLAIMED, 0)),
        "three to one, two shots": str(pairs(rows, 2).get(CLAIMED, 0)),
        "tables": "".join(parts).rstrip(),
    }
    for name, part in filled.items():
        text = text.replace(f"<!-- {name} -->", part)
    return text


def main() -> None:
    """Work out the table and write it and the page."""
    write_table(work_out())
    PAGE.write_text(page(read_table()), encoding="utf-8")


if __name__ == "__main__":
    main()
