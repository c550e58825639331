"""The verb `station`: where ships or batteries would stand, and the map of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from shieldwall.catalogue.load import Catalogue, shipped
from shieldwall.model.scenario import Scenario
from shieldwall.study.coverage.station_record import StationRecord, station_record
from shieldwall.study.coverage.stationing import StationAsked, run_stationing

if TYPE_CHECKING:
    from shieldwall.report.style import Saved


def station_of(asked: Scenario, question: StationAsked, *, known: Catalogue | None = None) -> StationRecord:
    """Return where the ships or batteries asked for would stand."""
    catalogue = known or shipped()
    return station_record(run_stationing(asked, catalogue, question), catalogue)


def draw_stations(record: StationRecord, folder: Path, catalogue: Catalogue) -> Saved:
    """Draw the stations beside those in place."""
    from shieldwall.case.ground import land_features
    from shieldwall.report.station_map import station_map

    return station_map(record, land_features(catalogue), folder)
