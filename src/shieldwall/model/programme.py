"""A programme that several parties pay for, or that one buys from another: who, when, why, on what terms."""

from __future__ import annotations

import datetime as dt
from typing import Literal, Self

from pydantic import Field, model_validator

from shieldwall.model.grounds import check_period
from shieldwall.model.measured import Count, MillionDollars, Ratio, Share
from shieldwall.model.money import BudgetStatus
from shieldwall.model.party import Party
from shieldwall.model.provenance import Cite, Fact, Identifier, Record

Mode = Literal["joint_research", "co_development", "licence", "purchase", "national"]


class PlannedShare(Record):
    """What a party was to pay, or its industry to make, by one plan."""

    plan: Identifier
    party: Party
    share: Share


class SharedLine(Record):
    """The budget line in which a party's part of the shared cost is found, and which figures count.

    ``statuses`` are those that may stand for a year, the preferred first.
    """

    party: Party
    element: Identifier
    statuses: tuple[BudgetStatus, ...] = Field(min_length=1)


class PlannedQuantity(Record):
    """How many a party plans to buy."""

    party: Party
    quantity: Count


class SharingAssumptions(Record):
    """What has to be assumed before a share of the cost can be called a saving.

    Attributes
    ----------
    additionality : Fact
        Share of the partners' money that replaces money the party would have spent itself. One means that
        all partner money is saved; zero, that it bought what the party would not have bought.
    cooperation_overhead : Fact
        Share of the joint total that only cooperation causes: duplication and transaction cost.
    overrun : Fact
        Growth that one party bears alone, inside its contribution.
    overrun_party : Party
        Who bears it.
    overrun_anyway : Fact
        Share of that growth that would have come without cooperation too.
    delay_years : Fact
        How many years later the lead party alone would have had the system.
    growth_per_year : Fact
        Real growth of the cost for each year of delay.
    recoupment : Fact
        Share of the development cost that the lead party would recover from the partners' purchases.
    workshare : tuple of PlannedShare
        Share of the work done by each party's industry: no saving, shown beside it.
    """

    additionality: Share
    cooperation_overhead: Share
    overrun: MillionDollars
    overrun_party: Party
    overrun_anyway: Share
    delay_years: Fact
    growth_per_year: Ratio
    recoupment: Share
    workshare: tuple[PlannedShare, ...] = ()


class ProductionPlan(Record):
    """Quantities, and the learning that one joint line keeps and separate lines lose."""

    quantities: tuple[PlannedQuantity, ...] = Field(min_length=1)
    export_quantity: Count
    first_unit_cost: MillionDollars
    learning_slope: Ratio
    licence_premium: Ratio


class Programme(Record):
    """A programme of development, licence or purchase (folder ``programmes``); its budget lines are tables.

    .. code-block:: yaml

        id: gpi
        kind: programme
        name: Glide Phase Interceptor
        parties: [USA, JPN]
        from: 2024-05-15                 # agreement signed; until: optional
        aim: An interceptor for glide vehicles; joint development.
        cites: [{source: some_source}]
        # for the economics, all optional; develops names the interceptor that comes of it:
        mode: co_development
        lead: USA
        planned_shares:
          - plan: agreement_2024
            party: JPN
            share: {value: 0.33, unit: share, basis: reported, cites: [{source: some_source}]}
        shared_lines:
          - {party: JPN, element: development, statuses: [initial]}
    """

    id: Identifier
    kind: Literal["programme"]
    name: str
    parties: tuple[Party, ...] = Field(min_length=1)
    since: dt.date = Field(alias="from")
    until: dt.date | None = None
    aim: str
    cites: tuple[Cite, ...] = Field(min_length=1)
    mode: Mode | None = None
    lead: Party | None = None
    develops: Identifier | None = None
    planned_shares: tuple[PlannedShare, ...] = ()
    shared_lines: tuple[SharedLine, ...] = ()
    sales: tuple[Identifier, ...] = ()
    assumptions: SharingAssumptions | None = None
    production: ProductionPlan | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        check_period(self.since, self.until)
        named = {plan.party for plan in self.planned_shares} | {line.party for line in self.shared_lines}
        named |= {self.lead} if self.lead else set()
        strangers = sorted(named - set(self.parties))
        if strangers:
            raise ValueError(f"{', '.join(strangers)} is not among the parties {', '.join(self.parties)}")
        if self.assumptions and not self.lead:
            raise ValueError("assumptions about a lead party need lead")
        return self
