"""What workers are born with: the catalogue read, kernels loaded, and the first page's case warm.

Imported once by the process from which workers are forked, so that they share its memory.
"""

from __future__ import annotations

import traceback
from typing import Any, Final

from shieldwall.apps.explorer.state import State
from shieldwall.apps.explorer.work import Desk
from shieldwall.catalogue.load import shipped

FIRST_PAGE: Final = State(scenario="japan_2015")


class _Silence:
    def report(self, stage: str, share: float) -> None:
        """Say nothing."""

    def check(self) -> None:
        """Let the work go on."""

    def partial(self, result: dict[str, Any]) -> None:
        """Show nothing."""


def _ready() -> Desk:
    from shieldwall.apps.explorer.quick import QUICK_DRAWS, QUICK_TRIALS

    desk = Desk(shipped())
    request = {
        "state": FIRST_PAGE.model_dump(mode="json"),
        "draws": QUICK_DRAWS,
        "trials": QUICK_TRIALS,
        "raid_sizes": [],
        "omit": [],
    }
    try:
        desk.do("compare", request, _Silence())
    except Exception:  # a worker that has to warm up by itself is better than none
        traceback.print_exc()
    return desk


DESK: Final = _ready()
