"""A coverage map as GeoJSON: for each tier, the land by class of the number of shots that it can count on.

Rings are valid, exteriors run counter-clockwise (RFC 7946), coordinates are degrees with four decimals. Cells
of a class are joined and cut at the coast; what a missile does not reach is a class of its own.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import mapping

from shieldwall.case.ground import Ground, land_features
from shieldwall.catalogue.load import Catalogue
from shieldwall.coverage.shots import STATISTICS, TIERS
from shieldwall.study.coverage.engageable import Covered

CLASSES: Final[tuple[tuple[float, str], ...]] = (
    (0.25, "fewer than 0.25"),
    (0.75, "0.25 to 0.75"),
    (1.25, "0.75 to 1.25"),
    (1.75, "1.25 to 1.75"),
    (2.25, "1.75 to 2.25"),
    (np.inf, "2.25 or more"),
)
"""Classes of the expected number of shots: upper bound and name."""

BEYOND: Final = "beyond the threat's reach"
DECIMALS: Final = 4
FINEST_DEGREE: Final = 0.002
LONGEST_EDGE_M: Final = 40e3


def coverage_geojson(covered: Covered, catalogue: Catalogue, statistic: str = "worst") -> dict[str, Any]:
    """Return a coverage map as a GeoJSON feature collection.

    Parameters
    ----------
    covered : Covered
        The map.
    catalogue : Catalogue
        For the coasts.
    statistic : {"worst", "mean"}
        Which of the two is drawn.
    """
    land = _land(covered, catalogue)
    expected = covered.shots.expected[:, STATISTICS.index(statistic)]
    features = []
    for tier, name in enumerate(TIERS):
        place = np.searchsorted([bound for bound, _ in CLASSES], expected[tier], side="right")
        for number in range(-1, len(CLASSES)):
            chosen = ~covered.reached if number < 0 else covered.reached & (place == number)
            if not chosen.any():
                continue
            properties = {
                "tier": name,
                "statistic": statistic,
                "shots": BEYOND if number < 0 else CLASSES[number][1],
                "class": number,
                "land_km2": round(float(covered.ground.land_km2[chosen].sum()), 1),
                "people": round(float(covered.ground.people[chosen].sum())),
            }
            features.append(_feature(_cut(_joined(covered.ground, chosen), land), properties))
    return {"type": "FeatureCollection", "features": features}


def _joined(cells: Ground, chosen: npt.NDArray[np.bool_]) -> Any:
    """Return cells joined to one shape in degrees, with corners no more than `LONGEST_EDGE_M` apart."""
    low = np.rint(cells.centre_m[chosen] / cells.cell_m - 0.5)
    squares = shapely.box(low[:, 0], low[:, 1], low[:, 0] + 1.0, low[:, 1] + 1.0)
    joined = shapely.segmentize(shapely.coverage_union_all(squares), LONGEST_EDGE_M / cells.cell_m)
    plane_m = shapely.get_coordinates(joined) * cells.cell_m
    lat, lon = cells.projection.back(plane_m[:, 0], plane_m[:, 1])
    return shapely.set_coordinates(joined, np.stack([lon, lat], axis=-1))


def _land(covered: Covered, catalogue: Catalogue) -> Any:
    wanted = {row["land"] for row in catalogue.table("regions").rows if row["id"] in covered.ground.regions}
    features = land_features(catalogue)
    shapes = [each["shape"] for each in features if each["properties"].get("region") in wanted]
    return shapely.union_all(shapes).simplify(FINEST_DEGREE)


def _cut(joined: Any, land: Any) -> Any:
    """Return a shape cut at the coast, as polygons on the grid of decimals."""
    cut = shapely.set_precision(shapely.intersection(shapely.make_valid(joined), land), 10.0**-DECIMALS)
    whole = [part for part in shapely.get_parts(cut) if part.geom_type == "Polygon" and part.area > 0.0]
    return shapely.multipolygons([shapely.geometry.polygon.orient(part) for part in whole])


def _feature(geometry: Any, properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": mapping(geometry)}
