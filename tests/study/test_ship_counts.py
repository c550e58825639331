"""The page of ship counts is that of its table, and the table that of the programme."""

from __future__ import annotations

import pytest
from docs import ship_counts as written

from shieldwall.catalogue.load import shipped
from shieldwall.model.scenario import Scenario
from shieldwall.study.coverage.ship_counts import (
    LAUNCHES_S,
    LIMITS,
    RADAR_RANGES_KM,
    SHAPES,
    SHOTS,
    Asked,
    ship_counts,
)


def test_the_page_is_that_of_its_table() -> None:
    rows = written.read_table()
    assert len(rows) == 2 * len(SHOTS) * len(RADAR_RANGES_KM) * len(LAUNCHES_S) * len(LIMITS) * len(SHAPES)
    assert written.PAGE.read_text(encoding="utf-8") == written.page(rows)
    assert all(row.optimal for row in rows)


def test_laws_of_the_table() -> None:
    """More sight, an earlier launch, more places and one shot less never take more ships."""
    rows = {
        (r.interceptor, r.shots, r.radar_range_km, r.launch_after_burnout_s, r.stations, r.shape): r
        for r in written.read_table()
    }

    def worth(row: object) -> float:
        ships, share = row.ships, row.coverable_share  # type: ignore[attr-defined]
        return float(ships) if ships is not None else 1e3 * (2.0 - share)

    for (name, shots, range_km, launch_s, stations, shape), row in rows.items():
        easier = (
            (name, 1, range_km, launch_s, stations, shape),
            (name, shots, max(RADAR_RANGES_KM), launch_s, stations, shape),
            (name, shots, range_km, min(LAUNCHES_S), stations, shape),
            (name, shots, range_km, launch_s, "anywhere", shape),
        )
        for key in easier:
            # shares are written to six decimals
            assert worth(rows[key]) <= worth(row) + 1e-2


def test_the_published_pair_is_not_a_property_of_the_missile() -> None:
    one = written.pairs(written.read_table(), 1)
    assert len(one) >= 5
    assert one.get(("3", "1"), 0) <= 2


@pytest.mark.nightly
def test_a_part_of_the_table_comes_out_again() -> None:
    known = shipped()
    asked = Asked(interceptors=("sm3_1a",), radar_ranges_km=(600.0,), launches_s=(60.0,), shapes=("lofted",))
    again = list(ship_counts(known.record(Scenario, "japan_2015"), known, asked))
    table = written.read_table()
    assert len(again) == len(SHOTS) * len(LIMITS)
    for row in again:
        (kept,) = [
            each
            for each in table
            if (each.interceptor, each.shots, each.radar_range_km, each.launch_after_burnout_s, each.stations,
                each.shape) == ("sm3_1a", row.shots, 600.0, 60.0, row.stations, "lofted")
        ]  # fmt: skip
        assert (kept.ships, kept.optimal) == (row.ships, row.optimal)
        assert kept.coverable_share == pytest.approx(row.coverable_share, abs=1e-6)  # six decimals
