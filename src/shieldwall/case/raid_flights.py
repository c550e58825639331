"""The flights that the hypothetical raid may fly: every launch area to every aim point within range.

What burn time a missile has is not known, so each pair is flown at three burn times, the middles of three
equally likely parts of the fact's range; an epistemic draw holds one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from shieldwall.case.aims import Aims
from shieldwall.case.ledger import Ledger, quantile_si
from shieldwall.chance.streams import uniforms
from shieldwall.model.errors import InputError
from shieldwall.model.raid import Raid
from shieldwall.model.threat import LaunchArea, Threat
from shieldwall.physics.earth import geodesic
from shieldwall.physics.flight import Booster, FlightLibrary, Stage, ThreatModel, calibrate, fly_many
from shieldwall.physics.flight_records import Shape
from shieldwall.physics.in_range import in_range

SURELY_REACHED: Final = 0.9
SURELY_NOT: Final = 1.2
"""Shares of the maximum range on a still Earth between which the Earth's turning decides."""

LEVELS: Final = 3
SAMPLE_S: Final = 5.0
_LEVEL_UNIFORMS: Final[npt.NDArray[np.float64]] = (2.0 * np.arange(LEVELS, dtype=np.float64) + 1.0) / (
    2.0 * LEVELS
)


@dataclass(frozen=True)
class RaidFlights:
    """The flights of a case: `LEVELS` runs of F rows in one library, and what each row stands for.

    ``weight`` (F,) sums to one: launch areas alike, aim points by people. ``aim`` and ``area`` (F,) number
    the aim points and launch areas; ``reachable_share`` (A,) is the share of areas that reach each aim
    point; ``level`` (draws,) is the burn time that each epistemic draw holds.
    """

    library: FlightLibrary
    count: int
    weight: npt.NDArray[np.float64]
    aim: npt.NDArray[np.int32]
    area: npt.NDArray[np.int32]
    reachable_share: npt.NDArray[np.float64]
    level: npt.NDArray[np.int8]

    def rows(self, draw: int) -> slice:
        """Return the rows of the library that hold in one epistemic draw."""
        first = int(self.level[draw]) * self.count
        return slice(first, first + self.count)


def threat_model(threat: Threat, ledger: Ledger) -> ThreatModel:
    """Return a ballistic threat of the catalogue as the physics takes it.

    Raises
    ------
    InputError
        The threat is not of the ballistic class.
    """
    facts = threat.facts
    if threat.flight_class != "ballistic" or threat.range_control is None:
        raise InputError(f"{threat.id} is {threat.flight_class}; a raid is of a ballistic threat")
    assert facts.burn_time_s is not None
    assert facts.vertical_rise_s is not None
    assert facts.ballistic_coefficient_kg_m2 is not None
    burn_time = ledger.note(f"{threat.id}.burn_time_s", facts.burn_time_s, "burn time of the raid's missile")
    low, high = burn_time.bounds_si
    return ThreatModel(
        id=threat.id,
        stages=tuple(
            Stage(stage.burn_share * burn_time.si, stage.delta_v_share, stage.specific_impulse_s)
            for stage in threat.stages
        ),
        max_range_m=ledger.value(
            f"{threat.id}.max_range_km", facts.max_range_km, "range of the raid's missile"
        ),
        range_control=threat.range_control,
        vertical_rise_s=ledger.value(f"{threat.id}.vertical_rise_s", facts.vertical_rise_s, "flight"),
        ballistic_coefficient_kg_m2=ledger.value(
            f"{threat.id}.ballistic_coefficient_kg_m2", facts.ballistic_coefficient_kg_m2, "flight"
        ),
        burn_time_low_s=low,
        burn_time_high_s=high,
        demonstrated_apogee_m=(
            0.0
            if facts.apogee_km is None
            else ledger.value(f"{threat.id}.apogee_km", facts.apogee_km, "highest published apogee")
        ),
    )


