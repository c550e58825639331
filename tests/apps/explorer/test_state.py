"""A state is checked by the model's own classes, and what is wrong is said at its field."""

from __future__ import annotations

from typing import Any

import pytest

from shieldwall.apps.explorer.asked import asked
from shieldwall.apps.explorer.links import upgraded
from shieldwall.apps.explorer.outgoing import Run, citation, overlay_files, reproduction, scenario_yaml
from shieldwall.apps.explorer.refusals import Refused
from shieldwall.apps.explorer.state import Change, Mechanisms, State
from shieldwall.apps.explorer.uploads import state_of_file
from shieldwall.case.law import AS_OF
from shieldwall.catalogue.load import Catalogue, shipped
from shieldwall.model.arrangement import Arrangement
from shieldwall.model.scenario import Scenario

RUN = Run(trials=20_000, draws=256)
OWN = Mechanisms.model_validate(
    {
        "name": "Tracks one way",
        "tracks": [{"giver": "USA", "receiver": "JPN", "engage_on_remote": True}],
        "defends": [{"defender": "USA", "defended": "JPN", "authority": "standing_order"}],
    }
)


def refused(**fields: Any) -> dict[str, tuple[str, str | None]]:
    """What is wrong with a state, by field: message and suggestion."""
    with pytest.raises(Refused) as refusal:
        asked(State.model_validate({"scenario": "japan_2015"} | fields), shipped())
    return {each.field: (each.message, each.suggestion) for each in refusal.value.troubles}


@pytest.mark.parametrize("name", shipped().ids(Scenario))
def test_what_is_left_out_is_the_scenarios_own(name: str) -> None:
    found = asked(State(scenario=name), shipped())
    record = shipped().record(Scenario, name)
    assert found.state.date == str(record.date)
    assert found.state.raid_size == record.raid.size
    assert found.state.seed == record.seed
    assert None not in found.state.model_dump(exclude={"own"}).values()
    assert asked(found.state, shipped()) == found


def test_every_wrong_field_is_named_at_once() -> None:
    found = refused(
        date="2015-13-01", raid_size=0, options=["aegis_ashore_akita", "aegis_ashore_yamaguti"],
        doctrine="shoot_look", seed=-1, arrangements=["integratd", "as_of"],
    )  # fmt: skip
    assert set(found) == {"date", "raid_size", "options.1", "doctrine", "seed", "arrangements.0"}
    assert found["options.1"][1] == "aegis_ashore_yamaguchi"
    assert found["arrangements.0"][1] == "integrated"
    assert "japan_2015" not in found["date"][0]


def test_mechanisms_are_those_of_the_model() -> None:
    tracks = [{"giver": "USA", "receiver": "KOR"}]
    assert (
        "KOR not among the parties"
        in refused(arrangements=["as_of", {"tracks": tracks}])["arrangements.1"][0]
    )
    same = [{"giver": "USA", "receiver": "USA"}]
    assert "same party" in refused(arrangements=[{"warning": same}, "as_of"])["arrangements.0.warning.0"][0]
    duty = [{"defender": "USA", "defended": "JPN", "authority": "standing_ordr"}]
    found = refused(arrangements=["as_of", {"defends": duty}])
    assert found["arrangements.1.defends.0.authority"][1] == "standing_order"


def test_an_own_arrangement_is_run_as_given() -> None:
    found = asked(State(scenario="japan_2015", arrangements=["unconnected", OWN]), shipped())
    assert found.names == ("unconnected", "own_b")
    record = found.catalogue.record(Arrangement, "own_b")
    assert record.tracks[0].engage_on_remote
    assert record.parties == ("JPN", "USA")
    assert "own_b" not in shipped().ids(Arrangement)
    attributed = found.attributed().attribution
    assert attributed is not None
    assert (attributed.base, attributed.top) == ("unconnected", "own_b")


def test_the_law_of_the_date_follows_the_date() -> None:
    def mechanisms(date: str) -> Arrangement:
        return asked(
            State(scenario="japan_2015", date=date, arrangements=[AS_OF, AS_OF]), shipped()
        ).arrangement(0)

    before, after = mechanisms("2001-01-01"), mechanisms("2018-01-01")
    assert len(after.tracks) > len(before.tracks)


