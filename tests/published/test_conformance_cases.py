"""Constants, gravity, air and geodesics to the digits that their standards print."""

from __future__ import annotations

import numpy as np
import pytest
from docs.published.conformance import constant_lines, lines
from docs.published.lines import Line

from shieldwall.physics import earth


@pytest.mark.parametrize("line", lines(), ids=lambda line: line.what)
def test_to_the_published_digits(line: Line) -> None:
    # each record states its tolerance and why
    assert line.verdict == "pass"


def test_constants_are_those_of_wgs84_and_egm96() -> None:
    # S07: NIMA TR8350.2 and EGM96, exactly
    assert all(line.published == (line.computed, line.computed) for line in constant_lines())


def test_j2_gravity_and_turn_make_the_normal_gravity() -> None:
    # point mass + J2 + turn against Somigliana on the ellipsoid: the next harmonic is some 1e-5 of gravity
    for latitude in (0.0, 45.0, 90.0):
        x, y, z = earth.ecef_m(latitude, 30.0)
        pull = np.linalg.norm(earth.acceleration(x, y, z, 0.0, 0.0, earth.ROTATION_RATE_RAD_S))
        assert pull == pytest.approx(earth.normal_gravity_m_s2(latitude), rel=2e-5)
