"""What a worker does for the page: every kind of question that takes more than a look-up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final, Protocol

from shieldwall.apps.explorer import battle_shown, exports, flipping, money, places
from shieldwall.apps.explorer.asked import Asked, asked
from shieldwall.apps.explorer.quick import (
    HEADLINE,
    QUICK_DRAWS,
    QUICK_TRIALS,
    Effort,
    draws_for,
    full_answer,
    paired_difference,
    quick_answer,
)
from shieldwall.apps.explorer.refusals import Refused, refused
from shieldwall.apps.explorer.sizes import Shelf
from shieldwall.apps.explorer.state import State
from shieldwall.apps.explorer.warm import Warm, ground_key
from shieldwall.apps.output import plain
from shieldwall.apps.pictures import picture_of, warning_of
from shieldwall.case.kept import keep_up_to
from shieldwall.catalogue.load import Catalogue
from shieldwall.model.errors import InputError
from shieldwall.model.outcomes import Estimate
from shieldwall.model.raid import LARGEST_RAID, SMALLEST_RAID
from shieldwall.study.compare import DRAWS, Settings
from shieldwall.study.flips import Asked as FlipsAsked
from shieldwall.study.flips import find_flips
from shieldwall.study.without_one import without_one

WARM_BYTES: Final = 800_000_000
"""What the cases that one worker keeps warm may hold; the one in use always stays."""
GEOMETRY_BYTES: Final = 800_000_000
"""What it keeps of flights, windows and lines of sight of other cases."""
FIRST_DRAWS: Final = 64
"""What a full answer shows first, and what a curve rests on."""
BATTLES: Final = QUICK_TRIALS // QUICK_DRAWS


class Voice(Protocol):
    """How work is heard of while it goes on; each call ends the work if nobody wants it any more."""

    def report(self, stage: str, share: float) -> None:
        """Say how far the work is."""

    def partial(self, result: dict[str, Any]) -> None:
        """Show what there is so far."""

    def check(self) -> None:
        """End the work if nobody wants it any more."""


class Desk:
    """Where one worker works: its catalogue, and the cases that it keeps warm."""

    def __init__(self, known: Catalogue, most_bytes: int = WARM_BYTES) -> None:
        self.known = known
        self._warm: Shelf[Warm] = Shelf(most_bytes)
        keep_up_to(GEOMETRY_BYTES)

    def question(self, payload: dict[str, Any]) -> Asked:
        """Return the question of a request."""
        return asked(State.model_validate(payload["state"]), self.known)

    def warm(self, question: Asked, voice: Voice, draws: int = DRAWS) -> Warm:
        """Return the case of a question, kept warm or made so."""
        key = (ground_key(question.scenario), draws)
        found = self._warm.get(key)
        if found is None:
            voice.report("reading facts and flying the raid", 0.0)
            found = Warm(draws)
            self._warm.put(key, found, 0)
        return found

    def weigh(self, question: Asked, draws: int = DRAWS) -> None:
        """Weigh a warm case again after it was used."""
        key = (ground_key(question.scenario), draws)
        found = self._warm.get(key)
        if found is not None:
            self._warm.put(key, found, found.weight())

    def do(self, kind: str, payload: dict[str, Any], voice: Voice) -> dict[str, Any]:
        """Carry out one request and return its answer as plain values."""
        return KINDS[kind](self, payload, voice)


def _compare(desk: Desk, payload: dict[str, Any], voice: Voice) -> dict[str, Any]:
    question = desk.question(payload)
    effort = Effort(payload["draws"], payload["trials"], tuple(payload["raid_sizes"]), tuple(payload["omit"]))
    found = quick_answer(desk.warm(question, voice), question, effort, voice.report)
    desk.weigh(question)
    return found


def _refine(desk: Desk, payload: dict[str, Any], voice: Voice) -> dict[str, Any]:
    question = desk.question(payload)
    first = Effort(FIRST_DRAWS, FIRST_DRAWS * BATTLES)
    voice.partial(quick_answer(desk.warm(question, voice), question, first, voice.report))
    settings = Settings(
        arrangements=question.distinct,
        trials=payload["trials"],
        attribution_trials=None,
        seed=question.scenario.seed,
        workers=1,
        raid_sizes=tuple(payload["raid_sizes"]),
        without_one=payload["without_one"],
        flips=payload["flips"],
    )
    found = full_answer(question, settings, voice.report)
    width = payload["interval_width"]
    if width is not None and found["difference"] is not None:
        draws = draws_for(found["precision"]["interval_width"][HEADLINE], DRAWS, width)
        if draws > DRAWS:
            voice.partial(found)
            more = replace(settings, draws=draws, trials=payload["trials"] * draws // DRAWS)
            found = full_answer(question, more, voice.report)
    return found


def _curve(desk: Desk, payload: dict[str, Any], voice: Voice) -> dict[str, Any]:
    question = desk.question(payload)
    sizes = tuple(payload["sizes"] or usual_sizes(question.scenario.raid.size))
    warm = desk.warm(question, voice)
    for draws in (QUICK_DRAWS, FIRST_DRAWS):
        effort = Effort(draws, draws * BATTLES, sizes)
        answer = quick_answer(warm, question, effort, voice.report)
        record = answer["comparison"]
        found = {
            "state": answer["state"],
            "names": answer["names"],
            "curve": record["raid_size_curve"],
            "second_shot_runs_out": {
                name: each["second_shot_at"] for name, each in record["runs_out"].items()
            },
            "magazine_runs_out": {name: each["magazine_at"] for name, each in record["runs_out"].items()},
            "precision": answer["precision"],
        }
        if draws < FIRST_DRAWS:
            voice.partial(found)
    desk.weigh(question)
    return found


def usual_sizes(size: int) -> list[int]:
    """Return the raid sizes of a curve around a size: from a quarter of it to four times it."""
    sizes = {round(size * part) for part in (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0)}
    return sorted(each for each in sizes if SMALLEST_RAID <= each <= LARGEST_RAID)


def _flips(desk: Desk, payload: dict[str, Any], voice: Voice) -> dict[str, Any]:
    question = desk.question(payload)
    if question.names[0] == question.names[1]:
        raise refused("arrangements", "both are the same: there is no difference whose sign could flip")

    def difference(each: Asked) -> Estimate:
        return paired_difference(desk.warm(each, _Unheard(voice)), each, Effort(), _Unheard(voice).report)

    base = difference(question)
    sign, _ = flipping.sign_of(base)
    changes: list[dict[str, Any]] = []
    wanted = list(flipping.choices(question, desk.known)) if payload["choices"] else []
    for done, (field, value, label) in enumerate(wanted):
        voice.report(f"what if {label}", done / len(wanted))
        try:
            other = flipping.question_with(question, field, value, desk.known)
            found = difference(other)
        except (Refused, InputError):
            continue  # the choice does not go with the others: it is not offered
        changes.append(flipping.changed(field, value, label, sign, found))
        voice.partial(flipping.shown(question, base, changes, None))
    inputs = None
    if payload["inputs"]:
        voice.report("reading the facts and flying the raid", 0.0)
        asked_of_facts = FlipsAsked(question.scenario, question.distinct, question.scenario.seed, workers=1)
        inputs = plain(find_flips(asked_of_facts, question.catalogue, voice.report))
    return flipping.shown(question, base, changes, inputs)


def _without(desk: Desk, payload: dict[str, Any], voice: Voice) -> dict[str, Any]:
    question = desk.question(payload)
    case = desk.warm(question, voice).case_of(question)
    named = {name: case.arrangements[name] for name in question.distinct}
    found = without_one(case, named, payload["asset_class"], progress=voice.report)
    desk.weigh(question)
    return {
        "state": question.state.model_dump(mode="json"),
        "names": list(question.names),
        "seed": question.scenario.seed,
        "without_one": plain(found),
    }


class _Unheard:
    """A voice whose progress is not told, because it is that of a small part; it still ends unwanted work."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    def report(self, _stage: str, _share: float) -> None:
        self._voice.check()

    def partial(self, result: dict[str, Any]) -> None:
        self._voice.partial(result)

    def check(self) -> None:
        self._voice.check()


