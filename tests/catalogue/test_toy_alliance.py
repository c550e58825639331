"""Another alliance is data: three invented parties run through a comparison without a line of code."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from shieldwall.apps.cli.app import run
from shieldwall.catalogue.checks import check
from shieldwall.catalogue.load import Catalogue

MEASURES = ("p_no_leak", "expected_leakers", "warning_time_s", "interceptors_expended")


def test_the_overlay_passes_every_check(alliance: Path) -> None:
    findings = check(Catalogue(alliance))
    assert [str(finding) for finding in findings if finding.level == "error"] == []


def test_three_parties_compare_without_code(alliance: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["compare", "toy_alliance", "--catalogue", str(alliance), "--trials", "512", "--json"]
    assert run(arguments) == 0
    result = json.loads(capsys.readouterr().out)
    assert set(result["arrangements"]) == {"toy_apart", "toy_together", "as_of"}
    together = result["arrangements"]["toy_together"]
    assert set(together["interceptors_expended"]["by_party"]) == {"XAA", "XBB", "XCC"}
    assert set(together["expected_leakers"]["by_beneficiary"]) == {"home_island", "small_islands"}
    for name in MEASURES:
        assert math.isfinite(together[name]["mean"])
    assert len(result["cells"]) == 16
    # the pact allows what `together` supposes, so both are the same runs
    as_of = result["arrangements"]["as_of"]["expected_leakers"]
    assert as_of["mean"] == together["expected_leakers"]["mean"]
    # XCC warns the others only when they act together, and a warning earlier than none is a longer one
    apart = result["arrangements"]["toy_apart"]["warning_time_s"]["mean"]
    assert together["warning_time_s"]["mean"] > apart
    assert result["versions"]["data"].endswith("+overlay")
    assert {fact["fact"].split(".")[0] for fact in result["facts_used"]} >= {
        "toy_stone",
        "toy_net_c",
        "toy_pact",
    }
