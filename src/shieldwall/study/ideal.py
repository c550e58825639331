"""Ideal against real: what each part of reality alone does to the time of a fire-control track.

The ideal: every unit on station, every launch known as it happens, every radar's data with everyone at once,
nothing fails, nobody has to decide. From there one thing at a time is taken as it is. Then comes all of it
together, under arrangements of the scenario, and last the one that shares least with one thing at a time made
ideal: where much can do the same job, what one part costs shows only once the others are gone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from shieldwall.case.build import Case
from shieldwall.case.relations import relations
from shieldwall.command.alert import alerts_ms
from shieldwall.command.authority import authority_ready_ms
from shieldwall.command.links import Links, draw_links, fair_weather
from shieldwall.command.picture import Senses, sense, track_ready_ms
from shieldwall.model.arrangement import Arrangement
from shieldwall.sensing.clock import NEVER, Milliseconds, to_s
from shieldwall.study.trial import DrawRun
from shieldwall.study.when import PERCENTILES

Floats = npt.NDArray[np.float64]

IDEAL: Final = "ideal"
UPPER_TIER: Final = 0

STEPS: Final[Mapping[str, str]] = {
    IDEAL: "ideal",
    "noticing": "launches must be noticed",
    "noticing_alone": "launches must be noticed, each for itself",
    "own_tracks_only": "own radars only",
    "latency": "networks and links take their time",
    "outages": "networks and links fail",
    "availability": "units off station",
    "authority": "decision and authority",
}
"""The ideal, and one part of reality each."""

BUT: Final[Mapping[str, str]] = {
    "but_noticing": "launches known at once",
    "but_latency": "no delays",
    "but_outages": "nothing fails",
    "but_availability": "everyone on station",
}
"""All of reality under the arrangement that shares least, but for one part."""


@dataclass(frozen=True)
class Reality:
    """One party in one step (of `STEPS`, an arrangement, or of `BUT`), over draws and threats by weight.

    ``share`` has a fire-control track of the upper tier; its time is that of those threats, with the 5th and
    95th percentile. ``later_s`` is the mean delay against the ideal where both have one. ``ready_share`` and
    ``ready_s`` are the same with authority.
    """

    step: str
    party: str
    share: float
    track_s: float | None
    track_low_s: float | None
    track_high_s: float | None
    later_s: float | None
    ready_share: float
    ready_s: float | None


@dataclass(frozen=True)
class _Times:
    """Track and readiness of the upper tier in one draw, (F, P) seconds, infinite where never."""

    track_s: Floats
    ready_s: Floats


@dataclass(frozen=True)
class Ends:
    """Between which arrangements reality is taken apart: one that shares everything, one that does least."""

    top: Arrangement
    base: Arrangement


def ideal_and_real(case: Case, ends: Ends, named: Mapping[str, Arrangement]) -> tuple[Reality, ...]:
    """Return what each part of reality does, by step and party.

    Parameters
    ----------
    case : Case
        The case, over all its draws.
    ends : Ends
        The links and authorities of its top are those that `STEPS` take one at a time; those of its base are
        made ideal one at a time in `BUT`.
    named : mapping of str to Arrangement
        Arrangements for the rows with all of reality.
    """
    rows: dict[str, list[_Times]] = {}
    for draw in range(case.draws):
        for step, times in _of_draw(case, draw, ends, named).items():
            rows.setdefault(step, []).append(times)
    ideal_s = np.stack([each.track_s for each in rows[IDEAL]])
    weight = case.flights.weight
    return tuple(
        _summary(step, party, place, listed, ideal_s, weight)
        for step, listed in rows.items()
        for place, party in enumerate(case.scenario.parties)
    )


def _of_draw(case: Case, draw: int, ends: Ends, named: Mapping[str, Arrangement]) -> dict[str, _Times]:
    run = DrawRun(case, draw)
    real, _ = run.openings(frozenset())
    full = sense(
        case.scene.part(run.rows),
        case.samples.radars[draw],
        case.samples.constellations[draw],
        case.samples.standards[draw],
    )
    working, drawn = _working(case, draw, ends.top), run.links(ends.top)
    at_once = _at_once(working)
    failing = replace(
        at_once,
        tracks_ms=np.where(drawn.tracks_ms == NEVER, NEVER, at_once.tracks_ms).astype(np.int32),
        warning_ms=np.where(drawn.warning_ms == NEVER, NEVER, at_once.warning_ms).astype(np.int32),
    )
    own = replace(at_once, tracks_ms=_own_only(at_once.tracks_ms), warning_ms=_own_only(at_once.warning_ms))
    known = np.zeros_like(full.infrared_ms)
    found = {
        IDEAL: _times(full, at_once, known),
        "noticing": _times(full, at_once),
        "noticing_alone": _times(full, at_once, _alerts(full, own)),
        "own_tracks_only": _times(full, own, known),
        "latency": _times(full, replace(working, authority_ms=at_once.authority_ms), known),
        "outages": _times(full, failing, known),
        "availability": _times(real, at_once, known),
        "authority": _times(full, replace(at_once, authority_ms=drawn.authority_ms), known),
    }
    for name, arrangement in named.items():
        senses, _ = run.openings(frozenset(arrangement.absent))
        found[name] = _times(senses, run.links(arrangement))
    least, sound = run.links(ends.base), _working(case, draw, ends.base)
    return found | {
        "but_noticing": _times(real, least, known),
        "but_latency": _times(real, _without_delay(least)),
        "but_outages": _times(real, replace(sound, authority_ms=least.authority_ms)),
        "but_availability": _times(full, least),
    }


def _working(case: Case, draw: int, arrangement: Arrangement) -> Links:
    """Return an arrangement's links with their delays, of which none fails."""
    parties = case.scenario.parties
    matrices = relations(arrangement, parties, case.samples.networks, case.samples.crossings, draw)
    return draw_links(matrices, fair_weather(len(parties)))


