"""The rows of a timeline say what the picture and the looks say."""

from types import SimpleNamespace

import numpy as np
import pytest

from shieldwall.command.links import ONE_PLAN, Links, Relations, draw_links, fair_weather
from shieldwall.command.picture import Senses, picture, sense
from shieldwall.opportunity.chains import Openings, look_table, openings
from shieldwall.opportunity.timeline import timeline
from shieldwall.opportunity.windows import windows
from shieldwall.sensing.clock import NEVER


@pytest.fixture(scope="module")
def draw(toy: SimpleNamespace) -> tuple[Senses, Links, Openings]:
    scene = toy.scene(3, toy.Size(flights=8, radars=10, shooters=8))
    relations = Relations(
        warning_latency_s=np.array([[4.0, 20.0], [np.inf, 4.0]]),
        tracks_latency_s=np.array([[4.0, 9.0], [9.0, 4.0]]),
        defends_chance=np.array([[1.0, 1.0], [0.0, 1.0]]),
        defends_delay_s=np.full((2, 2), 15.0),
        coordination=ONE_PLAN,
    )
    senses = sense(scene, scene.radars, toy.satellites(), toy.fire_control())
    opened = openings(senses, windows(scene.flights, scene.shooters, toy.reaches()), 12.0)
    return senses, draw_links(relations, fair_weather(2)), opened


def seconds(time_ms: int) -> float | None:
    return None if time_ms == NEVER else time_ms / 1000.0


def test_rows_repeat_the_picture(draw: tuple[Senses, Links, Openings]) -> None:
    senses, links, _ = draw
    seen = picture(senses, links)
    modes = set()
    for flight in range(8):
        told = timeline(*draw, flight)
        assert (told.flight, told.owner) == (flight, senses.scene.target.owner[flight])
        assert [row.alert_s for row in told.parties] == [seconds(time) for time in seen.alert_ms[flight]]
        assert [row.launch_ready_s for row in told.shooters] == [
            seconds(time) for time in seen.launch_ready_ms[flight]
        ]
        for party in told.parties:
            assert party.alert_s is not None
            # warning is impact less alert, to rounding
            assert party.warning_time_s == pytest.approx(told.impact_s - party.alert_s, abs=1e-9)
        for shooter in told.shooters:
            by_mode = (shooter.organic_s, shooter.launch_on_remote_s, shooter.engage_on_remote_s)
            ready = [time for time in by_mode if time is not None]
            assert shooter.launch_ready_s == (min(ready) if ready else None)
            bits = int(senses.scene.shooters.modes[shooter.shooter])
            open_modes = {bit for bit, time in zip((1, 2, 4), by_mode, strict=True) if time is not None}
            assert all(bits & bit for bit in open_modes)
            modes |= open_modes
            if shooter.first_launch_s is not None:
                assert shooter.launch_ready_s is not None
                assert shooter.first_intercept_s is not None
                assert shooter.last_launch_s is not None
                assert shooter.launch_ready_s <= shooter.first_launch_s <= shooter.last_launch_s
                assert shooter.first_launch_s < shooter.first_intercept_s <= told.impact_s
    assert modes == {1, 2, 4}


def test_sensors_see_when_cued_or_close(draw: tuple[Senses, Links, Openings]) -> None:
    helped = 0
    for flight in range(8):
        told = timeline(*draw, flight)
        for row in told.sensors:
            if row.seen_s is None:
                assert row.uncued_s is None
                assert row.last_s is None
                continue
            alert_s = told.parties[row.party].alert_s
            assert alert_s is not None
            assert row.last_s is not None
            assert row.seen_s <= row.last_s
            assert row.seen_s >= alert_s or row.seen_s == row.uncued_s
            helped += row.uncued_s is None or row.seen_s < row.uncued_s
    assert helped > 0


def test_looks_are_those_of_the_table(draw: tuple[Senses, Links, Openings]) -> None:
    senses, links, opened = draw
    seen = picture(senses, links)
    table = look_table(opened, seen, ONE_PLAN)
    for flight in range(8):
        told = timeline(*draw, flight)
        upper = [row for row in told.looks if row.tier == "upper"]
        assert len(upper) == table.look_count[0, flight]
        for row in upper:
            assert row.intercept_s == table.look_intercept_ms[0, flight, row.look] / 1000.0
            assert row.shooters
            assert all(told.shooters[s].first_launch_s is not None for s in row.shooters)
        for row in told.looks:
            assert {told.shooters[s].tier for s in row.shooters} == {row.tier}
