"""The explorer's server: routes, the door before them, and the page behind them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from shieldwall.apps.explorer import answering, looking_up
from shieldwall.apps.explorer.desk import Front, validation_refused
from shieldwall.apps.explorer.guard import Guard, refusal_response
from shieldwall.apps.explorer.limits import Limits, usual_limits
from shieldwall.apps.explorer.page import add_page
from shieldwall.apps.explorer.pool import Pool
from shieldwall.apps.explorer.refusals import Refused, refused
from shieldwall.catalogue.load import Catalogue, shipped
from shieldwall.model.errors import InputError
from shieldwall.model.version import CODE_VERSION


@dataclass(frozen=True)
class Settings:
    """How the server runs: the Host headers it answers (any if None), its token, its limits, an overlay."""

    hosts: Sequence[str] | None = None
    token: str | None = None
    limits: Limits | None = None
    overlay: Path | None = None


def create_app(settings: Settings) -> FastAPI:
    """Return the server as an ASGI application; its workers start with it."""
    limits = settings.limits or usual_limits()
    known = shipped() if settings.overlay is None else Catalogue(settings.overlay)
    front = Front(known, limits, Pool(limits, settings.overlay))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        opening = asyncio.create_task(front.pool.open())
        try:
            yield
        finally:
            opening.cancel()
            with suppress(asyncio.CancelledError):
                await opening
            await front.pool.close()

    app = FastAPI(
        title="Shieldwall explorer",
        summary="What does allied missile defence buy? The command line's answers over HTTP.",
        version=CODE_VERSION,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.front = front
    app.include_router(looking_up.routes(front), prefix="/api")
    app.include_router(answering.routes(front), prefix="/api")
    add_page(app)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(InputError, _input_refused)
    app.add_exception_handler(RequestValidationError, _not_valid)
    app.add_exception_handler(HTTPException, _http_refused)
    app.add_middleware(Guard, limits=limits, hosts=settings.hosts, token=settings.token)
    return app


async def _refused(_: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, Refused)
    return refusal_response(refusal)


async def _input_refused(_: Request, refusal: Exception) -> Response:
    return refusal_response(refused("", str(refusal)))


async def _not_valid(_: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, RequestValidationError)
    return refusal_response(validation_refused(refusal.errors()))


async def _http_refused(_: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, HTTPException)
    response = refusal_response(refused("", str(refusal.detail), refusal.status_code))
    for name, value in (refusal.headers or {}).items():
        response.headers[name] = value
    return response
