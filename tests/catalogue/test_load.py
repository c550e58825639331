"""Records are found by kind and id, one at a time, over overlays, and unknown names are refused."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shieldwall.catalogue.errors import CatalogueError, UnknownName
from shieldwall.catalogue.facts import facts_of
from shieldwall.catalogue.kinds import FOLDERS, KINDS, folder_of, kind_of
from shieldwall.catalogue.load import Catalogue
from shieldwall.catalogue.read import check_text
from shieldwall.catalogue.write import to_yaml
from shieldwall.model.errors import InputError
from shieldwall.model.provenance import Record
from shieldwall.model.systems import Interceptor


def test_every_folder_has_its_word() -> None:
    assert {folder_of(kind_of(folder)) for folder in FOLDERS} == set(FOLDERS)
    assert set(KINDS.values()) == set(FOLDERS)


def test_a_record_is_found_by_class_word_and_folder(toy_catalogue: Catalogue) -> None:
    arrow = toy_catalogue.record(Interceptor, "long_arrow")
    assert arrow.tier == "upper"
    assert arrow.fielded[0].since == dt.date(2005, 1, 1)
    assert toy_catalogue.record("interceptor", "long_arrow") is arrow
    assert toy_catalogue.record("interceptors", "long_arrow") is arrow
    assert toy_catalogue.find("long_arrow") == ("interceptors", arrow)
    assert toy_catalogue.ids(Interceptor) == ("long_arrow", "short_arrow")


def test_a_fact_is_found_by_name(toy_catalogue: Catalogue) -> None:
    fact = toy_catalogue.fact("long_arrow.max_range_km")
    assert fact.si == 1.0e6
    assert fact.disputes[0].value == 900.0
    assert toy_catalogue.fact("cutter.interceptors.0.load").value == 8.0
    assert toy_catalogue.source("handbook").licence == "CC0"


def test_a_renamed_id_still_leads_to_its_record(toy_catalogue: Catalogue) -> None:
    assert toy_catalogue.record(Interceptor, "old_arrow").id == "long_arrow"
    assert toy_catalogue.fact("old_arrow.max_range_km").value == 1000.0


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda c: c.record("interceptor", "long_arow"), "interceptor 'long_arow'; did you mean 'long_"),
        (lambda c: c.record("intercepter", "x"), "unknown kind 'intercepter'; did you mean 'interceptor'?"),
        (lambda c: c.fact("long_arrow.max_rang_km"), "'max_rang_km'; did you mean 'max_range_km'?"),
        (lambda c: c.fact("long_arow.max_range_km"), "unknown name 'long_arow'; did you mean 'long_arrow'?"),
        (lambda c: c.source("hanbook"), "unknown source 'hanbook'; did you mean 'handbook'?"),
        (lambda c: c.table("trails"), "unknown table 'trails'; did you mean 'trials'?"),
        (lambda c: c.posture(dt.date(2008, 1, 1), ["build_fort"]), "option 'build_fort'; did you mean"),
        (lambda c: c.record("scenario", "x"), "unknown scenario 'x'"),
    ],
)  # fmt: skip
def test_an_unknown_name_is_refused_with_the_nearest(
    ask: object, message: str, toy_catalogue: Catalogue
) -> None:
    with pytest.raises(UnknownName, match=r"^unknown ") as refused:
        ask(toy_catalogue)  # type: ignore[operator]
    assert message in str(refused.value)
    assert isinstance(refused.value, InputError)


def test_an_overlay_adds_and_replaces(toy: Path, tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    text = (toy / "sources/handbook.yaml").read_text(encoding="utf-8")
    (tmp_path / "sources/handbook.yaml").write_text(text.replace("CC0", "CC BY 4.0"), encoding="utf-8")
    (tmp_path / "sources/gazette.yaml").write_text(
        text.replace("id: handbook", "id: gazette"), encoding="utf-8"
    )
    plain, laid_over = Catalogue(shipped=toy), Catalogue(tmp_path, shipped=toy)
    assert plain.ids("source") == ("handbook", "rumour")
    assert laid_over.ids("source") == ("gazette", "handbook", "rumour")
    assert (plain.source("handbook").licence, laid_over.source("handbook").licence) == ("CC0", "CC BY 4.0")
    assert (plain.version, laid_over.version) == ("0.0.1", "0.0.1+overlay")
    assert plain.digest != laid_over.digest
    assert plain.digest == Catalogue(shipped=toy).digest


def test_an_overlay_that_cannot_be_one_is_refused(toy: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere' is not a folder$"):
        Catalogue(tmp_path / "nowhere", shipped=toy)
    (tmp_path / "intercepters").mkdir()
    with pytest.raises(InputError, match=r"unknown folder 'intercepters'; did you mean 'interceptors'\?$"):
        Catalogue(tmp_path, shipped=toy)


@pytest.mark.parametrize(("name", "text"), [("version.yaml", "version: 1"), ("renames.yaml", "- a")])
def test_a_faulty_file_about_the_catalogue_is_refused(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    catalogue = Catalogue(shipped=tmp_path)
    with pytest.raises(CatalogueError, match=f"{name}:1: "):
        _ = (catalogue.renames, catalogue.version)


OPENED = """
import datetime, json, sys
from pathlib import Path
from shieldwall.catalogue.load import Catalogue
toy = Path(sys.argv[1])
opened = []
def watch(event, details):
    if event == "open" and str(details[0]).startswith(str(toy)):
        opened.append(Path(details[0]).relative_to(toy).as_posix())
