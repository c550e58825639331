"""Kill probabilities from the flight-test record: one Beta posterior per interceptor, shared by the type."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from shieldwall.case.forces import Forces
from shieldwall.case.ledger import Ledger
from shieldwall.catalogue.load import Catalogue
from shieldwall.catalogue.readings import UNSCRIPTED, Tally, tallies
from shieldwall.chance.quantiles import beta_quantile
from shieldwall.chance.streams import uniforms
from shieldwall.model.provenance import Fact
from shieldwall.model.scenario import Reading, Scenario
from shieldwall.model.systems import Interceptor

JEFFREYS: Final = 0.5
INTERVAL: Final = (0.05, 0.95)


@dataclass(frozen=True)
class KillChances:
    """An interceptor's test record as it was read, and the kill probability of each draw (draws,)."""

    hits: float
    attempts: int
    draws: npt.NDArray[np.float64]


@dataclass(frozen=True)
class Posterior:
    """What one reading of the record says of an interceptor's odds.

    ``mean`` and ``interval`` (5th and 95th percentile) are of the record by itself; ``mean_as_used`` is the
    mean once the discount for scripted tests is taken off, and is null where no record of the catalogue
    describes the interceptor.
    """

    interceptor: str
    hits: float
    attempts: int
    mean: float
    interval: tuple[float, float]
    discount: float | None
    mean_as_used: float | None


def beta_parameters(tally: Tally) -> tuple[float, float]:
    """Return the posterior's parameters under Jeffreys' prior: hits + 1/2 and misses + 1/2.

    Jeffreys, *Theory of Probability*, 3rd edition, 1961, section 3.10. Without a test the prior stands alone.
    """
    return tally.hits + JEFFREYS, tally.attempts - tally.hits + JEFFREYS


def posteriors(catalogue: Catalogue, reading: Reading, until: dt.date | None = None) -> tuple[Posterior, ...]:
    """Return the posterior of every interceptor of the flight-test record in one reading.

    Parameters
    ----------
    catalogue : Catalogue
        Where the record and the discounts are.
    reading : Reading
        Which tests count, and what counts as a hit.
    until : date, optional
        The last day of which tests are known.
    """
    return tuple(
        _posterior(catalogue, name, tally, reading)
        for name, tally in sorted(tallies(catalogue, reading, until).items())
    )


def _posterior(catalogue: Catalogue, name: str, tally: Tally, reading: Reading) -> Posterior:
    alpha, beta = beta_parameters(tally)
    mean = alpha / (alpha + beta)
    low, high = (float(bound) for bound in beta_quantile(np.array(INTERVAL), alpha, beta))
    described = name in catalogue.ids(Interceptor)
    fact = _discount(catalogue.record(Interceptor, name), reading) if described else None
    discount = 0.0 if fact is None else _mean(fact)
    return Posterior(
        interceptor=name,
        hits=tally.hits,
        attempts=tally.attempts,
        mean=mean,
        interval=(low, high),
        discount=discount if described else None,
        mean_as_used=mean * (1.0 - discount) if described else None,
    )


def _discount(interceptor: Interceptor, reading: Reading) -> Fact | None:
    return None if reading in UNSCRIPTED else interceptor.facts.external_validity_discount


def _mean(fact: Fact) -> float:
    """Return the mean over a fact's range as a study samples it."""
    if fact.spread == "none" or fact.low is None or fact.high is None:
        return fact.value
    ends = fact.low + fact.high
    return ends / 2.0 if fact.spread == "uniform" else (ends + fact.value) / 3.0


def kill_chances(
    scenario: Scenario, forces: Forces, catalogue: Catalogue, ledger: Ledger
) -> dict[str, KillChances]:
    """Return single-shot kill probabilities by interceptor.

    The posterior of the test record in the scenario's reading (see `beta_parameters`), times one less the
    discount for tests that were scripted. With ``knowledge: as_of`` only tests flown by the scenario's date
    count. The default reading counts failures to launch and operators' errors.
    """
    until = None if scenario.knowledge == "today" else scenario.date
    record = tallies(catalogue, scenario.reading, until)
    found: dict[str, KillChances] = {}
    for name in forces.interceptors:
        tally = record.get(name, Tally())
        luck = uniforms(ledger.seed, f"kill probability: {name}", ledger.draws)
        kill = beta_quantile(luck, *beta_parameters(tally))
        discount = _discount(catalogue.record(Interceptor, name), scenario.reading)
        if discount is not None:
            label = f"{name}.external_validity_discount"
            kill = kill * (1.0 - ledger.sample(label, discount, "discount for scripted tests"))
        found[name] = KillChances(tally.hits, tally.attempts, kill)
    return found


def record_remarks(chances: dict[str, KillChances], reading: Reading) -> tuple[str, ...]:
    """Return a remark on interceptors of which no test counts, so that the prior alone speaks for them."""
    untested = [name for name, chance in chances.items() if chance.attempts == 0]
    if not untested:
        return ()
    return (
        f"No test of {', '.join(untested)} counts in the reading {reading!r} of the record by then: the odds "
        "rest on the prior alone, which holds anything possible.",
    )
