"""Published test flights: times, and the greatest range that a lofted test implies."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from docs.published.lines import Line, cases, one, texts
from shieldwall.case.ledger import Ledger
from shieldwall.case.raid_flights import threat_model
from shieldwall.case.threat_flight import fly_threat
from shieldwall.catalogue.load import shipped
from shieldwall.model.threat import Threat
from shieldwall.physics.ballistic import turning_ballistic
from shieldwall.physics.booster import ThreatModel
from shieldwall.physics.earth import destination
from shieldwall.physics.flight import Flight
from shieldwall.physics.implied import implied_range_m

Case = dict[str, Any]

_WHO = {"kcna": "KCNA", "pacom": "PACOM", "japan": "Japan", "south_korea": "South Korea",
        "japan_from_0558": "Japan's 05:58 to 06:12", "from_0557": "05:57 to 06:12"}  # fmt: skip


def flight_cases() -> list[Case]:
    """Return the published flights."""
    found: list[Case] = cases("flight_cases")
    return found


def range_cases() -> list[Case]:
    """Return the published estimates of greatest range."""
    found: list[Case] = cases("range_cases")
    return found


def model_of(threat: str) -> ThreatModel:
    """Return a threat of the catalogue as the physics takes it."""
    return threat_model(shipped().record(Threat, threat), Ledger(0, 1))


def aim_of(case: Case) -> tuple[float, float]:
    """Return where a published flight came down."""
    return destination(tuple(case["launch"]), case["azimuth_deg"], case["range_km"] * 1e3)


def flight_of(case: Case) -> Flight:
    """Return a published flight, flown once."""
    return _flown(case["id"])


@functools.cache
def _flown(name: str) -> Flight:
    case = next(case for case in flight_cases() if case["id"] == name)
    return fly_threat(
        shipped(), case["threat"], tuple(case["launch"]), aim_of(case), apogee_km=case["apogee_km"]
    )


def free_flight_s(case: Case) -> float:
    """Return the time of the impulsive arc over the turning Earth of the same range and apogee."""
    return turning_ballistic(tuple(case["launch"]), aim_of(case), case["apogee_km"] * 1e3).flight_time_s


def crossing_s(case: Case, moment: str) -> float:
    """Return when a published flight crosses the meridian at which it enters or leaves Japan."""
    flight = flight_of(case)
    return float(np.interp(case["overflight"][moment][0], flight.track_deg[1], flight.time_s))


def time_lines(case: Case) -> list[Line]:
    """Return one line for every published time of a flight, and one for each edge of its overflight."""
    flight = flight_of(case)
    head = _head(case)
    sources = texts(case["sources"])
    found = [
        Line(
            case=_number(case),
            what=f"{head}: flight time, {_WHO.get(who, who.replace('_', ' '))}",
            published=one(time_s),
            computed=flight.flight_time_s,
            unit="s",
            tolerance=case["tolerance_s"],
            burn_time=(flight.flight_time_low_s, flight.flight_time_high_s),
            explanation=_explanation(case, who),
            sources=sources,
        )
        for who, time_s in case["published"].items()
    ]
    if not found:
        times = (flight.flight_time_low_s, flight.flight_time_high_s)
        name, what = _number(case), f"{head}: flight time"
        found = [Line(name, what, None, flight.flight_time_s, "s", burn_time=times, sources=sources)]
    for moment in ("enters", "leaves") if "overflight" in case else ():
        _, first_s, last_s = case["overflight"][moment]
        found.append(
            Line(
                case=_number(case),
                what=f"{head}: {moment} the airspace of Japan",
                published=(first_s, last_s),
                computed=crossing_s(case, moment),
                unit="s",
                tolerance=60.0,
                sources=sources,
            )
        )
    return found


def _number(case: Case) -> str:
    """Return the number of a case, or its day where it has none."""
    return str(case.get("case") or "-".join(case["id"].rsplit("_", 3)[1:]))


def _explanation(case: Case, who: str) -> str:
    return "" if who == case.get("meets") else str(case.get("explanation", ""))


def _head(case: Case) -> str:
    name, *day = case["id"].rsplit("_", 3)
    assert len(day) == 3, name
    return f"{shipped().record(Threat, case['threat']).name}, {'-'.join(day)}"


@functools.cache
def implied_km(name: str, burn: int = 0) -> float:
    """Return the greatest range that a lofted flight implies, at nominal (0), short (-1) or long (1) burn."""
    case = next(case for case in range_cases() if case["id"] == name)
    model = model_of(case["threat"])
    burn_s = {-1: model.burn_time_low_s, 0: None, 1: model.burn_time_high_s}[burn]
    return implied_range_m(model, tuple(case["launch"]), aim_of(case), case["apogee_km"] * 1e3, burn_s) / 1e3


def range_line(case: Case) -> Line:
    """Return the line of a published greatest range."""
    ends = sorted((implied_km(case["id"], -1), implied_km(case["id"], 1)))
    return Line(
        case=case["case"],
        what=f"{_head(case)}: greatest range that this lofted flight implies",
        published=one(case["published_km"]),
        computed=implied_km(case["id"]),
        unit="km",
        tolerance=case["tolerance"]["rel"] * case["published_km"],
        burn_time=(ends[0], ends[1]),
        explanation=case.get("explanation", ""),
        sources=texts(case["sources"]),
    )


def lines() -> list[Line]:
    """Return all published flights."""
    times = [line for case in flight_cases() for line in time_lines(case)]
    return times + [range_line(case) for case in range_cases()]
