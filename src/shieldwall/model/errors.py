"""The one exception for input that a person can mend."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable
from typing import Final

LIKE_ENOUGH: Final = 0.6


class InputError(ValueError):
    """Bad input: one clear line that names the field and, where it can, the nearest valid name."""


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return ``"; did you mean 'x'?"`` for the known name nearest to ``name``, or the known names.

    Of names equally near, the one with the most letters in common is offered: a slip of order is likelier
    than a wrong letter. Capitals do not count.

    Examples
    --------
    >>> suggestion("sm3_a1", ["sm3_1a", "sm3_2a", "pac3"])
    "; did you mean 'sm3_1a'?"
    >>> suggestion("NODONG", ["nodong", "musudan"])
    "; did you mean 'nodong'?"
    """
    names = sorted(known)
    small = name.casefold()

    def likeness(other: str) -> tuple[float, int]:
        in_order = difflib.SequenceMatcher(None, other.casefold(), small).ratio()
        return in_order, (Counter(other.casefold()) & Counter(small)).total()

    nearest = max(names, key=likeness, default=None)
    if nearest is not None and likeness(nearest)[0] >= LIKE_ENOUGH:
        return f"; did you mean {nearest!r}?"
    return f"; known: {', '.join(names[:12])}{' ...' if len(names) > 12 else ''}"
