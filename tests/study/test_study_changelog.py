"""Answers of the shipped scenarios stand as the changelog says, and a move without a reason is refused."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from shieldwall.catalogue.load import Catalogue, shipped
from shieldwall.model.errors import InputError
from shieldwall.study import answers
from shieldwall.study.answers import (
    MEASURES,
    Headlines,
    add_entry,
    entries,
    ledger_text,
    moves,
    page,
    unexplained,
)

DAY = dt.date(2026, 11, 22)
THEN: Headlines = {"japan": {f"{measure}.integrated": [3.5, 1.5, 6.8] for measure in MEASURES}}


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Headlines:
    """The headlines as they are, which a test may move."""
    found: Headlines = {name: dict(numbers) for name, numbers in THEN.items()}
    monkeypatch.setattr(answers, "headlines", lambda _catalogue: {k: dict(v) for k, v in found.items()})
    return found


def test_no_answer_moved_without_a_reason() -> None:
    found = [str(each) for each in unexplained(shipped())]
    assert found == [], 'record why: python -m shieldwall.study.answers --why "..."'


def test_the_page_is_that_of_the_changelog() -> None:
    listed = entries()
    assert (answers.FOLDER / answers.PAGE).read_text(encoding="utf-8") == page(listed)
    assert (answers.FOLDER / answers.LEDGER).read_text(encoding="utf-8") == ledger_text(listed)
    assert all(entry["why"].strip() for entry in listed)


def test_a_move_needs_a_reason(tmp_path: Path, now: Headlines) -> None:
    known = Catalogue()
    add_entry("First record.", known, tmp_path, DAY)
    assert add_entry("", known, tmp_path, DAY) == [], "nothing moved: nothing to say"
    now["japan"]["expected_leakers.integrated"] = [3.9, 1.5, 6.8]
    with pytest.raises(InputError, match=r"1 numbers moved, japan, expected_leakers.integrated: was 3\.5"):
        add_entry(" ", known, tmp_path, DAY)
    assert len(unexplained(known, tmp_path)) == 1
    add_entry("The ships' radar was read anew.", known, tmp_path, DAY)
    assert unexplained(known, tmp_path) == []
    first, second = entries(tmp_path)
    assert (first["moved"], second["why"]) == ([], "The ships' radar was read anew.")
    assert second["moved"] == [
        "japan, expected_leakers.integrated: was 3.5 (1.5 to 6.8), is 3.9 (1.5 to 6.8)"
    ]
    written = (tmp_path / "answers.md").read_text(encoding="utf-8")
    assert written.index("read anew") < written.index("First record.")


def test_a_scenario_that_comes_or_goes_is_a_move(tmp_path: Path, now: Headlines) -> None:
    known = Catalogue()
    add_entry("First record.", known, tmp_path, DAY)
    now["korea"] = now.pop("japan")
    add_entry("Another scenario.", known, tmp_path, DAY)
    assert entries(tmp_path)[-1]["moved"] == ["korea: new", "japan: gone"]


def test_what_another_processor_tips_is_no_move_and_what_a_reader_sees_is() -> None:
    def moved(mean: float) -> list[answers.Moved]:
        return moves(THEN, {"japan": THEN["japan"] | {"expected_leakers.integrated": [mean, 1.5, 6.8]}})

    # the interval is 5.3 wide: a fiftieth of it is 0.106, and two missiles in 256 battles are 0.008
    assert moved(3.5 + 0.11) == []
    assert len(moved(3.5 + 0.12)) == 1


def test_the_command_says_what_moved(
    tmp_path: Path, now: Headlines, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answers.main(["--folder", str(tmp_path)]) == 2
    assert "say why with --why" in capsys.readouterr().err
    assert answers.main(["--folder", str(tmp_path), "--why", "First record."]) == 0
    assert capsys.readouterr().out == "4 numbers moved\n"
