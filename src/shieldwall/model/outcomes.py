"""What comes back: frozen records of estimates, differences and attribution.

Every outcome is an `Estimate` that keeps three things apart: the error of the simulation (`mc_se`), what
we do not know (`epistemic`), and how one raid differs from the next (`predictive`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal


@dataclass(frozen=True, slots=True)
class Measure:
    """A measured outcome: its unit, what it means and which direction is more security."""

    name: str
    unit: str
    meaning: str


MEASURES: Final[tuple[Measure, ...]] = (
    Measure("engageable_share", "share of people", "at least one shot by either tier, mean of launch areas"),
    Measure("engageable_share_two_shots", "share of people", "two shots with a look between them"),
    Measure("engageable_share_upper", "share of people", "at least one shot by the upper tier"),
    Measure("engageable_share_upper_two_shots", "share of people", "two upper shots with a look between"),
    Measure("engageable_share_lower", "share of people", "at least one salvo by the lower tier"),
    Measure("p_no_leak", "probability", "chance that no missile of the raid leaks"),
    Measure("expected_leakers", "missiles", "missiles of the raid that leak; a leaker is not a casualty"),
    Measure("warning_time_s", "s", "public alert received to impact, mean over aim points"),
    Measure("interceptors_expended", "interceptors", "interceptors fired"),
    Measure("interceptors_remaining", "interceptors", "interceptors left with the available units"),
    Measure("duplicate_shots", "interceptors", "shots at a target that another party's shot already covers"),
    Measure("cost_expended_million_usd", "million USD", "interceptors fired, at their unit price"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its three kinds of uncertainty.

    Attributes
    ----------
    mean : float
        The estimate.
    mc_se : float
        Standard error from the finite number of trials.
    epistemic : tuple of float
        5th and 95th percentile over what is not known (facts within their ranges).
    predictive : tuple of float
        5th and 95th percentile of the outcome of one raid.
    by_party, by_beneficiary : dict, optional
        The same, split by who acts and by who lives there.
    """

    mean: float
    mc_se: float
    epistemic: tuple[float, float]
    predictive: tuple[float, float]
    by_party: dict[str, Estimate] | None = None
    by_beneficiary: dict[str, Estimate] | None = None


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
    """One raid size of the raid-size curve, for one arrangement."""

    arrangement: str
    raid_size: int
    p_no_leak: Estimate
    expected_leakers: Estimate
    interceptors_expended: Estimate


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


@dataclass(frozen=True, slots=True)
class Comparison:
    """The result of comparing arrangements on one scenario."""

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
