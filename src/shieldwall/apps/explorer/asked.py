"""From the state of the page to what the model is asked: every field checked by the model's own classes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from shieldwall.apps.explorer.refusals import Refused, Trouble, refused, trouble, troubles_of_record
from shieldwall.apps.explorer.state import OWN_NAMES, Mechanisms, State
from shieldwall.case.law import AS_OF, arrangement_as_of, permit_for
from shieldwall.catalogue.errors import CatalogueError
from shieldwall.catalogue.load import Catalogue
from shieldwall.model.arrangement import Arrangement
from shieldwall.model.doctrine import Doctrine
from shieldwall.model.errors import InputError, suggestion
from shieldwall.model.law import Agreement
from shieldwall.model.posture import Option
from shieldwall.model.scenario import AttributionPair, Scenario

STANDING: Final = "standing_order"
PLAIN_FIELDS: Final = (
    "date", "availability", "knowledge", "reading", "raid_size", "options", "without", "false_tracks",
    "doctrine", "counterfactual", "seed",
)  # fmt: skip
"""Fields of the state that are fields of the scenario, by the same name."""


class WithArrangements(Catalogue):
    """A catalogue with arrangements added that no file holds."""

    def __init__(self, base: Catalogue, added: Sequence[Arrangement]) -> None:
        super().__init__(*base.folders[1:], shipped=base.folders[0])
        self._base = base
        self._added = {record.id: record for record in added}
        files = base.files(Arrangement) | {name: Path(f"{name}.yaml") for name in self._added}
        self._files = base._files | {"arrangements": dict(sorted(files.items()))}
        self._tables = base._tables
        self._records = base._records | {
            ("arrangements", name): record for name, record in self._added.items()
        }


@dataclass(frozen=True)
class Asked:
    """What is asked: the state with every field, the scenario, the two arrangements, and the catalogue.

    ``own`` are the arrangements given by their mechanisms.
    """

    state: State
    scenario: Scenario
    names: tuple[str, str]
    own: tuple[Arrangement, ...]
    catalogue: Catalogue

    @property
    def distinct(self) -> tuple[str, ...]:
        """The arrangements to run: one where both are the same."""
        return tuple(dict.fromkeys(self.names))

    def attributed(self) -> Scenario:
        """Return the scenario with the attribution between the two arrangements."""
        base, top = self.names
        pair = None if base == top else AttributionPair(base=base, top=top).model_dump()
        return self.scenario.but(attribution=pair, arrangements=self.distinct)

    def arrangement(self, place: int) -> Arrangement:
        """Return one of the two arrangements."""
        name = self.names[place]
        if name == AS_OF:
            agreements = {record.id: record for record in self.catalogue.records(Agreement)}
            return arrangement_as_of(agreements, self.scenario.date, self.scenario.parties)
        return self.catalogue.record(Arrangement, name)


def asked(state: State, known: Catalogue) -> Asked:
    """Return what a state asks.

    Parameters
    ----------
    state : State
        Of this version (see `shieldwall.apps.explorer.links`).
    known : Catalogue
        Where names are looked up.

    Raises
    ------
    Refused
        With every field that is not accepted, and why.
    """
    base = _scenario(state, known)
    troubles = list(_unknown_names(state, known))
    scenario = base
    for field in PLAIN_FIELDS:
        value = getattr(state, field)
        if value is None:
            continue
        try:
            scenario = scenario.but(**{field: value})
        except InputError as refusal:
            troubles.append(trouble(field, _without_place(str(refusal), base)))
    given = state.arrangements if state.arrangements is not None else list(default_pair(base))
    own: list[Arrangement] = []
    names: list[str] = []
    for place, (each, name) in enumerate(zip(given, OWN_NAMES, strict=True)):
        try:
            arrangement = _arranged(each, name, place, scenario, known)
        except Refused as refusal:
            troubles += refusal.troubles
            continue
        names.append(arrangement.id if arrangement is not None else str(each))
        if isinstance(each, Mechanisms) and arrangement is not None:
            own.append(arrangement)
    if troubles:
        raise Refused(troubles)
    return Asked(
        state=_full(state, scenario, given),
        scenario=scenario.but(arrangements=list(dict.fromkeys(names)), attribution=None),
        names=(names[0], names[1]),
        own=tuple(own),
        catalogue=WithArrangements(known, own) if own else known,
    )


def _without_place(message: str, scenario: Scenario) -> str:
    """Return what is wrong with a field, less the words that say which: the page shows it there."""
    return message.split(": ", 1)[-1] if message.startswith(f"scenario {scenario.id}, ") else message


def default_pair(scenario: Scenario) -> tuple[str, str]:
    """Return the two arrangements that a scenario is about: its attribution's, else its first and last."""
    if scenario.attribution is not None:
        return scenario.attribution.base, scenario.attribution.top
    return scenario.arrangements[0], scenario.arrangements[-1]


