"""The JSON of `cost` and `reproduce` keeps to its schema, and figures lie where they were asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

QUICK: list[tuple[str, str]] = [
    ("cost-convert", "cost convert 100 --from JPY --to USD --year 2015 --real-year 2018"),
    ("cost-programme", "cost programme sm3_block_iia"),
    ("cost-programmes", "cost programme"),
    ("cost-share", "cost share sm3_block_iia --draws 64"),
    ("cost-learning", "cost learning thaad_line"),
    ("cost-learning", "cost learning sm6 --theory wright --measure gross"),
]
RAIDS: list[tuple[str, str]] = [
    ("cost-replenish", "cost replenish japan_2007 --arrangements integrated --trials 512"),
    ("cost-exchange", "cost exchange japan_2007 --arrangements integrated --trials 512"),
    ("reproduce", "reproduce rubinstein-2007 --trials 512 --draws 4"),
]


@pytest.mark.parametrize(
    ("name", "words"), [*QUICK, *(pytest.param(*raid, marks=pytest.mark.nightly) for raid in RAIDS)]
)
def test_json_keeps_to_its_schema(command, valid, name: str, words: str) -> None:
    ran = command(*words.split(), "--json")
    assert (ran.status, ran.err) == (0, "")
    valid(name, ran.json)


def test_share_and_learning_draw_what_they_print(command, tmp_path: Path) -> None:
    shared = command("cost", "share", "sm3_block_iia", "--draws", "64", "--out", str(tmp_path / "new"))
    assert (shared.status, shared.err) == (0, "")
    names = {file.name for file in (tmp_path / "new").iterdir()}
    assert names == {
        f"{what}.{end}" for what in ("savings", "s_curve", "spending") for end in ("png", "svg", "csv")
    }
    assert "savings.png" in shared.out
    fitted = command("cost", "learning", "thaad_line", "--out", str(tmp_path))
    assert "Slope 0.901 (0.875 to 0.927, 90% interval)" in fitted.out
    assert (tmp_path / "learning.svg").is_file()


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("cost learning thaad", "did you mean 'thaad_line'"),
        ("cost learning thaad_line --measure flyway", "did you mean 'flyaway'"),
        ("cost learning thaad_line --theory write", "unknown theory 'write'"),
        ("cost learning aegis_shipset", "fewer than 3 published lots"),
        ("cost replenish japan_2015 --share 2", "--share 2: above 0 and at most 1"),
        ("reproduce hof-2015", "did you mean 'hoff-2015'"),
        ("reproduce all --json", "--json writes one paper"),
        ("reproduce hoff-2015 --trials 5", "--trials 5: from 512"),
        ("reproduce hoff-2015 --draws 1", "--draws 1: from 2 to 256"),
    ],
)
def test_bad_input_is_one_clear_line(command, words: str, complaint: str) -> None:
    command(*words.split()).assert_refused(complaint)
