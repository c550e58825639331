"""The facts that come with the package pass every check."""

from __future__ import annotations

from collections import Counter

from shieldwall.catalogue.checks import check
from shieldwall.catalogue.load import shipped
from shieldwall.model.provenance import Source


def test_the_shipped_catalogue_has_no_error() -> None:
    findings = [str(finding) for finding in check(shipped()) if finding.level == "error"]
    assert findings == []


def test_the_shipped_catalogue_has_a_version() -> None:
    assert shipped().version == "0.1.0"
    assert len(shipped().digest) == 16


def test_one_publication_has_one_id() -> None:
    # one address may hold many documents (budget exhibits in one repository), but not two of one title
    known = Counter((source.url or source.publisher, source.title) for source in shipped().records(Source))
    assert [entry for entry, times in known.items() if times > 1] == []
    assert shipped().source("seed_hoff_2015").id == "hoff_2015"
    assert not [name for name in shipped().ids("source") if name.startswith("seed_")]
