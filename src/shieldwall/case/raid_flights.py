"""The flights that the hypothetical raid may fly: every launch area to every aim point within range.

What burn time a missile has is not known, so each pair is flown at three burn times, the middles of three
equally likely parts of the fact's range; an epistemic draw holds one of them. A cruise missile is flown at
three speeds in the same way, and a mixed raid holds the same part of every missile's range.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from shieldwall.case.aims import Aims
from shieldwall.case.kept import kept
from shieldwall.case.ledger import Input, Ledger, ground_of, quantile_si
from shieldwall.case.low_threats import at_levels, low_model
from shieldwall.model.errors import InputError
from shieldwall.model.raid import Raid, RaidPart
from shieldwall.model.threat import LaunchArea, Threat
from shieldwall.model.units import to_si
from shieldwall.physics.earth import geodesic
from shieldwall.physics.flight import (
    Booster,
    FlightLibrary,
    Stage,
    ThreatModel,
    Vehicle,
    calibrate,
    fly_many,
)
from shieldwall.physics.flight_records import Shape
from shieldwall.physics.in_range import in_range
from shieldwall.physics.low_flight import SHORTEST_RANGE_M

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

    The rows of a run go part by part; ``part_start`` (C + 1,) bounds the flights of each kind of missile and
    ``part`` (F,) numbers them. ``weight`` (F,) sums to one: parts by their share of the raid, within a part
    launch areas alike and aim points by people. ``aim`` and ``area`` (F,) number the aim points and launch
    areas; ``reachable_share`` (A,) is the share of areas that reach each aim point, parts by their share;
    ``level`` (draws,) is the burn time (or cruise speed) that each epistemic draw holds.
    """

    library: FlightLibrary
    count: int
    weight: npt.NDArray[np.float64]
    aim: npt.NDArray[np.int32]
    area: npt.NDArray[np.int32]
    part: npt.NDArray[np.int32]
    part_start: npt.NDArray[np.int32]
    reachable_share: npt.NDArray[np.float64]
    level: npt.NDArray[np.int8]

    def rows(self, draw: int) -> slice:
        """Return the rows of the library that hold in one epistemic draw."""
        first = int(self.level[draw]) * self.count
        return slice(first, first + self.count)


@dataclass(frozen=True)
class _PartFlights:
    """The flights of one kind of missile: a library by level, pairs (F, 2) of area and aim, weights (F,)."""

    libraries: list[FlightLibrary]
    pairs: npt.NDArray[np.int64]
    weight: npt.NDArray[np.float64]
    reachable_share: npt.NDArray[np.float64]


def threat_model(threat: Threat, ledger: Ledger) -> ThreatModel:
    """Return a ballistic threat of the catalogue as the physics takes it.

    Raises
    ------
    InputError
        The threat is not of the ballistic class.
    """
    facts = threat.facts
    if threat.flight_class != "ballistic" or threat.range_control is None:
        raise InputError(
            f"{threat.id} is {threat.flight_class}: only ballistic threats are flown here, not proxied by one"
        )
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
    raid: Raid, threats: Sequence[Threat], areas: Sequence[LaunchArea], aims: Aims, ledger: Ledger
) -> RaidFlights:
    """Return every flight of the raid from the launch areas to the aim points within range.

    Parameters
    ----------
    raid : Raid
        What is supposed; ``threats`` are the records of its parts, in order.
    areas : sequence of LaunchArea
        Those of all parts, each once.
    aims : Aims
        Where the missiles may fall.
    ledger : Ledger
        Where the facts read are noted.

    Raises
    ------
    InputError
        A class that is not flown, or a threat that reaches no aim point from any of its areas.
    """
    parts = []
    for part, threat in zip(raid.parts, threats, strict=True):
        held = [number for number, area in enumerate(areas) if area.id in part.launch_areas]
        parts.append(_part_flights(part, threat, areas, held, aims, ledger))
    fact = threats[0].facts.burn_time_s
    label = f"{threats[0].id}.{'cruise_speed_m_s' if fact is None else 'burn_time_s'}"
    level = np.minimum((ledger.uniform(label) * LEVELS).astype(np.int8), LEVELS - 1)
    fact = threats[0].facts.cruise_speed_m_s if fact is None else fact
    if fact is not None and fact.spread != "none":
        role, ground = "burn time or speed of the raid's missiles", ground_of(fact.basis)
        ends = quantile_si(fact, _LEVEL_UNIFORMS[[0, -1]]) / to_si(1.0, fact.unit)
        value = level.astype(np.float64)
        ledger.drew(Input(label, role, fact.basis, fact.unit, float(ends[0]), float(ends[1]), ground, value))
    counts = [len(part.pairs) for part in parts]
    pairs = np.concatenate([part.pairs for part in parts])
    shares = [part.share for part in raid.parts]
    return RaidFlights(
        library=stacked([part.libraries[level] for level in range(LEVELS) for part in parts]),
        count=len(pairs),
        weight=np.concatenate([share * part.weight for share, part in zip(shares, parts, strict=True)]),
        aim=pairs[:, 1].astype(np.int32),
        area=pairs[:, 0].astype(np.int32),
        part=np.repeat(np.arange(len(parts), dtype=np.int32), counts),
        part_start=np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
        reachable_share=np.average([part.reachable_share for part in parts], axis=0, weights=shares),
        level=level,
    )


