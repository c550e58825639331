"""The README's commands, Python and rules are those of the program."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from shieldwall.study.remarks import NOT_MODELLED

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^shieldwall (.+)$", README, re.MULTILINE)


def statements(text: str) -> list[str]:
    """The statements of a program, without its docstring and layout."""
    body = ast.parse(text).body
    return [
        ast.unparse(node)
        for node in body
        if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
    ]


def test_its_python_is_the_example_that_is_run() -> None:
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert statements(blocks[0]) == statements((ROOT / "examples/ten_lines.py").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "line", [line for line in COMMANDS if line.split()[0] in {"flight", "reach", "posture"}]
)
def test_its_quick_commands_run(command, line: str) -> None:
    ran = command(*line.split())
    assert (ran.status, ran.err) == (0, "")
    assert ran.out


@pytest.mark.parametrize("line", COMMANDS)
def test_its_commands_and_options_exist(command, line: str) -> None:
    words = line.split()
    verb = [word for word in words[:2] if word == words[0] or words[0] in {"catalogue", "cost"}]
    told = command(*verb, "--help")
    assert told.status == 0
    assert [word for word in words if word.startswith("--") and word not in told.out] == []


def test_every_command_has_an_example(command) -> None:
    listed = re.findall(r"^  (\w+)  ", command("--help").out.partition("Commands:")[2], re.MULTILINE)
    assert {"compare", "flight", "reach", "posture", "catalogue"} <= set(listed)
    assert set(listed) - {line.split()[0] for line in COMMANDS} == set()


def test_it_says_what_is_not_modelled() -> None:
    assert len(NOT_MODELLED) >= 8
    for word in (
        "casualt",
        "deterrence",
        "arms competition",
        "entrapment",
        "secrets",
        "opportunity cost",
        "glide",
    ):
        assert word in README
        assert any(word in line for line in NOT_MODELLED), word
