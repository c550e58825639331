"""`shieldwall study`: JSON by its schema, one line for bad input, an interrupt, the extra."""

from __future__ import annotations

import builtins
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from shieldwall.apps.cli.app import run
from shieldwall.apps.schemas import result_schema
from shieldwall.apps.studies import StudyExport, StudyPlan
from shieldwall.case.kept import keep_up_to
from shieldwall.study.sweep.record import StudyRecord

StudyFile = Callable[..., Path]
ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 120.0


@pytest.fixture(autouse=True)
def _forget_what_was_flown() -> object:
    yield
    keep_up_to(0)


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def call(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        status = run([str(word) for word in words])
        written = capsys.readouterr()
        return status, written.out, written.err

    return call


Command = Callable[..., tuple[int, str, str]]


def test_every_subcommand_speaks_json_by_its_schema(
    command: Command, study_file: StudyFile, tmp_path: Path
) -> None:
    file, out = study_file(axes={"raid_size": [2, 4]}), tmp_path / "store"
    lines = {
        ("run", file, "--dry-run"): StudyPlan,
        ("run", file, "--out", out, "--workers", 1): StudyRecord,
        ("resume", out, "--workers", 1): StudyRecord,
        ("show", out): StudyRecord,
        ("export", out): StudyExport,
    }
    told = {}
    for words, record in lines.items():
        status, written, err = command("study", *words, "--json")
        assert (status, err) == (0, ""), words
        told[record, words[0]] = json.loads(written)
        jsonschema.validate(json.loads(written), result_schema(record))
    assert told[StudyRecord, "run"] == told[StudyRecord, "resume"] == told[StudyRecord, "show"]
    assert all(Path(name).is_file() for name in told[StudyExport, "export"]["files"])


def test_a_run_in_words(command: Command, study_file: StudyFile, tmp_path: Path) -> None:
    file, out = study_file(axes={"raid_size": [2, 4]}), tmp_path / "store"
    assert command("study", "run", file, "--dry-run", "--workers", 2) == (
        0, "A small study: 2 cells, less than a minute on 2 workers\n", "",
    )  # fmt: skip
    status, written, err = command("study", "run", file, "--out", out, "--workers", 1)
    assert status == 0
    assert err == "2 cells, less than a minute on 1 worker\n"
    assert "A small study: Does it run?" in written
    assert f"2 cells run, 2 in {out}" in written.replace("\n", " ")
    again = command("study", "resume", out, "--workers", 1)[1]
    assert "0 cells run, 2 in" in again
    next(out.glob("cells/*/*.cell")).unlink()
    assert f"1 of 2 cells are still to run: shieldwall study resume {out}" in command("study", "show", out)[1]


@pytest.mark.parametrize("axis", ["launch_areas", "raid_threat"])
def test_bad_input_is_one_line_and_status_2(
    command: Command, study_file: StudyFile, tmp_path: Path, axis: str
) -> None:
    many = {"raid_size": list(range(1, 201)), "availability": ["all", "typical", "low"]}
    inputs = {"tpy2.reference_range_km": {"values": [800.0 + step for step in range(500)]}}
    for words in (
        ("run", tmp_path / "nowhere.yaml"),
        ("run", study_file(axes={axis: ["x"]})),
        ("run", study_file("many", axes=many, inputs=inputs)),
        ("run", study_file("circle", extends="circle.yaml")),
        ("resume", tmp_path),
        ("show", tmp_path / "nowhere"),
        ("export", tmp_path / "nowhere"),
        ("run", study_file("fine"), "--workers", 0),
    ):
        status, written, err = command("study", *words, "--json")
        assert (status, written) == (2, ""), words
        assert err.count("\n") == 1, err
        assert err.startswith("shieldwall: ")
    assert not (tmp_path / "out").exists()


def test_without_dask_a_scheduler_is_refused_in_one_line(
    command: Command, study_file: StudyFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = builtins.__import__

    def lacking(name: str, *others: object) -> object:
        if name.partition(".")[0] == "distributed":
            raise ImportError(name)
        return there(name, *others)  # type: ignore[arg-type]

    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.setattr(builtins, "__import__", lacking)
    words = ("study", "run", study_file(), "--out", tmp_path / "store", "--scheduler", "tcp://127.0.0.1:1")
    status, _, err = command(*words)
    assert status == 2
    assert "--scheduler needs Dask, which is not installed: pip install 'shieldwall[cluster]'" in err


def test_dask_is_not_imported_unless_it_is_asked_for() -> None:
    words = (
        "import sys, shieldwall.apps.studies; print([name for name in sys.modules if 'distributed' in name])"
    )
    told = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True).stdout
    assert told == "[]\n"


def test_an_interrupt_ends_with_130_and_the_study_goes_on(
    command: Command, study_file: StudyFile, tmp_path: Path
) -> None:
    file, out = study_file(axes={"raid_size": list(range(1, 60))}), tmp_path / "store"
    words = ["study", "run", str(file), "--out", str(out), "--workers", "2"]
    process = subprocess.Popen(
        [sys.executable, "-m", "shieldwall.apps.cli", *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    deadline = time.monotonic() + PATIENCE_S
    while len(list(out.glob("cells/*/*.cell"))) < 4:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 130
    assert err.endswith("shieldwall: interrupted\n")
    there = len(list(out.glob("cells/*/*.cell")))
    assert 4 <= there < 59
    assert not list(out.glob("cells/*/.*"))
    record = json.loads(command("study", "show", out, "--json")[1])
    assert (len(record["cells"]), record["cells_to_run"]) == (there, 59 - there)


def test_the_examples_are_studies_that_can_be_run(command: Command) -> None:
    files = sorted((ROOT / "examples" / "studies").glob("*.yaml"))
    assert len(files) >= 4
    for file in files:
        status, written, err = command("study", "run", file, "--dry-run", "--json", "--workers", 2)
        assert (status, err) == (0, ""), file
        assert json.loads(written)["hours"] < 1.0
