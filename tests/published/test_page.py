"""The gallery of published results: current, complete, and without a line that fails."""

from __future__ import annotations

import pytest
from docs.published.lines import Line, one
from docs.published.page import PAGE, text

CASES = (
    "F01 F02 F03 F04 F05 F10 F14 F15 F16 F18 F19 L03 L04 L05 L06 M01 M03 M04 M05 M06 M07 T03 T04 T06 T09 T11 "
    "T12 T13 T14 D03 D04 D07 D08 P01 P04 P05 P06 P07 R01 R07 K01 K04 S01 S04 S06 S07 C01 C02 C04 C06"
)


def test_the_page_is_current() -> None:
    kept = PAGE.read_text(encoding="utf-8")
    assert kept == text(), "published-results.md is out of date: run python -m docs.published"


def test_every_published_case_is_on_the_page_and_none_fails() -> None:
    kept = PAGE.read_text(encoding="utf-8")
    assert [case for case in CASES.split() if case not in kept] == []
    assert "FAILS" not in kept
    assert ", 0 fail." in kept


@pytest.mark.parametrize(
    ("computed", "explanation", "residual", "verdict"),
    [
        (105.0, "", 5.0, "pass"),
        (95.0, "", -5.0, "pass"),
        (111.0, "", 11.0, "fail"),
        (111.0, "why", 11.0, "explained"),
    ],
)
def test_a_verdict_follows_from_the_figures(
    computed: float, explanation: str, residual: float, verdict: str
) -> None:
    line = Line("X", "what", one(100.0), computed, "s", 10.0, explanation=explanation)
    assert (line.residual, line.verdict) == (residual, verdict)


def test_a_figure_within_a_published_span_has_no_residual() -> None:
    assert Line("X", "what", (90.0, 110.0), 100.0).residual == 0.0
    assert Line("X", "what", None, 100.0).verdict == "predicted"
