"""Land and sea: whether a station lies on land, or a base at sea, within the coarseness of the map.

Every map layer of the catalogue is land; an overlay adds its own. The shipped one is drawn at 1:10 to
1:50 million, so that a harbour may fall just outside a coast and a strait close up; tolerances say how much
of that is let pass.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import shapely
from shapely.ops import nearest_points

from shieldwall.catalogue.errors import CatalogueError, Finding
from shieldwall.catalogue.read import read_text

SHIP_TOLERANCE_KM: Final = 3.0
"""How far inside a coast a ship may seem to be."""

BASE_TOLERANCE_KM: Final = 10.0
"""How far off a coast a base may seem to be."""

_KM_PER_DEGREE: Final = 111.2


@dataclass(frozen=True)
class Land:
    """Land as polygons in degrees of longitude and latitude, indexed.

    Parameters
    ----------
    tree : shapely.STRtree
        The single polygons.
    """

    tree: shapely.STRtree

    def covers(self, lat: float, lon: float) -> bool:
        """Say whether a place is on land, more than the tolerance from the coast."""
        place = shapely.Point(lon, lat)
        for index in self.tree.query(place, predicate="within"):
            if _distance_km(place, self.tree.geometries[index].exterior) > SHIP_TOLERANCE_KM:
                return True
        return False

    def is_far_from(self, lat: float, lon: float) -> bool:
        """Say whether a place is at sea, more than the tolerance from any land of the layer."""
        place = shapely.Point(lon, lat)
        reach = BASE_TOLERANCE_KM / _KM_PER_DEGREE / max(math.cos(math.radians(lat)), 0.05)
        near = self.tree.query(place.buffer(reach), predicate="intersects")
        return all(_distance_km(place, self.tree.geometries[index]) > BASE_TOLERANCE_KM for index in near)


def read_features(sidecar: Path) -> list[Any]:
    """Read the features of the GeoJSON layer beside its sidecar.

    Raises
    ------
    CatalogueError
        The file is not a GeoJSON feature collection whose features have shapes.
    """
    file = sidecar.with_suffix(".geojson")
    try:
        features: list[Any] = json.loads(read_text(file))["features"]
        for feature in features:
            _shape(feature)
    except (ValueError, KeyError, TypeError, shapely.GEOSException) as error:
        raise CatalogueError(
            [Finding(file, None, "", f"not a GeoJSON feature collection: {error}")]
        ) from None
    return features


def land_of(features: Iterable[Any]) -> Land:
    """Return the polygons among GeoJSON features as land."""
    parts = shapely.get_parts([_shape(feature) for feature in features])
    return Land(shapely.STRtree([part for part in parts if part.geom_type == "Polygon"]))


def _shape(feature: Any) -> shapely.Geometry:
    return shapely.from_geojson(json.dumps(feature["geometry"]))


def _distance_km(place: shapely.Point, shape: shapely.Geometry) -> float:
    """Return the distance to the nearest point of a shape, on a sphere, good to a per cent at 100 km."""
    _, nearest = nearest_points(place, shape)
    east = (nearest.x - place.x) * math.cos(math.radians(place.y))
    return _KM_PER_DEGREE * math.hypot(east, nearest.y - place.y)
