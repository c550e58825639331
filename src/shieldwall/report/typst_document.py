"""A report as PDF, by typst: the same report gives the same bytes.

No clock is read (the date is the report's), no network, and no font of the system: letters come from
typst's own wheel, Japanese ones from ``matplotlib-fontja``. Every word passes as a string literal, so that no
text can be taken for markup.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Literal

from shieldwall.report.document import (
    Block,
    Box,
    Break,
    Bullets,
    Column,
    Document,
    Figure,
    Heading,
    Inline,
    Inlines,
    Listing,
    Numbering,
    Paragraph,
    References,
    Styled,
    Table,
    numbered,
    shown,
    words,
)

Paper = Literal["a4", "letter"]
PAPERS: Final[dict[str, str]] = {"a4": "a4", "letter": "us-letter"}
"""What typst calls each size of paper."""

BREAKABLE: Final = "/?&=_.-+%"
"""Characters after which an address or an id may be broken."""

ALIGN: Final = {"left": "left", "right": "right", "centre": "center"}

MOST_ROWS_TOGETHER: Final = 24
"""A table of no more rows than this is kept on one page."""

PREAMBLE: Final = r"""
#let ink = rgb("#1b1f24")
#let quiet = rgb("#5a6270")
#let accent = rgb("#0b4f7a")
#let warm = rgb("#a34700")
#let hair = 0.4pt + rgb("#b9bec6")
#set page(
  margin: (x: 21mm, top: 24mm, bottom: 22mm),
  header: context {
    if counter(page).get().first() > 1 {
      set text(size: 8pt, fill: quiet)
      running
      h(1fr)
      raid
      v(-5pt)
      line(length: 100%, stroke: hair)
    }
  },
  footer: context {
    set text(size: 8pt, fill: quiet, number-width: "tabular")
    foot
    h(1fr)
    counter(page).display("1 / 1", both: true)
  },
)
#set text(
  font: ("Libertinus Serif", "IPAexGothic"), size: 10.2pt, fill: ink, lang: "en", region: "gb",
  hyphenate: true, number-type: "lining",
)
#set par(justify: true, leading: 0.62em, spacing: 1.1em)
#show heading.where(level: 1): it => block(
  above: 2.1em, below: 0.85em, sticky: true, text(size: 15pt, weight: "semibold", fill: accent, it.body),
)
#show heading.where(level: 2): it => block(
  above: 1.5em, below: 0.7em, sticky: true, text(size: 11.5pt, weight: "semibold", it.body),
)
#show heading: set text(hyphenate: false)
#show heading: set par(justify: false)
#let caption(label, body) = block(width: 100%, above: 0pt, below: 0pt, {
  set text(size: 9pt)
  set par(justify: false, leading: 0.55em)
  text(weight: "semibold", fill: accent, label)
  body
})
#let note(body) = block(width: 100%, above: 0.55em, below: 0pt, {
  set text(size: 8pt, fill: quiet)
  set par(justify: false, leading: 0.5em)
  body
})
#let small(body) = text(size: 0.86em, fill: quiet, body)
#let code(body) = text(font: "DejaVu Sans Mono", size: 0.78em, hyphenate: false, body)
#let address(body) = text(hyphenate: false, body)
#let listing(body) = block(
  width: 100%, fill: rgb("#f3f4f2"), inset: (x: 9pt, y: 8pt), radius: 2pt, breakable: false,
  {
    set text(font: "DejaVu Sans Mono", size: 7.6pt, hyphenate: false)
    set par(justify: false, leading: 0.6em)
    body
  },
)
#let boxed(title, body) = block(
  width: 100%, fill: rgb("#f3f6f8"), stroke: (left: 2pt + accent), inset: (left: 11pt, rest: 9pt),
  breakable: false, above: 1.3em, below: 1.3em,
  {
    set text(size: 9.2pt)
    set par(spacing: 1em)
    text(weight: "semibold", fill: accent, title)
    parbreak()
    body
  },
)
#let tabled(label, title, widths, aligns, size, splits, head, notes, ..cells) = block(
  width: 100%, above: 1.5em, below: 1.6em, breakable: splits,
  {
    block(sticky: true, below: 0.65em, caption(label, title))
    set text(size: size, hyphenate: false, number-width: "tabular")
    set par(justify: false, leading: 0.5em, spacing: 0.5em)
    table(
      columns: widths, align: aligns, inset: (x: 3.5pt, y: 3.4pt), stroke: none,
      table.hline(stroke: 0.9pt + ink),
      table.header(..head.map(it => text(weight: "semibold", it))),
      table.hline(stroke: 0.5pt + ink),
      ..cells,
      table.hline(stroke: 0.9pt + ink),
    )
    notes
  },
)
#let drawn(label, title, file, words, notes, floats) = {
  let it = block(width: 100%, above: 1.5em, below: 1.6em, breakable: false, {
    image(file, width: 100%, alt: words)
    v(-0.2em)
    caption(label, title)
    notes
  })
  if floats { place(auto, float: true, clearance: 1.8em, align(left, it)) } else { it }
}
"""
"""The look of the page: one serif for words, the figures' sans-serif in figures, one accent."""


