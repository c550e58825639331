"""The verb of `cost replenish`: how long it takes to make again what a raid expended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from shieldwall.catalogue.ledgers import ledger
from shieldwall.catalogue.load import Catalogue, shipped
from shieldwall.economics.production import replenishment
from shieldwall.economics.spread import Distribution, distribution
from shieldwall.model.errors import InputError
from shieldwall.model.money import ProductionRate, Replacement
from shieldwall.model.scenario import FEWEST_TRIALS, MOST_TRIALS, Scenario
from shieldwall.study.compare import DRAWS
from shieldwall.study.rounds import rounds_expended

ALL: Final = "all"
"""The row in which one line serves every party's order."""

NEVER: Final = "the line no longer makes it"
UNKNOWN: Final = "no production rate is published"
UNLISTED: Final = "nothing is recorded that replaces it"

REMARK: Final = (
    "The whole output of a line is taken unless a share is named, and other buyers wait. A rate is that of "
    "its year until the next one's; where the catalogue has none yet on the day, nothing counts as made "
    "before the first, so the time is at most that."
)


@dataclass(frozen=True)
class LineTime:
    """How long one line takes.

    Attributes
    ----------
    line : str
        Which line.
    years_low, years, years_high : float or None
        For the mean number of rounds: at the high rate and the low lead time, as stated, at the low rate and
        the high lead time; None where the line never makes enough.
    years_after_many : float or None
        As stated, for the 95th percentile of rounds over single raids.
    first_year : int
        First year with a rate of this line.
    at_most : bool
        Whether that year is after the order, so that the times are upper bounds.
    sources : tuple of str
        Of the rates.
    """

    line: str
    years_low: float | None
    years: float | None
    years_high: float | None
    years_after_many: float | None
    first_year: int
    at_most: bool
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Owed:
    """Rounds to replace, and the lines that could make them.

    ``party`` is `ALL` where every party's order of the same replacement is taken together. ``remark`` says
    why there is no line.
    """

    party: str
    interceptor: str
    replaced_by: str | None
    rounds: Distribution
    lead_time_years: tuple[float, float, float] | None
    lines: tuple[LineTime, ...]
    remark: str | None


@dataclass(frozen=True)
class CostReplenish:
    """Time to replace what a raid expended, by arrangement.

    ``value`` is, by arrangement, the years until the last party has the last round that a line can replace,
    each interceptor on its fastest line with all parties served together; null where none can be replaced.
    """

    schema: Literal["shieldwall.cost.replenish/1"]
    scenario: str
    ordered_on: str
    share_of_line: float
    value: dict[str, float | None]
    arrangements: dict[str, tuple[Owed, ...]]
    trials: int
    draws: int
    seed: int
    remark: str


