"""Reach is the same in every direction."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from shieldwall.case.reach import interceptor_model
from shieldwall.catalogue.load import shipped
from shieldwall.command.shooters import Shooters
from shieldwall.model.systems import Interceptor
from shieldwall.opportunity.windows import Windows, windows
from shieldwall.physics.earth import MEAN_RADIUS_M
from shieldwall.physics.flight import FlightLibrary
from shieldwall.physics.reach import reach_table

TABLE = reach_table(interceptor_model(shipped().record(Interceptor, "sm3_1a")))


def passing(bearings_rad: np.ndarray, ground_m: np.ndarray, height_m: np.ndarray) -> FlightLibrary:
    """Samples (K,) at ground ranges and heights from the pole of a sphere, along each bearing (F,)."""
    angle = ground_m / MEAN_RADIUS_M
    around, out = np.meshgrid(bearings_rad, angle, indexing="ij")
    radius = MEAN_RADIUS_M + height_m
    places = np.stack(
        [radius * np.sin(out) * np.cos(around), radius * np.sin(out) * np.sin(around), radius * np.cos(out)],
        axis=-1,
    )
    flights, samples = around.shape
    whole = np.full(flights, samples, np.int32)
    return FlightLibrary(
        sample_s=5.0,
        position_ecef_m=places,
        velocity_ecef_m_s=np.zeros_like(places),
        altitude_m=np.broadcast_to(height_m, around.shape).copy(),
        sample_count=whole,
        burnout_ms=np.zeros(flights, np.int32),
        impact_ms=whole * np.int32(5000),
        apogee_m=np.full(flights, height_m.max()),
        range_m=np.full(flights, ground_m[-1]),
        launch_deg=np.zeros((flights, 2)),
        aim_deg=np.tile([89.0, 0.0], (flights, 1)),
    )


def seen_from_the_pole(library: FlightLibrary) -> Windows:
    none = np.zeros(1, np.int8)
    place = np.array([[0.0, 0.0, MEAN_RADIUS_M]])
    shooter = Shooters(
        place, none, none, none.astype(np.int32), np.full(1, 8, np.int32), np.full(1, 7, np.uint8)
    )
    return windows(library, shooter, [TABLE])


@settings(max_examples=25)
@given(
    st.floats(0.0, 2.0 * np.pi),
    st.lists(st.tuples(st.floats(1e3, 1100e3), st.floats(50e3, 550e3)), min_size=2, max_size=12),
)
def test_reach_is_the_same_all_round(bearing_rad: float, samples: list[tuple[float, float]]) -> None:
    ground_m, height_m = np.array(samples).T
    found = seen_from_the_pole(passing(np.array([0.0, bearing_rad, -bearing_rad]), ground_m, height_m))
    latest_ms = found.latest_launch_ms[:, 0].astype(np.int64)
    # whole milliseconds, rounded down; at a cap the last digit decides on which side of it a sample lies
    inside = (latest_ms != np.iinfo(np.int32).min).all(axis=0)
    assert (np.ptp(latest_ms[:, inside], axis=0) <= 1).all()
    edge = np.abs(ground_m / TABLE.ground_range_step_m % 1.0 - 0.5) > 0.4999
    edge |= np.abs(height_m / TABLE.altitude_step_m % 1.0 - 0.5) > 0.4999
    reached = (latest_ms != np.iinfo(np.int32).min).any(axis=0)
    assert (inside == reached)[~edge].all()
