"""One small case that the tests of this folder share: the shipped scenario from one launch area."""

from __future__ import annotations

import pytest

import shieldwall as sw
from shieldwall.case.build import Case, build_case
from shieldwall.catalogue.load import Catalogue, shipped
from shieldwall.model.scenario import Scenario

DRAWS = 32


@pytest.fixture(scope="session")
def known() -> Catalogue:
    return shipped()


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    return sw.scenario("japan_2015").but(raid_launch_areas=["prk_southeast"])


@pytest.fixture(scope="session")
def case(scenario: Scenario, known: Catalogue) -> Case:
    return build_case(scenario, ("unconnected", "integrated", "as_of"), known, seed=5, draws=DRAWS)
