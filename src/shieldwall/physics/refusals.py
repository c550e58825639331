"""Why a flight cannot be given: one clear sentence each, all of them `ValueError`."""

from __future__ import annotations

from shieldwall.model.errors import InputError


class FlightError(InputError):
    """A flight that was asked for does not exist under the model."""


class BeyondRangeError(FlightError):
    """The aim is farther than the booster reaches from there, in that direction."""


class TooShortError(FlightError):
    """The aim is nearer than the booster can be made to fall."""


class ImpossibleApogeeError(FlightError):
    """No flight of that range has that apogee."""


class BadPlaceError(FlightError):
    """A latitude, longitude, range or apogee that is not a place or a length."""


class CannotFlyError(FlightError):
    """The booster itself is not consistent: it does not lift off, or cannot reach its published range."""


class UnsupportedError(FlightError):
    """A class of flight that is not modelled and never replaced by another."""
