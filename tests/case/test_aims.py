"""Aim points stand for people: totals are exact, and every place has its own within its disc."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shieldwall.case.aims import Place, aim_points
from shieldwall.case.build import Case, places_of
from shieldwall.physics.earth import geodesic

places = st.builds(
    Place,
    id=st.just("town"),
    name=st.just("Town"),
    beneficiary=st.just("shire"),
    lat=st.floats(-60.0, 60.0),
    lon=st.floats(-170.0, 170.0),
    people=st.integers(1, 40_000_000),
    radius_km=st.floats(0.1, 100.0),
)


@given(st.lists(places, min_size=1, max_size=6))
def test_people_are_counted_once(made: list[Place]) -> None:
    aims = aim_points(made)
    # people of a place are divided evenly among its points: rounding only
    assert np.bincount(aims.place, aims.people) == pytest.approx([place.people for place in made], rel=1e-12)
    assert np.bincount(aims.place).min() >= 1


@given(places)
def test_points_lie_within_their_place(place: Place) -> None:
    aims = aim_points([place])
    centre = np.broadcast_to([place.lat, place.lon], aims.position_deg.shape)
    away_km = np.atleast_1d(geodesic(centre, aims.position_deg)[0]) / 1e3
    # a degree is taken as 111.195 km everywhere and east as at the centre: 3% at 60 degrees and 100 km
    assert away_km.max() <= 1.03 * place.radius_km


def test_one_point_is_the_middle() -> None:
    place = Place("town", "Town", "shire", 35.0, 139.0, 10_000, 50.0)
    assert aim_points([place]).position_deg.tolist() == [[35.0, 139.0]]


def test_the_shipped_census_adds_up(case: Case, scenario, known) -> None:  # type: ignore[no-untyped-def]
    places = places_of(scenario, known)
    # the census of 2020 counted 126,146,099 people; municipalities and remainders must agree within 1%
    assert sum(place.people for place in places) == pytest.approx(126_146_099, rel=0.01)
    assert case.aims.people.sum() == pytest.approx(sum(place.people for place in places), rel=1e-12)
