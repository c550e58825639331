from __future__ import annotations

import numpy as np
import pytest

from shieldwall.catalogue.ledgers import ledger
from shieldwall.catalogue.load import shipped
from shieldwall.economics.cost_exchange import (
    Companion,
    OtherSide,
    exchange_ratio,
    marginal_value,
    other_side,
)
from shieldwall.economics.prices import PriceBook
from shieldwall.economics.spread import distribution
from shieldwall.model.errors import InputError
from shieldwall.model.money import ThreatCost

OTHER = OtherSide("nodong", 1.0, 10.0, "us_fiscal 2015", ("toy",))
LEAKERS = (Companion("expected_leakers", "missiles", distribution([1.0, 2.0])),)


def test_the_ratio_is_a_range_and_has_companions() -> None:
    found = exchange_ratio([100.0, 200.0], 20, OTHER, LEAKERS)
    assert found.at_low_other_cost.mean == pytest.approx(7.5, rel=1e-12)
    assert found.at_high_other_cost.mean == pytest.approx(0.75, rel=1e-12)
    assert found.companions == LEAKERS
    assert "leaves out what a missile that leaks would have hit" in found.remark


def test_a_ratio_alone_or_on_a_point_is_refused() -> None:
    with pytest.raises(InputError, match="never given alone"):
        exchange_ratio([1.0], 20, OTHER, ())
    with pytest.raises(InputError, match="is a range above zero"):
        OtherSide("nodong", 5.0, 5.0, "us_fiscal 2015", ())
    with pytest.raises(InputError, match="at least one missile"):
        exchange_ratio([1.0], 0, OTHER, LEAKERS)
    with pytest.raises(InputError, match="zero or more"):
        exchange_ratio([-1.0], 20, OTHER, LEAKERS)
    with pytest.raises(ValueError, match="the other side's cost is a range"):
        ThreatCost(
            threat="nodong", low=5.0, high=5.0, unit="million_USD", price_year=2015, year_kind="calendar",
            basis="assumed", source="toy",
        )  # fmt: skip


def test_all_that_is_published_on_a_threat_makes_its_range(book: PriceBook) -> None:
    costs = ledger(shipped(), ThreatCost)
    found = other_side(costs, "nodong", 2015, book.named("usd_gdp_omb"))
    # 0.8 of 2022 and 10.5 of 2016, moved to FY2015 over fiscal years weighted three to one.
    level = {2015: 0.9756, 2016: 0.9834, 2017: 1.0, 2022: 1.1673, 2023: 1.2207}
    assert found.low_million_usd == pytest.approx(
        0.8 * level[2015] / (0.75 * level[2022] + 0.25 * level[2023]), rel=1e-9
    )
    assert found.high_million_usd == pytest.approx(
        10.5 * level[2015] / (0.75 * level[2016] + 0.25 * level[2017]), rel=1e-9
    )
    assert len(found.sources) == 2
    with pytest.raises(InputError, match="nothing is published"):
        other_side(costs, "no_dong", 2015, book.named("usd_gdp_omb"))


def test_one_more_ship_is_priced_only_where_its_effect_is_told_from_zero() -> None:
    generator = np.random.default_rng(1)
    before = 3.0 + generator.normal(0.0, 0.5, 400)
    better = before - 1.0 + generator.normal(0.0, 0.05, 400)
    kind = ("expected_leakers", "leaker")
    clear = marginal_value("One more ship", kind, better, before, 500.0, less_is_better=True)
    assert clear.cost_per_unit is not None
    # One leaker fewer with a spread of a twentieth: the median is 500 within a per cent.
    assert clear.cost_per_unit.median == pytest.approx(500.0, rel=0.02)
    assert clear.effect.mean < 0.0
    assert clear.cost_per_mean_unit == pytest.approx(500.0, rel=0.02)
    assert "million dollars for each" in clear.remark
    mixed = before - 0.2 + generator.normal(0.0, 0.5, 400)
    average = marginal_value("One more ship", kind, mixed, before, 500.0, less_is_better=True)
    assert average.cost_per_unit is None  # in one draw of three it does not help
    assert average.cost_per_mean_unit == pytest.approx(500.0 / average.mean_gain, rel=1e-12)
    vague = before + generator.permutation(np.linspace(-0.3, 0.3, 400))
    unclear = marginal_value("One more ship", kind, vague, before, 500.0, less_is_better=True)
    assert (unclear.cost_per_unit, unclear.cost_per_mean_unit) == (None, None)
    assert "no difference to expected_leakers that can be told from zero" in unclear.remark
    worse = marginal_value("One more ship", kind, before + 1.0, before, 500.0, less_is_better=True)
    assert "the unwanted way" in worse.remark
    assert worse.improves == 0.0
    with pytest.raises(InputError, match="do not pair"):
        marginal_value("One more ship", kind, better[:-1], before, 500.0, less_is_better=True)
