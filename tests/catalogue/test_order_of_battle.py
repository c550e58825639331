"""Who stood where on three days, as the cited sources have it, and that every system named is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pytest

from shieldwall.catalogue.load import shipped
from shieldwall.catalogue.on_the_day import loads_of
from shieldwall.model.posture import PostureUnit
from shieldwall.model.threat import Threat

KADENA = {f"patriot_kadena_{battery}" for battery in (1, 2, 3, 4)}
KONGO_CLASS = {"js_kongo", "js_chokai", "js_myoko", "js_kirishima"}
FPS5 = {"fps5_shimokoshiki", "fps5_sado", "fps5_ominato", "fps5_yozadake"}


def on(day: str, *parties: str, kind: str | None = None) -> dict[str, PostureUnit]:
    units = shipped().posture(dt.date.fromisoformat(day))
    return {unit.id: unit for unit in units if unit.party in parties and (kind is None or unit.kind == kind)}


def sources(units: Iterable[PostureUnit]) -> set[str]:
    return {cite.source for unit in units for cite in unit.cites}


def test_the_last_day_of_2007() -> None:
    # JS Kongo hit its target on 17 December; PAC-3 stood at Iruma and Narashino; USS Shiloh was the one ship
    # at Yokosuka that could fire SM-3; BADGE was still in use, and no J/FPS-5 yet.
    japan, america = on("2007-12-31", "JPN"), on("2007-12-31", "USA")
    assert set(japan) == {"js_kongo", "net_badge", "pac3_iruma", "pac3_narashino"}
    assert set(america) == {
        *KADENA, "early_warning_satellites", "net_c2bmc", "tpy2_shariki", "uss_shiloh",
    }  # fmt: skip
    assert {"jt_2007_12_19", "mod_2007_03_30", "ion_2007_11_30"} <= sources(japan.values())
    assert {"jt_2006_08_30", "redstone_2016", "defencetalk_2006"} <= sources(america.values())


def test_the_day_of_hoffs_paper() -> None:
    # 2 December 2015: the four ships of the Kongo class (the Atago class was refitted later), four J/FPS-5
    # and seven J/FPS-3, two AN/TPY-2, 17 PAC-3 fire units, six SM-3 ships at Yokosuka with Benfold new.
    assert set(on("2015-12-02", "JPN", kind="ship")) == KONGO_CLASS
    assert set(on("2015-12-02", "USA", kind="ship")) == {
        "uss_shiloh", "uss_benfold", "uss_curtis_wilbur", "uss_fitzgerald", "uss_john_s_mccain",
        "uss_stethem",
    }  # fmt: skip
    radars = on("2015-12-02", "JPN", "USA", kind="radar_site")
    assert FPS5 | {"tpy2_shariki", "tpy2_kyogamisaki"} <= set(radars)
    assert sum(unit.system == "fps3kai" for unit in radars.values()) == 7
    assert len(radars) == 13
    assert len(on("2015-12-02", "JPN", kind="ground_battery")) == 17
    assert set(on("2015-12-02", "USA", kind="ground_battery")) == {*KADENA, "thaad_guam"}
    assert set(on("2015-12-02", "JPN", kind="command")) == {"net_jadge"}
    loaded = {
        load.interceptor
        for unit in on("2015-12-02", "JPN", kind="ship").values()
        for load in loads_of(shipped(), unit)
    }
    assert loaded == {"sm3_1a"}


def test_the_first_of_june_2025() -> None:
    # Eight Japanese SM-3 ships after JFTM-07 (November 2022); Shiloh and Benfold have left Yokosuka; THAAD
    # stands at Guam and Seongju; the Aegis Ashore sites were cancelled and the two new ships are not built.
    assert set(on("2025-06-01", "JPN", kind="ship")) == {
        *KONGO_CLASS, "js_atago", "js_ashigara", "js_maya", "js_haguro",
    }  # fmt: skip
    american = set(on("2025-06-01", "USA", kind="ship"))
    assert {"uss_preble", "uss_john_finn", "uss_milius"} <= american
    assert not {"uss_shiloh", "uss_benfold", "uss_barry"} & american
    assert {"thaad_guam", "thaad_seongju"} <= set(on("2025-06-01", "USA", kind="ground_battery"))
    everywhere = on("2025-06-01", "JPN", "USA")
    assert not {"aegis_ashore_akita", "aegis_ashore_yamaguchi", "asev_1", "asev_2"} & set(everywhere)
    mse = [unit for unit in everywhere.values() if unit.system == "jasdf_pac3_mse_fire_unit"]
    assert len(mse) == 7


@pytest.mark.parametrize(
    ("day", "party", "expected"),
    [
        ("2007-12-31", "TWN", {"patriot_wanli", "patriot_nangang", "patriot_xindian"}),
        ("2007-12-31", "KOR", set()),
        (
            "2012-06-30",
            "KOR",
            {"roks_sejong_the_great", "roks_yulgok_yi_i", "patriot_kor_1", "patriot_kor_2"},
        ),
        ("2015-12-02", "AUS", set()),
        ("2018-12-31", "AUS", {"hmas_hobart", "hmas_brisbane"}),
    ],
)
def test_the_systems_that_rubinstein_names_stand_on_their_days(
    day: str, party: str, expected: set[str]
) -> None:
    assert set(on(day, party)) == expected


def test_leshan_is_on_the_air_from_february_2013() -> None:
    assert "radar_leshan" not in on("2013-01-31", "TWN")
    assert "radar_leshan" in on("2013-02-01", "TWN")


def test_a_planned_load_replaces_the_ship_that_stands_without_it() -> None:
    units = {
        unit.id for unit in shipped().posture(dt.date(2025, 6, 1), ["sm3_for_kdx_iii", "sm6_for_hobart"])
    }
    assert {"roks_jeongjo_sm3", "hmas_sydney_sm6"} <= units
    assert not {"roks_jeongjo_the_great", "hmas_sydney"} & units


LISTED = {
    "interceptor": "sm3_1a sm3_1b sm3_2a pac2_gem pac3 pac3_mse thaad sm6 gbi",
    "programme": "gpi sm3_block_iia korea_sam_x kdx_iii taiwan_patriot taiwan_early_warning_radar "
    "air_warfare_destroyer",
    "platform": "kongo_class atago_class maya_class asev aegis_ashore jasdf_pac3_fire_unit "
    "us_patriot_battery thaad_battery us_bmd_cruiser us_bmd_destroyer rok_patriot_battalion "
    "kdx_iii_class hobart_class roc_patriot_fire_unit roc_pac3_fire_unit",
    "radar": "spy1 spy7 tpy2 fps5 fps3kai patriot_radar fps115_leshan",
    "satellite": "dsp_sbirs",
    "command": "jadge badge c2bmc",
    "threat": "scud_b scud_c scud_er nodong taepodong_1 taepodong_2 musudan hwasong_12 hwasong_14 hwasong_15 "
    "hwasong_17 hwasong_18 hwasong_19 pukguksong_2 kn_23 df_3 df_15 df_16 df_21 df_26 cj_10 df_17",
    "option": "aegis_ashore_akita aegis_ashore_yamaguchi thaad_japan_1 thaad_japan_2 sm3_2a_for_1a "
    "mse_for_pac3 sm3_for_kdx_iii sm6_for_hobart",
    "agreement": "gsomia_2007 sdf_law_82_3 legislation_2015 cabinet_decision_2014 trilateral_warning_2023 "
    "shared_early_warning australia_memorandum_2004",
}


@pytest.mark.parametrize(("kind", "names"), LISTED.items())
def test_every_system_named_resolves(kind: str, names: str) -> None:
    for name in names.split():
        assert getattr(shipped().record(kind, name), "id", None) == name


def test_glide_vehicles_are_listed_and_never_flown() -> None:
    classes = {threat.id: threat.flight_class for threat in shipped().records(Threat)}
    assert {name for name, flown in classes.items() if flown == "unsupported"} == {"df_17", "hwasong_16b"}
