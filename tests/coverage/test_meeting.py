"""What the meeting kernels take as known: reach times, ranges from chords, and sight."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np

from shieldwall.coverage.footprint import Stands
from shieldwall.coverage.meeting import ground_range_m, reach_time_s, sees
from shieldwall.opportunity.windows import Reaches
from shieldwall.physics.earth import MEAN_RADIUS_M
from shieldwall.physics.reach import time_to_reach_s


def test_reach_times_are_those_of_the_reach_table(reaches: Reaches) -> None:
    generator = np.random.default_rng(1)
    for kind in range(2):
        table_s = np.ascontiguousarray(reaches.time_s[kind])
        steps = reaches.ground_range_step_m[kind], reaches.altitude_step_m[kind]
        finite = 0
        for across, up in generator.uniform((0.0, 0.0), (165.0, 125.0), (4000, 2)):
            expected = time_to_reach_s(across * steps[0], up * steps[1], *steps, table_s)
            got = reach_time_s(across, up, table_s)
            # one blend in two orders of addition
            assert got == expected or abs(got - expected) < 1e-9 * expected
            finite += math.isfinite(got)
        assert 200 < finite < 4000
        assert reach_time_s(0.0, float(table_s.shape[1]), table_s) == math.inf


def test_ranges_from_chords_are_good_to_25_metres() -> None:
    angle = np.linspace(1e-4, 3000e3 / MEAN_RADIUS_M, 500)
    error_m = np.array([ground_range_m(math.cos(each)) for each in angle]) - angle * MEAN_RADIUS_M
    assert np.abs(error_m).max() < 25.0
    assert ground_range_m(1.0 + 1e-16) == 0.0


def test_sight_is_that_of_the_full_formula(
    theatre: SimpleNamespace, stands: Stands, reaches: Reaches, plain: SimpleNamespace
) -> None:
    """Range, elevation with bending and sector, sample by sample, against NumPy."""
    from shieldwall.coverage.courses import PATH_COLUMNS, fill_path, square_of
    from shieldwall.coverage.footprint import posts_of
    from shieldwall.coverage.meeting import post_of

    course = theatre.course
    posts = posts_of(stands, course, reaches)
    path = np.empty((course.whole.shape[2], PATH_COLUMNS))
    seen = 0
    for c in range(0, 200, 10):
        azimuth = math.radians(theatre.seen.azimuth_deg[c])
        fill_path(square_of(course, azimuth, theatre.seen.distance_m[c]), azimuth, course.whole, path)
        position = (path[:, :3] * path[:, 4:5]) @ course.frame
        for s in range(len(stands.kind)):
            post = post_of(posts, s, reaches)
            got = np.array([sees(path, k, post) for k in range(len(path))])
            assert (got == plain.sees(position, stands, s)).all()
            seen += int(got.sum())
    assert seen > 1000
