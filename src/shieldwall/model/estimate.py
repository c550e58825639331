"""A number with its three kinds of uncertainty, and the list of what is measured.

The error of the simulation (`mc_se`), what we do not know (`epistemic`), and how one raid differs from the
next (`predictive`) are kept apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


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
