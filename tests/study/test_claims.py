"""Claims of two papers: every rule, every verdict on the record, and evidence not the paper's own."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import pytest

from shieldwall.catalogue.load import Catalogue, shipped
from shieldwall.model.claims import JUDGEMENT, UNTESTABLE, PaperClaim
from shieldwall.model.errors import InputError
from shieldwall.model.money import read_rows
from shieldwall.study.claims import model as claim_model
from shieldwall.study.claims.bench import Bench, Effort, Worked, arrangements_wanted, bounds_of
from shieldwall.study.claims.check import (
    WORKINGS,
    ClaimResult,
    check_claim,
    claims_on_money,
    paper_claims,
    papers,
    reproduce,
)

SMALL = Effort(trials=512, draws=4, seed=7, workers=1)
ON_MODEL = frozenset(claim_model.WORKINGS)

VERDICTS = {
    "japan_paid_so_far": "not_identified",
    "japan_share_to_date": "not_identified",
    "programme_total_implied": "not_identified",
    "us_spent_more": "supported",
    "every_dollar_saved": "not_testable",
    "equitable_share": "not_identified",
    "hoff_ships": "supported",
    "hoff_four_more": "supported",
    "hoff_batteries": "supported",
    "hoff_linked_sensors": "supported",
    "hoff_no_satellite": "supported",
    "hoff_taepodong": "supported",
    "hoff_memorandum": "supported",
    "hoff_decision": "supported",
    "hoff_first_us_assets": "supported",
    "hoff_after_nuclear_test": "not_supported",
    "hoff_first_own": "not_identified",
    "hoff_licence": "supported",
    "hoff_faster_farther": "supported",
    "hoff_scheduled": "supported",
    "hoff_contractors": "supported",
    "hoff_licensed_block_iia": "not_supported",
    "hoff_real_time": "supported",
    "hoff_kinetic": "not_supported",
    "hoff_goal_area": "not_testable",
    "hoff_europe": "supported",
    "hoff_both_budgets": "not_testable",
    "hoff_missiles": "not_testable",
    "hoff_first_sale": "not_testable",
    "hoff_most": "not_testable",
    "hoff_deterrence": "not_testable",
    "rubinstein_sdi": "supported",
    "rubinstein_taepodong": "supported",
    "rubinstein_research": "supported",
    "rubinstein_decision": "supported",
    "rubinstein_framework": "not_supported",
    "rubinstein_development": "supported",
    "rubinstein_us_ships": "not_identified",
    "rubinstein_okinawa": "supported",
    "rubinstein_radar": "supported",
    "rubinstein_initial_sea": "supported",
    "rubinstein_initial_land": "supported",
    "rubinstein_refits": "supported",
    "rubinstein_batteries": "not_identified",
    "rubinstein_three_ships": "not_identified",
    "rubinstein_thaad": "supported",
    "rubinstein_both_use": "supported",
    "rubinstein_no_further": "not_testable",
    "rubinstein_irbm": "supported",
    "rubinstein_ban": "supported",
    "rubinstein_consolidation": "supported",
    "rubinstein_korea": "supported",
    "rubinstein_australia_ships": "supported",
    "rubinstein_declaration": "supported",
    "rubinstein_gsomia": "supported",
    "rubinstein_korea_command": "not_testable",
    "rubinstein_export": "not_testable",
    "rubinstein_cruise": "not_testable",
    "rubinstein_first_joint": "not_testable",
}
"""What the record says of each claim; a change of the record that moves one has to be explained here."""


def claim(name: str) -> PaperClaim:
    (found,) = [item for item in paper_claims(shipped()) if item.id == name]
    return found


def checked(claims: Iterable[PaperClaim], catalogue: Catalogue | None = None) -> dict[str, ClaimResult]:
    listed = list(claims)
    bench = Bench(catalogue or shipped(), listed, SMALL)
    return {item.id: check_claim(bench, item) for item in listed}


@pytest.fixture(scope="module")
def on_record() -> dict[str, ClaimResult]:
    claims = [item for item in paper_claims(shipped()) if item.working not in ON_MODEL | {JUDGEMENT}]
    return {result.id: result for result in claims_on_money(shipped())} | checked(claims)


def test_there_are_two_papers_and_every_working_exists_and_is_used() -> None:
    assert papers(shipped()) == ("hoff_2015", "rubinstein_2007")
    used = {item.working for item in paper_claims(shipped())}
    assert used == set(WORKINGS) | {JUDGEMENT, UNTESTABLE}


def test_the_verdicts_on_the_record(on_record: dict[str, ClaimResult]) -> None:
    assert {name: result.verdict for name, result in on_record.items()} == VERDICTS


def test_a_verdict_shows_its_evidence(on_record: dict[str, ClaimResult]) -> None:
    for result in on_record.values():
        assert result.explanation
        assert result.locator
        assert (result.computed is None) == (result.low is None)
        if result.verdict in {"supported", "not_supported"}:
            assert result.computed is not None
    known = set(shipped().files("sources"))
    assert {name for result in on_record.values() for name in result.sources} <= known


def test_known_numbers(on_record: dict[str, ClaimResult]) -> None:
    assert (on_record["hoff_ships"].published, on_record["hoff_ships"].computed) == (4.0, 4.0)
    assert (on_record["hoff_batteries"].published, on_record["hoff_batteries"].computed) == (17.0, 17.0)
    assert on_record["rubinstein_gsomia"].computed == "2007-08-10"
    assert on_record["rubinstein_gsomia"].difference == 0.0
    # Signed on Friday, 17 December 2004, fifteen days before the year that the paper names.
    assert on_record["rubinstein_framework"].difference == -15.0
    assert on_record["hoff_licensed_block_iia"].computed == 77.0  # 4 of 2018 and 73 of 2019


def test_the_papers_own_word_is_no_evidence_for_it() -> None:
    own = claim("rubinstein_korea_command")
    assert checked([own])[own.id].verdict == "not_testable"
    of_another = own.model_copy(update={"paper": "hoff_2015"})
    assert checked([of_another])[own.id].verdict == "supported"
    for result in checked(item for item in paper_claims(shipped()) if item.working == "day_of").values():
        assert claim(result.id).paper not in result.sources


def test_the_published_side_moves_no_computed_value(on_record: dict[str, ClaimResult]) -> None:
    shifted = [
        item.model_copy(
            update={
                "value": None if item.value is None else item.value + 3.0,
                "low": None if item.low is None else item.low + 3.0,
                "high": None if item.high is None else item.high + 3.0,
            }
        )
        for item in paper_claims(shipped())
        if item.working not in ON_MODEL | {JUDGEMENT, UNTESTABLE}
    ]
    for name, result in checked(shifted).items():
        before = on_record[name]
        assert (result.computed, result.low, result.high) == (before.computed, before.low, before.high)
        assert result.explanation == before.explanation
    assert checked([item for item in shifted if item.id == "hoff_ships"])["hoff_ships"].verdict == (
        "not_supported"
    )


def test_the_verdict_follows_from_the_readings() -> None:
    four = claim("hoff_ships")
    assert bounds_of(four) == (4.0, 4.0)
    assert Worked((4.0,), "").verdict(four) == "supported"
    assert Worked((5.0, 6.0), "").verdict(four) == "not_supported"
    assert Worked((3.0, 5.0), "").verdict(four) == "not_identified"
    assert Worked((), "").verdict(four) == "not_testable"
    assert Worked((4.0,), "", strict=True).verdict(four) == "not_supported"
    fewer = claim("rubinstein_paths_2015")
    assert Worked((-2.0, -0.1), "", strict=True).verdict(fewer) == "supported"
    assert Worked((-2.0, 0.0), "", strict=True).verdict(fewer) == "not_identified"
    assert Worked((0.0, 1.0), "", strict=True).verdict(fewer) == "not_supported"


def test_judgements_are_quoted_and_not_scored() -> None:
    bare = [item for item in paper_claims(shipped()) if item.working in {JUDGEMENT, UNTESTABLE}]
    assert all(item.reading for item in bare)
    judgements = [item for item in bare if item.working == JUDGEMENT]
    assert {item.paper for item in judgements} == set(papers(shipped()))
    assert all(len(item.claim.split()) <= 20 for item in judgements)  # a short quotation each


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"working": "units_in_plaice"}, "did you mean 'units_in_place'"),
        ({"subject": "kind=ship"}, "needs party= in its subject"),
        ({"on": None}, "needs the day on which units are counted"),
        ({"working": "day_of", "subject": "treaty:gsomia_2007"}, "a day is that of an event"),
        ({"working": "day_of", "subject": "event:t999"}, "no event 't999'"),
        ({"working": "day_of", "subject": "agreement:gsomia_2008"}, "did you mean 'gsomia_2007'"),
    ],
)
def test_a_claim_that_cannot_be_worked_is_refused(change: dict[str, object], complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        checked([claim("hoff_ships").model_copy(update=change)])


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"low": 5.0, "high": 4.0}, "low 5 is above high 4"),
        ({"working": "untestable", "reading": None}, "says why in reading"),
        ({"subject": None}, "needs a subject"),
        ({"low": None, "high": None}, "needs low, high, first or last"),
    ],
)
def test_a_row_that_is_not_a_claim_is_refused(change: dict[str, object], complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        read_rows(PaperClaim, [claim("hoff_ships").model_dump() | change])


def test_an_unknown_paper_is_refused() -> None:
    with pytest.raises(InputError, match="did you mean 'hoff-2015'"):
        reproduce("hof-2015", shipped())


def test_the_runs_that_claims_need_are_gathered_by_scenario() -> None:
    mine = [item for item in paper_claims(shipped()) if item.paper == "hoff_2015"]
    assert arrangements_wanted(mine) == {
        ("japan_2015", "all"): ("as_of",),
        ("japan_2015", "typical"): ("as_of", "unconnected"),
    }


@pytest.fixture(scope="module")
def on_model() -> dict[str, ClaimResult]:
    """The claims on the forces of 2007, at few draws; and one with its arrangements the other way round."""
    mine = [claim("rubinstein_effective"), claim("rubinstein_paths_2007")]
    turned = (mine[1].subject or "").replace(
        "first=integrated second=cooperative", "first=cooperative second=integrated"
    )
    mine.append(mine[1].model_copy(update={"id": "turned", "subject": turned, "low": 0.0, "high": None}))
    return checked(mine)


def test_a_claim_on_the_model_reads_its_interval(on_model: dict[str, ClaimResult]) -> None:
    leaking = on_model["rubinstein_effective"]
    low, mean, high = leaking.low, leaking.computed, leaking.high
    assert isinstance(low, float)
    assert isinstance(mean, float)
    assert isinstance(high, float)
    assert 0.0 <= low < mean < high <= 1.0
    assert "hypothetical" in on_model["rubinstein_paths_2007"].explanation
    assert "512 trials over 4 draws, seed 7" in leaking.explanation


def test_a_difference_turned_round_changes_its_sign_and_not_its_verdict(
    on_model: dict[str, ClaimResult],
) -> None:
    one, other = on_model["rubinstein_paths_2007"], on_model["turned"]
    for first, second in ((one.computed, other.computed), (one.low, other.high), (one.high, other.low)):
        assert isinstance(first, float)
        assert isinstance(second, float)
        assert first == -second
    assert one.verdict == other.verdict


def test_results_are_frozen(on_record: dict[str, ClaimResult]) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        on_record["hoff_ships"].verdict = "not_supported"  # type: ignore[misc]