def test_an_old_link_opens_and_says_what_changed() -> None:
    def from_zero(state: dict[str, Any]) -> tuple[dict[str, Any], list[Change]]:
        size = state.pop("raid")
        change = Change(
            field="raid_size", was="raid", now="raid_size", message="raid is now called raid_size"
        )
        return state | {"v": 1, "raid_size": size}, [change]

    old = {"v": 0, "scenario": "japan_of_2015", "raid": 7, "options": ["akita"]}
    names = {"japan_of_2015": "japan_2015", "akita": "aegis_ashore_akita"}
    state, changes = upgraded(old, names, {0: from_zero})
    assert state == {"v": 1, "scenario": "japan_2015", "raid_size": 7, "options": ["aegis_ashore_akita"]}
    assert [change.field for change in changes] == ["raid_size", "scenario", "options.0"]
    assert changes[1].message == "japan_of_2015 is now called japan_2015"


@pytest.mark.parametrize("version", [2, 0, "1", True, None, 1.5])
def test_a_link_of_an_unknown_version_is_refused_plainly(version: Any) -> None:
    with pytest.raises(Refused, match="reads states of version 1"):
        upgraded({"v": version, "scenario": "japan_2015"}, {})


def test_a_scenario_goes_out_as_a_file_and_comes_back() -> None:
    state = State(
        scenario="japan_2015", date="2018-06-01", raid_size=33, options=["sm3_2a_for_1a"],
        arrangements=["cooperative", OWN], availability="low", reading="critics", seed=5,
    )  # fmt: skip
    out = asked(state, shipped())
    back = asked(state_of_file(scenario_yaml(out, RUN), shipped()), shipped())
    assert back.state == out.state
    assert back.scenario == out.scenario
    assert back.own == out.own


def test_a_scenario_of_ones_own_comes_back_whole(small: dict[str, Any]) -> None:
    out = asked(State.model_validate(small), shipped())
    back = asked(state_of_file(scenario_yaml(out, RUN), shipped()), shipped())
    assert back.scenario.but(trials=20_000) == out.scenario.but(trials=20_000)
    assert back.state.own is not None


def test_a_bad_file_is_refused_by_line_and_field() -> None:
    text = scenario_yaml(asked(State(scenario="japan_2015"), shipped()), RUN)
    broken = text.replace("size: 20", "size: 2000").replace("availability: typical", "availability: typicl")
    with pytest.raises(Refused) as refusal:
        state_of_file(broken, shipped())
    lines = broken.splitlines()
    found = {each.field: each for each in refusal.value.troubles}
    assert set(found) == {"raid.size", "availability"}
    assert found["availability"].suggestion == "typical"
    for field, word in (("raid.size", "size: 2000"), ("availability", "availability: typicl")):
        line = found[field].line
        assert line is not None
        assert word in lines[line - 1]


@pytest.mark.parametrize(
    "text",
    [
        "- a\n- b\n",
        "a: [1, 2",
        "x: &anchor 1\ny: *anchor\n",
        "!!python/object/apply:os.system ['true']",
        "[" * 5000,
        "a: 1\na: 2\n",
        "\0",
        "# own_b: {\"tracks\": 7}\nid: x\n",
        "people: ../../../etc/passwd\n",
    ],
)  # fmt: skip
def test_hostile_files_are_refused(text: str) -> None:
    with pytest.raises(Refused):
        state_of_file(text, shipped())


def test_the_overlay_of_own_arrangements_is_a_catalogue(tmp_path: Any) -> None:
    out = asked(State(scenario="japan_2015", arrangements=["unconnected", OWN]), shipped())
    (file,) = overlay_files(out)
    path = tmp_path / file["file"]
    path.parent.mkdir(parents=True)
    path.write_text(file["text"], encoding="utf-8")
    assert Catalogue(tmp_path / "overlay").record(Arrangement, "own_b") == out.own[0]


def test_it_says_how_to_cite_and_to_run_again() -> None:
    out = asked(State(scenario="japan_2015", arrangements=["unconnected", OWN]), shipped())
    cited = citation(out, RUN)
    assert "seed 2015" in cited["text"]
    assert r"own\_b" in cited["bibtex"]
    assert cited["bibtex"].count("{") == cited["bibtex"].count("}")
    again = reproduction(out, RUN, is_full=True)
    assert "--arrangements unconnected,own_b" in again["command"]
    assert "--catalogue overlay" in again["command"]
    compile(again["python"], "reproduce", "exec")
