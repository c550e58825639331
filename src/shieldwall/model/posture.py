"""Who stood where, and when: units with their days, and the options that enter only by name.

A unit is one ship, battery, radar site, constellation or command network for one period. ``from`` is the
first day and ``until`` the first day on which it no longer holds, so that two periods may touch without
overlapping.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal, Self

from pydantic import Field, model_validator

from shieldwall.model.grounds import check_grounds, check_period
from shieldwall.model.measured import Latitude, Longitude
from shieldwall.model.party import Party
from shieldwall.model.provenance import Basis, Cite, Identifier, Record
from shieldwall.model.systems import Load

UnitKind = Literal["ship", "ground_battery", "radar_site", "satellite", "command"]


class Station(Record):
    """A notional place at sea where a ship would stand for this task, with its grounds."""

    name: str
    lat: Latitude
    lon: Longitude
    basis: Basis
    cites: tuple[Cite, ...] = ()
    derivation: str | None = None

    @model_validator(mode="after")
    def _has_grounds(self) -> Self:
        check_grounds(self.basis, self.cites, self.derivation)
        return self


class PostureUnit(Record):
    """One unit for one period (folder ``posture``).

    ``system`` names a platform (ship, ground_battery), a radar (radar_site), a satellite or a command
    network. Ships have a ``station`` and may also give their home port in ``lat`` and ``lon``; batteries
    and radar sites give ``lat`` and ``lon``. Periods of one ``hull`` (the ship or fire unit itself; by
    default the id) do not overlap: a refit is a second file with the same ``hull``.

    .. code-block:: yaml

        id: js_kongo
        kind: ship                       # ship | ground_battery | radar_site | satellite | command
        name: JS Kongo (DDG-173)
        party: JPN
        system: kongo_class
        hull: js_kongo                   # optional
        site: Sasebo
        lat: 33.17                       # home port; for batteries and radars the place itself
        lon: 129.72
        station: {name: Sea west of Honshu, lat: 37.5, lon: 135.5, basis: assumed,
                  derivation: "..."}
        from: 2007-12-18
        # until: 2028-01-01              # optional
        # sector_centre_deg: 290         # azimuth that a radar with a sector faces, from north
        # height_m: 500                  # of the antenna above sea level
        # loads: [{interceptor: sm3_1b, load: {...}}]     # in place of the platform's
        # option: aegis_ashore_akita     # enters only when this option is named, whatever the day
        basis: reported
        cites: [{source: some_source, locator: p. 1}]
    """

    id: Identifier
    kind: UnitKind
    name: str
    party: Party
    system: Identifier
    hull: Identifier | None = None
    site: str | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None
    height_m: float | None = Field(default=None, ge=-10.0, le=9000.0)
    sector_centre_deg: float | None = Field(default=None, ge=0.0, le=360.0)
    station: Station | None = None
    since: dt.date = Field(alias="from")
    until: dt.date | None = None
    loads: tuple[Load, ...] | None = None
    option: Identifier | None = None
    basis: Basis
    cites: tuple[Cite, ...] = ()
    derivation: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _is_somewhere(self) -> Self:
        check_period(self.since, self.until)
        check_grounds(self.basis, self.cites, self.derivation)
        if (self.lat is None) != (self.lon is None):
            raise ValueError("lat and lon come together")
        if self.kind == "ship" and self.station is None:
            raise ValueError("a ship needs a station")
        if self.kind != "ship" and self.station is not None:
            raise ValueError(f"only ships have a station, not a {self.kind}")
        if self.kind in {"ground_battery", "radar_site"} and (self.lat is None or self.site is None):
            raise ValueError(f"a {self.kind} needs site, lat and lon")
        return self

    @property
    def has_platform(self) -> bool:
        """Whether it is a ship or a battery, whose system is a platform."""
        return self.kind in {"ship", "ground_battery"}

    @property
    def position(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees of the station, else of the place; None for a network."""
        if self.station is not None:
            return self.station.lat, self.station.lon
        return None if self.lat is None or self.lon is None else (self.lat, self.lon)

    def stands(self, on: dt.date, options: frozenset[str]) -> bool:
        """Say whether the unit is in place on a day: by its dates, or because its option is named."""
        if self.option is not None:
            return self.option in options
        return self.since <= on and (self.until is None or on < self.until)


class Swap(Record):
    """Every load of one interceptor becomes a load of another, the same number."""

    old: Identifier
    new: Identifier
    parties: tuple[Party, ...] = ()


class Option(Record):
    """A planned, cancelled or imagined change of posture, which enters only by name (folder ``options``).

    Units with ``option: <id>`` come in, units in ``removes`` go, and ``swaps`` change loads (of the
    parties named; of all where none is named).

    .. code-block:: yaml

        id: sm3_2a_for_1a
        kind: option
        name: Block IIA in place of Block IA
        status: counterfactual           # planned | cancelled | counterfactual
        swaps: [{old: sm3_1a, new: sm3_2a, parties: [JPN]}]
        removes: []
        cites: [{source: some_source}]
        note: Cell for cell.
    """

    id: Identifier
    kind: Literal["option"]
    name: str
    status: Literal["planned", "cancelled", "counterfactual"]
    swaps: tuple[Swap, ...] = ()
    removes: tuple[Identifier, ...] = ()
    cites: tuple[Cite, ...] = ()
    note: str | None = None
