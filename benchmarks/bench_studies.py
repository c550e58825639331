"""A study of a thousand cells: wall time, peak memory, overhead for each cell, and parallel efficiency.

The cells are those of a sweep over sizes, availability, knowledge and readings on a small scenario, each a
whole comparison of two arrangements. They are run by one process and by two, in stores of their own; the
overhead of a cell is the wall time by one process less the time spent in comparisons. Efficiency compares the
two runs cell for cell: the time by one process over twice that by two.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

CELLS = 1_000
TARGET_EFFICIENCY = 0.85
SCENARIO = "japan_2015"
AREA = "prk_southeast"
ROOT = Path(__file__).resolve().parents[1]


def write_study(folder: Path, cells: int) -> Path:
    """Write the scenario and the study of so many cells; return the study's file."""
    import shieldwall as sw

    small = sw.scenario(SCENARIO).but(id="small", raid_launch_areas=[AREA], attribution=None)
    (folder / "small.yaml").write_text(small.model_dump_json(), encoding="utf-8")
    sizes = cells // 20
    study = {
        "id": "thousand",
        "kind": "study",
        "title": "A thousand cells",
        "question": "How long do they take?",
        "author": "The benchmarks",
        "scenario": "small.yaml",
        "arrangements": ["unconnected", "integrated"],
        "trials": 512,
        "draws": 8,
        "seed": 1,
        "axes": {
            "raid_size": {"first": 1, "last": sizes, "points": sizes},
            "availability": ["all", "typical"],
            "knowledge": ["as_of", "today"],
            "reading": ["default", "agency", "missile_only", "critics", "combat"],
        },
    }
    file = folder / "thousand.yaml"
    file.write_text(json.dumps(study), encoding="utf-8")
    return file


@dataclass(frozen=True)
class Run:
    """One run: wall time, time inside cells, processor time of all processes, and the largest one's peak."""

    wall_s: float
    inside_s: float
    processor_s: float
    peak_mb: float


def run(file: Path, out: Path, workers: int) -> Run:
    """Run the study in a process of its own."""
    words = [sys.executable, "-m", "benchmarks.bench_studies", str(file), str(out), str(workers)]
    told = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    wall_s, processor_s, peak_mb = (float(word) for word in told.split())
    lines = (out / "times.csv").read_text(encoding="utf-8").splitlines()
    return Run(wall_s, sum(float(line.split(",")[1]) for line in lines), processor_s, peak_mb)


def run_here(file: Path, out: Path, workers: int) -> None:
    """Run the study once the kernels are warm, and print wall and processor time and peak memory."""
    from shieldwall.apps.studies import Crewed
    from shieldwall.apps.studies import run as run_study

    with tempfile.TemporaryDirectory() as warm:
        run_study(write_study(Path(warm), 40), Path(warm) / "store", crew=Crewed(1))
    started, used = time.perf_counter(), processor_time_s()
    run_study(file, out, crew=Crewed(workers))
    wall_s, processor_s = time.perf_counter() - started, processor_time_s() - used
    print(wall_s, processor_s, max(usage.ru_maxrss for usage in usages()) / 1024.0)


def usages() -> tuple[resource.struct_rusage, resource.struct_rusage]:
    """Return what this process and those that it has ended with have used."""
    return resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)


def processor_time_s() -> float:
    """Return the processor time of this process and of those that have ended."""
    return sum(usage.ru_utime + usage.ru_stime for usage in usages())


def rows(cells: int = CELLS) -> list[tuple[str, str, str]]:
    """Return what was done, what was measured, and what stands beside it."""
    with tempfile.TemporaryDirectory() as folder:
        file = write_study(Path(folder), cells)
        one = run(file, Path(folder) / "one", 1)
        two = run(file, Path(folder) / "two", 2)
        sizes = [cell.stat().st_size for cell in (Path(folder) / "two").glob("cells/*/*.cell")]
    busy, peak_mb = os.getloadavg()[0], max(one.peak_mb, two.peak_mb)
    overhead_ms = 1000.0 * (one.wall_s - one.inside_s) / cells
    return [
        (
            f"a study of {cells:,} cells on two cores (512 trials, 8 draws each)",
            f"{two.wall_s:.0f} s, {1000.0 * two.wall_s / cells:.0f} ms a cell",
            f"one process {one.wall_s:.0f} s; load of the machine {busy:.1f}",
        ),
        (
            f"its parallel efficiency on two cores (target {TARGET_EFFICIENCY})",
            f"{one.wall_s / (2.0 * two.wall_s):.2f}",
            f"processor time of one process {one.processor_s:.0f} s, of two {two.processor_s:.0f} s",
        ),
        (
            "its overhead for each cell: store, design, hand-over",
            f"{overhead_ms:.1f} ms",
            f"{statistics.median(sizes) / 1e3:.1f} kB a cell; peak of a process {peak_mb:.0f} MB",
        ),
    ]


if __name__ == "__main__":
    run_here(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
