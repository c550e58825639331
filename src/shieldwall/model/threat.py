"""What may be launched, and from which regions.

A threat is known by published range, burn time and class; nothing here concerns its warhead. Launch areas are
regions, never pads.
"""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from shieldwall.model.grounds import check_grounds
from shieldwall.model.measured import (
    KilogramsPerSquareMetre,
    Kilometres,
    Latitude,
    Longitude,
    MetresPerSecond,
    Probability,
    Seconds,
    SquareMetres,
)
from shieldwall.model.party import Party
from shieldwall.model.provenance import Basis, Cite, Identifier, Record

FlightClass = Literal["ballistic", "quasi_ballistic", "cruise", "unsupported"]


class Stage(Record):
    """One notional stage: its share of the burn time and of the velocity increment."""

    burn_share: float = Field(gt=0.0, le=1.0)
    delta_v_share: float = Field(gt=0.0, le=1.0)
    specific_impulse_s: float = Field(gt=100.0, lt=500.0)


class ThreatFacts(Record):
    """The numbers of a threat. Which of the optional ones are needed depends on the flight class."""

    max_range_km: Kilometres
    cross_section_m2: SquareMetres | None = None
    circular_error_km: Kilometres | None = None
    reliability: Probability | None = None
    burn_time_s: Seconds | None = None
    vertical_rise_s: Seconds | None = None
    ballistic_coefficient_kg_m2: KilogramsPerSquareMetre | None = None
    apogee_km: Kilometres | None = None
    cruise_height_km: Kilometres | None = None
    cruise_speed_m_s: MetresPerSecond | None = None


_NEEDED: dict[str, tuple[str, ...]] = {
    "ballistic": (
        "cross_section_m2", "reliability", "burn_time_s", "vertical_rise_s", "ballistic_coefficient_kg_m2",
    ),
    "quasi_ballistic": ("cross_section_m2", "reliability", "burn_time_s", "apogee_km"),
    "cruise": ("cross_section_m2", "reliability", "cruise_height_km", "cruise_speed_m_s"),
    "unsupported": (),
}  # fmt: skip


class Threat(Record):
    """A type of missile (folder ``threats``).

    ``range_control`` says how shorter ranges are flown: liquid engines are cut off early, solid motors burn
    out and loft. The shares of the stages each sum to one; ``stages_note`` says where they come from.
    An ``unsupported`` class (glide vehicles) is listed and never flown.

    .. code-block:: yaml

        id: nodong
        kind: threat
        name: Nodong
        party: PRK
        flight_class: ballistic          # ballistic | quasi_ballistic | cruise | unsupported
        range_control: cut_off           # cut_off | loft; leave out for cruise and unsupported
        stages:
          - {burn_share: 1.0, delta_v_share: 1.0, specific_impulse_s: 230}
        stages_note: One liquid stage; the specific impulse is that of its class (assumed).
        launch_areas: [prk_north_east]
        facts:
          max_range_km: {value: 1300, low: 1300, high: 1500, unit: km, basis: reported,
                         cites: [{source: some_source}]}
          burn_time_s: {value: 110, low: 100, high: 115, unit: s, spread: triangular, basis: assumed,
                        derivation: "..."}
          vertical_rise_s: {value: 10, low: 5, high: 15, unit: s, basis: assumed, derivation: "..."}
          ballistic_coefficient_kg_m2: {value: 5000, low: 3000, high: 8000, unit: kg/m2, basis: assumed,
                                        derivation: "..."}
          cross_section_m2: {value: 0.1, low: 0.02, high: 0.3, unit: m2, basis: assumed, derivation: "..."}
          reliability: {value: 0.8, low: 0.6, high: 0.95, unit: probability, basis: assumed,
                        derivation: "..."}
          circular_error_km: {value: 1.5, unit: km, basis: assumed, derivation: "..."}   # optional
          # quasi_ballistic: burn_time_s, apogee_km, cross_section_m2, reliability
          # cruise: cruise_height_km, cruise_speed_m_s, cross_section_m2, reliability
    """

    id: Identifier
    kind: Literal["threat"]
    name: str
    party: Party
    flight_class: FlightClass
    range_control: Literal["cut_off", "loft"] | None = None
    stages: tuple[Stage, ...] = Field(default=(), max_length=3)
    stages_note: str | None = None
    launch_areas: tuple[Identifier, ...]
    facts: ThreatFacts
    note: str | None = None

    @model_validator(mode="after")
    def _fits_its_class(self) -> Self:
        lacking = [name for name in _NEEDED[self.flight_class] if getattr(self.facts, name) is None]
        if lacking:
            raise ValueError(f"a {self.flight_class} threat needs facts {', '.join(lacking)}")
        if self.flight_class == "ballistic" and not (self.stages and self.range_control):
            raise ValueError("a ballistic threat needs stages and range_control")
        for share in ("burn_share", "delta_v_share"):
            total = sum(getattr(stage, share) for stage in self.stages)
            if self.stages and abs(total - 1.0) > 1e-6:
                raise ValueError(f"the {share} of the stages sum to {total:g}, not to 1")
        return self


class LaunchArea(Record):
    """A region from which threats may be launched, never a pad (folder ``launch_areas``).

    Either ``polygon``, a ring of ``[lat, lon]`` pairs, or ``centre`` with ``radius_km`` (at least 10 km).

    .. code-block:: yaml

        id: prk_north_east
        kind: launch_area
        name: North-east coast of the Korean peninsula
        party: PRK
        centre: [40.86, 129.66]          # lat, lon
        radius_km: 40
        basis: derived                   # reported needs cites; derived and assumed a derivation
        derivation: A circle around the test sites that some_source lists, rounded to 0.01 degree.
        cites: [{source: some_source}]
    """

    id: Identifier
    kind: Literal["launch_area"]
    name: str
    party: Party
    polygon: tuple[tuple[Latitude, Longitude], ...] | None = Field(default=None, min_length=3)
    centre: tuple[Latitude, Longitude] | None = None
    radius_km: float | None = Field(default=None, ge=10.0, le=1000.0)
    basis: Basis
    cites: tuple[Cite, ...] = ()
    derivation: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _is_one_region(self) -> Self:
        circle = self.centre is not None and self.radius_km is not None
        check_grounds(self.basis, self.cites, self.derivation)
        if (self.polygon is not None) == circle or (self.centre is None) != (self.radius_km is None):
            raise ValueError("a launch area is a polygon, or a centre with a radius_km: one of the two")
        return self
