"""The answer in two sentences, generated from the results and true of them.

The words are chosen by rules. A difference is called fewer or more only where its epistemic interval excludes
zero and the luck of the trials could not have made it up; a mechanism is named on the same terms; what is
exactly nothing is told apart from what is little; and digits stop where the interval, or the error of the
trials where that is wider, does.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from shieldwall.model.arrangement import MECHANISMS
from shieldwall.model.outcomes import Attribution, Estimate, Outcomes

NAMES: Final[dict[str, str]] = {
    "warning": "shared warning",
    "tracks": "shared tracks",
    "defends": "defending the partner",
    "fire_coordination": "fire coordination",
}
NEGLIGIBLE_MISSILES: Final = 0.005
LITTLE_WARNING_S: Final = 1.0
LITTLE_ROUNDS: Final = 0.05
"""Changes below these are said to be below them: digits would say more than anybody can use."""

SURE_ERRORS: Final = 2.0
"""A mean within this many standard errors of zero may be the luck of the trials."""

NINE_TENTHS_ERRORS: Final = 1.645
"""Standard errors to either side that hold nine tenths of a normal error."""


@dataclass(frozen=True)
class Adverse:
    """An arrangement's name, its leakers less those of the base, and whether it divides fire by sectors."""

    name: str
    leakers: Estimate
    divides_sectors: bool


def rounded(value: float, interval: tuple[float, float]) -> str:
    """Return ``value`` with the digits that its interval justifies, at most three decimals.

    Examples
    --------
    >>> rounded(3.14159, (2.0, 4.5))
    '3.1'
    >>> rounded(12.3456, (12.3, 12.4))
    '12.35'
    """
    width = abs(interval[1] - interval[0])
    decimals = 3 if width <= 0 else max(0, min(3, 1 - math.floor(math.log10(width))))
    text = f"{value:.{decimals}f}"
    return text.replace("-", "−") if float(text) != 0 else f"{0:.{decimals}f}"


def digits_of(estimate: Estimate | Attribution) -> tuple[float, float]:
    """Return the interval that decides the digits: the epistemic one, or that of the trials if wider."""
    low, high = estimate.epistemic
    half = NINE_TENTHS_ERRORS * estimate.mc_se
    return (low, high) if high - low >= 2.0 * half else (estimate.mean - half, estimate.mean + half)


def with_interval(estimate: Estimate, *, signed: bool = False) -> str:
    """Return a mean with its interval in words, and a plus before what is above nothing if ``signed``."""
    mean, low, high = (rounded(value, digits_of(estimate)) for value in (estimate.mean, *estimate.epistemic))
    plus = "+" if signed and not mean.startswith("−") and float(mean) != 0.0 else ""
    return f"{plus}{mean} ({low} to {high})"


def _excludes_zero(estimate: Estimate | Attribution) -> bool:
    return estimate.epistemic[0] > 0.0 or estimate.epistemic[1] < 0.0


def _is_sure(estimate: Estimate | Attribution) -> bool:
    """Say whether mean and interval lie on one side of zero, and the mean farther off than luck explains."""
    side = estimate.epistemic[0] if estimate.mean > 0.0 else -estimate.epistemic[1]
    return side > 0.0 and abs(estimate.mean) > SURE_ERRORS * estimate.mc_se


def _is_nothing(estimate: Estimate | Attribution) -> bool:
    return not any((estimate.mean, estimate.mc_se, *estimate.epistemic, *estimate.predictive))


def _is_negligible(estimate: Estimate | Attribution) -> bool:
    return _is_below(estimate, NEGLIGIBLE_MISSILES)


def _is_below(estimate: Estimate | Attribution, bound: float) -> bool:
    largest = max(abs(estimate.mean), *(abs(end) for end in estimate.epistemic))
    return largest < bound and SURE_ERRORS * estimate.mc_se < bound


def _under(name: str) -> str:
    return f"when the forces are {name.lower()}" if name.isalpha() else f"under the arrangement “{name}”"


