"""The footprint beside a plain reference that flies every flight for itself and looks at every sample."""

from __future__ import annotations

import math
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from shieldwall.coverage.footprint import (
    Flown,
    Opportunities,
    Readiness,
    Stands,
    opportunities,
)
from shieldwall.opportunity.windows import Reaches
from shieldwall.sensing.clock import NEVER

LAUNCH = (40.0, 127.0)
STEP_S = 0.5
SHOOTERS = 16


@pytest.fixture(scope="module")
def ready_s() -> tuple[Any, Any]:
    """From when each shooter may launch: with its own radar, and for half of them without."""
    generator = np.random.default_rng(0)
    local_s = 130.0 + generator.uniform(0.0, 60.0, SHOOTERS)
    later_s = local_s + generator.uniform(-20.0, 60.0, SHOOTERS)
    return local_s, np.where(np.arange(SHOOTERS) % 2 == 0, later_s, np.inf)


def flown_of(theatre: Any, ready_s: tuple[Any, Any], shift_s: float = 0.0) -> Flown:
    at_nodes_s = np.empty((*theatre.fan.needed.shape, SHOOTERS, 2))
    at_nodes_s[..., 0], at_nodes_s[..., 1] = (times + shift_s for times in ready_s)
    never = np.full((SHOOTERS, 2), -np.inf)
    return Flown(theatre.course, theatre.seen, Readiness(at_nodes_s, np.zeros(SHOOTERS, np.bool_), never))


@pytest.fixture(scope="module")
def found(theatre: Any, stands: Stands, reaches: Reaches, ready_s: tuple[Any, Any]) -> Opportunities:
    return opportunities([flown_of(theatre, ready_s)], stands, reaches, len(theatre.cells_deg))


@pytest.fixture(scope="module")
def expected(
    theatre: Any, stands: Stands, reaches: Reaches, ready_s: tuple[Any, Any], plain: SimpleNamespace
) -> tuple[Any, Any, Any]:
    cells = len(theatre.cells_deg)
    flown = plain.samples(theatre.booster, LAUNCH, theatre.cells_deg, "minimum_energy", STEP_S)
    local_s, remote_s = (np.repeat(times[:, np.newaxis], cells, axis=1) for times in ready_s)
    first_s, last_s = plain.meetings(flown, stands, reaches, local_s, remote_s)
    return first_s, last_s, np.array([time_s[-1] for time_s, _, _ in flown])


def test_impacts_are_those_of_flights_flown_for_themselves(
    found: Opportunities, expected: tuple[Any, Any, Any]
) -> None:
    # what the blend between nodes 100 km apart costs
    assert np.abs(found.impact_ms[0] / 1e3 - expected[2]).max() < 0.3


def test_the_same_shooters_meet_the_same_flights(
    found: Opportunities, expected: tuple[Any, Any, Any]
) -> None:
    meets, should = found.first_ms[0] < NEVER, np.isfinite(expected[0])
    assert should[:8].any(axis=1).sum() >= 5  # of both tiers there are some that meet something
    assert should[8:].any(axis=1).sum() >= 5
    # windows shorter than a stride of samples, at the edge of a reach
    assert (meets != should).mean() < 0.005
    assert ((found.last_ms[0] >= 0) == meets).all()


def test_first_intercepts_and_last_launches_are_those_of_the_reference(
    found: Opportunities, expected: tuple[Any, Any, Any]
) -> None:
    both = (found.first_ms[0] < NEVER) & np.isfinite(expected[0])
    first = (found.first_ms[0] / 1e3)[both] - expected[0][both]
    last = (found.last_ms[0] / 1e3)[both] - expected[1][both]
    # the reference is late by up to its step of 0.5 s; a window that opens because the radar begins to see
    # is found one sample, some 5 s, late
    assert first.min() > -0.7
    assert first.max() < 5.0
    assert np.median(np.abs(first)) < 0.5
    # a window closes between two samples, and the last launch is that of the one before: never late by more
    # than the blend costs, and early by no more than a launch moves in a sample
    assert last.max() < 0.5
    assert last.min() > -9.0
    assert np.median(last) > -3.0


def test_workers_change_nothing(
    found: Opportunities, theatre: Any, stands: Stands, reaches: Reaches, ready_s: tuple[Any, Any]
) -> None:
    alone = opportunities([flown_of(theatre, ready_s)], stands, reaches, len(theatre.cells_deg), workers=1)
    assert (alone.first_ms == found.first_ms).all()
    assert (alone.last_ms == found.last_ms).all()
    assert (alone.impact_ms == found.impact_ms).all()


