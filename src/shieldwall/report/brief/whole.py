"""The brief: the whole report of one comparison as a document, from the question to the sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shieldwall.model.arrangement import MECHANISMS
from shieldwall.model.outcomes import PlaceEngageable
from shieldwall.report.bibliography import bibtex, references
from shieldwall.report.brief import figures
from shieldwall.report.brief.answer import answer_blocks
from shieldwall.report.brief.data import BriefData, Place, cited, name_of, plain_or_quote
from shieldwall.report.brief.facts import assumption_blocks, dispute_blocks, fact_blocks
from shieldwall.report.brief.mechanisms import attribution_blocks
from shieldwall.report.brief.money import money_blocks
from shieldwall.report.brief.outcomes import outcome_blocks
from shieldwall.report.brief.raid_size import raid_size_blocks
from shieldwall.report.brief.warning import cities, warning_blocks
from shieldwall.report.brief.what_if import flip_blocks, ground_blocks, loss_blocks
from shieldwall.report.document import (
    Block,
    Bullets,
    Column,
    Document,
    Figure,
    Heading,
    Inlines,
    Listing,
    Paragraph,
    Pointer,
    Row,
    Sources,
    Styled,
    Table,
    Text,
    Title,
    inlines_of,
    joined,
    walk,
)
from shieldwall.report.maps import MAP_POLICY, READING
from shieldwall.study.answer import NAMES


@dataclass(frozen=True)
class Brief:
    """A brief ready to be rendered, and the files of its figures where they were asked for."""

    document: Document
    files: tuple[Path, ...]


def write_brief(data: BriefData, land: Mapping[str, Any], parts: Path | None = None) -> Brief:
    """Return the brief of a comparison.

    Parameters
    ----------
    data : BriefData
        Results, facts and names.
    land : mapping
        The GeoJSON land layer.
    parts : Path, optional
        A folder for the figures as SVG and PNG, with their numbers as CSV.
    """
    root = Place(data)
    names = {name: arrangement.name for name, arrangement in data.arrangements.items()}
    result = data.result
    drawings = {"outcomes": figures.outcome_figure(result, names, parts)}
    if result.places:
        drawings["map"] = figures.map_figure(result, land, data.arrangements, parts)
        shown = [result.places[place] for place in cities(root)]
        drawings["warning"] = figures.warning_figure(result, shown, names, _label(data), parts)
    if result.raid_size_curve:
        drawings["raid_size"] = figures.raid_size_figure(result, names, parts)
    if result.attribution:
        mechanisms = {str(name): NAMES[name].capitalize() for name in MECHANISMS}
        drawings["attribution"] = figures.attribution_figure(result, mechanisms, parts)
    blocks = list(_blocks(root, drawings))
    cited_ids = dict.fromkeys(
        name
        for block in blocks
        for inlines in inlines_of(block)
        for node in walk(inlines)
        if isinstance(node, Sources)
        for name in node.ids
    )
    blocks.append(Heading(1, (Text("Sources"),), "sources", appendix=True))
    blocks.append(references(root, tuple(cited_ids)))
    files = tuple(file for drawing in drawings.values() for file in drawing.files)
    return Brief(Document(_title(root), tuple(blocks)), files)


def _label(data: BriefData) -> Any:
    def label(place: PlaceEngageable) -> str:
        native = data.names.native.get(place.id)
        return place.name if native is None else f"{place.name} {native}"

    return label


def _title(root: Place) -> Title:
    data: BriefData = root.value
    scenario, versions = root.to("result", "scenario"), root.to("result", "versions")
    parties = joined([(party.quote(),) for party in root.to("scenario", "parties").each()])
    run: Inlines = (
        Text("Shieldwall "), versions.to("code").quote(), Text(", data "), versions.to("data").quote(),
        Text("; seed "), root.to("result", "seed").number(str(data.result.seed)), Text("; "),
        root.to("result", "trials").decimals(0), Text(" trials over "),
        root.to("result", "draws").decimals(0), Text(" draws of what is not known"),
    )  # fmt: skip
    raid: Inlines = (
        scenario.to("raid_size").decimals(0), Text(" "), root.to("names", "threat").quote(), Text(" ("),
        scenario.to("raid_label").quote(), Text(")"),
    )  # fmt: skip
    return Title(
        series=(Text("Shieldwall brief"),),
        title=(scenario.to("title").quote(),),
        question=(scenario.to("question").quote(),),
        credits=(
            ((Text("Date of the scenario"),), (scenario.to("date").day(),)),
            ((Text("Parties"),), parties),
            ((Text("Raid"),), raid),
            ((Text("Scenario by"),), (root.to("scenario", "author").quote(),)),
            ((Text("Run"),), run),
        ),
        warning=(Text("The raid is hypothetical"),),
        subject=data.scenario.question,
        author=data.scenario.author,
        date=dt.date.fromisoformat(data.released),
    )


def _blocks(root: Place, drawings: Mapping[str, figures.Drawing]) -> Iterator[Block]:
    yield from answer_blocks(root)
    yield from _question_blocks(root)
    if "map" in drawings:
        yield from _map_blocks(root, drawings["map"])
    yield from outcome_blocks(root, drawings["outcomes"])
    if "raid_size" in drawings:
        yield from raid_size_blocks(root, drawings["raid_size"])
    if "attribution" in drawings:
        yield from attribution_blocks(root, drawings["attribution"])
    if "warning" in drawings:
        yield from warning_blocks(root, drawings["warning"])
    yield from money_blocks(root)
    yield from flip_blocks(root)
    yield from loss_blocks(root)
    yield from ground_blocks(root)
    yield Heading(1, (Text("What is not modelled"),), "not_modelled")
    yield Paragraph(
        (Text("The answer leaves these out; a reader who weighs it has to add them by judgement."),)
    )
    yield Bullets(tuple((item.quote(),) for item in root.to("result", "not_modelled").each()))
    yield from _rerun_blocks(root)
    yield from assumption_blocks(root)
    yield from dispute_blocks(root)
    yield from fact_blocks(root)


def _question_blocks(root: Place) -> Iterator[Block]:
    data: BriefData = root.value
    scenario = root.to("result", "scenario")
    yield Heading(1, (Text("What was asked"),), "question")
    cites = tuple(cite.source for cite in data.scenario.cites)
    yield Paragraph(
        (scenario.to("question").quote(), Text(" The scenario follows"), *cited(cites), Text("."))
    )
    areas = [(area.to("name").quote(),) for area in root.to("result", "launch_areas").each()]
    rows: list[tuple[str, Inlines]] = [
        ("Date", (scenario.to("date").day(),)),
        (
            "Raid (hypothetical)",
            (
                scenario.to("raid_size").decimals(0), Text(" missiles of type "),
                root.to("names", "threat").quote(), Text(", within "),
                root.to("scenario", "raid", "launch_window_s").short(),
                Text(" s; aim points drawn by seed in proportion to population; flight shape: "),
                plain_or_quote(root.to("scenario", "raid", "shape")),
            ),
        ),
        ("Launch areas", joined(areas, "; ")),
        ("People", (root.to("names", "people").quote(),)),
        ("Units available", (plain_or_quote(scenario.to("availability")),)),
        ("Flight tests known", (plain_or_quote(scenario.to("knowledge")), Text(" (reading: "),
                                plain_or_quote(scenario.to("reading")), Text(")"))),
        ("Doctrine", (root.to("names", "doctrine").quote(), Text(": "),
                      root.to("names", "doctrine_summary").quote())),
    ]  # fmt: skip
    for label, key in (("Options", "options"), ("Left out", "without")):
        if getattr(data.result.scenario, key):
            rows.append((label, _codes(scenario.to(key))))
    yield Table(
        "scenario_table",
        (Text("The scenario as it was run."),),
        (Column((Text("What"),), 1.0), Column((Text("How"),), 3.6)),
        tuple(Row(((Text(label),), value)) for label, value in rows),
    )
    yield Heading(2, (Text("The arrangements"),))
    yield Bullets(
        tuple(
            (
                Styled("strong", (name_of(root, name),)),
                Text(": "),
                root.to("arrangements", name, "summary").quote(),
                *cited(tuple(cite.source for cite in data.arrangements[name].cites)),
            )
            for name in data.result.arrangements
        )
    )
    if data.result.remarks:
        yield Heading(2, (Text("Remarks on this scenario"),))
        yield Bullets(tuple((remark.quote(),) for remark in root.to("result", "remarks").each()))


def _codes(place: Place) -> Inlines:
    return joined([(each.code(),) for each in place.each()])


def _map_blocks(root: Place, drawing: figures.Drawing) -> Iterator[Block]:
    result = root.value.result
    yield Heading(1, (Text("What can be engaged"),), "map")
    yield Paragraph(
        (
            Text(
                "Engageable means that a shot, or two with a look between them, is possible in time from "
                "some unit that the arrangement lets fire. It does not say that the shot hits. "
            ),
            Pointer("map_figure"),
            Text(" shows where, by arrangement; "),
            Pointer("outcome_table"),
            Text(" has the shares."),
        )
    )
    yield Figure(
        "map_figure",
        drawing.svg,
        (Text("Units, places and launch areas, by arrangement."),),
        figures.map_alt(result),
        ((Text(READING),), (Text(MAP_POLICY),)),
        tall=True,
    )


def _rerun_blocks(root: Place) -> Iterator[Block]:
    rerun = root.to("rerun")
    yield Heading(1, (Text("How to run this again, and how to cite it"),), "rerun")
    yield Paragraph(
        (
            Text(
                "The same seed, code, data and class of processor give the same numbers, on any number of "
                "workers, and the same file byte for byte."
            ),
        )
    )
    yield Listing(((rerun.to("command").quote(),),))
    yield Listing(tuple((line.quote(),) for line in rerun.to("python").each()))
    yield Paragraph((Text("As an entry of a bibliography (BibTeX):"),))
    yield Listing(tuple(bibtex(root)))
