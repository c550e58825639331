"""The store and the crew under what a machine may do to them: kills, a full disk, damage, a second process.

The cells are of a toy that takes some milliseconds, so that many moments can be tried; the store, the crew
and the sweep are those of every study.
"""

from __future__ import annotations

import errno
import hashlib
import itertools
import json
import multiprocessing
import os
import random
import resource
import signal
import time
from collections.abc import Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest

import shieldwall as sw
from shieldwall.model.errors import InputError
from shieldwall.model.scenario import Scenario
from shieldwall.study.sweep import store as store_room
from shieldwall.study.sweep.cells import Bench, CellAsked, stem_of
from shieldwall.study.sweep.crew import MOST_DEATHS, Crew
from shieldwall.study.sweep.manifest import machine_class
from shieldwall.study.sweep.run_cells import Sweep, Task
from shieldwall.study.sweep.store import CELLS, TIMES, Store, StoreFullError

CELL_COUNT = 60
PATIENCE_S = 60.0
MANIFEST: dict[str, Any] = {"study": {"id": "toy"}, "machines": [machine_class()]}


def toy(task: Task) -> dict[str, Any]:
    time.sleep(0.01)
    size = task[1].changes["raid_size"]
    found = {"arrangements": {"a": {"m": [size / 3.0]}}, "differences": {}, "attribution": {}}
    return {"refused": None} | found


def cells(count: int = CELL_COUNT) -> Iterator[CellAsked]:
    for size in range(1, count + 1):
        yield CellAsked({"raid_size": size}, {}, ("a",), 16, 4, 7)


def bench_of(scenario: Scenario) -> Bench:
    return Bench(scenario, stem_of(scenario.model_dump(mode="json")))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "store", MANIFEST)


@pytest.fixture(scope="module")
def bench() -> Bench:
    return bench_of(sw.scenario("japan_2015"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, bench: Bench) -> dict[str, str]:
    """The digest of every cell's file after a run in which nothing went wrong."""
    store = Store.create(tmp_path_factory.mktemp("whole") / "store", MANIFEST)
    Sweep(bench, store, Crew(toy, 1)).ensure(cells(), CELL_COUNT, lambda _done, _count: None)
    return digests(store.folder)


def digests(folder: Path) -> dict[str, str]:
    return {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted((folder / CELLS).glob("*/*.cell"))
    }


def leftovers(folder: Path) -> list[str]:
    return [file.name for file in (folder / CELLS).rglob("*") if file.is_file() and file.suffix != ".cell"]


def run_toy(folder: Path, workers: int) -> None:
    """What a process of its own does: run the study to its end, and say what it ran."""
    store = Store(folder)
    with store.alone():
        sweep = Sweep(bench_of(sw.scenario("japan_2015")), store, Crew(toy, workers))
        sweep.ensure(cells(), CELL_COUNT, lambda _done, _count: None)
    (folder / "said").write_text(f"{sweep.ran} {sweep.damaged}")


def started(folder: Path, workers: int) -> BaseProcess:
    """Start a run in a process of its own, forked so that it need not import everything again."""
    process = multiprocessing.get_context("fork").Process(target=run_toy, args=(folder, workers))
    process.start()
    return process


def ended(process: BaseProcess) -> int | None:
    process.join(PATIENCE_S)
    return process.exitcode


def wait_for_cells(folder: Path, count: int, process: BaseProcess) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while len(list((folder / CELLS).glob("*/*.cell"))) < count and process.is_alive():
        assert time.monotonic() < deadline
        time.sleep(0.002)


def children(process: BaseProcess) -> list[int]:
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(word) for word in listed.read_text().split()] if listed.exists() else []


def finish(folder: Path) -> tuple[int, int]:
    """Resume to the end; return how many cells that ran and how many files were damaged."""
    assert ended(started(folder, 2)) == 0
    ran, damaged = (folder / "said").read_text().split()
    return int(ran), int(damaged)


def kill_main(folder: Path, moment: random.Random, whole: dict[str, str]) -> None:
    process = started(folder, 2)
    wait_for_cells(folder, moment.randrange(1, CELL_COUNT - 5), process)
    time.sleep(moment.random() * 0.02)
    process.kill()
    assert ended(process) == -signal.SIGKILL
    there = digests(folder)
    assert there.items() <= whole.items(), "what is there is whole"
    ran, damaged = finish(folder)
    assert digests(folder) == whole
    assert (ran, damaged) == (CELL_COUNT - len(there), 0), "nothing is run twice"
    assert leftovers(folder) == []


