"""A small invented catalogue of three parties, on which faults can be tried one at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from shieldwall.catalogue.load import Catalogue

TOY = Path(__file__).resolve().parent / "toy"


@pytest.fixture
def toy() -> Path:
    return TOY


@pytest.fixture
def toy_catalogue() -> Catalogue:
    return Catalogue(shipped=TOY)
