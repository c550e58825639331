"""A server that listens, with workers of its own; and the scenario from one launch area, which is small."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import uvicorn

from shieldwall.apps.explorer.app import Settings, create_app
from shieldwall.apps.explorer.desk import Front
from shieldwall.apps.explorer.limits import Limits
from shieldwall.catalogue.load import shipped
from shieldwall.model.scenario import Scenario

LIMITS = Limits(
    quick_workers=1, slow_workers=1, waiting_of_client=6, requests_per_s=500.0, burst=2000, cancel_grace_s=2.0
)


@dataclass(frozen=True)
class Live:
    """A server that listens, and what its routes share."""

    url: str
    front: Front
    client: httpx.Client

    def post(self, path: str, body: Any, **more: Any) -> httpx.Response:
        return self.client.post(f"/api/{path}", json=body, **more)

    def events(self, path: str) -> Iterator[tuple[str, Any]]:
        """Yield the events of a stream until it ends."""
        with self.client.stream("GET", path) as response:
            assert response.headers["content-type"].startswith("text/event-stream")
            event = ""
            for line in response.iter_lines():
                if line.startswith("event: "):
                    event = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    yield event, json.loads(line.removeprefix("data: "))


@contextlib.contextmanager
def serving(settings: Settings) -> Iterator[Live]:
    """Serve until the block ends."""
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    app = create_app(settings)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{port}"
    with httpx.Client(base_url=url, timeout=120.0) as client:
        while not server.started:
            time.sleep(0.02)
        yield Live(url, app.state.front, client)
    server.should_exit = True
    thread.join(timeout=20.0)
    listening.close()


@pytest.fixture(scope="session")
def live() -> Iterator[Live]:
    with serving(Settings(limits=LIMITS)) as server:
        yield server


@pytest.fixture(scope="session")
def small() -> dict[str, Any]:
    """The shipped scenario as one of the user's own, from one launch area: a fifth of the flights."""
    scenario = shipped().record(Scenario, "japan_2015").but(raid_launch_areas=["prk_southeast"], raid_size=12)
    return {"v": 1, "scenario": scenario.id, "own": scenario.model_dump(mode="json")}
