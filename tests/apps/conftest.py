"""Command lines run in this process, and what they wrote."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from shieldwall.apps.cli.app import run


@dataclass(frozen=True)
class Ran:
    """What a command line left behind."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Command = Callable[..., Ran]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """Return a function that runs one command line given as words."""

    def call(*words: str) -> Ran:
        capsys.readouterr()
        status = run(words)
        written = capsys.readouterr()
        return Ran(status, written.out, written.err)

    return call
