"""What the parties have: interceptors, radars, satellites, platforms and command networks.

One record is one subject and one YAML file, ``<folder>/<id>.yaml``. Its ``facts`` are a fixed set of
`Fact`s, each in the unit that its field name says. A quantity that no source gives is an *assumed* fact
with a wide range and its reason in ``derivation``; a field marked optional may be left out.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal, Self

from pydantic import Field, model_validator

from shieldwall.model.grounds import check_period
from shieldwall.model.measured import (
    AnySignDegrees,
    Count,
    Degrees,
    Hertz,
    KilogramsPerSquareMetre,
    Kilometres,
    KilometresPerSecond,
    Metres,
    MillionDollars,
    PerYear,
    Probability,
    Ratio,
    Seconds,
    Share,
    SquareMetres,
)
from shieldwall.model.party import Party
from shieldwall.model.provenance import Cite, Identifier, Record

Mode = Literal["organic", "launch_on_remote", "engage_on_remote"]


class Fielded(Record):
    """The day from which a party has a system in service, with the cites that say so."""

    party: Party
    since: dt.date = Field(alias="from")
    until: dt.date | None = None
    cites: tuple[Cite, ...] = ()
    note: str | None = None

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        check_period(self.since, self.until)
        return self


class InterceptorFacts(Record):
    """The numbers of an interceptor. Burnout speed is the actual speed at burnout of a 45 degree launch."""

    burnout_speed_km_s: KilometresPerSecond
    burn_time_s: Seconds
    lowest_elevation_deg: Degrees
    min_altitude_km: Kilometres
    max_altitude_km: Kilometres
    max_range_km: Kilometres
    max_flight_time_s: Seconds | None = None
    ballistic_coefficient_kg_m2: KilogramsPerSquareMetre | None = None
    unit_price_million_usd: MillionDollars | None = None
    external_validity_discount: Share | None = None


class Interceptor(Record):
    """An interceptor missile (folder ``interceptors``).

    ``ballistic_coefficient_kg_m2`` is given for interceptors that fly in the air; without it there is no
    drag. ``external_validity_discount`` is the share by which scripted tests overstate the odds.

    .. code-block:: yaml

        id: sm3_1a
        kind: interceptor
        name: SM-3 Block IA
        tier: upper                      # upper | lower
        parties: [JPN, USA]
        modes: [organic, launch_on_remote]
        fielded:
          - {party: USA, from: 2006-08-29, cites: [{source: some_source, locator: p. 3}]}
        facts:
          burnout_speed_km_s:
            value: 3.0
            low: 2.7
            high: 3.5
            unit: km/s
            spread: triangular
            basis: assumed
            derivation: No source gives it; open literature spreads over this range.
          max_range_km:
            value: 1000
            unit: km
            basis: reported
            cites: [{source: some_source, locator: p. 12, note: an analyst's estimate}]
            disputes:
              - {value: 700, cites: [{source: another_source}], reason: "An older figure; ..."}
            rechecked_on: 2026-11-21
          unit_price_million_usd:
            value: 13.5
            unit: million_USD
            price_year: 2013             # money without a price year does not load
            basis: reported
            cites: [{source: some_source}]
          # ... burn_time_s, lowest_elevation_deg, min_altitude_km, max_altitude_km
    """

    id: Identifier
    kind: Literal["interceptor"]
    name: str
    tier: Literal["upper", "lower"]
    parties: tuple[Party, ...] = Field(min_length=1)
    modes: tuple[Mode, ...] = Field(min_length=1)
    fielded: tuple[Fielded, ...]
    facts: InterceptorFacts
    note: str | None = None

    @model_validator(mode="after")
    def _has_a_band(self) -> Self:
        facts = self.facts
        if facts.min_altitude_km.value >= facts.max_altitude_km.value:
            raise ValueError("facts.min_altitude_km is not below facts.max_altitude_km")
        return self


class RadarFacts(Record):
    """The numbers of a radar, at one reference cross-section; one-sigma errors of a single update."""

    reference_range_km: Kilometres
    reference_cross_section_m2: SquareMetres
    sector_width_deg: Degrees
    lowest_elevation_deg: AnySignDegrees
    highest_elevation_deg: Degrees
    range_error_m: Metres
    angle_error_deg: Degrees
    update_rate_hz: Hertz
    uncued_range_ratio: Ratio


class Radar(Record):
    """A type of radar (folder ``radars``); where one stands is a posture unit.

    .. code-block:: yaml

        id: spy_1
        kind: radar
        name: AN/SPY-1D
        parties: [JPN, USA]
        band: S                          # optional
        facts:
          reference_range_km: {value: 310, low: 280, high: 500, unit: km, spread: triangular,
                               basis: reported, cites: [{source: some_source, locator: Table 2}]}
          uncued_range_ratio: {value: 0.6, low: 0.4, high: 0.8, unit: ratio, spread: uniform,
                               basis: assumed, derivation: "Search spreads the energy that a cue ..."}
          # ... the other seven
    """

    id: Identifier
    kind: Literal["radar"]
    name: str
    parties: tuple[Party, ...] = Field(min_length=1)
    band: str | None = None
    facts: RadarFacts
    note: str | None = None


class SatelliteFacts(Record):
    """When an infrared constellation reports a burning booster."""

    cloud_break_height_km: Kilometres
    revisit_s: Seconds
    processing_delay_s: Seconds


class Satellite(Record):
    """An early-warning constellation (folder ``satellites``); when it served is a posture unit.

    .. code-block:: yaml

        id: dsp_sbirs
        kind: satellite
        name: DSP and SBIRS
        party: USA
        facts:
          cloud_break_height_km: {value: 10, low: 6, high: 15, unit: km, spread: triangular,
                                  basis: assumed, derivation: "..."}
          revisit_s: {value: 10, unit: s, basis: reported, cites: [{source: some_source}]}
          processing_delay_s: {value: 30, low: 10, high: 90, unit: s, basis: assumed, derivation: "..."}
    """

    id: Identifier
    kind: Literal["satellite"]
    name: str
    party: Party
    facts: SatelliteFacts
    note: str | None = None


class Load(Record):
    """How many of one interceptor a platform carries for this task."""

    interceptor: Identifier
    load: Count


class PlatformFacts(Record):
    """What share of the owned units stands ready: ``all`` is one; ``typical`` and ``low`` are facts."""

    availability_typical: Share
    availability_low: Share


class Platform(Record):
    """A ship class or a type of ground battery (folder ``platforms``).

    ``radar`` is the platform's own fire-control radar. Loads may be overridden by a posture unit.

    .. code-block:: yaml

        id: kongo_class
        kind: platform
        name: Kongo-class destroyer
        type: ship_class                 # ship_class | ground_battery
        parties: [JPN]
        radar: spy_1
        interceptors:
          - interceptor: sm3_1a
            load: {value: 8, unit: count, basis: reported, cites: [{source: some_source}]}
        facts:
          availability_typical: {value: 0.5, low: 0.33, high: 0.75, unit: share, basis: assumed,
                                 derivation: "..."}
          availability_low: {value: 0.25, unit: share, basis: assumed, derivation: "..."}
    """

    id: Identifier
    kind: Literal["platform"]
    name: str
    type: Literal["ship_class", "ground_battery"]
    parties: tuple[Party, ...] = Field(min_length=1)
    radar: Identifier | None = None
    interceptors: tuple[Load, ...]
    facts: PlatformFacts
    note: str | None = None

    @model_validator(mode="after")
    def _is_ordered(self) -> Self:
        if self.facts.availability_low.value > self.facts.availability_typical.value:
            raise ValueError("facts.availability_low is above facts.availability_typical")
        return self


class CommandFacts(Record):
    """Delays and faults of one party's command network."""

    link_latency_s: Seconds
    decision_delay_s: Seconds
    civil_alert_delay_s: Seconds
    outage_probability: Probability
    kill_assessment_s: Seconds | None = None
    false_kill_probability: Probability | None = None
    missed_kill_probability: Probability | None = None
    false_track_probability: Probability | None = None
    false_alert_rate_per_year: PerYear | None = None
    fire_control_error_km: Kilometres | None = None


class Command(Record):
    """One party's command network (folder ``command``); what passes between parties is an agreement.

    ``false_kill_probability`` is the chance that a miss is read as a kill; ``missed_kill_probability`` that
    a kill is read as a miss; ``fire_control_error_km`` the predicted-intercept error at which a track is
    good enough to fire on.

    .. code-block:: yaml

        id: jadge
        kind: command
        name: JADGE
        party: JPN
        facts:
          link_latency_s: {value: 5, low: 2, high: 15, unit: s, spread: triangular, basis: assumed,
                           derivation: "..."}
          # ... decision_delay_s, civil_alert_delay_s, outage_probability
    """

    id: Identifier
    kind: Literal["command"]
    name: str
    party: Party
    facts: CommandFacts
    note: str | None = None
