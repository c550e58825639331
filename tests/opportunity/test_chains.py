"""Looks against a brute-force search on a fine clock, and the rules that divide fire."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from shieldwall.command.links import ONE_PLAN, SECTOR_DECONFLICTION, UNCOORDINATED
from shieldwall.command.picture import Picture, Senses, sense
from shieldwall.opportunity.chains import Openings, assign_sectors, look_table, openings
from shieldwall.opportunity.looks import NEVER, K, LookTable
from shieldwall.opportunity.slots import UNREACHABLE
from shieldwall.opportunity.windows import Windows, windows

ASSESS_S = 12.0
ASSESS_MS = 12_000


class Theatre:
    """Windows, ready times drawn at random, and the own radars' view, for one seed."""

    def __init__(self, toy: SimpleNamespace, seed: int) -> None:
        self.scene = toy.scene(seed, toy.Size(flights=10, shooters=9, lower=3, radars=12))
        self.senses: Senses = sense(self.scene, self.scene.radars, [], toy.fire_control())
        self.windows: Windows = windows(self.scene.flights, self.scene.shooters, toy.reaches())
        self.opened: Openings = openings(self.senses, self.windows, ASSESS_S)
        self.own_ms = self.opened.own_ms
        generator = np.random.default_rng(seed)
        shape = (10, 9)
        self.picture = self.ready(
            generator.integers(60_000, 300_000, shape), generator.integers(60_000, 400_000, shape)
        )

    @staticmethod
    def ready(local_ms: np.ndarray, remote_ms: np.ndarray) -> Picture:
        nothing = np.zeros((0, 0), np.int32)
        local_ms, remote_ms = local_ms.astype(np.int32), remote_ms.astype(np.int32)
        return Picture(*([nothing] * 5), local_ms, remote_ms, np.minimum(local_ms, remote_ms))

    def table(
        self, coordination: int, picture: Picture | None = None, present: np.ndarray | None = None
    ) -> LookTable:
        available = self.opened.available if present is None else present
        opened = replace(self.opened, available=available, kept={})
        return look_table(opened, picture or self.picture, coordination)

    def sees(self, f: int, s: int, k: int) -> bool:
        radar = self.scene.own_radar[s]
        reach = self.senses.watch.course.size_factor[f] * self.senses.watch.unit_range_m[radar]
        sight = self.senses.watch.sight_range_m[f, max(k - 1, 0) : k + 1, radar]
        return bool(radar >= 0 and k > 0 and (sight <= reach).all())

    def intercepts(self, f: int, s: int) -> list[tuple[int, int]]:
        """Every (latest launch, intercept) at a sample for which the shooter can be ready."""
        found = []
        for k in range(self.windows.latest_launch_ms.shape[2]):
            launch = int(self.windows.latest_launch_ms[f, s, k])
            ready = int(self.picture.remote_ready_ms[f, s])
            if self.sees(f, s, k):
                ready = min(ready, int(self.picture.local_ready_ms[f, s]))
            if launch != UNREACHABLE and launch >= ready:
                found.append((launch, k * 5000))
        return found


def members(table: LookTable, mask: np.uint64, index: np.ndarray) -> set[int]:
    return {s for s, place in enumerate(index) if place >= 0 and int(mask) >> int(place) & 1}


@pytest.fixture(scope="module", params=range(3))
def theatre(toy: SimpleNamespace, request: pytest.FixtureRequest) -> Theatre:
    return Theatre(toy, request.param)


def test_the_own_envelope_rises_over_what_the_own_radar_sees(theatre: Theatre) -> None:
    seen_any = False
    for f in range(10):
        for s in range(9):
            best = UNREACHABLE
            for k in range(theatre.windows.first[f, s], theatre.windows.last[f, s] + 1):
                if theatre.sees(f, s, k):
                    best = max(best, int(theatre.windows.latest_launch_ms[f, s, k]))
                assert theatre.own_ms[f, s, k] == best
            seen_any |= best != UNREACHABLE
    assert seen_any


def test_first_looks_are_the_earliest_intercepts(theatre: Theatre) -> None:
    table = theatre.table(ONE_PLAN)
    upper = np.flatnonzero(theatre.scene.shooters.tier == 0)
    engaged = 0
    for f in range(10):
        chances = [chance for s in upper for chance in theatre.intercepts(f, s)]
        if not chances:
            assert table.look_count[0, f] == 0
            assert (table.look_intercept_ms[0, f] == NEVER).all()
            continue
        engaged += 1
        earliest = min(intercept for _, intercept in chances)
        # interpolation moves the first intercept forward by less than a sample
        assert earliest - 5000 < table.look_intercept_ms[0, f, 0] <= earliest
    assert engaged >= 5


def test_the_number_of_looks_is_the_greatest_that_earliest_intercepts_allow(theatre: Theatre) -> None:
    table = theatre.table(ONE_PLAN)
    upper = np.flatnonzero(theatre.scene.shooters.tier == 0)
    for f in range(10):
        chances = [chance for s in upper for chance in theatre.intercepts(f, s)]
        looks, start = 0, 0
        while looks < K:
            later = [intercept for launch, intercept in chances if launch >= start]
            if not later:
                break
            looks += 1
            start = min(later) + ASSESS_MS
        # whole samples lose at most one sample a look against the interpolated clock
        assert looks <= table.look_count[0, f] <= looks + 1


