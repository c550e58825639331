"""A report as a small typed tree, from which every output is rendered.

Words are `Text`, which may hold no digit but those of `NAMES_WITH_DIGITS`; every number is a `Number`, a
`Day` or a `Quote` that says where in the records it came from. So a test can walk the tree and lead each
number back to a result, a fact or a field of the scenario, and the outputs cannot disagree. Numbers that
count the parts of the report itself (sections, figures, tables, sources) are given by `numbered`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Key: TypeAlias = str | int
Origin: TypeAlias = tuple[Key, ...]
"""Where a number came from: keys and positions from the root of the report's records down."""

NAMES_WITH_DIGITS: Final = ("95th", "5th", "Natural Earth 4")
"""The closed list of names in plain words that hold digits."""

_DIGIT: Final = re.compile(r"[0-9]")


def without_names(text: str) -> str:
    """Return a text without the names that may hold digits."""
    for name in NAMES_WITH_DIGITS:
        text = text.replace(name, "")
    return text


@dataclass(frozen=True, slots=True)
class Text:
    """Words. A digit outside `NAMES_WITH_DIGITS` is refused: numbers have nodes of their own."""

    text: str

    def __post_init__(self) -> None:
        if _DIGIT.search(without_names(self.text)):
            raise ValueError(f"plain words hold a digit, which needs an origin: {self.text!r}")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is shown: ``value`` times ``factor``, rounded to the decimals of ``text``."""

    text: str
    value: float
    factor: float
    origin: Origin


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the records, written out."""

    day: dt.date
    origin: Origin

    @property
    def text(self) -> str:
        """The day as it is read aloud, such as 2 December 2015."""
        return f"{self.day.day} {self.day:%B} {self.day.year}"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the records, word for word, digits included."""

    text: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Sources:
    """References to sources by id, shown as their numbers in brackets."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pointer:
    """A reference to a figure, table or section of this report by its key."""

    key: str


@dataclass(frozen=True, slots=True)
class Styled:
    """A run of words in one of the few styles."""

    style: Literal["strong", "emphasis", "code", "small"]
    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """A new line within a paragraph or a cell."""


Inline: TypeAlias = Text | Number | Day | Quote | Sources | Pointer | Styled | Break
Inlines: TypeAlias = tuple[Inline, ...]


def joined(items: Sequence[Inlines], between: str = ", ", last: str | None = None) -> Inlines:
    """Return items one behind the other, with words between them, and others before the last."""
    nodes: list[Inline] = []
    for place, item in enumerate(items):
        if place:
            nodes.append(Text(between if last is None or place < len(items) - 1 else last))
        nodes += item
    return tuple(nodes)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``appendix`` ones are lettered, and those without a key are not numbered."""

    level: Literal[1, 2]
    inlines: Inlines
    key: str | None = None
    appendix: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``lead`` ones stand out."""

    inlines: Inlines
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short statements."""

    items: tuple[Inlines, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """Paragraphs set apart: how to read, what not to read into it."""

    title: Inlines
    paragraphs: tuple[Inlines, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, its share of the width, and how its cells stand."""

    heading: Inlines
    width: float = 1.0
    align: Literal["left", "right", "centre"] = "left"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; a ``group`` row has one cell over the whole width."""

    cells: tuple[Inlines, ...]
    group: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption above and its notes below; a ``dense`` one is set small."""

    key: str
    caption: Inlines
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[Inlines, ...] = ()
    dense: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, drawn already, with its caption below and what a reader who cannot see it is told.

    A ``tall`` one takes most of a page, and may stand at the head of the next while the words run on.
    """

    key: str
    svg: str
    caption: Inlines
    alt: str
    notes: tuple[Inlines, ...] = ()
    tall: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """Lines to be copied: a command, code, an entry of a bibliography."""

    lines: tuple[Inlines, ...]


@dataclass(frozen=True, slots=True)
class References:
    """The numbered list of sources, where it stands in the report."""

    entries: tuple[tuple[str, Inlines], ...]


Block: TypeAlias = Heading | Paragraph | Bullets | Box | Table | Figure | Listing | References


@dataclass(frozen=True, slots=True)
class Title:
    """What stands at the head of the first page, and what the file says of itself."""

    series: Inlines
    title: Inlines
    question: Inlines
    credits: tuple[tuple[Inlines, Inlines], ...]
    warning: Inlines
    subject: str
    author: str
    date: dt.date


@dataclass(frozen=True, slots=True)
class Document:
    """A report: its title and its blocks in order."""

    title: Title
    blocks: tuple[Block, ...]


def inlines_of(block: Block) -> Iterator[Inlines]:
    """Yield every run of words of a block, in the order in which it is read."""
    if isinstance(block, Heading | Paragraph):
        yield block.inlines
    elif isinstance(block, Bullets):
        yield from block.items
    elif isinstance(block, Box):
        yield block.title
        yield from block.paragraphs
    elif isinstance(block, Table):
        yield block.caption
        yield from (column.heading for column in block.columns)
        yield from (cell for row in block.rows for cell in row.cells)
        yield from block.notes
    elif isinstance(block, Figure):
        yield block.caption
        yield from block.notes
    elif isinstance(block, Listing):
        yield from block.lines
    else:
        yield from (inlines for _, inlines in block.entries)


def walk(inlines: Inlines) -> Iterator[Inline]:
    """Yield the nodes of a run of words, those inside a style too."""
    for inline in inlines:
        if isinstance(inline, Styled):
            yield from walk(inline.inlines)
        else:
            yield inline


def title_inlines(title: Title) -> Iterator[Inlines]:
    """Yield every run of words of the title in the order in which it is read."""
    yield title.series
    yield title.warning
    yield title.title
    yield title.question
    for name, value in title.credits:
        yield name
        yield value


def all_inlines(document: Document) -> Iterator[Inline]:
    """Yield every node of a report in the order in which it is read."""
    for inlines in title_inlines(document.title):
        yield from walk(inlines)
    for block in document.blocks:
        for inlines in inlines_of(block):
            yield from walk(inlines)


@dataclass(frozen=True, slots=True)
class Numbering:
    """The numbers of the report's own parts: what a pointer to each key says, and the number of a source."""

    parts: dict[str, str]
    sources: dict[str, int]

    def label(self, key: str) -> str:
        """Return what a part is called, such as ``Table 2``.

        Raises
        ------
        KeyError
            The report has no such part.
        """
        return self.parts[key]

    def heading(self, heading: Heading) -> str:
        """Return the number that stands before a heading, or nothing."""
        if heading.key is None:
            return ""
        return self.parts[heading.key].rpartition(" ")[2]

    def brackets(self, sources: Sources) -> str:
        """Return the numbers of sources in brackets, in order, such as ``[2, 7]``."""
        return f"[{', '.join(str(number) for number in sorted(self.sources[name] for name in sources.ids))}]"


