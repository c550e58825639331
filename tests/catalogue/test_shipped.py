"""The facts that come with the package pass every check."""

from __future__ import annotations

from shieldwall.catalogue.checks import check
from shieldwall.catalogue.load import shipped


def test_the_shipped_catalogue_has_no_error() -> None:
    findings = [str(finding) for finding in check(shipped()) if finding.level == "error"]
    assert findings == []


def test_the_shipped_catalogue_has_a_version() -> None:
    assert shipped().version == "0.1.0"
    assert len(shipped().digest) == 16