def test_every_shooter_of_a_slot_is_done_before_the_next_begins(theatre: Theatre) -> None:
    table = theatre.table(ONE_PLAN)
    upper = [int(s) for s in np.flatnonzero(theatre.scene.shooters.tier == 0)]
    several = 0
    for f in range(10):
        count = int(table.look_count[0, f])
        several += count > 1
        masks = [members(table, table.look_shooters[0, f, look], table.upper_index) for look in range(count)]
        for look in range(count):
            assert table.look_launch_ms[0, f, look] < table.look_intercept_ms[0, f, look]
            if look + 1 < count:
                done_ms = table.look_intercept_ms[0, f, look] + ASSESS_MS
                assert done_ms <= table.look_launch_ms[0, f, look + 1]
        able = {s for s in upper if theatre.intercepts(f, s)}
        assert set().union(*masks) == able
        # before the last slot, each shooter can intercept between its start and the start of the next
        starts = [0, *(int(table.look_launch_ms[0, f, look]) for look in range(1, count))]
        for look in range(count - 1):
            for s in masks[look]:
                assert any(
                    launch >= starts[look] and intercept - 5000 <= starts[look + 1] - ASSESS_MS
                    for launch, intercept in theatre.intercepts(f, s)
                )
    assert several >= 1


def test_lower_tier_has_one_look_and_all_that_can_make_it(theatre: Theatre) -> None:
    table = theatre.table(UNCOORDINATED)
    shooters = theatre.scene.shooters
    some = 0
    for f in range(10):
        for group in range(2):
            able = {
                int(s)
                for s in np.flatnonzero((shooters.tier == 1) & (shooters.party == group))
                if theatre.intercepts(f, s)
            }
            assert members(table, table.lower_shooters[group, f], table.lower_index) == able
            assert (table.lower_launch_ms[group, f] < NEVER) == bool(able)
            some += bool(able)
    assert some >= 1


def test_groups_hold_only_their_own_shooters_and_one_plan_holds_all(theatre: Theatre) -> None:
    apart, together = theatre.table(UNCOORDINATED), theatre.table(ONE_PLAN)
    parties = theatre.scene.shooters.party
    assert apart.look_count.shape == (2, 10)
    assert together.look_count.shape == (1, 10)
    for group in range(2):
        for f in range(10):
            for mask in apart.look_shooters[group, f]:
                assert {int(parties[s]) for s in members(apart, mask, apart.upper_index)} <= {group}
    assert (together.look_count[0] >= apart.look_count.max(axis=0)).all()
    assert (apart.assigned_group == -1).all()


def test_sectors_give_each_flight_to_the_group_with_most_looks_then_to_the_nearer(theatre: Theatre) -> None:
    table = theatre.table(SECTOR_DECONFLICTION)
    count = table.look_count
    for f in range(10):
        group = int(table.assigned_group[f])
        if count[:, f].max() == 0:
            assert group == -1
            continue
        assert count[group, f] == count[:, f].max()


def test_equal_groups_share_by_distance_then_time_then_number() -> None:
    count = np.array([[2, 2, 1, 2, 2, 0], [2, 2, 2, 2, 2, 0]], np.uint8)
    distance_m = np.array([[1.0, 9.0, 1.0, 5.0, 5.0, 1.0], [2.0, 3.0, 9.0, 5.0, 5.0, 1.0]])
    first_ms = np.array([[9, 1, 1, 7, 5, NEVER], [1, 9, 9, 6, 5, NEVER]], np.int32)
    assert assign_sectors(count, first_ms, distance_m).tolist() == [0, 1, 1, 1, 0, -1]


def test_absent_shooters_are_in_no_mask_and_keep_no_sector(theatre: Theatre) -> None:
    present = theatre.scene.shooters.party == 1
    table = theatre.table(SECTOR_DECONFLICTION, present=present)
    assert (table.look_count[0] == 0).all()
    assert not table.lower_shooters[0].any()
    assert set(table.assigned_group.tolist()) <= {1, -1}
    np.testing.assert_array_equal(table.look_count[1], theatre.table(UNCOORDINATED).look_count[1])


def test_a_group_that_is_never_ready_has_no_looks(theatre: Theatre) -> None:
    never = np.full((10, 9), NEVER)
    table = theatre.table(ONE_PLAN, theatre.ready(never, never))
    assert (table.look_count == 0).all()
    assert not table.look_shooters.any()
    assert (table.lower_intercept_ms == NEVER).all()


def test_too_many_shooters_for_a_mask_are_refused(theatre: Theatre) -> None:
    crowd = replace(
        theatre.scene.shooters,
        **{
            name: np.repeat(column, 11, axis=0)
            for name, column in vars(theatre.scene.shooters).items()
            if column is not None
        },
    )
    with pytest.raises(ValueError, match="66 shooters of one tier; a mask holds 64"):
        look_table(replace(theatre.opened, shooters=crowd), theatre.picture, ONE_PLAN)


def test_what_is_kept_for_the_next_arrangement_does_not_change_the_answer(theatre: Theatre) -> None:
    later = theatre.ready(theatre.picture.local_ready_ms + 50_000, theatre.picture.remote_ready_ms)
    for picture in (theatre.picture, later, theatre.picture):
        for rule in (UNCOORDINATED, ONE_PLAN):
            kept = look_table(theatre.opened, picture, rule)
            for name, column in vars(theatre.table(rule, picture)).items():
                np.testing.assert_array_equal(getattr(kept, name), column)
