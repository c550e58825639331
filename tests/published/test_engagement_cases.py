"""Published figures on engagements beside the closed forms and the test record."""

from __future__ import annotations

import pytest
from docs.published.engagement import FIGURES, case_of, lines_of
from docs.published.lines import cases

from shieldwall.engagement.salvo import shots_needed


def test_every_record_has_its_computation() -> None:
    assert list(FIGURES) == list(cases("engagement_cases"))
    assert all(case["source"] for case in cases("engagement_cases").values())


@pytest.mark.parametrize("name", FIGURES)
def test_published_figure(name: str) -> None:
    # the tolerance is the record's own: what the printed digits allow
    found = lines_of(name)
    assert found
    assert {line.what: line.verdict for line in found if line.verdict != "pass"} == {}


def test_p04_a_goal_that_tracking_puts_out_of_reach_has_no_answer() -> None:
    case = case_of("P04")
    needed = shots_needed(case["targets"], 0.8, case["unreachable_goal"], case["p_track"])
    assert (needed.kill_chance_needed, needed.shots_real, needed.shots_per_target) == (None, None, None)


def test_t14_counts_the_days_that_its_sources_name() -> None:
    case = case_of("T14")
    assert len(case["days"]) == case["attempts"]
