"""Draw the figures of the coverage page and write its tables: ``python -m docs.coverage`` (a minute)."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from shieldwall.apps.coverages import CoverageMap, coverage_of, history_of
from shieldwall.apps.stations import draw_stations, station_of
from shieldwall.apps.verbs import catalogue
from shieldwall.case.cover import cover
from shieldwall.case.ground import ground, land_features
from shieldwall.catalogue.load import SHIPPED, Catalogue, shipped
from shieldwall.command.shooters import LOWER
from shieldwall.coverage.people import share
from shieldwall.model.scenario import Scenario
from shieldwall.model.version import CODE_VERSION
from shieldwall.report.coverage_map import coverage_map
from shieldwall.study.coverage.circles import within_m
from shieldwall.study.coverage.engageable import (
    EVERYONE,
    Asked,
    Covered,
    Engageable,
    counted,
    engageable_shares,
    regions_of,
)
from shieldwall.study.coverage.options import CELL_KM, options_table
from shieldwall.study.coverage.stationing import StationAsked

HERE: Final = Path(__file__).resolve().parent
FIGURES: Final = HERE / "figures" / "coverage"
PAGE: Final = HERE / "coverage.md"
SCENARIO: Final = "japan_2015"
SIDES_KM: Final = (40.0, 20.0, 10.0, 5.0, 2.5)
TURNS_DEG: Final = (0.0, 15.0, 30.0, 45.0)
RADII_KM: Final = (15.0, 20.0, 22.0, 30.0)
SHOWN: Final = (("upper", "one"), ("upper", "two"), ("lower", "one"), ("layered", "two"))
Shares = dict[str, dict[str, Engageable]]


def percent(value: float, digits: int = 1) -> str:
    """Return a share as a percentage without its sign."""
    return f"{100.0 * value:.{digits}f}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table of the page."""
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *(f"| {' | '.join(row)} |" for row in rows)]
    return "\n".join(lines) + "\n"


def shares_on(asked: Scenario, known: Catalogue, cell_km: float, turn_deg: float) -> tuple[Shares, Covered]:
    """Return the shares on a grid of another size or turned."""
    cells = ground(known, regions_of(asked, known, ()), cell_km, turn_deg)
    case = cover(asked, known, "as_of", cells, (asked.raid.shape,))
    covered = Covered(asked, Asked(), case, counted(case))
    return engageable_shares(covered), covered


def grid_table(asked: Scenario, known: Catalogue) -> str:
    """Return what the side of a cell and the turn of the grid do to the shares."""
    rows = []
    for cell_km, turn_deg in [(side, 0.0) for side in SIDES_KM] + [(5.0, turn) for turn in TURNS_DEG[1:]]:
        found, covered = shares_on(asked, known, cell_km, turn_deg)
        cells = covered.ground
        rows.append(
            [
                f"{cell_km:g} km" + (f", turned by {turn_deg:g}°" if turn_deg else ""),
                f"{cells.count:,}",
                f"{cells.people.sum():,.0f}",
                f"{cells.land_km2.sum():,.0f}",
                *(percent(found[tier][shots].people[EVERYONE].worst, 2) for tier, shots in SHOWN),
            ]
        )
    head = ("cells", "number", "residents", "land, km²", *(f"{tier}, {shots}" for tier, shots in SHOWN))
    return table(head, rows)


def shares_table(found: CoverageMap) -> str:
    """Return the shares of people and land, with the range over who is on station."""
    rows = []
    for tier, by_shots in found.engageable_share.items():
        for shots, both in by_shots.items():
            row = [f"{tier}, {shots}"]
            for one in (both.people[EVERYONE], both.land[EVERYONE]):
                assert one.worst_range is not None
                low, high = (percent(end, 0) for end in one.worst_range)
                row += [f"{percent(one.worst)} ({low} to {high})", percent(one.mean)]
            rows.append(row)
    return table(("tier, shots", "people, worst", "people, mean", "land, worst", "land, mean"), rows)


