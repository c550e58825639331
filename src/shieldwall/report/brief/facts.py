"""The appendices of a brief: every assumption, every dispute, every fact with its sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from shieldwall.model.provenance import Dispute, Fact
from shieldwall.report.brief.data import Place, cited
from shieldwall.report.brief.words import UNIT_WORDS
from shieldwall.report.document import (
    Block,
    Break,
    Column,
    Heading,
    Inline,
    Inlines,
    Paragraph,
    Row,
    Styled,
    Table,
    Text,
)


def _quantity(fact: Place) -> Inlines:
    return (fact.to("value").short(), *_unit(fact))


def _unit(fact: Place) -> Inlines:
    label = str(fact.to("unit").value)
    words = UNIT_WORDS.get(label, label)
    return (Text(f" {words}"),) if words else ()


def _range(place: Place) -> Inlines:
    """Return the low and high of a fact or dispute, or nothing where it has neither."""
    low, high = place.value.low, place.value.high
    if low is None and high is None:
        return ()
    if low is None or high is None:
        known = "low" if high is None else "high"
        return (Text("from " if high is None else "up to "), place.to(known).short())
    return (place.to("low").short(), Text(" to "), place.to("high").short())


def assumption_blocks(root: Place) -> Iterator[Block]:
    """Yield every assumed fact that the run used, with its range and its reason."""
    yield Heading(1, (Text("Assumptions"),), "assumptions", appendix=True)
    yield Paragraph(
        (
            Text(
                "No public source gives these numbers. Each is a judgement with a range and a reason; the "
                "run draws from the range, and the width of the answer follows from it. The most useful "
                "thing that a reader can do for this result is to find a source for one of them."
            ),
        )
    )
    yield Table(
        "assumption_table",
        (Text("Every assumed fact that the run used."),),
        _columns("Reason"),
        _rows(root, ("assumed",), "held fixed", _reason),
        dense=True,
    )


def _columns(grounds: str) -> tuple[Column, ...]:
    return (
        Column((Text("Fact, and what it is for"),), 2.5),
        Column((Text("Value"),), 0.95),
        Column((Text("Range"),), 1.0),
        Column((Text(grounds),), 3.6),
    )


def _rows(
    root: Place, bases: tuple[str, ...], no_range: str, grounds: Callable[[Place], Inlines]
) -> tuple[Row, ...]:
    """Return a row for each fact used that stands on one of the bases."""
    return tuple(
        Row(
            (
                (used.to("fact").code(), Break(), Styled("small", (used.to("role").quote(),))),
                _quantity(fact),
                _range(fact) or (Text(no_range),),
                grounds(fact),
            )
        )
        for used in root.to("result", "facts_used").each()
        if used.value.basis in bases
        for fact in [root.to("facts", used.value.fact)]
    )


def _reason(fact: Place) -> Inlines:
    return (fact.to("derivation").quote(), *cited(_sources(fact.value)))


def _sources(item: Fact | Dispute) -> tuple[str, ...]:
    return tuple(cite.source for cite in item.cites)


def dispute_blocks(root: Place) -> Iterator[Block]:
    """Yield every value that another source gives for a fact used, with the reason for the choice."""
    yield Heading(1, (Text("Disputes"),), "disputes", appendix=True)
    rows = tuple(
        Row(
            (
                (used.to("fact").code(),),
                _quantity(fact),
                _disputed(other, fact),
                (other.to("reason").quote(), *cited(_sources(other.value))),
            )
        )
        for used in root.to("result", "facts_used").each()
        for fact in [root.to("facts", used.value.fact)]
        for other in fact.to("disputes").each()
    )
    if not rows:
        yield Paragraph((Text("No source that the catalogue knows gives another value for a fact used."),))
        return
    yield Paragraph(
        (
            Text(
                "Sources disagree on these facts. The other value is kept beside the one chosen, with the "
                "reason."
            ),
        )
    )
    yield Table(
        "dispute_table",
        (Text("Every dispute about a fact that the run used."),),
        (
            Column((Text("Fact"),), 2.2),
            Column((Text("Used"),), 0.95),
            Column((Text("Another source"),), 1.1),
            Column((Text("Why it was not chosen"),), 3.8),
        ),
        rows,
        dense=True,
    )


def _disputed(other: Place, fact: Place) -> Inlines:
    range_ = _range(other)
    if other.value.value is None:
        return range_ or (Text("no number"),)
    value = (other.to("value").short(), *_unit(fact))
    return (*value, Text(" ("), *range_, Text(")")) if range_ else value


def fact_blocks(root: Place) -> Iterator[Block]:
    """Yield every reported and derived fact that the run used, with its sources."""
    yield Heading(1, (Text("Facts from sources"),), "facts", appendix=True)
    yield Paragraph(
        (
            Text(
                "A reported fact is one that a source states; a derived one is worked out here from such "
                "facts, in the way that is given. Numbers in brackets are those of the list of sources."
            ),
        )
    )
    yield Table(
        "fact_table",
        (Text("Every reported and derived fact that the run used."),),
        _columns("Where it comes from"),
        _rows(root, ("reported", "derived"), "–", _grounds),
        dense=True,
    )


def _grounds(fact: Place) -> Inlines:
    words: list[Inline] = [Styled("emphasis", (Text(f"{str(fact.to('basis').value).capitalize()}."),))]
    if fact.value.derivation is not None:
        words += [Text(" "), fact.to("derivation").quote()]
    cites = fact.to("cites").each()
    for here in cites:
        cite = here.value
        words += cited((cite.source,))
        said = [key for key in ("locator", "note") if getattr(cite, key) is not None]
        for place, key in enumerate(said):
            words += [Text(" " if place == 0 else "; "), here.to(key).quote()]
        words.append(Text("." if here is cites[-1] else ";"))
    return tuple(words)
