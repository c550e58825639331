"""False tracks cost rounds, and sharing tracks shares them: the harm is there, and it shows."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import numpy.typing as npt
import pytest

from shieldwall.case.build import Case, build_case
from shieldwall.catalogue.load import shipped
from shieldwall.engagement.orders import ColumnMap
from shieldwall.model.scenario import Scenario
from shieldwall.study.false_tracks import with_false_tracks
from shieldwall.study.trial import DrawRun

ARRANGEMENTS = ("unconnected", "cooperative", "integrated")
DRAWS, BATTLES, RAID = 6, 60, 12


@cache
def case(false_tracks: bool) -> Case:
    asked = shipped().record(Scenario, "japan_2015").but(raid_launch_areas=["prk_southeast"])
    return build_case(asked.but(false_tracks=false_tracks), ARRANGEMENTS, shipped(), seed=3, draws=DRAWS)


def with_chance(probability: float) -> Case:
    """The case with false tracks, every network showing one for each missile with a probability."""
    given = case(True)
    nets = given.samples.networks
    chance = np.full_like(nets.false_track_probability, probability)
    return replace(
        given, samples=replace(given.samples, networks=replace(nets, false_track_probability=chance))
    )


def counts(given: Case, name: str) -> npt.NDArray[np.int64]:
    """Leakers, rounds expended, missiles that flew and targets engaged in every battle, (battles, 4)."""
    columns = ColumnMap(len(given.beneficiaries), given.samples.kill.shape[1])
    rows = []
    for draw in range(DRAWS):
        battles = DrawRun(given, draw).run(given.arrangements[name], {RAID: BATTLES}).battles[RAID]
        leakers, expended = battles[:, columns.leakers].sum(1), battles[:, columns.expended].sum(1)
        rows.append(
            np.stack([leakers, expended, battles[:, columns.reliable], battles[:, columns.engaged]], 1)
        )
    return np.concatenate(rows).astype(np.int64)


def test_they_are_off_unless_the_scenario_has_them() -> None:
    assert not shipped().record(Scenario, "japan_2015").false_tracks
    off = case(False)
    assert not off.samples.networks.false_track_probability.any()
    assert not [fact for fact in off.used if fact.fact.endswith("false_track_probability")]
    on = case(True)
    assert on.samples.networks.false_track_probability.all()
    assert [fact.fact for fact in on.used if fact.fact.endswith("false_track_probability")] == [
        "c2bmc.false_track_probability",
        "jadge.false_track_probability",
    ]


@pytest.mark.parametrize("name", ARRANGEMENTS)
def test_a_chance_of_none_changes_nothing(name: str) -> None:
    np.testing.assert_array_equal(counts(with_chance(0.0), name), counts(case(False), name))


@pytest.mark.parametrize("name", ARRANGEMENTS)
def test_the_real_missiles_keep_their_luck(name: str) -> None:
    few, many = counts(with_chance(0.02), name), counts(with_chance(0.6), name)
    np.testing.assert_array_equal(few[:, 2], many[:, 2])


@pytest.mark.parametrize("name", ARRANGEMENTS)
def test_more_of_them_cost_more_rounds_and_more_leakers(name: str) -> None:
    none, some, many = (counts(with_chance(chance), name).mean(axis=0) for chance in (0.0, 0.2, 0.9))
    assert none[1] < some[1] < many[1]
    assert none[3] < some[3] < many[3]
    assert many[0] > none[0]


def test_sharing_tracks_shares_false_ones() -> None:
    """Each party alone chases its own network's; with tracks shared the one plan chases both."""
    given = with_chance(0.9)
    shown = {
        name: [DrawRun(given, draw).look(given.arrangements[name]).false_tracks for draw in range(DRAWS)]
        for name in ("cooperative", "integrated")
    }
    own = np.eye(2, dtype=bool)
    assert not any((matrix & ~own).any() for matrix in shown["cooperative"])
    assert max(matrix.sum() for matrix in shown["integrated"]) == 4  # where no link is out
    shared, own = (counts(with_chance(0.9), name)[:, 3].mean() for name in ("integrated", "cooperative"))
    alike = [counts(case(False), name)[:, 3].mean() for name in ("integrated", "cooperative")]
    assert shared - alike[0] > own - alike[1]


def test_a_group_has_no_look_at_what_it_is_not_shown() -> None:
    given = case(True)
    run = DrawRun(given, 0)
    looks = run.look(given.arrangements["unconnected"]).looks
    flights = looks.look_count.shape[1]
    table = with_false_tracks(looks, np.array([[True, False], [True, True]]), given.forces.shooters.party)
    assert table.look_count.shape == (2, 3 * flights)
    real, japans, states = (table.look_count[:, n * flights : (n + 1) * flights] for n in range(3))
    np.testing.assert_array_equal(real, looks.look_count)
    np.testing.assert_array_equal(japans[0], looks.look_count[0])
    assert not japans[1].any()
    np.testing.assert_array_equal(states, looks.look_count)


def test_absent_forces_show_nothing() -> None:
    given = case(True)
    bound = given.arrangements["integrated"].model_copy(update={"absent": ("USA",)})
    shown = DrawRun(given, 0).look(bound).false_tracks
    assert not shown[1].any()
    assert shown[0, 0]