def kill_workers(folder: Path, moment: random.Random, whole: dict[str, str]) -> None:
    process = started(folder, 2)
    wait_for_cells(folder, moment.randrange(2, CELL_COUNT - 10), process)
    victims = children(process)
    for victim in victims[: moment.randrange(1, 3)]:
        os.kill(victim, signal.SIGKILL)
    assert ended(process) == 0
    assert (folder / "said").read_text() == f"{CELL_COUNT} 0", (
        "a cell whose worker died is run by another, no other is"
    )
    assert digests(folder) == whole
    assert len((folder / TIMES).read_text().splitlines()) == CELL_COUNT


@pytest.mark.parametrize("turn", range(2))
def test_a_killed_run_goes_on_where_it_was(store: Store, whole: dict[str, str], turn: int) -> None:
    kill_main(store.folder, random.Random(turn), whole)


@pytest.mark.parametrize("turn", range(2))
def test_a_killed_worker_is_replaced(store: Store, whole: dict[str, str], turn: int) -> None:
    kill_workers(store.folder, random.Random(turn), whole)


@pytest.mark.nightly
@pytest.mark.parametrize("turn", range(100, 150))
def test_killed_at_fifty_random_moments(store: Store, whole: dict[str, str], turn: int) -> None:
    moment = random.Random(turn)
    (kill_main if turn % 2 else kill_workers)(store.folder, moment, whole)


def test_an_interrupt_leaves_a_store_that_goes_on(store: Store, whole: dict[str, str]) -> None:
    process = started(store.folder, 2)
    wait_for_cells(store.folder, 10, process)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGINT)
    assert ended(process) != 0
    there = len(digests(store.folder))
    assert 10 <= there < CELL_COUNT
    assert finish(store.folder) == (CELL_COUNT - there, 0)
    assert digests(store.folder) == whole


def test_a_cell_that_ends_every_worker_is_given_up(store: Store, bench: Bench) -> None:
    def deadly(task: Task) -> dict[str, Any]:
        if task[1].changes["raid_size"] == 4:
            os.kill(os.getpid(), signal.SIGKILL)
        return toy(task)

    with pytest.raises(InputError, match=f"a cell has ended {MOST_DEATHS} worker processes"):
        Sweep(bench, store, Crew(deadly, 2)).ensure(cells(8), 8, lambda _done, _count: None)
    assert 1 <= len(digests(store.folder)) <= 7


def test_what_a_worker_cannot_do_ends_the_run_with_its_reason(store: Store, bench: Bench) -> None:
    def faulty(task: Task) -> dict[str, Any]:
        if task[1].changes["raid_size"] == 4:
            raise ZeroDivisionError("four")
        return toy(task)

    with pytest.raises(ZeroDivisionError, match="four"):
        Sweep(bench, store, Crew(faulty, 2)).ensure(cells(8), 8, lambda _done, _count: None)


