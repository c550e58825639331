"""How long people have between the alert they receive and impact, by place and arrangement.

The clock is that of the party whose people are aimed at: its first alert (own satellites and radars, or an
ally's warning after giver's network, link and own network), then its own public alert chain. Other parties'
chains do not count. No warning is counted as none, not as zero seconds of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from shieldwall.case.build import Case
from shieldwall.command.alert import alerts_ms
from shieldwall.model.arrangement import Arrangement
from shieldwall.sensing.clock import to_s
from shieldwall.study.geometry import weights_of
from shieldwall.study.trial import DrawRun
from shieldwall.study.when import PERCENTILES

Floats = npt.NDArray[np.float64]

COUNTED: Final = (
    "from the public alert of the party whose people are aimed at to impact: its own network, satellites, "
    "radars and public alert chain, and the links that bring it an ally's warning; nobody else's latency "
    "counts"
)


@dataclass(frozen=True)
class PlaceWarned:
    """A place: warning and flight times, s, means over launch areas and draws with 5th and 95th percentile.

    ``alert_s`` and ``public_alert_s`` run from launch, over the cases in which there is a warning before
    impact; ``unwarned_share`` is the share of cases in which there is none, which count as zero warning.
    """

    id: str
    name: str
    beneficiary: str
    lat: float
    lon: float
    people: int
    radius_km: float
    warning_time_s: float
    warning_time_low_s: float
    warning_time_high_s: float
    flight_time_s: float
    flight_time_low_s: float
    flight_time_high_s: float
    alert_s: float | None
    public_alert_s: float | None
    unwarned_share: float


def crowded(places: Sequence[PlaceWarned], most: int) -> list[PlaceWarned]:
    """Return the places that stand for cities, the most people for their size first: at most ``most``.

    People over the radius of the place's disc: a city comes before the wide rest of its province.
    """
    return sorted(places, key=lambda place: -place.people / max(place.radius_km, 1.0))[:most]


@dataclass(frozen=True)
class ArrangementWarned:
    """The places of one arrangement, and means over the people within the threat's range."""

    places: tuple[PlaceWarned, ...]
    warning_time_s: float
    warning_time_low_s: float
    warning_time_high_s: float
    alert_s: float | None
    public_alert_s: float | None
    unwarned_share: float


@dataclass(frozen=True)
class _Clock:
    """Times of every flight in every draw (D, F): impact, alert, public alert; infinite where none comes."""

    impact_s: Floats
    alert_s: Floats
    public_s: Floats

    @property
    def warning_s(self) -> Floats:
        """From the public alert to impact; zero where it comes too late or not at all."""
        return np.maximum(self.impact_s - self.public_s, 0.0)


def warnings(case: Case, arrangements: Mapping[str, Arrangement]) -> dict[str, ArrangementWarned]:
    """Return warning times by arrangement over all draws of a case."""
    runs = [DrawRun(case, draw) for draw in range(case.draws)]
    return {name: _warned(case, _clock(case, runs, each)) for name, each in arrangements.items()}


def _clock(case: Case, runs: list[DrawRun], arrangement: Arrangement) -> _Clock:
    impact, alert, public = [], [], []
    for run in runs:
        senses, _ = run.openings(frozenset(arrangement.absent))
        links = run.links(arrangement)
        alert_ms = alerts_ms(
            senses.watch, senses.found, senses.infrared_ms, links.warning_ms, links.tracks_ms
        )
        owner = senses.scene.target.owner
        alert_s = to_s(alert_ms[np.arange(owner.shape[0]), owner])
        impact.append(senses.scene.flights.impact_ms / 1000.0)
        alert.append(alert_s)
        public.append(alert_s + case.samples.networks.civil_alert_delay_s[owner, run.draw])
    return _Clock(np.stack(impact), np.stack(alert), np.stack(public))


def _warned(case: Case, clock: _Clock) -> ArrangementWarned:
    weights = weights_of(case)
    places = tuple(
        _place(case, index, _part(clock, weights.place == index), weights.flight[weights.place == index])
        for index in np.unique(weights.place)
    )
    low, _, high = _percentiles(clock.warning_s, weights.flight)
    return ArrangementWarned(
        places=places,
        warning_time_s=_mean(clock.warning_s, weights.flight),
        warning_time_low_s=low,
        warning_time_high_s=high,
        alert_s=_mean_of_those(clock.alert_s, clock.warning_s > 0.0, weights.flight),
        public_alert_s=_mean_of_those(clock.public_s, clock.warning_s > 0.0, weights.flight),
        unwarned_share=_mean(clock.warning_s <= 0.0, weights.flight),
    )


def _part(clock: _Clock, flights: npt.NDArray[np.bool_]) -> _Clock:
    return _Clock(clock.impact_s[:, flights], clock.alert_s[:, flights], clock.public_s[:, flights])


def _place(case: Case, index: int, clock: _Clock, weight: Floats) -> PlaceWarned:
    place, warned = case.places[index], clock.warning_s > 0.0
    warning, flight = (_percentiles(values, weight) for values in (clock.warning_s, clock.impact_s))
    return PlaceWarned(
        id=place.id,
        name=place.name,
        beneficiary=place.beneficiary,
        lat=place.lat,
        lon=place.lon,
        people=place.people,
        radius_km=place.radius_km,
        warning_time_s=_mean(clock.warning_s, weight),
        warning_time_low_s=warning[0],
        warning_time_high_s=warning[2],
        flight_time_s=_mean(clock.impact_s, weight),
        flight_time_low_s=flight[0],
        flight_time_high_s=flight[2],
        alert_s=_mean_of_those(clock.alert_s, warned, weight),
        public_alert_s=_mean_of_those(clock.public_s, warned, weight),
        unwarned_share=_mean(~warned, weight),
    )


def _mean(values: npt.ArrayLike, weight: Floats) -> float:
    """Return the mean of values (D, F) over draws alike and flights by weight (F,)."""
    return float(np.average(np.asarray(values, np.float64).mean(axis=0), weights=weight))


def _mean_of_those(values: Floats, chosen: npt.NDArray[np.bool_], weight: Floats) -> float | None:
    weights = np.where(chosen, weight, 0.0)
    if not weights.any():
        return None
    return float(np.sum(np.where(chosen, values, 0.0) * weights) / weights.sum())


def _percentiles(values: Floats, weight: Floats) -> tuple[float, float, float]:
    """Return the percentiles of values (D, F) of which each has its flight's weight."""
    flat = values.ravel()
    order = np.argsort(flat)
    reached = np.cumsum(np.broadcast_to(weight, values.shape).ravel()[order])
    low, middle, high = (
        float(flat[order[int(np.searchsorted(reached, percent / 100.0 * reached[-1]))]])
        for percent in PERCENTILES
    )
    return low, middle, high
