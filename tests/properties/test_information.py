"""Laws over ideal links: more good data never hurts, delays add, and nothing shared is everyone alone.

Ideal links have no outages and no false tracks; latencies may be anything. Tolerances of one millisecond
allow for rounding where an error meets its threshold exactly at a whole millisecond.
"""

import runpy
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shieldwall.command.alert import warning_time_s
from shieldwall.command.links import Links, Relations, draw_links, fair_weather, national_only
from shieldwall.command.picture import Picture, Senses, picture, sense
from shieldwall.command.scene import Scene, set_scene
from shieldwall.opportunity.chains import look_table, openings
from shieldwall.opportunity.looks import LookTable
from shieldwall.opportunity.windows import windows
from shieldwall.physics.earth import local_frame
from shieldwall.sensing.clock import NEVER
from shieldwall.sensing.ellipse import ground_ellipse, track_history
from shieldwall.sensing.radar import Radars, silenced

TOY = SimpleNamespace(**runpy.run_path(str(Path(__file__).parents[1] / "sensing" / "toy.py")))
ROUNDING_MS = 1

few = settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
seeds = st.integers(0, 10_000)
latencies = st.sampled_from([0.0, 7.0, 25.0, np.inf])


def scene_of(seed: int, parties: int = 2) -> Scene:
    scene: Scene = TOY.scene(seed, TOY.Size(flights=4, radars=8, shooters=7, lower=2, parties=parties))
    return scene


def senses_of(scene: Scene, radars: Radars | None = None) -> Senses:
    return sense(scene, radars or scene.radars, TOY.satellites(), TOY.fire_control())


def relations_of(
    warning_s: float, tracks_s: float, own_s: float = 4.0, engage: bool = True, parties: int = 2
) -> Relations:
    own = np.eye(parties, dtype=bool)
    return Relations(
        warning_latency_s=np.where(own, own_s, warning_s),
        tracks_latency_s=np.where(own, own_s, tracks_s),
        defends_chance=np.ones((parties, parties)),
        defends_delay_s=np.where(own, 15.0, 40.0),
        coordination=0,
        engage_on_remote=np.full((parties, parties), engage),
    )


def links_of(*args: Any, **kwargs: Any) -> Links:
    relations = relations_of(*args, **kwargs)
    return draw_links(relations, fair_weather(relations.parties))


def table_of(senses: Senses, seen: Picture) -> LookTable:
    scene = senses.scene
    opened = openings(senses, windows(scene.flights, scene.shooters, TOY.reaches()), 12.0)
    return look_table(opened, seen, coordination=0)


