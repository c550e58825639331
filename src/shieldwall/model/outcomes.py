"""What comes back: frozen records of estimates, differences and attribution.

Every outcome is an `Estimate` that keeps three things apart: the error of the simulation (`mc_se`), what
we do not know (`epistemic`), and how one raid differs from the next (`predictive`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from shieldwall.model.estimate import MEASURES as MEASURES
from shieldwall.model.estimate import Estimate as Estimate
from shieldwall.model.estimate import Measure as Measure
from shieldwall.model.what_if import (
    AssumedShare,
    CounterfactualWorld,
    Flips,
    RunsOut,
    SecondRaidOutcome,
    WithoutOne,
)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Every measure of one arrangement, of a difference between two, or of one cell (see `MEASURES`)."""

    engageable_share: Estimate
    engageable_share_two_shots: Estimate
    engageable_share_upper: Estimate
    engageable_share_upper_two_shots: Estimate
    engageable_share_lower: Estimate
    p_no_leak: Estimate
    expected_leakers: Estimate
    warning_time_s: Estimate
    interceptors_expended: Estimate
    interceptors_remaining: Estimate
    duplicate_shots: Estimate
    cost_expended_million_usd: Estimate

    def items(self) -> list[tuple[str, Estimate]]:
        """Return (measure, estimate) pairs in the order of `MEASURES`."""
        return [(measure.name, getattr(self, measure.name)) for measure in MEASURES]


@dataclass(frozen=True, slots=True)
class Attribution:
    """The difference associated with one mechanism, over the orders that precedence allows.

    ``mean`` is the Shapley value; ``first_in`` and ``last_in`` are the difference when the mechanism is
    added to the base alone, and when it is added last.
    """

    mean: float
    mc_se: float
    epistemic: tuple[float, float]
    predictive: tuple[float, float]
    first_in: float
    last_in: float


@dataclass(frozen=True, slots=True)
class Cell:
    """One of the sixteen combinations of mechanisms between two arrangements."""

    mechanisms: dict[str, bool]
    coordination: str
    measures: Outcomes


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """One raid size of the raid-size curve, for one arrangement.

    ``targets_without_second_round`` were fired at, and a further upper-tier look at them had no round left;
    ``targets_without_round`` the upper tier could have engaged, and had none for.
    """

    arrangement: str
    raid_size: int
    p_no_leak: Estimate
    expected_leakers: Estimate
    interceptors_expended: Estimate
    targets_without_second_round: Estimate | None = None
    targets_without_round: Estimate | None = None


@dataclass(frozen=True, slots=True)
class UnitPlaced:
    """A unit as the run placed it: where, whose, what, and the share of draws in which it was available."""

    id: str
    name: str
    party: str
    kind: str
    system: str
    lat: float
    lon: float
    available_share: float
    sector_centre_deg: float | None = None
    sector_width_deg: float | None = None
    range_km: float | None = None


@dataclass(frozen=True, slots=True)
class PlaceEngageable:
    """A population place, and the mean number of looks and chance of a lower-tier salvo there."""

    id: str
    name: str
    beneficiary: str
    lat: float
    lon: float
    people: int
    reachable_share: float
    looks: dict[str, float]
    lower_tier: dict[str, float]
    warning_time_s: dict[str, float]


@dataclass(frozen=True, slots=True)
class LaunchAreaUsed:
    """A coarse launch region of the hypothetical raid."""

    id: str
    name: str
    party: str
    lat: float
    lon: float
    radius_km: float


@dataclass(frozen=True, slots=True)
class Versions:
    """What produced a result."""

    code: str
    data: str
    schema: str


@dataclass(frozen=True, slots=True)
class FactUsed:
    """A fact that the run read, and what it was for."""

    fact: str
    role: str
    value: float
    unit: str
    basis: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScenarioSummary:
    """What was asked, as it was run."""

    id: str
    title: str
    question: str
    date: str
    threat: str
    raid_size: int
    raid_label: str
    availability: str
    knowledge: str
    options: tuple[str, ...]
    without: tuple[str, ...]
    reading: str = "default"
    counterfactual: str = "as_fielded"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The result of comparing arrangements on one scenario.

    ``without_one``, ``flips`` and ``counterfactual`` are null where they were not asked for.
    """

    schema: Literal["shieldwall.compare/1"]
    scenario: ScenarioSummary
    answer: str
    remarks: tuple[str, ...]
    seed: int
    trials: int
    attribution_trials: int
    draws: int
    arrangements: dict[str, Outcomes]
    differences: dict[str, Outcomes]
    cells: dict[str, Cell]
    attribution: dict[str, dict[str, Attribution]]
    raid_size_curve: tuple[CurvePoint, ...]
    units: tuple[UnitPlaced, ...]
    places: tuple[PlaceEngageable, ...]
    launch_areas: tuple[LaunchAreaUsed, ...]
    not_modelled: tuple[str, ...]
    facts_used: tuple[FactUsed, ...]
    versions: Versions
    timings_s: dict[str, float] = field(default_factory=dict)
    runs_out: dict[str, RunsOut] = field(default_factory=dict)
    assumed_share: AssumedShare | None = None
    without_one: WithoutOne | None = None
    flips: Flips | None = None
    counterfactual: CounterfactualWorld | None = None
    second_raid: dict[str, SecondRaidOutcome] = field(default_factory=dict)
