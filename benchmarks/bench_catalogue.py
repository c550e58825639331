"""How long the catalogue takes to load: all of it, one day's order of battle, one fact.

Every measurement is a new `Catalogue`, which has read nothing, over files that the system has in memory; the
modules are imported before the clock starts. Beside it stands PyYAML's safe loader on the same files, which
reads plain values and checks nothing. What a posture opens is counted by watching the files it reads.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path

import yaml

from benchmarks.clock import seconds
from shieldwall.catalogue.load import SHIPPED, Catalogue

TARGET_S = 0.5
DAY = dt.date(2015, 12, 2)


def whole() -> tuple[int, int]:
    """Read every record and every table of a catalogue."""
    catalogue = Catalogue()
    return sum(1 for _ in catalogue.all_records()), sum(
        len(catalogue.table(name).rows) for name in catalogue.tables()
    )


def posture() -> int:
    """Read the order of battle of one day."""
    return len(Catalogue().posture(DAY))


def fact() -> float:
    """Read one fact."""
    return Catalogue().fact("sm3_1a.max_range_km").value


def plain_yaml() -> int:
    """Read the same files with PyYAML's safe loader, C where it has it."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    files = sorted(SHIPPED.rglob("*.yaml"))
    return sum(1 for file in files if yaml.load(file.read_text(encoding="utf-8"), loader) is not None)


def opened(work: Callable[[], object]) -> set[str]:
    """Return the folders of the shipped data from which something is read."""
    seen: set[str] = set()
    watching = [True]

    def watch(event: str, details: tuple[object, ...]) -> None:
        if watching and event == "open" and str(details[0]).startswith(str(SHIPPED)):
            seen.add(Path(str(details[0])).relative_to(SHIPPED).parts[0])

    sys.addaudithook(watch)
    work()
    watching.clear()
    return seen


def rows() -> list[tuple[str, str, str]]:
    """Return what was done, what was measured, and what stands beside it."""
    (records, table_rows), units = whole(), posture()
    whole_s, plain_s = seconds(whole), seconds(plain_yaml)
    folders = ", ".join(sorted(opened(posture)))
    return [
        (
            f"whole catalogue, {records} records and {table_rows} table rows, each checked",
            f"{whole_s * 1e3:.0f} ms",
            f"target {TARGET_S * 1e3:.0f} ms; PyYAML, unchecked, {plain_s * 1e3:.0f} ms",
        ),
        (
            f"order of battle of one day, {units} units",
            f"{seconds(posture) * 1e3:.0f} ms",
            f"reads only {folders}",
        ),
        ("one fact by name", f"{seconds(fact) * 1e3:.1f} ms", "reads one record"),
    ]
