"""Who comes when: one client who asks much does not hold up the others."""

from __future__ import annotations

import asyncio

import pytest

from shieldwall.apps.explorer.refusals import Refused
from shieldwall.apps.explorer.tasks import CANCELLED, DONE, RUNNING, Line, Task


def task(client: str, name: str = "") -> Task:
    return Task("compare", name.encode(), client)


def test_clients_take_turns() -> None:
    line = Line(100, 50)
    greedy = [task("a") for _ in range(5)]
    for each in greedy:
        line.put(each)
    modest = [task("b"), task("c")]
    for each in modest:
        line.put(each)
    assert line.position(modest[1]) == 2
    assert line.position(greedy[4]) == 6
    taken = [line.take() for _ in range(7)]
    assert taken == [greedy[0], modest[0], modest[1], *greedy[1:]]
    assert line.take() is None


def test_a_line_is_bounded_for_all_and_for_each() -> None:
    line = Line(4, 2)
    line.put(task("a"))
    line.put(task("a"))
    with pytest.raises(Refused) as refusal:
        line.put(task("a"))
    assert (refusal.value.status, refusal.value.retry_after_s) == (429, 2)
    line.put(task("b"))
    line.put(task("c"))
    with pytest.raises(Refused):
        line.put(task("d"))


def test_what_was_given_up_is_passed_over() -> None:
    line = Line(10, 10)
    gone, dropped, last = task("a"), task("a"), task("a")
    for each in (gone, dropped, last):
        line.put(each)
    gone.tell(status=CANCELLED)
    line.drop(dropped)
    assert line.take() is last


def test_a_task_that_lost_its_worker_is_next() -> None:
    line = Line(10, 10)
    first, second = task("a"), task("a")
    line.put(second)
    line.put_back(first)
    assert line.take() is first


def test_a_listener_hears_the_latest_and_the_end() -> None:
    async def heard() -> list[tuple[str, bytes]]:
        asked, found = task("a"), []

        async def listen() -> None:
            async for event in asked.events(3):
                found.append(event)
                await asyncio.sleep(0)

        listening = asyncio.create_task(listen())
        await asyncio.sleep(0)
        asked.tell(status=RUNNING, progress=b"1")
        await asyncio.sleep(0.01)
        asked.tell(progress=b"2", partial=b"p")
        asked.tell(progress=b"3")
        await asyncio.sleep(0.01)
        asked.tell(status=DONE, body=b"end")
        await listening
        return found

    assert asyncio.run(heard()) == [
        ("queued", b'{"position": 3}'), ("progress", b"1"), ("progress", b"3"), ("partial", b"p"),
        ("done", b"end"),
    ]  # fmt: skip
