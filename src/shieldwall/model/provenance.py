"""Where a number comes from: sources, citations, facts and series.

Every number that a user can see is a `Fact`, or is computed from facts. A fact says on what basis it
stands: *reported* (a source says so), *derived* (computed here from reported ones) or *assumed* (a
judgement, with its reason and a wide range).
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from shieldwall.model.units import MONEY, Unit, to_si

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
Basis = Literal["reported", "derived", "assumed"]
Spread = Literal["none", "uniform", "triangular"]


class Record(BaseModel):
    """A frozen, strict record: no unknown keys, no silent conversions."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Source(Record):
    """A publication that facts cite."""

    id: Identifier
    title: str
    author: str | None = None
    publisher: str
    published: str | None = None
    url: str | None = None
    kind: Literal["official", "research", "press", "database", "reference", "other"]
    licence: str | None = None
    note: str | None = None


class Cite(Record):
    """One place in a source, and what it says."""

    source: Identifier
    locator: str | None = None
    note: str | None = None


class Dispute(Record):
    """A value that another source gives, kept beside the one chosen, with the reason for the choice."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    cites: tuple[Cite, ...]
    reason: str


class Fact(Record):
    """One number with its range, its unit and its grounds.

    ``low`` and ``high`` bound the published or judged range; ``spread`` says how a study samples between
    them. ``triangular`` peaks at ``value``.
    """

    value: float
    unit: Unit
    low: float | None = None
    high: float | None = None
    spread: Spread = "none"
    price_year: int | None = Field(default=None, ge=1980, le=2060)
    as_of: dt.date | None = None
    basis: Basis
    cites: tuple[Cite, ...] = ()
    derivation: str | None = None
    disputes: tuple[Dispute, ...] = ()
    rechecked_on: dt.date | None = None

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        if self.low is not None and self.low > self.value:
            raise ValueError(f"low {self.low:g} is above value {self.value:g}")
        if self.high is not None and self.high < self.value:
            raise ValueError(f"high {self.high:g} is below value {self.value:g}")
        if self.spread != "none" and (self.low is None or self.high is None):
            raise ValueError(f"spread {self.spread!r} needs both low and high")
        if self.unit in MONEY and self.price_year is None:
            raise ValueError(f"money in {self.unit} needs a price_year")
        if self.unit in {"share", "probability"} and not 0.0 <= self.value <= 1.0:
            raise ValueError(f"a {self.unit} lies between 0 and 1, not {self.value:g}")
        if self.basis == "reported" and not self.cites:
            raise ValueError("a reported fact needs at least one cite")
        if self.basis == "derived" and not self.derivation:
            raise ValueError("a derived fact needs a derivation")
        if self.basis == "assumed" and not self.derivation:
            raise ValueError("an assumed fact needs its reason in derivation")
        return self

    @property
    def si(self) -> float:
        """The value in SI."""
        return to_si(self.value, self.unit)

    @property
    def bounds_si(self) -> tuple[float, float]:
        """Low and high in SI; the value itself where there is no range."""
        low = self.value if self.low is None else self.low
        high = self.value if self.high is None else self.high
        return to_si(low, self.unit), to_si(high, self.unit)
