"""Tables fit a hundred columns, show the digits that intervals justify, and lose nothing as CSV."""

import csv
import dataclasses
from pathlib import Path

import pytest

from shieldwall.model.arrangement import MECHANISMS
from shieldwall.model.outcomes import MEASURES, Comparison, Estimate
from shieldwall.report.tables import (
    LABELS,
    attribution_table,
    comparison_tables,
    interval_text,
    write_tables,
)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def test_every_measure_has_a_label() -> None:
    assert list(LABELS) == [measure.name for measure in MEASURES]


@pytest.mark.parametrize("build", [comparison_tables, lambda result: [attribution_table(result)]])
def test_tables_fit_a_hundred_columns(build, printed, result: Comparison) -> None:  # type: ignore[no-untyped-def]
    for table in build(result):
        lines = printed(table)
        assert max(len(line) for line in lines) <= 100
        assert sum(label in line for label in LABELS.values() for line in lines) >= len(LABELS)


def test_more_than_four_arrangements_make_a_second_table(result: Comparison) -> None:
    more = dict(result.arrangements) | {f"bound_{place}": result.arrangements["as_of"] for place in range(3)}
    tables = comparison_tables(dataclasses.replace(result, arrangements=more))
    assert [len(table.columns) for table in tables] == [5, 4]


@pytest.mark.parametrize(
    ("mean", "epistemic", "factor", "text"),
    [
        (6.04, (5.2, 7.1), 1.0, "6.0 (5.2…7.1)"),
        (0.7012, (0.62, 0.81), 100.0, "70 (62…81)"),
        (-0.021, (-0.056, 0.025), 100.0, "−2.1 (−5.6…2.5)"),
        (0.0, (0.0, 0.0), 1.0, "0.000"),
        (312.4, (273.0, 358.0), 1.0, "312 (273…358)"),
    ],
)
def test_digits_stop_where_the_interval_does(
    mean: float, epistemic: tuple[float, float], factor: float, text: str
) -> None:
    assert interval_text(Estimate(mean, 0.01, epistemic, epistemic), factor) == text


@pytest.mark.parametrize(("error", "text"), [(0.0, "3.14"), (0.02, "3.142"), (0.3, "3.14"), (4.0, "3")])
def test_without_an_interval_the_error_of_the_trials_gives_the_digits(error: float, text: str) -> None:
    assert interval_text(Estimate(3.14159, error, (3.14159, 3.14159), (0.0, 9.0))) == text


def test_csv_tables_are_long_and_complete(result: Comparison, tmp_path: Path) -> None:
    paths = {path.stem: path for path in write_tables(result, tmp_path)}
    assert set(paths) == {
        "arrangements", "differences", "cells", "attribution", "raid_size_curve", "facts_used",
    }  # fmt: skip
    rows = rows_of(paths["arrangements"])
    assert list(rows[0]) == ["arrangement", "measure", "party", "beneficiary", "statistic", "value"]
    # whole, two parties and one beneficiary, six statistics each
    assert len(rows) == len(result.arrangements) * len(MEASURES) * 4 * 6
    whole = [row for row in rows if row["party"] == row["beneficiary"] == "all"]
    assert len(whole) == len(result.arrangements) * len(MEASURES) * 6


def test_csv_values_are_those_of_the_result(result: Comparison, tmp_path: Path) -> None:
    paths = {path.stem: path for path in write_tables(result, tmp_path)}
    key = ("integrated", "warning_time_s", "JPN", "all", "epistemic_5")
    found = [
        float(row["value"])
        for row in rows_of(paths["arrangements"])
        if (row["arrangement"], row["measure"], row["party"], row["beneficiary"], row["statistic"]) == key
    ]
    parts = result.arrangements["integrated"].warning_time_s.by_party
    assert parts is not None
    # written with ten digits
    assert found == [pytest.approx(parts["JPN"].epistemic[0], rel=1e-9)]
    shares = rows_of(paths["attribution"])
    assert {row["mechanism"] for row in shares} == set(MECHANISMS)
    assert {"first_in", "last_in"} <= {row["statistic"] for row in shares}
    assert rows_of(paths["facts_used"])[0]["sources"] == "a_source"
