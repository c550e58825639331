"""What a study may vary, how many cells that is, and what is refused before any work."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shieldwall.catalogue.load import shipped
from shieldwall.model.errors import InputError
from shieldwall.study.sweep.design import Design
from shieldwall.study.sweep.file import read_study, scenario_of
from shieldwall.study.sweep.plan import plan, spoken
from shieldwall.study.sweep.points import base_points, quasi_random_points

StudyFile = Callable[..., Path]
BREAK_EVEN: dict[str, object] = {
    "id": "halve", "question": "?", "input": "raid_size", "low": 1.0, "high": 8.0, "tolerance": 1.0,
    "target": 1.0, "quantity": {"measure": "expected_leakers", "arrangement": "integrated"},
}  # fmt: skip


def design_of(file: Path, workers: int = 2) -> Design:
    study = read_study(file)
    return plan(study, scenario_of(study, file.parent, shipped()), shipped(), workers)


def refusal(file: Path) -> str:
    with pytest.raises(InputError) as refused:
        design_of(file)
    return str(refused.value)


def test_a_grid_runs_through_every_combination_once(study_file: StudyFile) -> None:
    dates, options = ["2015-12-02", "2018-06-01"], [[], ["thaad_japan_1"]]
    design = design_of(study_file(axes={"date": dates, "raid_size": [2, 4, 8], "options": options}))
    points = list(design.points())
    assert len(points) == design.cell_count == 12
    assert len({json.dumps(point, sort_keys=True) for point in points}) == 12
    # what moves units runs slowest, so that neighbours share windows
    assert [point["date"] for point in points] == ["2015-12-02"] * 6 + ["2018-06-01"] * 6
    assert [point["raid_size"] for point in points] == [2, 4, 8] * 4


def test_days_and_sizes_may_be_given_by_their_ends(study_file: StudyFile) -> None:
    axes = {
        "date": {"first": "2007-12-31", "last": "2010-12-31"},
        "raid_size": {"first": 5, "last": 20, "points": 4},
    }
    design = design_of(study_file(axes=axes))
    assert design.axes["date"] == ("2007-12-31", "2008-12-31", "2009-12-31", "2010-12-31")
    assert design.axes["raid_size"] == (5, 10, 15, 20)
    monthly = {"date": {"first": "2015-11-02", "last": "2016-02-01", "every": "month"}}
    assert design_of(study_file(axes=monthly)).axes["date"] == ("2015-11-02", "2015-12-02", "2016-01-02")


def test_cells_may_be_listed_by_name(study_file: StudyFile) -> None:
    cells = [
        {"name": "as it was"},
        {"name": "more radar", "inputs": {"tpy2.reference_range_km": 1500.0}, "raid_size": 8},
    ]
    design = design_of(study_file(cells=cells))
    first, second = (design.asked(point) for point in design.points())
    assert (first.changes, first.inputs) == ({}, {})
    assert (second.changes, second.inputs) == ({"raid_size": 8}, {"tpy2.reference_range_km": 1500.0})


def test_axes_run_through_each_named_cell(study_file: StudyFile) -> None:
    cells = [{"name": "as it was"}, {"name": "THAAD", "options": ["thaad_japan_1"]}]
    design = design_of(study_file(cells=cells, axes={"raid_size": [2, 4]}))
    points = list(design.points())
    assert design.cell_count == len(points) == 4
    assert [(point["cell"], point["raid_size"]) for point in points] == [
        ("as it was", 2), ("as it was", 4), ("THAAD", 2), ("THAAD", 4),
    ]  # fmt: skip
    assert [design.asked(point).changes for point in points[::2]] == [
        {"raid_size": 2}, {"options": ("thaad_japan_1",), "raid_size": 2},
    ]  # fmt: skip


def test_a_quasi_random_design_stays_within_the_ranges(study_file: StudyFile) -> None:
    design = design_of(
        study_file(
            inputs={"raid_size": {"low": 2, "high": 9}, "nodong.burn_time_s": {}},
            design={"kind": "quasi_random", "points": 32},
            axes={"availability": ["all", "low"]},
        )
    )
    points = list(design.points())
    burn_time = shipped().fact("nodong.burn_time_s")
    assert len(points) == 64
    assert {point["raid_size"] for point in points} == set(range(2, 10))
    assert all(burn_time.low <= point["nodong.burn_time_s"] <= burn_time.high for point in points)  # type: ignore[operator]


@pytest.mark.parametrize("method", ["sobol", "halton", "latin_hypercube"])
def test_quasi_random_points_fill_the_cube_better_than_luck(method: str) -> None:
    points = quasi_random_points(method, 2, 64, seed=3)  # type: ignore[arg-type]
    assert np.array_equal(points, quasi_random_points(method, 2, 64, seed=3))  # type: ignore[arg-type]
    # sixteen bins of each range: four points each, while luck leaves many bins with two or fewer
    for column in points.T:
        assert np.bincount((column * 16).astype(int), minlength=16).min() >= 3


def test_base_points_mix_one_column_at_a_time() -> None:
    points = base_points(3, 8, seed=1).reshape(5, 8, 3)
    a, b, *mixed = points
    for place, each in enumerate(mixed):
        assert np.array_equal(each[:, place], b[:, place])
        others = [column for column in range(3) if column != place]
        assert np.array_equal(each[:, others], a[:, others])


@pytest.mark.parametrize(
    "axis", ["launch_areas", "raid_shape", "threat", "aim", "raid_launch_window_s", "raid_threat"]
)
def test_a_raid_s_geometry_is_never_an_axis(study_file: StudyFile, axis: str) -> None:
    said = refusal(study_file(axes={axis: ["x"]}))
    assert f"axes.{axis}: is of a raid's geometry, which a scenario gives and no study varies" in said
    assert "only raid_size may vary" in said
    assert "no study varies" in refusal(study_file(cells=[{"name": "a", axis: "x"}]))


def test_the_files_of_launch_areas_are_geometry_too(study_file: StudyFile) -> None:
    said = refusal(study_file(inputs={"prk_southeast.lat": {"values": [39.0]}}))
    assert "prk_southeast.lat is of a raid's geometry" in said


def test_a_threat_stays_within_what_is_published(study_file: StudyFile) -> None:
    said = refusal(study_file(inputs={"nodong.burn_time_s": {"values": [500.0]}}))
    assert "of a threat a study asks only within what is published" in said


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"axes": {"raid_sizes": [1]}}, "unknown key 'raid_sizes'; did you mean 'raid_size'?"),
        ({"axes": {"options": [["thaad_japan_3"]]}}, "options: unknown 'thaad_japan_3'; did you mean"),
        ({"axes": {"doctrine": ["shoot_and_hope"]}}, "doctrine: unknown 'shoot_and_hope'"),
        ({"axes": {"availability": ["some"]}}, "axes.availability"),
        ({"axes": {"date": ["1915-12-02"]}}, "the catalogue runs from 1998-01-01"),
        ({"axes": {"raid_size": [0]}}, "axes.raid_size"),
        ({"axes": {"raid_size": [4, 4]}}, "axis raid_size holds a value twice"),
        ({"axes": {"raid_size": []}}, "axis raid_size is empty"),
        ({"arrangements": ["unconnectd"]}, "arrangements: unknown 'unconnectd'; did you mean 'unconnected'?"),
        ({"inputs": {"tpy2.reference_rang_km": {"values": [1.0]}}}, "unknown fact of tpy2"),
        ({"inputs": {"tpy2.reference_range_km": {"values": [-5.0]}}}, "below the least that makes sense"),
        ({"inputs": {"tpy2.reference_range_km": {}}}, "a design must say how it is filled"),
        ({"design": {"kind": "quasi_random", "points": 8}}, "has no input with a range to fill"),
        ({"trials": 4, "draws": 4}, "trials"),
        ({"quantities": [{"measure": "leakers", "arrangement": "integrated"}]}, "unknown measure 'leakers'"),
        (
            {"quantities": [{"measure": "p_no_leak", "arrangement": "as_of"}]},
            "p_no_leak.as_of needs 'as_of', which not every cell compares",
        ),
        ({"regret": {"choice": "options", "quantity": {"measure": "p_no_leak", "arrangement": "integrated"}}},
         "regret is over options, which is not an axis"),
        ({"break_even": [BREAK_EVEN | {"tolerance": 1e-9}]}, "is finer than luck in battles"),
        ({"break_even": [BREAK_EVEN | {"low": 9.0}]}, "low 9 is not below high 8"),
        ({"break_even": [BREAK_EVEN | {"input": "prk_southeast.lat"}]}, "is of a raid's geometry"),
        ({"break_even": [BREAK_EVEN | {"high": 900.0}]}, "raid.size 900: should be less"),
        ({"cells": [{"name": "a", "raid_size": 2}], "axes": {"raid_size": [4]}}, "is set by a cell"),
        ({"kind": "scenario"}, "kind"),
        ({"seed": -1}, "seed"),
        ({"scenario": "japan_2051"}, "unknown scenario 'japan_2051'; did you mean 'japan_2015'?"),
        ({"scenario": "nowhere.yaml"}, "there is no scenario file"),
    ],
)  # fmt: skip
def test_what_is_malformed_is_refused_in_one_line(
    study_file: StudyFile, fields: dict[str, object], words: str
) -> None:
    said = refusal(study_file(**fields))
    assert words in said
    assert "\n" not in said


def test_sobol_points_are_a_power_of_two(study_file: StudyFile) -> None:
    inputs = {"tpy2.reference_range_km": {"low": 800.0, "high": 1200.0}, "raid_size": {"low": 2, "high": 4}}
    said = refusal(study_file(inputs=inputs, design={"kind": "sobol_indices", "points": 100}))
    assert "points 100: the method sobol needs a power of two" in said


def test_a_gigantic_study_is_refused_with_its_count_and_time(study_file: StudyFile) -> None:
    many = {"raid_size": list(range(1, 201)), "availability": ["all", "typical", "low"]}
    inputs = {"tpy2.reference_range_km": {"values": [800.0 + step for step in range(500)]}}
    said = refusal(study_file(axes=many, inputs=inputs))
    assert "study trial has 300,000 cells, about " in said
    assert "at most 100,000 are run" in said
    # counted, not made: as quick for a million points of six ranges
    ranges = {f"tpy2.{name}": {} for name in ("reference_range_km", "uncued_range_ratio")}
    said = refusal(study_file(inputs=ranges, design={"kind": "sobol_indices", "points": 1_048_576}))
    assert "has 4,194,304 cells, about " in said


def test_a_study_that_takes_too_long_is_refused_with_its_time(study_file: StudyFile) -> None:
    sizes = list(range(1, 201))
    said = refusal(study_file(axes={"raid_size": sizes}, trials=1_000_000, draws=1024, most_hours=0.5))
    assert "has 200 cells, about " in said
    assert "at most about 30 minutes are run" in said


def test_more_workers_take_less_time(study_file: StudyFile) -> None:
    design = design_of(study_file(axes={"raid_size": list(range(1, 101))}))
    # the estimate divides the whole by the workers: rounding only
    assert design.hours(1) == pytest.approx(4.0 * design.hours(4), rel=1e-12)


def test_a_study_may_extend_another(study_file: StudyFile) -> None:
    study_file("below", axes={"raid_size": [2, 4]}, trials=64)
    above = study_file("below").with_name("above.yaml")
    above.write_text(json.dumps({"id": "above", "extends": "below.yaml", "seed": 11}), encoding="utf-8")
    study_file("below", axes={"raid_size": [2, 4]}, trials=64)
    study = read_study(above)
    assert (study.id, study.seed, study.trials, study.axes.raid_size) == ("above", 11, 64, (2, 4))


def test_a_study_that_extends_itself_in_a_circle_is_refused(tmp_path: Path) -> None:
    for name, other in (("a", "b"), ("b", "c"), ("c", "a")):
        (tmp_path / f"{name}.yaml").write_text(f"id: {name}\nextends: {other}.yaml\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"in a circle: a\.yaml -> b\.yaml -> c\.yaml -> a\.yaml"):
        read_study(tmp_path / "a.yaml")
    (tmp_path / "d.yaml").write_text("id: d\nextends: e.yaml\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"there is no study file .*e\.yaml, which d\.yaml extends"):
        read_study(tmp_path / "d.yaml")


def test_a_file_that_is_no_study_is_refused(tmp_path: Path) -> None:
    for text, words in (("- 1\n", "a study is a mapping"), ("id: [\n", "trial.yaml"), ("\x00", "trial.yaml")):
        file = tmp_path / "trial.yaml"
        file.write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match=words):
            read_study(file)
    (tmp_path / "trial.yaml").write_text("#" * 4_000_001, encoding="utf-8")
    with pytest.raises(InputError, match="at most 4,000,000"):
        read_study(tmp_path / "trial.yaml")


@given(st.floats(min_value=0.0, max_value=1e9, allow_nan=False))
def test_a_time_is_spoken_in_a_few_words(hours: float) -> None:
    assert 1 <= len(spoken(hours).split()) <= 5
