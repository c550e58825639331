"""What a brief is written from: one frozen record of results, facts and names, and places in it.

A `Place` remembers the way from the root to a value, so that every number made from it carries its origin.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from shieldwall.economics.contributions import Contributions
from shieldwall.economics.shares import Savings
from shieldwall.model.arrangement import Arrangement
from shieldwall.model.outcomes import Comparison
from shieldwall.model.provenance import Fact, Source
from shieldwall.model.scenario import Scenario
from shieldwall.report.document import Day, Inline, Key, Number, Origin, Quote, Sources, Styled, Text


@dataclass(frozen=True)
class ProgrammePaid:
    """A programme that parties of the scenario pay for together: what each paid, and what it saved."""

    name: str
    aim: str
    cites: tuple[str, ...]
    contributions: Contributions
    savings: dict[str, Savings]


@dataclass(frozen=True)
class Names:
    """What the ids of a scenario are called.

    ``people`` is the census table; ``cities`` are the places to show, region by region, by id; ``native`` is
    what places are called in their own script, by id.
    """

    threat: str
    doctrine: str
    doctrine_summary: str
    people: str
    cities: tuple[str, ...]
    native: dict[str, str]


@dataclass(frozen=True)
class Rerun:
    """How to run the brief again: the command line and the lines of Python."""

    command: str
    python: tuple[str, ...]


@dataclass(frozen=True)
class BriefData:
    """All that a brief says, or says it from.

    ``facts`` are those that the run read, by name; ``sources`` those that they, the scenario and the
    programmes cite, by id; ``released`` is the day of the code's release, which the report bears as its date.
    """

    result: Comparison
    scenario: Scenario
    arrangements: dict[str, Arrangement]
    names: Names
    facts: dict[str, Fact]
    sources: dict[str, Source]
    programmes: dict[str, ProgrammePaid]
    rerun: Rerun
    released: str
    year: int


def at(root: Any, origin: Origin) -> Any:
    """Return the value at the end of a way from the root down: fields, keys and positions in turn."""
    found = root
    for key in origin:
        if isinstance(found, Mapping):
            found = found[key]
        elif dataclasses.is_dataclass(found) or isinstance(found, BaseModel):
            found = getattr(found, str(key))
        else:
            found = found[key]
    return found


@dataclass(frozen=True)
class Place:
    """A place in the data of a brief, and the nodes made from what stands there."""

    root: BriefData
    origin: Origin = ()

    def to(self, *keys: Key) -> Place:
        """Return the place further down."""
        return Place(self.root, (*self.origin, *keys))

    def each(self) -> list[Place]:
        """Return the places of the items of the sequence that stands here."""
        return [self.to(position) for position in range(len(self.value))]

    @property
    def value(self) -> Any:
        """What stands here."""
        return at(self.root, self.origin)

    def number(self, text: str, factor: float = 1.0) -> Number:
        """Return the number that stands here, times a factor, as ``text`` rounds it."""
        return Number(text, float(self.value), factor, self.origin)

    def decimals(self, count: int, factor: float = 1.0, *, signed: bool = False) -> Number:
        """Return the number that stands here with so many decimals and a thin comma at each thousand."""
        value = factor * float(self.value)
        text = f"{value:+,.{count}f}" if signed else f"{value:,.{count}f}"
        if not text.strip("+-0.,"):
            text = text.strip("+-")
        return self.number(text.replace("-", "−"), factor)

    def short(self, factor: float = 1.0) -> Number:
        """Return the number that stands here with as many digits as it was given with, ten at most."""
        value = factor * float(self.value)
        text = f"{value:.10g}"
        if "e" in text:
            text = f"{value:.10f}".rstrip("0").rstrip(".")
        whole, point, part = text.partition(".")
        grouped = f"{int(whole):,}" if len(whole.lstrip("-")) > 4 else whole
        return self.number(f"{grouped}{point}{part}".replace("-", "−"), factor)

    def quote(self) -> Quote:
        """Return the words that stand here."""
        return Quote(str(self.value), self.origin)

    def code(self) -> Styled:
        """Return the words that stand here as an id or a command."""
        return Styled("code", (self.quote(),))

    def day(self) -> Day:
        """Return the day that stands here."""
        value = self.value
        return Day(value if isinstance(value, dt.date) else dt.date.fromisoformat(value), self.origin)

    def key(self) -> Quote:
        """Return the last key of the way here, as words: the id under which the value stands."""
        return Quote(str(self.origin[-1]), self.origin)


def plain_or_quote(place: Place) -> Inline:
    """Return an id as words with a capital, or word for word where it holds a digit."""
    text = str(place.value).replace("_", " ")
    return place.quote() if any(letter.isdigit() for letter in text) else Text(text[:1].upper() + text[1:])


def cited(ids: tuple[str, ...]) -> tuple[Inline, ...]:
    """Return references to sources behind a space, or nothing where there are none."""
    unique = tuple(dict.fromkeys(ids))
    return (Text(" "), Sources(unique)) if unique else ()


def pair_of(root: Place) -> tuple[str, str] | None:
    """Return the two arrangements (base, top) that the answer compares, or None where there is one only."""
    names = list(root.value.result.arrangements)
    pair = root.value.scenario.attribution
    if pair is not None and {pair.base, pair.top} <= set(names):
        return pair.base, pair.top
    return (names[0], names[-1]) if len(names) > 1 else None


def difference_place(root: Place, base: str, top: str) -> tuple[Place, str, str]:
    """Return where the difference of two arrangements stands, with its (earlier, later) as it was taken."""
    if f"{top}-minus-{base}" in root.value.result.differences:
        return root.to("result", "differences", f"{top}-minus-{base}"), base, top
    return root.to("result", "differences", f"{base}-minus-{top}"), top, base


def name_of(root: Place, arrangement: str) -> Inline:
    """Return what an arrangement is called."""
    return root.to("arrangements", arrangement, "name").quote()
