"""The verbs `picture`, `warning`, `radar` and `horizon`: their answers, tables and figures."""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import pytest

from shieldwall.apps.cli.app import run
from shieldwall.apps.pictures import DRAWS, picture_of, warning_of
from shieldwall.catalogue.load import shipped
from shieldwall.model.errors import InputError
from shieldwall.model.scenario import Scenario

GUAM = "guam_with_japans_radars"


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Path]:
    """One picture from the command line, and the folder with its figure."""
    folder = tmp_path_factory.mktemp("picture")
    assert run(["picture", GUAM, "--threat", "2", "--out", str(folder)]) == 0
    return json.loads(as_json("picture", GUAM, "--threat", "2")), folder


@pytest.fixture(scope="module")
def warning(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Path]:
    """Warning times from the command line, and the folder with their figure."""
    folder = tmp_path_factory.mktemp("warning")
    words = ["warning", GUAM, "--arrangements", "unconnected,integrated"]
    assert run([*words, "--out", str(folder)]) == 0
    return json.loads(as_json(*words)), folder


def as_json(*words: str) -> str:
    with contextlib.redirect_stdout(io.StringIO()) as out:
        assert run([*words, "--json"]) == 0
    return out.getvalue()


def test_a_picture_says_who_sees_who_may_and_who_can(valid, picture: tuple[Any, Path]) -> None:
    found = valid("picture", picture[0])
    assert (found["scenario"], found["arrangement"], found["draws"]) == (GUAM, "integrated", DRAWS)
    assert "first battle" in found["drawn"]
    assert [row["party"] for row in found["parties"]] == ["JPN", "USA"]
    missile = found["missile"]
    assert (missile["number"], missile["place"], missile["party"]) == (2, "Guam", "USA")
    assert 150.0 < missile["burnout"]["median_s"] < missile["impact"]["median_s"]
    seen = [row for row in found["sensors"] if row["seen"]["share"] > 0.0]
    assert {row["party"] for row in seen} == {"JPN", "USA"}
    for row in seen:
        assert row["seen"]["share"] <= row["on_station"]
        assert row["seen"]["low_s"] <= row["seen"]["median_s"] <= row["seen"]["high_s"]
    can = [row for row in found["shooters"] if row["first_launch"]["share"] > 0.0]
    assert {row["interceptor"] for row in can} >= {"thaad"}
    for row in can:
        assert row["first_launch"]["median_s"] < row["first_intercept"]["median_s"] < 1200.0
    assert found["looks"]
    assert found["facts_used"]


def test_a_party_without_a_right_to_defend_is_not_ready(picture: tuple[Any, Path]) -> None:
    japan, states = picture[0]["parties"]
    # the declared situation comes with a chance that is drawn between none and one
    assert 0.3 < japan["authority"]["share"] < 0.8
    assert states["authority"]["share"] == 1.0
    alone = picture_of(shipped().record(Scenario, GUAM), 2, "unconnected")
    assert alone.parties[0].authority.share == 0.0
    assert all(row.ready.share == 0.0 for row in alone.shooters if row.party == "JPN")


def test_knowledge_of_the_impact_grows_until_only_guam_is_left(picture: tuple[Any, Path]) -> None:
    for party in picture[0]["parties"]:
        known = [moment for moment in party["impact"] if moment["threatened"] is not None]
        length = [moment["semi_major_km"] for moment in known if moment["share"] > 0.95]
        assert length == sorted(length, reverse=True)
        last = known[-1]["threatened"]
        assert last["on_land_of"]["USA"] > 0.99
        assert last["on_land_of"]["JPN"] == 0.0
        for moment in known:
            land = moment["threatened"]["on_land_of"]
            assert sum(land.values()) + moment["threatened"]["elsewhere"] == pytest.approx(1.0, abs=1e-9)