def _warning(desk: Desk, payload: dict[str, Any], _: Voice) -> dict[str, Any]:
    question = desk.question(payload)
    found = warning_of(question.scenario, question.distinct, known=question.catalogue)
    shown: dict[str, Any] = plain(found)
    return shown


def _picture(desk: Desk, payload: dict[str, Any], _: Voice) -> dict[str, Any]:
    question = desk.question(payload)
    name = question.names[payload["arrangement"]]
    found = picture_of(question.scenario, payload["missile"], name, known=question.catalogue)
    shown: dict[str, Any] = plain(found)
    return shown


def _map(desk: Desk, payload: dict[str, Any], voice: Voice) -> dict[str, Any]:
    question = desk.question(payload)
    return places.map_shown(desk.warm(question, voice).case_of(question))


def _engageable(desk: Desk, payload: dict[str, Any], _: Voice) -> dict[str, Any]:
    return places.engageable(desk.question(payload), payload["arrangement"])


def _flights(desk: Desk, payload: dict[str, Any], voice: Voice) -> dict[str, Any]:
    question = desk.question(payload)
    count = payload["count"] or question.scenario.raid.size
    return battle_shown.flights_shown(question, desk.warm(question, voice), count)


def _playback(desk: Desk, payload: dict[str, Any], voice: Voice) -> dict[str, Any]:
    question = desk.question(payload)
    warm = desk.warm(question, voice)
    return battle_shown.battle_shown(question, warm, payload["arrangement"], payload["battle"])


def _money(desk: Desk, payload: dict[str, Any], _: Voice) -> dict[str, Any]:
    return money.money_shown(desk.question(payload))


def _export(desk: Desk, payload: dict[str, Any], voice: Voice) -> dict[str, Any]:
    question = desk.question(payload)
    answer = payload["answer"] or quick_answer(desk.warm(question, voice), question, Effort(), voice.report)
    return exports.exported(question, answer, payload["form"], payload["table"])


KINDS: Final[dict[str, Callable[[Desk, dict[str, Any], Voice], dict[str, Any]]]] = {
    "compare": _compare,
    "refine": _refine,
    "curve": _curve,
    "flips": _flips,
    "flips_of_facts": _flips,
    "without": _without,
    "warning": _warning,
    "picture": _picture,
    "map": _map,
    "engageable": _engageable,
    "flights": _flights,
    "playback": _playback,
    "money": _money,
    "export": _export,
}
"""What each kind of request is answered by."""
