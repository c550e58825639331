"""Published radar and tracking examples, each within the tolerance that its record states."""

from __future__ import annotations

import pytest
from docs.published.lines import Line, cases
from docs.published.sensing import back_from_the_dispute_m, lines

RECORDS = cases("sensing_cases")


def test_every_record_says_where_it_comes_from_and_why_its_tolerance_holds() -> None:
    assert len({case["id"] for case in RECORDS}) == len(RECORDS)
    for case in RECORDS:
        assert case["source"]
        assert case["tolerance"]["reason"]


@pytest.mark.parametrize("line", lines(), ids=lambda line: line.what)
def test_published_figure(line: Line) -> None:
    # each record states its tolerance and why
    assert line.verdict == "pass"
    assert line.sources


def test_the_two_readings_of_a_disputed_radar_differ_by_the_cross_section_they_assume() -> None:
    published_m, scaled_m = back_from_the_dispute_m()
    # rounding: the same law both ways
    assert scaled_m == pytest.approx(published_m, rel=1e-12)
