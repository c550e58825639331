"""Routes that look things up: what there is, where it comes from, and states checked."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Annotated, Any, Final, TypeVar

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from shieldwall.apps import verbs
from shieldwall.apps.explorer import grounds, outgoing
from shieldwall.apps.explorer.answering import REFUSALS
from shieldwall.apps.explorer.answers import Health, ScenarioShown, StateChecked
from shieldwall.apps.explorer.asked import default_pair
from shieldwall.apps.explorer.desk import JSON, Front, attachment, run_of
from shieldwall.apps.explorer.meta import meta
from shieldwall.apps.explorer.refusals import refused
from shieldwall.apps.explorer.requests import AnyState, OutRequest, ParseRequest, StateRequest
from shieldwall.apps.explorer.state import Change, State
from shieldwall.apps.explorer.uploads import state_of_file
from shieldwall.apps.output import plain
from shieldwall.apps.timeline import timeline
from shieldwall.catalogue.errors import UnknownName
from shieldwall.catalogue.events import categories
from shieldwall.catalogue.places import read_features
from shieldwall.model.errors import InputError
from shieldwall.model.scenario import Scenario

Id = Annotated[str, Path(max_length=160)]
Day = Annotated[str, Query(max_length=10, description="YYYY-MM-DD")]
LAND_AGE_S: Final = 86_400
T = TypeVar("T")


def routes(front: Front) -> APIRouter:
    """Return the routes."""
    router = APIRouter(responses=REFUSALS)
    known = front.known

    @router.get("/health")
    async def health() -> Health:
        """Say whether the server can answer, and how busy it is."""
        return Health(status="ready" if front.pool.ready else "warming", **front.pool.counts)

    @router.get("/meta")
    def show_meta() -> dict[str, Any]:
        """Return names, words and bounds for the page."""
        return meta(known, front.limits)

    @router.post("/state")
    def check_state(raw: AnyState) -> StateChecked:
        """Check a state of any version, as an old link may hold it, and fill it in."""
        return _checked(front, *front.upgraded(raw.state))

    @router.get("/scenarios/{scenario}")
    def show_scenario(scenario: Id) -> ScenarioShown:
        """Return a shipped scenario as the state of a page."""
        record = _found(lambda: known.record(Scenario, scenario), "scenario")
        base, top = default_pair(record)
        return ScenarioShown(
            state=front.question(State(scenario=record.id)).state,
            scenario=record.model_dump(mode="json"),
            attribution={"base": base, "top": top},
            remarks=list(record.remarks),
        )

    @router.post("/scenario/parse")
    def parse_scenario(upload: ParseRequest) -> StateChecked:
        """Read a scenario file: data only."""
        return _checked(front, state_of_file(upload.yaml, known), [])

    @router.post("/scenario/yaml", response_class=Response, responses={200: {"content": {"text/yaml": {}}}})
    def write_scenario(request: StateRequest) -> Response:
        """Write a state as a scenario file that the command line takes."""
        asked = front.question(request.state)
        text = outgoing.scenario_yaml(asked, run_of(front, OutRequest(state=request.state)))
        return attachment(text.encode(), "text/yaml", f"{asked.scenario.id}.yaml")

    @router.get("/land")
    def land() -> Response:
        """Return the land of the map (GeoJSON)."""
        features = [feature for sidecar in known.layers().values() for feature in read_features(sidecar)]
        body = json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"))
        return Response(body, media_type=JSON, headers={"Cache-Control": f"private, max-age={LAND_AGE_S}"})

    @router.get("/timeline")
    def show_timeline(
        start: Annotated[str | None, Query(alias="from", max_length=10)] = None,
        end: Annotated[str | None, Query(alias="to", max_length=10)] = None,
    ) -> dict[str, Any]:
        """Return dated events: laws, agreements, deployments, tests, programmes and launches."""
        found = timeline(known, _day("from", start), _day("to", end))
        shown: dict[str, Any] = plain(found)
        return shown | {"categories": list(categories(known))}

    @router.get("/posture")
    def posture(on: Day, options: Annotated[str, Query(max_length=1000)] = "") -> dict[str, Any]:
        """Return the units in place on a day, with options by name."""
        names = tuple(name.strip() for name in options.split(",") if name.strip())
        shown: dict[str, Any] = plain(verbs.posture(_required("on", on), names, catalogue=known))
        return shown

    @router.get("/agreements")
    def agreements(on: Day) -> dict[str, Any]:
        """Return laws and agreements, and which are in force on a day."""
        day = _required("on", on)
        return {"on": str(day), "agreements": grounds.agreements_on(known, day)}

    @router.get("/fact/{fact}")
    def show_fact(fact: Id) -> dict[str, Any]:
        """Return a fact with its range, basis, sources and disputes."""
        return _found(lambda: grounds.fact_shown(known, fact), "fact")

    @router.get("/labels")
    def show_labels() -> dict[str, dict[str, str]]:
        """Return what every fact of the catalogue is called: its record's name, and its own in words."""
        return front.labels

    @router.get("/record/{record}")
    def show_record(record: Id) -> dict[str, Any]:
        """Return a record of the catalogue with its facts and sources."""
        return _found(lambda: grounds.record_shown(known, record), "record")

    @router.get("/sources/{source}")
    def show_source(source: Id) -> dict[str, Any]:
        """Return a source, and what cites it."""
        return _found(lambda: grounds.source_shown(known, source, front.citations), "source")

    @router.post("/cite")
    def cite(request: OutRequest) -> dict[str, Any]:
        """Say how to cite an answer."""
        return outgoing.citation(front.question(request.state), run_of(front, request))

    @router.post("/reproduce")
    def reproduce(request: OutRequest) -> dict[str, Any]:
        """Say how to get the same numbers from the command line and from Python."""
        run = run_of(front, request)
        return outgoing.reproduction(front.question(request.state), run, is_full=request.job is not None)

    return router


def _checked(front: Front, state: State, changes: list[Change]) -> StateChecked:
    asked = front.question(state)
    return StateChecked(
        state=asked.state,
        names=list(asked.names),
        changes=changes,
        title=asked.scenario.title,
        question=asked.scenario.question,
    )


def _day(field: str, text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise refused(field, f"{text!r} is not a day of the calendar as YYYY-MM-DD") from None


def _required(field: str, text: str) -> dt.date:
    try:
        return verbs.day(text)
    except InputError as refusal:
        raise refused(field, str(refusal)) from None


def _found(look: Callable[[], T], field: str) -> T:
    """Return what was looked up; what is not there is a 404 that offers the nearest name."""
    try:
        return look()
    except UnknownName as refusal:
        raise refused(field, str(refusal), 404) from None
