"""The catalogue's commands: tables that come out, timelines, posteriors and what deserves a second look."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from shieldwall.apps.cli.app import run

Out = pytest.CaptureFixture[str]


def asked(capsys: Out, *arguments: str) -> dict[str, object]:
    assert run([*arguments, "--json"]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def refused(capsys: Out, *arguments: str) -> str:
    assert run(list(arguments)) == 2
    message = capsys.readouterr().err
    assert message.count("\n") == 1
    return message


def test_timeline_lists_a_span(capsys: Out) -> None:
    listed = asked(capsys, "timeline", "--from", "2007-12-01", "--to", "2007-12-31")
    assert listed["schema"] == "shieldwall.timeline/1"
    assert [event["id"] for event in listed["events"]] == ["t102", "t026"]  # type: ignore[attr-defined]


def test_timeline_shows_only_the_digits_that_are_known(capsys: Out) -> None:
    assert run(["timeline", "--to", "1995-12-31"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("1967        law: ")
    assert any(line.startswith("1990s       programme: ") for line in lines)


def test_timeline_draws(capsys: Out, tmp_path: Path) -> None:
    assert run(["timeline", "--from", "2007-01-01", "--to", "2007-12-31", "--out", str(tmp_path)]) == 0
    assert "figure and data" in capsys.readouterr().out
    assert {file.name for file in tmp_path.iterdir()} == {"timeline.png", "timeline.svg", "timeline.csv"}


def test_timeline_refuses_what_is_no_day(capsys: Out, tmp_path: Path) -> None:
    assert "--from '2007'" in refused(capsys, "timeline", "--from", "2007")
    assert "earlier" in refused(capsys, "timeline", "--from", "2008-01-01", "--to", "2007-01-01")
    empty = ("timeline", "--from", "1901-01-01", "--to", "1901-12-31", "--out", str(tmp_path))
    assert "nothing to draw" in refused(capsys, *empty)


def test_posteriors_by_block_and_reading(capsys: Out) -> None:
    listed = asked(capsys, "catalogue", "posteriors", "--as-of", "2015-12-02", "--reading", "missile_only")
    assert (listed["reading"], listed["as_of"]) == ("missile_only", "2015-12-02")
    blocks = {row["interceptor"]: row for row in listed["posteriors"]}  # type: ignore[attr-defined]
    assert (blocks["sm3_1a"]["hits"], blocks["sm3_1a"]["attempts"]) == (14.0, 17)
    assert "did you mean 'agency'" in refused(capsys, "catalogue", "posteriors", "--reading", "agncy")


def test_posteriors_as_a_table(capsys: Out) -> None:
    assert run(["catalogue", "posteriors"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("default: all developmental and operational tests")
    assert "0.643 to 0.917" in text


def test_coverage_names_weak_grounds_and_licences(capsys: Out) -> None:
    covered = asked(capsys, "catalogue", "coverage")
    assert "jetpunk_japan_cities" in covered["weak"]  # type: ignore[operator]
    assert covered["licences"]["land"] == "Public domain"  # type: ignore[index]
    assert covered["stale"] == {} or all(" " not in fact for fact in covered["stale"])  # type: ignore[attr-defined]
    assert run(["catalogue", "coverage"]) == 0
    text = capsys.readouterr().out
    assert "weak source: jetpunk_japan_cities, for japan_2020" in text
    assert "licence of land: Public domain" in text


def test_export_to_a_file_and_back(capsys: Out, tmp_path: Path) -> None:
    file = tmp_path / "new" / "facts.csv"
    assert run(["catalogue", "export", "satellite", "--out", str(file)]) == 0
    capsys.readouterr()
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))
    assert {row["record"] for row in rows} == {"dsp_sbirs"}
    unchanged = asked(capsys, "catalogue", "import", str(file), "--out", str(tmp_path / "overlay"))
    assert (unchanged["changes"], unchanged["overlay"]) == ([], None)
    assert not (tmp_path / "overlay").exists()


def test_export_to_standard_output_is_the_table_alone(capsys: Out) -> None:
    assert run(["catalogue", "export", "satellite", "command"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {row["record"] for row in rows} >= {"dsp_sbirs", "jadge"}


def test_export_as_json_has_the_same_cells(capsys: Out) -> None:
    found = asked(capsys, "catalogue", "export", "satellite")
    facts = {row["fact"]: row for row in found["facts"]}  # type: ignore[attr-defined]
    assert facts["revisit_s"]["unit"] == "s"


def test_export_and_import_refuse_what_they_cannot_do(capsys: Out, tmp_path: Path) -> None:
    assert "is a folder" in refused(capsys, "catalogue", "export", "--out", str(tmp_path))
    assert "unknown kind" in refused(capsys, "catalogue", "export", "satelite")
    assert "cannot be read" in refused(capsys, "catalogue", "import", str(tmp_path / "none.csv"))
    assert "--trials needs --preview" in refused(capsys, "catalogue", "import", "x.csv", "--trials", "600")


def test_compare_refuses_an_unknown_reading(capsys: Out) -> None:
    message = refused(capsys, "compare", "japan_2015", "--reading", "press")
    assert "reading" in message
