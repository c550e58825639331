"""What the page sends: bodies of requests, each with bounds."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool, StrictFloat, StrictInt, StrictStr

from shieldwall.apps.explorer.quick import QUICK_DRAWS, QUICK_TRIALS
from shieldwall.apps.explorer.state import State, Strict
from shieldwall.model.raid import LARGEST_RAID, SMALLEST_RAID
from shieldwall.model.scenario import FEWEST_TRIALS
from shieldwall.model.what_if import AssetClass

MOST_QUICK_DRAWS = 64
MOST_QUICK_TRIALS = 20_000
MOST_TRIALS = 1_000_000
UPLOAD_CHARACTERS = 64 * 1024

RaidSize = Annotated[StrictInt, Field(ge=SMALLEST_RAID, le=LARGEST_RAID)]
Place = Annotated[StrictInt, Field(ge=0, le=1, description="0 is the first arrangement, 1 the second.")]
JobId = Annotated[StrictStr, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
Omittable = Literal["facts_used", "places", "units", "launch_areas", "not_modelled"]
Table = Literal["outcomes", "differences", "attribution", "curve", "places", "units", "facts"]


class StateRequest(Strict):
    """A question."""

    state: State


class AnyState(Strict):
    """A state of any version, as an old link may hold it."""

    state: dict[str, Any]


class CompareRequest(StateRequest):
    """A question, and how quickly it is to be answered; ``omit`` names lists to leave empty."""

    draws: Annotated[StrictInt, Field(ge=2, le=MOST_QUICK_DRAWS)] = QUICK_DRAWS
    trials: Annotated[StrictInt, Field(ge=FEWEST_TRIALS, le=MOST_QUICK_TRIALS)] = QUICK_TRIALS
    raid_sizes: Annotated[list[RaidSize], Field(max_length=8)] = Field(default_factory=list)
    omit: Annotated[list[Omittable], Field(max_length=8)] = Field(default_factory=list)


class RefineRequest(StateRequest):
    """A question that is to be answered in full.

    ``interval_width`` is that of the 95% interval of the difference in expected leakers, in missiles.
    """

    interval_width: Annotated[StrictFloat | StrictInt, Field(gt=0.0, le=200.0)] | None = None
    trials: Annotated[StrictInt, Field(ge=FEWEST_TRIALS, le=MOST_TRIALS)] | None = None
    raid_sizes: Annotated[list[RaidSize], Field(max_length=8)] = Field(default_factory=list)
    without_one: AssetClass | None = None
    flips: StrictBool = False


class FlipsRequest(StateRequest):
    """What flips the sign: the page's choices, and with ``inputs`` the facts, which takes minutes."""

    inputs: StrictBool = False
    choices: StrictBool = True


class WithoutRequest(StateRequest):
    """Which class of the defence's own units and links is to be lost, one at a time."""

    asset_class: AssetClass


class CurveRequest(StateRequest):
    """A question over raid sizes."""

    sizes: Annotated[list[RaidSize], Field(min_length=1, max_length=12)] | None = None


class PlaceRequest(StateRequest):
    """A question about one of the two arrangements."""

    arrangement: Place = 1


class PictureRequest(PlaceRequest):
    """A question about one missile of the raid."""

    missile: Annotated[StrictInt, Field(ge=1, le=LARGEST_RAID)] = 1


class FlightsRequest(StateRequest):
    """How many of the raid's missiles to draw."""

    count: Annotated[StrictInt, Field(ge=1, le=40)] | None = None


class PlaybackRequest(PlaceRequest):
    """Which battle to play back."""

    battle: Annotated[StrictInt, Field(ge=0, le=1023)] = 0


class ParseRequest(Strict):
    """A scenario file, as text."""

    yaml: Annotated[StrictStr, Field(min_length=1, max_length=UPLOAD_CHARACTERS)]


class OutRequest(StateRequest):
    """A question, and the finished job whose full answer is meant; without one, the quick answer."""

    job: JobId | None = None


class ExportRequest(OutRequest):
    """What to take out, and of it which table."""

    table: Table = "outcomes"