def replenish(
    asked: Scenario,
    arrangements: Sequence[str] | None = None,
    *,
    share_of_line: float = 1.0,
    trials: int | None = None,
    draws: int = DRAWS,
    seed: int | None = None,
    known: Catalogue | None = None,
) -> CostReplenish:
    """Return how long it takes to replace what a raid expends, at dated production rates.

    Parameters
    ----------
    asked : Scenario
        What is asked; the order is placed on its date.
    arrangements : sequence of str, optional
        The scenario's own if left out.
    share_of_line : float
        Share of each line's output that goes to these orders.
    trials, draws, seed : int, optional
        How much is run.
    known : Catalogue, optional
        Where facts come from.

    Raises
    ------
    InputError
        An unknown arrangement, or a share or count out of range.
    """
    catalogue = known or shipped()
    names = tuple(arrangements) if arrangements else asked.arrangements
    count, chosen = asked.trials if trials is None else trials, asked.seed if seed is None else seed
    if not FEWEST_TRIALS <= count <= MOST_TRIALS:
        raise InputError(f"--trials {count}: from {FEWEST_TRIALS} to {MOST_TRIALS:,}")
    if not 0.0 < share_of_line <= 1.0:
        raise InputError(f"--share {share_of_line:g}: above 0 and at most 1")
    fired = rounds_expended(asked, names, catalogue, trials=count, draws=min(draws, count // 2), seed=chosen)
    workshop = _Workshop(catalogue, asked.date, share_of_line)
    owed = {
        name: _owed(workshop, fired.magazine_types, fired.battles[name].astype(np.float64)) for name in names
    }
    return CostReplenish(
        schema="shieldwall.cost.replenish/1",
        scenario=asked.id,
        ordered_on=asked.date.isoformat(),
        share_of_line=share_of_line,
        value={name: _until_all(rows) for name, rows in owed.items()},
        arrangements=owed,
        trials=count,
        draws=min(draws, count // 2),
        seed=chosen,
        remark=REMARK,
    )


class _Workshop:
    """What replaces what, which lines there are, and when the order is placed."""

    def __init__(self, catalogue: Catalogue, ordered_on: dt.date, share: float) -> None:
        self._replacements = {row.item: row for row in ledger(catalogue, Replacement)}
        self._rates = ledger(catalogue, ProductionRate)
        first_day = dt.date(ordered_on.year, 1, 1)
        self._start = ordered_on.year + (ordered_on - first_day).days / 365.25
        self._share = share

    def replacement(self, item: str) -> Replacement | None:
        return self._replacements.get(item)

    def row(self, party: str, item: str, rounds: Distribution) -> Owed:
        found = self._replacements.get(item)
        if found is None:
            return Owed(party, item, None, rounds, None, (), UNLISTED)
        rates = [rate for rate in self._rates if rate.item == found.replaced_by]
        lines = tuple(
            self._time(line, [rate for rate in rates if rate.line == line], rounds, found)
            for line in dict.fromkeys(rate.line for rate in rates)
        )
        remark = None
        if not rates:
            remark = UNKNOWN
        elif all(line.years is None for line in lines):
            remark = NEVER
        lead = (found.low, found.lead_time_years, found.high)
        return Owed(party, item, found.replaced_by, rounds, lead, lines, remark)

    def _time(
        self, line: str, rates: list[ProductionRate], rounds: Distribution, found: Replacement
    ) -> LineTime:
        def after(expended: float, lead: float) -> tuple[float | None, float | None, float | None]:
            done = replenishment(
                expended, self._start, rates, lead_time_years=lead, share_for_buyer=self._share
            )
            return done.years_low, done.years, done.years_high

        first_year = min(rate.year for rate in rates)
        return LineTime(
            line=line,
            years_low=after(rounds.mean, found.low)[0],
            years=after(rounds.mean, found.lead_time_years)[1],
            years_high=after(rounds.mean, found.high)[2],
            years_after_many=after(rounds.high, found.lead_time_years)[1],
            first_year=first_year,
            at_most=first_year > self._start,
            sources=tuple(dict.fromkeys(rate.source for rate in rates)),
        )


def _owed(
    workshop: _Workshop, magazine_types: Sequence[tuple[str, str]], battles: npt.NDArray[np.float64]
) -> tuple[Owed, ...]:
    rows = [
        workshop.row(party, item, distribution(battles[:, number]))
        for number, (party, item) in enumerate(magazine_types)
        if battles[:, number].any()
    ]
    together: dict[str, list[int]] = {}
    for number, (_, item) in enumerate(magazine_types):
        found = workshop.replacement(item)
        if found is not None and battles[:, number].any():
            together.setdefault(found.replaced_by, []).append(number)
    rows += [
        workshop.row(ALL, item, distribution(battles[:, numbers].sum(axis=1)))
        for item, numbers in together.items()
        if len(numbers) > 1
    ]
    return tuple(rows)


def _until_all(rows: Sequence[Owed]) -> float | None:
    """Return when the last order is filled, orders for one replacement served together."""
    joint = {row.replaced_by for row in rows if row.party == ALL}
    counted = [row for row in rows if row.party == ALL or row.replaced_by not in joint]
    fastest = [
        min(line.years for line in row.lines if line.years is not None)
        for row in counted
        if any(line.years is not None for line in row.lines)
    ]
    return max(fastest, default=None)
