"""One missile over many draws: what the picture puts together is what the floors below say, draw by draw."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from shieldwall.case.build import Case, build_case
from shieldwall.case.territory import Territory, territory, threatened
from shieldwall.catalogue.load import shipped
from shieldwall.model.errors import InputError
from shieldwall.model.scenario import Scenario
from shieldwall.sensing.ellipse import Ellipse
from shieldwall.study.drawn import drawn_flight
from shieldwall.study.impact import STEP_S
from shieldwall.study.picture import MissilePicture, missile_picture
from shieldwall.study.trial import DrawRun
from shieldwall.study.warning import crowded, warnings
from shieldwall.study.when import when

DRAWS = 12


@pytest.fixture(scope="module")
def case() -> Case:
    """Japan from one launch area: some 150 flights."""
    asked = shipped().record(Scenario, "japan_2015").but(raid_launch_areas=["prk_southeast"])
    return build_case(asked, ("unconnected", "cooperative", "integrated"), shipped(), seed=9, draws=DRAWS)


@pytest.fixture(scope="module")
def land() -> Territory:
    return territory(("JPN", "USA"), shipped())


@pytest.fixture(scope="module")
def picture(case: Case, land: Territory) -> MissilePicture:
    return missile_picture(case, case.arrangements["integrated"], land, 4, drawn_flight(case, 4))


def test_when_counts_what_does_not_come() -> None:
    some = when([1.0, None, 3.0, 2.0])
    assert (some.share, some.median_s) == (0.75, 2.0)
    assert when([None, None]) == when([])
    assert when([5.0]).low_s == when([5.0]).high_s == 5.0


def test_the_flight_shown_is_the_one_that_the_battle_draws(case: Case) -> None:
    """Where nothing can be hit, a raid of five leaks at the five places, as often as they were drawn."""
    samples = replace(
        case.samples,
        kill=np.zeros_like(case.samples.kill),
        reliability=np.ones_like(case.samples.reliability),
    )
    hopeless = replace(case, samples=samples)
    counts = DrawRun(hopeless, 0).run(case.arrangements["integrated"], {5: 1}).battles[5][0]
    drawn = [drawn_flight(case, number) for number in range(1, 6)]
    regions = case.beneficiary[case.flights.aim[drawn]]
    expected = np.bincount(regions, minlength=len(case.beneficiaries))
    np.testing.assert_array_equal(counts[: len(case.beneficiaries)], expected)
    assert len({drawn_flight(case, number) for number in range(1, 21)}) > 10


@pytest.mark.parametrize("number", [0, -3, 21])
def test_no_raid_has_such_a_missile(case: Case, number: int) -> None:
    with pytest.raises(InputError, match="numbered from 1 to 20"):
        drawn_flight(case, number)


def test_the_picture_is_the_timeline_of_every_draw(case: Case, picture: MissilePicture) -> None:
    flight = drawn_flight(case, 4)
    arrangement = case.arrangements["integrated"]
    alert_s, ready = [], []
    for draw in range(DRAWS):
        looked = DrawRun(case, draw).look(arrangement)  # with all flights of the raid, not this one alone
        alert_s.append(looked.picture.alert_ms[flight] / 1000.0)
        there = case.samples.ready[draw][case.forces.shooter_unit]
        ready.append((looked.picture.launch_ready_ms[flight] < 2**31 - 1) & there)
    # median of the same numbers
    for row, times in zip(picture.parties, np.transpose(alert_s), strict=True):
        assert row.alert.median_s == pytest.approx(np.median(times), rel=1e-12)
    np.testing.assert_allclose([row.ready.share for row in picture.shooters], np.mean(ready, axis=0))


def test_rows_name_units_and_never_say_more_than_is_on_station(case: Case, picture: MissilePicture) -> None:
    assert [row.unit for row in picture.sensors] == [case.forces.units[u].id for u in case.forces.radar_unit]
    for row in (*picture.sensors, *picture.shooters):
        times = [time for time in vars(row).values() if hasattr(time, "share")]
        assert all(time.share <= row.on_station for time in times)
    assert picture.missile.party == "JPN"
    assert picture.missile.impact.median_s == pytest.approx(
        np.median([case.flights.library.impact_ms[case.flights.rows(d)][drawn_flight(case, 4)]
                   for d in range(DRAWS)]) / 1000.0,
        rel=1e-12,
    )  # fmt: skip


def test_a_picture_of_a_bound_leaves_the_absent_forces_out(case: Case, land: Territory) -> None:
    alone = case.arrangements["integrated"].model_copy(
        update={"absent": ("USA",), "fire_coordination": "none"}
    )
    found = missile_picture(case, alone, land, 4, drawn_flight(case, 4))
    assert all(row.on_station == 0.0 for row in (*found.sensors, *found.shooters) if row.party == "USA")
    assert found.parties[1].satellite_report.share == 0.0


def test_knowledge_of_the_impact_narrows_over_ideal_links(picture: MissilePicture) -> None:
    for row in picture.parties:
        assert [moment.time_s for moment in row.impact] == [STEP_S * n for n in range(len(row.impact))]
        known = [moment for moment in row.impact if moment.share == 1.0]
        lengths = [moment.semi_major_km for moment in known]
        assert lengths == sorted(lengths, reverse=True)
        assert all(moment.semi_minor_km <= moment.semi_major_km for moment in known)


def test_territory_of_known_places(land: Territory) -> None:
    point = Ellipse(1.0, 1.0, 0.0)
    for centre, party in (((35.7, 139.5), "JPN"), ((13.45, 144.78), "USA"), ((21.47, -157.98), "USA")):
        found = threatened(land, centre, point)
        assert found.on_land_of[party] == 1.0
        assert found.elsewhere == 0.0
    sea = threatened(land, (30.0, 150.0), point)
    assert (sea.elsewhere, sum(sea.near_forces_of.values())) == (1.0, 0.0)
    # claimed by more than one party: nobody's
    assert threatened(land, (44.1, 145.85), point).elsewhere == 1.0


def test_a_base_is_threatened_near_it_and_by_a_wide_ellipse_in_part(land: Territory) -> None:
    kadena = (26.36, 127.77)
    near = threatened(land, kadena, Ellipse(10.0, 10.0, 0.0))
    assert near.near_forces_of["USA"] == 1.0
    wide = threatened(land, kadena, Ellipse(60e3, 20e3, 30.0))
    assert 0.0 < wide.near_forces_of["USA"] < 0.7
    assert 0.0 < wide.on_land_of["JPN"] < 1.0


def test_an_ellipse_half_over_the_coast(land: Territory) -> None:
    """On a straight stretch of the Pacific coast, half of a round ellipse lies at sea."""
    found = threatened(land, (35.60, 140.50), Ellipse(4e3, 4e3, 0.0))
    # the coast of Kujukuri is straight to a kilometre, and the middle was read off a map to one
    assert found.on_land_of["JPN"] == pytest.approx(0.5, abs=0.2)


def test_warning_is_impact_less_the_public_alert_of_the_party_aimed_at(case: Case) -> None:
    named = {name: case.arrangements[name] for name in ("unconnected", "cooperative")}
    found = warnings(case, named)
    for name, arrangement in named.items():
        geometry = [DrawRun(case, draw).run(arrangement, {}).geometry for draw in range(DRAWS)]
        by_flight = np.mean([each.warning_s for each in geometry], axis=0)
        # the same mean, added in another order
        whole = float(np.average(by_flight, weights=case.flights.weight))
        assert found[name].warning_time_s == pytest.approx(whole, rel=1e-9)
        place = found[name].places[0]
        here = case.aims.place[case.flights.aim] == [p.id for p in case.places].index(place.id)
        mean = float(np.average(by_flight[here], weights=case.flights.weight[here]))
        assert place.warning_time_s == pytest.approx(mean, rel=1e-9)
        assert place.flight_time_low_s <= place.flight_time_s <= place.flight_time_high_s
    assert found["cooperative"].warning_time_s > found["unconnected"].warning_time_s


def test_crowded_places_are_cities_and_not_the_rest_of_a_province(case: Case) -> None:
    places = warnings(case, {"unconnected": case.arrangements["unconnected"]})["unconnected"].places
    top = crowded(places, 5)
    assert len(top) == 5
    assert {"osaka", "yokohama"} <= {place.id for place in top}
