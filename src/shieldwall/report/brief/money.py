"""The section of a brief on who pays: interceptors expended by party, and programmes paid for together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from shieldwall.report.brief.data import Place, cited, name_of
from shieldwall.report.brief.words import over_interval, value_number
from shieldwall.report.document import (
    Block,
    Break,
    Column,
    Heading,
    Inlines,
    Paragraph,
    Pointer,
    Row,
    Styled,
    Table,
    Text,
    joined,
)
from shieldwall.study.answer import rounded

BY_PARTY: Final = (
    ("interceptors_expended", "Interceptors expended"),
    ("interceptors_remaining", "Interceptors remaining"),
    ("cost_expended_million_usd", "Cost of those expended, million USD"),
)

WORLDS: Final = {
    "same_kit_each_pays": "each would have developed it alone",
    "same_budget": "each would have spent the same, alone",
    "not_built": "nobody would have built it",
    "us_only_later": "the lead would have built it alone, later",
}
"""The worlds that a saving is measured against, in a few words."""


def money_blocks(root: Place) -> Iterator[Block]:
    """Yield who pays: the interceptors of one raid by party, then each programme with its shares."""
    names = list(root.value.result.arrangements)
    yield Heading(1, (Text("Who pays"),), "money")
    yield Paragraph(
        (
            Text("Two bills are kept apart. "),
            Styled("strong", (Text("Interceptors expended"),)),
            Text(" in one hypothetical raid fall to the party that fires them, whoever is defended ("),
            Pointer("party_table"),
            Text("). "),
            Styled("strong", (Text("Programmes"),)),
            Text(
                " are paid for over years, raid or no raid; a share of their cost is a fact of the budgets "
                "found, while a saving is a comparison with a world that did not happen, and names that "
                "world."
            ),
        )
    )
    yield _party_table(root, names)
    for name in root.value.programmes:
        yield from _programme_blocks(root.to("programmes", name), name)
    if not root.value.programmes:
        yield Paragraph((Text("The catalogue holds no programme that the parties pay for together."),))


def _party_table(root: Place, names: Sequence[str]) -> Table:
    rows = []
    for measure, label in BY_PARTY:
        rows.append(Row(((Text(label),),), group=True))
        for position, party in enumerate(root.value.scenario.parties):
            cells: list[Inlines] = [(root.to("scenario", "parties", position).quote(),)]
            for name in names:
                whole = root.to("result", "arrangements", name, measure)
                if party not in (whole.value.by_party or {}):
                    cells.append((Text("–"),))
                    continue
                here = whole.to("by_party", party)
                nothing = not any((here.value.mean, *here.value.epistemic))
                cells.append((value_number(here, ("mean",), 1.0),) if nothing else over_interval(here))
            rows.append(Row(tuple(cells)))
    return Table(
        "party_table",
        (Text("One raid, by the party whose forces fire."),),
        (Column((Text("Party"),), 1.0), *(Column((name_of(root, name),), 1.2, "right") for name in names)),
        tuple(rows),
        (
            (
                Text(
                    "Mean, and 5th to 95th percentile over what is not known. Prices are in those of the "
                    "scenario's year. What is spent for the partner is money and magazine that the party "
                    "no longer has."
                ),
            ),
        ),
    )


def _programme_blocks(here: Place, name: str) -> Iterator[Block]:
    paid = here.value
    parties = list(paid.contributions.parties)
    yield Heading(2, (here.to("name").quote(),))
    total = here.to("contributions", "total_million_usd")
    shares = [
        (
            here.to("contributions", "parties", party, "party").quote(),
            Text(" "),
            here.to("contributions", "shares", party).decimals(0, 100.0),
            Text("% ("),
            here.to("contributions", "parties", party, "million_usd").decimals(0),
            Text(" million)"),
        )
        for party in parties
    ]
    yield Paragraph(
        (
            here.to("aim").quote(), *cited(paid.cites), Text(" Of the "), total.decimals(0),
            Text(" million USD ("), here.to("contributions", "prices").quote(),
            Text(") found in budgets, the parties paid: "), *joined(shares),
            Text(". What each saved depends on the world it is compared with ("), Pointer(f"{name}_savings"),
            Text(")."),
        )
    )  # fmt: skip
    rows = []
    for world in paid.savings:
        label = (Text(f"Otherwise {WORLDS[world]}"),)
        cells = [
            _saving(here.to("savings", world, "parties", party, "saving_million_usd")) for party in parties
        ]
        rows.append(Row((label, *cells)))
    yield Table(
        f"{name}_savings",
        (Text("Saving by party, million USD, against each world that did not happen."),),
        (
            Column((Text("World"),), 2.0),
            *(
                Column((here.to("contributions", "parties", party, "party").quote(),), 1.2, "right")
                for party in parties
            ),
        ),
        tuple(rows),
        (
            (
                Text(
                    "Mean, and 5th to 95th percentile over the assumptions that such a comparison needs. "
                    "Negative: cooperation cost the party money that it would otherwise have kept, in the "
                    "last worlds for kit that would not have been there, or not yet. Not in it: "
                ),
                *_not_in(here, next(iter(paid.savings))),
                Text("."),
            ),
        ),
    )


def _not_in(here: Place, world: str) -> Inlines:
    return joined([(item.quote(),) for item in here.to("savings", world, "not_modelled").each()], "; ")


def _saving(place: Place) -> Inlines:
    found = place.value
    bounds = (found.low, found.high)
    if found.high - found.low < 1e-6 * max(1.0, abs(found.mean)):
        return (Styled("strong", (place.to("mean").decimals(0, signed=True),)),)

    def digits(key: str) -> str:
        text = rounded(getattr(found, key), bounds)
        return text if text.startswith("−") or not text.strip("0.") else f"+{text}"

    return (
        Styled("strong", (place.to("mean").number(digits("mean")),)),
        Break(),
        Styled(
            "small",
            (place.to("low").number(digits("low")), Text(" to "), place.to("high").number(digits("high"))),
        ),
    )
