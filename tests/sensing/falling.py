"""Targets in free fall before one or two radars, with noisy measurements, for trackers to be tried on.

The Earth is at rest here, so that its frame is inertial and a tracker needs no Coriolis terms; the bound asks
for geometry alone and does not care.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.integrate import solve_ivp

from shieldwall.physics.earth import acceleration, ecef_m, local_frame
from shieldwall.sensing.detection import Course, Detections, Watch
from shieldwall.sensing.ellipse import TrackHistory, track_history

STEP_S = 5.0
STEPS = 61
RANGE_ERROR_M = 30.0
ANGLE_ERROR_RAD = 1e-3

# Latitude, longitude, height (km), speed (m/s), elevation, azimuth (degrees) at burnout; the radars' places.
CASES: dict[str, tuple[tuple[float, ...], tuple[tuple[float, float], ...]]] = {
    "1,000 km, from the side": ((39.8, 127.5, 60.0, 2900.0, 40.0, 110.0), ((36.5, 131.0),)),
    "1,000 km, head on": ((40.0, 128.5, 60.0, 2900.0, 40.0, 125.0), ((35.8, 135.2),)),
    "600 km, steep": ((38.5, 127.0, 45.0, 2300.0, 60.0, 135.0), ((36.0, 131.5),)),
    "1,000 km, depressed": ((39.8, 127.5, 60.0, 3000.0, 22.0, 115.0), ((38.0, 134.0),)),
    "3,400 km, passing": ((39.5, 127.5, 110.0, 4600.0, 35.0, 150.0), ((33.5, 134.0),)),
    "1,000 km, two radars": ((39.8, 127.5, 60.0, 2900.0, 40.0, 110.0), ((36.5, 131.0), (40.9, 140.3))),
}


@dataclass(frozen=True)
class Fall:
    """A fall: times (K,), states (K, 6), radar places (N, 3) and frames (N, 3, 3), and the bound."""

    time_s: np.ndarray
    state: np.ndarray
    radar_m: np.ndarray
    frame: np.ndarray
    history: TrackHistory

    def bound_m(self, step: int) -> float:
        """Root of the summed variances that no unbiased tracker beats after a step."""
        return self.history.position_error_m(step, float(self.time_s[step]))

    def freedom(self, step: int) -> float:
        """Degrees of freedom of a run's squared error: (sum of variances)^2 over their summed squares."""
        variance = np.linalg.eigvalsh(self.history.covariance_m2(step, float(self.time_s[step])))
        return float(variance.sum() ** 2 / (variance**2).sum())


def motion(_time_s: float, state: np.ndarray) -> np.ndarray:
    pull = acceleration(*state[:3], *state[3:5], 0.0)
    return np.concatenate([state[3:], pull])


def fall(name: str) -> Fall:
    """Return one of `CASES`."""
    (lat, lon, height_km, speed, elevation, azimuth), places = CASES[name]
    frame = local_frame(lat, lon)
    up, level = np.sin(np.radians(elevation)), np.cos(np.radians(elevation))
    heading = np.radians(azimuth)
    velocity = speed * np.array([level * np.sin(heading), level * np.cos(heading), up]) @ frame
    start = np.concatenate([ecef_m(lat, lon, height_km * 1e3), velocity])
    time_s = np.arange(STEPS) * STEP_S
    # a millimetre over the fall, a ten-thousandth of the smallest error below
    state = solve_ivp(motion, (0.0, time_s[-1]), start, "DOP853", time_s, rtol=1e-11, atol=1e-6).y.T
    radar_m = np.array([ecef_m(*place, 30.0) for place in places])
    frames = np.array([local_frame(*place) for place in places])
    return Fall(time_s, state, radar_m, frames, bound(state, radar_m))


def bound(state: np.ndarray, radar_m: np.ndarray) -> TrackHistory:
    """Return the information about a fall that every radar measures once in every step."""
    count = len(radar_m)
    course = Course(
        sample_ms=round(STEP_S * 1000.0),
        position_ecef_m=np.ascontiguousarray(state[np.newaxis, :, :3]),
        sample_count=np.array([len(state)], np.int32),
        free_from=np.zeros(1, np.int32),
        size_factor=np.ones(1),
    )
    watch = Watch(
        course=course,
        sight_range_m=np.ones((1, len(state), count), np.float32),
        position_ecef_m=radar_m,
        party=np.zeros(count, np.int8),
        unit_range_m=np.full(count, 1e7),
        uncued_range_ratio=np.ones(count),
        range_information=np.full(count, RANGE_ERROR_M**-2),
        angle_information=np.full(count, ANGLE_ERROR_RAD**-2),
    )
    always = np.zeros((1, count), np.int32)
    found = Detections(always, always, np.full((1, count), len(state) - 1, np.int32))
    return track_history(watch, found, np.zeros((1, 1), np.int32), 0, np.arange(count, dtype=np.int32))


