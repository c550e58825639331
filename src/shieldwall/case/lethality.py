"""Kill probabilities from the flight-test record: one Beta posterior per interceptor, shared by the type."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from shieldwall.case.forces import Forces
from shieldwall.case.ledger import Input, Ledger, ground_of
from shieldwall.catalogue.load import Catalogue
from shieldwall.catalogue.readings import READINGS, SUPPOSED_DISCOUNT, UNSCRIPTED, Tally, tallies
from shieldwall.chance.quantiles import beta_quantile
from shieldwall.engagement.lethality import BetaPosterior, posterior
from shieldwall.model.provenance import Fact
from shieldwall.model.scenario import Reading, Scenario
from shieldwall.model.systems import Interceptor

INTERVAL: Final = (0.05, 0.95)


@dataclass(frozen=True)
class KillChances:
    """An interceptor's test record as it was read, and the kill probability of each draw (draws,).

    ``expected`` is the mean of what is drawn from: what those who plan can know.
    """

    hits: float
    attempts: int
    expected: float
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


def _quantiles(found: BetaPosterior, uniform: npt.ArrayLike) -> npt.NDArray[np.float64]:
    return np.asarray(beta_quantile(np.asarray(uniform, np.float64), found.alpha, found.beta))


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
    found = posterior(tally.hits, tally.attempts)
    low, high = (float(bound) for bound in _quantiles(found, INTERVAL))
    described = name in catalogue.ids(Interceptor)
    fact = _discount(catalogue.record(Interceptor, name), reading) if described else None
    discount = SUPPOSED_DISCOUNT.get(reading, 0.0 if fact is None else _mean(fact))
    return Posterior(
        interceptor=name,
        hits=tally.hits,
        attempts=tally.attempts,
        mean=found.mean,
        interval=(low, high),
        discount=discount if described else None,
        mean_as_used=found.mean * (1.0 - discount) if described else None,
    )


def _discount(interceptor: Interceptor, reading: Reading) -> Fact | None:
    is_own = reading not in UNSCRIPTED and reading not in SUPPOSED_DISCOUNT
    return interceptor.facts.external_validity_discount if is_own else None


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

    The posterior of the test record in the scenario's reading under Jeffreys' prior, which without a test
    stands alone, times one less the discount for tests that were scripted. With ``knowledge: as_of`` only
    tests flown by the scenario's date count. The default reading counts failures to launch and operators'
    errors.
    """
    until = None if scenario.knowledge == "today" else scenario.date
    record = tallies(catalogue, scenario.reading, until)
    found: dict[str, KillChances] = {}
    for name in forces.interceptors:
        tally = record.get(name, Tally())
        label, role = f"kill probability: {name}", "odds of a kill by the test record"
        found_odds = posterior(tally.hits, tally.attempts)
        kill = _quantiles(found_odds, ledger.uniform(label))
        low, high = (float(bound) for bound in _quantiles(found_odds, INTERVAL))
        basis = "derived" if tally.attempts else "assumed"
        ledger.drew(Input(label, role, basis, "probability", low, high, ground_of(basis), kill, INTERVAL))
        fact = _discount(catalogue.record(Interceptor, name), scenario.reading)
        discount = SUPPOSED_DISCOUNT.get(scenario.reading, 0.0 if fact is None else _mean(fact))
        if fact is None:
            kill = kill * (1.0 - discount)
        else:
            label = f"{name}.external_validity_discount"
            kill = kill * (1.0 - ledger.sample(label, fact, "discount for scripted tests"))
        expected = found_odds.mean * (1.0 - discount)
        found[name] = KillChances(tally.hits, tally.attempts, expected, kill)
    return found


def record_remarks(chances: dict[str, KillChances], reading: Reading) -> tuple[str, ...]:
    """Return remarks on what a reading supposes, and on interceptors of which no test counts in it."""
    supposed = (f"The odds are read as {READINGS[reading]}.",) if reading in SUPPOSED_DISCOUNT else ()
    untested = [name for name, chance in chances.items() if chance.attempts == 0]
    if not untested:
        return supposed
    return (
        *supposed,
        f"No test of {', '.join(untested)} counts in the reading {reading!r} of the record by then: the odds "
        "rest on the prior alone, which holds anything possible.",
    )
