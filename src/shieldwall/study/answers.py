"""The changelog of answers: every shipped scenario's headline with its interval, and why it last moved.

``docs/answers.yaml`` holds entries, the newest last; each gives the headlines as they then stood, the
versions, and in words why they moved. A check runs every shipped scenario at a fixed small number of trials
and fails where a headline is not the newest entry's: an answer that moves says why, or does not move.

``python -m shieldwall.study.answers --why "TEXT"`` adds an entry where one is due, and writes the page.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from shieldwall.case.kept import USUAL_BYTES, keep_up_to
from shieldwall.catalogue.load import Catalogue, shipped
from shieldwall.catalogue.yaml12 import parse
from shieldwall.model.errors import InputError
from shieldwall.model.outcomes import Comparison
from shieldwall.model.scenario import Scenario
from shieldwall.model.version import CODE_VERSION
from shieldwall.study.compare import Settings, run_comparison

TRIALS: Final = 256
DRAWS: Final = 16
"""Few, so that the check takes seconds; what the answers are worth is said by their intervals."""

MEASURES: Final = ("expected_leakers", "p_no_leak", "warning_time_s", "interceptors_expended")
TOLERANCE: Final = 0.02
TIPPED: Final = 2
"""Share of its interval, and missiles or rounds in all battles, by which a number may differ: another kind of
processor tips single battles."""

FOLDER: Final = Path(__file__).resolve().parents[3] / "docs"
LEDGER: Final = "answers.yaml"
PAGE: Final = "answers.md"

Headlines = dict[str, dict[str, list[float]]]
"""By scenario, and by ``measure.arrangement``: mean, 5th and 95th percentile over what is not known."""


@dataclass(frozen=True)
class Moved:
    """One number that is not what the changelog says; None where there is none."""

    scenario: str
    name: str
    was: list[float] | None
    now: list[float] | None

    def __str__(self) -> str:
        """Return the move in one line."""
        return f"{self.scenario}, {self.name}: was {_text(self.was)}, is {_text(self.now)}"


def headlines(catalogue: Catalogue, scenarios: Iterable[str] | None = None) -> Headlines:
    """Return the headlines of the shipped scenarios as they are now."""
    found = {}
    keep_up_to(USUAL_BYTES)  # many scenarios fly the same raid
    for name in catalogue.ids(Scenario) if scenarios is None else scenarios:
        scenario = catalogue.record(Scenario, name)
        settings = Settings(scenario.arrangements, TRIALS, None, scenario.seed, workers=1, draws=DRAWS)
        pair = scenario.attribution
        result = run_comparison(scenario.but(attribution=None), catalogue, settings)
        found[name] = headline(result, (pair.base, pair.top) if pair else None)
    keep_up_to(0)
    return found


def headline(result: Comparison, pair: tuple[str, str] | None = None) -> dict[str, list[float]]:
    """Return the headline of one comparison: each arrangement, and one difference.

    Parameters
    ----------
    result : Comparison
        What was found.
    pair : (str, str), optional
        The difference is the second less the first; the last arrangement less the first if left out, or if
        the two are not compared in that order.
    """
    found = {}
    names = list(result.arrangements)
    groups = dict(result.arrangements)
    first, second = pair or (names[0], names[-1])
    if f"{second}-minus-{first}" not in result.differences:
        first, second = names[0], names[-1]
    if first != second:
        name = f"{second}-minus-{first}"
        groups[name] = result.differences[name]
    for name, outcomes in groups.items():
        for measure in MEASURES:
            estimate = getattr(outcomes, measure)
            numbers = (estimate.mean, *estimate.epistemic)
            found[f"{measure}.{name}"] = [float(f"{number:.6g}") for number in numbers]
    return found


def moves(was: Mapping[str, Any], now: Headlines) -> list[Moved]:
    """Return every number that is not what it was, scenarios and names that came or went among them."""
    found = []
    for scenario in dict.fromkeys((*was, *now)):
        before, after = was.get(scenario, {}), now.get(scenario, {})
        for name in dict.fromkeys((*before, *after)):
            first, second = before.get(name), after.get(name)
            if first is None or second is None or _differ(first, second):
                found.append(Moved(scenario, name, first, second))
    return found


def told(found: list[Moved], was: Mapping[str, Any], now: Headlines) -> list[str]:
    """Return moves as lines; scenarios that came or went take one line each."""
    whole = [f"{name}: new" for name in now if name not in was]
    whole += [f"{name}: gone" for name in was if name not in now]
    return whole + [str(each) for each in found if each.scenario in was and each.scenario in now]


def _differ(first: list[float], second: list[float]) -> bool:
    width = max(first[2] - first[1], second[2] - second[1])
    allowed = TOLERANCE * width + TIPPED / TRIALS
    return any(abs(one - other) > allowed for one, other in zip(first, second, strict=True))


def _text(numbers: list[float] | None) -> str:
    return "nothing" if numbers is None else "{:.4g} ({:.4g} to {:.4g})".format(*numbers)


def entries(folder: Path = FOLDER) -> list[dict[str, Any]]:
    """Return the entries of the changelog, the newest last; none where there is no file."""
    file = folder / LEDGER
    if not file.is_file():
        return []
    listed: list[dict[str, Any]] = parse(file.read_text(encoding="utf-8"))["entries"]
    return listed


def unexplained(catalogue: Catalogue, folder: Path = FOLDER) -> list[Moved]:
    """Return what moved since the newest entry."""
    listed = entries(folder)
    return moves(listed[-1]["headlines"] if listed else {}, headlines(catalogue))


def add_entry(
    why: str, catalogue: Catalogue, folder: Path = FOLDER, day: dt.date | None = None
) -> list[Moved]:
    """Add an entry to the changelog where answers moved, and write its page; return what moved.

    Raises
    ------
    InputError
        Something moved and nothing says why.
    """
    listed = entries(folder)
    now = headlines(catalogue)
    found = moves(listed[-1]["headlines"] if listed else {}, now)
    if found and not why.strip():
        raise InputError(f"{len(found)} numbers moved, {found[0]} among them: say why with --why")
    if found:
        listed.append(
            {
                "on": str(day or dt.datetime.now(dt.UTC).date()),
                "code": CODE_VERSION,
                "data": catalogue.version,
                "trials": TRIALS,
                "draws": DRAWS,
                "why": " ".join(why.split()),
                "moved": told(found, listed[-1]["headlines"], now) if listed else [],
                "headlines": now,
            }
        )
    (folder / LEDGER).write_text(ledger_text(listed), encoding="utf-8")
    (folder / PAGE).write_text(page(listed), encoding="utf-8")
    return found


def ledger_text(listed: list[dict[str, Any]]) -> str:
    """Return the changelog as YAML: JSON values, one headline a line."""
    lines = ["# Written by `python -m shieldwall.study.answers`; see answers.md.", "entries:"]
    for entry in listed:
        mark = "  - "
        for key in ("on", "code", "data", "trials", "draws", "why"):
            lines.append(f"{mark}{key}: {json.dumps(entry[key], ensure_ascii=False)}")
            mark = "    "
        lines.append("    moved:" if entry["moved"] else "    moved: []")
        lines += [f"      - {json.dumps(each, ensure_ascii=False)}" for each in entry["moved"]]
        lines.append("    headlines:")
        for scenario, numbers in entry["headlines"].items():
            lines.append(f"      {scenario}:")
            lines += [f"        {name}: {json.dumps(value)}" for name, value in numbers.items()]
    return "\n".join(lines) + "\n"


def page(listed: list[dict[str, Any]]) -> str:
    """Return the page: headlines as they stand, then every entry, the newest first."""
    newest = listed[-1]
    lines = [
        "# The answers, and why they moved",
        "",
        f"Every shipped scenario at {newest['trials']} trials over {newest['draws']} draws, with its own "
        "seed: mean (5th to 95th percentile over what is not known). These are for noticing that an answer "
        "moved, not for quoting: `shieldwall compare` gives them with many more trials.",
        "A test runs them again; it fails where a number differs from the newest entry by more than "
        f"{100.0 * TOLERANCE:g}% of its interval. `python -m shieldwall.study.answers --why \"...\"` "
        "records a move with its reason.",
        "",
    ]  # fmt: skip
    for scenario, numbers in newest["headlines"].items():
        lines += [
            f"## {scenario}",
            "",
            "| | " + " | ".join(MEASURES) + " |",
            "|---" * (len(MEASURES) + 1) + "|",
        ]
        for name in dict.fromkeys(key.partition(".")[2] for key in numbers):
            cells = [_text(numbers[f"{measure}.{name}"]) for measure in MEASURES]
            lines.append(f"| {name.replace('-minus-', ' − ')} | " + " | ".join(cells) + " |")
        lines.append("")
    lines += ["## Changes", ""]
    for entry in reversed(listed):
        lines += [f"**{entry['on']}**, code {entry['code']}, data {entry['data']}. {entry['why']}", ""]
        lines += [f"- {each}" for each in entry["moved"]]
        lines += [""] if entry["moved"] else []
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Add an entry where answers moved; say what moved."""
    parser = argparse.ArgumentParser(description="Record why the answers of shipped scenarios moved.")
    parser.add_argument("--why", default="", help="Why they moved, in words.")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="Where answers.yaml and answers.md are.")
    given = parser.parse_args(arguments)
    try:
        found = add_entry(given.why, shipped(), given.folder)
    except InputError as refused:
        sys.stderr.write(f"{refused}\n")
        return 2
    sys.stdout.write(f"{len(found)} numbers moved\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