def test_the_tables_of_a_picture(command) -> None:
    ran = command("picture", GUAM, "--threat", "1", "--arrangement", "cooperative")
    assert (ran.status, ran.err) == (0, "")
    for words in ("Missile 1", "Who may engage", "Who sees", "Who can", "Looks", "thaad"):
        assert words in " ".join(ran.out.split())


def test_a_picture_is_drawn(picture: tuple[Any, Path]) -> None:
    folder = picture[1]
    assert {file.suffix for file in folder.iterdir()} == {".svg", ".png", ".csv", ".json"}
    assert json.loads((folder / "picture.json").read_text(encoding="utf-8")) == picture[0]
    drawn = (folder / "picture.csv").read_text(encoding="utf-8")
    for section in ("Who may", "Who sees", "Who can", "Looks"):
        assert f"\n{section}," in drawn


def test_warning_by_arrangement_and_place(valid, warning: tuple[Any, Path]) -> None:
    found = valid("warning", warning[0])
    assert list(found["arrangements"]) == ["unconnected", "integrated"]
    assert "whose people are aimed at" in found["counted"]
    for each in found["arrangements"].values():
        (place,) = each["places"]
        assert place["name"] == "Guam"
        low, mean, high = (place[f"warning_time_{name}s"] for name in ("low_", "", "high_"))
        assert 0.0 < low < mean < high < place["flight_time_high_s"]
        # the alert's mean and the chain's add up to the public alert, and the flight less it to the warning
        assert place["flight_time_s"] - place["public_alert_s"] == pytest.approx(mean, abs=1.0)
    chain = found["alert_chain"]
    assert (chain["party"], chain["network"], chain["recorded"]) == ("USA", "c2bmc", [])
    assert (warning[1] / "warning.png").stat().st_size > 10_000


def test_the_record_of_japans_alerts_stands_beside_the_model(known_japan: Any) -> None:
    chain = known_japan.alert_chain
    assert (chain.party, chain.basis) == ("JPN", "derived")
    delays = {row.date: row.delay_s for row in chain.recorded}
    assert (delays["2017-08-29"], delays["2017-09-15"]) == (240.0, 180.0)
    assert [row.date for row in chain.recorded if not row.alerted] == ["2012-04-13"]
    # what the model gives with an ally's warning lies among the two alerts of 2017, each good to a minute
    assert 180.0 - 60.0 < chain.modelled_public_alert_s["cooperative"] < 240.0 + 60.0


@pytest.fixture(scope="module")
def known_japan() -> Any:
    asked = shipped().record(Scenario, "japan_2015").but(raid_launch_areas=["prk_southeast"])
    return warning_of(asked, ["unconnected", "cooperative"])


def test_a_partner_that_warns_gives_more_time(known_japan: Any) -> None:
    alone, warned = (known_japan.arrangements[name] for name in ("unconnected", "cooperative"))
    assert warned.warning_time_s > alone.warning_time_s + 10.0
    for with_partner, without in zip(warned.places, alone.places, strict=True):
        assert with_partner.id == without.id
        assert with_partner.flight_time_s == without.flight_time_s
        # an outage of the link never makes it worse: own sensors are there in both
        assert with_partner.warning_time_s >= without.warning_time_s - 1e-9


def test_the_tables_of_a_warning(command) -> None:
    ran = command("warning", GUAM, "--arrangements", "cooperative")
    assert (ran.status, ran.err) == (0, "")
    for words in (
        "Guam",
        "all people in range",
        "Counted from the public alert",
        "Public alert chain of USA",
    ):
        assert words in " ".join(ran.out.split())


def test_the_published_example_of_the_radar_equation(valid, command) -> None:
    found = valid("radar-equation", command("radar", "--json").json)
    # five printed digits of the page; six of the closed form
    assert found["range_km"] == pytest.approx(41.057, rel=1e-4)
    assert found["detection_db"] == pytest.approx(13.1145, abs=1e-4)
    other = command("radar", "--peak-power-w", "16e6", "--cross-section-m2", "16", "--json").json
    # the fourth root, to rounding
    assert other["range_km"] == pytest.approx(4.0 * found["range_km"], rel=1e-12)
    assert "41.057 km at 6 dB" in command("radar").out


