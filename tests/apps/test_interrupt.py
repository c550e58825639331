"""An interrupt in mid-run: status 130, one line, at once, and nothing half written."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

AT_ONCE_S = 3.0
"""What a person waits before pressing again; the longest call that cannot be broken off takes a tenth."""

PATIENCE_S = 120.0


@pytest.fixture
def endless(
    tmp_path: Path, small_scenario: Path, request: pytest.FixtureRequest
) -> Iterator[subprocess.Popen[str]]:
    """A comparison that would take minutes, well under way: its folder is there, so facts are being read."""
    out = tmp_path / "out"
    words = [
        sys.executable, "-m", "shieldwall.apps.cli", "compare", str(small_scenario), "--trials", "5000000",
        "--workers", str(request.param), "--out", str(out),
    ]  # fmt: skip
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    _wait_for(out.is_dir, process)
    yield process
    if process.poll() is None:
        process.kill()
        process.communicate()


def _wait_for(happened, process: subprocess.Popen[str]) -> None:  # type: ignore[no-untyped-def]
    deadline = time.monotonic() + PATIENCE_S
    while not happened():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline, "the run did not get under way"
        time.sleep(0.05)


def _wait_for_workers(process: subprocess.Popen[str]) -> None:
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if children.exists():
        _wait_for(children.read_text, process)
    else:
        time.sleep(5.0)


@pytest.mark.parametrize("endless", [1, 2], indirect=True)
def test_an_interrupt_ends_the_run_at_once(endless: subprocess.Popen[str], tmp_path: Path) -> None:
    if "2" in endless.args:
        _wait_for_workers(endless)
    sent = time.monotonic()
    endless.send_signal(signal.SIGINT)
    out, err = endless.communicate(timeout=PATIENCE_S)
    assert time.monotonic() - sent < AT_ONCE_S
    assert (endless.returncode, out, err) == (130, "", "shieldwall: interrupted\n")
    assert [left.name for left in (tmp_path / "out").iterdir()] == []


@pytest.mark.parametrize("endless", [2], indirect=True)
def test_workers_do_not_outlive_a_run_that_is_killed(endless: subprocess.Popen[str]) -> None:
    _wait_for_workers(endless)
    sent = time.monotonic()
    endless.kill()
    endless.communicate(timeout=PATIENCE_S)  # returns once nobody holds the pipes any more
    assert time.monotonic() - sent < AT_ONCE_S
