"""Whole studies on a small scenario: whoever runs them the same, searches, convergence, and what is kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from shieldwall.apps import studies
from shieldwall.apps.output import plain
from shieldwall.apps.studies import Crewed, StudyResult
from shieldwall.case.kept import keep_up_to
from shieldwall.catalogue.load import shipped
from shieldwall.catalogue.override import overridden
from shieldwall.model.errors import InputError
from shieldwall.model.outcomes import MEASURES
from shieldwall.study.compare import Settings, run_comparison
from shieldwall.study.sweep import manifest
from shieldwall.study.sweep import run_cells as sweep
from shieldwall.study.sweep.cells import NUMBERS
from shieldwall.study.sweep.file import read_study, scenario_of

StudyFile = Callable[..., Path]
LEAKERS = {"measure": "expected_leakers", "arrangement": "integrated"}
RADAR = "spy1d.reference_range_km"


@pytest.fixture(autouse=True)
def _forget_what_was_flown(monkeypatch: pytest.MonkeyPatch) -> object:
    """Keep this folder's other tests as they are: nothing is kept after a study here."""
    yield
    keep_up_to(0)


def digest(folder: Path) -> dict[str, str]:
    files = sorted((folder / "cells").glob("*/*.cell"))
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def run(file: Path, out: Path, workers: int = 1, scheduler: str | None = None) -> StudyResult:
    return studies.run(file, out, crew=Crewed(workers, scheduler))


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> dict[str, StudyResult]:
    """Results by name, filled by the tests of this module that run the same study in other ways."""
    return {}


AXES = {"availability": ["all", "typical"], "raid_size": [2, 4]}


def test_one_worker_two_workers_and_dask_give_the_same_bits(study_file: StudyFile, tmp_path: Path) -> None:
    file = study_file(axes=AXES, inputs={"sm3_1a.burnout_speed_km_s": {"values": [2.8, 3.2]}})
    one = run(file, tmp_path / "one")
    two = run(file, tmp_path / "two", workers=2)
    dask = run(file, tmp_path / "dask", workers=2, scheduler="local")
    assert len(digest(one.folder)) == 8
    assert digest(one.folder) == digest(two.folder) == digest(dask.folder)
    assert plain(one.record) == plain(two.record) == plain(dask.record)
    assert (one.ran, two.ran, dask.ran) == (8, 8, 8)


def test_what_is_kept_between_cells_changes_no_bit(study_file: StudyFile, tmp_path: Path) -> None:
    file = study_file(axes={"raid_size": [2, 4]})
    result = run(file, tmp_path / "store")
    study = read_study(file)
    asked = scenario_of(study, file.parent, shipped()).but(raid_size=4)
    keep_up_to(0)
    settings = Settings(study.arrangements, 16, 16, 7, workers=1, draws=4)
    alone = run_comparison(asked, shipped(), settings)
    number = result.record.cells[1].values["expected_leakers.integrated"]
    assert number is not None
    estimate = alone.arrangements["integrated"].expected_leakers
    assert (number.mean, number.mc_se, number.epistemic) == (
        estimate.mean, estimate.mc_se, estimate.epistemic,
    )  # fmt: skip


def test_a_run_again_runs_nothing_again(study_file: StudyFile, tmp_path: Path) -> None:
    file = study_file(axes={"raid_size": [2, 4]})
    first = run(file, tmp_path / "store")
    again = run(file, tmp_path / "store", workers=2)
    resumed = studies.resume(tmp_path / "store", crew=Crewed(1))
    assert (first.ran, again.ran, resumed.ran) == (2, 0, 0)
    assert plain(first.record) == plain(again.record) == plain(resumed.record)
    next((tmp_path / "store").glob("cells/*/*.cell")).write_text("shieldwall-cell 1.0 cut")
    before = studies.show(tmp_path / "store").record
    assert (before.cells_to_run, len(before.cells)) == (1, 1)
    mended = studies.resume(tmp_path / "store", crew=Crewed(1))
    assert (mended.ran, mended.damaged) == (1, 1)
    assert plain(mended.record) == plain(first.record)


