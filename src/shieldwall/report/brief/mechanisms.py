"""The section of a brief on which mechanism of cooperation the differences go with."""

from __future__ import annotations

from collections.abc import Iterator

from shieldwall.model.arrangement import MECHANISMS
from shieldwall.report.brief.data import Place, name_of
from shieldwall.report.brief.figures import Drawing
from shieldwall.report.brief.outcomes import difference_rows
from shieldwall.report.document import Block, Column, Figure, Heading, Paragraph, Table, Text
from shieldwall.study.answer import NAMES


def attribution_blocks(root: Place, drawing: Drawing) -> Iterator[Block]:
    """Yield which mechanism of cooperation the differences go with."""
    shares = root.value.result.attribution
    pair = root.value.scenario.attribution
    mechanisms = [name for name in MECHANISMS if name in shares["expected_leakers"]]
    yield Heading(1, (Text("What the difference goes with"),), "attribution")
    yield Paragraph(
        (
            Text("The four mechanisms of cooperation are switched one by one between "),
            name_of(root, pair.base), Text(" and "), name_of(root, pair.top),
            Text(
                ", in every combination. A mechanism's share is its Shapley value: its effect averaged "
                "over the orders that precedence allows, so that the shares add up to the whole "
                "difference. Mechanisms stand in a fixed order and are not ranked."
            ),
        )
    )  # fmt: skip
    yield Figure(
        "attribution_figure", drawing.svg, (Text("Difference associated with each mechanism."),),
        "Chart of the Shapley value of each mechanism for leakers, warning time and interceptors; the "
        "numbers are in the table that follows.",
        ((Text(
            "Mark and bars as in the outcomes. Open triangles: the mechanism added first, to the base alone "
            "(pointing right), and last (pointing left)."
        ),),),
    )  # fmt: skip
    rows = difference_rows(
        lambda measure: [root.to("result", "attribution", measure, name) for name in mechanisms]
    )
    yield Table(
        "attribution_table", (Text("Difference associated with each mechanism, by measure."),),
        (Column((Text("Measure"),), 1.5),
         *(Column((Text(NAMES[name].capitalize()),), 1.2, "right") for name in mechanisms)),
        rows,
        ((Text("Shapley value; 5th to 95th percentile over what is not known; the word that is allowed."),),),
    )  # fmt: skip
