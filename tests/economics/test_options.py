from __future__ import annotations

import pytest

from shieldwall.catalogue.ledgers import ledger
from shieldwall.catalogue.load import shipped
from shieldwall.economics.options import Amount, OptionCost, option_cost, window_cost
from shieldwall.economics.options import ledger as books
from shieldwall.economics.prices import PriceBook, YearlySeries
from shieldwall.model.errors import InputError
from shieldwall.model.money import CostElement


def element(part: str, amount: float, build_years: int | None = None, **more: object) -> CostElement:
    values: dict[str, object] = {
        "option": "tower", "part": part, "amount": amount, "low": amount / 2.0, "high": amount * 2.0,
        "unit": "million_USD", "price_year": 2015, "year_kind": "us_fiscal", "build_years": build_years,
        "basis": "assumed", "source": "toy",
    }  # fmt: skip
    return CostElement.model_validate(values | more)


@pytest.fixture
def tower(levels: YearlySeries) -> OptionCost:
    parts = [
        element("development", 30.0, 3), element("procurement", 100.0, 5), element("operations", 7.0),
    ]  # fmt: skip
    return option_cost(parts, "tower", 2015, levels, [])


def test_ten_years_hold_the_building_and_the_operations_after_it(tower: OptionCost) -> None:
    found = window_cost(tower, 2018)
    assert [year.procurement.likely for year in found.by_year] == [20.0] * 5 + [0.0] * 5
    assert [year.development.likely for year in found.by_year] == [10.0] * 3 + [0.0] * 7
    assert [year.operations.likely for year in found.by_year] == [0.0] * 5 + [7.0] * 5
    # Sums of ten small decimals.
    assert found.total.likely == pytest.approx(165.0, rel=1e-12)
    assert (found.total.low, found.total.high) == pytest.approx((82.5, 330.0), rel=1e-12)
    assert found.beyond == Amount(0.0, 0.0, 0.0)
    assert (found.by_year[0].year, found.by_year[-1].year) == (2018, 2027)


def test_a_short_window_leaves_the_rest_beyond(tower: OptionCost) -> None:
    found = window_cost(tower, 2018, 2)
    assert found.total.likely == pytest.approx(60.0, rel=1e-12)
    assert found.beyond.likely == pytest.approx(70.0, rel=1e-12)
    with pytest.raises(InputError, match="at least one year"):
        window_cost(tower, 2018, 0)


def test_the_four_kinds_of_cost_stay_apart(tower: OptionCost) -> None:
    found = books(tower, Amount(1.0, 2.0, 3.0), 30)
    assert found.life_cycle.likely == pytest.approx(30.0 + 100.0 + 30 * 7.0, rel=1e-12)
    assert (found.procurement.likely, found.operations_per_year.likely, found.expended.likely) == (
        100.0,
        7.0,
        2.0,
    )
    more = books(tower, Amount(100.0, 200.0, 300.0), 30)
    assert more.life_cycle == found.life_cycle  # rounds fired were bought under procurement
    with pytest.raises(InputError, match="not negative"):
        tower.life_cycle(-1)


def test_prices_of_other_years_and_currencies_are_moved(levels: YearlySeries, book: PriceBook) -> None:
    old = option_cost([element("procurement", 100.0, 1, price_year=2013)], "tower", 2015, levels, [])
    assert old.of("procurement").likely == pytest.approx(121.0, rel=1e-12)
    yen = element("procurement", 12_000.0, 1, unit="million_JPY", year_kind="japan_fiscal")
    with pytest.raises(InputError, match="no japan_fiscal exchange rate of JPY"):
        option_cost([yen], "tower", 2015, levels, [])
    found = option_cost([yen], "tower", 2015, levels, book.series)
    rate = book.named("jpy_usd_ecb_japan_fiscal").at(2015)
    # Then from JFY2015 to U.S. FY2015 by the months shared: half of 1.21, half of 1.331.
    assert found.of("procurement").likely == pytest.approx(12_000 / rate * 1.21 / 1.2705, rel=1e-9)


def test_every_shipped_option_has_a_ten_year_cost(book: PriceBook) -> None:
    elements = ledger(shipped(), CostElement)
    levels = book.named("usd_gdp_omb")
    rates = [book.named("jpy_usd_fed_fiscal_japan_fiscal")]
    for option in sorted({item.option for item in elements}):
        found = window_cost(option_cost(elements, option, 2017, levels, rates), 2018)
        assert 0.0 < found.total.low <= found.total.likely <= found.total.high
    with pytest.raises(InputError, match="did you mean 'aegis_ashore_akita'"):
        option_cost(elements, "aegis_ashore_akito", 2017, levels, rates)


def test_a_cost_element_is_ordered_money() -> None:
    with pytest.raises(ValueError, match="does not hold"):
        element("procurement", 1.0, 1, low=2.0)
    with pytest.raises(ValueError, match="a cost is money"):
        element("procurement", 1.0, 1, unit="km")
