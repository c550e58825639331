"""Extended Kalman filters for the falls of `falling.py`: a plain one, Stone Soup's and FilterPy's.

All three fly the same free fall, take the same first guess and linearise the same measurements; none has
process noise. Each takes a fall and its measurements (runs, K, N, 3); position errors (K - 2, runs, 3) come
back.
"""

from __future__ import annotations

import datetime as dt
import runpy
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from shieldwall.physics.earth import GRAVITATIONAL_PARAMETER_M3_S2, acceleration

FALLING = SimpleNamespace(**runpy.run_path(str(Path(__file__).parent / "falling.py")))


def step_forward(state: np.ndarray, step_s: float) -> np.ndarray:
    """One Runge-Kutta step of free fall for many states (runs, 6): 0.1 m over 5 s."""

    def rate(now: np.ndarray) -> np.ndarray:
        return np.concatenate([now[:, 3:], pull_of(now)], axis=1)

    one = rate(state)
    two = rate(state + 0.5 * step_s * one)
    three = rate(state + 0.5 * step_s * two)
    four = rate(state + step_s * three)
    return state + step_s / 6.0 * (one + 2.0 * two + 2.0 * three + four)


def pull_of(state: np.ndarray) -> np.ndarray:
    return np.array([acceleration(*row[:3], 0.0, 0.0, 0.0) for row in state])


def transition(state: np.ndarray, step_s: float) -> np.ndarray:
    """How an error moves in one step, (runs, 6, 6): straight, but for the gradient of a point mass."""
    place = state[:, :3]
    square = (place**2).sum(axis=1)[:, np.newaxis, np.newaxis]
    outer = place[:, :, np.newaxis] * place[:, np.newaxis, :]
    gradient = GRAVITATIONAL_PARAMETER_M3_S2 * (3.0 * outer / square**2.5 - np.eye(3) / square**1.5)
    moved = np.zeros((len(state), 6, 6))
    moved[:, :3, :3] = moved[:, 3:, 3:] = np.eye(3) + 0.5 * step_s**2 * gradient
    moved[:, :3, 3:] = step_s * np.eye(3)
    moved[:, 3:, :3] = step_s * gradient
    return moved


def plain_filter(seen: Any, measured: np.ndarray) -> np.ndarray:
    """Track all runs at once with plain NumPy."""
    state, known = FALLING.first_guess(seen, measured)
    errors = []
    for step in range(2, len(seen.time_s)):
        moved = transition(state, FALLING.STEP_S)
        state = step_forward(state, FALLING.STEP_S)
        known = moved @ known @ np.swapaxes(moved, 1, 2)
        for radar, (place, turn) in enumerate(zip(seen.radar_m, seen.frame, strict=True)):
            local = (state[:, :3] - place) @ turn.T
            expected = FALLING.spherical(local)
            slope = np.zeros((len(state), 3, 6))
            slope[:, :, :3] = np.linalg.inv(FALLING.spherical_jacobian(expected)) @ turn
            spread = slope @ known @ np.swapaxes(slope, 1, 2) + FALLING.noise_covariance(expected)
            gain = known @ np.swapaxes(slope, 1, 2) @ np.linalg.inv(spread)
            surprise = measured[:, step, radar] - expected
            surprise[:, 0] = (surprise[:, 0] + np.pi) % (2.0 * np.pi) - np.pi
            state = state + (gain @ surprise[:, :, np.newaxis])[:, :, 0]
            known = known - gain @ spread @ np.swapaxes(gain, 1, 2)
            known = 0.5 * (known + np.swapaxes(known, 1, 2))
        errors.append(state[:, :3] - seen.state[step, :3])
    return np.array(errors)


def stone_soup_models(seen: Any) -> tuple[Any, Callable[[int, float], Any]]:
    """Return the fall as a transition model of Stone Soup, and its radars by number and elevation."""
    from stonesoup.base import Property
    from stonesoup.models.measurement.nonlinear import CartesianToElevationBearingRange
    from stonesoup.models.transition.nonlinear import GaussianTransitionModel
    from stonesoup.types.array import CovarianceMatrix, StateVector, StateVectors

    class Falling(GaussianTransitionModel):
        """Free fall without process noise, in the order x, y, z, vx, vy, vz."""

        @property
        def ndim_state(self) -> int:
            return 6

        def function(self, state, noise=False, **kwargs):
            now = np.asarray(state.state_vector, dtype=float).reshape(6, -1).T
            later = step_forward(now, kwargs["time_interval"].total_seconds())
            return StateVector(later[0]) if len(later) == 1 else StateVectors(later.T)

        def jacobian(self, state, **kwargs):
            now = np.asarray(state.state_vector, dtype=float).reshape(1, 6)
            return transition(now, kwargs["time_interval"].total_seconds())[0]

        def covar(self, **kwargs):
            return CovarianceMatrix(np.zeros((6, 6)))

    class Radar(CartesianToElevationBearingRange):
        """A radar that stands level where it is."""

        turn: np.ndarray = Property(doc="East, north and up as rows")

        @property
        def rotation_matrix(self) -> np.ndarray:
            return self.turn

        def jacobian(self, state, **kwargs):
            # its finite differences take steps of 1e-8 m along negative coordinates, which lose all digits
            place = np.asarray(self.translation_offset, float).ravel()
            return slope_of(np.asarray(state.state_vector, float).ravel(), place, self.turn)[[1, 0, 2]]

    def radar_at(radar: int, elevation: float) -> Radar:
        sigma = (FALLING.ANGLE_ERROR_RAD, FALLING.ANGLE_ERROR_RAD / np.cos(elevation), FALLING.RANGE_ERROR_M)
        return Radar(
            turn=seen.frame[radar],
            ndim_state=6,
            mapping=(0, 1, 2),
            noise_covar=CovarianceMatrix(np.diag(np.square(sigma))),
            translation_offset=seen.radar_m[radar][:, np.newaxis],
        )

    return Falling(), radar_at


