"""What the routes of the server share: the catalogue, the pool of workers and the jobs."""

from __future__ import annotations

import asyncio
import json
import re
import secrets
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from shieldwall.apps.explorer.asked import Asked, asked
from shieldwall.apps.explorer.grounds import Citations, citations
from shieldwall.apps.explorer.labels import labels_of
from shieldwall.apps.explorer.limits import Limits
from shieldwall.apps.explorer.links import upgraded
from shieldwall.apps.explorer.outgoing import Run
from shieldwall.apps.explorer.pool import Pool
from shieldwall.apps.explorer.quick import QUICK_DRAWS, QUICK_TRIALS
from shieldwall.apps.explorer.refusals import Refused, place_of, refused, trouble
from shieldwall.apps.explorer.requests import OutRequest, StateRequest
from shieldwall.apps.explorer.state import Change, State
from shieldwall.apps.explorer.tasks import DONE, Task
from shieldwall.catalogue.load import Catalogue
from shieldwall.model.errors import suggestion

B = TypeVar("B", bound=BaseModel)
JSON = "application/json"


@dataclass(eq=False)
class Front:
    """What the routes share."""

    known: Catalogue
    limits: Limits
    pool: Pool
    jobs: OrderedDict[str, Task] = field(default_factory=OrderedDict)

    @cached_property
    def labels(self) -> dict[str, dict[str, str]]:
        """What every fact is called."""
        return labels_of(self.known)

    @cached_property
    def citations(self) -> Citations:
        """What cites each source."""
        return citations(self.known)

    def question(self, state: State) -> Asked:
        """Return what a state asks."""
        return asked(state, self.known)

    def upgraded(self, raw: dict[str, Any]) -> tuple[State, list[Change]]:
        """Return a state of any version as one of this version.

        Raises
        ------
        Refused
            A version or a field that is not known.
        """
        values, changes = upgraded(raw, self.known.renames)
        try:
            return State.model_validate(values), changes
        except ValidationError as refusal:
            raise validation_refused(refusal.errors()) from None

    def payload(self, request: StateRequest, **more: Any) -> bytes:
        """Return a request as a worker takes it, its state checked and with every field."""
        question = self.question(request.state)
        values = request.model_dump(mode="json") | {"state": question.state.model_dump(mode="json")} | more
        return json.dumps(values, sort_keys=True).encode()

    async def answer(self, kind: str, request: StateRequest, http: Request, **more: Any) -> Response:
        """Ask the workers, and stop asking when the client goes away."""
        work = asyncio.ensure_future(self.pool.ask(kind, self.payload(request, **more), http.state.client))
        gone = asyncio.ensure_future(_gone(http))
        try:
            await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                raise refused("", "gone", 499)
            return Response(work.result(), media_type=JSON)
        finally:
            for each in (work, gone):
                each.cancel()
                with suppress(asyncio.CancelledError, Refused):
                    await each

    def start_job(self, kind: str, request: StateRequest, client: str, **more: Any) -> str:
        """Start work that goes on by itself; return its name.

        Raises
        ------
        Refused
            Too much is waiting.
        """
        task = self.pool.start(kind, self.payload(request, **more), client)
        name = secrets.token_urlsafe(16)
        self.jobs[name] = task
        self._unheard(task)
        while len(self.jobs) > self.limits.jobs_kept:
            oldest = next((name for name, each in self.jobs.items() if each.ended), None)
            if oldest is None:
                break
            del self.jobs[oldest]
        return name

    def job(self, name: str) -> Task:
        """Return a job by name.

        Raises
        ------
        Refused
            There is none, or no longer.
        """
        if name not in self.jobs:
            raise refused("job", "there is no such job, or no longer", 404)
        return self.jobs[name]

    def result_of(self, name: str) -> dict[str, Any]:
        """Return what came of a job that is done."""
        task = self.job(name)
        if task.status != DONE:
            raise refused("job", f"the job is {task.status}, not done", 409)
        result: dict[str, Any] = json.loads(task.body)
        return result

    def left(self, task: Task) -> None:
        """Note that one listener less hears a job."""
        task.listeners -= 1
        if task.listeners == 0:
            self._unheard(task)

    def _unheard(self, task: Task) -> None:
        """End a job that nobody listens to for a while."""

        def end() -> None:
            if task.listeners == 0:
                self.pool.cancel(task)

        asyncio.get_running_loop().call_later(self.limits.unheard_s, end)


async def _gone(http: Request) -> None:
    """Wait until the client hangs up."""
    while (await http.receive())["type"] != "http.disconnect":
        continue


def validation_refused(errors: Any) -> Refused:
    """Return what FastAPI or pydantic found wrong with a request as a refusal."""
    found = []
    for error in errors:
        message = str(error["msg"]).removeprefix("Value error, ")
        if error["type"] == "extra_forbidden":
            message = f"unknown key {error['loc'][-1]!r}"
        elif error["type"] == "json_invalid":
            message = f"is not JSON: {error.get('ctx', {}).get('error', '')}".rstrip(": ")
        elif error["type"] == "literal_error":
            message = _not_one_of(place_of(error["loc"]), error["input"], error["ctx"]["expected"])
        found.append(trouble(place_of(error["loc"]), message))
    is_broken = any(error["type"] == "json_invalid" for error in errors)
    return Refused(found[:50], 400 if is_broken else 422)


def _not_one_of(field: str, given: Any, expected: str) -> str:
    """Return that a value is none of those that its field takes, with the nearest or all of these."""
    known = re.findall(r"'([^']*)'", expected)
    name = field.rsplit(".", 1)[-1].replace("_", " ")
    value = given[:60] if isinstance(given, str) else type(given).__name__
    return f"unknown {name} {value!r}{suggestion(value, known)}"


def attachment(body: bytes, kind: str, name: str) -> Response:
    """Return a file to be saved."""
    return Response(body, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def run_of(front: Front, request: OutRequest) -> Run:
    """Return how the answer that is meant was worked out."""
    if request.job is None:
        return Run(QUICK_TRIALS, QUICK_DRAWS)
    found = front.result_of(request.job)
    precision = found["precision"]
    return Run(precision["trials"], precision["draws"])
