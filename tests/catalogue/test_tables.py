"""A table is read by its sidecar, each cell as what its column says."""

from __future__ import annotations

import datetime as dt

import pytest

from shieldwall.catalogue.errors import UnknownName
from shieldwall.catalogue.load import Catalogue
from shieldwall.catalogue.tables import read_cell
from shieldwall.model.table import Column


def test_cells_are_what_their_columns_say(toy_catalogue: Catalogue) -> None:
    table = toy_catalogue.table("trials")
    assert table.rows[0] == {
        "id": "t1", "on": dt.date(2005, 5, 5), "interceptor": "long_arrow", "outcome": "hit",
        "distance_km": 120.5, "crew": 40, "counted": True,
    }  # fmt: skip
    assert table.column("distance_km") == [120.5, None]
    assert table.lines == (2, 3)


def test_an_unknown_column_is_refused(toy_catalogue: Catalogue) -> None:
    with pytest.raises(
        UnknownName, match=r"unknown column of trials 'distance'; did you mean 'distance_km'\?"
    ):
        toy_catalogue.table("trials").column("distance")


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        ("number", "nan"), ("number", "inf"), ("number", "1_000"), ("number", "1,5"), ("whole", "1e3"),
        ("whole", "١٢ "), ("yes_no", "true"), ("date", "2005-02-30"),
    ],
)  # fmt: skip
def test_a_cell_that_is_not_of_its_type_is_refused(kind: str, cell: str) -> None:
    column = Column.model_validate({"name": "x", "type": kind, "description": "anything"})
    with pytest.raises(ValueError, match=r"^must be .*, not "):
        read_cell(column, cell)
