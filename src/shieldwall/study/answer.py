"""The answer in two sentences, generated from the results and true of them.

The words are chosen by rules: a difference whose epistemic interval spans zero is never called a gain, a
mechanism is named only where its own interval excludes zero, and digits stop where the interval does.
"""

from __future__ import annotations

import math
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


def _with_interval(estimate: Estimate) -> str:
    low, high = (rounded(bound, estimate.epistemic) for bound in estimate.epistemic)
    return f"{rounded(estimate.mean, estimate.epistemic)} ({low} to {high})"


def _signed(estimate: Estimate) -> str:
    text = _with_interval(estimate)
    return text if text.startswith("−") or float(text.split(" ")[0]) == 0.0 else f"+{text}"


def _excludes_zero(estimate: Estimate | Attribution) -> bool:
    return estimate.epistemic[0] > 0.0 or estimate.epistemic[1] < 0.0


def _is_negligible(estimate: Estimate | Attribution) -> bool:
    return max(abs(estimate.mean), *(abs(bound) for bound in estimate.epistemic)) < NEGLIGIBLE_MISSILES


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
        f"In a hypothetical raid of {raid_size} expected leakers are {_with_interval(base.expected_leakers)} "
        f"when the forces are {names[0].lower()} and {_with_interval(top.expected_leakers)} "
        f"when they are {names[1].lower()}"
    )
    if _is_negligible(leakers):
        return f"{opening}: cooperation makes little or no difference to them here."
    change = f"the associated difference is {_with_interval(leakers)}"
    if not _excludes_zero(leakers):
        return f"{opening}; {change}, whose sign what is known does not settle."
    direction = "fewer" if leakers.mean < 0 else "more"
    return f"{opening}; {change}, that is, {direction} leakers over nine tenths of what is not known."


def outcome_sentence(name: str, outcomes: Outcomes, raid_size: int) -> str:
    """Return the sentence on expected leakers of one arrangement by itself."""
    return (
        f"In a hypothetical raid of {raid_size} expected leakers are "
        f"{_with_interval(outcomes.expected_leakers)} when the forces are {name.lower()}."
    )


def attribution_sentence(shares: dict[str, Attribution]) -> str:
    """Return the clause that says which mechanisms the difference in leakers goes with."""
    apart = [name for name in MECHANISMS if _excludes_zero(shares[name]) and not _is_negligible(shares[name])]
    nothing = [name for name in MECHANISMS if _is_negligible(shares[name])]
    unsettled = [name for name in MECHANISMS if name not in apart and name not in nothing]
    parts = []
    if apart:
        listed = ", ".join(
            f"{NAMES[name]} ({rounded(shares[name].mean, shares[name].epistemic)})" for name in apart
        )
        parts.append(f"it goes with {listed}")
    if unsettled:
        parts.append(f"the sign is not settled for {' and '.join(NAMES[name] for name in unsettled)}")
    if nothing:
        parts.append(f"{' and '.join(NAMES[name] for name in nothing)} made no difference in this scenario")
    return "by mechanism (Shapley values of expected leakers) " + "; ".join(parts)


def side_sentence(difference: Outcomes, shares: dict[str, Attribution]) -> str:
    """Return the second sentence: warning time and interceptors, and which mechanism the leakers go with."""
    warning, expended = difference.warning_time_s, difference.interceptors_expended
    changes = (
        f"Public warning before impact changes by {_signed(warning)} s and interceptors expended by "
        f"{_signed(expended)}"
    )
    return f"{changes}; {attribution_sentence(shares)}." if shares else f"{changes}."
