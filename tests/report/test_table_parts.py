"""Tables on a terminal: text as it stands, whatever the window, and nothing cut."""

from __future__ import annotations

import dataclasses

import pytest

from shieldwall.model.outcomes import Comparison
from shieldwall.report.style import credit
from shieldwall.report.table_parts import Page, asked_besides, columned, console, headed


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


def test_what_was_changed_stands_beside_a_title_that_does_not_say_it(result: Comparison) -> None:
    usual = dataclasses.replace(
        result.scenario, title="Japan, 2 December 2015", date="2015-12-02", options=()
    )
    assert asked_besides(usual) == ""
    changed = dataclasses.replace(
        usual, date="2018-06-01", options=("thaad_japan_1",), without=("tpy2", "js_kongo"),
        knowledge="today", counterfactual="not_built",
    )  # fmt: skip
    said = (
        ", 1 June 2018, with thaad_japan_1, without tpy2, js_kongo, knowledge today, in the world not_built"
    )
    assert asked_besides(changed) == said
    assert said in credit(dataclasses.replace(result, scenario=changed))
