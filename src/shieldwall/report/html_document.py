"""A report as one HTML file that asks nothing of any other place: styles and drawings are inside it.

Every word is escaped; figures are inline SVG whose ids are made their own, so that two of them never share
one. Japanese names bring the letters they need, as a font of those letters alone.
"""

from __future__ import annotations

import base64
import html
import io
import re
from collections.abc import Iterator
from typing import Final

from shieldwall.report.document import (
    Block,
    Box,
    Break,
    Bullets,
    Document,
    Figure,
    Heading,
    Inline,
    Inlines,
    Listing,
    Numbering,
    Paragraph,
    References,
    Row,
    Sources,
    Styled,
    Table,
    numbered,
    plain_text,
    shown,
    words,
)
from shieldwall.report.typst_document import BREAKABLE, font_folder

NATIVE_FONT: Final = "Brief Native"
FIRST_CJK: Final = "\u2e80"
"""From this character on the letters of the page's serif are not enough."""

STYLE: Final = """
:root { --ink: #1b1f24; --quiet: #5a6270; --accent: #0b4f7a; --warm: #a34700; --hair: #c9cdd3; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: #fff; color: var(--ink); font-size: 17px; line-height: 1.5;
  font-family: "NATIVE", "Libertinus Serif", "Source Serif 4", Charter, "Iowan Old Style", Georgia, Cambria,
    "DejaVu Serif", serif;
  font-variant-numeric: lining-nums;
}
main { max-width: 56rem; margin: 0 auto; padding: 2.2rem 1.25rem 4rem; }
main > p, main > ul, .box { max-width: 44rem; }
.kicker { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1.5rem; font-size: .9rem;
  font-weight: 600; color: var(--accent); letter-spacing: .04em; border-bottom: 3px solid var(--accent);
  padding-bottom: .35rem; }
.kicker .warning { color: var(--warm); letter-spacing: 0; }
h1 { font-size: 2.4rem; line-height: 1.12; font-weight: 600; margin: 1.1rem 0 .3rem; }
.question { font-size: 1.3rem; font-style: italic; color: var(--quiet); margin: 0 0 1.3rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.2rem; font-size: .88rem; margin: 0; }
dt { color: var(--quiet); } dd { margin: 0; }
h2 { font-size: 1.5rem; font-weight: 600; color: var(--accent); line-height: 1.25; margin: 2.8rem 0 .8rem;
  break-after: avoid; }
h3 { font-size: 1.15rem; font-weight: 600; margin: 1.9rem 0 .6rem; break-after: avoid; }
h2 .number, h3 .number { margin-right: .7em; }
p { margin: 0 0 .9rem; }
p.lead { font-size: 1.17rem; line-height: 1.45; }
ul { padding-left: 1.1rem; margin: 0 0 1rem; } li { margin-bottom: .45rem; }
li::marker { content: "–  "; color: var(--accent); }
.box { background: #f3f6f8; border-left: 4px solid var(--accent); padding: .9rem 1.1rem .3rem;
  margin: 1.5rem 0; font-size: .93rem; }
.box .title { font-weight: 600; color: var(--accent); margin-bottom: .4rem; }
figure { margin: 1.8rem 0; break-inside: avoid; }
figure svg { display: block; width: 100%; height: auto; }
.caption { font-size: .9rem; margin: .4rem 0 .5rem; }
.label { font-weight: 600; color: var(--accent); }
.note { font-size: .8rem; color: var(--quiet); line-height: 1.4; margin: .35rem 0 0; }
.table { margin: 1.8rem 0; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .8rem; line-height: 1.35;
  font-variant-numeric: lining-nums tabular-nums; border-top: 1.5px solid var(--ink);
  border-bottom: 1.5px solid var(--ink); }
table.dense { font-size: .77rem; }
th { font-weight: 600; text-align: left; border-bottom: 1px solid var(--ink); vertical-align: bottom; }
th, td { padding: .3rem .35rem; overflow-wrap: break-word; }
td { vertical-align: top; border-bottom: 1px solid var(--hair); }
.right { text-align: right; } .centre { text-align: center; }
tr.group td { font-weight: 600; color: var(--accent); padding-top: .65rem; border-bottom: 0; }
small, .small { font-size: .88em; color: var(--quiet); }
code { font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: .82em; }
pre { background: #f3f4f2; padding: .8rem 1rem; border-radius: 3px; font-size: .78rem; line-height: 1.5;
  white-space: pre-wrap; overflow-wrap: anywhere; margin: 0 0 1rem; }
pre code { font-size: 1em; }
a { color: inherit; text-decoration: none; }
p a, li a, td a, .note a, .box a { color: var(--accent); }
ol.references { list-style: none; padding: 0; margin: 0; font-size: .82rem; line-height: 1.4; }
ol.references li { display: grid; grid-template-columns: 2.6rem 1fr; margin-bottom: .5rem;
  overflow-wrap: anywhere; }
@media (max-width: 34rem) { body { font-size: 16px; } h1 { font-size: 1.9rem; }
  dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .4rem; } }
@media print { @page { margin: 20mm; } body { font-size: 10.5pt; } main { max-width: none; padding: 0; }
  tr, .box { break-inside: avoid; } thead { display: table-header-group; } .wide { overflow: visible; } }
"""
"""The look of the page: that of the PDF as far as a browser's own letters allow."""

