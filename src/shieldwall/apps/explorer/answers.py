"""What the page gets back, as models: the OpenAPI document describes answers by them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from shieldwall.apps.explorer.refusals import Trouble
from shieldwall.apps.explorer.state import Change, State
from shieldwall.model.outcomes import Comparison


class Answer(BaseModel):
    """A body of an answer: every field is there."""

    model_config = ConfigDict(extra="forbid")


class Health(Answer):
    """Whether the server can answer, and how busy it is."""

    status: Literal["ready", "warming"]
    workers: int
    busy: int
    queued: int


class StateChecked(Answer):
    """A state with every field, the arrangements' names in results, and what an older link turned into."""

    state: State
    names: list[str]
    changes: list[Change]
    title: str
    question: str


class ScenarioShown(Answer):
    """A shipped scenario, as the state of a page and as its record."""

    state: State
    scenario: dict[str, Any]
    attribution: dict[str, str]
    remarks: list[str]


class Precision(Answer):
    """How precise an answer is: draws, battles, and the width of the 95% interval of each mean."""

    draws: int
    trials: int
    of_draws: int
    words: str
    interval_width: dict[str, float | None]


class CompareAnswer(Answer):
    """An answer: the comparison as `compare --json` has it, and what the page says of it."""

    state: State
    names: list[str]
    difference: str | None
    sentence: str
    precision: Precision
    comparison: Comparison


class JobStarted(Answer):
    """A job, and where its events are."""

    job: str
    events: str


class JobShown(Answer):
    """A job: how far it is, and what came of it."""

    job: str
    kind: str
    status: Literal["queued", "running", "done", "failed", "cancelled"]
    progress: dict[str, Any]
    result: dict[str, Any] | None
    errors: list[Trouble]
