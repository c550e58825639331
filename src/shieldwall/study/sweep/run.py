"""Run a study from its plan to its result: the sweep, more trials where asked, and searches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from shieldwall.catalogue.load import Catalogue
from shieldwall.model.outcomes import Versions
from shieldwall.model.study import RAID_SIZE, BreakEven, Converge
from shieldwall.study.progress import Progress, silent
from shieldwall.study.sweep.break_even import LOOKS, Crossing, crossing
from shieldwall.study.sweep.cells import CellAsked, numbers_of, value_of
from shieldwall.study.sweep.design import Design
from shieldwall.study.sweep.record import (
    SCHEMA,
    BreakEvenFound,
    Convergence,
    StudyRecord,
    regret_of,
    rows_of,
    sensitivities,
)
from shieldwall.study.sweep.run_cells import Sweep

NORMAL_90: Final = 1.6448536269514722
"""Standard errors on either side of the mean that hold nine tenths of a normal distribution."""


@dataclass(frozen=True)
class Ran:
    """A study that has run: its result, and how many cells this process ran or found damaged."""

    record: StudyRecord
    ran: int
    damaged: int


def run_study(design: Design, sweep: Sweep, catalogue: Catalogue, progress: Progress = silent) -> Ran:
    """Run what the store lacks, and return the whole result.

    Parameters
    ----------
    design : Design
        The plan.
    sweep : Sweep
        The store, and who runs cells.
    catalogue : Catalogue
        Where units of inputs come from.
    progress : callable
        Called with the stage and the share done.
    """
    count = design.cell_count
    sweep.ensure((design.asked(point) for point in design.points()), count, _told(progress, "cells"))
    doublings = _converge(design, sweep, progress) if design.study.converge else {}
    searches = tuple(_search(design, sweep, catalogue, each, progress) for each in design.study.break_even)
    progress("adding up", 1.0)
    return Ran(record_of(design, sweep, doublings, searches), sweep.ran, sweep.damaged)


def stored_study(design: Design, sweep: Sweep, catalogue: Catalogue) -> StudyRecord:
    """Return what a store holds of a study so far.

    Nothing is run: a search or a doubling that is not all there yet is left out.
    """
    doublings = _doublings_there(design, sweep)
    searches = []
    for asked in design.study.break_even:
        try:
            searches.append(_answered(catalogue, asked, _crossing(design, sweep.found, asked)))
        except KeyError:
            continue
    return record_of(design, sweep, doublings, tuple(searches))


def record_of(
    design: Design, sweep: Sweep, doublings: dict[int, int], searches: tuple[BreakEvenFound, ...]
) -> StudyRecord:
    """Return the result of what the store holds."""
    rows = tuple(rows_of(design, sweep, doublings))
    study, manifest = design.study, sweep.store.manifest
    return StudyRecord(
        schema=SCHEMA,
        id=study.id,
        title=study.title,
        question=study.question,
        scenario=design.scenario.id,
        seed=study.seed,
        cell_count=design.cell_count,
        cells_to_run=design.cell_count - len(rows),
        refused_count=sum(row.refused is not None for row in rows),
        quantities=tuple(quantity.name for quantity in design.quantities),
        cells=rows,
        sobol=sensitivities(design, rows),
        break_even=searches,
        regret=regret_of(design, sweep, doublings),
        convergence=_convergence(design, sweep, doublings),
        remarks=study.remarks,
        machines=tuple(manifest["machines"]),
        digests={name: manifest[f"{name}_digest"] for name in ("code", "data", "inputs")},
        versions=Versions(manifest["code"], manifest["data"], SCHEMA),
    )


def _told(progress: Progress, stage: str) -> Callable[[int, int], None]:
    def tell(done: int, count: int) -> None:
        progress(f"{stage}: {done:,} of {count:,}", done / max(count, 1))

    return tell


def _converge(design: Design, sweep: Sweep, progress: Progress) -> dict[int, int]:
    """Double the trials of cells whose interval is too wide; return the doublings by number of cell."""
    asked = design.study.converge
    assert asked is not None
    doublings = dict.fromkeys(range(design.cell_count), 0)
    open_cells = dict(enumerate(design.points()))
    while open_cells:
        open_cells = {
            number: point
            for number, point in open_cells.items()
            if _is_too_wide(sweep, design.asked(point, doublings[number]), asked)
            and design.study.draws << (doublings[number] + 1) <= asked.most_draws
        }
        for number in open_cells:
            doublings[number] += 1
        wanted = [design.asked(point, doublings[number]) for number, point in open_cells.items()]
        sweep.ensure(wanted, len(wanted), _told(progress, "more trials"))
    return doublings


def _doublings_there(design: Design, sweep: Sweep) -> dict[int, int]:
    """Return the most doublings by number of cell that the store holds without a gap."""
    if design.study.converge is None:
        return {}
    found = {}
    for number, point in enumerate(design.points()):
        times = 0
        while design.study.draws << (times + 1) <= design.study.converge.most_draws:
            if sweep.store.read(sweep.bench.key(design.asked(point, times + 1))) is None:
                break
            times += 1
        found[number] = times
    return found


def _width(sweep: Sweep, cell: CellAsked, asked: Converge) -> float | None:
    found = sweep.store.read(sweep.bench.key(cell))
    numbers = None if found is None else numbers_of(found, asked.quantity)
    return None if numbers is None or len(numbers) == 1 else 2.0 * NORMAL_90 * numbers[1]


def _is_too_wide(sweep: Sweep, cell: CellAsked, asked: Converge) -> bool:
    width = _width(sweep, cell, asked)
    return width is not None and width > asked.width


def _convergence(design: Design, sweep: Sweep, doublings: dict[int, int]) -> Convergence | None:
    asked = design.study.converge
    if asked is None:
        return None
    widths = [
        _width(sweep, design.asked(point, doublings.get(number, 0)), asked)
        for number, point in enumerate(design.points())
    ]
    known = [width for width in widths if width is not None]
    return Convergence(
        quantity=asked.quantity.name,
        width=asked.width,
        reached=sum(width <= asked.width for width in known),
        cells=design.cell_count,
        widest=max(known, default=None),
        most_draws=asked.most_draws,
    )


def _at(design: Design, asked: BreakEven, value: float) -> CellAsked:
    return design.asked({asked.input: value})


def _search(
    design: Design, sweep: Sweep, catalogue: Catalogue, asked: BreakEven, progress: Progress
) -> BreakEvenFound:
    """Search for a break-even: the first looks side by side, then one cell after another."""
    whole = asked.input == RAID_SIZE
    steps = [asked.low + (asked.high - asked.low) * step / (LOOKS - 1) for step in range(LOOKS)]
    first = [_at(design, asked, float(round(step)) if whole else step) for step in steps]
    sweep.ensure(first, len(first), _told(progress, f"break-even {asked.id}"))

    def found(cell: CellAsked) -> dict[str, object]:
        progress(f"break-even {asked.id}: narrowing", 1.0)
        return sweep.one(cell)

    return _answered(catalogue, asked, _crossing(design, found, asked))


def _crossing(design: Design, found: Callable[[CellAsked], dict[str, object]], asked: BreakEven) -> Crossing:
    return crossing(
        lambda value: value_of(found(_at(design, asked, value)), asked.quantity),
        (asked.low, asked.high),
        asked.target,
        asked.tolerance,
        is_whole=asked.input == RAID_SIZE,
    )


def _answered(catalogue: Catalogue, asked: BreakEven, where: Crossing) -> BreakEvenFound:
    unit = "missiles" if asked.input == RAID_SIZE else catalogue.fact(asked.input).unit
    return BreakEvenFound(
        id=asked.id,
        question=asked.question,
        input=asked.input,
        unit=unit,
        searched=(asked.low, asked.high),
        tolerance=asked.tolerance,
        quantity=asked.quantity.name,
        target=asked.target,
        verdict=where.verdict,
        value=where.value,
        low=where.low,
        high=where.high,
        crossings=where.crossings,
        evaluated=where.evaluated,
        answer=_sentence(asked, where, unit),
    )


def _sentence(asked: BreakEven, where: Crossing, unit: str) -> str:
    ends, quantity = f"{asked.low:g} to {asked.high:g} {unit}", asked.quantity.words
    if where.verdict == "not_defined":
        return f"{quantity.capitalize()} is not defined at enough values of {asked.input} from {ends}."
    if where.verdict == "absent":
        values = [value for _, value in where.evaluated if value is not None]
        return (
            f"At no value of {asked.input} from {ends} that was looked at does {quantity} reach "
            f"{_digits(asked.target)}: it runs from {_digits(min(values))} to {_digits(max(values))}."
        )
    assert where.low is not None
    assert where.high is not None
    more = f" It crosses {where.crossings} times; this is the first." if where.crossings > 1 else ""
    return (
        f"{quantity.capitalize()} passes {_digits(asked.target)} between {asked.input} = {where.low:.6g} and "
        f"{where.high:.6g} {unit}, other facts within their ranges and all luck the same.{more}"
    )


def _digits(value: float) -> str:
    return f"{value:.3g}".replace("-", "−")
