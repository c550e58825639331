"""Run the cells of a study: those that the store lacks, by whoever is there to run them.

Every stage of a study (the sweep, a search, more trials) asks for cells here. A cell that is in the store is
read, any other is run and written at once, by this process alone; so a study that was stopped goes on where
it was, and nothing is run twice.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Final, Protocol

from shieldwall.case.kept import USUAL_BYTES, keep_up_to
from shieldwall.catalogue.load import Catalogue
from shieldwall.study.sweep.cells import Bench, CellAsked, Found, run_cell
from shieldwall.study.sweep.crew import Crew, Done
from shieldwall.study.sweep.store import Store

Told = Callable[[int, int], None]
"""Called with how many cells are done and how many there are."""

Task = tuple[str, CellAsked]
TELL_EVERY_S: Final = 0.2


class Runner(Protocol):
    """Whoever runs tasks: local processes, or a cluster."""

    def run(self, tasks: Iterator[Task]) -> Generator[Done, None, None]:
        """Yield each task as it is done, in no particular order."""
        ...


def local_runner(bench: Bench, catalogue: Catalogue, workers: int) -> Runner:
    """Return a runner on this machine.

    Parameters
    ----------
    bench : Bench
        What the cells share.
    catalogue : Catalogue
        Where facts come from; forked processes share what has been read of it.
    workers : int
        Processes; with one, the work is done here.
    """

    def work(task: Task) -> Found:
        keep_up_to(USUAL_BYTES)
        return run_cell(bench, task[1], catalogue)

    return Crew(work, workers)


@dataclass
class Sweep:
    """The cells of one study, in its store.

    Attributes
    ----------
    bench : Bench
        What the cells share.
    store : Store
        Where they are.
    runner : Runner
        Who runs those that are not there yet.
    ran, damaged : int
        How many were run, and how many files of cells were found damaged, by this process so far.
    """

    bench: Bench
    store: Store
    runner: Runner
    ran: int = 0
    damaged: int = 0
    _there: set[str] = field(default_factory=set)

    def ensure(self, cells: Iterable[CellAsked], count: int, told: Told) -> None:
        """Run every cell that the store lacks, and write it.

        Parameters
        ----------
        cells : iterable of CellAsked
            They are looked at one by one, so there may be many.
        count : int
            How many they are.
        told : callable
            Told of progress.
        """
        done = 0

        def missing() -> Iterator[Task]:
            nonlocal done
            for asked in cells:
                key = self.bench.key(asked)
                if self._has(key):
                    done += 1
                else:
                    self._there.add(key)  # under way: the same cell may be asked twice
                    yield key, asked

        last_told = 0.0
        with closing(self.runner.run(missing())) as finished:
            for each in finished:
                key, asked = each.task
                self.store.add_machines([each.machine])
                self.store.write(key, asked, each.result)
                self.store.note_time(key, each.seconds, each.where)
                self.ran += 1
                done += 1
                if time.monotonic() - last_told > TELL_EVERY_S:
                    told(done, count)
                    last_told = time.monotonic()
        told(count, count)

    def _has(self, key: str) -> bool:
        if key in self._there:
            return True
        if self.store.read(key) is not None:
            self._there.add(key)
            return True
        self.damaged += self.store.is_damaged(key)
        return False

    def found(self, asked: CellAsked) -> Found:
        """Return what a cell found that has been run."""
        there = self.store.read(self.bench.key(asked))
        if there is None:
            raise KeyError(f"cell {self.bench.key(asked)} has not been run")
        return there

    def one(self, asked: CellAsked) -> Found:
        """Return what one cell found, running it if it is not there."""
        self.ensure([asked], 1, lambda _done, _count: None)
        return self.found(asked)
