"""How well each party knows where a missile will come down, and what that threatens, as time goes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from shieldwall.case.territory import Territory, Threatened, threatened
from shieldwall.command.links import Links
from shieldwall.command.picture import Picture, Senses
from shieldwall.physics.earth import local_frame
from shieldwall.sensing.clock import NEVER
from shieldwall.sensing.ellipse import Ellipse, ground_ellipse, track_history

STEP_S: Final = 30.0
WIDEST_M: Final = 500e3
"""A track whose ellipse is longer than this does not say yet where the missile will come down."""


@dataclass(frozen=True)
class ImpactKnown:
    """What a party knows of an impact from one moment on: in what share of the draws it knows anything.

    The ellipse (one sigma, median over those draws) and what it threatens (mean) are None where none knows.
    """

    time_s: float
    share: float
    semi_major_km: float | None
    semi_minor_km: float | None
    threatened: Threatened | None


@dataclass(frozen=True)
class Predicted:
    """One draw's impact ellipses of one party on the clock of `STEP_S`, None where it knows too little."""

    ellipses: tuple[Ellipse | None, ...]
    centre_deg: tuple[float, float]


def predicted_impact(senses: Senses, links: Links, seen: Picture, party: int, until_s: float) -> Predicted:
    """Return how one party's knowledge of the impact of the only flight in view grows, in one draw.

    All radars that are released to the party are put together, and each measurement counts once the slowest
    of their links has brought it.

    Parameters
    ----------
    senses, links, seen
        Of one flight in one draw under one arrangement.
    party : int
        Who knows.
    until_s : float
        The last moment asked for, after launch.
    """
    flights, delay_ms = senses.scene.flights, links.tracks_ms[:, party]
    released = np.flatnonzero(delay_ms != NEVER)
    radars = np.flatnonzero(np.isin(senses.watch.party, released)).astype(np.int32)
    history = track_history(senses.watch, senses.found, seen.alert_ms, 0, radars)
    known_s = history.time_s + (delay_ms[released].max(initial=0) / 1000.0)
    impact_s = int(flights.impact_ms[0]) / 1000.0
    last = int(flights.sample_count[0]) - 1
    centre = (float(flights.aim_deg[0, 0]), float(flights.aim_deg[0, 1]))
    frame = np.asarray(local_frame(*centre))
    velocity = flights.velocity_ecef_m_s[0, last]
    ellipses: list[Ellipse | None] = []
    for time_s in np.arange(0.0, until_s + 0.5 * STEP_S, STEP_S):
        step = int(np.searchsorted(known_s, time_s, side="right")) - 1
        covariance = history.covariance_m2(step, impact_s) if step >= 1 else np.full((3, 3), np.inf)
        ellipse = ground_ellipse(covariance, velocity, frame) if np.isfinite(covariance).all() else None
        is_known = ellipse is not None and ellipse.semi_major_m <= WIDEST_M and time_s < impact_s
        ellipses.append(ellipse if is_known else None)
    return Predicted(tuple(ellipses), centre)


def impact_known(known: Territory, draws: list[Predicted]) -> tuple[ImpactKnown, ...]:
    """Return what the draws say together, moment by moment."""
    found = []
    for place in range(len(draws[0].ellipses)):
        given = [(draw.ellipses[place], draw.centre_deg) for draw in draws]
        there = [(ellipse, centre) for ellipse, centre in given if ellipse is not None]
        if not there:
            found.append(ImpactKnown(place * STEP_S, 0.0, None, None, None))
            continue
        found.append(
            ImpactKnown(
                time_s=place * STEP_S,
                share=len(there) / len(given),
                semi_major_km=_median_km([ellipse.semi_major_m for ellipse, _ in there]),
                semi_minor_km=_median_km([ellipse.semi_minor_m for ellipse, _ in there]),
                threatened=_mean([threatened(known, centre, ellipse) for ellipse, centre in there]),
            )
        )
    return tuple(found)


def _median_km(values_m: list[float]) -> float:
    return float(np.median(values_m)) / 1e3


def _mean(parts: list[Threatened]) -> Threatened:
    def mean_of(values: list[float]) -> float:
        return float(np.mean(values))

    return Threatened(
        {party: mean_of([part.on_land_of[party] for part in parts]) for party in parts[0].on_land_of},
        mean_of([part.elsewhere for part in parts]),
        {party: mean_of([part.near_forces_of[party] for part in parts]) for party in parts[0].near_forces_of},
    )
