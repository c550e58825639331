"""One battle written down shot by shot, by the kernel that plays it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from shieldwall.engagement.battle import play_battles
from shieldwall.engagement.board import (
    DUPLICATE_SHIFT,
    GROUP_MASK,
    GROUP_SHIFT,
    KILL_SHIFT,
    LOOK_SHIFT,
    SHOOTER_SHIFT,
    SHOTS,
    TARGET_MASK,
    TIER_SHIFT,
    UPPER,
    Records,
)
from shieldwall.engagement.muster import set_up
from shieldwall.engagement.orders import Setting
from shieldwall.opportunity.looks import K, LookTable


@dataclass(frozen=True)
class Target:
    """One target of the raid, and what became of it; ``dead_ms`` is None where no shot killed it."""

    component: int
    flight: int
    offset_ms: int
    flies: bool
    alive: bool
    dead_ms: int | None


@dataclass(frozen=True)
class Fired:
    """One shot: who at which target (its place in the raid), at which look, when, and whether it kills."""

    shooter: int
    target: int
    tier: int
    look: int
    launch_ms: int
    intercept_ms: int
    kills: bool
    is_duplicate: bool


@dataclass(frozen=True)
class Recorded:
    """The first raid of one battle: its targets in order, and the shots in the order of their decision."""

    targets: tuple[Target, ...]
    shots: tuple[Fired, ...]


def record_battle(setting: Setting, battle: int) -> Recorded:
    """Play the first raid of one battle, and return every shot.

    Parameters
    ----------
    setting : Setting
        What is played.
    battle : int
        The battle's number, counted from ``setting.luck.first_battle``.
    """
    raid = replace(setting.raid, second_size=np.zeros_like(setting.raid.second_size))
    luck = replace(setting.luck, first_battle=setting.luck.first_battle + battle)
    alone = replace(setting, raid=raid, luck=luck)
    orders, board, rules, stream = set_up(alone, shots_kept=int(setting.units.magazine.sum()))
    play_battles(orders, board, rules, stream, np.zeros((1, alone.columns.count), np.int32))
    written = board.lists[SHOTS, 1 : 1 + int(board.lists[SHOTS, 0])].tolist()
    targets = board.targets[: int(raid.size.sum())]
    return Recorded(
        targets=tuple(
            Target(
                component=int(each["component"]),
                flight=int(each["flight"]),
                offset_ms=int(each["offset_ms"]),
                flies=bool(each["flies"]),
                alive=bool(each["alive"]),
                dead_ms=None if each["alive"] else int(each["dead_ms"]),
            )
            for each in targets
        ),
        shots=tuple(_read(shot, setting.looks, targets) for shot in written),
    )


def _read(shot: int, looks: LookTable, targets: Records) -> Fired:
    """Return what a written number says of a shot."""
    place, group = shot & TARGET_MASK, shot >> GROUP_SHIFT & GROUP_MASK
    tier, look = shot >> TIER_SHIFT & 1, shot >> LOOK_SHIFT & K - 1
    flight, offset_ms = int(targets[place]["flight"]), int(targets[place]["offset_ms"])
    if tier == UPPER:
        index, at = looks.upper_index, (group, flight, look)
        times = looks.look_launch_ms[at], looks.look_intercept_ms[at]
    else:
        index = looks.lower_index
        times = looks.lower_launch_ms[group, flight], looks.lower_intercept_ms[group, flight]
    return Fired(
        shooter=int(np.flatnonzero(index == shot >> SHOOTER_SHIFT)[0]),
        target=place,
        tier=tier,
        look=look,
        launch_ms=offset_ms + int(times[0]),
        intercept_ms=offset_ms + int(times[1]),
        kills=bool(shot >> KILL_SHIFT & 1),
        is_duplicate=bool(shot >> DUPLICATE_SHIFT & 1),
    )
