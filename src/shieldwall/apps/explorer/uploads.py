"""A scenario file that was uploaded: data only, read by the catalogue's YAML and the model's own class."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from pydantic import ValidationError

from shieldwall.apps.explorer.asked import PLAIN_FIELDS, asked, default_pair
from shieldwall.apps.explorer.refusals import Refused, Trouble, refused, trouble, troubles_of_record
from shieldwall.apps.explorer.state import OWN_NAMES, Mechanisms, State
from shieldwall.catalogue.explain import explanations
from shieldwall.catalogue.load import Catalogue
from shieldwall.catalogue.read import field_name, line_numbers, line_of
from shieldwall.catalogue.yaml12 import YamlError, parse
from shieldwall.model.scenario import FEWEST_TRIALS, Scenario

MOST_TROUBLES: Final = 50
_NOTED: Final = re.compile(rf"^# ({'|'.join(OWN_NAMES)}): (\{{.*\}})$", re.MULTILINE)


def state_of_file(text: str, known: Catalogue) -> State:
    """Return the state of the page that a scenario file asks for.

    Parameters
    ----------
    text : str
        A YAML document.
    known : Catalogue
        Where shipped scenarios are: one of them with changes is told from one of its own.

    Raises
    ------
    Refused
        With the line and the field of everything that is wrong.
    """
    try:
        values = parse(text)
    except YamlError as problem:
        raise Refused([trouble("", str(problem), problem.line)]) from None
    except (RecursionError, ValueError) as problem:
        raise refused("", f"is not YAML that can be read: {problem}") from None
    if not isinstance(values, dict):
        raise Refused([trouble("", "a scenario is a mapping with keys such as id and date", 1)])
    try:
        scenario = Scenario.model_validate_json(json.dumps(values))
    except ValidationError as refusal:
        raise Refused(_troubles(text, refusal)) from None
    return _state_of(scenario, _own_arrangements(text), known)


def _own_arrangements(text: str) -> dict[str, Mechanisms]:
    """Return the arrangements of one's own that a file from this page notes in its head."""
    found = {}
    for name, written in _NOTED.findall(text):
        try:
            found[name] = Mechanisms.model_validate_json(written)
        except ValidationError as refusal:
            raise Refused(list(troubles_of_record(Mechanisms, refusal, (name,)))) from None
    return found


def _state_of(scenario: Scenario, own: Mapping[str, Mechanisms], known: Catalogue) -> State:
    """Return the state that asks for a scenario: a shipped one with changes, where that says it all."""
    pair: list[str | Mechanisms] = [own.get(name, name) for name in default_pair(scenario)]
    state = State(
        scenario=scenario.id,
        arrangements=pair,
        raid_size=scenario.raid.size,
        **{
            name: value
            for name, value in scenario.model_dump(mode="json").items()
            if name in PLAIN_FIELDS and name != "raid_size"
        },
    )
    alike = {"arrangements": ["unconnected"], "attribution": None, "trials": FEWEST_TRIALS}
    if scenario.id in known.ids(Scenario):
        shipped = asked(state, known).scenario
        if shipped.but(**alike) == scenario.but(**alike):
            return state
    return State(scenario=scenario.id, own=scenario.model_dump(mode="json"), arrangements=pair)


def _troubles(text: str, refusal: ValidationError) -> list[Trouble]:
    lines: dict[Any, int] = line_numbers(text)
    found = [
        trouble(field_name(path), message, line_of(lines, path))
        for path, message in explanations(Scenario, refusal)
    ]
    return sorted(found, key=lambda each: each.line or 0)[:MOST_TROUBLES]
