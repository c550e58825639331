"""A study as a YAML file has it: what is varied, how, and what is asked of the whole.

Axes are what an analyst may choose or wonder about; a raid enters with its size alone. Its geometry, threat
and timing are the scenario's, and a study that would vary them is refused.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final, Literal, Self

from pydantic import Field, field_validator, model_validator

from shieldwall.model.outcomes import MEASURES
from shieldwall.model.provenance import Identifier, Record
from shieldwall.model.raid import LARGEST_RAID, SMALLEST_RAID
from shieldwall.model.scenario import EARLIEST, LATEST, MOST_TRIALS, Availability, Knowledge, Reading
from shieldwall.model.what_if import CounterfactualName

FEWEST_CELL_TRIALS: Final = 16
MOST_CELL_DRAWS: Final = 4096
RAID_SIZE: Final = "raid_size"
FINEST_TOLERANCE: Final = 2.0**-24
"""Of a search, as a share of its range."""

GEOMETRY: Final = frozenset(
    {
        "aim", "aims", "azimuth", "geometry", "launch_area", "launch_areas", "launch_window_s", "mixed_with",
        "raid", "raid_aim", "raid_launch_areas", "raid_launch_window_s", "raid_mixed_with", "raid_shape",
        "raid_second", "raid_threat", "second", "shape", "threat",
    }
)  # fmt: skip
"""What a raid is made of beside its size; none of it is an axis."""

GEOMETRY_REFUSED: Final = (
    "is of a raid's geometry, which a scenario gives and no study varies; only raid_size may vary"
)

_MEASURE_NAMES: Final = tuple(measure.name for measure in MEASURES)

InputName = Annotated[str, Field(pattern=r"^(raid_size|[a-z][a-z0-9_]*(\.[a-z0-9_]+)+)$", max_length=128)]
"""``raid_size``, or a fact of the catalogue such as ``sm3_1a.burnout_speed_km_s``."""


class Days(Record):
    """Days at even steps: the same day of every year or month from the first to the last."""

    first: dt.date
    last: dt.date
    every: Literal["year", "month"] = "year"

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.first > self.last:
            raise ValueError(f"first {self.first} is after last {self.last}")
        if self.first.day > 28 and self.every == "month":
            raise ValueError("monthly days begin on the 28th of a month at the latest")
        return self


class Sizes(Record):
    """Whole numbers spread evenly from the first to the last."""

    first: int = Field(ge=SMALLEST_RAID, le=LARGEST_RAID)
    last: int = Field(ge=SMALLEST_RAID, le=LARGEST_RAID)
    points: int = Field(ge=2, le=LARGEST_RAID)


RaidSize = Annotated[int, Field(ge=SMALLEST_RAID, le=LARGEST_RAID)]
Several = Annotated[tuple[Identifier, ...], Field(max_length=16)]


class Axes(Record):
    """What is varied, one list each; an axis left out stands as in the scenario."""

    date: Days | tuple[dt.date, ...] | None = None
    options: tuple[Several, ...] | None = None
    without: tuple[Several, ...] | None = None
    doctrine: tuple[Identifier, ...] | None = None
    counterfactual: tuple[CounterfactualName, ...] | None = None
    arrangements: tuple[Annotated[tuple[Identifier, ...], Field(min_length=1)], ...] | None = None
    knowledge: tuple[Knowledge, ...] | None = None
    reading: tuple[Reading, ...] | None = None
    availability: tuple[Availability, ...] | None = None
    raid_size: Sizes | tuple[RaidSize, ...] | None = None

    @model_validator(mode="after")
    def _has_values(self) -> Self:
        for name in type(self).model_fields:
            values = getattr(self, name)
            if not isinstance(values, tuple):
                continue
            if not values:
                raise ValueError(f"axis {name} is empty")
            if len(set(values)) < len(values):
                raise ValueError(f"axis {name} holds a value twice")
        return self


class CellNamed(Record):
    """One of a list: what differs from the scenario, under a name. Axes run through each of the list."""

    name: str = Field(min_length=1, max_length=80)
    date: dt.date | None = None
    options: Several | None = None
    without: Several | None = None
    doctrine: Identifier | None = None
    counterfactual: CounterfactualName | None = None
    arrangements: tuple[Identifier, ...] | None = None
    knowledge: Knowledge | None = None
    reading: Reading | None = None
    availability: Availability | None = None
    raid_size: RaidSize | None = None
    inputs: dict[InputName, float] = Field(default_factory=dict)


class Spread(Record):
    """The range of an uncertain input, in the fact's own unit; the catalogue's where left out."""

    low: float | None = None
    high: float | None = None

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise ValueError(f"low {self.low:g} is not below high {self.high:g}")
        return self


class Levels(Record):
    """An uncertain input at given values, in the fact's own unit."""

    values: tuple[float, ...] = Field(min_length=1)


