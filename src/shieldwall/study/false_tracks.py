"""False tracks: what data that show something that is not there cost in a battle.

Each party's network shows, for every missile of the raid and with its own chance, one false track that looks
like a missile of the raid: it flies one of the raid's flights, is engaged by every firing group to which it
is shown, takes rounds, and never leaks. Sharing tracks shares false ones too. The first salvo at a false
track settles it: nothing is left to fire at. That is the least it can cost; that a partner's data may also
show a track to be false is left out.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from shieldwall.engagement.orders import FiringUnits, RaidDraw
from shieldwall.opportunity.looks import LookTable

Floats = npt.NDArray[np.float64]
N = TypeVar("N", bound=np.generic)


def with_false_tracks(
    looks: LookTable, shown: npt.NDArray[np.bool_], party: npt.NDArray[np.int8]
) -> LookTable:
    """Return a table of looks with one more run of the same flights for each network's false tracks.

    Parameters
    ----------
    looks : LookTable
        Of the real flights (F).
    shown : (P, P)
        Whose false tracks (rows) show to whom (columns).
    party : (S,)
        Whose each shooter is: a firing group is shown what any of its parties is shown.

    Returns
    -------
    LookTable
        Of (1 + P) F flights; a group has no look at what it is not shown.
    """
    parties, groups = shown.shape[0], looks.look_count.shape[0]
    sees = np.ones((1 + parties, groups), np.bool_)
    for group in range(groups):
        members = np.unique(party[looks.group_of_shooter == group])
        sees[1:, group] = shown[:, members].any(axis=1)
    seen = np.repeat(sees, looks.look_count.shape[1], axis=0).T

    def repeated(values: npt.NDArray[N]) -> npt.NDArray[N]:
        return np.tile(values, (1, 1 + parties) + (1,) * (values.ndim - 2))

    return replace(
        looks,
        assigned_group=np.tile(looks.assigned_group, 1 + parties),
        look_count=np.where(seen, repeated(looks.look_count), 0).astype(np.uint8),
        look_launch_ms=repeated(looks.look_launch_ms),
        look_intercept_ms=repeated(looks.look_intercept_ms),
        look_shooters=repeated(looks.look_shooters),
        lower_shooters=np.where(seen, repeated(looks.lower_shooters), 0).astype(np.uint64),
        lower_launch_ms=repeated(looks.lower_launch_ms),
        lower_intercept_ms=repeated(looks.lower_intercept_ms),
    )


def fooled_raid(raid: RaidDraw, chance: Floats) -> RaidDraw:
    """Return a raid of one component with a component of false tracks for each network.

    Parameters
    ----------
    raid : RaidDraw
        The missiles.
    chance : (P,)
        Of a false track for each missile, by network. It stands where a missile's reliability does, so that
        the n-th false track has luck of its own and adding one changes no other's.
    """
    runs = 1 + len(chance)
    return replace(
        raid,
        size=np.repeat(raid.size, runs),
        second_size=np.repeat(raid.second_size, runs),
        flight_start=np.arange(runs + 1, dtype=np.int32) * raid.flight_start[-1],
        flight_weight=np.tile(raid.flight_weight, runs),
        beneficiary=np.tile(raid.beneficiary, runs),
        reliability=np.concatenate([raid.reliability, chance]),
        leaks=np.concatenate([raid.leaks, np.zeros(len(chance), np.bool_)]),
        offset_ms=np.tile(raid.offset_ms, runs),
    )


def fooled_units(units: FiringUnits, chance: Floats) -> FiringUnits:
    """Return the firing units with kill probabilities for the false tracks: the first salvo settles them."""
    settled = np.ones((len(units.kill_probability), len(chance)))
    return replace(units, kill_probability=np.concatenate([units.kill_probability, settled], axis=1))
