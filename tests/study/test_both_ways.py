"""The value of Japan's radars, and of its right to defend an ally, to the United States at Guam."""

from __future__ import annotations

import datetime as dt

import numpy as np
import numpy.typing as npt
import pytest

from shieldwall.case.build import Case, build_case
from shieldwall.catalogue.load import shipped
from shieldwall.model.arrangement import Arrangement
from shieldwall.model.scenario import Scenario
from shieldwall.sensing.clock import NEVER
from shieldwall.study.trial import DrawRun

GUAM = "guam_with_japans_radars"
NAMES = ("unconnected", "cooperative", "integrated", "as_of")
DRAWS = 48
STATES = 1
UPPER = 0


def built(**changes: object) -> Case:
    asked = shipped().record(Scenario, GUAM)
    return build_case(
        asked.but(**changes) if changes else asked, NAMES, shipped(), seed=asked.seed, draws=DRAWS
    )


@pytest.fixture(scope="module")
def case() -> Case:
    return built()


def tracks_from_japan(case: Case) -> Arrangement:
    """Warning both ways, and Japan's radar data for the United States: nothing else."""
    given = tuple(track for track in case.arrangements["integrated"].tracks if track.giver == "JPN")
    return case.arrangements["cooperative"].model_copy(update={"tracks": given})


def track_ms(case: Case, arrangement: Arrangement) -> npt.NDArray[np.int64]:
    """When the United States hold an upper-tier track, (draws, F)."""
    runs = [DrawRun(case, draw).look(arrangement) for draw in range(case.draws)]
    return np.stack([run.picture.track_ms[:, STATES, UPPER] for run in runs]).astype(np.int64)


def test_every_aim_in_range_is_american(case: Case) -> None:
    assert case.scenario.parties[case.home] == "USA"
    assert set(case.scene.target.owner.tolist()) == {STATES}
    assert {case.places[case.aims.place[aim]].id for aim in case.flights.aim} == {"guam"}


@pytest.mark.parametrize(("day", "may"), [("2016-03-28", False), ("2016-03-29", True), ("2025-06-01", True)])
def test_japan_may_defend_only_as_the_law_of_the_day_allows(day: str, may: bool) -> None:
    allowed = built(date=day).arrangements["as_of"].defends
    japans = [duty for duty in allowed if duty.defender == "JPN"]
    assert [duty.authority for duty in japans] == (["declared_situation"] if may else [])
    assert dt.date.fromisoformat(day) < dt.date(2016, 3, 29) or japans


def test_a_japanese_ship_fires_for_guam_only_where_it_may(case: Case) -> None:
    japans = case.forces.shooters.party == 0
    for name, expected in (("cooperative", False), ("integrated", True), ("as_of", True)):
        ready = np.stack(
            [
                DrawRun(case, draw).look(case.arrangements[name]).picture.launch_ready_ms[:, japans] < NEVER
                for draw in range(DRAWS)
            ]
        )
        assert ready.any() == expected
        # the declaration comes in some draws and not in others
        assert not ready.any(axis=(1, 2)).all()


def test_japans_tracks_never_make_an_american_one_later(case: Case) -> None:
    """Paired draw by draw; Japan's data may only add, over the links that hold."""
    without = track_ms(case, case.arrangements["cooperative"])
    with_them = track_ms(case, tracks_from_japan(case))
    assert (with_them <= without + 1).all()  # a millisecond of rounding
    assert (with_them < NEVER).mean() > (without < NEVER).mean()


def test_without_american_sensors_nearby_japans_bring_the_track_minutes_earlier() -> None:
    """With no American ship or radar near Japan, the own track comes from Guam, late."""
    units = shipped().posture(dt.date(2025, 6, 1))
    away = [
        unit.id
        for unit in units
        if unit.party == "USA" and (unit.kind in {"ship", "radar_site"} or unit.id == "thaad_seongju")
    ]
    bare = built(without=away)
    without = track_ms(bare, bare.arrangements["cooperative"])
    with_them = track_ms(bare, tracks_from_japan(bare))
    both = (without < NEVER) & (with_them < NEVER)
    assert (without - with_them)[both].mean() > 180e3
    assert (with_them < NEVER).mean() > (without < NEVER).mean() + 0.1
