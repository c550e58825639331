"""Routes that make workers work: answers at once, and jobs that go on by themselves."""

from __future__ import annotations

import base64
import json
from typing import Any, Final, Literal

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from shieldwall.apps.explorer.answers import CompareAnswer, JobShown, JobStarted
from shieldwall.apps.explorer.desk import JSON, Front, attachment, run_of
from shieldwall.apps.explorer.events import stream
from shieldwall.apps.explorer.outgoing import scenario_yaml
from shieldwall.apps.explorer.refusals import Refusal
from shieldwall.apps.explorer.requests import (
    MOST_TRIALS,
    CompareRequest,
    CurveRequest,
    ExportRequest,
    FlightsRequest,
    FlipsRequest,
    PictureRequest,
    PlaceRequest,
    PlaybackRequest,
    RefineRequest,
    StateRequest,
    WithoutRequest,
)
from shieldwall.apps.explorer.tasks import DONE, FAILED

Form = Literal["csv", "json", "yaml", "pdf", "html"]
EXPORTS: Final[dict[str, Any]] = {
    kind: {} for kind in ("text/csv", JSON, "text/yaml", "application/pdf", "text/html")
}

REFUSALS: Final[dict[int | str, dict[str, Any]]] = {
    status: {"model": Refusal, "description": meaning}
    for status, meaning in {
        400: "Not a request that can be read.",
        404: "No such thing.",
        408: "The body took too long.",
        409: "Not in this state.",
        413: "Too large.",
        415: "Not JSON.",
        422: "Bad input, by field.",
        429: "Too much at once.",
        503: "No worker could do it.",
        504: "It took too long.",
    }.items()
}
"""Every refusal has one shape."""


def routes(front: Front) -> APIRouter:
    """Return the routes."""
    router = APIRouter(responses=REFUSALS)

    @router.post("/compare", response_model=CompareAnswer)
    async def compare(asked: CompareRequest, http: Request) -> Response:
        """Answer at once, from few draws."""
        return await front.answer("compare", asked, http)

    @router.post("/refine", response_model=JobStarted, status_code=202)
    async def refine(asked: RefineRequest, http: Request) -> Response:
        """Answer in full: the command line's numbers, with the attribution between the two arrangements."""
        question = front.question(asked.state)
        trials = min(asked.trials or question.scenario.trials, MOST_TRIALS)
        return _started(front.start_job("refine", asked, http.state.client, trials=trials))

    @router.post("/curve", response_model=JobStarted, status_code=202)
    async def curve(asked: CurveRequest, http: Request) -> Response:
        """Answer over raid sizes, and say at which the second shot and then the magazine runs out."""
        return _started(front.start_job("curve", asked, http.state.client))

    @router.post("/flips", response_model=JobStarted, status_code=202)
    async def flips(asked: FlipsRequest, http: Request) -> Response:
        """Say what flips the sign of the difference: one choice at a time, and one fact at a time."""
        kind = "flips_of_facts" if asked.inputs else "flips"
        return _started(front.start_job(kind, asked, http.state.client))

    @router.post("/without", response_model=JobStarted, status_code=202)
    async def without(asked: WithoutRequest, http: Request) -> Response:
        """Leave out one sensor, link or shooter at a time, as `shieldwall compare --without-one` does."""
        return _started(front.start_job("without", asked, http.state.client))

    @router.post("/warning")
    async def warning(asked: StateRequest, http: Request) -> Response:
        """Return warning times by arrangement and place, as `shieldwall warning --json` has them."""
        return await front.answer("warning", asked, http)

    @router.post("/picture")
    async def picture(asked: PictureRequest, http: Request) -> Response:
        """Return who knows what when of one missile, as `shieldwall picture --json` has it."""
        return await front.answer("picture", asked, http)

    @router.post("/money")
    async def money(asked: StateRequest, http: Request) -> Response:
        """Return who pays for what the parties share, and who saves in the world that the state names."""
        return await front.answer("money", asked, http)

    @router.post("/map")
    async def show_map(asked: StateRequest, http: Request) -> Response:
        """Return units with symbols, radar sectors, launch areas and aim points."""
        return await front.answer("map", asked, http)

    @router.post("/engageable")
    async def engageable(asked: PlaceRequest, http: Request) -> Response:
        """Return where how many shots can be had, as GeoJSON with shares of people and land."""
        return await front.answer("engageable", asked, http)

    @router.post("/flights")
    async def flights(asked: FlightsRequest, http: Request) -> Response:
        """Return the tracks of the raid's first missiles."""
        return await front.answer("flights", asked, http)

    @router.post("/playback")
    async def playback(asked: PlaybackRequest, http: Request) -> Response:
        """Return one drawn battle, event by event."""
        return await front.answer("playback", asked, http)

    @router.post("/export/{form}", response_class=Response, responses={200: {"content": EXPORTS}})
    async def export(form: Form, asked: ExportRequest, http: Request) -> Response:
        """Return an answer as a file: a table as CSV, the record as JSON, the brief as PDF or HTML."""
        if form == "yaml":
            question = front.question(asked.state)
            text = scenario_yaml(question, run_of(front, asked))
            return attachment(text.encode(), "text/yaml", f"{question.scenario.id}.yaml")
        whole = None if asked.job is None else front.result_of(asked.job)
        found = await front.answer("export", asked, http, form=form, answer=whole)
        file = json.loads(bytes(found.body))
        return attachment(base64.b64decode(file["content"]), file["kind"], file["name"])

    @router.get("/jobs/{job}", response_model=JobShown)
    async def show_job(job: str) -> Response:
        """Show how far a job is, and what came of it."""
        task = front.job(job)
        body = json.loads(task.body)
        shown = {
            "job": job,
            "kind": task.kind,
            "status": task.status,
            "progress": json.loads(task.progress),
            "result": body if task.status == DONE else None,
            "errors": body["errors"] if task.status == FAILED else [],
        }
        return Response(json.dumps(shown, ensure_ascii=False), media_type=JSON)

    @router.delete("/jobs/{job}", status_code=204)
    async def cancel_job(job: str) -> None:
        """End a job that is no longer wanted."""
        front.pool.cancel(front.job(job))

    @router.get(
        "/jobs/{job}/events",
        response_class=StreamingResponse,
        responses={200: {"content": {"text/event-stream": {}}, "description": "Events as they come."}},
    )
    async def events(job: str) -> StreamingResponse:
        """Tell how a job goes, until it ends (server-sent events)."""
        task = front.job(job)
        return StreamingResponse(stream(front, task), media_type="text/event-stream")

    return router


def _started(job: str) -> Response:
    body = json.dumps({"job": job, "events": f"/api/jobs/{job}/events"})
    return Response(body, 202, media_type=JSON)