def test_a_catalogue_radar_in_every_reading(valid, command) -> None:
    found = valid("radar-ranges", command("radar", "tpy2", "--threat", "nodong", "--json").json)
    assert found["cross_section_m2"] == 0.1
    by_source = {
        (reading["role"], reading["published_km"]): reading["range_km"] for reading in found["readings"]
    }
    # D07: the committee's 1,500 km and its critics' 870 km stand side by side
    assert {("disputed", 1500.0), ("disputed", 870.0)} <= set(by_source)
    for (_, published), scaled in by_source.items():
        # ten times the cross-section, the fourth root of ten times the range, to rounding
        assert scaled == pytest.approx(published * 10.0**0.25, rel=1e-12)
    own = command("radar", "tpy2", "--json").json
    assert own["readings"][0]["range_km"] == own["readings"][0]["published_km"]
    table = command("radar", "fps5", "--cross-section-m2", "0.01").out
    assert "J/FPS-5 against 0.01 m2" in table


def test_horizon(valid, command) -> None:
    found = valid("horizon", command("horizon", "--height-m", "15", "--altitude-km", "100", "--json").json)
    # 4/3 of 6,371 km by hand: sqrt(2 a h + h^2) from both ends
    by_hand = sum((2.0 * 8494.6667 * h + h * h) ** 0.5 for h in (0.015, 100.0))
    assert found["range_km"] == pytest.approx(by_hand, rel=1e-6)
    assert found["straight_km"] < found["sight_km"] < found["range_km"]
    assert "1323.2 km on the 4/3 Earth" in command("horizon", "--height-m", "15", "--altitude-km", "100").out


def test_a_cruise_missile_against_the_horizon(command) -> None:
    low = command("horizon", "--height-m", "15", "--altitude-km", "0.05", "--json").json
    # within the bending layer the two rules are one; two flattish caps of the same Earth
    assert low["sight_km"] == pytest.approx(low["range_km"], rel=1e-4)
    assert low["range_km"] < 50.0


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("picture", GUAM), "Missing option '--threat'"),
        (("picture", GUAM, "--threat", "0"), "numbered from 1 to 8"),
        (("picture", GUAM, "--threat", "9"), "numbered from 1 to 8"),
        (("picture", "guam", "--threat", "1"), "unknown scenario 'guam'"),
        (("picture", GUAM, "--threat", "1", "--arrangement", "integratd"), "did you mean 'integrated'"),
        (("warning", GUAM, "--arrangements", "cooperativ"), "did you mean 'cooperative'"),
        (("radar", "tpy3"), "did you mean 'tpy2'"),
        (("radar", "--threat", "nodong"), "needs a radar of the catalogue"),
        (("radar", "tpy2", "--gain-db", "30"), "two questions"),
        (("radar", "tpy2", "--threat", "nodong", "--cross-section-m2", "1"), "not both"),
        (("radar", "tpy2", "--cross-section-m2", "0"), "above zero"),
        (("radar", "--peak-power-w", "-1"), "above zero"),
        (("radar", "--gain-db", "inf"), "a finite number"),
        (("horizon", "--height-m", "-1", "--altitude-km", "1"), "height -1 m: from 0"),
        (("horizon", "--height-m", "1", "--altitude-km", "nan"), "altitude nan km"),
    ],
    ids=str,
)
def test_bad_input_is_one_line(command, words: tuple[str, ...], complaint: str) -> None:
    command(*words).assert_refused(complaint)


def test_a_threat_without_a_cross_section_is_refused() -> None:
    from shieldwall.apps.radars import ranges

    with pytest.raises(InputError, match="unknown threat"):
        ranges("tpy2", threat="nodang")
