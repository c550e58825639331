"""Making interceptors: lots from price rows, licence premium, joint buys, time to replace what was fired."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from shieldwall.economics.learning import LearningCurve, Lot
from shieldwall.economics.money import Money
from shieldwall.economics.prices import YearlySeries, million_usd, reprice
from shieldwall.model.errors import InputError
from shieldwall.model.money import BudgetStatus, PriceMeasure, ProductionRate, UnitPriceRow

SETTLED: Final[tuple[BudgetStatus, ...]] = ("actual", "enacted")


def lots_of(
    rows: Sequence[UnitPriceRow],
    item: str,
    measure: PriceMeasure,
    price_year: int,
    levels: YearlySeries,
    *,
    statuses: Sequence[BudgetStatus] = SETTLED,
) -> tuple[Lot, ...]:
    """Return the lots of an item in constant prices, numbered from the first unit made.

    For each year the most settled row of the latest edition is taken. Buys before the first single year
    enter by their number only: their average price mixes several years' money.

    Parameters
    ----------
    rows : sequence of UnitPriceRow
        Published prices with quantities.
    item : str
        Which item.
    measure : PriceMeasure
        Which kind of price; kinds are never mixed.
    price_year : int
        Prices of which year, of the kind that ``levels`` has.
    levels : YearlySeries
        A price level of the dollar.
    statuses : sequence of BudgetStatus
        Which rows count, the preferred first.

    Raises
    ------
    InputError
        No row fits.
    """
    mine = [row for row in rows if row.item == item and row.quantity is not None]
    chosen: dict[int, UnitPriceRow] = {}
    for row in mine:
        if row.through or row.measure != measure or row.status not in statuses:
            continue
        rival = chosen.get(row.year)
        if rival is None or _settled(row, statuses) > _settled(rival, statuses):
            chosen[row.year] = row
    if not chosen:
        raise InputError(f"no {measure} price of {item!r} with a quantity is {' or '.join(statuses)}")
    made = _made_before(mine, min(chosen))
    lots: list[Lot] = []
    for year in sorted(chosen):
        row = chosen[year]
        quantity = row.quantity or 0
        money = Money(row.value, row.unit, row.year, row.year_kind)
        cost = million_usd(reprice(money, price_year, levels).after)
        lots.append(Lot(made + 1, made + quantity, cost, f"{year} {row.status} ({row.edition})"))
        made += quantity
    return tuple(lots)


def _settled(row: UnitPriceRow, statuses: Sequence[BudgetStatus]) -> tuple[int, str]:
    return (-list(statuses).index(row.status), row.edition)


def _made_before(rows: Sequence[UnitPriceRow], year: int) -> int:
    totals = [row for row in rows if row.through and row.year == year - 1]
    return max((row.quantity or 0 for row in totals), default=0)


@dataclass(frozen=True, slots=True)
class LicencePremium:
    """What making under licence costs beyond buying the finished round.

    Attributes
    ----------
    ratio : float
        Licensed over direct cost, fees and set-up included.
    extra_million_usd : float
        The difference over all rounds.
    kept_at_home_million_usd : float
        Part of the licensed cost that the licensee's own industry earns; not a saving to its budget.
    """

    ratio: float
    extra_million_usd: float
    kept_at_home_million_usd: float


def licence_premium(
    direct_unit_million_usd: float,
    licensed_unit_million_usd: float,
    quantity: int,
    *,
    fees_million_usd: float = 0.0,
    set_up_million_usd: float = 0.0,
    home_share: float = 0.0,
) -> LicencePremium:
    """Return what licensed production of a number of rounds costs beyond direct purchase.

    Parameters
    ----------
    direct_unit_million_usd, licensed_unit_million_usd : float
        Price of one, in one price year.
    quantity : int
        How many.
    fees_million_usd, set_up_million_usd : float
        Licence fees and the cost of setting up the line.
    home_share : float
        Share of the licensed cost that stays with the licensee's industry.

    Raises
    ------
    InputError
        A price is not above zero, the quantity is below one, or the share is not between 0 and 1.

    Examples
    --------
    >>> licence_premium(4.0, 5.0, 100).ratio
    1.25
    """
    if min(direct_unit_million_usd, licensed_unit_million_usd) <= 0.0 or quantity < 1:
        raise InputError("prices are above zero and the quantity is at least one")
    if not 0.0 <= home_share <= 1.0 or min(fees_million_usd, set_up_million_usd) < 0.0:
        raise InputError("a share lies between 0 and 1, and fees are not negative")
    direct = direct_unit_million_usd * quantity
    licensed = licensed_unit_million_usd * quantity + fees_million_usd + set_up_million_usd
    return LicencePremium(licensed / direct, licensed - direct, licensed * home_share)


@dataclass(frozen=True, slots=True)
class JointBuy:
    """One line for all parties beside a line for each, on one learning curve.

    Attributes
    ----------
    joint_million_usd : float
        Cost of all units on one line.
    separate_million_usd : dict of str to float
        Cost of each party's units on a line of its own.
    shares_million_usd : dict of str to float
        The joint cost divided by quantity; they add up to it.
    saved_million_usd : dict of str to float
        Separate less share, by party.
    """

    joint_million_usd: float
    separate_million_usd: dict[str, float]
    shares_million_usd: dict[str, float]
    saved_million_usd: dict[str, float]


def joint_buy(curve: LearningCurve, quantities: Mapping[str, int], *, export: int = 0) -> JointBuy:
    """Return what one production line saves each party against a line of its own.

    Both start at the first unit of the same curve. Every unit on the joint line, exports included, bears
    the average cost, so an export lowers the parties' share without their paying for it. A line of one's
    own has its own set-up cost, which is not counted here: the saving is understated by that.

    Parameters
    ----------
    curve : LearningCurve
        Cost in million dollars of one price year.
    quantities : mapping of str to int
        Units by party.
    export : int
        Units for others on the joint line.

    Raises
    ------
    InputError
        A quantity is below one, or the export is negative.

    Examples
    --------
    >>> bought = joint_buy(LearningCurve("crawford", 10.0, 0.9), {"USA": 50, "JPN": 50})
    >>> bought.saved_million_usd["JPN"] > 0.0
    True
    """
    if not quantities or min(quantities.values()) < 1 or export < 0:
        raise InputError("each party buys at least one unit, and exports are not negative")
    own = sum(quantities.values())
    average = curve.lot_cost(1, own + export) / (own + export)
    separate = {party: curve.lot_cost(1, quantity) for party, quantity in quantities.items()}
    shares = {party: average * quantity for party, quantity in quantities.items()}
    saved = {party: separate[party] - shares[party] for party in quantities}
    return JointBuy(average * own, separate, shares, saved)


@dataclass(frozen=True, slots=True)
class Replenishment:
    """How long it takes to make again what was fired.

    Attributes
    ----------
    years_low, years, years_high : float or None
        At the high, the given and the low rate; None where that rate never makes enough.
    rates : tuple of ProductionRate
        The dated rates that were used, the last one held on.
    lead_time_years : float
        Time before the first round of a new order.
    share_for_buyer : float
        Share of the line's output that this order gets.
    """

    years_low: float | None
    years: float | None
    years_high: float | None
    rates: tuple[ProductionRate, ...]
    lead_time_years: float
    share_for_buyer: float


def replenishment(
    expended: float,
    start_year: float,
    rates: Sequence[ProductionRate],
    *,
    lead_time_years: float = 0.0,
    share_for_buyer: float = 1.0,
) -> Replenishment:
    """Return the time to make again a number of rounds at dated production rates.

    Each rate holds from its year until the next one's; the last holds on. Nothing is made before the first.

    Parameters
    ----------
    expended : float
        Rounds to replace.
    start_year : float
        When the order is placed (2015.92 for 2 December 2015).
    rates : sequence of ProductionRate
        Rates of one line.
    lead_time_years : float
        Time before the first round of the order.
    share_for_buyer : float
        Share of the output that goes to this order.

    Raises
    ------
    InputError
        No rate, rates of several lines, or a number out of range.
    """
    if not rates or len({(rate.item, rate.line) for rate in rates}) != 1:
        raise InputError("production rates of one line of one item are needed")
    if expended < 0.0 or lead_time_years < 0.0 or not 0.0 < share_for_buyer <= 1.0:
        raise InputError("counts and lead times are not negative, and the share is above 0 and at most 1")
    dated = tuple(sorted(rates, key=lambda rate: rate.year))
    begin = start_year + lead_time_years

    def years(pick: str) -> float | None:
        steps = [(float(rate.year), share_for_buyer * getattr(rate, pick)) for rate in dated]
        finish = _finish(expended, begin, steps)
        return None if finish is None else finish - start_year

    return Replenishment(years("high"), years("rate"), years("low"), dated, lead_time_years, share_for_buyer)


def _finish(amount: float, begin: float, steps: Sequence[tuple[float, float]]) -> float | None:
    if amount == 0.0:
        return begin
    left = amount
    for (since, rate), (until, _) in zip(steps, [*steps[1:], (math.inf, 0.0)], strict=True):
        opening = max(since, begin)
        if opening >= until or rate <= 0.0:
            continue
        if left <= rate * (until - opening):
            return opening + left / rate
        left -= rate * (until - opening)
    return None