class Design(Record):
    """How ranges are filled: quasi-random points, or the base points of Sobol indices.

    With ``sobol_indices`` each of the ``points`` (a power of two) costs as many cells as there are ranges,
    and two more.
    """

    kind: Literal["quasi_random", "sobol_indices"]
    points: int = Field(ge=1, le=1_048_576)
    method: Literal["sobol", "halton", "latin_hypercube"] = "sobol"

    @model_validator(mode="after")
    def _has_a_fitting_number(self) -> Self:
        if self.kind == "sobol_indices" and self.method != "sobol":
            raise ValueError("sobol_indices are worked out on the method sobol")
        if self.method == "sobol" and self.points & (self.points - 1):
            raise ValueError(f"points {self.points}: the method sobol needs a power of two")
        return self


class Quantity(Record):
    """A number of a cell: a measure under an arrangement, less or over the same under another."""

    measure: str
    arrangement: Identifier
    minus: Identifier | None = None
    over: Identifier | None = None

    @field_validator("measure")
    @classmethod
    def _is_a_measure(cls, name: str) -> str:
        if name not in _MEASURE_NAMES:
            from shieldwall.model.errors import suggestion

            raise ValueError(f"unknown measure {name!r}{suggestion(name, _MEASURE_NAMES)}")
        return name

    @model_validator(mode="after")
    def _compares_once(self) -> Self:
        if self.minus is not None and self.over is not None:
            raise ValueError("minus and over exclude each other")
        return self

    @property
    def name(self) -> str:
        """The quantity in one word, as columns are called."""
        other = f"-minus-{self.minus}" if self.minus else f"-over-{self.over}" if self.over else ""
        return f"{self.measure}.{self.arrangement}{other}"

    @property
    def words(self) -> str:
        """The quantity as a sentence names it."""
        measure = {"p_no_leak": "chance that nothing leaks"}.get(self.measure, self.measure)
        other = f" minus {self.minus}" if self.minus else f" over {self.over}" if self.over else ""
        return f"{measure.removesuffix('_s')} ({self.arrangement}{other})".replace("_", " ")


class BreakEven(Record):
    """At which value of one input a quantity reaches a target, all luck being the same."""

    id: Identifier
    question: str
    input: InputName
    low: float
    high: float
    tolerance: float = Field(gt=0.0)
    quantity: Quantity
    target: float

    @model_validator(mode="after")
    def _has_a_bracket(self) -> Self:
        if self.low >= self.high:
            raise ValueError(f"low {self.low:g} is not below high {self.high:g}")
        if self.tolerance < (self.high - self.low) * FINEST_TOLERANCE:
            raise ValueError(
                f"tolerance {self.tolerance:g} is finer than luck in battles lets anything be known"
            )
        return self


class Regret(Record):
    """What a choice falls short of the best choice in each state of the world, and how often it is enough.

    The ``choice`` is one axis, or the list of named ``cells``; all other axes and inputs are the states.
    """

    choice: Literal["cells", "options", "arrangements", "doctrine", "counterfactual", "without"]
    quantity: Quantity
    better: Literal["less", "more"] = "less"
    enough: float | None = None