@pytest.mark.parametrize("harm", ["cut", "flip", "empty", "other"])
def test_a_damaged_file_is_made_again_and_no_other(
    store: Store, bench: Bench, whole: dict[str, str], harm: str
) -> None:
    Sweep(bench, store, Crew(toy, 1)).ensure(cells(), CELL_COUNT, lambda _done, _count: None)
    first, second = (store.path(bench.key(each)) for each in itertools.islice(cells(), 2))
    text = first.read_bytes()
    harmed = {
        "cut": text[: len(text) // 2],
        "flip": text[:-9] + bytes([text[-9] ^ 1]) + text[-8:],
        "empty": b"",
        "other": second.read_bytes(),
    }
    first.write_bytes(harmed[harm])
    sweep = Sweep(bench, Store(store.folder), Crew(toy, 1))
    sweep.ensure(cells(), CELL_COUNT, lambda _done, _count: None)
    assert (sweep.ran, sweep.damaged) == (1, 1)
    assert digests(store.folder) == whole


def test_a_full_disk_ends_the_run_and_loses_nothing(
    store: Store, bench: Bench, whole: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    left = iter(range(20))

    def full(descriptor: int) -> None:
        if next(left, None) is None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(store_room.os, "fsync", full)
    with pytest.raises(StoreFullError, match=r"No space left on device.*what is done is safe"):
        Sweep(bench, store, Crew(toy, 2)).ensure(cells(), CELL_COUNT, lambda _done, _count: None)
    monkeypatch.undo()
    there = digests(store.folder)
    assert 0 < len(there) < CELL_COUNT
    assert there.items() <= whole.items()
    assert leftovers(store.folder) == []
    assert finish(store.folder) == (CELL_COUNT - len(there), 0)
    assert digests(store.folder) == whole


def test_a_limit_on_file_size_is_like_a_full_disk(store: Store, bench: Bench) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        with pytest.raises(StoreFullError, match="File too large"):
            Sweep(bench, store, Crew(toy, 1)).ensure(cells(), CELL_COUNT, lambda _done, _count: None)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)
    assert (digests(store.folder), leftovers(store.folder)) == ({}, [])


def test_two_processes_do_not_share_a_store(
    store: Store, whole: dict[str, str], capfd: pytest.CaptureFixture[str]
) -> None:
    process = started(store.folder, 2)
    wait_for_cells(store.folder, 3, process)
    with pytest.raises(InputError, match=f"is in use by process {process.pid} on "), store.alone():
        pass
    assert ended(process) == 0
    with store.alone():
        assert ended(started(store.folder, 2)) != 0
    assert f"is in use by process {os.getpid()} on " in capfd.readouterr().err
    assert digests(store.folder) == whole


def test_a_process_does_not_hold_a_store_twice(store: Store) -> None:
    with store.alone(), pytest.raises(InputError, match="in use by this process"), store.alone():
        pass
    with store.alone():
        assert (store.folder / "lock").read_text() == f"process {os.getpid()} on {os.uname().nodename}"


def test_a_store_is_looked_at_while_it_is_written(store: Store, bench: Bench) -> None:
    with store.alone():
        store.write(bench.key(next(cells())), next(cells()), toy(("", next(cells()))))
        assert Store(store.folder).read(bench.key(next(cells()))) == toy(("", next(cells())))


def test_the_same_cell_asked_twice_is_run_once(store: Store, bench: Bench) -> None:
    sweep = Sweep(bench, store, Crew(toy, 2))
    sweep.ensure([*cells(5), *cells(5)], 10, lambda _done, _count: None)
    assert sweep.ran == 5


def test_a_cell_s_key_is_of_what_it_asks(bench: Bench) -> None:
    usual = next(cells())
    key = bench.key(usual)
    assert key == bench.key(next(cells()))
    titled = bench_of(bench.scenario.model_copy(update={"title": "Another", "trials": 700}))
    assert titled.key(usual) == key
    dated = bench_of(bench.scenario.but(date="2018-06-01"))
    others = [
        dated.key(usual),
        *(
            bench.key(CellAsked(**(vars(usual) | change)))
            for change in (
                {"changes": {"raid_size": 2}}, {"inputs": {"tpy2.reference_range_km": 1.0}}, {"seed": 8},
                {"arrangements": ("b",)}, {"trials": 32}, {"draws": 8}, {"attribution": True},
            )
        ),
    ]  # fmt: skip
    assert len({key, *others}) == 9


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "holds no study"),
        ("{", "is damaged: it is not JSON"),
        ("[]", "a store of format None"),
        ('{"format": "2.0"}', "a store of format '2.0'; this version reads"),
    ],
)
def test_a_folder_that_is_no_store_is_refused(tmp_path: Path, text: str | None, words: str) -> None:
    if text is not None:
        (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        Store(tmp_path)


def test_a_store_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot write there"):
        Store.create(tmp_path / "file" / "store", {})


def test_every_machine_that_took_part_is_named(store: Store) -> None:
    store.add_machines([machine_class()])
    assert Store(store.folder).manifest["machines"] == [machine_class()]
    store.add_machines(["another", machine_class()])
    assert Store(store.folder).manifest["machines"] == [machine_class(), "another"]


def test_the_manifest_is_whole_json(store: Store) -> None:
    manifest = json.loads((store.folder / "manifest.json").read_text())
    assert manifest["schema"] == "shieldwall.study-manifest/1"
    assert manifest["study"] == {"id": "toy"}