def literal(text: str) -> str:
    """Return a text as a string literal of typst, which nothing in it can end."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")


def breakable(text: str) -> str:
    """Return a text with places to break it after the characters of `BREAKABLE`."""
    for character in BREAKABLE:
        text = text.replace(character, f"{character}\u200b")
    return text


def typst_source(document: Document, paper: Paper) -> str:
    """Return the report in typst's language; its figures are files named by their keys."""
    numbering = numbered(document)
    title = document.title
    date = title.date
    head = (
        f"#set document(title: {literal(words(title.title, numbering))}, "
        f"author: {literal(title.author)}, description: {literal(title.subject)}, "
        f"date: datetime(year: {date.year}, month: {date.month}, day: {date.day}))\n"
        f"#set page(paper: {literal(PAPERS[paper])})\n"
        f'#let running = [{_run(title.series, numbering)}#" · "{_run(title.title, numbering)}]\n'
        f"#let raid = [{_run(title.warning, numbering)}]\n"
        f"#let foot = [{_run(title.credits[-1][1], numbering)}]\n"
    )
    blocks = "\n\n".join(
        _kept(_block(block, numbering), document.blocks[place + 1 : place + 2])
        if isinstance(block, Paragraph)
        else _block(block, numbering)
        for place, block in enumerate(document.blocks)
    )
    return f"{head}{PREAMBLE}\n{_title(document, numbering)}\n\n{blocks}\n"


def _kept(paragraph: str, after: tuple[Block, ...]) -> str:
    """Return a paragraph kept on the page of the table, list or figure that it leads to."""
    leads = isinstance(after[0], Table | Bullets | Listing) if after else False
    return f"#block(sticky: true)[{paragraph}]" if leads else paragraph


def _title(document: Document, numbering: Numbering) -> str:
    title = document.title
    credit_rows = ", ".join(
        f"[#text(fill: quiet)[{_run(name, numbering)}]], [{_run(value, numbering)}]"
        for name, value in title.credits
    )
    return (
        "#block(width: 100%, below: 1.6em, {\n"
        "set par(justify: false)\n"
        'text(size: 9.5pt, fill: accent, weight: "semibold", tracking: 0.06em)'
        f"[{_run(title.series, numbering)}]\n"
        f'h(1fr)\ntext(size: 9pt, fill: warm, weight: "semibold")[{_run(title.warning, numbering)}]\n'
        "v(-0.3em)\nline(length: 100%, stroke: 1.6pt + accent)\nv(0.35em)\n"
        f'block(below: 0.8em, text(size: 25pt, weight: "semibold")[{_run(title.title, numbering)}])\n'
        'block(below: 1.4em, text(size: 14.5pt, style: "italic", fill: quiet)'
        f"[{_run(title.question, numbering)}])\n"
        "set text(size: 8.8pt)\n"
        f"grid(columns: (auto, 1fr), column-gutter: 1.2em, row-gutter: 0.55em, {credit_rows})\n"
        "})"
    )


def _run(inlines: Inlines, numbering: Numbering) -> str:
    return "".join(_inline(inline, numbering) for inline in inlines)


def _inline(inline: Inline, numbering: Numbering, *, code: bool = False) -> str:
    if isinstance(inline, Break):
        return "#linebreak()"
    if isinstance(inline, Styled):
        is_code = inline.style == "code"
        inner = "".join(_inline(part, numbering, code=is_code) for part in inline.inlines)
        name = {"strong": "strong", "emphasis": "emph", "code": "code", "small": "small"}[inline.style]
        return f"#{name}[{inner}]"
    text = shown(inline, numbering)
    if "://" in text:
        return f"#address[#{literal(breakable(text))}]"
    return f"#{literal(breakable(text) if code else text)}"


