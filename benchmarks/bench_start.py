"""How long a user waits: import, help, and the main job, each as a whole process, warm."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.clock import seconds

REPEATS = 5
COMPARE = ("compare", "japan_2015", "--json", "--trials")


def process_s(arguments: list[str], repeats: int = REPEATS) -> float:
    """Return the median wall time of a command after one warm-up."""
    words = [sys.executable, *arguments]
    return seconds(lambda: subprocess.run(words, check=True, capture_output=True), repeats)


def verb(*arguments: str) -> list[str]:
    """Return a command line of the tool for this interpreter."""
    return ["-c", "from shieldwall.apps.cli import main; main()", *arguments]


def rows() -> list[tuple[str, str, str]]:
    """Return the rows of the table."""
    bare = process_s(["-c", "pass"])
    imported = process_s(["-c", "import shieldwall"])
    helped = process_s(verb("--help"))
    some, many = (process_s(verb(*COMPARE, trials), 3) for trials in ("20000", "100000"))
    return [
        ("`import shieldwall`", f"{imported:.2f} s", f"target 0.3 s; bare Python {bare:.2f} s"),
        ("`shieldwall --help`", f"{helped:.2f} s", "target 0.5 s"),
        ("`compare japan_2015`, 20,000 trials", f"{some:.1f} s", "no peer"),
        ("`compare japan_2015`, 100,000 trials", f"{many:.1f} s", "target 10 s on 2 cores"),
    ]