_ID: Final = re.compile(r'(\bid="|url\(#|href="#)')
_OPENING: Final = re.compile(r"<svg\b[^>]*>", re.DOTALL)
_SIZE: Final = re.compile(r'\s(?:width|height)="[^"]*"')


def html_text(document: Document) -> str:
    """Return a report as one HTML file."""
    numbering = numbered(document)
    title = document.title
    body = "\n".join(_block(block, numbering) for block in document.blocks)
    credit_rows = "".join(
        f"<dt>{_run(name, numbering)}</dt><dd>{_run(value, numbering)}</dd>" for name, value in title.credits
    )
    native = _native_font("".join(plain_text(document)))
    style = native + STYLE.replace("NATIVE", NATIVE_FONT)
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(words(title.title, numbering))}</title>\n"
        f'<meta name="author" content="{html.escape(title.author)}">\n'
        f'<meta name="description" content="{html.escape(title.subject)}">\n'
        f'<meta name="date" content="{title.date.isoformat()}">\n'
        f"<style>{style}</style>\n</head>\n<body>\n<main>\n<header>\n"
        f'<div class="kicker"><span>{_run(title.series, numbering)}</span>'
        f'<span class="warning">{_run(title.warning, numbering)}</span></div>\n'
        f"<h1>{_run(title.title, numbering)}</h1>\n"
        f'<p class="question">{_run(title.question, numbering)}</p>\n<dl>{credit_rows}</dl>\n</header>\n'
        f"{body}\n</main>\n</body>\n</html>\n"
    )


def _run(inlines: Inlines, numbering: Numbering) -> str:
    return "".join(_inline(inline, numbering) for inline in inlines)


def _inline(inline: Inline, numbering: Numbering, *, code: bool = False) -> str:
    if isinstance(inline, Break):
        return "<br>"
    if isinstance(inline, Styled):
        tag = {"strong": "strong", "emphasis": "em", "code": "code", "small": "small"}[inline.style]
        is_code = code or inline.style == "code"
        inner = "".join(_inline(part, numbering, code=is_code) for part in inline.inlines)
        return f"<{tag}>{inner}</{tag}>"
    if isinstance(inline, Sources):
        numbers = sorted((numbering.sources[name], name) for name in inline.ids)
        links = ", ".join(f'<a href="#source-{html.escape(name)}">{number}</a>' for number, name in numbers)
        return f"[{links}]"
    text = shown(inline, numbering)
    escaped = html.escape(text)
    if code or "://" in text:
        return "".join(f"{letter}<wbr>" if letter in BREAKABLE else letter for letter in _letters(escaped))
    return escaped


def _letters(escaped: str) -> Iterator[str]:
    """Yield the letters of an escaped text, a character reference as one."""
    yield from re.findall(r"&#?\w+;|.", escaped, re.DOTALL)


