"""Where a ship may stand, or a battery: candidate sites, and what each could do there under stated sensing.

Ship counts turn on sensing, so here sensing is not the catalogue's picture but a supposition that is stated:
a shooter may launch so many seconds after burnout, and its own radar must see the target at the intercept.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt
import shapely

from shieldwall.case.flown import FlownRegion
from shieldwall.case.ground import Ground, Projection, land_features
from shieldwall.case.ledger import Ledger
from shieldwall.case.reach import interceptor_model
from shieldwall.catalogue.load import Catalogue
from shieldwall.catalogue.places import land_of
from shieldwall.coverage.footprint import Flown, Opportunities, Readiness, Stands, opportunities
from shieldwall.model.errors import InputError
from shieldwall.model.systems import Interceptor, Platform
from shieldwall.opportunity.windows import stack_reaches
from shieldwall.physics.earth import ecef_m
from shieldwall.physics.reach import reach_table

Floats = npt.NDArray[np.float64]
Where = Literal["sea", "land"]

TERRITORIAL_SEA_KM: Final = 22.2
"""Twelve nautical miles, kept from every coast that is not the defended party's."""

SHIP_ANTENNA_M: Final = 15.0
LOWEST_ELEVATION_DEG: Final = 1.0


@dataclass(frozen=True)
class Limits:
    """Where sites may lie.

    ``keep_out_km`` is kept from the coast of the party that launches; sites lie within ``farthest_km`` of
    where people live in the region, ``spacing_km`` apart.
    """

    spacing_km: float
    keep_out_km: float
    farthest_km: float


@dataclass(frozen=True)
class Sensing:
    """What is supposed: launch so long after burnout, own radar out to a range, on whatever flies."""

    launch_after_burnout_s: float
    radar_range_m: float


def carried_at(catalogue: Catalogue, interceptor: str) -> Where:
    """Return whether an interceptor is a ship's (some ship class carries it) or a battery's."""
    ships = {
        load.interceptor
        for platform in catalogue.records(Platform)
        if platform.type == "ship_class"
        for load in platform.interceptors
    }
    return "sea" if interceptor in ships else "land"


def sea_sites(
    catalogue: Catalogue, ground: Ground, limits: Limits, launching: Sequence[str], home: str
) -> Floats:
    """Return sea sites as latitudes and longitudes (J, 2).

    Parameters
    ----------
    catalogue : Catalogue
        For the coasts.
    ground : Ground
        The region.
    limits : Limits
        How far from what.
    launching : sequence of str
        Parties from whose coast ``limits.keep_out_km`` is kept.
    home : str
        The party whose own territorial sea is open.

    Raises
    ------
    InputError
        The limits leave no site.
    """
    step = limits.spacing_km * 1e3
    reach_m = limits.farthest_km * 1e3
    lived_in = ground.centre_m[ground.people.sum(axis=1) > 0.0]
    low, high = lived_in.min(axis=0) - reach_m, lived_in.max(axis=0) + reach_m
    x, y = (np.arange(np.ceil(low[axis] / step), np.floor(high[axis] / step) + 1) * step for axis in (0, 1))
    places = np.stack(np.meshgrid(x, y, indexing="ij"), axis=-1).reshape(-1, 2)
    points = shapely.points(places)
    coasts = _coasts(catalogue, ground.projection)
    region = shapely.STRtree([shapely.Point(place) for place in lived_in])
    near = region.query_nearest(points, return_distance=True, all_matches=False)[1]
    allowed = near <= reach_m
    for party, tree in coasts.items():
        margin_km = limits.keep_out_km if party in launching else 0.0 if party == home else TERRITORIAL_SEA_KM
        distance_m = tree.query_nearest(points, return_distance=True, all_matches=False)[1]
        allowed &= distance_m > margin_km * 1e3
    if not allowed.any():
        raise InputError(
            f"no station is left: every sea cell is within {limits.keep_out_km:g} km of a launching coast or "
            f"farther than {limits.farthest_km:g} km from the region"
        )
    lat, lon = ground.projection.back(places[allowed, 0], places[allowed, 1])
    return np.stack([lat, lon], axis=-1)


@functools.lru_cache(maxsize=8)
def _coasts(catalogue: Catalogue, projection: Projection) -> dict[str, Any]:
    """Return the land of each party (and the unassigned) in a plane, by tree of polygons."""
    pieces: dict[str, list[Any]] = {}
    for feature in land_features(catalogue):
        party = feature["properties"]["party"] or ""
        pieces.setdefault(party, []).extend(shapely.get_parts(projection.shape(feature["shape"])))
    return {party: shapely.STRtree(shapes) for party, shapes in pieces.items()}


def checked_stations(catalogue: Catalogue, stations: Sequence[tuple[float, float]], where: Where) -> Floats:
    """Return given stations (n, 2), each where such a shooter can stand.

    Raises
    ------
    InputError
        A ship on land, or a battery at sea.
    """
    land = land_of(land_features(catalogue))
    for lat, lon in stations:
        if where == "sea" and land.covers(lat, lon):
            raise InputError(f"station {lat:g},{lon:g} is on land, and ships stand at sea")
        if where == "land" and land.is_far_from(lat, lon):
            raise InputError(f"site {lat:g},{lon:g} is at sea, and batteries stand on land")
    return np.array(stations, np.float64).reshape(-1, 2)


def site_opportunities(
    catalogue: Catalogue,
    interceptor: str,
    sites_deg: Floats,
    flown: FlownRegion,
    sensing: Sensing,
    cells: int,
    ledger: Ledger,
) -> Opportunities:
    """Return what one shooter at each of J sites could do about the flights of a region.

    Parameters
    ----------
    catalogue : Catalogue
        For the interceptor.
    interceptor : str
        Its id.
    sites_deg : (J, 2)
        Latitudes and longitudes.
    flown : FlownRegion
        The flights.
    sensing : Sensing
        What is supposed.
    cells : int
        Cells of the region.
    ledger : Ledger
        Notes the facts.
    """
    record = catalogue.record(Interceptor, interceptor)
    reaches = stack_reaches([reach_table(interceptor_model(record, ledger))])
    count = len(sites_deg)
    stands = Stands(
        position_ecef_m=ecef_m(sites_deg[:, 0], sites_deg[:, 1], SHIP_ANTENNA_M),
        kind=np.zeros(count, np.int32),
        sight_m=np.full(count, sensing.radar_range_m),
        floor_rad=np.full(count, np.radians(LOWEST_ELEVATION_DEG)),
        ceiling_rad=np.full(count, 0.5 * np.pi),
        sector_centre_rad=np.zeros(count),
        half_width_rad=np.full(count, np.pi),
    )
    courses: list[Flown | None] = []
    for fan in flown.fans:
        if fan is None:
            courses.append(None)
            continue
        shape = (*fan.fan.needed.shape, count, 2)
        ready_s = np.full(shape, np.inf)
        ready_s[..., 0] = (fan.course.burnout_s + sensing.launch_after_burnout_s)[..., np.newaxis]
        none = np.full((count, 2), -np.inf)
        courses.append(Flown(fan.course, fan.seen, Readiness(ready_s, np.zeros(count, np.bool_), none)))
    return opportunities(courses, stands, reaches, cells)
