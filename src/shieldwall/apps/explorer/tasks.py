"""Work that is under way: a task, who listens to it, and the line in which tasks wait their turn."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, Final

from shieldwall.apps.explorer.refusals import refused

QUEUED: Final = "queued"
RUNNING: Final = "running"
DONE: Final = "done"
FAILED: Final = "failed"
CANCELLED: Final = "cancelled"
ENDED: Final = frozenset({DONE, FAILED, CANCELLED})

_numbers = itertools.count(1)


@dataclass(eq=False)
class Task:
    """One request to a worker, and how it goes.

    ``body`` is the JSON of the answer or of the refusal; ``told`` counts everything that was heard of it.
    """

    kind: str
    payload: bytes
    client: str
    number: int = field(default_factory=lambda: next(_numbers))
    status: str = QUEUED
    code: int = 200
    body: bytes = b"{}"
    progress: bytes = b'{"stage":"waiting","share":0.0}'
    partial: bytes | None = None
    told: int = 0
    listeners: int = 0
    tries: int = 0
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, **news: Any) -> None:
        """Take in what was heard, and wake whoever listens."""
        for name, value in news.items():
            setattr(self, name, value)
        self.told += 1
        self._changed.set()
        self._changed = asyncio.Event()

    @property
    def ended(self) -> bool:
        """Whether nothing more will be heard."""
        return self.status in ENDED

    async def news(self, known: int) -> int:
        """Wait until more is told than is known; return how much."""
        while self.told <= known and not self.ended:
            await self._changed.wait()
        return self.told

    async def end(self) -> None:
        """Wait until it has ended."""
        known = -1
        while not self.ended:
            known = await self.news(known)

    async def events(self, position: int) -> AsyncIterator[tuple[str, bytes]]:
        """Yield what is heard of it, as (event, JSON), the latest of each kind; the end comes last."""
        progress, partial = b"", None
        if self.status == QUEUED:
            yield QUEUED, json.dumps({"position": position}).encode()
        while not self.ended:
            known = self.told
            if self.status == RUNNING and self.progress != progress:
                progress = self.progress
                yield "progress", progress
            if self.partial is not None and self.partial is not partial:
                partial = self.partial
                yield "partial", partial
            await self.news(known)
        yield self.status, self.body if self.status != CANCELLED else b"{}"


class Line:
    """Tasks that wait, taken in turn from each client: one who asks much does not hold up the others.

    Parameters
    ----------
    most : int
        Tasks of all clients.
    most_of_client : int
        Tasks of one client.
    """

    def __init__(self, most: int, most_of_client: int) -> None:
        self._most, self._most_of_client = most, most_of_client
        self._of_client: OrderedDict[str, deque[Task]] = OrderedDict()

    def __len__(self) -> int:
        return sum(len(tasks) for tasks in self._of_client.values())

    def put(self, task: Task) -> None:
        """Let a task wait.

        Raises
        ------
        Refused
            The line is full, or the client's part of it.
        """
        own = self._of_client.get(task.client, deque())
        if len(self) >= self._most or len(own) >= self._most_of_client:
            raise refused("", "too much is waiting: try again in a moment", 429, 2)
        own.append(task)
        self._of_client[task.client] = own

    def put_back(self, task: Task) -> None:
        """Let a task that lost its worker be the next of its client."""
        own = self._of_client.setdefault(task.client, deque())
        own.appendleft(task)

    def take(self) -> Task | None:
        """Return the next task, the clients taking turns; None where none waits."""
        while self._of_client:
            client, own = self._of_client.popitem(last=False)
            task = own.popleft()
            if own:
                self._of_client[client] = own
            if not task.ended:
                return task
        return None

    def drop(self, task: Task) -> None:
        """Take a task out of the line."""
        own = self._of_client.get(task.client)
        if own is not None and task in own:
            own.remove(task)
            if not own:
                del self._of_client[task.client]

    def position(self, task: Task) -> int:
        """Return how many tasks at most come before a task."""
        own = self._of_client.get(task.client)
        if own is None or task not in own:
            return 0
        turns = own.index(task) + 1
        return sum(min(len(tasks), turns) for tasks in self._of_client.values()) - 1
