"""The verb `brief`: a comparison run, gathered with its facts and names, and written as PDF or HTML."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypedDict, Unpack

from shieldwall.apps.output import writable_folder
from shieldwall.catalogue.load import Catalogue
from shieldwall.model.errors import InputError, suggestion
from shieldwall.model.outcomes import Comparison
from shieldwall.model.scenario import Scenario
from shieldwall.study.progress import Progress, silent

if TYPE_CHECKING:
    from shieldwall.model.arrangement import Arrangement
    from shieldwall.report.brief.data import BriefData, Names, ProgrammePaid
    from shieldwall.report.brief.whole import Brief

PAPERS: Final = ("a4", "letter")
ENDINGS: Final = (".pdf", ".html")
CITIES_PER_REGION: Final = 3
MOST_CITIES: Final = 24


@dataclass(frozen=True)
class BriefWritten:
    """What was written: the report, the files of its figures, and what it says in short."""

    schema: Literal["shieldwall.brief/1"]
    scenario: str
    out: str
    paper: str
    parts: tuple[str, ...]
    title: str
    answer: str
    sections: tuple[str, ...]
    facts: int
    sources: int
    seed: int
    trials: int
    draws: int
    versions: dict[str, str]


class How(TypedDict, total=False):
    """How a brief is run and written.

    Attributes
    ----------
    paper : str
        ``a4`` or ``letter``, for PDF.
    trials, seed, workers : int
        As in a comparison.
    parts : Path or str
        A folder for the figures as SVG and PNG with their numbers as CSV.
    flips : bool
        Whether to look for single inputs that reverse a difference: minutes.
    without_one : str
        ``sensor``, ``link`` or ``shooter``: what the loss of any one of them goes with.
    """

    paper: str
    trials: int | None
    seed: int | None
    workers: int | None
    parts: Path | str | None
    flips: bool
    without_one: str | None


def write(
    asked: Scenario,
    out: Path,
    arrangements: Sequence[str] | None,
    known: Catalogue,
    progress: Progress = silent,
    **how: Unpack[How],
) -> BriefWritten:
    """Run a comparison and write it as a brief.

    Parameters
    ----------
    asked : Scenario
        What is asked.
    out : Path
        The file; its ending says whether it is PDF or HTML.
    arrangements : sequence of str or None
        Ids of arrangements; the scenario's own if None.
    known : Catalogue
        Where facts come from.
    progress : callable
        Called with the stage and the share done.
    **how
        The fields of `How`.

    Raises
    ------
    InputError
        An unknown ending or paper, a file that cannot be written, or a scenario that cannot be run.
    """
    from shieldwall.apps import verbs
    from shieldwall.report.html_document import html_text
    from shieldwall.report.typst_document import pdf_bytes

    paper = how.get("paper", PAPERS[0])
    check_target(out, paper)
    folder = how.get("parts")
    parts = None if folder is None else writable_folder(Path(folder), "--parts")
    result = verbs.compare(
        asked, arrangements, trials=how.get("trials"), seed=how.get("seed"), workers=how.get("workers"),
        raid_sizes=raid_sizes(asked.raid.size), flips=how.get("flips", False),
        without_one=how.get("without_one"), catalogue=known, progress=progress,
    ).record  # fmt: skip
    progress("writing", 0.99)
    data = gather(asked, result, known, command(asked, result, out, paper, arrangements, known))
    brief = draw(data, known, parts)
    if out.suffix.lower() == ".pdf":
        content = pdf_bytes(brief.document, "letter" if paper == "letter" else "a4")
    else:
        content = html_text(brief.document).encode()
    part = out.with_name(f".{out.name}.part")
    try:
        part.write_bytes(content)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    progress("done", 1.0)
    return _written(data, brief, out, paper)


def check_target(out: Path, paper: str) -> None:
    """Refuse a file that cannot be written to, an ending or a paper that is not known, before any work.

    Raises
    ------
    InputError
        One of these.
    """
    if out.suffix.lower() not in ENDINGS:
        raise InputError(f"--out {out}: the ending says what to write, and must be {' or '.join(ENDINGS)}")
    if paper not in PAPERS:
        raise InputError(f"unknown paper {paper!r}{suggestion(paper, PAPERS)}")
    was_there = out.exists()
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with out.open("ab"):
            pass
        if not was_there:
            out.unlink()
    except OSError as refused:
        raise InputError(f"--out {out}: cannot write there ({refused.strerror or refused})") from None


def raid_sizes(size: int) -> tuple[int, ...]:
    """Return the sizes of the curve: a quarter, a half, the raid itself, half as much again and twice it.

    Examples
    --------
    >>> raid_sizes(20)
    (5, 10, 20, 30, 40)
    """
    from shieldwall.model.raid import LARGEST_RAID

    sizes = (round(size / 4), round(size / 2), size, round(1.5 * size), 2 * size)
    return tuple(sorted({min(max(1, each), LARGEST_RAID) for each in sizes}))


def command(
    asked: Scenario,
    result: Comparison,
    out: Path,
    paper: str,
    arrangements: Sequence[str] | None,
    known: Catalogue,
) -> tuple[str, tuple[str, ...]]:
    """Return the command line and the Python that run a brief again, with its seed and trials.

    They name the file by its kind alone, so that a brief's bytes do not depend on what it is called.
    """
    written = f"brief{out.suffix.lower()}"
    words = ["shieldwall", "brief", asked.id, "--out", written]
    code = [repr(asked.id), repr(written)]
    if arrangements is not None:
        words += ["--arrangements", ",".join(arrangements)]
        code.append(repr(list(arrangements)))
    if out.suffix.lower() == ".pdf":
        words += ["--paper", paper]
        code.append(f"paper={paper!r}")
    words += ["--trials", str(result.trials), "--seed", str(result.seed)]
    code += [f"trials={result.trials}", f"seed={result.seed}"]
    if result.flips is not None:
        words.append("--flips")
        code.append("flips=True")
    if result.without_one is not None:
        words += ["--without-one", result.without_one.asset_class]
        code.append(f"without_one={result.without_one.asset_class!r}")
    for overlay in known.folders[1:]:
        words += ["--catalogue", overlay.name]
        code.append(f"catalogue=sw.catalogue({overlay.name!r})")
    return shlex.join(words), ("import shieldwall as sw", f"sw.brief({', '.join(code)})")


def gather(
    asked: Scenario, result: Comparison, known: Catalogue, rerun: tuple[str, tuple[str, ...]]
) -> BriefData:
    """Return all that a brief says, or says it from: the result with its facts, sources, names and money."""
    from shieldwall.model.provenance import Source
    from shieldwall.report.bibliography import RELEASED
    from shieldwall.report.brief.data import BriefData, Rerun

    facts = {used.fact: known.fact(used.fact) for used in result.facts_used}
    arrangements = _arrangements(asked, result, known)
    programmes = _programmes(asked, known)
    cites = [cite.source for fact in facts.values() for cite in fact.cites]
    cites += [cite.source for fact in facts.values() for other in fact.disputes for cite in other.cites]
    cites += [cite.source for cite in asked.cites]
    cites += [cite.source for arrangement in arrangements.values() for cite in arrangement.cites]
    cites += [name for paid in programmes.values() for name in paid.cites]
    return BriefData(
        result=result,
        scenario=asked,
        arrangements=arrangements,
        names=_names(asked, result, known),
        facts=facts,
        sources={name: known.record(Source, name) for name in dict.fromkeys(cites)},
        programmes=programmes,
        rerun=Rerun(*rerun),
        released=RELEASED,
        year=int(RELEASED[:4]),
    )


def _arrangements(asked: Scenario, result: Comparison, known: Catalogue) -> dict[str, Arrangement]:
    from shieldwall.case.law import AS_OF, arrangement_as_of
    from shieldwall.model.arrangement import Arrangement
    from shieldwall.model.law import Agreement

    pair = asked.attribution
    names = dict.fromkeys((*result.arrangements, *((pair.base, pair.top) if pair else ())))
    agreements = {record.id: record for record in known.records(Agreement)}
    return {
        name: arrangement_as_of(agreements, asked.date, asked.parties)
        if name == AS_OF
        else known.record(Arrangement, name)
        for name in names
    }


def _names(asked: Scenario, result: Comparison, known: Catalogue) -> Names:
    from shieldwall.model.doctrine import Doctrine
    from shieldwall.model.threat import Threat
    from shieldwall.report.brief.data import Names

    table = known.table(asked.people)
    native_columns = [each.name for each in table.about.columns if each.name.startswith("name_")]
    reached = {place.id: place for place in result.places if place.reachable_share > 0.0}
    regions = dict.fromkeys(place.beneficiary for place in reached.values())
    each = max(1, min(CITIES_PER_REGION, MOST_CITIES // max(1, len(regions))))
    cities: list[str] = []
    for region in regions:
        inside = [
            row
            for row in table.rows
            if row["id"] in reached
            and reached[row["id"]].beneficiary == region
            and row.get("kind") != "remainder"
        ]
        inside.sort(key=lambda row: -row["population"] / max(row["radius_km"], 1.0))
        cities += [row["id"] for row in inside[:each]]
    doctrine = known.record(Doctrine, asked.doctrine)
    return Names(
        threat=" and ".join(known.record(Threat, part.threat).name for part in asked.raid.parts),
        doctrine=doctrine.name,
        doctrine_summary=doctrine.summary,
        people=table.about.name,
        cities=tuple(cities),
        native={row["id"]: row[column] for column in native_columns[:1] for row in table.rows if row[column]},
    )


def _programmes(asked: Scenario, known: Catalogue) -> dict[str, ProgrammePaid]:
    """Return the programmes begun by the scenario's date that its parties pay for together."""
    from shieldwall.apps.costs import share_cost
    from shieldwall.model.programme import Programme
    from shieldwall.report.brief.data import ProgrammePaid

    found = {}
    for programme in known.records(Programme):
        together = set(programme.parties) <= set(asked.parties) and len(programme.parties) > 1
        if not (together and programme.shared_lines and programme.assumptions):
            continue
        if programme.since > asked.date:
            continue
        shared = share_cost(programme.id, known=known)
        found[programme.id] = ProgrammePaid(
            name=programme.name,
            aim=programme.aim,
            cites=tuple(cite.source for cite in programme.cites),
            contributions=shared.contributions,
            savings=shared.savings,
        )
    return found


def draw(data: BriefData, known: Catalogue, parts: Path | None = None) -> Brief:
    """Return the brief as a document, its figures drawn on the catalogue's land."""
    from shieldwall.catalogue.places import read_features
    from shieldwall.report.brief.whole import write_brief

    land: dict[str, Any] = {
        "features": [feature for sidecar in known.layers().values() for feature in read_features(sidecar)]
    }
    return write_brief(data, land, parts)


def _written(data: BriefData, brief: Brief, out: Path, paper: str) -> BriefWritten:
    from shieldwall.report.document import Heading, numbered, words

    numbering = numbered(brief.document)
    result = data.result
    return BriefWritten(
        schema="shieldwall.brief/1",
        scenario=result.scenario.id,
        out=str(out),
        paper=paper,
        parts=tuple(str(file) for file in brief.files),
        title=result.scenario.title,
        answer=result.answer,
        sections=tuple(
            words(block.inlines, numbering)
            for block in brief.document.blocks
            if isinstance(block, Heading) and block.level == 1
        ),
        facts=len(result.facts_used),
        sources=len(numbering.sources),
        seed=result.seed,
        trials=result.trials,
        draws=result.draws,
        versions={"code": result.versions.code, "data": result.versions.data},
    )
