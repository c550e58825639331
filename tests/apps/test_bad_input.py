"""Bad input: one clear line on standard error, nothing on standard output, status 2, no traceback."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from shieldwall.catalogue.load import SHIPPED

NODONG = ("flight", "nodong", "--from", "39.0,125.7")
ON = ("compare", "japan_2015")

REFUSED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "unknown command": (("comparee", "japan_2015"), ("comparee", "'compare'")),
    "unknown option of the command line": ((*ON, "--trails", "600"), ("--trails", "--trials")),
    "no scenario": (("compare",), ("scenario",)),
    "too many arguments": ((*ON, "and_more"), ("and_more",)),
    "scenario misspelt": (("compare", "japan_2051"), ("'japan_2051'", "'japan_2015'")),
    "scenario file that is not there": (("compare", "nowhere/japan.yaml"), ("nowhere/japan.yaml",)),
    "arrangement misspelt": ((*ON, "--arrangements", "integratd"), ("'integratd'", "'integrated'")),
    "no arrangement": ((*ON, "--arrangements", ","), ("--arrangements ','", "names nothing")),
    "an empty folder": (("warning", "japan_2015", "--out", ""), ("--out", "empty value")),
    "an empty overlay": (("warning", "japan_2015", "--catalogue="), ("--catalogue", "empty value")),
    "warning for no arrangement": (("warning", "japan_2015", "--arrangements", ","), ("names nothing",)),
    "exchange for no arrangement": (
        ("cost", "exchange", "japan_2015", "--arrangements", ","),
        ("names nothing",),
    ),
    "coverage of no region": (("coverage", "japan_2015", "--region", ","), ("--region ','", "names nothing")),
    "a scenario that is a folder": (("warning", "/"), ("/ is no scenario file", "a folder")),
    "a scenario in a folder": (("warning", "nowhere/japan_2015"), ("nowhere/japan_2015 is no scenario",)),
    "threat in capitals": (("flight", "NODONG", "--from", "39,125", "--to", "35,139"), ("'nodong'",)),
    "currency in small letters": (
        ("cost", "convert", "1", "--from", "jpy", "--to", "USD", "--year", "2015"),
        ("'jpy'", "'JPY'"),
    ),
    "day as seconds since 1970": ((*ON, "--date", "1449014400"), ("date '1449014400'", "YYYY-MM-DD")),
    "posture on a day of a week": (("posture", "--on", "2015-W49-3"), ("'2015-W49-3'", "YYYY-MM-DD")),
    "timeline from a day without dashes": (("timeline", "--from", "20150101"), ("--from '20150101'",)),
    "loss trials for no loss": ((*ON, "--loss-trials", "600"), ("--loss-trials needs --without-one",)),
    "flip trials for no flip": ((*ON, "--flip-trials", "600"), ("--flip-trials needs --flips",)),
    "cells with more trials than there are": (
        (*ON, "--trials", "512", "--attribution-trials", "600"),
        ("--attribution-trials 600", "at most the trials, 512"),
    ),
    "one draw": ((*ON, "--draws", "1"), ("--draws 1", "2 to 4,096")),
    "draws with less than two battles": ((*ON, "--trials", "512", "--draws", "257"), ("--draws 257", "512")),
    "a missile that the raid has not": (
        ("picture", "japan_2015", "--threat", "21"),
        ("--threat 21", "from 1 to 20"),
    ),
    "picture with a seed below zero": (
        ("picture", "japan_2015", "--threat", "1", "--seed", "-1"),
        ("seed -1", "0 to 4294967295"),
    ),
    "exchange with a seed below zero": (("cost", "exchange", "japan_2015", "--seed", "-1"), ("seed -1",)),
    "shares with a seed below zero": (("cost", "share", "sm3_block_iia", "--seed", "-1"), ("seed -1",)),
    "shares with no draws": (("cost", "share", "sm3_block_iia", "--draws", "0"), ("--draws 0", "1,000,000")),
    "shares with an assumption twice": (
        ("cost", "share", "sm3_block_iia", "--assume", "additionality=1,additionality=0"),
        ("additionality stands twice",),
    ),
    "all programmes on a day": (("cost", "programme", "--on", "2015-01-01"), ("--on needs a programme",)),
    "price level without a price year": (
        ("cost", "convert", "1", "--from", "JPY", "--to", "USD", "--year", "2015", "--levels", "usd_gdp_omb"),
        ("--levels", "--real-year"),
    ),
    "exchange series without an exchange": (
        (
            "cost",
            "convert",
            "1",
            "--from",
            "JPY",
            "--to",
            "JPY",
            "--year",
            "2015",
            "--real-year",
            "2010",
            "--series",
            "jpy_usd_fed",
        ),
        ("--series", "JPY to JPY"),
    ),
    "sites without a distance": (
        ("station", "--interceptor", "sm3_1a", "--region", "japan_main", "--ships", "1", "--spacing-km", "0"),
        ("--spacing-km 0", "10 to 200"),
    ),
    "shots without end": (
        ("salvo", "--targets", "10", "--kill-probability", "1e-300", "--goal", "0.5"),
        ("--kill-probability 1e-300", "1000"),
    ),
    "a target beyond reason": (("radar", "tpy2", "--cross-section-m2", "1e308"), ("cross-section 1e+308",)),
    "a gain beyond reason": (("radar", "--gain-db", "1e9"), ("gain db 1e+09", "-300 to 300")),
    "a page that is a folder": (("reproduce", "hoff-2015", "--page", "/"), ("--page / is a folder",)),
    "a textbook arc of a missile": (
        ("flight", "nodong", "--ballistic", "--range-km", "900"),
        ("no missile",),
    ),
    "azimuth without end": (
        (*NODONG, "--azimuth", "1e308", "--range-km", "900"),
        ("azimuth 1e+308 degrees", "-360 to 360"),
    ),
    "apogee and shape": (
        (*NODONG, "--to", "35,139", "--apogee-km", "300", "--shape", "lofted"),
        ("either an apogee or a shape",),
    ),
    "interceptor misspelt": (
        ("reach", "sm3_a1", "--ground-range-km", "300", "--altitude-km", "100"),
        ("interceptor 'sm3_a1'", "'sm3_1a'"),
    ),
    "threat misspelt": (("flight", "nodon", "--from", "39,125", "--to", "35,139"), ("'nodon'", "'nodong'")),
    "option misspelt": ((*ON, "--options", "sm3_2a_for_1b"), ("'sm3_2a_for_1b'", "'sm3_2a_for_1a'")),
    "option of the posture misspelt": (
        ("posture", "--on", "2015-12-02", "--options", "aegis_ashore_akito"),
        ("'aegis_ashore_akito'", "'aegis_ashore_akita'"),
    ),
    "an option that is no id": ((*ON, "--options", "Aegis Ashore"), ("options.0", "'Aegis Ashore'")),
    "without something that is not there": ((*ON, "--without", "tpy3"), ("'tpy3'", "'tpy2'")),
    "a link that is not there": (
        (*ON, "--without", "tracks_usa_jpm"),
        ("'tracks_usa_jpm'", "'tracks_usa_jpn'"),
    ),
    "without one of no class": ((*ON, "--without-one", "sensors"), ("'sensors'", "sensor, link, shooter")),
    "losses with no trials": (
        (*ON, "--without-one", "link", "--loss-trials", "0"),
        ("--loss-trials 0", "512"),
    ),
    "flips with no trials": ((*ON, "--flips", "--flip-trials", "0"), ("--flip-trials 0", "512")),
    "a world that is not": (
        (*ON, "--counterfactual", "never_built"),
        ("'never_built'", "'not_built'", "counterfactual"),
    ),
    "a day that the calendar lacks": ((*ON, "--date", "2015-02-30"), ("date", "'2015-02-30'")),
    "a day before the catalogue": ((*ON, "--date", "1066-01-01"), ("1998-01-01 to 2028-12-31", "1066-01-01")),
    "no day": ((*ON, "--date", "yesterday"), ("date", "'yesterday'", "YYYY-MM-DD")),
    "a posture on a day that the calendar lacks": (("posture", "--on", "2015-02-30"), ("2015-02-30",)),
    "a posture before the catalogue": (("posture", "--on", "1066-01-01"), ("1998-01-01 to 2028-12-31",)),
    "a posture on no day": (("posture",), ("--on",)),
    "raid of none": ((*ON, "--raid-size", "0"), ("raid.size 0", "1")),
    "raid of fewer than none": ((*ON, "--raid-size", "-5"), ("raid.size -5", "1")),
    "raid beyond count": ((*ON, "--raid-size", "1000000000"), ("raid.size 1000000000", "200")),
    "curve beyond count": ((*ON, "--raid-size", "1:1000000000"), ("raid.size", "200")),
    "curve that falls": ((*ON, "--raid-size", "20:5"), ("'20:5'", "A:B with A not above B")),
    "curve of letters": ((*ON, "--raid-size", "a:b"), ("'a:b'", "whole number")),
    "curve of three": ((*ON, "--raid-size", "1:2:3"), ("'1:2:3'",)),
    "no trials": ((*ON, "--trials", "0"), ("--trials 0", "512 to 10,000,000")),
    "fewer trials than none": ((*ON, "--trials", "-7"), ("--trials -7", "512 to 10,000,000")),
    "trials beyond count": ((*ON, "--trials", "9" * 30), ("512 to 10,000,000",)),
    "trials in words": ((*ON, "--trials", "many"), ("--trials",)),
    "cells with no trials": ((*ON, "--attribution-trials", "0"), ("--attribution-trials 0", "512")),
    "seed below zero": ((*ON, "--seed", "-1"), ("seed -1", "0 to 4294967295")),
    "seed beyond count": ((*ON, "--seed", str(2**32)), ("seed 4294967296", "0 to 4294967295")),
    "no workers": ((*ON, "--workers", "0"), ("--workers 0", "1 to 256")),
    "workers beyond count": ((*ON, "--workers", "100000"), ("--workers 100000", "1 to 256")),
    "availability of a kind that is not": (
        (*ON, "--availability", "nonsense"),
        ("'nonsense'", "'all', 'typical' or 'low'"),
    ),
    "knowledge of a kind that is not": (
        (*ON, "--knowledge", "tomorrow"),
        ("'tomorrow'", "'as_of' or 'today'"),
    ),
    "no launch point": (("flight", "nodong", "--to", "35.7,139.7"), ("--from LAT,LON",)),
    "no aim": (NODONG, ("an aim", "azimuth")),
    "aim twice over": (
        (*NODONG, "--to", "35,139", "--azimuth", "90", "--range-km", "900"),
        ("either an aim",),
    ),
    "azimuth without range": ((*NODONG, "--azimuth", "90"), ("azimuth together with a range",)),
    "place of one number": (("flight", "nodong", "--from", "39.0", "--to", "35,139"), ("'39.0'", "LAT,LON")),
    "place in words": (("flight", "nodong", "--from", "here,there", "--to", "35,139"), ("LAT,LON",)),
    "place off the Earth": ((*NODONG, "--to", "139.7,35.7"), ("'139.7,35.7'", "-90 to 90")),
    "place that is not a number": ((*NODONG, "--to", "nan,139"), ("'nan,139'",)),
    "flight beyond range": (
        (*NODONG, "--to", "21.3,-157.9"),
        ("nodong does not reach", "the range from there", "km"),
    ),
    "flight backwards": ((*NODONG, "--azimuth", "90", "--range-km", "-100"), ("-100 km",)),
    "azimuth that is not a number": ((*NODONG, "--azimuth", "nan", "--range-km", "900"), ("nan",)),
    "apogee too low": ((*NODONG, "--to", "35.7,139.7", "--apogee-km", "1"), ("apogee", "km")),
    "shape misspelt": ((*NODONG, "--to", "35.7,139.7", "--shape", "lofte"), ("'lofte'", "'lofted'")),
    "arc without a range": (("flight", "--ballistic"), ("--range-km",)),
    "arc round the Earth": (("flight", "--ballistic", "--range-km", "30000"), ("30000 km", "20015")),
    "arc of no number": (("flight", "--ballistic", "--range-km", "nan"), ("nan",)),
    "arc below the ground": (
        ("flight", "--ballistic", "--range-km", "900", "--apogee-km", "-3"),
        ("apogee", "-3"),
    ),
    "reach below the ground": (
        ("reach", "sm3_1a", "--ground-range-km", "300", "--altitude-km", "-1"),
        ("altitude -1 km",),
    ),
    "reach of no number": (
        ("reach", "sm3_1a", "--ground-range-km", "nan", "--altitude-km", "1"),
        ("ground range nan km",),
    ),
    "reach without a height": (("reach", "sm3_1a", "--ground-range-km", "300"), ("--altitude-km",)),
    "kind misspelt": (("catalogue", "list", "interceptr"), ("'interceptr'", "'interceptor'")),
    "record misspelt": (("catalogue", "show", "nodongg"), ("'nodongg'", "'nodong'")),
    "fact misspelt": (("catalogue", "show", "sm3_1a.max_rnge_km"), ("'max_rnge_km'", "'max_range_km'")),
    "overlay that is not a folder": ((*ON, "--catalogue", "nowhere"), ("'nowhere'", "not a folder")),
}


@pytest.mark.parametrize(("words", "said"), REFUSED.values(), ids=list(REFUSED))
def test_bad_input_is_refused_in_one_line(command, words: tuple[str, ...], said: tuple[str, ...]) -> None:
    command(*words).assert_refused(*said)


@pytest.mark.parametrize("words", [NODONG, (*ON, "--date", "2015-02-30"), ("catalogue", "show", "nodongg")])
def test_json_does_not_change_how_bad_input_is_refused(command, words: tuple[str, ...]) -> None:
    assert command(*words, "--json") == command(*words)


@pytest.mark.parametrize(
    "words",
    [
        (*ON, "--trials", "512"),
        (*NODONG, "--to", "35.7,139.7"),
        ("reach", "sm3_1a", "--ground-range-km", "300", "--altitude-km", "100"),
    ],
    ids=lambda words: words[0],
)
def test_a_folder_that_cannot_be_written_is_refused_before_any_work(
    command, words: tuple[str, ...], tmp_path: Path
) -> None:
    regular = tmp_path / "regular"
    regular.write_text("a file, not a folder")
    ran = command(*words, "--out", str(regular / "below"))
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == f"shieldwall: --out {regular / 'below'}: cannot write there (Not a directory)\n"


def test_a_scenario_with_broken_yaml_names_file_line_and_trouble(command, tmp_path: Path) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text("id: broken\nkind: scenario\ntitle: [never closed\nquestion: what?\n")
    ran = command("compare", str(file))
    ran.assert_refused()
    assert ran.err.startswith((f"shieldwall: {file}:3: ", f"shieldwall: {file}:4: "))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("seed: 2015", "seed: -4", ("seed", "-4")),
        ("  size: 20", "  size: 2000", ("raid.size", "200")),
        ("availability: typical", "availability: typicl", ("availability", "'typical'")),
        ("doctrine: shoot", "doctrin: shoot", ("doctrine", "missing")),
        ("knowledge: as_of", "knowlege: as_of", ("'knowlege'", "'knowledge'")),
        ("date: 2015-12-02", "date: 2015-02-30", ("date", "2015-02-30")),
        ("home_party: JPN", "home_party: KOR", ("KOR", "JPN, USA")),
        ("source: hoff_2015", "source: hoff_2016", ("cites.0.source", "'hoff_2016'", "'hoff_2015'")),
        ("threat: nodong", "threat: nodonng", ("raid.threat", "'nodonng'", "'nodong'")),
        ("[prk_northwest, ", "[prk_northwest, prk_northwest, ", ("raid.launch_areas", "stands twice")),
        ("date: 2015-12-02", "date: '1449014400'", ("date", "'1449014400'")),
        ("  size: 20", f"  size: {'9' * 5000}", ("at most 40 digits",)),
        ("arrangements: [unconnected, cooperative, integrated, as_of]", "arrangements: []", ("at least 1",)),
        ("question: What", "question: &anchor What", ("anchor",)),
    ],
)
def test_a_scenario_with_a_faulty_field_names_file_line_and_field(
    command, tmp_path: Path, old: str, new: str, said: tuple[str, ...]
) -> None:
    text = (SHIPPED / "scenarios/japan_2015.yaml").read_text()
    assert text.count(old) == 1
    file = tmp_path / "japan_2015.yaml"
    file.write_text(text.replace(old, new))
    ran = command("compare", str(file))
    ran.assert_refused(*said)
    assert ran.err.startswith(f"shieldwall: {file}:")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "doctrine: shoot_look_shoot",
            "doctrine: shoot_look_shot",
            ("'shoot_look_shot'", "'shoot_look_shoot'"),
        ),
        ("people: japan_2020", "people: japan_2021", ("'japan_2021'", "'japan_2020'")),
        ("threat: nodong", "threat: nodonng", ("'nodonng'", "'nodong'")),
        ("top: integrated", "top: integratd", ("'integratd'", "'integrated'")),
        ("prk_northwest", "prk_northwst", ("'prk_northwst'", "'prk_northwest'")),
    ],
)
def test_a_scenario_file_that_names_what_is_not_there_offers_the_nearest(
    command, tmp_path: Path, old: str, new: str, said: tuple[str, ...]
) -> None:
    file = tmp_path / "japan_2015.yaml"
    file.write_text((SHIPPED / "scenarios/japan_2015.yaml").read_text().replace(old, new))
    command("compare", str(file), "--trials", "512").assert_refused(*said)


def _overlay(folder: Path, kind: str, name: str, old: str, new: str) -> Path:
    """Return an overlay that holds a shipped record with one change."""
    text = (SHIPPED / kind / name).read_text()
    assert old in text
    (folder / kind).mkdir(parents=True)
    (folder / kind / name).write_text(text.replace(old, new, 1))
    return folder / kind / name


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("unit: km/s", "unit: m", ("facts.burnout_speed_km_s: ", "in m", "in km/s")),
        ("id: sm3_1a\n", "id: sm3_1a\n  wrong: [indent\n", ()),
        ("    value: ", "    valeu: 1\n    value: ", ("facts.", "'valeu'", "'value'")),
    ],
    ids=["a unit that does not fit", "broken YAML", "a key misspelt"],
)
def test_an_overlay_with_a_fault_names_file_line_and_field(
    command, tmp_path: Path, old: str, new: str, said: tuple[str, ...]
) -> None:
    file = _overlay(tmp_path, "interceptors", "sm3_1a.yaml", old, new)
    ran = command(*ON, "--catalogue", str(tmp_path))
    ran.assert_refused(*said)
    assert ran.err.startswith(f"shieldwall: {file}:")
    assert ran.err.removeprefix(f"shieldwall: {file}:").split(":")[0].isdigit()


@pytest.mark.parametrize("words", [ON, ("posture", "--on", "2015-12-02"), ("catalogue", "list")], ids=str)
def test_an_overlay_that_names_what_is_not_there_is_refused(
    command, tmp_path: Path, words: tuple[str, ...]
) -> None:
    file = _overlay(tmp_path, "platforms", "kongo_class.yaml", "interceptor: sm3_1a", "interceptor: sm3_9z")
    ran = command(*words, "--catalogue", str(tmp_path))
    ran.assert_refused("'sm3_9z'")
    assert ran.err.startswith(f"shieldwall: {file}:")


def test_an_overlay_with_a_folder_of_another_name_is_refused(command, tmp_path: Path) -> None:
    (tmp_path / "interceptor").mkdir()
    command(*ON, "--catalogue", str(tmp_path)).assert_refused("'interceptor'", "'interceptors'")


def test_a_check_lists_every_fault_of_an_overlay(command, tmp_path: Path) -> None:
    shutil.copytree(SHIPPED / "options", tmp_path / "options")
    first = _overlay(tmp_path, "radars", "spy1.yaml", "basis: ", "bassis: ")
    second = _overlay(tmp_path, "interceptors", "pac3.yaml", "basis: ", "bassis: ")
    ran = command("catalogue", "check", "--catalogue", str(tmp_path))
    assert ran.status == 2
    assert all(line.startswith("shieldwall: ") for line in ran.err.splitlines())
    for file in (first, second):
        assert any(line.startswith(f"shieldwall: {file}:") for line in ran.err.splitlines())
