"""One flight of a catalogue threat, as the physics flies it, with the refusals of each class."""

from __future__ import annotations

from typing import Final, cast

from shieldwall.case.ledger import Ledger
from shieldwall.case.raid_flights import threat_model
from shieldwall.catalogue.load import Catalogue
from shieldwall.model.errors import InputError, suggestion
from shieldwall.model.threat import Threat
from shieldwall.physics.earth import destination
from shieldwall.physics.flight import Flight, calibrate, fly
from shieldwall.physics.flight_records import Shape

SHAPES: Final = ("minimum_energy", "lofted", "depressed")


def fly_threat(
    catalogue: Catalogue,
    name: str,
    launch: tuple[float, float],
    aim: tuple[float, float] | None = None,
    *,
    azimuth_deg: float | None = None,
    range_km: float | None = None,
    apogee_km: float | None = None,
    shape: str = "minimum_energy",
) -> Flight:
    """Return the flight of a threat to an aim, or along an azimuth for a range.

    Raises
    ------
    InputError
        An unknown threat or shape, an aim given twice or not at all, or a flight that cannot be made.
    """
    threat = catalogue.record(Threat, name)
    if shape not in SHAPES:
        raise InputError(f"unknown shape {shape!r}{suggestion(shape, SHAPES)}")
    by_direction = azimuth_deg is not None and range_km is not None
    if (aim is not None) == by_direction or (azimuth_deg is None) != (range_km is None):
        raise InputError("give either an aim, or an azimuth together with a range")
    if aim is None:
        assert azimuth_deg is not None
        assert range_km is not None
        if range_km <= 0.0:
            raise InputError(f"a range is above zero, not {range_km:g} km")
        aim = destination(launch, azimuth_deg, range_km * 1e3)
    booster = calibrate(threat_model(threat, Ledger(0, 1)))
    return fly(booster, launch, aim, cast(Shape, shape), None if apogee_km is None else apogee_km * 1e3)
