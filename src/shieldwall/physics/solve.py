"""From a booster, a launch point and an aim to a steering, or to a clear refusal."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq

from shieldwall.physics.aim import FLAT, LEAST, STEEP, TOLERANCE_M, Offset, aim_at, ground_offset_m
from shieldwall.physics.booster import Booster
from shieldwall.physics.earth import destination, ecef_m, geodesic, local_frame
from shieldwall.physics.flight_records import Place, Shape
from shieldwall.physics.refusals import BadPlaceError, BeyondRangeError, FlightError, TooShortError
from shieldwall.physics.steps import Pad, Steering

SHORTEST_RANGE_M = 1e3
_BURN_SLACK = 1.0 + 1e-7
_FAMILY = {
    ("cut_off", "minimum_energy"): LEAST,
    ("cut_off", "lofted"): STEEP,
    ("cut_off", "depressed"): FLAT,
    ("loft", "minimum_energy"): STEEP,
    ("loft", "lofted"): STEEP,
    ("loft", "depressed"): FLAT,
}


class Goal(NamedTuple):
    """A launch point and an aim made ready for the solver."""

    launch_deg: Place
    aim_deg: Place
    pad: Pad
    target_m: Offset
    range_m: float
    bearing_deg: float


def family_of(booster: Booster, shape: Shape) -> int:
    """Return the family of flights that a shape means: by cut-off, or steep or flat at full burn."""
    try:
        return _FAMILY[booster.model.range_control, shape]
    except KeyError:
        raise BadPlaceError(f"unknown shape {shape!r}; known: minimum_energy, lofted, depressed") from None


def checked_place(place: Place, what: str) -> Place:
    """Return a place as floats, or refuse it."""
    latitude, longitude = float(place[0]), float(place[1])
    if not (abs(latitude) <= 90.0 and abs(longitude) <= 360.0):
        raise BadPlaceError(
            f"the {what} ({latitude:g}, {longitude:g}) is not a latitude and a longitude in degrees"
        )
    return latitude, longitude


def pad_at(place: Place) -> Pad:
    """Return the launch pad at a latitude and longitude, on the ellipsoid."""
    return Pad(ecef_m(place[0], place[1]), local_frame(place[0], place[1]))


def goal_of(launch: Place, aim: Place) -> Goal:
    """Return the solver's view of a launch point and an aim; refuse two places that are one."""
    launch, aim = checked_place(launch, "launch point"), checked_place(aim, "aim")
    length, bearing, _ = (float(value) for value in geodesic(launch, aim))
    if length < SHORTEST_RANGE_M:
        raise BadPlaceError(f"the aim is {length:.0f} m from the launch point; a flight needs at least 1 km")
    pad = pad_at(launch)
    point = ecef_m(aim[0], aim[1])
    return Goal(launch, aim, pad, ground_offset_m(pad, *point), length, bearing)


def steer(booster: Booster, goal: Goal, shape: Shape = "minimum_energy") -> Steering:
    """Return the steering that reaches a goal in a shape.

    Raises
    ------
    BeyondRangeError, TooShortError, FlightError
        There is no such flight; the sentence says how far the booster reaches from there.
    """
    family = family_of(booster, shape)
    aimed = aim_at(booster.rocket, goal.pad, booster.tables, goal.target_m, family)
    is_found = aimed.miss_m < TOLERANCE_M
    if is_found and aimed.steering.cut_off_s <= booster.burn_time_s * _BURN_SLACK:
        steering: Steering = aimed.steering
        return steering
    raise refusal(booster, goal, shape)


def refusal(booster: Booster, goal: Goal, shape: Shape) -> FlightError:
    """Return the reason why a goal cannot be reached in a shape."""
    shortest = booster.tables.shortest_m
    if family_of(booster, shape) == LEAST and goal.range_m < shortest:
        return TooShortError(
            f"{booster.model.id} is not flown to {goal.range_m / 1e3:.0f} km by early cut-off: "
            f"its shortest such flight is about {shortest / 1e3:.0f} km"
        )
    farthest = farthest_m(booster, goal.launch_deg, goal.bearing_deg)
    if goal.range_m > 0.999 * farthest:
        return BeyondRangeError(
            f"{booster.model.id} does not reach {goal.range_m / 1e3:.0f} km: "
            f"the range from there in that direction is {farthest / 1e3:.0f} km"
        )
    return FlightError(
        f"{booster.model.id} has no {shape} flight of {goal.range_m / 1e3:.0f} km from there under "
        "the steering law (gravity turn after a vertical rise, all propellant burnt)"
    )


def farthest_m(booster: Booster, launch: Place, bearing_deg: float) -> float:
    """Return how far a booster reaches from a place along a geodesic on the turning Earth, m.

    The range at which the least-increment cut-off is the end of the burn; at most 18,000 km.
    """
    lean = np.interp(
        math.sin(math.radians(bearing_deg)) * math.cos(math.radians(launch[0])),
        [-1, 0, 1],
        booster.tables.farthest_m,
    )

    def spare_s(range_m: float) -> float:
        goal = goal_of(launch, destination(launch, bearing_deg, range_m))
        aimed = aim_at(booster.rocket, goal.pad, booster.tables, goal.target_m, LEAST)
        if aimed.miss_m > TOLERANCE_M:
            return -booster.burn_time_s
        return booster.burn_time_s - float(aimed.steering.cut_off_s)

    low, high = 0.7 * float(lean), min(1.2 * float(lean), 18_000e3)
    if spare_s(high) > 0.0:
        return high
    while spare_s(low) < 0.0:
        high, low = low, 0.8 * low
        if low < booster.tables.shortest_m:
            raise FlightError(f"{booster.model.id}: no flight was found from there in that direction")
    return float(brentq(spare_s, low, high, xtol=10.0))
