"""The closed vocabulary of units: what a fact may be measured in, and what one of it is in SI.

Units are words in names (``range_km``) and labels on facts, never objects inside the physics. An unknown
unit is an error that offers the nearest known one.
"""

from __future__ import annotations

from typing import Final, Literal, get_args

Unit = Literal[
    "m", "km", "m/s", "km/s", "s", "min", "h", "deg", "rad", "m2", "kg", "kg/m2", "Hz", "dB", "K", "W",
    "count", "people", "probability", "share", "ratio", "per_hour", "per_year", "year",
    "USD", "million_USD", "billion_USD", "JPY", "million_JPY", "billion_JPY", "JPY/USD",
]  # fmt: skip
"""Every unit a fact may carry."""

UNITS: Final[tuple[str, ...]] = get_args(Unit)
MONEY: Final[frozenset[str]] = frozenset(
    unit for unit in UNITS if unit.endswith(("USD", "JPY")) and "/" not in unit
)

_SI_FACTOR: Final[dict[str, float]] = {
    "km": 1e3, "km/s": 1e3, "min": 60.0, "h": 3600.0, "deg": 0.017453292519943295,
    "million_USD": 1e6, "billion_USD": 1e9, "million_JPY": 1e6, "billion_JPY": 1e9,
    "per_hour": 1.0 / 3600.0,
}  # fmt: skip


def to_si(value: float, unit: str) -> float:
    """Return ``value`` in SI (money in whole dollars or yen; counts, shares and years unchanged).

    Parameters
    ----------
    value : float
        The number as the source gives it.
    unit : str
        One of `UNITS`.

    Returns
    -------
    float
        The same quantity in metres, seconds, radians, kilograms, or whole currency units.

    Raises
    ------
    ValueError
        The unit is not in the vocabulary.

    Examples
    --------
    >>> to_si(3.0, "km/s")
    3000.0
    """
    if unit not in UNITS:
        raise ValueError(f"unknown unit {unit!r}; known units: {', '.join(UNITS)}")
    return value * _SI_FACTOR.get(unit, 1.0)
