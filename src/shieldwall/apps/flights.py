"""Flights and reach as records for JSON, and their figures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from shieldwall.apps import verbs
from shieldwall.catalogue.load import Catalogue
from shieldwall.model.systems import Interceptor
from shieldwall.physics.earth import geodesic

if TYPE_CHECKING:
    from shieldwall.physics.ballistic import BallisticArc
    from shieldwall.physics.flight_records import Flight
    from shieldwall.report.style import Saved


@dataclass(frozen=True)
class TrackPoint:
    """One sample of a track."""

    t_s: float
    lat: float
    lon: float
    alt_km: float


@dataclass(frozen=True)
class FlightRecord:
    """One flight; the low and high flight times are those of the low and high burn times."""

    schema: Literal["shieldwall.flight/1"]
    threat: str
    shape: str
    flight_time_s: float
    flight_time_low_s: float
    flight_time_high_s: float
    range_km: float
    apogee_km: float
    burnout_s: float
    azimuth_deg: float
    impact: dict[str, float]
    miss_m: float
    note: str
    track: tuple[TrackPoint, ...]


@dataclass(frozen=True)
class ArcRecord:
    """The impulsive arc on a sphere that does not turn."""

    schema: Literal["shieldwall.ballistic/1"]
    range_km: float
    flight_time_s: float
    speed_m_s: float
    angle_deg: float
    apogee_km: float


@dataclass(frozen=True)
class ReachRecord:
    """The least time to a place; null where it is out of reach. The caps that bound it are listed."""

    schema: Literal["shieldwall.reach/1"]
    interceptor: str
    ground_range_km: float
    altitude_km: float
    time_to_reach_s: float | None
    caps: dict[str, float]


def flight_record(flown: Flight) -> FlightRecord:
    """Return a flight as a record."""
    latitude, longitude = flown.track_deg
    track = tuple(
        TrackPoint(float(time), float(lat), float(lon), float(height) / 1e3)
        for time, lat, lon, height in zip(flown.time_s, latitude, longitude, flown.altitude_m, strict=True)
    )
    return FlightRecord(
        schema="shieldwall.flight/1",
        threat=flown.threat,
        shape=flown.shape,
        flight_time_s=flown.flight_time_s,
        flight_time_low_s=flown.flight_time_low_s,
        flight_time_high_s=flown.flight_time_high_s,
        range_km=flown.range_m / 1e3,
        apogee_km=flown.apogee_m / 1e3,
        burnout_s=flown.burnout_s,
        azimuth_deg=flown.azimuth_deg,
        impact={"lat": flown.impact_deg[0], "lon": flown.impact_deg[1]},
        miss_m=flown.miss_m,
        note=flown.note,
        track=track,
    )


def arc_record(arc: BallisticArc, range_km: float) -> ArcRecord:
    """Return an impulsive arc as a record."""
    return ArcRecord(
        "shieldwall.ballistic/1",
        range_km,
        arc.flight_time_s,
        arc.speed_m_s,
        arc.angle_deg,
        arc.apogee_m / 1e3,
    )


def reach_record(
    name: str, ground_range_km: float, altitude_km: float, time_s: float | None, known: Catalogue
) -> ReachRecord:
    """Return a time to reach as a record, with the interceptor's caps."""
    facts = known.record(Interceptor, name).facts
    caps = {
        field: getattr(facts, field).value
        for field in ("min_altitude_km", "max_altitude_km", "max_range_km", "lowest_elevation_deg")
    }
    return ReachRecord("shieldwall.reach/1", name, ground_range_km, altitude_km, time_s, caps)


def draw_flight(flown: Flight, folder: Path) -> Saved:
    """Draw a flight's altitude against ground range."""
    from shieldwall.report.profiles import FlightDrawn, flight_profile

    latitude, longitude = flown.track_deg
    places = np.stack([latitude, longitude], axis=-1)
    start = np.broadcast_to(np.array(flown.launch_deg), places.shape)
    ground_km = np.asarray(geodesic(start, places)[0]) / 1e3
    drawn = FlightDrawn(
        f"{flown.threat}, {flown.shape.replace('_', ' ')}",
        flown.time_s,
        ground_km,
        flown.altitude_m / 1e3,
        flown.burnout_s,
    )
    span = (
        f"flight time {flown.flight_time_low_s:.0f} to {flown.flight_time_high_s:.0f} s over the burn times"
    )
    return flight_profile(drawn, folder, [span])


def draw_reach(name: str, folder: Path, known: Catalogue) -> Saved:
    """Draw an interceptor's isochrones."""
    from shieldwall.report.profiles import reach_chart

    return reach_chart(verbs.reach_table_of(name, catalogue=known), name, folder)