def test_to_be_ready_later_never_helps(
    found: Opportunities, theatre: Any, stands: Stands, reaches: Reaches, ready_s: tuple[Any, Any]
) -> None:
    later = opportunities([flown_of(theatre, ready_s, 40.0)], stands, reaches, len(theatre.cells_deg))
    assert (later.first_ms >= found.first_ms).all()
    # the same windows, cut at their beginning
    assert (later.last_ms <= found.last_ms).all()
    assert (later.last_ms < found.last_ms).any()


def test_a_longer_sight_never_hurts(
    found: Opportunities, theatre: Any, stands: Stands, reaches: Reaches, ready_s: tuple[Any, Any]
) -> None:
    sharper = replace(stands, sight_m=2.0 * stands.sight_m)
    seen = opportunities([flown_of(theatre, ready_s)], sharper, reaches, len(theatre.cells_deg))
    assert (seen.first_ms <= found.first_ms).all()
    assert (seen.last_ms >= found.last_ms).all()


def test_a_course_that_reaches_no_cell_leaves_nothing(
    theatre: Any, stands: Stands, reaches: Reaches, ready_s: tuple[Any, Any]
) -> None:
    cells = len(theatre.cells_deg)
    both = opportunities([None, flown_of(theatre, ready_s)], stands, reaches, cells)
    assert (both.impact_ms[0] == NEVER).all()
    assert (both.first_ms[0] == NEVER).all()
    assert (both.last_ms[0] == -1).all()
    assert (both.impact_ms[1] < NEVER).all()


def test_near_shooters_are_ready_so_long_before_the_impact(
    theatre: Any, stands: Stands, reaches: Reaches
) -> None:
    """Readiness that counts back from the impact is the same moment counted from the launch."""
    cells = len(theatre.cells_deg)
    low = np.arange(SHOOTERS) >= 8
    before_s = np.where(low[:, np.newaxis], [[45.0, -np.inf]], -np.inf)
    nodes = np.full((*theatre.fan.needed.shape, SHOOTERS, 2), np.inf)
    back = opportunities(
        [Flown(theatre.course, theatre.seen, Readiness(nodes, low, before_s))], stands, reaches, cells
    )
    impact_s = theatre.course.impact_s
    nodes[..., low, 0] = (impact_s - 45.0)[..., np.newaxis]
    ahead = opportunities(
        [Flown(theatre.course, theatre.seen, Readiness(nodes, np.zeros(SHOOTERS, np.bool_), before_s))],
        stands, reaches, cells,
    )  # fmt: skip
    assert (back.first_ms[:, low] < NEVER).any()
    # milliseconds: the impact is blended in one case before and in the other after 45 s are taken off
    assert (np.abs(back.first_ms - ahead.first_ms.astype(np.int64)) <= 1).all()
    assert (np.abs(back.last_ms - ahead.last_ms.astype(np.int64)) <= 1).all()


def test_shooters_may_turn_with_the_earth(theatre: Any, stands: Stands, reaches: Reaches) -> None:
    """Longitude is a name: everything moved by a day's part around the axis gives the same times."""
    from shieldwall.coverage.courses import LIBRARY_SAMPLE_S, course_of
    from shieldwall.coverage.fans import bearings, lay_fan
    from shieldwall.physics.flight import fly_many

    turn = math.radians(80.0)
    matrix = np.array(
        [[math.cos(turn), -math.sin(turn), 0.0], [math.sin(turn), math.cos(turn), 0.0], [0.0, 0.0, 1.0]]
    )
    launch = (LAUNCH[0], LAUNCH[1] + 80.0)
    cells_deg = theatre.cells_deg + np.array([0.0, 80.0])
    seen = bearings(launch, cells_deg)
    fan = lay_fan(theatre.booster, launch, "minimum_energy", seen)
    assert fan is not None
    starts = np.broadcast_to(np.array(launch), fan.aims_deg.shape)
    flights = fly_many(theatre.booster, starts, fan.aims_deg, fan.shape, LIBRARY_SAMPLE_S)
    turned = replace(stands, position_ecef_m=stands.position_ecef_m @ matrix.T)
    at_nodes_s = np.full((*fan.needed.shape, SHOOTERS, 2), np.inf)
    at_nodes_s[..., 0] = 150.0
    never = np.full((SHOOTERS, 2), -np.inf)
    ready = Readiness(at_nodes_s, np.zeros(SHOOTERS, np.bool_), never)
    there = opportunities([Flown(course_of(fan, flights), seen, ready)], turned, reaches, len(cells_deg))
    here = opportunities([Flown(theatre.course, theatre.seen, ready)], stands, reaches, len(cells_deg))
    # rounding of the aiming, of which a millisecond may follow
    assert (np.abs(there.impact_ms - here.impact_ms.astype(np.int64)) <= 2).all()
    same = np.abs(there.first_ms - here.first_ms.astype(np.int64)) <= 5
    assert same.mean() > 0.999
