"""Points that stand for an ellipse."""

import numpy as np
import pytest

from shieldwall.sensing.ellipse import Ellipse, spread_points_m


@pytest.mark.parametrize("ellipse", [Ellipse(4000.0, 1000.0, 30.0), Ellipse(500.0, 500.0, 0.0)], ids=str)
def test_points_have_the_ellipses_moments(ellipse: Ellipse) -> None:
    points = spread_points_m(ellipse, 4096)
    azimuth = np.radians(ellipse.azimuth_deg)
    along = np.array([np.sin(azimuth), np.cos(azimuth)])
    across = np.array([np.cos(azimuth), -np.sin(azimuth)])
    # a regular pattern of four thousand points
    np.testing.assert_allclose(points.mean(axis=0), 0.0, atol=0.01 * ellipse.semi_major_m)
    np.testing.assert_allclose((points @ along).std(), ellipse.semi_major_m, rtol=0.02)
    np.testing.assert_allclose((points @ across).std(), ellipse.semi_minor_m, rtol=0.02)


def test_shares_are_those_of_a_normal_distribution() -> None:
    points = spread_points_m(Ellipse(1.0, 1.0, 0.0), 1000)
    radius = np.linalg.norm(points, axis=1)
    for sigma in (0.5, 1.0, 2.0):
        # a Rayleigh distribution, to a point in a thousand
        assert np.mean(radius <= sigma) == pytest.approx(1.0 - np.exp(-0.5 * sigma**2), abs=0.001)
