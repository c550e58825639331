"""What leaves the page: the scenario as a file, how to run it again, how to cite it."""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass
from typing import Any

from shieldwall.apps.explorer.asked import Asked
from shieldwall.apps.explorer.state import Mechanisms
from shieldwall.catalogue.write import to_yaml
from shieldwall.model.version import CODE_VERSION
from shieldwall.study.compare import DRAWS

OVERLAY_FOLDER = "overlay"


@dataclass(frozen=True)
class Run:
    """How an answer was worked out: battles an arrangement, epistemic draws, raid sizes of the curve."""

    trials: int
    draws: int
    raid_sizes: tuple[int, ...] = ()


def scenario_yaml(asked: Asked, run: Run) -> str:
    """Return the scenario as a file that `compare` takes; its name is the id with ``.yaml``."""
    values = asked.attributed().but(trials=max(run.trials, asked.scenario.trials)).model_dump(mode="json")
    if asked.own:
        names = ", ".join(each.id for each in asked.own)
        head = (
            f"# Arrangements of your own ({names}) are records beside this file:\n"
            f"# shieldwall compare {asked.scenario.id}.yaml --catalogue {OVERLAY_FOLDER}\n"
        ) + "".join(
            f"# {name}: {json.dumps(each.model_dump(), ensure_ascii=True)}\n"
            for name, each in zip(asked.names, asked.state.arrangements or (), strict=True)
            if isinstance(each, Mechanisms)
        )
    else:
        head = f"# shieldwall compare {asked.scenario.id}.yaml\n"
    return head + to_yaml(_without_nothing(values))


def overlay_files(asked: Asked) -> list[dict[str, str]]:
    """Return the files of an overlay that holds the arrangements of one's own."""
    return [
        {
            "file": f"{OVERLAY_FOLDER}/arrangements/{each.id}.yaml",
            "text": to_yaml(_without_nothing(each.model_dump(mode="json"))),
        }
        for each in asked.own
    ]


def _without_nothing(value: Any) -> Any:
    """Return plain values without what is empty: a file need not say it."""
    if isinstance(value, dict):
        kept = {name: _without_nothing(item) for name, item in value.items()}
        return {name: item for name, item in kept.items() if item is not None and item != []}
    return [_without_nothing(item) for item in value] if isinstance(value, list) else value


def reproduction(asked: Asked, run: Run, *, is_full: bool) -> dict[str, Any]:
    """Return the command and the Python that give the same numbers."""
    scenario, names = asked.scenario, ",".join(asked.distinct)
    file = f"{scenario.id}.yaml"
    words = ["shieldwall", "compare", file, "--arrangements", names, "--trials", str(run.trials)]
    words += ["--seed", str(scenario.seed)]
    if run.draws != DRAWS:
        words += ["--draws", str(run.draws)]
    if asked.own:
        words += ["--catalogue", OVERLAY_FOLDER]
    python = [
        "import shieldwall as sw",
        "",
        *([f'known = sw.catalogue("{OVERLAY_FOLDER}")'] if asked.own else []),
        f'asked = sw.scenario("{file}"' + (", catalogue=known)" if asked.own else ")"),
        f"result = sw.compare(asked, {list(asked.distinct)!r}, trials={run.trials}, seed={scenario.seed}"
        + (f", draws={run.draws}" if run.draws != DRAWS else "")
        + (", catalogue=known)" if asked.own else ")"),
        "result.table()",
    ]
    note = (
        "The command gives these numbers to the last digit on the same versions."
        if is_full
        else f"The page's quick answer rests on {run.draws} draws of what is not known; so does the command. "
        f"Leave --draws out for all {DRAWS}, or ask for the full answer here."
    )
    return {
        "command": shlex.join(words),
        "python": "\n".join(python) + "\n",
        "yaml": scenario_yaml(asked, run),
        "file": file,
        "overlay": overlay_files(asked),
        "note": note,
    }


def citation(asked: Asked, run: Run) -> dict[str, Any]:
    """Return how to cite an answer: versions, scenario, date, arrangements, seed, trials and draws."""
    scenario, data = asked.scenario, asked.catalogue.version
    what = f"{scenario.title}: {' against '.join(asked.distinct)}"
    how = (
        f"scenario {scenario.id}, date {scenario.date}, raid of {scenario.raid.size} (hypothetical), "
        f"seed {scenario.seed}, {run.trials} trials, {run.draws} draws"
    )
    text = f"Shieldwall {CODE_VERSION}, data {data}: {what}; {how}."
    key = f"shieldwall_{scenario.id}_{scenario.seed}"
    bibtex = "\n".join(
        [
            f"@misc{{{key},",
            "  author = {{The Shieldwall contributors}},",
            f"  title = {{{_tex(what)}}},",
            f"  howpublished = {{Shieldwall {_tex(CODE_VERSION)}, data {_tex(data)}}},",
            f"  note = {{{_tex(how[0].upper() + how[1:])}}}",
            "}",
            "",
        ]
    )
    return {
        "text": text,
        "bibtex": bibtex,
        "versions": {"code": CODE_VERSION, "data": data},
        "seed": scenario.seed,
    }


def _tex(text: str) -> str:
    """Return text as TeX takes it: what would be a command is escaped."""
    special = {
        "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "_": r"\_", "&": r"\&", "%": r"\%", "#": r"\#",
        "$": r"\$", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    }  # fmt: skip
    return "".join(special.get(letter, letter) for letter in " ".join(text.split()))
