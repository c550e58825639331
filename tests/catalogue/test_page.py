"""The page to read is generated, current, and shows every system with its numbers and their grounds."""

from __future__ import annotations

from pathlib import Path

from shieldwall.catalogue.facts import facts_of
from shieldwall.catalogue.load import Catalogue, shipped
from shieldwall.catalogue.page import SYSTEMS, page

PAGE = Path(__file__).resolve().parents[2] / "docs" / "catalogue.md"


def test_the_committed_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(shipped())


def test_every_system_and_fact_and_source_is_on_the_page(toy_catalogue: Catalogue) -> None:
    text = page(toy_catalogue)
    for folder in SYSTEMS:
        for record in toy_catalogue.records(folder):
            assert f"`{getattr(record, 'id', '')}`" in text
            for name in facts_of(record):
                assert f"| `{name}` |" in text
    for source in toy_catalogue.ids("source"):
        assert f'<a id="{source}"></a>' in text


def test_a_fact_shows_its_range_its_basis_and_its_dispute(toy_catalogue: Catalogue) -> None:
    text = page(toy_catalogue)
    assert (
        "| `burnout_speed_km_s` | 3 | 2.5 to 3.5 | km/s | reported | [handbook](#handbook) (p. 2) |" in text
    )
    assert "- `max_range_km`: 900 km: The handbook is the better source. [rumour](#rumour)" in text
    assert "million_USD, prices of 2010" in text
    assert "- disputed: Whether the pact holds at sea is contested. [rumour](#rumour)" in text
