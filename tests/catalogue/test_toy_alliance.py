"""Another alliance is data: three invented parties run through a comparison without a line of code."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from shieldwall.apps.cli.app import run
from shieldwall.case.build import build_case
from shieldwall.catalogue.checks import check
from shieldwall.catalogue.load import Catalogue
from shieldwall.model.scenario import Scenario

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


def test_a_reading_changes_the_odds_and_nothing_else(alliance: Path) -> None:
    known = Catalogue(alliance)
    asked = known.record(Scenario, "toy_alliance")
    default, missile, combat = (
        build_case(asked.but(reading=reading), ["toy_apart"], known, seed=1, draws=64)
        for reading in ("default", "missile_only", "combat")
    )
    counted = {name: (chance.hits, chance.attempts) for name, chance in default.kill_chances.items()}
    assert counted == {"toy_long_arrow": (2.0, 4), "toy_short_arrow": (2.0, 3)}
    # one of four rounds was not launched: two of three are left, and every draw is at least as good
    better, worse = missile.kill_chances["toy_long_arrow"], default.kill_chances["toy_long_arrow"]
    assert (better.hits, better.attempts) == (2.0, 3)
    assert (better.draws > worse.draws).all()
    assert (missile.samples.reliability == default.samples.reliability).all()
    assert not [remark for remark in default.remarks if "prior" in remark]
    assert [remark for remark in combat.remarks if "No test of toy_long_arrow" in remark]