def test_another_study_does_not_go_into_a_store(study_file: StudyFile, tmp_path: Path) -> None:
    run(study_file(axes={"raid_size": [2]}), tmp_path / "store")
    with pytest.raises(InputError, match="holds another study, trial, or this one before it was changed"):
        run(study_file(axes={"raid_size": [3]}), tmp_path / "store")


@pytest.mark.parametrize("what", ["code", "data"])
def test_other_code_or_data_does_not_add_to_a_store(
    study_file: StudyFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    file = study_file(axes={"raid_size": [2]})
    run(file, tmp_path / "store")
    there = json.loads((tmp_path / "store/manifest.json").read_text())
    there[f"{what}_digest"] = "0123456789abcdef"
    (tmp_path / "store/manifest.json").write_text(json.dumps(there))
    for again in (lambda: run(file, tmp_path / "store"), lambda: studies.resume(tmp_path / "store")):
        with pytest.raises(InputError, match=rf"was begun with {what} .*0123456789abcdef"):
            again()
    assert len(studies.show(tmp_path / "store").record.cells) == 1, "what is there can be looked at"


def test_the_manifest_says_what_results_rest_on(study_file: StudyFile, tmp_path: Path) -> None:
    run(study_file(axes={"raid_size": [2]}), tmp_path / "store")
    there = json.loads((tmp_path / "store/manifest.json").read_text())
    assert there["code_digest"] == manifest.code_digest()
    assert there["data_digest"] == shipped().digest
    assert there["machines"] == [manifest.machine_class()]
    assert {"format", "schema", "begun", "code", "data", "seed", "study", "scenario", "inputs_digest"} <= set(
        there
    )


def test_a_cell_that_cannot_be_run_says_so(study_file: StudyFile, tmp_path: Path) -> None:
    # a ship that was commissioned later is not there to be left out
    file = study_file(axes={"without": [["js_maya"], []]})
    result = run(file, tmp_path / "store")
    lacking, whole = result.record.cells
    assert lacking.refused is not None
    assert "nothing in place is called 'js_maya'" in lacking.refused
    assert set(lacking.values.values()) == {None}
    assert whole.refused is None
    assert result.record.refused_count == 1
    assert np.isnan(result.data["outcome"].sel(cell=0)).all()


def test_an_input_at_a_value_is_a_catalogue_with_that_value(study_file: StudyFile, tmp_path: Path) -> None:
    file = study_file(inputs={"sm3_1a.burnout_speed_km_s": {"values": [2.5]}})
    result = run(file, tmp_path / "store")
    study = read_study(file)
    known = overridden(shipped(), {"sm3_1a.burnout_speed_km_s": 2.5})
    fact = known.fact("sm3_1a.burnout_speed_km_s")
    assert (fact.value, fact.spread, fact.basis) == (2.5, "none", "assumed")
    assert shipped().fact("sm3_1a.burnout_speed_km_s").value != 2.5
    asked = scenario_of(study, file.parent, shipped())
    alone = run_comparison(asked, known, Settings(study.arrangements, 16, 16, 7, workers=1, draws=4))
    number = result.record.cells[0].values["expected_leakers.integrated"]
    assert number is not None
    assert number.mean == alone.arrangements["integrated"].expected_leakers.mean


def test_break_even_of_a_study_is_found_or_absent(study_file: StudyFile, tmp_path: Path) -> None:
    search = {
        "input": "raid_size",
        "low": 1,
        "high": 60,
        "tolerance": 1,
        "question": "?",
        "quantity": LEAKERS,
    }
    file = study_file(
        break_even=[search | {"id": "two", "target": 2.0}, search | {"id": "never", "target": 200.0}]
    )
    result = run(file, tmp_path / "store")
    found, absent = result.record.break_even
    assert (found.verdict, found.unit) == ("found", "missiles")
    assert found.low is not None
    assert found.high == found.low + 1.0
    values = dict(found.evaluated)
    assert values[found.low] < 2.0 <= values[found.high]  # type: ignore[operator]
    assert (absent.verdict, absent.value) == ("absent", None)
    assert "At no value of raid_size from 1 to 60 missiles" in absent.answer
    assert result.ran == len(found.evaluated) + 1, (
        "the second search asks nothing new, and the sweep one cell"
    )
    assert studies.resume(tmp_path / "store").ran == 0
    assert plain(studies.show(tmp_path / "store").record) == plain(result.record)


def test_trials_are_doubled_until_the_interval_is_as_asked(study_file: StudyFile, tmp_path: Path) -> None:
    converge = {"quantity": LEAKERS, "width": 0.25, "most_draws": 64}
    result = run(study_file(axes={"raid_size": [1, 8]}, converge=converge), tmp_path / "store")
    small, large = result.record.cells
    assert small.draws < large.draws <= 64
    assert small.trials == 4 * small.draws
    asked = result.record.convergence
    assert asked is not None
    assert (asked.cells, asked.width) == (2, 0.25)
    assert asked.reached <= 2
    for row in (small, large):
        number = row.values["expected_leakers.integrated"]
        assert number is not None
        assert number.mc_se is not None
        assert 2.0 * 1.6449 * number.mc_se <= 0.2501 or row.draws == 64
    assert studies.resume(tmp_path / "store").ran == 0
    assert plain(studies.show(tmp_path / "store").record) == plain(result.record)


def test_sobol_indices_of_a_study(study_file: StudyFile, tmp_path: Path) -> None:
    inputs = {"raid_size": {"low": 1, "high": 12}, "tpy2.reference_range_km": {"low": 900.0, "high": 1100.0}}
    file = study_file(
        inputs=inputs, design={"kind": "sobol_indices", "points": 8}, arrangements=["integrated"]
    )
    result = run(file, tmp_path / "store")
    (found,) = result.record.sobol
    size, radar = found.indices
    assert result.record.cell_count == 32
    assert found.lacking == 0
    assert size.total > radar.total, (
        "how many missiles there are matters more than a tenth of a radar's range"
    )


def test_regret_over_options(study_file: StudyFile, tmp_path: Path) -> None:
    file = study_file(
        axes={"options": [[], ["thaad_japan_1"]], "raid_size": [2, 8]},
        regret={"choice": "options", "quantity": LEAKERS, "enough": 1.0},
    )
    found = run(file, tmp_path / "store").record.regret
    assert found is not None
    assert [each.choice for each in found.choices] == ["none", "thaad_japan_1"]
    assert [state["raid_size"] for state in found.states] == [2, 8]
    assert sum(each.least_share for each in found.choices) >= 1.0
    assert all(each.enough_share in (0.0, 0.5, 1.0) for each in found.choices)


def test_an_export_holds_every_number(study_file: StudyFile, tmp_path: Path) -> None:
    result = run(study_file(axes=AXES), tmp_path / "store")
    files = {file.name: file for file in result.export()}
    assert {"study.json", "study.nc", "cells.csv", "outcomes.csv"} <= set(files)
    with xr.open_dataset(files["study.nc"], engine="h5netcdf") as data:
        assert dict(data.sizes) == {
            "cell": 4, "arrangement": 2, "pair": 1, "measure": len(MEASURES), "number": len(NUMBERS),
        }  # fmt: skip
        assert list(data["raid_size"].values) == [2.0, 4.0, 2.0, 4.0]
        chosen = data["outcome"].sel(arrangement="integrated", measure="expected_leakers", number="mean")
        numbers = [row.values["expected_leakers.integrated"] for row in result.record.cells]
        assert list(chosen.values) == [number.mean for number in numbers if number is not None]
    rows = files["outcomes.csv"].read_text().splitlines()
    assert len(rows) == 1 + 4 * 3 * len(MEASURES)
    assert len(files["cells.csv"].read_text().splitlines()) == 1 + 4
    again = {file.name: file.read_bytes() for file in result.export(tmp_path / "again")}
    assert again["cells.csv"] == files["cells.csv"].read_bytes()
    assert again["study.json"] == files["study.json"].read_bytes()


def test_a_plan_runs_nothing(study_file: StudyFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep, "run_cell", None)
    told = studies.planned(study_file(axes=AXES), crew=Crewed(2))
    assert (told.cells, told.varied, told.workers) == (4, {"availability": 2, "raid_size": 2}, 2)
    assert told.hours > 0.0


@pytest.mark.parametrize("workers", [0, 100_000])
def test_a_crew_has_a_number(study_file: StudyFile, workers: int) -> None:
    with pytest.raises(InputError, match=f"--workers {workers}: from 1 to"):
        studies.planned(study_file(), crew=Crewed(workers))
