"""Cells on a Dask cluster: the same cells, the same bits, on other machines.

Workers run whole cells and send back what they found; this process alone writes the store, so workers need no
shared disk. Each answer says which code and data it was made with, and any other than this process's own is
refused. Dask runs a cell again whose worker died.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import logging
import time
from collections.abc import Generator, Iterator
from typing import Any, Final

from shieldwall.case.kept import USUAL_BYTES, keep_up_to
from shieldwall.catalogue.load import Catalogue
from shieldwall.model.errors import InputError
from shieldwall.study.sweep.cells import Bench, Found, run_cell
from shieldwall.study.sweep.crew import Done
from shieldwall.study.sweep.manifest import code_digest, machine_class
from shieldwall.study.sweep.run_cells import Task

LOCAL: Final = "local"
"""In place of an address: a cluster of this machine's own, for as long as the study runs."""

AHEAD: Final = 2
"""Cells handed out for each thread of the cluster, so that none waits and little is held in memory."""

NO_RECORDS: Final = {
    "distributed.worker.profile.enabled": False,
    "distributed.admin.system-monitor.log-length": 60,
    "distributed.admin.low-level-log-length": 100,
}
"""Settings of a cluster of one's own: what Dask records of itself grows with time, and nobody reads it."""

PATIENCE_S: Final = 15
RETRIES: Final = 3


class ClusterRunner:
    """Runs cells on the cluster that a client speaks to."""

    def __init__(self, client: Any, bench: Bench, catalogue: Catalogue) -> None:
        self._client = client
        self._bench = bench
        self._grounds = (code_digest(), catalogue.digest)

    def run(self, tasks: Iterator[Task]) -> Generator[Done, None, None]:
        """Yield each task as it is done, in no particular order."""
        under_way: dict[Any, Task] = {}
        finished = _dask().as_completed()
        try:
            for task in self._next(tasks, 1):
                self._hand_out(task, under_way, finished)
            for future in finished:
                task = under_way.pop(future)
                found, seconds, grounds, machine, where = self._answer(future)
                self._check(grounds, where)
                for following in self._next(tasks, len(under_way) + 1):
                    self._hand_out(following, under_way, finished)
                yield Done(task, found, seconds, where, machine)
        finally:
            self._client.cancel(list(under_way), force=True)

    def _next(self, tasks: Iterator[Task], held: int) -> Iterator[Task]:
        """Yield tasks until every thread of the cluster, which may grow, has its share."""
        threads = max(1, sum(self._client.nthreads().values()))
        for _ in range(max(0, AHEAD * threads - held + 1)):
            task = next(tasks, None)
            if task is None:
                return
            yield task

    def _hand_out(self, task: Task, under_way: dict[Any, Task], finished: Any) -> None:
        future = self._client.submit(
            run_remote, self._bench, task, key=f"cell-{task[0]}", pure=False, retries=RETRIES
        )
        under_way[future] = task
        finished.add(future)

    def _answer(self, future: Any) -> tuple[Found, float, tuple[str, str], str, str]:
        try:
            answer: tuple[Found, float, tuple[str, str], str, str] = future.result()
        except _dask().KilledWorker as killed:
            raise InputError(
                f"a cell has ended several workers of the cluster (killed, or out of memory?), {killed}; "
                "what is done is safe"
            ) from None
        finally:
            future.release()
        return answer

    def _check(self, grounds: tuple[str, str], where: str) -> None:
        for what, own, other in zip(("code", "data"), self._grounds, grounds, strict=True):
            if own != other:
                raise InputError(
                    f"worker {where} has other {what} ({other}) than this process ({own}): install the same"
                )


def run_remote(bench: Bench, task: Task) -> tuple[Found, float, tuple[str, str], str, str]:
    """Run one cell in a worker; return what it found, with seconds, grounds, machine and address."""
    keep_up_to(USUAL_BYTES)
    catalogue = _catalogue(bench.overlays)
    started = time.perf_counter()
    found = run_cell(bench, task[1], catalogue)
    seconds = time.perf_counter() - started
    grounds = (code_digest(), catalogue.digest)
    return found, seconds, grounds, machine_class(), str(_dask().get_worker().address)


def _dask() -> Any:
    """Return Dask's library for clusters, which is imported only where one is asked for."""
    try:
        return importlib.import_module("distributed")
    except ImportError:
        raise InputError(
            "--scheduler needs Dask, which is not installed: pip install 'shieldwall[cluster]'"
        ) from None


@functools.cache
def _catalogue(overlays: tuple[str, ...]) -> Catalogue:
    return Catalogue(*overlays)


@contextlib.contextmanager
def cluster_runner(address: str, bench: Bench, catalogue: Catalogue, workers: int) -> Iterator[ClusterRunner]:
    """Yield a runner on the cluster at an address, or on one of this machine's own.

    Parameters
    ----------
    address : str
        Of the scheduler, such as ``tcp://host:8786``; or ``local``.
    bench : Bench
        What the cells share.
    catalogue : Catalogue
        The facts of this process; those of the workers must be the same.
    workers : int
        Processes of a local cluster.

    Raises
    ------
    InputError
        Dask is not installed, or nobody answers at the address.
    """
    dask = _dask()
    with contextlib.ExitStack() as stack:
        where: Any = address
        if address == LOCAL:
            stack.enter_context(importlib.import_module("dask").config.set(NO_RECORDS))
            where = stack.enter_context(
                dask.LocalCluster(
                    n_workers=workers,
                    threads_per_worker=1,
                    dashboard_address=None,
                    silence_logs=logging.CRITICAL,
                )
            )
        try:
            client = stack.enter_context(dask.Client(where, timeout=PATIENCE_S))
        except (OSError, TimeoutError, ValueError) as refused:
            raise InputError(f"--scheduler {address}: nobody answers there ({refused})") from None
        yield ClusterRunner(client, bench, catalogue)
