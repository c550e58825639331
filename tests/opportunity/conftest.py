"""The toy theatre of tests/sensing/toy.py, as a fixture."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest


@pytest.fixture(scope="session")
def toy() -> SimpleNamespace:
    """The names of the toy module."""
    return SimpleNamespace(**runpy.run_path(str(Path(__file__).parents[1] / "sensing" / "toy.py")))
