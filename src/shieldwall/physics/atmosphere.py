"""U.S. Standard Atmosphere 1976 to 86 km, and a smooth exponential tail from there to 150 km.

Above 86 km the air keeps the temperature that it has there, hence one scale height (5.6 km): within 3% of
the 1976 table at 100 km and a quarter below it at 120 km, where drag no longer moves a flight by a metre.
Above 150 km there is no air. Kernels read the density from a table of cubic pieces every 100 m: relative
error below 1e-7, and 5e-4 in the one piece that holds a kink between layers.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np

from shieldwall.physics.kernel import kernel

TOP_M: Final = 150e3
"""Above this height there is no air."""

_STANDARD_TOP_M = 86e3
_EARTH_RADIUS_M = 6356766.0
_GRAVITY_M_S2 = 9.80665
_MOLAR_MASS_KG = 0.0289644
_GAS_CONSTANT_J_K = 8.31432
_HYDROSTATIC = _GRAVITY_M_S2 * _MOLAR_MASS_KG / _GAS_CONSTANT_J_K
_LAYER_BASE_M = (0.0, 11e3, 20e3, 32e3, 47e3, 51e3, 71e3)
_LAYER_LAPSE_K_M = (-6.5e-3, 0.0, 1e-3, 2.8e-3, 0.0, -2.8e-3, -2e-3)
_TABLE_STEP_M = 100.0
_TABLE_FLOOR_M = -1000.0


class AirState(NamedTuple):
    """Temperature (K, molecular scale), pressure (Pa) and density (kg/m^3)."""

    temperature_k: float
    pressure_pa: float
    density_kg_m3: float


def _layer_bases() -> list[tuple[float, float, float, float]]:
    temperature, pressure = 288.15, 101325.0
    bases = []
    tops = (*_LAYER_BASE_M[1:], math.inf)
    for base, lapse, top in zip(_LAYER_BASE_M, _LAYER_LAPSE_K_M, tops, strict=True):
        bases.append((base, lapse, temperature, pressure))
        if math.isfinite(top):
            temperature, pressure = _along(top - base, lapse, temperature, pressure)
    return bases


def _along(rise_m: float, lapse: float, temperature: float, pressure: float) -> tuple[float, float]:
    above = temperature + lapse * rise_m
    if lapse == 0.0:
        return above, pressure * math.exp(-_HYDROSTATIC * rise_m / temperature)
    return above, pressure * (temperature / above) ** (_HYDROSTATIC / lapse)


_BASES = _layer_bases()


def _standard(altitude_m: float) -> AirState:
    geopotential_m = _EARTH_RADIUS_M * altitude_m / (_EARTH_RADIUS_M + altitude_m)
    base, lapse, temperature, pressure = next(
        layer for layer in reversed(_BASES) if geopotential_m >= layer[0] or layer is _BASES[0]
    )
    temperature, pressure = _along(geopotential_m - base, lapse, temperature, pressure)
    return AirState(temperature, pressure, pressure * _MOLAR_MASS_KG / (_GAS_CONSTANT_J_K * temperature))


def air(altitude_m: float) -> AirState:
    """Return the state of the air at a geometric height.

    Parameters
    ----------
    altitude_m : float
        Geometric height, m; from -1 km.

    Returns
    -------
    AirState
        Temperature is the molecular-scale temperature. Above 86 km the temperature is held, and density
        and pressure fall together; above 150 km both are zero.

    Notes
    -----
    *U.S. Standard Atmosphere, 1976*, NASA-TM-X-74335, eqs. 18, 23, 33a, 33b, 42.

    Examples
    --------
    >>> round(air(20e3).density_kg_m3, 5)
    0.08891
    """
    if altitude_m <= _STANDARD_TOP_M:
        return _standard(altitude_m)
    edge = _standard(_STANDARD_TOP_M)
    if altitude_m > TOP_M:
        return AirState(edge.temperature_k, 0.0, 0.0)
    fall = math.exp(-(altitude_m - _STANDARD_TOP_M) / _tail_scale_height_m())
    return AirState(edge.temperature_k, edge.pressure_pa * fall, edge.density_kg_m3 * fall)


def _tail_scale_height_m() -> float:
    """Return the scale height of isothermal air at 86 km, gravity weakened by the height."""
    weakened = (_EARTH_RADIUS_M / (_EARTH_RADIUS_M + _STANDARD_TOP_M)) ** 2
    return _standard(_STANDARD_TOP_M).temperature_k / (_HYDROSTATIC * weakened)


def _density_pieces() -> np.ndarray:
    nodes = np.arange(_TABLE_FLOOR_M, TOP_M + 2 * _TABLE_STEP_M, _TABLE_STEP_M)
    held = np.minimum(nodes, TOP_M)
    value = np.array([air(float(node)).density_kg_m3 for node in held])
    value[nodes > TOP_M] = 0.0
    span = 0.5
    ahead = np.array([air(float(min(node + span, TOP_M))).density_kg_m3 for node in held])
    behind = np.array([air(float(node - span)).density_kg_m3 for node in held])
    slope = (ahead - behind) / (2 * span) * _TABLE_STEP_M
    slope[nodes >= TOP_M] = 0.0
    rise = value[1:] - value[:-1]
    s0, s1 = slope[:-1], slope[1:]
    return np.ascontiguousarray(
        np.stack([value[:-1], s0, 3 * rise - 2 * s0 - s1, s0 + s1 - 2 * rise], axis=1)
    )


DENSITY_PIECES: Final = _density_pieces()
"""Cubic pieces of the density, shape (pieces, 4), from -1 km every 100 m."""


@kernel
def density_kg_m3(altitude_m: float) -> float:
    """Return the density of the air at a height (m) from the table of cubic pieces; zero above 150 km."""
    if altitude_m >= TOP_M:
        return 0.0
    place = max((altitude_m - _TABLE_FLOOR_M) / _TABLE_STEP_M, 0.0)
    piece = int(place)
    s = place - piece
    density: float = DENSITY_PIECES[piece, 3]
    for power in (2, 1, 0):
        density = density * s + DENSITY_PIECES[piece, power]
    return density
