"""Lines of sight: the range from each radar to each point of a flight, where geometry lets it look.

Geometry does not change from draw to draw, so it is worked out once for a scenario: sector, elevation limits
and horizon. What remains for a draw is to compare a range with how far the radar is taken to see.
"""

from __future__ import annotations

import math
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq

from shieldwall.physics.earth import MEAN_RADIUS_M, geodetic, local_frame
from shieldwall.physics.kernel import kernel
from shieldwall.sensing.radar import EFFECTIVE_RADIUS_M, Radars, horizon_range_m

BENDING_LAYER_M: Final = 10_000.0
"""Thickness of the lower atmosphere in which rays bend as on the 4/3 Earth; above it they run straight."""

_RAY_RADIUS_M: Final = 3.0 * EFFECTIVE_RADIUS_M
"""Radius of curvature of a ray in that layer: 1 / (1/R - 3/(4R)) = 4R, R the Earth's radius."""

Ranges = npt.NDArray[np.float32]


class RadarFrames(NamedTuple):
    """Where each radar stands and which way it looks, as the kernel reads it (N rows)."""

    position_ecef_m: npt.NDArray[np.float64]
    east_north_up: npt.NDArray[np.float64]
    sector_centre_rad: npt.NDArray[np.float64]
    half_width_rad: npt.NDArray[np.float64]
    floor_rad: npt.NDArray[np.float64]
    ceiling_rad: npt.NDArray[np.float64]
    farthest_m: npt.NDArray[np.float64]


@kernel
def apparent_elevation_rad(sine_elevation: float, range_m: float) -> float:
    """Return the elevation at which a radar sees a target that stands at a geometric elevation, rad.

    The ray bends with radius 4R while it is in the lower ten kilometres (length l, from the elevation) and
    is straight above: it lies d / (8R) over the chord within the layer, and l / (8R) (2 - l / d) beyond, d
    the range. Within the layer this is the 4/3 Earth; a full horizontal crossing bends by 0.9 degrees.
    """
    sine = max(sine_elevation, 0.0)
    inside_m = EFFECTIVE_RADIUS_M * (
        math.sqrt(sine * sine + 2.0 * BENDING_LAYER_M / EFFECTIVE_RADIUS_M) - sine
    )
    if range_m <= inside_m:
        lift = 0.5 * range_m / _RAY_RADIUS_M
    else:
        lift = 0.5 * inside_m / _RAY_RADIUS_M * (2.0 - inside_m / range_m)
    return math.asin(min(1.0, max(-1.0, sine_elevation))) + lift


def horizon_sight_m(antenna_height_m: float, target_altitude_m: float, *, bends: bool = True) -> float:
    """Return the longest range at which a radar sees a target over a smooth Earth, m.

    With bending, the range at which the apparent elevation has come down to the radar's own horizon, the rule
    by which this floor looks; without, the ray that just touches the Earth. The radar looks down to the dip
    of the 4/3 Earth, arccos(a / (a + h)).
    """
    antenna_m, target_m = MEAN_RADIUS_M + antenna_height_m, MEAN_RADIUS_M + target_altitude_m
    straight_m = sum(math.sqrt(radius_m**2 - MEAN_RADIUS_M**2) for radius_m in (antenna_m, target_m))
    if not bends:
        return straight_m
    dip_rad = math.acos(EFFECTIVE_RADIUS_M / (EFFECTIVE_RADIUS_M + antenna_height_m))

    def above_horizon_rad(range_m: float) -> float:
        sine = (target_m**2 - antenna_m**2 - range_m**2) / (2.0 * antenna_m * range_m)
        return float(apparent_elevation_rad(sine, range_m)) + dip_rad

    own_m = horizon_range_m(antenna_height_m, 0.0)
    nearest_m = max(own_m, abs(target_m - antenna_m), 1.0)
    if above_horizon_rad(nearest_m) <= 0.0:  # a target on the surface
        return own_m
    return float(brentq(above_horizon_rad, nearest_m, 1.5 * straight_m + nearest_m, xtol=0.1))


