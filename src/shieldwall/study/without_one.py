"""How the defence stands up to one loss: every sensor, link or shooter of its own left out, one at a time.

Each loss is run in the same epistemic draws on the same luck as the whole, so that its effect is paired:
where the lost unit is not on station anyway the effect is nothing at all. Losses stand in the order of the
catalogue. The one with the largest mean effect is named for each arrangement, with those that its interval
overlaps: among these no rank is claimed. The largest of many noisy means lies too high by luck; so the
standard errors say how far to trust it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from shieldwall.case.build import Case
from shieldwall.model.arrangement import Arrangement
from shieldwall.model.errors import InputError, suggestion
from shieldwall.model.estimate import Estimate
from shieldwall.model.what_if import AssetClass, LargestLoss, LossEffects, SingleLoss, WithoutOne
from shieldwall.study import geometry as ground
from shieldwall.study.answer import SURE_ERRORS, with_interval
from shieldwall.study.columns import battle_columns, battle_outcomes
from shieldwall.study.draw_part import battles_per_draw
from shieldwall.study.progress import Progress, silent
from shieldwall.study.tally import Scale, Sums, drawn_estimate, estimates, summed
from shieldwall.study.trial import DrawRun

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

CLASSES: Final[tuple[AssetClass, ...]] = ("sensor", "link", "shooter")
TRIALS: Final = 4096
DRAWS: Final = 64
COUNTED: Final = ("p_no_leak", "expected_leakers", "interceptors_expended")
WORSE: Final[Mapping[str, float]] = {"expected_leakers": 1.0, "warning_time_s": -1.0}
"""The measures for which the largest loss is named, with the sign of what is worse."""
SAID: Final[Mapping[str, str]] = {
    "expected_leakers": "expected leakers",
    "warning_time_s": "warning time (s)",
}


@dataclass(frozen=True)
class Loss:
    """One unit (its number in the case) or one relation between parties that is left out."""

    id: str
    name: str
    party: str
    kind: str
    system: str
    unit: int | None = None


def losses_of(case: Case, asset_class: AssetClass) -> tuple[Loss, ...]:
    """Return every single loss of a class.

    Sensors are radar sites and satellites; links are the relations of the case's arrangements that carry
    warning and tracks, and the parties' own networks; shooters are ships and batteries with rounds, which
    take their radars with them.
    """
    armed = set(case.forces.shooter_unit.tolist())
    kinds = {
        "sensor": {"radar_site", "satellite"},
        "link": {"command"},
        "shooter": {"ship", "ground_battery"},
    }
    units = [
        Loss(unit.id, unit.name, unit.party, unit.kind, unit.system, index)
        for index, unit in enumerate(case.forces.units)
        if unit.kind in kinds[asset_class] and (asset_class != "shooter" or index in armed)
    ]
    if asset_class != "link":
        return tuple(units)
    relations: dict[str, Loss] = {}
    for arrangement in case.arrangements.values():
        for alert in arrangement.warning:
            name = f"warning from {alert.giver} to {alert.receiver}"
            relations[alert.relation] = Loss(alert.relation, name, alert.giver, "relation", "warning")
        for track in arrangement.tracks:
            name = f"tracks from {track.giver} to {track.receiver}"
            relations[track.relation] = Loss(track.relation, name, track.giver, "relation", "tracks")
    return (*(relations[name] for name in sorted(relations)), *units)


def case_without(case: Case, loss: Loss) -> Case:
    """Return a case in which a unit is never on station, or a network always out."""
    if loss.unit is None:
        return case
    samples, parties = case.samples, case.scenario.parties
    if loss.kind == "command":
        outage = samples.networks.outage_probability.copy()
        outage[parties.index(loss.party)] = 1.0
        out = replace(samples, networks=replace(samples.networks, outage_probability=outage))
        return replace(case, samples=out, drawn_links={})
    if loss.kind == "satellite":
        gone = parties.index(loss.party)
        left = [[each for each in draw if each.party != gone] for draw in samples.constellations]
        return replace(case, samples=replace(samples, constellations=left))
    ready = samples.ready.copy()
    ready[:, loss.unit] = False
    return replace(case, samples=replace(samples, ready=ready))


@dataclass(frozen=True, eq=False)
class _Without:
    """A loss, the case without it, and the arrangements it concerns, without it."""

    loss: Loss
    case: Case
    lesser: Mapping[str, Arrangement]


def _lesser(loss: Loss, named: Mapping[str, Arrangement]) -> dict[str, Arrangement]:
    """Return the arrangements without a relation, of those that have it; all as they are for a unit."""
    if loss.unit is not None:
        return dict(named)
    without = {name: each.without({loss.id}) for name, each in named.items()}
    return {name: each for name, each in without.items() if each is not named[name]}


def checked_class(name: str) -> AssetClass:
    """Return the class of a name.

    Raises
    ------
    InputError
        There is no such class.
    """
    for each in CLASSES:
        if each == name:
            return each
    raise InputError(f"--without-one {name!r}: one of {', '.join(CLASSES)}{suggestion(name, CLASSES)}")


@dataclass(frozen=True)
class _Effect:
    """What one loss does under one arrangement in one draw."""

    battles: Sums
    warning_s: float


def without_one(
    case: Case,
    named: Mapping[str, Arrangement],
    asset_class: str,
    *,
    trials: int = TRIALS,
    workers: int = 1,
    progress: Progress = silent,
) -> WithoutOne:
    """Return what every single loss of a class goes with, under each arrangement.

    Parameters
    ----------
    case : Case
        The case, of which the first draws are used.
    named : mapping of str to Arrangement
        The arrangements.
    asset_class : str
        ``sensor``, ``link`` or ``shooter``.
    trials : int
        Battles for each loss.
    workers : int
        Threads. The result does not depend on it.
    progress : callable
        Called with the stage and the share done.

    Raises
    ------
    InputError
        An unknown class.
    """
    wanted = checked_class(asset_class)
    losses = losses_of(case, wanted)
    draws = min(DRAWS, case.draws, max(2, trials // 2))
    battles = battles_per_draw(trials, draws)
    runs = tuple(_Without(loss, case_without(case, loss), _lesser(loss, named)) for loss in losses)

    def one(draw: int) -> dict[tuple[str, str], _Effect]:
        return _of_draw(case, runs, named, draw, int(battles[draw]))

    parts: list[dict[tuple[str, str], _Effect]] = []
    with ThreadPoolExecutor(workers) as pool:
        for part in pool.map(one, range(draws)):
            parts.append(part)
            progress("leaving out one at a time", len(parts) / draws)
    found = tuple(
        SingleLoss(
            loss.id,
            loss.name,
            loss.party,
            loss.kind,
            loss.system,
            {
                name: _effects([part[loss.id, name] for part in parts])
                for name in named
                if (loss.id, name) in parts[0]
            },
        )
        for loss in losses
    )
    largest = {name: {measure: largest_loss(found, name, measure) for measure in WORSE} for name in named}
    return WithoutOne(wanted, trials, draws, found, largest)


def _of_draw(
    case: Case, runs: Sequence[_Without], named: Mapping[str, Arrangement], draw: int, count: int
) -> dict[tuple[str, str], _Effect]:
    whole = DrawRun(case, draw)
    weights = ground.weights_of(case)
    columns = [column.measure for column in battle_columns(case, split=False)]
    chosen = [columns.index(measure) for measure in COUNTED]
    size = case.scenario.raid.size

    def fought(run: DrawRun, arrangement: Arrangement) -> tuple[Whole, float]:
        trial = run.run(arrangement, {size: count})
        absent = frozenset(arrangement.absent)
        values = battle_outcomes(run.case, draw, trial.battles[size], absent, split=False)
        return values[:count, chosen], float(weights.mean(trial.geometry.warning_s[np.newaxis])[0, 0])

    before = {name: fought(whole, arrangement) for name, arrangement in named.items()}
    steps = np.ones(len(COUNTED), np.int64)
    nothing = _Effect(summed(np.zeros((count, len(COUNTED)), np.int64), steps), 0.0)
    found: dict[tuple[str, str], _Effect] = {}
    for each in runs:
        loss = each.loss
        is_away = loss.unit is not None and not case.samples.ready[draw, loss.unit]
        run = whole if each.case is case else DrawRun(each.case, draw)
        for name, arrangement in each.lesser.items():
            if is_away or (loss.unit is not None and loss.party in arrangement.absent):
                found[loss.id, name] = nothing
                continue
            values, warning_s = fought(run, arrangement)
            effect = summed(values - before[name][0], steps)
            found[loss.id, name] = _Effect(effect, warning_s - before[name][1])
    return found


def _effects(parts: Sequence[_Effect]) -> LossEffects:
    leak, leakers, expended = estimates([part.battles for part in parts], [Scale()] * len(COUNTED))
    warning = drawn_estimate(np.array([part.warning_s for part in parts]))
    return LossEffects(leakers, leak, warning, expended)


def largest_loss(losses: Sequence[SingleLoss], arrangement: str, measure: str) -> LargestLoss:
    """Return the loss with the largest mean effect for the worse, and those that cannot be told from it."""
    sign, what = WORSE[measure], SAID[measure]
    effects: dict[str, Estimate] = {
        loss.id: getattr(loss.effects[arrangement], measure) for loss in losses if arrangement in loss.effects
    }
    if not effects:
        return LargestLoss(None, None, (), "There is nothing of this class to lose under this arrangement.")
    first = max(effects, key=lambda loss: sign * effects[loss].mean)
    effect = effects[first]
    if sign * effect.mean <= SURE_ERRORS * effect.mc_se:
        return LargestLoss(
            None,
            None,
            (),
            f"No single loss of {len(effects)} has an effect on {what} that the trials settle.",
        )
    overlapping = tuple(
        loss
        for loss, other in effects.items()
        if loss != first and _any_effect(other) and _overlap(effect.epistemic, other.epistemic)
    )
    told = "and its interval overlaps with no other's"
    if overlapping:
        others = (
            f"those of {len(overlapping)} others" if len(overlapping) > 1 else f"that of {overlapping[0]}"
        )
        told = f"and its interval overlaps with {others}, so that no rank is claimed"
    text = (
        f"Of {len(effects)} single losses that of {first} goes with the largest mean change in {what} "
        f"{with_interval(effect, signed=True)}, {told}."
    )
    return LargestLoss(first, effect, overlapping, text)


def _any_effect(effect: Estimate) -> bool:
    return any((effect.mean, effect.mc_se, *effect.epistemic))


def _overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
