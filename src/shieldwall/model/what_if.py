"""What a comparison says beside its outcomes: what they rest on, and how they stand up to one change.

Frozen records of what `compare` adds: the share of variance by the ground it rests on, the loss of one unit
or link at a time, the single inputs that reverse a difference, a procurement counterfactual, a second raid.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from shieldwall.model.estimate import Estimate

AssetClass = Literal["sensor", "link", "shooter"]
CounterfactualName = Literal["as_fielded", "same_kit_each_pays", "same_budget", "not_built", "us_only_later"]


@dataclass(frozen=True, slots=True)
class VarianceShare:
    """How much of an outcome's epistemic variance single inputs explain, by the ground they rest on.

    First-order shares, each with its standard error; they need not sum to one.

    Attributes
    ----------
    assumed, assumed_se : float
        Facts that nobody has published.
    published, published_se : float
        Facts that are reported, or derived from what is; the flight-test record is among them.
    of_the_day, of_the_day_se : float
        Which units are on station, which links are out, whether authority comes.
    rest : float
        What is left: inputs that act together, and the error of the three.
    """

    assumed: float
    assumed_se: float
    published: float
    published_se: float
    of_the_day: float
    of_the_day_se: float
    rest: float


@dataclass(frozen=True, slots=True)
class AssumedShare:
    """The variance shares of every outcome, by arrangement or difference and measure.

    Null where an outcome has no epistemic variance that the trials can tell from luck.

    Attributes
    ----------
    estimator : str
        How they are estimated, in a sentence.
    inputs : int
        How many inputs were drawn.
    arrangements, differences : dict
        By name, then measure.
    """

    estimator: str
    inputs: int
    arrangements: dict[str, dict[str, VarianceShare | None]]
    differences: dict[str, dict[str, VarianceShare | None]]


@dataclass(frozen=True, slots=True)
class LossEffects:
    """Paired effects of one loss under one arrangement: without it minus with it, on the same luck."""

    expected_leakers: Estimate
    p_no_leak: Estimate
    warning_time_s: Estimate
    interceptors_expended: Estimate


@dataclass(frozen=True, slots=True)
class SingleLoss:
    """One unit or link left out, and what that goes with under each arrangement that has it."""

    id: str
    name: str
    party: str
    kind: str
    system: str
    effects: dict[str, LossEffects]


@dataclass(frozen=True, slots=True)
class LargestLoss:
    """The single loss that goes with most, for one arrangement and measure.

    Attributes
    ----------
    id : str or None
        The one with the largest mean effect for the worse; null where no loss has a settled one.
    effect : Estimate or None
        Its paired effect.
    not_told_apart_from : tuple of str
        Losses whose interval overlaps with its: no rank is claimed among these. In the order of the list.
    text : str
        The finding in a sentence.
    """

    id: str | None
    effect: Estimate | None
    not_told_apart_from: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class WithoutOne:
    """How the defence stands up to the loss of any one of its own sensors, links or shooters.

    Attributes
    ----------
    asset_class : {"sensor", "link", "shooter"}
        Which class.
    trials, draws : int
        Battles for each loss, and epistemic draws.
    losses : tuple of SingleLoss
        Every one, in the order of the catalogue.
    largest : dict
        By arrangement, then measure (``expected_leakers``, ``warning_time_s``).
    """

    asset_class: AssetClass
    trials: int
    draws: int
    losses: tuple[SingleLoss, ...]
    largest: dict[str, dict[str, LargestLoss]]


FlipVerdict = Literal["reverses", "keeps_the_sign", "not_settled"]


@dataclass(frozen=True, slots=True)
class InputTried:
    """One uncertain input held at each end of its range, everything else as drawn.

    Attributes
    ----------
    input, role, basis, unit : str
        The fact, what it is for, what it rests on, its unit.
    low, high : float
        The ends of its range, in the unit; for odds of a kill the 5th and 95th percentile of the posterior.
    at_low, at_high : Estimate
        The difference with the input held there.
    verdict : {"reverses", "keeps_the_sign", "not_settled"}
        Whether the mean difference has the other sign at one end, beyond the luck of the trials.
    """

    input: str
    role: str
    basis: str
    unit: str
    low: float
    high: float
    at_low: Estimate
    at_high: Estimate
    verdict: FlipVerdict


@dataclass(frozen=True, slots=True)
class Flip:
    """What reverses one difference.

    Attributes
    ----------
    whole : Estimate
        The difference with every input as drawn, at the same number of trials.
    verdict : {"found", "none_found", "not_settled", "no_difference"}
        ``not_settled``: the trials do not settle the mean difference, so that there is no sign to reverse.
    reversed_by : tuple of str
        The inputs that reverse it, in the order of the catalogue.
    tried : tuple of InputTried
        Those that were run again at both ends.
    text : str
        The finding in a sentence.
    """

    whole: Estimate
    verdict: Literal["found", "none_found", "not_settled", "no_difference"]
    reversed_by: tuple[str, ...]
    tried: tuple[InputTried, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Flips:
    """Which single uncertain input, within its range, reverses each difference.

    Attributes
    ----------
    trials, draws : int
        Battles for each end of each input, and epistemic draws.
    screened : int
        How many inputs were looked at in the draws; those that might reverse a sign were run again.
    tried : int
        How many were run again.
    method : str
        How, in a sentence or two.
    differences : dict
        By difference, then measure (``expected_leakers``, ``warning_time_s``, ``interceptors_expended``).
    """

    trials: int
    draws: int
    screened: int
    tried: int
    method: str
    differences: dict[str, dict[str, Flip]]


@dataclass(frozen=True, slots=True)
class PartyInWorld:
    """One party in a counterfactual world: its money for a programme, and its rounds on the date.

    Money is in million then-year dollars over the programme's years, as mean, 5th and 95th percentile;
    ``saving`` is what it would have paid less what it paid.
    """

    paid_million_usd: float
    without_million_usd: tuple[float, float, float]
    saving_million_usd: tuple[float, float, float]
    rounds_as_fielded: int
    rounds_in_world: int


@dataclass(frozen=True, slots=True)
class ProgrammeInWorld:
    """One co-developed system in a counterfactual world."""

    programme: str
    interceptor: str
    in_service_from: dict[str, str]
    deployed: bool
    effect: str
    parties: dict[str, PartyInWorld]


@dataclass(frozen=True, slots=True)
class CounterfactualWorld:
    """The world of procurement that a comparison was run in, posture and money together.

    Attributes
    ----------
    name : str
        Which world; ``as_fielded`` is the one that happened.
    meaning, effect : str
        What it supposes, and what that changes on this date.
    programmes : tuple of ProgrammeInWorld
        The co-developed systems of these parties.
    against_as_fielded : dict
        By arrangement and measure, outcomes in this world minus outcomes as fielded, paired on common luck;
        empty where the posture is the same.
    not_modelled : tuple of str
        What the money leaves out.
    """

    name: CounterfactualName
    meaning: str
    effect: str
    programmes: tuple[ProgrammeInWorld, ...]
    against_as_fielded: dict[str, dict[str, Estimate]]
    not_modelled: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SecondRaidOutcome:
    """What a second raid met, under one arrangement: leakers of each raid, and rounds that came between."""

    after_days: int
    size: int
    rounds_replenished: int
    first_raid_leakers: Estimate
    second_raid_leakers: Estimate


@dataclass(frozen=True, slots=True)
class RunsOut:
    """The smallest raid of the curve in which, on average, one missile or more goes without.

    ``second_shot_at``: a further upper-tier look was wanted and no round was left for it;
    ``magazine_at``: the upper tier could have engaged it and had no round at all. Null where no raid of the
    curve is large enough.
    """

    second_shot_at: int | None
    magazine_at: int | None
