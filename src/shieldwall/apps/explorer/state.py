"""The state of the page: what its address holds, and what every question to the explorer is about."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Discriminator, Field, StrictBool, StrictInt, StrictStr, Tag

from shieldwall.model.arrangement import FireCoordination
from shieldwall.model.scenario import Availability, Knowledge, Reading
from shieldwall.model.what_if import CounterfactualName

STATE_VERSION: Final = 1
OWN_NAMES: Final = ("own_a", "own_b")
"""What arrangements with mechanisms of their own are called in results."""

MOST_NAMES: Final = 32
Name = Annotated[StrictStr, Field(min_length=1, max_length=80)]
Names = Annotated[list[Name], Field(max_length=MOST_NAMES)]


class Strict(BaseModel):
    """A body without unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class GivenWarning(Strict):
    """A launch alert that passes from one party to another."""

    giver: Name
    receiver: Name


class GivenTracks(Strict):
    """Radar tracks that pass from one party to another."""

    giver: Name
    receiver: Name
    engage_on_remote: StrictBool = False


class GivenDefence(Strict):
    """One party's leave to engage what is aimed at another."""

    defender: Name
    defended: Name
    authority: Annotated[
        StrictStr, Field(json_schema_extra={"enum": ["standing_order", "declared_situation"]})
    ]


class Mechanisms(Strict):
    """An arrangement by its mechanisms, in place of the name of a preset."""

    name: Annotated[StrictStr, Field(max_length=80)] = ""
    warning: Annotated[list[GivenWarning], Field(max_length=MOST_NAMES)] = Field(default_factory=list)
    tracks: Annotated[list[GivenTracks], Field(max_length=MOST_NAMES)] = Field(default_factory=list)
    defends: Annotated[list[GivenDefence], Field(max_length=MOST_NAMES)] = Field(default_factory=list)
    fire_coordination: FireCoordination = "none"
    absent: Names = Field(default_factory=list)


def _form(given: Any) -> str:
    return "preset" if isinstance(given, str) else "explicit"


Arranged = Annotated[
    Annotated[Name, Tag("preset")] | Annotated[Mechanisms, Tag("explicit")], Discriminator(_form)
]


class State(Strict):
    """The state of the page. What is null is the scenario's own; ``own`` is a scenario of the user's."""

    v: StrictInt = STATE_VERSION
    scenario: Name
    own: dict[str, Any] | None = None
    date: Annotated[StrictStr, Field(max_length=10)] | None = None
    arrangements: Annotated[list[Arranged], Field(min_length=2, max_length=2)] | None = None
    availability: Availability | None = None
    knowledge: Knowledge | None = None
    reading: Reading | None = None
    raid_size: StrictInt | None = None
    options: Names | None = None
    without: Names | None = None
    false_tracks: StrictBool | None = None
    doctrine: Name | None = None
    counterfactual: CounterfactualName | None = None
    seed: StrictInt | None = None


class Change(BaseModel):
    """What an older link said, and what it means now."""

    field: str
    was: str
    now: str
    message: str
