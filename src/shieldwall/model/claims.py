"""What a publication says, as data: each claim with its place, the numbers its words stand for, and a rule.

The rule (``working``) is code in `shieldwall.study`; what it works on (``subject``) and the numbers that the
words are read as (``low`` to ``high``, or ``first`` to ``last`` for days) are data. ``reading`` says how
words became numbers where that is a judgement. Nothing is ever computed from a claim's own number.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, Literal, Self

from pydantic import model_validator

from shieldwall.model.provenance import Identifier, Record
from shieldwall.model.units import Unit

Verdict = Literal["supported", "not_supported", "not_identified", "not_testable"]

JUDGEMENT: Final = "judgement"
"""The working of a statement that is quoted as its author's and not scored."""

UNTESTABLE: Final = "untestable"
"""The working of a claim that nothing in the catalogue or the model can decide; ``reading`` says why."""


class PaperClaim(Record):
    """One row of a table of claims (folder ``claims``).

    ``on`` is the day on which the record is read; ``value`` the number as published, which lies between
    ``low`` and ``high`` as rounding or words allow. An open end is empty.
    """

    id: Identifier
    paper: Identifier
    claim: str
    locator: str
    working: Identifier
    subject: str | None = None
    on: dt.date | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: Unit | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    reading: str | None = None

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"low {self.low:g} is above high {self.high:g}")
        if self.first is not None and self.last is not None and self.first > self.last:
            raise ValueError(f"first {self.first} is after last {self.last}")
        if self.working in {UNTESTABLE, JUDGEMENT}:
            if self.reading is None:
                raise ValueError(f"a claim that is {self.working} says why in reading")
        elif self.subject is None:
            raise ValueError(f"the working {self.working} needs a subject")
        elif (self.low, self.high, self.first, self.last) == (None, None, None, None):
            raise ValueError("a claim that is checked needs low, high, first or last")
        return self
