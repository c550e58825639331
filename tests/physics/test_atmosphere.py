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


def test_tail_joins_without_a_step_and_ends() -> None:
    at, above = air(86e3).density_kg_m3, air(86e3 + 1e-3).density_kg_m3
    assert above == pytest.approx(at, rel=1e-6)  # a millimetre of a scale height of 5.6 km
    assert air(100e3).density_kg_m3 == pytest.approx(5.604e-7, rel=0.03)  # 1976 table; as documented
    assert air(120e3).density_kg_m3 == pytest.approx(0.75 * 2.222e-8, rel=0.05)  # "a quarter below it"
    assert 0.0 < air(TOP_M).density_kg_m3 < 1e-9
    assert air(TOP_M + 1.0).density_kg_m3 == 0.0


def test_density_table_of_the_kernels() -> None:
    heights = np.random.default_rng(5).uniform(-900.0, 149.5e3, 4000)
    table = np.array([density_kg_m3(float(height)) for height in heights])
    exact = np.array([air(float(height)).density_kg_m3 for height in heights])
    assert table == pytest.approx(exact, rel=5e-4)  # as documented, in the pieces with a kink
    geopotential = 6356766.0 * np.array([11e3, 20e3, 32e3, 47e3, 51e3, 71e3])
    kinks = np.append(geopotential / (6356766.0 - geopotential / 6356766.0), 86e3)
    is_smooth = np.abs(heights[:, None] - kinks).min(axis=1) > 100.0
    assert table[is_smooth] == pytest.approx(exact[is_smooth], rel=1e-7)  # as documented
    assert density_kg_m3(TOP_M + 1.0) == 0.0


def test_density_below_the_table_is_that_at_its_floor() -> None:
    assert density_kg_m3(-5000.0) == pytest.approx(
        air(-1000.0).density_kg_m3, rel=1e-9
    )  # a node of the table