def numbered(document: Document) -> Numbering:
    """Return the numbers of sections, figures, tables and sources, in order."""
    parts: dict[str, str] = {}
    counts = {"Section": 0, "Appendix": 0, "Figure": 0, "Table": 0}
    for block in document.blocks:
        if isinstance(block, Heading) and block.key is not None:
            kind = "Appendix" if block.appendix else "Section"
        elif isinstance(block, Figure | Table):
            kind = type(block).__name__
        else:
            continue
        counts[kind] += 1
        number = chr(ord("A") + counts[kind] - 1) if kind == "Appendix" else str(counts[kind])
        if block.key is None or block.key in parts:
            raise ValueError(f"two parts of the report have the key {block.key!r}")
        parts[block.key] = f"{kind} {number}"
    cited = [name for node in all_inlines(document) if isinstance(node, Sources) for name in node.ids]
    return Numbering(parts, {name: place for place, name in enumerate(dict.fromkeys(cited), start=1)})


def shown(inline: Inline, numbering: Numbering) -> str:
    """Return the words that one node shows."""
    if isinstance(inline, Sources):
        return numbering.brackets(inline)
    if isinstance(inline, Pointer):
        return numbering.label(inline.key)
    if isinstance(inline, Styled):
        return "".join(shown(inner, numbering) for inner in inline.inlines)
    return "\n" if isinstance(inline, Break) else inline.text


def words(inlines: Inlines, numbering: Numbering) -> str:
    """Return a run of words as plain text."""
    return "".join(shown(inline, numbering) for inline in inlines)


def plain_text(document: Document) -> list[str]:
    """Return all that a rendering of the report shows in words, a line for each run."""
    numbering = numbered(document)
    lines = [words(inlines, numbering) for inlines in title_inlines(document.title)]
    for block in document.blocks:
        runs = [words(inlines, numbering) for inlines in inlines_of(block)]
        if isinstance(block, Heading):
            runs = [f"{numbering.heading(block)} {runs[0]}".strip()]
        elif isinstance(block, Figure | Table):
            runs[0] = f"{numbering.label(block.key)}. {runs[0]}"
        elif isinstance(block, References):
            runs = [
                f"[{numbering.sources[name]}] {run}"
                for (name, _), run in zip(block.entries, runs, strict=True)
            ]
        lines += runs
    return lines
