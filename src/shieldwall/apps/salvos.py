"""The closed forms as a verb: how many shots at each target reach a goal, or what a number of shots gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, cast

from shieldwall.engagement.salvo import TrackScope, expected_leakers, p_no_leak, shots_needed
from shieldwall.model.errors import InputError, suggestion

SCOPES: Final = ("target", "raid")
MOST_TARGETS: Final = 10_000
MOST_SHOTS: Final = 1_000


@dataclass(frozen=True)
class SalvoAnswer:
    """Shots per target (null where no number is enough) and the chance that no target leaks.

    ``p_no_leak`` is that of ``shots_per_target``; where no number is enough, ``p_no_leak_at_best`` is what
    certainty of every shot would give. ``expected_leakers`` counts untracked targets too.
    """

    schema: Literal["shieldwall.salvo/1"]
    targets: int
    kill_probability: float
    goal: float | None
    p_track: float
    p_track_scope: str
    shots_per_target: int | None
    shots_per_target_real: float | None
    p_no_leak: float | None
    p_no_leak_at_best: float
    expected_leakers: float | None


def salvo(
    targets: int,
    kill_probability: float,
    *,
    goal: float | None = None,
    shots: int | None = None,
    p_track: float = 1.0,
    p_track_scope: str = "target",
) -> SalvoAnswer:
    """Return the closed forms of a salvo (Wilkening 2000).

    Parameters
    ----------
    targets : int
        Targets of the raid.
    kill_probability : float
        Of one shot.
    goal : float, optional
        Chance of no leaker that is asked for; or instead
    shots : int, optional
        Shots at every target.
    p_track : float
        Chance that a target (or the whole raid) is tracked.
    p_track_scope : str
        ``target`` or ``raid``.

    Raises
    ------
    InputError
        Both or neither of goal and shots, or a number out of its range.
    """
    if (goal is None) == (shots is None):
        raise InputError("give either a goal or a number of shots")
    if p_track_scope not in SCOPES:
        raise InputError(f"unknown --p-track-scope {p_track_scope!r}{suggestion(p_track_scope, SCOPES)}")
    _within("--targets", targets, 0, MOST_TARGETS)
    for name, value in (("--kill-probability", kill_probability), ("--p-track", p_track), ("--goal", goal)):
        if value is not None:
            _within(name, value, 0.0, 1.0)
    if shots is not None:
        _within("--shots", shots, 0, MOST_SHOTS)
    scope = cast(TrackScope, p_track_scope)
    real: float | None = None
    if goal is not None:
        needed = shots_needed(targets, kill_probability, goal, p_track, scope)
        shots, real = needed.shots_per_target, needed.shots_real
        if shots is not None and shots > MOST_SHOTS:
            raise InputError(
                f"--kill-probability {kill_probability:g}: the goal takes {real:.3g} shots at each target, "
                f"more than the {MOST_SHOTS} that are worked out"
            )
    chance = None if shots is None else p_no_leak(targets, kill_probability, shots, p_track, scope)
    leakers = None
    if shots is not None:
        tracked = expected_leakers(targets, kill_probability, [shots] * targets)
        leakers = targets * (1.0 - p_track) + p_track * tracked
    return SalvoAnswer(
        schema="shieldwall.salvo/1",
        targets=targets,
        kill_probability=kill_probability,
        goal=goal,
        p_track=p_track,
        p_track_scope=p_track_scope,
        shots_per_target=shots,
        shots_per_target_real=real,
        p_no_leak=chance,
        p_no_leak_at_best=p_no_leak(targets, 1.0, 1, p_track, scope),
        expected_leakers=leakers,
    )


def _within(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise InputError(f"{name} {value:g}: from {low:g} to {high:g}")
