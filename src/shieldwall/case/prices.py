"""Unit prices of interceptors, sampled, in the prices of one year."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from shieldwall.case.forces import Forces
from shieldwall.case.ledger import Ledger
from shieldwall.catalogue.load import Catalogue
from shieldwall.economics.expended import common_prices
from shieldwall.economics.prices import series_of
from shieldwall.model.errors import InputError
from shieldwall.model.provenance import Fact
from shieldwall.model.scenario import Scenario
from shieldwall.model.systems import Interceptor

PRICE_LEVELS: Final = "usd_gdp_omb"
"""The price level by which prices of different years are made comparable."""


def unit_prices(
    scenario: Scenario, forces: Forces, catalogue: Catalogue, ledger: Ledger
) -> tuple[npt.NDArray[np.float64], int]:
    """Return unit prices by draw and magazine type in million dollars, and their common price year.

    The common year is the scenario's; a price keeps its own range and is moved by the named series.

    Raises
    ------
    InputError
        An interceptor in place has no unit price.
    """
    facts: dict[str, Fact] = {}
    for name in forces.interceptors:
        price = catalogue.record(Interceptor, name).facts.unit_price_million_usd
        if price is None:
            raise InputError(f"{name} has no unit_price_million_usd, which the cost of a raid needs")
        facts[name] = price
    levels = catalogue.table(PRICE_LEVELS)
    common = common_prices(facts, scenario.date.year, series_of(levels.about, levels.rows)[0])
    by_name = {
        name: ledger.sample(f"{name}.unit_price_million_usd", fact, "unit price") * common.factor(name) / 1e6
        for name, fact in facts.items()
    }
    if not by_name:
        return np.zeros((ledger.draws, 0)), common.price_year
    return np.stack([by_name[name] for _, name in forces.magazine_types], axis=1), common.price_year