def _without_delay(links: Links) -> Links:
    """Return links over which what passes does so at once."""

    def at_once(delay_ms: Milliseconds) -> Milliseconds:
        return np.where(delay_ms == NEVER, NEVER, 0).astype(np.int32)

    return replace(
        links,
        warning_ms=at_once(links.warning_ms),
        tracks_ms=at_once(links.tracks_ms),
        remote_ms=at_once(links.remote_ms),
        authority_ms=at_once(links.authority_ms),
    )


def _at_once(links: Links) -> Links:
    """Return links over which everything passes without delay, and no authority is waited for."""
    nothing = np.zeros_like(links.warning_ms)
    return replace(links, warning_ms=nothing, tracks_ms=nothing, remote_ms=nothing, authority_ms=nothing)


def _own_only(delay_ms: Milliseconds) -> Milliseconds:
    own = np.eye(delay_ms.shape[0], dtype=np.bool_)
    return np.where(own, delay_ms, NEVER).astype(np.int32)


def _alerts(senses: Senses, links: Links) -> Milliseconds:
    return alerts_ms(senses.watch, senses.found, senses.infrared_ms, links.warning_ms, links.tracks_ms)


def _times(senses: Senses, links: Links, alert_ms: Milliseconds | None = None) -> _Times:
    """Return the times of one step; alerts are worked out from the links unless they are given."""
    told_ms = _alerts(senses, links) if alert_ms is None else alert_ms
    track_ms = track_ready_ms(senses, told_ms, links.tracks_ms)[:, :, UPPER_TIER]
    allowed_ms = authority_ready_ms(told_ms, links.authority_ms, senses.scene.target.owner)
    return _Times(to_s(track_ms), to_s(np.maximum(track_ms, allowed_ms)))


def _summary(
    step: str, party: str, place: int, listed: list[_Times], ideal_s: Floats, weight: Floats
) -> Reality:
    track_s = np.stack([each.track_s[:, place] for each in listed])
    ready_s = np.stack([each.ready_s[:, place] for each in listed])
    both = np.isfinite(track_s) & np.isfinite(ideal_s[:, :, place])
    with np.errstate(invalid="ignore"):
        later_s = np.where(both, track_s - ideal_s[:, :, place], np.inf)
    low, _, high = _percentiles(track_s, weight)
    return Reality(
        step=step,
        party=party,
        share=_share(track_s, weight),
        track_s=_mean(track_s, weight),
        track_low_s=low,
        track_high_s=high,
        later_s=_mean(later_s, weight),
        ready_share=_share(ready_s, weight),
        ready_s=_mean(ready_s, weight),
    )


def _share(values_s: Floats, weight: Floats) -> float:
    return float(np.average(np.isfinite(values_s).mean(axis=0), weights=weight))


def _mean(values_s: Floats, weight: Floats) -> float | None:
    """Return the mean over draws and flights of what is finite, None where nothing is."""
    weights = np.where(np.isfinite(values_s), weight, 0.0)
    if not weights.any():
        return None
    return float(np.average(np.where(weights > 0.0, values_s, 0.0), weights=weights))


def _percentiles(values_s: Floats, weight: Floats) -> tuple[float | None, ...]:
    finite = np.isfinite(values_s)
    if not finite.any():
        return (None, None, None)
    values, weights = values_s[finite], np.broadcast_to(weight, values_s.shape)[finite]
    order = np.argsort(values)
    reached = np.cumsum(weights[order])
    places = np.searchsorted(reached, np.array(PERCENTILES) / 100.0 * reached[-1])
    return tuple(float(value) for value in values[order][np.minimum(places, len(values) - 1)])
