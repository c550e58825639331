"""What does allied missile defence buy? The public door of Shieldwall.

The verbs are those of the command line. Nothing heavy is imported until a verb is used.

>>> import shieldwall as sw
>>> sw.fact("sm3_1a.burnout_speed_km_s").unit
'km/s'
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from shieldwall.model import version as _version

if TYPE_CHECKING:
    from shieldwall.apps.result import Result
    from shieldwall.apps.verbs import (
        ballistic,
        brief,
        catalogue,
        compare,
        coverage,
        fact,
        flight,
        history,
        posture,
        reach,
        scenario,
        station,
    )
    from shieldwall.model.errors import InputError

__version__ = _version.CODE_VERSION

__all__ = [
    "InputError",
    "Result",
    "__version__",
    "ballistic",
    "brief",
    "catalogue",
    "compare",
    "coverage",
    "fact",
    "flight",
    "history",
    "posture",
    "reach",
    "scenario",
    "station",
]


class _Door(ModuleType):
    """The package, whose verbs keep their names where a floor has the same one (catalogue, coverage).

    Importing a floor would put it in the verb's place; floors are imported by their rooms.
    """

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Door


def __getattr__(name: str) -> Any:
    if name == "InputError":
        from shieldwall.model.errors import InputError

        return InputError
    if name in __all__:
        from shieldwall.apps import verbs

        return getattr(verbs, name)
    raise AttributeError(f"module 'shieldwall' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
