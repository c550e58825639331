"""Which of many places a booster reaches, without flying to them one refusal at a time."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from shieldwall.physics.aim import TOLERANCE_M
from shieldwall.physics.booster import Booster
from shieldwall.physics.earth import ecef_m, local_frame
from shieldwall.physics.flight_records import Shape
from shieldwall.physics.many import aim_many
from shieldwall.physics.solve import family_of


def in_range(
    booster: Booster, launches: npt.NDArray[np.float64], aims: npt.NDArray[np.float64], shape: Shape
) -> npt.NDArray[np.bool_]:
    """Return whether the booster reaches each aim from its launch point on the turning Earth.

    Parameters
    ----------
    booster : Booster
        From `shieldwall.physics.booster.calibrate`.
    launches, aims : (F, 2)
        Latitudes and longitudes, degrees.
    shape : {"minimum_energy", "lofted", "depressed"}
        How it is flown.

    Returns
    -------
    (F,) bool
        True where the aim is met within the tolerance of `shieldwall.physics.flight.fly_many` with no more
        than a full burn.
    """
    solved = aim_many(
        booster.rocket,
        ecef_m(launches[:, 0], launches[:, 1]),
        local_frame(launches[:, 0], launches[:, 1]),
        booster.tables,
        ecef_m(aims[:, 0], aims[:, 1]),
        family_of(booster, shape),
    )
    reached = (solved[:, 3] <= TOLERANCE_M) & (solved[:, 2] <= booster.burn_time_s * (1.0 + 1e-7))
    return np.asarray(reached, np.bool_)
