"""The documentation's proof: a stale output, a failing command and a broken link are faults."""

from __future__ import annotations

from pathlib import Path

import pytest
from docs import build


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(build, "ROOT", tmp_path)
    (tmp_path / "examples").mkdir()
    return tmp_path / "page.md"


def test_a_command_that_prints_what_the_page_says_is_no_fault(page: Path) -> None:
    page.write_text("```text file=a.txt\nhello\n```\n\n```console\n$ cat a.txt\nhello\n$ true\n```\n")
    assert build.stale_commands(page, write=False) == []


def test_a_stale_output_is_a_fault_until_it_is_written_anew(page: Path) -> None:
    page.write_text("```console\n$ echo new\nold\n```\n")
    (fault,) = build.stale_commands(page, write=False)
    assert "page.md" in fault
    assert "new" in fault
    assert build.stale_commands(page, write=True) == []
    assert page.read_text() == "```console\n$ echo new\nnew\n```\n"
    assert build.stale_commands(page, write=False) == []


def test_an_exit_code_other_than_the_one_said_is_a_fault(page: Path) -> None:
    page.write_text("```console exit=2\n$ echo wrong >&2; exit 2\nwrong\n```\n\n```console\n$ exit 3\n```\n")
    (fault,) = build.stale_commands(page, write=False)
    assert "exit code 3" in fault


def test_a_link_that_leads_nowhere_is_a_fault(page: Path) -> None:
    page.write_text("[here](page.md) [there](nowhere.md) [out](https://example.org/x)")
    assert build.broken_links(page) == ["page.md: broken link nowhere.md"]


def test_a_block_that_does_not_begin_with_a_command_is_refused() -> None:
    with pytest.raises(ValueError, match="begins with"):
        build.commands_of("oops\n$ true\n")
