"""Information sums against an information filter, least squares by Monte Carlo, and plain loops."""

import math

import numpy as np
import numpy.typing as npt
import pytest

from shieldwall.sensing.clock import NEVER
from shieldwall.sensing.detection import Course, Detections, Watch, detect
from shieldwall.sensing.ellipse import ground_ellipse, track_history
from shieldwall.sensing.track import FireControl, Teams, predicted_variance_m2, quality_ms

STEP_S = 5.0
ORDER = [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)]


def random_watch(seed: int, flights: int = 4, steps: int = 60, radars: int = 5) -> Watch:
    """Straight flights high over radars on a plain, with gaps in the view."""
    generator = np.random.default_rng(seed)
    start = generator.uniform(-400e3, 400e3, (flights, 1, 3)) + np.array([0.0, 0.0, 500e3])
    velocity = generator.uniform(-2500.0, 2500.0, (flights, 1, 3)) * np.array([1.0, 1.0, 0.3])
    position = start + velocity * (np.arange(steps) * STEP_S)[:, np.newaxis]
    site = generator.uniform(-500e3, 500e3, (radars, 3)) * np.array([1.0, 1.0, 0.0])
    sight = np.linalg.norm(position[:, :, np.newaxis] - site, axis=-1).astype(np.float32)
    sight[generator.random(sight.shape) < 0.2] = np.inf
    course = Course(
        round(STEP_S * 1000.0),
        position,
        np.full(flights, steps, np.int32),
        generator.integers(5, 20, flights).astype(np.int32),
        generator.uniform(0.7, 1.2, flights),
    )
    return Watch(
        course,
        sight,
        site,
        (np.arange(radars) % 2).astype(np.int8),
        generator.uniform(500e3, 1000e3, radars),
        generator.uniform(0.5, 1.0, radars),
        generator.uniform(0.2, 5.0, radars) / generator.uniform(10.0, 40.0, radars) ** 2,
        generator.uniform(0.2, 5.0, radars) / generator.uniform(5e-4, 3e-3, radars) ** 2,
    )


def weight(watch: Watch, f: int, k: int, n: int) -> npt.NDArray[np.float64]:
    line = watch.course.position_ecef_m[f, k] - watch.position_ecef_m[n]
    range_m = float(np.linalg.norm(line))
    along = np.outer(line, line) / range_m**2
    return np.asarray(
        watch.range_information[n] * along + watch.angle_information[n] / range_m**2 * (np.eye(3) - along)
    )


def transition(time_s: float) -> npt.NDArray[np.float64]:
    step = np.eye(6)
    step[:3, 3:] = time_s * np.eye(3)
    return step


def measured(watch: Watch, alert_ms: npt.NDArray[np.int32], f: int, k: int, n: int) -> bool:
    reach = watch.course.size_factor[f] * watch.unit_range_m[n]
    uncued = np.flatnonzero(watch.sight_range_m[f, :, n] <= reach * watch.uncued_range_ratio[n])
    is_cued = alert_ms[f, watch.party[n]] <= k * 5000 or (uncued.size > 0 and k >= uncued[0])
    return bool(is_cued and watch.sight_range_m[f, k, n] <= reach)


def filtered_errors(
    watch: Watch, alert_ms: npt.NDArray[np.int32], f: int, team: list[int], lead_s: float
) -> dict[int, float]:
    """Error ``lead_s`` ahead after each step with a measurement, by a six-state information filter."""
    information = np.zeros((6, 6))
    errors = {}
    looks = 0
    for k in range(int(watch.course.free_from[f]), int(watch.course.sample_count[f])):
        back = np.linalg.inv(transition(STEP_S))
        information = back.T @ information @ back
        seen = [n for n in team if measured(watch, alert_ms, f, k, n)]
        for n in seen:
            information[:3, :3] += weight(watch, f, k, n)
        looks += bool(seen)
        if seen and looks >= 2:
            ahead = transition(min(lead_s, (watch.course.sample_count[f] - 1 - k) * STEP_S))
            covariance = ahead @ np.linalg.inv(information) @ ahead.T
            errors[k] = math.sqrt(float(np.trace(covariance[:3, :3])))
    return errors


def alerts(watch: Watch, seed: int) -> npt.NDArray[np.int32]:
    flights = watch.course.sample_count.shape[0]
    return np.random.default_rng(seed).integers(0, 250_000, (flights, 2)).astype(np.int32)


def test_detections_are_first_and_last_sights() -> None:
    watch = random_watch(1)
    found = detect(watch)
    reach = watch.course.size_factor[:, np.newaxis, np.newaxis] * watch.unit_range_m
    for name, limit in (("uncued", reach * watch.uncued_range_ratio), ("first", reach), ("last", reach)):
        sees = watch.sight_range_m <= limit
        if name == "last":
            expected = sees.shape[1] - 1 - np.argmax(sees[:, ::-1], axis=1)
        else:
            expected = np.argmax(sees, axis=1)
        np.testing.assert_array_equal(getattr(found, name), np.where(sees.any(axis=1), expected, -1))


