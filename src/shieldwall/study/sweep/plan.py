"""Check a study against its scenario and catalogue, and count it, before any work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shieldwall.case.law import AS_OF
from shieldwall.catalogue.load import Catalogue
from shieldwall.catalogue.override import check_value, range_of
from shieldwall.model.arrangement import Arrangement
from shieldwall.model.doctrine import Doctrine
from shieldwall.model.errors import InputError, suggestion
from shieldwall.model.posture import Option
from shieldwall.model.raid import LARGEST_RAID, SMALLEST_RAID
from shieldwall.model.scenario import Scenario
from shieldwall.model.study import RAID_SIZE, Levels, Spread, Study
from shieldwall.study.sweep.cells import changes_and_inputs
from shieldwall.study.sweep.design import Design, Range, axes_of

MOST_CELLS: Final = 100_000


def plan(study: Study, scenario: Scenario, catalogue: Catalogue, workers: int) -> Design:
    """Return the design of a study, every name and size checked.

    Raises
    ------
    InputError
        An unknown name, a value that is refused, or more cells or hours than are run; the count of cells and
        an estimate of the time are given.
    """
    ranges = tuple(
        _range(name, given, catalogue) for name, given in study.inputs.items() if isinstance(given, Spread)
    )
    design = _design(study, scenario.but(seed=study.seed), ranges)
    refuse_too_large(design, workers)
    _check_names(design, catalogue)
    _check_inputs(design, catalogue)
    _check_quantities(design)
    return design


def planned_before(study: Study, scenario: Scenario, ranges: Mapping[str, tuple[float, float]]) -> Design:
    """Return the design of a study that was checked when it began, its ranges as they were then."""
    held = tuple(Range(name, low, high, name == RAID_SIZE) for name, (low, high) in ranges.items())
    return _design(study, scenario, held)


def _design(study: Study, scenario: Scenario, ranges: tuple[Range, ...]) -> Design:
    levels = {name: given.values for name, given in study.inputs.items() if isinstance(given, Levels)}
    return Design(study, scenario, axes_of(study), levels, ranges)


def refuse_too_large(design: Design, workers: int) -> None:
    """Refuse a study of more cells or hours than are run, with both."""
    cells, hours = design.most_cells, design.hours(workers)
    said = f"study {design.study.id} has {size_in_words(cells, hours, workers)}"
    if cells > MOST_CELLS:
        raise InputError(f"{said}; at most {MOST_CELLS:,} are run: shorten an axis or take fewer points")
    if hours > design.study.most_hours:
        raise InputError(
            f"{said}; at most {spoken(design.study.most_hours)} are run: shorten an axis, lower trials or "
            "draws, add workers, or raise most_hours"
        )


def size_in_words(cells: int, hours: float, workers: int) -> str:
    """Return how large a study is.

    Examples
    --------
    >>> size_in_words(1200, 0.5, 2)
    '1,200 cells, about 30 minutes on 2 workers'
    """
    return (
        f"{cells:,} {'cell' if cells == 1 else 'cells'}, {spoken(hours)} on {workers} "
        f"{'worker' if workers == 1 else 'workers'}"
    )


def spoken(hours: float) -> str:
    """Return a time in words that promise no more than they know.

    Examples
    --------
    >>> spoken(0.004), spoken(0.5), spoken(7.3), spoken(60_000.0)
    ('less than a minute', 'about 30 minutes', 'about 7.3 hours', 'about 6.8 years')
    """
    if hours < 1.0 / 60.0:
        return "less than a minute"
    if hours < 1.0:
        return f"about {hours * 60.0:.0f} minutes"
    if hours < 72.0:
        return f"about {hours:.2g} hours"
    return f"about {hours / 24.0:.3g} days" if hours < 24.0 * 730.0 else f"about {hours / 8766.0:,.2g} years"


def _range(name: str, given: Spread, catalogue: Catalogue) -> Range:
    if name == RAID_SIZE:
        low = SMALLEST_RAID if given.low is None else given.low
        high = LARGEST_RAID if given.high is None else given.high
        if not SMALLEST_RAID <= low <= high <= LARGEST_RAID or low != int(low) or high != int(high):
            raise InputError(f"input raid_size: whole numbers from {SMALLEST_RAID} to {LARGEST_RAID}")
        return Range(name, low, high, is_whole=True)
    fact = range_of(catalogue, name)
    ends = (fact.low if given.low is None else given.low, fact.high if given.high is None else given.high)
    if ends[0] is None or ends[1] is None or ends[0] >= ends[1]:
        raise InputError(
            f"input {name}: the catalogue has no range for it; give low and high, in {fact.unit}"
        )
    return Range(name, ends[0], ends[1], is_whole=False)


def _check_names(design: Design, catalogue: Catalogue) -> None:
    """Refuse names that nothing bears, and values that the scenario refuses, axis by axis."""
    points = design.listed + [{name: value} for name, values in design.axes.items() for value in values]
    known = {
        "options": catalogue.ids(Option),
        "doctrine": catalogue.ids(Doctrine),
        "arrangements": (*catalogue.ids(Arrangement), AS_OF),
    }
    for point in (*points, {"arrangements": design.arrangements}):
        for axis, names in known.items():
            given = point.get(axis, ())
            for name in (given,) if isinstance(given, str) else given:
                if name not in names:
                    raise InputError(
                        f"study {design.study.id}, {axis}: unknown {name!r}{suggestion(name, names)}"
                    )
        changes, _ = changes_and_inputs(point)
        changes.pop("arrangements", None)
        design.scenario.but(**changes)


def _check_inputs(design: Design, catalogue: Catalogue) -> None:
    ends = {each.name: (each.low, each.high) for each in design.ranges}
    ends |= {search.input: (search.low, search.high) for search in design.study.break_even}
    held = [*ends.items(), *design.levels.items()]
    held += [(name, (value,)) for cell in design.study.cells for name, value in cell.inputs.items()]
    for name, values in held:
        for value in values:
            if name == RAID_SIZE:
                design.scenario.but(raid_size=round(value))
            else:
                check_value(catalogue, name, value)


def _check_quantities(design: Design) -> None:
    study = design.study
    asked = [*design.quantities, *(search.quantity for search in study.break_even)]
    asked += [each.quantity for each in (study.regret, study.converge) if each is not None]
    compared = list(design.axes.get("arrangements", (design.arrangements,)))
    compared += [cell.arrangements for cell in study.cells if cell.arrangements]
    for quantity in asked:
        for name in (quantity.arrangement, quantity.minus, quantity.over):
            for names in compared:
                if name is not None and name not in names:
                    raise InputError(
                        f"study {study.id}: {quantity.name} needs {name!r}, which not every cell compares"
                        f"{suggestion(name, names)}"
                    )
