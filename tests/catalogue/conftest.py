"""A small invented catalogue of three parties, on which faults can be tried one at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from shieldwall.catalogue.load import Catalogue

TOY = Path(__file__).resolve().parent / "toy"
ALLIANCE = Path(__file__).resolve().parents[2] / "examples" / "toy_alliance"


@pytest.fixture
def toy() -> Path:
    return TOY


@pytest.fixture
def toy_catalogue() -> Catalogue:
    return Catalogue(shipped=TOY)


@pytest.fixture
def alliance() -> Path:
    """Return the overlay of the invented alliance that the examples show."""
    return ALLIANCE
