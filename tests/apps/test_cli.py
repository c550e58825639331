"""The command line itself: help, version, one line for what is wrong, and a reader who has gone."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from shieldwall.apps.cli.app import refuse_empty, run
from shieldwall.apps.cli.compare import parse_sizes
from shieldwall.apps.cli.output import emit, open_streams, parse_list, parse_place
from shieldwall.apps.output import plain, to_json, write_whole
from shieldwall.model.errors import InputError
from shieldwall.model.version import CODE_VERSION


def test_version(command) -> None:
    ran = command("--version")
    assert (ran.status, ran.out.strip(), ran.err) == (0, CODE_VERSION, "")


@pytest.mark.parametrize(
    "words",
    [(), ("--help",), ("compare", "--help"), ("catalogue",), ("catalogue", "--help"), ("cost",)],
    ids=str,
)
def test_help_is_on_standard_output(command, words: tuple[str, ...]) -> None:
    ran = command(*words)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("Usage: shieldwall")


def test_help_names_every_command(command) -> None:
    listed = command("--help").out
    assert [
        verb for verb in ("compare", "flight", "reach", "posture", "catalogue") if verb not in listed
    ] == []


def test_a_reader_who_has_gone_is_not_an_error() -> None:
    # what `shieldwall catalogue sources | head -1` does: read a little, then close the pipe
    process = subprocess.Popen(
        [sys.executable, "-m", "shieldwall.apps.cli", "catalogue", "sources"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    complaint = process.stderr.read()
    process.stderr.close()
    assert (process.wait(timeout=60), complaint) == (0, b"")


def test_a_fault_of_the_program_itself_is_not_hidden(command, monkeypatch: pytest.MonkeyPatch) -> None:
    from shieldwall.apps import verbs

    def broken(*_: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(verbs, "catalogue", broken)
    with pytest.raises(ZeroDivisionError, match="a bug"):
        command("catalogue", "list")


def test_an_error_of_the_system_is_one_line(command, monkeypatch: pytest.MonkeyPatch) -> None:
    from shieldwall.apps import verbs

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "/some/where")

    monkeypatch.setattr(verbs, "catalogue", full)
    ran = command("catalogue", "list")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "shieldwall: /some/where: No space left on device\n"


def test_raid_sizes_are_one_number_or_an_even_spread() -> None:
    assert parse_sizes("20") == (20,)
    assert parse_sizes("4:4") == (4,)
    assert parse_sizes("1:200") == (1, 29, 58, 86, 115, 143, 172, 200)
    assert parse_sizes("3:5") == (3, 4, 5)


def test_a_place_is_latitude_then_longitude() -> None:
    assert parse_place("--from", " 39.0, 125.7") == (39.0, 125.7)
    with pytest.raises(InputError, match="latitude runs from -90 to 90"):
        parse_place("--from", "125.7,39.0")


def test_lists_drop_what_is_empty() -> None:
    assert parse_list("a, b,,c ") == ("a", "b", "c")
    assert parse_list(None) == ()


def test_what_is_not_finite_is_null_in_json() -> None:
    assert plain({"a": float("nan"), "b": (1.0, float("inf")), 3: None}) == {
        "a": None,
        "b": [1.0, None],
        "3": None,
    }
    assert to_json({"a": "—"}) == '{\n  "a": "—"\n}'


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "results.json"
    write_whole(file, "first")

    def interrupted(self: Path, text: str, **_: object) -> int:
        with self.open("w") as half:
            half.write(text[:3])
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_text", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole(file, "second")
    assert file.read_text() == "first"
    assert [left.name for left in tmp_path.iterdir()] == ["results.json"]


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_no_encoding_of_the_output_loses_anything(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    held = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(held, encoding=encoding))
    open_streams()
    emit({"said": "é 609 (575…628) 日本"})
    sys.stdout.write("日本…\n")
    sys.stdout.flush()
    *record, last = held.getvalue().decode(encoding).splitlines()
    assert json.loads("\n".join(record)) == {"said": "é 609 (575…628) 日本"}
    assert last == ("日本…" if encoding == "utf-8" else r"\u65e5\u672c\u2026")


def test_closed_streams_are_no_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    open_streams()
    emit({"said": "to nobody"})
    assert run(("posture", "--on", "2015-13-40")) == 2
    for stream in (sys.stdout, sys.stderr):
        stream.close()


def test_an_option_without_a_value_is_refused_and_an_empty_list_is_not() -> None:
    for words in (("--out", ""), ("--out=",), ("a", "--arrangement", "", "--json")):
        with pytest.raises(InputError, match="is given an empty value"):
            refuse_empty(words)
    refuse_empty(("compare", "japan_2015", "--options", "", "--without=", "--json"))
