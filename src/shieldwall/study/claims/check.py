"""Run two papers' claims again: each beside what the record or the model gives, with a verdict by rule.

*Supported* where every reading lies within what the claim's words stand for; *not supported* where none does
and all lie on one side; *not identified* where readings disagree; *not testable* where nothing independent
can decide. Judgements of states are quoted as their authors' and get no verdict.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Final, Literal, get_args

from shieldwall.catalogue.load import Catalogue
from shieldwall.model.claims import JUDGEMENT, UNTESTABLE, PaperClaim, Verdict
from shieldwall.model.errors import InputError, suggestion
from shieldwall.model.money import read_rows
from shieldwall.model.version import CODE_VERSION
from shieldwall.study.claims import model as claim_model
from shieldwall.study.claims import money as claim_money
from shieldwall.study.claims import record as claim_record
from shieldwall.study.claims import units as claim_units
from shieldwall.study.claims.bench import Bench, Effort, Worked, Working
from shieldwall.study.progress import Progress, silent

FOLDER: Final = "claims"
COLUMNS: Final = tuple(PaperClaim.model_fields)
VERDICTS: Final[tuple[Verdict, ...]] = get_args(Verdict)

WORKINGS: Final[dict[str, Working]] = {
    **claim_units.WORKINGS,
    **claim_record.WORKINGS,
    **claim_model.WORKINGS,
    **claim_money.WORKINGS,
}
"""Every working by its name."""

USUAL: Final = Effort()

Number = float | str | None
"""A number, a day as ISO text, or nothing."""


@dataclass(frozen=True, slots=True)
class ClaimResult:
    """One claim with its verdict and the working.

    Attributes
    ----------
    id, claim, locator : str
        Which, what it says, and where in the paper.
    published : float, str or None
        Its number, its day or days, or None where it has only words.
    published_low, published_high : float, str or None
        What the words stand for; None for an open end.
    computed : float, str or None
        What the record or the model gives; never from the claim.
    low, high : float, str or None
        The range over all readings.
    difference : float or None
        Computed less published where both are numbers; in days where both are days.
    unit : str or None
        Unit of the numbers; ``day`` for days.
    verdict : Verdict
        By rule.
    reading : str or None
        How the words became numbers, where that is a judgement.
    explanation : str
        The working in words, or why nothing can decide.
    sources : tuple of str
        Ids of the sources of the evidence.
    """

    id: str
    claim: str
    locator: str
    published: Number
    published_low: Number
    published_high: Number
    computed: Number
    low: Number
    high: Number
    difference: float | None
    unit: str | None
    verdict: Verdict
    reading: str | None
    explanation: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A judgement of the paper, in its own words; not scored."""

    words: str
    locator: str
    remark: str


@dataclass(frozen=True, slots=True)
class Reproduction:
    """Every checkable claim of one paper."""

    schema: Literal["shieldwall.reproduce/1"]
    paper: str
    title: str
    author: str | None
    published_on: str | None
    verdicts: dict[str, int]
    claims: tuple[ClaimResult, ...]
    quoted: tuple[Quoted, ...]
    trials: int
    draws: int
    seed: int
    code: str
    data: str


def paper_claims(catalogue: Catalogue) -> tuple[PaperClaim, ...]:
    """Return every row of every table of claims, in order."""
    tables = catalogue.tables_with(FOLDER, COLUMNS)
    return tuple(claim for table in tables for claim in read_rows(PaperClaim, table.rows))


