"""The workers, seen from the server: who is free, who is stuck, and what happens when one is killed."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import threading
from collections.abc import Hashable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

from shieldwall.apps.explorer import worker as work
from shieldwall.apps.explorer.limits import LANES, LONG, QUICK, SECONDS, SLOW, Limits
from shieldwall.apps.explorer.refusals import Refused, Trouble, refused
from shieldwall.apps.explorer.sizes import Shelf
from shieldwall.apps.explorer.tasks import CANCELLED, DONE, FAILED, QUEUED, RUNNING, Line, Task

NURSERY: Final = "shieldwall.apps.explorer.nursery"
NICENESS: Final = {QUICK: 0, SLOW: 10, LONG: 15}
MOST_TRIES: Final = 2
"""A task whose worker is lost is tried once more."""
REMEMBERED: Final = frozenset(
    {"compare", "map", "flights", "playback", "picture", "warning", "money", "engageable"}
)


@dataclass(eq=False)
class Hand:
    """A worker process, and the task that it has in hand."""

    lane: str
    process: Any
    line: Connection
    task: Task | None = None
    last: Hashable = None
    alarm: asyncio.TimerHandle | None = None
    leaving: bool = field(default=False)


class Pool:
    """Workers that take tasks in fair turn, and may be killed at any time.

    Parameters
    ----------
    limits : Limits
        How many workers, how much may wait, how long work may take.
    overlay : Path, optional
        A catalogue to lay over the shipped one.
    """

    def __init__(self, limits: Limits, overlay: Path | None = None) -> None:
        self.limits = limits
        self._overlay = overlay
        self._lines = {lane: Line(limits.waiting, limits.waiting_of_client) for lane in NICENESS}
        self._hands: list[Hand] = []
        self._under_way: dict[tuple[str, bytes], Task] = {}
        self._answers: Shelf[bytes] = Shelf(limits.answer_bytes)
        self._closing = False
        self._long_is_manned = False
        self._births: set[asyncio.Task[None]] = set()
        forks = "forkserver" in multiprocessing.get_all_start_methods()
        self._context: Any = multiprocessing.get_context("forkserver" if forks else "spawn")
        if forks and overlay is None:
            self._context.set_forkserver_preload([NURSERY])

    async def open(self) -> None:
        """Start the workers; return when all of them can work."""
        lanes = [QUICK] * self.limits.quick_workers + [SLOW] * self.limits.slow_workers
        for lane in lanes:
            await self._hire(lane)

    async def close(self) -> None:
        """End every worker and all that waits."""
        self._closing = True
        for birth in list(self._births):
            birth.cancel()
        for hand in list(self._hands):
            self._end(hand)
        for task in list(self._under_way.values()):
            task.tell(status=CANCELLED)
        await asyncio.sleep(0)

    @property
    def ready(self) -> bool:
        """Whether anybody is there to work."""
        return any(hand.lane == QUICK for hand in self._hands)

    @property
    def counts(self) -> dict[str, int]:
        """Workers, those at work, and tasks that wait."""
        return {
            "workers": len(self._hands),
            "busy": sum(hand.task is not None for hand in self._hands),
            "queued": sum(len(line) for line in self._lines.values()),
        }

    def start(self, kind: str, payload: bytes, client: str) -> Task:
        """Return a task for a request: one that is under way for the same request, or a new one.

        Raises
        ------
        Refused
            Too much is waiting.
        """
        key = (kind, payload)
        known = self._under_way.get(key)
        if known is not None and not known.ended:
            return known
        task = Task(kind, payload, client)
        kept = self._answers.get(key) if kind in REMEMBERED else None
        if kept is not None:
            task.tell(status=DONE, body=kept)
            return task
        self._lines[LANES[kind]].put(task)
        self._under_way[key] = task
        patience = self.limits.long_waiting_s if LANES[kind] == LONG else self.limits.waiting_s
        asyncio.get_running_loop().call_later(patience, self._expire, task)
        self._hand_out()
        return task

    async def ask(self, kind: str, payload: bytes, client: str) -> bytes:
        """Return the answer to a request; when the caller goes away, the work ends.

        Raises
        ------
        Refused
            What the worker refused, or the work took too long or was lost.
        """
        task = self.start(kind, payload, client)
        task.listeners += 1
        try:
            await task.end()
        finally:
            task.listeners -= 1
            if not task.ended and task.listeners == 0:
                self.cancel(task)
        if task.status == DONE:
            return task.body
        raise failure(task)

    def cancel(self, task: Task) -> None:
        """End a task that nobody wants: at once where it waits, soon where it runs."""
        if task.ended:
            return
        self._lines[LANES[task.kind]].drop(task)
        self._forget(task)
        task.tell(status=CANCELLED)
        for hand in self._hands:
            if hand.task is task:
                with suppress(OSError):
                    hand.line.send(work.Cancel(task.number))
                self._alarm(hand, self.limits.cancel_grace_s)

    def position(self, task: Task) -> int:
        """Return how many tasks at most come before a task that waits."""
        return self._lines[LANES[task.kind]].position(task)

    def pids(self, lane: str) -> list[int]:
        """Return the process ids of the workers of a lane."""
        return [hand.process.pid for hand in self._hands if hand.lane == lane]

    async def _hire(self, lane: str) -> None:
        here, there = self._context.Pipe()
        process = self._context.Process(
            target=work.serve, args=(there, self._overlay, NICENESS[lane]), daemon=True
        )
        await asyncio.to_thread(process.start)
        there.close()
        hand = Hand(lane, process, here)
        if self._closing:
            self._end(hand)
            return
        self._hands.append(hand)
        loop = asyncio.get_running_loop()
        threading.Thread(target=self._listen, args=(hand, loop), daemon=True).start()
        self._hand_out()
        if lane == LONG and hand.task is None:
            self._end(hand)  # the work was called off before it came

    def _listen(self, hand: Hand, loop: asyncio.AbstractEventLoop) -> None:
        """Pass on what a worker says, until it hangs up; in a thread of its own."""
        with suppress(RuntimeError):  # the loop has ended, and nobody is left to tell
            try:
                while True:
                    loop.call_soon_threadsafe(self._heard, hand, hand.line.recv())
            except (EOFError, OSError):
                loop.call_soon_threadsafe(self._lost, hand)

    def _heard(self, hand: Hand, said: work.Heard) -> None:
        task = hand.task
        if task is None or said.task != task.number:
            return
        if said.event == work.PROGRESS:
            task.tell(progress=said.body)
        elif said.event == work.PARTIAL:
            task.tell(partial=said.body)
        else:
            self._free(hand)
            self._forget(task)
            if not task.ended:
                if said.event == work.DONE and task.kind in REMEMBERED:
                    self._answers.put((task.kind, task.payload), said.body, len(said.body))
                task.tell(status=said.event, body=said.body, code=said.status)
            if said.resident_bytes > self.limits.worker_bytes or hand.lane == LONG:
                self._end(hand)  # it grew too large, or its one long work is done: another comes when needed
            self._hand_out()

    def _lost(self, hand: Hand) -> None:
        """Make up for a worker that has gone: give its task to another, and hire one in its place."""
        if hand not in self._hands:
            return
        self._hands.remove(hand)
        if hand.lane == LONG:
            self._long_is_manned = False
        task = hand.task
        self._free(hand)
        hand.line.close()
        if task is not None and not task.ended:
            if hand.leaving:
                self._fail(task, 504, "this took too long and was ended")
            elif task.tries < MOST_TRIES:
                self._lines[LANES[task.kind]].put_back(task)
            else:
                self._fail(task, 503, "the worker was lost; try again")
        if not self._closing:
            if hand.lane != LONG:
                self._send_for(hand.lane)
            self._hand_out()

    def _send_for(self, lane: str) -> None:
        """Hire a worker, while everything else goes on."""
        birth = asyncio.get_running_loop().create_task(self._hire(lane))
        self._births.add(birth)
        birth.add_done_callback(self._births.discard)

    def _fail(self, task: Task, code: int, message: str) -> None:
        self._forget(task)
        task.tell(status=FAILED, code=code, body=work.refusal_bytes(refused("", message)))

    def _expire(self, task: Task) -> None:
        """Give up a task that no worker took up in time."""
        if task.status == QUEUED:
            self._lines[LANES[task.kind]].drop(task)
            self._fail(task, 503, "no worker could take this up; try again")

    def _forget(self, task: Task) -> None:
        key = (task.kind, task.payload)
        if self._under_way.get(key) is task:
            del self._under_way[key]

    def _hand_out(self) -> None:
        """Give waiting tasks to free workers, to the one who had the same ground before where that can be.

        For long work a worker is sent for.
        """
        if len(self._lines[LONG]) > 0 and not self._long_is_manned:
            self._long_is_manned = True
            self._send_for(LONG)
        for lane, line in self._lines.items():
            free = [
                hand for hand in self._hands if hand.lane == lane and hand.task is None and not hand.leaving
            ]
            while free:
                task = line.take()
                if task is None:
                    break
                ground = ground_of(task.payload)
                hand = next((hand for hand in free if hand.last == ground), free[0])
                free.remove(hand)
                self._set_to(hand, task, ground)

    def _set_to(self, hand: Hand, task: Task, ground: Hashable) -> None:
        hand.task, hand.last = task, ground
        task.tries += 1
        task.tell(status=RUNNING)
        self._alarm(hand, SECONDS[task.kind])
        with suppress(OSError):  # where it has just gone, the listener says so
            hand.line.send(work.Do(task.number, task.kind, task.payload))

    def _alarm(self, hand: Hand, seconds: float) -> None:
        if hand.alarm is not None:
            hand.alarm.cancel()
        hand.alarm = asyncio.get_running_loop().call_later(seconds, self._end, hand)

    def _free(self, hand: Hand) -> None:
        hand.task = None
        if hand.alarm is not None:
            hand.alarm.cancel()
            hand.alarm = None

    def _end(self, hand: Hand) -> None:
        """End a worker at once; its listener hears it hang up."""
        hand.leaving = True
        with suppress(ProcessLookupError):
            hand.process.kill()


def failure(task: Task) -> Refused:
    """Return a task's failure as a refusal."""
    if task.status == CANCELLED:
        return refused("", "cancelled", 409)
    troubles = [Trouble.model_validate(each) for each in json.loads(task.body)["errors"]]
    return Refused(troubles, task.code, 1 if task.code in {503, 504} else None)


def ground_of(payload: bytes) -> Hashable:
    """Return what of a request its warm case depends on, nearly: a worker who has it answers at once."""
    state = json.loads(payload)["state"]
    return tuple(
        json.dumps(state.get(name))
        for name in ("scenario", "own", "date", "options", "without", "false_tracks", "doctrine", "seed")
    )
