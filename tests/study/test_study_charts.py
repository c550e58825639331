"""Charts and tables of a study: every number drawn is in the CSV, and many settings still fit."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from rich.console import Console

from shieldwall.model.outcomes import Versions
from shieldwall.report.study_charts import axis_along, study_charts
from shieldwall.report.study_tables import number_text, quantity_label, study_tables
from shieldwall.study.sweep.record import (
    BreakEvenFound,
    CellRow,
    Number,
    RegretFound,
    Sensitivity,
    StudyRecord,
)
from shieldwall.study.sweep.regret import ChoiceRegret
from shieldwall.study.sweep.sensitivity import SobolIndex

QUANTITY = "expected_leakers.integrated-minus-unconnected"


def record(sets: list[dict[str, Any]], names: list[str | None] | None = None, **fields: Any) -> StudyRecord:
    """A study of cells that set these things."""
    cells = tuple(
        CellRow(
            number, (names or [None] * len(sets))[number], each, 16, 4, None, "An answer.",
            {QUANTITY: Number(float(number), 0.1, (number - 1.0, number + 1.0), (0.0, 9.0))},
        )
        for number, each in enumerate(sets)
    )  # fmt: skip
    usual: dict[str, Any] = {
        "schema": "shieldwall.study/1", "id": "drawn", "title": "A study that is drawn", "question": "How?",
        "scenario": "japan_2015", "seed": 1, "cell_count": len(cells), "cells_to_run": 0, "refused_count": 0,
        "quantities": (QUANTITY,), "cells": cells, "sobol": (), "break_even": (), "regret": None,
        "convergence": None, "remarks": ("A remark.",), "machines": ("one",), "digests": {},
        "versions": Versions("0.1.0", "0.1.0", "shieldwall.study/1"),
    }  # fmt: skip
    return StudyRecord(**(usual | fields))


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_sweep_has_every_number_in_its_csv(tmp_path: Path) -> None:
    sets = [
        {"availability": a, "reading": r, "raid_size": s}
        for a in ("all", "typical", "low")
        for r in ("default", "agency")
        for s in (40, 5, 10, 20)
    ]
    study = record(sets)
    (saved,) = study_charts(study, tmp_path)
    rows = rows_of(saved.csv)
    assert (saved.svg.name, len(rows)) == ("sweep.svg", 24)
    assert {float(row["mean"]) for row in rows} == {float(number) for number in range(24)}
    assert [row["raid_size"] for row in rows[:4]] == ["5", "10", "20", "40"], "numbers run upwards"
    assert saved.svg.stat().st_size > 10_000
    assert saved.png.stat().st_size > 10_000


def test_more_lines_than_marks_are_said_and_in_the_csv(tmp_path: Path) -> None:
    names = [f"cell {number}" for number in range(9) for _ in range(12)]
    sets = [
        {"options": (name,), "raid_size": size}
        for name, size in zip(names, list(range(1, 13)) * 9, strict=True)
    ]
    study = record(sets, names)  # type: ignore[arg-type]
    assert axis_along(study) == "raid_size"
    (saved,) = study_charts(study, tmp_path)
    assert len(rows_of(saved.csv)) == 108
    assert {row["line"] for row in rows_of(saved.csv)} == set(names)


def test_the_same_study_gives_the_same_bytes(tmp_path: Path) -> None:
    study = record([{"date": f"{year}-12-31"} for year in range(2007, 2026)])
    (first,), (second,) = study_charts(study, tmp_path / "a"), study_charts(study, tmp_path / "b")
    assert first.svg.read_bytes() == second.svg.read_bytes()
    assert first.csv.read_bytes() == second.csv.read_bytes()


def test_searches_indices_and_regret_are_drawn(tmp_path: Path) -> None:
    index = SobolIndex("tpy2.reference_range_km", 0.4, (0.3, 0.5), 0.6, (0.5, 0.7))
    search = BreakEvenFound(
        "halve", "When?", "raid_size", "missiles", (1.0, 9.0), 1.0, QUANTITY, 0.5, "found", 4.5, 4.0, 5.0, 1,
        ((1.0, 0.1), (4.0, 0.4), (5.0, 0.6), (9.0, None)), "Between 4 and 5.",
    )  # fmt: skip
    choice = ChoiceRegret("none", 1.0, 2.0, 0.5, 1.0, 0, 0.5, None)
    study = record(
        [{"raid_size": 5.0}],
        sobol=(Sensitivity(QUANTITY, {"availability": "all"}, 1.0, 0.5, 0, (index, index)),),
        break_even=(search,),
        regret=RegretFound("options", QUANTITY, "less", None, ({},), 0, (choice, choice)),
    )
    found = {saved.svg.stem: rows_of(saved.csv) for saved in study_charts(study, tmp_path)}
    assert set(found) == {"sobol", "break_even", "regret"}
    assert [float(row["first"]) for row in found["sobol"]] == [0.4, 0.4]
    assert [row["value"] for row in found["break_even"]] == ["0.1", "0.4", "0.6", ""]
    assert [float(row["greatest_regret"]) for row in found["regret"]] == [1.0, 1.0]
    console = Console(width=100, record=True, quiet=True)
    for table in study_tables(study):
        console.print(table)
    assert len(list(study_tables(study))) == 3


def test_a_study_of_one_cell_has_no_chart(tmp_path: Path) -> None:
    assert study_charts(record([{}]), tmp_path) == ()


def test_quantities_and_numbers_in_words() -> None:
    assert quantity_label(QUANTITY) == "expected leakers, integrated − unconnected"
    assert quantity_label("p_no_leak.as_of") == "chance of no leaker, as of"
    assert number_text(None) == "·"
    assert number_text(Number(0.5, None, None, None)) == "0.5"
    assert number_text(Number(3.14159, 0.1, (2.0, 4.0), (0.0, 9.0))) == "3.1 (2.0…4.0)"
