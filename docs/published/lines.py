"""One published figure beside the computed one, and the verdict that follows from both."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import yaml

DATA: Final = Path(__file__).resolve().parents[2] / "tests" / "published" / "data"

Verdict = Literal["pass", "explained", "predicted", "fail"]
Span = tuple[float, float]


@dataclass(frozen=True)
class Line:
    """A published figure and a computed one, in one unit.

    Attributes
    ----------
    case : str
        Number of the case in the list of published cases, or the name of its record.
    what : str
        What is compared.
    published : (float, float) or None
        Least and greatest published figure; equal where one was published, None where none was.
    computed : float
        What the model gives.
    unit : str
        Of both; empty for counts and shares.
    tolerance : float
        By how much the computed figure may lie outside the published ones.
    digits : int
        Decimals shown.
    burn_time : (float, float) or None
        The figure at the short and the long end of the missile's burn time; None where none enters.
    explanation : str
        Needed where the figure lies outside the tolerance.
    sources : tuple of str
        As the record has them.
    """

    case: str
    what: str
    published: Span | None
    computed: float
    unit: str = ""
    tolerance: float = 0.0
    digits: int = 0
    burn_time: Span | None = None
    explanation: str = ""
    sources: tuple[str, ...] = ()

    @property
    def residual(self) -> float:
        """Computed less the nearest published figure: zero within the published ones."""
        if self.published is None:
            return math.nan
        low, high = self.published
        return min(self.computed - low, 0.0) + max(self.computed - high, 0.0)

    @property
    def verdict(self) -> Verdict:
        """``pass`` within the tolerance, else ``explained`` or ``fail``; ``predicted`` without a figure."""
        if self.published is None:
            return "predicted"
        # a hair for figures that meet their bound exactly
        if abs(self.residual) <= self.tolerance * (1.0 + 1e-9):
            return "pass"
        return "explained" if self.explanation else "fail"


def one(value: float) -> Span:
    """Return a single published figure as a span."""
    return float(value), float(value)


def texts(sources: str | list[str]) -> tuple[str, ...]:
    """Return the sources of a record, one or several."""
    return (sources,) if isinstance(sources, str) else tuple(sources)


@functools.cache
def cases(name: str) -> Any:
    """Return the records of a file of published cases."""
    return yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
