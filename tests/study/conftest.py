"""One comparison on the shipped scenario, small but whole, that the tests of this folder share."""

from __future__ import annotations

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
    """Four arrangements, sixteen cells and a curve: 64 draws of four battles each."""
    settings = Settings(ARRANGEMENTS, 256, None, 2015, workers=2, raid_sizes=(5, 40))
    return run_comparison(scenario, shipped(), settings)
