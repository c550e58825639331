"""What flips the sign: the page's own choices changed one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Protocol, get_args

from shieldwall.apps.explorer.asked import Asked, asked
from shieldwall.apps.explorer.labels import field_words
from shieldwall.apps.explorer.meta import choice_name
from shieldwall.apps.explorer.quick import HEADLINE, NORMAL_95
from shieldwall.apps.explorer.state import State
from shieldwall.catalogue.load import Catalogue
from shieldwall.model.doctrine import Doctrine
from shieldwall.model.outcomes import Estimate
from shieldwall.model.raid import LARGEST_RAID
from shieldwall.model.scenario import Availability, Knowledge, Reading
from shieldwall.model.what_if import CounterfactualName
from shieldwall.study.answer import NEGLIGIBLE_MISSILES, SURE_ERRORS

NOT_KNOWN: Final = "what is not known leaves the sign open: the epistemic interval has both"
TOO_FEW: Final = "so few battles leave the sign open"
RULE: Final = (
    "A sign is settled as in the answer itself: the 5th to 95th percentile over what is not known lies on "
    "one side of zero, and the mean farther off than twice its standard error."
)


class Ask(Protocol):
    """Gives the difference in expected leakers of a question, first arrangement from second."""

    def __call__(self, question: Asked) -> Estimate:
        """Return the paired difference."""


def choices(question: Asked, known: Catalogue) -> Iterator[tuple[str, Any, str]]:
    """Yield the choices of the page that could have been made otherwise: field, value, words."""
    state, size = question.state, question.scenario.raid.size
    lists: tuple[tuple[str, tuple[Any, ...]], ...] = (
        ("availability", get_args(Availability)),
        ("reading", get_args(Reading)),
        ("knowledge", get_args(Knowledge)),
        ("raid_size", (max(1, size // 2), min(LARGEST_RAID, 2 * size))),
        ("doctrine", known.ids(Doctrine)),
        ("false_tracks", (False, True)),
        ("counterfactual", get_args(CounterfactualName)),
    )
    for field, values in lists:
        for value in dict.fromkeys(values):
            if value != getattr(state, field):
                yield field, value, f"{field_words(field)}: {choice_name(known, field, value)}"


def question_with(question: Asked, field: str, value: Any, known: Catalogue) -> Asked:
    """Return a question with one choice made otherwise.

    Raises
    ------
    Refused
        The choice does not go with the rest.
    """
    values = question.state.model_dump() | {field: value}
    return asked(State.model_validate(values), known)


def sign_of(difference: Estimate) -> tuple[str, str | None]:
    """Return which way a difference in leakers goes, by the rule of the answer's own sentence.

    Returns
    -------
    sign : {"fewer", "more", "none", "unsettled"}
        Settled only where the epistemic interval lies on one side of zero, and the mean farther off than
        the luck of the trials explains; ``none`` where it and its interval are negligible.
    why : str or None
        What leaves an unsettled sign open.
    """
    low, high = difference.epistemic
    largest = max(abs(difference.mean), abs(low), abs(high), SURE_ERRORS * difference.mc_se)
    if largest < NEGLIGIBLE_MISSILES:
        return "none", None
    if not (low > 0.0 or high < 0.0):
        return "unsettled", NOT_KNOWN
    if abs(difference.mean) <= SURE_ERRORS * difference.mc_se or (difference.mean > 0.0) != (low > 0.0):
        return "unsettled", TOO_FEW
    return ("fewer" if difference.mean < 0.0 else "more"), None


def difference_shown(difference: Estimate) -> dict[str, Any]:
    """Return a difference with its 95% interval of the mean, and what is not known."""
    half = NORMAL_95 * difference.mc_se
    return {
        "mean": difference.mean,
        "low": difference.mean - half,
        "high": difference.mean + half,
        "epistemic": list(difference.epistemic),
    }


def changed(field: str, value: Any, label: str, base: str, difference: Estimate) -> dict[str, Any]:
    """Return what one choice made otherwise comes to."""
    sign, why = sign_of(difference)
    return {
        "field": field,
        "value": value,
        "label": label,
        "difference": difference_shown(difference),
        "sign": sign,
        "why": why,
        "flips": {base, sign} == {"fewer", "more"},
    }


def shown(question: Asked, base: Estimate, changes: list[dict[str, Any]], inputs: Any) -> dict[str, Any]:
    """Return what is known so far of what flips the sign."""
    sign, why = sign_of(base)
    return {
        "state": question.state.model_dump(mode="json"),
        "names": list(question.names),
        "measure": HEADLINE,
        "rule": RULE,
        "base": difference_shown(base) | {"sign": sign, "why": why},
        "changes": list(changes),
        "inputs": inputs,
    }
