"""Published flights against the catalogue's missiles, each with its own tolerance or its explanation."""

from __future__ import annotations

from typing import Any

import pytest
from docs.published.flights import (
    crossing_s,
    flight_cases,
    flight_of,
    free_flight_s,
    implied_km,
    range_cases,
    range_line,
    time_lines,
)

from shieldwall.case.threat_flight import fly_threat
from shieldwall.catalogue.load import shipped
from shieldwall.model.threat import Threat

FLIGHTS, RANGES = flight_cases(), range_cases()


def named(cases: list[dict[str, Any]]) -> Any:
    return pytest.mark.parametrize("case", cases, ids=[case["id"] for case in cases])


def test_one_burn_time_range_serves_all_flights_of_a_missile() -> None:
    assert all("burn_time_s" not in case for case in FLIGHTS + RANGES)
    assert {case["threat"] for case in FLIGHTS} >= {"hwasong_12", "hwasong_14", "hwasong_15"}


@named(FLIGHTS)
def test_flight_time(case: dict[str, Any]) -> None:
    flight, published = flight_of(case), case["published"]
    verdicts = [line.verdict for line in time_lines(case)[: max(1, len(published))]]
    assert flight.miss_m < 100.0
    assert flight.apogee_m == pytest.approx(
        case["apogee_km"] * 1e3, abs=10.0
    )  # the solver's tolerance is 5 m
    assert flight.flight_time_low_s <= flight.flight_time_s <= flight.flight_time_high_s
    # power on the way up only adds to the impulsive arc, and never more than the burn itself
    assert 0.0 < flight.flight_time_s - free_flight_s(case) < flight.burnout_s
    match case["verdict"]:
        case "meets":
            assert set(verdicts) == {"pass"}
        case "meets_one" | "impossible":
            assert [who for who, verdict in zip(published, verdicts, strict=True) if verdict == "pass"] == [
                case["meets"]
            ]
            assert sorted(verdicts) == ["explained", "pass"]
        case verdict:
            assert verdict == "predicted"
            assert verdicts == ["predicted"]
    if case["verdict"] == "impossible":
        assert published[case["impossible"]] < free_flight_s(case)


@named([case for case in FLIGHTS if "free_flight_s" in case])
def test_impulsive_arc_over_the_turning_earth(case: dict[str, Any]) -> None:
    # worked out elsewhere and printed to the second
    assert free_flight_s(case) == pytest.approx(case["free_flight_s"], abs=1.0)


def test_the_boost_adds_to_the_first_flight_what_its_record_allows() -> None:
    case = FLIGHTS[0]
    low, high = case["boost_adds_s"]
    assert low <= flight_of(case).flight_time_s - free_flight_s(case) <= high


def test_japans_fourteen_minutes_cannot_be_flight_of() -> None:
    case = next(case for case in FLIGHTS if case["id"] == "hwasong_12_2017_08_29")
    spare = case["published"]["japan_from_0558"] - free_flight_s(case)
    adds = flight_of(case).flight_time_low_s - free_flight_s(case)
    # even a whole minute of rounding leaves less than the shortest burn time adds
    assert spare < 60.0 < spare + 60.0 < adds


def test_times_that_cannot_be_told_apart_are_not() -> None:
    case = next(case for case in FLIGHTS if case.get("case") == "F03")
    flight = flight_of(case)
    for time in case["published"].values():
        assert flight.flight_time_low_s - 60.0 <= time <= flight.flight_time_high_s + 60.0


@named([case for case in FLIGHTS if "overflight" in case])
def test_overflight_of_japan_within_a_minute_of_the_published_window(case: dict[str, Any]) -> None:
    # the window is given in whole minutes: first to last second of the minute named, and a minute around
    lines = [line for line in time_lines(case) if "airspace" in line.what]
    assert [line.computed for line in lines] == [crossing_s(case, "enters"), crossing_s(case, "leaves")]
    assert {line.tolerance for line in lines} == {60.0}
    assert {line.verdict for line in lines} == {"pass"}


@named(RANGES)
def test_range_implied_by_a_lofted_flight(case: dict[str, Any]) -> None:
    line = range_line(case)
    if case["verdict"] == "meets":
        assert line.verdict == "pass"
    else:
        assert case["verdict"] == "lower_bound"
        assert line.residual > line.tolerance
        assert line.verdict == "explained"


def test_range_implied_by_a_lofted_flight_hangs_little_on_the_burn_time() -> None:
    # the case's own tolerance is 12%; the burn time's whole range moves the answer by less than a third of it
    for case in RANGES[:3]:
        spread = abs(implied_km(case["id"], 1) - implied_km(case["id"], -1))
        assert spread < 0.05 * implied_km(case["id"])


@pytest.mark.parametrize(
    "threat",
    [threat for threat in shipped().records(Threat) if threat.flight_class == "ballistic"],
    ids=lambda t: t.id,
)
def test_every_ballistic_threat_flies_at_both_ends_of_its_burn_time(threat: Threat) -> None:
    launch, reach_km = (40.0, 126.5), 0.6 * threat.facts.max_range_km.value
    flight = fly_threat(shipped(), threat.id, launch, azimuth_deg=110.0, range_km=reach_km)
    assert flight.miss_m < 100.0
    assert threat.facts.burn_time_s is not None
    assert (flight.burn_time_low_s, flight.burn_time_high_s) == threat.facts.burn_time_s.bounds_si
    assert flight.flight_time_low_s < flight.flight_time_high_s
