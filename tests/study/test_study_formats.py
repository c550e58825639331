"""Stores that older versions wrote are read, and those of unknown formats are not.

``stores/format_1_0`` and ``stores/format_1_1`` were written by the versions that wrote those formats, and lie
here as they left them.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from shieldwall.apps import studies
from shieldwall.apps.studies import Crewed
from shieldwall.model.errors import InputError
from shieldwall.study.sweep.formats import FORMAT, READABLE
from shieldwall.study.sweep.store import CELLS, Store

STORES = Path(__file__).parent / "stores"
OLD = ("format_1_0", "format_1_1")


def minor(format_: str) -> tuple[int, int]:
    first, second = format_.split(".")
    return int(first), int(second)


def test_two_minor_versions_back_are_read() -> None:
    newest = minor(FORMAT)
    assert [minor(each) for each in READABLE] == [(newest[0], newest[1] - back) for back in (2, 1, 0)]
    assert {Store(STORES / each).format for each in OLD} == set(READABLE[:2])


@pytest.mark.parametrize("name", OLD)
def test_every_cell_of_an_old_store_is_read(name: str) -> None:
    record = studies.show(STORES / name).record
    files = list((STORES / name / CELLS).glob("*/*.cell"))
    assert (record.cell_count, record.cells_to_run, len(files)) == (4, 0, 4)
    for row in record.cells:
        assert row.refused is None
        assert all(number is not None for number in row.values.values())


def test_numbers_of_an_old_store_are_those_in_its_files() -> None:
    record = studies.show(STORES / "format_1_0").record
    row = next(row for row in record.cells if row.sets == {"availability": "typical", "raid_size": 20})
    number = row.values["expected_leakers.integrated"]
    assert number is not None
    for file in (STORES / "format_1_0" / CELLS).glob("*/*.cell"):
        body = json.loads(file.read_bytes().partition(b"\n")[2])
        if body["asked"]["changes"] == row.sets:
            written = body["found"]["arrangements"]["integrated"]["expected_leakers"]
            assert written[:4] == [number.mean, number.mc_se, *(number.epistemic or ())]
            return
    raise AssertionError("the cell has no file")


@pytest.mark.parametrize("name", OLD)
def test_an_old_store_is_exported(name: str, tmp_path: Path) -> None:
    files = {file.name for file in studies.show(STORES / name).export(tmp_path)}
    assert {"study.json", "study.nc", "cells.csv", "outcomes.csv"} <= files


@pytest.mark.parametrize("name", OLD)
def test_an_old_store_is_not_gone_on_with_by_other_code(name: str, tmp_path: Path) -> None:
    copy = shutil.copytree(STORES / name, tmp_path / "store")
    with pytest.raises(InputError, match="was begun with"):
        studies.resume(copy, crew=Crewed(1))


@pytest.mark.parametrize("format_", ["0.9", "1.3", "2.0", "", None, 1.2])
def test_other_formats_are_refused(format_: object, tmp_path: Path) -> None:
    copy = shutil.copytree(STORES / "format_1_1", tmp_path / "store")
    manifest = json.loads((copy / "manifest.json").read_text())
    (copy / "manifest.json").write_text(json.dumps(manifest | {"format": format_}))
    with pytest.raises(InputError, match=r"this version reads 1\.0, 1\.1, 1\.2"):
        studies.show(copy)