def _block(block: Block, numbering: Numbering) -> str:
    if isinstance(block, Heading):
        number = numbering.heading(block)
        before = f'<span class="number">{number}</span> ' if number else ""
        key = f' id="{html.escape(block.key)}"' if block.key else ""
        return f"<h{block.level + 1}{key}>{before}{_run(block.inlines, numbering)}</h{block.level + 1}>"
    if isinstance(block, Paragraph):
        lead = ' class="lead"' if block.lead else ""
        return f"<p{lead}>{_run(block.inlines, numbering)}</p>"
    if isinstance(block, Bullets):
        return "<ul>" + "".join(f"<li>{_run(item, numbering)}</li>" for item in block.items) + "</ul>"
    if isinstance(block, Box):
        paragraphs = "".join(f"<p>{_run(paragraph, numbering)}</p>" for paragraph in block.paragraphs)
        return f'<div class="box"><p class="title">{_run(block.title, numbering)}</p>{paragraphs}</div>'
    if isinstance(block, Table):
        return _table(block, numbering)
    if isinstance(block, Figure):
        return (
            f'<figure id="{block.key}">{_drawing(block)}'
            f'<figcaption class="caption">{_caption(block, numbering)}</figcaption>'
            f"{_notes(block.notes, numbering)}</figure>"
        )
    if isinstance(block, Listing):
        lines = "\n".join(
            "".join(html.escape(shown(part, numbering)) for part in line) for line in block.lines
        )
        return f"<pre><code>{lines}</code></pre>"
    return _references(block, numbering)


def _caption(block: Figure | Table, numbering: Numbering) -> str:
    return f'<span class="label">{numbering.label(block.key)}.</span> {_run(block.caption, numbering)}'


def _notes(notes: tuple[Inlines, ...], numbering: Numbering) -> str:
    return "".join(f'<p class="note">{_run(note, numbering)}</p>' for note in notes)


def _table(table: Table, numbering: Numbering) -> str:
    total = sum(column.width for column in table.columns)
    widths = "".join(f'<col style="width:{100.0 * column.width / total:.1f}%">' for column in table.columns)
    kinds = [f' class="{column.align}"' if column.align != "left" else "" for column in table.columns]
    head = "".join(
        f'<th scope="col"{kind}>{_run(column.heading, numbering)}</th>'
        for kind, column in zip(kinds, table.columns, strict=True)
    )
    body = "\n".join(_row(row, kinds, numbering) for row in table.rows)
    dense = ' class="dense"' if table.dense else ""
    return (
        f'<div class="table" id="{table.key}"><p class="caption">{_caption(table, numbering)}</p>'
        f'<div class="wide"><table{dense}><colgroup>{widths}</colgroup><thead><tr>{head}</tr></thead>'
        f"<tbody>\n{body}\n</tbody></table></div>{_notes(table.notes, numbering)}</div>"
    )


def _row(row: Row, kinds: list[str], numbering: Numbering) -> str:
    if row.group:
        inner = _run(row.cells[0], numbering)
        return f'<tr class="group"><td colspan="{len(kinds)}">{inner}</td></tr>'
    cells = zip(kinds, row.cells, strict=True)
    return "<tr>" + "".join(f"<td{kind}>{_run(cell, numbering)}</td>" for kind, cell in cells) + "</tr>"


def _references(references: References, numbering: Numbering) -> str:
    items = "".join(
        f'<li id="source-{html.escape(name)}"><span>[{numbering.sources[name]}]</span>'
        f"<span>{_run(inlines, numbering)}</span></li>"
        for name, inlines in references.entries
    )
    return f'<ol class="references">{items}</ol>'


def _drawing(figure: Figure) -> str:
    """Return a figure's SVG with ids of its own, sized by the page, and told to those who cannot see it."""
    svg = figure.svg[figure.svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = _ID.sub(rf"\g<1>{figure.key}-", svg)
    opening = _OPENING.search(svg)
    if opening is None:
        raise ValueError(f"figure {figure.key} is not an SVG drawing")
    tag = _SIZE.sub("", opening.group())[:-1]
    told = f'{tag} role="img" aria-label="{html.escape(figure.alt)}">'
    return told + svg[opening.end() :].strip()


def _native_font(text: str) -> str:
    """Return a style that carries the letters beyond Latin ones that a text needs, or nothing."""
    letters = "".join(sorted({letter for letter in text if letter >= FIRST_CJK}))
    if not letters:
        return ""
    from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    options = Options()
    options.layout_features = []
    options.hinting = False
    font = TTFont(font_folder() / "ipaexg.ttf", recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(text=letters)
    subsetter.subset(font)
    font.flavor = "woff"
    stream = io.BytesIO()
    font.save(stream)
    data = base64.b64encode(stream.getvalue()).decode("ascii")
    return (
        f'@font-face {{ font-family: "{NATIVE_FONT}"; src: url(data:font/woff;base64,{data}) format("woff"); '
        "font-display: block; unicode-range: U+2E80-FFEF; }\n"
    )
