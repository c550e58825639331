"""The page of claims: what it says is what was found, and the page in the repository is current."""

from __future__ import annotations

from pathlib import Path

import pytest

from shieldwall.apps.claims import claims_page, page_command, write_page
from shieldwall.apps.claims import reproduce as run_again
from shieldwall.catalogue.load import shipped
from shieldwall.model.claims import JUDGEMENT
from shieldwall.model.errors import InputError
from shieldwall.report.claims import WORDS, claim_lines, computed_words, number_words, published_words
from shieldwall.study.claims import model as claim_model
from shieldwall.study.claims.bench import Bench, Effort
from shieldwall.study.claims.check import (
    USUAL,
    VERDICTS,
    ClaimResult,
    Quoted,
    Reproduction,
    check_claim,
    claims_on_money,
    paper_claims,
)

PAGE = Path(__file__).resolve().parents[2] / "docs" / "claims.md"


def result(**changes: object) -> ClaimResult:
    fields: dict[str, object] = {
        "id": "a", "claim": "Four ships", "locator": "p. 2", "published": 4.0, "published_low": 4.0,
        "published_high": 4.0, "computed": 3.0, "low": 3.0, "high": 5.0, "difference": -1.0, "unit": "count",
        "verdict": "not_identified", "reading": None, "explanation": "Three or five.",
        "sources": ("fed_h10",),
    }  # fmt: skip
    return ClaimResult(**(fields | changes))  # type: ignore[arg-type]


def reproduction(*claims: ClaimResult) -> Reproduction:
    counts = {verdict: sum(claim.verdict == verdict for claim in claims) for verdict in VERDICTS}
    quoted = (Quoted("a grave matter", "p. 9", "A judgement of states"),)
    return Reproduction(
        "shieldwall.reproduce/1", "a-paper", "A paper", "A. Author", "2015-12-02", counts, claims, quoted,
        512, 4, 7, "0.1.0", "0.1.0",
    )  # fmt: skip


def test_numbers_read_with_their_units() -> None:
    assert number_words(float("inf"), "ratio") == "no bound"
    assert number_words(-1.2016, "count") == "−1.2"
    assert number_words("2007-08-10", "day") == "2007-08-10"
    assert number_words(None, "count") == "–"
    assert computed_words(result()) == "3 (3 to 5)"
    assert computed_words(result(computed=None)) == "–"
    words = {"published": None}
    assert published_words(result(**words, published_high=None)) == "words: 4 or more"
    assert published_words(result(**words, published_low=None)) == "words: 4 or less"
    assert published_words(result(**words)) == "words: 4"
    assert published_words(result(**words, published_high=6.0)) == "words: 4 to 6"
    assert published_words(result(**words, published_low=None, published_high=None)) == "words"


def test_a_page_has_every_claim_with_its_working_and_links_sources() -> None:
    found = reproduction(result(), result(id="b", claim="Five ships", verdict="supported", reading="All."))
    page = claims_page((found,), "shieldwall reproduce all --page x.md")
    assert "| A. Author, 2015-12-02 | 1 | 0 | 1 | 0 | 1 |" in page
    assert "| 2 | Five ships | 4 | 3 (3 to 5) | supported |" in page
    assert "Read as: All." in page
    assert "[fed_h10](http" in page
    assert "“a grave matter” (p. 9)" in page
    lines = claim_lines(found)
    assert len(lines) == 2 + 2 + 2
    assert lines[-1].startswith("1 supported, 0 not supported, 1 not identified, 0 not testable; 1 judgement")


def test_the_command_that_writes_a_page_names_only_what_is_unusual() -> None:
    assert page_command("all", USUAL, "docs/claims.md") == "shieldwall reproduce all --page docs/claims.md"
    small = Effort(trials=512, draws=USUAL.draws, seed=USUAL.seed)
    assert page_command("all", small, "x.md") == "shieldwall reproduce all --trials 512 --page x.md"


def test_a_page_in_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no folder"):
        write_page(tmp_path / "nowhere" / "claims.md", "text")
    assert write_page(tmp_path / "claims.md", "text").read_text(encoding="utf-8") == "text"


def test_the_page_in_the_repository_has_the_record_as_it_is() -> None:
    """The claims that need no run, one by one; those that do are compared nightly."""
    page = PAGE.read_text(encoding="utf-8")
    bare = [
        claim
        for claim in paper_claims(shipped())
        if claim.working != JUDGEMENT and claim.working not in claim_model.WORKINGS
    ]
    bench = Bench(shipped(), bare, USUAL)
    for found in (*claims_on_money(shipped()), *(check_claim(bench, claim) for claim in bare)):
        row = (
            f"| {found.claim} | {published_words(found)} | {computed_words(found)} | {WORDS[found.verdict]} |"
        )
        assert row in page, f"{found.id} is out of date: run {page_command('all', USUAL, 'docs/claims.md')}"
        assert found.explanation in page, found.id


@pytest.mark.nightly
def test_the_page_in_the_repository_is_what_the_command_writes() -> None:
    command = page_command("all", USUAL, "docs/claims.md")
    assert claims_page(run_again("all"), command) == PAGE.read_text(encoding="utf-8"), f"run {command}"
