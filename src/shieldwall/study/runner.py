"""Who does the work: one process, or several that share what has been read and flown.

Draws are handed out one by one and come back in order; each depends on its own number only, so the result
does not depend on who ran it. Processes are forked, so that the case is shared and not copied.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Generator, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager

from shieldwall.study.draw_part import DrawPart, Plan, run_draw

_shared: list[Plan] = []
"""The plan that forked workers inherit."""


def each_draw(plan: Plan, draws: int, workers: int) -> Generator[DrawPart, None, None]:
    """Yield what each draw gives, in order of draw.

    Parameters
    ----------
    plan : Plan
        What to run.
    draws : int
        How many draws.
    workers : int
        Processes (threads where processes cannot be forked); with one, the work is done here.
    """
    if workers == 1:
        yield from (run_draw(plan, draw) for draw in range(draws))
        return
    yield run_draw(plan, 0)  # here, so that kernels are compiled once and not by every worker
    _shared.append(plan)
    others = set(multiprocessing.active_children())
    with interrupts_held():
        pool = _pool(min(workers, draws))
        parts = pool.map(_run_shared, range(1, draws))
    try:
        yield from parts
    except BaseException:  # an interrupt, or nobody wants the rest: do not wait for draws under way
        for worker in set(multiprocessing.active_children()) - others:
            worker.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        _shared.remove(plan)


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Let an interrupt wait while workers are made: half a pool can neither run nor end.

    Workers begin with interrupts held, and never see one.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _pool(workers: int) -> Executor:
    if "fork" in multiprocessing.get_all_start_methods():
        context = multiprocessing.get_context("fork")
        return ProcessPoolExecutor(workers, mp_context=context, initializer=follow_parent)
    return ThreadPoolExecutor(workers)


def follow_parent() -> None:
    """Leave interrupts to the parent, and end when it ends, however that comes about."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _run_shared(draw: int) -> DrawPart:
    return run_draw(_shared[-1], draw)
