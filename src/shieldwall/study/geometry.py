"""What follows from geometry and timing alone, before any battle: engageable shares and warning times."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from shieldwall.case.build import Case
from shieldwall.study.trial import Geometry

Floats = npt.NDArray[np.float64]

SHARES: Final = (
    "engageable_share",
    "engageable_share_two_shots",
    "engageable_share_upper",
    "engageable_share_upper_two_shots",
    "engageable_share_lower",
)
WARNING: Final = "warning_time_s"
MEASURES: Final = (*SHARES, WARNING)


@dataclass(frozen=True)
class Weights:
    """How flights (F) add up: people by flight, and by beneficiary (B) and place (L) of its aim point."""

    flight: Floats
    beneficiary: npt.NDArray[np.int32]
    beneficiaries: int
    place: npt.NDArray[np.int32]
    places: int

    def mean(self, values: Floats) -> Floats:
        """Return the mean of values by flight (Q, F) over all and by beneficiary, shape (Q, 1 + B).

        Not a number for a beneficiary whom no flight reaches.
        """
        weighted = values * self.flight
        parts = np.stack([np.bincount(self.beneficiary, row, self.beneficiaries) for row in weighted])
        with np.errstate(invalid="ignore"):
            return np.concatenate([weighted.sum(axis=1, keepdims=True), parts / self._people], axis=1)

    @cached_property
    def _people(self) -> Floats:
        """People by beneficiary, shape (B,)."""
        return np.asarray(np.bincount(self.beneficiary, self.flight, self.beneficiaries))

    def by_place(self, values: Floats) -> Floats:
        """Return the mean of values by flight at each place, shape (L,); nan where no flight comes."""
        total = np.bincount(self.place, self.flight, self.places)
        with np.errstate(invalid="ignore"):
            return np.asarray(np.bincount(self.place, values * self.flight, self.places) / total)


def weights_of(case: Case) -> Weights:
    """Return how the flights of a case add up."""
    aim = case.flights.aim
    return Weights(
        flight=case.flights.weight,
        beneficiary=case.beneficiary[aim],
        beneficiaries=len(case.beneficiaries),
        place=case.aims.place[aim],
        places=len(case.places),
    )


def by_flight(geometry: Geometry) -> Floats:
    """Return the measures at each flight in the order of `MEASURES`, shape (measures, F)."""
    one, two, low = geometry.looks >= 1, geometry.looks >= 2, geometry.lower
    shares = (one | low, two | (one & low), one, two, low)
    return np.stack([*(share.astype(np.float64) for share in shares), geometry.warning_s])


def warning_bins(values_s: Floats, weights: Weights) -> tuple[int, Floats]:
    """Return the people's weight by whole second of a warning time, as (first second, weights)."""
    second = np.rint(values_s).astype(np.int64)
    first = int(second.min())
    return first, np.asarray(np.bincount(second - first, weights.flight), np.float64)
