"""The numbered list of sources, and how to cite the brief itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from shieldwall.report.brief.data import BriefData, Place
from shieldwall.report.document import Inlines, Quote, References, Text

RELEASED: Final = "2026-11-21"
"""The day on which this version of the code was released, as CITATION.cff has it."""

_SPECIAL: Final = frozenset("&%$#_{}~^\\")


def entry(root: Place, source_id: str) -> Inlines:
    """Return one source as an entry of the list: author, title, publisher, date, address."""
    here = root.to("sources", source_id)
    source = here.value
    parts: list[Inlines] = []
    if source.author is not None:
        parts.append((here.to("author").quote(), Text(": ")))
    parts.append((here.to("title").quote(), Text(". ")))
    parts.append((here.to("publisher").quote(),))
    if source.published is not None:
        parts.append((Text(", "), here.to("published").quote()))
    parts.append((Text("."),))
    if source.url is not None:
        parts.append((Text(" "), here.to("url").quote()))
    return tuple(inline for part in parts for inline in part)


def references(root: Place, ids: tuple[str, ...]) -> References:
    """Return the list of sources, in the order in which the report first names them."""
    return References(tuple((name, entry(root, name)) for name in ids))


def safe(quote: Quote) -> Quote:
    """Return the words with a backslash before what BibTeX would take for a command."""
    text = "".join(f"\\{letter}" if letter in _SPECIAL else letter for letter in quote.text)
    return Quote(text, quote.origin)


def bibtex(root: Place) -> Iterator[Inlines]:
    """Yield the lines of a BibTeX entry for the brief; versions, seed and trials are in its note."""
    data: BriefData = root.value
    scenario = root.to("result", "scenario")
    yield (Text("@misc{shieldwall_"), scenario.to("id").quote(), Text(","))
    yield (Text("  author = {{"), safe(root.to("scenario", "author").quote()), Text("}},"))
    yield (Text("  title = {"), safe(scenario.to("title").quote()), Text(": "),
           safe(scenario.to("question").quote()), Text("},"))  # fmt: skip
    yield (Text("  howpublished = {Shieldwall brief},"),)
    yield (Text("  year = {"), root.to("year").number(str(data.year)), Text("},"))
    versions = root.to("result", "versions")
    yield (
        Text("  note = {Code "), versions.to("code").quote(), Text(", data "),
        safe(versions.to("data").quote()), Text(", scenario "), safe(scenario.to("id").quote()),
        Text(", seed "), root.to("result", "seed").number(str(data.result.seed)), Text(", "),
        root.to("result", "trials").number(str(data.result.trials)), Text(" trials}"),
    )  # fmt: skip
    yield (Text("}"),)
