"""Claims as text: a page with every working, in Markdown, and a short list for the terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from shieldwall.model.claims import Verdict
from shieldwall.study.claims.check import VERDICTS, ClaimResult, Number, Reproduction

WORDS: Final[Mapping[Verdict, str]] = {
    "supported": "supported",
    "not_supported": "not supported",
    "not_identified": "not identified",
    "not_testable": "not testable",
}
"""How a verdict reads."""

OPENING: Final = """# Two papers, claim by claim

Every checkable claim of the two papers that started Shieldwall, beside what the record or the model gives.
A claim is *supported* where every reading of the evidence lies within what its words stand for, *not
supported* where none does and all lie on one side, *not identified* where readings disagree, and *not
testable* where nothing independent can decide. Evidence that the catalogue has on the word of the paper
alone does not count for the paper. Judgements of states are quoted as their authors' and get no verdict. A
leaker is a missile that gets through, not a casualty; every raid is hypothetical.
"""


def claims_page(found: Sequence[Reproduction], command: str, links: Callable[[str], str] = str) -> str:
    """Return the page of claims in Markdown.

    Parameters
    ----------
    found : sequence of Reproduction
        One for each paper.
    command : str
        The command that writes this page.
    links : callable
        Turns the id of a source into how it is shown.
    """
    first = found[0]
    parts = [
        OPENING,
        f"Written by `{command}`: {first.trials:,} trials over {first.draws} draws, seed {first.seed}; "
        f"Shieldwall {first.code}, data {first.data}.\n",
        _counts(found),
    ]
    for paper in found:
        parts += _paper(paper, links)
    return "\n".join(parts)


def _counts(found: Sequence[Reproduction]) -> str:
    head = f"| paper | {' | '.join(WORDS[verdict] for verdict in VERDICTS)} | quoted, not scored |"
    rows = [
        f"| {paper.author}, {paper.published_on} | "
        f"{' | '.join(str(paper.verdicts[verdict]) for verdict in VERDICTS)} | {len(paper.quoted)} |"
        for paper in found
    ]
    return "\n".join([head, "|---|" + "---:|" * (len(VERDICTS) + 1), *rows, ""])


def _paper(paper: Reproduction, links: Callable[[str], str]) -> list[str]:
    parts = [f"## {paper.author}: {paper.title} ({paper.published_on})\n"]
    parts.append("| | claim | published | computed | verdict |\n|---:|---|---|---|---|")
    parts += [
        f"| {number} | {claim.claim} | {published_words(claim)} | {computed_words(claim)} "
        f"| {WORDS[claim.verdict]} |"
        for number, claim in enumerate(paper.claims, start=1)
    ]
    parts.append("\n### The working\n")
    for number, claim in enumerate(paper.claims, start=1):
        parts.append(f"{number}. **{claim.claim}** ({claim.locator}): {WORDS[claim.verdict]}.")
        if claim.reading:
            parts.append(f"   Read as: {claim.reading.rstrip('.')}.")
        parts.append(f"   {claim.explanation}")
        if claim.sources:
            parts.append(f"   Sources: {', '.join(links(name) for name in claim.sources)}.")
    if paper.quoted:
        parts.append("\n### Quoted, not scored\n")
        parts += [f"- “{quoted.words}” ({quoted.locator})" for quoted in paper.quoted]
    parts.append("")
    return parts


def published_words(claim: ClaimResult) -> str:
    """Return what the paper has: its number or days, or what its words stand for."""
    if claim.published is not None:
        return number_words(claim.published, claim.unit)
    low, high = (number_words(end, claim.unit) for end in (claim.published_low, claim.published_high))
    if claim.published_low is None and claim.published_high is None:
        return "words"
    if claim.published_high is None:
        return f"words: {low} or more"
    if claim.published_low is None:
        return f"words: {high} or less"
    return f"words: {low}" if low == high else f"words: {low} to {high}"


def computed_words(claim: ClaimResult) -> str:
    """Return what was computed, with the range over all readings where there is one."""
    if claim.computed is None:
        return "–"
    main = number_words(claim.computed, claim.unit)
    low, high = (number_words(end, claim.unit) for end in (claim.low, claim.high))
    return main if low == high else f"{main} ({low} to {high})"


def number_words(value: Number, unit: str | None) -> str:
    """Return a number with its unit, as it is read.

    Examples
    --------
    >>> number_words(0.18, "share"), number_words(431.0, "million_USD"), number_words(17.0, "count")
    ('18%', '$431m', '17')
    """
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    if value in (float("inf"), float("-inf")):
        return "no bound"
    if unit in {"share", "probability"}:
        return f"{100.0 * value:.0f}%".replace("-", "−")
    if unit == "million_USD":
        return f"${value:,.0f}m"
    text = f"{value:.0f}" if value == round(value) else f"{value:.2g}"
    return text.replace("-", "−")


def claim_lines(found: Reproduction) -> list[str]:
    """Return the claims of one paper for the terminal, a line each, and how many have which verdict."""
    lines = [f"{found.author}: {found.title} ({found.published_on})", ""]
    for claim in found.claims:
        values = f"published {published_words(claim)}, computed {computed_words(claim)}"
        lines.append(f"{WORDS[claim.verdict]:<14}  {claim.claim} [{claim.locator}]: {values}")
    counts = ", ".join(f"{found.verdicts[verdict]} {WORDS[verdict]}" for verdict in VERDICTS)
    lines += ["", f"{counts}; {len(found.quoted)} judgements are quoted and not scored (see --page)."]
    return lines
