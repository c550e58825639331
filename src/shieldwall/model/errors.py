"""The one exception for input that a person can mend."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable


class InputError(ValueError):
    """Bad input: one clear line that names the field and, where it can, the nearest valid name."""


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return ``"; did you mean 'x'?"`` for the known name nearest to ``name``, or the known names.

    Of names equally near, the one with the most letters in common is offered: a slip of order is likelier
    than a wrong letter.

    Examples
    --------
    >>> suggestion("sm3_a1", ["sm3_1a", "sm3_2a", "pac3"])
    "; did you mean 'sm3_1a'?"
    """
    names = sorted(known)

    def likeness(other: str) -> tuple[float, int]:
        in_order = difflib.SequenceMatcher(None, other, name).ratio()
        return in_order, (Counter(other) & Counter(name)).total()

    near = difflib.get_close_matches(name, names, n=len(names) or 1, cutoff=0.6)
    if near:
        return f"; did you mean {max(near, key=likeness)!r}?"
    return f"; known: {', '.join(names[:12])}{' ...' if len(names) > 12 else ''}"
