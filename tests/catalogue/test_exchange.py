"""Facts go out to a spreadsheet and come back; only what was changed changes."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from shieldwall.catalogue.checks import check
from shieldwall.catalogue.errors import CatalogueError
from shieldwall.catalogue.exchange import COLUMNS, export_facts, import_facts
from shieldwall.catalogue.load import Catalogue

Rows = list[dict[str, str]]


def as_rows(text: str) -> Rows:
    return list(csv.DictReader(io.StringIO(text)))


def as_text(rows: Rows) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@pytest.fixture
def edit(toy_catalogue: Catalogue, tmp_path: Path) -> Callable[..., Path]:
    """Write the exported table with cells of one fact changed."""

    def change(record: str, fact: str, **cells: str) -> Path:
        rows = as_rows(export_facts(toy_catalogue))
        (row,) = [row for row in rows if (row["record"], row["fact"]) == (record, fact)]
        row |= cells
        file = tmp_path / "facts.csv"
        file.write_text(as_text(rows), encoding="utf-8")
        return file

    return change


def test_a_table_that_was_not_touched_changes_nothing(toy_catalogue: Catalogue, tmp_path: Path) -> None:
    file = tmp_path / "facts.csv"
    file.write_text(export_facts(toy_catalogue), encoding="utf-8")
    assert import_facts(toy_catalogue, file, tmp_path / "overlay") == ()
    assert not (tmp_path / "overlay").exists()


def test_export_can_be_of_some_kinds(toy_catalogue: Catalogue) -> None:
    rows = as_rows(export_facts(toy_catalogue, ["radar", "satellite"]))
    assert {row["record"] for row in rows} == {"wide_eye", "high_eye"}
    assert tuple(rows[0]) == COLUMNS


def test_numbers_as_a_spreadsheet_writes_them_are_no_change(
    toy_catalogue: Catalogue, edit: Callable[..., Path]
) -> None:
    assert import_facts(toy_catalogue, edit("long_arrow", "max_range_km", value="1000.00")) == ()


def test_a_changed_cell_becomes_an_overlay_under_the_same_checks(
    toy_catalogue: Catalogue, edit: Callable[..., Path], toy: Path, tmp_path: Path
) -> None:
    file = edit(
        "long_arrow", "max_range_km", value="1100", cites="handbook\nrumour @ second table", low="900"
    )
    changes = import_facts(toy_catalogue, file, tmp_path / "overlay")
    assert [(change.column, change.before, change.after) for change in changes] == [
        ("value", "1000", "1100"),
        ("low", "", "900"),
        ("cites", "handbook", "handbook\nrumour @ second table"),
    ]
    changed = Catalogue(tmp_path / "overlay", shipped=toy)
    fact = changed.fact("long_arrow.max_range_km")
    assert (fact.value, fact.low, fact.disputes[0].value) == (1100.0, 900.0, 900.0)
    assert [(cite.source, cite.locator) for cite in fact.cites] == [
        ("handbook", None),
        ("rumour", "second table"),
    ]
    assert changed.fact("long_arrow.burnout_speed_km_s") == toy_catalogue.fact(
        "long_arrow.burnout_speed_km_s"
    )
    assert [finding for finding in check(changed) if finding.level == "error"] == []


def test_a_fact_that_was_missing_can_be_added(toy_catalogue: Catalogue, toy: Path, tmp_path: Path) -> None:
    file = tmp_path / "facts.csv"
    file.write_text(
        "record,fact,value,unit,basis,derivation\nlong_arrow,max_flight_time_s,300,s,assumed,Invented.\n",
        encoding="utf-8",
    )
    import_facts(toy_catalogue, file, tmp_path / "overlay")
    fact = Catalogue(tmp_path / "overlay", shipped=toy).fact("long_arrow.max_flight_time_s")
    assert (fact.value, fact.unit) == (300.0, "s")


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"value": "1,100"}, "facts.max_range_km.value: must be a number, not '1,100'"),
        ({"low": "1200"}, "low 1200 is above value 1000"),
        ({"unit": "m"}, "is in m, and must be in km"),
        ({"cites": ""}, "a reported fact needs at least one cite"),
        ({"rechecked_on": "1/2/2026"}, "must be a date"),
    ],
)
def test_a_change_that_would_not_load_is_refused_and_nothing_written(
    cells: dict[str, str],
    message: str,
    toy_catalogue: Catalogue,
    edit: Callable[..., Path],
    tmp_path: Path,
) -> None:
    file = edit("long_arrow", "max_range_km", **cells)
    with pytest.raises(CatalogueError) as refused:
        import_facts(toy_catalogue, file, tmp_path / "overlay")
    assert message in str(refused.value)
    assert not (tmp_path / "overlay").exists()


@pytest.mark.parametrize(
    ("text", "line", "field", "message"),
    [
        ("record,fact,valu\n", 1, "valu", "did you mean 'value'?"),
        ("record,value\n", 1, "", "needs the columns record and fact"),
        ("record,fact,value\nlong_arow,max_range_km,1\n", 2, "record", "did you mean 'long_arrow'?"),
        ("record,fact,value\ncutter,interceptors.7.load,1\n", 2, "value", "there is no 7 in the record"),
        ("record,fact,value\nlong_arrow,max_range_km\n", 2, "", "one cell to each column"),
        ('record,fact,value\nlong_arrow,max_range_km,"1\n', 2, "", "not valid CSV"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_with_its_line(
    text: str, line: int, field: str, message: str, toy_catalogue: Catalogue, tmp_path: Path
) -> None:
    file = tmp_path / "facts.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError) as refused:
        import_facts(toy_catalogue, file)
    (finding,) = refused.value.findings
    assert (finding.line, finding.field) == (line, field)
    assert message in finding.message
