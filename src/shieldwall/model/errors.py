"""The one exception for input that a person can mend."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class InputError(ValueError):
    """Bad input: one clear line that names the field and, where it can, the nearest valid name."""


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return ``"; did you mean 'x'?"`` for the known name nearest to ``name``, or the known names.

    Examples
    --------
    >>> suggestion("sm3_a1", ["sm3_1a", "pac3"])
    "; did you mean 'sm3_1a'?"
    """
    names = sorted(known)
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    if near:
        return f"; did you mean {near[0]!r}?"
    return f"; known: {', '.join(names[:12])}{' ...' if len(names) > 12 else ''}"
