"""Every way in which a record may be faulty is found, with file, line and field."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from shieldwall.catalogue.checks import check, require_sound
from shieldwall.catalogue.errors import CatalogueError
from shieldwall.catalogue.load import Catalogue


@dataclass(frozen=True)
class Fault:
    """One edit to a sound file, and where and how it should be reported."""

    name: str
    file: str
    old: str
    new: str
    line: int | None
    field: str
    message: str


ARROW = "interceptors/long_arrow.yaml"
STONE = "threats/stone.yaml"
SWIFT = "posture/swift.yaml"
CUTTER = "platforms/cutter.yaml"
PACT = "agreements/pact.yaml"
TRIALS = "timeline/trials.csv"
STATION = "station: {name: The strait, lat: 10.0, lon: 25.0, basis: assumed, derivation: Invented.}\n"
SHORE = "launch_areas/far_shore.yaml"
PRICE = "facts.unit_price_million_usd"
SPEED = "facts.burnout_speed_km_s"

FAULTS = (
    Fault("misspelt key", ARROW, "tier: upper", "teir: upper", 4, "teir", "did you mean 'tier'?"),
    Fault(
        "misspelt fact",
        ARROW,
        "burn_time_s:",
        "burntime_s:",
        20,
        "facts.burntime_s",
        "did you mean 'burn_time_s'?",
    ),
    Fault("missing key", ARROW, "tier: upper\n", "", 1, "tier", "is missing"),
    Fault(
        "unit drift", ARROW, "unit: s,", "unit: min,", 20, "facts.burn_time_s", "is in min, and must be in s"
    ),
    Fault(
        "unknown unit",
        ARROW,
        "unit: million_USD",
        "unit: million_US",
        33,
        PRICE + ".unit",
        "did you mean 'million_USD'?",
    ),
    Fault("missing price year", ARROW, "    price_year: 2010\n", "", 31, PRICE, "needs a price_year"),
    Fault("low above value", ARROW, "low: 2.5", "low: 3.1", 10, SPEED, "low 3.1 is above value 3"),
    Fault("high below value", ARROW, "high: 3.5", "high: 2.9", 10, SPEED, "high 2.9 is below value 3"),
    Fault("spread without a range", ARROW, "    low: 2.5\n", "", 10, SPEED, "needs both low and high"),
    Fault(
        "number as text",
        ARROW,
        "value: 1.0e3",
        'value: "12.0e6"',
        25,
        "facts.max_range_km.value",
        "must be a number, not '12.0e6'",
    ),
    Fault(
        "number with a separator",
        ARROW,
        "value: 1.0e3",
        "value: 1,000",
        25,
        "facts.max_range_km.value",
        "must be a number, not '1,000'",
    ),
    Fault("text as number", ARROW, "name: Long Arrow", "name: 1998", 3, "name", "must be text"),
    Fault("infinite", ARROW, "value: 1.0e3", "value: .inf", 25, "", ".inf is not a finite number"),
    Fault(
        "band upside down",
        ARROW,
        "min_altitude_km: {value: 100",
        "min_altitude_km: {value: 600",
        1,
        "",
        "min_altitude_km is not below",
    ),
    Fault(
        "reported without cite",
        ARROW,
        "cites: [{source: handbook, locator: p. 9}]",
        "cites: []",
        31,
        PRICE,
        "needs at least one cite",
    ),
    Fault(
        "derived without derivation",
        ARROW,
        ", derivation: From the burnout speed.",
        "",
        23,
        "facts.max_altitude_km",
        "needs a derivation",
    ),
    Fault(
        "assumed without reason",
        ARROW,
        "basis: assumed, derivation: Invented.",
        "basis: assumed",
        20,
        "facts.burn_time_s",
        "needs its reason",
    ),
    Fault(
        "unknown basis",
        ARROW,
        "basis: derived",
        "basis: guessed",
        23,
        "facts.max_altitude_km.basis",
        "unknown value 'guessed'",
    ),
    Fault(
        "unresolved source",
        ARROW,
        "source: handbook, locator: p. 9",
        "source: handbok, locator: p. 9",
        36,
        PRICE + ".cites.0.source",
        "did you mean 'handbook'?",
    ),
    Fault(
        "unresolved source of a dispute",
        ARROW,
        "source: rumour",
        "source: rumor",
        30,
        "facts.max_range_km.disputes.0.cites.0.source",
        "did you mean 'rumour'?",
    ),
    Fault("NO is not a party", SWIFT, "party: XAA", "party: NO", 4, "party", "unknown party 'NO'"),
    Fault("unknown party", SWIFT, "party: XAA", "party: JAP", 4, "party", "did you mean 'JPN'?"),
    Fault("party without the system", SWIFT, "party: XAA", "party: XBB", 4, "party", "belongs to XAA"),
    Fault(
        "id not the stem", ARROW, "id: long_arrow", "id: longest_arrow", 1, "id", "not the name of the file"
    ),
    Fault("id with a capital", ARROW, "id: long_arrow", "id: Long_arrow", 1, "id", "small letters"),
    Fault("unknown kind", ARROW, "kind: interceptor", "kind: intercepter", 2, "kind", "mean 'interceptor'?"),
    Fault("tab", ARROW, "  burn_time_s:", "\tburn_time_s:", 20, "", "not valid YAML"),
    Fault("syntax error", ARROW, "parties: [XAA, XBB]", "parties: [XAA, XBB", 6, "", "not valid YAML"),
    Fault("duplicate key", ARROW, "tier: upper", "tier: upper\ntier: lower", 5, "", "'tier' stands twice"),
    Fault("anchor", ARROW, "tier: upper", "tier: &tier upper", 4, "", "anchors"),
    Fault(
        "list for a mapping",
        ARROW,
        "    unit: km/s\n",
        "    unit: [km/s]\n",
        14,
        SPEED + ".unit",
        "unknown value",
    ),
    Fault("empty list", ARROW, "parties: [XAA, XBB]", "parties: []", 5, "parties", "at least 1"),
    Fault("not a date", SWIFT, "from: 2006-01-01", "from: 2006-13-01", 10, "from", "must be a date"),
    Fault(
        "end before start",
        SWIFT,
        "until: 2010-01-01",
        "until: 2005-01-01",
        1,
        "",
        "not after from 2006-01-01",
    ),
    Fault(
        "overlapping dates",
        SWIFT,
        "until: 2010-01-01",
        "until: 2010-01-02",
        11,
        "from",
        "swift is swift until 2010-01-02",
    ),
    Fault("ship on land", SWIFT, "lat: 10.0, lon: 25.0", "lat: 10.0, lon: 20.5", 9, "station", "is on land"),
    Fault("base at sea", "posture/hill.yaml", "lon: 20.5", "lon: 23.5", 7, "lat", "The hill is at sea"),
    Fault(
        "latitude out of range", SWIFT, "lat: 10.0\n", "lat: 100.0\n", 7, "lat", "less than or equal to 90"
    ),
    Fault("half a position", SWIFT, "lat: 10.0\n", "", 1, "", "lat and lon come together"),
    Fault("ship without a station", SWIFT, STATION, "", 1, "", "a ship needs a station"),
    Fault("dangling system", SWIFT, "system: cutter", "system: cuter", 5, "system", "did you mean 'cutter'?"),
    Fault(
        "system of another type",
        SWIFT,
        "system: cutter",
        "system: battery",
        5,
        "system",
        "is a ground_battery",
    ),
    Fault(
        "radar that faces nowhere",
        "posture/tower.yaml",
        "sector_centre_deg: 90\n",
        "",
        1,
        "",
        "needs sector_centre_deg: wide_eye sees 120 degrees",
    ),
    Fault(
        "option nobody describes",
        "posture/fort.yaml",
        "option: build_the_fort",
        "option: build_a_fort",
        10,
        "option",
        "did you mean 'build_the_fort'?",
    ),
    Fault(
        "share above one",
        CUTTER,
        "availability_typical: {value: 0.5",
        "availability_typical: {value: 1.5",
        11,
        "facts.availability_typical",
        "between 0 and 1, not 1.5",
    ),
    Fault(
        "high share above one",
        CUTTER,
        "{value: 0.5,",
        "{value: 0.5, high: 1.5,",
        11,
        "facts.availability_typical",
        "at most 1, not 1.5",
    ),
    Fault(
        "negative length",
        ARROW,
        "{value: 100, unit: km,",
        "{value: -100, unit: km,",
        22,
        "facts.min_altitude_km",
        "below the least",
    ),
    Fault(
        "dangling radar",
        CUTTER,
        "radar: wide_eye",
        "radar: wide_eyed",
        6,
        "radar",
        "did you mean 'wide_eye'?",
    ),
    Fault(
        "dangling interceptor",
        CUTTER,
        "interceptor: long_arrow",
        "interceptor: lang_arrow",
        8,
        "interceptors.0.interceptor",
        "did you mean 'long_arrow'?",
    ),
    Fault(
        "dangling launch area",
        STONE,
        "[far_shore]",
        "[far_sore]",
        11,
        "launch_areas.0",
        "did you mean 'far_shore'?",
    ),
    Fault(
        "stages that do not sum", STONE, "burn_share: 0.6", "burn_share: 0.7", 1, "", "sum to 1.1, not to 1"
    ),
    Fault(
        "class without its numbers",
        STONE,
        "flight_class: ballistic",
        "flight_class: cruise",
        1,
        "",
        "needs facts cruise_height_km, cruise_speed_m_s",
    ),
    Fault("region of no shape", SHORE, "radius_km: 40\n", "", 1, "", "one of the two"),
    Fault(
        "a pad, not a region",
        SHORE,
        "radius_km: 40",
        "radius_km: 1",
        6,
        "radius_km",
        "greater than or equal to 10",
    ),
    Fault(
        "value of another mechanism",
        PACT,
        "value: on}",
        "value: one_plan}",
        9,
        "permits.0",
        "warning cannot be 'one_plan'; it can be on",
    ),
    Fault(
        "permit without direction",
        PACT,
        "    giver: XAA\n",
        "",
        10,
        "permits.1",
        "needs a giver and a receiver",
    ),
    Fault(
        "dangling agreement",
        PACT,
        "requires: [pact]",
        "requires: [pacts]",
        15,
        "permits.1.requires.0",
        "did you mean 'pact'?",
    ),
    Fault(
        "option that changes nothing",
        "options/short_for_long.yaml",
        "swaps: [{old: long_arrow, new: short_arrow, parties: [XAA]}]\nremoves: [tower]\n",
        "",
        None,
        "",
        "changes nothing",
    ),
    Fault("header of a table", TRIALS, "outcome,", "outcom,", 1, "outcom", "did you mean 'outcome'?"),
    Fault(
        "cell of the wrong type",
        TRIALS,
        "120.5,40",
        "120.5,4.0",
        2,
        "crew",
        "must be a whole number, not '4.0'",
    ),
    Fault("date in a table", TRIALS, "2006-06-06", "6/6/2006", 3, "on", "must be a date"),
    Fault("empty cell", TRIALS, "t2,", ",", 3, "id", "is empty"),
    Fault("unknown word in a table", TRIALS, "miss", "mis", 3, "outcome", "did you mean 'miss'?"),
    Fault("repeated key of a table", TRIALS, "t2,", "t1,", 3, "id", "t1 stands already in line 2"),
    Fault(
        "dangling name in a table",
        TRIALS,
        "short_arrow",
        "shortarrow",
        3,
        "interceptor",
        "not in interceptors",
    ),
    Fault("too few cells", TRIALS, "miss,,,no", "miss,,no", 3, "", "6 cells where there are 7 columns"),
    Fault(
        "rename into nothing",
        "renames.yaml",
        "long_arrow",
        "longer_arrow",
        1,
        "old_arrow",
        "which no record bears",
    ),
    Fault(
        "renames in a circle", "renames.yaml", "old_arrow: long_arrow", "a: b\nb: a", 1, "a", "in a circle"
    ),
)


def test_the_sound_catalogue_has_no_finding(toy: Path) -> None:
    assert check(Catalogue(shipped=toy)) == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_found_where_it_is(fault: Fault, toy: Path, tmp_path: Path) -> None:
    sound = (toy / fault.file).read_text(encoding="utf-8")
    assert fault.old in sound
    faulty = tmp_path / fault.file
    faulty.parent.mkdir(exist_ok=True)
    faulty.write_text(sound.replace(fault.old, fault.new, 1), encoding="utf-8")
    if faulty.suffix == ".csv":
        sidecar = (toy / fault.file).with_suffix(".yaml")
        faulty.with_suffix(".yaml").write_text(sidecar.read_text(encoding="utf-8"), encoding="utf-8")

    findings = check(Catalogue(tmp_path, shipped=toy))

    matching = [
        finding
        for finding in findings
        if finding.line == fault.line and finding.field == fault.field and fault.message in finding.message
    ]
    assert matching, f"not among {[str(finding) for finding in findings]}"
    assert matching[0].level == "error"
    assert all("\n" not in str(finding) for finding in findings)


def test_a_refused_file_says_so_in_one_line_when_it_is_asked_for(toy: Path, tmp_path: Path) -> None:
    (tmp_path / "interceptors").mkdir()
    text = (toy / ARROW).read_text(encoding="utf-8")
    text = text.replace("tier: upper", "tier: uper").replace("unit: km/s", "unit: kms")
    (tmp_path / ARROW).write_text(text, encoding="utf-8")

    with pytest.raises(CatalogueError) as refused:
        Catalogue(tmp_path, shipped=toy).record("interceptor", "long_arrow")

    assert str(refused.value) == (
        f"{tmp_path / ARROW}:4: tier: unknown value 'uper'; did you mean 'upper'? (and 1 more)"
    )
    assert [finding.line for finding in refused.value.findings] == [4, 14]


def test_an_overlay_that_points_nowhere_is_refused_before_use(toy: Path, tmp_path: Path) -> None:
    require_sound(Catalogue(shipped=toy))
    (tmp_path / "threats").mkdir()
    text = (toy / STONE).read_text(encoding="utf-8")
    (tmp_path / STONE).write_text(text.replace("far_shore", "near_shore"), encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"stone\.yaml:11: launch_areas\.0: unknown launch area"):
        require_sound(Catalogue(tmp_path, shipped=toy))


def test_an_option_may_be_called_as_the_unit_it_brings_in(toy: Path, tmp_path: Path) -> None:
    for folder, name in (("options", "build_the_fort"), ("posture", "fort")):
        (tmp_path / folder).mkdir()
        text = (toy / folder / f"{name}.yaml").read_text(encoding="utf-8")
        text = text.replace("option: build_the_fort", "option: fort").replace(
            "id: build_the_fort", "id: fort"
        )
        (tmp_path / folder / "fort.yaml").write_text(text, encoding="utf-8")
    messages = [finding.message for finding in check(Catalogue(tmp_path, shipped=toy))]
    assert messages == ["changes nothing: no unit has it, and it swaps and removes none"]  # the old option


def test_an_id_that_another_kind_bears_is_found(toy: Path, tmp_path: Path) -> None:
    (tmp_path / "radars").mkdir()
    text = (toy / "radars/wide_eye.yaml").read_text(encoding="utf-8")
    (tmp_path / "radars/long_arrow.yaml").write_text(text.replace("wide_eye", "long_arrow"), encoding="utf-8")
    findings = check(Catalogue(tmp_path, shipped=toy))
    assert [(finding.file.name, finding.line, finding.field) for finding in findings] == [
        ("long_arrow.yaml", 1, "id")
    ]
    assert "is taken by interceptors/long_arrow.yaml" in findings[0].message


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("interceptors/arrow.yml", "does not belong in interceptors"),
        ("timeline/lonely.csv", "has no sidecar lonely.yaml"),
    ],
)
def test_a_stray_file_is_found(name: str, message: str, toy: Path, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir()
    (tmp_path / name).write_text("id: arrow\n", encoding="utf-8")
    (finding,) = check(Catalogue(tmp_path, shipped=toy))
    assert message in finding.message
    assert finding.file == tmp_path / name


def test_a_file_that_is_not_utf_8_is_found(toy: Path, tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources/latin.yaml").write_bytes(b"id: latin\ntitle: na\xefve\n")
    (finding,) = check(Catalogue(tmp_path, shipped=toy))
    assert finding.message == "is not UTF-8 text"
