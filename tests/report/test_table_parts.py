"""Tables on a terminal: text as it stands, whatever the window, and nothing cut."""

from __future__ import annotations

import pytest

from shieldwall.report.table_parts import Page, columned, console, headed


def test_brackets_and_colons_of_a_text_are_text(capsys: pytest.CaptureFixture[str]) -> None:
    console().print(headed("Japan [/x] [draft]", ": [red] and :smile:"))
    assert capsys.readouterr().out == "Japan [/x] [draft]: [red] and :smile:\n"


@pytest.mark.parametrize("columns", ["40", "80", "200"])
def test_the_page_is_as_wide_in_any_window(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert console().width == 100


def test_names_stay_whole_and_nothing_is_cut(capsys: pytest.CaptureFixture[str]) -> None:
    table = columned("option", "why")
    table.add_row("aegis_ashore_yamaguchi", "word " * 40 + "x" * 120)
    console(60).print(table)
    out = capsys.readouterr().out
    assert "aegis_ashore_yamaguchi" in out
    assert "…" not in out
    assert (out.count("word"), out.count("x")) == (40, 120)


def test_a_reader_who_has_gone_is_left_to_the_command_line() -> None:
    with pytest.raises(BrokenPipeError):
        Page().on_broken_pipe()