def measure(seen: Fall, runs: int, seed: int) -> np.ndarray:
    """Return azimuth, elevation and range with noise, (runs, K, N, 3); azimuth's grows toward the zenith."""
    offset = seen.state[:, np.newaxis, :3] - seen.radar_m
    local = np.einsum("nij,knj->kni", seen.frame, offset)
    true = spherical(local)
    noise = np.random.default_rng(seed).standard_normal((runs, *true.shape))
    noise *= (ANGLE_ERROR_RAD, ANGLE_ERROR_RAD, RANGE_ERROR_M)
    noise[..., 0] /= np.cos(true[..., 1])
    return true + noise


def spherical(local: np.ndarray) -> np.ndarray:
    """Return azimuth (from east, counter-clockwise), elevation and range of east, north, up."""
    range_m = np.linalg.norm(local, axis=-1)
    azimuth = np.arctan2(local[..., 1], local[..., 0])
    return np.stack([azimuth, np.arcsin(local[..., 2] / range_m), range_m], axis=-1)


def cartesian(measured: np.ndarray) -> np.ndarray:
    """Return east, north, up of azimuth, elevation and range."""
    azimuth, elevation, range_m = np.moveaxis(measured, -1, 0)
    level = range_m * np.cos(elevation)
    return np.stack([level * np.cos(azimuth), level * np.sin(azimuth), range_m * np.sin(elevation)], axis=-1)


def noise_covariance(measured: np.ndarray) -> np.ndarray:
    """Return the covariance of azimuth, elevation and range at a measured elevation, (..., 3, 3)."""
    sigma = np.empty((*measured.shape[:-1], 3))
    sigma[...] = (ANGLE_ERROR_RAD, ANGLE_ERROR_RAD, RANGE_ERROR_M)
    sigma[..., 0] /= np.cos(measured[..., 1])
    return sigma[..., :, np.newaxis] ** 2 * np.eye(3)


def first_guess(seen: Fall, measured: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return state (runs, 6) and covariance (runs, 6, 6) after the first two looks of the first radar.

    Positions from the two looks, velocity from their difference, with half the step's fall taken out.
    """
    turn = seen.frame[0]
    places = seen.radar_m[0] + cartesian(measured[:, :2, 0]) @ turn
    covariance = [
        turn.T @ jacobian @ noise_covariance(measured[:, look, 0]) @ np.swapaxes(jacobian, -1, -2) @ turn
        for look in range(2)
        for jacobian in [spherical_jacobian(measured[:, look, 0])]
    ]
    pull = np.array([acceleration(*place, 0.0, 0.0, 0.0) for place in places[:, 1]])
    velocity = (places[:, 1] - places[:, 0]) / STEP_S + 0.5 * STEP_S * pull
    state = np.concatenate([places[:, 1], velocity], axis=1)
    known = np.empty((len(state), 6, 6))
    known[:, :3, :3] = covariance[1]
    known[:, :3, 3:] = known[:, 3:, :3] = covariance[1] / STEP_S
    known[:, 3:, 3:] = (covariance[0] + covariance[1]) / STEP_S**2
    return state, known


def spherical_jacobian(measured: np.ndarray) -> np.ndarray:
    """Return how east, north, up move with azimuth, elevation and range, (..., 3, 3)."""
    azimuth, elevation, range_m = np.moveaxis(measured, -1, 0)
    sa, ca, se, ce = np.sin(azimuth), np.cos(azimuth), np.sin(elevation), np.cos(elevation)
    zero = np.zeros_like(azimuth)
    rows = [
        [-range_m * ce * sa, -range_m * se * ca, ce * ca],
        [range_m * ce * ca, -range_m * se * sa, ce * sa],
        [zero, range_m * ce, se],
    ]
    return np.stack([np.stack(row, axis=-1) for row in rows], axis=-2)
