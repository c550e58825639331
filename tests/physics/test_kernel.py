"""The kernel cache: an edited callee is seen at once, and a place with nothing to write to still runs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from shieldwall.physics import kernel as cache

CALLEE = """
from shieldwall.physics.kernel import kernel

@kernel
def callee(x):
    return x + {constant}
"""
CALLER = """
from shieldwall.physics.callee import callee
from shieldwall.physics.kernel import kernel

@kernel
def caller(x):
    return 10.0 * callee(x)
"""


@pytest.fixture
def copy_of_the_package(tmp_path: Path) -> Path:
    package = tmp_path / "shieldwall"
    (package / "physics").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "physics" / "__init__.py").write_text("")
    source = Path(cache.__file__).read_text()
    (package / "physics" / "kernel.py").write_text(source)
    (package / "physics" / "caller.py").write_text(CALLER)
    return tmp_path


def _run(root: Path, code: str, **environment: str) -> str:
    variables = {"PATH": os.environ["PATH"], "PYTHONPATH": str(root), **environment}
    done = subprocess.run(
        [sys.executable, "-c", code], env=variables, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_an_edited_callee_is_seen(copy_of_the_package: Path, tmp_path: Path) -> None:
    callee = copy_of_the_package / "shieldwall" / "physics" / "callee.py"
    folder = str(tmp_path / "compiled")
    code = (
        "from shieldwall.physics.caller import caller\n"
        "print(caller(1.0), sum(caller.stats.cache_hits.values()))"
    )
    callee.write_text(CALLEE.format(constant="1.0"))
    assert _run(copy_of_the_package, code, SHIELDWALL_KERNEL_CACHE=folder) == "20.0 0"
    assert _run(copy_of_the_package, code, SHIELDWALL_KERNEL_CACHE=folder) == "20.0 1"
    callee.write_text(CALLEE.format(constant="2.0"))
    assert _run(copy_of_the_package, code, SHIELDWALL_KERNEL_CACHE=folder) == "30.0 0"


def test_a_place_with_nothing_to_write_to_still_runs(copy_of_the_package: Path) -> None:
    (copy_of_the_package / "shieldwall" / "physics" / "callee.py").write_text(CALLEE.format(constant="1.0"))
    code = (
        "import tempfile, pathlib\n"
        "def refuse(*a, **k): raise OSError(30, 'Read-only file system')\n"
        "pathlib.Path.mkdir = refuse\n"
        "from shieldwall.physics.caller import caller\n"
        "from shieldwall.physics.kernel import cache_folder\n"
        "print(caller(1.0), cache_folder())"
    )
    assert _run(copy_of_the_package, code) == "20.0 None"


def test_an_empty_name_turns_the_disk_cache_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cache.CACHE_VARIABLE, "")
    cache.cache_folder.cache_clear()
    try:
        assert cache.cache_folder() is None
    finally:
        cache.cache_folder.cache_clear()


def test_every_kernel_floor_is_in_the_digest(tmp_path: Path) -> None:
    for floor in cache.KERNEL_FLOORS:
        (tmp_path / floor).mkdir()
        (tmp_path / floor / "room.py").write_text("x = 1\n")
    before = {floor: cache.source_digest(floor, tmp_path) for floor in cache.KERNEL_FLOORS}
    (tmp_path / "physics" / "room.py").write_text("x = 2\n")
    after = {floor: cache.source_digest(floor, tmp_path) for floor in cache.KERNEL_FLOORS}
    changed = {floor for floor in cache.KERNEL_FLOORS if before[floor] != after[floor]}
    assert changed == set(cache.KERNEL_FLOORS) - {"chance"}
