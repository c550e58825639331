"""Posteriors of kill probability by interceptor, in one reading of the flight-test record, for JSON."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from shieldwall.case.lethality import Posterior, posteriors
from shieldwall.catalogue.load import Catalogue
from shieldwall.catalogue.readings import READINGS, reading_named


@dataclass(frozen=True)
class PosteriorsListed:
    """Posteriors by interceptor; ``as_of`` is the last day of which tests are known, null for all."""

    schema: Literal["shieldwall.catalogue.posteriors/1"]
    reading: str
    counts: str
    as_of: str | None
    posteriors: tuple[Posterior, ...]


def list_posteriors(known: Catalogue, reading: str, as_of: dt.date | None) -> PosteriorsListed:
    """Return the posterior of every interceptor of the record.

    Raises
    ------
    InputError
        There is no such reading; the nearest name is offered.
    """
    named = reading_named(reading)
    return PosteriorsListed(
        schema="shieldwall.catalogue.posteriors/1",
        reading=named,
        counts=READINGS[named],
        as_of=None if as_of is None else str(as_of),
        posteriors=posteriors(known, named, as_of),
    )
