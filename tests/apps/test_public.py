"""The package's door: every name is there, nothing heavy is imported early, and the ten lines run."""

from __future__ import annotations

import datetime as dt
import json
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import shieldwall as sw
from shieldwall.model.errors import InputError
from shieldwall.model.version import CODE_VERSION

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"

HEAVY = ("numba", "scipy", "numpy", "matplotlib", "pydantic", "xarray", "shapely", "pyproj", "rich", "typer")


def test_all_is_what_it_says() -> None:
    assert sw.__all__ == [
        "InputError", "Result", "__version__", "ballistic", "brief", "catalogue", "compare", "coverage",
        "fact", "flight", "history", "posture", "reach", "scenario", "station",
    ]  # fmt: skip
    assert dir(sw) == sorted(sw.__all__)
    assert [name for name in sw.__all__ if getattr(sw, name, None) is None] == []
    assert sw.__version__ == CODE_VERSION
    assert sw.InputError is InputError


@pytest.mark.parametrize("name", ["catalogue", "coverage"])
def test_a_verb_keeps_its_name_where_a_floor_has_it_too(name: str) -> None:
    code = f"import shieldwall as sw, shieldwall.{name}, sys; assert 'shieldwall.{name}' in sys.modules; "
    said = subprocess.run(
        [sys.executable, "-c", f"{code}print(sw.{name}.__module__)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert said.strip() == "shieldwall.apps.verbs"


def test_another_name_is_not_there() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'attack'"):
        _ = sw.attack


@pytest.mark.parametrize("statement", ["import shieldwall", "from shieldwall.apps.cli import app"])
def test_nothing_heavy_is_imported_early(statement: str) -> None:
    allowed = {"typer", "rich"} if "cli" in statement else set()
    code = f"{statement}; import sys, json; print(json.dumps(sorted(set({HEAVY!r}) & set(sys.modules))))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert set(json.loads(loaded)) <= allowed


def test_a_fact_has_its_sources() -> None:
    fact = sw.fact("sm3_1a.burnout_speed_km_s")
    assert fact.unit == "km/s"
    assert fact.cites or fact.derivation


def test_names_that_are_not_there_offer_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean 'japan_2015'"):
        sw.scenario("japan_2105")
    with pytest.raises(InputError, match="did you mean 'burnout_speed_km_s'"):
        sw.fact("sm3_1a.burnout_sped_km_s")
    with pytest.raises(InputError, match="did you mean 'sm3_1a'"):
        sw.reach("sm3_a1", 300.0, 100.0)


def test_the_verbs_agree_with_the_command_line(command) -> None:
    arc = sw.ballistic(1000.0)
    record = command("flight", "--ballistic", "--range-km", "1000", "--json").json
    assert (record["flight_time_s"], record["speed_m_s"]) == (arc.flight_time_s, arc.speed_m_s)
    told = command("reach", "sm3_1a", "--ground-range-km", "300", "--altitude-km", "150", "--json").json
    assert told["time_to_reach_s"] == sw.reach("sm3_1a", 300.0, 150.0)


def test_the_ten_lines_run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ordinary = sw.compare

    def fewer(*words, trials: int, **named):  # type: ignore[no-untyped-def]
        assert trials > 512
        return ordinary(*words, trials=512, **named)

    # a quarter of the trials and one launch area: the same lines in a tenth of the time
    nearby = sw.scenario("japan_2015").but(raid_launch_areas=["prk_southeast"])
    monkeypatch.setattr(sw, "scenario", lambda _: nearby, raising=False)
    monkeypatch.setattr(sw, "compare", fewer, raising=False)
    monkeypatch.chdir(tmp_path)
    text = (EXAMPLES / "ten_lines.py").read_text(encoding="utf-8")
    assert len([line for line in text.splitlines() if line and not line.startswith('"""')]) <= 10
    runpy.run_path(str(EXAMPLES / "ten_lines.py"))
    out = capsys.readouterr().out
    assert "expected leakers" in out
    assert "Shieldwall" in out.splitlines()[-1]


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: sw.compare("japan_2015", "integrated"), "arrangements: a list of names"),
        (lambda: sw.brief("japan_2015", "out.pdf", "integrated"), "arrangements: a list of names"),
        (lambda: sw.coverage("japan_2015", regions="japan_main"), "regions: a list of names"),
        (lambda: sw.posture("2015-12-02", "thaad_japan_1"), "options: a list of names"),
        (lambda: sw.compare("japan_2015", trials=600.5), "--trials 600.5: a whole number"),
        (lambda: sw.compare("japan_2015", seed=1.5), "seed 1.5"),
        (lambda: sw.flight("nodong", "39,125", (35.7, 139.7)), "launch '39,125': two numbers"),
        (lambda: sw.flight("nodong", (39.0, 125.7), (35.7,)), "aim (35.7,): two numbers"),
        (lambda: sw.station(interceptor="sm3_1a", region="japan_main", ships=2.5), "--ships 2.5"),
    ],
)
def test_a_slip_of_type_is_bad_input_and_not_taken_for_something_else(
    ask: Callable[[], object], said: str
) -> None:
    with pytest.raises(InputError) as refused:
        ask()
    assert said in str(refused.value)


def test_a_moment_stands_for_its_day() -> None:
    moment = dt.datetime(2015, 12, 2, 23, 59, tzinfo=dt.UTC)
    assert sw.posture(moment) == sw.posture("2015-12-02")


def test_more_draws_are_asked_for_and_told() -> None:
    scenario = sw.scenario("hawaii_with_japans_radars")
    result = sw.compare(scenario, ["unconnected"], trials=512, draws=3, attribution_trials=512)
    assert result.record.draws == 3
    assert result.cite().endswith("512 trials, 3 draws.")
