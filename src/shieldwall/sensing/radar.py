"""Radars: how far one sees, by the radar equation or by a published reference range.

The radar equation serves where power and aperture are published. For most systems only a range against some
cross-section is, and it scales with the fourth root of the cross-section. Published ranges disagree; which
reading is used is the caller's choice, never this module's.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from shieldwall.physics.earth import MEAN_RADIUS_M

Floats = npt.NDArray[np.float64]

LIGHT_SPEED_M_S: Final = 299_792_458.0
BOLTZMANN_J_K: Final = 1.380649e-23
EFFECTIVE_RADIUS_M: Final = MEAN_RADIUS_M * 4.0 / 3.0
"""Radius of the Earth on which a ray in the standard lower atmosphere runs straight."""


@dataclass(frozen=True)
class Radars:
    """Radars as arrays, one row each (N rows).

    Angles are in radians: sectors clockwise from north, elevations above the local level. Errors are one
    sigma of a single update. ``host_shooter`` is the shooter that carries the radar, -1 where it stands
    alone. Without a cue a radar searches, and sees to ``uncued_range_ratio`` of its range.
    """

    position_ecef_m: Floats
    party: npt.NDArray[np.int8]
    host_shooter: npt.NDArray[np.int32]
    reference_range_m: Floats
    reference_cross_section_m2: Floats
    sector_centre_rad: Floats
    sector_width_rad: Floats
    lowest_elevation_rad: Floats
    highest_elevation_rad: Floats
    range_error_m: Floats
    angle_error_rad: Floats
    update_rate_hz: Floats
    uncued_range_ratio: Floats

    def __post_init__(self) -> None:
        count = self.party.shape[0]
        for name, column in vars(self).items():
            shape = (count, 3) if name == "position_ecef_m" else (count,)
            if column.shape != shape:
                raise ValueError(f"radars: {name} has shape {column.shape}, not {shape}")
        if np.any(self.uncued_range_ratio > 1.0):
            raise ValueError("radars: without a cue a radar cannot see farther than with one")

    @property
    def unit_range_m(self) -> Floats:
        """Range against one square metre, shape (N,)."""
        return np.asarray(scaled_range_m(self.reference_range_m, self.reference_cross_section_m2, 1.0))


def silenced(radars: Radars, out: npt.NDArray[np.bool_]) -> Radars:
    """Return the radars with those of a mask (N,) taken out: they keep their rows and see nothing."""
    return replace(radars, reference_range_m=np.where(out, 0.0, radars.reference_range_m))


@dataclass(frozen=True)
class Waveform:
    """What the radar equation needs to know of the transmission; noise temperature in kelvin."""

    frequency_hz: float
    peak_power_w: float
    pulse_width_s: float
    noise_temperature_k: float = 290.0
    loss_db: float = 0.0


def radar_equation_range_m(
    waveform: Waveform, gain_db: float, signal_to_noise_db: float, cross_section_m2: float
) -> float:
    """Return the range at which one pulse gives the signal-to-noise ratio, m.

    R^4 = P tau G^2 lambda^2 sigma / ((4 pi)^3 k T L S/N), one antenna for both ways, with peak power P,
    pulse width tau, antenna gain G, wavelength lambda, cross-section sigma, Boltzmann's constant k, noise
    temperature T, loss L (Skolnik, *Introduction to Radar Systems*, 3rd ed., eq. 2.1 with the matched
    filter). Clutter, propagation loss and integration are left out.

    Examples
    --------
    >>> round(radar_equation_range_m(Waveform(10e9, 1e6, 1e-5), 20.0, 6.0, 1.0))
    41057
    """
    wavelength_m = LIGHT_SPEED_M_S / waveform.frequency_hz
    gain = 10.0 ** (gain_db / 10.0)
    least_ratio = 10.0 ** ((signal_to_noise_db + waveform.loss_db) / 10.0)
    least_energy_j = BOLTZMANN_J_K * waveform.noise_temperature_k * least_ratio
    sent_energy_j = waveform.peak_power_w * waveform.pulse_width_s
    spread = (4.0 * math.pi) ** 3 * least_energy_j
    return math.sqrt(math.sqrt(sent_energy_j * gain**2 * wavelength_m**2 * cross_section_m2 / spread))


def albersheim_db(detection_probability: float, false_alarm_probability: float, pulses: int = 1) -> float:
    """Return the signal-to-noise ratio per pulse that detection needs, dB.

    A = ln(0.62 / Pfa), B = ln(Pd / (1 - Pd)); SNR = -5 log10 N + (6.2 + 4.54 / sqrt(N + 0.44)) log10(A +
    0.12 A B + 1.7 B) for a steady target, N pulses integrated without phase (Albersheim, *Proc. IEEE* 69
    (1981) 839). Within 0.2 dB for Pfa from 1e-7 to 1e-3, Pd from 0.1 to 0.9 and N up to 8096.
    """
    if not (0.0 < detection_probability < 1.0 and 0.0 < false_alarm_probability < 0.62 and pulses >= 1):
        raise ValueError("albersheim needs 0 < Pd < 1, 0 < Pfa < 0.62 and at least one pulse")
    a = math.log(0.62 / false_alarm_probability)
    b = math.log(detection_probability / (1.0 - detection_probability))
    return -5.0 * math.log10(pulses) + (6.2 + 4.54 / math.sqrt(pulses + 0.44)) * math.log10(
        a + 0.12 * a * b + 1.7 * b
    )


def scaled_range_m(
    reference_range_m: npt.ArrayLike,
    reference_cross_section_m2: npt.ArrayLike,
    cross_section_m2: npt.ArrayLike,
) -> npt.NDArray[np.float64]:
    """Return the range against another cross-section: R = R_ref (sigma / sigma_ref)^(1/4), m."""
    ratio = np.asarray(cross_section_m2, np.float64) / np.asarray(reference_cross_section_m2, np.float64)
    return np.asarray(np.asarray(reference_range_m, np.float64) * ratio**0.25)


def horizon_range_m(antenna_height_m: float, target_altitude_m: float) -> float:
    """Return the longest range at which the 4/3 Earth lets a radar see a target, m.

    The ray just touches the Earth of radius a = 4/3 x 6371 km: R = sqrt(2 a h + h^2) from the antenna and
    the same from the target (Skolnik, 3rd ed., section 8.2, gives the first term of the root). The 4/3
    Earth holds for the lower ten kilometres; for a target far above them it overstates (at 100 km by about
    7%), which `sight` therefore does not do.
    """
    if antenna_height_m < 0.0 or target_altitude_m < 0.0:
        raise ValueError("heights are counted upward from the surface and cannot be negative")
    return sum(
        math.sqrt(2.0 * EFFECTIVE_RADIUS_M * height_m + height_m**2)
        for height_m in (antenna_height_m, target_altitude_m)
    )
