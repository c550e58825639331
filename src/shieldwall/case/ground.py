"""The ground: a region's land as equal cells, with the people who live on them.

Cells are squares of one size in an equal-area projection about the region (Lambert azimuthal, on the
ellipsoid), so that their areas add up to the land's whichever way the grid is turned. Coasts are cut exactly;
a cell that is part sea has the land that is in it.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer
from shapely import affinity

from shieldwall.case.aims import Place
from shieldwall.catalogue.load import Catalogue
from shieldwall.catalogue.places import read_features
from shieldwall.coverage.people import Discs, Grid, spread
from shieldwall.model.errors import InputError, suggestion

Floats = npt.NDArray[np.float64]

CELL_KM: Final = 5.0
SMALLEST_CELL_KM: Final = 1.0
LARGEST_CELL_KM: Final = 100.0
REGIONS: Final = "regions"


@dataclass(frozen=True)
class Region:
    """A region of the catalogue: who administers it, its places, and the property of its land."""

    id: str
    name: str
    party: str
    places: tuple[Place, ...]
    land: str


@dataclass(frozen=True)
class Projection:
    """An equal-area plane about a place (degrees), turned by an angle; metres."""

    lat: float
    lon: float
    turn_deg: float

    @functools.cached_property
    def _plane(self) -> Transformer:
        plane = f"+proj=laea +lat_0={self.lat} +lon_0={self.lon} +ellps=WGS84 +units=m"
        return Transformer.from_crs("EPSG:4326", plane, always_xy=True)

    def forward(self, lat: Floats, lon: Floats) -> tuple[Floats, Floats]:
        """Return x and y of places in degrees."""
        x, y = self._plane.transform(lon, lat)
        turn = np.radians(self.turn_deg)
        return x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn)

    def back(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Return latitude and longitude in degrees of points in the plane."""
        turn = np.radians(self.turn_deg)
        level, upright = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
        lon, lat = self._plane.transform(level, upright, direction="INVERSE")
        return np.asarray(lat), np.asarray(lon)

    def shape(self, geometry: Any) -> Any:
        """Return a shape in degrees of longitude and latitude as one in the plane."""
        corners = shapely.get_coordinates(geometry)
        x, y = self._plane.transform(corners[:, 0], corners[:, 1])
        plane = shapely.set_coordinates(shapely.from_wkb(shapely.to_wkb(geometry)), np.stack([x, y], axis=-1))
        return affinity.rotate(plane, self.turn_deg, origin=(0.0, 0.0))


@dataclass(frozen=True, eq=False)
class Ground:
    """The cells (C of them) of one or more regions.

    Attributes
    ----------
    regions : tuple of str
        Which.
    cell_m : float
        Side of a cell.
    projection : Projection
        Of the plane in which cells are squares.
    centre_m : (C, 2)
        Middles in that plane.
    lat, lon : (C,)
        Middles in degrees.
    islands : tuple of str
        Pieces of land that are told apart, by name.
    land_km2 : (C, islands)
        Land of each piece.
    beneficiaries : tuple of str
        Groups of residents.
    people : (C, beneficiaries)
        Residents.
    places : tuple of Place
        The census places behind them.
    """

    regions: tuple[str, ...]
    cell_m: float
    projection: Projection
    centre_m: Floats
    lat: Floats
    lon: Floats
    islands: tuple[str, ...]
    land_km2: Floats
    beneficiaries: tuple[str, ...]
    people: Floats
    places: tuple[Place, ...]

    @property
    def count(self) -> int:
        """Number of cells."""
        return len(self.lat)

    @property
    def cells_deg(self) -> Floats:
        """Latitudes and longitudes of the middles, shape (C, 2)."""
        return np.stack([self.lat, self.lon], axis=-1)


@functools.lru_cache(maxsize=4)
def land_features(catalogue: Catalogue) -> tuple[dict[str, Any], ...]:
    """Return the features of the catalogue's map layers, each with its ``shape`` in degrees."""
    return tuple(
        {**feature, "shape": shapely.geometry.shape(feature["geometry"])}
        for sidecar in catalogue.layers().values()
        for feature in read_features(sidecar)
    )


def region(catalogue: Catalogue, name: str) -> Region:
    """Return a region of the catalogue with its census places.

    Raises
    ------
    InputError
        No such region (the nearest name is offered), or one in which nobody lives.
    """
    rows = {row["id"]: row for row in catalogue.table(REGIONS).rows}
    if name not in rows:
        raise InputError(f"unknown region {name!r}{suggestion(name, rows)}")
    row = rows[name]
    areas = set(row["areas"].split(";"))
    residents = (Place.of(each) for each in catalogue.table(row["people"]).rows)
    places = tuple(place for place in residents if place.beneficiary in areas)
    if not sum(place.people for place in places):
        raise InputError(f"region {name} has no people: no place of {row['people']} lies in {row['areas']}")
    return Region(name, row["name"], row["party"], places, row["land"])


def home_regions(catalogue: Catalogue, people: str, party: str) -> tuple[str, ...]:
    """Return the regions of a table of residents that a party administers.

    Raises
    ------
    InputError
        There is none.
    """
    rows = catalogue.table(REGIONS).rows
    found = tuple(row["id"] for row in rows if row["people"] == people and row["party"] == party)
    if not found:
        raise InputError(f"the catalogue has no region of {party} with the residents of {people}")
    return found


