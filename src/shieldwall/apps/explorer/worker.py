"""One worker process: takes requests from the server one at a time, works, and says how far it is.

It may be killed at any moment: the server makes another.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

from shieldwall.apps.explorer.refusals import Refused, refused
from shieldwall.apps.explorer.work import Desk
from shieldwall.catalogue.load import Catalogue, shipped
from shieldwall.model.errors import InputError
from shieldwall.study.runner import follow_parent

PARTIAL: Final = "partial"
PROGRESS: Final = "progress"
DONE: Final = "done"
FAILED: Final = "failed"
CANCELLED: Final = "cancelled"

JOBS: Final = frozenset({"refine", "curve", "flips", "flips_of_facts", "without"})
"""Kinds of which somebody hears how they go; of the others only the end is told."""
LEAST_STEP: Final = 0.01
"""Progress is told when it has grown by so much."""


@dataclass(frozen=True)
class Do:
    """A request to a worker: ``payload`` is JSON."""

    task: int
    kind: str
    payload: bytes


@dataclass(frozen=True)
class Cancel:
    """Word that nobody wants a task any more."""

    task: int


@dataclass(frozen=True)
class Heard:
    """What a worker says of a task: how it goes, or how it ended."""

    task: int
    event: str
    body: bytes
    status: int = 200
    resident_bytes: int = 0


class Unwanted(Exception):  # noqa: N818 - it reads as what it says
    """Nobody wants the task under way any more."""


class _Voice:
    """Tells the server how a task goes, and hears from it whether to go on."""

    def __init__(self, line: Connection, task: int, *, is_job: bool) -> None:
        self._line, self._task, self._is_job = line, task, is_job
        self._told: tuple[str, float] = ("", -1.0)

    def check(self) -> None:
        while self._line.poll():
            word = self._line.recv()
            if isinstance(word, Cancel) and word.task == self._task:
                raise Unwanted

    def report(self, stage: str, share: float) -> None:
        self.check()
        if not self._is_job:
            return
        if stage != self._told[0] or share >= self._told[1] + LEAST_STEP:
            self._told = (stage, share)
            self._say(PROGRESS, {"stage": stage, "share": round(share, 4)})

    def partial(self, result: dict[str, Any]) -> None:
        self._say(PARTIAL, result)

    def _say(self, event: str, body: dict[str, Any]) -> None:
        self._line.send(Heard(self._task, event, to_bytes(body)))


def to_bytes(value: Any) -> bytes:
    """Return plain values as JSON bytes; what is not finite is an error."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def serve(line: Connection, overlay: Path | None, niceness: int) -> None:
    """Work until the server hangs up.

    Parameters
    ----------
    line : Connection
        To the server.
    overlay : Path, optional
        A catalogue to lay over the shipped one.
    niceness : int
        How far to stand back behind other processes.
    """
    follow_parent()
    if hasattr(os, "nice"):
        os.nice(niceness)
    desk = desk_of(overlay)
    with suppress(EOFError, OSError):  # the server has gone
        while True:
            word = line.recv()
            if isinstance(word, Do):
                line.send(_done(desk, word, _Voice(line, word.task, is_job=word.kind in JOBS)))


def desk_of(overlay: Path | None) -> Desk:
    """Return the desk of a worker: that which the nursery made ready, where there is one."""
    nursery = sys.modules.get("shieldwall.apps.explorer.nursery")
    if overlay is None and nursery is not None:
        ready: Desk = nursery.DESK
        return ready
    return Desk(shipped() if overlay is None else Catalogue(overlay))


def _done(desk: Desk, asked: Do, voice: _Voice) -> Heard:
    event, status = DONE, 200
    try:
        body = to_bytes(desk.do(asked.kind, json.loads(asked.payload), voice))
    except Unwanted:
        event, body = CANCELLED, b"{}"
    except Refused as refusal:
        event, status, body = FAILED, refusal.status, refusal_bytes(refusal)
    except InputError as refusal:
        event, status, body = FAILED, 422, refusal_bytes(refused("", str(refusal)))
    except Exception:  # a fault of ours: it goes to the log, and the worker lives on
        traceback.print_exc()
        event, status, body = FAILED, 500, refusal_bytes(refused("", "something went wrong inside"))
    return Heard(asked.task, event, body, status, resident_bytes())


def refusal_bytes(refusal: Refused) -> bytes:
    """Return the body of a refusal."""
    return to_bytes({"errors": [each.model_dump() for each in refusal.troubles]})


def resident_bytes() -> int:
    """Return the memory of this process that is in use now; at its most, or zero, where that is not known."""
    statm = Path("/proc/self/statm")
    if statm.is_file():
        return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    try:
        import resource
    except ImportError:  # not on Windows
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
