"""A question with its inputs: a date, a posture, a raid and the arrangements to compare."""

from __future__ import annotations

import datetime as dt
from typing import Final, Literal

from pydantic import Field, field_validator

from shieldwall.model.arrangement import Party
from shieldwall.model.provenance import Cite, Identifier, Record
from shieldwall.model.raid import Raid

EARLIEST: Final = dt.date(1998, 1, 1)
LATEST: Final = dt.date(2028, 12, 31)
MOST_TRIALS: Final = 10_000_000
FEWEST_TRIALS: Final = 512

Availability = Literal["all", "typical", "low"]
Knowledge = Literal["as_of", "today"]


class AttributionPair(Record):
    """The two arrangements between which the sixteen cells lie."""

    base: Identifier
    top: Identifier


class Scenario(Record):
    """What is asked, signed and cited.

    ``availability`` says which units count: all owned, those typically on station, or few.
    ``knowledge`` says which flight tests inform kill probability: those flown by the date, or all.
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
    raid: Raid
    arrangements: tuple[Identifier, ...] = Field(min_length=1)
    attribution: AttributionPair | None = None
    doctrine: Identifier
    availability: Availability = "typical"
    knowledge: Knowledge = "as_of"
    options: tuple[Identifier, ...] = ()
    without: tuple[Identifier, ...] = ()
    trials: int = Field(default=20_000, ge=FEWEST_TRIALS, le=MOST_TRIALS)
    seed: int = Field(default=0, ge=0, le=2**32 - 1)
    remarks: tuple[str, ...] = ()

    @field_validator("date")
    @classmethod
    def _is_in_the_catalogue(cls, day: dt.date) -> dt.date:
        if not EARLIEST <= day <= LATEST:
            raise ValueError(f"the catalogue runs from {EARLIEST} to {LATEST}, not {day}")
        return day