def ground(
    catalogue: Catalogue, regions: Sequence[str], cell_km: float = CELL_KM, turn_deg: float = 0.0
) -> Ground:
    """Return the cells of one or more regions, kept for the next call.

    Parameters
    ----------
    catalogue : Catalogue
        Land, regions and residents.
    regions : sequence of str
        Ids of regions.
    cell_km : float
        Side of a cell.
    turn_deg : float
        By how much the grid is turned.

    Raises
    ------
    InputError
        An unknown region, one without people or land, or a cell size out of bounds.
    """
    if not SMALLEST_CELL_KM <= cell_km <= LARGEST_CELL_KM:
        raise InputError(f"--cell-km {cell_km:g}: from {SMALLEST_CELL_KM:g} to {LARGEST_CELL_KM:g} km")
    if not regions:
        raise InputError("no region named")
    return _ground(catalogue, tuple(dict.fromkeys(regions)), float(cell_km), float(turn_deg))


@functools.lru_cache(maxsize=16)
def _ground(catalogue: Catalogue, regions: tuple[str, ...], cell_km: float, turn_deg: float) -> Ground:
    chosen = [region(catalogue, name) for name in regions]
    pieces = _land_pieces(catalogue, chosen)
    west, south, east, north = shapely.total_bounds(list(pieces.values()))
    projection = Projection(round(0.5 * (south + north), 3), round(0.5 * (west + east), 3), turn_deg)
    cell_m = cell_km * 1e3
    areas = {
        name: _cell_areas(projection.shape(shapely.segmentize(piece, 0.1)), cell_m)
        for name, piece in pieces.items()
    }
    squares = sorted({square for found in areas.values() for square in found})
    row_of = {square: row for row, square in enumerate(squares)}
    land = np.zeros((len(squares), len(pieces)))
    for column, found in enumerate(areas.values()):
        for square, area_m2 in found.items():
            land[row_of[square], column] = area_m2 / 1e6
    centre_m = (np.array(squares, np.float64) + 0.5) * cell_m
    lat, lon = projection.back(centre_m[:, 0], centre_m[:, 1])
    places = tuple(place for each in chosen for place in each.places)
    beneficiaries = tuple(dict.fromkeys(place.beneficiary for place in places))
    x, y = projection.forward(
        np.array([place.lat for place in places]), np.array([place.lon for place in places])
    )
    discs = Discs(
        centre_m=np.stack([x, y], axis=-1),
        radius_m=np.array([place.radius_km * 1e3 for place in places]),
        people=np.array([float(place.people) for place in places]),
        group=np.array([beneficiaries.index(place.beneficiary) for place in places]),
    )
    grid = Grid(np.array(squares, np.int64), cell_m, land.sum(axis=1) / cell_km**2)
    return Ground(
        regions=regions,
        cell_m=cell_m,
        projection=projection,
        centre_m=centre_m,
        lat=lat,
        lon=lon,
        islands=tuple(pieces),
        land_km2=land,
        beneficiaries=beneficiaries,
        people=spread(discs, grid, len(beneficiaries)),
        places=places,
    )


def _land_pieces(catalogue: Catalogue, chosen: Sequence[Region]) -> dict[str, Any]:
    """Return the land of the regions by island, in degrees."""
    wanted = {each.land for each in chosen}
    found: dict[str, list[Any]] = {}
    for feature in land_features(catalogue):
        about = feature["properties"]
        if about.get("region") in wanted:
            found.setdefault(about.get("island") or about["id"], []).append(feature["shape"])
    if not found:
        raise InputError(f"the land layer has no land of {', '.join(each.id for each in chosen)}")
    return {name: shapely.union_all(shapes) for name, shapes in found.items()}


def _cell_areas(land: Any, cell_m: float) -> dict[tuple[int, int], float]:
    """Return the land in every cell that has any, m^2, by column and row of the cell.

    The land is cut into quarters of quarters, which leaves each cut few corners to look at; a piece that
    fills its square is not cut further.
    """
    areas: dict[tuple[int, int], float] = {}
    for part in shapely.get_parts(land):
        west, south, east, north = part.bounds
        column, row = int(np.floor(west / cell_m)), int(np.floor(south / cell_m))
        span = max(int(np.floor(east / cell_m)) - column, int(np.floor(north / cell_m)) - row) + 1
        _cut(part, column, row, 1 << (span - 1).bit_length(), cell_m, areas)
    return areas


def _cut(
    land: Any, column: int, row: int, span: int, cell_m: float, areas: dict[tuple[int, int], float]
) -> None:
    west, south, side = column * cell_m, row * cell_m, span * cell_m
    inside = shapely.clip_by_rect(land, west, south, west + side, south + side)
    area_m2 = inside.area
    if area_m2 <= 0.0:
        return
    if span == 1:
        areas[column, row] = areas.get((column, row), 0.0) + area_m2
    elif area_m2 >= side * side * (1.0 - 1e-12):
        for across in range(span):
            for up in range(span):
                square = (column + across, row + up)
                areas[square] = areas.get(square, 0.0) + cell_m * cell_m
    else:
        half = span // 2
        for across in (0, half):
            for up in (0, half):
                _cut(inside, column + across, row + up, half, cell_m, areas)
