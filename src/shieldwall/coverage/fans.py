"""Fans: the flights of one launch point to a region, flown at the nodes of a polar grid.

Seen from the launch point and turned to its own azimuth, a flight hardly changes with azimuth and smoothly
with distance, so nodes some 100 km apart serve every cell between them. Along each azimuth the nodes end
where the missile's range ends on the turning Earth; a cell beyond that is not reached.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from shieldwall.physics.earth import geodesic, geodesic_points
from shieldwall.physics.flight import Booster
from shieldwall.physics.flight_records import Place, Shape
from shieldwall.physics.in_range import in_range

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

NODE_SPACING_M: Final = 100e3
"""Most that neighbouring nodes are apart (see `tests/coverage/test_courses.py` for what that costs)."""

_SURELY: Final = 0.97
_HALVINGS: Final = 4


@dataclass(frozen=True)
class Fan:
    """Nodes of one launch point and one flight shape: A azimuths, R distances.

    ``first_deg`` and ``step_deg`` lay out the azimuths; along azimuth ``a`` the distances run evenly from
    ``nearest_m`` to ``farthest_m[a]``. ``needed`` (A, R) marks nodes that lie beside a cell.
    """

    launch_deg: Place
    shape: Shape
    first_deg: float
    step_deg: float
    nearest_m: float
    farthest_m: Floats
    needed: Flags

    @property
    def aims_deg(self) -> Floats:
        """Latitudes and longitudes of the needed nodes in order, shape (F, 2)."""
        azimuths, distances = self.needed.shape
        azimuth_deg = self.first_deg + self.step_deg * np.arange(azimuths, dtype=np.float64)
        share = np.arange(distances, dtype=np.float64) / (distances - 1)
        length_m = self.nearest_m + (self.farthest_m[:, np.newaxis] - self.nearest_m) * share
        latitude, longitude, _ = geodesic_points(
            np.array(self.launch_deg), azimuth_deg[:, np.newaxis], length_m
        )
        return np.stack([latitude, longitude], axis=-1)[self.needed]


@dataclass(frozen=True)
class Bearings:
    """Where cells (C of them) lie from a launch point: azimuth (degrees, not wrapped) and distance (m)."""

    azimuth_deg: Floats
    distance_m: Floats


def bearings(launch_deg: Place, cells_deg: Floats) -> Bearings:
    """Return where cells (C, 2), degrees, lie from a launch point; azimuths run on past north."""
    length_m, azimuth_deg, _ = geodesic(np.array(launch_deg), cells_deg)
    radians = np.radians(azimuth_deg)
    middle = np.degrees(np.arctan2(np.sin(radians).mean(), np.cos(radians).mean()))
    return Bearings(middle + (azimuth_deg - middle + 180.0) % 360.0 - 180.0, length_m)


def farthest_m(booster: Booster, launch_deg: Place, azimuth_deg: Floats, shape: Shape) -> Floats:
    """Return how far a booster flies along each azimuth (n,) on the turning Earth, to about 0.1%.

    The steering tables give it for a launch point on the equator; halving finds it for this one.
    """
    tables = booster.tables.farthest_m
    lean, bend = 0.5 * (tables[2] - tables[0]), 0.5 * (tables[2] + tables[0]) - tables[1]
    eastward = np.sin(np.radians(azimuth_deg)) * np.cos(np.radians(launch_deg[0]))
    guess = tables[1] + eastward * (lean + eastward * bend)
    low, high = 0.99 * guess, 1.01 * guess
    start = np.broadcast_to(np.array(launch_deg), (len(guess), 2))
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        latitude, longitude, _ = geodesic_points(start, azimuth_deg, middle)
        reached = in_range(booster, start, np.stack([latitude, longitude], axis=-1), shape)
        low, high = np.where(reached, middle, low), np.where(reached, high, middle)
    return np.asarray(low, np.float64)


def lay_fan(booster: Booster, launch_deg: Place, shape: Shape, seen: Bearings) -> Fan | None:
    """Return the fan whose nodes surround the cells that a booster reaches; None where it reaches none.

    Parameters
    ----------
    booster : Booster
        What flies.
    launch_deg : (float, float)
        Latitude and longitude.
    shape : {"minimum_energy", "lofted", "depressed"}
        How it is flown.
    seen : Bearings
        Where the cells lie.
    """
    longest_m = float(booster.tables.farthest_m.max()) * 1.01
    within = seen.distance_m < longest_m
    if not within.any():
        return None
    nearest_m, needed_m = float(seen.distance_m[within].min()), float(seen.distance_m[within].max())
    first, last = float(seen.azimuth_deg[within].min()), float(seen.azimuth_deg[within].max())
    step = math.degrees(NODE_SPACING_M / max(nearest_m, needed_m))
    azimuths = max(2, math.ceil((last - first) / step) + 1)
    step_deg = max((last - first) / (azimuths - 1), 1e-6)
    azimuth_deg = first + step_deg * np.arange(azimuths, dtype=np.float64)
    surely_m = _SURELY * float(booster.tables.farthest_m.min())
    ends_m = np.full(azimuths, min(needed_m, surely_m))
    doubtful = _needed_by_azimuth(seen, within, azimuth_deg) > surely_m
    if doubtful.any():
        ends_m[doubtful] = np.minimum(needed_m, farthest_m(booster, launch_deg, azimuth_deg[doubtful], shape))
    start_m = min(nearest_m, float(ends_m.min()) - 0.5 * NODE_SPACING_M)
    distances = max(2, math.ceil((needed_m - start_m) / NODE_SPACING_M) + 1)
    fan = Fan(launch_deg, shape, first, step_deg, start_m, ends_m, np.zeros((azimuths, distances), np.bool_))
    corner, inside = _corners(fan, seen)
    if not inside.any():
        return None
    for over in (0, 1):
        for along in (0, 1):
            fan.needed[corner[inside, 0] + over, corner[inside, 1] + along] = True
    return fan


def _needed_by_azimuth(seen: Bearings, within: Flags, azimuth_deg: Floats) -> Floats:
    """Return the greatest distance of a cell next to each azimuth, shape (A,)."""
    step = azimuth_deg[1] - azimuth_deg[0]
    lower = np.clip(((seen.azimuth_deg[within] - azimuth_deg[0]) / step).astype(int), 0, len(azimuth_deg) - 2)
    most = np.zeros(len(azimuth_deg))
    for side in (0, 1):
        np.maximum.at(most, lower + side, seen.distance_m[within])
    return most


def _corners(fan: Fan, seen: Bearings) -> tuple[npt.NDArray[np.int64], Flags]:
    """Return the lower node (C, 2) of the square that holds each cell, and whether the cell is reached."""
    azimuths, distances = fan.needed.shape
    place = (seen.azimuth_deg - fan.first_deg) / fan.step_deg
    over = np.clip(place.astype(np.int64), 0, azimuths - 2)
    share = place - over
    end_m = (1.0 - share) * fan.farthest_m[over] + share * fan.farthest_m[over + 1]
    along = (seen.distance_m - fan.nearest_m) / (end_m - fan.nearest_m) * (distances - 1)
    inside = (along <= distances - 1 + 1e-9) & (along >= -1e-9)
    held = np.clip(along.astype(np.int64), 0, distances - 2)
    return np.stack([over, held], axis=-1), inside
