"""Nightly: ten thousand cells on a local Dask cluster with flat memory, and a thousand on a full disk."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from shieldwall.apps import studies
from shieldwall.apps.studies import Crewed
from shieldwall.case.kept import keep_up_to
from shieldwall.study.sweep.store import StoreFullError

StudyFile = Callable[..., Path]

AXES = {
    "knowledge": ["as_of", "today"],
    "reading": ["default", "agency", "missile_only", "critics", "combat"],
    "availability": ["all", "typical"],
    "raid_size": list(range(1, 101)),
}
GROWTH = 1.15
"""How much more memory the last tenth of the cells may see than the second: caches are full by then."""


def memory_mb() -> float:
    """The resident memory of this process now."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return float(line.split()[1]) / 1024.0
    raise AssertionError("no VmRSS")


@pytest.mark.nightly
def test_ten_thousand_cells_on_dask_with_flat_memory(study_file: StudyFile, tmp_path: Path) -> None:
    levels = {"shoot_look_shoot.track_probability": {"values": [0.9, 0.92, 0.94, 0.96, 0.98]}}
    file = study_file(axes=AXES, inputs=levels, trials=16, draws=2, arrangements=["integrated"])
    seen: list[tuple[float, float]] = []
    result = studies.run(
        file,
        tmp_path / "store",
        crew=Crewed(2, "local"),
        progress=lambda _stage, share: seen.append((share, memory_mb())),
    )
    assert (result.ran, result.record.cell_count, result.record.refused_count) == (10_000, 10_000, 0)
    early = max(size for share, size in seen if 0.1 <= share < 0.2)
    late = max(size for share, size in seen if 0.9 <= share < 1.0)
    assert late < GROWTH * early


@pytest.mark.nightly
def test_a_disk_that_is_really_full(study_file: StudyFile, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)], capture_output=True, check=False
    )
    file = study_file(axes={"raid_size": list(range(1, 101))}, trials=16, draws=2)
    if mounted.returncode != 0:  # not everybody may mount: the ordinary tests have the same by other means
        return
    try:
        with pytest.raises(StoreFullError, match="No space left on device"):
            studies.run(file, disk / "store", crew=Crewed(2))
        there = studies.show(disk / "store").record
        assert 0 < len(there.cells) < 100
        subprocess.run(["mount", "-o", "remount,size=16m", str(disk)], check=True)
        resumed = studies.resume(disk / "store", crew=Crewed(2))
        assert resumed.ran == 100 - len(there.cells)
        assert resumed.record.cells_to_run == 0
        whole = studies.run(file, tmp_path / "whole", crew=Crewed(1))
        assert whole.record == resumed.record
    finally:
        subprocess.run(["umount", str(disk)], check=True)
        keep_up_to(0)
