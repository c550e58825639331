"""A job's events as a stream that a browser's EventSource reads."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Final

from shieldwall.apps.explorer.desk import Front
from shieldwall.apps.explorer.tasks import Task

KEEP_ALIVE_S: Final = 5.0
KEEP_ALIVE: Final = b": keep-alive\n\n"


async def stream(front: Front, task: Task) -> AsyncIterator[bytes]:
    """Yield a task's events, and now and then a sign of life; when the listener leaves, the job may end."""
    task.listeners += 1
    heard = task.events(front.pool.position(task))
    following = asyncio.ensure_future(anext(heard))
    try:
        while True:
            await asyncio.wait({following}, timeout=KEEP_ALIVE_S)
            if not following.done():
                yield KEEP_ALIVE
                continue
            try:
                event, body = following.result()
            except StopAsyncIteration:
                return
            yield b"event: " + event.encode() + b"\ndata: " + body + b"\n\n"
            following = asyncio.ensure_future(anext(heard))
    finally:
        following.cancel()
        front.left(task)
