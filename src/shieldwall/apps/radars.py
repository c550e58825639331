"""The verbs `radar` and `horizon`: how far a radar sees, by equation, by published ranges, by the Earth."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from shieldwall.catalogue.load import Catalogue, shipped
from shieldwall.model.errors import InputError
from shieldwall.model.provenance import Fact
from shieldwall.model.systems import Radar
from shieldwall.model.threat import Threat
from shieldwall.model.version import CODE_VERSION
from shieldwall.sensing.radar import (
    Waveform,
    albersheim_db,
    horizon_range_m,
    radar_equation_range_m,
    scaled_range_m,
)
from shieldwall.sensing.sight import horizon_sight_m

if TYPE_CHECKING:
    from shieldwall.report.style import Saved

HIGHEST_KM: Final = 50_000.0
LEAST_M2: Final = 1e-12
MOST_M2: Final = 1e12
LEAST: Final = 1e-30
MOST: Final = 1e30
MOST_DB: Final = 300.0


@dataclass(frozen=True)
class EquationGiven:
    """What the radar equation is given; the defaults are a published worked example that gives 41,057 m.

    One antenna for both ways, one pulse, no clutter (MathWorks, Radar Toolbox reference, radareqrng).
    """

    frequency_hz: float = 10e9
    peak_power_w: float = 1e6
    pulse_width_s: float = 10e-6
    gain_db: float = 20.0
    signal_to_noise_db: float = 6.0
    cross_section_m2: float = 1.0
    noise_temperature_k: float = 290.0
    loss_db: float = 0.0


@dataclass(frozen=True)
class EquationAnswer:
    """The range at which one pulse gives the signal-to-noise ratio.

    ``detection_db`` is what a steady target needs per pulse for a 90% chance of detection at a false alarm
    in a million (Albersheim's closed form), and ``detection_range_km`` the range at which it is had.
    """

    schema: Literal["shieldwall.radar.equation/1"]
    given: EquationGiven
    range_km: float
    detection_db: float
    detection_range_km: float


@dataclass(frozen=True)
class RangeReading:
    """One reading of how far a radar sees: as published, and scaled to the cross-section asked for.

    ``role`` is value, low or high of the fact (what a study samples), or disputed (what another source says).
    """

    role: str
    published_km: float
    reference_cross_section_m2: float
    range_km: float
    sources: tuple[str, ...]
    reason: str | None


@dataclass(frozen=True)
class RadarRanges:
    """A radar of the catalogue against a target: every reading, by the fourth root of the cross-section.

    ``uncued_range_km`` is what the value comes to without a cue.
    """

    schema: Literal["shieldwall.radar.ranges/1"]
    radar: str
    name: str
    target: str
    cross_section_m2: float
    law: str
    readings: tuple[RangeReading, ...]
    uncued_range_km: float


@dataclass(frozen=True)
class Horizon:
    """How far a radar can see a target before the Earth hides it.

    ``range_km`` is on the 4/3 Earth all the way up, the rule of thumb; ``straight_km`` without any bending;
    ``sight_km`` with bending in the lower ten kilometres only, which is what the model uses.
    """

    schema: Literal["shieldwall.horizon/1"]
    height_m: float
    altitude_km: float
    range_km: float
    straight_km: float
    sight_km: float


def equation(given: EquationGiven) -> EquationAnswer:
    """Return what the radar equation gives.

    Raises
    ------
    InputError
        Something that must be above zero is not, or a number is not finite.
    """
    for name, value in vars(given).items():
        if not math.isfinite(value):
            raise InputError(f"{name.replace('_', ' ')} {value:g}: a finite number")
        if name.endswith("_db") and abs(value) > MOST_DB:
            raise InputError(f"{name.replace('_', ' ')} {value:g}: from {-MOST_DB:g} to {MOST_DB:g}")
        if not name.endswith("_db") and not LEAST <= value <= MOST:
            raise InputError(f"{name.replace('_', ' ')} {value:g}: above zero, from {LEAST:g} to {MOST:g}")
    waveform = Waveform(
        given.frequency_hz, given.peak_power_w, given.pulse_width_s, given.noise_temperature_k, given.loss_db
    )
    needed_db = albersheim_db(0.9, 1e-6)
    asked_m, detected_m = (
        radar_equation_range_m(waveform, given.gain_db, ratio_db, given.cross_section_m2)
        for ratio_db in (given.signal_to_noise_db, needed_db)
    )
    return EquationAnswer("shieldwall.radar.equation/1", given, asked_m / 1e3, needed_db, detected_m / 1e3)


def ranges(
    radar: str,
    *,
    cross_section_m2: float | None = None,
    threat: str | None = None,
    known: Catalogue | None = None,
) -> RadarRanges:
    """Return how far a radar of the catalogue sees a target, in every published reading.

    Parameters
    ----------
    radar : str
        Id of a radar.
    cross_section_m2 : float, optional
        Of the target; the reference cross-section of the radar if neither is given.
    threat : str, optional
        A threat whose cross-section is meant.
    known : Catalogue, optional
        Where facts come from.

    Raises
    ------
    InputError
        An unknown radar or threat, both targets at once, or a cross-section that is not above zero.
    """
    catalogue = known or shipped()
    record = catalogue.record(Radar, radar)
    facts = record.facts
    reference = facts.reference_cross_section_m2.value
    target, size = _target(catalogue, threat, cross_section_m2, reference)
    published = facts.reference_range_km

    def reading(
        role: str, range_km: float, grounds: Fact | tuple[str, ...], reason: str | None
    ) -> RangeReading:
        sources = tuple(c.source for c in grounds.cites) if isinstance(grounds, Fact) else grounds
        scaled = float(scaled_range_m(range_km * 1e3, reference, size)) / 1e3
        return RangeReading(role, range_km, reference, scaled, sources, reason)

    found = [reading("value", published.value, published, published.derivation)]
    if published.low is not None and published.high is not None:
        found += [
            reading("low", published.low, published, None),
            reading("high", published.high, published, None),
        ]
    found += [
        reading("disputed", dispute.value, tuple(cite.source for cite in dispute.cites), dispute.reason)
        for dispute in published.disputes
        if dispute.value is not None
    ]
    return RadarRanges(
        schema="shieldwall.radar.ranges/1",
        radar=record.id,
        name=record.name,
        target=target,
        cross_section_m2=size,
        law="range = published range x (cross-section / reference cross-section)^(1/4)",
        readings=tuple(found),
        uncued_range_km=found[0].range_km * facts.uncued_range_ratio.value,
    )


def _target(
    catalogue: Catalogue, threat: str | None, cross_section_m2: float | None, reference: float
) -> tuple[str, float]:
    if threat is not None and cross_section_m2 is not None:
        raise InputError("give a threat or a cross-section, not both")
    if threat is not None:
        fact = catalogue.record(Threat, threat).facts.cross_section_m2
        if fact is None:
            raise InputError(f"{threat} has no cross-section in the catalogue")
        return threat, fact.value
    if cross_section_m2 is None:
        return "the reference target", reference
    if not LEAST_M2 <= cross_section_m2 <= MOST_M2:
        raise InputError(
            f"cross-section {cross_section_m2:g} m2: above zero, from {LEAST_M2:g} to {MOST_M2:g}"
        )
    return f"{cross_section_m2:g} m2", cross_section_m2


def horizon(height_m: float, altitude_km: float) -> Horizon:
    """Return how far a radar at a height sees a target at an altitude.

    Raises
    ------
    InputError
        A height below the surface, or out of any reason.
    """
    for name, value, most, unit in (
        ("height", height_m, HIGHEST_KM * 1e3, "m"),
        ("altitude", altitude_km, HIGHEST_KM, "km"),
    ):
        if not 0.0 <= value <= most:
            raise InputError(f"{name} {value:g} {unit}: from 0 to {most:g} {unit} above the surface")
    return Horizon(
        schema="shieldwall.horizon/1",
        height_m=height_m,
        altitude_km=altitude_km,
        range_km=horizon_range_m(height_m, altitude_km * 1e3) / 1e3,
        straight_km=horizon_sight_m(height_m, altitude_km * 1e3, bends=False) / 1e3,
        sight_km=horizon_sight_m(height_m, altitude_km * 1e3) / 1e3,
    )


def draw_horizon(found: Horizon, folder: Path) -> Saved:
    """Draw how far the antenna sees targets up to one and a half times the altitude asked about."""
    import numpy as np

    from shieldwall.report.profiles import horizon_chart

    highest_km = 1.5 * found.altitude_km if found.altitude_km > 0.0 else 1.0
    # lower down the curves bend most
    altitude_km = highest_km * np.linspace(0.0, 1.0, 81) ** 2
    answers = [horizon(found.height_m, float(height)) for height in altitude_km]
    ranges_km = {
        "bending in the lower ten kilometres (the model's)": np.array([each.sight_km for each in answers]),
        "4/3 Earth all the way up": np.array([each.range_km for each in answers]),
        "no bending": np.array([each.straight_km for each in answers]),
    }
    asked = (found.sight_km, found.altitude_km)
    notes = (f"Shieldwall {CODE_VERSION}.",)
    return horizon_chart(found.height_m, altitude_km, ranges_km, asked, folder, notes)
