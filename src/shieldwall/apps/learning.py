"""The verb of `cost learning`: a learning curve fitted to the published lots of an item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from shieldwall.case.procurement import LEVELS
from shieldwall.catalogue.ledgers import ledger, price_book
from shieldwall.catalogue.load import Catalogue, shipped
from shieldwall.economics.learning import Interval, LearningFit, Theory, fit, predict
from shieldwall.economics.money import year_label
from shieldwall.economics.production import SETTLED, lots_of
from shieldwall.model.errors import InputError, suggestion
from shieldwall.model.money import PriceMeasure, UnitPriceRow

MEASURES: Final[tuple[PriceMeasure, ...]] = ("flyaway", "total_unit", "gross")
"""Kinds of price, the one nearest to the round itself first; kinds are never mixed."""

THEORIES: Final[tuple[Theory, ...]] = ("crawford", "wright")
FEWEST_LOTS: Final = 3


@dataclass(frozen=True)
class LearningFound:
    """A learning curve with its interval; ``value`` is the slope.

    ``next_lot`` is what a coming lot of the same size as the last one would cost each.
    """

    schema: Literal["shieldwall.cost.learning/1"]
    item: str
    measure: str
    prices: str
    value: float
    fit: LearningFit
    next_lot: Interval
    next_lot_units: tuple[int, int]
    sources: tuple[str, ...]
    remark: str


def learning_of(
    item: str,
    *,
    measure: str | None = None,
    theory: str = "crawford",
    real_year: int | None = None,
    known: Catalogue | None = None,
) -> LearningFound:
    """Return the learning curve of an item, in constant prices.

    Parameters
    ----------
    item : str
        An item with published lots, such as ``thaad_line``.
    measure : str, optional
        ``flyaway``, ``total_unit`` or ``gross``; the first of them with enough lots if left out.
    theory : str
        ``crawford`` (unit) or ``wright`` (cumulative average).
    real_year : int, optional
        U.S. fiscal year whose prices are used; that of the last lot if left out.
    known : Catalogue, optional
        Where the prices come from.

    Raises
    ------
    InputError
        An unknown item, measure or theory, or too few lots.
    """
    catalogue = known or shipped()
    rows = ledger(catalogue, UnitPriceRow)
    items = dict.fromkeys(row.item for row in rows)
    if item not in items:
        raise InputError(f"no published price of {item!r}{suggestion(item, items)}")
    if measure is not None and measure not in MEASURES:
        raise InputError(f"unknown measure {measure!r}{suggestion(measure, MEASURES)}")
    if theory not in THEORIES:
        raise InputError(f"unknown theory {theory!r}{suggestion(theory, THEORIES)}")
    chosen: PriceMeasure = _measure(rows, item) if measure is None else MEASURES[MEASURES.index(measure)]
    levels = price_book(catalogue).named(LEVELS["USD", "us_fiscal"])
    mine = [row for row in rows if row.item == item and row.measure == chosen]
    year = real_year or max((row.year for row in mine if row.status in SETTLED), default=levels.years[-1])
    lots = lots_of(rows, item, chosen, year, levels)
    found = fit(lots, THEORIES[THEORIES.index(theory)])
    coming = (lots[-1].last + 1, lots[-1].last + lots[-1].quantity)
    return LearningFound(
        schema="shieldwall.cost.learning/1",
        item=item,
        measure=chosen,
        prices=year_label(year, "us_fiscal"),
        value=found.slope.value,
        fit=found,
        next_lot=predict(found, *coming),
        next_lot_units=coming,
        sources=tuple(dict.fromkeys(row.source for row in mine if row.status in SETTLED)),
        remark=(
            "The interval of the slope is below one: learning is shown."
            if found.learning_is_shown
            else "The interval of the slope reaches one: these lots do not show learning."
        ),
    )


def _measure(rows: Sequence[UnitPriceRow], item: str) -> PriceMeasure:
    for measure in MEASURES:
        years = {
            row.year
            for row in rows
            if (row.item, row.measure, row.through) == (item, measure, False)
            and row.quantity is not None
            and row.status in SETTLED
        }
        if len(years) >= FEWEST_LOTS:
            return measure
    raise InputError(f"{item} has fewer than {FEWEST_LOTS} published lots of one kind of price")
