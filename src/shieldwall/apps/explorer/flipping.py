"""What flips the sign: the page's own choices changed one at a time."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Final, Protocol, get_args

from shieldwall.apps.explorer.asked import Asked, asked
from shieldwall.apps.explorer.quick import HEADLINE, NORMAL_95
from shieldwall.apps.explorer.state import State
from shieldwall.catalogue.load import Catalogue
from shieldwall.model.doctrine import Doctrine
from shieldwall.model.outcomes import Estimate
from shieldwall.model.raid import LARGEST_RAID
from shieldwall.model.scenario import Availability, Knowledge, Reading
from shieldwall.model.what_if import CounterfactualName

LEAST: Final = 0.005
"""A difference of fewer missiles than this is none."""


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
                yield field, value, f"{field.replace('_', ' ')}: {str(value).replace('_', ' ')}"


def question_with(question: Asked, field: str, value: Any, known: Catalogue) -> Asked:
    """Return a question with one choice made otherwise.

    Raises
    ------
    Refused
        The choice does not go with the rest.
    """
    values = question.state.model_dump() | {field: value}
    return asked(State.model_validate(values), known)


def sign_of(difference: Estimate) -> str:
    """Return which way a difference in leakers goes, as far as the trials settle it."""
    if abs(difference.mean) < LEAST and difference.mc_se < LEAST:
        return "none"
    if abs(difference.mean) <= NORMAL_95 * difference.mc_se or math.isnan(difference.mean):
        return "unsettled"
    return "fewer" if difference.mean < 0.0 else "more"


def difference_shown(difference: Estimate) -> dict[str, Any]:
    """Return a difference with its 95% interval of the mean, what is not known, and its sign."""
    half = NORMAL_95 * difference.mc_se
    return {
        "mean": difference.mean,
        "low": difference.mean - half,
        "high": difference.mean + half,
        "epistemic": list(difference.epistemic),
    }


def changed(field: str, value: Any, label: str, base: str, difference: Estimate) -> dict[str, Any]:
    """Return what one choice made otherwise comes to."""
    sign = sign_of(difference)
    return {
        "field": field,
        "value": value,
        "label": label,
        "difference": difference_shown(difference),
        "sign": sign,
        "flips": {base, sign} == {"fewer", "more"},
    }


def shown(question: Asked, base: Estimate, changes: list[dict[str, Any]], inputs: Any) -> dict[str, Any]:
    """Return what is known so far of what flips the sign."""
    return {
        "state": question.state.model_dump(mode="json"),
        "names": list(question.names),
        "measure": HEADLINE,
        "base": difference_shown(base) | {"sign": sign_of(base)},
        "changes": list(changes),
        "inputs": inputs,
    }
