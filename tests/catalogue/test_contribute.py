"""A table that comes back says which shipped answers rest on it and how they move, and writes what it may."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from shieldwall.apps.contribute import import_table
from shieldwall.catalogue.errors import CatalogueError
from shieldwall.catalogue.load import SHIPPED, Catalogue
from shieldwall.model.errors import InputError

HEAD = "record,fact,value,low,high\n"


@pytest.fixture
def alone(alliance: Path, tmp_path: Path) -> Catalogue:
    """Return the invented alliance as a whole catalogue, with the little that it borrows."""
    base = tmp_path / "alone"
    shutil.copytree(alliance, base)
    shutil.copy(SHIPPED / "version.yaml", base)
    shutil.copytree(SHIPPED / "sources", base / "sources", dirs_exist_ok=True)
    for folder, pattern in (("doctrines", "shoot_look_shoot.yaml"), ("prices", "usd_gdp_omb.*")):
        (base / folder).mkdir()
        for file in (SHIPPED / folder).glob(pattern):
            shutil.copy(file, base / folder)
    return Catalogue(shipped=base)


def table(folder: Path, *rows: str) -> Path:
    file = folder / "facts.csv"
    file.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return file


def test_a_change_names_the_scenarios_that_rest_on_it(alone: Catalogue, tmp_path: Path) -> None:
    file = table(tmp_path, "toy_stone,reliability,0.5,0.3,0.6", "toy_gull_that_is_not,x,,,")
    with pytest.raises(CatalogueError, match=r"facts\.csv:3: record: unknown name"):
        import_table(alone, file, tmp_path / "overlay")
    assert not (tmp_path / "overlay").exists()
    imported = import_table(alone, table(tmp_path, "toy_stone,reliability,0.5,0.3,0.6"), tmp_path / "overlay")
    assert [(use.scenario, use.facts) for use in imported.uses] == [
        ("toy_alliance", ("toy_stone.reliability",))
    ]
    assert imported.moves == ()
    assert (
        Catalogue(tmp_path / "overlay", shipped=alone.folders[0]).fact("toy_stone.reliability").value == 0.5
    )


def test_a_preview_shows_how_the_headline_moves(alone: Catalogue, tmp_path: Path) -> None:
    file = table(tmp_path, "toy_stone,reliability,0.5,0.3,0.6")
    imported = import_table(alone, file, preview_trials=512)
    leakers = [move for move in imported.moves if move.measure == "expected_leakers"]
    assert {move.arrangement for move in leakers} == {"toy_apart", "toy_together", "as_of"}
    # a missile that fails more often leaks less often, with the same luck otherwise
    assert all(move.change < 0.0 for move in leakers)
    assert not [move for move in imported.moves if move.measure == "warning_time_s"]
    assert imported.overlay is None


def test_a_change_that_leaves_the_catalogue_unsound_is_not_written(alone: Catalogue, tmp_path: Path) -> None:
    file = tmp_path / "facts.csv"
    file.write_text(
        "record,fact,basis,cites\ntoy_stone,reliability,reported,nobody_knows\n", encoding="utf-8"
    )
    with pytest.raises(CatalogueError, match="unknown source 'nobody_knows'") as refused:
        import_table(alone, file, tmp_path / "overlay")
    assert str(refused.value).startswith("threats/toy_stone.yaml:")
    assert not (tmp_path / "overlay").exists()


def test_nothing_changed_is_nothing_read(alone: Catalogue, tmp_path: Path) -> None:
    imported = import_table(alone, table(tmp_path), tmp_path / "overlay")
    assert (imported.changes, imported.uses, imported.overlay) == ((), (), None)


def test_too_few_trials_are_refused_before_any_work(alone: Catalogue, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--trials 10: from 512"):
        import_table(alone, tmp_path / "there_is_none.csv", preview_trials=10)
