"""What a study's results rest on: versions and digests of code and data, inputs, seed, and the machine."""

from __future__ import annotations

import hashlib
import platform
from functools import cache
from pathlib import Path
from typing import Any, Final

import llvmlite.binding
import numba
import numpy as np
import scipy

from shieldwall.catalogue.load import Catalogue
from shieldwall.model.errors import InputError
from shieldwall.model.version import CODE_VERSION
from shieldwall.study.sweep.cells import canonical
from shieldwall.study.sweep.design import Design

PACKAGE: Final = Path(__file__).resolve().parents[1]
SHOWING: Final = frozenset({"report", "apps"})
"""Floors that show results and change none."""


@cache
def code_digest() -> str:
    """Return sixteen hexadecimal digits over every source that a result could depend on."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(PACKAGE)
        if place.parts[0] not in SHOWING:
            digest.update(f"{place.as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


@cache
def machine_class() -> str:
    """Return what decides the last bits of a result: system, processor, and the libraries that compute."""
    return (
        f"{platform.system()} {platform.machine()} {llvmlite.binding.get_host_cpu_name()}; Python "
        f"{platform.python_version()}, numpy {np.__version__}, scipy {scipy.__version__}, numba "
        f"{numba.__version__}"
    )


def manifest_of(design: Design, catalogue: Catalogue) -> dict[str, Any]:
    """Return the manifest of a study, all but its format and date."""
    study, scenario = design.study.model_dump(mode="json"), design.scenario.model_dump(mode="json")
    inputs = hashlib.sha256(canonical([study, scenario]).encode()).hexdigest()[:16]
    return {
        "code": CODE_VERSION,
        "code_digest": code_digest(),
        "data": catalogue.version,
        "data_digest": catalogue.digest,
        "overlays": [str(folder.resolve()) for folder in catalogue.folders[1:]],
        "inputs_digest": inputs,
        "seed": design.study.seed,
        "machines": [machine_class()],
        "study": study,
        "scenario": scenario,
        "ranges": {each.name: [each.low, each.high] for each in design.ranges},
    }


def refuse_other_grounds(manifest: dict[str, Any], catalogue: Catalogue, folder: Path) -> None:
    """Refuse to add to results that rest on other code or data than there are now.

    Raises
    ------
    InputError
        Which of the two differs, and with what the results were made.
    """
    if manifest["data_digest"] != catalogue.digest:
        raise InputError(
            f"{folder} was begun with data {manifest['data']} ({manifest['data_digest']}), and these are "
            f"{catalogue.version} ({catalogue.digest}): begin anew in another --out, or go back to those data"
        )
    if manifest["code_digest"] != code_digest():
        raise InputError(
            f"{folder} was begun with code {manifest['code']} ({manifest['code_digest']}), and this is "
            f"{CODE_VERSION} ({code_digest()}): begin anew in another --out, or go back to that code"
        )
