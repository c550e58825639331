"""What a coverage map must keep to: the census, the land, the turn of the grid, and what forces do to it."""

from __future__ import annotations

import numpy as np
import pytest

from shieldwall.case.cover import cover
from shieldwall.case.forces import EmptyPostureError
from shieldwall.case.ground import ground
from shieldwall.catalogue.load import shipped
from shieldwall.model.scenario import Scenario
from shieldwall.study.coverage.circles import published_circles
from shieldwall.study.coverage.engageable import (
    EVERYONE,
    Asked,
    Covered,
    counted,
    engageable_shares,
    regions_of,
    run_coverage,
)
from shieldwall.study.coverage.history import run_history
from shieldwall.study.coverage.options import ITEMS, options_table

CENSUS_2020 = 126_146_099
"""Population Census of 2020, Statistics Bureau of Japan."""

OFFICIAL_KM2 = 377_975.0 - 5_003.0 - 0.2
"""Geospatial Information Authority, 2020, less the northern islands and Takeshima, which are unassigned."""


@pytest.fixture(scope="module")
def near(scenario: Scenario) -> Scenario:
    """One launch area: a fifth of the flights."""
    return scenario.but(raid_launch_areas=["prk_southeast"])


def map_of(scenario: Scenario, cell_km: float, turn_deg: float = 0.0, arrangement: str = "as_of") -> Covered:
    known = shipped()
    cells = ground(known, regions_of(scenario, known, ()), cell_km, turn_deg)
    case = cover(scenario, known, arrangement, cells, (scenario.raid.shape,))
    return Covered(scenario, Asked(), case, counted(case))


@pytest.fixture(scope="module")
def covered(near: Scenario) -> Covered:
    return map_of(near, 10.0)


def worst(covered: Covered, tier: str, shots: str) -> float:
    return engageable_shares(covered)[tier][shots].people[EVERYONE].worst


@pytest.mark.parametrize(("cell_km", "turn_deg"), [(5.0, 0.0), (20.0, 0.0), (20.0, 30.0)])
def test_people_and_land_are_those_of_census_and_survey(
    scenario: Scenario, cell_km: float, turn_deg: float
) -> None:
    known = shipped()
    cells = ground(known, regions_of(scenario, known, ()), cell_km, turn_deg)
    # nobody is lost: rounding of sums
    assert cells.people.sum() == pytest.approx(CENSUS_2020, rel=1e-9)
    # Natural Earth's coast against the survey's
    assert cells.land_km2.sum() == pytest.approx(OFFICIAL_KM2, rel=0.005)
    assert (cells.land_km2.sum(axis=1) <= (cells.cell_m / 1e3) ** 2 * (1 + 1e-9)).all()
    assert (cells.land_km2.sum(axis=1) > 0.0).all()


def test_a_turn_of_the_grid_changes_nothing_of_note(covered: Covered, near: Scenario) -> None:
    turned = map_of(near, 10.0, 33.0)
    # cells fall elsewhere: a tenth of a point where footprints are wide; where they end among the wards of a
    # city a cell holds up to half a point of the people
    for tier, shots, most in (("upper", "one", 0.001), ("upper", "two", 0.002), ("lower", "one", 0.02)):
        assert worst(turned, tier, shots) == pytest.approx(worst(covered, tier, shots), abs=most)


def test_finer_cells_converge(covered: Covered, near: Scenario) -> None:
    coarse, fine = map_of(near, 40.0), map_of(near, 5.0)
    for tier, shots in (("upper", "one"), ("upper", "two"), ("lower", "one")):
        before = abs(worst(coarse, tier, shots) - worst(fine, tier, shots))
        after = abs(worst(covered, tier, shots) - worst(fine, tier, shots))
        assert after <= before + 1e-4
    # the upper tier's footprints are hundreds of kilometres wide
    assert worst(covered, "upper", "two") == pytest.approx(worst(fine, "upper", "two"), abs=0.002)


