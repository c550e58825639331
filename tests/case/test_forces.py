"""Who can see and shoot on the day, and who is left out on request."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from shieldwall.case.build import Case, build_case
from shieldwall.case.forces import Theatre, availability, muster, units_in_place
from shieldwall.case.ledger import Ledger, quantile_si
from shieldwall.catalogue.load import Catalogue
from shieldwall.model.errors import InputError
from shieldwall.model.posture import PostureUnit
from shieldwall.model.scenario import Scenario
from shieldwall.model.systems import Interceptor, Platform
from shieldwall.sensing.clock import NEVER

EVERYWHERE = Theatre(np.array([[35.0, 139.0]]), 2.0e7)


def names(units: tuple[PostureUnit, ...]) -> set[str]:
    return {unit.id for unit in units}


def test_units_are_those_of_the_day(scenario: Scenario, known: Catalogue) -> None:
    units = units_in_place(scenario, known)
    assert {"js_kongo", "js_chokai", "js_myoko", "js_kirishima", "tpy2_shariki", "tpy2_kyogamisaki"} <= names(
        units
    )
    assert {unit.party for unit in units} == {"JPN", "USA"}
    assert all(unit.since <= scenario.date for unit in units)
    # Aegis Ashore was planned and cancelled: only an option brings it in
    assert not [name for name in names(units) if name.startswith("aegis_ashore")]
    with_option = units_in_place(scenario.but(options=["aegis_ashore_akita"]), known)
    assert names(with_option) - names(units) == {"aegis_ashore_akita"}


@pytest.mark.parametrize("left_out", ["js_kongo", "tpy2", "kongo_class"])
def test_without_takes_units_by_id_or_system(scenario: Scenario, known: Catalogue, left_out: str) -> None:
    whole = units_in_place(scenario, known)
    rest = units_in_place(scenario.but(without=[left_out]), known)
    gone = names(whole) - names(rest)
    assert gone == {unit.id for unit in whole if left_out in (unit.id, unit.system)}
    assert gone


def test_without_an_interceptor_takes_its_rounds_and_leaves_the_ships(
    scenario: Scenario, known: Catalogue
) -> None:
    forces = muster(scenario.but(without=["sm3_1a"]), known, EVERYWHERE, Ledger(0, 2))
    assert "sm3_1a" not in forces.interceptors
    assert "js_kongo" in names(forces.units)


def test_without_something_that_is_not_in_place_is_refused(scenario: Scenario, known: Catalogue) -> None:
    with pytest.raises(InputError, match="nothing in place is called 'js_kongou'; did you mean 'js_kongo'"):
        units_in_place(scenario.but(without=["js_kongou"]), known)


def test_without_any_interceptor_there_is_nothing_to_compare(scenario: Scenario, known: Catalogue) -> None:
    every = sorted(known.ids(Interceptor))
    in_place = muster(scenario, known, EVERYWHERE, Ledger(0, 2)).interceptors
    with pytest.raises(InputError, match="no interceptor of JPN, USA is in place on 2015-12-02"):
        muster(
            scenario.but(without=[name for name in every if name in in_place]),
            known,
            EVERYWHERE,
            Ledger(0, 2),
        )
    with pytest.raises(InputError, match="no interceptor of JPN, USA is in place on 1999-01-01"):
        muster(scenario.but(date="1999-01-01"), known, EVERYWHERE, Ledger(0, 2))


def test_interceptors_count_only_once_they_are_in_service(scenario: Scenario, known: Catalogue) -> None:
    then, later = (
        muster(scenario.but(date=day), known, EVERYWHERE, Ledger(0, 2)).magazine_types
        for day in ("2015-12-02", "2026-06-01")
    )
    assert "sm3_2a" not in {interceptor for _, interceptor in then}
    assert "sm3_2a" in {interceptor for _, interceptor in later}
    for party, interceptor in then:
        first = [
            entry.since for entry in known.record(Interceptor, interceptor).fielded if entry.party == party
        ]
        assert min(first) <= dt.date(2015, 12, 2)


def test_arrays_agree_with_the_records(case: Case, known: Catalogue) -> None:
    forces = case.forces
    assert forces.shooters.count == len(forces.shooter_unit) == len(forces.magazine_type)
    for shooter, unit in enumerate(forces.shooter_unit):
        name = forces.interceptors[forces.shooters.interceptor[shooter]]
        record = known.record(Interceptor, name)
        assert forces.magazine_types[forces.magazine_type[shooter]] == (forces.units[unit].party, name)
        assert forces.shooters.tier[shooter] == {"upper": 0, "lower": 1}[record.tier]
        assert forces.shooters.magazine[shooter] > 0
    for radar, host in enumerate(forces.radars.host_shooter):
        if host >= 0:
            assert forces.shooter_unit[host] == forces.radar_unit[radar]


def test_units_too_far_to_matter_are_left_out(case: Case) -> None:
    guam = [
        unit.id
        for unit in case.forces.units
        if unit.position and unit.position[1] > 144.0 and unit.position[0] < 20.0
    ]
    assert guam == []


def test_owned_is_not_at_sea(scenario: Scenario, known: Catalogue) -> None:
    ledger = Ledger(5, 4000)
    forces = muster(scenario, known, EVERYWHERE, ledger)
    ready = {
        kind: availability(scenario.but(availability=kind), forces, known, ledger)
        for kind in ("all", "typical", "low")
    }
    assert ready["all"].all()
    shooters = [index for index, unit in enumerate(forces.units) if unit.kind in {"ship", "ground_battery"}]
    rest = [index for index in range(len(forces.units)) if index not in shooters]
    assert ready["typical"][:, rest].all()
    assert (ready["low"][:, shooters].mean(axis=0) <= ready["typical"][:, shooters].mean(axis=0)).all()
    for index in shooters:
        fact = known.record(Platform, forces.units[index].system).facts.availability_typical
        low, high = fact.bounds_si
        # 4,000 draws: three standard errors of a share are at most 0.024
        assert low - 0.024 <= ready["typical"][:, index].mean() <= high + 0.024


def test_the_same_seed_is_the_same_case(case: Case, scenario: Scenario, known: Catalogue) -> None:
    again = build_case(scenario, tuple(case.arrangements), known, seed=case.seed, draws=case.draws)
    assert np.array_equal(again.samples.kill, case.samples.kill)
    assert np.array_equal(again.samples.ready, case.samples.ready)
    assert again.used == case.used
    other = build_case(scenario, tuple(case.arrangements), known, seed=case.seed + 1, draws=case.draws)
    assert not np.array_equal(other.samples.kill, case.samples.kill)
    assert other.used == case.used


def test_a_low_day_never_has_a_unit_that_a_typical_day_has_not(scenario: Scenario, known: Catalogue) -> None:
    forces = muster(scenario, known, EVERYWHERE, Ledger(0, 2))
    low, typical = (
        availability(scenario.but(availability=day), forces, known, Ledger(5, 2000))
        for day in ("low", "typical")
    )
    assert not (low & ~typical).any()
    assert low.mean() < typical.mean()


def test_for_every_platform_a_low_day_has_the_smaller_share(known: Catalogue) -> None:
    uniform = np.linspace(0.0, 1.0, 101)
    for platform in known.records(Platform):
        low, typical = (
            quantile_si(getattr(platform.facts, f"availability_{day}"), uniform) for day in ("low", "typical")
        )
        assert (low <= typical).all(), platform.id


def test_without_a_radar_ships_keep_their_rounds(scenario: Scenario, known: Catalogue) -> None:
    whole = muster(scenario, known, EVERYWHERE, Ledger(0, 2))
    blind = muster(scenario.but(without=["spy1"]), known, EVERYWHERE, Ledger(0, 2))
    assert "spy1" in whole.radar_types
    assert "spy1" not in blind.radar_types
    assert blind.shooters.magazine.tolist() == whole.shooters.magazine.tolist()
    assert len(blind.radars.party) < len(whole.radars.party)


@pytest.mark.parametrize("network", ["jadge", "net_jadge"])
def test_without_a_network_it_stays_and_is_always_out(
    scenario: Scenario, known: Catalogue, network: str
) -> None:
    asked = scenario.but(without=[network])
    case = build_case(asked, ("unconnected", "integrated"), known, seed=5, draws=4)
    assert "net_jadge" in {unit.id for unit in case.forces.units}
    assert case.samples.networks.outage_probability.tolist()[0] == [1.0] * 4
    assert (case.links_of(case.arrangements["integrated"]).tracks_ms[:, 0, 1] == NEVER).all()


def test_without_a_link_the_arrangements_lose_it(scenario: Scenario, known: Catalogue) -> None:
    asked = scenario.but(without=["tracks_usa_jpn"])
    case = build_case(asked, ("unconnected", "integrated"), known, seed=5, draws=2)
    names = {track.relation for track in case.arrangements["integrated"].tracks}
    assert names == {"tracks_jpn_usa"}
    assert len(case.forces.units) == len(
        build_case(scenario, ("unconnected",), known, seed=5, draws=2).forces.units
    )
    with pytest.raises(InputError, match=r"'tracks_usa_jpm'.*'tracks_usa_jpn'"):
        build_case(scenario.but(without=["tracks_usa_jpm"]), ("unconnected",), known, seed=5, draws=2)
