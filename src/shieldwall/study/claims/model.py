"""Workings of claims on the model: what the forces of a day do in a hypothetical raid, and on what terms.

A reading is an end of the interval over what is not known, or of the luck of the trials where that is wider;
so a difference whose interval spans zero is never called one, and a claim within the interval is left open.
"""

from __future__ import annotations

from typing import Final

from shieldwall.model.claims import PaperClaim
from shieldwall.model.outcomes import Comparison, Estimate, Outcomes
from shieldwall.study.answer import difference_sentence, rounded
from shieldwall.study.claims.bench import Bench, Worked, Working, term, terms_of

SURE_ERRORS: Final = 2.0
BESIDE: Final = (
    ("p_no_leak", "chance of no leaker"),
    ("engageable_share_two_shots", "share of people with two shots"),
    ("warning_time_s", "warning time, s"),
    ("duplicate_shots", "duplicate shots"),
    ("interceptors_expended", "interceptors expended"),
)
"""Measures that are read beside a difference."""


def ends(estimate: Estimate) -> tuple[float, float]:
    """Return the interval over what is not known, widened to the luck of the trials where that is more."""
    luck = SURE_ERRORS * estimate.mc_se
    return (
        min(estimate.epistemic[0], estimate.mean - luck),
        max(estimate.epistemic[1], estimate.mean + luck),
    )


def words_of(estimate: Estimate) -> str:
    """Return mean and interval with the digits that it justifies.

    Examples
    --------
    >>> words_of(Estimate(6.04, 0.01, (5.2, 7.1), (2.0, 11.0)))
    '6.0 (5.2 to 7.1)'
    """
    low, high = ends(estimate)
    return (
        f"{rounded(estimate.mean, (low, high))} ({rounded(low, (low, high))} to {rounded(high, (low, high))})"
    )


def outcome(bench: Bench, claim: PaperClaim) -> Worked:
    """Read one measure of one arrangement; ``per=missile`` divides it by the size of the raid."""
    found = _run(bench, claim, "scenario")
    estimate: Estimate = getattr(found.arrangements[term(claim, "arrangement")], term(claim, "measure"))
    size = found.scenario.raid_size if terms_of(claim).get("per") == "missile" else 1
    low, high = ends(estimate)
    per = f" of a raid of {size}" if size > 1 else ""
    words = f"{_named(claim)}{per}: {words_of(estimate)}. {_what_was_run(found)}"
    return Worked((low / size, high / size), words, main=estimate.mean / size)


def difference(bench: Bench, claim: PaperClaim) -> Worked:
    """Read the paired difference of one measure between two arrangements."""
    found = _run(bench, claim, "scenario")
    measure = term(claim, "measure")
    change = _difference(found, term(claim, "first"), term(claim, "second"))
    estimate: Estimate = change[measure]
    if measure == "expected_leakers":
        lead = _sentence(found, term(claim, "first"), term(claim, "second"))
    else:
        lead = f"{_named(claim)}: the difference is {words_of(estimate)}."
    beside = "; ".join(f"{label} {words_of(change[name])}" for name, label in BESIDE if name != measure)
    words = f"{lead} Other differences: {beside}. {_what_was_run(found)}"
    return Worked(ends(estimate), words, main=estimate.mean, strict=True)


def coordination_or_programmes(bench: Bench, claim: PaperClaim) -> Worked:
    """Divide what joint operation changes on the early date by what the later forces change without it.

    The runs of two dates do not pair, so the ends of the two intervals are set against each other.
    """
    early, late = _run(bench, claim, "early"), _run(bench, claim, "late")
    first, second, measure = term(claim, "first"), term(claim, "second"), term(claim, "measure")
    joint: Estimate = _difference(early, first, second)[measure]
    before: Estimate = getattr(early.arrangements[second], measure)
    after: Estimate = getattr(late.arrangements[second], measure)
    gain_low, gain_high = ends(after)[0] - ends(before)[1], ends(after)[1] - ends(before)[0]
    bought = (gain_low, gain_high)
    mean = after.mean - before.mean
    words = (
        f"Joint operation of the forces of {early.scenario.date} changes expected leakers of "
        f"{early.scenario.raid_size} by {words_of(joint)}; the forces of {late.scenario.date} without it by "
        f"{rounded(mean, bought)} ({rounded(gain_low, bought)} to {rounded(gain_high, bought)}), for runs of "
        "two dates do not pair. "
        f"{_what_was_run(early)}"
    )
    weak, strong = sorted(abs(end) for end in ends(joint))
    least = 0.0 if ends(joint)[0] < 0.0 < ends(joint)[1] else weak
    small, large = sorted(abs(end) for end in bought)
    nearest = 0.0 if gain_low < 0.0 < gain_high else small
    most = strong / nearest if nearest > 0.0 else float("inf")
    return Worked((least / large, most), words, main=abs(joint.mean / mean))


def _run(bench: Bench, claim: PaperClaim, which: str) -> Comparison:
    return bench.comparison(term(claim, which), terms_of(claim).get("availability", "typical"))


def _difference(found: Comparison, first: str, second: str) -> dict[str, Estimate]:
    """Return the differences first minus second; the comparison holds one order of the two."""
    name = f"{first}-minus-{second}"
    if name in found.differences:
        return dict(found.differences[name].items())
    opposite = found.differences[f"{second}-minus-{first}"]
    return {measure: _negated(estimate) for measure, estimate in opposite.items()}


def _negated(estimate: Estimate) -> Estimate:
    (low, high), (least, most) = estimate.epistemic, estimate.predictive
    return Estimate(0.0 - estimate.mean, estimate.mc_se, (0.0 - high, 0.0 - low), (0.0 - most, 0.0 - least))


def _sentence(found: Comparison, first: str, second: str) -> str:
    outcomes: tuple[Outcomes, Outcomes] = (found.arrangements[second], found.arrangements[first])
    change = Outcomes(**_difference(found, first, second))
    return difference_sentence((second, first), outcomes, change, found.scenario.raid_size)


def _named(claim: PaperClaim) -> str:
    return term(claim, "measure").replace("_", " ").capitalize()


def _what_was_run(found: Comparison) -> str:
    asked = found.scenario
    return (
        f"Scenario {asked.id}, availability {asked.availability}, {found.trials:,} trials over {found.draws} "
        f"draws, seed {found.seed}."
    )


WORKINGS: Final[dict[str, Working]] = {
    "outcome": outcome,
    "difference": difference,
    "coordination_or_programmes": coordination_or_programmes,
}
"""Workings on the model, by name."""
