"""The figures of the page on economics are those that the code draws now."""

from __future__ import annotations

from pathlib import Path

from docs.economics import FOLDER, draw


def test_the_data_beside_the_figures_is_current(tmp_path: Path) -> None:
    for fresh in draw(tmp_path):
        kept = FOLDER / fresh.relative_to(tmp_path)
        assert kept.read_text(encoding="utf-8") == fresh.read_text(encoding="utf-8"), (
            f"{kept.name} is out of date: run python -m docs.economics"
        )
        assert kept.with_suffix(".svg").is_file()
