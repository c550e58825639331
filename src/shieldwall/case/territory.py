"""Whose land and whose forces a predicted impact lies on or near, with probability.

Land is that of the catalogue's map layer, by the party that administers it; land that more than one party
claims is nobody's here. Forces are the catalogue's bases. A track knows where a missile would come down only
to within an ellipse, so what it threatens is a matter of probability.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from shieldwall.catalogue.load import Catalogue
from shieldwall.physics.earth import MEAN_RADIUS_M
from shieldwall.sensing.ellipse import Ellipse, spread_points_m

Floats = npt.NDArray[np.float64]

LAND_LAYER: Final = "land"
BASES_TABLE: Final = "bases"
POINTS: Final = 128
"""Points that stand for an ellipse: probabilities come in steps of less than one per cent."""
NEAR_FORCES_M: Final = 10_000.0
"""How near to the edge of a base an impact is taken to threaten it: some errors of the missile's own."""


@dataclass(frozen=True)
class Territory:
    """Land by party (P shapes, longitude and latitude) and bases (B) with their party and radius."""

    parties: tuple[str, ...]
    land: tuple[shapely.Geometry, ...]
    base_deg: Floats
    base_radius_m: Floats
    base_party: npt.NDArray[np.int8]


@dataclass(frozen=True)
class Threatened:
    """Probability that an impact lies on each party's land, on none of it, and near each party's forces."""

    on_land_of: dict[str, float]
    elsewhere: float
    near_forces_of: dict[str, float]


def territory(parties: Sequence[str], catalogue: Catalogue) -> Territory:
    """Return the land and the bases of some parties as the catalogue has them."""
    shapes: dict[str, list[shapely.Geometry]] = {party: [] for party in parties}
    collection = json.loads(
        catalogue.layers()[LAND_LAYER].with_suffix(".geojson").read_text(encoding="utf-8")
    )
    for feature in collection["features"]:
        if feature["properties"]["party"] in shapes:
            shapes[feature["properties"]["party"]].append(
                shapely.from_geojson(json.dumps(feature["geometry"]))
            )
    land = tuple(shapely.union_all(shapes[party]) for party in parties)
    shapely.prepare(list(land))
    rows = catalogue.table(BASES_TABLE).rows if BASES_TABLE in catalogue.tables() else ()
    rows = tuple(row for row in rows if row["party"] in shapes)
    return Territory(
        parties=tuple(parties),
        land=land,
        base_deg=np.array([(row["lat"], row["lon"]) for row in rows], np.float64).reshape(-1, 2),
        base_radius_m=np.array([row["radius_km"] * 1e3 for row in rows], np.float64),
        base_party=np.array([tuple(parties).index(row["party"]) for row in rows], np.int8),
    )


def threatened(known: Territory, centre_deg: tuple[float, float], ellipse: Ellipse) -> Threatened:
    """Return what a predicted impact threatens.

    Parameters
    ----------
    known : Territory
        Land and bases.
    centre_deg : (float, float)
        Latitude and longitude of the predicted impact.
    ellipse : Ellipse
        Its one-sigma ellipse; the error is taken as normal.
    """
    lat, lon = _points_deg(centre_deg, ellipse)
    on_land = {
        party: float(np.mean(shapely.contains_xy(shape, lon, lat)))
        for party, shape in zip(known.parties, known.land, strict=True)
    }
    north = np.radians(lat[:, np.newaxis] - known.base_deg[:, 0])
    east = np.radians(lon[:, np.newaxis] - known.base_deg[:, 1]) * np.cos(np.radians(known.base_deg[:, 0]))
    near = MEAN_RADIUS_M * np.hypot(north, east) <= known.base_radius_m + NEAR_FORCES_M
    forces = {
        party: float(np.mean(near[:, known.base_party == place].any(axis=1)))
        for place, party in enumerate(known.parties)
    }
    return Threatened(on_land, 1.0 - sum(on_land.values()), forces)


def _points_deg(centre_deg: tuple[float, float], ellipse: Ellipse) -> tuple[Floats, Floats]:
    """Return points of an ellipse as latitudes and longitudes; on a plane, good to a per cent at 500 km."""
    offset_m = spread_points_m(ellipse, POINTS)
    lat = centre_deg[0] + np.degrees(offset_m[:, 1] / MEAN_RADIUS_M)
    lon = centre_deg[1] + np.degrees(offset_m[:, 0] / MEAN_RADIUS_M) / np.cos(np.radians(centre_deg[0]))
    return lat, lon
