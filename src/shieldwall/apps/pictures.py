"""The verbs `picture` and `warning`: what they take, what they give back, and their figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from shieldwall.catalogue.load import Catalogue, shipped
from shieldwall.model.outcomes import FactUsed
from shieldwall.model.scenario import Scenario
from shieldwall.model.version import CODE_VERSION
from shieldwall.study.picture import (
    LookOpen,
    MissilePicture,
    MissileShown,
    PartyTold,
    SensorSeen,
    ShooterReady,
)
from shieldwall.study.warning import COUNTED, ArrangementWarned

if TYPE_CHECKING:
    from shieldwall.report.style import Saved

DRAWS: Final = 64
"""Epistemic draws behind a picture or a warning: enough for a 5th and a 95th percentile."""

ALERTS_TABLE: Final = "public_alerts"
DELAY: Final = "civil_alert_delay_s"

READING: Final = (
    "Times are seconds after launch. Of each: the share of draws in which it happens at all, and over those "
    "draws the median with the 5th and 95th percentile. A unit off station in a draw neither sees nor fires."
)


@dataclass(frozen=True)
class Picture:
    """One missile of a scenario's raid under one arrangement: who sees it, who may, who can, when."""

    schema: Literal["shieldwall.picture/1"]
    scenario: str
    date: str
    arrangement: str
    drawn: str
    reading: str
    seed: int
    draws: int
    missile: MissileShown
    sensors: tuple[SensorSeen, ...]
    parties: tuple[PartyTold, ...]
    shooters: tuple[ShooterReady, ...]
    looks: tuple[LookOpen, ...]
    facts_used: tuple[FactUsed, ...]
    versions: dict[str, str]


@dataclass(frozen=True)
class AlertOnRecord:
    """A launch and its public alert; the delay is good to a minute, and null where none is known."""

    date: str
    alerted: bool
    delay_s: float | None
    sources: tuple[str, ...]
    note: str | None


@dataclass(frozen=True)
class AlertChain:
    """A party's public alert chain: the delay that the model adds to its alert, and its record.

    ``recorded`` delays run from launch to the first public alert; ``modelled_public_alert_s`` is the same by
    arrangement, the mean over the raid, null where nobody is warned.
    """

    party: str
    network: str
    delay_s: float
    delay_low_s: float | None
    delay_high_s: float | None
    basis: str
    derivation: str | None
    cites: tuple[str, ...]
    disputes: tuple[str, ...]
    recorded: tuple[AlertOnRecord, ...]
    modelled_public_alert_s: dict[str, float | None]


@dataclass(frozen=True)
class WarningTimes:
    """WarningTimes times by arrangement and place, with the alert chain that they rest on."""

    schema: Literal["shieldwall.warning/1"]
    scenario: str
    date: str
    threat: str
    counted: str
    seed: int
    draws: int
    arrangements: dict[str, ArrangementWarned]
    alert_chain: AlertChain
    facts_used: tuple[FactUsed, ...]
    versions: dict[str, str]


def picture_of(
    asked: Scenario,
    threat: int,
    arrangement: str | None = None,
    *,
    seed: int | None = None,
    known: Catalogue | None = None,
) -> Picture:
    """Return the picture of one missile of a scenario's raid.

    Parameters
    ----------
    asked : Scenario
        What is asked.
    threat : int
        Which missile, from 1: the n-th that the first battle of a comparison draws with this seed.
    arrangement : str, optional
        The top of the scenario's attribution, else its last arrangement, if left out.
    seed : int, optional
        The scenario's if left out.
    known : Catalogue, optional
        Where facts come from.

    Raises
    ------
    InputError
        No such missile or arrangement, or a scenario that cannot be run.
    """
    from shieldwall.case.build import build_case
    from shieldwall.case.territory import territory
    from shieldwall.study.drawn import check_number, drawn_flight
    from shieldwall.study.picture import missile_picture

    catalogue = known or shipped()
    check_number(threat, asked.raid.size)
    usual = asked.attribution.top if asked.attribution else asked.arrangements[-1]
    name = usual if arrangement is None else arrangement
    chosen = asked.seed if seed is None else seed
    case = build_case(asked, (name,), catalogue, seed=chosen, draws=DRAWS)
    land = territory(asked.parties, catalogue)
    found = missile_picture(case, case.arrangements[name], land, threat, drawn_flight(case, threat))
    return Picture(
        schema="shieldwall.picture/1",
        scenario=asked.id,
        date=str(asked.date),
        arrangement=name,
        drawn=f"missile {threat} of the raid, as the first battle of a comparison (seed {chosen}) draws it",
        reading=READING,
        seed=chosen,
        draws=found.draws,
        missile=found.missile,
        sensors=found.sensors,
        parties=found.parties,
        shooters=found.shooters,
        looks=found.looks,
        facts_used=case.used,
        versions=_versions(catalogue),
    )