class Converge(Record):
    """Trials and draws are doubled until the 90% interval of the simulation's error is as narrow as asked."""

    quantity: Quantity
    width: float = Field(gt=0.0)
    most_draws: int = Field(default=1024, ge=2, le=MOST_CELL_DRAWS)


class Study(Record):
    """Many comparisons on one scenario, with common luck.

    .. code-block:: yaml

        id: sharing_by_raid_size
        kind: study
        title: What sharing changes, by size of the raid
        question: At which size does sharing begin to matter?
        author: A. Analyst
        scenario: japan_2015
        arrangements: [unconnected, integrated]
        trials: 1024
        draws: 64
        axes:
          raid_size: [5, 10, 20, 40]
          availability: [all, typical, low]
    """

    id: Identifier
    kind: Literal["study"] = "study"
    title: str
    question: str
    author: str
    scenario: str
    arrangements: tuple[Identifier, ...] = ()
    trials: int = Field(default=1024, ge=FEWEST_CELL_TRIALS, le=MOST_TRIALS)
    draws: int = Field(default=64, ge=2, le=MOST_CELL_DRAWS)
    seed: int = Field(default=0, ge=0, le=2**32 - 1)
    attribution: bool = False
    quantities: tuple[Quantity, ...] = ()
    axes: Axes = Axes()
    inputs: dict[InputName, Spread | Levels] = Field(default_factory=dict)
    cells: tuple[CellNamed, ...] = ()
    design: Design | None = None
    break_even: tuple[BreakEven, ...] = ()
    regret: Regret | None = None
    converge: Converge | None = None
    most_hours: float = Field(default=24.0, gt=0.0, le=24.0 * 60.0)
    remarks: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        spreads = [name for name, given in self.inputs.items() if isinstance(given, Spread)]
        if spreads and self.design is None:
            raise ValueError(f"input {spreads[0]} is a range: a design must say how it is filled")
        if self.design is not None and not spreads:
            raise ValueError(f"the design {self.design.kind} has no input with a range to fill")
        both = sorted({*self.varied, *self.inputs} & self.set_by_cells)
        if both:
            raise ValueError(
                f"{both[0]} is set by a cell of the list and varied beside it: it can be only one"
            )
        if self.axes.raid_size is not None and RAID_SIZE in self.inputs:
            raise ValueError("raid_size is an axis and an input: it can be only one")
        names = [cell.name for cell in self.cells]
        if len(set(names)) < len(names):
            raise ValueError("two cells have one name")
        if self.trials < 2 * self.draws:
            raise ValueError(f"{self.trials} trials over {self.draws} draws: a draw needs two battles")
        if self.design is not None and self.design.kind == "sobol_indices" and len(spreads) < 2:
            raise ValueError("Sobol indices need two inputs with a range at least")
        if self.regret is not None and self.regret.choice not in self.choices:
            raise ValueError(f"regret is over {self.regret.choice}, which is not an axis")
        for cell in self.cells:
            if cell.date is not None and not EARLIEST <= cell.date <= LATEST:
                raise ValueError(f"the catalogue runs from {EARLIEST} to {LATEST}, not {cell.date}")
        return self

    @property
    def varied(self) -> tuple[str, ...]:
        """The axes that are varied."""
        return tuple(name for name in Axes.model_fields if getattr(self.axes, name) is not None)

    @property
    def choices(self) -> tuple[str, ...]:
        """What regret may be over."""
        return (*self.varied, "cells") if self.cells else self.varied

    @property
    def set_by_cells(self) -> frozenset[str]:
        """Every field and input that some named cell sets."""
        fields = {
            name for cell in self.cells for name in Axes.model_fields if getattr(cell, name) is not None
        }
        return frozenset(fields.union(*(cell.inputs for cell in self.cells)))