def raid_flights(
    raid: Raid, threat: Threat, areas: Sequence[LaunchArea], aims: Aims, ledger: Ledger
) -> RaidFlights:
    """Return every flight of the raid from the launch areas to the aim points within range.

    Raises
    ------
    InputError
        The threat is not ballistic, or reaches no aim point from any area.
    """
    model = threat_model(threat, ledger)
    assert threat.facts.burn_time_s is not None
    burn_times = quantile_si(threat.facts.burn_time_s, _LEVEL_UNIFORMS)
    boosters = [calibrate(model, float(burn_time)) for burn_time in burn_times]
    centres = np.array([middle(area) for area in areas])
    pairs = _reachable_pairs(centres, aims, boosters, raid.shape)
    if not pairs.size:
        raise InputError(f"{threat.id} reaches nobody from the launch areas {', '.join(raid.launch_areas)}")
    area, aim = pairs[:, 0], pairs[:, 1]

    def flown(booster: Booster) -> FlightLibrary:
        return fly_many(booster, centres[area], aims.position_deg[aim], raid.shape, SAMPLE_S)

    with ThreadPoolExecutor(LEVELS) as pool:
        libraries = list(pool.map(flown, boosters))
    weight = aims.people[aim]
    draws = uniforms(ledger.seed, f"{threat.id}.burn_time_s", ledger.draws)
    return RaidFlights(
        library=stacked(libraries),
        count=len(pairs),
        weight=weight / weight.sum(),
        aim=aim.astype(np.int32),
        area=area.astype(np.int32),
        reachable_share=np.bincount(aim, minlength=len(aims.people)) / len(areas),
        level=np.minimum((draws * LEVELS).astype(np.int8), LEVELS - 1),
    )


def middle(area: LaunchArea) -> tuple[float, float]:
    """Return the latitude and longitude in degrees that stand for a launch area."""
    if area.centre is not None:
        return area.centre
    assert area.polygon is not None
    lat, lon = np.mean(np.array(area.polygon), axis=0)
    return float(lat), float(lon)


def _reachable_pairs(
    centres: npt.NDArray[np.float64], aims: Aims, boosters: Sequence[Booster], shape: Shape
) -> npt.NDArray[np.int64]:
    """Return the (area, aim) pairs that every booster reaches, rows of two numbers."""
    pairs = np.stack(
        np.meshgrid(np.arange(len(centres)), np.arange(len(aims.people)), indexing="ij"), axis=-1
    )
    pairs = pairs.reshape(-1, 2)
    starts, ends = centres[pairs[:, 0]], aims.position_deg[pairs[:, 1]]
    length_m = np.atleast_1d(geodesic(starts, ends)[0])
    reached = length_m < SURELY_REACHED * boosters[0].model.max_range_m
    doubtful = ~reached & (length_m < SURELY_NOT * boosters[0].model.max_range_m)
    for booster in boosters:
        if doubtful.any():
            doubtful[doubtful] = in_range(booster, starts[doubtful], ends[doubtful], shape)
    reached |= doubtful
    return pairs[reached]


def stacked(libraries: Sequence[FlightLibrary]) -> FlightLibrary:
    """Return libraries of one clock as one, padded to the longest the way a library pads itself."""
    most = max(library.altitude_m.shape[1] for library in libraries)
    columns: dict[str, Any] = {}
    for field in fields(FlightLibrary):
        values = [getattr(library, field.name) for library in libraries]
        if not isinstance(values[0], np.ndarray):
            continue
        if field.name in {"position_ecef_m", "velocity_ecef_m_s", "altitude_m"}:
            values = [_padded(value, most, field.name == "position_ecef_m") for value in values]
        columns[field.name] = np.concatenate(values)
    return replace(libraries[0], **columns)


def _padded(samples: npt.NDArray[np.float64], most: int, repeats: bool) -> npt.NDArray[np.float64]:
    lacking = most - samples.shape[1]
    widths = [(0, 0), (0, lacking), *([(0, 0)] * (samples.ndim - 2))]
    return np.pad(samples, widths, mode="edge" if repeats else "constant")