def _block(block: Block, numbering: Numbering) -> str:
    if isinstance(block, Heading):
        number = numbering.heading(block)
        before = f"#{literal(number)}#h(0.7em)" if number else ""
        return f"#heading(level: {block.level})[{before}{_run(block.inlines, numbering)}]"
    if isinstance(block, Paragraph):
        body = f"#par[{_run(block.inlines, numbering)}]"
        return f"#block(below: 1.3em, text(size: 12pt)[{body}])" if block.lead else body
    if isinstance(block, Bullets):
        items = "".join(f"[{_run(item, numbering)}], " for item in block.items)
        return f"#list(tight: false, spacing: 0.75em, marker: text(fill: accent)[–], {items})"
    if isinstance(block, Box):
        body = "#parbreak()".join(_run(paragraph, numbering) for paragraph in block.paragraphs)
        return f"#boxed([{_run(block.title, numbering)}], [{body}])"
    if isinstance(block, Table):
        return _table(block, numbering)
    if isinstance(block, Figure):
        label = literal(f"{numbering.label(block.key)}. ")
        return (
            f"#drawn({label}, [{_run(block.caption, numbering)}], {literal(file_of(block))}, "
            f"{literal(block.alt)}, [{_notes(block.notes, numbering)}], {str(block.tall).lower()})"
        )
    if isinstance(block, Listing):
        lines = "#linebreak()".join(
            "".join(_inline(part, numbering, code=True) for part in line) for line in block.lines
        )
        return f"#listing[{lines}]"
    return _references(block, numbering)


def _notes(notes: tuple[Inlines, ...], numbering: Numbering) -> str:
    return "".join(f"#note[{_run(note, numbering)}]" for note in notes)


def _table(table: Table, numbering: Numbering) -> str:
    widths = ", ".join(f"{column.width:g}fr" for column in table.columns)
    aligns = ", ".join(_align(column) for column in table.columns)
    head = ", ".join(f"[{_run(column.heading, numbering)}]" for column in table.columns)
    cells = []
    for place, row in enumerate(table.rows):
        if row.group:
            inner = f'#text(weight: "semibold", fill: accent)[{_run(row.cells[0], numbering)}]'
            rule = "table.hline(stroke: hair), " if place else ""
            cells.append(f"{rule}table.cell(colspan: {len(table.columns)}, inset: (top: 6pt))[{inner}]")
        else:
            cells.append(", ".join(f"[{_run(cell, numbering)}]" for cell in row.cells))
            if place + 1 < len(table.rows) and not table.rows[place + 1].group:
                cells.append("table.hline(stroke: hair)")
    body = ",\n".join(cells)
    size = "7.6pt" if table.dense else "8.6pt"
    splits = str(table.dense or len(table.rows) > MOST_ROWS_TOGETHER).lower()
    label = literal(f"{numbering.label(table.key)}. ")
    return (
        f"#tabled({label}, [{_run(table.caption, numbering)}], ({widths},), ({aligns},), {size}, {splits}, "
        f"({head},), "
        f"[{_notes(table.notes, numbering)}],\n{body},\n)"
    )


def _align(column: Column) -> str:
    return f"{ALIGN[column.align]} + top"


def _references(references: References, numbering: Numbering) -> str:
    rows = ", ".join(
        f"[#{literal(f'[{numbering.sources[name]}]')}], [{_run(inlines, numbering)}]"
        for name, inlines in references.entries
    )
    return (
        "#{\nset text(size: 8.2pt)\nset par(justify: false, leading: 0.52em)\n"
        f"grid(columns: (2.4em, 1fr), row-gutter: 0.75em, column-gutter: 0.4em, {rows})\n}}"
    )


def file_of(figure: Figure) -> str:
    """Return the name under which a figure's drawing is given to typst."""
    return f"{figure.key}.svg"


def font_folder() -> Path:
    """Return the folder of the Japanese font that the wheel ``matplotlib-fontja`` carries.

    Raises
    ------
    FileNotFoundError
        The wheel is not installed.
    """
    spec = find_spec("matplotlib_fontja")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("the Japanese font is missing: install matplotlib-fontja")
    return Path(spec.origin).parent / "fonts"


def typst_files(document: Document, paper: Paper) -> dict[str, bytes]:
    """Return what typst is given: the report in its language as ``main.typ``, and every figure beside it."""
    drawings = {file_of(block): block.svg.encode() for block in document.blocks if isinstance(block, Figure)}
    return {"main.typ": typst_source(document, paper).encode(), **drawings}


def pdf_bytes(document: Document, paper: Paper = "a4") -> bytes:
    """Return a report as PDF, with tags and bookmarks."""
    import typst

    files: Any = typst_files(document, paper)
    return bytes(
        typst.compile(
            files, format="pdf", font_paths=[str(font_folder())], ignore_system_fonts=True, timestamp=0
        )
    )
