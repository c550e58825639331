"""Published figures on cost beside what the catalogue and the economics give."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from shieldwall.catalogue.ledgers import ledger
from shieldwall.catalogue.load import shipped
from shieldwall.economics.contributions import shares_of
from shieldwall.economics.hoff import implied_total
from shieldwall.economics.reconcile import reconcile
from shieldwall.model.money import CostElement, PublishedClaim, SaleCase
from shieldwall.model.programme import Programme

CASES: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("cost_cases.yaml").read_text(encoding="utf-8")
)


def test_hoffs_amount_and_share_imply_her_total() -> None:
    case = CASES["hoff_2015"]
    claims = {claim.id: claim for claim in ledger(shipped(), PublishedClaim)}
    paid, share = claims["japan_paid_so_far"], claims["japan_share_to_date"]
    assert (paid.value, share.value) == (case["japan_million_usd"], case["japan_share"])
    total, low, high = implied_total(paid, share)
    assert total == pytest.approx(case["total_million_usd"], rel=case["tolerance"])
    assert round(total) == case["total_million_usd"]
    # The rounding of the share alone allows 2,330 to 2,463; that of the amount adds three either way.
    assert (low, high) == (pytest.approx(2330, abs=4), pytest.approx(2463, abs=4))
    states = shares_of({"JPN": paid.value or 0.0, "USA": total - (paid.value or 0.0)})["USA"]
    assert states == pytest.approx(case["us_share"], abs=1e-12)  # an identity


def test_the_plan_of_2005_adds_up_and_gives_the_catalogues_shares() -> None:
    case = CASES["plan_2005"]
    programme = shipped().record(Programme, "sm3_block_iia")
    planned = {item.party: item.share for item in programme.planned_shares if item.plan == "reuters_2005"}
    ends = zip(case["japan_billion_usd"], case["us_billion_usd"], case["total_billion_usd"], strict=True)
    shares = []
    for japan, states, total in ends:
        assert japan + states == pytest.approx(total, abs=1e-9)  # one decimal each
        shares.append(shares_of({"JPN": japan, "USA": states})["JPN"])
    assert planned["JPN"].low == pytest.approx(min(shares), abs=5e-4)  # the record has three decimals
    assert planned["JPN"].high == pytest.approx(max(shares), abs=5e-4)


def test_sale_notices_give_the_published_price_of_one() -> None:
    case = CASES["unit_prices"]
    sales = {sale.id: sale for sale in ledger(shipped(), SaleCase)}
    for name, each in case["million_usd_each"].items():
        assert sales[name].each == pytest.approx(each, rel=case["tolerance"])


def test_aegis_ashore_sums_to_the_published_sites_and_shows_the_gap_to_the_total() -> None:
    case = CASES["aegis_ashore"]
    sites = [
        element
        for element in ledger(shipped(), CostElement)
        if element.option in {"aegis_ashore_akita", "aegis_ashore_yamaguchi"}
        and element.unit == "million_JPY"
    ]
    years = {"procurement": 1, "operations": 30}
    two_sites = sum(element.amount * years[element.part] for element in sites) / 1e3
    # Yearly operations are rounded to a million yen: 60 site-years of half a million.
    assert two_sites == pytest.approx(case["two_sites_billion_yen"], abs=0.03)
    interceptors = case["interceptors"] * case["interceptor_billion_yen"]
    assert interceptors == pytest.approx(case["interceptors_billion_yen"], rel=case["tolerance"])
    found = reconcile(
        "two sites with interceptors",
        case["total_billion_yen"],
        [("sites over 30 years", two_sites), ("interceptors", float(interceptors))],
        "billion_JPY",
    )
    assert not found.closes
    difference = -found.gap / found.published
    assert difference == pytest.approx(case["total_difference"], abs=case["total_difference_half_width"])
    assert "do not say why" in found.remark
