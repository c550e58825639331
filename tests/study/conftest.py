"""One comparison on the shipped scenario, small but whole, that the tests of this folder share."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import shieldwall as sw
from shieldwall.catalogue.load import shipped
from shieldwall.model.outcomes import Comparison
from shieldwall.model.scenario import Scenario
from shieldwall.study.compare import Settings, run_comparison

ARRANGEMENTS = ("unconnected", "cooperative", "integrated", "as_of")


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    return sw.scenario("japan_2015")


@pytest.fixture(scope="session")
def japan(scenario: Scenario) -> Comparison:
    """Four arrangements, sixteen cells and a curve: 48 draws of two battles each."""
    settings = Settings(ARRANGEMENTS, 96, None, 2015, workers=2, raid_sizes=(5, 40))
    return run_comparison(scenario, shipped(), settings)


@pytest.fixture
def study_file(tmp_path: Path, scenario: Scenario) -> Callable[..., Path]:
    """Write a study on a small scenario of its own (one launch area, few missiles) and return its file."""
    small = scenario.but(id="small", raid_size=4, raid_launch_areas=["prk_southeast"], attribution=None)
    (tmp_path / "small.yaml").write_text(small.model_dump_json(), encoding="utf-8")

    def write(name: str = "trial", **fields: object) -> Path:
        usual: dict[str, object] = {
            "id": name,
            "kind": "study",
            "title": "A small study",
            "question": "Does it run?",
            "author": "The tests",
            "scenario": "small.yaml",
            "arrangements": ["unconnected", "integrated"],
            "trials": 16,
            "draws": 4,
            "seed": 7,
        }
        file = tmp_path / f"{name}.yaml"
        file.write_text(json.dumps(usual | fields), encoding="utf-8")
        return file

    return write