def difference_sentence(
    names: tuple[str, str], outcomes: tuple[Outcomes, Outcomes], difference: Outcomes, raid_size: int
) -> str:
    """Return the sentence on expected leakers of the second arrangement against the first.

    Parameters
    ----------
    names : (base, top)
        Names of the two arrangements.
    outcomes : (base, top)
        Their outcomes.
    difference : Outcomes
        Top minus base, paired.
    raid_size : int
        Missiles in the hypothetical raid.
    """
    base, top = outcomes
    leakers = difference.expected_leakers
    opening = (
        f"In a hypothetical raid of {raid_size} expected leakers are {with_interval(base.expected_leakers)} "
        f"{_under(names[0])} and {with_interval(top.expected_leakers)} {_under(names[1])}"
    )
    if _is_nothing(leakers):
        return f"{opening}: which of the two it is makes no difference to them here."
    if _is_negligible(leakers):
        return f"{opening}: which of the two it is makes little or no difference to them here."
    change = f"the associated difference is {with_interval(leakers)}"
    if not _excludes_zero(leakers):
        return f"{opening}; {change}, whose sign what is known does not settle."
    if not _is_sure(leakers):
        return f"{opening}; {change}, whose sign so few trials do not settle."
    direction = "fewer" if leakers.mean < 0 else "more"
    return f"{opening}; {change}, that is, {direction} leakers over nine tenths of what is not known."


def outcome_sentence(name: str, outcomes: Outcomes, raid_size: int) -> str:
    """Return the sentence on expected leakers of one arrangement by itself."""
    return (
        f"In a hypothetical raid of {raid_size} expected leakers are "
        f"{with_interval(outcomes.expected_leakers)} {_under(name)}."
    )


def attribution_sentence(shares: dict[str, Attribution]) -> str:
    """Return the clause that says which mechanisms the difference in leakers goes with."""
    nothing = [name for name in MECHANISMS if _is_nothing(shares[name])]
    little = [name for name in MECHANISMS if name not in nothing and _is_negligible(shares[name])]
    rest = [name for name in MECHANISMS if name not in nothing and name not in little]
    apart = [name for name in rest if _is_sure(shares[name])]
    unsettled = [name for name in rest if name not in apart]
    parts = []
    if apart:
        listed = ", ".join(
            f"{NAMES[name]} ({rounded(shares[name].mean, digits_of(shares[name]))})" for name in apart
        )
        parts.append(f"it goes with {listed}")
    if unsettled:
        parts.append(f"the sign is not settled for {_listed(unsettled)}")
    if little:
        parts.append(f"{_listed(little)} made little or no difference")
    if nothing:
        parts.append(f"{_listed(nothing)} made no difference in this scenario")
    return "by mechanism (Shapley values of expected leakers) " + "; ".join(parts)


def _listed(mechanisms: Sequence[str]) -> str:
    *most, last = (NAMES[name] for name in mechanisms)
    return f"{', '.join(most)} and {last}" if most else last


def side_sentence(difference: Outcomes, shares: dict[str, Attribution]) -> str:
    """Return the second sentence: warning time and interceptors, and which mechanism the leakers go with."""
    warning, expended = difference.warning_time_s, difference.interceptors_expended
    if _is_nothing(warning) and _is_nothing(expended):
        changes = "Neither public warning before impact nor interceptors expended change"
    else:
        changes = (
            f"Public warning before impact {_changes(warning, LITTLE_WARNING_S, ' s')} and interceptors "
            f"expended {_changes(expended, LITTLE_ROUNDS)}"
        )
    return f"{changes}; {attribution_sentence(shares)}." if shares else f"{changes}."


def _changes(difference: Estimate, little: float, unit: str = "") -> str:
    """Return what a measure does: not change, hardly change, or change by its mean with its interval."""
    verb = "changes" if unit else "change"
    if _is_nothing(difference):
        return "does not change" if unit else "do not change"
    if _is_below(difference, little):
        return f"{verb} by less than {little:g}{unit}"
    return f"{verb} by {with_interval(difference, signed=True)}{unit}"


def adverse_sentence(base: str, adverse: Sequence[Adverse]) -> str:
    """Return the sentence on arrangements under which more leaks than under the base; empty if there is none.

    Parameters
    ----------
    base : str
        Name of the base.
    adverse : sequence of Adverse
        Every other arrangement with its difference; those that are not settled, or not adverse, are passed
        over.
    """
    worse = [each for each in adverse if _is_adverse(each.leakers)]
    if not worse:
        return ""
    listed = " and ".join(f"“{each.name}” ({_inside(each.leakers)})" for each in worse)
    is_sure = all(_is_sure(each.leakers) for each in worse)
    how = "more missiles leak" if is_sure else "on average more missiles leak"
    why = ""
    if any(each.divides_sectors for each in worse):
        why = "; where fire is divided by sectors, no upper tier backs up the other in its sector"
    return f"Against “{base}”, {how} under {listed}{why}."


def _inside(estimate: Estimate) -> str:
    """Return an estimate with its interval as it stands within brackets."""
    return with_interval(estimate, signed=True).replace(" (", ", ").replace(")", "")


def _is_adverse(leakers: Estimate) -> bool:
    return leakers.mean > SURE_ERRORS * leakers.mc_se and not _is_negligible(leakers)
