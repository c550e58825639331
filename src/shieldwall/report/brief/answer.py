"""The first section of a brief: the answer in sentences that follow from the results, and how to read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from shieldwall.model.outcomes import Estimate
from shieldwall.report.brief.data import Place, difference_place, name_of, pair_of
from shieldwall.report.brief.words import (
    SHOWN,
    verdict,
    with_interval,
)
from shieldwall.report.document import (
    Block,
    Box,
    Bullets,
    Heading,
    Inline,
    Inlines,
    Paragraph,
    Styled,
    Text,
)


@dataclass(frozen=True)
class Change:
    """How the change of a measure is spoken of: its subject, the unit behind the number, and its number."""

    subject: str
    unit: str
    plural: bool = False

    def verb(self, singular: str) -> str:
        """Return a regular verb in the number of the subject."""
        return singular.removesuffix("s") if self.plural else singular


CHANGES: Final[Mapping[str, Change]] = {
    "engageable_share_two_shots": Change("The share of people for whom two shots are possible", " points"),
    "p_no_leak": Change("The chance that no missile gets through", " points"),
    "warning_time_s": Change("Warning time", " s"),
    "interceptors_expended": Change("Interceptors expended", " a raid", plural=True),
    "duplicate_shots": Change("Duplicate shots", " a raid", plural=True),
    "cost_expended_million_usd": Change("The cost of interceptors expended", " million USD a raid"),
}
"""The measures whose change is told in words beside the answer."""


def answer_blocks(root: Place) -> Iterator[Block]:
    """Yield the answer: the sentences of the result, then what else changes, in calibrated words."""
    yield Heading(1, (Text("The answer"),), "answer")
    yield Paragraph((root.to("result", "answer").quote(),), lead=True)
    pair = pair_of(root)
    if pair is not None:
        place, base, top = difference_place(root, *pair)
        yield Paragraph(
            (
                Text("Where the arrangement is "), name_of(root, top), Text(" rather than "),
                name_of(root, base), Text(", trial by trial with the same luck:"),
            )
        )  # fmt: skip
        yield Bullets(tuple(_change(place, measure) for measure in CHANGES))
        yield Paragraph(tuple(_larger_than_ignorance(root, place, base, top)))
    yield Box(
        (Text("How to read the numbers"),),
        (
            (
                Text(
                    "A leaker is a missile that gets through. It is not a casualty: this model counts "
                    "none. The raid is hypothetical; its geometry is an input, drawn by seed in proportion "
                    "to population."
                ),
            ),
            (
                Text("The interval in brackets runs from the 5th to the 95th percentile over "),
                Styled("strong", (Text("what is not known"),)),
                Text(
                    ": facts within their published or judged ranges. Where a second interval is given, it "
                    "runs over "
                ),
                Styled("strong", (Text("single raids"),)),
                Text(
                    ", luck included. A difference is paired, so its interval is its own and cannot be "
                    "read off the two outcomes. More, fewer, rises and falls are said only where nine "
                    "tenths of what is not known agree on the sign and the luck of the trials cannot have "
                    "made it up; a difference is associated with an arrangement, no more. Digits stop "
                    "where the interval does."
                ),
            ),
        ),
    )


def _change(place: Place, measure: str) -> Inlines:
    """Return a sentence on one paired difference, its words chosen by `verdict`."""
    change, shown = CHANGES[measure], SHOWN[measure]
    here = place.to(measure)
    said = verdict(here.value, shown.negligible)
    subject = Styled("strong", (Text(change.subject),))
    they = "they" if change.plural else "it"
    rise, fall = change.verb("rises"), change.verb("falls")
    does = "do" if change.plural else "does"
    words = {
        "nothing": ": no change in any trial.",
        "negligible": ": little or no change.",
        "unsettled": f": what is known does not settle whether {they} {rise} or {fall}; the difference is ",
        "luck": f": so few trials do not settle whether {they} {rise} or {fall}; the difference is ",
        "no_fewer": f" {rise} or {does} not change; the difference is ",
        "no_more": f" {fall} or {does} not change; the difference is ",
        "more": f" {rise}; the difference is ",
        "fewer": f" {fall}; the difference is ",
    }[said]
    if said in ("nothing", "negligible"):
        return (subject, Text(words))
    return (subject, Text(words), *with_interval(here, shown.factor, signed=True), Text(f"{change.unit}."))


def _larger_than_ignorance(root: Place, place: Place, base: str, top: str) -> Iterator[Inline]:
    """Yield a sentence that sets the difference in leakers beside the width of what is not known."""
    difference: Estimate = place.to("expected_leakers").value
    outcomes = root.value.result.arrangements
    widths = [high - low for name in (base, top) for low, high in [outcomes[name].expected_leakers.epistemic]]
    if abs(difference.mean) < 0.5 * min(widths):
        yield Text(
            "What is not known about the facts moves expected leakers by more than the choice between "
            "these two arrangements does: the mean difference is smaller than half of either interval."
        )
    elif abs(difference.mean) > max(widths):
        yield Text(
            "The choice between these two arrangements moves expected leakers by more than what is not known "
            "about the facts does: the mean difference is larger than either interval."
        )
    else:
        yield Text(
            "The choice between these two arrangements and what is not known about the facts move expected "
            "leakers by amounts of the same order."
        )
