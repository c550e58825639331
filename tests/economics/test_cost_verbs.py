"""The verbs behind `shieldwall cost`, and the command line's own words."""

from __future__ import annotations

import datetime as dt
import json
import math

import pytest
from typer.testing import CliRunner

from shieldwall.apps.cli import cost
from shieldwall.apps.cost_effect import exchange_of, frontier_of
from shieldwall.apps.costs import Method, convert_money, list_programmes, programme_costs, share_cost
from shieldwall.catalogue.load import shipped
from shieldwall.model.errors import InputError
from shieldwall.model.scenario import Scenario

RUN = CliRunner()


def answer(*arguments: str) -> dict[str, object]:
    found = RUN.invoke(cost.app, [*arguments, "--json"])
    assert found.exit_code == 0, found.output
    values = json.loads(found.stdout)
    assert isinstance(values, dict)
    return values


def test_convert_gives_a_value_and_names_its_series() -> None:
    found = answer(
        "convert", "26533000000", "--from", "JPY", "--to", "USD", "--year", "2013", "--real-year", "2015"
    )
    assert found["schema"] == "shieldwall.cost.convert/1"
    # By hand from the two tables.
    assert found["value"] == pytest.approx(26533e6 / 97.5971 * 104.691 / 101.751, rel=1e-12)
    steps = found["conversion"]["steps"]  # type: ignore[index]
    assert [step["series"] for step in steps] == ["jpy_usd_fed", "usd_gdp_bea"]


def test_convert_of_a_fiscal_year_takes_that_years_rate() -> None:
    found = convert_money(100.0, "USD", "JPY", 2015, year_kind="us_fiscal")
    assert found.value == pytest.approx(100.0 * 119.2952, rel=1e-12)
    assert convert_money(100.0, "USD", "USD", 2013, real_year=2015, year_kind="us_fiscal").value == (
        pytest.approx(100.0 * 0.9756 / 0.9483, rel=1e-12)
    )
    yen_first = convert_money(
        1e6, "JPY", "USD", 2013, real_year=2015, method=Method(order="reprice_then_exchange")
    )
    assert [step.series for step in yen_first.conversion.steps] == ["jpy_gdp_world_bank", "jpy_usd_fed"]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"source": "JPX"}, "unknown currency 'JPX'; did you mean 'JPY'"),
        ({"year": 1985}, "jpy_usd_fed has no 1985; it has 1999 to 2025"),
        ({"real_year": 2040}, "it has 1999 to 2022"),
        ({"year_kind": "fiscal"}, "unknown kind of year 'fiscal'"),
        ({"method": Method(series="jpy_usd_feb")}, "did you mean 'jpy_usd_fed'"),
        ({"source": "USD"}, "converts nothing"),
        ({"amount": math.inf}, "finite"),
    ],
)
def test_convert_refuses_what_it_cannot_do(change: dict[str, object], complaint: str) -> None:
    arguments: dict[str, object] = {"amount": 1.0, "source": "JPY", "target": "USD", "year": 2013} | change
    with pytest.raises(InputError, match=complaint):
        convert_money(**arguments)  # type: ignore[arg-type]


def test_programme_shows_series_gaps_and_sales() -> None:
    found = programme_costs("sm3_block_iia", on=dt.date(2015, 12, 2))
    # The sum of the two shared lines as known on the day, 506.08 and 1907.53.
    assert found.value == pytest.approx(2413.6, abs=0.05)
    assert any("-108.106" in gap for gap in found.gaps)
    assert all(point.edition for series in found.series for point in series.points)
    assert found.sales == ()  # the notices came in 2018 and 2019
    assert [sale.id for sale in programme_costs("sm3_block_iia").sales] == [
        "jpn_2018_sm3_2a",
        "jpn_2019_sm3_2a",
    ]
    assert programme_costs("meads").value is None
    listed = list_programmes().value
    assert listed["sm3_block_iia"] > 200
    assert listed["meads"] > 0


