"""The air against an independent package, and the kernel's table against the formulae."""

import numpy as np
import pytest
from fluids.atmosphere import ATMOSPHERE_1976

from shieldwall.physics.atmosphere import TOP_M, air, density_kg_m3


def test_standard_atmosphere_against_an_independent_package() -> None:
    for altitude_m in np.linspace(0.0, 85.9e3, 60):
        other, state = ATMOSPHERE_1976(float(altitude_m)), air(float(altitude_m))
        # the package rounds the Earth's radius and the gas constant otherwise
        assert state.temperature_k == pytest.approx(other.T, rel=1e-5)
        assert state.pressure_pa == pytest.approx(other.P, rel=1e-4)
        assert state.density_kg_m3 == pytest.approx(other.rho, rel=1e-4)


def test_tail_joins_without_a_step_or_a_corner_and_ends() -> None:
    below, at, above = (air(86e3 + shift).density_kg_m3 for shift in (-10.0, 0.0, 10.0))
    # the exponential's own slope over 10 m is 0.2%
    assert at / below == pytest.approx(above / at, rel=1e-5)
    assert air(100e3).density_kg_m3 == pytest.approx(5.604e-7, rel=0.03)  # 1976 table; "within 2%", rounded
    assert 0.0 < air(TOP_M).density_kg_m3 < 1e-9
    assert air(TOP_M + 1.0).density_kg_m3 == 0.0


def test_density_table_of_the_kernels() -> None:
    heights = np.random.default_rng(5).uniform(-900.0, 149e3, 4000)
    table = np.array([density_kg_m3(float(height)) for height in heights])
    exact = np.array([air(float(height)).density_kg_m3 for height in heights])
    assert table == pytest.approx(exact, rel=2e-5)  # as documented, at the kinks between layers
    assert density_kg_m3(TOP_M + 1.0) == 0.0


def test_density_below_the_table_is_that_at_its_floor() -> None:
    assert density_kg_m3(-5000.0) == pytest.approx(
        air(-1000.0).density_kg_m3, rel=1e-9
    )  # a node of the table
