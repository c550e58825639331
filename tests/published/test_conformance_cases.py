"""Constants, gravity, air and geodesics to the digits that their standards print."""

import numpy as np
import pytest

from shieldwall.physics import earth
from shieldwall.physics.atmosphere import air


def test_constants_are_those_of_wgs84_and_egm96() -> None:
    # S07: NIMA TR8350.2 and EGM96, exactly
    assert earth.GRAVITATIONAL_PARAMETER_M3_S2 == 398600441800000.0
    assert earth.ROTATION_RATE_RAD_S == 7.292115e-5
    assert earth.EQUATORIAL_RADIUS_M == 6378137.0
    assert earth.INVERSE_FLATTENING == 298.257223563
    assert earth.J2 == 0.00108262982


@pytest.mark.parametrize(
    ("altitude_km", "temperature_k", "pressure_pa", "density_kg_m3"),
    [
        (0, 288.15, 101325.0, 1.225),
        (5, 255.676, 54048.0, 0.73643),
        (20, 216.65, 5529.3, 0.08891),
        (86, 186.946, 0.37338, 6.958e-06),
    ],
)
def test_standard_atmosphere(
    altitude_km: float, temperature_k: float, pressure_pa: float, density_kg_m3: float
) -> None:
    # S01: U.S. Standard Atmosphere 1976, NASA-TM-X-74335; the table prints four digits of the density
    state = air(altitude_km * 1e3)
    assert state.temperature_k == pytest.approx(temperature_k, rel=2e-4)
    assert state.pressure_pa == pytest.approx(pressure_pa, rel=2e-4)
    assert state.density_kg_m3 == pytest.approx(density_kg_m3, rel=2e-4)


@pytest.mark.parametrize(
    ("latitude_deg", "gravity_m_s2"), [(0, 9.7803253359), (45, 9.806197769), (90, 9.8321849379)]
)
def test_normal_gravity(latitude_deg: float, gravity_m_s2: float) -> None:
    # S04: NIMA TR8350.2, ten digits
    assert earth.normal_gravity_m_s2(latitude_deg) == pytest.approx(gravity_m_s2, abs=1e-9)


def test_j2_gravity_and_turn_make_the_normal_gravity() -> None:
    # point mass + J2 + turn against Somigliana on the ellipsoid: the next harmonic is some 1e-5 of gravity
    for latitude in (0.0, 45.0, 90.0):
        x, y, z = earth.ecef_m(latitude, 30.0)
        pull = np.linalg.norm(earth.acceleration(x, y, z, 0.0, 0.0, earth.ROTATION_RATE_RAD_S))
        assert pull == pytest.approx(earth.normal_gravity_m_s2(latitude), rel=2e-5)


def test_kennedy_to_heathrow() -> None:
    # S06: GeographicLib's documentation; to the millimetre, as the case asks, and the microdegree it prints
    length, leaving, arriving = earth.geodesic((40.6, -73.8), (51.6, -0.5))
    assert length == pytest.approx(5551759.4003, abs=1e-3)
    assert leaving == pytest.approx(51.198883, abs=1e-6)
    assert arriving == pytest.approx(107.821777, abs=1e-6)
