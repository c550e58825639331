"""A question with its inputs: a date, a posture, a raid and the arrangements to compare."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any, Final, Literal, Self

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_core import PydanticCustomError

from shieldwall.model.errors import InputError, suggestion
from shieldwall.model.party import Party
from shieldwall.model.provenance import Cite, Identifier, Record
from shieldwall.model.raid import Raid
from shieldwall.model.what_if import CounterfactualName

EARLIEST: Final = dt.date(1998, 1, 1)
LATEST: Final = dt.date(2028, 12, 31)
MOST_TRIALS: Final = 10_000_000
FEWEST_TRIALS: Final = 512
MOST_SEED: Final = 2**32 - 1
WRITTEN_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

Availability = Literal["all", "typical", "low"]
Knowledge = Literal["as_of", "today"]
Reading = Literal["default", "agency", "missile_only", "critics", "combat", "halved"]


def check_seed(seed: int) -> None:
    """Refuse a seed that no scenario may have.

    Raises
    ------
    InputError
        Not a whole number, below zero, or of more than 32 bits.
    """
    if seed != int(seed) or not 0 <= seed <= MOST_SEED:
        raise InputError(f"seed {seed}: from 0 to {MOST_SEED}")


class AttributionPair(Record):
    """The two arrangements between which the sixteen cells lie."""

    base: Identifier
    top: Identifier


class Scenario(Record):
    """What is asked, signed and cited.

    Aim points stand for the people of the table ``people``, of all its regions or of those named.
    ``availability`` says which units count: all owned, those typically on station, or few.
    ``knowledge`` says which flight tests inform kill probability: those flown by the date, or all;
    ``reading`` which of them count, and what counts as a hit. ``counterfactual`` is the world in which the
    parties got what they developed together: the one that happened, or one named in its place. With
    ``false_tracks`` the networks show missiles that are not there, to everyone with whom they share tracks.
    """

    id: Identifier
    kind: Literal["scenario"] = "scenario"
    title: str
    question: str
    author: str
    cites: tuple[Cite, ...] = Field(min_length=1)
    date: dt.date
    parties: tuple[Party, ...] = Field(min_length=1, max_length=6)
    home_party: Party
    people: Identifier
    regions: tuple[Identifier, ...] = ()
    raid: Raid
    arrangements: tuple[Identifier, ...] = Field(min_length=1)
    attribution: AttributionPair | None = None
    doctrine: Identifier
    availability: Availability = "typical"
    knowledge: Knowledge = "as_of"
    reading: Reading = "default"
    counterfactual: CounterfactualName = "as_fielded"
    false_tracks: bool = False
    options: tuple[Identifier, ...] = ()
    without: tuple[Identifier, ...] = ()
    trials: int = Field(default=20_000, ge=FEWEST_TRIALS, le=MOST_TRIALS)
    seed: int = Field(default=0, ge=0, le=MOST_SEED)
    remarks: tuple[str, ...] = ()

    @field_validator("date", mode="before")
    @classmethod
    def _is_written_as_a_day(cls, day: object) -> object:
        if not isinstance(day, str):
            return day
        try:
            if WRITTEN_DAY.fullmatch(day):  # else a number would be taken for seconds since 1970
                return dt.date.fromisoformat(day)
        except ValueError:
            pass
        raise PydanticCustomError("date_parsing", "should be a valid date in the format YYYY-MM-DD")

    @field_validator("date")
    @classmethod
    def _is_in_the_catalogue(cls, day: dt.date) -> dt.date:
        if not EARLIEST <= day <= LATEST:
            raise ValueError(f"the catalogue runs from {EARLIEST} to {LATEST}, not {day}")
        return day

    @model_validator(mode="after")
    def _names_its_parties(self) -> Self:
        if len(set(self.parties)) < len(self.parties):
            raise ValueError(f"the parties {', '.join(self.parties)} repeat one")
        if self.home_party not in self.parties:
            raise ValueError(
                f"the home party {self.home_party} is not among the parties {', '.join(self.parties)}"
            )
        if self.false_tracks and self.raid.mixed_with:
            raise ValueError("false_tracks is for raids of one threat; a mixed raid has none")
        second = self.raid.second
        early = [] if second is None else [each for each in second.replenishment if each.on < self.date]
        if early:
            raise ValueError(f"replenishment of {early[0].unit} on {early[0].on} comes before the raid")
        return self

    def but(self, **changes: Any) -> Self:
        """Return this scenario with fields changed, checked like a file.

        Parameters
        ----------
        **changes
            Fields of the scenario, or of its raid (``raid_size``); dates may be ISO text, sequences lists.

        Raises
        ------
        InputError
            An unknown field (the nearest name is offered) or a value that is refused.

        Examples
        --------
        >>> later = scenario.but(date="2018-06-01", raid_size=40)  # doctest: +SKIP
        """
        raid = self.raid.model_dump()
        fields = self.model_dump() | {"raid": raid}
        for name, value in changes.items():
            if name.startswith("raid_") and name.removeprefix("raid_") in raid:
                raid[name.removeprefix("raid_")] = value
            elif name in fields:
                fields[name] = value
            else:
                known = [*fields, *(f"raid_{field}" for field in raid)]
                raise InputError(f"scenario has no field {name!r}{suggestion(name, known)}")
        try:
            return type(self).model_validate_json(_as_json(fields))
        except ValidationError as refused:
            first = refused.errors()[0]
            place = "".join(f", {'.'.join(str(part) for part in loc)}" for loc in [first["loc"]] if loc)
            message = first["msg"].removeprefix("Value error, ").replace("Input should", "should")
            if first["type"] == "string_pattern_mismatch":
                message = "should be an id: small letters, digits and underscores, beginning with a letter"
            given = "" if isinstance(first["input"], dict | list) else f" {first['input']!r}"
            raise InputError(f"scenario {self.id}{place}{given}: {message}") from None


def _as_json(fields: dict[str, Any]) -> str:
    return json.dumps(fields, default=_plain)


def _plain(value: Any) -> Any:
    """Return a number or a list in place of NumPy's, and the text of a date."""
    return value.tolist() if hasattr(value, "tolist") else str(value)
