"""Shooters: ships, batteries and sites that can fire, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

ORGANIC: Final = 1
LAUNCH_ON_REMOTE: Final = 2
ENGAGE_ON_REMOTE: Final = 4

UPPER: Final = 0
LOWER: Final = 1


@dataclass(frozen=True)
class Shooters:
    """Shooters as arrays, one row each (S rows).

    ``tier`` is 0 upper, 1 lower; ``interceptor`` numbers a reach table; ``modes`` adds up 1 organic (its own
    radar holds the track), 2 launch on remote (others' tracks, own radar at the intercept) and 4 engage on
    remote (no radar of its own needed). ``mount`` is the shooter whose radar each uses, where one unit
    carries several interceptors; left out, each uses its own.
    """

    position_ecef_m: npt.NDArray[np.float64]
    party: npt.NDArray[np.int8]
    tier: npt.NDArray[np.int8]
    interceptor: npt.NDArray[np.int32]
    magazine: npt.NDArray[np.int32]
    modes: npt.NDArray[np.uint8]
    mount: npt.NDArray[np.int32] | None = None

    def __post_init__(self) -> None:
        count = self.party.shape[0]
        for name, column in vars(self).items():
            if column is None:
                continue
            shape = (count, 3) if name == "position_ecef_m" else (count,)
            if column.shape != shape:
                raise ValueError(f"shooters: {name} has shape {column.shape}, not {shape}")

    @property
    def count(self) -> int:
        """Number of shooters."""
        return int(self.party.shape[0])


def own_radars(host_shooter: npt.NDArray[np.int32], shooters: int) -> npt.NDArray[np.int32]:
    """Return the radar that each shooter carries, shape (S,); -1 for none.

    Raises
    ------
    ValueError
        Two radars name the same shooter.
    """
    own = np.full(shooters, -1, np.int32)
    for radar, shooter in enumerate(host_shooter):
        if shooter < 0:
            continue
        if own[shooter] >= 0:
            raise ValueError(f"radars {own[shooter]} and {radar} are both carried by shooter {shooter}")
        own[shooter] = radar
    return own