def _part_flights(
    part: RaidPart, threat: Threat, areas: Sequence[LaunchArea], held: Sequence[int], aims: Aims,
    ledger: Ledger,
) -> _PartFlights:  # fmt: skip
    vehicles = _vehicles(threat, ledger)
    centres = np.array([middle(area) for area in areas])
    asked = (vehicles, centres, held, aims.position_deg, part.shape)
    pairs = kept(
        "pairs", asked, lambda: _reachable_pairs(centres, np.array(held), aims, vehicles, part.shape)
    )
    if not pairs.size:
        raise InputError(f"{threat.id} reaches nobody from the launch areas {', '.join(part.launch_areas)}")
    area, aim = pairs[:, 0], pairs[:, 1]

    def flown(vehicle: Vehicle) -> FlightLibrary:
        return fly_many(vehicle, centres[area], aims.position_deg[aim], part.shape, SAMPLE_S)

    def all_flown() -> list[FlightLibrary]:
        with ThreadPoolExecutor(LEVELS) as pool:
            return list(pool.map(flown, vehicles))

    libraries = kept("flights", asked, all_flown)
    weight = aims.people[aim]
    return _PartFlights(
        libraries=libraries,
        pairs=pairs,
        weight=weight / weight.sum(),
        reachable_share=np.bincount(aim, minlength=len(aims.people)) / len(held),
    )


def _vehicles(threat: Threat, ledger: Ledger) -> list[Vehicle]:
    """Return what flies at each level: burn times of a booster, or speeds of a cruise missile."""
    if threat.flight_class != "ballistic":
        return list(at_levels(threat, low_model(threat, ledger), _LEVEL_UNIFORMS))
    model = threat_model(threat, ledger)
    assert threat.facts.burn_time_s is not None
    burn_times = quantile_si(threat.facts.burn_time_s, _LEVEL_UNIFORMS)
    with ThreadPoolExecutor(LEVELS) as pool:
        return list(pool.map(lambda burn_time: calibrate(model, float(burn_time)), burn_times))


def middle(area: LaunchArea) -> tuple[float, float]:
    """Return the latitude and longitude in degrees that stand for a launch area."""
    if area.centre is not None:
        return area.centre
    assert area.polygon is not None
    lat, lon = np.mean(np.array(area.polygon), axis=0)
    return float(lat), float(lon)


def _reachable_pairs(
    centres: npt.NDArray[np.float64], held: npt.NDArray[np.int64], aims: Aims, vehicles: Sequence[Vehicle],
    shape: Shape,
) -> npt.NDArray[np.int64]:  # fmt: skip
    """Return the (area, aim) pairs that every vehicle reaches, rows of two numbers."""
    pairs = np.stack(np.meshgrid(held, np.arange(len(aims.people)), indexing="ij"), axis=-1).reshape(-1, 2)
    starts, ends = centres[pairs[:, 0]], aims.position_deg[pairs[:, 1]]
    length_m = np.atleast_1d(geodesic(starts, ends)[0])
    reached = np.ones(len(pairs), np.bool_)
    for vehicle in vehicles:
        if not isinstance(vehicle, Booster):
            reached &= (length_m <= vehicle.max_range_m) & (length_m >= SHORTEST_RANGE_M)
            continue
        farthest_m = vehicle.model.max_range_m
        reached &= length_m < SURELY_NOT * farthest_m
        doubtful = reached & (length_m >= SURELY_REACHED * farthest_m)
        if doubtful.any():
            reached[doubtful] = in_range(vehicle, starts[doubtful], ends[doubtful], shape)
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