def union(masks: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    return np.asarray(np.bitwise_or.reduce(masks, axis=-1))


def assert_no_worse(richer: Senses, poorer: Senses, rich: Links, poor: Links) -> None:
    """The picture of the richer draw is nowhere later, shorter, narrower or closed."""
    more, less = picture(richer, rich), picture(poorer, poor)
    for name in (
        "alert_ms",
        "track_ms",
        "remote_track_ms",
        "organic_ms",
        "launch_ready_ms",
        "local_ready_ms",
    ):
        later = getattr(more, name).astype(np.int64) - getattr(less, name)
        assert later.max() <= ROUNDING_MS, name
    impact_ms, owner = richer.scene.flights.impact_ms, richer.scene.target.owner
    assert (
        warning_time_s(more.alert_ms, impact_ms, owner) >= warning_time_s(less.alert_ms, impact_ms, owner)
    ).all()
    many, few_looks = table_of(richer, more), table_of(poorer, less)
    assert (many.look_count >= few_looks.look_count).all()
    assert (union(few_looks.look_shooters) & ~union(many.look_shooters) == 0).all()
    assert (few_looks.lower_shooters & ~many.lower_shooters == 0).all()
    first = many.look_intercept_ms[:, :, 0].astype(np.int64) - few_looks.look_intercept_ms[:, :, 0]
    assert first.max() <= 2 * ROUNDING_MS


@few
@given(seeds, st.integers(0, 7), latencies, latencies)
def test_one_more_sensor_never_hurts(seed: int, radar: int, warning_s: float, tracks_s: float) -> None:
    scene = scene_of(seed)
    without = silenced(scene.radars, np.arange(8) == radar)
    links = links_of(warning_s, tracks_s)
    assert_no_worse(senses_of(scene), senses_of(scene, without), links, links)


@few
@given(seeds, latencies, latencies, latencies, latencies)
def test_sharing_more_or_sooner_never_hurts(seed: int, w1: float, w2: float, t1: float, t2: float) -> None:
    senses = senses_of(scene_of(seed))
    more, less = links_of(min(w1, w2), min(t1, t2)), links_of(max(w1, w2), max(t1, t2))
    assert_no_worse(senses, senses, more, less)


@few
@given(seeds, latencies, latencies)
def test_engage_on_remote_never_hurts(seed: int, warning_s: float, tracks_s: float) -> None:
    senses = senses_of(scene_of(seed))
    assert_no_worse(
        senses, senses, links_of(warning_s, tracks_s), links_of(warning_s, tracks_s, engage=False)
    )


@few
@given(seeds)
def test_a_third_party_that_shares_never_hurts(seed: int) -> None:
    senses = senses_of(scene_of(seed, parties=3))
    assert_no_worse(senses, senses, links_of(10.0, 10.0, parties=3), links_of(np.inf, np.inf, parties=3))


@few
@given(seeds, st.integers(0, 3))
def test_one_more_sensor_never_widens_an_ellipse(seed: int, flight: int) -> None:
    senses = senses_of(scene_of(seed))
    alert_ms = np.zeros((4, 2), np.int32)
    flights = senses.scene.flights
    impact_s = flights.impact_ms[flight] / 1000.0
    at = int(flights.sample_count[flight]) - 2
    frame = local_frame(*flights.aim_deg[flight])
    velocity = flights.velocity_ecef_m_s[flight, at]
    narrow: dict[float, tuple[float, float]] = {}
    for size in (4, 8):
        team = np.arange(size, dtype=np.int32)
        history = track_history(senses.watch, senses.found, alert_ms, flight, team)
        for step in range(1, len(history.time_s)):
            ellipse = ground_ellipse(history.covariance_m2(step, impact_s), velocity, frame)
            before = narrow.setdefault(history.time_s[step], (ellipse.semi_major_m, ellipse.semi_minor_m))
            # one part in a million: inversion of nearly singular sums
            assert ellipse.semi_major_m <= before[0] * (1.0 + 1e-6)
            assert ellipse.semi_minor_m <= before[1] * (1.0 + 1e-6)


@few
@given(seeds, st.sampled_from([3.0, 11.0, 40.0]))
def test_latencies_add(seed: int, extra_s: float) -> None:
    senses = senses_of(scene_of(seed))
    extra_ms = round(extra_s * 1000.0)
    quick, slow = picture(senses, links_of(np.inf, 5.0)), picture(senses, links_of(np.inf, 5.0 + extra_s))
    own = picture(senses, links_of(np.inf, np.inf))
    # a track that needs the partner comes later by the whole latency, others do not move
    late = (slow.track_ms > quick.track_ms) & (slow.alert_ms == quick.alert_ms).all(axis=1)[:, None, None]
    late &= (slow.track_ms < own.track_ms) & (slow.track_ms < NEVER)
    np.testing.assert_array_equal(slow.track_ms[late], quick.track_ms[late] + extra_ms)
    patient = relations_of(np.inf, 5.0)
    delayed = replace(patient, defends_delay_s=patient.defends_delay_s + extra_s)
    calm = picture(senses, draw_links(delayed, fair_weather(2)))
    told = quick.authority_ms < NEVER
    np.testing.assert_array_equal(calm.authority_ms[told], quick.authority_ms[told] + extra_ms)


@few
@given(seeds, st.integers(0, 1))
def test_with_nothing_shared_each_party_is_as_if_alone(seed: int, party: int) -> None:
    scene = scene_of(seed)
    links = draw_links(national_only(relations_of(9.0, 9.0)), fair_weather(2))
    together = picture(senses_of(scene), links)
    keep = scene.radars.party == party
    lone_radars = Radars(**{name: column[keep] for name, column in vars(scene.radars).items()})
    alone_scene = set_scene(scene.flights, scene.target, lone_radars, scene.shooters, 2)
    satellites = [infrared for infrared in TOY.satellites() if infrared.party == party]
    alone = picture(sense(alone_scene, lone_radars, satellites, TOY.fire_control()), links)
    own = scene.shooters.party == party
    np.testing.assert_array_equal(alone.alert_ms[:, party], together.alert_ms[:, party])
    np.testing.assert_array_equal(alone.launch_ready_ms[:, own], together.launch_ready_ms[:, own])
    foreign = scene.target.owner != party
    assert (together.launch_ready_ms[np.ix_(foreign, own)] == NEVER).all()


@pytest.mark.parametrize("fault", ["warning_outage_chance", "tracks_outage_chance"])
def test_outages_do_harm_and_it_shows(fault: str) -> None:
    senses = senses_of(scene_of(21))
    working = relations_of(5.0, 5.0)
    broken = replace(working, **{fault: np.full((2, 2), 1.0)})
    well, ill = (picture(senses, draw_links(relations, fair_weather(2))) for relations in (working, broken))
    assert (ill.launch_ready_ms >= well.launch_ready_ms).all()
    assert (ill.launch_ready_ms > well.launch_ready_ms).any()
