"""Kill probabilities from the flight-test record: one Beta posterior per interceptor, shared by the type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from shieldwall.case.forces import Forces
from shieldwall.case.ledger import Ledger
from shieldwall.catalogue.load import Catalogue
from shieldwall.chance.quantiles import beta_quantile
from shieldwall.chance.streams import uniforms
from shieldwall.model.scenario import Scenario
from shieldwall.model.systems import Interceptor

TABLE: Final = "flight_tests"
JEFFREYS: Final = 0.5


@dataclass(frozen=True)
class KillChances:
    """An interceptor's test record as it was read, and the kill probability of each draw (draws,)."""

    hits: int
    attempts: int
    draws: npt.NDArray[np.float64]


def kill_chances(
    scenario: Scenario, forces: Forces, catalogue: Catalogue, ledger: Ledger
) -> dict[str, KillChances]:
    """Return single-shot kill probabilities by interceptor.

    The posterior of a test record with Jeffreys' prior, Beta(hits + 1/2, misses + 1/2), times one less the
    discount for tests that were scripted. With ``knowledge: as_of`` only tests flown by the scenario's date
    count. The default reading counts failures to launch and operators' errors.
    """
    rows = catalogue.table(TABLE).rows
    found: dict[str, KillChances] = {}
    for name in forces.interceptors:
        counted = [
            row
            for row in rows
            if row["interceptor"] == name
            and row["in_default"]
            and (scenario.knowledge == "today" or row["date"] <= scenario.date)
        ]
        hits, attempts = sum(row["hits"] for row in counted), sum(row["attempts"] for row in counted)
        luck = uniforms(ledger.seed, f"kill probability: {name}", ledger.draws)
        kill = beta_quantile(luck, hits + JEFFREYS, attempts - hits + JEFFREYS)
        discount = catalogue.record(Interceptor, name).facts.external_validity_discount
        if discount is not None:
            kill = kill * (
                1.0
                - ledger.sample(f"{name}.external_validity_discount", discount, "discount for scripted tests")
            )
        found[name] = KillChances(hits, attempts, kill)
    return found
