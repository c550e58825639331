"""Published figures on cost beside what the catalogue and the economics give."""

from __future__ import annotations

from typing import Any

from docs.published.lines import Line, Span, cases, one
from shieldwall.catalogue.ledgers import ledger
from shieldwall.catalogue.load import shipped
from shieldwall.economics.contributions import shares_of
from shieldwall.economics.hoff import implied_total
from shieldwall.economics.reconcile import Reconciliation, reconcile
from shieldwall.model.money import CostElement, PublishedClaim, SaleCase
from shieldwall.model.programme import Programme

Case = dict[str, Any]


def case_of(name: str) -> Case:
    """Return a record of the costs."""
    found: Case = cases("../cost_cases")[name]
    return found


def hoff() -> tuple[float, float, float]:
    """Return the total that Hoff's amount and share imply, and the least and greatest by rounding."""
    claims = {claim.id: claim for claim in ledger(shipped(), PublishedClaim)}
    return implied_total(claims["japan_paid_so_far"], claims["japan_share_to_date"])


def hoff_lines() -> list[Line]:
    """Return the total of the programme and the American share."""
    case = case_of("hoff_2015")
    total, low, high = hoff()
    paid, published = case["japan_million_usd"], case["total_million_usd"]
    share = shares_of({"JPN": float(paid), "USA": total - paid})["USA"]
    sources = (case["source"],)
    what = f"Block IIA: total that 431 at 18 per cent implies ({low:.0f} to {high:.0f} by rounding)"
    return [
        Line("C01", what, one(published), total, "million USD", case["tolerance"] * published,
             sources=sources),
        Line("C01", "Block IIA: American share", one(case["us_share"]), share, "", 1e-12, 2, sources=sources),
    ]  # fmt: skip


def plan_shares() -> tuple[float, float]:
    """Return the least and greatest share of Japan in the catalogue's record of the plan of 2005."""
    programme = shipped().record(Programme, "sm3_block_iia")
    planned = {item.party: item.share for item in programme.planned_shares if item.plan == "reuters_2005"}
    assert planned["JPN"].low is not None
    assert planned["JPN"].high is not None
    return planned["JPN"].low, planned["JPN"].high


def plan_lines() -> list[Line]:
    """Return the sums of the plan, and the shares of the record."""
    case = case_of("plan_2005")
    sources = (case["source"],)
    ends = list(
        zip(case["japan_billion_usd"], case["us_billion_usd"], case["total_billion_usd"], strict=True)
    )
    found = [
        Line("C02", "plan of 2005: the parts' sum", one(total), japan + states, "billion USD", 1e-9, 1,
             sources=sources)
        for japan, states, total in ends
    ]  # fmt: skip
    shares = sorted(shares_of({"JPN": japan, "USA": states})["JPN"] for japan, states, _ in ends)
    for word, share, kept in zip(("least", "greatest"), shares, plan_shares(), strict=True):
        what = f"plan of 2005: Japan's {word} share"
        found.append(Line("C02", what, one(share), kept, "", 5e-4, 3, sources=sources))
    return found


def price_lines() -> list[Line]:
    """Return the price of one round in two sale notices."""
    case = case_of("unit_prices")
    sales = {sale.id: sale for sale in ledger(shipped(), SaleCase)}
    return [
        Line(
            case="C04",
            what=f"{name.replace('_', ' ')}: price of one",
            published=one(each),
            computed=sales[name].each,
            unit="million USD",
            tolerance=case["tolerance"] * each,
            digits=1,
            sources=(case["source"],),
        )
        for name, each in case["million_usd_each"].items()
    ]


def two_sites() -> tuple[float, float, Reconciliation]:
    """Return two sites over 30 years, their interceptors (billion yen), and both against the total."""
    case = case_of("aegis_ashore")
    sites = [
        element
        for element in ledger(shipped(), CostElement)
        if element.option in {"aegis_ashore_akita", "aegis_ashore_yamaguchi"}
        and element.unit == "million_JPY"
    ]
    years = {"procurement": 1, "operations": 30}
    both = sum(element.amount * years[element.part] for element in sites) / 1e3
    interceptors = float(case["interceptors"] * case["interceptor_billion_yen"])
    parts = [("sites over 30 years", both), ("interceptors", interceptors)]
    found = reconcile("two sites with interceptors", case["total_billion_yen"], parts, "billion_JPY")
    return both, interceptors, found


def ashore_lines() -> list[Line]:
    """Return sites, interceptors and the total, which does not close."""
    case = case_of("aegis_ashore")
    both, interceptors, found = two_sites()
    sources, near = (case["source"],), case["tolerance"]
    total = case["total_billion_yen"]
    figures: tuple[tuple[str, Span, float, float, str], ...] = (
        # yearly operations are rounded to a million yen: 60 site-years of half a million
        ("two sites over 30 years", one(case["two_sites_billion_yen"]), both, 0.03, ""),
        ("interceptors", one(case["interceptors_billion_yen"]), interceptors, near * 190.0, ""),
        ("total", one(total), both + interceptors, near * total, f"{found.remark} {case['explanation']}"),
    )
    return [
        Line("C06", f"Aegis Ashore: {what}", published, value, "billion yen", slack, 1,
             explanation=remark, sources=sources)
        for what, published, value, slack, remark in figures
    ]  # fmt: skip


def lines() -> list[Line]:
    """Return all of them."""
    return [*hoff_lines(), *plan_lines(), *price_lines(), *ashore_lines()]
