"""A raid of several kinds of missile, and of low ones: parts, weights, clocks and what is said of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shieldwall.case.build import Case, build_case
from shieldwall.case.raid_flights import LEVELS
from shieldwall.catalogue.load import Catalogue
from shieldwall.model.errors import InputError
from shieldwall.model.raid import Raid, RaidPart
from shieldwall.model.scenario import Scenario
from shieldwall.study.drawn import drawn_flight

DRAWS = 4


@pytest.fixture(scope="module")
def mixed(known: Catalogue) -> Case:
    asked = known.record(Scenario, "mixed_cruise_raid").but(regions=["kyushu"])
    return build_case(asked, ("unconnected",), known, seed=3, draws=DRAWS)


@given(st.lists(st.floats(0.05, 0.3), max_size=3), st.integers(1, 120))
def test_a_larger_raid_is_a_smaller_one_with_missiles_added(shares: list[float], size: int) -> None:
    parts = tuple(RaidPart(threat="cj_10", share=share, launch_areas=("chn_east",)) for share in shares)
    raid = Raid(threat="df_21", size=size, launch_areas=("chn_east",), mixed_with=parts)
    now, more = raid.counts(size), raid.counts(size + 1)
    assert sum(now) == size
    assert sorted(after - before for before, after in zip(now, more, strict=True)) == [0] * len(shares) + [1]
    whole = [part.share for part in raid.parts]
    assert sum(whole) == pytest.approx(1.0, rel=1e-12)  # rounding
    # Webster's method stays within one seat of the quota here
    assert all(abs(count - share * size) < 1.5 for count, share in zip(now, whole, strict=True))


def test_a_raid_of_one_threat_has_one_part() -> None:
    raid = Raid(threat="nodong", size=20, launch_areas=("prk_interior",))
    assert raid.counts(20) == (20,)
    assert [part.share for part in raid.parts] == [1.0]
    assert raid.threats == "nodong"


def test_shares_that_leave_nothing_of_the_main_threat(known: Catalogue) -> None:
    parts = [{"threat": "cj_10", "share": 1.0, "launch_areas": ["chn_east"]}]
    with pytest.raises(InputError, match="they leave nothing of threat"):
        known.record(Scenario, "mixed_cruise_raid").but(raid_mixed_with=parts)


def test_a_mixed_raid_has_no_false_tracks(known: Catalogue) -> None:
    with pytest.raises(InputError, match="false_tracks is for raids of one threat"):
        known.record(Scenario, "mixed_cruise_raid").but(false_tracks=True)


def test_parts_follow_each_other_and_weigh_their_share(mixed: Case) -> None:
    flights, (ballistic, cruise) = mixed.flights, mixed.scenario.raid.parts
    assert flights.part_start.tolist() == [0, int((flights.part == 0).sum()), flights.count]
    assert (np.diff(flights.part) >= 0).all()
    weights = np.bincount(flights.part, flights.weight)
    assert weights == pytest.approx([ballistic.share, cruise.share], rel=1e-12)  # rounding
    assert flights.library.impact_ms.shape == (LEVELS * flights.count,)


def test_cruise_missiles_keep_their_height_and_arrive_late(mixed: Case) -> None:
    flights = mixed.flights
    part = np.tile(flights.part, LEVELS)
    assert (flights.library.apogee_m[part == 1] == 100.0).all()
    slowest_ballistic_ms = flights.library.impact_ms[part == 0].max()
    assert flights.library.impact_ms[part == 1].min() > slowest_ballistic_ms
    by_level = flights.library.impact_ms.reshape(LEVELS, -1)[:, flights.part == 1]
    assert (np.diff(by_level, axis=0) < 0).all()  # from the slow level to the fast


def test_the_missiles_look_as_their_kinds_do(mixed: Case, known: Catalogue) -> None:
    section = mixed.scene.target.cross_section_m2
    part = np.tile(mixed.flights.part, LEVELS)
    for number, each in enumerate(mixed.scenario.raid.parts):
        fact = known.fact(f"{each.threat}.cross_section_m2")
        assert (section[part == number] == fact.value).all()
    assert mixed.samples.reliability.shape == (DRAWS, 2)


def test_nobody_has_a_window_at_a_cruise_missile(mixed: Case) -> None:
    part = np.tile(mixed.flights.part, LEVELS)
    for windows in mixed.reach.windows:
        assert (windows.last[part == 1] < windows.first[part == 1]).all()
        assert (windows.last[part == 0] >= windows.first[part == 0]).any()


def test_missiles_are_numbered_over_all_kinds(mixed: Case) -> None:
    size = mixed.scenario.raid.size
    kinds = [int(mixed.flights.part[drawn_flight(mixed, number)]) for number in range(1, size + 1)]
    assert tuple(np.bincount(kinds)) == mixed.scenario.raid.counts(size)


def test_a_low_missile_stays_below_the_upper_tier(known: Catalogue) -> None:
    asked = known.record(Scenario, "japan_2025").but(
        raid_threat="kn_23", raid_launch_areas=["prk_southeast"], regions=["chugoku", "kyushu"]
    )
    case = build_case(asked, ("unconnected",), known, seed=3, draws=DRAWS)
    upper = case.forces.shooters.tier == 0
    found = case.reach.windows[0]
    high = np.array([known.fact(f"{name}.min_altitude_km").si for name in case.forces.interceptors])
    over = upper & (high[case.forces.shooters.interceptor] > case.flights.library.apogee_m.max())
    assert over.any()
    assert (found.last[:, over] < found.first[:, over]).all()
    assert any("below the floor of SM-3 Block I" in remark for remark in case.remarks)


def test_a_region_that_the_table_lacks(known: Catalogue) -> None:
    with pytest.raises(InputError, match="has no region 'kyushuu'; did you mean 'kyushu'"):
        build_case(
            known.record(Scenario, "okinawa_2025").but(regions=["kyushuu"]),
            ("unconnected",), known, seed=1, draws=2,
        )  # fmt: skip


def test_aim_points_are_of_the_regions_named(known: Catalogue) -> None:
    case = build_case(known.record(Scenario, "okinawa_2025"), ("unconnected",), known, seed=1, draws=2)
    assert case.beneficiaries == ("okinawa",)
    people = known.table("regions").rows
    okinawa = next(row["population"] for row in people if row["id"] == "okinawa")
    assert case.aims.people.sum() == okinawa
