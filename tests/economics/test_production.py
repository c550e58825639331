from __future__ import annotations

import datetime as dt

import pytest

from shieldwall.catalogue.ledgers import ledger
from shieldwall.catalogue.load import shipped
from shieldwall.economics.learning import LearningCurve
from shieldwall.economics.prices import PriceBook
from shieldwall.economics.production import joint_buy, licence_premium, lots_of, replenishment
from shieldwall.model.errors import InputError
from shieldwall.model.money import ProductionRate, UnitPriceRow


def rate(year: int, value: float, low: float | None = None, high: float | None = None) -> ProductionRate:
    return ProductionRate(
        item="arrow",
        line="works",
        known_on=dt.date(2015, 1, 1),
        year=year,
        rate=value,
        low=value if low is None else low,
        high=value if high is None else high,
        basis="assumed",
        source="toy",
    )


def test_lots_are_numbered_from_the_first_unit_and_in_constant_prices(
    unit_prices: tuple[UnitPriceRow, ...], book: PriceBook
) -> None:
    levels = book.named("usd_gdp_omb")
    lots = lots_of(unit_prices, "thaad_line", "flyaway", 2017, levels)
    assert [(lot.first, lot.last) for lot in lots[:2]] == [(27, 48), (49, 92)]  # 26 were made by FY2010
    # 12.1 million dollars of FY2011 by the index 0.9148 (FY2017 = 1).
    assert lots[0].unit_cost == pytest.approx(12.1 / 0.9148, rel=1e-9)
    assert lots[1].label == "2012 actual (pb2014)"  # not the enacted figure of PB2013
    with pytest.raises(InputError, match="no flyaway price of 'thad_line'"):
        lots_of(unit_prices, "thad_line", "flyaway", 2017, levels)


def test_the_licence_premium_counts_fees_and_shows_what_stays_at_home() -> None:
    found = licence_premium(4.0, 5.0, 100, fees_million_usd=20.0, set_up_million_usd=80.0, home_share=0.5)
    assert (found.ratio, found.extra_million_usd, found.kept_at_home_million_usd) == (1.5, 200.0, 300.0)
    assert licence_premium(4.0, 4.0, 10).extra_million_usd == 0.0
    for wrong in ({"quantity": 0}, {"home_share": 1.5}, {"fees_million_usd": -1.0}):
        with pytest.raises(InputError):
            licence_premium(4.0, 5.0, **{"quantity": 10, **wrong})  # type: ignore[arg-type]


def test_a_joint_buy_saves_with_learning_and_not_without() -> None:
    flat = joint_buy(LearningCurve("crawford", 10.0, 1.0), {"USA": 100, "JPN": 50})
    assert flat.saved_million_usd == pytest.approx({"USA": 0.0, "JPN": 0.0}, abs=1e-9)  # sums of 150 tens
    curve = LearningCurve("crawford", 10.0, 0.9)
    bought = joint_buy(curve, {"USA": 100, "JPN": 50})
    assert sum(bought.shares_million_usd.values()) == pytest.approx(bought.joint_million_usd, rel=1e-12)
    assert bought.joint_million_usd == pytest.approx(curve.lot_cost(1, 150), rel=1e-12)
    assert (
        bought.saved_million_usd["JPN"] > bought.saved_million_usd["USA"] > 0.0
    )  # the small buyer gains more
    exported = joint_buy(curve, {"USA": 100, "JPN": 50}, export=100)
    assert exported.joint_million_usd < bought.joint_million_usd
    with pytest.raises(InputError, match="at least one unit"):
        joint_buy(curve, {"USA": 0})


def test_replenishment_follows_dated_rates() -> None:
    rates = [rate(2016, 10.0), rate(2018, 20.0)]
    # From 2016.5 with half a year's lead: 10 in 2017, then 20 a year.
    found = replenishment(30.0, 2016.5, rates, lead_time_years=0.5)
    assert found.years == pytest.approx(2019.0 - 2016.5, abs=1e-9)
    assert replenishment(5.0, 2016.0, rates).years == pytest.approx(0.5, abs=1e-9)
    assert replenishment(5.0, 2015.0, rates).years == pytest.approx(1.5, abs=1e-9)  # nothing before 2016
    assert replenishment(5.0, 2016.0, rates, share_for_buyer=0.5).years == pytest.approx(1.0, abs=1e-9)
    assert replenishment(0.0, 2016.0, rates, lead_time_years=2.0).years == 2.0


def test_a_rate_outside_its_range_is_refused() -> None:
    with pytest.raises(ValueError, match="does not hold"):
        rate(2015, 12.0, low=13.0)


def test_a_line_that_makes_too_few_never_finishes() -> None:
    stopped = [rate(2016, 10.0), rate(2017, 0.0)]
    assert replenishment(10.0, 2016.0, stopped).years == pytest.approx(1.0, abs=1e-9)
    assert replenishment(11.0, 2016.0, stopped).years is None
    ranged = replenishment(20.0, 2016.0, [rate(2016, 10.0, low=0.0, high=20.0)])
    assert (ranged.years_low, ranged.years, ranged.years_high) == (1.0, 2.0, None)


def test_the_shipped_rates_say_how_long_a_raid_takes_to_make_good() -> None:
    rates = ledger(shipped(), ProductionRate)
    block_ib = [item for item in rates if (item.item, item.line) == ("sm3_1b", "raytheon")]
    found = replenishment(40.0, 2015.92, block_ib, lead_time_years=2.0)
    assert found.years is not None
    # Two years of lead time and 40 rounds at 35 a year.
    assert found.years == pytest.approx(2.0 + 40.0 / 35.0, abs=0.01)
    with pytest.raises(InputError, match="one line of one item"):
        replenishment(1.0, 2015.0, rates)
    with pytest.raises(InputError, match="not negative"):
        replenishment(-1.0, 2015.0, block_ib)
