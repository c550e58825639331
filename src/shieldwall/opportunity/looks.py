"""What the battle needs of opportunity: which looks there are, when, and which shooters can make them.

A *look* is one chance to fire at a threat: a launch time, the intercept time that goes with it, and the
shooters that can make it. The next look starts only after the intercept of the one before has been assessed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Final

import numpy as np
import numpy.typing as npt

K: Final = 4
"""Most upper-tier looks at one threat that a table holds."""

NEVER: Final = 2**31 - 1
"""The millisecond that never comes (times are int32 milliseconds after the threat's own launch)."""


@dataclass(frozen=True)
class LookTable:
    """Looks at each flight by each firing group, for one draw of the facts and one arrangement.

    A firing group plans its fire as one: a party under ``none`` and ``sector_deconfliction``, all parties
    together under ``one_plan``. ``S`` shooters, ``F`` flights, ``G`` groups, `K` looks.

    Attributes
    ----------
    group_of_shooter : int8[S]
        The firing group of each shooter.
    upper_index, lower_index : int32[S]
        Its position among the upper-tier (lower-tier) shooters, or -1: bit ``u`` of a mask is the shooter
        whose index is ``u``.
    assigned_group : int8[F]
        The one group that may fire its upper tier at the flight; -1 where every group may.
    look_count : uint8[G, F]
        Number of upper-tier looks.
    look_launch_ms, look_intercept_ms : int32[G, F, K]
        Milliseconds after the threat's launch; `NEVER` past ``look_count``.
    look_shooters : uint64[G, F, K]
        Bit ``u`` is set where upper shooter ``u`` can make this look.
    lower_shooters : uint64[G, F]
        Bit ``u`` is set where lower shooter ``u`` can fire at the flight.
    lower_launch_ms, lower_intercept_ms : int32[G, F]
        Milliseconds after the threat's launch; `NEVER` where no lower shooter can fire.
    stacked : dict
        The table as the battle's kernel reads it, by fire coordination, kept from one call to the next.
    """

    group_of_shooter: npt.NDArray[np.int8]
    upper_index: npt.NDArray[np.int32]
    lower_index: npt.NDArray[np.int32]
    assigned_group: npt.NDArray[np.int8]
    look_count: npt.NDArray[np.uint8]
    look_launch_ms: npt.NDArray[np.int32]
    look_intercept_ms: npt.NDArray[np.int32]
    look_shooters: npt.NDArray[np.uint64]
    lower_shooters: npt.NDArray[np.uint64]
    lower_launch_ms: npt.NDArray[np.int32]
    lower_intercept_ms: npt.NDArray[np.int32]
    stacked: dict[int, npt.NDArray[np.void]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def content(self) -> tuple[bytes, ...]:
        """Return all that the table says, as bytes: equal for tables that say the same."""
        return tuple(getattr(self, each.name).tobytes() for each in fields(self) if each.init)
