"""The section of a brief on outcomes: by arrangement, with both intervals, and as paired differences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from shieldwall.model.outcomes import Estimate
from shieldwall.report.brief.data import Place, name_of
from shieldwall.report.brief.figures import Drawing
from shieldwall.report.brief.words import GROUPS, SHOWN, Verdict, interval, value_number, verdict
from shieldwall.report.document import (
    Block,
    Break,
    Column,
    Figure,
    Heading,
    Inline,
    Inlines,
    Paragraph,
    Pointer,
    Row,
    Styled,
    Table,
    Text,
)

DIFFERENCES: Final = (
    "engageable_share_two_shots", "p_no_leak", "expected_leakers", "warning_time_s",
    "interceptors_expended", "duplicate_shots", "cost_expended_million_usd",
)  # fmt: skip
"""The measures whose differences are shown."""


SAID: Final[Mapping[Verdict, str]] = {
    "nothing": "none",
    "negligible": "little or none",
    "unsettled": "sign not settled",
    "luck": "too few trials",
    "no_fewer": "more or the same",
    "no_more": "fewer or the same",
    "more": "more",
    "fewer": "fewer",
}


MOST_PAIRS: Final = 6
"""Pairs of arrangements that a table can show; beyond, only those against the first arrangement."""


def outcome_blocks(root: Place, drawing: Drawing) -> Iterator[Block]:
    """Yield the outcomes by arrangement, as figure and table, and the paired differences."""
    result = root.value.result
    names = list(result.arrangements)
    yield Heading(1, (Text("Outcomes"),), "outcomes")
    yield Paragraph(
        (
            Pointer("outcome_figure"), Text(" shows the headline outcomes, "), Pointer("outcome_table"),
            Text(" all of them"),
            *(
                (Text(" and "), Pointer("difference_table"), Text(" how they differ"))
                if result.differences
                else ()
            ),
            Text("."),
        )
    )  # fmt: skip
    yield Figure(
        "outcome_figure", drawing.svg,
        (Text("Outcomes by arrangement."),),
        "Chart of six outcomes, each arrangement a row with its mean and both intervals; the numbers are "
        "in the table of outcomes.",
        ((Text(
            "Mark: mean. Thick bar: 5th to 95th percentile over what is not known. Thin line: 5th to 95th "
            "percentile of single raids."
        ),),),
    )  # fmt: skip
    yield _outcome_table(root, names)
    if result.differences:
        yield _difference_table(root, names)


def _outcome_table(root: Place, names: Sequence[str]) -> Table:
    rows = []
    for title, measures in GROUPS:
        rows.append(Row(((Text(title),),), group=True))
        for measure in measures:
            cells = [
                _outcome_cell(root.to("result", "arrangements", name, measure), measure) for name in names
            ]
            rows.append(Row(((Text(SHOWN[measure].label),), *cells)))
    return Table(
        "outcome_table",
        (Text("Outcomes by arrangement: mean, and the two kinds of interval."),),
        (
            Column((Text("Measure"),), 1.9),
            *(Column((name_of(root, name),), 1.3, "right") for name in names),
        ),
        tuple(rows),
        (
            (Text(
                "Beside each mean, the 5th to 95th percentile over what is not known; under it, in "
                "italics, over single raids, where luck adds to it. Shares are of the people within the "
                "threat's reach, the mean over launch areas. A duplicate shot is one at a target that "
                "another party's shot already covers. Costs are at unit prices in the prices of the "
                "scenario's year. A leaker is not a casualty."
            ),),
        ),
    )  # fmt: skip


def _outcome_cell(place: Place, measure: str) -> Inlines:
    estimate: Estimate = place.value
    factor = SHOWN[measure].factor
    mean = Styled("strong", (value_number(place, ("mean",), factor),))
    if len({*estimate.epistemic, *estimate.predictive, estimate.mean}) == 1:
        return (mean,)
    cell: Inlines = (mean, Text(" "), Styled("small", interval(place, "epistemic", factor)))
    if measure == "p_no_leak" or estimate.predictive == estimate.epistemic:
        return cell
    raids = Styled("emphasis", interval(place, "predictive", factor))
    return (*cell, Break(), Styled("small", (raids,)))


def _difference_table(root: Place, names: Sequence[str]) -> Table:
    keys = list(root.value.result.differences)
    if len(keys) > MOST_PAIRS:
        keys = [key for key in keys if key.endswith(f"-minus-{names[0]}")]
    pairs = [key.split("-minus-") for key in keys]
    rows = difference_rows(lambda measure: [root.to("result", "differences", key, measure) for key in keys])
    return Table(
        "difference_table",
        (Text("Paired differences between arrangements, and what they may be called."),),
        (
            Column((Text("Measure"),), 1.5),
            *(
                Column((name_of(root, later), Text(" less "), name_of(root, earlier)), 1.25, "right")
                for later, earlier in pairs
            ),
        ),
        rows,
        (
            (Text(
                "Mean; 5th to 95th percentile over what is not known; and the word that the rule of the "
                "first section allows."
            ),),
        ),
    )  # fmt: skip


def difference_rows(places: Callable[[str], Sequence[Place]]) -> tuple[Row, ...]:
    """Return a row for each measure of `DIFFERENCES`, a cell for each place that ``places`` has of it."""
    return tuple(
        Row(
            (
                (Text(SHOWN[measure].difference_label),),
                *(_difference_cell(place, measure) for place in places(measure)),
            )
        )
        for measure in DIFFERENCES
    )


def _difference_cell(place: Place, measure: str) -> Inlines:
    """Return a paired difference as a cell: mean, interval, and the word that the rule allows."""
    shown = SHOWN[measure]
    said = verdict(place.value, shown.negligible)
    word = Styled("small", (Styled("emphasis", (Text(SAID[said]),)),))
    if said == "nothing":
        return (word,)
    mean = value_number(place, ("mean",), shown.factor, signed=True)
    shown_mean: Inline = Styled("strong", (mean,)) if said in ("more", "fewer") else mean
    range_ = Styled("small", interval(place, "epistemic", shown.factor, signed=True))
    return (shown_mean, Break(), range_, Break(), word)