def stone_soup_filter(seen: Any, measured: np.ndarray) -> np.ndarray:
    """Track run by run with Stone Soup's filter."""
    from stonesoup.predictor.kalman import ExtendedKalmanPredictor
    from stonesoup.types.angle import Bearing, Elevation
    from stonesoup.types.array import StateVector
    from stonesoup.types.detection import Detection
    from stonesoup.types.hypothesis import SingleHypothesis
    from stonesoup.types.state import GaussianState
    from stonesoup.updater.kalman import ExtendedKalmanUpdater

    falling, radar_at = stone_soup_models(seen)
    start = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    predictor = ExtendedKalmanPredictor(falling)
    updater = ExtendedKalmanUpdater(None, force_symmetric_covariance=True)
    state, known = FALLING.first_guess(seen, measured)
    errors = np.empty((len(seen.time_s) - 2, len(measured), 3))
    for run in range(len(measured)):
        track = GaussianState(
            StateVector(state[run]), known[run], timestamp=start + dt.timedelta(seconds=FALLING.STEP_S)
        )
        for step in range(2, len(seen.time_s)):
            now = start + dt.timedelta(seconds=step * FALLING.STEP_S)
            prior = predictor.predict(track, timestamp=now)
            for radar in range(len(seen.radar_m)):
                azimuth, elevation, range_m = measured[run, step, radar]
                look = Detection(
                    StateVector([Elevation(elevation), Bearing(azimuth), range_m]),
                    timestamp=now,
                    measurement_model=radar_at(radar, elevation),
                )
                track = updater.update(SingleHypothesis(prior, look))
                prior = track
            errors[step - 2, run] = np.asarray(track.state_vector[:3], float).ravel() - seen.state[step, :3]
    return errors


def filterpy_filter(seen: Any, measured: np.ndarray) -> np.ndarray:
    """Track run by run with FilterPy's filter."""
    from filterpy.kalman import ExtendedKalmanFilter

    class Falling(ExtendedKalmanFilter):
        """Free fall without process noise."""

        def predict_x(self, u: float = 0) -> None:
            self.F = transition(self.x[np.newaxis], FALLING.STEP_S)[0]
            self.x = step_forward(self.x[np.newaxis], FALLING.STEP_S)[0]

    state, known = FALLING.first_guess(seen, measured)
    errors = np.empty((len(seen.time_s) - 2, len(measured), 3))
    for run in range(len(measured)):
        track = Falling(6, 3)
        track.x, track.P, track.Q = state[run], known[run], np.zeros((6, 6))
        for step in range(2, len(seen.time_s)):
            track.predict()
            for radar, (place, turn) in enumerate(zip(seen.radar_m, seen.frame, strict=True)):
                look = measured[run, step, radar]
                track.update(
                    look,
                    lambda x, place=place, turn=turn: slope_of(x, place, turn),
                    lambda x, place=place, turn=turn: FALLING.spherical(turn @ (x[:3] - place)),
                    R=FALLING.noise_covariance(look),
                    residual=angle_difference,
                )
            errors[step - 2, run] = track.x[:3] - seen.state[step, :3]
    return errors


def slope_of(state: np.ndarray, place: np.ndarray, turn: np.ndarray) -> np.ndarray:
    """How azimuth, elevation and range move with the state, (3, 6)."""
    expected = FALLING.spherical(turn @ (state[:3] - place))
    slope = np.zeros((3, 6))
    slope[:, :3] = np.linalg.inv(FALLING.spherical_jacobian(expected)) @ turn
    return slope


def angle_difference(look: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """A measurement less what was expected, the azimuth the short way round."""
    surprise = look - expected
    surprise[0] = (surprise[0] + np.pi) % (2.0 * np.pi) - np.pi
    return surprise
