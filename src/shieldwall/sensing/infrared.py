"""Infrared satellites: when a launch is first reported.

A satellite sees a booster only while it burns and only above the clouds; it looks once in a revisit period
and the report takes time to make.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from shieldwall.sensing.clock import NEVER, Milliseconds, to_ms


@dataclass(frozen=True)
class Infrared:
    """One party's constellation.

    ``revisit_s`` is how long a booster must stay in view above ``cloud_break_height_m`` before a look at it
    is certain; ``processing_s`` lies between that look and the report.
    """

    party: int
    cloud_break_height_m: float
    revisit_s: float
    processing_s: float


@dataclass(frozen=True)
class Boost:
    """The part of each flight that burns: sampled heights (F, K), the step, and burnout (F,)."""

    altitude_m: npt.NDArray[np.float64]
    sample_s: float
    burnout_ms: Milliseconds


def infrared_detection_ms(infrared: Infrared, boost: Boost) -> Milliseconds:
    """Return when the constellation reports each launch, ms after launch; `NEVER` where it does not.

    The booster rises through cloud break between two samples, at a time found by straight interpolation; one
    revisit later it has been seen for certain, if it still burns; the report follows after processing. Sun
    glint, viewing angle and dim boosters are left out.
    """
    above = boost.altitude_m >= infrared.cloud_break_height_m
    first = np.argmax(above, axis=1)
    rows = np.arange(first.size)
    before = np.maximum(first - 1, 0)
    low, high = boost.altitude_m[rows, before], boost.altitude_m[rows, first]
    rise = np.where(high > low, high - low, 1.0)
    share = np.where(first > 0, (infrared.cloud_break_height_m - low) / rise, 1.0)
    seen_s = (before + share * (first - before)) * boost.sample_s + infrared.revisit_s
    is_seen = above.any(axis=1) & (seen_s * 1000.0 <= boost.burnout_ms)
    report_ms = to_ms(np.where(is_seen, seen_s + infrared.processing_s, np.inf))
    return np.asarray(report_ms, np.int32)


def first_report_ms(constellations: Sequence[Infrared], boost: Boost, parties: int) -> Milliseconds:
    """Return each party's earliest own report of each flight, shape (F, P), ms after launch."""
    report_ms = np.full((boost.burnout_ms.shape[0], parties), NEVER, np.int32)
    for infrared in constellations:
        own = report_ms[:, infrared.party]
        np.minimum(own, infrared_detection_ms(infrared, boost), out=own)
    return report_ms