@kernel
def fill_sight_ranges(position: Any, sample_count: Any, radars: RadarFrames, range_m: Any) -> None:
    """Write ``range_m`` (F, K, N), metres; infinity where the radar cannot look or beyond its farthest."""
    for f in range(position.shape[0]):
        for k in range(position.shape[1]):
            for n in range(radars.farthest_m.shape[0]):
                range_m[f, k, n] = np.inf
                if k >= sample_count[f]:
                    continue
                x = position[f, k, 0] - radars.position_ecef_m[n, 0]
                y = position[f, k, 1] - radars.position_ecef_m[n, 1]
                z = position[f, k, 2] - radars.position_ecef_m[n, 2]
                square = x * x + y * y + z * z
                if square > radars.farthest_m[n] * radars.farthest_m[n] or square <= 0.0:
                    continue
                frame = radars.east_north_up[n]
                distance = math.sqrt(square)
                sine = (x * frame[2, 0] + y * frame[2, 1] + z * frame[2, 2]) / distance
                elevation = apparent_elevation_rad(sine, distance)
                if elevation < radars.floor_rad[n] or elevation > radars.ceiling_rad[n]:
                    continue
                if radars.half_width_rad[n] < math.pi:
                    east = x * frame[0, 0] + y * frame[0, 1] + z * frame[0, 2]
                    north = x * frame[1, 0] + y * frame[1, 1] + z * frame[1, 2]
                    off = math.atan2(east, north) - radars.sector_centre_rad[n]
                    off -= 2.0 * math.pi * math.floor(off / (2.0 * math.pi) + 0.5)
                    if abs(off) > radars.half_width_rad[n]:
                        continue
                range_m[f, k, n] = distance


def radar_frames(radars: Radars, farthest_range_m: npt.ArrayLike) -> RadarFrames:
    """Return the radars as the kernel reads them; a radar looks no lower than its own 4/3-Earth horizon."""
    latitude_deg, longitude_deg, height_m = geodetic(radars.position_ecef_m)
    dip_rad = np.arccos(EFFECTIVE_RADIUS_M / (EFFECTIVE_RADIUS_M + np.maximum(height_m, 0.0)))
    return RadarFrames(
        np.ascontiguousarray(radars.position_ecef_m),
        np.ascontiguousarray(local_frame(latitude_deg, longitude_deg)),
        radars.sector_centre_rad,
        0.5 * radars.sector_width_rad,
        np.maximum(radars.lowest_elevation_rad, -dip_rad),
        radars.highest_elevation_rad,
        np.ascontiguousarray(np.broadcast_to(np.asarray(farthest_range_m, np.float64), radars.party.shape)),
    )


def sight_ranges_m(
    position_ecef_m: npt.NDArray[np.float64],
    sample_count: npt.NDArray[np.int32],
    radars: Radars,
    farthest_range_m: npt.ArrayLike,
) -> Ranges:
    """Return the range to every sample of every flight that each radar's geometry lets it see.

    Parameters
    ----------
    position_ecef_m : (F, K, 3)
        Sampled flights.
    sample_count : (F,)
        Samples of each flight before padding.
    radars : Radars
        N radars.
    farthest_range_m : float or (N,)
        No draw will let the radar see farther than this; beyond it the range is not worked out.

    Returns
    -------
    (F, K, N) float32
        Metres; infinity outside sector or elevation limits, below the horizon, beyond the farthest range and
        after impact. Single precision is good to 0.1 m at 2,000 km.
    """
    range_m = np.empty((*position_ecef_m.shape[:2], radars.party.shape[0]), np.float32)
    fill_sight_ranges(position_ecef_m, sample_count, radar_frames(radars, farthest_range_m), range_m)
    return range_m
