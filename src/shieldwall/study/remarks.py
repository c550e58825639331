"""What stands beside every answer: what is not modelled, and what had no effect on the date."""

from __future__ import annotations

from typing import Final

from shieldwall.case.build import Case

NOT_MODELLED: Final = (
    "casualties: a leaker is not a casualty",
    "deterrence, and how another party would respond",
    "arms competition",
    "entrapment and the politics of a declared situation",
    "leaks of shared secrets, and their cost",
    "opportunity cost of ships kept on station",
    "countermeasures and decoys beyond a chance of wrong discrimination",
    "glide vehicles",
    "links, headquarters and sensors attacked in the same raid",
)


def remarks_on(case: Case) -> tuple[str, ...]:
    """Return the remarks of a case: the scenario's own, and those that follow from date and geometry."""
    return (*case.scenario.remarks, *case.remarks)
