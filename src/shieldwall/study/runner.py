"""Who does the work: one process, or several that share what has been read and flown.

Draws are handed out one by one and come back in order; each depends on its own number only, so the result
does not depend on who ran it. Processes are forked, so that the case is shared and not copied.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Generator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor

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
    pool = _pool(min(workers, draws))
    try:
        yield from pool.map(_run_shared, range(1, draws))
    except BaseException:  # an interrupt, or nobody wants the rest: do not wait for draws under way
        for worker in set(multiprocessing.active_children()) - others:
            worker.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        _shared.remove(plan)


def _pool(workers: int) -> Executor:
    if "fork" in multiprocessing.get_all_start_methods():
        context = multiprocessing.get_context("fork")
        return ProcessPoolExecutor(workers, mp_context=context, initializer=_leave_interrupts_to_parent)
    return ThreadPoolExecutor(workers)


def _leave_interrupts_to_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _run_shared(draw: int) -> DrawPart:
    return run_draw(_shared[-1], draw)
