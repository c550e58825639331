"""Flights and reach as records for JSON, and their figures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from shieldwall.apps import verbs
from shieldwall.case.threat_flight import apogees_m, arc_profile, rises_at_aim_s
from shieldwall.catalogue.load import Catalogue
from shieldwall.model.systems import Interceptor
from shieldwall.model.threat import Threat
from shieldwall.model.version import CODE_VERSION
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
class Dispersion:
    """The circular error of a missile, km, with its range and what it rests on."""

    circular_error_km: float
    low_km: float
    high_km: float
    basis: str


@dataclass(frozen=True)
class FlightRecord:
    """One flight; low and high figures are those of the low and high burn times, or cruise speeds.

    ``impact_dispersion`` is the catalogue's circular error, within which half of the missiles come down;
    ``rises_at_aim_s`` is when the missile first stands above the horizon of its aim, seen from the ground.
    """

    schema: Literal["shieldwall.flight/1"]
    threat: str
    shape: str
    flight_time_s: float
    flight_time_low_s: float
    flight_time_high_s: float
    range_km: float
    apogee_km: float
    apogee_low_km: float
    apogee_high_km: float
    burnout_s: float
    azimuth_deg: float
    impact: dict[str, float]
    miss_m: float
    impact_dispersion: Dispersion | None
    rises_at_aim_s: float | None
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
    """The least time to a place; null where it is out of reach.

    The caps that bound it are listed, and ``explanation`` says what kinematics alone would give.
    """

    schema: Literal["shieldwall.reach/1"]
    interceptor: str
    ground_range_km: float
    altitude_km: float
    time_to_reach_s: float | None
    caps: dict[str, float]
    explanation: str


def span_words(shape: str) -> str:
    """Return what the low and the high flight time of a shape are those of."""
    return "its speeds" if shape == "cruise" else "the burn times"


def dispersion_of(threat: str, known: Catalogue) -> Dispersion | None:
    """Return how far a missile's impacts scatter, as the catalogue has it."""
    fact = known.record(Threat, threat).facts.circular_error_km
    if fact is None:
        return None
    low_m, high_m = fact.bounds_si
    return Dispersion(fact.si / 1e3, low_m / 1e3, high_m / 1e3, fact.basis)


def flight_record(flown: Flight, known: Catalogue) -> FlightRecord:
    """Return a flight as a record."""
    low_m, high_m = apogees_m(known, flown)
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
        apogee_low_km=low_m / 1e3,
        apogee_high_km=high_m / 1e3,
        burnout_s=flown.burnout_s,
        azimuth_deg=flown.azimuth_deg,
        impact={"lat": flown.impact_deg[0], "lon": flown.impact_deg[1]},
        miss_m=flown.miss_m,
        impact_dispersion=dispersion_of(flown.threat, known),
        rises_at_aim_s=rises_at_aim_s(flown),
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
    """Return a time to reach as a record, with the interceptor's caps and their explanation."""
    from shieldwall.case.reach import interceptor_model
    from shieldwall.physics.reach import explain

    record = known.record(Interceptor, name)
    facts = record.facts
    caps = {
        field: getattr(facts, field).value
        for field in ("min_altitude_km", "max_altitude_km", "max_range_km", "lowest_elevation_deg")
    }
    sentence = explain(interceptor_model(record))
    return ReachRecord("shieldwall.reach/1", name, ground_range_km, altitude_km, time_s, caps, sentence)


def credit(known: Catalogue | None = None) -> str:
    """Return the versions that a figure rests on; of the code alone where no fact was read."""
    data = f", data {known.version}" if known is not None else ""
    return f"Shieldwall {CODE_VERSION}{data}."


def draw_flight(flown: Flight, folder: Path, known: Catalogue) -> Saved:
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
        None if flown.shape == "cruise" else flown.burnout_s,
        rises_at_aim_s(flown),
    )
    span = (
        f"Flight time {flown.flight_time_low_s:.0f} to {flown.flight_time_high_s:.0f} s over "
        f"{span_words(flown.shape)}."
    )
    return flight_profile(drawn, folder, ["Ground range along the turning Earth.", span, credit(known)])


def draw_arc(arc: BallisticArc, range_km: float, folder: Path) -> Saved:
    """Draw a textbook arc's altitude against ground range."""
    from shieldwall.report.profiles import FlightDrawn, flight_profile

    time_s, ground_m, height_m = arc_profile(arc, range_km * 1e3)
    name = f"Impulsive arc of {range_km:g} km"
    drawn = FlightDrawn(name, time_s, ground_m / 1e3, height_m / 1e3, 0.0)
    return flight_profile(drawn, folder, ("A sphere that does not turn, no air.", credit()))


def draw_reach(name: str, folder: Path, known: Catalogue) -> Saved:
    """Draw an interceptor's isochrones."""
    from shieldwall.report.profiles import reach_chart

    return reach_chart(verbs.reach_table_of(name, catalogue=known), name, folder, (credit(known),))
