"""Results as tables: short ones for the terminal, and complete tidy ones as CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from rich.table import Table

from shieldwall.model.arrangement import MECHANISMS
from shieldwall.model.outcomes import Attribution, Comparison, Estimate, Outcomes
from shieldwall.report import what_if_tables
from shieldwall.report.style import Cell, plain, write_rows
from shieldwall.report.table_parts import WIDEST as WIDEST
from shieldwall.report.table_parts import blank, interval_text, statistics

LABELS: Final[Mapping[str, str]] = {
    "engageable_share": "engageable, 1 shot, %",
    "engageable_share_two_shots": "engageable, 2 shots, %",
    "engageable_share_upper": "· upper tier, %",
    "engageable_share_upper_two_shots": "· upper tier, 2, %",
    "engageable_share_lower": "· lower tier, %",
    "p_no_leak": "chance of no leaker, %",
    "expected_leakers": "expected leakers",
    "warning_time_s": "warning time, s",
    "interceptors_expended": "interceptors expended",
    "interceptors_remaining": "· remaining",
    "duplicate_shots": "duplicate shots",
    "cost_expended_million_usd": "cost expended, $m",
}
"""A short name with its unit for each measure; shares are per cent of people."""

ACROSS: Final = 4
TABLES: Final = (
    "arrangements", "differences", "cells", "attribution", "raid_size_curve", "facts_used", "assumed_share",
    "without_one", "flips", "counterfactual", "second_raid",
)  # fmt: skip
"""Every table that a comparison may write."""
CURVE_MEASURES: Final = (
    "p_no_leak", "expected_leakers", "interceptors_expended", "targets_without_second_round",
    "targets_without_round",
)  # fmt: skip


def _text(estimate: Estimate | Attribution, label: str) -> str:
    return interval_text(estimate, 100.0 if label.endswith("%") else 1.0)


def comparison_tables(result: Comparison) -> list[Table]:
    """Return the outcomes as tables of at most four arrangements each, to fit a hundred columns."""
    names = list(result.arrangements)
    tables = []
    for start in range(0, len(names), ACROSS):
        shown = names[start : start + ACROSS]
        title = "Outcomes: mean (5th to 95th percentile over what is not known)" if start == 0 else None
        table = blank(title, "measure", [plain(name) for name in shown])
        for measure, label in LABELS.items():
            estimates = (getattr(result.arrangements[name], measure) for name in shown)
            table.add_row(label, *(_text(estimate, label) for estimate in estimates))
        tables.append(table)
    return tables


def attribution_table(result: Comparison) -> Table:
    """Return the Shapley value of each mechanism for each measure, mechanisms in fixed order."""
    shares = result.attribution
    names = [name for name in MECHANISMS if any(name in by_mechanism for by_mechanism in shares.values())]
    table = blank(
        "Difference associated with each mechanism (Shapley value)", "measure", [plain(n) for n in names]
    )
    for measure, label in LABELS.items():
        if measure in shares:
            table.add_row(label, *(_text(shares[measure][name], label) for name in names))
    return table


def _split(estimate: Estimate, party: str, beneficiary: str) -> Iterator[tuple[str, str, Estimate]]:
    """Yield an estimate and, below it, its parts by party and by beneficiary."""
    yield party, beneficiary, estimate
    for name, part in (estimate.by_party or {}).items():
        yield from _split(part, name, beneficiary)
    for name, part in (estimate.by_beneficiary or {}).items():
        yield from _split(part, party, name)


def _outcome_rows(heading: str, named: Mapping[str, Outcomes]) -> Iterator[dict[str, Cell]]:
    for name, outcomes in named.items():
        for measure, whole in outcomes.items():
            for party, beneficiary, estimate in _split(whole, "all", "all"):
                for statistic, value in statistics(estimate):
                    yield {
                        heading: name, "measure": measure, "party": party, "beneficiary": beneficiary,
                        "statistic": statistic, "value": value,
                    }  # fmt: skip


def _attribution_rows(result: Comparison) -> Iterator[dict[str, Cell]]:
    for measure, by_mechanism in result.attribution.items():
        for mechanism, share in by_mechanism.items():
            for statistic, value in statistics(share):
                yield {"mechanism": mechanism, "measure": measure, "statistic": statistic, "value": value}


def _curve_rows(result: Comparison) -> Iterator[dict[str, Cell]]:
    for point in result.raid_size_curve:
        for measure in CURVE_MEASURES:
            estimate: Estimate | None = getattr(point, measure)
            for statistic, value in statistics(estimate) if estimate is not None else ():
                yield {
                    "arrangement": point.arrangement, "raid_size": point.raid_size, "measure": measure,
                    "statistic": statistic, "value": value,
                }  # fmt: skip


def _fact_rows(result: Comparison) -> Iterator[dict[str, Cell]]:
    for fact in result.facts_used:
        yield {
            "fact": fact.fact, "role": fact.role, "value": fact.value, "unit": fact.unit, "basis": fact.basis,
            "sources": ";".join(fact.sources),
        }  # fmt: skip


def write_tables(result: Comparison, folder: Path) -> tuple[Path, ...]:
    """Write the whole result as tidy CSV tables, one row a number, into ``folder/tables``.

    Parameters
    ----------
    result : Comparison
        What a comparison found.
    folder : Path
        Made where it is not there yet.

    Returns
    -------
    tuple of Path
        ``arrangements``, ``differences``, ``cells``, ``attribution``, ``raid_size_curve``, ``facts_used``;
        and those of ``assumed_share``, ``without_one``, ``flips``, ``counterfactual`` and ``second_raid``
        that the result has.
    """
    place = folder / "tables"
    place.mkdir(parents=True, exist_ok=True)
    cells = {name: cell.measures for name, cell in result.cells.items()}
    tables: dict[str, Iterator[dict[str, Cell]]] = {
        "arrangements": _outcome_rows("arrangement", result.arrangements),
        "differences": _outcome_rows("difference", result.differences),
        "cells": _outcome_rows("cell", cells),
        "attribution": _attribution_rows(result),
        "raid_size_curve": _curve_rows(result),
        "facts_used": _fact_rows(result),
    }
    world = result.counterfactual.against_as_fielded if result.counterfactual else {}
    beside: dict[str, tuple[object, Iterator[dict[str, Cell]]]] = {
        "assumed_share": (result.assumed_share, what_if_tables.share_rows(result)),
        "without_one": (result.without_one, what_if_tables.loss_rows(result)),
        "flips": (result.flips, what_if_tables.flip_rows(result)),
        "counterfactual": (world, what_if_tables.world_rows(result)),
        "second_raid": (result.second_raid, what_if_tables.second_raid_rows(result)),
    }
    tables |= {name: rows for name, (found, rows) in beside.items() if found}
    return tuple(write_rows(place / f"{name}.csv", rows) for name, rows in tables.items())
