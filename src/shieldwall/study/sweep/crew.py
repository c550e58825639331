"""A crew of local processes that run cells: each takes one at a time, and one that dies is replaced.

Processes are forked after the first cell has been run here, so that they share what has been read, compiled
and flown. A cell whose process was killed is run again by another; one that has taken three with it is not.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import time
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Final

from shieldwall.model.errors import InputError
from shieldwall.study.runner import follow_parent, interrupts_held
from shieldwall.study.sweep.manifest import machine_class

MOST_DEATHS: Final = 3


@dataclass(frozen=True)
class Done:
    """A task with its result, how long it took, and who did it, on which class of machine."""

    task: Any
    result: Any
    seconds: float
    where: str
    machine: str


@dataclass
class _Worker:
    process: BaseProcess
    line: Connection
    task: Any
    deaths: int

    def take(self, task: Any, deaths: int) -> None:
        """Hand it a task that has ended so many processes; if this one is dead, its line will say so."""
        self.task, self.deaths = task, deaths
        with contextlib.suppress(OSError):
            self.line.send(task)


class Crew:
    """Processes that run one function on tasks.

    Parameters
    ----------
    work : callable
        Run on each task; its exceptions end the run here.
    workers : int
        With one, the work is done in this process.
    """

    def __init__(self, work: Callable[[Any], Any], workers: int) -> None:
        self._work = work
        self._workers = workers if "fork" in multiprocessing.get_all_start_methods() else 1

    def run(self, tasks: Iterator[Any]) -> Generator[Done, None, None]:
        """Yield each task as it is done, in no particular order."""
        first = next(tasks, None)
        if first is None:
            return
        yield self._here(first)  # so that kernels and the catalogue are there before the fork
        if self._workers == 1:
            yield from map(self._here, tasks)
            return
        waiting: deque[tuple[Any, int]] = deque()
        crew: list[_Worker] = []
        try:
            for _ in range(self._workers):
                task = next(tasks, None)
                if task is not None:
                    crew.append(self._hired(task, 0))
            while crew:
                yield from self._round(crew, tasks, waiting)
        finally:
            for worker in crew:
                worker.process.terminate()
            for worker in crew:
                worker.process.join()
                worker.line.close()

    def _here(self, task: Any) -> Done:
        started = time.perf_counter()
        result = self._work(task)
        return Done(task, result, time.perf_counter() - started, f"process {os.getpid()}", machine_class())

    def _round(
        self, crew: list[_Worker], tasks: Iterator[Any], waiting: deque[tuple[Any, int]]
    ) -> Iterator[Done]:
        """Wait for results and deaths, and hand out what comes next."""
        ready = set(wait([worker.line for worker in crew]))
        for worker in [worker for worker in crew if worker.line in ready]:
            try:
                answer = worker.line.recv()
            except (EOFError, OSError):
                crew.remove(worker)
                worker.line.close()
                worker.process.join()
                if worker.deaths + 1 >= MOST_DEATHS:
                    raise InputError(
                        f"a cell has ended {MOST_DEATHS} worker processes (killed, or out of memory?); what "
                        "is done is safe"
                    ) from None
                waiting.append((worker.task, worker.deaths + 1))
                crew.append(self._hired(*waiting.popleft()))
                continue
            if isinstance(answer, BaseException):
                raise answer
            task, deaths = waiting.popleft() if waiting else (next(tasks, None), 0)
            done = Done(worker.task, answer[0], answer[1], f"process {worker.process.pid}", machine_class())
            if task is None:
                crew.remove(worker)
                worker.take(None, 0)
                worker.process.join()
                worker.line.close()
            else:
                worker.take(task, deaths)
            yield done

    def _hired(self, task: Any, deaths: int) -> _Worker:
        context = multiprocessing.get_context("fork")
        with interrupts_held():
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(self._work, theirs, ours), daemon=True)
            process.start()
        theirs.close()
        worker = _Worker(process, ours, task, deaths)
        worker.take(task, deaths)
        return worker


def _serve(work: Callable[[Any], Any], line: Connection, other_end: Connection) -> None:
    """Run tasks until there are no more, or whoever hands them out is gone."""
    follow_parent()
    other_end.close()
    while True:
        try:
            task = line.recv()
        except EOFError:
            return
        if task is None:
            return
        started = time.perf_counter()
        try:
            answer: Any = (work(task), time.perf_counter() - started)
        except Exception as failed:
            failed.add_note(traceback.format_exc())
            answer = failed
        line.send(answer)