def test_share_gives_shares_savings_and_assumptions() -> None:
    found = answer("share", "sm3_block_iia", "--on", "2015-12-02", "--draws", "64")
    shares = found["value"]
    assert isinstance(shares, dict)
    assert math.fsum(shares.values()) == pytest.approx(1.0, abs=1e-15)
    assert set(found["savings"]) == {"same_kit_each_pays", "same_budget", "not_built", "us_only_later"}  # type: ignore[call-overload]
    one = share_cost("sm3_block_iia", counterfactual="not_built", draws=8)
    assert list(one.savings) == ["not_built"]
    constant = share_cost("sm3_block_iia", counterfactual="not_built", real_year=2015, draws=8)
    assert constant.contributions.prices == "US FY2015 by usd_gdp_omb"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["share", "sm3_block_ia"], "did you mean 'sm3_block_iia'"),
        (["share", "meads"], "meads is not shared"),
        (["share", "sm3_block_iia", "--counterfactual", "not_build"], "did you mean 'not_built'"),
        (["share", "sm3_block_iia", "--assume", "additionality"], "expected NAME=VALUE"),
        (["share", "sm3_block_iia", "--assume", "additionality=3"], "is a share"),
        (["programme", "meds"], "did you mean 'meads'"),
    ],
)
def test_bad_input_is_one_clear_line(arguments: list[str], complaint: str) -> None:
    found = RUN.invoke(cost.app, arguments)
    assert isinstance(found.exception, InputError)
    assert complaint in str(found.exception)
    assert "\n" not in str(found.exception)


def test_what_a_person_reads_names_the_series_and_what_is_left_out() -> None:
    shown = RUN.invoke(cost.app, ["convert", "100", "--from", "JPY", "--to", "USD", "--year", "2015"])
    assert "121.049 JPY/USD" in shown.output
    assert "jpy_usd_fed" in shown.output
    shared = RUN.invoke(cost.app, ["share", "sm3_block_iia", "--draws", "64"]).output
    assert "opportunity cost" in shared
    listed = RUN.invoke(cost.app, ["programme"]).output
    assert "sm3_block_iia" in listed
    budgets = RUN.invoke(cost.app, ["programme", "sm3_block_iia"]).output
    assert "Gap:" in budgets


@pytest.mark.nightly
def test_exchange_is_a_range_with_companions_and_the_frontier_pairs_draws() -> None:
    asked = shipped().record(Scenario, "japan_2015")
    ratios = exchange_of(asked, ["unconnected", "integrated"], trials=1024)
    for high, low in ratios.value.values():
        assert 0.0 < high < low
    assert all(len(ratio.companions) == 4 for ratio in ratios.arrangements.values())
    found = frontier_of(asked, ["mse_for_pac3", "thaad_japan_1"], arrangement="integrated", trials=1024)
    assert found.value[0] == "nothing"  # the cheapest is always on the frontier
    assert set(found.marginal) == {"mse_for_pac3", "thaad_japan_1"}
    assert found.ten_year_cost["mse_for_pac3"].years == 10
    books = found.ledgers["thaad_japan_1"]
    assert books.life_cycle.likely > books.procurement.likely > books.expended.likely > 0.0


def test_the_frontier_refuses_unknown_measures_and_options() -> None:
    asked = shipped().record(Scenario, "japan_2015")
    with pytest.raises(InputError, match="did you mean 'expected_leakers'"):
        frontier_of(asked, ["mse_for_pac3"], measure="leakers")
    with pytest.raises(InputError, match="no costs of option 'mse_for_pac4'"):
        frontier_of(asked, ["mse_for_pac4"])
    with pytest.raises(InputError, match="at least one option"):
        frontier_of(asked, [])
    with pytest.raises(InputError, match="--trials 2: from 512"):
        frontier_of(asked, ["mse_for_pac3"], trials=2)
