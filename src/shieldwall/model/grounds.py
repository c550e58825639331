"""Rules that dated and grounded records share: periods run forward, ranges are in order, bases are backed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from shieldwall.model.provenance import Basis, Cite


def check_period(since: dt.date, until: dt.date | None) -> None:
    """Refuse a period that ends before, or on the day, it starts.

    Parameters
    ----------
    since : date
        First day.
    until : date or None
        First day on which it no longer holds; None where it still does.

    Raises
    ------
    ValueError
        ``until`` is not after ``since``.
    """
    if until is not None and until <= since:
        raise ValueError(f"until {until} is not after from {since}")


def check_range(low: float, value: float, high: float) -> None:
    """Refuse a value outside its own range.

    Parameters
    ----------
    low, value, high : float
        In one unit.

    Raises
    ------
    ValueError
        They are not in order.
    """
    if not low <= value <= high:
        raise ValueError(f"{low:g} <= {value:g} <= {high:g} does not hold")


def check_grounds(basis: Basis, cites: Sequence[Cite], derivation: str | None) -> None:
    """Refuse a basis that nothing backs.

    Parameters
    ----------
    basis : Basis
        ``reported``, ``derived`` or ``assumed``.
    cites : sequence of Cite
        A reported record needs at least one.
    derivation : str or None
        How a derived record was found, or why an assumed one is reasonable.

    Raises
    ------
    ValueError
        Reported without a cite, or derived or assumed without a derivation.
    """
    if basis == "reported" and not cites:
        raise ValueError("a reported record needs at least one cite")
    if basis != "reported" and not derivation:
        need = "its derivation" if basis == "derived" else "its reason in derivation"
        raise ValueError(f"{'a derived' if basis == 'derived' else 'an assumed'} record needs {need}")
