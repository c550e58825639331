"""The page itself: files that were built into the package, or a page that says how to build them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.staticfiles import StaticFiles

STATIC: Final = Path(__file__).resolve().parent / "static"
INDEX: Final = "index.html"
NOT_BUILT: Final = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Shieldwall explorer: not built</title></head>
<body>
<h1>The page is not built</h1>
<p>This Shieldwall runs from its sources. To build the page, run <code>make web</code> in its folder and
load this address again. An installed wheel brings the page with it.</p>
<p>The interface behind the page is there: <a href="/api/meta">/api/meta</a>,
<a href="/api/openapi.json">/api/openapi.json</a>.</p>
</body>
</html>
"""


def add_page(app: FastAPI, folder: Path = STATIC) -> None:
    """Serve the built page from a folder; assets bear a hash in their names and may be kept for ever."""

    @app.get("/", include_in_schema=False)
    async def index(_: Request) -> Response:
        if not (folder / INDEX).is_file():
            return HTMLResponse(NOT_BUILT, 503)
        return FileResponse(folder / INDEX, headers={"Cache-Control": "no-cache"})

    if folder.is_dir():
        files = _Kept(directory=folder)
        app.mount("/", GZipMiddleware(files, minimum_size=1024), name="page")


class _Kept(StaticFiles):
    """Static files, of which those with a hash in their names are kept by the browser."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        path = str(args[0])
        response.headers["Cache-Control"] = (
            "public, max-age=31536000, immutable" if "/assets/" in path.replace("\\", "/") else "no-cache"
        )
        return response
