"""How the facts are grounded is counted, and weak or stale grounds are noticed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from shieldwall.catalogue.checks import check
from shieldwall.catalogue.coverage import Grounding, coverage
from shieldwall.catalogue.load import Catalogue


def test_facts_are_counted_by_basis(toy_catalogue: Catalogue) -> None:
    counted = coverage(toy_catalogue)
    assert counted.by_folder["interceptors"] == Grounding(
        records=2, facts=14, reported=6, derived=2, assumed=6, disputed=2, rechecked=2
    )
    total = counted.total
    assert total.reported + total.derived + total.assumed == total.facts
    assert counted.sources_by_kind == {"reference": 1, "other": 1}
    assert counted.licences == {"trials": "CC0", "land": "CC0"}


def test_a_recheck_long_ago_is_a_notice(toy_catalogue: Catalogue) -> None:
    findings = check(toy_catalogue, today=dt.date(2026, 1, 1))
    assert {finding.level for finding in findings} == {"notice"}
    assert [finding.line for finding in findings] == [19, 19]
    assert "last rechecked on 2020-01-01" in findings[0].message
    assert check(toy_catalogue, today=dt.date(2021, 1, 1)) == []


def test_a_fact_on_a_weak_source_is_a_notice(toy: Path, tmp_path: Path) -> None:
    (tmp_path / "posture").mkdir()
    text = (toy / "posture/hill.yaml").read_text(encoding="utf-8")
    (tmp_path / "posture/hill.yaml").write_text(text.replace("handbook", "rumour"), encoding="utf-8")
    (finding,) = check(Catalogue(tmp_path, shipped=toy))
    assert (finding.level, finding.line, finding.message) == ("notice", 11, "rests on a weak source, rumour")
