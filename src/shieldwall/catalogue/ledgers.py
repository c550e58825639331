"""The tables of rates, budgets and prices as typed records, whichever table they stand in.

A table belongs to a kind of row when its columns are the fields of that record, so an overlay adds budget
lines or exchange rates by adding a table.
"""

from __future__ import annotations

from typing import Final, TypeVar

from shieldwall.catalogue.load import Catalogue
from shieldwall.catalogue.tables import TableData
from shieldwall.economics.prices import PriceBook, YearlySeries, series_of
from shieldwall.model.errors import InputError
from shieldwall.model.money import YearlyIndex, YearlyRate, read_rows
from shieldwall.model.provenance import Record

FOLDER: Final = "prices"

R = TypeVar("R", bound=Record)


def ledger(catalogue: Catalogue, record: type[R]) -> tuple[R, ...]:
    """Return every row of a kind, table by table in order of id.

    Parameters
    ----------
    catalogue : Catalogue
        The shipped facts, with overlays or without.
    record : type of Record
        ``BudgetLine``, ``UnitPriceRow``, ``SaleCase``, ``ProductionRate``, ``Replacement``, ``CostElement``,
        ``ThreatCost`` or ``PublishedClaim``.

    Raises
    ------
    CatalogueError
        A table is refused.
    InputError
        A row is not such a record; the message names the table, the row and the column.
    """
    found: list[R] = []
    for table in _tables(catalogue, record):
        try:
            found += read_rows(record, table.rows)
        except InputError as refused:
            raise InputError(f"table {table.about.id}: {refused}") from None
    return tuple(found)


def price_book(catalogue: Catalogue) -> PriceBook:
    """Return every series of exchange rates and price levels.

    Raises
    ------
    CatalogueError, InputError
        A table or a row is refused.
    """
    series: list[YearlySeries] = []
    for record in (YearlyRate, YearlyIndex):
        for table in _tables(catalogue, record):
            series += series_of(table.about, table.rows)
    return PriceBook(tuple(series))


def _tables(catalogue: Catalogue, record: type[Record]) -> list[TableData]:
    fields = set(record.model_fields)
    named = [name for name, file in catalogue.tables().items() if file.parent.name == FOLDER]
    tables = [catalogue.table(name) for name in sorted(named)]
    return [table for table in tables if {column.name for column in table.about.columns} == fields]