def warning_of(
    asked: Scenario,
    arrangements: Sequence[str] | None = None,
    *,
    seed: int | None = None,
    known: Catalogue | None = None,
) -> WarningTimes:
    """Return how long people have between the public alert and impact, by arrangement and place.

    Parameters
    ----------
    asked : Scenario
        What is asked.
    arrangements : sequence of str, optional
        The scenario's own if left out.
    seed : int, optional
        The scenario's if left out.
    known : Catalogue, optional
        Where facts come from.

    Raises
    ------
    InputError
        An unknown arrangement, or a scenario that cannot be run.
    """
    from shieldwall.case.build import build_case
    from shieldwall.study.warning import warnings

    catalogue = known or shipped()
    names = tuple(dict.fromkeys(arrangements or asked.arrangements))
    chosen = asked.seed if seed is None else seed
    case = build_case(asked, names, catalogue, seed=chosen, draws=DRAWS)
    found = warnings(case, {name: case.arrangements[name] for name in names})
    network = next(
        unit.system for unit in case.forces.units if unit.kind == "command" and unit.party == asked.home_party
    )
    return WarningTimes(
        schema="shieldwall.warning/1",
        scenario=asked.id,
        date=str(asked.date),
        threat=asked.raid.threats,
        counted=COUNTED,
        seed=chosen,
        draws=case.draws,
        arrangements=found,
        alert_chain=_alert_chain(catalogue, asked.home_party, network, found),
        facts_used=case.used,
        versions=_versions(catalogue),
    )


def _alert_chain(
    catalogue: Catalogue, party: str, network: str, found: dict[str, ArrangementWarned]
) -> AlertChain:
    fact = catalogue.fact(f"{network}.{DELAY}")
    table = catalogue.table(ALERTS_TABLE).rows if ALERTS_TABLE in catalogue.tables() else ()
    recorded = tuple(
        AlertOnRecord(
            str(row["date"]), row["alerted"], row["delay_s"], tuple(row["source"].split(";")), row["note"]
        )
        for row in table
        if row["party"] == party
    )
    return AlertChain(
        party=party,
        network=network,
        delay_s=fact.value,
        delay_low_s=fact.low,
        delay_high_s=fact.high,
        basis=fact.basis,
        derivation=fact.derivation,
        cites=tuple(cite.source for cite in fact.cites),
        disputes=tuple(dispute.reason for dispute in fact.disputes),
        recorded=recorded,
        modelled_public_alert_s={name: each.public_alert_s for name, each in found.items()},
    )


def _versions(catalogue: Catalogue) -> dict[str, str]:
    return {"code": CODE_VERSION, "data": catalogue.version}


def draw_picture(found: Picture, folder: Path, known: Catalogue | None = None) -> Saved:
    """Draw a picture as a chart of time."""
    from shieldwall.report.gantt import picture_chart

    shown = MissilePicture(
        found.missile, found.draws, found.sensors, found.parties, found.shooters, found.looks
    )
    credit = (
        f"{found.scenario}, {found.date}: {found.drawn}, from {found.missile.launch_area}; "
        f"hypothetical raid, {found.draws} draws. Shieldwall {found.versions['code']}, "
        f"data {found.versions['data']}."
    )
    return picture_chart(shown, arrangement_name(found.arrangement, known or shipped()), folder, credit)


def draw_warning(found: WarningTimes, folder: Path, known: Catalogue | None = None) -> Saved:
    """Draw warning times by place."""
    from shieldwall.report.warning_chart import warning_chart

    credit = (
        f"{found.scenario}, {found.date}, hypothetical raid of {found.threat}; {found.draws} draws, "
        f"seed {found.seed}. Shieldwall {found.versions['code']}, data {found.versions['data']}."
    )
    names = {name: arrangement_name(name, known or shipped()) for name in found.arrangements}
    return warning_chart(found.arrangements, names, folder, [f"Counted {found.counted}.", credit])


def arrangement_name(name: str, known: Catalogue) -> str:
    """Return what an arrangement is called."""
    from shieldwall.case.law import AS_OF
    from shieldwall.model.arrangement import Arrangement

    return "As the law of the date allows" if name == AS_OF else known.record(Arrangement, name).name