def options_rows(asked: Scenario, known: Catalogue) -> str:
    """Return what each option adds alone and last, in points of people, with its cost."""
    rows = []
    added = options_table(asked, known, Asked(cell_km=CELL_KM, shapes=(asked.raid.shape,)))
    for row in added:
        gains = [f"{100.0 * each.people_alone:+.1f} / {100.0 * each.people_last:+.1f}" for each in row.gains]
        costs = [
            "not priced"
            if amount is None
            else f"{amount.likely:,.0f} ({amount.low:,.0f} to {amount.high:,.0f})"
            for amount in (row.procurement_million_usd, row.life_cycle_million_usd)
        ]
        rows.append([row.name, *gains, *costs])
    prices = next(row.prices for row in added if row.prices is not None)
    head = ("option", *(f"{tier}, {shots}" for tier, shots in SHOWN))
    return table((*head, f"procurement, $m ({prices})", "30 years' life cycle, $m"), rows)


def with_a_battery_at_ichigaya(folder: Path) -> Catalogue:
    """Return the catalogue with one battery more, in the centre of Tokyo, always in place."""
    text = (SHIPPED / "posture" / "pac3_ichigaya_alert.yaml").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("option:")]
    more = "\n".join(lines).replace("id: pac3_ichigaya_alert", "id: pac3_ichigaya_more") + "\n"
    (folder / "posture").mkdir()
    (folder / "posture" / "pac3_ichigaya_more.yaml").write_text(more, encoding="utf-8")
    return catalogue(folder)


def hoff_table(asked: Scenario, known: Catalogue) -> str:
    """Return what 17 batteries cover, by published radii and by trajectories, and with one more at Tokyo."""
    own = "japan_forces_only"
    with tempfile.TemporaryDirectory() as folder:
        more = with_a_battery_at_ichigaya(Path(folder))
        cases = {
            "the 17 batteries of December 2015": (asked, known),
            "and one more at Ichigaya, Tokyo": (asked, more),
            "three of the 17 moved to Ichigaya, Asaka and Narashino, as on alert": (
                asked.but(options=["pac3_tokyo_on_alert"]), known,
            ),
        }  # fmt: skip
        rows = []
        for name, (question, source) in cases.items():
            everyone = coverage_of(question.but(availability="all"), own, known=source)
            typical = coverage_of(question, own, known=source)
            case = everyone.covered.cover
            low = case.forces.shooters.position_ecef_m[case.forces.shooters.tier == LOWER]
            cells, everywhere = case.ground, np.ones(case.ground.count, np.bool_)
            row = [name]
            for radius_km in RADII_KM:
                within = within_m(case, low, radius_km * 1e3)
                people, land = (
                    share(within, weight.sum(axis=1), everywhere) for weight in (cells.people, cells.land_km2)
                )
                row.append(f"{percent(people)} / {percent(land)}")
            for found in (everyone, typical):
                both = found.engageable_share["lower"]["one"]
                row.append(f"{percent(both.people[EVERYONE].worst)} / {percent(both.land[EVERYONE].worst)}")
            rows.append(row)
    head = ("people / land, %", *(f"within {radius:g} km" for radius in RADII_KM))
    return table((*head, "by trajectories, all there", "by trajectories, typically there"), rows)


def draw_figures(asked: Scenario, known: Catalogue, found: CoverageMap) -> None:
    """Draw the map, the stations and the years; of maps the PNG is kept, of charts the SVG."""
    coverage_map(found.record, land_features(known), FIGURES)
    question = StationAsked("sm3_1a", "japan_main", None)
    draw_stations(station_of(asked, question, known=known), FIGURES, known)
    for file in history_of(asked, "as_of", known=known).save(FIGURES):
        if file.suffix in {".json", ".png"}:
            file.unlink()
    for name in ("coverage.svg", "stations.svg"):
        (FIGURES / name).unlink()


def main() -> None:
    """Draw every figure and write the page."""
    known = shipped()
    asked = known.record(Scenario, SCENARIO)
    found = coverage_of(asked, "as_of", known=known)
    draw_figures(asked, known, found)
    text = (HERE / "coverage.md.in").read_text(encoding="utf-8")
    parts = {
        "versions": f"code {CODE_VERSION}, data {known.version}",
        "shares": shares_table(found),
        "hoff": hoff_table(asked, known),
        "grid": grid_table(asked, known),
        "options": options_rows(asked, known),
    }
    for name, part in parts.items():
        text = text.replace(f"<!-- {name} -->", part)
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