sys.addaudithook(watch)
catalogue = Catalogue(shipped=toy)
counts = {}
catalogue.fact("long_arrow.max_range_km"); counts["fact"] = list(opened); opened.clear()
catalogue.posture(datetime.date(2008, 1, 1)); counts["posture"] = list(opened)
counts["shapely"] = "shapely" in sys.modules
print(json.dumps(counts))
"""


def test_nothing_is_read_that_was_not_asked_for(toy: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", OPENED, str(toy)], capture_output=True, text=True, check=True, timeout=60
    )
    opened = json.loads(done.stdout)
    assert opened["fact"] == ["renames.yaml", "interceptors/long_arrow.yaml"]
    assert sorted(opened["posture"]) == sorted(f"posture/{file.name}" for file in (toy / "posture").iterdir())
    assert opened["shapely"] is False


def test_every_toy_record_survives_being_written_and_read(toy_catalogue: Catalogue) -> None:
    for folder, record in toy_catalogue.all_records():
        values = json.loads(record.model_dump_json(by_alias=True, exclude_unset=True))
        file = Path(f"{values['id']}.yaml")
        assert check_text(FOLDERS[folder], file, to_yaml(values)) == record


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    value=st.floats(0.1, 100.0),
    spread=st.floats(0.0, 0.1),
    reason=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40),
    year=st.integers(1980, 2060),
    day=st.dates(),
)
def test_a_record_with_any_sound_numbers_and_words_is_read_as_written(
    value: float, spread: float, reason: str, year: int, day: dt.date, toy_catalogue: Catalogue
) -> None:
    arrow = toy_catalogue.record(Interceptor, "long_arrow")
    values = json.loads(arrow.model_dump_json(by_alias=True, exclude_unset=True))
    values["facts"]["unit_price_million_usd"] = {
        "value": value, "low": value - spread, "high": value + spread, "unit": "million_USD",
        "price_year": year, "as_of": day.isoformat(), "basis": "assumed", "derivation": reason,
    }  # fmt: skip
    found: Record = check_text(Interceptor, Path("long_arrow.yaml"), to_yaml(values))
    fact = facts_of(found)["unit_price_million_usd"]
    assert (fact.value, fact.low, fact.high) == (value, value - spread, value + spread)
    assert (fact.derivation, fact.price_year, fact.as_of) == (reason, year, day)
