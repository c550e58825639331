"""The order of battle on a day: units by their dates, and options that enter only by name."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from shieldwall.model.posture import Option, PostureUnit, Swap
from shieldwall.model.systems import Load, Platform

if TYPE_CHECKING:
    from shieldwall.catalogue.load import Catalogue


def units_on(catalogue: Catalogue, on: dt.date, options: tuple[str, ...]) -> tuple[PostureUnit, ...]:
    """Return the units in place on a day under the named options, in order of id.

    An option brings in the units that carry its name, takes away those it removes, and swaps loads of one
    interceptor for another, the same number.

    Raises
    ------
    UnknownName
        An option that no record describes.
    """
    chosen = tuple(catalogue.record(Option, name) for name in options)
    names = frozenset(option.id for option in chosen)
    removed = {unit for option in chosen for unit in option.removes}
    units = (unit for unit in catalogue.records(PostureUnit) if unit.stands(on, names))
    swaps = tuple(swap for option in chosen for swap in option.swaps)
    return tuple(_with_swaps(catalogue, unit, swaps) for unit in units if unit.id not in removed)


def loads_of(catalogue: Catalogue, unit: PostureUnit) -> tuple[Load, ...]:
    """Return what a unit carries: its own loads, else its platform's; none for sensors and networks."""
    if not unit.has_platform:
        return ()
    if unit.loads is not None:
        return unit.loads
    return catalogue.record(Platform, unit.system).interceptors


def _with_swaps(catalogue: Catalogue, unit: PostureUnit, swaps: tuple[Swap, ...]) -> PostureUnit:
    now = {swap.old: swap.new for swap in swaps if not swap.parties or unit.party in swap.parties}
    if not now or not unit.has_platform:
        return unit
    loads = loads_of(catalogue, unit)
    changed = tuple(
        Load(interceptor=now.get(load.interceptor, load.interceptor), load=load.load) for load in loads
    )
    return unit if changed == loads else unit.model_copy(update={"loads": changed})
