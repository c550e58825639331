"""Run every benchmark of this folder in one run and write the table to docs/benchmarks.md.

With names, such as ``python -m benchmarks flight battle``, only those are run and nothing is written.
"""

from __future__ import annotations

import importlib
import os
import platform
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
PAGE = FOLDER.parent / "docs" / "benchmarks.md"
HEAD = """# Benchmarks

Written by `make bench`: one run on one machine ({machine}, {cores} cores, Python {python}); medians of
repeats, kernels compiled before the clock starts. Absolute times move with the machine, so read the ratios.

| work | measured | beside it |
|---|---|---|
"""


def main() -> None:
    """Measure, print and write the table; with names on the command line, only measure and print those."""
    named = sys.argv[1:]
    paths = [FOLDER / f"bench_{name}.py" for name in named] or sorted(FOLDER.glob("bench_*.py"))
    lines = [HEAD.format(machine=platform.machine(), cores=os.cpu_count(), python=platform.python_version())]
    print(lines[0], end="")
    for path in paths:
        module = importlib.import_module(f"benchmarks.{path.stem}")
        for row in module.rows():
            line = f"| {' | '.join(row)} |\n"
            print(line, end="", flush=True)
            lines.append(line)
    if not named:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