def _scenario(state: State, known: Catalogue) -> Scenario:
    if state.own is None:
        try:
            return known.record(Scenario, state.scenario)
        except CatalogueError:
            raise
        except InputError as refusal:
            raise refused("scenario", str(refusal)) from None
    try:
        return Scenario.model_validate_json(json.dumps(state.own))
    except ValidationError as refusal:
        raise Refused(list(troubles_of_record(Scenario, refusal, ("own",)))) from None
    except ValueError as refusal:
        raise refused("own", str(refusal)) from None


def _unknown_names(state: State, known: Catalogue) -> Iterable[Trouble]:
    options, doctrines = known.ids(Option), known.ids(Doctrine)
    for place, name in enumerate(state.options or ()):
        if name not in options:
            yield trouble(f"options.{place}", f"unknown option {name!r}{suggestion(name, options)}")
    if state.doctrine is not None and state.doctrine not in doctrines:
        hint = suggestion(state.doctrine, doctrines)
        yield trouble("doctrine", f"unknown doctrine {state.doctrine!r}{hint}")


def _arranged(
    given: str | Mechanisms, name: str, place: int, scenario: Scenario, known: Catalogue
) -> Arrangement | None:
    """Return the arrangement that was given, None for the one that follows the law of the date."""
    field = f"arrangements.{place}"
    if isinstance(given, str):
        names = (*known.ids(Arrangement), AS_OF)
        if given not in names:
            raise refused(field, f"unknown arrangement {given!r}{suggestion(given, names)}")
        if given == AS_OF:
            return None
        found = known.record(Arrangement, given)
    else:
        values: dict[str, Any] = given.model_dump() | {
            "id": name,
            "name": given.name or f"Own arrangement {'AB'[place]}",
            "summary": "Mechanisms set by hand.",
            "parties": list(scenario.parties),
        }
        try:
            found = Arrangement.model_validate_json(json.dumps(values))
        except ValidationError as refusal:
            raise Refused(list(troubles_of_record(Arrangement, refusal, ("arrangements", place)))) from None
    strangers = sorted(set(found.parties) - set(scenario.parties))
    if strangers:
        raise refused(
            field, f"{found.id} has parties {', '.join(strangers)} that scenario {scenario.id} has not"
        )
    _check_pairs(found, place, scenario, known)
    return found


def _check_pairs(found: Arrangement, place: int, scenario: Scenario, known: Catalogue) -> None:
    """Refuse a link from a party to itself, and one that no agreement of the catalogue describes."""
    agreements = {record.id: record for record in known.records(Agreement)}
    pairs = [("warning", each.giver, each.receiver) for each in found.warning]
    pairs += [("tracks", each.giver, each.receiver) for each in found.tracks]
    pairs += [("defends", each.defender, each.defended) for each in found.defends]
    troubles = []
    counted: dict[str, int] = {}
    for mechanism, giver, receiver in pairs:
        number = counted.setdefault(mechanism, 0)
        counted[mechanism] += 1
        field = f"arrangements.{place}.{mechanism}.{number}"
        if giver == receiver:
            troubles.append(trouble(field, f"{giver} and {receiver} are the same party"))
            continue
        if mechanism == "defends" and found.defends[number].authority == STANDING:
            continue
        try:
            permit_for(agreements, mechanism, giver, receiver, scenario.date)
        except InputError as refusal:
            troubles.append(trouble(field, str(refusal)))
    if troubles:
        raise Refused(troubles)


def _full(state: State, scenario: Scenario, given: Sequence[str | Mechanisms]) -> State:
    """Return the state with every field filled in."""
    filled: dict[str, Any] = {name: getattr(scenario, name, None) for name in PLAIN_FIELDS}
    return state.model_copy(
        update=filled
        | {
            "scenario": scenario.id,
            "date": scenario.date.isoformat(),
            "raid_size": scenario.raid.size,
            "options": list(scenario.options),
            "without": list(scenario.without),
            "arrangements": list(given),
        }
    )
