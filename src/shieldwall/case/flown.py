"""The flights behind a coverage map: fans of node flights, one for each launch area and flight shape."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt

from shieldwall.case.ground import Ground
from shieldwall.case.raid_flights import stacked
from shieldwall.coverage.courses import LIBRARY_SAMPLE_S, Course, course_of
from shieldwall.coverage.fans import Bearings, Fan, bearings, lay_fan
from shieldwall.physics.flight import Booster, FlightLibrary, ThreatModel, calibrate, fly_many
from shieldwall.physics.flight_records import Place, Shape
from shieldwall.physics.in_range import in_range

Floats = npt.NDArray[np.float64]
T = TypeVar("T")
U = TypeVar("U")

WORKERS: Final = 2
PICTURE_EVERY: Final = 2
"""Of the node flights, the picture takes every second sample: 5 s, as a comparison does."""


@dataclass(frozen=True, eq=False)
class FlownFan:
    """One fan with its course; ``first_row`` is the row of its first flight in the library."""

    fan: Fan
    seen: Bearings
    course: Course
    first_row: int


@dataclass(frozen=True, eq=False)
class FlownRegion:
    """The flights from launch points to a region's cells, by launch point and shape (Q courses).

    ``fans`` holds None where a launch point reaches no cell; ``launch`` and ``shape`` (Q) say which is which;
    ``library`` holds the flights to all nodes as the picture takes them.
    """

    booster: Booster
    launches: tuple[Place, ...]
    shapes: tuple[Shape, ...]
    fans: tuple[FlownFan | None, ...]
    launch: tuple[int, ...]
    shape: tuple[Shape, ...]
    library: FlightLibrary | None


@functools.lru_cache(maxsize=8)
def fly_region(
    model: ThreatModel, launches: tuple[Place, ...], shapes: tuple[Shape, ...], ground: Ground
) -> FlownRegion:
    """Return the flights of a missile from launch points to the cells of a region, kept for the next call."""
    booster = calibrate(model)
    seen = in_threads(lambda launch: bearings(launch, ground.cells_deg), launches)
    pairs = [(place, shape) for place in range(len(launches)) for shape in shapes]
    fans = in_threads(lambda pair: lay_fan(booster, launches[pair[0]], pair[1], seen[pair[0]]), pairs)

    def flown(fan: Fan | None) -> FlightLibrary | None:
        if fan is None:
            return None
        aims = fan.aims_deg
        starts = np.broadcast_to(np.array(fan.launch_deg), aims.shape)
        return fly_many(booster, starts, aims, fan.shape, LIBRARY_SAMPLE_S)

    libraries = in_threads(flown, fans)
    held: list[FlownFan | None] = []
    first_row = 0
    for (place, _), fan, library in zip(pairs, fans, libraries, strict=True):
        if fan is None or library is None:
            held.append(None)
            continue
        held.append(FlownFan(fan, seen[place], course_of(fan, library), first_row))
        first_row += len(library.impact_ms)
    there = [thinned(library) for library in libraries if library is not None]
    return FlownRegion(
        booster=booster,
        launches=launches,
        shapes=shapes,
        fans=tuple(held),
        launch=tuple(place for place, _ in pairs),
        shape=tuple(shape for _, shape in pairs),
        library=stacked(there) if there else None,
    )


@dataclass(frozen=True, eq=False)
class FlownToPosts:
    """Flights to where short-range shooters stand (W places); ``row`` (Q, W) is -1 where out of range."""

    row: npt.NDArray[np.int64]
    library: FlightLibrary | None


@functools.lru_cache(maxsize=64)
def fly_to_posts(flown: FlownRegion, places: tuple[Place, ...]) -> FlownToPosts:
    """Return the flights of every course to places in degrees, kept for the next call."""
    row = np.full((len(flown.fans), len(places)), -1, np.int64)
    libraries = []
    count = 0
    for q, (launch, shape) in enumerate(zip(flown.launch, flown.shape, strict=True)):
        if flown.fans[q] is None or not places:
            continue
        aims = np.array(places, np.float64)
        starts = np.broadcast_to(np.array(flown.launches[launch]), aims.shape)
        reached = in_range(flown.booster, starts, aims, shape)
        if reached.any():
            row[q, reached] = count + np.arange(reached.sum())
            count += int(reached.sum())
            some = fly_many(flown.booster, starts[reached], aims[reached], shape, LIBRARY_SAMPLE_S)
            libraries.append(thinned(some))
    return FlownToPosts(row, stacked(libraries) if libraries else None)


def thinned(library: FlightLibrary, every: int = PICTURE_EVERY) -> FlightLibrary:
    """Return a library that keeps every so many samples."""
    return replace(
        library,
        sample_s=library.sample_s * every,
        position_ecef_m=np.ascontiguousarray(library.position_ecef_m[:, ::every]),
        velocity_ecef_m_s=np.ascontiguousarray(library.velocity_ecef_m_s[:, ::every]),
        altitude_m=np.ascontiguousarray(library.altitude_m[:, ::every]),
        sample_count=-(-library.sample_count // np.int32(every)),
    )


def in_threads(work: Callable[[T], U], items: Sequence[T]) -> list[U]:
    """Return what a function gives for each item, in order; compiled code runs beside other compiled code."""
    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(work, items))