def test_more_launch_areas_make_the_worst_worse_and_not_the_reach_smaller(
    covered: Covered, near: Scenario
) -> None:
    more = map_of(near.but(raid_launch_areas=["prk_southeast", "prk_northwest"]), 10.0)
    both = covered.reached & (more.shots.reached > 0.0)
    assert (more.shots.chance[:, 0][..., both] <= covered.shots.chance[:, 0][..., both] + 1e-12).all()
    assert (more.reached | ~covered.reached).all()


def test_forces_that_leave_take_shots_with_them(covered: Covered, near: Scenario) -> None:
    fewer = map_of(near.but(without=["js_kongo"]), 10.0, arrangement="as_of")
    assert worst(fewer, "upper", "two") < worst(covered, "upper", "two")
    assert worst(fewer, "lower", "one") == worst(covered, "lower", "one")
    own = map_of(near, 10.0, arrangement="japan_forces_only")
    assert (own.shots.chance <= covered.shots.chance + 1e-12).all()


def test_with_everyone_there_there_is_nothing_to_draw(near: Scenario) -> None:
    everyone = map_of(near.but(availability="all"), 20.0)
    both = engageable_shares(everyone)["upper"]["two"].people[EVERYONE]
    assert both.worst_range == pytest.approx((both.worst, both.worst), rel=1e-12)  # sums in another order
    assert set(np.unique(everyone.shots.chance)) <= {0.0, 1.0}
    typical = map_of(near, 20.0)
    assert (everyone.shots.chance >= typical.shots.chance - 1e-12).all()


def test_published_circles_and_trajectories(near: Scenario) -> None:
    """Hoff (2015): 17 batteries leave much of the homeland uncovered, either way of counting."""
    everyone = map_of(near.but(availability="all"), 5.0, arrangement="japan_forces_only")
    (circles,) = published_circles(everyone.cover, shipped(), everyone.reached)
    assert (circles.interceptor, circles.radius_km, circles.units) == ("pac3", 20.0, 17)
    flown = engageable_shares(everyone)["lower"]["one"]
    for circle, share, most in (
        (circles.people_share, flown.people[EVERYONE].worst, 0.25),
        (circles.land_share, flown.land[EVERYONE].worst, 0.06),
    ):
        assert 0.02 < share < most
        # circles know neither the way down nor the batteries' readiness: within a third of each other
        assert circle == pytest.approx(share, rel=0.35)


def test_an_empty_posture_is_an_error_of_its_own_and_years_without_forces_are_zero(near: Scenario) -> None:
    with pytest.raises(EmptyPostureError, match="no interceptor"):
        run_coverage(near.but(date="2000-06-30"), shipped(), Asked(cell_km=40.0))
    years = run_history(near, shipped(), Asked(cell_km=40.0), (2004, 2006))
    assert [each.at("upper", "one").worst > 0.0 for each in years] == [False, False, True]
    assert years[0].at("upper", "one", "land").worst == 0.0


def test_options_add_alone_and_last_and_have_their_price(near: Scenario) -> None:
    added = {row.id: row for row in options_table(near, shipped(), Asked(cell_km=40.0))}
    assert list(added) == [item.id for item in ITEMS]
    for row in added.values():
        for gain in row.gains:
            # more shooters; Block IIA instead of Block IA may take a little away
            assert gain.people_alone > (-0.02 if row.id == "sm3_2a_for_1a" else -1e-9)
            assert gain.people_without + gain.people_alone <= 1.0 + 1e-9
    two = {
        name: next(g for g in row.gains if (g.tier, g.shots) == ("upper", "two"))
        for name, row in added.items()
    }
    assert two["us_ships"].people_alone > two["us_ships"].people_last
    assert two["mse_for_pac3"].people_alone == pytest.approx(0.0, abs=1e-12)  # it is of the lower tier
    ashore = added["aegis_ashore"]
    assert ashore.procurement_million_usd is not None
    assert ashore.life_cycle_million_usd is not None
    assert 0.0 < ashore.procurement_million_usd.likely < ashore.life_cycle_million_usd.likely
    assert ashore.prices is not None
    assert added["us_ships"].procurement_million_usd is None