def papers(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the ids of the papers that have claims."""
    return tuple(dict.fromkeys(claim.paper for claim in paper_claims(catalogue)))


def reproduce(
    paper: str, catalogue: Catalogue, effort: Effort = USUAL, progress: Progress = silent
) -> Reproduction:
    """Return every claim of a paper beside what the record and the model give.

    Parameters
    ----------
    paper : str
        Id of the paper's source; hyphens stand for underscores.
    catalogue : Catalogue
        Where claims and facts come from.
    effort : Effort
        How much is run for the claims on the model.
    progress : callable
        Called with the stage and the share done.

    Raises
    ------
    InputError
        An unknown paper, or a claim whose working or subject does not exist.
    """
    name = paper.replace("-", "_")
    known = papers(catalogue)
    if name not in known:
        shown = [item.replace("_", "-") for item in known]
        raise InputError(f"unknown paper {paper!r}{suggestion(paper, shown)}")
    mine = [claim for claim in paper_claims(catalogue) if claim.paper == name]
    bench = Bench(catalogue, mine, effort, progress)
    results = [
        *(claims_on_money(catalogue) if name == claim_money.HOFF else ()),
        *(check_claim(bench, claim) for claim in mine if claim.working != JUDGEMENT),
    ]
    source = catalogue.source(name)
    counts = Counter(result.verdict for result in results)
    return Reproduction(
        schema="shieldwall.reproduce/1",
        paper=name.replace("_", "-"),
        title=source.title,
        author=source.author,
        published_on=source.published,
        verdicts={verdict: counts[verdict] for verdict in VERDICTS},
        claims=tuple(results),
        quoted=tuple(
            Quoted(claim.claim, claim.locator, claim.reading or "")
            for claim in mine
            if claim.working == JUDGEMENT
        ),
        trials=effort.trials,
        draws=effort.draws,
        seed=effort.seed,
        code=CODE_VERSION,
        data=catalogue.version,
    )


def check_claim(bench: Bench, claim: PaperClaim) -> ClaimResult:
    """Return one claim with what its working finds and the verdict that follows.

    Raises
    ------
    InputError
        The working or something in the subject does not exist.
    """
    if claim.working == UNTESTABLE:
        return _result(claim, Worked((), f"{claim.reading}."), reading=None)
    if claim.working not in WORKINGS:
        raise InputError(
            f"claim {claim.id}: unknown working {claim.working!r}{suggestion(claim.working, WORKINGS)}"
        )
    return _result(claim, WORKINGS[claim.working](bench, claim), reading=claim.reading)


def _result(claim: PaperClaim, found: Worked, reading: str | None) -> ClaimResult:
    dated = claim.first is not None or claim.last is not None
    ends = (min(found.readings), max(found.readings)) if found.readings else (None, None)
    computed = found.computed
    low, high = (_shown(end, dated) for end in ends)
    return ClaimResult(
        id=claim.id,
        claim=claim.claim,
        locator=claim.locator,
        published=_published_days(claim) if dated else claim.value,
        published_low=_iso(claim.first) if dated else claim.low,
        published_high=_iso(claim.last) if dated else claim.high,
        computed=_shown(computed, dated),
        low=low,
        high=high,
        difference=_difference(claim, computed, dated),
        unit="day" if dated else claim.unit,
        verdict=found.verdict(claim),
        reading=reading,
        explanation=found.explanation,
        sources=found.sources,
    )


def _difference(claim: PaperClaim, computed: float | None, dated: bool) -> float | None:
    """Return computed less published; for days, how far outside the days that the words stand for."""
    if computed is None:
        return None
    if not dated:
        return None if claim.value is None else computed - claim.value
    if claim.first is not None and computed < claim.first.toordinal():
        return computed - claim.first.toordinal()
    if claim.last is not None and computed > claim.last.toordinal():
        return computed - claim.last.toordinal()
    return 0.0


def _shown(value: float | None, dated: bool) -> Number:
    if value is None or not dated:
        return value
    return dt.date.fromordinal(round(value)).isoformat()


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _published_days(claim: PaperClaim) -> str:
    """Return the days that the words stand for: one, a year, a month, from, by, or between."""
    first, last = claim.first, claim.last
    if first is None or last is None:
        return f"by {last}" if first is None else f"from {first}"
    if first == last:
        return first.isoformat()
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return str(first.year)
    if first.day == 1 and (first.year, first.month) == (last.year, last.month):
        return f"{first:%Y-%m}"
    return f"{first} to {last}"


def claims_on_money(catalogue: Catalogue) -> tuple[ClaimResult, ...]:
    """Return the claims of the first paper on money, worked out in `shieldwall.economics.hoff`."""
    places, sources = claim_money.hoff_locators(catalogue), claim_money.hoff_sources(catalogue)
    return tuple(
        ClaimResult(
            id=check.id,
            claim=check.claim,
            locator=places.get(check.id, "Spending/Cost Savings"),
            published=check.published,
            published_low=check.published_low,
            published_high=check.published_high,
            computed=check.computed,
            low=check.low,
            high=check.high,
            difference=check.difference,
            unit=check.unit,
            verdict=check.verdict,
            reading=None,
            explanation=check.explanation,
            sources=sources,
        )
        for check in claim_money.hoff_on_money(catalogue).checks
    )
