"""Small battles to play, and the second battle model that the kernel is held against."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOM = Path(__file__).parent


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOM / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def toy() -> ModuleType:
    """Builders of small battles."""
    return _load("toy_battles")


@pytest.fixture(scope="session")
def plain() -> ModuleType:
    """The battle written again, plainly, with luck that can be keyed or enumerated."""
    return _load("plain_battle")
