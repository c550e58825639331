"""What stands on the map: units with symbols, radar sectors, launch areas, aim points, engageable land."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from shieldwall.apps.explorer.asked import Asked
from shieldwall.apps.output import plain
from shieldwall.case.aims import Place
from shieldwall.case.build import Case
from shieldwall.model.outcomes import LaunchAreaUsed, UnitPlaced
from shieldwall.model.posture import PostureUnit
from shieldwall.model.threat import LaunchArea
from shieldwall.physics.ballistic import central_angle_rad
from shieldwall.physics.earth import MEAN_RADIUS_M
from shieldwall.report.symbols import sector_outline
from shieldwall.study.coverage.engageable import Asked as CoverageAsked
from shieldwall.study.coverage.engageable import engageable_shares, run_coverage
from shieldwall.study.coverage.record import ASSUMPTIONS
from shieldwall.study.coverage.shapes import coverage_geojson
from shieldwall.study.placed import areas_used, units_placed

CELL_KM: Final = 10.0
"""Side of a cell of the page's map of engageable land; `shieldwall coverage` takes five if not told."""
NEAR_KM: Final = 1500.0
"""The first view holds the units no farther than this from a launch area or from a place in reach."""
DECIMALS: Final = 4
FULL_CIRCLE_DEG: Final = 360.0

SYMBOLS: Final = {
    "ship": "SFSPCLDD--*****",
    "ground_battery": "SFGPUCDM--*****",
    "radar_site": "SFGPESR---*****",
    "satellite": "SFPPS-----*****",
    "command": "SFGPUH----*****",
}
"""Symbol codes by kind of unit (MIL-STD-2525C, letters): parties of the scenario are shown as friends."""
CRUISER: Final = "SFSPCLCC--*****"

NOTE: Final = (
    "Units stand where the catalogue places them: sites are published, stations at sea are notional. Radar "
    "sectors are drawn out to the reference range of each type. Launch areas are coarse and hypothetical."
)


def map_shown(case: Case) -> dict[str, Any]:
    """Return what stands on the map under a question's posture."""
    placed = units_placed(case)
    units = {unit.id: unit for unit in case.forces.units}
    carried = _carried(case)
    shown = [_unit(each, units[each.id], carried.get(each.id, {})) for each in placed]
    areas = areas_used(case.areas)
    outlines = [_area(area, used) for area, used in zip(case.areas, areas, strict=True)]
    theatre = [(each.lat, each.lon) for each in areas]
    theatre += [(each.lat, each.lon) for each in _places_in_reach(case)]
    near = [(each.lat, each.lon) for each in placed if _is_near((each.lat, each.lon), theatre)]
    lats, lons = zip(*theatre, *near, strict=True)
    return {
        "units": shown,
        "sectors": _collection([_sector(each) for each in placed if each.range_km]),
        "launch_areas": _collection(outlines),
        "aims": [
            {
                "id": place.id, "name": place.name, "lat": place.lat, "lon": place.lon,
                "people": place.people, "beneficiary": place.beneficiary,
            }
            for place in case.places
        ],
        "bounds": [min(lons), min(lats), max(lons), max(lats)],
        "note": NOTE,
    }  # fmt: skip


def engageable(asked: Asked, place: int) -> dict[str, Any]:
    """Return where how many shots can be had against the worst flight, under one of the two arrangements.

    Raises
    ------
    InputError
        A scenario whose coverage cannot be worked out.
    """
    name = asked.names[place]
    covered = run_coverage(asked.scenario, asked.catalogue, CoverageAsked(name, cell_km=CELL_KM))
    return {
        "arrangement": name,
        "geojson": coverage_geojson(covered, asked.catalogue),
        "engageable_share": plain(engageable_shares(covered)),
        "cell_km": CELL_KM,
        "assumptions": list(ASSUMPTIONS),
    }


def _places_in_reach(case: Case) -> list[Place]:
    """Return the places that a missile of the raid can be aimed at: the map need not show the others."""
    aimed = {int(place) for place in case.aims.place[case.flights.reachable_share > 0.0]}
    return [place for index, place in enumerate(case.places) if index in aimed]


def _is_near(spot: tuple[float, float], others: Sequence[tuple[float, float]]) -> bool:
    """Say whether a place (latitude, longitude) is near any of others."""
    near_rad = NEAR_KM * 1e3 / MEAN_RADIUS_M
    return any(central_angle_rad(spot, other) <= near_rad for other in others)


def _carried(case: Case) -> dict[str, dict[str, int]]:
    """Return the rounds that each unit carries, by interceptor."""
    found: dict[str, dict[str, int]] = {}
    shooters = case.forces.shooters
    for row, unit in enumerate(case.forces.shooter_unit):
        own = found.setdefault(case.forces.units[int(unit)].id, {})
        name = case.forces.interceptors[int(shooters.interceptor[row])]
        own[name] = own.get(name, 0) + int(shooters.magazine[row])
    return found


def _unit(placed: UnitPlaced, unit: PostureUnit, rounds: dict[str, int]) -> dict[str, Any]:
    return {
        "id": placed.id,
        "name": placed.name,
        "party": placed.party,
        "kind": placed.kind,
        "system": placed.system,
        "site": unit.site or (unit.station.name if unit.station else None),
        "lat": placed.lat,
        "lon": placed.lon,
        "available_share": placed.available_share,
        "sidc": CRUISER if "cruiser" in placed.system else SYMBOLS[placed.kind],
        "since": str(unit.since),
        "option": unit.option,
        "basis": unit.station.basis if unit.station else unit.basis,
        "cites": list(dict.fromkeys(cite.source for cite in unit.cites)),
        "interceptors": [{"id": name, "rounds": count} for name, count in rounds.items()],
        "range_km": placed.range_km,
    }


def _sector(unit: UnitPlaced) -> dict[str, Any]:
    width = FULL_CIRCLE_DEG if unit.sector_width_deg is None else unit.sector_width_deg
    centre = unit.sector_centre_deg or 0.0
    assert unit.range_km is not None
    properties = {
        "unit": unit.id, "name": unit.name, "party": unit.party, "system": unit.system,
        "range_km": unit.range_km, "centre_deg": centre, "width_deg": width,
    }  # fmt: skip
    outline = sector_outline(unit.lat, unit.lon, unit.range_km, centre, width)
    return _polygon(outline.tolist(), properties)


def _area(area: LaunchArea, used: LaunchAreaUsed) -> dict[str, Any]:
    if area.polygon is not None:
        ring = [[lon, lat] for lat, lon in area.polygon]
    else:
        ring = sector_outline(used.lat, used.lon, used.radius_km, 0.0, FULL_CIRCLE_DEG).tolist()
    return _polygon(ring, {"id": area.id, "name": area.name, "party": area.party, "label": "hypothetical"})


def _collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}


def _polygon(ring: Sequence[Sequence[float]], properties: dict[str, Any]) -> dict[str, Any]:
    """Return a feature whose ring is closed and runs counter-clockwise (RFC 7946)."""
    points = [[round(lon, DECIMALS), round(lat, DECIMALS)] for lon, lat in ring]
    if points[0] != points[-1]:
        points.append(points[0])
    east, north = np.array(points).T
    twice_area = float(np.sum(east[:-1] * north[1:] - east[1:] * north[:-1]))
    if twice_area < 0.0:
        points.reverse()
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [points]},
    }
