"""The explorer on loopback: from slider to answer, the first answer, and fifty users at once for a minute."""

from __future__ import annotations

import asyncio
import contextlib
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

MOVES = 60
USERS = 50
SECONDS = 60.0
FEWEST_TRIALS = 768
PAUSE_S = 0.5
"""How long a user looks at an answer before the next move."""
STATE = {"v": 1, "scenario": "japan_2015"}
LEAN = ["facts_used", "places", "units", "launch_areas", "not_modelled"]
ADDRESS = re.compile(r"http://[^\s]+")


@contextlib.contextmanager
def server() -> Iterator[tuple[str, int]]:
    """Run the explorer as a user would; yield its address and process id when it can answer."""
    command = [sys.executable, "-c", "from shieldwall.apps.cli import main; main()", "explore"]
    with subprocess.Popen(
        [*command, "--no-browser", "--port", "0"], stdout=subprocess.PIPE, text=True, bufsize=1
    ) as process:
        assert process.stdout is not None
        found = ADDRESS.search(process.stdout.readline())
        assert found is not None
        url = found.group()
        while httpx.get(f"{url}api/health").json()["status"] != "ready":
            time.sleep(0.05)
        try:
            yield url, process.pid
        finally:
            process.terminate()
            process.wait(timeout=20)


def moved(size: int, client: str) -> tuple[dict[str, object], dict[str, str]]:
    """Return a move of the raid-size slider, as the page sends it."""
    return {"state": STATE | {"raid_size": size}, "omit": LEAN}, {"x-client": client}


def slider_s(url: str) -> tuple[float, list[float]]:
    """Return the time to the first answer after load, and of moves of the slider, none asked before."""
    times = []
    with httpx.Client(base_url=url, timeout=60.0) as client:
        start = time.perf_counter()
        client.get("/api/meta").raise_for_status()
        client.post("/api/compare", json={"state": STATE}).raise_for_status()
        first = time.perf_counter() - start
        for size in range(21, 21 + MOVES):
            body, headers = moved(size, "slider")
            start = time.perf_counter()
            client.post("/api/compare", json=body, headers=headers).raise_for_status()
            times.append(time.perf_counter() - start)
    return first, times


def memory_mb(root: int) -> float:
    """Return the memory of a process and all that it started, shared pages counted once, in MB."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, IndexError):
            parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    tree, grown = {root}, True
    while grown:
        found = {pid for pid, parent in parents.items() if parent in tree} - tree
        tree |= found
        grown = bool(found)
    total_kb = 0
    for pid in tree:
        with contextlib.suppress(OSError):
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
            total_kb += int(re.findall(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[0])
    return total_kb / 1024.0


async def crowd(url: str, pid: int) -> tuple[list[list[float]], list[int], float]:
    """Return the answer times of each user, the statuses that were not 200, and the most memory in MB."""
    until = time.perf_counter() + SECONDS
    times: list[list[float]] = [[] for _ in range(USERS)]
    refused: list[int] = []
    most = 0.0

    async def user(number: int, client: httpx.AsyncClient) -> None:
        move = 0
        while time.perf_counter() < until:
            body, headers = moved(5 + (number + move) % 60, f"user{number}")
            body["trials"] = FEWEST_TRIALS + number + USERS * move  # never asked before: no answer is kept
            move += 1
            start = time.perf_counter()
            response = await client.post("/api/compare", json=body, headers=headers)
            times[number].append(time.perf_counter() - start)
            if response.status_code != 200:
                refused.append(response.status_code)
            await asyncio.sleep(PAUSE_S)

    async def watch() -> None:
        nonlocal most
        while True:
            most = max(most, await asyncio.to_thread(memory_mb, pid))
            await asyncio.sleep(5.0)

    limits = httpx.Limits(max_connections=USERS)
    async with httpx.AsyncClient(base_url=url, timeout=120.0, limits=limits) as client:
        watching = asyncio.create_task(watch())
        await asyncio.gather(*(user(number, client) for number in range(USERS)))
        watching.cancel()
    return times, refused, most


def rows() -> list[tuple[str, str, str]]:
    """Return the rows of the table."""
    with server() as (url, pid):
        first, times = slider_s(url)
        p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[18]
        users, refused, most = asyncio.run(crowd(url, pid))
    every = [seconds for own in users for seconds in own]
    counts = sorted(len(own) for own in users)
    return [
        ("explorer: first answer after load", f"{first:.2f} s", "target 2 s"),
        ("explorer: slider to answer, p50", f"{p50 * 1e3:.0f} ms", "target 100 ms, one user"),
        ("explorer: slider to answer, p95", f"{p95 * 1e3:.0f} ms", "target 250 ms, one user"),
        (
            f"explorer: {USERS} users for {SECONDS:.0f} s",
            f"{len(every)} answers, p95 {statistics.quantiles(every, n=20)[18]:.2f} s, {len(refused)} errors",
            f"answers a user: {counts[0]} to {counts[-1]}; memory at most {most:,.0f} MB",
        ),
    ]
