"""Command lines run in this process, and what they wrote."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from shieldwall.apps.cli.app import run
from shieldwall.catalogue.load import SHIPPED

SCHEMAS = Path(__file__).resolve().parents[2] / "schemas"


@dataclass(frozen=True)
class Ran:
    """What a command line left behind."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    def assert_refused(self, *said: str) -> None:
        """Fail unless this is bad input, refused in one line on standard error that says all of ``said``."""
        assert (self.status, self.out) == (2, "")
        assert self.err.startswith("shieldwall: ")
        assert self.err.count("\n") == 1
        assert [piece for piece in said if piece not in self.err] == []


Command = Callable[..., Ran]
Valid = Callable[[str, Any], Any]


@pytest.fixture(scope="session")
def valid() -> Valid:
    """Return a function that holds an answer against its committed schema, by name, and gives it back."""

    def check(name: str, answer: Any) -> Any:
        schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator(schema).validate(answer)
        return answer

    return check


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """Return a function that runs one command line given as words."""

    def call(*words: str) -> Ran:
        capsys.readouterr()
        status = run(words)
        written = capsys.readouterr()
        return Ran(status, written.out, written.err)

    return call


@pytest.fixture(scope="session")
def small_scenario(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped scenario as a file of one's own, from one launch area: a fifth of the flights."""
    text = (SHIPPED / "scenarios/japan_2015.yaml").read_text(encoding="utf-8")
    areas = "[prk_northwest, prk_southwest, prk_northeast, prk_southeast, prk_interior]"
    assert text.count(areas) == 1
    file = tmp_path_factory.mktemp("scenario") / "japan_2015.yaml"
    file.write_text(text.replace(areas, "[prk_southeast]"), encoding="utf-8")
    return file
