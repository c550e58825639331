"""One real flight through the whole chain: what a ship off the coast does with a 1,000 km missile."""

import math
from types import SimpleNamespace

import numpy as np
import pytest

from shieldwall.command.links import Relations, draw_links, fair_weather
from shieldwall.command.picture import sense
from shieldwall.command.scene import Target, set_scene
from shieldwall.command.shooters import Shooters
from shieldwall.opportunity.chains import openings
from shieldwall.opportunity.timeline import Timeline, timeline
from shieldwall.opportunity.windows import windows
from shieldwall.physics.earth import ecef_m
from shieldwall.physics.flight import Stage, ThreatModel, calibrate, fly_many
from shieldwall.physics.reach import InterceptorModel, reach_table
from shieldwall.sensing.infrared import Infrared
from shieldwall.sensing.radar import Radars
from shieldwall.sensing.track import FireControl

FLOOR_M = 100e3


@pytest.fixture(scope="module")
def story() -> tuple[Timeline, SimpleNamespace]:
    missile = ThreatModel(
        "one_stage", (Stage(100.0, 1.0, 230.0),), 1300e3, "cut_off", 6.0, 4000.0, 90.0, 120.0
    )
    flights = fly_many(calibrate(missile), [(40.0, 128.0)], [(35.7, 139.7)])
    ship = ecef_m([37.5], [135.0], 15.0)
    one = np.ones(1)
    radars = Radars(
        position_ecef_m=ship,
        party=np.zeros(1, np.int8),
        host_shooter=np.zeros(1, np.int32),
        reference_range_m=700e3 * one,
        reference_cross_section_m2=0.03 * one,
        sector_centre_rad=0.0 * one,
        sector_width_rad=2.0 * math.pi * one,
        lowest_elevation_rad=math.radians(1.0) * one,
        highest_elevation_rad=math.radians(90.0) * one,
        range_error_m=30.0 * one,
        angle_error_rad=math.radians(0.06) * one,
        update_rate_hz=one,
        uncued_range_ratio=0.6 * one,
    )
    shooters = Shooters(
        ship,
        np.zeros(1, np.int8),
        np.zeros(1, np.int8),
        np.zeros(1, np.int32),
        np.full(1, 8, np.int32),
        np.full(1, 1, np.uint8),
    )
    target = Target(np.zeros(1, np.int8), np.full(1, 0.03))
    scene = set_scene(flights, target, radars, shooters, 1)
    standard = FireControl(np.array([120.0, 15.0]), np.array([10e3, 1e3]))
    senses = sense(scene, radars, [Infrared(0, 10e3, 10.0, 30.0)], standard)
    relations = Relations(*(np.full((1, 1), value) for value in (5.0, 5.0, 1.0, 20.0)), coordination=0)
    table = reach_table(
        InterceptorModel("upper", 3000.0, 60.0, 0.44, FLOOR_M, 500e3, 1000e3, math.inf, math.inf)
    )
    opened = openings(senses, windows(flights, shooters, [table]), 20.0)
    told = timeline(senses, draw_links(relations, fair_weather(1)), opened, 0)
    return told, SimpleNamespace(flights=flights, table=table)


def test_the_chain_runs_in_order(story: tuple[Timeline, SimpleNamespace]) -> None:
    told, _ = story
    ship, party, radar = told.shooters[0], told.parties[0], told.sensors[0]
    assert party.infrared_s is not None
    assert party.alert_s == party.infrared_s + 5.0
    assert ship.authority_s == party.alert_s + 20.0
    assert radar.seen_s is not None
    assert ship.organic_s is not None
    assert told.burnout_s < ship.organic_s
    assert radar.seen_s < ship.organic_s
    assert ship.first_launch_s is not None
    assert ship.organic_s <= ship.first_launch_s


def test_the_first_intercept_is_where_the_interceptor_can_be(story: tuple[Timeline, SimpleNamespace]) -> None:
    told, physics = story
    ship = told.shooters[0]
    assert ship.first_launch_s is not None
    assert ship.first_intercept_s is not None
    clock = np.arange(physics.flights.altitude_m.shape[1]) * 5.0
    altitude_m = float(np.interp(ship.first_intercept_s, clock, physics.flights.altitude_m[0]))
    assert FLOOR_M <= altitude_m <= 500e3
    flown_s = ship.first_intercept_s - ship.first_launch_s
    least_s = float(np.min(physics.table.time_s))
    assert least_s <= flown_s
    # 3 km/s at burnout after a minute: at most that far up and away
    assert flown_s >= altitude_m / 3000.0


def test_there_is_time_to_look_and_shoot_again(story: tuple[Timeline, SimpleNamespace]) -> None:
    told, _ = story
    assert len(told.looks) >= 2
    for sooner, later in zip(told.looks, told.looks[1:], strict=False):
        assert later.launch_s >= sooner.intercept_s + 20.0
    assert told.looks[-1].intercept_s < told.impact_s