@pytest.mark.parametrize("seed", range(4))
def test_fused_quality_agrees_with_an_information_filter(seed: int) -> None:
    watch = random_watch(seed, flights=6)
    alert_ms = alerts(watch, seed)
    standard = FireControl(np.array([120.0, 20.0]), np.array([900.0, 150.0]))
    teams = [[0, 1, 2, 3, 4], [0, 2, 4], [1, 3], [2]]
    padded = np.array([team + [-1] * (5 - len(team)) for team in teams], np.int32)
    wanted = np.ones((4, 2), np.bool_)
    wanted[3, 1] = False
    result = quality_ms(watch, detect(watch), alert_ms, Teams(padded, wanted), standard)
    reached = 0
    for f in range(result.shape[0]):
        for row, team in enumerate(teams):
            for t in range(2):
                errors = filtered_errors(watch, alert_ms, f, team, standard.lead_s[t])
                good = [k for k, error in errors.items() if error <= standard.error_m[t]]
                if not good or not wanted[row, t]:
                    assert result[f, row, t] == NEVER
                    continue
                reached += 1
                share = 1.0
                if good[0] - 1 in errors:
                    before, now = errors[good[0] - 1], errors[good[0]]
                    share = math.log(before / standard.error_m[t]) / math.log(before / now)
                # one millisecond: rounding of the logarithms at a whole millisecond
                assert result[f, row, t] == pytest.approx((good[0] - 1 + share) * 5000.0, abs=1.0)
    assert reached >= 8


def test_the_bound_is_what_least_squares_achieves() -> None:
    watch = random_watch(7, flights=1)
    flight, ahead_s, runs = 0, 150.0, 4000
    steps = list(range(20, 50, 3))
    generator = np.random.default_rng(11)
    rows, noise_roots = [], []
    moments = np.zeros((3, 6))
    for k in steps:
        now = weight(watch, flight, k, 0)
        for power in range(3):
            moments[power] += (k * STEP_S) ** power * np.array([now[i] for i in ORDER])
        root = np.linalg.cholesky(now)
        rows.append(root.T @ np.hstack([np.eye(3), (k * STEP_S - ahead_s) * np.eye(3)]))
        noise_roots.append(root.T)
    design = np.vstack(rows)
    noise = generator.standard_normal((runs, design.shape[0]))
    errors = noise @ np.linalg.pinv(design).T
    achieved_m2 = float(np.mean(np.sum(errors[:, :3] ** 2, axis=1)))
    # 4,000 runs: the mean square has a standard error of about 2%; three of them
    assert predicted_variance_m2(moments, ahead_s) == pytest.approx(achieved_m2, rel=0.06)


def test_without_measurements_nothing_is_known() -> None:
    assert predicted_variance_m2(np.zeros((3, 6)), 100.0) == np.inf


def test_a_history_tells_what_the_kernel_decides_on() -> None:
    watch = random_watch(2)
    found, alert_ms = detect(watch), alerts(watch, 2)
    team = np.array([0, 1, 2, 3, 4], np.int32)
    history = track_history(watch, found, alert_ms, 0, team)
    errors = filtered_errors(watch, alert_ms, 0, list(team), 60.0)
    ours = {
        round(time_s / STEP_S): history.position_error_m(step, min(time_s + 60.0, 59 * STEP_S))
        for step, time_s in enumerate(history.time_s)
        if step > 0
    }
    assert list(ours) == list(errors)
    # 1e-6: the filter inverts a 6 x 6 matrix of condition 1e9
    np.testing.assert_allclose(list(ours.values()), list(errors.values()), rtol=1e-6)
    assert not np.isfinite(history.position_error_m(0, 200.0))


def test_a_vertical_fall_keeps_the_level_ellipse_and_a_slant_stretches_it() -> None:
    covariance = np.diag([400.0, 100.0, 900.0])
    straight = ground_ellipse(covariance, np.array([0.0, 0.0, -3000.0]), np.eye(3))
    assert (straight.semi_major_m, straight.semi_minor_m) == pytest.approx((20.0, 10.0), rel=1e-9)  # rounding
    assert straight.azimuth_deg == pytest.approx(90.0, abs=1e-6)  # the long axis points east
    # falling at 45 degrees toward north: the vertical 30 m adds to the northern 10 m
    slanted = ground_ellipse(covariance, np.array([0.0, 2000.0, -2000.0]), np.eye(3))
    assert slanted.semi_major_m == pytest.approx(math.hypot(10.0, 30.0), rel=1e-9)  # rounding
    assert slanted.azimuth_deg == pytest.approx(0.0, abs=1e-6)


def test_empty_teams_never_reach_quality() -> None:
    watch = random_watch(5)
    found = Detections(*(np.full((4, 5), -1, np.int32) for _ in range(3)))
    teams = Teams(np.array([[0, 1, 2, 3, 4]], np.int32), np.ones((1, 1), np.bool_))
    standard = FireControl(np.array([10.0]), np.array([1e9]))
    assert (quality_ms(watch, found, alerts(watch, 5), teams, standard) == NEVER).all()
